/* khulasa train: the match model from collections with gold; a classifier from collections with axes, or with
 * any column of labels; the background table. */
#include "command.h"

#include "error.h"
#include "figures.h"
#include "outfile.h"
#include "khulasa/corpus.h"
#include "khulasa/train.h"
#include "str.h"
#include "train_command.h"

#include <stdlib.h>

#define MAX_CORPORA 256

static const khl_option OPTIONS[] = {
    {"output", 'o', "MODEL", "cli.train.option.output"},
    {"gold", 0, "COLUMN", "cli.train.option.gold"},
    {"ridge", 0, "R", "cli.train.option.ridge"},
    {"evidence", 0, "LIST", "cli.train.option.evidence"},
    {"stemmer", 0, "NAME", "cli.train.option.stemmer"},
    {"also", 0, "FILE...", "cli.train.option.also"},
    {"date", 0, "DATE", "cli.train.option.date"},
    {"forms", 0, "FOLDER", "cli.train.option.forms"},
    {"column", 0, "COLUMN", "cli.train.option.column"},
    {"axes", 0, "FILE", "cli.option.axes"},
    {"test", 0, "INPUT", "cli.train.option.test"},
    {"folds", 0, "N", "cli.train.option.folds"},
    KHL_READ_OPTIONS,
    {NULL, 0, NULL, NULL},
};

static khl_status read_one(khl_program *p, const char *path, khl_corpus **out)
{
    khl_read_options options;
    khl_program_read_options(p, &options);
    khl_status status = khl_corpus_create(out, &p->err);
    return status == KHL_OK ? khl_corpus_read(*out, path, &options, &p->err) : status;
}

static void print_report(const khl_program *p, const khl_train_report *r, const khl_match_model *m)
{
    static const char *const IDS[] = {"cli.train.ap",     "cli.train.best_f1",     "cli.train.best_at",
                                      "cli.train.f1",     "cli.train.calibration", "cli.train.same",
                                      "cli.train.review", "cli.train.cluster_f1",  "cli.train.join"};
    const double values[] = {
        r->average_precision, r->best_f1, r->best_f1_at, r->f1, r->calibration_error, m->same, m->review,
        r->cluster_f1,        m->join};
    khl_figures_count(p, "cli.train.pairs", r->n_pairs);
    khl_figures_count(p, "cli.train.same_pairs", r->n_same);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) khl_figures_share(p, IDS[i], values[i]);
    khl_figures_reliability(p, r);
}

/* Takes bytes. */
static khl_status write_file(khl_program *p, const char *path, char *bytes, size_t n)
{
    khl_status status = khl_file_write(path, (khl_str){bytes, n}, &p->err);
    free(bytes);
    return status;
}

static bool makes_idf(const khl_program *p)
{
    return strcmp(p->args.operands[0], "idf") == 0;
}

static khl_status check_line(khl_program *p, const char *output, bool *axes, khl_train_options *options)
{
    const char *gold = khl_args_value(&p->args, "gold"), *ridge = khl_args_value(&p->args, "ridge");
    const khl_args *a = &p->args;
    *axes = a->n_operands > 0 && strcmp(a->operands[0], "axes") == 0;
    if (a->n_operands < 2 || (!*axes && strcmp(a->operands[0], "match") != 0 && !makes_idf(p)) ||
        a->n_operands > MAX_CORPORA)
        return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.train",
                        "say what to train, on which files, and where to: khulasa train match|axes|idf "
                        "INPUT... -o MODEL");
    size_t n_also;
    khl_args_list(a, "also", &n_also);
    if (n_also > MAX_CORPORA)
        return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.train_many",
                        "more than 256 files of lessons; join some");
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

static khl_status train_match(khl_program *p, const khl_corpus *const *list, size_t n,
                              const khl_train_options *options, const char *output)
{
    khl_match_model model;
    khl_train_report report;
    char *bytes = NULL;
    size_t n_bytes = 0;
    khl_status status = khl_train_match(&model, &report, list, n, p->models, options, &p->err);
    const khl_match_card card = {
        &report, list, n, options->also, options->n_also, khl_args_value(&p->args, "date")};
    if (status == KHL_OK) status = khl_match_model_write(&model, &card, &bytes, &n_bytes, &p->err);
    if (status == KHL_OK) status = write_file(p, output, bytes, n_bytes);
    if (status == KHL_OK) print_report(p, &report, &model);
    return status;
}

static void print_share(const khl_program *p, const char *id, double value)
{
    if (value >= 0) khl_figures_share(p, id, value);
}

static void print_axes_report(const khl_program *p, const khl_train_axes_report *r)
{
    khl_figures_count(p, "cli.train.texts", r->linear.n);
    khl_figures_count(p, "cli.train.classes", r->linear.n_classes);
    print_share(p, "cli.train.majority", r->linear.majority);
    print_share(p, "cli.train.accuracy", r->linear.accuracy);
    print_share(p, "cli.train.log_loss", r->linear.log_loss);
    print_share(p, "cli.train.calibration", r->linear.calibration_error);
    if (r->n_test > 0) khl_figures_count(p, "cli.train.n_test", r->n_test);
    print_share(p, "cli.train.test_accuracy", r->test_accuracy);
}

static khl_status axes_options(khl_program *p, khl_train_axes_options *options, khl_axes **axes,
                               khl_corpus **test)
{
    khl_condense_options common = KHL_CONDENSE_OPTIONS_INIT;
    const char *test_file = khl_args_value(&p->args, "test");
    uint64_t folds = options->linear.n_folds;
    khl_status status = khl_program_options(p, &common, axes);
    if (status == KHL_OK && !khl_args_count(p, "folds", 0, 100, &folds)) status = p->err.code;
    if (status == KHL_OK && test_file != NULL) status = read_one(p, test_file, test);
    options->column = khl_args_value(&p->args, "column");
    options->group = khl_args_value(&p->args, "gold");
    options->axes = common.axes;
    options->test = *test;
    options->linear.n_folds = (unsigned)folds;
    options->linear.n_threads = p->n_threads;
    return status;
}

static khl_status train_axes(khl_program *p, const khl_corpus *const *list, size_t n, const char *output)
{
    khl_train_axes_options options = KHL_TRAIN_AXES_OPTIONS_INIT;
    khl_train_axes_report report;
    khl_linear *model = NULL;
    khl_axes *axes = NULL;
    khl_corpus *test = NULL;
    char *bytes = NULL;
    size_t n_bytes = 0;
    khl_status status = axes_options(p, &options, &axes, &test);
    if (status == KHL_OK) status = khl_train_axes(&model, &report, list, n, p->models, &options, &p->err);
    if (status == KHL_OK) status = khl_linear_write(model, &bytes, &n_bytes, &p->err);
    if (status == KHL_OK) status = write_file(p, output, bytes, n_bytes);
    if (status == KHL_OK) print_axes_report(p, &report);
    khl_linear_destroy(model);
    khl_axes_destroy(axes);
    khl_corpus_destroy(test);
    return status;
}

static int run(khl_program *p)
{
    khl_train_options options = KHL_TRAIN_OPTIONS_INIT;
    khl_corpus *corpora[MAX_CORPORA] = {NULL};
    const char *output = khl_args_value(&p->args, "output");
    khl_corpus *lessons[MAX_CORPORA] = {NULL};
    khl_text *text = NULL;
    bool axes = false;
    size_t n = 0;
    khl_status status = check_line(p, output, &axes, &options);
    if (status == KHL_OK) status = khl_program_text(p, &text);
    options.text = text;
    for (; status == KHL_OK && n + 1 < p->args.n_operands; n++)
        status = read_one(p, p->args.operands[n + 1], &corpora[n]);
    size_t n_also;
    const char *const *also = khl_args_list(&p->args, "also", &n_also);
    for (; status == KHL_OK && options.n_also < n_also; options.n_also++)
        status = read_one(p, also[options.n_also], &lessons[options.n_also]);
    options.also = (const khl_corpus *const *)lessons;
    const khl_corpus *const *list = (const khl_corpus *const *)corpora;
    if (status == KHL_OK && makes_idf(p))
        status = khl_program_train_idf(p, list, n, output);
    else if (status == KHL_OK && axes)
        status = train_axes(p, list, n, output);
    else if (status == KHL_OK)
        status = train_match(p, list, n, &options, output);
    int code = status == KHL_OK ? KHL_EXIT_DONE : khl_say_error(p);
    for (size_t i = 0; i < n; i++) khl_corpus_destroy(corpora[i]);
    for (size_t i = 0; i < options.n_also; i++) khl_corpus_destroy(lessons[i]);
    khl_text_destroy(text);
    return code;
}

const khl_command KHL_TRAIN = {"train", "match|axes|idf INPUT... -o MODEL", OPTIONS, run};
