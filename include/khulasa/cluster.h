/* Average linkage under constraints, flat clusters, representatives, and the agreement of two partitions.
 *
 * Linkage works in place on a condensed matrix of single-precision distances, as in scipy: the distance of i
 * < j of n items stands at n*i - i*(i+1)/2 + (j - i - 1). Items are numbered in the caller's *canonical
 * order* (say, by id): ties between equal distances go by (distance, smallest member number), so permuting
 * the input and its ids together changes nothing. Nothing here is shared between calls. */
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
    float height;  /* average distance; +inf when a cannot-link stands between them */
} khl_merge;

typedef struct khl_linkage_options {
    const khl_pair *must_link; /* merged before all else, at height 0, with all that follows from them */
    size_t n_must_link;
    const khl_pair *cannot_link; /* never in one cluster: +inf, kept through every merge */
    size_t n_cannot_link;
} khl_linkage_options;

/* Average linkage (UPGMA; Sokal and Michener 1958): joins the two clusters with the smallest average distance
 * until one is left. Of pairs at the same distance the one with the smallest first member goes first (members
 * by item number), then the one with the smallest second; every merge is the best of its moment, bit for bit,
 * as if all pairs were looked at before each.
 *
 * distances [khl_condensed_size(n)], >= 0, is overwritten with nothing of use; it may be NULL when n < 2. A
 * distance of +inf keeps its two items apart as a cannot-link does, except that a must-link overrules it
 * (between its own two groups' members; their distance to others is still the average, so +inf). options may
 * be NULL. merges [n - 1] is filled in the order of joining, which is that of (height, smallest member):
 * first the must-links group by group, then the rest, last what is kept apart, at +inf. Heights never fall,
 * and no merge stands before its parts.
 *
 * A linked group's distance to others is the average over all pairs. Averages are taken in double and kept in
 * float: heights agree with those of a computation in double to about 1e-7 of the largest distance for some
 * hundreds of items.
 *
 * KHL_E_ARGUMENT: a distance is NaN or negative (err names the two items), a link names no item, or
 * n is over 2^31 - 1. KHL_E_CONFLICT: must-links join the ends of a cannot-link (err names them); must-links
 * alone never conflict. KHL_E_MEMORY. merges is then unfilled; distances stay as they were.
 *
 * Cost: the matrix, 2 n^2 bytes, and 24 n bytes beside it (36 n with links); time O(n^2) for usual data,
 * mostly cache misses in columns; O(n^3) when nearly every row has to be looked through again at each merge.
 */
KHL_API khl_status khl_linkage_average(float *distances, uint32_t n, const khl_linkage_options *options,
                                       khl_merge *merges, khl_error *err);

typedef struct khl_edge {
    uint32_t i, j;
    float distance; /* not negative; +inf keeps the two apart */
} khl_edge;

/* The distance of two items, not negative, +inf to keep them apart; the same at every call. */
typedef float (*khl_distance_fn)(void *context, uint32_t i, uint32_t j);

/* The merges of khl_linkage_average up to max_height, from the pairs of items within it alone: every pair
 * whose distance is at most max_height must be among edges (each once, in any order; others may be), and what
 * else is needed for the mean of two clusters is asked for, so nothing is assumed. merges [n - 1]: those
 * within max_height as average linkage makes them (means are taken over the items asked for, which may differ
 * by rounding), then the rest at +inf. KHL_E_ARGUMENT: an edge that joins no two items, is given twice or has
 * no distance. Memory: about 40 bytes an edge; time: the edges, and for each merge the pairs with the
 * clusters near it. */
KHL_API khl_status khl_linkage_sparse(const khl_edge *edges, size_t n_edges, uint32_t n, float max_height,
                                      khl_distance_fn distance, void *context, khl_merge *merges,
                                      khl_error *err);

/* Flat clusters of n items: all merges [n - 1] with height <= max_height are done, but never those at +inf.
 * labels [n] are 0.. in order of each cluster's smallest member. n_clusters may be NULL. KHL_E_ARGUMENT:
 * max_height is NaN, or the merges are not those of a linkage. Cost: O(n). */
KHL_API khl_status khl_linkage_cut(const khl_merge *merges, uint32_t n, float max_height, uint32_t *labels,
                                   uint32_t *n_clusters, khl_error *err);

/* A height below every merge: cutting here leaves each item alone. */
#define KHL_HEIGHT_NONE (-1.0f)

/* The largest number of merges, from the lowest, that leaves at least `target` clusters, over several
 * linkages at once (one per axis: merges[k] has n_items[k] - 1, and may be NULL below 2 items).
 *
 * *height is where to cut each of them, KHL_HEIGHT_NONE when no merge is to be done. *reached is the number
 * of clusters then. It is above target when constraints or ties forbid the exact number (merges at +inf are
 * never done, merges of one height are done together) and below it only when there are fewer items than that.
 * *next_height tells what one merge more would cost; +inf when there is none. KHL_E_ARGUMENT: 2^32 items or
 * more. Cost: a sort of all heights. */
KHL_API khl_status khl_linkage_target(const khl_merge *const *merges, const uint32_t *n_items,
                                      size_t n_linkages, uint32_t target, float *height, uint32_t *reached,
                                      float *next_height, khl_error *err);

/* The medoid: the member with the greatest sum of similarity to the others; ties: longest (lengths[member],
 * any unit, may be NULL), then smallest. members [n] are item numbers, in any order; similarity(context, i,
 * j) takes two of them, is symmetric and lies in [-1, 1] (beyond is cut off, NaN is 0). Sums are exact to
 * 2^-32 a term, so the order of members does not matter. UINT32_MAX when n is 0. Cost: n^2 calls, no memory.
 */
typedef double (*khl_similarity_fn)(void *context, uint32_t i, uint32_t j);
KHL_API uint32_t khl_medoid(const uint32_t *members, size_t n, const uint32_t *lengths,
                            khl_similarity_fn similarity, void *context);

/* How well two partitions of the same n items agree: all in [0, 1] but ari, in [-0.5, 1]. */
typedef struct khl_agreement {
    double precision, recall, f1; /* over pairs of items in one cluster; 1 when there are none */
    double b_cubed_precision, b_cubed_recall, b_cubed_f1; /* Bagga and Baldwin 1998 */
    double homogeneity, completeness, v_measure;          /* Rosenberg and Hirschberg 2007, beta 1 */
    double ari;                                           /* adjusted Rand index, Hubert and Arabie 1985 */
    uint32_t n_clusters, n_gold;
} khl_agreement;

/* predicted and gold [n] are any labels; only who shares one matters. What is asked of nothing (no items, no
 * pair, no entropy) is fulfilled: 1. KHL_E_ARGUMENT: 2^32 - 1 items or more. Cost: O(n log n), about 60 n
 * bytes. */
KHL_API khl_status khl_agreement_compute(const uint32_t *predicted, const uint32_t *gold, size_t n,
                                         khl_agreement *out, khl_error *err);

/* The histogram of cluster sizes. sizes [max_size + 1]: sizes[s] clusters hold s of the n items, but the last
 * counts all larger ones too; sizes[0] is 0. labels are any. KHL_E_ARGUMENT: max_size is 0. Cost: O(n log n).
 */
KHL_API khl_status khl_cluster_sizes(const uint32_t *labels, size_t n, uint32_t max_size, uint32_t *sizes,
                                     khl_error *err);

#ifdef __cplusplus
}
#endif
#endif
