/* Do the trees and the map show what the shortlist holds? Writers follow their numbers without asking.
 * Linear. */
#include "account.h"

#include "alloc.h"
#include "error.h"

#include <stdio.h>

static khl_status bad_tree(khl_error *err, uint32_t axis)
{
    char number[16];
    snprintf(number, sizeof number, "%u", (unsigned)axis);
    return KHL_FAIL(err, KHL_E_ACCOUNT, "shortlist.tree",
                    "the tree of axis {0} does not hold its demands, each once and joined in order", number);
}

/* first [n_entries] counts the members before each entry, seen [members] those met. */
static bool leaves_are_whole(const khl_shortlist *list, const khl_shortlist_tree *tree, const size_t *first,
                             bool *seen)
{
    if (tree->axis < 1 || tree->axis > list->n_axes) return false;
    if (tree->n_leaves != list->axes[tree->axis - 1].n_members) return false;
    for (size_t i = 0; i < tree->n_leaves; i++) {
        const khl_shortlist_leaf *leaf = &tree->leaves[i];
        if (leaf->entry >= list->n_entries) return false;
        const khl_entry *entry = &list->entries[leaf->entry];
        if (entry->axis != tree->axis || leaf->member >= entry->n_members) return false;
        bool *met = &seen[first[leaf->entry] + leaf->member];
        if (*met) return false;
        *met = true;
    }
    return true;
}

static bool is_above(const khl_shortlist_tree *tree, uint32_t part, double probability)
{
    return part < tree->n_leaves || tree->joins[part - tree->n_leaves].probability >= probability;
}

/* Every node is part of one join at most. inner [n_leaves + n_joins] holds none. */
static bool joins_are_ordered(const khl_shortlist_tree *tree, bool *inner)
{
    if (tree->n_joins > 0 && tree->n_joins >= tree->n_leaves) return false;
    for (size_t k = 0; k < tree->n_joins; k++) {
        const khl_shortlist_join *join = &tree->joins[k];
        size_t known = tree->n_leaves + k;
        if (join->a >= known || join->b >= known || join->a == join->b) return false;
        if (inner[join->a] || inner[join->b]) return false;
        if (!(join->probability >= 0 && join->probability <= 1)) return false;
        if (!is_above(tree, join->a, join->probability) || !is_above(tree, join->b, join->probability))
            return false;
        inner[join->a] = inner[join->b] = true;
    }
    return true;
}

static khl_status check_trees(const khl_shortlist *list, khl_error *err)
{
    size_t n_members = 0;
    size_t *first = khl_alloc(list->n_entries, sizeof *first);
    for (size_t e = 0; first != NULL && e < list->n_entries; e++) {
        first[e] = n_members;
        n_members += list->entries[e].n_members;
    }
    bool *seen = khl_alloc_zero(n_members, sizeof *seen);
    khl_status status = first != NULL && seen != NULL ? KHL_OK : khl_fail_memory(err);
    for (size_t t = 0; t < list->n_trees && status == KHL_OK; t++) {
        const khl_shortlist_tree *tree = &list->trees[t];
        bool *inner = khl_alloc_zero(tree->n_leaves * 2, sizeof *inner);
        if (inner == NULL)
            status = khl_fail_memory(err);
        else if (!leaves_are_whole(list, tree, first, seen) || !joins_are_ordered(tree, inner))
            status = bad_tree(err, tree->axis);
        free(inner);
    }
    free(first);
    free(seen);
    return status;
}

static bool is_on_the_map(const khl_shortlist *list, const khl_shortlist_point *point)
{
    bool within = point->entry < list->n_entries && point->n_nearest <= KHL_POINT_NEAREST;
    within = within && point->x >= 0 && point->x <= 1 && point->y >= 0 && point->y <= 1;
    for (uint32_t k = 0; within && k < point->n_nearest; k++) within = point->nearest[k] < list->n_entries;
    return within;
}

khl_status khl_charts_check(const khl_shortlist *list, khl_error *err)
{
    for (size_t i = 0; i < list->n_points; i++) {
        bool after = i == 0 || list->points[i].entry > list->points[i - 1].entry;
        if (!after || !is_on_the_map(list, &list->points[i]))
            return KHL_FAIL(err, KHL_E_ACCOUNT, "shortlist.map",
                            "a point of the map stands for no entry, twice for one, or beyond the map");
    }
    return list->n_trees > 0 ? check_trees(list, err) : KHL_OK;
}
