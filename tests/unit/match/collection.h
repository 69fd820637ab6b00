/* A matcher over a few texts, with the weights that are shipped. */
#ifndef KHL_TESTS_COLLECTION_H
#define KHL_TESTS_COLLECTION_H

#include "models_fixture.h"

#include <math.h>

typedef struct collection {
    khl_analysis *analyses;
    size_t n;
    khl_matcher *matcher;
} collection;

static inline collection collect_texts(const khl_str *texts, size_t n)
{
    collection c = {calloc(n + 1, sizeof *c.analyses), n, NULL};
    khl_error err = {0};
    assert_non_null(c.analyses);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(
            khl_text_analyze(khl_models_text(fixture_models), texts[i], NULL, &c.analyses[i], &err), KHL_OK);
    assert_int_equal(khl_matcher_create(&c.matcher, c.analyses, n, khl_models_match(fixture_models), &err),
                     KHL_OK);
    return c;
}

static inline collection pair_of(const char *a, const char *b)
{
    const khl_str texts[] = {khl_str_from(a), khl_str_from(b)};
    return collect_texts(texts, 2);
}

static inline void collection_free(collection *c)
{
    khl_matcher_destroy(c->matcher);
    for (size_t i = 0; i < c->n; i++) khl_analysis_clear(&c->analyses[i]);
    free(c->analyses);
    *c = (collection){NULL, 0, NULL};
}

static inline void evidence_of(const collection *c, uint32_t i, uint32_t j, double *evidence)
{
    double cosine[KHL_N_SPACES];
    khl_matcher_cosines(c->matcher, i, j, cosine);
    khl_matcher_evidence(c->matcher, i, j, cosine, evidence);
}

/* The texts of the first n proposals of the repository. */
static inline collection collect_proposals(size_t n)
{
    khl_corpus *corpus = read_proposals();
    khl_str *texts = calloc(n, sizeof *texts);
    assert_non_null(texts);
    assert_true(n <= khl_corpus_count(corpus));
    for (size_t i = 0; i < n; i++) texts[i] = khl_corpus_at(corpus, i)->text;
    collection c = collect_texts(texts, n);
    free(texts);
    khl_corpus_destroy(corpus);
    return c;
}

#endif
