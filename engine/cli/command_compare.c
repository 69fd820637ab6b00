/* khulasa compare: why two texts are, or are not, the same demand; a whole file of pairs with --pairs. */
#include "command.h"

#include "compare_table.h"
#include "error.h"
#include "khulasa/compare.h"
#include "khulasa/export.h"
#include "str.h"

static const khl_option OPTIONS[] = {
    {"pairs", 0, "FILE", "cli.compare.option.pairs"},
    {"json", 0, NULL, "cli.option.json"},
    {NULL, 0, NULL, NULL},
};

typedef struct job {
    khl_program *program;
    khl_buf line; /* scratch */
    bool json;
} job;

static khl_status print_line(job *j, khl_error *err)
{
    if (!khl_buf_ok(&j->line)) return khl_fail_memory(err);
    fwrite(j->line.p, 1, j->line.n, stdout);
    if (!ferror(stdout)) return KHL_OK;
    return KHL_FAIL(err, KHL_E_IO, "cli.stdout",
                    "standard output could not be written; is the disk full, or the other program gone?");
}

/* id is empty for two texts of the command line, and null then. */
static khl_status print_json(job *j, khl_str id, const khl_explanation *x, khl_error *err)
{
    khl_sink line = {.buf = j->line};
    khl_json json;
    line.buf.n = 0;
    khl_json_open(&json, &line, err);
    khl_json_begin(&json, '{');
    khl_json_put_text_or_null(&json, "id", id);
    khl_put_judgement(&json, x);
    khl_json_end(&json, '}');
    khl_json_raw(&json, "\n");
    khl_status status = khl_json_close(&json);
    j->line = line.buf;
    return status == KHL_OK ? print_line(j, err) : status;
}

static khl_status print_pair(void *context, const khl_compared_pair *pair, khl_error *err)
{
    job *j = context;
    if (j->json) return print_json(j, pair->id, pair->explanation, err);
    j->line.n = 0;
    khl_put_pair_row(&j->line, pair->id, pair->explanation);
    return print_line(j, err);
}

static khl_status compare_two(job *j, const khl_compare *compare)
{
    khl_explanation x;
    khl_program *p = j->program;
    khl_status status = khl_compare_texts(compare, khl_str_from(p->args.operands[0]),
                                          khl_str_from(p->args.operands[1]), &x, &p->err);
    if (status != KHL_OK) return status;
    if (j->json) {
        status = print_json(j, (khl_str){NULL, 0}, &x, &p->err);
    } else {
        j->line.n = 0;
        khl_put_comparison(&j->line, p, &x);
        status = print_line(j, &p->err);
    }
    khl_explanation_clear(&x);
    return status;
}

static khl_status check_line(khl_program *p, const char *pairs)
{
    bool good = pairs != NULL ? p->args.n_operands == 0 : p->args.n_operands == 2;
    return good ? KHL_OK
                : KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.compare",
                           "give two texts, each in quotation marks, or a file of pairs with --pairs");
}

static int run(khl_program *p)
{
    job j = {p, KHL_BUF_INIT, khl_args_flag(&p->args, "json")};
    khl_compare_options options = KHL_COMPARE_OPTIONS_INIT;
    khl_compare *compare = NULL;
    const char *pairs = khl_args_value(&p->args, "pairs");
    options.n_threads = p->n_threads;
    khl_status status = check_line(p, pairs);
    if (status == KHL_OK) status = khl_compare_create(&compare, p->models, &p->err);
    if (status == KHL_OK && pairs != NULL)
        status = khl_compare_pairs(compare, pairs, &options, print_pair, &j, &p->err);
    else if (status == KHL_OK)
        status = compare_two(&j, compare);
    khl_compare_destroy(compare);
    khl_buf_clear(&j.line);
    if (status == KHL_OK) return KHL_EXIT_DONE;
    fflush(stdout); /* the rows above a bad one stand before the words about it */
    return khl_say_error(p);
}

const khl_command KHL_COMPARE = {"compare", "TEXT TEXT | --pairs FILE", OPTIONS, run};
