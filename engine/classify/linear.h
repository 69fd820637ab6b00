/* A linear classifier of texts, as this room holds it.
 *
 *   linear_rows.c    features of a text: words, pairs, concepts, broader concepts; characters
 *   linear_train.c   fitting, one class against the others, and the temperature of probabilities
 *   linear_svm.c     the support vector machine under it
 *   linear.c         scoring
 *   linear_file.c    to and from reviewable text */
#ifndef KHL_CLASSIFY_LINEAR_H
#define KHL_CLASSIFY_LINEAR_H

#include "counts.h"
#include "khulasa/classify.h"
#include "khulasa/vector.h"
#include "map.h"

enum { KHL_LINEAR_MAX_CLASSES = 1024 };

/* Kinds of features. All but characters carry their kind in front, as a byte that no character of a key has;
 * characters are one view of a text, the others together the second. */
enum {
    KHL_LINEAR_CHARS,
    KHL_LINEAR_WORD,
    KHL_LINEAR_PAIR,
    KHL_LINEAR_CONCEPT,
    KHL_LINEAR_BROADER,
    KHL_LINEAR_KINDS
};

struct khl_linear {
    khl_map classes, terms;
    float *idf;       /* [terms.n] */
    float *weights;   /* [terms.n x classes.n] */
    double *bias;     /* [classes.n] */
    double chars;     /* weight of the view of characters beside that of words, which has 1 */
    double sharpness; /* of the softmax */
};

static inline unsigned khl_linear_kind(khl_str term)
{
    return term.n > 0 && term.p[0] > 0 && term.p[0] < KHL_LINEAR_KINDS ? (unsigned)term.p[0]
                                                                       : KHL_LINEAR_CHARS;
}

/* The features of a text as the next document of counts. */
khl_status khl_linear_count(khl_counts *counts, const khl_analysis *analysis, khl_error *err);

/* Turns tf into values: (1 + ln tf) * idf, each view to its length, the whole to length 1. Terms with column
 * UINT32_MAX are left out. Fills col and val [doc->n_terms]; returns how many. */
size_t khl_linear_row(const khl_closed *doc, const uint32_t *column_of, const khl_map *terms,
                      const float *idf, double chars, uint32_t *col, float *val);

/* Squared-hinge linear SVM of the rows with label +1 against those with -1, by dual coordinate descent; w
 * [n_cols], returns the bias. scale [n_cols] multiplies every column. alpha [2 * n_rows] and order
 * [n_rows] are scratch. */
double khl_svm_fit(double *w, const khl_csr *rows, const signed char *labels, const float *scale, double cost,
                   double *alpha, uint32_t *order);

/* Scores of a row; score [classes.n]. */
void khl_linear_add_up(const khl_linear *model, const uint32_t *col, const float *val, size_t n,
                       double *score);
void khl_linear_softmax(double *score, size_t n, double sharpness);

#endif
