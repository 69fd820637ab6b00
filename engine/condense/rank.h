/* Ranks: who is nearest to whom in a group, and what that makes of its distances. */
#ifndef KHL_CONDENSE_RANK_H
#define KHL_CONDENSE_RANK_H

#include "khulasa/match.h"

/* Among few proposals each has a nearest one, however far: beyond this it is no neighbour. */
#define KHL_RANK_FARTHEST 0.95F

/* distance [n (n - 1) / 2] condensed, 1 - probability; a pair of less than 0.05 is nobody's neighbour.
 * nearest [n x KHL_NEIGHBOURS]: the places of the nearest, best first, ties by place; UINT32_MAX for none.
 * Cost: n^2. */
void khl_rank_nearest(const float *distance, uint32_t n, uint32_t *nearest);

/* 1 / the worse of the ranks of i and j with each other, or 0. */
double khl_rank_of_pair(const uint32_t *nearest, uint32_t i, uint32_t j);

#endif
