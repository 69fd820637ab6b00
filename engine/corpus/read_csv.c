/* Tables with separators, through libcsv.
 *
 * libcsv gives the bytes of each cell and says when a row ends; where that is, it does not know. So the text
 * is fed to it line by line and rows, columns and cell sizes are counted here: a quote that is never closed
 * is reported at the row in which it was opened, and a cell over the limit before memory is asked for. Its
 * habit of trimming blanks is switched off. Order: scan_begin, feed (once a line), scan_end. Linear. */
#include "readers.h"

#include "error.h"
#include "str.h"

#include <csv.h>
#include <stdio.h>

#define FEED_BYTES 4096u /* at most this much of a line at once, so that no cell outgrows its limit much */
#define SAMPLE_BYTES 262144u /* for finding the separator */
#define SAMPLE_ROWS 64u
#define NO_SEPARATOR 0xFFu /* in UTF-8 no byte has this value */

typedef struct scan {
    struct csv_parser parser;
    khl_table *table; /* NULL: rows and columns are counted only */
    size_t max_cell, max_rows;
    char separator;
    uint32_t row, column; /* row under way (1-based), complete cells in it */
    uint32_t *counts;     /* columns of the rows seen, when table is NULL; [max_rows] or NULL */
    size_t n_counts;
    bool open, filled; /* bytes of the row have been fed; a cell of it is not blank */
    bool header_only;
    khl_status status;
    khl_error *err;
} scan;

static int never_space(unsigned char c)
{
    (void)c;
    return 0;
}

static void fail_here(scan *s, const char *id, const char *message, const char *arg, uint64_t column)
{
    s->status = KHL_FAIL(s->err, KHL_E_INPUT, id, message, arg);
    khl_error_at(s->err, NULL, s->row, column);
}

static bool in_header(const scan *s)
{
    return s->table != NULL && s->table->n_headers == 0;
}

/* A quoted cell may have swallowed the rows behind a stray quote. */
static void check_swallowed(scan *s, khl_str cell)
{
    if (s->separator == 0 || memchr(cell.p, '\n', cell.n) == NULL) return;
    khl_table_row row = {.first_cell = 0};
    if (s->table->n_rows > 0) {
        const khl_table_row *last = &s->table->rows[s->table->n_rows - 1];
        row.first_cell = last->first_cell + last->n_cells;
    }
    row.n_cells = (uint32_t)(s->table->n_cells - row.first_cell);
    khl_str first = khl_table_find(s->table, &row, 0);
    size_t lines = khl_csv_swallowed(cell, first, s->column, s->table->n_headers, s->separator);
    if (lines == 0) return;
    char count[32];
    snprintf(count, sizeof count, "%zu", lines);
    fail_here(s, "csv.swallowed",
              "a quote opened here swallows the next {0} lines, which look like rows; close it or remove it",
              count, s->column + 1);
}

static void on_cell(void *data, size_t n, void *context)
{
    scan *s = context;
    if (s->status != KHL_OK) return;
    khl_str cell = {n > 0 ? data : "", n};
    if (n > s->max_cell) {
        s->status = khl_fail_long_cell(s->err, s->max_cell, s->row, s->column + 1);
        return;
    }
    if (s->column >= KHL_TABLE_MAX_COLUMNS) {
        fail_here(s, "csv.columns", "the row has more than 16384 columns; is this file a table?", NULL,
                  s->column + 1);
        return;
    }
    s->filled |= khl_str_trim(cell).n > 0;
    if (s->table != NULL) {
        if (!in_header(s)) check_swallowed(s, cell);
        if (s->status == KHL_OK && khl_table_cell(s->table, s->column, cell) != KHL_OK)
            s->status = khl_fail_memory(s->err);
    }
    s->column++;
}

/* The cells gathered so far become the header. */
static void take_header(scan *s)
{
    khl_table_row row = {.first_cell = 0, .n_cells = (uint32_t)s->table->n_cells};
    for (uint32_t i = 0; i < s->column && s->status == KHL_OK; i++)
        if (khl_table_header(s->table, khl_table_find(s->table, &row, i)) != KHL_OK)
            s->status = khl_fail_memory(s->err);
    khl_table_row_drop(s->table);
}

static void take_row(scan *s)
{
    size_t n = s->table->n_headers;
    if (s->column > n) {
        char numbers[2][32];
        snprintf(numbers[0], sizeof numbers[0], "%u", (unsigned)s->column);
        snprintf(numbers[1], sizeof numbers[1], "%zu", n);
        s->status = KHL_FAIL(
            s->err, KHL_E_INPUT, "csv.long_row",
            "the row has {0} columns, the header {1}; put texts that contain the separator in quotes",
            numbers[0], numbers[1]);
        khl_error_at(s->err, NULL, s->row, n + 1);
    } else if (khl_table_row_end(s->table, s->column, s->row) != KHL_OK) {
        s->status = khl_fail_memory(s->err);
    }
}

static void on_row(int end, void *context)
{
    scan *s = context;
    (void)end;
    if (s->status != KHL_OK) return;
    if (s->table == NULL) {
        if (s->filled && s->counts != NULL && s->n_counts < s->max_rows) s->counts[s->n_counts++] = s->column;
    } else if (!s->filled) {
        khl_table_row_drop(s->table);
    } else if (in_header(s)) {
        take_header(s);
    } else {
        take_row(s);
    }
    s->open = s->filled = false;
    s->column = 0;
    s->row++;
    if (s->row == UINT32_MAX) s->status = khl_fail_memory(s->err);
}

static khl_status scan_begin(scan *s, char separator)
{
    if (csv_init(&s->parser, CSV_STRICT | CSV_STRICT_FINI) != 0) return khl_fail_memory(s->err);
    csv_set_space_func(&s->parser, never_space);
    csv_set_delim(&s->parser, separator != 0 ? (unsigned char)separator : NO_SEPARATOR);
    csv_set_blk_size(&s->parser, 4096);
    s->separator = separator;
    s->row = 1;
    return KHL_OK;
}

static void fail_syntax(scan *s, size_t byte)
{
    if (csv_error(&s->parser) != CSV_EPARSE) {
        s->status = khl_fail_memory(s->err);
        return;
    }
    fail_here(s, "csv.quote",
              "a quote stands inside a cell without being doubled; put the whole cell in quotes and double "
              "those in it",
              NULL, s->column + 1);
    khl_error_at_byte(s->err, NULL, byte);
}

/* Feeds bytes [begin, end) of the text, which are one line with its end. */
static void feed(scan *s, khl_str text, size_t begin, size_t end)
{
    if (!s->open && khl_str_trim(khl_str_part(text, begin, end)).n == 0) {
        char last = text.p[end - 1];
        s->row += (last == '\n' || last == '\r') && s->row < UINT32_MAX - 1;
        return;
    }
    s->open = true;
    while (begin < end && s->status == KHL_OK) {
        size_t n = end - begin < FEED_BYTES ? end - begin : FEED_BYTES;
        size_t used = csv_parse(&s->parser, text.p + begin, n, on_cell, on_row, s);
        if (s->status != KHL_OK) return;
        if (used != n)
            fail_syntax(s, begin + used);
        else if (s->parser.entry_pos > s->max_cell)
            s->status = khl_fail_long_cell(s->err, s->max_cell, s->row, s->column + 1);
        begin += n;
    }
}

static void feed_lines(scan *s, khl_str text)
{
    char end_char = memchr(text.p, '\n', text.n) != NULL ? '\n' : '\r';
    for (size_t at = 0; at < text.n && s->status == KHL_OK && s->n_counts < s->max_rows;) {
        const char *end = memchr(text.p + at, end_char, text.n - at);
        size_t stop = end != NULL ? (size_t)(end - text.p) + 1 : text.n;
        feed(s, text, at, stop);
        if (s->header_only && !in_header(s)) return;
        at = stop;
    }
}

static void scan_end(scan *s)
{
    if (s->status != KHL_OK || !s->open) return;
    if (csv_fini(&s->parser, on_cell, on_row, s) == 0 || s->status != KHL_OK) return;
    fail_here(s, "csv.open_quote",
              "a quote opened here is never closed; close it, or double it if it belongs to the text", NULL,
              s->column + 1);
}

/* Behind the line "sep=;" with which spreadsheets name the separator. */
static khl_str skip_hint(khl_str text, char *separator)
{
    if (text.n < 6 || memcmp(text.p, "sep=", 4) != 0) return text;
    size_t end = text.p[5] == '\r' ? 6 : 5;
    if (strchr(",;\t|", text.p[4]) == NULL || text.p[4] == 0 || end >= text.n || text.p[end] != '\n')
        return text;
    *separator = text.p[4];
    return khl_str_part(text, end + 1, text.n);
}

/* Scores one separator: rows with as many columns as the first, 0 when that has but one. */
static size_t score(khl_str text, char separator, uint32_t *columns)
{
    uint32_t counts[SAMPLE_ROWS];
    scan s = {.max_cell = SAMPLE_BYTES, .max_rows = SAMPLE_ROWS, .counts = counts};
    size_t same = 0;
    bool whole = text.n <= SAMPLE_BYTES;
    if (!whole) text.n = SAMPLE_BYTES;
    if (scan_begin(&s, separator) != KHL_OK) return 0;
    feed_lines(&s, text);
    if (whole && s.n_counts < s.max_rows) scan_end(&s);
    if (s.n_counts == 0 && s.column > 0) counts[s.n_counts++] = s.column + 1; /* a fault in the first row */
    csv_free(&s.parser);
    *columns = s.n_counts > 0 ? counts[0] : 0;
    for (size_t i = 0; i < s.n_counts; i++) same += counts[i] == counts[0];
    return *columns > 1 ? same : 0;
}

char khl_csv_separator(khl_str text)
{
    static const char separators[] = {',', ';', '\t', '|'};
    char best = 0;
    size_t best_same = 0;
    uint32_t best_columns = 0;
    text = skip_hint(text, &best);
    if (best != 0) return best;
    for (size_t i = 0; i < sizeof separators; i++) {
        uint32_t columns;
        size_t same = score(text, separators[i], &columns);
        if (same < best_same || same == 0 || (same == best_same && columns <= best_columns)) continue;
        best = separators[i];
        best_same = same;
        best_columns = columns;
    }
    return best;
}

static khl_status read_rows(khl_table *table, khl_str text, char separator, size_t max_cell, bool header_only,
                            khl_error *err)
{
    char hint = 0;
    khl_str rest = skip_hint(text, &hint);
    if (separator == 0) separator = hint != 0 ? hint : khl_csv_separator(rest);
    scan s = {
        .table = table, .max_cell = max_cell, .max_rows = SIZE_MAX, .header_only = header_only, .err = err};
    khl_status status = scan_begin(&s, separator);
    if (status != KHL_OK) return status;
    feed_lines(&s, rest);
    if (!header_only || in_header(&s)) scan_end(&s);
    csv_free(&s.parser);
    table->separator = separator;
    if (s.status != KHL_OK && err != NULL && err->has_byte) err->byte += (uint64_t)(rest.p - text.p);
    return s.status;
}

khl_status khl_read_csv(khl_table *table, khl_str text, char separator, size_t max_cell, khl_error *err)
{
    return read_rows(table, text, separator, max_cell, false, err);
}

khl_status khl_csv_header(khl_table *table, khl_str text, char separator, khl_error *err)
{
    return read_rows(table, text, separator, (size_t)1 << 20, true, err);
}

void khl_csv_locate(khl_str text, size_t at, char separator, uint64_t *row, uint64_t *column)
{
    char hint = 0;
    khl_str rest = skip_hint(khl_str_part(text, 0, at), &hint);
    scan s = {.max_cell = SIZE_MAX, .max_rows = SIZE_MAX};
    *row = *column = 1;
    if (rest.n == 0 || scan_begin(&s, hint != 0 ? hint : separator) != KHL_OK) return;
    feed_lines(&s, rest);
    csv_free(&s.parser);
    *row = s.row;
    *column = (uint64_t)s.column + 1;
}
