/* Joining the postings of one column: who meets whom, and which of these pairs are similar enough. */
#ifndef KHL_SEARCH_MEET_H
#define KHL_SEARCH_MEET_H

#include "bitmaps.h"
#include "pairs.h"
#include "postings.h"
#include "kernels.h"

/* What all threads read. */
typedef struct khl_meeting {
    const khl_ranked *ranked;
    const khl_bitmaps *maps;
    const khl_postings *lists;
    double threshold;
    khl_scan_fn scan;
    khl_pairs *pairs; /* NULL: counted only */
} khl_meeting;

/* What one thread needs: a list laid out for scanning, the row that is compared, and counters. */
typedef struct khl_desk {
    uint32_t *row;                /* [longest list] the longest rows first, left ones before right ones */
    unsigned char *length, *kind; /* [longest list] */
    uint64_t *bits;               /* [longest list x words] */
    uint32_t *hits;               /* [longest list] */
    float *spread;                /* [n_cols] values of one row by column, zero between rows */
    size_t n, n_left;             /* of the list at hand; n_left == n when all meet all */
    uint64_t n_met, n_candidates; /* so far */
    char pad[64];
} khl_desk;

khl_status khl_desk_init(khl_desk *desk, const khl_meeting *meeting, khl_error *err);
void khl_desk_clear(khl_desk *desk);

/* How many postings of a list can be the first of a pair. */
size_t khl_meeting_firsts(const khl_meeting *meeting, uint32_t list);

/* Finds the pairs of one list whose first posting is in [begin, end) of its order. worker: whose shelf of
 * pairs. */
khl_status khl_meet(const khl_meeting *meeting, khl_desk *desk, uint32_t list, size_t begin, size_t end,
                    unsigned worker, khl_error *err);

/* All pairs of given rows that two distinct rows stand for. */
khl_status khl_put_members(const khl_ranked *ranked, khl_pairs *pairs, unsigned worker, uint32_t a,
                           uint32_t b, double score, khl_error *err);
/* The pairs among the given rows that one distinct row stands for, when they reach the threshold. */
khl_status khl_put_repeats(const khl_ranked *ranked, khl_pairs *pairs, unsigned worker, uint32_t a,
                           double threshold, khl_error *err);

#endif
