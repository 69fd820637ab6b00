/* What no office program writes, what was cut off on the way, and what only its owner can open. */
#include "office_files.h"

#include <stdlib.h>

#define FILE_NAME "test-office-refused"
#define COMPOUND "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
#define MAIN RELATIONS(RELATION("a", "officeDocument", "xl/workbook.xml"))

static void refuse_members(const member *members, size_t n, const char *id)
{
    write_zip(FILE_NAME, members, n);
    refused(FILE_NAME, NULL, id);
}
#define REFUSE(id, ...)                                                                                      \
    refuse_members((const member[]){__VA_ARGS__}, sizeof((const member[]){__VA_ARGS__}) / sizeof(member), id)

static void a_zip_that_is_no_workbook_is_refused(void **state)
{
    (void)state;
    REFUSE("input.archive", {"a.txt", "text"});
    REFUSE("office.no_workbook", {"mimetype", "application/vnd.oasis.opendocument.text"},
           {"content.xml", "<a/>"});
    REFUSE("office.no_workbook",
           {"_rels/.rels", RELATIONS(RELATION("a", "officeDocument", "xl/workbook.bin"))},
           {"xl/workbook.bin", "x"});
    REFUSE("office.damaged", {"_rels/.rels", MAIN}, {"xl/workbook.xml", WORKBOOK_OF("")});
}

static void what_is_cut_off_is_refused_wherever_it_ends(void **state)
{
    (void)state;
    char bytes[4096];
    write_sheet(FILE_NAME,
                SHEET("<row><c t=\"str\"><v>text</v></c></row><row><c t=\"str\"><v>a park</v></c></row>"));
    FILE *file = fopen(FILE_NAME, "rb");
    size_t n = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    assert_true(n > 500 && n < sizeof bytes);
    for (size_t keep = 4; keep < n; keep += 7) {
        write_bytes(FILE_NAME, bytes, keep);
        refused(FILE_NAME, NULL, "office.damaged");
    }
}

static void names_that_lead_elsewhere_are_refused(void **state)
{
    (void)state;
    REFUSE("office.strange_name", {"../up.xml", "x"});
    REFUSE("office.strange_name", {"xl/../../up.xml", "x"});
    REFUSE("office.strange_name", {"/etc/root.xml", "x"});
}

static void entities_and_ill_formed_parts_are_refused(void **state)
{
    (void)state;
    REFUSE("office.doctype",
           {"_rels/.rels",
            "<!DOCTYPE x [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]><Relationships>&b;</Relationships>"});
    REFUSE("office.xml", {"_rels/.rels", "<Relationships><Relationship></Relationships>"});
    write_sheet(FILE_NAME,
                "<worksheet><sheetData><row><c t=\"str\"><v>text</v></c></row>\n<row></worksheet>");
    khl_error err = refused(FILE_NAME, NULL, "office.xml");
    assert_non_null(strstr(err.message, "sheet1.xml"));
    assert_non_null(strstr(err.message, "line 2"));
}

/* 64 MiB of blanks in some 64 KB. */
static void a_member_that_unpacks_without_measure_is_refused(void **state)
{
    (void)state;
    enum { N = 64 << 20 };
    char *blanks = malloc(N + 1);
    assert_non_null(blanks);
    memset(blanks, ' ', N);
    blanks[N] = '\0';
    REFUSE("office.bomb", {"_rels/.rels", MAIN}, {"xl/workbook.xml", blanks});
    free(blanks);
}

static void deep_nesting_is_refused(void **state)
{
    (void)state;
    char deep[4096] = "";
    for (int i = 0; i < 300; i++) strcat(deep, "<a>");
    REFUSE("office.xml", {"_rels/.rels", deep});
}

static void a_string_that_is_not_there_is_damage(void **state)
{
    (void)state;
    write_sheet(FILE_NAME, SHEET("<row><c t=\"s\"><v>5</v></c></row>"));
    refused(FILE_NAME, NULL, "office.damaged");
}

/* As Excel and Word protect a file since 2007, and as Word wrote before. */
static void what_is_protected_or_of_the_old_word_says_how_to_save_it(void **state)
{
    (void)state;
    static const char PROTECTED[] = COMPOUND "....E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
    static const char OLD[] = COMPOUND "....W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0";
    static const char GARBAGE[] = COMPOUND "nothing of a workbook";
    write_bytes(FILE_NAME, PROTECTED, sizeof PROTECTED);
    refused(FILE_NAME, NULL, "office.password");
    write_bytes(FILE_NAME, OLD, sizeof OLD);
    refused(FILE_NAME, NULL, "office.doc");
    write_bytes(FILE_NAME, GARBAGE, sizeof GARBAGE);
    refused(FILE_NAME, NULL, "office.damaged");
}

static void a_sheet_without_known_columns_is_refused_with_their_names(void **state)
{
    (void)state;
    write_sheet(FILE_NAME, SHEET("<row><c t=\"str\"><v>1</v></c><c t=\"str\"><v>a park</v></c></row>"));
    khl_error err = refused(FILE_NAME, NULL, "columns.no_text");
    assert_non_null(strstr(err.message, "a park"));
    write_sheet(FILE_NAME, SHEET(""));
    refused(FILE_NAME, NULL, "input.empty");
}

static void a_cell_beyond_the_limit_is_refused_at_its_place(void **state)
{
    (void)state;
    khl_read_options options = KHL_READ_OPTIONS_INIT;
    options.max_cell_bytes = 8;
    write_sheet(FILE_NAME,
                SHEET("<row><c t=\"str\"><v>city</v></c><c t=\"str\"><v>text</v></c></row><row r=\"5\"><c "
                      "r=\"B5\" t=\"str\"><v>a long text</v></c></row>"));
    khl_error err = refused(FILE_NAME, &options, "input.long_cell");
    assert_int_equal(err.row, 5);
    assert_int_equal(err.column, 2);
}

/* One page with nothing on it. */
static void a_page_without_text_is_refused(void **state)
{
    (void)state;
    static const char PDF[] =
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count "
        "1>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n";
    static const char TORN[] = "%PDF-1.4\nnothing follows";
    write_bytes(FILE_NAME, PDF, sizeof PDF - 1);
    refused(FILE_NAME, NULL, "office.pdf_scanned");
    write_bytes(FILE_NAME, TORN, sizeof TORN - 1);
    refused(FILE_NAME, NULL, "office.pdf_refused");
}

static void a_pdf_without_the_program_that_reads_it_says_what_to_install(void **state)
{
    (void)state;
    khl_corpus *corpus = NULL;
    khl_error err = {0};
    char kept[4096];
    snprintf(kept, sizeof kept, "%s", getenv("PATH"));
    write_bytes(FILE_NAME, "%PDF-1.4\n", 9);
    assert_int_equal(setenv("PATH", "/nowhere", 1), 0);
    assert_int_equal(khl_corpus_create(&corpus, NULL), KHL_OK);
    assert_int_equal(khl_corpus_read(corpus, FILE_NAME, NULL, &err), KHL_E_IO);
    assert_string_equal(err.id, "office.pdftotext");
    khl_corpus_destroy(corpus);
    assert_int_equal(setenv("PATH", kept, 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_zip_that_is_no_workbook_is_refused),
        cmocka_unit_test(what_is_cut_off_is_refused_wherever_it_ends),
        cmocka_unit_test(names_that_lead_elsewhere_are_refused),
        cmocka_unit_test(entities_and_ill_formed_parts_are_refused),
        cmocka_unit_test(a_member_that_unpacks_without_measure_is_refused),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(a_string_that_is_not_there_is_damage),
        cmocka_unit_test(what_is_protected_or_of_the_old_word_says_how_to_save_it),
        cmocka_unit_test(a_sheet_without_known_columns_is_refused_with_their_names),
        cmocka_unit_test(a_cell_beyond_the_limit_is_refused_at_its_place),
        cmocka_unit_test(a_page_without_text_is_refused),
        cmocka_unit_test(a_pdf_without_the_program_that_reads_it_says_what_to_install)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
