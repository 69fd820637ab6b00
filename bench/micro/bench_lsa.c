/* bench_lsa MODELS CSV PAIRS DIMS: what latent directions find beside the exact nearest. CSV holds proposals
 * whose ids are numbers, PAIRS the ids a<TAB>b of those that are one demand. bench/quality/lsa.py makes both.
 *
 * For k = 1, 10, 50 prints how many of the pairs have one among the k nearest of the other: by the exact
 * nearest in words and concepts (khl_search_near), by the nearest in DIMS directions of the same rows
 * (khl_lsa_rows, khl_search_dense_top_k), by either; and, since either proposes up to 2 k, by the exact 2 k
 * nearest. Then the seconds of each, on all threads; the texts are analysed before. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "binary_rows.h"
#include "khulasa/corpus.h"
#include "khulasa/index.h"
#include "khulasa/search.h"

enum { MOST = 100, N_KS = 3 };
static const size_t KS[N_KS] = {1, 10, 50};

typedef struct pair {
    uint32_t a, b;
} pair;

static void fail(const char *message)
{
    fprintf(stderr, "bench_lsa: %s\n", message);
    exit(1);
}

/* The row of each id, those that are set aside have none. */
static uint32_t *rows_of_ids(const khl_corpus *corpus, uint32_t *n_ids)
{
    size_t n = khl_corpus_count(corpus);
    uint32_t *row_of = NULL;
    *n_ids = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < n; i++) {
            uint32_t id = (uint32_t)atoi(khl_corpus_at(corpus, i)->id.p);
            if (pass == 0 && id >= *n_ids) *n_ids = id + 1;
            if (pass == 1) row_of[id] = (uint32_t)i;
        }
        if (pass == 0 && (row_of = malloc(*n_ids * sizeof *row_of)) == NULL) fail("no memory");
        if (pass == 0) memset(row_of, 0xFF, *n_ids * sizeof *row_of);
    }
    return row_of;
}

static pair *read_pairs(const char *path, const uint32_t *row_of, uint32_t n_ids, size_t *n)
{
    FILE *f = fopen(path, "r");
    size_t capacity = 1024;
    pair *pairs = malloc(capacity * sizeof *pairs), p;
    if (f == NULL || pairs == NULL) fail("the pairs cannot be read");
    for (*n = 0; fscanf(f, "%u\t%u", &p.a, &p.b) == 2;) {
        if (p.a >= n_ids || p.b >= n_ids || row_of[p.a] == UINT32_MAX || row_of[p.b] == UINT32_MAX) continue;
        if (*n == capacity) pairs = realloc(pairs, (capacity *= 2) * sizeof *pairs);
        if (pairs == NULL) fail("no memory");
        pairs[(*n)++] = (pair){row_of[p.a], row_of[p.b]};
    }
    fclose(f);
    return pairs;
}

static bool is_near(const uint32_t *ids, size_t k, uint32_t row, uint32_t other)
{
    for (size_t i = 0; i < k; i++)
        if (ids[(size_t)row * MOST + i] == other) return true;
    return false;
}

static bool is_found(const uint32_t *ids, size_t k, pair p)
{
    return is_near(ids, k, p.a, p.b) || is_near(ids, k, p.b, p.a);
}

static void report(const pair *pairs, size_t n, const uint32_t *exact, const uint32_t *latent)
{
    printf("%zu pairs\nk\texact\tlsa\teither\texact, 2k\n", n);
    for (size_t s = 0; s < N_KS; s++) {
        size_t found[4] = {0};
        for (size_t i = 0; i < n; i++) {
            bool near = is_found(exact, KS[s], pairs[i]), there = is_found(latent, KS[s], pairs[i]);
            found[0] += near;
            found[1] += there;
            found[2] += near || there;
            found[3] += is_found(exact, 2 * KS[s], pairs[i]);
        }
        printf("%zu", KS[s]);
        for (size_t m = 0; m < 4; m++) printf("\t%.4f", (double)found[m] / (double)n);
        printf("\n");
    }
}

int main(int argc, char **argv)
{
    if (argc != 5 || atoi(argv[4]) < 1) {
        fputs("usage: bench_lsa MODELS CSV PAIRS DIMS\n", stderr);
        return 2;
    }
    khl_error err = {0};
    khl_models *models = NULL;
    khl_corpus *corpus = NULL;
    khl_csr rows = {0};
    float *values = NULL;
    size_t n_pairs = 0;
    uint32_t n_dims = (uint32_t)atoi(argv[4]);
    if (khl_models_open(&models, argv[1], &err) != KHL_OK || khl_corpus_create(&corpus, &err) != KHL_OK ||
        khl_corpus_read(corpus, argv[2], NULL, &err) != KHL_OK ||
        khl_collection_rows(&rows, corpus, models, NULL, &err) != KHL_OK)
        fail(err.message);
    uint32_t n = rows.n_rows;
    uint32_t n_ids, *row_of = rows_of_ids(corpus, &n_ids);
    pair *pairs = read_pairs(argv[3], row_of, n_ids, &n_pairs);
    uint32_t *exact = malloc((size_t)n * MOST * sizeof *exact),
             *latent = malloc((size_t)n * MOST * sizeof *latent);
    double *scores = malloc((size_t)n * MOST * sizeof *scores);
    if (exact == NULL || latent == NULL || scores == NULL || n_pairs == 0) fail("no memory, or no pairs");
    double begin = seconds_now();
    if (khl_lsa_rows(&values, &n_dims, &rows, &err) != KHL_OK) fail(err.message);
    double made = seconds_now();
    khl_dense_rows dense = {values, n, n_dims};
    khl_dense_options others = KHL_DENSE_OPTIONS_INIT;
    others.others = true;
    if (khl_search_dense_top_k(&dense, &dense, MOST, &others, latent, scores, &err) != KHL_OK)
        fail(err.message);
    double searched = seconds_now();
    if (khl_search_near(&rows, MOST, NULL, exact, scores, &err) != KHL_OK) fail(err.message);
    double end = seconds_now();
    report(pairs, n_pairs, exact, latent);
    printf("%u rows: exact, index and %d nearest %.3f s; LSA, %u directions %.3f s and %d nearest %.3f s\n",
           n, MOST, end - searched, n_dims, made - begin, MOST, searched - made);
    free(row_of);
    free(pairs);
    free(values);
    free(exact);
    free(latent);
    free(scores);
    khl_corpus_destroy(corpus);
    khl_models_destroy(models);
    return 0;
}
