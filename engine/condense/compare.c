/* All pairs of each group: search multiplies, match judges, and each pair's distance goes to its own cell. */
#include "run.h"

#include "alloc.h"
#include "error.h"
#include "khulasa/search.h"
#include "matcher.h"
#include "rank.h"

#include <math.h>

typedef struct comparison {
    khl_run *run;
    khl_group *group;
} comparison;

/* Beyond every distance: a pair that must not meet keeps its probability so until ranks are known. */
#define APART 4.0F

static double probability_of(const khl_run *run, uint32_t a, uint32_t b, const double cosine[KHL_N_SPACES])
{
    double evidence[KHL_N_EVIDENCE];
    khl_matcher_evidence(run->matcher, a, b, cosine, evidence);
    return khl_match_probability(run->match, evidence);
}

bool khl_run_must_not_meet(const khl_run *run, uint32_t a, uint32_t b)
{
    uint32_t x = run->given[a], y = run->given[b];
    return (x != KHL_AXIS_NONE && y != KHL_AXIS_NONE && x != y) ||
           khl_matcher_blocked(run->matcher, a, b) != 0;
}

static void judge_pair(comparison *c, const khl_tile *tile, size_t i, size_t j)
{
    khl_group *g = c->group;
    size_t at = (i - tile->row) * tile->ld + (j - tile->col);
    double cosine[KHL_N_SPACES];
    for (unsigned s = 0; s < KHL_N_SPACES; s++) cosine[s] = (double)tile->similarity[s][at];
    uint32_t a = g->members[i], b = g->members[j];
    float distance = (float)(1.0 - probability_of(c->run, a, b, cosine));
    g->distance[khl_condensed(g->n, i, j)] =
        khl_run_must_not_meet(c->run, a, b) ? distance + APART : distance;
}

static khl_status judge_tile(void *context, const khl_tile *tile, khl_error *err)
{
    (void)err;
    for (size_t i = tile->row; i < tile->row + tile->n_rows; i++) {
        size_t j = tile->row == tile->col ? i + 1 : tile->col;
        for (; j < tile->col + tile->n_cols; j++) judge_pair(context, tile, i, j);
    }
    return KHL_OK;
}

/* The rows of a group, in its order. */
static khl_status take_rows(const khl_run *run, const khl_group *g, unsigned space, khl_csr *out,
                            khl_error *err)
{
    const khl_csr *all = khl_matcher_space(run->matcher, space);
    uint64_t nnz = 0;
    if (all->n_rows == 0) { /* not kept, because nothing weighs it */
        *out = (khl_csr){.n_rows = g->n, .row_ptr = khl_alloc_zero((size_t)g->n + 1, sizeof *out->row_ptr)};
        return out->row_ptr != NULL ? KHL_OK : khl_fail_memory(err);
    }
    for (uint32_t i = 0; i < g->n; i++) nnz += all->row_ptr[g->members[i] + 1] - all->row_ptr[g->members[i]];
    *out = (khl_csr){g->n, all->n_cols, khl_alloc((size_t)g->n + 1, sizeof *out->row_ptr),
                     khl_alloc((size_t)nnz, sizeof *out->col), khl_alloc((size_t)nnz, sizeof *out->val)};
    if (!out->row_ptr || !out->col || !out->val) return khl_fail_memory(err);
    uint64_t at = 0;
    for (uint32_t i = 0; i < g->n; i++) {
        out->row_ptr[i] = at;
        for (uint64_t k = all->row_ptr[g->members[i]]; k < all->row_ptr[g->members[i] + 1]; k++, at++) {
            out->col[at] = all->col[k];
            out->val[at] = all->val[k];
        }
    }
    out->row_ptr[g->n] = at;
    return KHL_OK;
}

/* Of the progress of one small group among many nobody wants to hear. */
static khl_status compare_group(khl_run *run, khl_group *g, bool alone, khl_error *err)
{
    khl_csr rows[KHL_N_SPACES] = {{0}};
    const khl_csr *spaces[KHL_N_SPACES];
    khl_search_options options = KHL_SEARCH_OPTIONS_INIT;
    comparison c = {.run = run, .group = g};
    options.n_threads = alone ? khl_pool_size(run->pool) : 1;
    options.progress = alone ? run->options.progress : NULL;
    khl_status status = KHL_OK;
    for (unsigned s = 0; s < KHL_N_SPACES && status == KHL_OK; s++) {
        status = take_rows(run, g, s, &rows[s], err);
        spaces[s] = &rows[s];
    }
    g->distance = khl_alloc(khl_condensed_size(g->n), sizeof *g->distance);
    if (status == KHL_OK && g->distance == NULL) status = khl_fail_memory(err);
    if (status == KHL_OK) status = khl_search_all_pairs(spaces, KHL_N_SPACES, &options, judge_tile, &c, err);
    for (unsigned s = 0; s < KHL_N_SPACES; s++) khl_csr_clear(&rows[s]);
    return status;
}

khl_status khl_run_note_doubtful(khl_run *run, uint32_t a, uint32_t b, double p)
{
    if (!khl_grow(&run->doubtful, &run->doubtful_capacity, run->n_doubtful + 1, sizeof *run->doubtful))
        return khl_fail_memory(run->err);
    run->doubtful[run->n_doubtful++] = a < b ? (khl_scored_pair){a, b, p} : (khl_scored_pair){b, a, p};
    return KHL_OK;
}

/* The probability once ranks are known: the odds of the first one, times what the collection and the rank
 * add. */
double khl_run_with_rank(const khl_run *run, double p, double rank)
{
    const khl_match_model *model = run->match;
    double factor = exp(model->weight[KHL_EVIDENCE_COLLECTION] + model->weight[KHL_EVIDENCE_RANK] * rank);
    return p * factor / (1 - p + p * factor);
}

/* Distances by rank; +inf keeps two apart for good. Doubtful pairs are noted in the order of the group. */
static khl_status apply_ranks(khl_run *run, khl_group *g, const uint32_t *nearest)
{
    const khl_match_model *model = run->match;
    khl_status status = KHL_OK;
    for (uint32_t i = 0; i < g->n; i++) {
        for (uint32_t j = i + 1; j < g->n && status == KHL_OK; j++) {
            float *cell = &g->distance[khl_condensed(g->n, i, j)];
            bool apart = *cell >= APART;
            double p = 1.0 - (double)(apart ? *cell - APART : *cell);
            p = khl_run_with_rank(run, p, apart ? 0 : khl_rank_of_pair(nearest, i, j));
            *cell = apart ? INFINITY : (float)(1.0 - p);
            if (p >= model->review) status = khl_run_note_doubtful(run, g->members[i], g->members[j], p);
        }
    }
    return status;
}

/* The nearest within a group, as numbers of proposals among all. */
static void publish(const khl_group *g, const uint32_t *nearest, uint32_t *all)
{
    for (uint32_t i = 0; i < g->n; i++)
        for (uint32_t k = 0; k < KHL_NEIGHBOURS; k++) {
            uint32_t place = nearest[(size_t)i * KHL_NEIGHBOURS + k];
            if (place != UINT32_MAX) all[(size_t)g->members[i] * KHL_NEIGHBOURS + k] = g->members[place];
        }
}

static khl_status rank_group(khl_run *run, khl_group *g, uint32_t *all)
{
    uint32_t *nearest = khl_alloc((size_t)g->n * KHL_NEIGHBOURS, sizeof *nearest);
    if (nearest == NULL) return khl_fail_memory(run->err);
    khl_rank_nearest(g->distance, g->n, nearest);
    publish(g, nearest, all);
    khl_status status = apply_ranks(run, g, nearest);
    free(nearest);
    return status;
}

khl_group *khl_run_add_groups(khl_run *run, size_t n)
{
    if (!khl_grow(&run->groups, &run->groups_capacity, run->n_groups + n, sizeof *run->groups)) return NULL;
    khl_group *added = run->groups + run->n_groups;
    for (size_t k = 0; k < n; k++) added[k] = (khl_group){0};
    run->n_groups += n;
    return added;
}

/* A collection that is read again for every look at it is large throughout. */
size_t khl_run_most_compared(const khl_run *run)
{
    enum { WHEN_STREAMED = 300 };
    size_t most = run->options.most_compared;
    return run->streamed && most > WHEN_STREAMED ? WHEN_STREAMED : most;
}

/* Groups of so few that their pairs are not worth a second thread. */
static bool is_few(const khl_run *run, const khl_group *g)
{
    enum { FEW = 300 };
    return g->n <= FEW && g->n <= khl_run_most_compared(run);
}

/* Such groups, each on one thread. */
static khl_status compare_few(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    khl_run *run = context;
    khl_status status = KHL_OK;
    (void)worker;
    for (size_t g = begin; g < end && status == KHL_OK; g++)
        if (run->groups[g].n >= 2 && is_few(run, &run->groups[g]))
            status = compare_group(run, &run->groups[g], false, err);
    return status;
}

/* Ranks one group behind the other: doubtful pairs are noted in that order. */
static khl_status compare_small(khl_run *run, khl_group *g, uint32_t *all)
{
    if (g->n < 2) return KHL_OK;
    khl_status status = is_few(run, g) ? KHL_OK : compare_group(run, g, true, run->err);
    return status == KHL_OK ? rank_group(run, g, all) : status;
}

khl_status khl_run_compare(khl_run *run)
{
    size_t n_ids = run->n * KHL_NEIGHBOURS, most = khl_run_most_compared(run);
    uint32_t *all = khl_alloc(n_ids, sizeof *all);
    khl_status status = all != NULL ? KHL_OK : khl_fail_memory(run->err);
    for (size_t k = 0; all != NULL && k < n_ids; k++) all[k] = UINT32_MAX;
    if (status == KHL_OK)
        status = khl_pool_for(run->pool, run->n_groups, 1, compare_few, run, run->options.progress, "compare",
                              run->err);
    for (size_t g = 0; g < run->n_groups && status == KHL_OK; g++)
        status = run->groups[g].n > most ? khl_run_compare_large(run, &run->groups[g], all)
                                         : compare_small(run, &run->groups[g], all);
    if (status == KHL_OK) status = khl_matcher_set_neighbours(run->matcher, all, run->err);
    free(all);
    return status;
}

double khl_run_probability(void *context, uint32_t a, uint32_t b)
{
    const khl_run *run = context;
    double cosine[KHL_N_SPACES];
    khl_matcher_weighted_cosines(run->matcher, a, b, cosine);
    return probability_of(run, a, b, cosine);
}
