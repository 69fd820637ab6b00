/* Average linkage under constraints, flat clusters, representatives, and the agreement of two partitions.
 *
 * Linkage works in place on a condensed matrix of single-precision distances, as in scipy: the distance of i
 * < j of n items stands at n*i - i*(i+1)/2 + (j - i - 1). Items are numbered in the caller's *canonical
 * order* (say, by id): ties between equal distances go by (distance, smallest member number), so permuting
 * the input and its ids together changes nothing. */
#ifndef KHULASA_CLUSTER_H
#define KHULASA_CLUSTER_H

#include <khulasa/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Position of pair (i, j), i != j, both < n, in a condensed matrix of n items. */
static inline size_t khl_condensed(size_t n, size_t i, size_t j)
{
    size_t a = i < j ? i : j, b = i < j ? j : i;
    return n * a - a * (a + 1) / 2 + (b - a - 1);
}

/* Number of cells of a condensed matrix: n * (n - 1) / 2. */
static inline size_t khl_condensed_size(size_t n)
{
    return n < 2 ? 0 : n * (n - 1) / 2;
}

typedef struct khl_pair {
    uint32_t a, b;
} khl_pair;

/* One merge: clusters a and b (numbered as in scipy: items 0..n-1, the merge of step s is n + s) at a height.
 * a < b. */
typedef struct khl_merge {
    uint32_t a, b;
    uint32_t size; /* items in the new cluster */
    float height;  /* average distance; +inf when only a cannot-link stands between them */
} khl_merge;

typedef struct khl_linkage_options {
    const khl_pair *must_link; /* pre-merged, at height 0 */
    size_t n_must_link;
    const khl_pair *cannot_link; /* never in one cluster: +inf, kept through every merge */
    size_t n_cannot_link;
} khl_linkage_options;

/* Average linkage (UPGMA) by nearest-neighbour chain (Benzecri 1982; Muellner 2011). distances is
 * overwritten. merges [n - 1] is filled sorted by (height, smallest member). KHL_E_CONFLICT when must-links
 * join the ends of a cannot-link: err names the two items. Distances must be finite and >= 0. Cost: O(n^2)
 * time, no second matrix. */
KHL_API khl_status khl_linkage_average(float *distances, uint32_t n, const khl_linkage_options *options,
                                       khl_merge *merges, khl_error *err);

/* Flat clusters: all merges with height <= max_height are done. labels [n] are 0.. in order of each cluster's
 * smallest member. *n_clusters may be NULL. */
KHL_API khl_status khl_linkage_cut(const khl_merge *merges, uint32_t n, float max_height, uint32_t *labels,
                                   uint32_t *n_clusters, khl_error *err);

/* The largest number of merges, from the lowest, that leaves at least `target` clusters, over several
 * linkages at once (one per axis): the height to cut each of them at. *reached is the number of clusters
 * then; it is above target when constraints or ties forbid the exact number. *next_height tells what one
 * merge more would cost. */
KHL_API khl_status khl_linkage_target(const khl_merge *const *merges, const uint32_t *n_items,
                                      size_t n_linkages, uint32_t target, float *height, uint32_t *reached,
                                      float *next_height, khl_error *err);

/* The medoid: the member with the greatest sum of similarity to the others; ties: longest (length[i]), then
 * smallest. similarity(context, i, j) is symmetric. members [n] ascending. */
typedef double (*khl_similarity_fn)(void *context, uint32_t i, uint32_t j);
KHL_API uint32_t khl_medoid(const uint32_t *members, size_t n, const uint32_t *lengths,
                            khl_similarity_fn similarity, void *context);

/* How well two partitions of the same n items agree. */
typedef struct khl_agreement {
    double precision, recall, f1; /* over pairs of items in one cluster; 1 when there are none */
    double b_cubed_precision, b_cubed_recall, b_cubed_f1; /* Bagga and Baldwin 1998 */
    double homogeneity, completeness, v_measure;          /* Rosenberg and Hirschberg 2007, beta 1 */
    double ari;                                           /* adjusted Rand index, Hubert and Arabie 1985 */
    uint32_t n_clusters, n_gold;
} khl_agreement;

/* predicted and gold [n] are any labels. Cost: O(n log n). */
KHL_API khl_status khl_agreement_compute(const uint32_t *predicted, const uint32_t *gold, size_t n,
                                         khl_agreement *out, khl_error *err);

/* sizes[s] for s = 1..max_size: how many clusters hold s items; the last counts all larger ones. [max_size +
 * 1] */
KHL_API khl_status khl_cluster_sizes(const uint32_t *labels, size_t n, uint32_t max_size, uint32_t *sizes,
                                     khl_error *err);

#ifdef __cplusplus
}
#endif
#endif
