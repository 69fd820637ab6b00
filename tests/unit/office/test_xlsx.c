/* Workbooks of Excel, as ECMA-376 lets programs write them. */
#include "office_files.h"

#define FILE_NAME "test-office.xlsx"

static void cells_of_every_kind_are_read_as_they_are_shown(void **state)
{
    (void)state;
    const member members[] = {
        {"_rels/.rels", RELATIONS(RELATION("a", "officeDocument", "/xl/book.xml"))},
        {"xl/book.xml", WORKBOOK_OF("<sheet name=\"S\" sheetId=\"7\" r:id=\"b\"/>")},
        {"xl/_rels/book.xml.rels",
         RELATIONS(RELATION("b", "worksheet", "/xl/s.xml") RELATION("c", "sharedStrings", "strings.xml")
                       RELATION("d", "styles", "styles.xml"))},
        {"xl/strings.xml",
         "<sst><si><t>text</t></si><si><r><t>in </t></r><r><rPr/><t xml:space=\"preserve\">two "
         "runs</t></r><rPh><t>guide</t></rPh></si><si><t>line_x000D_\nend _x0041_ _xyz_</t></si></sst>"},
        {"xl/styles.xml",
         "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"[$-401]d\\ mmmm\\ yyyy;@\"/>"
         "<numFmt numFmtId=\"171\" formatCode=\"0.0&quot;day&quot;\"/></numFmts><cellStyleXfs><xf "
         "numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf "
         "numFmtId=\"170\"/><xf numFmtId=\"171\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>"},
        {"xl/s.xml",
         SHEET(
             "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>a</t></is></c>"
             "<c t=\"str\"><v>b</v></c><c r=\"D1\" t=\"str\"><v>c</v></c></row>"
             "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"B2\"><v>20000</v></c><c r=\"C2\" "
             "s=\"1\"><v>46086</v></c><c r=\"D2\" t=\"b\"><v>1</v></c></row>"
             "<row r=\"4\"><c r=\"A4\" t=\"s\"><v>2</v></c><c r=\"B4\"><v>0.10000000000000001</v></c><c "
             "r=\"C4\" s=\"2\"><v>59</v></c><c r=\"D4\" t=\"e\"><v>#N/A</v></c></row>"
             "<row r=\"5\"><c r=\"A5\" t=\"str\"><f>A1&amp;\"x\"</f><v>shown</v></c><c r=\"B5\" "
             "s=\"3\"><v>2.5</v></c><c r=\"C5\" s=\"4\"><v>46086.395833333336</v></c></row>")}};
    static const char *const CELLS[][4] = {{"in two runs", "20000", "2026-03-05", "1"},
                                           {"line\r\nend A _xyz_", "0.1", "1900-02-28", "#N/A"},
                                           {"shown", "2.5", "2026-03-05 09:30:00", ""}};
    write_zip(FILE_NAME, members, sizeof members / sizeof *members);
    khl_corpus *corpus = read_file(FILE_NAME);
    assert_int_equal(khl_corpus_count(corpus), 3);
    for (size_t i = 0; i < 3; i++) {
        static const char *const HEADERS[] = {"text", "a", "b", "c"};
        for (size_t c = 0; c < 4; c++) assert_str(khl_corpus_cell(corpus, i, HEADERS[c], NULL), CELLS[i][c]);
    }
    assert_int_equal(khl_corpus_at(corpus, 1)->row, 4);
    assert_str(khl_corpus_input_at(corpus, 0)->kind, "xlsx");
    khl_corpus_destroy(corpus);
}

static void days_may_be_counted_from_1904(void **state)
{
    (void)state;
    const member members[] = {
        {"_rels/.rels", RELATIONS(RELATION("a", "officeDocument", "xl/workbook.xml"))},
        {"xl/workbook.xml", "<workbook xmlns:r=\"r\"><workbookPr date1904=\"1\"/><sheets><sheet name=\"S\" "
                            "sheetId=\"1\" r:id=\"b\"/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         RELATIONS(RELATION("b", "worksheet", "s.xml") RELATION("d", "styles", "styles.xml"))},
        {"xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>"},
        {"xl/s.xml", SHEET("<row><c t=\"str\"><v>text</v></c><c t=\"str\"><v>date</v></c></row><row><c "
                           "t=\"str\"><v>a park</v></c><c s=\"0\"><v>0</v></c></row>")}};
    write_zip(FILE_NAME, members, sizeof members / sizeof *members);
    khl_corpus *corpus = read_file(FILE_NAME);
    assert_str(khl_corpus_at(corpus, 0)->date, "1904-01-01");
    khl_corpus_destroy(corpus);
}

#define TEXT(place, text) "<c r=\"" place "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"

/* A title and an empty row above; cells out of order; an association over three rows, one of which is empty,
 * and a merge to the end of the sheet. */
static void the_header_is_found_and_merged_cells_are_those_of_each_row(void **state)
{
    (void)state;
    write_sheet(
        FILE_NAME,
        "<worksheet><sheetData><row r=\"1\">" TEXT("B1", "Proposals of 2026") "</row><row r=\"3\">" TEXT(
            "C3", "text") TEXT("B3", "association") "</row><row r=\"4\">" TEXT("B4", "Azrou")
            TEXT("C4", "a park") "</row><row r=\"6\">" TEXT("C6", "a school") "</row><row r=\"5\">" TEXT(
                "C5", "a bus") "</row><row r=\"8\">" TEXT("B8", "Amal")
                TEXT("C8",
                     "a well") "</row></sheetData><mergeCells><mergeCell ref=\"B4:B7\"/><mergeCell "
                               "ref=\"B8:B1048576\"/><mergeCell ref=\"B1:C1\"/></mergeCells></worksheet>");
    static const struct {
        uint32_t row;
        const char *association, *text;
    } ROWS[] = {
        {4, "Azrou", "a park"}, {5, "Azrou", "a bus"}, {6, "Azrou", "a school"}, {8, "Amal", "a well"}};
    khl_corpus *corpus = read_file(FILE_NAME);
    assert_int_equal(khl_corpus_received(corpus), 4);
    for (size_t i = 0; i < 4; i++) {
        expect_row(corpus, i, ROWS[i].row, ROWS[i].text);
        assert_str(khl_corpus_at(corpus, i)->association, ROWS[i].association);
    }
    khl_corpus_destroy(corpus);
}

#define TWO_SHEETS(state, first, second)                                                                     \
    {                                                                                                        \
        {"_rels/.rels", RELATIONS(RELATION("a", "officeDocument", "xl/workbook.xml"))},                      \
            {"xl/workbook.xml", WORKBOOK_OF("<sheet name=\"one\" sheetId=\"1\" r:id=\"b\" state=\"" state    \
                                            "\"/><sheet name=\"two\" sheetId=\"2\" r:id=\"c\"/>")},          \
            {"xl/_rels/workbook.xml.rels",                                                                   \
             RELATIONS(RELATION("b", "worksheet", "1.xml") RELATION("c", "worksheet", "2.xml"))},            \
            {"xl/1.xml", SHEET(first)},                                                                      \
        {                                                                                                    \
            "xl/2.xml", SHEET(second)                                                                        \
        }                                                                                                    \
    }
#define ROW(a, b) "<row><c t=\"str\"><v>" a "</v></c><c t=\"str\"><v>" b "</v></c></row>"

static void of_two_sheets_one_is_to_be_named(void **state)
{
    (void)state;
    const member members[] = TWO_SHEETS("visible", ROW("text", "city") ROW("a park", "Tiflet"),
                                        ROW("text", "city") ROW("a bus", "Azrou"));
    khl_read_options options = KHL_READ_OPTIONS_INIT;
    write_zip(FILE_NAME, members, sizeof members / sizeof *members);
    khl_error err = refused(FILE_NAME, NULL, "office.two_sheets");
    assert_non_null(strstr(err.message, "one and two"));
    options.sheet = "two";
    khl_corpus *corpus = read_with(FILE_NAME, &options);
    assert_int_equal(khl_corpus_count(corpus), 1);
    expect_row(corpus, 0, 2, "a bus");
    khl_corpus_destroy(corpus);
    options.sheet = "three";
    refused(FILE_NAME, &options, "office.no_sheet");
}

static void a_hidden_sheet_is_not_meant(void **state)
{
    (void)state;
    const member members[] = TWO_SHEETS("hidden", ROW("text", "city") ROW("old", "Tiflet"),
                                        ROW("text", "city") ROW("a bus", "Azrou"));
    write_zip(FILE_NAME, members, sizeof members / sizeof *members);
    khl_corpus *corpus = read_file(FILE_NAME);
    assert_int_equal(khl_corpus_count(corpus), 1);
    expect_row(corpus, 0, 2, "a bus");
    khl_corpus_destroy(corpus);
}

/* KoboToolbox writes a group that is repeated to a sheet of its own. */
static void repeated_answers_get_the_columns_of_those_they_belong_to(void **state)
{
    (void)state;
    const member members[] =
        TWO_SHEETS("visible", ROW("association", "_index") ROW("Amal", "1") ROW("Nour", "2"),
                   ROW("text", "_parent_index") ROW("a park", "2") ROW("a bus", "1") ROW("a well", "2")
                       ROW("a wall", "9"));
    static const char *const ASSOCIATIONS[] = {"Nour", "Amal", "Nour", ""};
    write_zip(FILE_NAME, members, sizeof members / sizeof *members);
    khl_corpus *corpus = read_file(FILE_NAME);
    assert_int_equal(khl_corpus_count(corpus), 4);
    for (size_t i = 0; i < 4; i++) assert_str(khl_corpus_at(corpus, i)->association, ASSOCIATIONS[i]);
    expect_row(corpus, 2, 4, "a well");
    khl_corpus_destroy(corpus);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_of_every_kind_are_read_as_they_are_shown),
        cmocka_unit_test(days_may_be_counted_from_1904),
        cmocka_unit_test(the_header_is_found_and_merged_cells_are_those_of_each_row),
        cmocka_unit_test(of_two_sheets_one_is_to_be_named),
        cmocka_unit_test(a_hidden_sheet_is_not_meant),
        cmocka_unit_test(repeated_answers_get_the_columns_of_those_they_belong_to)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
