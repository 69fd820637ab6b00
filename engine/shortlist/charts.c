/* What is drawn of the shortlist: the trees, whose leaves are put in the order of the document as far as no
 * two branches cross, and the points of the map. Entries and their members are filled before.
 *
 * Cost: a search within its entry for each demand, and a sort of the trees' roots. */
#include "builder.h"

#include "alloc.h"
#include "error.h"

/* A tree while its leaves are put in order. Nodes are leaves, then joins. */
typedef struct laying {
    const khl_draft_tree *draft;
    khl_shortlist_leaf *of; /* [n] the draft's leaves */
    uint32_t *first;        /* [n_nodes] the leaf of a node that stands first in the document */
    uint32_t *place;        /* [n] where a leaf of the draft stands */
    uint32_t *stack;        /* [n_nodes] */
    bool *inner;            /* [n_nodes] part of a join */
} laying;

static bool is_before(const khl_shortlist_leaf *a, const khl_shortlist_leaf *b)
{
    return a->entry != b->entry ? a->entry < b->entry : a->member < b->member;
}

/* As khl_build_entries puts them: the representative first, then the others in input order. */
static uint32_t member_at(const khl_builder *b, uint32_t entry, uint32_t proposal)
{
    const khl_draft_entry *d = &b->draft->entries[b->order[entry]];
    uint32_t low = 0, high = d->n;
    if (proposal == d->representative) return 0;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (d->members[middle] <= proposal)
            low = middle;
        else
            high = middle;
    }
    return proposal < d->representative ? low + 1 : low;
}

static void name_leaves(const khl_builder *b, laying *l)
{
    for (uint32_t i = 0; i < l->draft->n; i++) {
        uint32_t proposal = l->draft->proposals[i], entry = b->entry_of[proposal];
        l->of[i] = (khl_shortlist_leaf){entry, member_at(b, entry, proposal)};
        l->first[i] = i;
    }
}

/* The side that stands first in the document becomes a. */
static void turn_joins(laying *l, khl_shortlist_join *joins)
{
    const khl_draft_tree *d = l->draft;
    for (uint32_t k = 0; k < d->n_joins; k++) {
        uint32_t a = d->joins[k].a, b = d->joins[k].b;
        bool turned = is_before(&l->of[l->first[b]], &l->of[l->first[a]]);
        joins[k] = (khl_shortlist_join){turned ? b : a, turned ? a : b, d->joins[k].probability};
        l->first[d->n + k] = l->first[joins[k].a];
        l->inner[a] = l->inner[b] = true;
    }
}

typedef struct root {
    khl_shortlist_leaf first;
    uint32_t node;
} root;

static int by_first(const void *x, const void *y)
{
    const root *a = x, *b = y;
    return is_before(&a->first, &b->first) ? -1 : is_before(&b->first, &a->first);
}

static void lay(laying *l, const khl_shortlist_join *joins, uint32_t node, khl_shortlist_leaf *leaves,
                uint32_t *n)
{
    uint32_t depth = 0;
    l->stack[depth++] = node;
    while (depth > 0) {
        uint32_t at = l->stack[--depth];
        if (at < l->draft->n) {
            l->place[at] = *n;
            leaves[(*n)++] = l->of[at];
            continue;
        }
        l->stack[depth++] = joins[at - l->draft->n].b;
        l->stack[depth++] = joins[at - l->draft->n].a;
    }
}

static khl_status lay_all(laying *l, khl_shortlist_join *joins, khl_shortlist_leaf *leaves, khl_error *err)
{
    uint32_t n = l->draft->n, n_nodes = n + l->draft->n_joins, n_roots = 0, n_leaves = 0;
    root *roots = khl_alloc(n, sizeof *roots);
    if (roots == NULL) return khl_fail_memory(err);
    for (uint32_t node = 0; node < n_nodes; node++)
        if (!l->inner[node]) roots[n_roots++] = (root){l->of[l->first[node]], node};
    qsort(roots, n_roots, sizeof *roots, by_first);
    for (uint32_t r = 0; r < n_roots; r++) lay(l, joins, roots[r].node, leaves, &n_leaves);
    for (uint32_t k = 0; k < l->draft->n_joins; k++) {
        if (joins[k].a < n) joins[k].a = l->place[joins[k].a];
        if (joins[k].b < n) joins[k].b = l->place[joins[k].b];
    }
    free(roots);
    return KHL_OK;
}

static khl_status keep_tree(khl_builder *b, const khl_draft_tree *draft, khl_shortlist_tree *out)
{
    size_t n_nodes = (size_t)draft->n + draft->n_joins;
    khl_shortlist_leaf *leaves = khl_arena_array(b->arena, draft->n, sizeof *leaves);
    khl_shortlist_join *joins = khl_arena_array(b->arena, draft->n_joins, sizeof *joins);
    laying l = {.draft = draft,
                .of = khl_alloc(draft->n, sizeof *l.of),
                .first = khl_alloc(n_nodes, sizeof *l.first),
                .place = khl_alloc(draft->n, sizeof *l.place),
                .stack = khl_alloc(n_nodes, sizeof *l.stack),
                .inner = khl_alloc_zero(n_nodes, sizeof *l.inner)};
    khl_status status = KHL_E_MEMORY;
    if (leaves && joins && l.of && l.first && l.place && l.stack && l.inner) {
        name_leaves(b, &l);
        turn_joins(&l, joins);
        status = lay_all(&l, joins, leaves, b->err);
    } else {
        khl_fail_memory(b->err);
    }
    *out = (khl_shortlist_tree){draft->axis + 1, leaves, draft->n, joins, draft->n_joins};
    free(l.of);
    free(l.first);
    free(l.place);
    free(l.stack);
    free(l.inner);
    return status;
}

/* Where a draft entry stands. */
static uint32_t place_of(const khl_builder *b, uint32_t draft_entry)
{
    return b->entry_of[b->draft->entries[draft_entry].members[0]];
}

static int by_entry(const void *x, const void *y)
{
    const khl_shortlist_point *a = x, *b = y;
    return a->entry < b->entry ? -1 : a->entry > b->entry;
}

static khl_status keep_points(khl_builder *b)
{
    khl_draft_map map = {0};
    if (b->draft->map != NULL) b->draft->map(b->draft->context, &map);
    khl_shortlist_point *points = khl_arena_array(b->arena, map.n_points, sizeof *points);
    if (points == NULL) return khl_fail_memory(b->err);
    for (size_t i = 0; i < map.n_points; i++) {
        const khl_draft_point *from = &map.points[i];
        points[i] = (khl_shortlist_point){
            .entry = place_of(b, from->entry), .x = from->x, .y = from->y, .n_nearest = from->n_nearest};
        for (uint32_t k = 0; k < from->n_nearest; k++) points[i].nearest[k] = place_of(b, from->nearest[k]);
    }
    if (map.n_points > 0) qsort(points, map.n_points, sizeof *points, by_entry);
    b->out->points = points;
    b->out->n_points = map.n_points;
    b->out->points_kept = map.kept;
    return KHL_OK;
}

khl_status khl_build_charts(khl_builder *b)
{
    const khl_draft *d = b->draft;
    khl_shortlist_tree *trees = khl_arena_array(b->arena, d->n_trees, sizeof *trees);
    khl_status status = trees != NULL ? KHL_OK : khl_fail_memory(b->err);
    for (size_t t = 0; t < d->n_trees && status == KHL_OK; t++)
        status = keep_tree(b, &d->trees[t], &trees[t]);
    b->out->trees = trees;
    b->out->n_trees = d->n_trees;
    b->out->joined_from = d->joined_from;
    return status == KHL_OK ? keep_points(b) : status;
}
