/* Two corpora made ready for one another: analysed with the words of both, in the spaces of both. */
#ifndef KHL_COMPARE_COLLECTION_H
#define KHL_COMPARE_COLLECTION_H

#include "khulasa/corpus.h"
#include "khulasa/match.h"
#include "khulasa/models.h"
#include "threads.h"

/* Proposals of the first corpus (all, or those asked about) have the numbers 0 .. n_first - 1, those of the
 * second follow. */
typedef struct khl_collection {
    const khl_corpus *first, *second;
    const khl_models *models;
    khl_pool *pool;
    const khl_progress *progress;
    const uint32_t *asked; /* [n_asked] those of the first that are meant; NULL: all */
    size_t n_asked;
    size_t n_first, n;
    khl_analysis *analyses; /* [n] */
    khl_attested *attested;
    uint32_t *city; /* [n] */
    khl_matcher *matcher;
} khl_collection;

/* first, second, models, pool, progress and, where not all are meant, asked are to be set. On failure too,
 * khl_collection_clear is to be called. */
khl_status khl_collection_prepare(khl_collection *collection, khl_error *err);
void khl_collection_clear(khl_collection *collection);

const khl_proposal *khl_collection_at(const khl_collection *collection, size_t i);

#endif
