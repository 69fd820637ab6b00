khl_bench(bench_linkage bench_linkage.c)
