/* Inverted lists of the rare ends of rows: for each column the rows that can meet a similar one there first.
 *
 * Of a row only the columns behind a point are posted, where what is before it is too short to reach the
 * threshold with any row (index reduction: the L2 bound of L2AP, and the largest-value bound of All-Pairs).
 * Each posting says how long its row is up to the column, so that two of them whose lengths multiply below
 * the threshold need not meet (the remaining-score bound). */
#ifndef KHL_SEARCH_POSTINGS_H
#define KHL_SEARCH_POSTINGS_H

#include "ranked.h"

typedef struct khl_postings {
    uint64_t *begin;       /* [n_cols + 1] */
    uint32_t *row;         /* [begin[n_cols]] */
    unsigned char *length; /* of the row up to and with the column, as a share of 255 of the longest; never
                              too small */
    unsigned char *value;  /* |value| of the entry in the same unit, never too small; NULL unless asked for */
    uint32_t *before;      /* the row's columns before this one, as bits (khl_postings_bit); with value */
    uint32_t longest;      /* postings of the longest list */
} khl_postings;

/* The bit of a column. */
static inline uint32_t khl_postings_bit(uint32_t rank)
{
    return rank * 0x9E3779B1u >> 27;
}

/* least: the threshold; 0 posts every entry, with its value and what is before it. Cost: two walks over the
 * entries, shared by the threads. */
khl_status khl_postings_make(khl_postings *out, const khl_ranked *ranked, double least, khl_pool *pool,
                             khl_error *err);
void khl_postings_clear(khl_postings *postings);

#endif
