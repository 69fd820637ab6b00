/* bench_stages MODELS THREADS INPUT.csv [LARGER.csv]: condensing, stage by stage: seconds of each and the
 * peak of resident memory behind it. Each input is condensed in a process of its own. With two inputs also
 * how each stage grows: the exponent e of time ~ n^e between them. */
#include "run.h"

#include "khulasa/corpus.h"
#include "khulasa/models.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { READ_FILE, N_STEPS = 9, N_STAGES = N_STEPS + 2 };

typedef struct step {
    const char *name;
    khl_status (*run)(khl_run *run);
} step;

static const step STEPS[N_STEPS] = {{"read", khl_run_read},
                                    {"cut", khl_run_cut},
                                    {"analyse", khl_run_analyse},
                                    {"group", khl_run_group},
                                    {"compare", khl_run_compare},
                                    {"join", khl_run_join},
                                    {"link cities", khl_run_link_cities},
                                    {"assign", khl_run_assign},
                                    {"describe", khl_run_describe}};

/* What a process tells of itself. */
typedef struct account {
    double seconds[N_STAGES], peak_mib[N_STAGES];
    size_t n, n_entries;
} account;

static const char *name_of(unsigned stage)
{
    return stage == READ_FILE ? "file" : stage <= N_STEPS ? STEPS[stage - 1].name : "finish";
}

static void fail(const khl_error *err)
{
    fprintf(stderr, "bench_stages: %s\n", err->message);
    exit(1);
}

static void lap(account *a, unsigned stage, struct timespec *last)
{
    struct timespec now;
    struct rusage usage;
    clock_gettime(CLOCK_MONOTONIC, &now);
    getrusage(RUSAGE_SELF, &usage);
    a->seconds[stage] = (double)(now.tv_sec - last->tv_sec) + 1e-9 * (double)(now.tv_nsec - last->tv_nsec);
    a->peak_mib[stage] = (double)usage.ru_maxrss / 1024;
    *last = now;
}

static void condense(account *a, const char *models_path, unsigned n_threads, const char *input)
{
    khl_error err = {0};
    khl_models *models;
    khl_corpus *corpus;
    khl_shortlist *list;
    khl_run run;
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    khl_read_options read = KHL_READ_OPTIONS_INIT;
    struct timespec last;
    clock_gettime(CLOCK_MONOTONIC, &last);
    options.n_threads = n_threads;
    if (khl_models_open(&models, models_path, &err) != KHL_OK) fail(&err);
    read.aliases = khl_models_aliases(models);
    if (khl_corpus_create(&corpus, &err) != KHL_OK || khl_corpus_read(corpus, input, &read, &err) != KHL_OK)
        fail(&err);
    if (khl_run_begin(&run, corpus, models, &options, &err) != KHL_OK) fail(&err);
    a->n = run.n;
    lap(a, READ_FILE, &last);
    for (unsigned s = 0; s < N_STEPS; s++) {
        if (STEPS[s].run(&run) != KHL_OK) fail(&err);
        lap(a, s + 1, &last);
    }
    if (khl_run_finish(&run, &list) != KHL_OK) fail(&err);
    lap(a, N_STEPS + 1, &last);
    a->n_entries = list->n_entries;
}

/* In a process of its own, whose peak is of this input alone. */
static account condense_apart(const char *models, unsigned n_threads, const char *input)
{
    account a = {.n = 0};
    int ends[2], code = 0;
    if (pipe(ends) != 0) exit(1);
    pid_t child = fork();
    if (child == 0) {
        condense(&a, models, n_threads, input);
        _exit(write(ends[1], &a, sizeof a) == (ssize_t)sizeof a ? 0 : 1);
    }
    bool told = child > 0 && read(ends[0], &a, sizeof a) == (ssize_t)sizeof a;
    if (child < 0 || waitpid(child, &code, 0) != child || code != 0 || !told) exit(1);
    close(ends[0]);
    close(ends[1]);
    return a;
}

static void print(const account *a)
{
    double all = 0;
    printf("%zu proposals, %zu entries\n", a->n, a->n_entries);
    for (unsigned s = 0; s < N_STAGES; s++) {
        printf("  %-12s %8.3f s  %8.1f MiB\n", name_of(s), a->seconds[s], a->peak_mib[s]);
        all += a->seconds[s];
    }
    printf("  %-12s %8.3f s  %8.1f MiB\n", "all", all, a->peak_mib[N_STAGES - 1]);
}

static double exponent(double less, double more, double n_less, double n_more)
{
    return log(more / less) / log(n_more / n_less);
}

static void print_growth(const account *a, const account *b)
{
    double less = 0, more = 0, n = (double)a->n, n_more = (double)b->n;
    printf("time ~ n^e from %zu to %zu\n", a->n, b->n);
    for (unsigned s = 0; s < N_STAGES; s++) {
        less += a->seconds[s];
        more += b->seconds[s];
        if (a->seconds[s] < 1e-3) continue;
        printf("  %-12s %.2f\n", name_of(s), exponent(a->seconds[s], b->seconds[s], n, n_more));
    }
    printf("  %-12s %.2f\n", "all", exponent(less, more, n, n_more));
}

int main(int argc, char **argv)
{
    if (argc < 4 || argc > 5) {
        fprintf(stderr, "usage: bench_stages MODELS THREADS INPUT.csv [LARGER.csv]\n");
        return 2;
    }
    unsigned n_threads = (unsigned)strtoul(argv[2], NULL, 10);
    account first = condense_apart(argv[1], n_threads, argv[3]);
    print(&first);
    fflush(stdout);
    if (argc == 4) return 0;
    account second = condense_apart(argv[1], n_threads, argv[4]);
    print(&second);
    print_growth(&first, &second);
    return 0;
}
