/* Quality of a run against a gold column of the input. */
#ifndef KHULASA_EVALUATE_H
#define KHULASA_EVALUATE_H

#include <khulasa/base.h>
#include <khulasa/cluster.h>
#include <khulasa/condense.h>

#ifdef __cplusplus
extern "C" {
#endif

#define KHL_EVALUATE_SIZES 12

typedef struct khl_evaluation {
    khl_agreement agreement;   /* entries against gold, over the proposals that have a gold value */
    double axis_accuracy;      /* share of the proposals with a given axis to which the program, left alone,
                                  assigns it; -1 when no proposal has one */
    double authority_accuracy; /* share of the proposals with a value in the column "authorities" whose entry
                                  has the first of its ids ('|' between) as lead; -1 without the column */
    double level_accuracy;     /* the same for the column "level" */
    uint32_t n_proposals;      /* with a gold value */
    uint32_t sizes[KHL_EVALUATE_SIZES + 1]; /* entries of s proposals; the last counts all larger ones */
} khl_evaluation;

/* Condenses corpus with options (NULL: the defaults) and compares. gold is a column header. KHL_E_INPUT: no
 * such column, or it is empty. Cost: that of khl_condense, twice where axes are given. */
KHL_API khl_status khl_evaluate(khl_evaluation *out, const khl_corpus *corpus, const khl_models *models,
                                const khl_condense_options *options, const char *gold, khl_error *err);

#ifdef __cplusplus
}
#endif
#endif
