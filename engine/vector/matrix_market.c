/* Sparse rows from a Matrix Market file (Boisvert, Pozo, Remington 1996: "The Matrix Market exchange
 * formats").
 *
 * Two walks over the text, the first counts the entries of each row and the second puts them in place, so
 * that nothing but the rows and one buffer is held. A stream that cannot be read twice is copied to an
 * unnamed file first. No library: those that Debian has (CHOLMOD's) hold the whole file as triplets of
 * doubles, three times the rows, and say nothing of the line that is wrong. */
#include "khulasa/vector.h"

#include "alloc.h"
#include "error.h"
#include "files.h"
#include "str.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LINE = 1024 };

typedef struct reader {
    const char *path;
    FILE *file;
    char text[LINE];
    khl_str line; /* without its end */
    uint64_t number;
    bool pattern, symmetric;
    uint64_t n_rows, n_cols, n_entries;
    long body; /* offset of the first entry */
    uint64_t body_number;
    khl_error *err;
} reader;

static khl_status fail_at(const reader *r, uint64_t column, const char *id, const char *text)
{
    KHL_FAIL(r->err, KHL_E_INPUT, id, text);
    return khl_error_at(r->err, r->path, r->number, column);
}

/* *more is false at the end of the file. */
static khl_status next_line(reader *r, bool *more)
{
    *more = fgets(r->text, LINE, r->file) != NULL;
    if (!*more && ferror(r->file))
        return khl_fail_system(r->err, "file.read", "cannot be read: {0}", r->path);
    if (!*more) return KHL_OK;
    r->number++;
    r->line = khl_str_from(r->text);
    if (r->line.n == LINE - 1 && r->text[LINE - 2] != '\n')
        return fail_at(r, 0, "mtx.long_line",
                       "the line is longer than 1022 bytes; is this a Matrix Market file?");
    r->line = khl_str_trim(r->line);
    return KHL_OK;
}

/* The next word of the line, moved past; empty at its end. */
static khl_str word(khl_str *line)
{
    size_t n = 0, skip = 0;
    while (skip < line->n && (line->p[skip] == ' ' || line->p[skip] == '\t')) skip++;
    *line = khl_str_part(*line, skip, line->n);
    while (n < line->n && line->p[n] != ' ' && line->p[n] != '\t') n++;
    khl_str out = khl_str_part(*line, 0, n);
    *line = khl_str_part(*line, n, line->n);
    return out;
}

static bool is_word(khl_str s, const char *lower)
{
    size_t n = strlen(lower);
    if (s.n != n) return false;
    for (size_t k = 0; k < n; k++)
        if ((s.p[k] | 0x20) != lower[k]) return false;
    return true;
}

static khl_status read_banner(reader *r)
{
    bool more;
    khl_status status = next_line(r, &more);
    if (status != KHL_OK) return status;
    khl_str line = more ? r->line : KHL_STR("");
    khl_str mark = word(&line), object = word(&line), form = word(&line), field = word(&line),
            shape = word(&line);
    if (!khl_str_equal(mark, KHL_STR("%%MatrixMarket")) || !is_word(object, "matrix"))
        return fail_at(r, 1, "mtx.banner",
                       "this is no Matrix Market file: its first line is not %%MatrixMarket matrix");
    if (!is_word(form, "coordinate"))
        return fail_at(r, 3, "mtx.form",
                       "only sparse matrices are read; write the matrix in coordinate form");
    r->pattern = is_word(field, "pattern");
    r->symmetric = is_word(shape, "symmetric");
    if (!r->pattern && !is_word(field, "real") && !is_word(field, "integer"))
        return fail_at(r, 4, "mtx.field", "only real, integer and pattern matrices are read");
    if (!r->symmetric && !is_word(shape, "general"))
        return fail_at(r, 5, "mtx.shape", "only general and symmetric matrices are read");
    return KHL_OK;
}

static khl_status read_size(reader *r)
{
    bool more = true;
    khl_status status = KHL_OK;
    do status = next_line(r, &more);
    while (status == KHL_OK && more && (r->line.n == 0 || r->line.p[0] == '%'));
    if (status != KHL_OK) return status;
    khl_str line = more ? r->line : KHL_STR("");
    bool ok = khl_str_to_u64(word(&line), &r->n_rows) && khl_str_to_u64(word(&line), &r->n_cols) &&
              khl_str_to_u64(word(&line), &r->n_entries) && word(&line).n == 0;
    if (!ok)
        return fail_at(r, 0, "mtx.size", "the line of sizes wants three numbers: rows, columns, entries");
    if (r->n_rows >= UINT32_MAX || r->n_cols >= UINT32_MAX)
        return fail_at(r, 0, "mtx.large", "at most 4294967294 rows and columns are read; split the matrix");
    if (r->symmetric && r->n_rows != r->n_cols)
        return fail_at(r, 0, "mtx.square", "a symmetric matrix has as many rows as columns");
    r->body = ftell(r->file);
    r->body_number = r->number;
    return KHL_OK;
}

/* Plain decimals of up to 15 digits are exact in two steps of double arithmetic; all else goes to strtod. */
static bool to_value(khl_str s, double *out)
{
    static const double TENS[] = {1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    uint64_t digits = 0;
    size_t n = 0, behind = 0, at = s.n > 0 && s.p[0] == '-';
    bool point = false;
    for (; at < s.n && n <= 15; at++) {
        if (s.p[at] == '.' && !point) {
            point = true;
            continue;
        }
        if (s.p[at] < '0' || s.p[at] > '9') break;
        digits = digits * 10 + (uint64_t)(s.p[at] - '0');
        n++;
        behind += point;
    }
    if (at < s.n || n == 0 || n > 15) return khl_str_to_f64(s, out);
    double value = (double)digits / TENS[behind];
    *out = s.p[0] == '-' ? -value : value;
    return true;
}

typedef struct entry {
    uint32_t row, col;
    float value;
} entry;

/* The entry of the current line; its value is not read while entries are only counted. */
static khl_status read_entry(const reader *r, bool counting, entry *out)
{
    khl_str line = r->line;
    uint64_t row = 0, col = 0;
    double value = 1;
    if (!khl_str_to_u64(word(&line), &row) || row == 0 || row > r->n_rows)
        return fail_at(r, 1, "mtx.row", "the row must be a number from 1 to the number of rows");
    if (!khl_str_to_u64(word(&line), &col) || col == 0 || col > r->n_cols)
        return fail_at(r, 2, "mtx.column", "the column must be a number from 1 to the number of columns");
    if (!counting && !r->pattern) {
        khl_str text = word(&line);
        if (!to_value(text, &value) || !isfinite((float)value))
            return fail_at(r, 3, "mtx.value", "the value must be a finite number");
    }
    if (!counting && word(&line).n > 0)
        return fail_at(r, 0, "mtx.words", "the line has more words than an entry of this matrix");
    *out = (entry){(uint32_t)row - 1, (uint32_t)col - 1, (float)value};
    return KHL_OK;
}

typedef void (*entry_fn)(khl_csr *rows, entry e);

static void count(khl_csr *rows, entry e)
{
    rows->row_ptr[e.row + 1]++;
}

/* row_ptr[row] is where the next entry of a row goes. */
static void place(khl_csr *rows, entry e)
{
    uint64_t at = rows->row_ptr[e.row]++;
    rows->col[at] = e.col;
    rows->val[at] = e.value;
}

static khl_status walk(reader *r, khl_csr *rows, entry_fn fn)
{
    bool more = true;
    uint64_t n = 0;
    if (fseek(r->file, r->body, SEEK_SET) != 0)
        return khl_fail_system(r->err, "file.read", "cannot be read: {0}", r->path);
    r->number = r->body_number;
    for (;;) {
        entry e;
        khl_status status = next_line(r, &more);
        if (status != KHL_OK || !more) {
            if (status == KHL_OK && n < r->n_entries)
                return fail_at(r, 0, "mtx.short", "the file ends before its last entry; is it cut off?");
            return status;
        }
        if (r->line.n == 0 || r->line.p[0] == '%') continue;
        if (n++ == r->n_entries)
            return fail_at(r, 0, "mtx.long", "there are more entries than the line of sizes says");
        status = read_entry(r, fn == count, &e);
        if (status != KHL_OK) return status;
        fn(rows, e);
        if (r->symmetric && e.row != e.col) fn(rows, (entry){e.col, e.row, e.value});
    }
}

static int by_column(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static bool ascends(const khl_csr *rows, uint32_t row)
{
    for (uint64_t p = rows->row_ptr[row] + 1; p < rows->row_ptr[row + 1]; p++)
        if (rows->col[p] <= rows->col[p - 1]) return false;
    return true;
}

static khl_status fail_twice(const reader *r, uint32_t row, uint32_t col)
{
    char at[64];
    snprintf(at, sizeof at, "%lu, %lu", (unsigned long)row + 1, (unsigned long)col + 1);
    KHL_FAIL(r->err, KHL_E_INPUT, "mtx.twice", "entry {0} is given twice", at);
    return khl_error_at(r->err, r->path, 0, 0);
}

/* Columns of a row in order, which most files have them in already. An entry is sorted as one number, its
 * column above the bits of its value. */
static khl_status sort_row(const reader *r, khl_csr *rows, uint32_t row)
{
    uint64_t begin = rows->row_ptr[row];
    size_t n = (size_t)(rows->row_ptr[row + 1] - begin);
    if (ascends(rows, row)) return KHL_OK;
    uint64_t *entries = khl_alloc(n, sizeof *entries);
    if (entries == NULL) return khl_fail_memory(r->err);
    uint32_t *col = rows->col + begin, bits;
    float *val = rows->val + begin;
    for (size_t k = 0; k < n; k++) {
        memcpy(&bits, &val[k], sizeof bits);
        entries[k] = (uint64_t)col[k] << 32 | bits;
    }
    qsort(entries, n, sizeof *entries, by_column);
    for (size_t k = 0; k < n; k++) {
        col[k] = (uint32_t)(entries[k] >> 32);
        bits = (uint32_t)entries[k];
        memcpy(&val[k], &bits, sizeof bits);
    }
    free(entries);
    for (size_t k = 1; k < n; k++)
        if (col[k] == col[k - 1]) return fail_twice(r, row, col[k]);
    return KHL_OK;
}

/* A file that says it has more entries than it has bytes is refused before memory is asked for. */
static khl_status fill(reader *r, khl_csr *out)
{
    out->n_rows = (uint32_t)r->n_rows;
    out->n_cols = (uint32_t)r->n_cols;
    if (fseek(r->file, 0, SEEK_END) != 0)
        return khl_fail_system(r->err, "file.read", "cannot be read: {0}", r->path);
    long size = ftell(r->file);
    if (size < 0 || r->n_entries > (uint64_t)size / 4)
        return fail_at(r, 0, "mtx.short", "the file ends before its last entry; is it cut off?");
    out->row_ptr = khl_alloc_zero((size_t)r->n_rows + 2, sizeof *out->row_ptr);
    if (out->row_ptr == NULL) return khl_fail_memory(r->err);
    /* Counted two places on, so that placing leaves every pointer where it belongs. */
    khl_csr shifted = *out;
    shifted.row_ptr++;
    khl_status status = walk(r, &shifted, count);
    if (status != KHL_OK) return status;
    for (uint32_t k = 0; k < out->n_rows; k++) shifted.row_ptr[k + 1] += shifted.row_ptr[k];
    shifted.col = out->col = khl_alloc((size_t)out->row_ptr[r->n_rows + 1], sizeof *out->col);
    shifted.val = out->val = khl_alloc((size_t)out->row_ptr[r->n_rows + 1], sizeof *out->val);
    if (out->col == NULL || out->val == NULL) return khl_fail_memory(r->err);
    status = walk(r, &shifted, place);
    for (uint32_t k = 0; k < out->n_rows && status == KHL_OK; k++) status = sort_row(r, out, k);
    return status;
}

/* A pipe cannot be read twice. */
static khl_status open_file(reader *r)
{
    bool input = strcmp(r->path, "-") == 0;
    r->file = input ? stdin : fopen(r->path, "rb");
    if (r->file == NULL) return khl_fail_system(r->err, "file.open", "cannot be opened: {0}", r->path);
    if (fseek(r->file, 0, SEEK_SET) == 0) return KHL_OK;
    FILE *copy = tmpfile();
    char bytes[65536];
    size_t n = 0;
    bool ok = copy != NULL;
    while (ok && (n = fread(bytes, 1, sizeof bytes, r->file)) > 0) ok = fwrite(bytes, 1, n, copy) == n;
    ok = ok && ferror(r->file) == 0 && fflush(copy) == 0;
    khl_status status = ok ? KHL_OK : khl_fail_system(r->err, "file.read", "cannot be read: {0}", r->path);
    if (!input) fclose(r->file);
    r->file = copy;
    if (ok) rewind(copy);
    return status;
}

khl_status khl_csr_read(khl_csr *out, const char *path, khl_error *err)
{
    reader r = {.path = path, .err = err};
    *out = (khl_csr){0};
    khl_status status = open_file(&r);
    if (status == KHL_OK) status = read_banner(&r);
    if (status == KHL_OK) status = read_size(&r);
    if (status == KHL_OK) status = fill(&r, out);
    if (r.file != NULL && r.file != stdin) fclose(r.file);
    if (status != KHL_OK) khl_csr_clear(out);
    return status;
}
