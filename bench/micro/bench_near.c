/* bench_near ROWS.binr K THREADS [LEAST]: the K nearest of every row, exact; time a query. The file is that
 * of bench_join. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "binary_rows.h"
#include "khulasa/search.h"

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("usage: bench_near ROWS.binr K THREADS [LEAST]\n", stderr);
        return 2;
    }
    khl_near_options options = KHL_NEAR_OPTIONS_INIT;
    size_t k = (size_t)atoi(argv[2]);
    options.n_threads = (unsigned)atoi(argv[3]);
    if (argc > 4) options.least = atof(argv[4]);
    khl_csr rows = binary_rows(argv[1]);
    uint32_t n = rows.n_rows, *ids = malloc(n * k * sizeof *ids);
    double *scores = malloc(n * k * sizeof *scores), worst = 0;
    khl_error err = {0};
    double t0 = seconds_now();
    if (ids == NULL || scores == NULL || khl_search_near(&rows, k, &options, ids, scores, &err) != KHL_OK) {
        fprintf(stderr, "bench_near: %s\n", err.message);
        return 1;
    }
    double t1 = seconds_now();
    for (uint32_t r = 0; r < n; r++) worst += scores[r * k + k - 1];
    printf("%u rows, %zu nearest, %.3f s with the index, %.1f us a row and thread, mean last score %.3f\n", n,
           k, t1 - t0, (t1 - t0) / n * 1e6 * options.n_threads, worst / n);
    return 0;
}
