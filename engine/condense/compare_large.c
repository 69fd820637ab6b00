/* A group too large for all its pairs: candidates, their probabilities and ranks, and of these the edges that
 * linking may join by.
 *
 * Average linkage joins two clusters only when the mean over their pairs reaches the threshold, so some pair
 * does; therefore pairs at or above it are edges enough, and khl_linkage_sparse asks for the others where it
 * needs them. Cost: the join of the rows, one judgement a candidate, and those that linking asks for. */
#include "run.h"

#include "alloc.h"
#include "error.h"
#include "khulasa/search.h"
#include "matcher.h"
#include "rank.h"

#include <math.h>

/* Cosine of two rows of demands from which on pairs are judged. Below the first the model gives no pair of
 * corpora/ the threshold of joining, below the second next to none a half (demand_rows.c); the second, which
 * halves the candidates, is for collections in which reading each text again is dear already. */
#define LEAST_COSINE 0.16
#define LEAST_COSINE_STREAMED 0.30

enum { GRAIN = 512, AHEAD = 3 };

typedef struct large {
    khl_run *run;
    khl_group *group;
    khl_candidate *pairs; /* ascending by (i, j) */
    size_t n, capacity;
    uint32_t *nearest; /* [group n x KHL_NEIGHBOURS] places */
} large;

double khl_run_least_cosine(const khl_run *run)
{
    return run->streamed ? LEAST_COSINE_STREAMED : LEAST_COSINE;
}

static khl_status take_pairs(void *context, const khl_join_pair *pairs, size_t n, khl_error *err)
{
    large *l = context;
    if (!khl_grow(&l->pairs, &l->capacity, l->n + n, sizeof *l->pairs)) return khl_fail_memory(err);
    for (size_t k = 0; k < n; k++) l->pairs[l->n++] = (khl_candidate){pairs[k].i, pairs[k].j, 1.0F, false};
    return KHL_OK;
}

static khl_status find_candidates(large *l)
{
    khl_run *run = l->run;
    khl_csr rows = {0};
    khl_join *join = NULL;
    khl_join_options options = KHL_JOIN_OPTIONS_INIT;
    options.n_threads = khl_pool_size(run->pool);
    khl_status status =
        khl_matcher_demand_rows(&rows, run->matcher, l->group->members, l->group->n, run->err);
    if (status == KHL_OK) status = khl_run_compact(&rows, run->err);
    if (status == KHL_OK)
        status = khl_join_create(&join, &rows, khl_run_least_cosine(run), &options, run->err);
    if (status == KHL_OK) status = khl_join_run(join, run->err);
    if (status == KHL_OK) status = khl_join_each(join, take_pairs, l, run->err);
    khl_join_destroy(join);
    khl_csr_clear(&rows);
    return status;
}

void khl_run_judge(const khl_run *run, uint32_t a, uint32_t b, khl_candidate *out)
{
    out->distance = 1.0F;
    out->apart = khl_run_must_not_meet(run, a, b);
    if (out->apart && run->streamed) return; /* too many to be listed for review */
    out->distance = (float)(1.0 - khl_run_probability((void *)run, a, b));
}

static khl_status judge_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    large *l = context;
    (void)worker;
    (void)err;
    const uint32_t *members = l->group->members;
    for (size_t k = begin; k < end; k++) {
        khl_candidate *c = &l->pairs[k];
        if (k + 2 * AHEAD < end) khl_matcher_expect(l->run->matcher, members[l->pairs[k + 2 * AHEAD].j]);
        if (k + AHEAD < end) khl_matcher_expect_soon(l->run->matcher, members[l->pairs[k + AHEAD].j]);
        khl_run_judge(l->run, l->group->members[c->i], l->group->members[c->j], c);
    }
    return KHL_OK;
}

static khl_status find_and_judge(large *l)
{
    khl_run *run = l->run;
    if (run->candidates.fetch != NULL)
        return run->candidates.fetch(run->candidates.context, run, (size_t)(l->group - run->groups),
                                     &l->pairs, &l->n);
    khl_status status = find_candidates(l);
    return status != KHL_OK ? status
                            : khl_pool_for(run->pool, l->n, GRAIN, judge_range, l, run->options.progress,
                                           "compare", run->err);
}

/* The list of a place and the distances in it. A tie goes to whom comes first, which is the smaller. */
static void insert(uint32_t *list, float *distances, uint32_t j, float distance)
{
    uint32_t at = KHL_NEIGHBOURS;
    while (at > 0 && (list[at - 1] == UINT32_MAX || distances[at - 1] > distance)) at--;
    if (at == KHL_NEIGHBOURS) return;
    for (uint32_t k = KHL_NEIGHBOURS - 1; k > at; k--) {
        list[k] = list[k - 1];
        distances[k] = distances[k - 1];
    }
    list[at] = j;
    distances[at] = distance;
}

/* Pairs ascend, so each place meets its neighbours in ascending order. */
static khl_status rank_all(large *l)
{
    size_t n = (size_t)l->group->n * KHL_NEIGHBOURS;
    float *distances = khl_alloc_zero(n, sizeof *distances);
    l->nearest = khl_alloc(n, sizeof *l->nearest);
    if (distances == NULL || l->nearest == NULL) {
        free(distances);
        return khl_fail_memory(l->run->err);
    }
    for (size_t k = 0; k < n; k++) l->nearest[k] = UINT32_MAX;
    for (size_t k = 0; k < l->n; k++) {
        const khl_candidate *c = &l->pairs[k];
        if (c->apart || !(c->distance <= KHL_RANK_FARTHEST)) continue;
        size_t i = (size_t)c->i * KHL_NEIGHBOURS, j = (size_t)c->j * KHL_NEIGHBOURS;
        insert(l->nearest + i, distances + i, c->j, c->distance);
        insert(l->nearest + j, distances + j, c->i, c->distance);
    }
    free(distances);
    return KHL_OK;
}

/* Probabilities with what ranks add; doubtful pairs are noted, but for a streamed collection, in which edges
 * that linking leaves open are noted later (khl_run_note_open_edges). */
static khl_status apply_ranks(large *l)
{
    khl_run *run = l->run;
    khl_status status = KHL_OK;
    for (size_t k = 0; k < l->n && status == KHL_OK; k++) {
        khl_candidate *c = &l->pairs[k];
        double rank = c->apart ? 0 : khl_rank_of_pair(l->nearest, c->i, c->j);
        double p = khl_run_with_rank(run, 1.0 - (double)c->distance, rank);
        c->distance = c->apart ? INFINITY : (float)(1.0 - p);
        if (p >= run->match->review && !run->streamed)
            status = khl_run_note_doubtful(run, l->group->members[c->i], l->group->members[c->j], p);
    }
    return status;
}

static void publish(const large *l, uint32_t *all)
{
    for (size_t i = 0; i < l->group->n; i++)
        for (size_t k = 0; k < KHL_NEIGHBOURS; k++) {
            uint32_t place = l->nearest[i * KHL_NEIGHBOURS + k];
            if (place != UINT32_MAX)
                all[l->group->members[i] * KHL_NEIGHBOURS + k] = l->group->members[place];
        }
}

float khl_run_farthest_joined(const khl_run *run)
{
    if (run->options.target > 0) return KHL_RANK_FARTHEST;
    return (float)(1.0 - (run->options.probability > 0 ? run->options.probability : run->match->join));
}

static khl_status keep_edges(large *l)
{
    float farthest = khl_run_farthest_joined(l->run);
    size_t n = 0;
    for (size_t k = 0; k < l->n; k++) n += l->pairs[k].distance <= farthest;
    l->group->edges = khl_alloc(n, sizeof *l->group->edges);
    if (l->group->edges == NULL) return khl_fail_memory(l->run->err);
    for (size_t k = 0; k < l->n; k++) {
        const khl_candidate *c = &l->pairs[k];
        if (c->distance <= farthest)
            l->group->edges[l->group->n_edges++] = (khl_edge){c->i, c->j, c->distance};
    }
    return KHL_OK;
}

khl_status khl_run_compare_large(khl_run *run, khl_group *group, uint32_t *all)
{
    large l = {.run = run, .group = group};
    khl_status status = find_and_judge(&l);
    if (status == KHL_OK) status = rank_all(&l);
    if (status == KHL_OK) status = apply_ranks(&l);
    if (status == KHL_OK) status = keep_edges(&l);
    if (status == KHL_OK) publish(&l, all);
    free(l.pairs);
    free(l.nearest);
    return status;
}

khl_status khl_run_note_open_edges(khl_run *run)
{
    khl_status status = KHL_OK;
    for (size_t g = 0; g < run->n_groups && run->streamed; g++) {
        const khl_group *group = &run->groups[g];
        for (size_t k = 0; k < group->n_edges && status == KHL_OK; k++) {
            uint32_t a = group->members[group->edges[k].i], b = group->members[group->edges[k].j];
            if (run->entry_of[a] != run->entry_of[b])
                status = khl_run_note_doubtful(run, a, b, 1.0 - (double)group->edges[k].distance);
        }
    }
    return status;
}
