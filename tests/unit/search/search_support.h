/* Seeded random rows, and the plain double product to compare with. */
#ifndef KHL_TEST_SEARCH_SUPPORT_H
#define KHL_TEST_SEARCH_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "khulasa/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TOLERANCE 1e-6

static inline double random_unit(uint64_t *state)
{
    *state = *state * 6364136223846793005U + 1442695040888963407U;
    return (double)(*state >> 11) * 0x1p-53;
}

/* Rows of unit length in which column c occurs with probability about 3 / (c + 3): the first columns fill
 * most rows, the last ones next to none. Every seventh row is empty, and every eleventh repeats the one
 * before. With `signs` half of the values are negative. */
static inline khl_csr random_rows(uint32_t n_rows, uint32_t n_cols, uint64_t seed, bool signs)
{
    khl_csr m = {.n_rows = n_rows, .n_cols = n_cols};
    m.row_ptr = calloc((size_t)n_rows + 1, sizeof *m.row_ptr);
    m.col = calloc((size_t)n_rows * n_cols + 1, sizeof *m.col);
    m.val = calloc((size_t)n_rows * n_cols + 1, sizeof *m.val);
    assert_non_null(m.row_ptr);
    assert_non_null(m.col);
    assert_non_null(m.val);
    uint64_t state = seed, previous = seed, p = 0;
    for (uint32_t r = 0; r < n_rows; r++) {
        if (r % 11 == 10) state = previous;
        previous = state;
        double square = 0.0;
        uint64_t first = p;
        for (uint32_t c = 0; c < n_cols && r % 7 != 6; c++) {
            if (random_unit(&state) * (c + 3.0) > 3.0) continue;
            double value = 0.05 + random_unit(&state);
            if (signs && random_unit(&state) < 0.5) value = -value;
            m.col[p] = c;
            m.val[p++] = (float)value;
            square += value * value;
        }
        for (uint64_t q = first; q < p; q++) m.val[q] = (float)((double)m.val[q] / sqrt(square));
        m.row_ptr[r + 1] = p;
    }
    return m;
}

/* All similarities of all spaces in one place, with how often each cell was filled. */
typedef struct full_matrix {
    size_t n, n_spaces;
    float *cells;   /* [n_spaces x n x n] */
    unsigned *seen; /* [n x n] */
} full_matrix;

static inline full_matrix full_matrix_new(size_t n, size_t n_spaces)
{
    full_matrix m = {n, n_spaces, calloc(n_spaces * n * n + 1, sizeof(float)),
                     calloc(n * n + 1, sizeof(unsigned))};
    assert_non_null(m.cells);
    assert_non_null(m.seen);
    return m;
}

static inline void full_matrix_free(full_matrix *m)
{
    free(m->cells);
    free(m->seen);
}

static inline khl_status keep_tile(void *context, const khl_tile *tile, khl_error *err)
{
    (void)err;
    full_matrix *m = context;
    for (size_t i = 0; i < tile->n_rows; i++) {
        size_t row = tile->row + i;
        for (size_t j = 0; j < tile->n_cols; j++) {
            m->seen[row * m->n + tile->col + j]++;
            for (size_t s = 0; s < tile->n_spaces; s++)
                m->cells[(s * m->n + row) * m->n + tile->col + j] = tile->similarity[s][i * tile->ld + j];
        }
    }
    return KHL_OK;
}

static inline khl_search_options options_of(unsigned n_threads, size_t tile_rows, size_t strip_columns,
                                            double dense_share)
{
    khl_search_options options = KHL_SEARCH_OPTIONS_INIT;
    options.n_threads = n_threads;
    options.tile_rows = tile_rows;
    options.strip_columns = strip_columns;
    options.dense_share = dense_share;
    return options;
}

/* All columns dense, the default choice, none dense. */
static const double every_share[] = {0.0, KHL_SEARCH_DENSE_SHARE, 2.0};

#endif
