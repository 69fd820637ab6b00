/* Distances by what the committee decided. Those whom must-links make one are at distance 0, so they are
 * merged before all else; those that are kept apart are at +inf, which stands through every merge. What the
 * program alone keeps apart (another place, another number) gives way: a committee that calls two demands one
 * has seen it, so towards a third one that is near to either the contradiction of the other counts as no
 * likeness, and no longer as a wall. Cost: nothing without links; else a look at each pair of a linked
 * proposal. */
#include "run.h"

#include "alloc.h"
#include "error.h"
#include "map.h"

#include <math.h>

/* No likeness at all, but no wall. */
#define FAR 1.0F

typedef struct constrained {
    khl_run *run;
    khl_group *group;
    uint32_t *place; /* [run->n] of a proposal in the group, UINT32_MAX elsewhere */
    uint32_t *ones;  /* [group->n] scratch: places of one component */
    khl_map have;    /* pairs of places that have an edge within a component */
    khl_edge *added; /* [n_added] for those that had none */
    size_t n_added, capacity;
} constrained;

/* Whether place k holds the first proposal of a component that has others. */
static bool is_first(const constrained *c, uint32_t k)
{
    const khl_replay *r = c->run->replay;
    uint32_t i = c->group->members[k], first = khl_replay_component(r, i);
    if (first == i && khl_replay_next(r, i) == UINT32_MAX) return false;
    while (c->place[first] == UINT32_MAX) first = khl_replay_next(r, first);
    return first == i;
}

/* The places of the component that begins with proposal i, in the order of the chain. */
static size_t list_component(const constrained *c, uint32_t i)
{
    size_t n = 0;
    for (; i != UINT32_MAX; i = khl_replay_next(c->run->replay, i))
        if (c->place[i] != UINT32_MAX) c->ones[n++] = c->place[i];
    return n;
}

/* Towards one outside of the component. */
static void soften(constrained *c, size_t n, uint32_t outside)
{
    khl_group *g = c->group;
    size_t walls = 0;
    for (size_t k = 0; k < n; k++) walls += isinf(g->distance[khl_condensed(g->n, c->ones[k], outside)]) != 0;
    if (walls == 0 || walls == n) return;
    for (size_t k = 0; k < n; k++) {
        float *cell = &g->distance[khl_condensed(g->n, c->ones[k], outside)];
        if (isinf(*cell)) *cell = FAR;
    }
}

static void join_dense(constrained *c, size_t n)
{
    khl_group *g = c->group;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) g->distance[khl_condensed(g->n, c->ones[i], c->ones[j])] = 0;
    for (uint32_t other = 0; other < g->n; other++) {
        bool within = khl_replay_component(c->run->replay, g->members[other]) ==
                      khl_replay_component(c->run->replay, g->members[c->ones[0]]);
        if (!within) soften(c, n, other);
    }
}

/* The pair as a key, the smaller place first; *added tells whether it had no edge. */
static khl_status put_pair(constrained *c, uint32_t i, uint32_t j, bool *added)
{
    uint32_t pair[2] = {i < j ? i : j, i < j ? j : i};
    if (khl_map_put(&c->have, (khl_str){(const char *)pair, sizeof pair}, NULL, added) != KHL_OK)
        return khl_fail_memory(c->run->err);
    return KHL_OK;
}

/* Pairs of a component that have no edge get one. */
static khl_status join_sparse(constrained *c, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            bool added;
            khl_status status = put_pair(c, c->ones[i], c->ones[j], &added);
            if (status != KHL_OK) return status;
            if (!added) continue;
            if (!khl_grow(&c->added, &c->capacity, c->n_added + 1, sizeof *c->added))
                return khl_fail_memory(c->run->err);
            c->added[c->n_added++] = (khl_edge){c->ones[i], c->ones[j], 0};
        }
    }
    return KHL_OK;
}

/* Edges that there are: 0 within a component, +inf between those that are kept apart. */
static khl_status change_edges(constrained *c)
{
    khl_group *g = c->group;
    const khl_replay *r = c->run->replay;
    khl_status status = KHL_OK;
    for (size_t k = 0; k < g->n_edges && status == KHL_OK; k++) {
        khl_edge *e = &g->edges[k];
        uint32_t a = g->members[e->i], b = g->members[e->j];
        if (khl_replay_are_apart(r, a, b)) e->distance = INFINITY;
        if (khl_replay_component(r, a) != khl_replay_component(r, b)) continue;
        e->distance = 0;
        status = put_pair(c, e->i, e->j, NULL);
    }
    return status;
}

static khl_status append_edges(constrained *c)
{
    khl_group *g = c->group;
    size_t capacity = g->n_edges;
    if (c->n_added == 0) return KHL_OK;
    if (!khl_grow(&g->edges, &capacity, g->n_edges + c->n_added, sizeof *g->edges))
        return khl_fail_memory(c->run->err);
    for (size_t k = 0; k < c->n_added; k++) g->edges[g->n_edges++] = c->added[k];
    c->n_added = 0;
    return KHL_OK;
}

static void keep_apart(constrained *c)
{
    const khl_decided_pairs *apart = khl_replay_apart(c->run->replay);
    for (size_t k = 0; k < apart->n; k++) {
        uint32_t i = c->place[apart->items[k].a], j = c->place[apart->items[k].b];
        if (i != UINT32_MAX && j != UINT32_MAX)
            c->group->distance[khl_condensed(c->group->n, i, j)] = INFINITY;
    }
}

static khl_status join_component(constrained *c, uint32_t i)
{
    size_t n = list_component(c, i);
    if (n < 2) return KHL_OK;
    if (c->group->distance == NULL) return join_sparse(c, n);
    join_dense(c, n);
    return KHL_OK;
}

static khl_status constrain_group(constrained *c)
{
    khl_group *g = c->group;
    const khl_replay *r = c->run->replay;
    khl_status status = khl_map_init(&c->have, c->run->err);
    if (status == KHL_OK && g->distance == NULL) status = change_edges(c);
    for (uint32_t k = 0; k < g->n && status == KHL_OK; k++)
        if (is_first(c, k)) status = join_component(c, khl_replay_component(r, g->members[k]));
    if (status == KHL_OK) status = append_edges(c);
    if (status == KHL_OK && g->distance != NULL) keep_apart(c);
    khl_map_clear(&c->have);
    return status;
}

khl_status khl_run_constrain(khl_run *run)
{
    if (run->replay == NULL) return KHL_OK;
    if (khl_replay_must(run->replay)->n + khl_replay_apart(run->replay)->n == 0) return KHL_OK;
    constrained c = {
        .run = run, .place = khl_alloc(run->n, sizeof *c.place), .ones = khl_alloc(run->n, sizeof *c.ones)};
    khl_status status = c.place && c.ones ? KHL_OK : khl_fail_memory(run->err);
    for (size_t i = 0; i < run->n && status == KHL_OK; i++) c.place[i] = UINT32_MAX;
    for (size_t g = 0; g < run->n_groups && status == KHL_OK; g++) {
        c.group = &run->groups[g];
        if (c.group->n < 2) continue;
        for (uint32_t k = 0; k < c.group->n; k++) c.place[c.group->members[k]] = k;
        status = constrain_group(&c);
        for (uint32_t k = 0; k < c.group->n; k++) c.place[c.group->members[k]] = UINT32_MAX;
    }
    free(c.place);
    free(c.ones);
    free(c.added);
    return status;
}

/* For pairs of a large group that are asked for one by one. */
static bool is_softened(const khl_run *run, const khl_replay *r, uint32_t a, uint32_t b)
{
    for (uint32_t i = khl_replay_component(r, a); i != UINT32_MAX; i = khl_replay_next(r, i))
        if (i != a && !khl_run_must_not_meet(run, i, b)) return true;
    return false;
}

float khl_run_distance(void *context, uint32_t i, uint32_t j)
{
    const khl_linking *l = context;
    khl_run *run = l->run;
    const khl_replay *r = run->replay;
    uint32_t a = l->group->members[i], b = l->group->members[j];
    bool wall = khl_run_must_not_meet(run, a, b);
    if (r != NULL && khl_replay_component(r, a) == khl_replay_component(r, b)) return 0;
    if (r != NULL && khl_replay_are_apart(r, a, b)) return INFINITY;
    if (wall && r != NULL && (is_softened(run, r, a, b) || is_softened(run, r, b, a))) return FAR;
    return wall ? INFINITY : (float)(1.0 - khl_run_probability(run, a, b));
}
