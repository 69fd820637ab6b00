/* Relationships, workbook, styles and shared strings; each a walk over one part. Called once a file. */
#include "alloc.h"
#include "error.h"
#include "office_number.h"
#include "office_package.h"
#include "office_xml.h"
#include "str.h"
#include "xlsx_parts.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_SHEETS = 4096, MOST_STYLES = 1 << 20 };

static khl_status read_part(khl_xlsx *x, const char *member, const khl_xml_handlers *handlers, void *context,
                            khl_error *err)
{
    x->member.n = 0;
    khl_status status = khl_archive_read(x->archive, member, &x->member, err);
    return status == KHL_OK ? khl_xml_parse(khl_buf_str(&x->member), handlers, context, member, err) : status;
}

static bool ends_with(const char *s, const char *end)
{
    return s != NULL && khl_str_ends(khl_str_from(s), khl_str_from(end));
}

/* The workbook and then its relationships: sheets name theirs by an id. */
typedef struct book_walk {
    khl_xlsx *x;
    const char *workbook;
    char *shared, *styles;
} book_walk;

static khl_status on_workbook(void *context, const char *name, const char **atts, khl_error *err)
{
    khl_xlsx *x = ((book_walk *)context)->x;
    if (khl_xml_is(name, "workbookPr")) {
        const char *value = khl_xml_attribute(atts, "date1904");
        x->since_1904 = value != NULL && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
    }
    const char *id = khl_xml_attribute(atts, "id"), *title = khl_xml_attribute(atts, "name");
    if (!khl_xml_is(name, "sheet") || id == NULL || title == NULL || x->n_sheets >= MOST_SHEETS)
        return KHL_OK;
    if (!khl_grow(&x->sheets, &x->sheets_capacity, x->n_sheets + 1, sizeof *x->sheets))
        return khl_fail_memory(err);
    const char *state = khl_xml_attribute(atts, "state");
    khl_str kept = khl_arena_copy(&x->arena, khl_str_from(id));
    khl_xlsx_sheet sheet = {.name = khl_arena_copy(&x->arena, khl_str_from(title)),
                            .hidden = state != NULL && strcmp(state, "visible") != 0};
    if (kept.p == NULL || sheet.name.p == NULL) return khl_fail_memory(err);
    sheet.member = khl_arena_take(&x->arena, kept.n + 1, 1); /* its id, until the relationships are read */
    if (sheet.member == NULL) return khl_fail_memory(err);
    memcpy(sheet.member, kept.p, kept.n + 1);
    x->sheets[x->n_sheets++] = sheet;
    return KHL_OK;
}

static khl_status on_relation(void *context, const char *name, const char **atts, khl_error *err)
{
    book_walk *walk = context;
    const char *id = khl_xml_attribute(atts, "Id"), *type = khl_xml_attribute(atts, "Type");
    const char *target = khl_xml_attribute(atts, "Target");
    if (!khl_xml_is(name, "Relationship") || id == NULL || type == NULL || target == NULL) return KHL_OK;
    char *member = khl_package_resolve(&walk->x->arena, walk->workbook, target);
    if (member == NULL) return khl_fail_memory(err);
    if (ends_with(type, "/sharedStrings")) walk->shared = member;
    if (ends_with(type, "/styles")) walk->styles = member;
    for (size_t i = 0; i < walk->x->n_sheets && ends_with(type, "/worksheet"); i++)
        if (strcmp(walk->x->sheets[i].member, id) == 0) walk->x->sheets[i].member = member;
    return KHL_OK;
}

/* Number formats of the workbook's own come before the cell formats that use them. */
typedef struct style_walk {
    khl_xlsx *x;
    bool *date_ids; /* [MOST_IDS] */
    bool *own_ids;
    bool in_cells;
} style_walk;
enum { MOST_IDS = 65536 };

static khl_status add_style(style_walk *walk, const char **atts, khl_error *err)
{
    khl_xlsx *x = walk->x;
    uint32_t id = khl_xml_number(atts, "numFmtId", 0, MOST_IDS - 1);
    if (x->n_styles >= MOST_STYLES) return KHL_OK;
    if (!khl_grow(&x->date_styles, &x->styles_capacity, x->n_styles + 1, sizeof *x->date_styles))
        return khl_fail_memory(err);
    x->date_styles[x->n_styles++] = walk->own_ids[id] ? walk->date_ids[id] : khl_number_is_date(id, NULL);
    return KHL_OK;
}

static khl_status on_style(void *context, const char *name, const char **atts, khl_error *err)
{
    style_walk *walk = context;
    if (khl_xml_is(name, "numFmt")) {
        uint32_t id = khl_xml_number(atts, "numFmtId", 0, MOST_IDS - 1);
        const char *code = khl_xml_attribute(atts, "formatCode");
        walk->own_ids[id] = code != NULL;
        walk->date_ids[id] = code != NULL && khl_number_is_date(id, code);
    }
    if (khl_xml_is(name, "cellXfs")) walk->in_cells = true;
    return walk->in_cells && khl_xml_is(name, "xf") ? add_style(walk, atts, err) : KHL_OK;
}

static khl_status end_style(void *context, const char *name, khl_error *err)
{
    (void)err;
    if (khl_xml_is(name, "cellXfs")) ((style_walk *)context)->in_cells = false;
    return KHL_OK;
}

static khl_status read_styles(khl_xlsx *x, const char *member, khl_error *err)
{
    static const khl_xml_handlers HANDLERS = {.start = on_style, .end = end_style};
    style_walk walk = {x, khl_alloc_zero(MOST_IDS, sizeof(bool)), khl_alloc_zero(MOST_IDS, sizeof(bool)),
                       false};
    khl_status status = walk.date_ids != NULL && walk.own_ids != NULL ? KHL_OK : khl_fail_memory(err);
    if (status == KHL_OK) status = read_part(x, member, &HANDLERS, &walk, err);
    free(walk.date_ids);
    free(walk.own_ids);
    return status;
}

/* Runs of one string follow each other; phonetic guides are not part of it. */
typedef struct string_walk {
    khl_xlsx *x;
    khl_buf text;
    bool in_text;
    unsigned phonetic;
} string_walk;

static khl_status start_string(void *context, const char *name, const char **atts, khl_error *err)
{
    string_walk *walk = context;
    (void)atts;
    (void)err;
    if (khl_xml_is(name, "si")) walk->text.n = 0;
    if (khl_xml_is(name, "rPh")) walk->phonetic++;
    walk->in_text = khl_xml_is(name, "t") && walk->phonetic == 0;
    return KHL_OK;
}

static khl_status end_string(void *context, const char *name, khl_error *err)
{
    string_walk *walk = context;
    khl_xlsx *x = walk->x;
    walk->in_text = false;
    if (khl_xml_is(name, "rPh")) walk->phonetic--;
    if (!khl_xml_is(name, "si")) return KHL_OK;
    if (!khl_buf_ok(&walk->text) ||
        !khl_grow(&x->strings, &x->strings_capacity, x->n_strings + 1, sizeof *x->strings))
        return khl_fail_memory(err);
    khl_str text = khl_xlsx_unescape(walk->text.p, walk->text.n);
    x->strings[x->n_strings] = khl_arena_copy(&x->arena, text);
    return x->strings[x->n_strings++].p != NULL ? KHL_OK : khl_fail_memory(err);
}

static khl_status put_string(void *context, khl_str text, khl_error *err)
{
    string_walk *walk = context;
    (void)err;
    if (walk->in_text) khl_buf_put(&walk->text, text);
    return KHL_OK;
}

static khl_status read_strings(khl_xlsx *x, const char *member, khl_error *err)
{
    static const khl_xml_handlers HANDLERS = {start_string, end_string, put_string};
    string_walk walk = {.x = x, .text = KHL_BUF_INIT};
    khl_status status = read_part(x, member, &HANDLERS, &walk, err);
    khl_buf_clear(&walk.text);
    return status;
}

khl_status khl_xlsx_open(khl_xlsx *out, khl_archive *archive, const char *workbook, khl_error *err)
{
    static const khl_xml_handlers BOOK = {.start = on_workbook}, RELATIONS = {.start = on_relation};
    *out = (khl_xlsx){.archive = archive, .arena = KHL_ARENA_INIT(65536), .member = KHL_BUF_INIT};
    book_walk walk = {out, workbook, NULL, NULL};
    const char *relations = khl_package_relations(&out->arena, workbook);
    if (relations == NULL) return khl_fail_memory(err);
    khl_status status = read_part(out, workbook, &BOOK, &walk, err);
    if (status == KHL_OK) status = read_part(out, relations, &RELATIONS, &walk, err);
    if (status == KHL_OK && walk.styles != NULL && khl_archive_has(archive, walk.styles))
        status = read_styles(out, walk.styles, err);
    if (status == KHL_OK && walk.shared != NULL && khl_archive_has(archive, walk.shared))
        status = read_strings(out, walk.shared, err);
    return status;
}

void khl_xlsx_clear(khl_xlsx *x)
{
    free(x->sheets);
    free(x->strings);
    free(x->date_styles);
    khl_buf_clear(&x->member);
    khl_arena_clear(&x->arena);
}
