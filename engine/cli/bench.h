/* khulasa bench: what its parts share. A suite (bench_suite.c) says which inputs, commands and configurations
 * there are; each combination is a case, whose runs are processes (bench_process.c) taken by turns
 * (bench_runs.c); results are written as CSV and JSON (bench_results.c) and as a page (bench_page.c,
 * bench_plots.c), and compared with earlier ones (bench_compare.c). */
#ifndef KHL_CLI_BENCH_H
#define KHL_CLI_BENCH_H

#include "arena.h"
#include "command.h"

enum { KHL_BENCH_LEAST_RUNS = 5, KHL_BENCH_MOST_RUNS = 1000, KHL_BENCH_QUALITIES = 6 };

/* Texts are of the suite's arena and end in NUL; NULL where there is none. */
typedef struct khl_bench_input {
    const char *name, *path; /* path: of a file, or of what was generated */
    const char *gold;        /* column */
    bool generated;
    uint64_t count, cities, seed;
    uint64_t size; /* proposals, once the input is there */
} khl_bench_input;

/* A command, or one that says the quality (once a case, its JSON read, its time not compared). */
typedef struct khl_bench_command {
    const char *name, *arguments;
    const char *inputs; /* names between commas; NULL: all */
    uint64_t row;       /* of the suite file, for errors */
    bool quality;
} khl_bench_command;

typedef struct khl_bench_config {
    const char *name, *arguments;
    const char *commands; /* names between commas; NULL: all */
    uint64_t row;
} khl_bench_config;

#define KHL_BENCH_LIST(type)                                                                                 \
    struct {                                                                                                 \
        type *p;                                                                                             \
        size_t n, capacity;                                                                                  \
    }

typedef struct khl_bench_suite {
    khl_arena arena;
    const char *path, *folder; /* of the suite file */
    const char *name, *title;
    uint64_t repeats, warm_up;
    KHL_BENCH_LIST(khl_bench_input) inputs;
    KHL_BENCH_LIST(khl_bench_command) commands;
    KHL_BENCH_LIST(khl_bench_config) configs;
} khl_bench_suite;

/* KHL_E_INPUT with file, row and column where a row cannot be used. Cleared either way. */
khl_status khl_bench_suite_read(khl_bench_suite *out, const char *path, khl_error *err);
void khl_bench_suite_clear(khl_bench_suite *suite);
/* Is name in a list between commas? NULL lists all. */
bool khl_bench_listed(const char *list, const char *name);

/* One finished process. */
typedef struct khl_bench_run {
    double wall_s, user_s, system_s;
    uint64_t peak_kib;
    int exit_code, signal; /* signal: that ended it, or 0 */
} khl_bench_run;

typedef struct khl_bench_case {
    const khl_bench_suite *suite;
    const khl_bench_input *input;
    const khl_bench_command *command;
    const khl_bench_config *config;
    khl_bench_run *runs; /* [n_runs] those that count, warm-up left out */
    size_t n_runs, runs_capacity;
    bool failed;
    khl_bench_run failure;
    char *failure_text; /* what it said on standard error, its last 4 KiB */
    bool has_quality;
    double quality[KHL_BENCH_QUALITIES]; /* as KHL_BENCH_QUALITY_NAMES */
} khl_bench_case;

extern const char *const KHL_BENCH_QUALITY_NAMES[KHL_BENCH_QUALITIES];

/* Figures of a case; zeros where it has no runs. */
typedef struct khl_bench_figures {
    double median_s, least_s, most_s, quarter_s, three_quarters_s, cpu_s;
    double peak_mib, least_peak_mib; /* the largest and the least peak of the runs */
} khl_bench_figures;

typedef struct khl_bench_machine {
    char cpu[128], kernel[256];
    unsigned cores;
    double memory_gib;
} khl_bench_machine;

/* How a case does beside an earlier result. Ratios are new by old; 0 where there is none. */
typedef struct khl_bench_change {
    char *name; /* "suite input command configuration" */
    bool only_new, only_old;
    bool slower, larger, worse, fails; /* drops */
    bool faster;                       /* the ranges do not meet */
    double old_s, new_s, time_ratio, old_mib, new_mib, memory_ratio;
    double old_f1[2], new_f1[2]; /* of pairs, and B-cubed; -1 where there is none */
} khl_bench_change;

typedef struct khl_bench {
    khl_program *program;
    KHL_BENCH_LIST(khl_bench_suite) suites;
    KHL_BENCH_LIST(khl_bench_case) cases;
    KHL_BENCH_LIST(khl_bench_change) changes;
    khl_bench_machine machine;
    const char *date;          /* --date, or NULL */
    struct khl_bench_old *old; /* of --compare, or NULL */
    char *self, *generator;    /* paths of the programs */
    char *work;                /* the folder for what runs write; removed at the end */
} khl_bench;

/* bench_process.c */
khl_status khl_bench_execute(khl_bench_run *out, char *const *argv, const char *stdout_path,
                             const char *stderr_path, khl_error *err);
khl_status khl_bench_folder_make(const char *path, khl_error *err);
void khl_bench_folder_remove(const char *path);
void khl_bench_machine_read(khl_bench_machine *out);

/* bench_runs.c */
/* Whether all inputs can be read or made, their sizes; before the first run. */
khl_status khl_bench_check_inputs(khl_bench *bench, khl_bench_suite *suite, khl_error *err);
khl_status khl_bench_measure(khl_bench *bench, khl_bench_suite *suite, khl_error *err);
khl_bench_figures khl_bench_figures_of(const khl_bench_case *c);

/* bench_results.c */
khl_status khl_bench_put_csv(khl_buf *out, const khl_bench *bench);
khl_status khl_bench_put_json(khl_buf *out, const khl_bench *bench, khl_error *err);

/* bench_compare.c: an earlier result, read before the first run so that a slip costs nothing. path:
 * results.csv, results.json, or the folder of both. */
khl_status khl_bench_old_read(struct khl_bench_old **out, const char *path, khl_error *err);
void khl_bench_old_destroy(struct khl_bench_old *old);
/* Fills bench->changes. */
khl_status khl_bench_compare(khl_bench *bench, khl_error *err);
bool khl_bench_is_drop(const khl_bench_change *change);
/* The table of changes, on standard output. */
void khl_bench_print_changes(const khl_bench *bench);

/* bench_page.c */
khl_status khl_bench_put_page(khl_buf *out, const khl_bench *bench, khl_error *err);

#endif
