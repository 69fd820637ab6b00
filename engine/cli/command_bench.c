/* khulasa bench: suites of corpora, configurations and sizes, each run in its own process; quality, time and
 * memory. */
#include "bench.h"

#include "alloc.h"
#include "error.h"
#include "outputs.h"
#include "str.h"

#include <stdio.h>
#include <unistd.h>

static const khl_option OPTIONS[] = {
    {"output", 'o', "DIR", "cli.bench.option.output"}, {"compare", 0, "OLD", "cli.bench.option.compare"},
    {"repeats", 0, "N", "cli.bench.option.repeats"},   {"seed", 0, "S", "cli.bench.option.seed"},
    {"date", 0, "DATE", "cli.condense.option.date"},   {NULL, 0, NULL, NULL},
};

/* a, b and c one behind the other; NULL when memory ends. */
static char *joined(const char *a, const char *b, const char *c)
{
    khl_buf buf = KHL_BUF_INIT;
    khl_buf_put_c(&buf, a);
    khl_buf_put_c(&buf, b);
    khl_buf_put_c(&buf, c);
    khl_buf_char(&buf, '\0');
    if (!khl_buf_ok(&buf)) khl_buf_clear(&buf);
    return buf.p;
}

/* This very program, and the generator that lies beside it. */
static khl_status find_programs(khl_bench *b, khl_error *err)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    if (n <= 0)
        return KHL_FAIL(err, KHL_E_IO, "bench.self", "the program cannot find itself; is /proc mounted?");
    path[n] = '\0';
    b->self = joined(path, "", "");
    while (n > 0 && path[n - 1] != '/') n--;
    path[n] = '\0';
    b->generator = joined(path, "khulasa-generate", "");
    return b->self != NULL && b->generator != NULL ? KHL_OK : khl_fail_memory(err);
}

static khl_status read_suite(khl_bench *b, const char *path, khl_error *err)
{
    uint64_t repeats = 0, seed = 0;
    khl_program *p = b->program;
    if (!khl_grow(&b->suites.p, &b->suites.capacity, b->suites.n + 1, sizeof *b->suites.p))
        return khl_fail_memory(err);
    khl_bench_suite *s = &b->suites.p[b->suites.n++];
    khl_status status = khl_bench_suite_read(s, path, err);
    if (status != KHL_OK) return status;
    if (!khl_args_count(p, "repeats", KHL_BENCH_LEAST_RUNS, KHL_BENCH_MOST_RUNS, &repeats))
        return p->err.code;
    if (!khl_args_count(p, "seed", 0, UINT64_MAX, &seed)) return p->err.code;
    if (repeats > 0) s->repeats = repeats;
    for (size_t i = 0; i < s->inputs.n && khl_args_value(&p->args, "seed") != NULL; i++)
        s->inputs.p[i].seed = seed;
    for (size_t i = 0; i + 1 < b->suites.n; i++)
        if (strcmp(b->suites.p[i].name, s->name) == 0)
            return KHL_FAIL(err, KHL_E_ARGUMENT, "bench.suite_twice",
                            "two suites are called \"{0}\"; rename one", s->name);
    return KHL_OK;
}

/* All are read before the first run: a slip in the last is said at once, and cases point into them. */
static khl_status read_suites(khl_bench *b, khl_error *err)
{
    khl_status status = KHL_OK;
    const khl_args *args = &b->program->args;
    if (args->n_operands == 0)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "cli.bench",
                        "name a suite, bench/suites/quick.tsv for instance");
    if (b->program->n_threads != 0)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "cli.bench_threads",
                        "the configurations of a suite say how many threads; leave --threads out");
    for (size_t i = 0; i < args->n_operands && status == KHL_OK; i++)
        status = read_suite(b, args->operands[i], err);
    return status;
}

static khl_status measure_all(khl_bench *b, const char *dir, khl_error *err)
{
    char pid[32];
    snprintf(pid, sizeof pid, "/.bench-%ld", (long)getpid());
    b->work = joined(dir, pid, "");
    khl_status status = b->work != NULL ? khl_bench_folder_make(b->work, err) : khl_fail_memory(err);
    for (size_t i = 0; i < b->suites.n && status == KHL_OK; i++)
        status = khl_bench_check_inputs(b, &b->suites.p[i], err);
    for (size_t i = 0; i < b->suites.n && status == KHL_OK; i++)
        status = khl_bench_measure(b, &b->suites.p[i], err);
    if (b->work != NULL) khl_bench_folder_remove(b->work);
    if (status == KHL_OK && b->old != NULL) status = khl_bench_compare(b, err);
    return status;
}

static khl_status put_json(khl_buf *out, const khl_bench *b, khl_error *err)
{
    return khl_bench_put_json(out, b, err);
}

static khl_status put_csv(khl_buf *out, const khl_bench *b, khl_error *err)
{
    return khl_bench_put_csv(out, b) == KHL_OK ? KHL_OK : khl_fail_memory(err);
}

static khl_status add_outputs(khl_bench *b, khl_outputs *outputs, khl_error *err)
{
    static const struct {
        const char *name;
        khl_status (*put)(khl_buf *, const khl_bench *, khl_error *);
    } FILES[] = {{"results.csv", put_csv}, {"results.json", put_json}, {"index.html", khl_bench_put_page}};
    khl_status status = KHL_OK;
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES && status == KHL_OK; i++) {
        khl_buf out = KHL_BUF_INIT;
        status = FILES[i].put(&out, b, err);
        if (status == KHL_OK) status = khl_outputs_add(outputs, FILES[i].name, khl_buf_str(&out), err);
        khl_buf_clear(&out);
    }
    return status == KHL_OK ? khl_outputs_commit(outputs, err) : status;
}

static void clear(khl_bench *b)
{
    for (size_t i = 0; i < b->cases.n; i++) {
        free(b->cases.p[i].runs);
        free(b->cases.p[i].failure_text);
    }
    for (size_t i = 0; i < b->suites.n; i++) khl_bench_suite_clear(&b->suites.p[i]);
    for (size_t i = 0; i < b->changes.n; i++) free(b->changes.p[i].name);
    free(b->cases.p);
    free(b->suites.p);
    free(b->changes.p);
    free(b->self);
    free(b->generator);
    free(b->work);
    khl_bench_old_destroy(b->old);
}

/* What came of it, and the exit code: 1 when a case failed or dropped. */
static int conclude(const khl_bench *b, const char *dir)
{
    size_t failed = 0, drops = 0;
    char cases[32], failures[32], dropped[32];
    for (size_t i = 0; i < b->cases.n; i++) failed += b->cases.p[i].failed;
    for (size_t i = 0; i < b->changes.n; i++) drops += khl_bench_is_drop(&b->changes.p[i]);
    snprintf(cases, sizeof cases, "%zu", b->cases.n);
    snprintf(failures, sizeof failures, "%zu", failed);
    snprintf(dropped, sizeof dropped, "%zu", drops);
    if (b->old != NULL) khl_bench_print_changes(b);
    KHL_SAY(b->program, "cli.bench.done", cases, failures);
    if (b->old != NULL) KHL_SAY(b->program, "cli.bench.dropped", dropped);
    KHL_SAY(b->program, "cli.bench.written", dir);
    return failed > 0 || drops > 0 ? KHL_EXIT_FAILED : KHL_EXIT_DONE;
}

static int run(khl_program *p)
{
    const char *asked = khl_args_value(&p->args, "output"), *dir = asked != NULL ? asked : "out";
    const char *old = khl_args_value(&p->args, "compare");
    khl_bench b = {.program = p, .date = khl_args_value(&p->args, "date")};
    khl_outputs outputs = {0};
    khl_status status = read_suites(&b, &p->err);
    if (status == KHL_OK) status = find_programs(&b, &p->err);
    if (status == KHL_OK && old != NULL) status = khl_bench_old_read(&b.old, old, &p->err);
    if (status == KHL_OK) status = khl_outputs_begin(&outputs, dir, &p->err);
    khl_bench_machine_read(&b.machine);
    if (status == KHL_OK) status = measure_all(&b, dir, &p->err);
    if (status == KHL_OK) status = add_outputs(&b, &outputs, &p->err);
    int code = status == KHL_OK ? conclude(&b, dir) : khl_say_error(p);
    khl_outputs_clear(&outputs);
    clear(&b);
    return code;
}

const khl_command KHL_BENCH = {"bench", "SUITE...", OPTIONS, run};
