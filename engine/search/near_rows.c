/* Laying out rows for queries: equal ones once, near ones together.
 *
 * Distinct rows are ordered by their rarest column, then the next one, and so on: lists of rare columns,
 * where a query begins, then lead to rows that lie side by side. Cost: a sort of the rows, and one of each.
 */
#include "near_index.h"

#include "alloc.h"
#include "error.h"

#include <math.h>
#include <string.h>

enum { GRAIN = 1024 };

/* A row with its two rarest columns. */
typedef struct place {
    uint64_t key;
    const khl_csr *rows;
    uint32_t row;
} place;

static uint64_t column_from_end(const khl_csr *rows, uint32_t r, uint64_t k)
{
    uint64_t begin = rows->row_ptr[r], end = rows->row_ptr[r + 1];
    return end - begin > k ? (uint64_t)rows->col[end - 1 - k] + 1 : 0;
}

static int by_rare_columns(const void *x, const void *y)
{
    const place *a = x, *b = y;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    for (uint64_t k = 2;; k++) {
        uint64_t of_a = column_from_end(a->rows, a->row, k), of_b = column_from_end(a->rows, b->row, k);
        if (of_a != of_b) return of_a < of_b ? -1 : 1;
        if (of_a == 0) return a->row < b->row ? -1 : a->row > b->row;
    }
}

static khl_status order_rows(place **out, const khl_csr *rows, khl_error *err)
{
    place *places = *out = khl_alloc(rows->n_rows, sizeof *places);
    if (places == NULL) return khl_fail_memory(err);
    for (uint32_t r = 0; r < rows->n_rows; r++)
        places[r] =
            (place){column_from_end(rows, r, 0) << 32 | (uint32_t)column_from_end(rows, r, 1), rows, r};
    if (rows->n_rows > 1) qsort(places, rows->n_rows, sizeof *places, by_rare_columns);
    return KHL_OK;
}

/* The rows in their new order, in place of the old ones. */
static khl_status move_rows(khl_csr *rows, const place *places, khl_error *err)
{
    uint32_t n = rows->n_rows;
    size_t nnz = n > 0 ? (size_t)rows->row_ptr[n] : 0, at = 0;
    khl_csr moved = {n, rows->n_cols, khl_alloc((size_t)n + 1, sizeof *moved.row_ptr),
                     khl_alloc(nnz, sizeof *moved.col), khl_alloc(nnz, sizeof *moved.val)};
    if (moved.row_ptr == NULL || moved.col == NULL || moved.val == NULL) {
        khl_csr_clear(&moved);
        return khl_fail_memory(err);
    }
    for (uint32_t r = 0; r < n; r++) {
        uint64_t begin = rows->row_ptr[places[r].row];
        size_t size = (size_t)(rows->row_ptr[places[r].row + 1] - begin);
        moved.row_ptr[r] = at;
        if (size > 0) memcpy(moved.col + at, rows->col + begin, size * sizeof *moved.col);
        if (size > 0) memcpy(moved.val + at, rows->val + begin, size * sizeof *moved.val);
        at += size;
    }
    moved.row_ptr[n] = at;
    khl_csr_clear(rows);
    *rows = moved;
    return KHL_OK;
}

/* A row that no other equals is its own only member. */
static khl_status list_members(khl_near_arrays *out, const place *places, khl_error *err)
{
    const khl_ranked *ranked = &out->ranked;
    uint32_t n = ranked->rows.n_rows, at = 0;
    out->member_of = khl_alloc((size_t)n + 1, sizeof *out->member_of);
    out->member = khl_alloc(ranked->n_given, sizeof *out->member);
    if (out->member_of == NULL || out->member == NULL) return khl_fail_memory(err);
    for (uint32_t r = 0; r < n; r++) {
        uint32_t old = places[r].row;
        uint32_t begin = ranked->member != NULL ? ranked->member_of[old] : old,
                 end = ranked->member != NULL ? ranked->member_of[old + 1] : old + 1;
        out->member_of[r] = at;
        for (uint32_t m = begin; m < end; m++)
            out->member[at++] = ranked->member != NULL ? ranked->member[m] : m;
    }
    out->member_of[n] = at;
    return KHL_OK;
}

khl_status khl_near_rows_order(khl_near_arrays *arrays, khl_error *err)
{
    place *places = NULL;
    khl_status status = order_rows(&places, &arrays->ranked.rows, err);
    if (status == KHL_OK) status = list_members(arrays, places, err);
    if (status == KHL_OK) status = move_rows(&arrays->ranked.rows, places, err);
    free(places);
    return status;
}

typedef struct sorting {
    const khl_ranked *ranked;
    khl_near_entry *entries, *halves; /* [workers x widest] */
    size_t widest;                    /* half of the longest row */
} sorting;

/* By the column as it was given. */
static void sort_short(khl_near_entry *row, size_t n, const uint32_t *column_of)
{
    for (size_t k = 1; k < n; k++) {
        khl_near_entry e = row[k];
        size_t at = k;
        for (; at > 0 && column_of[row[at - 1].col] > column_of[e.col]; at--) row[at] = row[at - 1];
        row[at] = e;
    }
}

/* Sorted halves are merged; half has room for n / 2. */
static void sort_row(khl_near_entry *row, size_t n, const uint32_t *column_of, khl_near_entry *half)
{
    enum { SHORT = 32 };
    if (n <= SHORT) {
        sort_short(row, n, column_of);
        return;
    }
    size_t left = n / 2, i = 0, j = left, at = 0;
    sort_row(row, left, column_of, half);
    sort_row(row + left, n - left, column_of, half);
    memcpy(half, row, left * sizeof *row);
    while (i < left)
        row[at++] = j == n || column_of[half[i].col] < column_of[row[j].col] ? half[i++] : row[j++];
}

static void put_row(const sorting *job, uint32_t r, khl_near_entry *half)
{
    const khl_csr *rows = &job->ranked->rows;
    khl_near_entry *out = job->entries + rows->row_ptr[r];
    size_t n = (size_t)(rows->row_ptr[r + 1] - rows->row_ptr[r]);
    for (size_t k = 0; k < n; k++)
        out[k] = (khl_near_entry){rows->col[rows->row_ptr[r] + k], rows->val[rows->row_ptr[r] + k]};
    sort_row(out, n, job->ranked->column_of, half);
}

static khl_status put_rows(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    const sorting *job = context;
    (void)err;
    for (size_t r = begin; r < end; r++) put_row(job, (uint32_t)r, job->halves + worker * job->widest);
    return KHL_OK;
}

khl_status khl_near_rows_entries(khl_near_arrays *arrays, khl_pool *pool, khl_error *err)
{
    const khl_csr *rows = &arrays->ranked.rows;
    size_t nnz = rows->n_rows > 0 ? (size_t)rows->row_ptr[rows->n_rows] : 0;
    arrays->entries = khl_alloc(nnz, sizeof *arrays->entries);
    sorting job = {&arrays->ranked, arrays->entries, NULL, 1};
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        size_t half = (size_t)(rows->row_ptr[r + 1] - rows->row_ptr[r]) / 2;
        if (half > job.widest) job.widest = half;
    }
    job.halves = khl_alloc(job.widest * khl_pool_size(pool), sizeof *job.halves);
    khl_status status = job.halves != NULL && job.entries != NULL ? KHL_OK : khl_fail_memory(err);
    if (status == KHL_OK) status = khl_pool_for(pool, rows->n_rows, GRAIN, put_rows, &job, NULL, NULL, err);
    free(job.halves);
    return status;
}

/* Apart from those who call it, so that the sum stays in a register. */
double khl_near_product(const float *spread, uint32_t n_cols, const khl_near_entry *row, size_t n)
{
    double sum = 0;
    for (size_t k = 0; k < n; k++) {
        if (row[k].col >= n_cols) return (double)NAN;
        sum += (double)spread[row[k].col] * (double)row[k].val;
    }
    return sum;
}
