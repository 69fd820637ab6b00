/* bench_join ROWS.binr THRESHOLD THREADS [auto|pruned|plain]: the exact join on rows of unit length, timed by
 * stage. The file: int32 n_rows, n_cols; int32 ptr[n_rows + 1]; int32 col[nnz]; float val[nnz]. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "binary_rows.h"
#include "khulasa/search.h"

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
    khl_csr rows = binary_rows(argv[1]);
    khl_error err = {0};
    khl_join *join = NULL;
    double t0 = seconds_now();
    khl_status status = khl_join_create(&join, &rows, atof(argv[2]), &options, &err);
    double t1 = seconds_now();
    if (status == KHL_OK) status = khl_join_run(join, &err);
    double t2 = seconds_now();
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
