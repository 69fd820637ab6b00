/* bench_index MODELS INDEX CSV EVERY: questions to an index, one at a time on one thread: every EVERYth
 * proposal of CSV, which is what the index was made of. Beside each, the unpruned scan of the same rows: all
 * postings of the question's columns added up, then the ten largest. Prints p50 and p99 of both. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "binary_rows.h"
#include "khulasa/corpus.h"
#include "khulasa/index.h"

enum { K = 10 };

typedef struct scan {
    khl_csr rows;
    uint64_t *begin; /* [n_cols + 1] */
    uint32_t *row;
    float *value, *sums;
} scan;

static void fail(const khl_error *err)
{
    fprintf(stderr, "bench_index: %s\n", err->message);
    exit(1);
}

static void invert(scan *s)
{
    const khl_csr *r = &s->rows;
    uint64_t nnz = r->row_ptr[r->n_rows];
    s->begin = calloc((size_t)r->n_cols + 2, sizeof *s->begin);
    s->row = malloc(nnz * sizeof *s->row);
    s->value = malloc(nnz * sizeof *s->value);
    s->sums = calloc(r->n_rows, sizeof *s->sums);
    if (!s->begin || !s->row || !s->value || !s->sums) exit(1);
    uint64_t *next = s->begin + 1;
    for (uint64_t k = 0; k < nnz; k++) next[r->col[k] + 1]++;
    for (uint32_t c = 1; c <= r->n_cols; c++) next[c] += next[c - 1];
    for (uint32_t i = 0; i < r->n_rows; i++)
        for (uint64_t k = r->row_ptr[i]; k < r->row_ptr[i + 1]; k++) {
            uint64_t at = next[r->col[k]]++;
            s->row[at] = i;
            s->value[at] = r->val[k];
        }
}

/* The tenth largest product, so that the work is not optimised away. */
static float scan_one(scan *s, uint32_t q)
{
    float best[K] = {0};
    for (uint64_t k = s->rows.row_ptr[q]; k < s->rows.row_ptr[q + 1]; k++) {
        float v = s->rows.val[k];
        for (uint64_t p = s->begin[s->rows.col[k]]; p < s->begin[s->rows.col[k] + 1]; p++)
            s->sums[s->row[p]] += v * s->value[p];
    }
    for (uint32_t i = 0; i < s->rows.n_rows; i++) {
        if (s->sums[i] > best[K - 1]) {
            unsigned at = K - 1;
            for (; at > 0 && best[at - 1] < s->sums[i]; at--) best[at] = best[at - 1];
            best[at] = s->sums[i];
        }
        s->sums[i] = 0;
    }
    return best[K - 1];
}

static khl_status count_row(void *context, const khl_similar_row *row, khl_error *err)
{
    (void)err;
    *(size_t *)context += row->n_matches;
    return KHL_OK;
}

static double ask_one(khl_index *index, const khl_proposal *p, size_t *n)
{
    khl_error err = {0};
    khl_corpus *one = NULL;
    khl_similar_options options = KHL_SIMILAR_OPTIONS_INIT;
    options.k = options.candidates = K;
    options.n_threads = 1;
    if (khl_corpus_create(&one, &err) != KHL_OK || khl_corpus_add(one, p, &err) != KHL_OK) fail(&err);
    double begin = seconds_now();
    if (khl_index_find(index, one, &options, count_row, n, &err) != KHL_OK) fail(&err);
    double end = seconds_now();
    khl_corpus_destroy(one);
    return end - begin;
}

static int ascending(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return a < b ? -1 : a > b;
}

static void report(const char *name, double *times, size_t n)
{
    qsort(times, n, sizeof *times, ascending);
    printf("%s\tp50 %.3f ms\tp99 %.3f ms\n", name, times[n / 2] * 1e3, times[n * 99 / 100] * 1e3);
}

int main(int argc, char **argv)
{
    if (argc != 5 || atoi(argv[4]) < 1) {
        fputs("usage: bench_index MODELS INDEX CSV EVERY\n", stderr);
        return 2;
    }
    khl_error err = {0};
    khl_models *models = NULL;
    khl_corpus *corpus = NULL;
    khl_index *index = NULL;
    scan s = {.begin = NULL};
    uint32_t every = (uint32_t)atoi(argv[4]);
    if (khl_models_open(&models, argv[1], &err) != KHL_OK || khl_corpus_create(&corpus, &err) != KHL_OK ||
        khl_corpus_read(corpus, argv[3], NULL, &err) != KHL_OK)
        fail(&err);
    double begin = seconds_now();
    if (khl_index_open(&index, argv[2], models, &err) != KHL_OK) fail(&err);
    printf("open\t%.3f ms\n", (seconds_now() - begin) * 1e3);
    if (khl_collection_rows(&s.rows, corpus, models, NULL, &err) != KHL_OK) fail(&err);
    invert(&s);
    size_t n = khl_corpus_count(corpus) / every, found = 0;
    double *ours = malloc((n + 1) * sizeof *ours), *theirs = malloc((n + 1) * sizeof *theirs), last = 0;
    if (ours == NULL || theirs == NULL || n == 0) return 1;
    for (int warm = 1; warm >= 0; warm--)
        for (size_t i = 0; i < n; i++) {
            ours[i] = ask_one(index, khl_corpus_at(corpus, i * every), &found);
            begin = seconds_now();
            last += (double)scan_one(&s, (uint32_t)(i * every));
            theirs[i] = seconds_now() - begin;
        }
    printf("%zu questions, %zu matches, mean tenth score %.3f\n", n, found, last / (double)n / 2);
    report("index, rescored", ours, n);
    report("unpruned scan", theirs, n);
    khl_index_close(index);
    khl_corpus_destroy(corpus);
    khl_models_destroy(models);
    return 0;
}
