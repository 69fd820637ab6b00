/* khulasa train: weights of the match model from collections with gold, or the background table. */
#include "command.h"

#include "error.h"
#include "files.h"
#include "khulasa/corpus.h"
#include "khulasa/train.h"
#include "str.h"
#include "train_command.h"

#include <stdlib.h>

#define MAX_CORPORA 256

static const khl_option OPTIONS[] = {
    {"output", 'o', "MODEL", "cli.train.option.output"},
    {"gold", 0, "COLUMN", "cli.evaluate.option.gold"},
    {"ridge", 0, "R", "cli.train.option.ridge"},
    {"evidence", 0, "LIST", "cli.train.option.evidence"},
    {"stemmer", 0, "NAME", "cli.option.stemmer"},
    {"also", 0, "FILE", "cli.train.option.also"},
    {"forms", 0, "FOLDER", "cli.train.option.forms"},
    {NULL, 0, NULL, NULL},
};

static khl_status read_one(khl_program *p, const char *path, khl_corpus **out)
{
    khl_read_options options = KHL_READ_OPTIONS_INIT;
    options.aliases = khl_models_aliases(p->models);
    khl_status status = khl_corpus_create(out, &p->err);
    return status == KHL_OK ? khl_corpus_read(*out, path, &options, &p->err) : status;
}

static void print_count(const khl_program *p, const char *id, size_t value)
{
    printf("%8zu  ", value);
    khl_say_cell(p, id);
    putchar('\n');
}

static void print_report(const khl_program *p, const khl_train_report *r, const khl_match_model *m)
{
    static const char *const IDS[] = {"cli.train.ap",     "cli.train.best_f1",     "cli.train.best_at",
                                      "cli.train.f1",     "cli.train.calibration", "cli.train.same",
                                      "cli.train.review", "cli.train.cluster_f1",  "cli.train.join"};
    const double values[] = {
        r->average_precision, r->best_f1, r->best_f1_at, r->f1, r->calibration_error, m->same, m->review,
        r->cluster_f1,        m->join};
    print_count(p, "cli.train.pairs", r->n_pairs);
    print_count(p, "cli.train.same_pairs", r->n_same);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        printf("%8.4f  ", values[i]);
        khl_say_cell(p, IDS[i]);
        putchar('\n');
    }
}

static khl_status write_model(khl_program *p, const khl_match_model *model, const char *path)
{
    char *bytes = NULL;
    size_t n = 0;
    khl_status status = khl_match_model_write(model, &bytes, &n, &p->err);
    if (status == KHL_OK) status = khl_file_write(path, (khl_str){bytes, n}, &p->err);
    free(bytes);
    return status;
}

static bool makes_idf(const khl_program *p)
{
    return strcmp(p->args.operands[0], "idf") == 0;
}

static khl_status check_line(khl_program *p, const char *output, khl_train_options *options)
{
    const char *gold = khl_args_value(&p->args, "gold"), *ridge = khl_args_value(&p->args, "ridge");
    if (p->args.n_operands < 2 || (strcmp(p->args.operands[0], "match") != 0 && !makes_idf(p)) ||
        p->args.n_operands > MAX_CORPORA)
        return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.train",
                        "say what to train, match or idf, on which files, and where to: khulasa train match "
                        "INPUT... -o MODEL");
    if (output == NULL)
        return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.train_output",
                        "name the file to write the model to with -o");
    const char *evidence = khl_args_value(&p->args, "evidence");
    if (gold != NULL) options->gold = gold;
    if (evidence != NULL && khl_evidence_parse(&options->evidence, khl_str_from(evidence), &p->err) != KHL_OK)
        return p->err.code;
    if (ridge != NULL && (!khl_str_to_f64(khl_str_from(ridge), &options->ridge) || !(options->ridge > 0)))
        return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "train.ridge", "the ridge must be a number above 0");
    return KHL_OK;
}

static khl_status train_match(khl_program *p, const khl_corpus *const *corpora, size_t n,
                              const khl_train_options *options, const char *output)
{
    khl_match_model model;
    khl_train_report report;
    khl_status status = khl_train_match(&model, &report, corpora, n, p->models, options, &p->err);
    if (status == KHL_OK) status = write_model(p, &model, output);
    if (status == KHL_OK) print_report(p, &report, &model);
    return status;
}

static int run(khl_program *p)
{
    khl_train_options options = KHL_TRAIN_OPTIONS_INIT;
    khl_corpus *corpora[MAX_CORPORA] = {NULL};
    const char *output = khl_args_value(&p->args, "output");
    const char *also = khl_args_value(&p->args, "also");
    khl_corpus *lessons = NULL;
    khl_text *text = NULL;
    khl_status status = check_line(p, output, &options);
    if (status == KHL_OK) status = khl_program_text(p, &text);
    options.text = text;
    size_t n = 0;
    for (; status == KHL_OK && n + 1 < p->args.n_operands; n++)
        status = read_one(p, p->args.operands[n + 1], &corpora[n]);
    if (status == KHL_OK && also != NULL) status = read_one(p, also, &lessons);
    options.also = (const khl_corpus *const *)&lessons;
    options.n_also = lessons != NULL ? 1 : 0;
    const khl_corpus *const *list = (const khl_corpus *const *)corpora;
    if (status == KHL_OK && makes_idf(p))
        status = khl_program_train_idf(p, list, n, output);
    else if (status == KHL_OK)
        status = train_match(p, list, n, &options, output);
    int code = status == KHL_OK ? KHL_EXIT_DONE : khl_say_error(p);
    for (size_t i = 0; i < n; i++) khl_corpus_destroy(corpora[i]);
    khl_corpus_destroy(lessons);
    khl_text_destroy(text);
    return code;
}

const khl_command KHL_TRAIN = {"train", "match|idf INPUT... -o MODEL", OPTIONS, run};
