/* khulasa-fleet: plan, block, gather, and jobs, which tells a driver what is left to do. */
#include "program.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

#include <stdio.h>
#include <unistd.h>

static khl_status open_models(fleet_program *p)
{
    static const char TAIL[] = "share/khulasa/khulasa.models";
    char path[4096];
    if (p->line.models != NULL) return khl_models_open(&p->models, p->line.models, &p->err);
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - sizeof TAIL);
    for (int up = 0; up < 2 && n > 0; up++)
        for (n--; n > 0 && path[n - 1] != '/';) n--;
    if (n > 0) memcpy(path + n, TAIL, sizeof TAIL);
    if (n > 0 && access(path, F_OK) == 0) return khl_models_open(&p->models, path, &p->err);
    return KHL_FAIL(&p->err, KHL_E_MODEL, "cli.models",
                    "the models were not found beside the program; name them with --models");
}

static const char *folder_of(const fleet_program *p)
{
    return p->line.plan != NULL ? p->line.plan : "plan";
}

static khl_status run_plan(fleet_program *p)
{
    khl_fleet_options options = KHL_FLEET_OPTIONS_INIT;
    uint64_t shards = options.n_shards;
    char **notes = khl_alloc(FLEET_MOST_NOTES, sizeof *notes), jobs[24];
    size_t n = 0;
    khl_status status = notes != NULL ? KHL_OK : khl_fail_memory(&p->err);
    if (status == KHL_OK && p->line.n_operands == 0)
        status = KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.no_input",
                          "name a file of proposals; see khulasa {0} --help", "condense");
    if (status == KHL_OK) status = fleet_number(p->line.shards, 1, 1000, &shards, &p->err);
    if (status == KHL_OK) status = fleet_to_notes(notes, &n, &p->line, &p->err);
    if (status == KHL_OK) status = fleet_read(p);
    options.n_shards = (uint32_t)shards;
    options.notes = (const char *const *)notes;
    options.n_notes = n;
    if (status == KHL_OK)
        status = khl_fleet_plan(folder_of(p), p->corpus, p->models, &p->options, &options, &p->err);
    snprintf(jobs, sizeof jobs, "%llu", (unsigned long long)(shards * (shards + 1) / 2));
    if (status == KHL_OK) fleet_say(p, "cli.fleet.planned", jobs, folder_of(p));
    for (size_t k = 0; k < n; k++) free(notes[k]);
    free(notes);
    return status;
}

/* A run that is there already is left alone. */
static khl_status run_block(fleet_program *p, const khl_fleet *fleet)
{
    khl_status status = KHL_OK;
    if (p->line.n_operands == 0)
        status =
            KHL_FAIL(&p->err, KHL_E_ARGUMENT, "fleet.no_job", "name the jobs to run; see khulasa-fleet jobs");
    for (size_t i = 0; i < p->line.n_operands && status == KHL_OK; i++) {
        uint64_t job = 0;
        status = fleet_number(p->line.operands[i], 0, UINT32_MAX, &job, &p->err);
        if (status != KHL_OK || khl_fleet_is_done(fleet, (uint32_t)job)) continue;
        status = khl_fleet_block(fleet, (uint32_t)job, p->n_threads, &p->err);
        if (status == KHL_OK) fleet_say(p, "cli.fleet.block_done", p->line.operands[i], "");
    }
    return status;
}

static khl_status run_gather(fleet_program *p, const khl_fleet *fleet)
{
    khl_shortlist *shortlist = NULL;
    const char *output = p->line.output != NULL ? p->line.output : "out";
    const char *formats = p->line.format != NULL ? p->line.format : "json,csv,html";
    khl_status status = fleet_from_notes(&p->line, fleet, &p->err);
    if (status == KHL_OK) status = fleet_read(p);
    if (status == KHL_OK)
        status = khl_fleet_gather(&shortlist, fleet, p->corpus, p->models, &p->options, &p->err);
    if (status == KHL_OK) status = fleet_write(p, shortlist, output, formats);
    if (status == KHL_OK) fleet_say(p, "cli.fleet.gathered", output, "");
    khl_shortlist_destroy(shortlist);
    free(p->line.operands); /* those of the notes; the corpus is named by the notes themselves */
    p->line.operands = NULL;
    p->line.n_operands = 0;
    return status;
}

/* What is left to do, the dearest first where costs differ: job, shards, cost. */
static khl_status run_jobs(fleet_program *p, const khl_fleet *fleet)
{
    (void)p;
    for (uint32_t k = 0; k < khl_fleet_n_jobs(fleet); k++) {
        khl_fleet_job job = khl_fleet_job_at(fleet, k);
        if (!khl_fleet_is_done(fleet, k))
            printf("%u\t%u\t%u\t%llu\n", k, job.a, job.b, (unsigned long long)job.cost_us);
    }
    return KHL_OK;
}

static khl_status run_on_plan(fleet_program *p, const char *command)
{
    khl_fleet *fleet = NULL;
    khl_status status = khl_fleet_open(&fleet, folder_of(p), p->models, &p->err);
    if (status == KHL_OK && strcmp(command, "block") == 0)
        status = run_block(p, fleet);
    else if (status == KHL_OK && strcmp(command, "gather") == 0)
        status = run_gather(p, fleet);
    else if (status == KHL_OK)
        status = run_jobs(p, fleet);
    khl_corpus_destroy(p->corpus); /* named by what the plan holds */
    p->corpus = NULL;
    khl_fleet_close(fleet);
    return status;
}

static khl_status run(fleet_program *p, const char *command)
{
    uint64_t threads = 0;
    khl_status status = fleet_number(p->line.threads, 1, 256, &threads, &p->err);
    p->n_threads = (unsigned)threads;
    if (status != KHL_OK) return status;
    if (strcmp(command, "plan") == 0) return run_plan(p);
    if (strcmp(command, "block") == 0 || strcmp(command, "gather") == 0 || strcmp(command, "jobs") == 0)
        return run_on_plan(p, command);
    return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "fleet.command",
                    "name a command: plan, block, gather or jobs; see khulasa-fleet --help");
}

static const char *lang_of(const char *asked)
{
    return asked != NULL && (strcmp(asked, "ar") == 0 || strcmp(asked, "fr") == 0) ? asked : "en";
}

int main(int argc, char **argv)
{
    fleet_program p = {.lang = "en"};
    const char **operands = khl_alloc((size_t)argc + 1, sizeof *operands);
    int code = FLEET_DONE;
    setenv("OPENBLAS_NUM_THREADS", "1", 0);
    p.line.operands = operands;
    khl_status status = operands != NULL ? KHL_OK : khl_fail_memory(&p.err);
    if (status == KHL_OK) status = fleet_parse(&p.line, argv + 1, argc - 1, &p.err);
    p.lang = lang_of(p.line.lang);
    const char *command = p.line.n_operands > 0 ? p.line.operands[0] : "";
    if (p.line.n_operands > 0) p.line.operands++, p.line.n_operands--;
    khl_error parsed = p.err;
    khl_status opened = status == KHL_OK && p.line.version ? KHL_OK : open_models(&p);
    if (status != KHL_OK) p.err = parsed;
    if (status == KHL_OK) status = opened;
    if (status == KHL_OK && p.line.version)
        printf("khulasa-fleet %s\n", khl_version());
    else if (status == KHL_OK && p.line.help)
        fleet_help(&p);
    else if (status == KHL_OK)
        status = run(&p, command);
    if (status == KHL_OK && (fflush(stdout) != 0 || ferror(stdout)))
        status =
            KHL_FAIL(&p.err, KHL_E_IO, "cli.stdout",
                     "standard output could not be written; is the disk full, or the other program gone?");
    if (status != KHL_OK) code = fleet_say_error(&p);
    khl_corpus_destroy(p.corpus);
    khl_axes_destroy(p.axes);
    khl_linear_destroy(p.classifier);
    khl_models_destroy(p.models);
    free(operands);
    return code;
}
