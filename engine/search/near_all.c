/* Every row asked for its nearest: one index in memory, all threads. */
#include "khulasa/search.h"

#include "alloc.h"
#include "error.h"
#include "near_index.h"

enum { GRAIN = 64 };

typedef struct asking {
    khl_nearest index;
    khl_query *queries; /* [workers] */
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

static khl_status ask_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    asking *a = context;
    khl_query *q = &a->queries[worker];
    khl_status status = KHL_OK;
    for (size_t r = begin; r < end && status == KHL_OK; r++) {
        asker own = {a->options->label, (uint32_t)r};
        status = khl_nearest_find(&a->index, q, khl_ranked_row(&a->index.rows, (uint32_t)r),
                                  a->options->least, is_other, &own, err);
        for (size_t k = 0; k < a->k && status == KHL_OK; k++) {
            a->ids[r * a->k + k] = k < q->n ? q->heap[k].row : UINT32_MAX;
            a->scores[r * a->k + k] = k < q->n ? q->heap[k].score : 0;
        }
    }
    return status;
}

static khl_status ask_all(asking *a, khl_pool *pool, khl_error *err)
{
    unsigned workers = khl_pool_size(pool);
    khl_status status = KHL_OK;
    a->queries = khl_alloc_zero(workers, sizeof *a->queries);
    if (a->queries == NULL) return khl_fail_memory(err);
    for (unsigned w = 0; w < workers && status == KHL_OK; w++)
        status = khl_query_init(&a->queries[w], &a->index, a->k, err);
    if (status == KHL_OK)
        status = khl_pool_for(pool, a->index.rows.n_rows, GRAIN, ask_range, a, a->options->progress,
                              "nearest", err);
    for (unsigned w = 0; w < workers; w++) khl_query_clear(&a->queries[w]);
    free(a->queries);
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
