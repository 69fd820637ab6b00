/* One collection asked for the nearest of another: candidates of each, and the judgement of the match model.
 */
#ifndef KHL_COMPARE_OTHERS_H
#define KHL_COMPARE_OTHERS_H

#include "collection.h"

typedef struct khl_judged {
    uint32_t number; /* in the collection; those of the second corpus begin at n_first */
    khl_verdict verdict;
    double probability;
} khl_judged;

typedef struct khl_others {
    khl_collection collection; /* to be filled as khl_collection_prepare wants it */
    size_t n_candidates;       /* of each that asks */
    uint32_t *ids;             /* [n_first x n_candidates] rows of the second corpus, UINT32_MAX for none */
    float *scores;
} khl_others;

/* Prepares the collection and finds the candidates, at most most_candidates each. On failure too,
 * khl_others_clear is to be called. Cost: n_first * n_second products, exact. */
khl_status khl_others_find(khl_others *others, size_t most_candidates, khl_error *err);

/* All candidates of proposal i of the first, judged, by verdict, then probability, then order. list
 * [n_candidates]. May be called from several threads. */
size_t khl_others_judge(const khl_others *others, size_t i, khl_judged *list);
void khl_others_clear(khl_others *others);

#endif
