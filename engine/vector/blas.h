/* The few BLAS calls of the library, on row-major blocks of floats. No other room includes <cblas.h>.
 *
 * All of them run on the calling thread once khl_blas_single_thread has been called, and give the same bits
 * for the same arguments whatever other threads do. Dimensions and leading dimensions are at most
 * KHL_BLAS_MAX. */
#ifndef KHL_VECTOR_BLAS_H
#define KHL_VECTOR_BLAS_H

#include "khulasa/base.h"

#define KHL_BLAS_MAX ((size_t)INT32_MAX)

/* A block of n_rows x n_cols, row i at values + i * ld. */
typedef struct khl_block {
    const float *values;
    size_t n_rows, n_cols, ld;
} khl_block;

/* OpenBLAS keeps one number of threads for the whole process; this sets it to 1 for good, because a
 * product split over threads is not reproducible. To be called from one thread before work is dealt out. */
void khl_blas_single_thread(void);

/* c[i][j] += sum over k of a[i][k] * a[j][k], for j >= i only (c is a->n_rows square). */
void khl_blas_ssyrk_block(float *c, size_t ldc, const khl_block *a);

/* c[i][j] += sum over k of a[i][k] * b[j][k]; a and b have the same number of columns. */
void khl_blas_sgemm_block(float *c, size_t ldc, const khl_block *a, const khl_block *b);

#endif
