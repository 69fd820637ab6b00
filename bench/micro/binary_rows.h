/* For the benchmarks of search: rows in a plain binary file, and a clock.
 * int32 n_rows, n_cols; int32 ptr[n_rows + 1]; int32 col[nnz]; float val[nnz], little endian. */
#ifndef KHL_BENCH_BINARY_ROWS_H
#define KHL_BENCH_BINARY_ROWS_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "khulasa/vector.h"

static inline double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static inline void *get(size_t size, size_t n, FILE *f)
{
    void *p = malloc(size * (n + 1));
    if (p == NULL || fread(p, size, n, f) != n) {
        fputs("bench: short file or no memory\n", stderr);
        exit(1);
    }
    return p;
}

static inline khl_csr binary_rows(const char *path)
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

#endif
