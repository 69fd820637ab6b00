/* How the demands of each axis came together, for those who look at the result: the merges of the groups,
 * without the demands of other axes, which were compared in the same pool. What is left of a merge keeps its
 * height, so heights never fall. Merges at infinity join nothing. Cost: linear, for each axis. */
#include "run.h"

#include "alloc.h"
#include "error.h"

#include <math.h>

typedef struct growing {
    const khl_run *run;
    uint32_t axis, n; /* of n demands */
    uint32_t *proposals;
    khl_draft_join *joins;
    uint32_t n_leaves, n_joins; /* so far */
    uint32_t *node; /* [2 n] of the group at hand: where it stands in the tree; UINT32_MAX: nowhere */
} growing;

static uint32_t count_demands(const khl_run *run, uint32_t axis)
{
    uint32_t n = 0;
    for (size_t e = 0; e < run->n_entries; e++)
        if (run->entries[e].axis == axis) n += run->entries[e].n;
    return n;
}

static void add_leaves(growing *t, const khl_group *g)
{
    for (uint32_t i = 0; i < g->n; i++) {
        t->node[i] = UINT32_MAX;
        if (khl_run_is_aside(t->run, g->members[i])) continue;
        if (t->run->entries[t->run->entry_of[g->members[i]]].axis != t->axis) continue;
        t->node[i] = t->n_leaves;
        t->proposals[t->n_leaves++] = g->members[i];
    }
}

/* A merge with nothing of this axis on one side is no join, and the other side goes on. */
static void add_joins(growing *t, const khl_group *g)
{
    for (uint32_t k = 0; k + 1 < g->n; k++) {
        const khl_merge *merge = &g->merges[k];
        uint32_t a = t->node[merge->a], b = t->node[merge->b], *node = &t->node[g->n + k];
        *node = a != UINT32_MAX ? a : b;
        if (a == UINT32_MAX || b == UINT32_MAX) continue;
        *node = UINT32_MAX;
        if (isinf(merge->height)) continue; /* as are all behind it */
        double probability = 1.0 - (double)merge->height;
        *node = t->n + t->n_joins;
        t->joins[t->n_joins++] = (khl_draft_join){a, b, probability > 0 ? probability : 0};
    }
}

static khl_status grow(khl_run *run, uint32_t axis, uint32_t *node, khl_draft_tree *out)
{
    growing t = {.run = run, .axis = axis, .n = out->n, .node = node};
    t.proposals = khl_arena_array(&run->arena, t.n, sizeof *t.proposals);
    t.joins = khl_arena_array(&run->arena, t.n, sizeof *t.joins);
    if (t.proposals == NULL || t.joins == NULL) return khl_fail_memory(run->err);
    for (size_t g = 0; g < run->n_groups; g++) {
        add_leaves(&t, &run->groups[g]);
        if (run->groups[g].n > 1) add_joins(&t, &run->groups[g]);
    }
    out->axis = axis;
    out->proposals = t.proposals;
    out->joins = t.joins;
    out->n_joins = t.n_joins;
    return KHL_OK;
}

khl_status khl_run_grow_trees(khl_run *run, khl_draft *draft)
{
    uint32_t n_axes = khl_axes_count(run->axes);
    if (run->streamed || run->options.without_charts) return KHL_OK; /* its merges are forgotten by now */
    khl_draft_tree *trees = khl_arena_array(&run->arena, n_axes, sizeof *trees);
    uint32_t *node = khl_alloc(run->n, 2 * sizeof *node);
    khl_status status = trees != NULL && node != NULL ? KHL_OK : khl_fail_memory(run->err);
    for (uint32_t axis = 0; axis < n_axes && status == KHL_OK; axis++) {
        uint32_t n = count_demands(run, axis);
        trees[draft->n_trees].n = n;
        if (n > 0) status = grow(run, axis, node, &trees[draft->n_trees++]);
    }
    draft->trees = trees;
    draft->joined_from = run->join;
    free(node);
    return status;
}
