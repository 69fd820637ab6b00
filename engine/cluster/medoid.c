/* The medoid of a cluster: which member speaks for it. Cost: n^2 similarities, no memory.
 *
 * Similarities are summed as multiples of 2^-32, exactly, so that members with the same similarities tie
 * whatever the order they come in. */
#include "khulasa/cluster.h"

#include <math.h>

/* NaN counts as 0. */
static int64_t fixed_point(double similarity)
{
    if (!(similarity >= -1.0)) return isnan(similarity) ? 0 : -4294967296;
    if (similarity > 1.0) similarity = 1.0;
    return llround(similarity * 4294967296.0);
}

static int64_t sum_to_others(const uint32_t *members, size_t n, size_t k, khl_similarity_fn similarity,
                             void *context)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        if (i != k) sum += fixed_point(similarity(context, members[k], members[i]));
    return sum;
}

uint32_t khl_medoid(const uint32_t *members, size_t n, const uint32_t *lengths, khl_similarity_fn similarity,
                    void *context)
{
    if (n == 0) return UINT32_MAX;
    uint32_t best = members[0];
    int64_t best_sum = sum_to_others(members, n, 0, similarity, context);
    for (size_t k = 1; k < n; k++) {
        uint32_t member = members[k];
        int64_t sum = sum_to_others(members, n, k, similarity, context);
        bool longer = lengths != NULL && lengths[member] > lengths[best];
        bool smaller = (lengths == NULL || lengths[member] == lengths[best]) && member < best;
        if (sum < best_sum || (sum == best_sum && !longer && !smaller)) continue;
        best = member;
        best_sum = sum;
    }
    return best;
}
