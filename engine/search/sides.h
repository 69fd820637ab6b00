/* Rows made ready to be multiplied.
 *
 * The columns of a space are told apart once, from their document frequencies alone: those that cannot add
 * to the similarity of two rows are dropped, those that fill many rows go to the dense part (BLAS), the rest
 * to the sparse part (inverted lists). The choice knows neither tiles nor threads, so each column of a run is
 * always summed in the same way.
 *
 * Why two parts [measured, one core of an AVX2 EPYC, machine shared, bench_search]: BLAS takes about 0.03 ns
 * a cell and column whatever is in them; inverted lists take about 1.9 ns for each pair of entries that meet,
 * and share^2 of them meet in a column that fills `share` of the rows. That breaks even near an eighth of the
 * rows; measured times are flat from 0.10 to 0.20. For 2,000 texts of 76 words: all columns dense 650 ms,
 * none 25, both 20; with 500 n-grams each: none 315, both 132. */
#ifndef KHL_SEARCH_SIDES_H
#define KHL_SEARCH_SIDES_H

#include "khulasa/search.h"

typedef struct khl_posting {
    uint32_t row; /* within its block */
    float value;
} khl_posting;

/* The sparse part turned round, block of rows by block of rows. Block b lists its distinct columns
 * cols[first[b] .. first[b + 1]); ends[] closes each column's postings, counted from the first posting of the
 * block, which is postings[row_ptr[first row of b]]. Rows ascend within a list. */
typedef struct khl_lists {
    uint64_t *first; /* [n_blocks + 1] */
    uint32_t *cols, *ends;
    khl_posting *postings; /* [nnz of the sparse part] */
} khl_lists;

/* One space of one collection. Columns are renumbered within each part and keep their order. */
typedef struct khl_side {
    khl_csr dense, sparse;
    khl_lists lists;
} khl_side;

/* The spaces of a job: left and right are the same sides when a collection is compared with itself. */
typedef struct khl_sides {
    size_t n_spaces, tile_rows;
    size_t n_left, n_right; /* rows */
    bool same;
    khl_side left[KHL_SEARCH_MAX_SPACES];
    khl_side right[KHL_SEARCH_MAX_SPACES]; /* empty when same */
} khl_sides;

/* The right-hand side of space s, whichever it is. */
static inline const khl_side *khl_sides_right(const khl_sides *sides, size_t s)
{
    return sides->same ? &sides->left[s] : &sides->right[s];
}

/* Blocks of tile_rows rows that n rows make. */
static inline size_t khl_sides_blocks(const khl_sides *sides, size_t n)
{
    return n / sides->tile_rows + (n % sides->tile_rows != 0);
}

/* The checked options: `in`, or the defaults when it is NULL. Fails with KHL_E_ARGUMENT. */
khl_status khl_search_options_check(khl_search_options *out, const khl_search_options *in, khl_error *err);

/* Checks and splits every space; right is NULL when left is compared with itself. Fails with
 * KHL_E_ARGUMENT when rows or columns do not match or a matrix is malformed. Cost: a few passes over the
 * entries; at most 24 bytes an entry and 4 a column. On failure nothing needs to be cleared. */
khl_status khl_sides_init(khl_sides *out, const khl_csr *const *left, const khl_csr *const *right,
                          size_t n_spaces, const khl_search_options *options, khl_error *err);
void khl_sides_clear(khl_sides *sides);

#endif
