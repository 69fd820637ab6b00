/* Every row asked for its nearest: one index in memory, all threads. */
#include "khulasa/search.h"

#include "alloc.h"
#include "error.h"
#include "nearest.h"

enum { GRAIN = 64 };

/* How the weight of rows is spread is told at this share of the largest product; any share is right. */
#define CLASS_SHARE 0.36

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
    khl_ranked ranked = {.norm = 0};
    khl_bitmaps maps = {.words = 0};
    khl_postings lists = {.longest = 0};
    khl_pool *pool = NULL;
    if (options == NULL) options = &defaults;
    *rows = (khl_csr){0};
    khl_status status = khl_pool_create(&pool, options->n_threads, err);
    if (status == KHL_OK) status = khl_ranked_take_all(&ranked, &taken, pool, err);
    if (status == KHL_OK) status = khl_bitmaps_make(&maps, &ranked, CLASS_SHARE, pool, err);
    if (status == KHL_OK) status = khl_postings_make(&lists, &ranked, 0, pool, err);
    if (status == KHL_OK) status = khl_postings_by_length(&lists, ranked.rows.n_cols, pool, err);
    asking a = {.options = options, .ids = ids, .scores = scores, .k = k};
    a.index = (khl_nearest){.rows = ranked.rows,
                            .column_of = ranked.column_of,
                            .norm = ranked.norm,
                            .begin = lists.begin,
                            .row = lists.row,
                            .length = lists.length,
                            .value = lists.value,
                            .words = maps.words,
                            .bits = maps.bits,
                            .kind = maps.kind,
                            .top = maps.top[0]};
    if (status == KHL_OK) status = ask_all(&a, pool, err);
    khl_csr_clear(&taken);
    khl_ranked_clear(&ranked);
    khl_bitmaps_clear(&maps);
    khl_postings_clear(&lists);
    khl_pool_destroy(pool);
    return status;
}
