/* The join without pruning, as a baseline: the product that sparse_dot_topn and string_grouper compute, of
 * which only pairs at or above a threshold are kept.
 *
 *   cc -O3 -march=native -fopenmp unpruned_join.c -o unpruned_join
 *   unpruned_join ROWS.binr THRESHOLD THREADS [--blocks A:B]
 *
 * An inverted index of all rows; for each row, an array of sums over the rows before it (half of the matrix)
 * that share a term. Prints the pairs and the seconds of index and sums; reading is not counted. ROWS.binr is
 * what zipf_rows.py writes.
 *
 * --blocks A:B does a sample: rows go in chunks of 256, chunk c belongs to block c mod 100, and only the
 * blocks A .. B-1 are done, which lie all over the matrix. The seconds of the sums are then multiplied by the
 * products of all over the products done, and both are printed. */
#include <omp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 256, N_BLOCKS = 100, MAX_THREADS = 4096 };

typedef struct matrix {
    int32_t n_rows, n_cols;
    int32_t *row_ptr, *col; /* [n_rows + 1], [row_ptr[n_rows]] */
    float *val;
} matrix;

typedef struct entry {
    int32_t row;
    float val;
} entry;

typedef struct inverted {
    int64_t *begin; /* [n_cols + 1] */
    entry *entries; /* of a column, rows ascending */
} inverted;

typedef struct sample {
    int from, to; /* blocks */
} sample;

typedef struct outcome {
    long pairs;
    int64_t products, products_done;
    double index_s, join_s;
} outcome;

static void fail(const char *what, const char *why)
{
    fprintf(stderr, "unpruned_join: %s: %s\n", what, why);
    exit(1);
}

static void *room(size_t n, size_t size)
{
    void *p = calloc(n > 0 ? n : 1, size);
    if (p == NULL) fail("memory", "there is not enough for these rows; take fewer");
    return p;
}

static void *read_array(FILE *file, const char *path, size_t n)
{
    int32_t *p = room(n, sizeof *p); /* all that is read has four bytes */
    if (fread(p, sizeof *p, n, file) != n) fail(path, "the file ends too early; write it anew");
    return p;
}

static void check(const matrix *m, const char *path)
{
    for (int32_t i = 0; i < m->n_rows; i++)
        if (m->row_ptr[i] > m->row_ptr[i + 1]) fail(path, "a row ends before it begins");
    for (int32_t k = 0; k < m->row_ptr[m->n_rows]; k++)
        if (m->col[k] < 0 || m->col[k] >= m->n_cols) fail(path, "a column is beyond the last");
    for (int32_t k = 0; k < m->row_ptr[m->n_rows]; k++) /* a sum of 0 means: not met yet */
        if (!(m->val[k] > 0)) fail(path, "a value is not positive");
}

static matrix read_matrix(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) fail(path, "cannot be opened");
    int32_t *head = read_array(file, path, 2);
    matrix m = {.n_rows = head[0], .n_cols = head[1]};
    free(head);
    if (m.n_rows < 0 || m.n_cols < 0) fail(path, "this is no file of rows");
    m.row_ptr = read_array(file, path, (size_t)m.n_rows + 1);
    if (m.row_ptr[0] != 0 || m.row_ptr[m.n_rows] < 0) fail(path, "this is no file of rows");
    m.col = read_array(file, path, (size_t)m.row_ptr[m.n_rows]);
    m.val = read_array(file, path, (size_t)m.row_ptr[m.n_rows]);
    fclose(file);
    check(&m, path);
    return m;
}

static inverted invert(const matrix *m)
{
    size_t n_entries = (size_t)m->row_ptr[m->n_rows];
    inverted index = {room((size_t)m->n_cols + 1, sizeof *index.begin),
                      room(n_entries, sizeof *index.entries)};
    int64_t *next = room((size_t)m->n_cols, sizeof *next);
    for (size_t k = 0; k < n_entries; k++) index.begin[m->col[k] + 1]++;
    for (int32_t c = 0; c < m->n_cols; c++) {
        index.begin[c + 1] += index.begin[c];
        next[c] = index.begin[c];
    }
    for (int32_t i = 0; i < m->n_rows; i++)
        for (int32_t k = m->row_ptr[i]; k < m->row_ptr[i + 1]; k++)
            index.entries[next[m->col[k]]++] = (entry){i, m->val[k]};
    free(next);
    return index;
}

static int is_sampled(int32_t chunk, sample s)
{
    int block = chunk % N_BLOCKS;
    return block >= s.from && block < s.to;
}

/* How many products the whole takes and how many of them the sample does: an entry meets those of its column
 * in the rows before. */
static void count_products(const matrix *m, sample s, outcome *out)
{
    int32_t *seen = room((size_t)m->n_cols, sizeof *seen);
    for (int32_t i = 0; i < m->n_rows; i++) {
        int64_t products = 0;
        for (int32_t k = m->row_ptr[i]; k < m->row_ptr[i + 1]; k++) products += seen[m->col[k]]++;
        out->products += products;
        if (is_sampled(i / CHUNK, s)) out->products_done += products;
    }
    free(seen);
}

/* Pairs of row i with rows before it. sum [n_rows] is all 0 before and after. */
static long join_row(const matrix *m, const inverted *index, int32_t i, float threshold, float *sum,
                     int32_t *met)
{
    int32_t n_met = 0;
    long pairs = 0;
    for (int32_t k = m->row_ptr[i]; k < m->row_ptr[i + 1]; k++) {
        float weight = m->val[k];
        for (const entry *e = index->entries + index->begin[m->col[k]]; e->row < i; e++) {
            if (sum[e->row] == 0) met[n_met++] = e->row;
            sum[e->row] += weight * e->val;
        }
    }
    for (int32_t c = 0; c < n_met; c++) {
        pairs += sum[met[c]] >= threshold;
        sum[met[c]] = 0;
    }
    return pairs;
}

static long join(const matrix *m, const inverted *index, float threshold, int n_threads, sample s)
{
    long pairs = 0;
    int32_t n_chunks = (m->n_rows + CHUNK - 1) / CHUNK;
#pragma omp parallel num_threads(n_threads) reduction(+ : pairs)
    {
        float *sum = room((size_t)m->n_rows, sizeof *sum);
        int32_t *met = room((size_t)m->n_rows, sizeof *met);
#pragma omp for schedule(dynamic, 1)
        for (int32_t chunk = 0; chunk < n_chunks; chunk++) {
            int32_t end = chunk + 1 < n_chunks ? (chunk + 1) * CHUNK : m->n_rows;
            if (!is_sampled(chunk, s)) continue;
            for (int32_t i = chunk * CHUNK; i < end; i++) pairs += join_row(m, index, i, threshold, sum, met);
        }
        free(sum);
        free(met);
    }
    return pairs;
}

static outcome measure(const matrix *m, float threshold, int n_threads, sample s)
{
    outcome out = {0};
    count_products(m, s, &out);
    double begin = omp_get_wtime();
    inverted index = invert(m);
    out.index_s = omp_get_wtime() - begin;
    begin = omp_get_wtime();
    out.pairs = join(m, &index, threshold, n_threads, s);
    out.join_s = omp_get_wtime() - begin;
    free(index.begin);
    free(index.entries);
    return out;
}

static void print_outcome(const outcome *out, double threshold, int n_threads, sample s)
{
    printf("%ld pairs at %g, %.4f s, %d threads\n", out->pairs, threshold, out->index_s + out->join_s,
           n_threads);
    if (s.from == 0 && s.to == N_BLOCKS) return;
    double factor = out->products_done > 0 ? (double)out->products / (double)out->products_done : 0.0;
    printf("blocks %d:%d of %d, %.2f %% of the products; by them all would take %.4f s and find %.0f pairs\n",
           s.from, s.to, N_BLOCKS, factor > 0 ? 100.0 / factor : 0.0, out->index_s + factor * out->join_s,
           factor * (double)out->pairs);
}

static int usage(void)
{
    fprintf(stderr, "usage: unpruned_join ROWS.binr THRESHOLD THREADS [--blocks A:B], 0 <= A < B <= %d\n",
            N_BLOCKS);
    return 2;
}

int main(int argc, char **argv)
{
    sample s = {0, N_BLOCKS};
    char beyond;
    if (argc != 4 && (argc != 6 || strcmp(argv[4], "--blocks") != 0)) return usage();
    if (argc == 6 && sscanf(argv[5], "%d:%d%c", &s.from, &s.to, &beyond) != 2) return usage();
    char *end_of_threshold, *end_of_threads;
    float threshold = strtof(argv[2], &end_of_threshold);
    long n_threads = strtol(argv[3], &end_of_threads, 10);
    if (*end_of_threshold != '\0' || *end_of_threads != '\0' || !(threshold > 0)) return usage();
    if (n_threads < 1 || n_threads > MAX_THREADS || s.from < 0 || s.from >= s.to || s.to > N_BLOCKS)
        return usage();
    matrix m = read_matrix(argv[1]);
    outcome out = measure(&m, threshold, (int)n_threads, s);
    print_outcome(&out, (double)threshold, (int)n_threads, s);
    free(m.row_ptr);
    free(m.col);
    free(m.val);
    return 0;
}
