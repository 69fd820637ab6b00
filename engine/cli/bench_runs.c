/* The runs of a suite. For each input: it is made or counted, then rounds follow, each of which runs every
 * case once, so that what drifts on the machine drifts for all of them; the first rounds warm up. A case that
 * fails is not run again. Quality is asked for last, once a case. */
#include "bench.h"

#include "alloc.h"
#include "error.h"
#include "files.h"
#include "khulasa/corpus.h"
#include "str.h"
#include "utf8.h"

#include <jansson.h>
#include <stdio.h>
#include <unistd.h>

enum { MOST_WORDS = 128, MOST_SAID = 4096 };

const char *const KHL_BENCH_QUALITY_NAMES[KHL_BENCH_QUALITIES] = {
    "pair_precision", "pair_recall", "pair_f1", "b_cubed_precision", "b_cubed_recall", "b_cubed_f1"};

/* The words of one command line. */
typedef struct words {
    khl_arena arena;
    char *argv[MOST_WORDS + 1];
    size_t n;
} words;

typedef struct paths {
    char out[4096], said[4096], printed[4096];
} paths;

static khl_status add_word(words *w, khl_str word, khl_error *err)
{
    if (w->n == MOST_WORDS)
        return KHL_FAIL(err, KHL_E_INPUT, "bench.too_long", "a command of the suite has more than 128 words");
    khl_str copy = khl_arena_copy(&w->arena, word);
    if (copy.p == NULL) return khl_fail_memory(err);
    w->argv[w->n++] = (char *)(uintptr_t)copy.p;
    return KHL_OK;
}

/* What stands for {input} and the like; NULL: no such name. */
static const char *value_of(const khl_bench_case *c, const paths *p, khl_str name)
{
    if (khl_str_equal(name, KHL_STR("{input}"))) return c->input->path;
    if (khl_str_equal(name, KHL_STR("{out}"))) return p->out;
    if (khl_str_equal(name, KHL_STR("{suite}"))) return c->suite->folder;
    if (khl_str_equal(name, KHL_STR("{gold}"))) return c->input->gold;
    return NULL;
}

static void expand(khl_buf *out, const khl_bench_case *c, const paths *p, khl_str word)
{
    for (size_t i = 0; i < word.n;) {
        const char *end = word.p[i] == '{' ? memchr(word.p + i, '}', word.n - i) : NULL;
        khl_str name =
            end != NULL ? (khl_str){word.p + i, (size_t)(end - word.p) + 1 - i} : (khl_str){NULL, 0};
        const char *value = name.n > 0 ? value_of(c, p, name) : NULL;
        if (value != NULL)
            khl_buf_put_c(out, value);
        else
            khl_buf_char(out, word.p[i]);
        i += value != NULL ? name.n : 1;
    }
}

/* Arguments are words between blanks; nothing is quoted. */
static khl_status add_arguments(words *w, const khl_bench_case *c, const paths *p, const char *arguments,
                                khl_error *err)
{
    khl_status status = KHL_OK;
    for (const char *at = arguments + strspn(arguments, " "); *at != '\0' && status == KHL_OK;
         at += strspn(at, " ")) {
        size_t n = strcspn(at, " ");
        khl_buf word = KHL_BUF_INIT;
        expand(&word, c, p, (khl_str){at, n});
        status = khl_buf_ok(&word) ? add_word(w, khl_buf_str(&word), err) : khl_fail_memory(err);
        khl_buf_clear(&word);
        at += n;
    }
    return status;
}

static khl_status command_line(words *w, const khl_bench *b, const khl_bench_case *c, const paths *p,
                               khl_error *err)
{
    const char *models = khl_args_value(&b->program->args, "models");
    *w = (words){.arena = KHL_ARENA_INIT(4096)};
    khl_status status = add_word(w, khl_str_from(b->self), err);
    if (status == KHL_OK) status = add_arguments(w, c, p, c->command->arguments, err);
    if (status == KHL_OK) status = add_arguments(w, c, p, c->config->arguments, err);
    if (status == KHL_OK && models != NULL) status = add_word(w, KHL_STR("--models"), err);
    if (status == KHL_OK && models != NULL) status = add_word(w, khl_str_from(models), err);
    return status;
}

/* The end of what a run said, the folder of this bench left out: it is another one each time. */
static khl_status read_said(char **out, const khl_bench *b, const char *path, khl_error *err)
{
    khl_file file;
    khl_buf said = KHL_BUF_INIT;
    khl_str work = khl_str_from(b->work);
    khl_status status = khl_file_open(&file, path, SIZE_MAX, err);
    if (status != KHL_OK) return status;
    for (size_t i = file.bytes.n > MOST_SAID ? file.bytes.n - MOST_SAID : 0; i < file.bytes.n;) {
        bool here = khl_str_starts(khl_str_part(file.bytes, i, file.bytes.n), work), bad = false;
        uint32_t c = here ? 0 : khl_utf8_next(file.bytes, &i, &bad);
        if (c != 0) khl_buf_utf8(&said, bad ? KHL_REPLACEMENT : c);
        if (here) i += work.n + 1;
    }
    khl_buf_char(&said, '\0');
    khl_file_close(&file);
    if (!khl_buf_ok(&said)) {
        khl_buf_clear(&said);
        return khl_fail_memory(err);
    }
    *out = said.p;
    return KHL_OK;
}

/* Said at once, whether quiet or not, and kept for the results. */
static khl_status note_failure(khl_bench *b, khl_bench_case *c, const khl_bench_run *run, const char *said,
                               khl_error *err)
{
    char how[32];
    khl_buf line = KHL_BUF_INIT;
    c->failed = true;
    c->failure = *run;
    snprintf(how, sizeof how, "%s%d", run->signal > 0 ? "-" : "",
             run->signal > 0 ? run->signal : run->exit_code);
    const char *const args[] = {c->input->name, c->command->name, c->config->name, how};
    khl_say_put(&line, b->program, "cli.bench.failed", args, 4);
    khl_status status = read_said(&c->failure_text, b, said, err);
    if (status == KHL_OK && khl_buf_ok(&line))
        fprintf(stderr, "%.*s\n%s", (int)line.n, line.p, c->failure_text);
    khl_buf_clear(&line);
    return status;
}

static double share_of(const json_t *root, const char *group, const char *name)
{
    return json_number_value(json_object_get(json_object_get(root, group), name));
}

/* A case that did not do what was asked: said at once, whether quiet or not, and kept for the results. */
static khl_status note_odd(khl_bench *b, khl_bench_case *c, khl_error *err)
{
    khl_program *p = b->program;
    khl_bench_run none = {.exit_code = 0};
    khl_buf text = KHL_BUF_INIT;
    khl_buf_put_c(&text, p->err.message);
    khl_buf_char(&text, '\0');
    khl_say_error(p);
    p->err = (khl_error){.code = KHL_OK};
    c->failed = true;
    c->failure = none;
    if (!khl_buf_ok(&text)) return khl_fail_memory(err);
    c->failure_text = text.p;
    return KHL_OK;
}

/* What evaluate --json prints; anything else is a failure of the case. */
static khl_status read_quality(khl_bench *b, khl_bench_case *c, const char *path, khl_error *err)
{
    static const char *const GROUPS[] = {"pairwise", "b_cubed"};
    static const char *const NAMES[] = {"precision", "recall", "f1"};
    json_t *root = json_load_file(path, 0, NULL);
    for (size_t k = 0; k < KHL_BENCH_QUALITIES; k++)
        c->quality[k] = share_of(root, GROUPS[k / 3], NAMES[k % 3]);
    c->has_quality = json_object_get(root, "b_cubed") != NULL;
    json_decref(root);
    if (c->has_quality) return KHL_OK;
    KHL_FAIL(
        err, KHL_E_INPUT, "bench.quality",
        "\"{0}\" printed no figures of quality; a row quality wants evaluate {input} --gold {gold} --json",
        c->command->name);
    khl_error_at(err, c->suite->path, c->command->row, 3);
    return note_odd(b, c, err);
}

static khl_status keep_run(khl_bench_case *c, const khl_bench_run *run, khl_error *err)
{
    if (!khl_grow(&c->runs, &c->runs_capacity, c->n_runs + 1, sizeof *c->runs)) return khl_fail_memory(err);
    c->runs[c->n_runs++] = *run;
    return KHL_OK;
}

static khl_status run_case(khl_bench *b, khl_bench_case *c, bool counts, khl_error *err)
{
    words w;
    paths p;
    khl_bench_run run;
    snprintf(p.out, sizeof p.out, "%s/run", b->work);
    snprintf(p.said, sizeof p.said, "%s/stderr", b->work);
    snprintf(p.printed, sizeof p.printed, "%s/stdout", b->work);
    khl_status status = command_line(&w, b, c, &p, err);
    if (status == KHL_OK) status = khl_bench_folder_make(p.out, err);
    if (status == KHL_OK)
        status = khl_bench_execute(&run, w.argv, c->command->quality ? p.printed : "/dev/null", p.said, err);
    if (status == KHL_OK && (run.exit_code != 0 || run.signal != 0))
        status = note_failure(b, c, &run, p.said, err);
    else if (status == KHL_OK && counts)
        status = keep_run(c, &run, err);
    if (status == KHL_OK && c->command->quality && !c->failed) status = read_quality(b, c, p.printed, err);
    khl_bench_folder_remove(p.out);
    khl_arena_clear(&w.arena);
    return status;
}

/* The cases of one input. */
static khl_status add_cases(khl_bench *b, const khl_bench_suite *s, const khl_bench_input *input,
                            khl_error *err)
{
    for (size_t k = 0; k < s->commands.n; k++) {
        const khl_bench_command *command = &s->commands.p[k];
        if (!khl_bench_listed(command->inputs, input->name)) continue;
        if (command->quality && input->gold == NULL) continue;
        for (size_t g = 0; g < s->configs.n; g++) {
            if (!khl_bench_listed(s->configs.p[g].commands, command->name)) continue;
            if (!khl_grow(&b->cases.p, &b->cases.capacity, b->cases.n + 1, sizeof *b->cases.p))
                return khl_fail_memory(err);
            b->cases.p[b->cases.n++] =
                (khl_bench_case){.suite = s, .input = input, .command = command, .config = &s->configs.p[g]};
        }
    }
    return KHL_OK;
}

static khl_status count_proposals(khl_bench *b, khl_bench_input *input, khl_error *err)
{
    khl_read_options options = KHL_READ_OPTIONS_INIT;
    khl_corpus *corpus = NULL;
    options.aliases = khl_models_aliases(b->program->models);
    khl_status status = khl_corpus_create(&corpus, err);
    if (status == KHL_OK) status = khl_corpus_read(corpus, input->path, &options, err);
    if (status == KHL_OK) input->size = khl_corpus_received(corpus);
    khl_corpus_destroy(corpus);
    khl_alloc_trim();
    return status;
}

static khl_status fail_generator(const khl_bench *b, const khl_bench_input *input, const char *said_path,
                                 khl_error *err)
{
    char *said = NULL, shown[KHL_ERROR_ARG_BYTES];
    khl_status status = read_said(&said, b, said_path, err);
    if (status != KHL_OK) return status;
    khl_str line = khl_utf8_truncate(khl_str_trim(khl_str_from(said)), sizeof shown - 1);
    snprintf(shown, sizeof shown, "%.*s", (int)line.n, line.p);
    free(said);
    return KHL_FAIL(err, KHL_E_INPUT, "bench.generate", "the input \"{0}\" could not be made; {1}",
                    input->name, shown[0] != '\0' ? shown : "khulasa-generate could not be run");
}

static khl_status generate(khl_bench *b, const khl_bench_input *input, uint64_t n, char *path, khl_error *err)
{
    char said[4096], count[32], cities[32], seed[32], o[] = "-o";
    khl_bench_run run;
    snprintf(said, sizeof said, "%s/stderr", b->work);
    snprintf(count, sizeof count, "--count=%llu", (unsigned long long)n);
    snprintf(cities, sizeof cities, "--cities=%llu", (unsigned long long)input->cities);
    snprintf(seed, sizeof seed, "--seed=%llu", (unsigned long long)input->seed);
    char *const argv[] = {b->generator, count, cities, seed, o, path, NULL};
    khl_status status = khl_bench_execute(&run, argv, "/dev/null", said, err);
    if (status == KHL_OK && (run.exit_code != 0 || run.signal != 0))
        status = fail_generator(b, input, said, err);
    return status;
}

/* A file is counted; what is to be generated is tried with ten proposals. */
khl_status khl_bench_check_inputs(khl_bench *b, khl_bench_suite *suite, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t i = 0; i < suite->inputs.n && status == KHL_OK; i++) {
        khl_bench_input *input = &suite->inputs.p[i];
        char standard_output[] = "-";
        if (input->generated) input->size = input->count;
        status =
            input->generated ? generate(b, input, 10, standard_output, err) : count_proposals(b, input, err);
    }
    return status;
}

static khl_status make_input(khl_bench *b, khl_bench_input *input, khl_bench_suite *suite, khl_error *err)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.csv", b->work, input->name);
    input->path = khl_arena_copy(&suite->arena, khl_str_from(path)).p;
    if (input->path == NULL) return khl_fail_memory(err);
    KHL_SAY(b->program, "cli.bench.making", input->name);
    return generate(b, input, input->count, path, err);
}

static khl_status take_rounds(khl_bench *b, const khl_bench_suite *suite, const khl_bench_input *input,
                              size_t first, khl_error *err)
{
    khl_status status = KHL_OK;
    uint64_t rounds = suite->warm_up + suite->repeats;
    for (uint64_t round = 0; round < rounds && status == KHL_OK; round++) {
        char at[32], of[32];
        snprintf(at, sizeof at, "%llu", (unsigned long long)round + 1);
        snprintf(of, sizeof of, "%llu", (unsigned long long)rounds);
        KHL_SAY(b->program, round < suite->warm_up ? "cli.bench.warming" : "cli.bench.round", input->name, at,
                of);
        for (size_t i = first; i < b->cases.n && status == KHL_OK; i++)
            if (!b->cases.p[i].failed && !b->cases.p[i].command->quality)
                status = run_case(b, &b->cases.p[i], round >= suite->warm_up, err);
    }
    for (size_t i = first; i < b->cases.n && status == KHL_OK; i++)
        if (b->cases.p[i].command->quality) status = run_case(b, &b->cases.p[i], true, err);
    return status;
}

khl_status khl_bench_measure(khl_bench *b, khl_bench_suite *suite, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t i = 0; i < suite->inputs.n && status == KHL_OK; i++) {
        khl_bench_input *input = &suite->inputs.p[i];
        size_t first = b->cases.n;
        if (input->generated) status = make_input(b, input, suite, err);
        if (status == KHL_OK) status = add_cases(b, suite, input, err);
        if (status == KHL_OK) status = take_rounds(b, suite, input, first, err);
        if (input->generated && input->path != NULL) unlink(input->path);
    }
    return status;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* The value a share of the way through n sorted ones, between two by a straight line. */
static double quantile(const double *sorted, size_t n, double share)
{
    double at = share * (double)(n - 1);
    size_t low = (size_t)at;
    if (low + 1 >= n) return sorted[n - 1];
    return sorted[low] + (at - (double)low) * (sorted[low + 1] - sorted[low]);
}

khl_bench_figures khl_bench_figures_of(const khl_bench_case *c)
{
    khl_bench_figures f = {0};
    double wall[KHL_BENCH_MOST_RUNS], cpu[KHL_BENCH_MOST_RUNS];
    for (size_t i = 0; i < c->n_runs; i++) {
        wall[i] = c->runs[i].wall_s;
        cpu[i] = c->runs[i].user_s + c->runs[i].system_s;
        double mib = (double)c->runs[i].peak_kib / 1024.0;
        if (mib > f.peak_mib) f.peak_mib = mib;
        if (i == 0 || mib < f.least_peak_mib) f.least_peak_mib = mib;
    }
    if (c->n_runs == 0) return f;
    qsort(wall, c->n_runs, sizeof *wall, by_size);
    qsort(cpu, c->n_runs, sizeof *cpu, by_size);
    f.median_s = quantile(wall, c->n_runs, 0.5);
    f.quarter_s = quantile(wall, c->n_runs, 0.25);
    f.three_quarters_s = quantile(wall, c->n_runs, 0.75);
    f.least_s = wall[0];
    f.most_s = wall[c->n_runs - 1];
    f.cpu_s = quantile(cpu, c->n_runs, 0.5);
    return f;
}
