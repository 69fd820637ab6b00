/* JSON and JSON Lines, through jansson.
 *
 * guard runs first over the bytes: it bounds nesting and the length of strings before jansson asks for
 * memory. Then each object becomes a row: {"title": {"ar": ...}} a column "title/ar", as platforms name it in
 * their CSV. Cost: linear; jansson holds the whole of a JSON file, and one line at a time of JSON Lines. */
#include "readers.h"

#include "buf.h"
#include "city_pack.h"
#include "shortlist_file.h"
#include "error.h"
#include "json_load.h"
#include "str.h"
#include "utf8.h"

#include <stdio.h>

#define MAX_DEPTH 64u
#define MAX_PATH_BYTES 512u

typedef struct json_reader {
    khl_table *table;
    khl_map columns;
    size_t max_cell;
    uint32_t row;
    khl_error *err;
} json_reader;

static khl_status fail_at_byte(khl_str text, size_t at, khl_error *err)
{
    uint64_t line, column;
    khl_line_locate(text, at, &line, &column);
    khl_error_at(err, NULL, line, column);
    khl_error_at_byte(err, NULL, at);
    return KHL_E_INPUT;
}

/* UTF-8 bytes that a \uXXXX escape at p stands for, each half of a surrogate pair counting two. */
static size_t escape_bytes(const char *p, size_t n)
{
    char hex[5] = {0};
    if (n < 4) return 1;
    memcpy(hex, p, 4);
    unsigned long c = strtoul(hex, NULL, 16);
    if (c < 0x80) return 1;
    return c < 0x800 || (c >= 0xD800 && c <= 0xDFFF) ? 2 : 3;
}

/* Moves *at behind the string that begins there; false when it is longer than max_cell. */
static bool skip_string(khl_str text, size_t *at, size_t max_cell)
{
    size_t n = 0, i = *at + 1;
    for (; i < text.n && text.p[i] != '"' && text.p[i] != '\n'; i++, n++) {
        if (text.p[i] != '\\' || i + 1 >= text.n) continue;
        i++;
        if (text.p[i] != 'u') continue;
        n += escape_bytes(text.p + i + 1, text.n - i - 1) - 1;
        i += text.n - i > 4 ? 4 : 0;
    }
    *at = i;
    return n <= max_cell;
}

static khl_status guard(khl_str text, size_t max_cell, khl_error *err)
{
    size_t depth = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        size_t begin = i;
        if (c == '"' && !skip_string(text, &i, max_cell)) {
            khl_fail_long_cell(err, max_cell, 0, 0);
            return fail_at_byte(text, begin, err);
        }
        if ((c == '[' || c == '{') && ++depth > MAX_DEPTH) {
            KHL_FAIL(err, KHL_E_INPUT, "json.depth",
                     "the JSON is nested more than 64 levels deep; is this a list of proposals?");
            return fail_at_byte(text, i, err);
        }
        if ((c == ']' || c == '}') && depth > 0) depth--;
    }
    return KHL_OK;
}

static void put_scalar(khl_buf *buf, const json_t *value)
{
    if (json_is_string(value))
        khl_buf_put(buf, (khl_str){json_string_value(value), json_string_length(value)});
    else if (json_is_integer(value))
        khl_buf_format(buf, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else if (json_is_real(value))
        khl_buf_format(buf, "%.17g", json_real_value(value));
    else if (json_is_boolean(value))
        khl_buf_put_c(buf, json_is_true(value) ? "true" : "false");
}

/* Plain values joined by ", "; arrays that hold anything else as compact JSON. */
static void put_array(khl_buf *buf, const json_t *array)
{
    size_t i;
    json_t *item;
    bool plain = true;
    json_array_foreach(array, i, item) plain = plain && !json_is_object(item) && !json_is_array(item);
    if (!plain) {
        char *dump = json_dumps(array, JSON_COMPACT);
        if (dump == NULL) buf->failed = true;
        if (dump != NULL) khl_buf_put_c(buf, dump);
        free(dump);
        return;
    }
    json_array_foreach(array, i, item)
    {
        if (i > 0) khl_buf_put_c(buf, ", ");
        put_scalar(buf, item);
    }
}

static khl_status fail_record(const json_reader *r, const char *id, const char *message)
{
    KHL_FAIL(r->err, KHL_E_INPUT, id, message);
    khl_error_at(r->err, NULL, r->row, 0);
    return KHL_E_INPUT;
}

static khl_status add_cell(json_reader *r, khl_str path, const json_t *value)
{
    uint32_t column;
    bool added;
    khl_buf buf = KHL_BUF_INIT;
    khl_status status = khl_map_put(&r->columns, path, &column, &added);
    if (status == KHL_OK && added) status = khl_table_header(r->table, path);
    if (json_is_array(value))
        put_array(&buf, value);
    else
        put_scalar(&buf, value);
    if (status != KHL_OK || !khl_buf_ok(&buf)) {
        status = khl_fail_memory(r->err);
    } else if (column >= KHL_TABLE_MAX_COLUMNS) {
        status = fail_record(r, "json.columns",
                             "the records have more than 16384 different keys; is this a list of proposals?");
    } else if (buf.n > r->max_cell) {
        status = khl_fail_long_cell(r->err, r->max_cell, r->row, column + 1);
    } else if (khl_table_cell(r->table, column, khl_buf_str(&buf)) != KHL_OK) {
        status = khl_fail_memory(r->err);
    }
    khl_buf_clear(&buf);
    return status;
}

/* Recursion is bounded by guard. */
static khl_status flatten(json_reader *r, json_t *object, const char *prefix)
{
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        char path[MAX_PATH_BYTES];
        int n = snprintf(path, sizeof path, "%s%s%s", prefix, prefix[0] != '\0' ? "/" : "", key);
        if (n < 0 || (size_t)n >= sizeof path)
            return fail_record(r, "json.key", "a key is longer than 512 bytes; shorten it");
        khl_status status =
            json_is_object(value) ? flatten(r, value, path) : add_cell(r, khl_str_from(path), value);
        if (status != KHL_OK) return status;
    }
    return KHL_OK;
}

static khl_status add_record(json_reader *r, json_t *record)
{
    if (!json_is_object(record))
        return fail_record(r, "json.record",
                           "this record is no object; write each proposal as {\"text\": \"...\"}");
    khl_status status = flatten(r, record, "");
    if (status != KHL_OK) return status;
    return khl_table_row_end(r->table, 0, r->row) == KHL_OK ? KHL_OK : khl_fail_memory(r->err);
}

static bool has_object(const json_t *value)
{
    return json_is_array(value) && (json_array_size(value) == 0 || json_is_object(json_array_get(value, 0)));
}

/* The array of records in root; NULL when there is none or no telling which. */
static json_t *find_records(json_t *root)
{
    const char *key;
    json_t *value, *found = NULL;
    if (json_is_array(root)) return root;
    if (!json_is_object(root)) return NULL;
    if (json_is_array(json_object_get(root, "proposals"))) return json_object_get(root, "proposals");
    json_object_foreach(root, key, value)
    {
        if (!has_object(value)) continue;
        if (found != NULL) return NULL;
        found = value;
    }
    return found;
}

static khl_status reader_begin(json_reader *r, khl_table *table, size_t max_cell, khl_error *err)
{
    *r = (json_reader){.table = table, .max_cell = max_cell, .err = err};
    return khl_map_init(&r->columns, err);
}

khl_status khl_read_json(khl_table *table, khl_str text, size_t max_cell, khl_error *err)
{
    json_reader r;
    json_t *root = NULL;
    khl_status status = reader_begin(&r, table, max_cell, err);
    if (status == KHL_OK) status = guard(text, max_cell, err);
    if (status == KHL_OK) status = khl_json_load(&root, text, 0, 1, err);
    if (status != KHL_OK) goto done;
    if (khl_is_city_pack(root) || khl_is_shortlist(root)) {
        status = khl_is_city_pack(root) ? khl_read_city_pack(table, root, err)
                                        : khl_read_shortlist(table, root, err);
        goto done;
    }
    json_t *records = find_records(root);
    if (records == NULL) {
        status = KHL_FAIL(
            err, KHL_E_INPUT, "json.shape",
            "no list of records found; write an array of objects, alone or as {\"proposals\": [...]}");
        khl_error_at(err, NULL, 1, 1);
        goto done;
    }
    for (size_t i = 0; i < json_array_size(records) && status == KHL_OK; i++) {
        r.row = (uint32_t)(i + 1);
        status = i < UINT32_MAX - 1 ? add_record(&r, json_array_get(records, i)) : khl_fail_memory(err);
    }
done:
    json_decref(root);
    khl_map_clear(&r.columns);
    return status;
}

/* The next line that is not blank; its number is counted on from *line. */
static bool next_line(khl_str text, size_t *at, uint64_t *line, khl_str *out)
{
    while (*at < text.n) {
        const char *end = memchr(text.p + *at, '\n', text.n - *at);
        size_t stop = end != NULL ? (size_t)(end - text.p) : text.n;
        *out = khl_str_part(text, *at, stop);
        *at = stop + (end != NULL);
        ++*line;
        if (khl_str_trim(*out).n > 0) return true;
    }
    return false;
}

static khl_status read_line(json_reader *r, khl_str text, khl_str line, uint64_t number)
{
    json_t *record = NULL;
    if (number >= UINT32_MAX) return khl_fail_memory(r->err);
    r->row = (uint32_t)number;
    khl_status status = khl_json_load(&record, line, (size_t)(line.p - text.p), number, r->err);
    if (status == KHL_OK) status = add_record(r, record);
    json_decref(record);
    return status;
}

khl_status khl_read_json_lines(khl_table *table, khl_str text, size_t max_cell, khl_error *err)
{
    json_reader r;
    khl_str line;
    uint64_t number = 0;
    khl_status status = reader_begin(&r, table, max_cell, err);
    for (size_t at = 0; status == KHL_OK && next_line(text, &at, &number, &line);) {
        status = guard(line, max_cell, err);
        if (status == KHL_OK)
            status = read_line(&r, text, line, number);
        else if (err != NULL) { /* guard counted from the line's begin */
            err->row = number;
            err->byte += (uint64_t)(line.p - text.p);
        }
    }
    khl_map_clear(&r.columns);
    return status;
}

bool khl_is_json_lines(khl_str text)
{
    khl_str line, other;
    size_t at = 0;
    uint64_t number = 0;
    if (!next_line(text, &at, &number, &line) || khl_str_trim(line).p[0] != '{') return false;
    if (!next_line(text, &at, &number, &other) || khl_str_trim(other).p[0] != '{') return false;
    if (guard(line, SIZE_MAX, NULL) != KHL_OK) return false;
    json_t *record = json_loadb(line.p, line.n, 0, NULL);
    bool is = json_is_object(record);
    json_decref(record);
    return is;
}
