/* From header names to fields: folding, aliases, the user's own map, and what to say when it does not work
 * out. Called once per input, before any row is looked at. */
#include "columns.h"

#include "error.h"
#include "str.h"
#include "utf8.h"

#include <unicode/uchar.h>

#define LOCALISED_RANK 500000u /* title/ar where only title is known */
#define GROUPED_RANK 1000000u  /* names found only behind a slash come last */

khl_str khl_trim_white_space(khl_str s)
{
    bool bad = false;
    for (size_t at = 0; at < s.n;) {
        if (!u_isUWhiteSpace((UChar32)khl_utf8_next(s, &at, &bad))) break;
        s = khl_str_part(s, at, s.n);
        at = 0;
    }
    while (s.n > 0) {
        size_t begin = s.n - 1;
        while (begin > 0 && ((unsigned char)s.p[begin] & 0xC0) == 0x80) begin--;
        size_t at = begin;
        if (!u_isUWhiteSpace((UChar32)khl_utf8_next(s, &at, &bad))) break;
        s.n = begin;
    }
    return s;
}

khl_status khl_columns_fold(khl_str **out, khl_table *table, khl_error *err)
{
    khl_buf buf = KHL_BUF_INIT;
    khl_status status = KHL_OK;
    khl_str *folded = *out = khl_arena_array(&table->arena, table->n_headers + 1, sizeof *folded);
    if (folded == NULL) return khl_fail_memory(err);
    for (size_t i = 0; i < table->n_headers && status == KHL_OK; i++) {
        buf.n = 0;
        khl_header_fold(&buf, table->headers[i]);
        folded[i] = khl_arena_copy(&table->arena, khl_buf_str(&buf));
        if (!khl_buf_ok(&buf) || folded[i].p == NULL) status = khl_fail_memory(err);
    }
    khl_buf_clear(&buf);
    return status;
}

/* Where the part behind the last slash begins; 0 when there is no slash. */
static size_t last_part(khl_str folded)
{
    size_t begin = folded.n;
    while (begin > 0 && folded.p[begin - 1] != '/') begin--;
    return begin;
}

/* "text/ar": a two-letter language, but no "category/id". */
bool khl_columns_is_localised(khl_str folded)
{
    size_t begin = last_part(folded);
    if (begin < 2 || folded.n - begin != 2 || memcmp(folded.p + begin, "id", 2) == 0) return false;
    return folded.p[begin] >= 'a' && folded.p[begin] <= 'z' && folded.p[begin + 1] >= 'a' &&
           folded.p[begin + 1] <= 'z';
}

uint32_t khl_columns_rank(const khl_aliases *aliases, khl_str folded, khl_field field)
{
    uint32_t rank = khl_aliases_rank(aliases, folded, field);
    size_t begin = last_part(folded);
    if (rank != 0 || begin == 0 || field == KHL_FIELD_ID) return rank;
    if (khl_columns_is_localised(folded)) {
        rank = khl_aliases_rank(aliases, khl_str_part(folded, 0, begin - 1), field);
        if (rank != 0) return rank + LOCALISED_RANK;
    }
    rank = khl_aliases_rank(aliases, khl_str_part(folded, begin, folded.n), field);
    return rank != 0 ? rank + GROUPED_RANK : 0;
}

/* body/ar and body/fr */
static bool same_but_language(khl_str a, khl_str b)
{
    return khl_columns_is_localised(a) && khl_columns_is_localised(b) &&
           khl_str_equal(khl_str_part(a, 0, a.n - 2), khl_str_part(b, 0, b.n - 2));
}

/* Puts a column into the list of a field, which is kept by rank. */
static void insert(khl_field_columns *columns, uint32_t ranks[], uint32_t column, uint32_t rank)
{
    uint32_t i = columns->n < KHL_COLUMNS_PER_FIELD ? columns->n++ : KHL_COLUMNS_PER_FIELD - 1;
    if (i == KHL_COLUMNS_PER_FIELD - 1 && columns->n == KHL_COLUMNS_PER_FIELD && ranks[i] != 0 &&
        ranks[i] <= rank)
        return;
    for (; i > 0 && ranks[i - 1] > rank; i--) {
        columns->column[i] = columns->column[i - 1];
        ranks[i] = ranks[i - 1];
    }
    columns->column[i] = column;
    ranks[i] = rank;
}

static void find_field(khl_columns *out, const khl_table *table, const khl_aliases *aliases,
                       const khl_column_hints *hints, khl_field field)
{
    khl_field_columns *columns = &out->of[field];
    const khl_str *names = hints->names != NULL ? hints->names : out->folded;
    uint32_t ranks[KHL_COLUMNS_PER_FIELD] = {0};
    for (uint32_t i = 0; i < table->n_headers; i++) {
        bool hidden = hints->hidden != NULL && hints->hidden[i];
        uint32_t rank = hidden ? 0 : khl_columns_rank(aliases, names[i], field);
        if (rank != 0) insert(columns, ranks, i, rank);
    }
    uint32_t keep = columns->n > 0 ? 1 : 0;
    for (uint32_t i = 1; i < columns->n; i++) {
        khl_str best = names[columns->column[0]], other = names[columns->column[i]];
        if (same_but_language(best, other) || (hints->repeated && khl_str_equal(best, other)))
            columns->column[keep++] = columns->column[i];
    }
    columns->n = keep;
}

static void find_fields(khl_columns *out, const khl_table *table, const khl_aliases *aliases,
                        const khl_column_hints *hints, const bool by_hand[])
{
    for (int f = 0; f < KHL_N_FIELDS; f++) {
        if (by_hand[f] || hints->none[f]) continue;
        if (hints->of[f].n > 0)
            out->of[f] = hints->of[f];
        else
            find_field(out, table, aliases, hints, (khl_field)f);
    }
}

uint32_t khl_columns_lookup(const khl_table *table, const khl_str *folded, khl_str header, khl_error *err)
{
    uint32_t found = UINT32_MAX;
    khl_buf buf = KHL_BUF_INIT;
    for (uint32_t i = 0; i < table->n_headers; i++)
        if (khl_str_equal(table->headers[i], header)) return i;
    khl_header_fold(&buf, header);
    if (!khl_buf_ok(&buf)) khl_fail_memory(err);
    for (uint32_t i = 0; i < table->n_headers && found == UINT32_MAX && khl_buf_ok(&buf); i++)
        if (buf.n > 0 && khl_str_equal(folded[i], khl_buf_str(&buf))) found = i;
    khl_buf_clear(&buf);
    return found;
}

/* "a, b, c" of the headers, for a message. */
static void list_headers(const khl_table *table, khl_buf *out)
{
    for (size_t i = 0; i < table->n_headers && out->n < KHL_ERROR_ARG_BYTES; i++) {
        if (table->headers[i].n == 0) continue;
        if (out->n > 0) khl_buf_put_c(out, ", ");
        khl_buf_put(out, table->headers[i]);
    }
}

static khl_status fail_with_lists(const khl_table *table, const khl_aliases *aliases, const char *id,
                                  const char *message, const char *name, khl_error *err)
{
    khl_buf headers = KHL_BUF_INIT, known = KHL_BUF_INIT;
    list_headers(table, &headers);
    if (name == NULL) khl_aliases_known(aliases, KHL_FIELD_TEXT, &known);
    khl_buf_char(&headers, '\0');
    khl_buf_char(&known, '\0');
    khl_status status = KHL_E_MEMORY;
    if (khl_buf_ok(&headers) && khl_buf_ok(&known))
        status = KHL_FAIL(err, KHL_E_INPUT, id, message, headers.p, name != NULL ? name : known.p);
    else
        khl_fail_memory(err);
    khl_error_at(err, NULL, 1, 0);
    khl_buf_clear(&headers);
    khl_buf_clear(&known);
    return status;
}

/* One "field=header" of the user's. */
static khl_status apply_pair(khl_columns *out, const khl_table *table, const char *pair, khl_error *err)
{
    khl_field field;
    const char *equals = strchr(pair, '=');
    khl_str name = {pair, equals != NULL ? (size_t)(equals - pair) : strlen(pair)};
    if (equals == NULL || !khl_field_parse(khl_str_trim(name), &field))
        return KHL_FAIL(err, KHL_E_ARGUMENT, "columns.map",
                        "\"{0}\" is not of the form FIELD=HEADER; fields are id city association axis text "
                        "title date place priority author",
                        pair);
    khl_str header = khl_str_trim(khl_str_from(equals + 1));
    uint32_t column = khl_columns_lookup(table, out->folded, header, err);
    if (column == UINT32_MAX)
        return fail_with_lists(table, NULL, "columns.no_header",
                               "no column is named {1}; the columns are: {0}", header.p, err);
    out->of[field] = (khl_field_columns){{column}, 1};
    return KHL_OK;
}

/* A known name twice leaves open which column is meant. */
static khl_status check_repeated(const khl_columns *columns, const khl_table *table,
                                 const khl_aliases *aliases, const bool by_hand[], khl_error *err)
{
    khl_map seen;
    khl_status status = khl_map_init(&seen, err);
    for (size_t i = 0; i < table->n_headers && status == KHL_OK; i++) {
        bool added, known = false;
        for (int f = 0; f < KHL_FIELD_AUTHOR; f++) /* of persons none is read unless asked for */
            known =
                known || (!by_hand[f] && khl_aliases_rank(aliases, columns->folded[i], (khl_field)f) != 0);
        if (!known) continue;
        if (khl_map_put(&seen, columns->folded[i], NULL, &added) != KHL_OK) {
            status = khl_fail_memory(err);
        } else if (!added) {
            status = KHL_FAIL(err, KHL_E_INPUT, "columns.repeated",
                              "the header has the name {0} twice; rename one of the two columns",
                              table->headers[i].p);
            khl_error_at(err, NULL, 1, i + 1);
        }
    }
    khl_map_clear(&seen);
    return status;
}

khl_status khl_columns_find(khl_columns *out, khl_table *table, const khl_read_options *options,
                            khl_error *err)
{
    return khl_columns_find_with(out, table, options, NULL, err);
}

khl_status khl_columns_find_with(khl_columns *out, khl_table *table, const khl_read_options *options,
                                 const khl_column_hints *hints, khl_error *err)
{
    static const khl_column_hints NONE = {.repeated = false};
    bool by_hand[KHL_N_FIELDS] = {false};
    if (hints == NULL) hints = &NONE;
    *out = (khl_columns){.folded = NULL};
    khl_status status = khl_columns_fold(&out->folded, table, err);
    for (size_t i = 0; i < options->n_map && status == KHL_OK; i++)
        status = apply_pair(out, table, options->map[i], err);
    if (status != KHL_OK) return status;
    for (int f = 0; f < KHL_N_FIELDS; f++) by_hand[f] = out->of[f].n > 0;
    if (!hints->repeated) status = check_repeated(out, table, options->aliases, by_hand, err);
    if (status != KHL_OK) return status;
    find_fields(out, table, options->aliases, hints, by_hand);
    if (out->of[KHL_FIELD_TEXT].n > 0 || out->of[KHL_FIELD_TITLE].n > 0) return KHL_OK;
    return fail_with_lists(
        table, options->aliases, "columns.no_text",
        "no column holds the text; the columns are: {0}; give the right one a known name, such as: {1}", NULL,
        err);
}

khl_str khl_columns_value(const khl_columns *columns, const khl_table *table, const khl_table_row *row,
                          khl_field field)
{
    khl_str value = {"", 0};
    const khl_field_columns *candidates = &columns->of[field];
    for (uint32_t i = 0; i < candidates->n; i++) {
        value = khl_table_find(table, row, candidates->column[i]);
        if (khl_trim_white_space(value).n > 0) break;
    }
    return value;
}
