/* Average linkage: bench_linkage [N...] prints, for each N (2000 and 10000 when none is given) and each kind
 * of matrix, "kind n seconds", the median of 5 runs. Kinds: plane (points in a square), uniform (independent
 * distances), sparse (nearly all distances at 1, as between short texts). */
#include <khulasa/cluster.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RUNS 5

static uint64_t state;

static double uniform(void)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (double)(state >> 40) / 16777216.0;
}

static bool fill_plane(float *d, uint32_t n)
{
    double *xy = malloc(2 * (size_t)n * sizeof *xy);
    if (xy == NULL) return false;
    for (size_t i = 0; i < 2 * (size_t)n; i++) xy[i] = uniform();
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = i + 1; j < n; j++)
            *d++ = (float)hypot(xy[2 * i] - xy[2 * j], xy[2 * i + 1] - xy[2 * j + 1]);
    free(xy);
    return true;
}

static bool fill(float *d, uint32_t n, const char *kind)
{
    state = n;
    if (strcmp(kind, "plane") == 0) return fill_plane(d, n);
    bool sparse = strcmp(kind, "sparse") == 0;
    for (size_t i = 0; i < khl_condensed_size(n); i++) {
        double u = uniform();
        d[i] = !sparse     ? (float)u
               : u < 0.9   ? 1.0f
               : u < 0.999 ? (float)(1.0 - u * uniform() * 0.2)
                           : (float)uniform();
    }
    return true;
}

static int compare_seconds(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static bool measure(uint32_t n, const char *kind)
{
    float *d = malloc((khl_condensed_size(n) + 1) * sizeof *d);
    khl_merge *merges = malloc(((size_t)n + 1) * sizeof *merges);
    double seconds[RUNS];
    bool good = d != NULL && merges != NULL;
    for (int run = 0; good && run < RUNS; run++) {
        good = fill(d, n, kind);
        double begin = now();
        good = good && khl_linkage_average(d, n, NULL, merges, NULL) == KHL_OK;
        seconds[run] = now() - begin;
    }
    free(d);
    free(merges);
    if (!good) return false;
    qsort(seconds, RUNS, sizeof *seconds, compare_seconds);
    printf("%s %lu %.4f\n", kind, (unsigned long)n, seconds[RUNS / 2]);
    return true;
}

int main(int argc, char **argv)
{
    static const char *const kinds[] = {"plane", "uniform", "sparse"};
    static char *defaults[] = {"2000", "10000"};
    char **sizes = argc > 1 ? argv + 1 : defaults;
    int n_sizes = argc > 1 ? argc - 1 : 2;
    for (int s = 0; s < n_sizes; s++) {
        unsigned long n = strtoul(sizes[s], NULL, 10);
        if (n == 0 || n > 100000) {
            fprintf(stderr, "bench_linkage: '%s' is not a number of items from 1 to 100000\n", sizes[s]);
            return 2;
        }
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            if (!measure((uint32_t)n, kinds[k])) {
                fprintf(stderr, "bench_linkage: no memory for %lu items\n", n);
                return 1;
            }
    }
    return 0;
}
