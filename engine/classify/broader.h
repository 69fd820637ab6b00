/* The concepts one step broader than a concept. */
#ifndef KHL_CLASSIFY_BROADER_H
#define KHL_CLASSIFY_BROADER_H

#include "lexicon.h"

/* The next broader concept from link *at on, which moves behind it; KHL_FROZEN_NONE behind the last. */
static inline uint32_t khl_next_broader(const khl_concepts *concepts, uint32_t from, uint32_t *at)
{
    while (*at < concepts->n_links && concepts->links[*at].from == from) {
        const khl_concept_row *row = &concepts->links[(*at)++];
        if (row->link == KHL_LINK_BROADER) return row->to;
    }
    return KHL_FROZEN_NONE;
}

#endif
