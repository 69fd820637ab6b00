/* Sheets of OpenDocument: rows and cells that are repeated, comments, spans, values beside what is shown. */
#include "office_files.h"

#define FILE_NAME "test-office.ods"
#define TYPE "application/vnd.oasis.opendocument.spreadsheet"
#define CELL(text) "<table:table-cell><text:p>" text "</text:p></table:table-cell>"

static void write_tables(const char *tables)
{
    char content[8192];
    int n = snprintf(
        content, sizeof content,
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body>"
        "<office:spreadsheet>%s</office:spreadsheet></office:body></office:document-content>",
        tables);
    assert_true(n > 0 && (size_t)n < sizeof content);
    const member members[] = {{"mimetype", TYPE}, {"content.xml", content}};
    write_zip(FILE_NAME, members, 2);
}

static void what_is_repeated_is_read_so_often_and_what_is_blank_is_not(void **state)
{
    (void)state;
    write_tables("<table:table table:name=\"S\">"
                 "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell "
                 "table:number-columns-repeated=\"16384\"/></table:table-row>"
                 "<table:table-row>" CELL("text") CELL("city")
                     CELL("place") "</table:table-row>"
                                   "<table:table-row table:number-rows-repeated=\"2\">" CELL(
                                       "a park") "<table:table-cell "
                                                 "table:number-columns-repeated=\"2\"><text:p>Azrou</"
                                                 "text:p></table:table-cell>"
                                                 "</table:table-row>"
                                                 "<table:table-row "
                                                 "table:number-rows-repeated=\"1048571\"><table:table-cell "
                                                 "table:number-columns-repeated=\"16384\"/></"
                                                 "table:table-row></table:table>");
    khl_corpus *corpus = read_file(FILE_NAME);
    assert_int_equal(khl_corpus_received(corpus), 2);
    expect_row(corpus, 0, 4, "a park");
    expect_row(corpus, 1, 5, "a park");
    assert_str(khl_corpus_at(corpus, 1)->city, "Azrou");
    assert_str(khl_corpus_at(corpus, 1)->place, "Azrou");
    assert_str(khl_corpus_input_at(corpus, 0)->kind, "ods");
    khl_corpus_destroy(corpus);
}

static void values_count_and_comments_do_not(void **state)
{
    (void)state;
    write_tables("<table:table table:name=\"S\"><table:table-row>" CELL("text") CELL("date") CELL("cost")
                     CELL("share") "</table:table-row><table:table-row>"
                                   "<table:table-cell><office:annotation><text:p>no!</text:p></"
                                   "office:annotation><text:p>a<text:s "
                                   "text:c=\"2\"/><text:span>park</text:span></text:p><text:p>and<text:tab/"
                                   ">a bus<text:line-break/>"
                                   "too</text:p></table:table-cell>"
                                   "<table:table-cell office:value-type=\"date\" "
                                   "office:date-value=\"2026-03-05T09:30:00\"><text:p>5 "
                                   "mars</text:p></table:table-cell>"
                                   "<table:table-cell office:value-type=\"float\" "
                                   "office:value=\"20000\"><text:p>20 000,00</text:p>"
                                   "</table:table-cell>"
                                   "<table:table-cell office:value-type=\"percentage\" "
                                   "office:value=\"0.2\"><text:p>20 %</text:p>"
                                   "</table:table-cell></table:table-row></table:table>");
    khl_corpus *corpus = read_file(FILE_NAME);
    assert_int_equal(khl_corpus_count(corpus), 1);
    expect_row(corpus, 0, 2, "a  park\nand\ta bus\ntoo");
    assert_str(khl_corpus_at(corpus, 0)->date, "2026-03-05 09:30:00");
    assert_str(khl_corpus_cell(corpus, 0, "cost", NULL), "20000");
    assert_str(khl_corpus_cell(corpus, 0, "share", NULL), "20 %");
    khl_corpus_destroy(corpus);
}

static void a_cell_over_several_rows_is_that_of_each(void **state)
{
    (void)state;
    write_tables("<table:table table:name=\"S\"><table:table-row>" CELL("association") CELL(
        "text") "</table:table-row><table:table-row><table:table-cell "
                "table:number-rows-spanned=\"2\"><text:p>Azrou"
                "</text:p></table:table-cell>" CELL(
                    "a park") "</table:table-row><table:table-row>"
                              "<table:covered-table-cell/>" CELL("a bus") "</table:table-row></table:table>");
    khl_corpus *corpus = read_file(FILE_NAME);
    assert_int_equal(khl_corpus_count(corpus), 2);
    assert_str(khl_corpus_at(corpus, 1)->association, "Azrou");
    khl_corpus_destroy(corpus);
}

/* A few bytes that ask for two thousand million cells. */
static void a_bomb_of_repeated_cells_is_refused(void **state)
{
    (void)state;
    write_tables("<table:table table:name=\"S\"><table:table-row>" CELL(
        "text") "</table:table-row>"
                "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell "
                "table:number-columns-repeated=\"2000\"><text:p>x</text:p></table:table-cell></"
                "table:table-row>"
                "</table:table>");
    refused(FILE_NAME, NULL, "office.too_large");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_repeated_is_read_so_often_and_what_is_blank_is_not),
        cmocka_unit_test(values_count_and_comments_do_not),
        cmocka_unit_test(a_cell_over_several_rows_is_that_of_each),
        cmocka_unit_test(a_bomb_of_repeated_cells_is_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
