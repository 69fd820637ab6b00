/* The concepts one step broader than a concept. */
#ifndef KHL_CLASSIFY_BROADER_H
#define KHL_CLASSIFY_BROADER_H

#include "lexicon.h"

/* The first link that leaves concept `from`; links ascend by it. */
static inline uint32_t khl_first_link(const khl_concepts *concepts, uint32_t from)
{
    uint32_t low = 0, high = concepts->n_links;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (concepts->links[middle].from < from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

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
