/* khulasa-fleet gather: the runs of a plan merged, and the shortlist that khulasa condense would write. */
#include "fleet_command.h"

static const khl_option OPTIONS[] = {
    FLEET_OPTION_PLAN,
    {"output", 'o', "DIR", "cli.condense.option.output"},
    {"format", 0, "LIST", "cli.condense.option.format"},
    {"date", 0, "DATE", "cli.condense.option.date"},
    {NULL, 0, NULL, NULL},
};

/* Proposals and options as the line of the plan named them. */
static khl_status take_noted(khl_program *p, const khl_fleet *fleet, khl_program_task *out)
{
    const khl_args given = p->args;
    const char *date = khl_args_value(&given, "date");
    khl_args noted;
    khl_status status = fleet_line_of(&noted, fleet, &p->err);
    p->args = noted;
    if (status == KHL_OK) status = khl_program_take(p, out);
    p->args = given;
    out->options.date = date;
    fleet_line_clear(&noted);
    return status;
}

static khl_status gather(khl_program *p, const khl_fleet *fleet, const khl_program_files *files)
{
    khl_program_task task = {.corpus = NULL};
    khl_shortlist *shortlist = NULL;
    khl_status status = take_noted(p, fleet, &task);
    if (status == KHL_OK)
        status = khl_fleet_gather(&shortlist, fleet, task.corpus, p->models, &task.options, &p->err);
    khl_progress_bar_finish(&p->bar);
    if (status == KHL_OK) status = khl_program_write(p, shortlist, files);
    if (status == KHL_OK) khl_program_say_inputs(p, task.corpus);
    if (status == KHL_OK) khl_program_report(p, shortlist, files, task.options.target);
    khl_shortlist_destroy(shortlist);
    khl_program_task_clear(&task);
    return status;
}

static int run(khl_program *p)
{
    khl_program_files files;
    khl_fleet *fleet = NULL;
    khl_status status = khl_program_files_of(p, &files);
    if (status == KHL_OK) status = fleet_open(&fleet, p);
    if (status == KHL_OK) status = gather(p, fleet, &files);
    khl_fleet_close(fleet);
    return status == KHL_OK ? KHL_EXIT_DONE : khl_say_error(p);
}

const khl_command FLEET_GATHER = {"gather", "[--plan DIR] [-o DIR]", OPTIONS, run};
