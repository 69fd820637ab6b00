/* Hashing columns to bits, weighing the bits of a row, and the table of common bits that a pair needs. */
#include "bitmaps.h"

#include "alloc.h"
#include "error.h"

#include <math.h>
#include <string.h>

enum { GRAIN = 1024, BITS_A_COLUMN = 10 };

/* Ten bits a column keep chance encounters of two rows near a tenth of their columns. */
static unsigned choose_words(const khl_csr *rows)
{
    uint64_t nnz = rows->n_rows > 0 ? rows->row_ptr[rows->n_rows] : 0;
    double wanted = rows->n_rows > 0 ? (double)nnz / rows->n_rows * BITS_A_COLUMN / 64 : 0;
    unsigned words = 1;
    while (words < KHL_BITMAP_MAX_WORDS && words < wanted) words *= 2;
    return words;
}

static unsigned bit_of(uint32_t rank, unsigned words)
{
    uint32_t h = rank * 0x9E3779B1u;
    h ^= h >> 15;
    h *= 0x85EBCA77u;
    h ^= h >> 13;
    return h & (64 * words - 1);
}

typedef struct weighing {
    const khl_ranked *ranked;
    khl_bitmaps *maps;
    double share;
    unsigned char (*tops)[KHL_BITMAP_CLASSES][KHL_BITMAP_TOPS]; /* [workers] */
} weighing;

/* Largest first; only the first KHL_BITMAP_TOPS matter. */
static void keep_heavy(double *heavy, unsigned *n, double square)
{
    unsigned at = *n < KHL_BITMAP_TOPS ? (*n)++ : KHL_BITMAP_TOPS - 1;
    if (at == KHL_BITMAP_TOPS - 1 && heavy[at] >= square) return;
    for (; at > 0 && heavy[at - 1] < square; at--) heavy[at] = heavy[at - 1];
    heavy[at] = square;
}

/* A length as a share of 255, never too small. */
static unsigned char rounded_up(double square, double norm)
{
    double share = ceil(sqrt(square) / norm * 255.0 + 1e-6);
    return (unsigned char)(share < 255.0 ? share : 255.0);
}

/* Columns on one bit weigh together, for they are one common bit. */
void khl_bitmap_row(khl_rank_row row, unsigned words, double norm, uint64_t *bits, double *weight,
                    unsigned char top[KHL_BITMAP_TOPS])
{
    double heavy[KHL_BITMAP_TOPS] = {0}, whole = 0, sum = 0;
    unsigned n = 0;
    for (size_t p = 0; p < row.n; p++) {
        unsigned bit = bit_of(row.col[p], words);
        double square = (double)row.val[p] * (double)row.val[p];
        bits[bit / 64] |= (uint64_t)1 << bit % 64;
        weight[bit] += square;
        whole += square;
    }
    for (size_t p = 0; p < row.n; p++) {
        unsigned bit = bit_of(row.col[p], words);
        if (weight[bit] > 0) keep_heavy(heavy, &n, weight[bit]);
        weight[bit] = 0;
    }
    for (unsigned k = 0; k < KHL_BITMAP_TOPS; k++) {
        sum += heavy[k];
        top[k] = rounded_up(sum, norm);
    }
    top[KHL_BITMAP_TOPS - 1] = rounded_up(whole, norm);
}

static khl_status weigh(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    const weighing *job = context;
    double weight[64 * KHL_BITMAP_MAX_WORDS] = {0};
    double enough = 255.0 * sqrt(job->share);
    unsigned words = job->maps->words;
    (void)err;
    for (size_t r = begin; r < end; r++) {
        unsigned char tops[KHL_BITMAP_TOPS];
        khl_bitmap_row(khl_ranked_row(&job->ranked->rows, (uint32_t)r), words, job->ranked->norm,
                       job->maps->bits + r * words, weight, tops);
        unsigned kind = 0;
        while (kind < KHL_BITMAP_CLASSES - 1 && tops[kind] < enough) kind++;
        job->maps->kind[r] = (unsigned char)kind;
        unsigned char *most = job->tops[worker][kind];
        for (unsigned k = 0; k < KHL_BITMAP_TOPS; k++)
            if (tops[k] > most[k]) most[k] = tops[k];
    }
    return KHL_OK;
}

void khl_bitmap_needs(const unsigned char top[KHL_BITMAP_TOPS], const unsigned char *class_top, double share,
                      unsigned char need[KHL_BITMAP_CLASSES])
{
    double least = share * 255.0 * 255.0;
    for (unsigned c = 0; c < KHL_BITMAP_CLASSES; c++) {
        unsigned k = 0;
        while (k < KHL_BITMAP_TOPS && (double)(top[k] * class_top[c * KHL_BITMAP_TOPS + k]) < least) k++;
        need[c] = (unsigned char)(k < KHL_BITMAP_TOPS ? k + 1 : KHL_BITMAP_NEVER);
    }
}

khl_status khl_bitmaps_make(khl_bitmaps *out, const khl_ranked *ranked, double share, khl_pool *pool,
                            khl_error *err)
{
    const khl_csr *rows = &ranked->rows;
    unsigned workers = khl_pool_size(pool);
    *out = (khl_bitmaps){.words = choose_words(rows)};
    weighing job = {ranked, out, share, khl_alloc_zero(workers, sizeof *job.tops)};
    out->bits = khl_alloc_zero((size_t)rows->n_rows * out->words, sizeof *out->bits);
    out->kind = khl_alloc(rows->n_rows, sizeof *out->kind);
    khl_status status = job.tops && out->bits && out->kind ? KHL_OK : khl_fail_memory(err);
    if (status == KHL_OK && ranked->norm > 0)
        status = khl_pool_for(pool, rows->n_rows, GRAIN, weigh, &job, NULL, NULL, err);
    for (unsigned w = 0; w < workers && status == KHL_OK; w++)
        for (unsigned c = 0; c < KHL_BITMAP_CLASSES; c++)
            for (unsigned k = 0; k < KHL_BITMAP_TOPS; k++)
                if (job.tops[w][c][k] > out->top[c][k]) out->top[c][k] = job.tops[w][c][k];
    for (unsigned c = 0; c < KHL_BITMAP_CLASSES; c++)
        khl_bitmap_needs(out->top[c], out->top[0], share, out->need[c]);
    free(job.tops);
    if (status != KHL_OK) khl_bitmaps_clear(out);
    return status;
}

void khl_bitmaps_clear(khl_bitmaps *maps)
{
    free(maps->bits);
    free(maps->kind);
    *maps = (khl_bitmaps){0};
}
