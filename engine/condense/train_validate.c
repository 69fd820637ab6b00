/* Cross-validation by gold entry, and what is read off its probabilities. Cost: one fit a fold. */
#include "training.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

#include <math.h>

enum { M = KHL_N_EVIDENCE, BINS = 10 };

#define SURE                                                                                                 \
    0.90 /* of the pairs called the same, so many are: a committee reads each merge, and overrules it */

/* Fits without the gold entries of a fold and judges the pairs that touch them. */
static khl_status validate_fold(khl_training *p, unsigned fold, const khl_train_options *o, double *rows,
                                unsigned char *labels, khl_error *err)
{
    const khl_match_train_options fit = {o->ridge, o->evidence};
    khl_match_model model = {{0}, 0, 0, 0};
    size_t n = 0;
    for (size_t k = 0; k < p->n; k++) {
        if (p->a[k] % o->n_folds == fold || p->b[k] % o->n_folds == fold) continue;
        memcpy(rows + n * M, p->rows + k * M, sizeof(double[M]));
        labels[n++] = p->labels[k];
    }
    khl_status status = khl_match_train_with(&model, rows, labels, n, &fit, err);
    for (size_t k = 0; k < p->n && status == KHL_OK; k++)
        if (p->a[k] % o->n_folds == fold || p->b[k] % o->n_folds == fold)
            p->validated[k] = khl_match_probability(&model, p->rows + k * M);
    return status;
}

khl_status khl_training_validate(khl_training *p, const khl_train_options *o, khl_error *err)
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
        if (precision >= SURE) model->same = list[k].probability;
        if (recall <= 0.90) model->review = list[k].probability;
    }
}

khl_status khl_training_curve(const khl_training *p, khl_train_report *r, khl_match_model *model,
                              khl_error *err)
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
