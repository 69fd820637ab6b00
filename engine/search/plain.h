/* The join without bounds: an array of sums over inverted lists, a block of rows at a time. */
#ifndef KHL_SEARCH_PLAIN_H
#define KHL_SEARCH_PLAIN_H

#include "pairs.h"
#include "ranked.h"

/* Sums of one block fit a second-level cache. */
enum { KHL_PLAIN_BLOCK = 16384 };

khl_status khl_join_plainly(const khl_ranked *ranked, double threshold, khl_pairs *pairs, khl_pool *pool,
                            const khl_progress *progress, khl_error *err);

/* Postings that it adds up: the sum of df (df - 1) / 2, or of left times right. */
double khl_plain_cost(const khl_ranked *ranked);

#endif
