/* bench_join ROWS.binr THRESHOLD THREADS [auto|pruned|plain]: the exact join on rows of unit length, timed by
 * stage. The file: int32 n_rows, n_cols; int32 ptr[n_rows + 1]; int32 col[nnz]; float val[nnz]. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "khulasa/search.h"

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void *get(size_t size, size_t n, FILE *f)
{
    void *p = malloc(size * (n + 1));
    if (p == NULL || fread(p, size, n, f) != n) {
        fputs("bench_join: short file or no memory\n", stderr);
        exit(1);
    }
    return p;
}

static khl_csr read_rows(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        perror(path);
        exit(1);
    }
    int32_t *size = get(sizeof *size, 2, f);
    khl_csr rows = {.n_rows = (uint32_t)size[0], .n_cols = (uint32_t)size[1]};
    int32_t *begin = get(sizeof *begin, (size_t)rows.n_rows + 1, f);
    rows.row_ptr = malloc(((size_t)rows.n_rows + 1) * sizeof *rows.row_ptr);
    for (uint32_t r = 0; r <= rows.n_rows; r++) rows.row_ptr[r] = (uint64_t)begin[r];
    rows.col = get(sizeof *rows.col, (size_t)begin[rows.n_rows], f);
    rows.val = get(sizeof *rows.val, (size_t)begin[rows.n_rows], f);
    free(size);
    free(begin);
    fclose(f);
    return rows;
}

int main(int argc, char **argv)
{
    static const char *const PATHS[] = {"auto", "pruned", "plain"};
    if (argc < 4) {
        fputs("usage: bench_join ROWS.binr THRESHOLD THREADS [auto|pruned|plain]\n", stderr);
        return 2;
    }
    khl_join_options options = KHL_JOIN_OPTIONS_INIT;
    options.n_threads = (unsigned)atoi(argv[3]);
    for (int p = 0; p < 3 && argc > 4; p++)
        if (strcmp(argv[4], PATHS[p]) == 0) options.path = (khl_join_path)p;
    khl_csr rows = read_rows(argv[1]);
    khl_error err = {0};
    khl_join *join = NULL;
    double t0 = now();
    khl_status status = khl_join_create(&join, &rows, atof(argv[2]), &options, &err);
    double t1 = now();
    if (status == KHL_OK) status = khl_join_run(join, &err);
    double t2 = now();
    if (status != KHL_OK) {
        fprintf(stderr, "bench_join: %s\n", err.message);
        return 1;
    }
    khl_join_report r = khl_join_reported(join);
    printf("%llu pairs at %s, index %.3f s, join %.3f s, together %.3f s, %s threads, %s path, %.1f M met, "
           "%.2f M "
           "candidates\n",
           (unsigned long long)r.n_pairs, argv[2], t1 - t0, t2 - t1, t2 - t0, argv[3], PATHS[r.path],
           (double)r.n_met * 1e-6, (double)r.n_candidates * 1e-6);
    khl_join_destroy(join);
    return 0;
}
