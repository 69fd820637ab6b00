/* The city pack of export/write_pack.c: what another city's run says of its result. Called by read_json.c
 * once the whole is in memory; linear.
 *
 * An entry becomes a proposal: its id, text, title, and how many demands and associations stand behind it. An
 * axis is given by its name, since another city may number others; a name that the reader's axes have not is
 * refused where axes are wanted, and nowhere else.
 *
 * An entry of several cities becomes a proposal of each: who asks what other cities want asks city by city,
 * and the first of several would hide the rest. All have the id and the row of the entry, so corpus_add.c
 * tells them apart as ID, ID~2, ID~3, and its numbers, which are those of all its cities together. */
#include "city_pack.h"

#include "error.h"
#include "str.h"

#include <stdio.h>

#define FAMILY "khulasa.pack/"
#define SCHEMA FAMILY "1"

enum { ID, TEXT, TITLE, CITY, AXIS, DEMANDS, ASSOCIATIONS, N_COLUMNS };

static const char *const HEADERS[N_COLUMNS] = {"id",   "text",    "title",       "city",
                                               "axis", "demands", "associations"};

typedef struct pack_reader {
    khl_table *table;
    const json_t *axes;
    uint32_t row;
    khl_error *err;
} pack_reader;

/* Empty when value is no string. */
static khl_str text_of(const json_t *value)
{
    if (!json_is_string(value)) return (khl_str){"", 0};
    return (khl_str){json_string_value(value), json_string_length(value)};
}

bool khl_is_city_pack(const json_t *root)
{
    return khl_str_starts(text_of(json_object_get(root, "schema")), KHL_STR(FAMILY));
}

static khl_status check_schema(const json_t *root, khl_error *err)
{
    const char *schema = json_string_value(json_object_get(root, "schema"));
    if (strcmp(schema, SCHEMA) == 0 && json_is_array(json_object_get(root, "entries"))) return KHL_OK;
    if (strcmp(schema, SCHEMA) == 0)
        KHL_FAIL(err, KHL_E_INPUT, "city_pack.entries",
                 "this city pack has no entries; ask for it again from the city that wrote it");
    else
        KHL_FAIL(err, KHL_E_INPUT, "city_pack.schema",
                 "this city pack is of the schema {0}, and this version reads khulasa.pack/1; install a "
                 "newer Khulasa, or ask for a pack of that schema",
                 schema);
    khl_error_at(err, NULL, 1, 1);
    return KHL_E_INPUT;
}

static khl_status put(pack_reader *r, uint32_t column, khl_str value)
{
    return khl_table_cell(r->table, column, value) == KHL_OK ? KHL_OK : khl_fail_memory(r->err);
}

static khl_status put_number(pack_reader *r, uint32_t column, const json_t *value)
{
    char digits[24];
    if (!json_is_integer(value) || json_integer_value(value) < 0) return KHL_OK;
    int n = snprintf(digits, sizeof digits, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    return put(r, column, (khl_str){digits, (size_t)n});
}

/* The name of the entry's axis in the first language that has one; empty when the pack does not say. */
static khl_str axis_of(const pack_reader *r, const json_t *entry)
{
    static const char *const LANGUAGES[] = {"ar", "fr", "en"};
    json_int_t number = json_integer_value(json_object_get(entry, "axis"));
    khl_str name = {"", 0};
    if (number < 1 || (size_t)number > json_array_size(r->axes)) return name;
    const json_t *names = json_object_get(json_array_get(r->axes, (size_t)number - 1), "name");
    for (size_t i = 0; i < sizeof LANGUAGES / sizeof *LANGUAGES && name.n == 0; i++)
        name = text_of(json_object_get(names, LANGUAGES[i]));
    return name;
}

/* The entry as a proposal of one of its cities. */
static khl_status put_proposal(pack_reader *r, const json_t *entry, size_t city)
{
    const json_t *cities = json_object_get(entry, "cities");
    khl_status status = put(r, ID, text_of(json_object_get(entry, "id")));
    if (status == KHL_OK) status = put(r, TEXT, text_of(json_object_get(entry, "text")));
    if (status == KHL_OK) status = put(r, TITLE, text_of(json_object_get(entry, "title")));
    if (status == KHL_OK) status = put(r, CITY, text_of(json_array_get(cities, city)));
    if (status == KHL_OK) status = put(r, AXIS, axis_of(r, entry));
    if (status == KHL_OK) status = put_number(r, DEMANDS, json_object_get(entry, "demands"));
    if (status == KHL_OK) status = put_number(r, ASSOCIATIONS, json_object_get(entry, "associations"));
    if (status != KHL_OK) return status;
    return khl_table_row_end(r->table, 0, r->row) == KHL_OK ? KHL_OK : khl_fail_memory(r->err);
}

static khl_status put_entry(pack_reader *r, const json_t *entry)
{
    size_t n = json_array_size(json_object_get(entry, "cities"));
    khl_status status = KHL_OK;
    if (text_of(json_object_get(entry, "id")).n == 0 || text_of(json_object_get(entry, "text")).n == 0) {
        KHL_FAIL(r->err, KHL_E_INPUT, "city_pack.entry",
                 "this entry of a city pack has no id or no text; ask for the pack again from the city that "
                 "wrote it");
        khl_error_at(r->err, NULL, r->row, 0);
        return KHL_E_INPUT;
    }
    if (n == 0) n = 1;
    for (size_t city = 0; city < n && status == KHL_OK; city++) status = put_proposal(r, entry, city);
    return status;
}

khl_status khl_read_city_pack(khl_table *table, const json_t *root, khl_error *err)
{
    pack_reader r = {.table = table, .axes = json_object_get(root, "axes"), .err = err};
    khl_status status = check_schema(root, err);
    for (size_t i = 0; i < N_COLUMNS && status == KHL_OK; i++)
        if (khl_table_header(table, khl_str_from(HEADERS[i])) != KHL_OK) status = khl_fail_memory(err);
    table->is_city_pack = true;
    const json_t *entries = json_object_get(root, "entries");
    for (size_t i = 0; status == KHL_OK && i < json_array_size(entries); i++) {
        r.row = (uint32_t)(i + 1);
        status = i < UINT32_MAX - 1 ? put_entry(&r, json_array_get(entries, i)) : khl_fail_memory(err);
    }
    return status;
}
