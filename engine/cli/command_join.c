/* khulasa join: all pairs of a large collection, or of any sparse matrix, whose score reaches a threshold. */
#include "command.h"

#include "error.h"
#include "khulasa/corpus.h"
#include "khulasa/index.h"
#include "khulasa/search.h"
#include "outfile.h"
#include "str.h"

#include <time.h>

static const khl_option OPTIONS[] = {
    {"threshold", 't', "T", "cli.join.option.threshold"},
    {"output", 'o', "FILE", "cli.join.option.output"},
    {"memory", 0, "SIZE", "cli.option.memory"},
    {"path", 0, "pruned|plain", "cli.join.option.path"},
    KHL_READ_OPTIONS,
    {NULL, 0, NULL, NULL},
};

typedef struct job {
    khl_program *program;
    double threshold;
    khl_join_options options;
    const char *output; /* NULL: standard output */
    khl_outfile to;
    double seconds[4]; /* read, index, join, write */
    double since;
} job;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void stage_done(job *j, unsigned stage)
{
    double at = now();
    j->seconds[stage] += at - j->since;
    j->since = at;
}

static khl_status read_options(job *j)
{
    static const char *const PATHS[] = {"auto", "pruned", "plain"};
    khl_program *p = j->program;
    const char *threshold = khl_args_value(&p->args, "threshold"), *path = khl_args_value(&p->args, "path");
    if (p->args.n_operands != 1)
        return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.join",
                        "name one file of proposals, or a sparse matrix in Matrix Market form (.mtx)");
    if (threshold == NULL || !khl_str_to_f64(khl_str_from(threshold), &j->threshold) || !(j->threshold > 0))
        return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.join.threshold",
                        "--threshold wants a number above 0: the least score of a pair, 0.6 for instance");
    int found = 0;
    while (path != NULL && found < 3 && strcmp(path, PATHS[found]) != 0) found++;
    if (found == 3)
        return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.join.path", "--path wants pruned or plain, not \"{0}\"",
                        path);
    j->options.path = (khl_join_path)found;
    j->options.n_threads = p->n_threads;
    j->options.progress = p->progress.step != NULL ? &p->progress : NULL;
    j->output = khl_args_value(&p->args, "output");
    return khl_args_bytes(p, "memory", &j->options.memory_bytes) ? KHL_OK : p->err.code;
}

static khl_status read_rows(job *j, khl_csr *rows)
{
    khl_program *p = j->program;
    if (khl_str_ends(khl_str_from(p->args.operands[0]), KHL_STR(".mtx")))
        return khl_csr_read(rows, p->args.operands[0], &p->err);
    khl_corpus *corpus = NULL;
    khl_index_options options = KHL_INDEX_OPTIONS_INIT;
    options.n_threads = p->n_threads;
    options.progress = j->options.progress;
    khl_status status = khl_program_read(p, &corpus);
    if (status == KHL_OK) status = khl_collection_rows(rows, corpus, p->models, &options, &p->err);
    khl_corpus_destroy(corpus);
    return status;
}

static khl_status write_pairs(void *context, const khl_join_pair *pairs, size_t n, khl_error *err)
{
    job *j = context;
    for (size_t k = 0; k < n; k++)
        khl_buf_format(&j->to.buf, "%lu\t%lu\t%.6f\n", (unsigned long)pairs[k].i, (unsigned long)pairs[k].j,
                       pairs[k].score);
    return khl_outfile_flush(&j->to, false, err);
}

static void say_times(const job *j)
{
    char text[4][32];
    for (int k = 0; k < 4; k++) snprintf(text[k], sizeof text[k], "%.3f", j->seconds[k]);
    if (!j->program->quiet)
        fprintf(stderr, "join: read %s s, index %s s, join %s s, write %s s\n", text[0], text[1], text[2],
                text[3]);
}

static khl_status run_join(job *j)
{
    khl_error *err = &j->program->err;
    khl_csr rows = {0};
    khl_join *join = NULL;
    khl_status status = read_rows(j, &rows);
    stage_done(j, 0);
    if (status == KHL_OK) status = khl_join_create(&join, &rows, j->threshold, &j->options, err);
    stage_done(j, 1);
    if (status == KHL_OK) status = khl_join_run(join, err);
    stage_done(j, 2);
    if (status == KHL_OK) status = khl_outfile_open(&j->to, j->output, err);
    if (status == KHL_OK) status = khl_join_each(join, write_pairs, j, err);
    if (status == KHL_OK) status = khl_outfile_commit(&j->to, err);
    khl_outfile_clear(&j->to);
    stage_done(j, 3);
    khl_csr_clear(&rows);
    khl_join_destroy(join);
    return status;
}

static int run(khl_program *p)
{
    job j = {.program = p, .options = KHL_JOIN_OPTIONS_INIT, .since = now()};
    khl_status status = read_options(&j);
    if (status == KHL_OK) status = run_join(&j);
    khl_progress_bar_finish(&p->bar);
    if (status != KHL_OK) return khl_say_error(p);
    say_times(&j);
    return KHL_EXIT_DONE;
}

const khl_command KHL_JOIN = {"join", "INPUT --threshold T", OPTIONS, run};
