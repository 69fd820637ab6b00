/* Header names: folding, the aliases of the data files, platforms' tables. */
#include "aliases_fixture.h"

static int compile_and_make_dir(void **state)
{
    return compile(state) || make_dir(state);
}

static int release_and_remove_dir(void **state)
{
    release(state);
    return remove_dir(state);
}

static void assert_folds(const char *header, const char *expected)
{
    khl_buf buf = KHL_BUF_INIT;
    khl_header_fold(&buf, khl_str_from(header));
    assert_str(khl_buf_str(&buf), expected);
    khl_buf_clear(&buf);
}

static void folding(void **state)
{
    (void)state;
    assert_folds("", "");
    assert_folds(" \xC2\xA0*:", "");
    assert_folds("  Nom  de\nl'Association * : ", "nom de l'association");
    assert_folds("Thème", "theme");
    assert_folds("N°", "n°");
    assert_folds("الجَمْعِيَّة", "الجمعيه");
    assert_folds("الجمعيـــة", "الجمعيه");
    assert_folds("إقتراح أول آخر", "اقتراح اول اخر");
    assert_folds("مستشفى 2", "مستشفي 2");
    assert_folds("\xE2\x80\x8Fالمحور\xE2\x80\x8F", "المحور");
    assert_folds("a\xFFz", "a\xEF\xBF\xBDz");
}

static void every_alias_of_the_plan_is_known(void **state)
{
    (void)state;
    static const struct {
        khl_field field;
        const char *names;
    } groups[] = {
        {KHL_FIELD_TEXT,
         "المقترح|المقترحات|الاقتراح|نص المقترح|المطلب|proposition|proposal|body/ar|comment-body|text"},
        {KHL_FIELD_TITLE, "العنوان|عنوان المقترح|titre|title|title/ar"},
        {KHL_FIELD_ASSOCIATION, "الجمعية|اسم الجمعية|الهيئة|association|organisme"},
        {KHL_FIELD_AXIS, "المحور|المجال|axe|theme|category/name/ar|taxonomies|axis"},
        {KHL_FIELD_PLACE, "الجماعة|المدينة|المكان|commune|ville|place"},
        {KHL_FIELD_CITY, "المدينة|ville|city"},
        {KHL_FIELD_DATE,
         "التاريخ|طابع زمني|horodateur|timestamp|_submission_time|created_at|submitdate|date"},
        {KHL_FIELD_ID, "id|proposal_id|رقم|الرقم|المعرف|n°|num"},
    };
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        char names[400];
        strcpy(names, groups[i].names);
        for (char *name = strtok(names, "|"); name != NULL; name = strtok(NULL, "|")) {
            khl_buf buf = KHL_BUF_INIT;
            khl_header_fold(&buf, khl_str_from(name));
            if (khl_aliases_rank(aliases, khl_buf_str(&buf), groups[i].field) == 0)
                fail_msg("%s is not known", name);
            khl_buf_clear(&buf);
        }
    }
    assert_int_equal(khl_aliases_rank(aliases, KHL_STR("votes"), KHL_FIELD_TEXT), 0);
    assert_int_equal(khl_aliases_rank(NULL, khl_str_from("المقترح"), KHL_FIELD_TEXT), 0);
    assert_true(khl_aliases_rank(NULL, KHL_STR("text"), KHL_FIELD_TEXT) > 0);
}

static khl_corpus *read_with_aliases(const char *name, const char *text)
{
    khl_read_options options = KHL_READ_OPTIONS_INIT;
    options.aliases = aliases;
    khl_corpus *corpus = new_corpus();
    khl_error err = {0};
    if (khl_corpus_read(corpus, write_file(name, text, strlen(text)), &options, &err) != KHL_OK)
        fail_msg("%s (row %d)", err.message, (int)err.row);
    assert_closes(corpus);
    return corpus;
}

static void an_arabic_table(void **state)
{
    (void)state;
    khl_corpus *corpus =
        read_with_aliases("a.csv", "الرقم;المدينة;اسم الجمعيّة *;المحـور:;نص "
                                   "المقترح;التاريخ\n5;الخميسات;جمعية الأمل;2;إحداث مدرسة;2025-01-02\n");
    const khl_proposal *p = khl_corpus_at(corpus, 0);
    assert_str(p->id, "5");
    assert_str(p->city, "الخميسات");
    assert_str(p->association, "جمعية الأمل");
    assert_str(p->axis, "2");
    assert_str(p->text, "إحداث مدرسة");
    assert_str(p->date, "2025-01-02");
    khl_corpus_destroy(corpus);
}

/* Decidim: localised columns fall back from one language to the next, row by row. */
static void a_decidim_table(void **state)
{
    (void)state;
    khl_corpus *corpus = read_with_aliases(
        "a.csv", "id;category/name/ar;title/ar;title/fr;body/ar;body/fr;component/id;answer/ar\n"
                 "9;الصحة;عنوان;;نص عربي;;4;\n10;الصحة;;Titre;;Texte;4;x\n");
    assert_str(khl_corpus_at(corpus, 0)->id, "9");
    assert_str(khl_corpus_at(corpus, 0)->text, "نص عربي");
    assert_str(khl_corpus_at(corpus, 0)->axis, "الصحة");
    assert_str(khl_corpus_at(corpus, 1)->title, "Titre");
    assert_str(khl_corpus_at(corpus, 1)->text, "Texte");
    khl_corpus_destroy(corpus);
}

/* KoboToolbox puts the group before the question. */
static void names_behind_a_group(void **state)
{
    (void)state;
    khl_corpus *corpus =
        read_with_aliases("a.csv", "معلومات/الجمعية;معلومات/المقترح;author/id\nأمل;مدرسة;3\n");
    assert_str(khl_corpus_at(corpus, 0)->association, "أمل");
    assert_str(khl_corpus_at(corpus, 0)->text, "مدرسة");
    assert_str(khl_corpus_at(corpus, 0)->given_id, "");
    khl_corpus_destroy(corpus);
}

static void of_two_names_the_better_one_wins(void **state)
{
    (void)state;
    khl_corpus *corpus = read_with_aliases("a.csv", "summary,نص المقترح,comment\ns,t,c\n");
    assert_text(corpus, 0, "t");
    khl_corpus_destroy(corpus);
}

static void unknown_headers_are_listed_with_known_ones(void **state)
{
    (void)state;
    khl_read_options options = KHL_READ_OPTIONS_INIT;
    options.aliases = aliases;
    khl_corpus *corpus = new_corpus();
    khl_error err = {0};
    assert_int_equal(khl_corpus_read(corpus, write_file("a.csv", "x,y\n1,2\n", 8), &options, &err),
                     KHL_E_INPUT);
    assert_non_null(strstr(err.message, "x, y"));
    assert_non_null(strstr(err.message, "نص المقترح"));
    khl_corpus_destroy(corpus);
}

/* Whatever the committee writes; what is not known says nothing. */
static void marks_have_levels(void **state)
{
    static const struct {
        const char *mark;
        unsigned level;
    } MARKS[] = {{"", 0},  {"عالية", 1},  {" عاليَة ", 1}, {"قصوى", 1}, {"Prioritaire", 1}, {"HAUTE", 1},
                 {"1", 1}, {"متوسطة", 2}, {"Moyenne", 2}, {"2", 2},    {"ضعيفة", 3},       {"low", 3},
                 {"7", 3}, {"0", 0},      {"ربما", 0},    {"1.5", 0}};
    (void)state;
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++) {
        unsigned level = 9;
        assert_int_equal(khl_marks_level(aliases, khl_str_from(MARKS[i].mark), &level, NULL), KHL_OK);
        if (level != MARKS[i].level) fail_msg("%s is %u", MARKS[i].mark, level);
    }
    khl_corpus *corpus = read_with_aliases("a.csv", "نص المقترح;الأولوية\nمدرسة;عالية\nحديقة;\n");
    assert_int_equal(khl_corpus_at(corpus, 0)->mark, 1);
    assert_str(khl_corpus_at(corpus, 0)->priority, "عالية");
    assert_int_equal(khl_corpus_at(corpus, 1)->mark, 0);
    khl_corpus_destroy(corpus);
}

static void torn_models_are_refused(void **state)
{
    (void)state;
    khl_aliases *none = (khl_aliases *)1;
    khl_pack other;
    khl_buf image = KHL_BUF_INIT;
    khl_error err = {0};
    khl_pack_builder builder = {0};
    khl_buf_put_c(khl_pack_section_new(&builder, "other"), "x");
    assert_int_equal(khl_pack_build(&builder, &image, &err), KHL_OK);
    assert_int_equal(khl_pack_from_image(&other, &image, "test", &err), KHL_OK);
    assert_int_equal(khl_aliases_open(&none, &other, &err), KHL_E_MODEL);
    khl_pack_close(&other);
    khl_pack_builder_clear(&builder);
    assert_null(none);
    assert_int_not_equal(khl_aliases_compile("/nonexistent", &builder, &err), KHL_OK);
    khl_pack_builder_clear(&builder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folding),
        cmocka_unit_test(every_alias_of_the_plan_is_known),
        cmocka_unit_test(an_arabic_table),
        cmocka_unit_test(a_decidim_table),
        cmocka_unit_test(names_behind_a_group),
        cmocka_unit_test(of_two_names_the_better_one_wins),
        cmocka_unit_test(unknown_headers_are_listed_with_known_ones),
        cmocka_unit_test(marks_have_levels),
        cmocka_unit_test(torn_models_are_refused),
    };
    return cmocka_run_group_tests(tests, compile_and_make_dir, release_and_remove_dir);
}
