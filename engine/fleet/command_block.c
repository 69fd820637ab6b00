/* khulasa-fleet block: some jobs of a plan, each to a run of its own. */
#include "fleet_command.h"

#include "error.h"
#include "str.h"

#include <stdio.h>

static const khl_option OPTIONS[] = {FLEET_OPTION_PLAN, {NULL, 0, NULL, NULL}};

static khl_status job_of(khl_program *p, const khl_fleet *fleet, const char *text, uint32_t *out)
{
    uint64_t job = 0;
    char jobs[16];
    if (khl_str_to_u64(khl_str_from(text), &job) && job < khl_fleet_n_jobs(fleet)) {
        *out = (uint32_t)job;
        return KHL_OK;
    }
    snprintf(jobs, sizeof jobs, "%u", khl_fleet_n_jobs(fleet));
    return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "fleet.job",
                    "the jobs of this plan are numbered from 0 and {0} in all; see khulasa-fleet jobs", jobs);
}

/* A run that is there already is left alone. */
static khl_status run_one(khl_program *p, const khl_fleet *fleet, const char *text)
{
    uint32_t job = 0;
    khl_status status = job_of(p, fleet, text, &job);
    if (status != KHL_OK || khl_fleet_is_done(fleet, job)) return status;
    status = khl_fleet_block(fleet, job, p->n_threads, &p->progress, &p->err);
    khl_progress_bar_finish(&p->bar);
    if (status == KHL_OK) KHL_SAY(p, "cli.fleet.block_done", text);
    return status;
}

static int run(khl_program *p)
{
    khl_fleet *fleet = NULL;
    khl_status status = KHL_OK;
    if (p->args.n_operands == 0)
        status =
            KHL_FAIL(&p->err, KHL_E_ARGUMENT, "fleet.no_job", "name the jobs to run; see khulasa-fleet jobs");
    if (status == KHL_OK) status = fleet_open(&fleet, p);
    for (size_t i = 0; i < p->args.n_operands && status == KHL_OK; i++)
        status = run_one(p, fleet, p->args.operands[i]);
    khl_fleet_close(fleet);
    return status == KHL_OK ? KHL_EXIT_DONE : khl_say_error(p);
}

const khl_command FLEET_BLOCK = {"block", "JOB... [--plan DIR]", OPTIONS, run};
