/* The few BLAS and LAPACK calls of the library. No other room includes <cblas.h>.
 *
 * OpenBLAS is opened when the first product asks for it and not before: most runs are small enough to do
 * without, and its threads start with it. All products run on the calling thread and give the same bits for
 * the same arguments whatever other threads do. Dimensions and leading dimensions are at most KHL_BLAS_MAX.
 */
#ifndef KHL_VECTOR_BLAS_H
#define KHL_VECTOR_BLAS_H

#include "khulasa/base.h"

#define KHL_BLAS_MAX ((size_t)INT32_MAX)

/* A block of n_rows x n_cols, row i at values + i * ld. */
typedef struct khl_block {
    const float *values;
    size_t n_rows, n_cols, ld;
} khl_block;

/* The routines, once opened. Plain data, may be copied; nothing to close: the library stays with the process.
 */
typedef struct khl_blas {
    void (*ssyrk)(void);
    void (*sgemm)(void);
    void (*dsyev)(void);
} khl_blas;

/* Opens OpenBLAS (again, at no cost) and sets it to one thread for good, for the whole process: a product
 * split over threads is not reproducible. To be called from one thread before work is dealt out. A program
 * that never wants its idle threads sets OPENBLAS_NUM_THREADS=1 before this. KHL_E_IO: the library is not
 * installed. */
khl_status khl_blas_open(khl_blas *out, khl_error *err);

/* c[i][j] += sum over k of a[i][k] * a[j][k], for j >= i only (c is a->n_rows square). */
void khl_blas_ssyrk_block(const khl_blas *blas, float *c, size_t ldc, const khl_block *a);

/* c[i][j] += sum over k of a[i][k] * b[j][k]; a and b have the same number of columns. */
void khl_blas_sgemm_block(const khl_blas *blas, float *c, size_t ldc, const khl_block *a, const khl_block *b);

/* Eigenvalues, ascending, and eigenvectors of a symmetric matrix (LAPACK dsyev): a [n x n] becomes the
 * vectors, row i that of values[i]. KHL_E_INPUT: a holds what is no finite number. */
khl_status khl_blas_eigen(const khl_blas *blas, double *a, size_t n, double *values, khl_error *err);

#endif
