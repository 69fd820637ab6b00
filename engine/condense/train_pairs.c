/* Training: the pairs of a collection: evidence of every pair, and whether gold says they are the same.
 *
 *   collect      analyse, match, all pairs of a corpus
 *   validate     by fold: fit without the fold's gold entries, judge the pairs that touch them
 *   thresholds   from the validated probabilities
 *   fit          on everything */
#include "khulasa/train.h"

#include "alloc.h"
#include "buf.h"
#include "error.h"
#include "map.h"
#include "run.h"
#include "str.h"

#include <math.h>

enum { M = KHL_N_EVIDENCE, MAX_PAIRS = 4000000, BINS = 10 };

typedef struct pairs {
    double *rows;          /* [n x M] */
    unsigned char *labels; /* [n] */
    uint32_t *a, *b;       /* [n] gold entries of the two sides, numbered over all corpora */
    double *validated;     /* [n] probability by the model that had not seen them */
    size_t n, capacity;
    khl_map gold;
} pairs;

static void pairs_clear(pairs *p)
{
    free(p->rows);
    free(p->labels);
    free(p->a);
    free(p->b);
    free(p->validated);
    khl_map_clear(&p->gold);
}

static khl_status reserve(pairs *p, size_t more, khl_error *err)
{
    size_t need, n = p->n + more;
    if (n > MAX_PAIRS)
        return KHL_FAIL(err, KHL_E_MEMORY, "train.too_many",
                        "more than 4 million pairs to train on; give fewer proposals");
    size_t capacity[4] = {p->capacity, p->capacity, p->capacity, p->capacity}, row_capacity = p->capacity * M;
    if (!khl_mul(n, M, &need) || !khl_grow(&p->rows, &row_capacity, need, sizeof *p->rows) ||
        !khl_grow(&p->labels, &capacity[0], n, 1) || !khl_grow(&p->a, &capacity[1], n, sizeof *p->a) ||
        !khl_grow(&p->b, &capacity[2], n, sizeof *p->b) ||
        !khl_grow(&p->validated, &capacity[3], n, sizeof *p->validated))
        return khl_fail_memory(err);
    p->capacity = n;
    return KHL_OK;
}

static void add_pair(pairs *p, const khl_run *run, uint32_t i, uint32_t j, const uint32_t *gold)
{
    double cosine[KHL_N_SPACES];
    khl_matcher_cosines(run->matcher, i, j, cosine);
    khl_matcher_evidence(run->matcher, i, j, cosine, p->rows + p->n * M);
    p->labels[p->n] = gold[i] == gold[j];
    p->a[p->n] = gold[i];
    p->b[p->n++] = gold[j];
}

/* Gold values of one corpus, told apart from those of another by its number. */
static khl_status read_gold(pairs *p, const khl_run *run, size_t corpus, const char *column, uint32_t *gold)
{
    khl_buf name = KHL_BUF_INIT;
    khl_status status = KHL_OK;
    size_t found = 0;
    for (size_t i = 0; i < run->n && status == KHL_OK; i++) {
        khl_str value = khl_str_trim(khl_corpus_cell(run->corpus, i, column, NULL));
        gold[i] = KHL_MAP_NONE;
        if (value.n == 0) continue;
        name.n = 0;
        khl_buf_format(&name, "%zu ", corpus);
        khl_buf_put(&name, value);
        if (!khl_buf_ok(&name) || khl_map_put(&p->gold, khl_buf_str(&name), &gold[i], NULL) != KHL_OK)
            status = khl_fail_memory(run->err);
        found++;
    }
    khl_buf_clear(&name);
    if (status == KHL_OK && found == 0)
        status = KHL_FAIL(run->err, KHL_E_INPUT, "evaluate.gold",
                          "no column {0} with values was found; check the name of the gold column", column);
    return status;
}

static khl_status collect(pairs *p, khl_run *run, size_t corpus, const char *column)
{
    uint32_t *gold = khl_alloc(run->n, sizeof *gold);
    khl_status status = gold != NULL ? khl_run_analyse(run) : khl_fail_memory(run->err);
    if (status == KHL_OK) status = read_gold(p, run, corpus, column, gold);
    if (status == KHL_OK) status = reserve(p, run->n * (run->n - 1) / 2, run->err);
    for (uint32_t i = 0; i < run->n && status == KHL_OK; i++)
        for (uint32_t j = i + 1; j < run->n; j++)
            if (gold[i] != KHL_MAP_NONE && gold[j] != KHL_MAP_NONE) add_pair(p, run, i, j, gold);
    free(gold);
    return status;
}

/* Fits without the gold entries of a fold and judges the pairs that touch them. */
static khl_status validate_fold(pairs *p, unsigned fold, const khl_train_options *o, double *rows,
                                unsigned char *labels, khl_error *err)
{
    khl_match_model model = {{0}, 0, 0, 0};
    size_t n = 0;
    for (size_t k = 0; k < p->n; k++) {
        if (p->a[k] % o->n_folds == fold || p->b[k] % o->n_folds == fold) continue;
        memcpy(rows + n * M, p->rows + k * M, sizeof(double[M]));
        labels[n++] = p->labels[k];
    }
    khl_status status = khl_match_train(&model, rows, labels, n, o->ridge, err);
    for (size_t k = 0; k < p->n && status == KHL_OK; k++)
        if (p->a[k] % o->n_folds == fold || p->b[k] % o->n_folds == fold)
            p->validated[k] = khl_match_probability(&model, p->rows + k * M);
    return status;
}

static khl_status validate(pairs *p, const khl_train_options *o, khl_error *err)
{
    double *rows = khl_alloc(p->n, sizeof(double[M]));
    unsigned char *labels = khl_alloc(p->n, 1);
    khl_status status = rows != NULL && labels != NULL ? KHL_OK : khl_fail_memory(err);
    for (unsigned fold = 0; fold < o->n_folds && status == KHL_OK; fold++)
        status = validate_fold(p, fold, o, rows, labels, err);
    free(rows);
    free(labels);
    return status;
}

typedef struct judged {
    double probability;
    unsigned char same;
} judged;

static int likeliest_first(const void *x, const void *y)
{
    const judged *a = x, *b = y;
    if (a->probability != b->probability) return a->probability > b->probability ? -1 : 1;
    return (int)b->same - (int)a->same;
}

static double calibration_error(const judged *list, size_t n)
{
    double sum[BINS] = {0}, same[BINS] = {0}, count[BINS] = {0}, error = 0;
    for (size_t k = 0; k < n; k++) {
        int bin = (int)(list[k].probability * BINS);
        if (bin == BINS) bin--;
        sum[bin] += list[k].probability;
        same[bin] += list[k].same;
        count[bin] += 1;
    }
    for (int b = 0; b < BINS; b++) error += fabs(sum[b] - same[b]);
    return error / (double)n;
}

/* One walk from the likeliest pair down gives the figures and the thresholds. */
static void read_curve(const judged *list, size_t n, khl_train_report *r, khl_match_model *model)
{
    size_t hits = 0;
    model->same = 1;
    for (size_t k = 0; k < n; k++) {
        hits += list[k].same;
        double precision = (double)hits / (double)(k + 1), recall = (double)hits / (double)r->n_same;
        double f1 = hits > 0 ? 2 * precision * recall / (precision + recall) : 0;
        if (list[k].same) r->average_precision += precision / (double)r->n_same;
        if (f1 > r->best_f1) {
            r->best_f1 = f1;
            r->best_f1_at = list[k].probability;
        }
        if (list[k].probability >= 0.5) r->f1 = f1;
        if (precision >= 0.98) model->same = list[k].probability;
        if (recall <= 0.95) model->review = list[k].probability;
    }
    model->join = r->best_f1_at;
    if (model->same < model->join) model->same = model->join;
    if (model->review > model->join) model->review = model->join;
}

static khl_status set_thresholds(const pairs *p, khl_train_report *r, khl_match_model *model, khl_error *err)
{
    judged *list = khl_alloc(p->n, sizeof *list);
    if (list == NULL) return khl_fail_memory(err);
    for (size_t k = 0; k < p->n; k++) list[k] = (judged){p->validated[k], p->labels[k]};
    qsort(list, p->n, sizeof *list, likeliest_first);
    read_curve(list, p->n, r, model);
    r->calibration_error = calibration_error(list, p->n);
    free(list);
    return KHL_OK;
}

static khl_status collect_all(pairs *p, const khl_corpus *const *corpora, size_t n, const khl_models *models,
                              const char *gold, khl_error *err)
{
    khl_status status = khl_map_init(&p->gold, err);
    for (size_t c = 0; c < n && status == KHL_OK; c++) {
        khl_run run;
        status = khl_run_begin(&run, corpora[c], models, NULL, err);
        if (status == KHL_OK) status = collect(p, &run, c, gold);
        khl_run_end(&run);
    }
    return status;
}

khl_status khl_train_match(khl_match_model *out, khl_train_report *report, const khl_corpus *const *corpora,
                           size_t n_corpora, const khl_models *models, const khl_train_options *options,
                           khl_error *err)
{
    const khl_train_options defaults = KHL_TRAIN_OPTIONS_INIT;
    const khl_train_options *o = options != NULL ? options : &defaults;
    pairs p = {.rows = NULL};
    khl_train_report r = {0, 0, 0, 0, 0, 0, 0};
    *out = (khl_match_model){{0}, 0, 0, 0};
    if (o->n_folds < 2)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "train.folds", "cross-validation needs at least 2 folds");
    khl_status status = collect_all(&p, corpora, n_corpora, models, o->gold, err);
    r.n_pairs = p.n;
    for (size_t k = 0; k < p.n; k++) r.n_same += p.labels[k];
    if (status == KHL_OK) status = validate(&p, o, err);
    if (status == KHL_OK) status = set_thresholds(&p, &r, out, err);
    if (status == KHL_OK) status = khl_match_train(out, p.rows, p.labels, p.n, o->ridge, err);
    if (status == KHL_OK && report != NULL) *report = r;
    pairs_clear(&p);
    return status;
}

khl_status khl_match_model_write(const khl_match_model *model, char **bytes, size_t *n_bytes, khl_error *err)
{
    khl_buf buf = KHL_BUF_INIT;
    khl_buf_put_c(&buf, "# The logistic match model: evidence, then thresholds. Columns: name, value. Made "
                        "by khulasa train match.\n");
    for (unsigned e = 0; e < KHL_N_EVIDENCE; e++)
        khl_buf_format(&buf, "%s\t%.6f\n", khl_evidence_name(e), model->weight[e]);
    khl_buf_format(&buf, "same\t%.4f\nreview\t%.4f\njoin\t%.4f\n", model->same, model->review, model->join);
    if (!khl_buf_ok(&buf)) {
        khl_buf_clear(&buf);
        return khl_fail_memory(err);
    }
    *bytes = buf.p;
    *n_bytes = buf.n;
    return KHL_OK;
}
