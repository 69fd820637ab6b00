/* What stands between the items of a list, so that it goes the way of the document. */
#include "doc_fixture.h"
#include "doc_script.h"
#include "doc_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define ARABIC KHL_STR("\u0623\u0645\u0644")
#define LRM "\u200E"
#define RLM "\u200F"

static doc_fixture docs[2];

static void between(const khl_words *words, const char *id, khl_str next, const char *expected)
{
    khl_buf out = KHL_BUF_INIT;
    if (id != NULL)
        khl_doc_separate(&out, words, id, next);
    else
        khl_doc_point(&out, words, next);
    khl_buf_char(&out, '\0');
    assert_string_equal(out.p, expected);
    khl_buf_clear(&out);
}

static void a_mark_stands_before_what_runs_against_the_document(void **state)
{
    (void)state;
    const khl_words *ar = doc_open(&docs[0], "ar"), *fr = doc_open(&docs[1], "fr");
    between(fr, "doc.list_comma", ARABIC, "," LRM " ");
    between(fr, "doc.list_comma", KHL_STR("Amal"), ", ");
    between(fr, "doc.list_comma", KHL_STR("Association \u0623\u0645\u0644"), "," LRM " ");
    between(ar, "doc.list_comma", KHL_STR("K2/1"), "\u060C" RLM " ");
    between(ar, "doc.list_comma", ARABIC, "\u060C ");
    between(ar, "doc.list_comma", KHL_STR("2024/15"), "\u060C ");
    between(fr, NULL, ARABIC, " \u00B7" LRM " ");
    between(fr, NULL, KHL_STR("Amal"), " \u00B7 ");
    doc_close(&docs[0]);
    doc_close(&docs[1]);
}

static void what_ends_in_a_bracket_does_not_hold_together(void **state)
{
    (void)state;
    assert_true(khl_doc_holds_together(ARABIC));
    assert_true(khl_doc_holds_together(KHL_STR("Amal 2000")));
    assert_false(khl_doc_holds_together(KHL_STR("Amal (Tiflet)")));
    assert_false(khl_doc_holds_together(KHL_STR("\"Amal")));
    assert_false(khl_doc_holds_together(KHL_STR("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_mark_stands_before_what_runs_against_the_document),
                                       cmocka_unit_test(what_ends_in_a_bracket_does_not_hold_together)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
