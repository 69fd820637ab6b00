/* Nearest proposals elsewhere: candidates by exact top-k over the spaces, judged by the match model.
 *
 *   find_candidates   the rows of the first corpus against those of the second, in all spaces
 *   judge_range       on all threads: each candidate's probability and verdict; the k best are explained
 *   hand_on           a batch of proposals at a time, in order */
#include "khulasa/similar.h"

#include "alloc.h"
#include "collection.h"
#include "error.h"
#include "khulasa/search.h"

#include <math.h>

enum { BATCH = 256, GRAIN = 4 };

#define LEAST_WEIGHT 0.25 /* a cosine the model makes nothing of still tells near rows from far ones */

typedef struct judged {
    uint32_t number; /* in the collection */
    khl_verdict verdict;
    double probability;
} judged;

typedef struct search {
    khl_collection collection;
    khl_similar_options options;
    size_t n_candidates; /* a proposal */
    uint32_t *ids;       /* [n_first x n_candidates] rows of the second corpus, UINT32_MAX for none */
    float *scores;
    size_t begin;               /* of the batch */
    judged *judged;             /* [BATCH x n_candidates] */
    khl_similar_match *matches; /* [BATCH x k] */
    size_t n_matches[BATCH];
} search;

/* Rows [n_first, n) of a space as a matrix of its own: the entries are borrowed, row_ptr is not. */
static khl_status later_rows(const khl_csr *all, size_t n_first, khl_csr *out, khl_error *err)
{
    uint64_t base = all->row_ptr[n_first];
    *out = (khl_csr){all->n_rows - (uint32_t)n_first, all->n_cols, NULL, all->col + base, all->val + base};
    out->row_ptr = khl_alloc((size_t)out->n_rows + 1, sizeof *out->row_ptr);
    if (out->row_ptr == NULL) return khl_fail_memory(err);
    for (size_t i = 0; i <= out->n_rows; i++) out->row_ptr[i] = all->row_ptr[n_first + i] - base;
    return KHL_OK;
}

/* What the model makes of a cosine. */
static void choose_weights(const khl_match_model *model, float weights[KHL_N_SPACES])
{
    for (unsigned s = 0; s < KHL_N_SPACES; s++)
        weights[s] = (float)fmax(model->weight[KHL_EVIDENCE_WORD + s], LEAST_WEIGHT);
}

static khl_status find_candidates(search *r, khl_error *err)
{
    const khl_collection *c = &r->collection;
    khl_csr first[KHL_N_SPACES], second[KHL_N_SPACES] = {{0}};
    const khl_csr *queries[KHL_N_SPACES], *targets[KHL_N_SPACES];
    float weights[KHL_N_SPACES];
    khl_search_options options = KHL_SEARCH_OPTIONS_INIT;
    khl_status status = KHL_OK;
    options.n_threads = khl_pool_size(c->pool);
    options.progress = c->progress;
    choose_weights(khl_models_match(c->models), weights);
    for (unsigned s = 0; s < KHL_N_SPACES && status == KHL_OK; s++) {
        first[s] = *khl_matcher_space(c->matcher, s);
        status = later_rows(&first[s], c->n_first, &second[s], err);
        first[s].n_rows = (uint32_t)c->n_first;
        queries[s] = &first[s];
        targets[s] = &second[s];
    }
    if (status == KHL_OK)
        status = khl_search_top_k(queries, targets, weights, KHL_N_SPACES, r->n_candidates, &options, r->ids,
                                  r->scores, err);
    for (unsigned s = 0; s < KHL_N_SPACES; s++) free(second[s].row_ptr);
    return status;
}

static int best_first(const void *x, const void *y)
{
    const judged *a = x, *b = y;
    if (a->verdict != b->verdict) return a->verdict > b->verdict ? -1 : 1;
    if (a->probability != b->probability) return a->probability > b->probability ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

static judged judge(const khl_collection *c, uint32_t i, uint32_t j)
{
    double cosine[KHL_N_SPACES], evidence[KHL_N_EVIDENCE];
    const khl_match_model *model = khl_models_match(c->models);
    khl_matcher_cosines(c->matcher, i, j, cosine);
    khl_matcher_evidence(c->matcher, i, j, cosine, evidence);
    double p = khl_match_probability(model, evidence);
    return (judged){j, khl_match_verdict(model, p, khl_matcher_blocked(c->matcher, i, j)), p};
}

/* All candidates of one proposal judged, the best k of them explained. */
static khl_status judge_one(search *r, size_t slot, khl_error *err)
{
    const khl_collection *c = &r->collection;
    size_t i = r->begin + slot, n = 0;
    judged *list = r->judged + slot * r->n_candidates;
    khl_similar_match *matches = r->matches + slot * r->options.k;
    khl_status status = KHL_OK;
    for (size_t k = 0; k < r->n_candidates; k++) {
        uint32_t id = r->ids[i * r->n_candidates + k];
        if (id != UINT32_MAX) list[n++] = judge(c, (uint32_t)i, (uint32_t)c->n_first + id);
    }
    if (n > 1) qsort(list, n, sizeof *list, best_first);
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
        khl_similar_row row = {.proposal = khl_collection_at(&r->collection, r->begin + slot),
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
    size_t n_others = r->collection.n - r->collection.n_first, cells, batch_cells, match_cells;
    r->n_candidates = r->options.candidates > r->options.k ? r->options.candidates : r->options.k;
    if (r->n_candidates > n_others) r->n_candidates = n_others;
    if (r->options.k > n_others) r->options.k = n_others;
    if (!khl_mul(r->collection.n_first, r->n_candidates, &cells) ||
        !khl_mul(BATCH, r->n_candidates, &batch_cells) || !khl_mul(BATCH, r->options.k, &match_cells))
        return khl_fail_memory(err);
    r->ids = khl_alloc(cells, sizeof *r->ids);
    r->scores = khl_alloc(cells, sizeof *r->scores);
    r->judged = khl_alloc(batch_cells, sizeof *r->judged);
    r->matches = khl_alloc_zero(match_cells, sizeof *r->matches);
    return r->ids && r->scores && r->judged && r->matches ? KHL_OK : khl_fail_memory(err);
}

static khl_status run(search *r, khl_similar_fn fn, void *context, khl_error *err)
{
    khl_status status = khl_collection_prepare(&r->collection, err);
    size_t n = r->collection.n_first;
    if (status == KHL_OK) status = allocate(r, err);
    if (status == KHL_OK) status = find_candidates(r, err);
    for (r->begin = 0; r->begin < n && status == KHL_OK; r->begin += BATCH) {
        size_t size = n - r->begin < BATCH ? n - r->begin : BATCH;
        status = khl_pool_for(r->collection.pool, size, GRAIN, judge_range, r, NULL, NULL, err);
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
    r->collection = (khl_collection){
        .first = corpus, .second = others, .models = models, .progress = r->options.progress};
    khl_status status = KHL_OK;
    if (r->options.k == 0)
        status = KHL_FAIL(err, KHL_E_ARGUMENT, "similar.k", "at least one match must be asked for");
    if (status == KHL_OK) status = khl_pool_create(&r->collection.pool, r->options.n_threads, err);
    if (status == KHL_OK) status = run(r, fn, context, err);
    khl_collection_clear(&r->collection);
    khl_pool_destroy(r->collection.pool);
    free(r->ids);
    free(r->scores);
    free(r->judged);
    free(r->matches);
    free(r);
    return status;
}
