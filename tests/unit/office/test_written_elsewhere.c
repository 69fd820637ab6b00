/* Files that a program of others wrote (data/README.md) say what the table says that they were made of. */
#include "office_files.h"

#define DATA KHL_SOURCE_DIR "/tests/unit/office/data/"

static void workbooks_hold_what_the_table_holds(void **state)
{
    (void)state;
    static const char *const NAMES[] = {"small.xlsx", "small.ods", "small.xls"};
    static const char *const HEADERS[] = {"id", "association", "date", "budget", "text"};
    khl_corpus *table = read_file(DATA "small.csv");
    for (size_t f = 0; f < sizeof NAMES / sizeof *NAMES; f++) {
        char path[1024];
        snprintf(path, sizeof path, DATA "%s", NAMES[f]);
        khl_corpus *corpus = read_file(path);
        assert_int_equal(khl_corpus_count(corpus), khl_corpus_count(table));
        for (size_t i = 0; i < khl_corpus_count(table); i++)
            for (size_t c = 0; c < sizeof HEADERS / sizeof *HEADERS; c++) {
                khl_str wanted = khl_corpus_cell(table, i, HEADERS[c], NULL);
                if (!khl_str_equal(khl_corpus_cell(corpus, i, HEADERS[c], NULL), wanted))
                    fail_msg("%s, proposal %zu, column %s", NAMES[f], i, HEADERS[c]);
            }
        khl_corpus_destroy(corpus);
    }
    khl_corpus_destroy(table);
}

static void a_letter_is_read_by_its_paragraphs(void **state)
{
    (void)state;
    khl_corpus *corpus = read_file(DATA "letter.docx");
    assert_int_equal(khl_corpus_received(corpus), 3);
    assert_int_equal(khl_corpus_at(corpus, 1)->row, 3);
    assert_non_null(strstr(khl_corpus_at(corpus, 1)->text.p, "\n- توفير حافلة للنقل المدرسي لدوار أيت يحيى"));
    khl_corpus_destroy(corpus);
}

/* pdftotext turns around what lies in one glyph; what can be told apart is turned back. */
static void a_printed_letter_is_read_without_the_marks_of_direction(void **state)
{
    (void)state;
    khl_corpus *corpus = read_file(DATA "letter.pdf");
    khl_str last = khl_corpus_at(corpus, khl_corpus_count(corpus) - 1)->text;
    assert_str(last, "كما نطلب بناء قاعة للشباب قرب السوق الأسبوعي.");
    assert_str(khl_corpus_input_at(corpus, 0)->kind, "pdf");
    khl_corpus_destroy(corpus);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(workbooks_hold_what_the_table_holds),
        cmocka_unit_test(a_letter_is_read_by_its_paragraphs),
        cmocka_unit_test(a_printed_letter_is_read_without_the_marks_of_direction)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
