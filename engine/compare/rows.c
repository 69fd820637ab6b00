/* Rows of a large collection without keeping what was analysed: one walk gathers the words of the collection,
 * a second reads each text with them, counts its terms and lets it go. Each thread counts by itself. */
#include "rows.h"

#include "alloc.h"
#include "background.h"
#include "error.h"
#include "matcher.h"
#include "shares.h"

#include <math.h>

enum { GRAIN = 32 };

const unsigned KHL_ROWS_SPACE[KHL_ROWS_SPACES] = {KHL_SPACE_WORD, KHL_SPACE_CONCEPT};

typedef struct tally {
    khl_attested *attested;
    khl_counts *counts[KHL_ROWS_SPACES];
    uint32_t *rows; /* of the documents counted */
    size_t n_rows, capacity;
    char pad[64];
} tally;

typedef struct walk {
    const khl_doc *docs;
    const khl_text *text;
    const khl_attested *attested; /* of the whole; NULL in the first walk */
    tally *tallies;               /* [workers] */
    khl_said *said;               /* [workers] or NULL */
} walk;

static khl_status count(tally *t, const khl_analysis *a, uint32_t row, khl_error *err)
{
    if (!khl_grow(&t->rows, &t->capacity, t->n_rows + 1, sizeof *t->rows)) return khl_fail_memory(err);
    t->rows[t->n_rows++] = row;
    khl_status status = KHL_OK;
    for (unsigned s = 0; s < KHL_ROWS_SPACES && status == KHL_OK; s++) {
        status = khl_matcher_add_terms(t->counts[s], a, KHL_ROWS_SPACE[s], err);
        if (status == KHL_OK) status = khl_counts_end(t->counts[s], err);
    }
    return status;
}

static khl_status walk_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    walk *w = context;
    tally *t = &w->tallies[worker];
    khl_status status = KHL_OK;
    for (size_t i = begin; i < end && status == KHL_OK; i++) {
        khl_analysis a;
        status = khl_text_analyze(w->text, w->docs[i].text, w->attested, &a, err);
        if (status != KHL_OK) break;
        status =
            w->attested == NULL ? khl_attested_add(t->attested, &a, err) : count(t, &a, (uint32_t)i, err);
        if (status == KHL_OK && w->attested != NULL && w->said != NULL)
            status = khl_said_add(&w->said[worker], (uint32_t)i, &a, err);
        khl_analysis_clear(&a);
    }
    return status;
}

static khl_status make_tallies(walk *w, unsigned n, khl_error *err)
{
    khl_status status = KHL_OK;
    w->tallies = khl_alloc_zero(n, sizeof *w->tallies);
    if (w->tallies == NULL) return khl_fail_memory(err);
    for (unsigned k = 0; k < n && status == KHL_OK; k++) {
        status = khl_attested_create(&w->tallies[k].attested, err);
        for (unsigned s = 0; s < KHL_ROWS_SPACES && status == KHL_OK; s++)
            status = khl_counts_create(&w->tallies[k].counts[s], err);
    }
    return status;
}

static void clear_tallies(walk *w, unsigned n)
{
    for (unsigned k = 0; w->tallies != NULL && k < n; k++) {
        khl_attested_destroy(w->tallies[k].attested);
        for (unsigned s = 0; s < KHL_ROWS_SPACES; s++) khl_counts_destroy(w->tallies[k].counts[s]);
        free(w->tallies[k].rows);
    }
    free(w->tallies);
}

/* The rows of one space, from the counts of all threads, which are freed. */
static khl_status fit_space(walk *w, unsigned n, unsigned space, const khl_background *background,
                            khl_pool *pool, khl_fitted_rows *out, khl_error *err)
{
    khl_tfidf_options options = KHL_TFIDF_OPTIONS_INIT;
    options.prior = background->df[KHL_ROWS_SPACE[space]];
    khl_share *shares = khl_alloc(n, sizeof *shares);
    if (shares == NULL) return khl_fail_memory(err);
    for (unsigned k = 0; k < n; k++) shares[k] = (khl_share){w->tallies[k].counts[space], w->tallies[k].rows};
    khl_status status = khl_tfidf_fit_to(&out->tfidf[space], shares, n, &options, err);
    if (status == KHL_OK)
        status = khl_tfidf_rows_of(out->tfidf[space], shares, n, pool, &out->rows[space], err);
    free(shares);
    for (unsigned k = 0; k < n; k++) {
        khl_counts_destroy(w->tallies[k].counts[space]);
        w->tallies[k].counts[space] = NULL;
    }
    return status;
}

static khl_status fit(walk *w, unsigned n, const khl_models *models, khl_pool *pool, khl_fitted_rows *out,
                      khl_error *err)
{
    khl_background *background = NULL;
    khl_status status = khl_models_background(&background, models, err);
    for (unsigned s = 0; s < KHL_ROWS_SPACES && status == KHL_OK; s++)
        status = fit_space(w, n, s, background, pool, out, err);
    khl_background_destroy(background);
    return status;
}

khl_status khl_docs_of(khl_doc **out, const khl_corpus *corpus, khl_error *err)
{
    size_t n = khl_corpus_count(corpus);
    khl_doc *docs = khl_alloc(n, sizeof *docs);
    *out = docs;
    if (docs == NULL) return khl_fail_memory(err);
    for (size_t i = 0; i < n; i++) {
        const khl_proposal *p = khl_corpus_at(corpus, i);
        docs[i] = (khl_doc){p->id, p->city, p->association, p->text};
    }
    return KHL_OK;
}

khl_status khl_rows_fit(khl_fitted_rows *out, const khl_doc *docs, size_t n, const khl_models *models,
                        khl_said *said, const khl_index_options *options, khl_pool *pool, khl_error *err)
{
    walk w = {.docs = docs, .text = khl_models_text(models), .said = said};
    unsigned workers = khl_pool_size(pool);
    *out = (khl_fitted_rows){.attested = NULL};
    khl_status status = make_tallies(&w, workers, err);
    if (status == KHL_OK) status = khl_attested_create(&out->attested, err);
    if (status == KHL_OK)
        status = khl_pool_for(pool, n, GRAIN, walk_range, &w, options->progress, "words", err);
    for (unsigned k = 0; k < workers && status == KHL_OK; k++)
        status = khl_attested_merge(out->attested, w.tallies[k].attested, err);
    w.attested = out->attested;
    if (status == KHL_OK)
        status = khl_pool_for(pool, n, GRAIN, walk_range, &w, options->progress, "analyse", err);
    if (status == KHL_OK) status = fit(&w, workers, models, pool, out, err);
    clear_tallies(&w, workers);
    if (status != KHL_OK) khl_fitted_rows_clear(out);
    return status;
}

void khl_fitted_rows_clear(khl_fitted_rows *fitted)
{
    for (unsigned s = 0; s < KHL_ROWS_SPACES; s++) {
        khl_tfidf_destroy(fitted->tfidf[s]);
        khl_csr_clear(&fitted->rows[s]);
    }
    khl_attested_destroy(fitted->attested);
    *fitted = (khl_fitted_rows){.attested = NULL};
}

khl_status khl_rows_beside(khl_csr *out, const khl_csr *words, const khl_csr *concepts, khl_error *err)
{
    const float half = sqrtf(0.5F);
    return khl_csr_beside(out, words, half, concepts, half, err);
}

khl_status khl_collection_rows(khl_csr *out, const khl_corpus *corpus, const khl_models *models,
                               const khl_index_options *options, khl_error *err)
{
    const khl_index_options defaults = KHL_INDEX_OPTIONS_INIT;
    khl_fitted_rows fitted = {.attested = NULL};
    khl_pool *pool = NULL;
    if (options == NULL) options = &defaults;
    khl_doc *docs = NULL;
    *out = (khl_csr){0};
    khl_status status = khl_pool_create(&pool, options->n_threads, err);
    if (status == KHL_OK) status = khl_docs_of(&docs, corpus, err);
    if (status == KHL_OK)
        status = khl_rows_fit(&fitted, docs, khl_corpus_count(corpus), models, NULL, options, pool, err);
    if (status == KHL_OK)
        status = khl_rows_beside(out, &fitted.rows[KHL_ROWS_WORDS], &fitted.rows[KHL_ROWS_CONCEPTS], err);
    khl_fitted_rows_clear(&fitted);
    free(docs);
    khl_pool_destroy(pool);
    return status;
}
