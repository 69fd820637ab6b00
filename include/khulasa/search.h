/* Similarity of all pairs, and the nearest rows of another collection: dense blocks multiplied by BLAS.
 *
 * Rows are unit-length sparse rows (khl_csr) in one or more spaces (words, n-grams, ...). Blocks are made
 * dense a strip of columns at a time and multiplied with ssyrk and sgemm; BLAS runs on one thread, the pool
 * deals out tiles, so the result is the same to the bit for any number of threads. Columns that occur in one
 * row only are left out of the products: they cannot add to the similarity of two rows. */
#ifndef KHULASA_SEARCH_H
#define KHULASA_SEARCH_H

#include <khulasa/base.h>
#include <khulasa/vector.h>

#ifdef __cplusplus
extern "C" {
#endif

#define KHL_SEARCH_MAX_SPACES 8

/* The similarities of rows [row, row + n_rows) with rows [col, col + n_cols), one matrix per space, row-major
 * with leading dimension ld. When row == col the tile lies on the diagonal and only cells with j > i are
 * filled. */
typedef struct khl_tile {
    size_t row, n_rows, col, n_cols, ld;
    size_t n_spaces;
    const float *similarity[KHL_SEARCH_MAX_SPACES]; /* [n_rows x ld] each */
} khl_tile;

/* Called once per tile, from any thread, in any order: each tile must write its own place only. */
typedef khl_status (*khl_tile_fn)(void *context, const khl_tile *tile, khl_error *err);

typedef struct khl_search_options {
    unsigned n_threads;           /* 0: as many as the process may use */
    size_t tile_rows;             /* default 256; the result does not depend on it beyond rounding */
    size_t strip_columns;         /* default 4096 */
    const khl_progress *progress; /* may be NULL; stage "compare" */
} khl_search_options;
#define KHL_SEARCH_OPTIONS_INIT                                                                              \
    {                                                                                                        \
        0, 256, 4096, NULL                                                                                   \
    }

/* All pairs i < j of n rows: every space must have the same number of rows. Cost: n^2 / 2 * columns (with df
 * >= 2) multiply-adds a space; memory: per thread 2 * tile_rows * strip_columns + n_spaces * tile_rows^2
 * floats. */
KHL_API khl_status khl_search_all_pairs(const khl_csr *const *spaces, size_t n_spaces,
                                        const khl_search_options *options, khl_tile_fn fn, void *context,
                                        khl_error *err);

/* For each row of queries, its k best rows of targets by the weighted sum of the spaces' similarities
 * (weights[n_spaces]); queries and targets must share the columns of a space. Best first, ties by smaller
 * row. ids and scores are [n_queries x k], owned by the caller; missing places hold UINT32_MAX and 0. Rows of
 * similarity 0 are not neighbours. */
KHL_API khl_status khl_search_top_k(const khl_csr *const *queries, const khl_csr *const *targets,
                                    const float *weights, size_t n_spaces, size_t k,
                                    const khl_search_options *options, uint32_t *ids, float *scores,
                                    khl_error *err);

#ifdef __cplusplus
}
#endif
#endif
