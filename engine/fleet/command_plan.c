/* khulasa-fleet plan: proposals in, a folder of shards and jobs out. */
#include "fleet_command.h"

#include <stdio.h>

enum { MOST_SHARDS = 1000 };

static const khl_option OPTIONS[] = {
    FLEET_OPTION_PLAN,     {"shards", 0, "N", "cli.fleet.plan.option.shards"},
    KHL_TASK_OPTIONS,      KHL_READ_OPTIONS,
    KHL_ELSEWHERE_OPTION,  KHL_PERSONS_OPTION,
    {NULL, 0, NULL, NULL},
};

static khl_status make_plan(khl_program *p, const khl_program_task *task, const fleet_notes *notes,
                            uint64_t shards)
{
    khl_fleet_options options = KHL_FLEET_OPTIONS_INIT;
    options.n_shards = (uint32_t)shards;
    options.notes = (const char *const *)notes->of;
    options.n_notes = notes->n;
    return khl_fleet_plan(fleet_folder(p), task->corpus, p->models, &task->options, &options, &p->err);
}

static khl_status report(khl_program *p)
{
    khl_fleet *fleet = NULL;
    char jobs[24];
    khl_status status = fleet_open(&fleet, p);
    if (status != KHL_OK) return status;
    snprintf(jobs, sizeof jobs, "%u", khl_fleet_n_jobs(fleet));
    KHL_SAY(p, "cli.fleet.planned", jobs, fleet_folder(p));
    khl_fleet_close(fleet);
    return KHL_OK;
}

static int run(khl_program *p)
{
    khl_program_task task = {.corpus = NULL};
    fleet_notes notes = {NULL, 0};
    const khl_fleet_options defaults = KHL_FLEET_OPTIONS_INIT;
    uint64_t shards = defaults.n_shards;
    bool right = khl_args_count(p, "shards", 1, MOST_SHARDS, &shards);
    khl_status status = right ? fleet_note(&notes, p) : p->err.code;
    if (status == KHL_OK) status = khl_program_take(p, &task);
    if (status == KHL_OK) status = make_plan(p, &task, &notes, shards);
    khl_progress_bar_finish(&p->bar);
    if (status == KHL_OK) status = report(p);
    fleet_notes_clear(&notes);
    khl_program_task_clear(&task);
    return status == KHL_OK ? KHL_EXIT_DONE : khl_say_error(p);
}

const khl_command FLEET_PLAN = {"plan", "INPUT... [--plan DIR] [--shards N]", OPTIONS, run};
