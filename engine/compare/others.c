/* Candidates by exact top-k over the spaces, weighed by the model, then judged by it. similar.c explains the
 * best of them; condense/elsewhere.c counts them. */
#include "others.h"

#include "alloc.h"
#include "error.h"
#include "khulasa/search.h"

#include <math.h>

#define LEAST_WEIGHT 0.25 /* a cosine the model makes nothing of still tells near rows from far ones */

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

static khl_status find_candidates(khl_others *o, khl_error *err)
{
    const khl_collection *c = &o->collection;
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
        status = khl_search_top_k(queries, targets, weights, KHL_N_SPACES, o->n_candidates, &options, o->ids,
                                  o->scores, err);
    for (unsigned s = 0; s < KHL_N_SPACES; s++) free(second[s].row_ptr);
    return status;
}

static int best_first(const void *x, const void *y)
{
    const khl_judged *a = x, *b = y;
    if (a->verdict != b->verdict) return a->verdict > b->verdict ? -1 : 1;
    if (a->probability != b->probability) return a->probability > b->probability ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

static khl_judged judge(const khl_collection *c, uint32_t i, uint32_t j)
{
    double cosine[KHL_N_SPACES], evidence[KHL_N_EVIDENCE];
    const khl_match_model *model = khl_models_match(c->models);
    khl_matcher_cosines(c->matcher, i, j, cosine);
    khl_matcher_evidence(c->matcher, i, j, cosine, evidence);
    double p = khl_match_probability(model, evidence);
    return (khl_judged){j, khl_match_verdict(model, p, khl_matcher_blocked(c->matcher, i, j)), p};
}

size_t khl_others_judge(const khl_others *o, size_t i, khl_judged *list)
{
    const khl_collection *c = &o->collection;
    size_t n = 0;
    for (size_t k = 0; k < o->n_candidates; k++) {
        uint32_t id = o->ids[i * o->n_candidates + k];
        if (id != UINT32_MAX) list[n++] = judge(c, (uint32_t)i, (uint32_t)c->n_first + id);
    }
    if (n > 1) qsort(list, n, sizeof *list, best_first);
    return n;
}

khl_status khl_others_find(khl_others *o, size_t most_candidates, khl_error *err)
{
    khl_status status = khl_collection_prepare(&o->collection, err);
    size_t n_second = o->collection.n - o->collection.n_first, cells;
    if (status != KHL_OK) return status;
    o->n_candidates = most_candidates < n_second ? most_candidates : n_second;
    if (!khl_mul(o->collection.n_first, o->n_candidates, &cells)) return khl_fail_memory(err);
    o->ids = khl_alloc(cells, sizeof *o->ids);
    o->scores = khl_alloc(cells, sizeof *o->scores);
    if (o->ids == NULL || o->scores == NULL) return khl_fail_memory(err);
    return find_candidates(o, err);
}

void khl_others_clear(khl_others *o)
{
    khl_collection_clear(&o->collection);
    free(o->ids);
    free(o->scores);
    o->ids = NULL;
    o->scores = NULL;
}
