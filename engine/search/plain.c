/* For each block of rows: its inverted lists, then every later row against them (Ozkural and Aykanat found no
 * pruning best for long documents; so do the estimates of join.c). The index of a block is read by all
 * threads, the sums are each thread's own, and near ones are summed anew in fixed order. */
#include "plain.h"

#include "alloc.h"
#include "error.h"
#include "meet.h"

#include <string.h>

enum { GRAIN = 64, LINE = 16, N_LINES = KHL_PLAIN_BLOCK / LINE };

/* One thread's sums, and which lines of them were touched, so that only those are looked at and wiped. */
typedef struct sums {
    float sum[KHL_PLAIN_BLOCK];
    unsigned char touched[N_LINES];
} sums;

typedef struct block {
    const khl_ranked *ranked;
    khl_pairs *pairs;
    double threshold;
    float near; /* sums at or above it may reach the threshold */
    uint32_t first, n;
    uint32_t offset; /* of the row that item 0 stands for */
    uint64_t *begin; /* [n_cols + 1] */
    uint32_t *row;   /* within the block */
    float *val;
    sums *sums; /* [workers], zero between rows */
} block;

static void index_block(block *b)
{
    const khl_csr *rows = &b->ranked->rows;
    memset(b->begin, 0, ((size_t)rows->n_cols + 1) * sizeof *b->begin);
    uint64_t from = rows->row_ptr[b->first], to = rows->row_ptr[b->first + b->n];
    for (uint64_t p = from; p < to; p++) b->begin[rows->col[p] + 1]++;
    for (uint32_t c = 0; c < rows->n_cols; c++) b->begin[c + 1] += b->begin[c];
    for (uint32_t r = b->n; r-- > 0;) {
        for (uint64_t p = rows->row_ptr[b->first + r]; p < rows->row_ptr[b->first + r + 1]; p++) {
            uint64_t place = --b->begin[rows->col[p] + 1];
            b->row[place] = r;
            b->val[place] = rows->val[p];
        }
    }
    /* Filling moved each end to its begin: begin[c + 1] is where c begins now. */
    for (uint32_t c = 0; c < rows->n_cols; c++) b->begin[c] = b->begin[c + 1];
    b->begin[rows->n_cols] = to - from;
}

/* Adds row x to the sums of the block's rows. */
static void add_up(const block *b, uint32_t x, sums *own)
{
    const khl_csr *rows = &b->ranked->rows;
    for (uint64_t p = rows->row_ptr[x]; p < rows->row_ptr[x + 1]; p++) {
        uint32_t c = rows->col[p];
        float value = rows->val[p];
        for (uint64_t k = b->begin[c]; k < b->begin[c + 1]; k++) {
            own->sum[b->row[k]] += value * b->val[k];
            own->touched[b->row[k] / LINE] = 1;
        }
    }
}

static khl_status settle_line(const block *b, uint32_t x, float *sum, uint32_t first, uint32_t end,
                              unsigned worker, khl_error *err)
{
    khl_status status = KHL_OK;
    for (uint32_t k = 0; k < LINE; k++) {
        bool near = sum[k] >= b->near && first + k < end;
        sum[k] = 0;
        if (!near || status != KHL_OK) continue;
        double score = khl_ranked_dot(b->ranked, b->first + first + k, x);
        if (score >= b->threshold)
            status = khl_put_members(b->ranked, b->pairs, worker, b->first + first + k, x, score, err);
    }
    return status;
}

/* In its own block a row meets earlier ones only. */
static khl_status settle(const block *b, uint32_t x, sums *own, unsigned worker, khl_error *err)
{
    uint32_t end = x < b->first + b->n && x >= b->first ? x - b->first : b->n;
    khl_status status = KHL_OK;
    for (uint32_t line = 0; line < N_LINES && status == KHL_OK; line++) {
        if (own->touched[line] == 0) continue;
        own->touched[line] = 0;
        status = settle_line(b, x, &own->sum[line * LINE], line * LINE, end, worker, err);
    }
    return status;
}

static khl_status meet_block(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    const block *b = context;
    sums *own = &b->sums[worker];
    khl_status status = KHL_OK;
    for (size_t k = begin; k < end && status == KHL_OK; k++) {
        uint32_t x = b->offset + (uint32_t)k;
        if (b->ranked->rows.row_ptr[x] == b->ranked->rows.row_ptr[x + 1]) continue;
        add_up(b, x, own);
        status = settle(b, x, own, worker, err);
    }
    return status;
}

/* Single precision may fall short of the sum by a part in 2^24 for each entry of the longest row. */
static float near_threshold(const khl_ranked *ranked, double threshold)
{
    uint64_t widest = 0;
    for (uint32_t r = 0; r < ranked->rows.n_rows; r++) {
        uint64_t n = ranked->rows.row_ptr[r + 1] - ranked->rows.row_ptr[r];
        if (n > widest) widest = n;
    }
    double slack = ranked->norm * ranked->norm * 1.2e-7 * (double)(widest + 2);
    double near = threshold - slack;
    return (float)(near > 0 ? near : threshold * 1e-3);
}

static size_t largest_block(const khl_ranked *ranked)
{
    uint64_t most = 0;
    for (uint32_t r = 0; r < ranked->rows.n_rows; r += KHL_PLAIN_BLOCK) {
        uint32_t left = ranked->rows.n_rows - r, n = left < KHL_PLAIN_BLOCK ? left : KHL_PLAIN_BLOCK;
        uint64_t nnz = ranked->rows.row_ptr[r + n] - ranked->rows.row_ptr[r];
        if (nnz > most) most = nnz;
    }
    return (size_t)most;
}

khl_status khl_join_plainly(const khl_ranked *ranked, double threshold, khl_pairs *pairs, khl_pool *pool,
                            const khl_progress *progress, khl_error *err)
{
    uint32_t n = ranked->rows.n_rows, split = ranked->split, last = split != 0 ? split : n;
    size_t most = largest_block(ranked);
    block b = {.ranked = ranked, .pairs = pairs, .threshold = threshold};
    b.near = near_threshold(ranked, threshold);
    b.begin = khl_alloc((size_t)ranked->rows.n_cols + 1, sizeof *b.begin);
    b.row = khl_alloc(most, sizeof *b.row);
    b.val = khl_alloc(most, sizeof *b.val);
    b.sums = khl_alloc_zero(khl_pool_size(pool), sizeof *b.sums);
    khl_status status = b.begin && b.row && b.val && b.sums ? KHL_OK : khl_fail_memory(err);
    for (uint32_t first = 0; first < last && status == KHL_OK; first += b.n) {
        b.first = first;
        b.n = last - first < KHL_PLAIN_BLOCK ? last - first : KHL_PLAIN_BLOCK;
        b.offset = split != 0 ? split : first;
        index_block(&b);
        status = khl_pool_for(pool, n - b.offset, GRAIN, meet_block, &b, progress, "join", err);
    }
    free(b.begin);
    free(b.row);
    free(b.val);
    free(b.sums);
    return status;
}

double khl_plain_cost(const khl_ranked *ranked)
{
    const khl_csr *rows = &ranked->rows;
    uint64_t nnz = rows->n_rows > 0 ? rows->row_ptr[rows->n_rows] : 0;
    uint64_t left_end = ranked->split != 0 ? rows->row_ptr[ranked->split] : 0;
    double cost = 0;
    uint32_t *df = khl_alloc_zero(rows->n_cols, 2 * sizeof *df);
    if (df == NULL) return (double)nnz * (double)nnz;
    for (uint64_t p = 0; p < nnz; p++) df[2 * rows->col[p] + (p < left_end)]++;
    for (uint32_t c = 0; c < rows->n_cols; c++) {
        double right = df[2 * (size_t)c], left = df[2 * (size_t)c + 1];
        cost += ranked->split != 0 ? left * right : right * (right - 1) / 2;
    }
    free(df);
    return cost;
}
