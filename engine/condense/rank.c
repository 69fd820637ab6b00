/* The nearest of each row of a condensed matrix, by insertion into a short list. */
#include "rank.h"

#include "khulasa/cluster.h"

#include <math.h>

static void insert(const float *distance, uint32_t n, uint32_t i, uint32_t j, uint32_t *list)
{
    float d = distance[i < j ? khl_condensed(n, i, j) : khl_condensed(n, j, i)];
    uint32_t at = KHL_NEIGHBOURS;
    if (!(d <= KHL_RANK_FARTHEST)) return;
    while (at > 0) {
        uint32_t k = list[at - 1];
        float other =
            k == UINT32_MAX ? INFINITY : distance[i < k ? khl_condensed(n, i, k) : khl_condensed(n, k, i)];
        if (other <= d) break; /* rows come in order, so a tie goes to the smaller */
        at--;
    }
    if (at == KHL_NEIGHBOURS) return;
    for (uint32_t k = KHL_NEIGHBOURS - 1; k > at; k--) list[k] = list[k - 1];
    list[at] = j;
}

void khl_rank_nearest(const float *distance, uint32_t n, uint32_t *nearest)
{
    for (size_t k = 0; k < (size_t)n * KHL_NEIGHBOURS; k++) nearest[k] = UINT32_MAX;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < n; j++)
            if (i != j) insert(distance, n, i, j, nearest + (size_t)i * KHL_NEIGHBOURS);
}

static uint32_t rank(const uint32_t *nearest, uint32_t i, uint32_t j)
{
    const uint32_t *list = nearest + (size_t)i * KHL_NEIGHBOURS;
    for (uint32_t k = 0; k < KHL_NEIGHBOURS && list[k] != UINT32_MAX; k++)
        if (list[k] == j) return k + 1;
    return 0;
}

double khl_rank_of_pair(const uint32_t *nearest, uint32_t i, uint32_t j)
{
    uint32_t there = rank(nearest, i, j), back = there > 0 ? rank(nearest, j, i) : 0;
    return back > 0 ? 1.0 / (there > back ? there : back) : 0;
}
