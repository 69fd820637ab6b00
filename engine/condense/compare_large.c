/* A group too large for all its pairs: candidates, their probabilities and ranks, then one small group for
 * each component of what may be joined.
 *
 * Average linkage joins two clusters only when the mean over their pairs reaches the threshold, so some pair
 * does; therefore no cluster reaches over two components of the graph of pairs at or above it, and linking
 * inside each gives what linking the whole would. Inside a component every pair is judged, also those that
 * were no candidates. Cost: the join of the rows, one judgement a candidate, and the square of each
 * component. */
#include "run.h"

#include "alloc.h"
#include "error.h"
#include "khulasa/search.h"
#include "matcher.h"
#include "rank.h"

#include <math.h>

/* Cosine of two rows of demands below which the model gives no pair of corpora/ a half (demand_rows.c). */
#define LEAST_COSINE 0.16

/* Beyond this a component is cut at a higher probability: its matrix would outgrow the machine. */
enum { MOST_MEMBERS = 20000, GRAIN = 512, ROWS_GRAIN = 8 };
#define FLOOR_STEP 0.1F

typedef struct candidate {
    uint32_t i, j; /* places in the group, i < j */
    float distance;
    bool apart;
} candidate;

typedef struct large {
    khl_run *run;
    khl_group *group;
    candidate *pairs; /* ascending by (i, j) */
    size_t n, capacity;
    uint32_t *nearest; /* [group n x KHL_NEIGHBOURS] places */
    uint32_t *parent;  /* [group n] of the components */
} large;

static khl_status take_pairs(void *context, const khl_join_pair *pairs, size_t n, khl_error *err)
{
    large *l = context;
    if (!khl_grow(&l->pairs, &l->capacity, l->n + n, sizeof *l->pairs)) return khl_fail_memory(err);
    for (size_t k = 0; k < n; k++) l->pairs[l->n++] = (candidate){pairs[k].i, pairs[k].j, 1.0F, false};
    return KHL_OK;
}

static khl_status find_candidates(large *l)
{
    khl_run *run = l->run;
    khl_csr rows = {0};
    khl_join *join = NULL;
    khl_join_options options = KHL_JOIN_OPTIONS_INIT;
    options.n_threads = khl_pool_size(run->pool);
    options.progress = run->options.progress;
    khl_status status =
        khl_matcher_demand_rows(&rows, run->matcher, l->group->members, l->group->n, run->err);
    if (status == KHL_OK) status = khl_join_create(&join, &rows, LEAST_COSINE, &options, run->err);
    if (status == KHL_OK) status = khl_join_run(join, run->err);
    if (status == KHL_OK) status = khl_join_each(join, take_pairs, l, run->err);
    khl_join_destroy(join);
    khl_csr_clear(&rows);
    return status;
}

static khl_status judge_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    large *l = context;
    (void)worker;
    (void)err;
    for (size_t k = begin; k < end; k++) {
        candidate *c = &l->pairs[k];
        uint32_t a = l->group->members[c->i], b = l->group->members[c->j];
        c->distance = (float)(1.0 - khl_run_probability(l->run, a, b));
        c->apart = khl_run_must_not_meet(l->run, a, b);
    }
    return KHL_OK;
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
        const candidate *c = &l->pairs[k];
        if (c->apart || !(c->distance <= KHL_RANK_FARTHEST)) continue;
        size_t i = (size_t)c->i * KHL_NEIGHBOURS, j = (size_t)c->j * KHL_NEIGHBOURS;
        insert(l->nearest + i, distances + i, c->j, c->distance);
        insert(l->nearest + j, distances + j, c->i, c->distance);
    }
    free(distances);
    return KHL_OK;
}

/* Probabilities with what ranks add; doubtful pairs are noted. */
static khl_status apply_ranks(large *l)
{
    khl_run *run = l->run;
    khl_status status = KHL_OK;
    for (size_t k = 0; k < l->n && status == KHL_OK; k++) {
        candidate *c = &l->pairs[k];
        double rank = c->apart ? 0 : khl_rank_of_pair(l->nearest, c->i, c->j);
        double p = khl_run_with_rank(run, 1.0 - (double)c->distance, rank);
        c->distance = c->apart ? INFINITY : (float)(1.0 - p);
        if (p >= run->match->review)
            status = khl_run_note_doubtful(run, l->group->members[c->i], l->group->members[c->j], p);
    }
    return status;
}

static uint32_t root_of(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
}

/* The root of a component is its first place, so numbering them by roots is numbering them by first places.
 */
static void unite(uint32_t *parent, uint32_t i, uint32_t j)
{
    i = root_of(parent, i);
    j = root_of(parent, j);
    if (i < j)
        parent[j] = i;
    else
        parent[i] = j;
}

/* size [n] of the component each place is in; count [n] is scratch. True while one is too large. */
static bool measure(large *l, uint32_t *size, uint32_t *count)
{
    bool open = false;
    for (uint32_t i = 0; i < l->group->n; i++) count[i] = 0;
    for (uint32_t i = 0; i < l->group->n; i++) count[root_of(l->parent, i)]++;
    for (uint32_t i = 0; i < l->group->n; i++) {
        size[i] = count[root_of(l->parent, i)];
        open = open || size[i] > MOST_MEMBERS;
    }
    return open;
}

/* Components over pairs within `distance`; those that are too large are taken apart at a smaller one. */
static khl_status find_components(large *l, float distance)
{
    uint32_t n = l->group->n;
    uint32_t *size = khl_alloc(n, sizeof *size), *count = khl_alloc(n, sizeof *count);
    l->parent = khl_alloc(n, sizeof *l->parent);
    khl_status status = size && count && l->parent ? KHL_OK : khl_fail_memory(l->run->err);
    for (uint32_t i = 0; i < n && status == KHL_OK; i++) size[i] = UINT32_MAX;
    for (bool open = true; open && status == KHL_OK; distance -= FLOOR_STEP) {
        for (uint32_t i = 0; i < n; i++)
            if (size[i] > MOST_MEMBERS) l->parent[i] = i;
        for (size_t k = 0; k < l->n && distance > 0; k++) {
            const candidate *c = &l->pairs[k];
            if (c->distance <= distance && size[c->i] > MOST_MEMBERS && size[c->j] > MOST_MEMBERS)
                unite(l->parent, c->i, c->j);
        }
        open = measure(l, size, count);
    }
    free(size);
    free(count);
    return status;
}

/* Where each place stands: in which of the new groups, and where in it. */
typedef struct seats {
    uint32_t *group, *place; /* [n] */
    khl_group *groups;
    size_t n_groups;
} seats;

static khl_status seat_all(large *l, seats *s)
{
    khl_run *run = l->run;
    uint32_t n = l->group->n, next = 0;
    uint32_t *members = khl_arena_array(&run->arena, n, sizeof *members);
    s->group = khl_alloc(n, sizeof *s->group);
    s->place = khl_alloc(n, sizeof *s->place);
    for (uint32_t i = 0; i < n; i++) s->n_groups += root_of(l->parent, i) == i;
    s->groups = khl_run_add_groups(run, s->n_groups);
    if (!members || !s->group || !s->place || !s->groups) return khl_fail_memory(run->err);
    for (uint32_t i = 0, g = 0; i < n; i++) {
        uint32_t root = root_of(l->parent, i);
        s->group[i] = root == i ? g++ : s->group[root];
        s->place[i] = s->groups[s->group[i]].n++;
    }
    for (size_t g = 0; g < s->n_groups; g++) {
        s->groups[g].members = members + next;
        next += s->groups[g].n;
    }
    for (uint32_t i = 0; i < n; i++) s->groups[s->group[i]].members[s->place[i]] = l->group->members[i];
    return KHL_OK;
}

#define UNJUDGED (-1.0F)

static khl_status fill_distances(large *l, seats *s)
{
    for (size_t k = 0; k < s->n_groups; k++) {
        khl_group *g = &s->groups[k];
        if (g->n < 2) continue;
        g->distance = khl_alloc(khl_condensed_size(g->n), sizeof *g->distance);
        if (g->distance == NULL) return khl_fail_memory(l->run->err);
        for (size_t c = 0; c < khl_condensed_size(g->n); c++) g->distance[c] = UNJUDGED;
    }
    for (size_t k = 0; k < l->n; k++) {
        const candidate *c = &l->pairs[k];
        if (s->group[c->i] != s->group[c->j]) continue;
        khl_group *g = &s->groups[s->group[c->i]];
        g->distance[khl_condensed(g->n, s->place[c->i], s->place[c->j])] = c->distance;
    }
    return KHL_OK;
}

typedef struct completing {
    large *l;
    seats *s;
} completing;

/* The pairs of one place with later ones of its group that were no candidates: without a rank, for they are
 * nobody's neighbours. */
static khl_status complete_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    completing *c = context;
    (void)worker;
    (void)err;
    for (size_t i = begin; i < end; i++) {
        khl_group *g = &c->s->groups[c->s->group[i]];
        uint32_t at = c->s->place[i];
        for (uint32_t j = at + 1; j < g->n; j++) {
            float *cell = &g->distance[khl_condensed(g->n, at, j)];
            if (*cell != UNJUDGED) continue;
            float first = (float)(1.0 - khl_run_probability(c->l->run, g->members[at], g->members[j]));
            bool apart = khl_run_must_not_meet(c->l->run, g->members[at], g->members[j]);
            *cell = apart ? INFINITY : (float)(1.0 - khl_run_with_rank(c->l->run, 1.0 - (double)first, 0));
        }
    }
    return KHL_OK;
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

/* With a target joining may go far below the usual threshold: as far as a pair is anybody's neighbour. */
static float farthest_joined(const khl_run *run)
{
    if (run->options.target > 0) return KHL_RANK_FARTHEST;
    return (float)(1.0 - (run->options.probability > 0 ? run->options.probability : run->match->join));
}

khl_status khl_run_compare_large(khl_run *run, khl_group *group, uint32_t *all)
{
    large l = {.run = run, .group = group};
    seats s = {.n_groups = 0};
    completing c = {&l, &s};
    const khl_progress *progress = run->options.progress;
    khl_status status = find_candidates(&l);
    if (status == KHL_OK)
        status = khl_pool_for(run->pool, l.n, GRAIN, judge_range, &l, progress, "compare", run->err);
    if (status == KHL_OK) status = rank_all(&l);
    if (status == KHL_OK) status = apply_ranks(&l);
    if (status == KHL_OK) status = find_components(&l, farthest_joined(run));
    if (status == KHL_OK) status = seat_all(&l, &s);
    if (status == KHL_OK) status = fill_distances(&l, &s);
    if (status == KHL_OK)
        status =
            khl_pool_for(run->pool, group->n, ROWS_GRAIN, complete_range, &c, progress, "compare", run->err);
    if (status == KHL_OK) publish(&l, all);
    free(l.pairs);
    free(l.nearest);
    free(l.parent);
    free(s.group);
    free(s.place);
    return status;
}
