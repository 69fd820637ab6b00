/* A fitted space, for the files of this room. The number of a term in `terms` is its column. */
#ifndef KHL_VECTOR_TFIDF_H
#define KHL_VECTOR_TFIDF_H

#include "khulasa/vector.h"
#include "buf.h"
#include "map.h"
#include "shares.h"

typedef struct khl_term_facts {
    double idf;
    float weight; /* the smallest given in the counts fitted on */
    uint32_t df;
} khl_term_facts;

struct khl_tfidf {
    khl_map terms;
    khl_term_facts *facts; /* [terms.n] */
    khl_tfidf_options options;
};

/* The smoothed idf of a term, of one that the table lacks too, when more_docs further documents are counted,
 * more_df of which hold it. */
double khl_df_table_idf(const khl_df_table *table, khl_str term, double more_docs, double more_df);

/* A space fitted by default options, as a section of a file, and back: the same terms, columns and numbers.
 * KHL_E_MODEL: no such section. Columns must stand in the bytewise order that fitting gives them. */
khl_status khl_tfidf_freeze(const khl_tfidf *tfidf, khl_buf *out, khl_error *err);
khl_status khl_tfidf_thaw(khl_tfidf **out, khl_str section, khl_error *err);

#endif
