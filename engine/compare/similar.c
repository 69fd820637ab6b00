/* Nearest proposals elsewhere: candidates are found and judged by others.c.
 *
 *   judge_range       on all threads: each candidate's probability and verdict; the k best are explained
 *   hand_on           a batch of proposals at a time, in order */
#include "khulasa/similar.h"

#include "alloc.h"
#include "error.h"
#include "others.h"

enum { BATCH = 256, GRAIN = 4 };

typedef struct search {
    khl_others others;
    khl_similar_options options;
    size_t begin;               /* of the batch */
    khl_judged *judged;         /* [BATCH x n_candidates] */
    khl_similar_match *matches; /* [BATCH x k] */
    size_t n_matches[BATCH];
} search;

/* All candidates of one proposal judged, the best k of them explained. */
static khl_status judge_one(search *r, size_t slot, khl_error *err)
{
    const khl_collection *c = &r->others.collection;
    size_t i = r->begin + slot;
    khl_judged *list = r->judged + slot * r->others.n_candidates;
    khl_similar_match *matches = r->matches + slot * r->options.k;
    khl_status status = KHL_OK;
    size_t n = khl_others_judge(&r->others, i, list);
    r->n_matches[slot] = 0;
    for (size_t k = 0; k < n && k < r->options.k && status == KHL_OK; k++) {
        matches[k].proposal = khl_collection_at(c, list[k].number);
        status = khl_matcher_explain(c->matcher, (uint32_t)i, list[k].number, &matches[k].explanation, err);
        if (status == KHL_OK) r->n_matches[slot]++;
    }
    return status;
}

static khl_status judge_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    khl_status status = KHL_OK;
    (void)worker;
    for (size_t slot = begin; slot < end && status == KHL_OK; slot++) status = judge_one(context, slot, err);
    return status;
}

static void forget(search *r)
{
    for (size_t slot = 0; slot < BATCH && r->matches != NULL; slot++)
        for (size_t k = 0; k < r->n_matches[slot]; k++)
            khl_explanation_clear(&r->matches[slot * r->options.k + k].explanation);
    for (size_t slot = 0; slot < BATCH; slot++) r->n_matches[slot] = 0;
}

static khl_status hand_on(const search *r, size_t n, khl_similar_fn fn, void *context, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t slot = 0; slot < n && status == KHL_OK; slot++) {
        const khl_similar_match *matches = r->matches + slot * r->options.k;
        khl_similar_row row = {.proposal = khl_collection_at(&r->others.collection, r->begin + slot),
                               .best = KHL_VERDICT_NONE,
                               .matches = matches,
                               .n_matches = r->n_matches[slot]};
        if (row.n_matches > 0) row.best = matches[0].explanation.verdict;
        status = fn(context, &row, err);
    }
    return status;
}

static khl_status allocate(search *r, khl_error *err)
{
    size_t n_others = r->others.collection.n - r->others.collection.n_first, batch_cells, match_cells;
    if (r->options.k > n_others) r->options.k = n_others;
    if (!khl_mul(BATCH, r->others.n_candidates, &batch_cells) || !khl_mul(BATCH, r->options.k, &match_cells))
        return khl_fail_memory(err);
    r->judged = khl_alloc(batch_cells, sizeof *r->judged);
    r->matches = khl_alloc_zero(match_cells, sizeof *r->matches);
    return r->judged && r->matches ? KHL_OK : khl_fail_memory(err);
}

static khl_status run(search *r, khl_similar_fn fn, void *context, khl_error *err)
{
    size_t most = r->options.candidates > r->options.k ? r->options.candidates : r->options.k;
    khl_status status = khl_others_find(&r->others, most, err);
    size_t n = r->others.collection.n_first;
    if (status == KHL_OK) status = allocate(r, err);
    for (r->begin = 0; r->begin < n && status == KHL_OK; r->begin += BATCH) {
        size_t size = n - r->begin < BATCH ? n - r->begin : BATCH;
        status = khl_pool_for(r->others.collection.pool, size, GRAIN, judge_range, r, NULL, NULL, err);
        if (status == KHL_OK) status = hand_on(r, size, fn, context, err);
        forget(r);
    }
    return status;
}

khl_status khl_similar_find(const khl_corpus *corpus, const khl_corpus *others, const khl_models *models,
                            const khl_similar_options *options, khl_similar_fn fn, void *context,
                            khl_error *err)
{
    const khl_similar_options defaults = KHL_SIMILAR_OPTIONS_INIT;
    search *r = khl_alloc_zero(1, sizeof *r);
    if (r == NULL) return khl_fail_memory(err);
    r->options = options != NULL ? *options : defaults;
    r->others.collection = (khl_collection){
        .first = corpus, .second = others, .models = models, .progress = r->options.progress};
    khl_status status = KHL_OK;
    if (r->options.k == 0)
        status = KHL_FAIL(err, KHL_E_ARGUMENT, "similar.k", "at least one match must be asked for");
    if (status == KHL_OK) status = khl_pool_create(&r->others.collection.pool, r->options.n_threads, err);
    if (status == KHL_OK) status = run(r, fn, context, err);
    khl_others_clear(&r->others);
    khl_pool_destroy(r->others.collection.pool);
    free(r->judged);
    free(r->matches);
    free(r);
    return status;
}
