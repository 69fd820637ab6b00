/* Annex H of shortlist.docx: there with an earlier version and not without, led to from the contents, and no
 * part of what a committee edits. */
#include "../export/doc_fixture.h"
#include "../export/sample_changes.h"
#include "docx_reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static doc_fixture docs[3];
static const char *const langs[3] = {"ar", "fr", "en"};

typedef struct counted {
    size_t controls, marks, links; /* of annex H: its bookmark, and links to it */
    khl_buf text;
} counted;

static bool has_value(xmlNodePtr node, const char *element, const char *attribute, const char *wanted)
{
    char *value = docx_is(node, element) ? docx_value(node, attribute) : NULL;
    bool has = value != NULL && strcmp(value, wanted) == 0;
    xmlFree(value);
    return has;
}

static counted read_document(int lang, bool with_changes)
{
    sample s;
    sample_changes c;
    char *bytes;
    size_t n;
    khl_error err = {0};
    counted out = {.text = KHL_BUF_INIT};
    sample_init(&s);
    if (with_changes) sample_change(&c, &s);
    if (khl_export(&s.list, "docx", &docs[lang].words, &bytes, &n, &err) != KHL_OK)
        fail_msg("%s", err.message);
    khl_buf part = docx_part(bytes, n, "word/document.xml");
    xmlDocPtr xml = docx_parse(&part);
    assert_non_null(xml);
    xmlNodePtr top = xmlDocGetRootElement(xml);
    for (xmlNodePtr node = top; node != NULL; node = docx_next(node, top)) {
        out.controls += docx_is(node, "sdt");
        out.marks += has_value(node, "bookmarkStart", "name", "annex_h");
        out.links += has_value(node, "hyperlink", "anchor", "annex_h");
    }
    docx_text(&out.text, top);
    khl_buf_char(&out.text, '\0');
    xmlFreeDoc(xml);
    khl_buf_clear(&part);
    free(bytes);
    return out;
}

static void the_annex_stands_where_it_is_named(void **state)
{
    (void)state;
    for (int lang = 0; lang < 3; lang++) {
        counted with = read_document(lang, true), without = read_document(lang, false);
        assert_int_equal(with.marks, 1);
        assert_int_equal(with.links, 1);
        assert_int_equal(without.marks + without.links, 0);
        assert_int_equal(with.controls, without.controls);
        assert_null(strstr(with.text.p, "doc."));
        khl_buf_clear(&with.text);
        khl_buf_clear(&without.text);
    }
}

static void both_wordings_are_shown(void **state)
{
    (void)state;
    counted with = read_document(2, true);
    const char *annex = strstr(with.text.p, "What changed");
    assert_non_null(annex);
    assert_non_null(strstr(annex, "old </td><script>text\xE2\x90\x81"));
    assert_non_null(strstr(annex, "Wilaya <i>"));
    assert_non_null(strstr(annex, "1.9 parent & co"));
    assert_non_null(strstr(annex, "lost text"));
    khl_buf_clear(&with.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_annex_stands_where_it_is_named),
                                       cmocka_unit_test(both_wordings_are_shown)};
    for (int i = 0; i < 3; i++) doc_open(&docs[i], langs[i]);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    for (int i = 0; i < 3; i++) doc_close(&docs[i]);
    return failed;
}
