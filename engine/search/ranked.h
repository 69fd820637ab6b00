/* Rows made ready for a join: repeats collapsed, columns renumbered from the most frequent to the rarest.
 *
 * In the new numbering a row reads from what many rows have to what few have. A pair of rows that is similar
 * enough must then share one of the last, rare columns of both, which is what the join looks for. */
#ifndef KHL_SEARCH_RANKED_H
#define KHL_SEARCH_RANKED_H

#include "khulasa/vector.h"
#include "threads.h"

typedef struct khl_ranked {
    khl_csr rows;        /* [n_rows x n_cols] distinct rows; columns are ranks, ascending; no zeros */
    uint32_t *column_of; /* [n_cols] the column as it was given */
    float *longest;      /* [n_cols] largest |value| of each rank */
    double norm;         /* that of the longest row; 0 when all are empty */
    uint32_t n_given;    /* rows as they were given */
    uint32_t split;      /* distinct rows below it are left, the others right; 0: all against all */
    /* The given rows of a distinct one: member[member_of[r]] .. member[member_of[r + 1] - 1], ascending. Both
     * NULL when no row is repeated. */
    uint32_t *member_of, *member;
} khl_ranked;

/* Takes the arrays of rows (which is left empty, on failure too) and works in place. split: rows below it are
 * the left side of a join of two collections, and a left row is never collapsed with a right one; 0 for a
 * join of all with all. KHL_E_ARGUMENT: columns that do not ascend or are out of bounds, values that are no
 * numbers, split beyond the rows. Cost: V log V for the columns and one sort a row. */
khl_status khl_ranked_take(khl_ranked *out, khl_csr *rows, uint32_t split, khl_pool *pool, khl_error *err);
/* The same with every row kept, repeats too. */
khl_status khl_ranked_take_all(khl_ranked *out, khl_csr *rows, khl_pool *pool, khl_error *err);
void khl_ranked_clear(khl_ranked *ranked);
size_t khl_ranked_bytes(const khl_ranked *ranked);

/* The product of two distinct rows, summed in ascending order of the columns as they were given, in double
 * precision: to the bit that of khl_csr_dot on the rows as given, whatever the renumbering. */
double khl_ranked_dot(const khl_ranked *ranked, uint32_t a, uint32_t b);

/* A row by itself: its ranks, ascending, and its values. */
typedef struct khl_rank_row {
    const uint32_t *col;
    const float *val;
    size_t n;
} khl_rank_row;

static inline khl_rank_row khl_ranked_row(const khl_csr *rows, uint32_t r)
{
    uint64_t begin = rows->row_ptr[r];
    return (khl_rank_row){rows->col + begin, rows->val + begin, (size_t)(rows->row_ptr[r + 1] - begin)};
}

/* As khl_ranked_dot, of any two rows of one numbering. */
double khl_rank_rows_dot(const uint32_t *column_of, khl_rank_row a, khl_rank_row b);

/* The steps of khl_ranked_take, each a file or function of its own. */
khl_status khl_collapse_repeats(khl_ranked *ranked, khl_pool *pool, khl_error *err);

#endif
