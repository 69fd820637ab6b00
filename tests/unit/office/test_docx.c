/* Letters of Word: paragraphs, lists, tables, tracked changes. */
#include "office_files.h"

#define FILE_NAME "test-office.docx"
#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"
#define ITEM(text)                                                                                           \
    "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/></w:numPr></w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"
#define STYLED(style, text)                                                                                  \
    "<w:p><w:pPr><w:pStyle w:val=\"" style "\"/></w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"
#define CELL(text) "<w:tc><w:tcPr/>" P(text) "</w:tc>"

static void write_letter(const char *body)
{
    char document[8192];
    int n = snprintf(document, sizeof document,
                     "<w:document xmlns:w=\"w\" xmlns:mc=\"mc\"><w:body>%s<w:sectPr/></w:body></w:document>",
                     body);
    assert_true(n > 0 && (size_t)n < sizeof document);
    const member members[] = {
        {"_rels/.rels", RELATIONS(RELATION("a", "officeDocument", "word/document.xml"))},
        {"word/styles.xml",
         "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"Titre1\"><w:name w:val=\"heading "
         "1\"/></w:style><w:style w:styleId=\"Corps\"><w:name w:val=\"Body Text\"/></w:style></w:styles>"},
        {"word/comments.xml", "<w:comments xmlns:w=\"w\">" P("a comment") "</w:comments>"},
        {"word/document.xml", document}};
    write_zip(FILE_NAME, members, sizeof members / sizeof *members);
}

static void a_paragraph_is_a_proposal_and_a_list_stays_with_its_colon(void **state)
{
    (void)state;
    write_letter(STYLED("Titre1", "Our proposals") P("We ask for:") ITEM("a park") ITEM("a bus") P("")
                     STYLED("Corps", "A well for the village.") ITEM("A school.") ITEM("A road."));
    khl_corpus *corpus = read_file(FILE_NAME);
    assert_int_equal(khl_corpus_received(corpus), 4);
    expect_row(corpus, 0, 2, "We ask for:\n- a park\n- a bus");
    expect_row(corpus, 1, 6, "A well for the village.");
    expect_row(corpus, 2, 7, "A school.");
    expect_row(corpus, 3, 8, "A road.");
    assert_str(khl_corpus_cell(corpus, 1, "section", NULL), "Our proposals");
    khl_corpus_destroy(corpus);
}

static void changes_are_accepted_and_what_is_not_text_is_left_out(void **state)
{
    (void)state;
    write_letter(
        "<w:p><w:ins w:id=\"1\"><w:r><w:t>new </w:t></w:r></w:ins><w:del><w:r><w:delText>old "
        "</w:delText></w:r></w:del><w:r><w:t xml:space=\"preserve\">park</w:t><w:tab/><w:t>here</w:t><w:br/>"
        "</w:r><w:hyperlink><w:r><w:t>soon</w:t></w:r></w:hyperlink><w:r><w:fldChar/><w:instrText>PAGE"
        "</w:instrText></w:r></w:p>"
        "<w:p><w:moveFrom><w:r><w:t>moved away</w:t></w:r></w:moveFrom></w:p>"
        "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:moveTo><w:r><w:t>moved "
        "here</w:t></w:r></w:moveTo></w:p>"
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>" P(
            "in a box") "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>" P("in a box") "</"
                                                                                                 "w:"
                                                                                                 "txbxContent"
                                                                                                 "></"
                                                                                                 "mc:"
                                                                                                 "Fallback></"
                                                                                                 "mc:"
                                                                                                 "AlternateCo"
                                                                                                 "ntent></"
                                                                                                 "w:r></"
                                                                                                 "w:p>");
    khl_corpus *corpus = read_file(FILE_NAME);
    assert_int_equal(khl_corpus_received(corpus), 3);
    expect_row(corpus, 0, 1, "new park\there\nsoon");
    expect_row(corpus, 1, 3, "moved here");
    expect_row(corpus, 2, 4, "in a box");
    khl_corpus_destroy(corpus);
}

/* Two tables with the columns in another order, cells over several rows and columns. */
static void rows_of_tables_that_name_the_text_are_the_proposals(void **state)
{
    (void)state;
    write_letter(P("Meeting of 2026") "<w:tbl><w:tr>" CELL("association") CELL(
        "text") "</w:tr><w:tr><w:tc><w:tcPr>"
                "<w:vMerge w:val=\"restart\"/></w:tcPr>" P("Amal") "</w:tc><w:tc>" P("a park")
                     P("with trees") "</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>" P(
                         "") "</w:tc>" CELL("a bus") "</w:tr></w:tbl>"
                                                     "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan "
                                                     "w:val=\"2\"/></w:tcPr>" P(
                                                         "Second axis") "</w:tc></w:tr><w:tr>" CELL("text")
                                                         CELL("association") "</w:tr><w:tr>" CELL("a well")
                                                             CELL("Nour") "</w:tr></w:tbl>");
    static const char *const ROWS[][2] = {
        {"a park\nwith trees", "Amal"}, {"a bus", "Amal"}, {"a well", "Nour"}};
    khl_corpus *corpus = read_file(FILE_NAME);
    assert_int_equal(khl_corpus_received(corpus), 3);
    for (size_t i = 0; i < 3; i++) {
        assert_str(khl_corpus_at(corpus, i)->text, ROWS[i][0]);
        assert_str(khl_corpus_at(corpus, i)->association, ROWS[i][1]);
    }
    assert_int_equal(khl_corpus_at(corpus, 0)->row, 4);
    khl_corpus_destroy(corpus);
}

static void a_table_without_known_columns_loses_nothing(void **state)
{
    (void)state;
    write_letter("<w:tbl><w:tr>" CELL("1") CELL("a park") "</w:tr><w:tr>" CELL("2")
                     CELL("a bus") "</w:tr></w:tbl>" P("And a well."));
    khl_corpus *corpus = read_file(FILE_NAME);
    assert_int_equal(khl_corpus_received(corpus), 3);
    expect_row(corpus, 0, 5, "And a well.");
    expect_row(corpus, 1, 1, "1 | a park");
    expect_row(corpus, 2, 3, "2 | a bus");
    khl_corpus_destroy(corpus);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_paragraph_is_a_proposal_and_a_list_stays_with_its_colon),
        cmocka_unit_test(changes_are_accepted_and_what_is_not_text_is_left_out),
        cmocka_unit_test(rows_of_tables_that_name_the_text_are_the_proposals),
        cmocka_unit_test(a_table_without_known_columns_loses_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
