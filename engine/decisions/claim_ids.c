/* Which entries go on under which earlier ids: how many members two entries have in common is counted over
 * the sorted list of such members, then the pairs are taken from the best to the least. */
#include "same_members.h"

#include "alloc.h"
#include "error.h"
#include "map.h"
#include "str.h"

/* An earlier entry and one now that have members in common. */
typedef struct overlap {
    uint32_t old, now; /* entries */
    uint32_t n;
    unsigned speakers; /* 2: one representative; 1: that of either is a member of both; 0: neither */
    khl_str old_id, now_id;
} overlap;

static int by_entries(const void *left, const void *right)
{
    const overlap *a = left, *b = right;
    if (a->old != b->old) return a->old < b->old ? -1 : 1;
    return (a->now > b->now) - (a->now < b->now);
}

static int best_first(const void *left, const void *right)
{
    const overlap *a = left, *b = right;
    if (a->n != b->n) return a->n > b->n ? -1 : 1;
    if (a->speakers != b->speakers) return a->speakers > b->speakers ? -1 : 1;
    int order = khl_str_compare(a->old_id, b->old_id);
    return order != 0 ? order : khl_str_compare(a->now_id, b->now_id);
}

/* One for each member that both have; speakers counts the representatives among them. */
static size_t list_shared(overlap *shared, const khl_previous *previous, const khl_present *present,
                          const uint32_t *earlier)
{
    size_t n = 0;
    for (uint32_t j = 0; j < present->n_members; j++) {
        if (earlier[j] == KHL_MAP_NONE) continue;
        const khl_previous_member *old = &previous->members[earlier[j]];
        const khl_present_member *now = &present->members[j];
        unsigned speakers = old->representative && now->representative   ? 2
                            : old->representative || now->representative ? 1
                                                                         : 0;
        shared[n++] = (overlap){.old = old->entry, .now = now->entry, .n = 1, .speakers = speakers};
    }
    if (n > 1) qsort(shared, n, sizeof *shared, by_entries);
    return n;
}

/* Those of the same two entries become one; how many are left. */
static size_t add_up(overlap *shared, size_t n)
{
    size_t distinct = 0;
    for (size_t k = 0; k < n; k++) {
        if (distinct > 0 && by_entries(&shared[distinct - 1], &shared[k]) == 0) {
            overlap *same = &shared[distinct - 1];
            same->n++;
            if (shared[k].speakers > same->speakers) same->speakers = shared[k].speakers;
        } else {
            shared[distinct++] = shared[k];
        }
    }
    return distinct;
}

/* The ids by which ties are broken: speaker [n_entries] is the id of the representative of each entry now. */
static khl_status name_ids(overlap *overlaps, size_t n, const khl_previous *previous,
                           const khl_present *present, khl_error *err)
{
    khl_str *speaker = khl_alloc_zero(present->n_entries, sizeof *speaker);
    if (speaker == NULL) return khl_fail_memory(err);
    for (uint32_t j = 0; j < present->n_members; j++)
        if (present->members[j].representative) speaker[present->members[j].entry] = present->members[j].id;
    for (size_t k = 0; k < n; k++) {
        overlaps[k].old_id = previous->entries[overlaps[k].old].id;
        overlaps[k].now_id = speaker[overlaps[k].now];
    }
    free(speaker);
    return KHL_OK;
}

/* taken [previous->n_entries] */
static void give(khl_str *ids, bool *taken, const overlap *overlaps, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        const overlap *o = &overlaps[k];
        if (taken[o->old] || ids[o->now].n > 0) continue;
        ids[o->now] = o->old_id;
        taken[o->old] = true;
    }
}

/* Earlier ids that entries have already are not given again. */
static khl_status find_taken(bool *taken, const khl_str *ids, const khl_previous *previous,
                             uint32_t n_entries, khl_error *err)
{
    khl_map used = {0};
    khl_status status = khl_map_init(&used, err);
    for (uint32_t e = 0; e < n_entries && status == KHL_OK; e++)
        if (ids[e].n > 0 && khl_map_put(&used, ids[e], NULL, NULL) != KHL_OK) status = khl_fail_memory(err);
    for (uint32_t i = 0; i < previous->n_entries && status == KHL_OK; i++)
        taken[i] = khl_map_find(&used, previous->entries[i].id) != KHL_MAP_NONE;
    khl_map_clear(&used);
    return status;
}

khl_status khl_claim_ids(khl_str *ids, const khl_previous *previous, const khl_present *present,
                         const uint32_t *earlier, khl_error *err)
{
    overlap *overlaps = khl_alloc(present->n_members, sizeof *overlaps);
    bool *taken = khl_alloc_zero(previous->n_entries, sizeof *taken);
    khl_status status = overlaps && taken ? KHL_OK : khl_fail_memory(err);
    if (status == KHL_OK) status = find_taken(taken, ids, previous, present->n_entries, err);
    if (status != KHL_OK) goto done;
    size_t n = add_up(overlaps, list_shared(overlaps, previous, present, earlier));
    status = name_ids(overlaps, n, previous, present, err);
    if (status != KHL_OK) goto done;
    if (n > 1) qsort(overlaps, n, sizeof *overlaps, best_first);
    give(ids, taken, overlaps, n);
done:
    free(overlaps);
    free(taken);
    return status;
}
