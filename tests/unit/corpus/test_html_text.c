/* What HTML says: line ends, entities, and what is no HTML and stays. */
#include "corpus_test.h"
#include "html_text.h"

static void assert_says(const char *html, const char *expected)
{
    khl_arena arena = KHL_ARENA_INIT(1024);
    assert_str(khl_html_text(&arena, khl_str_from(html)), expected);
    khl_arena_clear(&arena);
}

static void ends_of_paragraphs_are_line_ends(void **state)
{
    (void)state;
    assert_says("<p>a</p><p>b</p>", "a\nb");
    assert_says("<P CLASS='x'>a</P>\r\n\r\n<p>b</p>\n", "a\r\n\r\nb\n");
    assert_says("a<br>b<br/>c<br />d", "a\nb\nc\nd");
    assert_says("<ul><li>a</li><li>b</li></ul>c", "a\nb\nc");
    assert_says("<p></p><p>&nbsp;</p>", "\xC2\xA0");
    assert_says("<p>  </p>", "  ");
    assert_says("<p></p>", "");
    assert_says("a <em>b</em> <a href=\"x>y\">c</a>", "a b c");
    assert_says("a<!-- b > c -->d", "ad");
}

static void entities_are_their_characters(void **state)
{
    (void)state;
    assert_says("&lt;p&gt; &amp;amp; &quot;&apos;", "<p> &amp; \"'");
    assert_says("&eacute;&Eacute;&ccedil;&yuml;&iexcl;&oelig;&rsquo;",
                "\u00E9\u00C9\u00E7\u00FF\u00A1\u0153\u2019");
    assert_says("&#233;&#xE9;&#x645;&#1605;", "\u00E9\u00E9\u0645\u0645");
    assert_says("<p>a</p>&eacute;", "a\n\u00E9");
}

static void what_is_no_html_stays(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {"",          "plain",
                                        "a < b > c", "1<2",
                                        "<3",        "AT&T",
                                        "&unknown;", "&#;",
                                        "&#x;",      "&#0;",
                                        "&#xD800;",  "&#x110000;",
                                        "&#12a;",    "&longestentity;",
                                        "a <b",      "<!-- never ends",
                                        "</",        "<",
                                        "&",         "<a href='x>never ends"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) assert_says(TEXTS[i], TEXTS[i]);
}

/* Signs that might begin a tag or a comment, by the hundred thousand: read once, not to the end each time. */
static void hostile_text_costs_no_square(void **state)
{
    (void)state;
    enum { TIMES = 200000 };
    static const char *const SIGNS[] = {"<!--", "<a '", "<a ", "&a"};
    for (size_t k = 0; k < sizeof SIGNS / sizeof *SIGNS; k++) {
        size_t n = strlen(SIGNS[k]);
        char *text = malloc(TIMES * n + 1);
        assert_non_null(text);
        for (size_t i = 0; i < TIMES; i++) memcpy(text + i * n, SIGNS[k], n);
        text[TIMES * n] = '\0';
        assert_says(text, text);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_of_paragraphs_are_line_ends),
        cmocka_unit_test(entities_are_their_characters),
        cmocka_unit_test(what_is_no_html_stays),
        cmocka_unit_test(hostile_text_costs_no_square),
    };
    return cmocka_run_group_tests_name("html_text", tests, NULL, NULL);
}
