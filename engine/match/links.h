/* Which concepts of a collection are broader than, or easily taken for, one another: adjacency lists over the
 * numbers of slot values. */
#ifndef KHL_MATCH_LINKS_H
#define KHL_MATCH_LINKS_H

#include "slots.h"

typedef struct khl_links {
    uint32_t *first; /* [n_names + 1] */
    uint32_t *to;    /* [first[n_names]] ascending within a name */
    uint8_t *kind;   /* khl_concept_link; broader is stored in both directions */
    uint32_t n_names;
} khl_links;

/* From the links of the lexicon, those whose both ends occur in names. Cost: a look-up a name. */
khl_status khl_links_build(khl_links *out, const khl_lexicon *lexicon, const khl_map *names, khl_error *err);
void khl_links_clear(khl_links *links);

/* What the lexicon says are not the same, or opposite. */
bool khl_links_apart(const khl_links *links, uint32_t a, uint32_t b);

/* True when some value of a is linked in that way with some value of b, and neither is shared by both. */
bool khl_links_between(const khl_links *links, khl_id_set a, khl_id_set b, khl_concept_link kind);

#endif
