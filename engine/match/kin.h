/* Which concepts of a collection are kinds or parts of one another, one or two steps of *broader* apart,
 * though the concept between may not occur: relatives of each slot value, nearest first. Concepts that
 * models/concepts links as not the same, or as opposite, are no kin whatever else they are. */
#ifndef KHL_MATCH_KIN_H
#define KHL_MATCH_KIN_H

#include "links.h"

typedef struct khl_relative {
    uint32_t name;
    float nearness; /* how much of one is said by naming the other: KHL_KIN_PARENT, KHL_KIN_GRANDPARENT */
} khl_relative;

#define KHL_KIN_PARENT 0.9F
#define KHL_KIN_GRANDPARENT 0.7F

typedef struct khl_kin {
    uint32_t *first;  /* [n_names + 1] */
    khl_relative *of; /* [first[n_names]] by nearness (most first), then name */
    uint32_t n_names;
} khl_kin;

/* names [..]: those of the links, which must be built. Cost: a binary search a name and link. */
khl_status khl_kin_build(khl_kin *out, const khl_lexicon *lexicon, const khl_map *names,
                         const khl_links *links, khl_error *err);
void khl_kin_clear(khl_kin *kin);

#endif
