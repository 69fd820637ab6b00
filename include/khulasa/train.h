/* Training on collections with right answers: the match model on gold, a classifier on labels. */
#ifndef KHULASA_TRAIN_H
#define KHULASA_TRAIN_H

#include <khulasa/base.h>
#include <khulasa/corpus.h>
#include <khulasa/models.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct khl_train_options {
    const char *gold;              /* column with the right answer; default "gold" */
    double ridge;                  /* penalty on squared weights; default 1 */
    unsigned n_folds;              /* of cross-validation by gold entry, for a single collection; default 5 */
    uint64_t evidence;             /* the set that may weigh, see khl_evidence_parse; default the usual */
    const khl_text *text;          /* NULL: that of the models; another stemmer, for measuring */
    const khl_corpus *const *also; /* [n_also] lessons beside the collections: they weigh a tenth, only their
                                      pairs with something in common count, and no figure or threshold comes
                                      of them */
    size_t n_also;
} khl_train_options;
#define KHL_TRAIN_OPTIONS_INIT                                                                               \
    {                                                                                                        \
        "gold", 1.0, 5, KHL_EVIDENCE_USUAL, NULL, NULL, 0                                                    \
    }

/* Pairs whose probability lies in one tenth, and what became of them. */
typedef struct khl_train_bin {
    size_t n, n_same;
    double probability; /* mean of the bin; 0 where it is empty */
} khl_train_bin;
enum { KHL_TRAIN_BINS = 10 };

/* How well the model does on what it never saw in training: each collection is judged by a model of the
 * others; a single one by folds, a pair by a model that never saw the gold entry of one of its sides (of
 * both, where they are one demand). */
typedef struct khl_train_report {
    size_t n_pairs, n_same;
    double average_precision;   /* area under precision over recall */
    double best_f1, best_f1_at; /* over all thresholds of probability, and where */
    double f1;                  /* at probability one half */
    double cluster_f1;          /* best pair F1 of clusters of validated probabilities, without axes */
    double calibration_error; /* mean |observed share - mean probability| over ten bins, weighted by pairs */
    khl_train_bin bins[KHL_TRAIN_BINS]; /* the reliability table, from 0 up; blocked pairs count as 0 */
} khl_train_report;

/* Trains on all pairs within each corpus (never across). The weight of "identical" is set, not learned:
 * collections hold few texts that are equal, and nobody doubts those. Thresholds are set from the
 * cross-validated probabilities of pairs, blocked ones aside: `same` down to where precision is still 0.80,
 * `review` where 9 of 10 same pairs lie above, but at most half of `join`; `join` the lowest cut whose pair
 * F1 of clusters is near the best. KHL_E_INPUT: no gold. Cost: n^2 / 2 pairs a corpus, held in memory (some
 * 620 bytes each while they are validated); at most 4 million. */
KHL_API khl_status khl_train_match(khl_match_model *out, khl_train_report *report,
                                   const khl_corpus *const *corpora, size_t n_corpora,
                                   const khl_models *models, const khl_train_options *options,
                                   khl_error *err);

/* How well a model judges the pairs of collections that it was not trained on: the figures of the report, by
 * match (NULL: that of models) instead of cross-validation. options: gold and text. KHL_E_INPUT: no gold.
 * Cost: as for training, without the fits. */
KHL_API khl_status khl_train_judge(khl_train_report *report, const khl_corpus *const *corpora,
                                   size_t n_corpora, const khl_models *models, const khl_match_model *match,
                                   const khl_train_options *options, khl_error *err);

/* What a model file says of itself, as comments: the collections and lessons learnt from (base names,
 * proposals, SHA-256), the figures and the reliability table of the report, and the date. */
typedef struct khl_match_card {
    const khl_train_report *report;
    const khl_corpus *const *corpora; /* [n_corpora] */
    size_t n_corpora;
    const khl_corpus *const *lessons; /* [n_lessons] */
    size_t n_lessons;
    const char
        *date; /* as it is to stand there; NULL: none, so that the same training gives the same bytes */
} khl_match_card;

/* The model as the text of models/match/weights.tsv, behind its card (NULL: none); *bytes is freed by the
 * caller. */
KHL_API khl_status khl_match_model_write(const khl_match_model *model, const khl_match_card *card,
                                         char **bytes, size_t *n_bytes, khl_error *err);

/* How often general civic text uses each term, as the text of models/background/idf.tsv: counted over the
 * proposals of corpora, and smoothed by forms [n_forms] (words and phrases of the field, as in
 * models/concepts). The same input gives the same bytes; *bytes is freed by the caller. KHL_E_INPUT: an empty
 * corpus. */
KHL_API khl_status khl_train_background(char **bytes, size_t *n_bytes, const khl_corpus *const *corpora,
                                        size_t n_corpora, const khl_str *forms, size_t n_forms,
                                        const khl_models *models, khl_error *err);

typedef struct khl_train_axes_options {
    const char *column;   /* with the labels; NULL: the axis of each proposal, as an id of axes */
    const char *group;    /* column of what must not be on both sides of a fold; NULL: every text by itself */
    const khl_axes *axes; /* NULL: the shipped default */
    const khl_corpus *test; /* judged by the finished model, and not learnt from; may be NULL */
    khl_linear_options linear;
} khl_train_axes_options;
#define KHL_TRAIN_AXES_OPTIONS_INIT                                                                          \
    {                                                                                                        \
        NULL, NULL, NULL, NULL, KHL_LINEAR_OPTIONS_INIT                                                      \
    }

typedef struct khl_train_axes_report {
    khl_linear_report linear;
    size_t n_test;        /* proposals of options->test with a label */
    double test_accuracy; /* -1 without any */
} khl_train_axes_report;

/* A classifier of proposals by axis, or by any column of labels. KHL_E_INPUT: no labels. */
KHL_API khl_status khl_train_axes(khl_linear **out, khl_train_axes_report *report,
                                  const khl_corpus *const *corpora, size_t n_corpora,
                                  const khl_models *models, const khl_train_axes_options *options,
                                  khl_error *err);

#ifdef __cplusplus
}
#endif
#endif
