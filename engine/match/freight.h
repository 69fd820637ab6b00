/* Demands made ready to travel: what a matcher holds of each, as words of 32 bits, so that another process
 * may judge pairs of some of them without reading a text. Numbers are those of the collection. */
#ifndef KHL_MATCH_FREIGHT_H
#define KHL_MATCH_FREIGHT_H

#include "buf.h"
#include "matcher.h"

/* Links, kin and what else all demands share. */
khl_status khl_freight_put_shared(khl_buf *out, const khl_matcher *matcher, khl_error *err);

/* One demand: slots, units, deeds, and its entries in the spaces the model makes something of. */
khl_status khl_freight_put(khl_buf *out, const khl_matcher *matcher, uint32_t i, khl_error *err);

/* Row r of a matrix: its length, columns, values. */
khl_status khl_freight_put_row(khl_buf *out, const khl_csr *rows, size_t r, khl_error *err);

/* Whether a model weighs nothing that does not travel (soft spellings, LSA). */
bool khl_freight_carries(const khl_match_model *model);

/* What travels with row `row` of the demand it belongs to. */
typedef struct khl_freight {
    khl_str shared;
    const khl_str *demands; /* [n], each what khl_freight_put and then khl_freight_put_row wrote */
    size_t n;
} khl_freight;

/* A matcher of the n demands alone, numbered as they stand, and their rows [n x names]. It borrows from
 * freight. Evidence is that of the whole collection but for ranks. KHL_E_INPUT: not what was put. */
khl_status khl_freight_unpack(khl_matcher **out, khl_csr *rows, const khl_freight *freight,
                              const khl_match_model *model, bool ranks_within_cities, khl_error *err);

/* The words of the collection as they were weighed, which explanations want; for khl_freight_restore. */
khl_status khl_freight_put_words(khl_buf *out, const khl_matcher *matcher, khl_error *err);

/* The matcher of a whole collection as khl_matcher_create_stream made it, without reading a text: freight
 * holds all demands in their order, words what was put. It borrows from freight; source must outlive it. */
khl_status khl_freight_restore(khl_matcher **out, const khl_freight *freight, khl_str words,
                               const khl_analysis_source *source, const khl_match_model *model,
                               const khl_matcher_options *options, khl_error *err);

/* KHL_E_INPUT, for whoever finds such a file out of order. */
khl_status khl_freight_torn(khl_error *err);

#endif
