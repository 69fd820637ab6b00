/* Cross-validation by collection, and what is read off its probabilities. Cost: one fit a collection. */
#include "training.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

#include <math.h>

enum { M = KHL_N_EVIDENCE };

#define SURE                                                                                                 \
    0.80 /* of the pairs called the same, so many are: a committee reads each merge, and overrules it */

/* One part of the validation: pairs that are judged, and pairs that may teach the model that judges. */
typedef struct part {
    khl_training *training;
    unsigned n_folds, fold;      /* by gold entry, when there is one collection */
    const khl_training_set *set; /* else the collection that is judged */
    size_t set_end;
    double *rows; /* scratch, as those of the training */
    unsigned char *labels;
    float *shares;
} part;

static bool is_judged(const part *p, size_t k)
{
    const khl_training *t = p->training;
    if (k >= t->n_judged) return false;
    if (p->set != NULL) return k >= p->set->first && k < p->set_end;
    return t->a[k] % p->n_folds == p->fold || t->b[k] % p->n_folds == p->fold;
}

static khl_status validate_part(const part *p, const khl_train_options *o, khl_error *err)
{
    khl_training *t = p->training;
    const khl_match_train_options fit = {o->ridge, o->evidence, p->shares};
    khl_match_model model = {{0}, 0, 0, 0};
    size_t n = 0;
    for (size_t k = 0; k < t->n; k++) {
        if (is_judged(p, k)) continue;
        memcpy(p->rows + n * M, t->rows + k * M, sizeof(double[M]));
        p->shares[n] = t->shares[k];
        p->labels[n++] = t->labels[k];
    }
    khl_status status = khl_match_train_with(&model, p->rows, p->labels, n, &fit, err);
    for (size_t k = 0; k < t->n_judged && status == KHL_OK; k++)
        if (is_judged(p, k)) t->validated[k] = khl_match_probability(&model, t->rows + k * M);
    return status;
}

static khl_status validate_sets(part *p, const khl_train_options *o, khl_error *err)
{
    const khl_training *t = p->training;
    khl_status status = KHL_OK;
    for (size_t s = 0; s < t->n_sets && status == KHL_OK; s++) {
        p->set = &t->sets[s];
        p->set_end = s + 1 < t->n_sets ? t->sets[s + 1].first : t->n_judged;
        if (p->set_end > p->set->first) status = validate_part(p, o, err);
    }
    return status;
}

khl_status khl_training_validate(khl_training *t, const khl_train_options *o, khl_error *err)
{
    part p = {.training = t, .n_folds = o->n_folds};
    p.rows = khl_alloc(t->n, sizeof(double[M]));
    p.labels = khl_alloc(t->n, 1);
    p.shares = khl_alloc(t->n, sizeof *p.shares);
    khl_status status = p.rows && p.labels && p.shares ? KHL_OK : khl_fail_memory(err);
    if (status == KHL_OK && t->n_sets > 1) status = validate_sets(&p, o, err);
    for (; p.fold < o->n_folds && t->n_sets == 1 && status == KHL_OK; p.fold++)
        status = validate_part(&p, o, err);
    free(p.rows);
    free(p.labels);
    free(p.shares);
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

static void fill_bins(const judged *list, size_t n, khl_train_report *r)
{
    for (size_t k = 0; k < n; k++) {
        unsigned b = (unsigned)(list[k].probability * KHL_TRAIN_BINS);
        khl_train_bin *bin = &r->bins[b < KHL_TRAIN_BINS ? b : KHL_TRAIN_BINS - 1];
        bin->n++;
        bin->n_same += list[k].same;
        bin->probability += list[k].probability;
    }
    for (unsigned b = 0; b < KHL_TRAIN_BINS; b++) {
        khl_train_bin *bin = &r->bins[b];
        r->calibration_error += fabs(bin->probability - (double)bin->n_same) / (double)n;
        if (bin->n > 0) bin->probability /= (double)bin->n;
    }
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
    size_t n = p->n_judged;
    judged *list = khl_alloc(n, sizeof *list);
    if (list == NULL) return khl_fail_memory(err);
    for (size_t k = 0; k < n; k++) list[k] = (judged){p->blocked[k] ? 0 : p->validated[k], p->labels[k]};
    qsort(list, n, sizeof *list, likeliest_first);
    read_curve(list, n, r, model);
    fill_bins(list, n, r);
    free(list);
    return KHL_OK;
}
