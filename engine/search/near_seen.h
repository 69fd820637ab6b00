/* The rows that a query has met: each with what has been added up of its product, and the most that the whole
 * can be. A small hash table, for a query meets few of a million rows. */
#ifndef KHL_SEARCH_NEAR_SEEN_H
#define KHL_SEARCH_NEAR_SEEN_H

#include "khulasa/base.h"

typedef struct khl_near_met {
    uint32_t row, slot;
    float sum, most;
} khl_near_met;

typedef struct khl_near_seen {
    khl_near_met *met;          /* [n] in order of arrival */
    uint32_t *slots;            /* [mask + 1] 1 + number, 0 when empty; a power of two */
    uint32_t *pending;          /* [n_pending] not multiplied yet */
    uint32_t *chosen, *ordered; /* to be multiplied now; by decreasing `most` */
    uint32_t n, n_pending, mask;
    uint32_t n_known; /* of n, those that have been pending */
    size_t capacity;
} khl_near_seen;

/* Room for `more` further rows. KHL_E_MEMORY. */
khl_status khl_near_seen_reserve(khl_near_seen *seen, size_t more, khl_error *err);
void khl_near_seen_forget(khl_near_seen *seen); /* all rows, not the memory */
void khl_near_seen_clear(khl_near_seen *seen);

/* Takes the rows that can reach `least` from those pending: ordered [the number returned], the most promising
 * first, to some 1/256 of what lies between `least` and `largest`. */
uint32_t khl_near_seen_choose(khl_near_seen *seen, double least, double largest);

static inline uint32_t khl_near_home(const khl_near_seen *seen, uint32_t row)
{
    return (uint32_t)(row * UINT64_C(0x9E3779B97F4A7C15) >> 32) & seen->mask;
}

/* The place of a row, new ones with a sum of 0. There must be room. */
static inline khl_near_met *khl_near_seen_row(khl_near_seen *seen, uint32_t row)
{
    uint32_t at = khl_near_home(seen, row);
    for (; seen->slots[at] != 0; at = (at + 1) & seen->mask)
        if (seen->met[seen->slots[at] - 1].row == row) return &seen->met[seen->slots[at] - 1];
    khl_near_met *met = &seen->met[seen->n++];
    *met = (khl_near_met){row, at, 0, 0};
    seen->slots[at] = seen->n;
    return met;
}

#endif
