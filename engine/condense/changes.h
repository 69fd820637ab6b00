/* Two versions of a collection while they are compared: what changes.c and earlier.c hand to one another. */
#ifndef KHL_CONDENSE_CHANGES_H
#define KHL_CONDENSE_CHANGES_H

#include "run.h"
#include "same_members.h"

typedef struct khl_comparison {
    const khl_run *run;
    const khl_draft *draft;
    const khl_previous *previous;
    khl_shortlist *list;
    khl_arena *arena;            /* of the shortlist */
    khl_present_member *members; /* [demands] of all entries in their order */
    uint32_t *earlier_of;        /* [demands] members of then, KHL_MAP_NONE: new */
    uint32_t *first;             /* [n_entries] in members */
    uint32_t *old_of;            /* [n_entries] the earlier entry of the same id, KHL_MAP_NONE: none */
    uint32_t *now_of;            /* [previous->n_entries] the other way round */
    uint32_t *place_of;          /* [previous->n_members] entry that holds each now, KHL_MAP_NONE: none */
    uint32_t *axis_of;           /* [previous->n_axes] 1-based axis now; 0: there is none */
    khl_earlier *earlier;        /* [previous->n_entries] */
    uint32_t *found;             /* scratch */
    khl_str *ids;                /* scratch */
    khl_change *changes;
    size_t n_changes, capacity;
    khl_error *err;
} khl_comparison;

/* earlier.c: fills axis_of and earlier. */
khl_status khl_comparison_show_earlier(khl_comparison *c);

#endif
