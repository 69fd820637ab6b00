/* Sparse rows: freeing them, and the product of two. */
#include "khulasa/vector.h"

#include <stdlib.h>

void khl_csr_clear(khl_csr *rows)
{
    if (rows == NULL) return;
    free(rows->row_ptr);
    free(rows->col);
    free(rows->val);
    *rows = (khl_csr){0};
}

double khl_csr_dot(const khl_csr *a, uint32_t row_a, const khl_csr *b, uint32_t row_b)
{
    uint64_t i = a->row_ptr[row_a], i_end = a->row_ptr[row_a + 1];
    uint64_t j = b->row_ptr[row_b], j_end = b->row_ptr[row_b + 1];
    double sum = 0.0;
    while (i < i_end && j < j_end) {
        uint32_t left = a->col[i], right = b->col[j];
        if (left == right) sum += (double)a->val[i] * (double)b->val[j];
        i += left <= right;
        j += right <= left;
    }
    return sum;
}
