/* A row for each id that was handed in, in the order in which people look for one: K2 before K10. */
#ifndef KHL_EXPORT_CONCORDANCE_H
#define KHL_EXPORT_CONCORDANCE_H

#include "khulasa/shortlist.h"

/* What became of an id. */
typedef enum khl_whereabouts { KHL_IS_MEMBER, KHL_IS_CUT, KHL_IS_ASIDE } khl_whereabouts;

typedef struct khl_concordance_row {
    khl_str id;
    const khl_entry *entry; /* of a member; NULL for others */
    const khl_member *member;
    khl_whereabouts where;
    uint32_t number; /* among all members, the cut submissions, or those set aside */
} khl_concordance_row;

/* Members and what was set aside, and cut submissions where `cuts` says so; the caller frees *rows [*n]. A
 * total order, so that any sorting algorithm gives the same document. Cost: n log n. Fails for memory alone.
 */
khl_status khl_concordance_make(khl_concordance_row **rows, size_t *n, const khl_shortlist *list, bool cuts,
                                khl_error *err);

#endif
