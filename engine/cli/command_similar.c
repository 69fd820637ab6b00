/* khulasa similar: for each proposal of a collection, the nearest of other collections. */
#include "command.h"

#include "compare_table.h"
#include "error.h"
#include "khulasa/corpus.h"
#include "khulasa/index.h"
#include "khulasa/similar.h"
#include "similar_mask.h"
#include "str.h"

#define MAX_MATCHES 1000

static const khl_option OPTIONS[] = {
    {"against", 0, "OTHER", "cli.similar.option.against"},
    {"index", 0, "FILE", "cli.similar.option.index"},
    {"matches", 'k', "N", "cli.similar.option.matches"},
    {"json", 0, NULL, "cli.option.json"},
    KHL_READ_OPTIONS,
    {"with-persons", 0, NULL, "cli.similar.option.with_persons"},
    {NULL, 0, NULL, NULL},
};

typedef struct job {
    khl_program *program;
    khl_buf line;
    bool json, with_persons;
    khl_private_marks marks;
    khl_arena scratch; /* of a row */
    size_t count[3];   /* proposals by best verdict */
} job;

static khl_status put_json(khl_buf *out, const khl_similar_row *row, khl_error *err)
{
    khl_sink line = {.buf = *out};
    khl_json json;
    khl_json_open(&json, &line, err);
    khl_json_begin(&json, '{');
    khl_json_put_text(&json, "id", row->proposal->id);
    khl_json_put_text(&json, "best", khl_str_from(khl_verdict_name(row->best)));
    khl_json_key(&json, "matches");
    khl_json_begin(&json, '[');
    for (size_t i = 0; i < row->n_matches; i++) {
        khl_json_begin(&json, '{');
        khl_json_put_text(&json, "id", row->matches[i].proposal->id);
        khl_json_put_text(&json, "city", row->matches[i].proposal->city);
        khl_put_judgement(&json, &row->matches[i].explanation);
        khl_json_end(&json, '}');
    }
    khl_json_end(&json, ']');
    khl_json_end(&json, '}');
    khl_json_raw(&json, "\n");
    khl_status status = khl_json_close(&json);
    *out = line.buf;
    return status;
}

static khl_status print_row(void *context, const khl_similar_row *row, khl_error *err)
{
    job *j = context;
    khl_status status = KHL_OK;
    khl_similar_row masked;
    j->count[row->best]++;
    j->line.n = 0;
    khl_arena_reset(&j->scratch);
    if (!j->with_persons) {
        status = khl_similar_mask(&masked, row, &j->marks, &j->scratch, err);
        row = &masked;
    }
    if (status == KHL_OK && j->json)
        status = put_json(&j->line, row, err);
    else if (status == KHL_OK)
        khl_put_similar(&j->line, j->program, row);
    if (status == KHL_OK && !khl_buf_ok(&j->line)) status = khl_fail_memory(err);
    if (status == KHL_OK) fwrite(j->line.p, 1, j->line.n, stdout);
    return status;
}

/* The collection itself is the first operand; what --against and the further operands name are the others. */
static khl_status read_both(khl_program *p, khl_corpus **corpus, khl_corpus **others)
{
    khl_args own = p->args, all = p->args;
    const char *against = khl_args_value(&all, "against");
    if (all.n_operands == 0 || against == NULL)
        return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.similar",
                        "name a file of proposals, and with --against one or more of other cities");
    own.n_operands = 1;
    p->args = own;
    khl_status status = khl_program_read(p, corpus);
    own.operands = &against;
    p->args = own;
    if (status == KHL_OK) status = khl_program_read(p, others);
    khl_read_options options;
    khl_program_read_options(p, &options);
    for (size_t i = 1; i < all.n_operands && status == KHL_OK; i++)
        status = khl_corpus_read(*others, all.operands[i], &options, &p->err);
    p->args = all;
    return status;
}

static khl_status find_against(khl_program *p, const khl_similar_options *options, job *j)
{
    khl_corpus *corpus = NULL, *others = NULL;
    khl_status status = read_both(p, &corpus, &others);
    if (status == KHL_OK)
        status = khl_similar_find(corpus, others, p->models, options, print_row, j, &p->err);
    khl_corpus_destroy(corpus);
    khl_corpus_destroy(others);
    return status;
}

static khl_status find_in_index(khl_program *p, const char *path, const khl_similar_options *options, job *j)
{
    khl_corpus *corpus = NULL;
    khl_index *index = NULL;
    if (p->args.n_operands == 0 || khl_args_value(&p->args, "against") != NULL)
        return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.similar.index",
                        "--index wants files of proposals to ask about, and no --against");
    khl_status status = khl_index_open(&index, path, p->models, &p->err);
    if (status == KHL_OK) status = khl_program_read(p, &corpus);
    if (status == KHL_OK) status = khl_index_find(index, corpus, options, print_row, j, &p->err);
    khl_corpus_destroy(corpus);
    khl_index_close(index);
    return status;
}

static void say_counts(const khl_program *p, const job *j)
{
    char same[24], review[24], none[24];
    snprintf(same, sizeof same, "%zu", j->count[KHL_VERDICT_SAME]);
    snprintf(review, sizeof review, "%zu", j->count[KHL_VERDICT_REVIEW]);
    snprintf(none, sizeof none, "%zu", j->count[KHL_VERDICT_NONE]);
    KHL_SAY(p, "cli.similar.counts", same, review, none);
}

static int run(khl_program *p)
{
    job j = {.program = p,
             .line = KHL_BUF_INIT,
             .json = khl_args_flag(&p->args, "json"),
             .with_persons = khl_args_flag(&p->args, "with-persons"),
             .scratch = KHL_ARENA_INIT(16384)};
    khl_similar_options options = KHL_SIMILAR_OPTIONS_INIT;
    const char *index = khl_args_value(&p->args, "index");
    uint64_t k = options.k;
    khl_status status = khl_args_count(p, "matches", 1, MAX_MATCHES, &k) ? KHL_OK : p->err.code;
    options.k = (size_t)k;
    options.n_threads = p->n_threads;
    options.progress = p->progress.step != NULL ? &p->progress : NULL;
    options.brief = !j.json;
    khl_models_private_marks(&j.marks, p->models, p->doc_lang);
    if (status == KHL_OK)
        status = index != NULL ? find_in_index(p, index, &options, &j) : find_against(p, &options, &j);
    khl_progress_bar_finish(&p->bar);
    if (status == KHL_OK) say_counts(p, &j);
    khl_buf_clear(&j.line);
    khl_arena_clear(&j.scratch);
    return status == KHL_OK ? KHL_EXIT_DONE : khl_say_error(p);
}

const khl_command KHL_SIMILAR = {"similar", "INPUT --against OTHER... | INPUT... --index FILE", OPTIONS, run};
