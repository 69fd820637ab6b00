/* A workbook of ours read back: as it was handed out, with answers, and as LibreOffice left it
 * (data/README.md).
 */
#include "edited_files.h"

#define DATA KHL_SOURCE_DIR "/tests/unit/office/data/"
#define ENTRIES "xl/worksheets/sheet1.xml"
#define REVIEW "xl/worksheets/sheet2.xml"
#define MEMBERS "xl/worksheets/sheet3.xml"
#define TEXTS "xl/worksheets/sheet7.xml"
#define BOOK "xl/workbook.xml"
#define KEYS "xl/worksheets/sheet8.xml"
#define LONG "E-0000000003"
#define EDITS(...) ((const edit[]){__VA_ARGS__}), sizeof((const edit[]){__VA_ARGS__}) / sizeof(edit)

static void what_nobody_edited_differs_in_nothing(void **state)
{
    (void)state;
    khl_edited e;
    khl_error err = {0};
    assert_int_equal(read_edits(&e, "xlsx", NULL, 0, &err), KHL_OK);
    assert_int_equal(e.n_entries, 3);
    assert_false(e.ordered);
    assert_true(part_of(&e, LONG, KHL_EDITED_TEXT).n > 100000);
    assert_int_equal(count_differences(&e, stdout), 0);
    khl_edited_clear(&e);
}

/* A text that its cell does not hold is edited in its cell, or in its pieces. */
static void a_long_text_is_edited_in_either_place(void **state)
{
    (void)state;
    static const char *const SHEETS[] = {ENTRIES, TEXTS};
    for (size_t i = 0; i < 2; i++) {
        khl_edited e;
        khl_error err = {0};
        const edit typed = {SHEETS[i], "ligne 100 ", "rang 100 "};
        assert_int_equal(read_edits(&e, "xlsx", &typed, 1, &err), KHL_OK);
        khl_str text = part_of(&e, LONG, KHL_EDITED_TEXT);
        assert_non_null(strstr(text.p, "rang 100 "));
        assert_null(strstr(text.p, "ligne 100 "));
        assert_true(text.n > 100000);
        assert_int_equal(count_differences(&e, NULL), 1);
        khl_edited_clear(&e);
    }
}

static void the_sheet_of_pieces_may_be_gone(void **state)
{
    (void)state;
    khl_edited e;
    khl_error err = {0};
    const edit gone = {TEXTS, "<sheetData>", "<sheetData/><x>"}, back = {TEXTS, "</sheetData>", "</x>"};
    assert_int_equal(read_edits(&e, "xlsx",
                                EDITS(gone, back, {TEXTS, "<row ", "<y "}, {TEXTS, "</row>", "</y>"},
                                      {TEXTS, "<c ", "<z "}, {TEXTS, "</c>", "</z>"}),
                                &err),
                     KHL_OK);
    assert_int_equal(count_differences(&e, stdout), 0);
    khl_edited_clear(&e);
}

/* The cell of the only pair for review, and the one below the head in the original wordings. */
#define PLACE(place) "<c r=\"" place "\" s=\""
#define CELL(place, text) "<c r=\"" place "\" t=\"inlineStr\"><is><t>" text "</t></is></c><x s=\""

static void answers_are_read_in_any_spelling(void **state)
{
    (void)state;
    static const char *const WRITTEN[][2] = {{"Même demande", "same"},
                                             {"  mÊme  ", ""},
                                             {"MêME DEMANDE", "same"},
                                             {"related", "related"},
                                             {"DIFFERENT", "different"}};
    for (size_t i = 0; i < sizeof WRITTEN / sizeof *WRITTEN; i++) {
        khl_edited e;
        khl_error err = {0};
        char cell[256];
        snprintf(cell, sizeof cell, CELL("L2", "%s"), WRITTEN[i][0]);
        assert_int_equal(read_edits(&e, "xlsx", EDITS({REVIEW, PLACE("L2"), cell}), &err), KHL_OK);
        assert_int_equal(e.n_answers, 1);
        assert_str(e.answers[0].a, "K1");
        assert_str(e.answers[0].b, "K2/2");
        assert_str(e.answers[0].answer, WRITTEN[i][1]);
        assert_true(e.answers[0].written.n > 0);
        assert_int_equal(e.answers[0].row, 2);
        khl_edited_clear(&e);
    }
}

static void keys_that_are_gone_are_named(void **state)
{
    (void)state;
    khl_edited e;
    khl_error err = {0};
    assert_int_equal(read_edits(&e, "xlsx", EDITS({REVIEW, ">key_a<", ">x<"}), &err), KHL_E_INPUT);
    assert_string_equal(err.id, "office.keys_lost");
    assert_string_equal(err.args[1], "key_a");
    khl_edited_clear(&e);
    assert_int_equal(read_edits(&e, "xlsx", EDITS({KEYS, ">schema<", ">x<"}), &err), KHL_E_INPUT);
    assert_string_equal(err.id, "office.no_export");
    khl_edited_clear(&e);
    assert_int_equal(read_edits(&e, "xlsx", EDITS({ENTRIES, ">E-0", ">X-0"}), &err), KHL_E_INPUT);
    assert_string_equal(err.id, "office.tags_lost");
    khl_edited_clear(&e);
}

static void rows_typed_or_copied_are_told(void **state)
{
    (void)state;
    khl_edited e;
    khl_error err = {0};
    assert_int_equal(
        read_edits(&e, "xlsx",
                   EDITS({ENTRIES, "</sheetData>",
                          "<row r=\"9\"><c r=\"B9\" t=\"inlineStr\"><is><t>E-0000000001</t></is></c></row>"
                          "<row r=\"10\"><c r=\"D10\" t=\"inlineStr\"><is><t>De plus</t></is></c></row>"
                          "</sheetData>"}),
                   &err),
        KHL_OK);
    assert_int_equal(e.n_entries, 3);
    assert_int_equal(e.n_strays, 2);
    assert_int_equal(e.strays[0].kind, KHL_STRAY_TWICE);
    assert_int_equal(e.strays[1].kind, KHL_STRAY_HEADING);
    assert_str(e.strays[1].text, "De plus");
    assert_int_equal(e.strays[1].place, 10);
    khl_edited_clear(&e);
}

static void read_data(khl_edited *e, const char *path)
{
    khl_file file = {0};
    khl_error err = {0};
    assert_int_equal(khl_file_open(&file, path, SIZE_MAX, NULL), KHL_OK);
    assert_int_equal(read_back(e, file.bytes, &err), KHL_OK);
    khl_file_close(&file);
}

static void what_libreoffice_saved_is_read(void **state)
{
    (void)state;
    khl_edited e;
    read_data(&e, DATA "saved.xlsx");
    assert_int_equal(e.n_entries, 8);
    assert_int_equal(count_differences(&e, stdout), 0);
    khl_edited_clear(&e);
    read_data(&e, DATA "edited.xlsx");
    assert_int_equal(e.n_entries, 7);
    assert_str(part_of(&e, "E-9a30b30cb4", KHL_EDITED_TITLE), "Titre nouveau");
    assert_int_equal(entry_of(&e, "E-9a30b30cb4")->parts[KHL_EDITED_TITLE].place, 3);
    assert_int_equal(e.n_answers, 2);
    assert_str(e.answers[0].answer, "different");
    assert_str(e.answers[0].comment, "voir avec le quartier");
    assert_str(e.answers[0].b, "K04");
    assert_str(e.answers[1].answer, "");
    assert_str(e.answers[1].written, "peut-être");
    assert_int_equal(count_differences(&e, NULL), 4); /* a title, an entry that is gone, two answers */
    khl_edited_clear(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_nobody_edited_differs_in_nothing),
                                       cmocka_unit_test(a_long_text_is_edited_in_either_place),
                                       cmocka_unit_test(the_sheet_of_pieces_may_be_gone),
                                       cmocka_unit_test(answers_are_read_in_any_spelling),
                                       cmocka_unit_test(keys_that_are_gone_are_named),
                                       cmocka_unit_test(rows_typed_or_copied_are_told),
                                       cmocka_unit_test(what_libreoffice_saved_is_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
