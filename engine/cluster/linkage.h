/* The state of an average linkage while it runs, shared by linkage.c (merging) and constraints.c (what
 * happens before the first merge).
 *
 * Clusters stand in slots 0..n_slots-1 of a condensed matrix. The slot of a cluster is ordered as its
 * smallest member is: merging a < b keeps slot a. A dead slot has size 0; its distances stay in the matrix,
 * stale, and scans add `dead` to pass over them (a scan reads rows, and wiping would write columns). */
#ifndef KHL_CLUSTER_LINKAGE_H
#define KHL_CLUSTER_LINKAGE_H

#include "khulasa/cluster.h"

typedef struct khl_linkage {
    float *distances;  /* condensed, n_slots; +inf: never to be joined */
    uint32_t n_slots;  /* rows of the matrix now; shrinks by packing */
    uint32_t n_alive;  /* clusters left */
    uint32_t n_items;  /* as given */
    uint32_t n_merges; /* done so far */
    uint32_t *size;    /* [n_slots] items in the cluster; 0 when the slot is dead */
    uint32_t *id;      /* [n_slots] number of the cluster in the output */
    float *bound;      /* [n_slots] no distance to a live later slot is smaller */
    uint32_t *nearest; /* [n_slots] the first later slot at distance bound, or KHL_SLOT_UNKNOWN */
    float *dead;       /* [n_slots] 0 for live slots, +inf for dead ones */
    khl_merge *merges; /* [n_items - 1], the caller's */
} khl_linkage;

#define KHL_SLOT_UNKNOWN UINT32_MAX

/* Where row a begins: the distance to slot a + 1. */
static inline size_t khl_row_begin(size_t n, size_t a)
{
    return n * a - a * (a + 1) / 2;
}

/* Records that slot b joins slot a (a < b) and frees b. Distances are the caller's business. */
void khl_linkage_join(khl_linkage *linkage, uint32_t a, uint32_t b, float height);

/* KHL_E_ARGUMENT with the first pair (in row order) whose distance is NaN or negative. Cost: one pass. */
khl_status khl_linkage_check(const float *distances, uint32_t n, khl_error *err);

/* Joins the must-links at height 0, averages their distances and makes cannot-links +inf. Changes nothing
 * when it fails: KHL_E_ARGUMENT for a number that is not an item, KHL_E_CONFLICT, KHL_E_MEMORY. Cost:
 * O(links) and, when there are must-links, one pass over the matrix. */
khl_status khl_linkage_constrain(khl_linkage *linkage, const khl_linkage_options *options, khl_error *err);

#endif
