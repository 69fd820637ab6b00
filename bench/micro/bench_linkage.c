/* Average linkage.
 *
 *   bench_linkage [N...]         for each N (2000 and 10000 when none is given) and each kind of matrix a
 * line "kind n seconds", the median of 5 runs bench_linkage --once KIND N  one run in a process of its own,
 * to be measured from outside: "kind n, fill F s, linkage L s, heights H", H being the sum of all heights
 *
 * Kinds: plane (points in a square), uniform (independent distances), sparse (nearly all distances at 1, as
 * between short texts). A distance is a function of its place and a hash of integers, with no rounding that
 * could differ, so that another program can make the same matrix: see fill_plane and fill_cells, and
 * bench/peers/linkage_peer.py, which does. */
#include <khulasa/cluster.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RUNS 5

static const char *const KINDS[] = {"plane", "uniform", "sparse"};
enum { N_KINDS = sizeof KINDS / sizeof *KINDS, MAX_ITEMS = 100000 };

/* The top 24 bits of the finaliser of splitmix64: 0 .. 2^24 - 1, exact in single precision. */
static uint32_t hash24(uint64_t x)
{
    x = (x + 1) * 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return (uint32_t)((x ^ (x >> 31)) >> 40);
}

/* Point i is (hash24(2i), hash24(2i + 1)) / 2^24: sums of squares stay below 2^49, and the root is rounded
 * once. */
static void fill_plane(float *d, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        int64_t x = hash24(2 * (uint64_t)i), y = hash24(2 * (uint64_t)i + 1);
        for (uint32_t j = i + 1; j < n; j++) {
            int64_t dx = x - hash24(2 * (uint64_t)j), dy = y - hash24(2 * (uint64_t)j + 1);
            *d++ = (float)(sqrt((double)(dx * dx + dy * dy)) * 0x1p-24);
        }
    }
}

/* Cell p of the condensed matrix is hash24(p) / 2^24; in the sparse kind only one of 1024 keeps it, another
 * 99 of 1024 lie in 0.75 .. 1, and all others are 1. */
static void fill_cells(float *d, size_t n_cells, bool sparse)
{
    for (size_t p = 0; p < n_cells; p++) {
        uint32_t h = hash24(p), lot = h & 1023;
        float u = (float)h * 0x1p-24f;
        d[p] = !sparse || lot == 0 ? u : lot < 100 ? 1.0f - u * 0.25f : 1.0f;
    }
}

static void fill(float *d, uint32_t n, const char *kind)
{
    if (strcmp(kind, "plane") == 0)
        fill_plane(d, n);
    else
        fill_cells(d, khl_condensed_size(n), strcmp(kind, "sparse") == 0);
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

typedef struct bench {
    uint32_t n;
    float *distances;
    khl_merge *merges;
    double fill_s, linkage_s;
} bench;

static bool bench_init(bench *b, uint32_t n)
{
    *b = (bench){.n = n};
    b->distances = malloc((khl_condensed_size(n) + 1) * sizeof *b->distances);
    b->merges = malloc(((size_t)n + 1) * sizeof *b->merges);
    return b->distances != NULL && b->merges != NULL;
}

static void bench_clear(bench *b)
{
    free(b->distances);
    free(b->merges);
}

static bool bench_run(bench *b, const char *kind)
{
    double begin = now();
    fill(b->distances, b->n, kind);
    b->fill_s = now() - begin;
    begin = now();
    khl_status status = khl_linkage_average(b->distances, b->n, NULL, b->merges, NULL);
    b->linkage_s = now() - begin;
    return status == KHL_OK;
}

static bool measure(uint32_t n, const char *kind)
{
    bench b;
    double seconds[RUNS];
    bool good = bench_init(&b, n);
    for (int run = 0; good && run < RUNS; run++) {
        good = bench_run(&b, kind);
        seconds[run] = b.linkage_s;
    }
    bench_clear(&b);
    if (!good) return false;
    qsort(seconds, RUNS, sizeof *seconds, compare_seconds);
    printf("%s %lu %.4f\n", kind, (unsigned long)n, seconds[RUNS / 2]);
    return true;
}

static bool measure_once(uint32_t n, const char *kind)
{
    bench b;
    double heights = 0.0;
    bool good = bench_init(&b, n) && bench_run(&b, kind);
    for (uint32_t s = 0; good && s + 1 < n; s++) heights += (double)b.merges[s].height;
    if (good)
        printf("%s %lu, fill %.4f s, linkage %.4f s, heights %.9g\n", kind, (unsigned long)n, b.fill_s,
               b.linkage_s, heights);
    bench_clear(&b);
    return good;
}

static uint32_t read_n(const char *word)
{
    char *end;
    unsigned long n = strtoul(word, &end, 10);
    if (*end == '\0' && n > 0 && n <= MAX_ITEMS) return (uint32_t)n;
    fprintf(stderr, "bench_linkage: '%s' is not a number of items from 1 to %d\n", word, MAX_ITEMS);
    exit(2);
}

static const char *read_kind(const char *word)
{
    for (size_t k = 0; k < N_KINDS; k++)
        if (strcmp(word, KINDS[k]) == 0) return KINDS[k];
    fprintf(stderr, "bench_linkage: '%s' is no kind; there are plane, uniform and sparse\n", word);
    exit(2);
}

static int no_memory(uint32_t n)
{
    fprintf(stderr, "bench_linkage: no memory for %lu items\n", (unsigned long)n);
    return 1;
}

int main(int argc, char **argv)
{
    static char *defaults[] = {"2000", "10000"};
    if (argc > 1 && strcmp(argv[1], "--once") == 0) {
        if (argc != 4) {
            fprintf(stderr, "usage: bench_linkage [N...] | --once plane|uniform|sparse N\n");
            return 2;
        }
        uint32_t n = read_n(argv[3]);
        return measure_once(n, read_kind(argv[2])) ? 0 : no_memory(n);
    }
    char **sizes = argc > 1 ? argv + 1 : defaults;
    int n_sizes = argc > 1 ? argc - 1 : 2;
    for (int s = 0; s < n_sizes; s++) {
        uint32_t n = read_n(sizes[s]);
        for (size_t k = 0; k < N_KINDS; k++)
            if (!measure(n, KINDS[k])) return no_memory(n);
    }
    return 0;
}
