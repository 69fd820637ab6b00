/* Training pairs, as the steps of training hand them to one another.
 *
 *   khl_training_collect    all pairs of each collection: evidence, label, block
 *   khl_training_validate   each collection by a model of the others, a single one by folds of its entries
 *   khl_training_rank       what the rank of a pair in its collection adds
 *   khl_training_curve      figures and the thresholds of verdicts, from the validated probabilities
 *   khl_training_join       the probability to join clusters at, from the same
 */
#ifndef KHL_CONDENSE_TRAINING_H
#define KHL_CONDENSE_TRAINING_H

#include "khulasa/train.h"
#include "map.h"

enum { KHL_TRAINING_MAX_PAIRS = 4000000 };

/* The proposals of one corpus that have a gold value: their pairs stand together, in condensed order. */
typedef struct khl_training_set {
    size_t first; /* pair */
    uint32_t n_items;
} khl_training_set;

typedef struct khl_training {
    double *rows;           /* [n x KHL_N_EVIDENCE] */
    unsigned char *labels;  /* [n] */
    unsigned char *blocked; /* [n] places or quantities contradict */
    uint32_t *a, *b;        /* [n] gold entries of the two sides, numbered over all corpora */
    double *validated;      /* [n] probability by the model that had not seen them */
    float *shares;          /* [n] how much of a pair counts */
    size_t n, capacity;
    size_t n_judged;        /* pairs of the collections; those of lessons stand behind */
    khl_training_set *sets; /* [n_sets], of the collections */
    size_t n_sets;
    khl_map gold;
} khl_training;

khl_status khl_training_collect(khl_training *t, const khl_corpus *const *corpora, size_t n,
                                const khl_models *models, const khl_train_options *options, khl_error *err);
khl_status khl_training_validate(khl_training *t, const khl_train_options *options, khl_error *err);
/* Learns what a rank adds and applies it to the validated probabilities; the same by the weights of a model.
 */
khl_status khl_training_rank(khl_training *t, double ridge, double w[2], khl_error *err);
khl_status khl_training_rank_by(khl_training *t, const khl_match_model *model, khl_error *err);
khl_status khl_training_curve(const khl_training *t, khl_train_report *report, khl_match_model *model,
                              khl_error *err);
khl_status khl_training_join(const khl_training *t, khl_train_report *report, khl_match_model *model,
                             khl_error *err);
void khl_training_clear(khl_training *t);

#endif
