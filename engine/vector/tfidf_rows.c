/* Rows of counted documents in a fitted space.
 *
 * Every document by itself: its entries become columns with their counts, are sorted by column (a few radix
 * passes, or an insertion sort where there are few), weighed and measured in that order, and written to the
 * place of its row. So rows are independent tasks, and the counts may have been made by several threads. 24
 * bytes of scratch an entry of the longest document, for each thread. */
#include "tfidf.h"

#include "alloc.h"
#include "counts.h"
#include "error.h"

#include <math.h>
#include <string.h>

enum { GRAIN = 256, SHORT = 40 };

/* A column, and behind it in the lower half how often its term occurs. */
typedef uint64_t cell;

typedef struct job {
    const khl_tfidf *tfidf;
    const khl_share *share;
    uint32_t *column_of; /* [terms of the share]: column, UINT32_MAX for unknown terms */
    khl_csr *out;
    cell *cells;    /* [workers x 2 x longest] */
    double *values; /* [workers x longest] */
    size_t longest;
    bool some_unknown;
} job;

static double entry_value(const khl_tfidf *tfidf, uint32_t column, uint32_t tf)
{
    double value = tf;
    if (tfidf->options.sublinear) value = tf == 1 ? 1.0 : 1.0 + log((double)tf);
    return value * tfidf->facts[column].idf * (double)tfidf->facts[column].weight;
}

/* Least significant byte first; the result lies in cells or in other, whichever is returned. */
static cell *sort_long(cell *cells, cell *other, size_t n, uint32_t n_cols)
{
    for (unsigned shift = 0; shift < 32 && n_cols >> shift > 0; shift += 8) {
        size_t begin[257] = {0};
        for (size_t k = 0; k < n; k++) begin[(cells[k] >> (32 + shift) & 255) + 1]++;
        for (size_t b = 0; b < 256; b++) begin[b + 1] += begin[b];
        for (size_t k = 0; k < n; k++) other[begin[cells[k] >> (32 + shift) & 255]++] = cells[k];
        cell *swap = cells;
        cells = other;
        other = swap;
    }
    return cells;
}

static cell *sort_cells(cell *cells, cell *other, size_t n, uint32_t n_cols)
{
    if (n > SHORT) return sort_long(cells, other, n, n_cols);
    for (size_t i = 1; i < n; i++) {
        cell c = cells[i];
        size_t at = i;
        for (; at > 0 && cells[at - 1] > c; at--) cells[at] = cells[at - 1];
        cells[at] = c;
    }
    return cells;
}

/* The length is summed in ascending column order. */
static void write_row(const job *j, size_t d, cell *cells, cell *other, double *values)
{
    const khl_closed *doc = &j->share->counts->closed[d];
    const uint32_t *code = doc->codes;
    size_t n = 0;
    for (uint32_t e = 0; e < doc->n_terms; e++) {
        khl_count entry;
        code = khl_counts_next(code, &entry);
        uint32_t column = j->column_of[entry.term];
        if (column != UINT32_MAX) cells[n++] = (cell)column << 32 | entry.tf;
    }
    cells = sort_cells(cells, other, n, j->out->n_cols);
    double square = 0;
    for (size_t k = 0; k < n; k++) {
        values[k] = entry_value(j->tfidf, (uint32_t)(cells[k] >> 32), (uint32_t)cells[k]);
        square += values[k] * values[k];
    }
    double length = j->tfidf->options.normalise ? sqrt(square) : 1.0;
    uint64_t at = j->out->row_ptr[khl_share_row(j->share, d)];
    for (size_t k = 0; k < n; k++, at++) {
        j->out->col[at] = (uint32_t)(cells[k] >> 32);
        j->out->val[at] = (float)(values[k] / length);
    }
}

static khl_status write_rows(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    const job *j = context;
    cell *cells = j->cells + (size_t)worker * 2 * j->longest;
    double *values = j->values + (size_t)worker * j->longest;
    (void)err;
    for (size_t d = begin; d < end; d++) write_row(j, d, cells, cells + j->longest, values);
    return KHL_OK;
}

static size_t known_terms(const khl_closed *doc, const uint32_t *column_of)
{
    const uint32_t *code = doc->codes;
    size_t n = 0;
    for (uint32_t e = 0; e < doc->n_terms; e++) {
        khl_count entry;
        code = khl_counts_next(code, &entry);
        n += column_of[entry.term] != UINT32_MAX;
    }
    return n;
}

/* Columns of the terms of each share, and how many entries each row has (row_ptr, one place on). */
static khl_status count_rows(job *jobs, size_t n_shares, khl_csr *out, khl_error *err)
{
    for (size_t s = 0; s < n_shares; s++) {
        const khl_counts *counts = jobs[s].share->counts;
        jobs[s].column_of = khl_alloc(counts->terms.n, sizeof *jobs[s].column_of);
        if (jobs[s].column_of == NULL) return khl_fail_memory(err);
        for (size_t id = 0; id < counts->terms.n; id++) {
            jobs[s].column_of[id] = khl_map_find(&jobs[s].tfidf->terms, counts->terms.keys[id]);
            if (jobs[s].column_of[id] == UINT32_MAX) jobs[s].some_unknown = true;
        }
        for (size_t d = 0; d < counts->n_docs; d++) {
            const khl_closed *doc = &counts->closed[d];
            out->row_ptr[khl_share_row(jobs[s].share, d) + 1] =
                jobs[s].some_unknown ? known_terms(doc, jobs[s].column_of) : doc->n_terms;
            if (doc->n_terms > jobs[s].longest) jobs[s].longest = doc->n_terms;
        }
    }
    for (uint32_t r = 0; r < out->n_rows; r++) out->row_ptr[r + 1] += out->row_ptr[r];
    return KHL_OK;
}

static khl_status fill_rows(job *jobs, size_t n_shares, khl_csr *out, khl_pool *pool, khl_error *err)
{
    size_t nnz = (size_t)out->row_ptr[out->n_rows];
    khl_status status = KHL_OK;
    out->col = khl_alloc(nnz, sizeof *out->col);
    out->val = khl_alloc(nnz, sizeof *out->val);
    if (out->col == NULL || out->val == NULL) return khl_fail_memory(err);
    for (size_t s = 0; s < n_shares && status == KHL_OK; s++) {
        size_t room = khl_pool_size(pool) * (jobs[s].longest + 1);
        jobs[s].cells = khl_alloc(2 * room, sizeof *jobs[s].cells);
        jobs[s].values = khl_alloc(room, sizeof *jobs[s].values);
        if (jobs[s].cells == NULL || jobs[s].values == NULL) status = khl_fail_memory(err);
        if (status == KHL_OK)
            status = khl_pool_for(pool, jobs[s].share->counts->n_docs, GRAIN, write_rows, &jobs[s], NULL,
                                  NULL, err);
        free(jobs[s].cells);
        free(jobs[s].values);
    }
    return status;
}

khl_status khl_tfidf_rows_of(const khl_tfidf *tfidf, const khl_share *shares, size_t n_shares, khl_pool *pool,
                             khl_csr *out, khl_error *err)
{
    size_t n_rows = 0;
    for (size_t s = 0; s < n_shares; s++) n_rows += shares[s].counts->n_docs;
    *out = (khl_csr){.n_rows = (uint32_t)n_rows, .n_cols = khl_tfidf_n_terms(tfidf)};
    job *jobs = khl_alloc_zero(n_shares, sizeof *jobs);
    out->row_ptr = khl_alloc_zero(n_rows + 1, sizeof *out->row_ptr);
    khl_status status = jobs != NULL && out->row_ptr != NULL ? KHL_OK : khl_fail_memory(err);
    for (size_t s = 0; s < n_shares && status == KHL_OK; s++)
        jobs[s] = (job){.tfidf = tfidf, .share = &shares[s], .out = out};
    if (status == KHL_OK) status = count_rows(jobs, n_shares, out, err);
    if (status == KHL_OK) status = fill_rows(jobs, n_shares, out, pool, err);
    for (size_t s = 0; jobs != NULL && s < n_shares; s++) free(jobs[s].column_of);
    free(jobs);
    if (status != KHL_OK) khl_csr_clear(out);
    return status;
}

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

/* Counts stand in values until they are weighed. */
size_t khl_tfidf_weigh(const khl_tfidf *tfidf, uint32_t *columns, size_t n, float *values)
{
    size_t kept = 0;
    double square = 0;
    if (n > 1) qsort(columns, n, sizeof *columns, by_number);
    for (size_t k = 0, z; k < n && columns[k] != UINT32_MAX; k = z) {
        for (z = k + 1; z < n && columns[z] == columns[k];) z++;
        double value = entry_value(tfidf, columns[k], (uint32_t)(z - k));
        square += value * value;
        columns[kept] = columns[k];
        values[kept++] = (float)(z - k);
    }
    double length = tfidf->options.normalise ? sqrt(square) : 1.0;
    for (size_t k = 0; k < kept; k++)
        values[k] = (float)(entry_value(tfidf, columns[k], (uint32_t)values[k]) / length);
    return kept;
}

khl_status khl_tfidf_rows(const khl_tfidf *tfidf, const khl_counts *counts, khl_csr *out, khl_error *err)
{
    khl_share all = {counts, NULL};
    return khl_tfidf_rows_of(tfidf, &all, 1, NULL, out, err);
}
