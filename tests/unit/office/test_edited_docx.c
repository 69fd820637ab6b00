/* A letter of ours read back: as it was handed out, as Word leaves it, and as LibreOffice did
 * (data/README.md).
 */
#include "edited_files.h"

#define DATA KHL_SOURCE_DIR "/tests/unit/office/data/"
#define DOCUMENT "word/document.xml"
#define ONE "E-0000000001"
#define TWO "E-0000000002"
#define TITLE_RUN "<w:r><w:t xml:space=\"preserve\">Premier titre</w:t></w:r>"
#define TEXT_RUN "<w:r><w:t xml:space=\"preserve\">Premier texte</w:t></w:r>"
#define EDITS(...) ((const edit[]){__VA_ARGS__}), sizeof((const edit[]){__VA_ARGS__}) / sizeof(edit)

static void what_nobody_edited_differs_in_nothing(void **state)
{
    (void)state;
    khl_edited e;
    khl_error err = {0};
    assert_int_equal(read_edits(&e, "docx", NULL, 0, &err), KHL_OK);
    assert_int_equal(e.n_entries, 3);
    assert_true(e.ordered);
    assert_int_equal(count_differences(&e, stdout), 0);
    khl_edited_clear(&e);
}

static void runs_may_be_split(void **state)
{
    (void)state;
    khl_edited e;
    khl_error err = {0};
    const edit split = {DOCUMENT, TITLE_RUN,
                        "<w:r w:rsidR=\"00A1\"><w:t>Pre</w:t></w:r><w:proofErr w:type=\"spellStart\"/>"
                        "<w:smartTag w:element=\"x\"><w:r><w:t>mier</w:t></w:r></w:smartTag>"
                        "<w:commentRangeStart w:id=\"1\"/><w:r><w:t xml:space=\"preserve\"> titre</w:t>"
                        "<w:commentReference w:id=\"1\"/></w:r>"};
    assert_int_equal(read_edits(&e, "docx", &split, 1, &err), KHL_OK);
    assert_int_equal(count_differences(&e, stdout), 0);
    khl_edited_clear(&e);
}

static void tracked_changes_count_as_accepted(void **state)
{
    (void)state;
    khl_edited e;
    khl_error err = {0};
    const edit tracked = {DOCUMENT, TEXT_RUN,
                          "<w:r><w:t xml:space=\"preserve\">Premier </w:t></w:r><w:del w:id=\"9\"><w:r>"
                          "<w:delText>texte</w:delText></w:r></w:del><w:ins w:id=\"8\"><w:r><w:t>mot</w:t>"
                          "<w:br/><w:t>seconde ligne</w:t></w:r></w:ins>"};
    assert_int_equal(read_edits(&e, "docx", &tracked, 1, &err), KHL_OK);
    assert_str(part_of(&e, ONE, KHL_EDITED_TEXT), "Premier mot\nseconde ligne");
    assert_int_equal(count_differences(&e, NULL), 1);
    khl_edited_clear(&e);
}

static void what_is_typed_beside_a_mark_is_read(void **state)
{
    (void)state;
    khl_edited e;
    khl_error err = {0};
    assert_int_equal(
        read_edits(&e, "docx",
                   EDITS({DOCUMENT, "name=\"E_0000000001_title\"/>" TITLE_RUN,
                          "name=\"E_0000000001_title\"/>" TITLE_RUN "<w:r><w:t>, dedans</w:t></w:r>"},
                         {DOCUMENT, "<w:t xml:space=\"preserve\">1.1</w:t></w:r>",
                          "<w:t>1.2</w:t></w:r><w:r><w:t xml:space=\"preserve\"> Avant, </w:t></w:r>"},
                         {DOCUMENT, TEXT_RUN "<w:bookmarkEnd w:id=\"4\"/></w:sdtContent></w:sdt></w:p>",
                          TEXT_RUN "<w:bookmarkEnd w:id=\"4\"/></w:sdtContent></w:sdt><w:r><w:t>, suite"
                                   "</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val=\"Statement\"/></w:pPr>"
                                   "<w:r><w:t>Autre alinea</w:t></w:r></w:p>"}),
                   &err),
        KHL_OK);
    assert_str(part_of(&e, ONE, KHL_EDITED_TITLE), "Avant,   Premier titre, dedans");
    assert_str(part_of(&e, ONE, KHL_EDITED_TEXT), "Premier texte, suite\nAutre alinea");
    assert_int_equal(e.n_strays, 0);
    khl_edited_clear(&e);
}

/* Tags alone, bookmarks alone, and neither for the heading of an entry. */
static void one_kind_of_marks_is_enough(void **state)
{
    (void)state;
    static const edit LOST[][2] = {{{DOCUMENT, "w:name=\"E_", "w:name=\"x"}, {DOCUMENT, "w:name=\"E_", "x"}},
                                   {{DOCUMENT, "<w:tag ", "<w:x "}, {DOCUMENT, "<w:tag ", "x"}},
                                   {{DOCUMENT, "w:name=\"E_0000000001\"", "w:name=\"x\""},
                                    {DOCUMENT, "w:val=\"E-0000000001\"/><w:id", "w:val=\"x\"/><w:id"}}};
    for (size_t i = 0; i < 3; i++) {
        khl_edited e;
        khl_error err = {0};
        assert_int_equal(read_edits(&e, "docx", LOST[i], i == 2 ? 2 : 1, &err), KHL_OK);
        assert_int_equal(count_differences(&e, stdout), 0);
        khl_edited_clear(&e);
    }
}

/* LibreOffice leaves what was typed in front of a bookmark outside of it, but within the control. */
static void a_control_without_a_tag_is_that_of_its_bookmark(void **state)
{
    (void)state;
    khl_edited e;
    khl_error err = {0};
    assert_int_equal(
        read_edits(&e, "docx",
                   EDITS({DOCUMENT, "<w:tag ", "<w:x "},
                         {DOCUMENT, "<w:bookmarkStart w:id=\"6\" w:name=\"E_0000000001_authorities\"/>",
                          "<w:r><w:t>Wilaya ; </w:t></w:r>"
                          "<w:bookmarkStart w:id=\"6\" w:name=\"E_0000000001_authorities\"/>"}),
                   &err),
        KHL_OK);
    assert_str(part_of(&e, ONE, KHL_EDITED_AUTHORITIES), "Wilaya ; Commune \"<b>\"");
    assert_int_equal(count_differences(&e, NULL), 1);
    khl_edited_clear(&e);
}

static void a_placeholder_is_no_text(void **state)
{
    (void)state;
    khl_edited e;
    khl_error err = {0};
    assert_int_equal(read_edits(&e, "docx",
                                EDITS({DOCUMENT, "w:val=\"E-0000000001/title\"/>",
                                       "w:val=\"E-0000000001/title\"/><w:showingPlcHdr/>"},
                                      {DOCUMENT, "w:val=\"E-0000000001/level\"/>",
                                       "w:val=\"E-0000000001/level\"/><w:showingPlcHdr w:val=\"0\"/>"}),
                                &err),
                     KHL_OK);
    assert_non_null(part_of(&e, ONE, KHL_EDITED_TITLE).p);
    assert_int_equal(part_of(&e, ONE, KHL_EDITED_TITLE).n, 0);
    assert_str(part_of(&e, ONE, KHL_EDITED_LEVEL), "Local");
    khl_edited_clear(&e);
}

/* A level chosen from the list: Word writes its word, and drops the bookmark. */
static void a_level_is_read_by_its_word(void **state)
{
    (void)state;
    khl_edited e;
    khl_error err = {0};
    const edit chosen = {DOCUMENT,
                         "<w:bookmarkStart w:id=\"5\" w:name=\"E_0000000001_level\"/><w:r><w:t "
                         "xml:space=\"preserve\">Local</w:t></w:r><w:bookmarkEnd w:id=\"5\"/>",
                         "<w:r><w:t>National</w:t></w:r>"};
    assert_int_equal(read_edits(&e, "docx", &chosen, 1, &err), KHL_OK);
    assert_str(part_of(&e, ONE, KHL_EDITED_LEVEL), "National");
    assert_int_equal(count_differences(&e, NULL), 1);
    khl_edited_clear(&e);
}

/* An entry as Word writes it, in front of the annexes. */
#define ANNEXES                                                                                              \
    "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:bookmarkStart w:id=\"16\" w:name=\"annexes\"/>"
#define PART(part, open, text, close)                                                                        \
    "<w:sdt><w:sdtPr><w:tag w:val=\"" ONE "/" part "\"/></w:sdtPr><w:sdtContent>" open "<w:r><w:t>" text     \
    "</w:t></w:r>" close "</w:sdtContent></w:sdt>"
#define ENTRY(mark, open, close)                                                                             \
    "<w:sdt><w:sdtPr><w:tag w:val=\"" ONE "\"/></w:sdtPr><w:sdtContent><w:p><w:pPr><w:pStyle "               \
    "w:val=\"Heading2\"/>" mark "</w:pPr>" open "<w:r><w:t>1.1 </w:t></w:r>" close PART(                     \
        "title", open, "Premier titre", close) "</w:p><w:p><w:pPr><w:pStyle w:val=\"Statement\"/>" mark      \
                                               "</w:pPr>" PART("text", open, "Premier texte",                \
                                                               close) "</w:p></w:sdtContent></w:sdt>"
#define GONE "<w:rPr><w:moveFrom w:id=\"50\"/></w:rPr>"
#define MOVED_HERE "<w:moveTo w:id=\"51\">"

static void an_entry_that_stands_twice_is_told_once(void **state)
{
    (void)state;
    khl_edited e;
    khl_error err = {0};
    const edit copied = {DOCUMENT, ANNEXES, ENTRY("", "", "") ANNEXES};
    assert_int_equal(read_edits(&e, "docx", &copied, 1, &err), KHL_OK);
    assert_int_equal(e.n_entries, 3);
    assert_int_equal(e.n_strays, 1);
    assert_int_equal(e.strays[0].kind, KHL_STRAY_TWICE);
    assert_str(e.strays[0].text, ONE);
    assert_int_equal(count_differences(&e, NULL), 1);
    khl_edited_clear(&e);
}

/* What was moved by a tracked change stands where it went, and nowhere else. */
static void a_moved_entry_stands_under_its_new_axis(void **state)
{
    (void)state;
    khl_edited e;
    khl_error err = {0};
    const edit moved[] = {{DOCUMENT, "<w:sdt><w:sdtPr><w:alias w:val=\"" ONE "\"/><w:tag w:val=\"" ONE "\"/>",
                           ENTRY(GONE, "<w:moveFrom w:id=\"52\">",
                                 "</w:moveFrom>") "<w:sdt><w:sdtPr><w:tag w:val=\"E-0000000009\"/>"},
                          {DOCUMENT, "w:val=\"" ONE "/", "w:val=\"E-0000000009/"},
                          {DOCUMENT, "w:name=\"E_0000000001", "w:name=\"E_0000000009"},
                          {DOCUMENT, ANNEXES, ENTRY("", MOVED_HERE, "</w:moveTo>") ANNEXES}};
    assert_int_equal(read_edits(&e, "docx", moved, 4, &err), KHL_OK);
    assert_int_equal(e.n_strays, 0);
    assert_int_equal(e.n_entries, 4);
    assert_str(e.entries[3].id, ONE);
    assert_int_equal(e.entries[3].axis, 2);
    assert_str(e.entries[0].id, "E-0000000009");
    assert_int_equal(e.entries[0].axis, 1);
    assert_str(part_of(&e, ONE, KHL_EDITED_TEXT), "Premier texte");
    khl_edited_clear(&e);
}

static void a_heading_of_its_own_is_told(void **state)
{
    (void)state;
    khl_edited e;
    khl_error err = {0};
    const edit typed = {
        DOCUMENT, ANNEXES,
        "<w:p><w:pPr><w:pStyle w:val=\"Heading2\"/></w:pPr><w:r><w:t>Une demande de plus</w:t></w:r>"
        "</w:p><w:p><w:pPr><w:pStyle w:val=\"Statement\"/></w:pPr><w:r><w:t>Son texte</w:t></w:r>"
        "</w:p>" ANNEXES};
    assert_int_equal(read_edits(&e, "docx", &typed, 1, &err), KHL_OK);
    assert_int_equal(e.n_strays, 1);
    assert_int_equal(e.strays[0].kind, KHL_STRAY_HEADING);
    assert_str(e.strays[0].text, "Une demande de plus");
    assert_int_equal(count_differences(&e, NULL), 1);
    khl_edited_clear(&e);
}

static void what_is_no_export_is_refused(void **state)
{
    (void)state;
    khl_edited e;
    khl_error err = {0};
    khl_file letter = {0};
    assert_int_equal(
        read_edits(&e, "docx", EDITS({DOCUMENT, "w:name=\"E_", "w:name=\"x"}, {DOCUMENT, "<w:tag ", "<w:x "}),
                   &err),
        KHL_E_INPUT);
    assert_string_equal(err.id, "office.tags_lost");
    khl_edited_clear(&e);
    const edit other = {"customXml/item1.xml", "urn:khulasa", "urn:other"};
    assert_int_equal(read_edits(&e, "docx", &other, 1, &err), KHL_E_INPUT);
    assert_string_equal(err.id, "office.no_export");
    khl_edited_clear(&e);
    assert_int_equal(khl_file_open(&letter, DATA "letter.docx", SIZE_MAX, NULL), KHL_OK);
    assert_int_equal(read_back(&e, letter.bytes, &err), KHL_E_INPUT);
    assert_string_equal(err.id, "office.no_export");
    khl_edited_clear(&e);
    khl_file_close(&letter);
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
    read_data(&e, DATA "saved.docx");
    assert_int_equal(e.n_entries, 8);
    assert_int_equal(count_differences(&e, stdout), 0);
    khl_edited_clear(&e);
    read_data(&e, DATA "edited.docx");
    assert_str(part_of(&e, "E-9a30b30cb4", KHL_EDITED_TITLE),
               "AVANT إصلاح الإنارة العمومية بشارع محمد الخامس");
    assert_str(part_of(&e, "E-9a30b30cb4", KHL_EDITED_TEXT),
               "نقترح إصلاح الإنارة العمومية بشارع محمد الخامس APRES");
    assert_str(part_of(&e, "E-d3d65b555e", KHL_EDITED_TEXT),
               "بناء مدرسة ابتدائية في دوار آيت بلقاسم\nSecond alinea.");
    assert_str(part_of(&e, "E-d40a9f059f", KHL_EDITED_LEVEL), "National");
    assert_int_equal(count_differences(&e, NULL), 4);
    khl_edited_clear(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_nobody_edited_differs_in_nothing),
                                       cmocka_unit_test(runs_may_be_split),
                                       cmocka_unit_test(tracked_changes_count_as_accepted),
                                       cmocka_unit_test(what_is_typed_beside_a_mark_is_read),
                                       cmocka_unit_test(one_kind_of_marks_is_enough),
                                       cmocka_unit_test(a_control_without_a_tag_is_that_of_its_bookmark),
                                       cmocka_unit_test(a_placeholder_is_no_text),
                                       cmocka_unit_test(a_level_is_read_by_its_word),
                                       cmocka_unit_test(an_entry_that_stands_twice_is_told_once),
                                       cmocka_unit_test(a_moved_entry_stands_under_its_new_axis),
                                       cmocka_unit_test(a_heading_of_its_own_is_told),
                                       cmocka_unit_test(what_is_no_export_is_refused),
                                       cmocka_unit_test(what_libreoffice_saved_is_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
