/* khulasa index: a collection on disk that khulasa similar --index asks; made, grown, thinned or merged. */
#include "command.h"

#include "alloc.h"
#include "error.h"
#include "files.h"
#include "khulasa/corpus.h"
#include "khulasa/index.h"
#include "str.h"

#include <stdio.h>
#include <string.h>

#define MAX_LIST_BYTES ((size_t)1 << 28)

static const khl_option OPTIONS[] = {
    {"output", 'o', "FILE", "cli.index.option.output"},
    {"add", 0, NULL, "cli.index.option.add"},
    {"remove", 0, "IDS", "cli.index.option.remove"},
    {"merge", 0, NULL, "cli.index.option.merge"},
    KHL_READ_OPTIONS,
    {NULL, 0, NULL, NULL},
};

typedef struct job {
    khl_program *program;
    const char *path;
    bool add;
    khl_index_options options;
    khl_index_changes changes;
    khl_file list;
    khl_str *ids;   /* [changes.n_removed] */
    uint64_t *rows; /* where they stand */
} job;

/* One id a line; white space around it and empty lines do not count. */
static khl_status read_ids(job *j, const char *path)
{
    khl_error *err = &j->program->err;
    size_t capacity = 0, rows_capacity = 0;
    uint64_t row = 0;
    khl_status status = khl_file_open(&j->list, path, MAX_LIST_BYTES, err);
    khl_str rest = j->list.bytes;
    while (status == KHL_OK && rest.n > 0) {
        const char *end = memchr(rest.p, '\n', rest.n);
        size_t n = end != NULL ? (size_t)(end - rest.p) : rest.n;
        khl_str id = khl_str_trim((khl_str){rest.p, n});
        rest.p += n + (end != NULL);
        rest.n -= n + (end != NULL);
        row++;
        if (id.n == 0) continue;
        if (!khl_grow(&j->ids, &capacity, j->changes.n_removed + 1, sizeof *j->ids) ||
            !khl_grow(&j->rows, &rows_capacity, j->changes.n_removed + 1, sizeof *j->rows))
            return khl_fail_memory(err);
        j->rows[j->changes.n_removed] = row;
        j->ids[j->changes.n_removed++] = id;
    }
    j->changes.removed = j->ids;
    j->changes.removed_rows = j->rows;
    j->changes.removed_file = path;
    return status;
}

static khl_status read_options(job *j)
{
    khl_program *p = j->program;
    const char *ids = khl_args_value(&p->args, "remove");
    j->path = khl_args_value(&p->args, "output");
    j->add = khl_args_flag(&p->args, "add");
    j->changes.merge = khl_args_flag(&p->args, "merge");
    j->options.n_threads = p->n_threads;
    j->options.progress = p->progress.step != NULL ? &p->progress : NULL;
    bool changes = j->add || ids != NULL || j->changes.merge, inputs = p->args.n_operands > 0;
    if (j->path == NULL || (inputs ? changes && !j->add : !changes || j->add))
        return KHL_FAIL(
            &p->err, KHL_E_ARGUMENT, "cli.index",
            "name files of proposals and -o FILE; proposals for an index that is there want --add, "
            "which --remove and --merge may go with");
    return ids != NULL ? read_ids(j, ids) : KHL_OK;
}

static void say_account(const job *j, const khl_index_account *a)
{
    char added[24], replaced[24], removed[24], left[24];
    snprintf(added, sizeof added, "%zu", a->added - a->replaced);
    snprintf(replaced, sizeof replaced, "%zu", a->replaced);
    snprintf(removed, sizeof removed, "%zu", a->removed);
    snprintf(left, sizeof left, "%zu", a->left);
    KHL_SAY(j->program, "cli.index.changed", added, replaced, removed, left);
}

static khl_status run_index(job *j)
{
    khl_program *p = j->program;
    khl_corpus *corpus = NULL;
    khl_index_account account = {0};
    bool fresh = !j->add && p->args.n_operands > 0;
    khl_status status = p->args.n_operands > 0 ? khl_program_read(p, &corpus) : KHL_OK;
    j->changes.added = corpus;
    if (status == KHL_OK && fresh)
        status = khl_index_write(j->path, corpus, p->models, &j->options, &p->err);
    else if (status == KHL_OK)
        status = khl_index_update(j->path, &j->changes, p->models, &j->options, &account, &p->err);
    khl_progress_bar_finish(&p->bar);
    if (status == KHL_OK && fresh) {
        char count[24];
        snprintf(count, sizeof count, "%zu", khl_corpus_count(corpus));
        KHL_SAY(p, "cli.index.written", count);
    } else if (status == KHL_OK) {
        say_account(j, &account);
    }
    khl_corpus_destroy(corpus);
    return status;
}

static int run(khl_program *p)
{
    job j = {.program = p, .options = KHL_INDEX_OPTIONS_INIT};
    khl_status status = read_options(&j);
    if (status == KHL_OK) status = run_index(&j);
    free(j.ids);
    free(j.rows);
    khl_file_close(&j.list);
    return status == KHL_OK ? KHL_EXIT_DONE : khl_say_error(p);
}

const khl_command KHL_INDEX = {"index", "INPUT... -o FILE", OPTIONS, run};
