/* The space that large collections are joined in, and what it was made of. */
#ifndef KHL_COMPARE_ROWS_H
#define KHL_COMPARE_ROWS_H

#include "khulasa/corpus.h"
#include "khulasa/index.h"
#include "khulasa/match.h"
#include "khulasa/models.h"
#include "khulasa/vector.h"
#include "index_demands.h"
#include "threads.h"

enum { KHL_ROWS_WORDS, KHL_ROWS_CONCEPTS, KHL_ROWS_SPACES };

/* Words and concepts of a collection: one row for each proposal in each space, unit length. */
typedef struct khl_fitted_rows {
    khl_tfidf *tfidf[KHL_ROWS_SPACES];
    khl_csr rows[KHL_ROWS_SPACES];
    khl_attested *attested; /* the words that texts were read with */
} khl_fitted_rows;

/* One proposal, borrowed from where it is kept. */
typedef struct khl_doc {
    khl_str id, city, association, text;
} khl_doc;

/* Free *out [khl_corpus_count] with free(). */
khl_status khl_docs_of(khl_doc **out, const khl_corpus *corpus, khl_error *err);

/* said [khl_pool_size] gets what the proposals say; NULL: nobody asks. */
khl_status khl_rows_fit(khl_fitted_rows *out, const khl_doc *docs, size_t n, const khl_models *models,
                        khl_said *said, const khl_index_options *options, khl_pool *pool, khl_error *err);
void khl_fitted_rows_clear(khl_fitted_rows *fitted);

/* Both spaces side by side, so that a product is the mean of the two cosines. */
khl_status khl_rows_beside(khl_csr *out, const khl_csr *words, const khl_csr *concepts, khl_error *err);

/* KHL_SPACE_* of each. */
extern const unsigned KHL_ROWS_SPACE[KHL_ROWS_SPACES];

#endif
