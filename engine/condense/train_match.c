/* Training the match model: collect, validate, read thresholds, then fit on everything. And judging by a
 * model that is there already: collect, and read the figures. */
#include "training.h"

#include "buf.h"
#include "error.h"

#define IDENTICAL 8.0 /* log-odds: whatever else speaks against it, two equal texts are one demand */

khl_status khl_train_match(khl_match_model *out, khl_train_report *report, const khl_corpus *const *corpora,
                           size_t n_corpora, const khl_models *models, const khl_train_options *options,
                           khl_error *err)
{
    const khl_train_options defaults = KHL_TRAIN_OPTIONS_INIT;
    const khl_train_options *o = options != NULL ? options : &defaults;
    double rank[2] = {0, 0};
    khl_training p = {.rows = NULL};
    khl_train_report r = {.n_pairs = 0};
    *out = (khl_match_model){{0}, 0, 0, 0};
    if (o->n_folds < 2)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "train.folds", "cross-validation needs at least 2 folds");
    khl_status status = khl_training_collect(&p, corpora, n_corpora, models, o, err);
    const khl_match_train_options fit = {o->ridge, o->evidence, p.shares};
    r.n_pairs = p.n_judged;
    for (size_t k = 0; k < p.n_judged; k++) r.n_same += p.labels[k];
    if (status == KHL_OK) status = khl_training_validate(&p, o, err);
    bool ranked = (o->evidence & KHL_EVIDENCE_BIT(KHL_EVIDENCE_RANK)) != 0;
    if (status == KHL_OK && ranked) status = khl_training_rank(&p, o->ridge, rank, err);
    if (status == KHL_OK) status = khl_training_curve(&p, &r, out, err);
    if (status == KHL_OK) status = khl_training_join(&p, &r, out, err);
    if (status == KHL_OK) status = khl_match_train_with(out, p.rows, p.labels, p.n, &fit, err);
    out->weight[KHL_EVIDENCE_IDENTICAL] = IDENTICAL;
    out->weight[KHL_EVIDENCE_COLLECTION] = rank[0];
    out->weight[KHL_EVIDENCE_RANK] = rank[1];
    if (status == KHL_OK && report != NULL) *report = r;
    khl_training_clear(&p);
    return status;
}

/* The report for a whole training: nothing is left to be read where there are no pairs. */
static khl_status judge(khl_training *p, khl_train_report *r, const khl_match_model *match, khl_error *err)
{
    khl_match_model ignored = *match; /* the thresholds that would fit are not asked for */
    r->n_pairs = p->n_judged;
    for (size_t k = 0; k < p->n_judged; k++) {
        p->validated[k] = khl_match_probability(match, p->rows + k * KHL_N_EVIDENCE);
        r->n_same += p->labels[k];
    }
    if (p->n_judged == 0) return KHL_OK;
    khl_status status = khl_training_rank_by(p, match, err);
    if (status == KHL_OK) status = khl_training_curve(p, r, &ignored, err);
    return status == KHL_OK ? khl_training_join(p, r, &ignored, err) : status;
}

khl_status khl_train_judge(khl_train_report *report, const khl_corpus *const *corpora, size_t n_corpora,
                           const khl_models *models, const khl_match_model *match,
                           const khl_train_options *options, khl_error *err)
{
    const khl_train_options defaults = KHL_TRAIN_OPTIONS_INIT;
    khl_training p = {.rows = NULL};
    khl_train_report r = {.n_pairs = 0};
    *report = r;
    khl_status status =
        khl_training_collect(&p, corpora, n_corpora, models, options != NULL ? options : &defaults, err);
    if (status == KHL_OK) status = judge(&p, &r, match != NULL ? match : khl_models_match(models), err);
    if (status == KHL_OK) *report = r;
    khl_training_clear(&p);
    return status;
}
