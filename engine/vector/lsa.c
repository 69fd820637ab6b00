/* Latent semantic analysis by randomised subspace iteration.
 *
 * A is the matrix of the rows, Q an orthonormal block of as many columns as directions are wanted and a few
 * more. start      Q of seeded numbers iterate    Q <- orthonormal basis of A (A' Q): the directions with the
 * largest singular values remain rotate     the eigenvectors W of (A' Q)' (A' Q) turn Q into singular
 * vectors; Q W s are the coordinates Dense blocks lie row by row, so that a sparse entry adds one short row
 * to another. Double precision throughout. */
#include "alloc.h"
#include "blas.h"
#include "error.h"
#include "khulasa/vector.h"

#include <math.h>
#include <string.h>

enum { MOST_DIMS = 1024, SPARE = 10, ITERATIONS = 4 };

#define SEED 0x9e3779b97f4a7c15u
#define NOTHING 1e-10 /* an eigenvalue below this share of the largest is rounding */

typedef struct lsa {
    const khl_csr *rows;
    khl_blas blas;
    uint32_t width; /* columns of the blocks */
    double *q;      /* [n_rows x width] */
    double *next;   /* [n_rows x width] */
    double *t;      /* [n_cols x width] A' Q */
    double *gram;   /* [width x width] */
    double *values; /* [width] */
} lsa;

static khl_status reserve(lsa *l, khl_error *err)
{
    const size_t sizes[] = {l->rows->n_rows, l->rows->n_rows, l->rows->n_cols, l->width, 1};
    double **const blocks[] = {&l->q, &l->next, &l->t, &l->gram, &l->values};
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        size_t n;
        if (!khl_mul(sizes[k], l->width, &n)) return khl_fail_memory(err);
        *blocks[k] = khl_alloc_zero(n, sizeof **blocks[k]);
        if (*blocks[k] == NULL) return khl_fail_memory(err);
    }
    return KHL_OK;
}

static void release(lsa *l)
{
    free(l->q);
    free(l->next);
    free(l->t);
    free(l->gram);
    free(l->values);
}

/* Numbers from -1 to 1 by splitmix64 (Steele, Lea, Flood 2014). */
static void start(lsa *l)
{
    uint64_t state = SEED;
    for (size_t k = 0; k < (size_t)l->rows->n_rows * l->width; k++) {
        uint64_t z = state += SEED;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        l->q[k] = (double)((z ^ (z >> 31)) >> 11) * 0x1p-52 - 1;
    }
}

static void add_row(double *to, const double *from, double factor, uint32_t width)
{
    for (uint32_t d = 0; d < width; d++) to[d] += factor * from[d];
}

/* t = A' q */
static void project(lsa *l)
{
    const khl_csr *a = l->rows;
    memset(l->t, 0, (size_t)a->n_cols * l->width * sizeof *l->t);
    for (uint32_t i = 0; i < a->n_rows; i++)
        for (uint64_t k = a->row_ptr[i]; k < a->row_ptr[i + 1]; k++)
            add_row(l->t + (size_t)a->col[k] * l->width, l->q + (size_t)i * l->width, (double)a->val[k],
                    l->width);
}

/* next = A t */
static void lift(lsa *l)
{
    const khl_csr *a = l->rows;
    memset(l->next, 0, (size_t)a->n_rows * l->width * sizeof *l->next);
    for (uint32_t i = 0; i < a->n_rows; i++)
        for (uint64_t k = a->row_ptr[i]; k < a->row_ptr[i + 1]; k++)
            add_row(l->next + (size_t)i * l->width, l->t + (size_t)a->col[k] * l->width, (double)a->val[k],
                    l->width);
}

/* gram = block' block, and its eigenvalues and eigenvectors. */
static khl_status decompose(lsa *l, const double *block, size_t n_rows, khl_error *err)
{
    uint32_t w = l->width;
    memset(l->gram, 0, (size_t)w * w * sizeof *l->gram);
    for (size_t i = 0; i < n_rows; i++)
        for (uint32_t d = 0; d < w; d++)
            if (block[i * w + d] != 0) add_row(l->gram + (size_t)d * w, block + i * w, block[i * w + d], w);
    return khl_blas_eigen(&l->blas, l->gram, w, l->values, err);
}

/* to = block * eigenvectors, each column times its factor, the strongest first. */
static void rotate(const lsa *l, const double *block, const double *factors, double *to)
{
    uint32_t w = l->width;
    for (size_t i = 0; i < l->rows->n_rows; i++)
        for (uint32_t d = 0; d < w; d++) {
            const double *vector = l->gram + (size_t)(w - 1 - d) * w;
            double sum = 0;
            for (uint32_t k = 0; k < w; k++) sum += block[i * w + k] * vector[k];
            to[i * w + d] = sum * factors[d];
        }
}

/* q = an orthonormal basis of next, by the eigenvectors of its Gram matrix; what is rounding becomes zero. */
static khl_status orthonormalise(lsa *l, double *factors, khl_error *err)
{
    khl_status status = decompose(l, l->next, l->rows->n_rows, err);
    if (status != KHL_OK) return status;
    double largest = l->values[l->width - 1];
    for (uint32_t d = 0; d < l->width; d++) {
        double value = l->values[l->width - 1 - d];
        factors[d] = value > NOTHING * largest ? 1 / sqrt(value) : 0;
    }
    rotate(l, l->next, factors, l->q);
    return KHL_OK;
}

/* The coordinates of each row into next; the number of directions that are more than rounding. */
static khl_status coordinates(lsa *l, double *factors, uint32_t *rank, khl_error *err)
{
    project(l);
    khl_status status = decompose(l, l->t, l->rows->n_cols, err);
    if (status != KHL_OK) return status;
    double largest = l->values[l->width - 1];
    *rank = 0;
    for (uint32_t d = 0; d < l->width; d++) {
        double value = l->values[l->width - 1 - d];
        bool kept = value > NOTHING * largest;
        factors[d] = kept ? sqrt(value) : 0;
        *rank += kept;
    }
    rotate(l, l->q, factors, l->next);
    return KHL_OK;
}

static khl_status iterate(lsa *l, uint32_t *rank, khl_error *err)
{
    double *factors = khl_alloc(l->width, sizeof *factors);
    khl_status status = factors != NULL ? khl_blas_open(&l->blas, err) : khl_fail_memory(err);
    start(l);
    for (unsigned k = 0; k < ITERATIONS && status == KHL_OK; k++) {
        project(l);
        lift(l);
        status = orthonormalise(l, factors, err);
    }
    if (status == KHL_OK) status = coordinates(l, factors, rank, err);
    free(factors);
    return status;
}

/* The first n_dims coordinates of each row, at unit length. */
static khl_status take(const lsa *l, uint32_t n_dims, float **out, khl_error *err)
{
    size_t n;
    if (khl_mul(l->rows->n_rows, n_dims, &n)) *out = khl_alloc_zero(n, sizeof **out);
    if (*out == NULL) return khl_fail_memory(err);
    for (size_t i = 0; i < l->rows->n_rows; i++) {
        const double *row = l->next + i * l->width;
        double length = 0;
        for (uint32_t d = 0; d < n_dims; d++) length += row[d] * row[d];
        if (l->rows->row_ptr[i] == l->rows->row_ptr[i + 1] || length == 0) continue;
        for (uint32_t d = 0; d < n_dims; d++) (*out)[i * n_dims + d] = (float)(row[d] / sqrt(length));
    }
    return KHL_OK;
}

khl_status khl_lsa_rows(float **out, uint32_t *n_dims, const khl_csr *rows, khl_error *err)
{
    *out = NULL;
    if (*n_dims == 0 || *n_dims > MOST_DIMS)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "vector.lsa_dims", "LSA keeps 1 to 1024 directions");
    uint32_t least = rows->n_rows < rows->n_cols ? rows->n_rows : rows->n_cols;
    lsa l = {.rows = rows, .width = *n_dims + SPARE < least ? *n_dims + SPARE : least};
    uint32_t rank = 0;
    khl_status status = reserve(&l, err);
    if (status == KHL_OK && l.width > 0) status = iterate(&l, &rank, err);
    *n_dims = rank < *n_dims ? rank : *n_dims;
    if (status == KHL_OK) status = take(&l, *n_dims, out, err);
    release(&l);
    return status;
}
