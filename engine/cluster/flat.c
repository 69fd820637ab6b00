/* Flat clusters from merges: at a height, or as many as asked for over several linkages. Independent of each
 * other; both trust nothing in the merges but their number. Cost: O(n) for a cut, a sort of all heights for a
 * target. */
#include "khulasa/cluster.h"

#include "alloc.h"
#include "error.h"

#include <math.h>

/* The smallest item under each cluster number; the forest of items is kept in parent. */
typedef struct forest {
    uint32_t *parent; /* [n] */
    uint32_t *first;  /* [n - 1] an item of merge s */
} forest;

static uint32_t find_root(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

static uint32_t item_of(const forest *f, uint32_t n, uint32_t cluster)
{
    return cluster < n ? cluster : f->first[cluster - n];
}

/* Joins what lies at or under max_height. The root of a tree is its smallest item. */
static khl_status grow(forest *f, const khl_merge *merges, uint32_t n, float max_height, khl_error *err)
{
    for (uint32_t i = 0; i < n; i++) f->parent[i] = i;
    for (uint32_t s = 0; s + 1 < n; s++) {
        const khl_merge *merge = &merges[s];
        if (merge->a >= merge->b || merge->b >= n + s || isnan(merge->height))
            return KHL_FAIL(err, KHL_E_ARGUMENT, "cluster.merges", "the merges are not those of a linkage");
        uint32_t a = item_of(f, n, merge->a), b = item_of(f, n, merge->b);
        f->first[s] = a;
        if (merge->height > max_height || isinf(merge->height)) continue;
        a = find_root(f->parent, a);
        b = find_root(f->parent, b);
        f->parent[a > b ? a : b] = a > b ? b : a;
    }
    return KHL_OK;
}

/* A root comes before its items, so its label is there when they ask for it. */
static uint32_t number_roots(uint32_t *parent, uint32_t n, uint32_t *labels)
{
    uint32_t n_labels = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t root = find_root(parent, i);
        labels[i] = root == i ? n_labels++ : labels[root];
    }
    return n_labels;
}

khl_status khl_linkage_cut(const khl_merge *merges, uint32_t n, float max_height, uint32_t *labels,
                           uint32_t *n_clusters, khl_error *err)
{
    if (n_clusters != NULL) *n_clusters = 0;
    if (isnan(max_height) || n > UINT32_MAX / 2)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "cluster.cut", "there is no cutting at this height");
    forest f = {khl_alloc(n, sizeof *f.parent), khl_alloc(n, sizeof *f.first)};
    khl_status status = KHL_OK;
    if (f.parent == NULL || f.first == NULL) {
        status = khl_fail_memory(err);
        goto done;
    }
    status = grow(&f, merges, n, max_height, err);
    if (status != KHL_OK) goto done;
    uint32_t count = number_roots(f.parent, n, labels);
    if (n_clusters != NULL) *n_clusters = count;
done:
    free(f.parent);
    free(f.first);
    return status;
}

static int compare_float(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* All items of all linkages; false when they do not fit into 32 bits. */
static bool count_items(const uint32_t *n_items, size_t n_linkages, uint32_t *total)
{
    uint64_t sum = 0;
    for (size_t k = 0; k < n_linkages && sum <= UINT32_MAX; k++) sum += n_items[k];
    *total = (uint32_t)sum;
    return sum <= UINT32_MAX;
}

/* The finite heights, ascending. Returns how many. */
static uint32_t collect_heights(float *heights, const khl_merge *const *merges, const uint32_t *n_items,
                                size_t n_linkages)
{
    uint32_t n = 0;
    for (size_t k = 0; k < n_linkages; k++)
        for (uint32_t s = 0; s + 1 < n_items[k]; s++)
            if (isfinite(merges[k][s].height)) heights[n++] = merges[k][s].height;
    if (n > 1) qsort(heights, n, sizeof *heights, compare_float);
    return n;
}

khl_status khl_linkage_target(const khl_merge *const *merges, const uint32_t *n_items, size_t n_linkages,
                              uint32_t target, float *height, uint32_t *reached, float *next_height,
                              khl_error *err)
{
    *height = KHL_HEIGHT_NONE;
    *reached = 0;
    *next_height = INFINITY;
    uint32_t total;
    if (!count_items(n_items, n_linkages, &total))
        return KHL_FAIL(err, KHL_E_ARGUMENT, "cluster.too_many_items",
                        "too many items to cluster; give fewer at once");
    float *heights = khl_alloc(total, sizeof *heights);
    if (heights == NULL) return khl_fail_memory(err);
    uint32_t n = collect_heights(heights, merges, n_items, n_linkages);
    uint32_t done = total > target ? total - target : 0;
    if (done > n) done = n;
    /* merges of one height are done together or not at all */
    while (done > 0 && done < n && heights[done - 1] >= heights[done]) done--;
    if (done > 0) *height = heights[done - 1];
    if (done < n) *next_height = heights[done];
    *reached = total - done;
    free(heights);
    return KHL_OK;
}
