/* The project's own models, opened once a test program: models_setup and models_teardown as group fixtures;
 * and small helpers around a corpus made by hand. */
#ifndef KHL_TESTS_MODELS_FIXTURE_H
#define KHL_TESTS_MODELS_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "khulasa.h"
#include "str.h"

#include "corpus_asserts.h"

#define TEST_MODELS KHL_SOURCE_DIR "/models"
#define TEST_PROPOSALS KHL_SOURCE_DIR "/corpora/khemisset/proposals.csv"

static khl_models *fixture_models;

static inline int models_setup(void **state)
{
    (void)state;
    khl_error err = {0};
    if (khl_models_open(&fixture_models, TEST_MODELS, &err) == KHL_OK) return 0;
    fprintf(stderr, "%s: %s, row %u, column %u\n", err.file, err.message, (unsigned)err.row,
            (unsigned)err.column);
    return -1;
}

static inline int models_teardown(void **state)
{
    (void)state;
    khl_models_destroy(fixture_models);
    return 0;
}

static inline void add_text(khl_corpus *corpus, const char *id, const char *association, const char *axis,
                            const char *text)
{
    khl_proposal p = {.id = khl_str_from(id),
                      .association = khl_str_from(association),
                      .axis = khl_str_from(axis),
                      .text = khl_str_from(text)};
    khl_error err = {0};
    if (khl_corpus_add(corpus, &p, &err) != KHL_OK) fail_msg("%s", err.message);
}

/* The collection of the repository: 165 proposals with gold and axes. */
static inline khl_corpus *read_proposals(void)
{
    khl_corpus *corpus = new_corpus();
    khl_error err = {0};
    if (khl_corpus_read(corpus, TEST_PROPOSALS, NULL, &err) != KHL_OK) fail_msg("%s", err.message);
    return corpus;
}

static inline khl_shortlist *condense(const khl_corpus *corpus, const khl_condense_options *options)
{
    khl_shortlist *shortlist = NULL;
    khl_error err = {0};
    if (khl_condense(&shortlist, corpus, fixture_models, options, &err) != KHL_OK)
        fail_msg("%s: %s", err.id, err.message);
    assert_non_null(shortlist);
    return shortlist;
}

/* xorshift64*; seed is not 0. */
static inline uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return (uint32_t)((*seed * 0x2545F4914F6CDD1DU >> 33) % below);
}

/* The numbers 0 .. n - 1 in an order drawn by the seed; the caller frees. */
static inline uint32_t *shuffled(uint32_t n, uint64_t *seed)
{
    uint32_t *order = calloc(n + 1, sizeof *order);
    assert_non_null(order);
    for (uint32_t i = 0; i < n; i++) order[i] = i;
    for (uint32_t i = n; i > 1; i--) {
        uint32_t j = draw(seed, i), x = order[j];
        order[j] = order[i - 1];
        order[i - 1] = x;
    }
    return order;
}

#endif
