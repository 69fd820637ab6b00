/* Every row asked for its nearest: one index in memory, all threads. */
#include "khulasa/search.h"

#include "alloc.h"
#include "error.h"
#include "near_index.h"

enum { GRAIN = 64 };

typedef struct asking {
    khl_nearest index;
    khl_query *queries; /* [workers] */
    uint32_t *row_of;   /* [n_given] the distinct row of each */
    uint32_t *cols;     /* [workers x n_widest] of a query */
    float *vals;        /* likewise */
    size_t n_widest;
    const khl_near_options *options;
    uint32_t *ids;
    double *scores;
    size_t k;
} asking;

typedef struct asker {
    const uint32_t *label;
    uint32_t row;
} asker;

static bool is_other(const void *context, uint32_t row)
{
    const asker *a = context;
    return row != a->row && (a->label == NULL || a->label[row] != a->label[a->row]);
}

/* A row as a query, by rank. */
static khl_rank_row query_of(const asking *a, uint32_t r, unsigned worker)
{
    const khl_nearest *x = &a->index;
    uint64_t begin = x->row_ptr[a->row_of[r]], n = x->row_ptr[a->row_of[r] + 1] - begin;
    uint32_t *cols = a->cols + worker * a->n_widest;
    float *vals = a->vals + worker * a->n_widest;
    for (size_t k = 0; k < n; k++) {
        khl_near_entry e = x->entry[begin + k];
        size_t at = k;
        for (; at > 0 && cols[at - 1] > e.col; at--) {
            cols[at] = cols[at - 1];
            vals[at] = vals[at - 1];
        }
        cols[at] = e.col;
        vals[at] = e.val;
    }
    return (khl_rank_row){cols, vals, (size_t)n};
}

static khl_status ask_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    asking *a = context;
    khl_query *q = &a->queries[worker];
    khl_status status = KHL_OK;
    for (size_t r = begin; r < end && status == KHL_OK; r++) {
        asker own = {a->options->label, (uint32_t)r};
        status = khl_nearest_find(&a->index, q, query_of(a, (uint32_t)r, worker), a->options->least, is_other,
                                  &own, err);
        for (size_t k = 0; k < a->k && status == KHL_OK; k++) {
            a->ids[r * a->k + k] = k < q->n ? q->heap[k].row : UINT32_MAX;
            a->scores[r * a->k + k] = k < q->n ? q->heap[k].score : 0;
        }
    }
    return status;
}

static khl_status allocate(asking *a, unsigned workers, khl_error *err)
{
    const khl_nearest *x = &a->index;
    khl_status status = KHL_OK;
    a->n_widest = 1;
    for (uint32_t r = 0; r < x->n_rows; r++)
        if (x->row_ptr[r + 1] - x->row_ptr[r] > a->n_widest)
            a->n_widest = (size_t)(x->row_ptr[r + 1] - x->row_ptr[r]);
    a->queries = khl_alloc_zero(workers, sizeof *a->queries);
    a->row_of = khl_alloc(x->n_given, sizeof *a->row_of);
    a->cols = khl_alloc(workers * a->n_widest, sizeof *a->cols);
    a->vals = khl_alloc(workers * a->n_widest, sizeof *a->vals);
    if (!a->queries || !a->row_of || !a->cols || !a->vals) return khl_fail_memory(err);
    for (uint32_t r = 0; r < x->n_rows; r++)
        for (uint32_t m = x->member_of[r]; m < x->member_of[r + 1]; m++) a->row_of[x->member[m]] = r;
    for (unsigned w = 0; w < workers && status == KHL_OK; w++)
        status = khl_query_init(&a->queries[w], x, a->k, err);
    return status;
}

static khl_status ask_all(asking *a, khl_pool *pool, khl_error *err)
{
    unsigned workers = khl_pool_size(pool);
    khl_status status = allocate(a, workers, err);
    if (status == KHL_OK)
        status =
            khl_pool_for(pool, a->index.n_given, GRAIN, ask_range, a, a->options->progress, "nearest", err);
    for (unsigned w = 0; a->queries != NULL && w < workers; w++) khl_query_clear(&a->queries[w]);
    free(a->queries);
    free(a->row_of);
    free(a->cols);
    free(a->vals);
    return status;
}

khl_status khl_search_near(khl_csr *rows, size_t k, const khl_near_options *options, uint32_t *ids,
                           double *scores, khl_error *err)
{
    const khl_near_options defaults = KHL_NEAR_OPTIONS_INIT;
    khl_csr taken = *rows;
    khl_near_arrays arrays = {.index = {.norm = 0}};
    khl_pool *pool = NULL;
    if (options == NULL) options = &defaults;
    *rows = (khl_csr){0};
    khl_status status = khl_pool_create(&pool, options->n_threads, err);
    if (status == KHL_OK) status = khl_near_arrays_make(&arrays, &taken, pool, err);
    asking a = {.index = arrays.index, .options = options, .ids = ids, .scores = scores, .k = k};
    if (status == KHL_OK) status = ask_all(&a, pool, err);
    khl_csr_clear(&taken);
    khl_near_arrays_clear(&arrays);
    khl_pool_destroy(pool);
    return status;
}
