/* The k nearest rows of dense ones, exact: tiles by BLAS say which rows can be among them, sums in double
 * precision which are.
 *
 * A task is QUERIES rows against all targets, TARGETS of them at a time. Of each tile a query keeps what is
 * not below its k-th best by more than rounding can make of it; what it has kept at the end is summed anew,
 * sorted and written. The tiles are fixed, and nothing is summed over several of them, so threads cannot
 * show. */
#include "alloc.h"
#include "blas.h"
#include "error.h"
#include "khulasa/search.h"
#include "threads.h"

#include <math.h>
#include <string.h>

enum { QUERIES = 256, TARGETS = 4096, LEAST_ROOM = 64 };

typedef struct neighbour {
    double score;
    uint32_t row;
} neighbour;

/* What a query has kept so far. */
typedef struct kept {
    neighbour *items;
    size_t n, capacity;
    double bar; /* what is below it is none of the k */
} kept;

typedef struct worker {
    float *tile; /* [QUERIES x TARGETS] */
    kept of[QUERIES];
} worker;

typedef struct job {
    const khl_dense_rows *queries, *targets;
    const khl_dense_options *options;
    khl_blas blas;
    worker *workers;
    double longest; /* of the targets */
    size_t k;
    uint32_t *ids;
    double *scores;
} job;

static const float *row_of(const khl_dense_rows *rows, size_t r)
{
    return rows->values + r * rows->n_dims;
}

static double product(const float *a, const float *b, uint32_t n)
{
    double sum = 0;
    for (uint32_t d = 0; d < n; d++) sum += (double)a[d] * (double)b[d];
    return sum;
}

static double length_of(const khl_dense_rows *rows, size_t r)
{
    return sqrt(product(row_of(rows, r), row_of(rows, r), rows->n_dims));
}

static int best_first(const void *x, const void *y)
{
    const neighbour *a = x, *b = y;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

/* The k-th largest score of n >= k, by Hoare's selection: items are left in another order. */
static double kth_score(neighbour *items, size_t n, size_t k)
{
    size_t low = 0, high = n - 1;
    while (low < high) {
        double pivot = items[low + (high - low) / 2].score;
        size_t i = low, j = high;
        for (;; i++, j--) {
            while (items[i].score > pivot) i++;
            while (items[j].score < pivot) j--;
            if (i >= j) break;
            neighbour swap = items[i];
            items[i] = items[j];
            items[j] = swap;
        }
        if (k - 1 <= j)
            high = j;
        else
            low = j + 1;
    }
    return items[k - 1].score;
}

/* Raises the bar to what the k-th best leaves room for, and drops what is below it. */
static void prune(kept *own, size_t k, double rounding)
{
    size_t n = 0;
    if (own->n <= k) return;
    double bar = kth_score(own->items, own->n, k) - rounding;
    if (bar > own->bar) own->bar = bar;
    for (size_t i = 0; i < own->n; i++)
        if (own->items[i].score >= own->bar) own->items[n++] = own->items[i];
    own->n = n;
}

/* Pruned when it is full, and grown when that leaves less than half of the room. */
static khl_status keep(kept *own, neighbour near, size_t k, double rounding, khl_error *err)
{
    if (own->n == own->capacity) {
        prune(own, k, rounding);
        size_t least = 2 * k + LEAST_ROOM, wanted = 2 * own->n > least ? 2 * own->n : least;
        if (own->capacity < wanted && !khl_grow(&own->items, &own->capacity, wanted, sizeof *own->items))
            return khl_fail_memory(err);
        if (near.score < own->bar) return KHL_OK;
    }
    own->items[own->n++] = near;
    return KHL_OK;
}

/* Twice what a sum of n products of floats can be off by (Higham 2002, section 3.1). */
static double rounding_of(const job *j, size_t query)
{
    return 2.0 * (j->queries->n_dims + 2) * 0x1p-24 * length_of(j->queries, query) * j->longest;
}

static khl_status read_tile(const job *j, worker *w, size_t query, size_t n_queries, size_t target,
                            size_t n_targets, khl_error *err)
{
    khl_status status = KHL_OK;
    khl_block a = {row_of(j->queries, query), n_queries, j->queries->n_dims, j->queries->n_dims};
    khl_block b = {row_of(j->targets, target), n_targets, j->targets->n_dims, j->targets->n_dims};
    memset(w->tile, 0, n_queries * TARGETS * sizeof *w->tile);
    khl_blas_sgemm_block(&j->blas, w->tile, TARGETS, &a, &b);
    for (size_t q = 0; q < n_queries && status == KHL_OK; q++) {
        double rounding = rounding_of(j, query + q);
        const float *scores = w->tile + q * TARGETS;
        for (size_t t = 0; t < n_targets && status == KHL_OK; t++) {
            if ((double)scores[t] < w->of[q].bar) continue;
            if (j->options->others && query + q == target + t) continue;
            status =
                keep(&w->of[q], (neighbour){(double)scores[t], (uint32_t)(target + t)}, j->k, rounding, err);
        }
    }
    return status;
}

/* Sums in double precision decide. */
static void write_query(const job *j, kept *own, size_t query)
{
    size_t n = 0;
    for (size_t i = 0; i < own->n; i++) {
        neighbour near = own->items[i];
        near.score = product(row_of(j->queries, query), row_of(j->targets, near.row), j->queries->n_dims);
        if (near.score > 0) own->items[n++] = near;
    }
    if (n > 1) qsort(own->items, n, sizeof *own->items, best_first);
    for (size_t k = 0; k < j->k; k++) {
        j->ids[query * j->k + k] = k < n ? own->items[k].row : UINT32_MAX;
        j->scores[query * j->k + k] = k < n ? own->items[k].score : 0;
    }
}

static khl_status search_block(void *context, size_t begin, size_t end, unsigned number, khl_error *err)
{
    const job *j = context;
    worker *w = &j->workers[number];
    khl_status status = KHL_OK;
    for (size_t block = begin; block < end && status == KHL_OK; block++) {
        size_t query = block * QUERIES, left = j->queries->n_rows - query,
               n = left < QUERIES ? left : QUERIES;
        for (size_t q = 0; q < n; q++) {
            w->of[q].n = 0;
            w->of[q].bar =
                -rounding_of(j, query + q); /* rows with a product of 0 or less are no neighbours */
        }
        for (size_t target = 0; target < j->targets->n_rows && status == KHL_OK; target += TARGETS) {
            size_t rest = j->targets->n_rows - target;
            status = read_tile(j, w, query, n, target, rest < TARGETS ? rest : TARGETS, err);
        }
        for (size_t q = 0; q < n && status == KHL_OK; q++) write_query(j, &w->of[q], query + q);
    }
    return status;
}

static khl_status check(const khl_dense_rows *queries, const khl_dense_rows *targets, khl_error *err)
{
    bool fits = queries->n_dims == targets->n_dims && queries->n_dims <= KHL_DENSE_MOST_DIMS;
    for (size_t k = 0; fits && k < (size_t)queries->n_rows * queries->n_dims; k++)
        fits = isfinite(queries->values[k]);
    for (size_t k = 0; fits && k < (size_t)targets->n_rows * targets->n_dims; k++)
        fits = isfinite(targets->values[k]);
    return fits ? KHL_OK
                : KHL_FAIL(err, KHL_E_ARGUMENT, "search.dense_rows",
                           "dense rows must have the same number of dimensions, at most 65536, and hold "
                           "finite numbers");
}

static khl_status make_workers(job *j, unsigned n, khl_error *err)
{
    khl_status status = KHL_OK;
    j->workers = khl_alloc_zero(n, sizeof *j->workers);
    if (j->workers == NULL) return khl_fail_memory(err);
    for (unsigned w = 0; w < n && status == KHL_OK; w++) {
        j->workers[w].tile = khl_alloc((size_t)QUERIES * TARGETS, sizeof *j->workers[w].tile);
        if (j->workers[w].tile == NULL) status = khl_fail_memory(err);
    }
    for (size_t t = 0; t < j->targets->n_rows; t++) j->longest = fmax(j->longest, length_of(j->targets, t));
    return status;
}

static void clear_workers(job *j, unsigned n)
{
    for (unsigned w = 0; j->workers != NULL && w < n; w++) {
        for (size_t q = 0; q < QUERIES; q++) free(j->workers[w].of[q].items);
        free(j->workers[w].tile);
    }
    free(j->workers);
}

khl_status khl_search_dense_top_k(const khl_dense_rows *queries, const khl_dense_rows *targets, size_t k,
                                  const khl_dense_options *options, uint32_t *ids, double *scores,
                                  khl_error *err)
{
    const khl_dense_options defaults = KHL_DENSE_OPTIONS_INIT;
    khl_pool *pool = NULL;
    job j = {.queries = queries, .targets = targets, .k = k, .ids = ids, .scores = scores};
    j.options = options != NULL ? options : &defaults;
    size_t n_blocks = ((size_t)queries->n_rows + QUERIES - 1) / QUERIES;
    khl_status status = check(queries, targets, err);
    if (status != KHL_OK || k == 0 || queries->n_rows == 0) return status;
    status = khl_blas_open(&j.blas, err);
    if (status == KHL_OK) status = khl_pool_create(&pool, j.options->n_threads, err);
    if (status == KHL_OK) status = make_workers(&j, khl_pool_size(pool), err);
    if (status == KHL_OK)
        status = khl_pool_for(pool, n_blocks, 1, search_block, &j, j.options->progress, "nearest", err);
    clear_workers(&j, pool != NULL ? khl_pool_size(pool) : 0);
    khl_pool_destroy(pool);
    return status;
}
