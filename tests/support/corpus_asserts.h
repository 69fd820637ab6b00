/* What every test that handles proposals says again and again. */
#ifndef KHL_TESTS_CORPUS_ASSERTS_H
#define KHL_TESTS_CORPUS_ASSERTS_H

#include "khulasa/corpus.h"
#include "str.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static inline void assert_str(khl_str s, const char *expected)
{
    if (!khl_str_equal(s, khl_str_from(expected)))
        fail_msg("got \"%.*s\", wanted \"%s\"", (int)s.n, s.n > 0 ? s.p : "", expected);
}

static inline khl_corpus *new_corpus(void)
{
    khl_corpus *corpus = NULL;
    assert_int_equal(khl_corpus_create(&corpus, NULL), KHL_OK);
    return corpus;
}

#endif
