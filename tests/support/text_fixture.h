/* The analyser on the words and places of the project's own models, without concepts, for tests: text_setup
 * and text_teardown as group fixtures. */
#ifndef KHL_TESTS_TEXT_FIXTURE_H
#define KHL_TESTS_TEXT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "buf.h"
#include "khulasa/text.h"
#include "lexicon.h"
#include "str.h"

static khl_pack fixture_pack;
static khl_lexicon *fixture_lexicon;
static khl_text *fixture_text;

static inline int text_setup(void **state)
{
    (void)state;
    khl_error err = {0};
    khl_pack_builder builder = {0};
    khl_buf image = KHL_BUF_INIT;
    khl_status status = khl_lexicon_compile(KHL_SOURCE_DIR "/models", &builder, &err);
    if (status == KHL_OK) status = khl_pack_build(&builder, &image, &err);
    if (status == KHL_OK) status = khl_pack_from_image(&fixture_pack, &image, "models", &err);
    if (status == KHL_OK) status = khl_lexicon_open(&fixture_lexicon, &fixture_pack, &err);
    khl_pack_builder_clear(&builder);
    khl_buf_clear(&image);
    if (status == KHL_OK) status = khl_text_create(&fixture_text, fixture_lexicon, NULL, &err);
    if (status != KHL_OK)
        fprintf(stderr, "%s: %s, row %u, column %u\n", err.file, err.message, (unsigned)err.row,
                (unsigned)err.column);
    return status == KHL_OK ? 0 : -1;
}

static inline int text_teardown(void **state)
{
    (void)state;
    khl_text_destroy(fixture_text);
    khl_lexicon_destroy(fixture_lexicon);
    khl_pack_close(&fixture_pack);
    return 0;
}

/* The caller clears. */
static inline khl_analysis analyze(const char *text)
{
    khl_analysis analysis;
    khl_error err = {0};
    assert_int_equal(khl_text_analyze(fixture_text, khl_str_from(text), NULL, &analysis, &err), KHL_OK);
    return analysis;
}

/* Names of the features of the kinds in `kinds` (bits 1 << khl_feature_kind), joined by '|'; the caller
 * frees. */
static inline char *feature_names(const char *text, unsigned kinds)
{
    khl_analysis a = analyze(text);
    khl_buf out = KHL_BUF_INIT;
    for (size_t i = 0; i < a.n_features; i++) {
        if ((kinds & (1u << a.features[i].kind)) == 0) continue;
        if (out.n > 0) khl_buf_char(&out, '|');
        khl_buf_put(&out, a.features[i].name);
    }
    khl_buf_char(&out, '\0');
    assert_true(khl_buf_ok(&out));
    khl_analysis_clear(&a);
    return out.p;
}

static inline void expect_features(const char *text, unsigned kinds, const char *expected)
{
    char *names = feature_names(text, kinds);
    if (strcmp(names, expected) != 0) print_error("of \"%s\":\n", text);
    assert_string_equal(names, expected);
    free(names);
}

/* The stem of a text of one token. */
static inline const char *stem_of(const char *word, char out[256])
{
    khl_analysis a = analyze(word);
    assert_int_equal(a.n_tokens, 1);
    assert_true(a.tokens[0].stem.n < 256);
    if (a.tokens[0].stem.n > 0) memcpy(out, a.tokens[0].stem.p, a.tokens[0].stem.n);
    out[a.tokens[0].stem.n] = '\0';
    khl_analysis_clear(&a);
    return out;
}

#define CONTENT                                                                                              \
    (1u << KHL_FEATURE_WORD | 1u << KHL_FEATURE_PLACE | 1u << KHL_FEATURE_DATE | 1u << KHL_FEATURE_NUMBER |  \
     1u << KHL_FEATURE_PERCENT | 1u << KHL_FEATURE_UNIT | 1u << KHL_FEATURE_OTHER)
#define PLACES (1u << KHL_FEATURE_PLACE)
#define QUANTITIES (1u << KHL_FEATURE_NUMBER | 1u << KHL_FEATURE_PERCENT | 1u << KHL_FEATURE_UNIT)

#endif
