/* Thin wrappers over CBLAS: opening, order, transposition and integer widths in one place. */
#include "blas.h"

#include "alloc.h"
#include "error.h"

#include <cblas.h>
#include <dlfcn.h>
#include <string.h>

#define LIBRARY "libopenblas.so.0"

/* As <cblas.h> declares them. */
typedef void (*ssyrk_fn)(const enum CBLAS_ORDER, const enum CBLAS_UPLO, const enum CBLAS_TRANSPOSE,
                         const blasint, const blasint, const float, const float *, const blasint, const float,
                         float *, const blasint);
typedef void (*sgemm_fn)(const enum CBLAS_ORDER, const enum CBLAS_TRANSPOSE, const enum CBLAS_TRANSPOSE,
                         const blasint, const blasint, const blasint, const float, const float *,
                         const blasint, const float *, const blasint, const float, float *, const blasint);

/* Fortran's: everything by address, and the lengths of the two letters behind. */
typedef void (*dsyev_fn)(const char *, const char *, const int *, double *, const int *, double *, double *,
                         const int *, int *, size_t, size_t);

/* POSIX promises that a function pointer fits the bits of dlsym's answer. */
static bool find(void *library, const char *name, void (**out)(void))
{
    void *symbol = dlsym(library, name);
    memcpy(out, &symbol, sizeof *out);
    return symbol != NULL;
}

khl_status khl_blas_open(khl_blas *out, khl_error *err)
{
    void (*set_threads)(void) = NULL;
    *out = (khl_blas){NULL, NULL, NULL};
    void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library == NULL || !find(library, "cblas_ssyrk", &out->ssyrk) ||
        !find(library, "cblas_sgemm", &out->sgemm) || !find(library, "dsyev_", &out->dsyev) ||
        !find(library, "openblas_set_num_threads", &set_threads))
        return KHL_FAIL(err, KHL_E_IO, "vector.blas",
                        "{0} cannot be opened, and a collection of this size needs it; install OpenBLAS",
                        LIBRARY);
    ((void (*)(int))set_threads)(1);
    return KHL_OK;
}

void khl_blas_ssyrk_block(const khl_blas *blas, float *c, size_t ldc, const khl_block *a)
{
    if (a->n_rows == 0 || a->n_cols == 0) return;
    ((ssyrk_fn)blas->ssyrk)(CblasRowMajor, CblasUpper, CblasNoTrans, (blasint)a->n_rows, (blasint)a->n_cols,
                            1.0F, a->values, (blasint)a->ld, 1.0F, c, (blasint)ldc);
}

void khl_blas_sgemm_block(const khl_blas *blas, float *c, size_t ldc, const khl_block *a, const khl_block *b)
{
    if (a->n_rows == 0 || b->n_rows == 0 || a->n_cols == 0) return;
    ((sgemm_fn)blas->sgemm)(CblasRowMajor, CblasNoTrans, CblasTrans, (blasint)a->n_rows, (blasint)b->n_rows,
                            (blasint)a->n_cols, 1.0F, a->values, (blasint)a->ld, b->values, (blasint)b->ld,
                            1.0F, c, (blasint)ldc);
}

khl_status khl_blas_eigen(const khl_blas *blas, double *a, size_t n, double *values, khl_error *err)
{
    int order = (int)n, n_work = 4 * order, info = 0; /* dsyev wants 3 n - 1 at least */
    double *work = khl_alloc((size_t)n_work, sizeof *work);
    if (work == NULL) return khl_fail_memory(err);
    if (n > 0) ((dsyev_fn)blas->dsyev)("V", "U", &order, a, &order, values, work, &n_work, &info, 1, 1);
    free(work);
    return info == 0 ? KHL_OK
                     : KHL_FAIL(err, KHL_E_INPUT, "vector.eigen",
                                "the eigenvalues of a matrix were not found; it holds what is no number");
}
