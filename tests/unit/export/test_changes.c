/* Changes since an earlier version: the rows that all documents share, and the part of the page and of JSON.
 */
#include "change_rows.h"
#include "doc_fixture.h"
#include "sample_changes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <jansson.h>

static doc_fixture docs[3];
static const char *const langs[3] = {"ar", "fr", "en"};

static char *export_list(const khl_shortlist *list, const char *format, const khl_words *words)
{
    char *bytes = NULL;
    size_t n = 0;
    khl_error err = {0};
    if (khl_export(list, format, words, &bytes, &n, &err) != KHL_OK) fail_msg("%s", err.message);
    char *text = malloc(n + 1);
    assert_non_null(text);
    memcpy(text, bytes, n);
    text[n] = '\0';
    free(bytes);
    return text;
}

static void row_is(const khl_change_rows *rows, size_t i, const char *label, const char *before,
                   const char *now)
{
    assert_true(i < rows->n);
    assert_string_equal(rows->rows[i].label, label);
    assert_true(khl_str_equal(rows->rows[i].before, khl_str_from(before)));
    assert_true(khl_str_equal(rows->rows[i].now, khl_str_from(now)));
}

static void text_is(khl_str s, const char *wanted)
{
    assert_int_equal(s.n, strlen(wanted));
    assert_memory_equal(s.p, wanted, s.n);
}

static void all_that_changed_is_a_row(void **state)
{
    (void)state;
    sample s;
    sample_changes c;
    khl_change_rows rows = {.n = 0};
    sample_init(&s);
    sample_change(&c, &s);
    assert_int_equal(khl_change_rows_make(&rows, &s.list, &c.changes[0], &docs[2].words), KHL_OK);
    assert_int_equal(rows.n, 11);
    assert_true(rows.n <= KHL_MOST_CHANGE_ROWS);
    row_is(&rows, 0, "doc.sheet.title", "old title", "<script>");
    row_is(&rows, 1, "doc.sheet.text", c.earlier[0].text.p, s.entries[0].text.p);
    row_is(&rows, 2, "doc.axis", "Two", "One <&>");
    row_is(&rows, 3, "doc.authorities", "Wilaya <i>", "Commune \"<b>\"");
    row_is(&rows, 4, "doc.level", "Regional", "Local");
    row_is(&rows, 5, "doc.sheet.support", "9", "2");
    row_is(&rows, 6, "doc.change.from", "1.9 parent & co", "");
    row_is(&rows, 7, "doc.change.into", "", "2.1 @part two");
    row_is(&rows, 8, "doc.change.joined", "", "K8, =K9");
    row_is(&rows, 9, "doc.change.left", "=K9", "");
    row_is(&rows, 10, "doc.change.edited", "", "K1");
    text_is(rows.heads[0], "Before \xC2\xB7 2.7");
    text_is(rows.heads[1], "Now \xC2\xB7 1.1");
    text_is(rows.tags, "Joined \xC2\xB7 Split \xC2\xB7 Re-worded \xC2\xB7 On another axis");
    khl_change_rows_clear(&rows);
}

static void what_is_new_or_gone_needs_few_rows(void **state)
{
    (void)state;
    sample s;
    sample_changes c;
    khl_change_rows rows = {.n = 0};
    sample_init(&s);
    sample_change(&c, &s);
    assert_int_equal(khl_change_rows_make(&rows, &s.list, &c.changes[1], &docs[2].words), KHL_OK);
    assert_int_equal(rows.n, 0);
    text_is(rows.title, "long");
    text_is(rows.tags, "New");
    text_is(rows.heads[0], "Before");
    assert_int_equal(khl_change_rows_make(&rows, &s.list, &c.changes[2], &docs[2].words), KHL_OK);
    assert_int_equal(rows.n, 2);
    row_is(&rows, 0, "doc.sheet.text", "lost text", "");
    row_is(&rows, 1, "doc.change.left", "K8", "");
    text_is(rows.number, "1.3");
    khl_change_rows_clear(&rows);
}

static void kinds_are_counted(void **state)
{
    (void)state;
    sample s;
    sample_changes c;
    khl_buf sums = KHL_BUF_INIT;
    sample_init(&s);
    sample_change(&c, &s);
    c.changes[1].what = KHL_CHANGE_LEVEL;
    khl_change_summary(&sums, &s.list, &docs[2].words);
    text_is(khl_buf_str(&sums),
            "No longer there: 1 \xC2\xB7 Joined: 1 \xC2\xB7 Split: 1 \xC2\xB7 Re-worded: 1 "
            "\xC2\xB7 On another axis: 1 \xC2\xB7 Otherwise changed: 1");
    sums.n = 0;
    s.list.n_changes = 0;
    khl_change_summary(&sums, &s.list, &docs[2].words);
    text_is(khl_buf_str(&sums), "Nothing has changed.");
    khl_buf_clear(&sums);
}

static void the_page_shows_them(void **state)
{
    (void)state;
    for (int lang = 0; lang < 3; lang++) {
        sample s;
        sample_changes c;
        sample_init(&s);
        sample_change(&c, &s);
        char *page = export_list(&s.list, "html", &docs[lang].words);
        char *part = strstr(page, "<section id=\"changes\">");
        assert_non_null(part);
        assert_non_null(strstr(page, "<a href=\"#changes\">"));
        assert_non_null(strstr(part, "<a href=\"#E-0000000001\"><b>1.1</b>"));
        assert_non_null(strstr(part, "old &lt;/td&gt;&lt;script&gt;text\xE2\x90\x81"));
        assert_null(strstr(part, "#E-00000000ff"));
        *strstr(part, "</section>") = '\0';
        assert_null(strstr(part, "doc."));
        free(page);
    }
}

static void json_lists_them(void **state)
{
    (void)state;
    sample s;
    sample_changes c;
    sample_init(&s);
    sample_change(&c, &s);
    char *text = export_list(&s.list, "json", &docs[2].words);
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL),
           *changes = json_object_get(root, "changes");
    assert_int_equal(json_array_size(changes), 3);
    const json_t *first = json_array_get(changes, 0), *gone = json_array_get(changes, 2);
    assert_int_equal(json_array_size(json_object_get(first, "kinds")), 8);
    assert_string_equal(json_string_value(json_array_get(json_object_get(first, "from"), 0)), "E-00000000fe");
    assert_string_equal(json_string_value(json_array_get(json_object_get(first, "into"), 0)), "E-0000000002");
    assert_true(json_is_null(json_object_get(json_array_get(changes, 1), "before")));
    assert_true(json_is_null(json_object_get(gone, "number")));
    assert_string_equal(json_string_value(json_object_get(gone, "id")), "E-00000000ff");
    assert_int_equal(json_array_size(json_object_get(root, "retired")), 1);
    json_decref(root);
    free(text);
}

/* The start of a hash may read as a number, and a large one. */
static void the_earlier_version_is_named_by_text(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    s.options[2] = (khl_shortlist_option){S("since"), S("12345678901234e9")};
    char *text = export_list(&s.list, "json", NULL);
    assert_non_null(strstr(text, "\"since\":\"12345678901234e9\""));
    free(text);
}

static void without_an_earlier_version_nothing_is_said(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    char *page = export_list(&s.list, "html", &docs[0].words), *json = export_list(&s.list, "json", NULL);
    assert_null(strstr(page, "changes"));
    assert_null(strstr(json, "\"changes\""));
    assert_null(strstr(json, "\"retired\""));
    free(page);
    free(json);
}

static int open_words(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) doc_open(&docs[i], langs[i]);
    return 0;
}

static int close_words(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) doc_close(&docs[i]);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_changed_is_a_row),
        cmocka_unit_test(what_is_new_or_gone_needs_few_rows),
        cmocka_unit_test(kinds_are_counted),
        cmocka_unit_test(the_page_shows_them),
        cmocka_unit_test(json_lists_them),
        cmocka_unit_test(the_earlier_version_is_named_by_text),
        cmocka_unit_test(without_an_earlier_version_nothing_is_said),
    };
    return cmocka_run_group_tests(tests, open_words, close_words);
}
