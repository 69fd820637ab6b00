/* khulasa condense: raw proposals in, a shortlist out. */
#include "command.h"

#include "khulasa/condense.h"

static const khl_option OPTIONS[] = {
    {"output", 'o', "DIR", "cli.condense.option.output"},
    KHL_TASK_OPTIONS,
    {"format", 0, "LIST", "cli.condense.option.format"},
    {"decisions", 0, "LOG", "cli.condense.option.decisions"},
    {"date", 0, "DATE", "cli.condense.option.date"},
    KHL_READ_OPTIONS,
    {"since", 0, "FILE", "cli.condense.option.since"},
    KHL_ELSEWHERE_OPTION,
    KHL_PERSONS_OPTION,
    {NULL, 0, NULL, NULL},
};

static int run(khl_program *p)
{
    khl_program_files files;
    khl_program_task task = {.corpus = NULL};
    khl_shortlist *shortlist = NULL;
    khl_status status = khl_program_files_of(p, &files);
    if (status == KHL_OK) status = khl_program_take(p, &task);
    task.options.without_charts = !khl_program_files_have(&files, "html");
    if (status == KHL_OK) status = khl_condense(&shortlist, task.corpus, p->models, &task.options, &p->err);
    khl_progress_bar_finish(&p->bar);
    if (status == KHL_OK) status = khl_program_write(p, shortlist, &files);
    if (status == KHL_OK) khl_program_say_inputs(p, task.corpus);
    if (status == KHL_OK) khl_program_report(p, shortlist, &files, task.options.target);
    int code = status == KHL_OK ? KHL_EXIT_DONE : khl_say_error(p);
    khl_shortlist_destroy(shortlist);
    khl_program_task_clear(&task);
    return code;
}

const khl_command KHL_CONDENSE = {"condense", "INPUT... [-o DIR]", OPTIONS, run};
