/* Any labels to 0..k-1, numbered by first appearance. */
#ifndef KHL_CLUSTER_DENSE_LABELS_H
#define KHL_CLUSTER_DENSE_LABELS_H

#include "khulasa/base.h"

typedef struct khl_dense_labels {
    uint32_t *of_item; /* [n] */
    uint32_t *sizes;   /* [n_labels] items under each label, >= 1 */
    uint32_t n_labels;
} khl_dense_labels;

/* n < 2^32. KHL_E_ARGUMENT or KHL_E_MEMORY; free with khl_dense_labels_clear in any case. Cost: one sort. */
khl_status khl_dense_labels_init(khl_dense_labels *out, const uint32_t *labels, size_t n, khl_error *err);
void khl_dense_labels_clear(khl_dense_labels *labels);

/* Sorts keys ascending. */
void khl_sort_u64(uint64_t *keys, size_t n);

#endif
