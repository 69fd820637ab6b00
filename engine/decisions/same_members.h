/* Which proposals of a new version are those of an earlier one, and which of its entries go on under which of
 * the earlier ids. */
#ifndef KHL_DECISIONS_SAME_MEMBERS_H
#define KHL_DECISIONS_SAME_MEMBERS_H

#include "previous.h"

/* A proposal of the new version and the entry it is in. */
typedef struct khl_present_member {
    khl_str id;
    const unsigned char *sha256; /* [32] of the text as it was handed in */
    uint32_t entry;
    bool representative;
} khl_present_member;

typedef struct khl_present {
    const khl_present_member *members; /* [n_members] in any order; ids are unique */
    uint32_t n_members, n_entries;
} khl_present;

/* earlier [n_members]: the number of the member of the earlier version that each is, KHL_MAP_NONE when it is
 * new. The same text is the same submission, whatever became of its id, which may be that of a row: of
 * several with one text those of the same id go together, the others in the order of their ids. Then what is
 * left goes together by its ids: a text that was changed, or whose earlier hash is not known. One to one; the
 * order of the members changes nothing. Cost: two sorts of the members. */
khl_status khl_same_members(uint32_t *earlier, const khl_previous *previous, const khl_present *present,
                            khl_error *err);

/* ids [n_entries]: in, the ids that entries have already, else empty ones; out, the earlier ids too that
 * entries go on under, borrowed from previous; empty for new entries. Each earlier entry goes on in one entry
 * at most: those with most members in common first; of equals where the representative is still the same,
 * then where either representative is a member of both; then by the earlier id, then by that of the
 * representative now. earlier: of khl_same_members. Cost: a sort of the members. */
khl_status khl_claim_ids(khl_str *ids, const khl_previous *previous, const khl_present *present,
                         const uint32_t *earlier, khl_error *err);

#endif
