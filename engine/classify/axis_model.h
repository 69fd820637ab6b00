/* The axis model, for the files of this room. */
#ifndef KHL_CLASSIFY_AXIS_MODEL_H
#define KHL_CLASSIFY_AXIS_MODEL_H

#include "axes.h"
#include "khulasa/vector.h"
#include "map.h"

struct khl_axis_model {
    const khl_axes *axes;
    const khl_text *text;
    khl_map names; /* folded ids and names */
    uint32_t *axis_of_name;
    size_t names_capacity;
    khl_map terms; /* a byte for word or concept, and its name */
    float *counts; /* [terms.n x axes] in how many keywords of each axis a term stands */
    float *totals; /* [terms.n] */
    size_t counts_capacity, totals_capacity;
    khl_counts *documents; /* while it is built: each axis one */
    khl_tfidf *tfidf;
    khl_csr rows;                         /* [axes x terms] */
    khl_linear *learnt;                   /* from examples, or NULL */
    const khl_linear *classifier;         /* learnt, or one lent from outside */
    uint32_t axis_of_class[KHL_MAX_AXES]; /* of classifier; KHL_AXIS_NONE: none of ours */
    double trust;                         /* in the classifier, 0 to 1 */
};

/* The same texts as one TF-IDF document an axis: fitting, and the cosines of a text added to score [axes]. */
khl_status khl_axis_cosine_fit(khl_axis_model *model, khl_error *err);
khl_status khl_axis_cosine_add(const khl_axis_model *model, double *score, const khl_analysis *analysis,
                               khl_error *err);
bool khl_axis_has_examples(const khl_axis_model *model);

#endif
