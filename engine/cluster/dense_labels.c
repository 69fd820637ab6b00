/* Dense labels by one sort of (label, item): the first item of each run stands for the label, and the order
 * of those items numbers it. Cost: O(n log n), 8 bytes an item of scratch. */
#include "dense_labels.h"

#include "alloc.h"
#include "error.h"

#include <string.h>

static int compare_u64(const void *a, const void *b)
{
    uint64_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

void khl_sort_u64(uint64_t *keys, size_t n)
{
    if (n > 1) qsort(keys, n, sizeof *keys, compare_u64);
}

/* of_item [n]: the first item with the same label. */
static void find_first_items(uint32_t *of_item, uint64_t *keys, const uint32_t *labels, size_t n)
{
    for (size_t i = 0; i < n; i++) keys[i] = (uint64_t)labels[i] << 32 | (uint64_t)i;
    khl_sort_u64(keys, n);
    uint32_t first = 0;
    for (size_t k = 0; k < n; k++) {
        if (k == 0 || keys[k] >> 32 != keys[k - 1] >> 32) first = (uint32_t)keys[k];
        of_item[(uint32_t)keys[k]] = first;
    }
}

khl_status khl_dense_labels_init(khl_dense_labels *out, const uint32_t *labels, size_t n, khl_error *err)
{
    *out = (khl_dense_labels){0};
    if (n >= UINT32_MAX)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "cluster.too_many_items",
                        "too many items to cluster; give fewer at once");
    khl_status status = KHL_OK;
    uint64_t *keys = khl_alloc(n, sizeof *keys);
    out->of_item = khl_alloc(n, sizeof *out->of_item);
    out->sizes = khl_alloc_zero(n, sizeof *out->sizes);
    if (keys == NULL || out->of_item == NULL || out->sizes == NULL) {
        status = khl_fail_memory(err);
        goto done;
    }
    find_first_items(out->of_item, keys, labels, n);
    for (size_t i = 0; i < n; i++) {
        uint32_t first = out->of_item[i]; /* an earlier item has its number already */
        out->of_item[i] = first == i ? out->n_labels++ : out->of_item[first];
        out->sizes[out->of_item[i]]++;
    }
done:
    free(keys);
    if (status != KHL_OK) khl_dense_labels_clear(out);
    return status;
}

void khl_dense_labels_clear(khl_dense_labels *labels)
{
    free(labels->of_item);
    free(labels->sizes);
    *labels = (khl_dense_labels){0};
}
