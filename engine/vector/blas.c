/* Thin wrappers over CBLAS: order, transposition and integer widths in one place. */
#include "blas.h"

#include <cblas.h>

void khl_blas_single_thread(void)
{
    if (openblas_get_num_threads() != 1) openblas_set_num_threads(1);
}

void khl_blas_ssyrk_block(float *c, size_t ldc, const khl_block *a)
{
    if (a->n_rows == 0 || a->n_cols == 0) return;
    cblas_ssyrk(CblasRowMajor, CblasUpper, CblasNoTrans, (blasint)a->n_rows, (blasint)a->n_cols, 1.0F,
                a->values, (blasint)a->ld, 1.0F, c, (blasint)ldc);
}

void khl_blas_sgemm_block(float *c, size_t ldc, const khl_block *a, const khl_block *b)
{
    if (a->n_rows == 0 || b->n_rows == 0 || a->n_cols == 0) return;
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (blasint)a->n_rows, (blasint)b->n_rows,
                (blasint)a->n_cols, 1.0F, a->values, (blasint)a->ld, b->values, (blasint)b->ld, 1.0F, c,
                (blasint)ldc);
}
