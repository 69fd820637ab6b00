/* Sparse rows: freeing them, two spaces side by side, and the product of two rows. */
#include "khulasa/vector.h"

#include "alloc.h"
#include "error.h"

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

static uint64_t put_scaled(khl_csr *out, uint64_t at, const khl_csr *from, uint32_t r, uint32_t shift,
                           float weight)
{
    for (uint64_t p = from->row_ptr[r]; p < from->row_ptr[r + 1]; p++, at++) {
        out->col[at] = from->col[p] + shift;
        out->val[at] = from->val[p] * weight;
    }
    return at;
}

khl_status khl_csr_beside(khl_csr *out, const khl_csr *a, float weight_a, const khl_csr *b, float weight_b,
                          khl_error *err)
{
    *out = (khl_csr){0};
    if (a->n_rows != b->n_rows || a->n_cols > UINT32_MAX - b->n_cols)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "csr.beside", "the two spaces must be of the same rows");
    size_t nnz = (size_t)(a->row_ptr[a->n_rows] + b->row_ptr[b->n_rows]);
    *out = (khl_csr){a->n_rows, a->n_cols + b->n_cols, khl_alloc((size_t)a->n_rows + 1, sizeof *out->row_ptr),
                     khl_alloc(nnz, sizeof *out->col), khl_alloc(nnz, sizeof *out->val)};
    if (!out->row_ptr || !out->col || !out->val) {
        khl_csr_clear(out);
        return khl_fail_memory(err);
    }
    uint64_t at = 0;
    for (uint32_t r = 0; r < a->n_rows; r++) {
        out->row_ptr[r] = at;
        at = put_scaled(out, at, a, r, 0, weight_a);
        at = put_scaled(out, at, b, r, a->n_cols, weight_b);
    }
    out->row_ptr[a->n_rows] = at;
    return KHL_OK;
}
