/* Rows of counted documents in a fitted space.
 *
 * Two passes of counting sort order the entries of every row by column without comparing anything: entries
 * are dealt to their columns row by row, and the columns, taken in ascending order, hand them back to their
 * rows. One look-up a term, a few writes an entry; 12 bytes of scratch an entry. */
#include "tfidf.h"

#include "alloc.h"
#include "counts.h"
#include "error.h"

#include <math.h>

typedef struct sorter {
    const khl_counts *counts;
    uint32_t *column_of; /* [counts->terms.n]: column, UINT32_MAX for unknown terms */
    uint64_t *ends;      /* [n_cols + 1]: where the next entry of a column goes */
    uint64_t *next;      /* [n_rows]: where the next entry of a row goes */
    uint32_t *row;       /* [nnz], by column */
    double *value;       /* [nnz], by column, before normalisation */
} sorter;

static void sorter_clear(sorter *s)
{
    free(s->column_of);
    free(s->ends);
    free(s->next);
    free(s->row);
    free(s->value);
}

/* Counts entries by row (out->row_ptr) and by column (s->ends), as starting offsets. */
static void count_entries(sorter *s, khl_csr *out)
{
    uint64_t n = 0;
    size_t e = 0;
    for (uint32_t d = 0; d < out->n_rows; d++) {
        out->row_ptr[d] = s->next[d] = n;
        for (; e < s->counts->ends[d]; e++) {
            uint32_t column = s->column_of[s->counts->entries[e].term];
            if (column == UINT32_MAX) continue;
            s->ends[column + 1]++;
            n++;
        }
    }
    out->row_ptr[out->n_rows] = n;
    for (uint32_t c = 0; c < out->n_cols; c++) s->ends[c + 1] += s->ends[c];
}

static double entry_value(const khl_tfidf *tfidf, uint32_t column, uint32_t tf)
{
    double value = tf;
    if (tfidf->options.sublinear) value = tf == 1 ? 1.0 : 1.0 + log((double)tf);
    return value * tfidf->facts[column].idf * (double)tfidf->facts[column].weight;
}

/* Afterwards ends[c] is the end of column c. */
static void deal_to_columns(sorter *s, const khl_tfidf *tfidf, uint32_t n_rows)
{
    size_t e = 0;
    for (uint32_t d = 0; d < n_rows; d++) {
        for (; e < s->counts->ends[d]; e++) {
            khl_count entry = s->counts->entries[e];
            uint32_t column = s->column_of[entry.term];
            if (column == UINT32_MAX) continue;
            uint64_t at = s->ends[column]++;
            s->row[at] = d;
            s->value[at] = entry_value(tfidf, column, entry.tf);
        }
    }
}

/* The length of every row, summed in ascending column order because columns are walked in that order. */
static void measure_rows(const sorter *s, const khl_csr *out, double *lengths)
{
    uint64_t nnz = out->row_ptr[out->n_rows];
    for (uint64_t at = 0; at < nnz; at++) lengths[s->row[at]] += s->value[at] * s->value[at];
    for (uint32_t d = 0; d < out->n_rows; d++) lengths[d] = sqrt(lengths[d]);
}

/* lengths is NULL when rows are not normalised. */
static void deal_to_rows(sorter *s, khl_csr *out, const double *lengths)
{
    uint64_t at = 0;
    for (uint32_t c = 0; c < out->n_cols; c++) {
        for (; at < s->ends[c]; at++) {
            uint32_t d = s->row[at];
            uint64_t place = s->next[d]++;
            out->col[place] = c;
            out->val[place] = (float)(lengths != NULL ? s->value[at] / lengths[d] : s->value[at]);
        }
    }
}

static khl_status fill_rows(sorter *s, const khl_tfidf *tfidf, khl_csr *out, khl_error *err)
{
    khl_status status = KHL_OK;
    double *lengths = khl_alloc_zero(out->n_rows, sizeof *lengths);
    size_t nnz = (size_t)out->row_ptr[out->n_rows];
    s->row = khl_alloc(nnz, sizeof *s->row);
    s->value = khl_alloc(nnz, sizeof *s->value);
    out->col = khl_alloc(nnz, sizeof *out->col);
    out->val = khl_alloc(nnz, sizeof *out->val);
    if (lengths == NULL || s->row == NULL || s->value == NULL || out->col == NULL || out->val == NULL) {
        status = khl_fail_memory(err);
        goto done;
    }
    deal_to_columns(s, tfidf, out->n_rows);
    if (tfidf->options.normalise) measure_rows(s, out, lengths);
    deal_to_rows(s, out, tfidf->options.normalise ? lengths : NULL);
done:
    free(lengths);
    return status;
}

khl_status khl_tfidf_rows(const khl_tfidf *tfidf, const khl_counts *counts, khl_csr *out, khl_error *err)
{
    khl_status status = KHL_OK;
    *out = (khl_csr){.n_rows = (uint32_t)counts->n_docs, .n_cols = khl_tfidf_n_terms(tfidf)};
    sorter s = {.counts = counts};
    s.column_of = khl_alloc(counts->terms.n, sizeof *s.column_of);
    s.ends = khl_alloc_zero((size_t)out->n_cols + 1, sizeof *s.ends);
    s.next = khl_alloc(out->n_rows, sizeof *s.next);
    out->row_ptr = khl_alloc((size_t)out->n_rows + 1, sizeof *out->row_ptr);
    if (s.column_of == NULL || s.ends == NULL || s.next == NULL || out->row_ptr == NULL) {
        status = khl_fail_memory(err);
        goto done;
    }
    for (size_t id = 0; id < counts->terms.n; id++)
        s.column_of[id] = khl_map_find(&tfidf->terms, counts->terms.keys[id]);
    count_entries(&s, out);
    status = fill_rows(&s, tfidf, out, err);
done:
    sorter_clear(&s);
    if (status != KHL_OK) khl_csr_clear(out);
    return status;
}
