/* The two kernels, one after the other over the same tile.
 *
 * Dense: strips of columns are written into zeroed blocks, multiplied by ssyrk (on the diagonal) or sgemm,
 * always in ascending order of strips, and wiped by walking the same entries again. A strip that is empty on
 * either side is skipped, which changes nothing but the time.
 * Sparse: for each row of the left block, its columns in ascending order add to a row of sums through the
 * inverted lists of the right block, in double precision. */
#include "product.h"

#include "alloc.h"
#include "error.h"

#include <string.h>

#define FLOATS_PER_LINE 16u

static size_t round_up(size_t n)
{
    return (n + FLOATS_PER_LINE - 1) / FLOATS_PER_LINE * FLOATS_PER_LINE;
}

/* rows x ld zeros on a cache line; ld is a multiple of a line. */
static float *block_alloc(size_t rows, size_t ld)
{
    size_t n, bytes;
    if (!khl_mul(rows, ld, &n) || !khl_mul(n, sizeof(float), &bytes) || bytes == 0) return NULL;
    float *block = aligned_alloc(FLOATS_PER_LINE * sizeof(float), bytes);
    if (block != NULL) memset(block, 0, bytes);
    return block;
}

static bool strip_alloc(khl_strip *strip, size_t rows, size_t ld)
{
    strip->values = block_alloc(rows, ld);
    strip->from = khl_alloc(rows, sizeof *strip->from);
    strip->to = khl_alloc(rows, sizeof *strip->to);
    return strip->values != NULL && strip->from != NULL && strip->to != NULL;
}

static bool alloc_spaces(khl_worker *w, const khl_sides *sides)
{
    for (size_t s = 0; s < sides->n_spaces; s++) {
        w->similarity[s] = block_alloc(w->tile, w->ld);
        w->spans[s] = khl_alloc_zero(khl_sides_right(sides, s)->sparse.n_cols, sizeof *w->spans[s]);
        if (w->similarity[s] == NULL || w->spans[s] == NULL) return false;
    }
    return true;
}

/* On failure the worker still has to be cleared. */
static khl_status worker_init(khl_worker *worker, const khl_sides *sides, size_t strip_columns,
                              khl_error *err)
{
    size_t rows = sides->n_left > sides->n_right ? sides->n_left : sides->n_right, widest = 0;
    for (size_t s = 0; s < sides->n_spaces; s++)
        if (sides->left[s].dense.n_cols > widest) widest = sides->left[s].dense.n_cols;
    if (rows > sides->tile_rows) rows = sides->tile_rows;
    *worker = (khl_worker){.tile = rows, .ld = round_up(rows), .loaded = SIZE_MAX};
    worker->strip_columns = widest < strip_columns ? widest : strip_columns;
    /* One line more than needed, so that rows do not all fall on the same sets of the cache. */
    worker->strip_ld = round_up(worker->strip_columns) + FLOATS_PER_LINE;
    worker->sums = khl_alloc(worker->ld, sizeof *worker->sums);
    bool ok = worker->sums != NULL && alloc_spaces(worker, sides);
    bool only_diagonal = sides->same && sides->n_left <= sides->tile_rows;
    if (ok && widest > 0) ok = strip_alloc(&worker->left, rows, worker->strip_ld);
    if (ok && widest > 0 && !only_diagonal) ok = strip_alloc(&worker->right, rows, worker->strip_ld);
    return ok ? KHL_OK : khl_fail_memory(err);
}

static void strip_free(khl_strip *strip)
{
    free(strip->values);
    free(strip->from);
    free(strip->to);
}

static void worker_clear(khl_worker *worker)
{
    for (size_t s = 0; s < KHL_SEARCH_MAX_SPACES; s++) {
        free(worker->similarity[s]);
        free(worker->spans[s]);
    }
    free(worker->sums);
    strip_free(&worker->left);
    strip_free(&worker->right);
    *worker = (khl_worker){0};
}

/* BLAS is opened only for a job that has dense columns. */
static khl_status open_blas(khl_worker *workers, unsigned n, const khl_sides *sides, khl_error *err)
{
    bool dense = false;
    khl_blas blas;
    for (size_t s = 0; s < sides->n_spaces; s++) dense = dense || sides->left[s].dense.n_cols > 0;
    khl_status status = dense ? khl_blas_open(&blas, err) : KHL_OK;
    for (unsigned i = 0; i < n && dense && status == KHL_OK; i++) workers[i].blas = blas;
    return status;
}

khl_status khl_workers_create(khl_worker **out, unsigned *n_workers, khl_pool **pool, const khl_sides *sides,
                              const khl_search_options *options, size_t n_tasks, khl_error *err)
{
    khl_status status = KHL_OK;
    *out = NULL;
    *n_workers = 0;
    *pool = NULL;
    unsigned threads = options->n_threads;
    if (threads > n_tasks) threads = (unsigned)n_tasks;
    if (n_tasks > 1 && threads != 1) status = khl_pool_create(pool, threads, err);
    if (status != KHL_OK) return status;
    unsigned n = khl_pool_size(*pool);
    khl_worker *workers = khl_alloc_zero(n, sizeof *workers);
    if (workers == NULL) return khl_fail_memory(err);
    for (unsigned i = 0; i < n && status == KHL_OK; i++)
        status = worker_init(&workers[i], sides, options->strip_columns, err);
    if (status == KHL_OK) status = open_blas(workers, n, sides, err);
    if (status != KHL_OK) {
        khl_workers_destroy(workers, n);
        return status;
    }
    *out = workers;
    *n_workers = n;
    return KHL_OK;
}

void khl_workers_destroy(khl_worker *workers, unsigned n_workers)
{
    for (unsigned i = 0; i < n_workers; i++) worker_clear(&workers[i]);
    free(workers);
}

/* Goes back to the first strip of the rows [first, first + n). */
static void strip_begin(khl_strip *strip, const khl_csr *rows, size_t first, size_t n)
{
    for (size_t i = 0; i < n; i++) strip->to[i] = rows->row_ptr[first + i];
}

/* Writes the entries of columns [begin, end) and returns how many there are. */
static uint64_t strip_write(khl_strip *strip, const khl_csr *rows, size_t first, size_t n, size_t ld,
                            size_t begin, size_t end)
{
    uint64_t written = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t p = strip->from[i] = strip->to[i], last = rows->row_ptr[first + i + 1];
        float *values = strip->values + i * ld;
        for (; p < last && rows->col[p] < end; p++) values[rows->col[p] - begin] = rows->val[p];
        written += p - strip->from[i];
        strip->to[i] = p;
    }
    return written;
}

static void strip_wipe(khl_strip *strip, const khl_csr *rows, size_t n, size_t ld, size_t begin)
{
    for (size_t i = 0; i < n; i++)
        for (uint64_t p = strip->from[i]; p < strip->to[i]; p++)
            strip->values[i * ld + rows->col[p] - begin] = 0.0F;
}

typedef struct tile_place {
    size_t row, n_rows, col, n_cols;
    bool diagonal;
} tile_place;

static void add_dense_diagonal(khl_worker *w, const khl_csr *rows, const tile_place *at, float *out)
{
    strip_begin(&w->left, rows, at->row, at->n_rows);
    for (size_t c = 0; c < rows->n_cols; c += w->strip_columns) {
        size_t end = rows->n_cols - c > w->strip_columns ? c + w->strip_columns : rows->n_cols;
        uint64_t n = strip_write(&w->left, rows, at->row, at->n_rows, w->strip_ld, c, end);
        khl_block a = {w->left.values, at->n_rows, end - c, w->strip_ld};
        if (n > 0) khl_blas_ssyrk_block(&w->blas, out, w->ld, &a);
        strip_wipe(&w->left, rows, at->n_rows, w->strip_ld, c);
    }
}

static void add_dense(khl_worker *w, const khl_csr *left, const khl_csr *right, const tile_place *at,
                      float *out)
{
    strip_begin(&w->left, left, at->row, at->n_rows);
    strip_begin(&w->right, right, at->col, at->n_cols);
    for (size_t c = 0; c < left->n_cols; c += w->strip_columns) {
        size_t end = left->n_cols - c > w->strip_columns ? c + w->strip_columns : left->n_cols;
        uint64_t n_left = strip_write(&w->left, left, at->row, at->n_rows, w->strip_ld, c, end);
        uint64_t n_right = strip_write(&w->right, right, at->col, at->n_cols, w->strip_ld, c, end);
        khl_block a = {w->left.values, at->n_rows, end - c, w->strip_ld};
        khl_block b = {w->right.values, at->n_cols, end - c, w->strip_ld};
        if (n_left > 0 && n_right > 0) khl_blas_sgemm_block(&w->blas, out, w->ld, &a, &b);
        strip_wipe(&w->left, left, at->n_rows, w->strip_ld, c);
        strip_wipe(&w->right, right, at->n_cols, w->strip_ld, c);
    }
}

/* Adds row r of left to sums through the lists that are loaded. */
static void add_row(const khl_csr *left, size_t r, const khl_span *spans, const khl_posting *postings,
                    double *restrict sums)
{
    for (uint64_t p = left->row_ptr[r]; p < left->row_ptr[r + 1]; p++) {
        khl_span span = spans[left->col[p]];
        double value = (double)left->val[p];
        for (uint32_t q = span.begin; q < span.end; q++)
            sums[postings[q].row] += value * (double)postings[q].value;
    }
}

/* The same on the diagonal: lists ascend by row, so they are read from their end down to row i. */
static void add_row_above(const khl_csr *left, size_t r, size_t i, const khl_span *spans,
                          const khl_posting *postings, double *restrict sums)
{
    for (uint64_t p = left->row_ptr[r]; p < left->row_ptr[r + 1]; p++) {
        khl_span span = spans[left->col[p]];
        double value = (double)left->val[p];
        for (uint32_t q = span.end; q > span.begin && postings[q - 1].row > i; q--)
            sums[postings[q - 1].row] += value * (double)postings[q - 1].value;
    }
}

/* `add` says that out already holds the dense part. */
static void add_sparse(khl_worker *w, const khl_side *left, const khl_side *right, size_t s,
                       const tile_place *at, bool add, float *out)
{
    const khl_posting *postings = right->lists.postings + right->sparse.row_ptr[at->col];
    for (size_t i = 0; i < at->n_rows; i++) {
        float *row = out + i * w->ld;
        size_t first = at->diagonal ? i + 1 : 0;
        for (size_t j = first; j < at->n_cols; j++) w->sums[j] = add ? (double)row[j] : 0.0;
        if (at->diagonal)
            add_row_above(&left->sparse, at->row + i, i, w->spans[s], postings, w->sums);
        else
            add_row(&left->sparse, at->row + i, w->spans[s], postings, w->sums);
        for (size_t j = first; j < at->n_cols; j++) row[j] = (float)w->sums[j];
    }
}

static void set_spans(khl_worker *w, const khl_sides *sides, size_t block, bool present)
{
    for (size_t s = 0; s < sides->n_spaces; s++) {
        const khl_lists *lists = &khl_sides_right(sides, s)->lists;
        uint32_t begin = 0;
        for (uint64_t k = lists->first[block]; k < lists->first[block + 1]; k++) {
            w->spans[s][lists->cols[k]] = present ? (khl_span){begin, lists->ends[k]} : (khl_span){0, 0};
            begin = lists->ends[k];
        }
    }
}

static void load_block(khl_worker *w, const khl_sides *sides, size_t block)
{
    if (w->loaded == block) return;
    if (w->loaded != SIZE_MAX) set_spans(w, sides, w->loaded, false);
    set_spans(w, sides, block, true);
    w->loaded = block;
}

static void product_space(khl_worker *w, const khl_sides *sides, size_t s, const tile_place *at)
{
    const khl_side *left = &sides->left[s], *right = khl_sides_right(sides, s);
    float *out = w->similarity[s];
    bool dense = left->dense.n_cols > 0, sparse = left->sparse.n_cols > 0;
    if (dense || !sparse || at->diagonal)
        for (size_t i = 0; i < at->n_rows; i++) memset(out + i * w->ld, 0, at->n_cols * sizeof *out);
    if (dense && at->diagonal) add_dense_diagonal(w, &left->dense, at, out);
    if (dense && !at->diagonal) add_dense(w, &left->dense, &right->dense, at, out);
    if (sparse) add_sparse(w, left, right, s, at, dense, out);
    if (dense && at->diagonal)
        for (size_t i = 0; i < at->n_rows; i++) out[i * w->ld + i] = 0.0F;
}

void khl_product(khl_worker *worker, const khl_sides *sides, size_t b_left, size_t b_right)
{
    tile_place at = {.row = b_left * sides->tile_rows, .col = b_right * sides->tile_rows};
    at.n_rows = khl_block_rows(sides, sides->n_left, b_left);
    at.n_cols = khl_block_rows(sides, sides->n_right, b_right);
    at.diagonal = sides->same && b_left == b_right;
    load_block(worker, sides, b_right);
    for (size_t s = 0; s < sides->n_spaces; s++) product_space(worker, sides, s, &at);
}
