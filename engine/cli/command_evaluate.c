/* khulasa evaluate: quality against a gold column. */
#include "command.h"

#include "error.h"
#include "figures.h"
#include "khulasa/corpus.h"
#include "khulasa/evaluate.h"
#include "khulasa/train.h"

static const khl_option OPTIONS[] = {
    {"gold", 0, "COLUMN", "cli.evaluate.option.gold"},
    KHL_TASK_OPTIONS,
    {"stemmer", 0, "NAME", "cli.option.stemmer"},
    {"calibration", 0, NULL, "cli.evaluate.option.calibration"},
    {"json", 0, NULL, "cli.option.json"},
    KHL_READ_OPTIONS,
    {NULL, 0, NULL, NULL},
};

enum { BAR = 60 }; /* cells of the longest bar */

/* null where the input says nothing of it. */
static void print_share(const char *name, double value)
{
    if (value >= 0)
        printf("\"%s\":%.6f,", name, value);
    else
        printf("\"%s\":null,", name);
}

static void print_json_pairs(const khl_train_report *pairs)
{
    printf(",\"pairs\":{\"n\":%zu,\"same\":%zu,\"average_precision\":%.6f,\"calibration_error\":%.6f,",
           pairs->n_pairs, pairs->n_same, pairs->average_precision, pairs->calibration_error);
    printf("\"reliability\":[");
    for (unsigned b = 0; b < KHL_TRAIN_BINS; b++)
        printf("%s{\"n\":%zu,\"same\":%zu,\"probability\":%.6f}", b > 0 ? "," : "", pairs->bins[b].n,
               pairs->bins[b].n_same, pairs->bins[b].probability);
    printf("]}");
}

/* pairs may be NULL: not asked for. */
static void print_json(const khl_evaluation *e, const khl_train_report *pairs)
{
    const khl_agreement *a = &e->agreement;
    printf("{\"pairwise\":{\"precision\":%.6f,\"recall\":%.6f,\"f1\":%.6f},", a->precision, a->recall, a->f1);
    printf("\"b_cubed\":{\"precision\":%.6f,\"recall\":%.6f,\"f1\":%.6f},", a->b_cubed_precision,
           a->b_cubed_recall, a->b_cubed_f1);
    printf("\"v_measure\":%.6f,\"ari\":%.6f,", a->v_measure, a->ari);
    print_share("axis_accuracy", e->axis_accuracy);
    print_share("authority_accuracy", e->authority_accuracy);
    print_share("level_accuracy", e->level_accuracy);
    printf("\"entries\":%u,\"gold_entries\":%u,\"sizes\":[", a->n_clusters, a->n_gold);
    for (unsigned s = 1; s <= KHL_EVALUATE_SIZES; s++) printf("%s%u", s > 1 ? "," : "", e->sizes[s]);
    printf("]");
    if (pairs != NULL) print_json_pairs(pairs);
    printf("}\n");
}

/* One cell an entry, or as many as fit when there are more than BAR of one size. */
static void print_sizes(const khl_evaluation *e)
{
    uint32_t largest = BAR;
    for (unsigned s = 1; s <= KHL_EVALUATE_SIZES; s++)
        if (e->sizes[s] > largest) largest = e->sizes[s];
    for (unsigned s = 1; s <= KHL_EVALUATE_SIZES; s++) {
        if (e->sizes[s] == 0) continue;
        printf("%4u%s %6u  ", s, s == KHL_EVALUATE_SIZES ? "+" : " ", e->sizes[s]);
        uint64_t cells = ((uint64_t)e->sizes[s] * BAR + largest - 1) / largest;
        for (uint64_t k = 0; k < cells; k++) fputs("\xe2\x96\x87", stdout);
        putchar('\n');
    }
}

static void print_table(const khl_program *p, const khl_evaluation *e, const khl_train_report *pairs)
{
    const khl_agreement *a = &e->agreement;
    khl_figures_share(p, "cli.evaluate.precision", a->precision);
    khl_figures_share(p, "cli.evaluate.recall", a->recall);
    khl_figures_share(p, "cli.evaluate.f1", a->f1);
    khl_figures_share(p, "cli.evaluate.b_precision", a->b_cubed_precision);
    khl_figures_share(p, "cli.evaluate.b_recall", a->b_cubed_recall);
    khl_figures_share(p, "cli.evaluate.b_f1", a->b_cubed_f1);
    khl_figures_share(p, "cli.evaluate.v", a->v_measure);
    khl_figures_share(p, "cli.evaluate.ari", a->ari);
    if (e->axis_accuracy >= 0) khl_figures_share(p, "cli.evaluate.axis", e->axis_accuracy);
    if (e->authority_accuracy >= 0) khl_figures_share(p, "cli.evaluate.authority", e->authority_accuracy);
    if (e->level_accuracy >= 0) khl_figures_share(p, "cli.evaluate.level", e->level_accuracy);
    if (pairs != NULL) {
        khl_figures_share(p, "cli.evaluate.average_precision", pairs->average_precision);
        khl_figures_share(p, "cli.train.calibration", pairs->calibration_error);
    }
    khl_figures_count(p, "cli.evaluate.entries", a->n_clusters);
    khl_figures_count(p, "cli.evaluate.gold_entries", a->n_gold);
    putchar('\n');
    khl_say_cell(p, "cli.evaluate.sizes");
    putchar('\n');
    print_sizes(e);
    if (pairs != NULL) khl_figures_reliability(p, pairs);
}

/* Every pair judged by itself, with the weights and the stemmer of the run. */
static khl_status judge_pairs(khl_program *p, const khl_corpus *corpus, const khl_condense_options *options,
                              const char *gold, khl_train_report *out)
{
    khl_train_options judging = KHL_TRAIN_OPTIONS_INIT;
    judging.gold = gold;
    judging.text = options->text;
    return khl_train_judge(out, &corpus, 1, p->models, options->match, &judging, &p->err);
}

static int run(khl_program *p)
{
    const char *gold = khl_args_value(&p->args, "gold");
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    khl_corpus *corpus = NULL;
    khl_axes *axes = NULL;
    khl_linear *classifier = NULL;
    khl_text *text = NULL;
    khl_evaluation evaluation;
    khl_train_report report, *pairs = khl_args_flag(&p->args, "calibration") ? &report : NULL;
    khl_status status = KHL_OK;
    if (gold == NULL)
        status = KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.gold",
                          "name the column that holds the right answer with --gold");
    if (status == KHL_OK) status = khl_program_options(p, &options, &axes);
    if (status == KHL_OK) status = khl_program_classifier(p, &classifier);
    options.axes_model = classifier;
    if (status == KHL_OK) status = khl_program_text(p, &text);
    options.text = text;
    if (status == KHL_OK) status = khl_program_read(p, &corpus);
    if (status == KHL_OK) status = khl_evaluate(&evaluation, corpus, p->models, &options, gold, &p->err);
    if (status == KHL_OK && pairs != NULL) status = judge_pairs(p, corpus, &options, gold, pairs);
    khl_progress_bar_finish(&p->bar);
    if (status == KHL_OK && khl_args_flag(&p->args, "json"))
        print_json(&evaluation, pairs);
    else if (status == KHL_OK)
        print_table(p, &evaluation, pairs);
    int code = status == KHL_OK ? KHL_EXIT_DONE : khl_say_error(p);
    khl_corpus_destroy(corpus);
    khl_axes_destroy(axes);
    khl_linear_destroy(classifier);
    khl_text_destroy(text);
    return code;
}

const khl_command KHL_EVALUATE = {"evaluate", "INPUT --gold COLUMN", OPTIONS, run};
