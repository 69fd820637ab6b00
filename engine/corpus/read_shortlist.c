/* The shortlist.json of export/write_json.c, back to what was handed in: members of entries, cut submissions
 * whole (their parts are not read), and what was set aside. Called by read_json.c once the whole is in
 * memory; a sort of the submissions.
 *
 * They stand in the order of the inputs that the run names, then of their rows, so that what goes by the
 * order of submissions goes as before. Rows count from 1, as in any JSON. */
#include "shortlist_file.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

#include <string.h>

#define FAMILY "khulasa.shortlist/"
#define SCHEMA FAMILY "1"

enum {
    ID,
    TEXT,
    TITLE,
    CITY,
    ASSOCIATION,
    AXIS,
    PLACE,
    DATE,
    PRIORITY,
    AUTHOR,
    ASIDE,
    UNFINISHED,
    N_COLUMNS
};
static const char *const HEADERS[N_COLUMNS] = {
    "id",    "text", "title",    "city",   "association",       "axis",
    "place", "date", "priority", "author", KHL_SHORTLIST_ASIDE, KHL_SHORTLIST_UNFINISHED};

/* One submission: a member, a cut whole, or a row that was set aside; of a whole, a part that says whose it
 * is. */
typedef struct submission {
    const json_t *record, *whose;
    const char *aside; /* the reason; NULL: none */
    uint32_t input, row, order;
} submission;

typedef struct shortlist_reader {
    khl_table *table;
    const json_t *root;
    khl_map parts;       /* ids of parts */
    const json_t **part; /* [parts.n] the record of each, once met */
    submission *all;
    size_t n, capacity;
    khl_error *err;
} shortlist_reader;

static khl_str text_of(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value)) return KHL_STR("");
    return (khl_str){json_string_value(value), json_string_length(value)};
}

bool khl_is_shortlist(const json_t *root)
{
    return khl_str_starts(text_of(root, "schema"), KHL_STR(FAMILY));
}

static khl_status fail_record(shortlist_reader *r, size_t i)
{
    KHL_FAIL(
        r->err, KHL_E_INPUT, "shortlist_file.record",
        "this record of a shortlist has no id, no text, or no place in its file; make the shortlist anew");
    khl_error_at(r->err, NULL, i + 1, 0);
    return KHL_E_INPUT;
}

static khl_status check_schema(const json_t *root, khl_error *err)
{
    const char *schema = json_string_value(json_object_get(root, "schema"));
    if (strcmp(schema, SCHEMA) == 0) return KHL_OK;
    KHL_FAIL(err, KHL_E_INPUT, "shortlist_file.schema",
             "this shortlist is of the schema {0}, and this version reads khulasa.shortlist/1; install the "
             "Khulasa that "
             "wrote it",
             schema);
    khl_error_at(err, NULL, 1, 1);
    return KHL_E_INPUT;
}

/* Which of the inputs of the run a record is from: as it says, or else by the name of the file. */
static uint32_t input_of(const shortlist_reader *r, const json_t *record)
{
    const json_t *said = json_object_get(record, "input");
    khl_str file = text_of(record, "file");
    if (json_is_integer(said) && json_integer_value(said) >= 0 && json_integer_value(said) < UINT32_MAX)
        return (uint32_t)json_integer_value(said);
    const json_t *inputs = json_object_get(json_object_get(r->root, "run"), "inputs");
    uint32_t i = 0;
    while (i < json_array_size(inputs) && !khl_str_equal(text_of(json_array_get(inputs, i), "file"), file))
        i++;
    return i;
}

static khl_status add(shortlist_reader *r, const json_t *record, const char *aside)
{
    json_int_t row = json_integer_value(json_object_get(record, "row"));
    bool bad = text_of(record, "id").n == 0 || !json_is_string(json_object_get(record, "text")) || row < 0 ||
               row > (json_int_t)UINT32_MAX;
    if (bad || r->n >= UINT32_MAX) return fail_record(r, r->n);
    if (!khl_grow(&r->all, &r->capacity, r->n + 1, sizeof *r->all)) return khl_fail_memory(r->err);
    r->all[r->n] = (submission){record, record, aside, input_of(r, record), (uint32_t)row, (uint32_t)r->n};
    r->n++;
    return KHL_OK;
}

/* A part is noted for its whole; all else is a submission. */
static khl_status take(shortlist_reader *r, const json_t *record, const char *aside)
{
    uint32_t part = khl_map_find(&r->parts, text_of(record, "id"));
    if (part == KHL_MAP_NONE) return add(r, record, aside);
    r->part[part] = record;
    return KHL_OK;
}

static khl_status note_parts(shortlist_reader *r)
{
    const json_t *cuts = json_object_get(r->root, "cut");
    for (size_t i = 0; i < json_array_size(cuts); i++) {
        const json_t *parts = json_object_get(json_array_get(cuts, i), "parts");
        for (size_t k = 0; k < json_array_size(parts); k++) {
            khl_str id = text_of(json_array_get(parts, k), "id");
            if (id.n == 0) return fail_record(r, i); /* or any record without one would be a part */
            if (khl_map_put(&r->parts, id, NULL, NULL) != KHL_OK) return khl_fail_memory(r->err);
        }
    }
    r->part = khl_alloc_zero(r->parts.n, sizeof *r->part);
    return r->part != NULL ? KHL_OK : khl_fail_memory(r->err);
}

static khl_status take_members(shortlist_reader *r)
{
    const json_t *entries = json_object_get(r->root, "entries");
    khl_status status = KHL_OK;
    for (size_t i = 0; i < json_array_size(entries); i++) {
        const json_t *members = json_object_get(json_array_get(entries, i), "members");
        for (size_t k = 0; k < json_array_size(members) && status == KHL_OK; k++)
            status = take(r, json_array_get(members, k), NULL);
    }
    return status;
}

/* What the committee set aside is a proposal like another: its log will set it aside again. */
static khl_status take_aside(shortlist_reader *r)
{
    const json_t *rows = json_object_get(json_object_get(r->root, "account"), "set_aside");
    khl_status status = KHL_OK;
    for (size_t i = 0; i < json_array_size(rows) && status == KHL_OK; i++) {
        const json_t *row = json_array_get(rows, i);
        khl_str reason = text_of(row, "reason");
        bool decided = khl_str_equal(reason, KHL_STR("committee"));
        status = decided ? take(r, row, NULL) : add(r, row, reason.n > 0 ? reason.p : "");
    }
    return status;
}

/* A whole has the fields that its parts have. */
static khl_status take_wholes(shortlist_reader *r)
{
    const json_t *cuts = json_object_get(r->root, "cut");
    khl_status status = KHL_OK;
    for (size_t i = 0; i < json_array_size(cuts) && status == KHL_OK; i++) {
        const json_t *cut = json_array_get(cuts, i),
                     *first = json_array_get(json_object_get(cut, "parts"), 0);
        uint32_t part = khl_map_find(&r->parts, text_of(first, "id"));
        status = add(r, cut, NULL);
        if (status == KHL_OK && part != KHL_MAP_NONE && r->part[part] != NULL)
            r->all[r->n - 1].whose = r->part[part];
    }
    return status;
}

static int by_place(const void *x, const void *y)
{
    const submission *a = x, *b = y;
    if (a->input != b->input) return a->input < b->input ? -1 : 1;
    if (a->row != b->row) return a->row < b->row ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static khl_status put_row(shortlist_reader *r, const submission *s, uint32_t row)
{
    const json_t *given = json_object_get(s->record, "given");
    const khl_str cells[N_COLUMNS] = {
        [ID] = text_of(s->record, "id"),
        [TEXT] = text_of(s->record, "text"),
        [TITLE] = text_of(given, "title"),
        [CITY] = text_of(s->whose, "city"),
        [ASSOCIATION] = text_of(s->whose, "association"),
        [AXIS] = text_of(given, "axis"),
        [PLACE] = text_of(given, "place"),
        [DATE] = text_of(s->whose, "date"),
        [PRIORITY] = text_of(given, "priority"),
        [AUTHOR] = text_of(s->whose, "author"),
        [ASIDE] = khl_str_from(s->aside),
        [UNFINISHED] = json_is_true(json_object_get(s->whose, "unfinished")) ? KHL_STR("true") : KHL_STR("")};
    khl_status status = KHL_OK;
    for (uint32_t k = 0; k < N_COLUMNS && status == KHL_OK; k++)
        if (cells[k].n > 0) status = khl_table_cell(r->table, k, cells[k]);
    if (status == KHL_OK) status = khl_table_row_end(r->table, 0, row);
    return status == KHL_OK ? KHL_OK : khl_fail_memory(r->err);
}

static khl_status put_all(shortlist_reader *r)
{
    khl_status status = KHL_OK;
    for (size_t k = 0; k < N_COLUMNS && status == KHL_OK; k++)
        if (khl_table_header(r->table, khl_str_from(HEADERS[k])) != KHL_OK) status = khl_fail_memory(r->err);
    if (r->n > 1) qsort(r->all, r->n, sizeof *r->all, by_place);
    for (size_t i = 0; i < r->n && status == KHL_OK; i++) status = put_row(r, &r->all[i], (uint32_t)i + 1);
    return status;
}

khl_status khl_read_shortlist(khl_table *table, const json_t *root, khl_error *err)
{
    shortlist_reader r = {.table = table, .root = root, .err = err};
    const json_t *run = json_object_get(root, "run");
    khl_status status = check_schema(root, err);
    if (status == KHL_OK) status = khl_map_init(&r.parts, err);
    if (status == KHL_OK) status = note_parts(&r);
    if (status == KHL_OK) status = take_members(&r);
    if (status == KHL_OK) status = take_aside(&r);
    if (status == KHL_OK) status = take_wholes(&r);
    if (status == KHL_OK) status = put_all(&r);
    table->is_shortlist = true;
    table->is_masked = json_integer_value(json_object_get(run, "masked")) > 0;
    khl_map_clear(&r.parts);
    free(r.part);
    free(r.all);
    return status;
}
