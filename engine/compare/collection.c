/* Analysis of two corpora on all threads (twice, as of one: engine/condense/analyse.c), their cities, a
 * matcher. */
#include "collection.h"

#include "alloc.h"
#include "cities.h"
#include "error.h"
#include "matcher.h"

enum { GRAIN = 16 };

const khl_proposal *khl_collection_at(const khl_collection *c, size_t i)
{
    if (i >= c->n_first) return khl_corpus_at(c->second, i - c->n_first);
    return khl_corpus_at(c->first, c->asked != NULL ? c->asked[i] : i);
}

static khl_status analyse_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    khl_collection *c = context;
    khl_status status = KHL_OK;
    (void)worker;
    for (size_t i = begin; i < end && status == KHL_OK; i++) {
        khl_analysis fresh;
        khl_str text = khl_collection_at(c, i)->text;
        status = khl_text_analyze(khl_models_text(c->models), text, c->attested, &fresh, err);
        if (status != KHL_OK) continue;
        khl_analysis_clear(&c->analyses[i]);
        c->analyses[i] = fresh;
    }
    return status;
}

static khl_status analyse(khl_collection *c, khl_error *err)
{
    khl_attested *attested = NULL;
    khl_status status = khl_pool_for(c->pool, c->n, GRAIN, analyse_range, c, c->progress, "analyse", err);
    if (status == KHL_OK) status = khl_attested_create(&attested, err);
    for (size_t i = 0; i < c->n && status == KHL_OK; i++)
        status = khl_attested_add(attested, &c->analyses[i], err);
    c->attested = attested;
    if (status == KHL_OK)
        status = khl_pool_for(c->pool, c->n, GRAIN, analyse_range, c, c->progress, "analyse", err);
    return status;
}

static khl_status number_cities(khl_collection *c, khl_error *err)
{
    khl_cities cities;
    khl_status status =
        khl_cities_init(&cities, khl_models_text(c->models), khl_models_lexicon(c->models), err);
    for (size_t i = 0; i < c->n && status == KHL_OK; i++)
        status =
            khl_cities_number_or_file(&cities, khl_collection_at(c, i), i >= c->n_first, &c->city[i], err);
    khl_cities_clear(&cities);
    return status;
}

khl_status khl_collection_prepare(khl_collection *c, khl_error *err)
{
    c->n_first = c->asked != NULL ? c->n_asked : khl_corpus_count(c->first);
    c->n = c->n_first + khl_corpus_count(c->second);
    if (c->n_first == 0 || c->n == c->n_first)
        return KHL_FAIL(err, KHL_E_INPUT, "condense.empty",
                        "the input holds no proposal that can be used: all are empty or without letters");
    c->analyses = khl_alloc_zero(c->n, sizeof *c->analyses);
    c->city = khl_alloc(c->n, sizeof *c->city);
    if (c->analyses == NULL || c->city == NULL) return khl_fail_memory(err);
    khl_status status = analyse(c, err);
    if (status == KHL_OK) status = number_cities(c, err);
    khl_background *background = NULL;
    if (status == KHL_OK) status = khl_models_background(&background, c->models, err);
    const khl_matcher_options options = {background,           false, c->city, KHL_ASIDE_ALL,
                                         KHL_EVIDENCE_COSINES, false};
    if (status == KHL_OK)
        status = khl_matcher_create_on(&c->matcher, c->analyses, c->n, khl_models_match(c->models), &options,
                                       c->pool, err);
    khl_background_destroy(background);
    return status;
}

void khl_collection_clear(khl_collection *c)
{
    khl_matcher_destroy(c->matcher);
    for (size_t i = 0; c->analyses != NULL && i < c->n; i++) khl_analysis_clear(&c->analyses[i]);
    khl_attested_destroy(c->attested);
    free(c->analyses);
    free(c->city);
}
