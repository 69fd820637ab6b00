/* JSON in its forms, JSON Lines, plain text. */
#include "corpus_test.h"

static void json_forms(void **state)
{
    (void)state;
    static const char *const forms[] = {
        "[{\"id\":1,\"text\":\"one\"},{\"id\":\"2\",\"text\":\"two\"}]",
        "{\"proposals\":[{\"id\":1,\"text\":\"one\"},{\"id\":2,\"text\":\"two\"}],\"tags\":[{\"x\":1}]}",
        "{\"meta\":{},\"tags\":[\"a\"],\"rows\":[{\"id\":1,\"text\":\"one\"},{\"id\":2,\"text\":\"two\"}]}",
        "{\"id\":1,\"text\":\"one\"}\n\n{\"id\":2,\"text\":\"two\"}\n",
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        khl_corpus *corpus = read_text("a.json", forms[i]);
        assert_int_equal(khl_corpus_count(corpus), 2);
        assert_str(khl_corpus_at(corpus, 0)->id, "1");
        assert_str(khl_corpus_at(corpus, 1)->id, "2");
        assert_text(corpus, 1, "two");
        assert_int_equal(khl_corpus_at(corpus, 1)->row, i < 3 ? 2 : 3);
        khl_corpus_destroy(corpus);
    }
}

static void localised_and_nested_values(void **state)
{
    (void)state;
    khl_corpus *corpus =
        read_text("a.json", "[{\"id\":7,\"title\":{\"ar\":\"عنوان\"},\"text\":{\"ar\":\"\",\"fr\":\"une "
                            "école\"},\"author\":{\"name\":[\"A\",\"B\"]},"
                            "\"cost\":2.5,\"done\":true,\"none\":null,\"deep\":[{\"x\":[1]}]}]");
    assert_str(khl_corpus_cell(corpus, 0, "title/ar", NULL), "عنوان");
    assert_text(corpus, 0, "une école");
    assert_str(khl_corpus_at(corpus, 0)->title, "عنوان");
    assert_str(khl_corpus_cell(corpus, 0, "author/name", NULL), "A, B");
    assert_str(khl_corpus_cell(corpus, 0, "cost", NULL), "2.5");
    assert_str(khl_corpus_cell(corpus, 0, "done", NULL), "true");
    assert_str(khl_corpus_cell(corpus, 0, "none", NULL), "");
    assert_str(khl_corpus_cell(corpus, 0, "deep", NULL), "[{\"x\":[1]}]");
    khl_corpus_destroy(corpus);
}

static void a_record_without_text_is_set_aside(void **state)
{
    (void)state;
    khl_corpus *corpus = read_text("a.json", "[{\"text\":\"one\"},{},{\"text\":null}]");
    assert_int_equal(khl_corpus_received(corpus), 3);
    assert_int_equal(khl_corpus_n_aside(corpus), 2);
    assert_str(khl_corpus_aside_at(corpus, 0)->reason, "empty-text");
    assert_str(khl_corpus_aside_at(corpus, 0)->id, "a.json:2");
    khl_corpus_destroy(corpus);
}

static void bad_json(void **state)
{
    (void)state;
    khl_error err = refuse_bytes("a.json", "[{\"text\":\"one\"},\n {\"text\" \"two\"}]", 33);
    assert_string_equal(err.id, "json.syntax");
    assert_int_equal(err.row, 2);
    assert_int_equal(err.column, 10); /* the token that is not wanted, not where reading stopped */
    assert_true(err.has_byte);
    assert_int_equal(err.byte, 26);
    assert_refused("a.json", "[]", "input.empty", 0, 0);
    assert_refused("a.json", "{\"a\":1}", "json.shape", 1, 1);
    assert_refused("a.json", "{\"a\":[{}],\"b\":[{}]}", "json.shape", 1, 1);
    assert_refused("a.json", "[{\"text\":\"a\"},5]", "json.record", 2, 0);
    assert_refused("a.json", "[{\"text\":\"مدرسة\" 5}]", "json.syntax", 1, 18);
    assert_refused("a.json", "[{\"text\":\"a\"}", "json.syntax", 1, 14);
    assert_string_equal(refuse_bytes("a.json", "[{\"text\":\"a\",\"text\":\"b\"}]", 25).id, "json.syntax");
    assert_string_equal(refuse_bytes("a.json", "[{\"text\":\"a\\u0000b\"}]", 21).id, "json.syntax");
    err = refuse_bytes("a.jsonl", "{\"text\":\"one\"}\n\n{\"text\":}\n", 26);
    assert_int_equal(err.row, 3);
    assert_int_equal(err.column, 9);
    assert_int_equal(err.byte, 24);
}

static void nesting_is_bounded(void **state)
{
    (void)state;
    char text[4096];
    memset(text, '[', 4000);
    khl_error err = refuse_bytes("a.json", text, 4000);
    assert_string_equal(err.id, "json.depth");
    assert_int_equal(err.byte, 64);
}

static void long_strings_are_refused_where_they_begin(void **state)
{
    (void)state;
    khl_read_options options = KHL_READ_OPTIONS_INIT;
    options.max_cell_bytes = 6;
    khl_corpus *corpus = new_corpus();
    khl_error err = {0};
    const char fits[] = "[{\"text\":\"\\u0645\\u0631\\u0643\"}]"; /* three letters of two bytes */
    const char too_long[] = "[\n{\"text\":\"abcdefg\"}]";
    assert_int_equal(khl_corpus_read(corpus, write_file("a.json", fits, sizeof fits - 1), &options, &err),
                     KHL_OK);
    assert_text(corpus, 0, "مرك");
    assert_int_equal(
        khl_corpus_read(corpus, write_file("b.json", too_long, sizeof too_long - 1), &options, &err),
        KHL_E_INPUT);
    assert_string_equal(err.id, "input.long_cell");
    assert_int_equal(err.row, 2);
    assert_int_equal(err.column, 9);
    assert_int_equal(khl_corpus_count(corpus), 1);
    khl_corpus_destroy(corpus);
}

static void paragraphs(void **state)
{
    (void)state;
    khl_corpus *corpus = read_text("a.txt", "\n\n first line\r\nsecond\r\n \t\r\n\r\nnext\n\n\n");
    assert_int_equal(khl_corpus_count(corpus), 2);
    assert_text(corpus, 0, " first line\r\nsecond");
    assert_text(corpus, 1, "next");
    assert_str(khl_corpus_at(corpus, 1)->id, "a.txt:2");
    assert_int_equal(khl_corpus_at(corpus, 1)->row, 2);
    assert_str(khl_corpus_input_at(corpus, 0)->kind, "txt");
    khl_corpus_destroy(corpus);
}

static void lines_where_there_are_no_paragraphs(void **state)
{
    (void)state;
    khl_corpus *corpus = read_text("a.txt", "\none\ntwo\r\n\"three\"\n\n");
    assert_int_equal(khl_corpus_count(corpus), 3);
    assert_text(corpus, 1, "two");
    assert_text(corpus, 2, "\"three\"");
    khl_corpus_destroy(corpus);
}

static void a_list_stays_with_what_announces_it(void **state)
{
    (void)state;
    khl_corpus *corpus = read_text("a.txt", "we ask for:\n- one\n2) two\nby itself\n- alone\n");
    assert_int_equal(khl_corpus_count(corpus), 3);
    assert_text(corpus, 0, "we ask for:\n- one\n2) two");
    assert_text(corpus, 2, "- alone");
    khl_corpus_destroy(corpus);
    corpus = read_text("a.txt", "first\n\nwe ask for:\n\n- one\n- two\n\n- three\n\nlast\n");
    assert_int_equal(khl_corpus_count(corpus), 3);
    assert_text(corpus, 1, "we ask for:\n\n- one\n- two\n\n- three");
    assert_text(corpus, 2, "last");
    khl_corpus_destroy(corpus);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_forms),
        cmocka_unit_test(localised_and_nested_values),
        cmocka_unit_test(a_record_without_text_is_set_aside),
        cmocka_unit_test(bad_json),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(long_strings_are_refused_where_they_begin),
        cmocka_unit_test(paragraphs),
        cmocka_unit_test(lines_where_there_are_no_paragraphs),
        cmocka_unit_test(a_list_stays_with_what_announces_it),
    };
    return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
