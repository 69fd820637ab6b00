/* Counts of one collection that several threads have made, each its own documents in its own khl_counts.
 * Terms, their frequencies and weights only add up, so nothing depends on who counted what. */
#ifndef KHL_VECTOR_SHARES_H
#define KHL_VECTOR_SHARES_H

#include "khulasa/vector.h"
#include "threads.h"

typedef struct khl_share {
    const khl_counts *counts;
    const uint32_t *row; /* [documents of counts] the row of each in the whole collection; NULL: in order */
} khl_share;

static inline size_t khl_share_row(const khl_share *share, size_t d)
{
    return share->row != NULL ? share->row[d] : d;
}

/* As khl_tfidf_fit and khl_tfidf_rows over all shares; together they hold each row once. pool may be NULL. */
khl_status khl_tfidf_fit_to(khl_tfidf **out, const khl_share *shares, size_t n_shares,
                            const khl_tfidf_options *options, khl_error *err);
khl_status khl_tfidf_rows_of(const khl_tfidf *tfidf, const khl_share *shares, size_t n_shares, khl_pool *pool,
                             khl_csr *out, khl_error *err);

#endif
