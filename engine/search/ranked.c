/* Taking rows over: check, drop zeros, collapse repeats, number the columns anew, sort each row by them.
 *
 * All in the arrays of the caller, so that a million rows are held once. */
#include "ranked.h"

#include "alloc.h"
#include "error.h"

#include <math.h>
#include <string.h>

enum { GRAIN = 1024 };

static khl_status fail_malformed(khl_error *err)
{
    return KHL_FAIL(err, KHL_E_ARGUMENT, "search.malformed_rows",
                    "sparse rows must have ascending columns within bounds");
}

/* Every row by itself, so that all threads check. */
typedef struct checking {
    const khl_csr *rows;
    bool *zeros; /* [workers] one was seen */
} checking;

static khl_status check_rows(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    const checking *job = context;
    const khl_csr *rows = job->rows;
    for (size_t r = begin; r < end; r++) {
        uint64_t first = rows->row_ptr[r], last = rows->row_ptr[r + 1];
        for (uint64_t p = first; p < last; p++) {
            if (rows->col[p] >= rows->n_cols || (p > first && rows->col[p] <= rows->col[p - 1]))
                return fail_malformed(err);
            if (!isfinite(rows->val[p]))
                return KHL_FAIL(err, KHL_E_ARGUMENT, "search.not_a_number",
                                "sparse rows must hold finite numbers");
            if (rows->val[p] == 0.0F) job->zeros[worker] = true;
        }
    }
    return KHL_OK;
}

/* Row pointers first: entries are looked at only where they lead. */
static khl_status check_shape(const khl_csr *rows, uint32_t split, khl_error *err)
{
    if (split > rows->n_rows || (rows->n_rows > 0 && rows->row_ptr[0] != 0)) return fail_malformed(err);
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        uint64_t begin = rows->row_ptr[r], end = rows->row_ptr[r + 1];
        if (end < begin || end - begin > rows->n_cols) return fail_malformed(err);
    }
    return KHL_OK;
}

/* A zero shares nothing, yet would count as a shared column. */
static void drop_zeros(khl_csr *rows)
{
    uint64_t at = 0, begin = 0;
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        uint64_t end = rows->row_ptr[r + 1];
        for (uint64_t p = begin; p < end; p++) {
            if (rows->val[p] == 0.0F) continue;
            rows->col[at] = rows->col[p];
            rows->val[at++] = rows->val[p];
        }
        begin = end;
        rows->row_ptr[r + 1] = at;
    }
}

static khl_status check(khl_csr *rows, uint32_t split, khl_pool *pool, khl_error *err)
{
    checking job = {rows, khl_alloc_zero(khl_pool_size(pool), sizeof *job.zeros)};
    if (job.zeros == NULL) return khl_fail_memory(err);
    khl_status status = check_shape(rows, split, err);
    if (status == KHL_OK) status = khl_pool_for(pool, rows->n_rows, GRAIN, check_rows, &job, NULL, NULL, err);
    bool zeros = false;
    for (unsigned w = 0; w < khl_pool_size(pool); w++) zeros = zeros || job.zeros[w];
    if (status == KHL_OK && zeros) drop_zeros(rows);
    free(job.zeros);
    return status;
}

/* Document frequencies and largest values of the columns, and the longest row: each thread its own, then
 * added up. Beyond a few threads the counters would cost more than they save. */
enum { MAX_COUNTERS = 8 };

typedef struct measure {
    uint32_t df;
    float longest;
} measure;

typedef struct measuring {
    const khl_csr *rows;
    unsigned n;
    measure *columns; /* [n x n_cols] */
    double squares[MAX_COUNTERS];
} measuring;

static khl_status measure_rows(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    measuring *job = context;
    const khl_csr *rows = job->rows;
    (void)worker;
    (void)err;
    for (size_t k = begin; k < end; k++) {
        measure *columns = job->columns + k * rows->n_cols;
        uint64_t n = rows->n_rows;
        for (uint64_t r = n * k / job->n; r < n * (k + 1) / job->n; r++) {
            double square = 0;
            for (uint64_t p = rows->row_ptr[r]; p < rows->row_ptr[r + 1]; p++) {
                float size = fabsf(rows->val[p]);
                measure *column = &columns[rows->col[p]];
                column->df++;
                if (size > column->longest) column->longest = size;
                square += (double)size * (double)size;
            }
            if (square > job->squares[k]) job->squares[k] = square;
        }
    }
    return KHL_OK;
}

/* columns[0 .. n_cols) holds the sums in the end; to be freed by the caller. */
static khl_status measure_all(khl_ranked *ranked, measure **columns, khl_pool *pool, khl_error *err)
{
    unsigned n = khl_pool_size(pool);
    uint32_t n_cols = ranked->rows.n_cols;
    measuring job = {.rows = &ranked->rows, .n = n < MAX_COUNTERS ? n : MAX_COUNTERS};
    job.columns = *columns = khl_alloc_zero((size_t)job.n * n_cols, sizeof *job.columns);
    if (job.columns == NULL) return khl_fail_memory(err);
    khl_status status = khl_pool_for(pool, job.n, 1, measure_rows, &job, NULL, NULL, err);
    for (unsigned k = 0; k < job.n && status == KHL_OK; k++) {
        if (job.squares[k] > ranked->norm) ranked->norm = job.squares[k];
        for (uint32_t c = 0; c < n_cols && k > 0; c++) {
            const measure *own = &job.columns[(size_t)k * n_cols + c];
            job.columns[c].df += own->df;
            if (own->longest > job.columns[c].longest) job.columns[c].longest = own->longest;
        }
    }
    ranked->norm = sqrt(ranked->norm);
    return status;
}

typedef struct column {
    uint32_t df, number;
} column;

static int by_frequency(const void *a, const void *b)
{
    const column *x = a, *y = b;
    if (x->df != y->df) return x->df < y->df ? 1 : -1;
    return x->number < y->number ? -1 : x->number > y->number;
}

/* rank[c] and its inverse, from document frequencies over the distinct rows; ties by column. */
static khl_status number_columns(khl_ranked *ranked, uint32_t *rank, khl_pool *pool, khl_error *err)
{
    uint32_t n_cols = ranked->rows.n_cols;
    measure *measures = NULL;
    column *columns = khl_alloc(n_cols, sizeof *columns);
    ranked->column_of = khl_alloc(n_cols, sizeof *ranked->column_of);
    ranked->longest = khl_alloc(n_cols, sizeof *ranked->longest);
    bool ok = columns != NULL && ranked->column_of != NULL && ranked->longest != NULL;
    khl_status status = ok ? measure_all(ranked, &measures, pool, err) : khl_fail_memory(err);
    if (status == KHL_OK) {
        for (uint32_t c = 0; c < n_cols; c++) columns[c] = (column){measures[c].df, c};
        qsort(columns, n_cols, sizeof *columns, by_frequency);
    }
    for (uint32_t r = 0; r < n_cols && status == KHL_OK; r++) {
        ranked->column_of[r] = columns[r].number;
        ranked->longest[r] = measures[columns[r].number].longest;
        rank[columns[r].number] = r;
    }
    free(columns);
    free(measures);
    return status;
}

/* An entry as one number that sorts by rank; the value rides along. */
static uint64_t entry(uint32_t rank, float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return (uint64_t)rank << 32 | bits;
}

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void sort_entries(uint64_t *entries, size_t n)
{
    enum { SHORT = 64 };
    if (n > SHORT) {
        qsort(entries, n, sizeof *entries, by_number);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        uint64_t e = entries[i];
        size_t at = i;
        for (; at > 0 && entries[at - 1] > e; at--) entries[at] = entries[at - 1];
        entries[at] = e;
    }
}

typedef struct renumbering {
    khl_csr *rows;
    const uint32_t *rank;
    uint64_t *scratch; /* [workers x widest] */
    size_t widest;
} renumbering;

static khl_status renumber(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    const renumbering *job = context;
    uint64_t *entries = job->scratch + worker * job->widest;
    (void)err;
    for (size_t r = begin; r < end; r++) {
        uint64_t first = job->rows->row_ptr[r];
        size_t n = (size_t)(job->rows->row_ptr[r + 1] - first);
        uint32_t *col = job->rows->col + first;
        float *val = job->rows->val + first;
        for (size_t k = 0; k < n; k++) entries[k] = entry(job->rank[col[k]], val[k]);
        sort_entries(entries, n);
        for (size_t k = 0; k < n; k++) {
            uint32_t bits = (uint32_t)entries[k];
            col[k] = (uint32_t)(entries[k] >> 32);
            memcpy(&val[k], &bits, sizeof bits);
        }
    }
    return KHL_OK;
}

static khl_status renumber_rows(khl_csr *rows, const uint32_t *rank, khl_pool *pool, khl_error *err)
{
    renumbering job = {rows, rank, NULL, 1};
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        size_t n = (size_t)(rows->row_ptr[r + 1] - rows->row_ptr[r]);
        if (n > job.widest) job.widest = n;
    }
    job.scratch = khl_alloc(job.widest * khl_pool_size(pool), sizeof *job.scratch);
    if (job.scratch == NULL) return khl_fail_memory(err);
    khl_status status = khl_pool_for(pool, rows->n_rows, GRAIN, renumber, &job, NULL, NULL, err);
    free(job.scratch);
    return status;
}

static khl_status take(khl_ranked *out, khl_csr *rows, uint32_t split, bool collapse, khl_pool *pool,
                       khl_error *err)
{
    *out = (khl_ranked){.rows = *rows, .n_given = rows->n_rows, .split = split};
    *rows = (khl_csr){0};
    uint32_t *rank = khl_alloc(out->rows.n_cols, sizeof *rank);
    khl_status status = rank != NULL ? check(&out->rows, split, pool, err) : khl_fail_memory(err);
    if (status == KHL_OK && out->n_given > 0 && collapse) status = khl_collapse_repeats(out, pool, err);
    if (status == KHL_OK) status = number_columns(out, rank, pool, err);
    if (status == KHL_OK) status = renumber_rows(&out->rows, rank, pool, err);
    free(rank);
    if (status != KHL_OK) khl_ranked_clear(out);
    return status;
}

khl_status khl_ranked_take(khl_ranked *out, khl_csr *rows, uint32_t split, khl_pool *pool, khl_error *err)
{
    return take(out, rows, split, true, pool, err);
}

khl_status khl_ranked_take_all(khl_ranked *out, khl_csr *rows, khl_pool *pool, khl_error *err)
{
    return take(out, rows, 0, false, pool, err);
}

void khl_ranked_clear(khl_ranked *ranked)
{
    khl_csr_clear(&ranked->rows);
    free(ranked->column_of);
    free(ranked->longest);
    free(ranked->member_of);
    free(ranked->member);
    *ranked = (khl_ranked){0};
}

size_t khl_ranked_bytes(const khl_ranked *ranked)
{
    size_t n = ranked->rows.n_rows, nnz = n > 0 ? (size_t)ranked->rows.row_ptr[n] : 0;
    size_t members = ranked->member != NULL ? (n + 2 + ranked->n_given) * sizeof *ranked->member : 0;
    return (n + 1) * sizeof *ranked->rows.row_ptr + nnz * 8 + (size_t)ranked->rows.n_cols * 8 + members;
}

/* Shared columns of two rows, at most so many that they fit a stack; longer ones are summed in pieces. */
enum { SHARED = 256 };

typedef struct product {
    uint32_t column;
    double value;
} product;

static void insert(product *products, size_t n, product p)
{
    for (; n > 0 && products[n - 1].column > p.column; n--) products[n] = products[n - 1];
    products[n] = p;
}

/* The SHARED next products in ascending order of given columns above `above`; *more when there are others. */
static size_t next_products(const uint32_t *column_of, khl_rank_row a, khl_rank_row b, int64_t above,
                            product *out, bool *more)
{
    size_t n = 0;
    for (size_t i = 0, j = 0; i < a.n && j < b.n;) {
        uint32_t left = a.col[i], right = b.col[j];
        if (left == right && (int64_t)column_of[left] > above) {
            product p = {column_of[left], (double)a.val[i] * (double)b.val[j]};
            *more = *more || n == SHARED;
            if (n < SHARED)
                insert(out, n++, p);
            else if (p.column < out[SHARED - 1].column)
                insert(out, SHARED - 1, p);
        }
        i += left <= right;
        j += right <= left;
    }
    return n;
}

double khl_rank_rows_dot(const uint32_t *column_of, khl_rank_row a, khl_rank_row b)
{
    product products[SHARED];
    double sum = 0;
    int64_t above = -1;
    for (bool more = true; more;) {
        more = false;
        size_t n = next_products(column_of, a, b, above, products, &more);
        for (size_t k = 0; k < n; k++) sum += products[k].value;
        if (n > 0) above = products[n - 1].column;
    }
    return sum;
}

double khl_ranked_dot(const khl_ranked *ranked, uint32_t a, uint32_t b)
{
    return khl_rank_rows_dot(ranked->column_of, khl_ranked_row(&ranked->rows, a),
                             khl_ranked_row(&ranked->rows, b));
}
