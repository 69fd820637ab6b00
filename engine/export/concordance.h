/* The rows of a concordance, in the order in which people look for an id: K2 before K10. */
#ifndef KHL_EXPORT_CONCORDANCE_H
#define KHL_EXPORT_CONCORDANCE_H

#include "khulasa/base.h"

/* A member, or a proposal set aside; number is the caller's. */
typedef struct khl_concordance_row {
    khl_str id;
    uint32_t number;
    bool aside;
} khl_concordance_row;

/* A total order, so that any sorting algorithm gives the same document. Cost: n log n. */
void khl_concordance_sort(khl_concordance_row *rows, size_t n);

#endif
