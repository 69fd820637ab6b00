/* All pairs and top-k over synthetic short texts: time by size and by kernel.
 *
 *   bench_search [n_threads]
 *
 * Rows have about 60 distinct columns (words) or 400 (character n-grams), drawn with probability 1 / (rank +
 * 20) from a fixed seed, weighted by idf and of unit length. Prints one line a run, tab-separated: what,
 * rows, columns, entries a row, dense share asked for, milliseconds (median of 5). */
#include <khulasa/search.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RUNS 5

typedef struct corpus {
    khl_csr rows;
    uint32_t entries;
    double *cumulated; /* [n_cols] */
} corpus;

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

static double uniform(uint64_t *state)
{
    return (double)(next_random(state) >> 11) * 0x1p-53;
}

static uint32_t draw(const corpus *c, uint64_t *state)
{
    double u = uniform(state) * c->cumulated[c->rows.n_cols - 1];
    uint32_t low = 0, high = c->rows.n_cols - 1;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (c->cumulated[middle] < u)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int compare_columns(const void *a, const void *b)
{
    uint32_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

/* One row: distinct columns in order, values so far 1. */
static void fill_row(corpus *c, uint32_t r, uint64_t *state)
{
    uint32_t *col = c->rows.col + c->rows.row_ptr[r], n = 0;
    for (uint32_t e = 0; e < c->entries; e++) col[e] = draw(c, state);
    qsort(col, c->entries, sizeof *col, compare_columns);
    for (uint32_t e = 0; e < c->entries; e++)
        if (e == 0 || col[e] != col[n - 1]) col[n++] = col[e];
    c->rows.row_ptr[r + 1] = c->rows.row_ptr[r] + n;
}

static void weigh(khl_csr *rows, uint32_t *df)
{
    uint64_t nnz = rows->row_ptr[rows->n_rows];
    for (uint64_t p = 0; p < nnz; p++) df[rows->col[p]]++;
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        double square = 0.0;
        for (uint64_t p = rows->row_ptr[r]; p < rows->row_ptr[r + 1]; p++) {
            double idf = log((1.0 + rows->n_rows) / (1.0 + df[rows->col[p]])) + 1.0;
            rows->val[p] = (float)idf;
            square += idf * idf;
        }
        for (uint64_t p = rows->row_ptr[r]; p < rows->row_ptr[r + 1]; p++)
            rows->val[p] = (float)((double)rows->val[p] / sqrt(square));
    }
}

static bool corpus_init(corpus *c, uint32_t n_rows, uint32_t n_cols, uint32_t entries)
{
    uint64_t state = 20240607;
    *c = (corpus){.rows = {.n_rows = n_rows, .n_cols = n_cols}, .entries = entries};
    c->rows.row_ptr = calloc((size_t)n_rows + 1, sizeof *c->rows.row_ptr);
    c->rows.col = calloc((size_t)n_rows * entries, sizeof *c->rows.col);
    c->rows.val = calloc((size_t)n_rows * entries, sizeof *c->rows.val);
    c->cumulated = calloc(n_cols, sizeof *c->cumulated);
    uint32_t *df = calloc(n_cols, sizeof *df);
    bool ok = c->rows.row_ptr && c->rows.col && c->rows.val && c->cumulated && df;
    if (ok) {
        double sum = 0.0;
        for (uint32_t i = 0; i < n_cols; i++) c->cumulated[i] = sum += 1.0 / (i + 20.0);
        for (uint32_t r = 0; r < n_rows; r++) fill_row(c, r, &state);
        weigh(&c->rows, df);
    }
    free(df);
    return ok;
}

static void corpus_clear(corpus *c)
{
    khl_csr_clear(&c->rows);
    free(c->cumulated);
}

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static khl_status ignore_tile(void *context, const khl_tile *tile, khl_error *err)
{
    (void)context;
    (void)tile;
    (void)err;
    return KHL_OK;
}

static khl_status run_once(const corpus *c, const khl_search_options *options, size_t k, khl_error *err)
{
    const khl_csr *spaces[1] = {&c->rows};
    if (k == 0) return khl_search_all_pairs(spaces, 1, options, ignore_tile, NULL, err);
    const float one = 1.0F;
    size_t cells = (size_t)c->rows.n_rows * k;
    uint32_t *ids = calloc(cells, sizeof *ids);
    float *scores = calloc(cells, sizeof *scores);
    khl_status status = KHL_E_MEMORY;
    if (ids != NULL && scores != NULL)
        status = khl_search_top_k(spaces, spaces, &one, 1, k, options, ids, scores, err);
    free(ids);
    free(scores);
    return status;
}

static int compare_times(const void *a, const void *b)
{
    double x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

static bool measure(const corpus *c, unsigned n_threads, double share, size_t k)
{
    khl_search_options options = KHL_SEARCH_OPTIONS_INIT;
    khl_error err = {0};
    double times[RUNS];
    options.n_threads = n_threads;
    options.dense_share = share;
    for (int i = 0; i < RUNS; i++) {
        double begin = now_ms();
        if (run_once(c, &options, k, &err) != KHL_OK) {
            fprintf(stderr, "bench_search: %s\n", err.message);
            return false;
        }
        times[i] = now_ms() - begin;
    }
    qsort(times, RUNS, sizeof *times, compare_times);
    printf("%s\t%lu\t%lu\t%lu\t%.2f\t%.3f\n", k == 0 ? "all-pairs" : "top-10", (unsigned long)c->rows.n_rows,
           (unsigned long)c->rows.n_cols,
           (unsigned long)(c->rows.row_ptr[c->rows.n_rows] / (c->rows.n_rows != 0 ? c->rows.n_rows : 1)),
           share, times[RUNS / 2]);
    fflush(stdout);
    return true;
}

int main(int argc, char **argv)
{
    static const struct {
        uint32_t rows, cols, entries;
    } sizes[] = {{165, 5000, 80},   {2000, 12000, 80},  {5000, 20000, 80},
                 {165, 20000, 600}, {2000, 60000, 600}, {5000, 100000, 600}};
    static const double shares[] = {KHL_SEARCH_DENSE_SHARE, 2.0, 0.0};
    unsigned n_threads = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 1;
    printf("what\trows\tcolumns\tentries\tshare\tms\n");
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof sizes / sizeof *sizes; i++) {
        corpus c;
        ok = corpus_init(&c, sizes[i].rows, sizes[i].cols, sizes[i].entries);
        /* All columns dense: only where it ends in reasonable time. */
        size_t n_shares = (double)sizes[i].rows * sizes[i].rows * sizes[i].cols < 2e11 ? 3 : 2;
        for (size_t s = 0; ok && s < n_shares; s++) ok = measure(&c, n_threads, shares[s], 0);
        if (ok) ok = measure(&c, n_threads, shares[0], 10);
        corpus_clear(&c);
    }
    return ok ? 0 : 1;
}
