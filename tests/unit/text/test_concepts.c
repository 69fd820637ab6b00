/* Concepts of a small models folder: which form wins, where forms end, what the compiler refuses. */
#include "small_models.h"

#include "buf.h"
#include "lexicon.h"

#define ROWS                                                                                                 \
    "create_build\taction\tبناء|يبنيو|إحداث\t\trepair\t\n"                                     \
    "repair\taction\tإصلاح|يصلحو\t\t\t\n"                                                          \
    "school\tfacility\tمدرسة|école\t\t\t\n"                                                            \
    "nursery\tfacility\tمدرسة للصغار|ما قبل المدرسي\tschool\t\t\n"                    \
    "commune\tauthority\tcommune\t\t\t\n"                                                                    \
    "communication\tobject\tcommunication\t\t\t\n"                                                           \
    "telework\tobject\tالعمل من المنزل\t\t\t\n"                                                 \
    "rent\tobject\tloyer\t\t\t\n"

typedef struct fixture {
    test_models models;
    khl_lexicon *lexicon;
    khl_text *text;
} fixture;

static fixture open_rows(const char *name, const char *rows)
{
    fixture f = {.models = test_models_make(name)};
    char path[640];
    khl_error err = {0};
    snprintf(path, sizeof path, "%s/concepts", f.models.dir);
    mkdir(path, 0777);
    test_models_put(&f.models, "text/citations.tsv", "loi\tcue\n");
    test_models_put(&f.models, "text/lexicon.tsv", "مدرسة\tn\nبناء\tmasdar\nلغو\tn\n");
    test_models_put(&f.models, "concepts/a.tsv", rows);
    assert_int_equal(khl_lexicon_open_folder(&f.lexicon, f.models.dir, &err), KHL_OK);
    assert_int_equal(khl_text_create(&f.text, f.lexicon, NULL, &err), KHL_OK);
    return f;
}

static void close_rows(fixture *f)
{
    khl_text_destroy(f->text);
    khl_lexicon_destroy(f->lexicon);
}

/* Concepts as name[begin,end), joined by blanks; one inside the form before it in brackets. */
static void expect_concepts(const fixture *f, const char *text, const char *expected)
{
    khl_analysis a;
    khl_buf out = KHL_BUF_INIT;
    assert_int_equal(khl_text_analyze(f->text, khl_str_from(text), NULL, &a, NULL), KHL_OK);
    for (size_t i = 0; i < a.n_features; i++) {
        const khl_feature *c = &a.features[i];
        if (c->kind != KHL_FEATURE_CONCEPT) continue;
        khl_buf_format(&out, c->nested ? "%s(%.*s[%u,%u))" : "%s%.*s[%u,%u)", out.n > 0 ? " " : "",
                       (int)c->name.n, c->name.p, (unsigned)c->begin, (unsigned)c->end);
        if (i + 1 < a.n_features) assert_true(a.features[i + 1].first_token >= c->first_token);
    }
    khl_buf_char(&out, '\0');
    assert_string_equal(out.p, expected);
    khl_buf_clear(&out);
    khl_analysis_clear(&a);
}

static void forms_are_found_with_their_inflections(void **state)
{
    (void)state;
    fixture f = open_rows("concepts", ROWS);
    expect_concepts(&f, "", "");
    expect_concepts(&f, "مدرسة", "school[0,10)");
    expect_concepts(&f, "وبالمدارس", "school[0,18)");
    expect_concepts(&f, "l'école", "school[2,8)");
    expect_concepts(&f, "بناء مدرسة", "create_build[0,8) school[9,19)");
    close_rows(&f);
}

/* Snowball gives commune and communication one stem. */
static void the_written_form_beats_a_shared_stem(void **state)
{
    (void)state;
    fixture f = open_rows("concepts-shared", ROWS);
    expect_concepts(&f, "la commune", "commune[3,10)");
    expect_concepts(&f, "la communication", "communication[3,16)");
    expect_concepts(&f, "communiqué", "");
    close_rows(&f);
}

static void a_stem_that_is_another_word_is_left_out(void **state)
{
    (void)state;
    fixture f = open_rows("concepts-loi", ROWS);
    expect_concepts(&f, "le loyer", "rent[3,8)");
    expect_concepts(&f, "la loi", "");
    close_rows(&f);
}

static void the_longest_form_wins_and_is_found_whole(void **state)
{
    (void)state;
    fixture f = open_rows("concepts-long", ROWS);
    expect_concepts(&f, "مدرسة للصغار",
                    "nursery[0,23) (school[0,10))"); /* what it is made of is kept, and marked */
    expect_concepts(&f, "مدرسة للكبار", "school[0,10)");
    expect_concepts(&f, "العمل من المنزل", "telework[0,28)");
    expect_concepts(&f, "العمل", "");
    expect_concepts(&f, "المنزل", "");
    expect_concepts(&f, "العمل في المنزل", "telework[0,28)"); /* two content words are enough */
    expect_concepts(&f, "ما قبل المدرسي", "nursery[0,26)");
    close_rows(&f);
}

/* What copying leaves between two words parts them no more than a space; a line end of any kind does. */
static void a_form_goes_over_what_nobody_sees(void **state)
{
    (void)state;
    fixture f = open_rows("concepts-blank", ROWS);
    static const char *const UNSEEN[] = {"\xE2\x80\x8B", "\xE2\x80\x8C", "\xE2\x80\x8D", "\xE2\x80\x8E",
                                         "\xEF\xBB\xBF", "\xC2\xA0",     "\xE2\x80\x87", "\xD9\x80",
                                         "\xD9\x8E",     "\xE2\x81\xA0", "\xC2\xAD",     "  "};
    static const char *const SEEN[] = {"\xE2\x80\xA8", "\xE2\x80\xA9", "\xC2\x85", "\r\n", ".",
                                       "\xE2\x80\xA2", "\xFF"};
    for (size_t i = 0; i < sizeof UNSEEN / sizeof *UNSEEN; i++) {
        char text[64], expected[48];
        int n = snprintf(text, sizeof text, "مدرسة %s %sللصغار", UNSEEN[i], UNSEEN[i]);
        snprintf(expected, sizeof expected, "nursery[0,%d) (school[0,10))", n);
        expect_concepts(&f, text, expected);
    }
    for (size_t i = 0; i < sizeof SEEN / sizeof *SEEN; i++) {
        char text[64];
        snprintf(text, sizeof text, "مدرسة %s للصغار", SEEN[i]);
        expect_concepts(&f, text, "school[0,10)");
    }
    close_rows(&f);
}

static void a_form_ends_at_punctuation_numbers_and_places(void **state)
{
    (void)state;
    fixture f = open_rows("concepts-ends", ROWS);
    expect_concepts(&f, "مدرسة، للصغار", "school[0,10)");
    expect_concepts(&f, "مدرسة\nللصغار", "school[0,10)");
    expect_concepts(&f, "مدرسة 3 للصغار", "school[0,10)");
    expect_concepts(&f, "مدرسة فاس للصغار", "school[0,10)");
    close_rows(&f);
}

static void every_person_of_a_plural_verb_is_its_action(void **state)
{
    (void)state;
    static const char *const BUILD[] = {"يبنيو",  "تبنيو",  "نبنيو",  "ابنوا",   "بناو",   "كنبنيو",
                                        "كيبنيو", "غيبنيو", "ويبنيو", "يبنيوها", "يبنيوه", "وكنبنيو"};
    fixture f = open_rows("concepts-verbs", ROWS);
    for (size_t i = 0; i < sizeof BUILD / sizeof *BUILD; i++) {
        char expected[64];
        snprintf(expected, sizeof expected, "create_build[0,%u)", (unsigned)strlen(BUILD[i]));
        expect_concepts(&f, BUILD[i], expected);
    }
    expect_concepts(&f, "صلحو", "repair[0,8)");
    expect_concepts(&f, "كتصلحوها", "repair[0,16)");
    close_rows(&f);
}

/* Words in waw, and feminine nouns whose heh only looks like a pronoun. */
static void a_noun_in_waw_is_no_action(void **state)
{
    (void)state;
    static const char *const NOUNS[] = {"لغو", "رشوة", "دعوة", "خطوة", "راديو", "عضو", "نمو", "اللغو"};
    fixture f = open_rows("concepts-nouns", "abolish\taction\tيلغيو\t\t\t\nspray\taction\tيرشو\t\t\t\n"
                                            "leave\taction\tيدعو\t\t\t\nerr\taction\tيخطيو\t\t\t\n");
    for (size_t i = 0; i < sizeof NOUNS / sizeof *NOUNS; i++) expect_concepts(&f, NOUNS[i], "");
    expect_concepts(&f, "يرشوه", "spray[0,10)");
    close_rows(&f);
}

static void a_formula_stays_light(void **state)
{
    (void)state;
    khl_analysis a;
    fixture f = open_rows("concepts-weight", "propose\taction\tنقترح\t\t\t\nbuild\taction\tبناء\t\t\t\n");
    assert_int_equal(khl_text_analyze(f.text, KHL_STR("نقترح بناء"), NULL, &a, NULL), KHL_OK);
    assert_int_equal(a.n_features, 4);
    assert_int_equal(a.features[0].kind, KHL_FEATURE_CONCEPT);
    assert_true(a.features[0].weight < 0.5f && a.features[0].weight > 0);
    assert_int_equal(a.features[2].kind, KHL_FEATURE_CONCEPT);
    assert_true(a.features[2].weight == 1);
    khl_analysis_clear(&a);
    close_rows(&f);
}

static void links_are_sorted_and_not_same_goes_both_ways(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
        khl_concept_link link;
    } LINKS[] = {{"create_build", "repair", KHL_LINK_NOT_SAME},
                 {"nursery", "school", KHL_LINK_BROADER},
                 {"repair", "create_build", KHL_LINK_NOT_SAME}};
    fixture f = open_rows("concepts-links", ROWS);
    assert_int_equal(khl_lexicon_n_links(f.lexicon), 3);
    for (uint32_t i = 0; i < 3; i++) {
        khl_str from, to;
        assert_int_equal(khl_lexicon_link_at(f.lexicon, i, &from, &to), LINKS[i].link);
        assert_true(khl_str_equal(from, khl_str_from(LINKS[i].from)));
        assert_true(khl_str_equal(to, khl_str_from(LINKS[i].to)));
    }
    close_rows(&f);
}

/* Of a concept with links, without any, and of what is no concept. */
static void the_first_link_of_a_concept_is_found(void **state)
{
    (void)state;
    fixture f = open_rows("concepts-first", "nursery\tobject\tحضانة\tschool\tcreche\n"
                                            "creche\tobject\tروض\tschool\n"
                                            "school\tobject\tمدرسة\n"
                                            "zoo\tobject\tحديقة الحيوان\tschool\n");
    static const struct {
        const char *concept;
        uint32_t first;
    } ITEMS[] = {{"creche", 0}, {"nursery", 2}, {"school", 5}, {"zoo", 4}, {"aaa", 5}, {"zzz", 5}, {"", 5}};
    assert_int_equal(khl_lexicon_n_links(f.lexicon), 5);
    for (size_t i = 0; i < sizeof ITEMS / sizeof *ITEMS; i++)
        assert_int_equal(khl_lexicon_first_link(f.lexicon, khl_str_from(ITEMS[i].concept)), ITEMS[i].first);
    close_rows(&f);
}

/* Of the act to the head of its family, and not back. */
static void a_family_has_one_head(void **state)
{
    (void)state;
    fixture f = open_rows("concepts-family", "provide\taction\tتوفير\n"
                                             "equip\taction\tتجهيز\t\t\t\t\tprovide\n");
    khl_str from, to;
    assert_int_equal(khl_lexicon_n_links(f.lexicon), 1);
    assert_int_equal(khl_lexicon_link_at(f.lexicon, 0, &from, &to), KHL_LINK_FAMILY);
    assert_true(khl_str_equal(from, KHL_STR("equip")) && khl_str_equal(to, KHL_STR("provide")));
    close_rows(&f);
}

static void a_bad_row_is_refused_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *rows, *id;
        uint64_t row, column;
    } FAULTS[] = {{"a\tthing\txa\t\t\t\n", "concepts.kind", 1, 2},
                  {"a\tobject\txa\t\t\t\na\tobject\tya\t\t\t\n", "concepts.twice", 2, 1},
                  {"a\tobject\txa\t\t\t\nb\tobject\txa\t\t\t\n", "concepts.shared", 2, 3},
                  {"a\tobject\txa\tz\t\t\n", "concepts.link", 1, 4},
                  {"a\tobject\txa\t\ta\t\n", "concepts.link", 1, 5},
                  {"a\taction\txa\t\t\t\t\tz\n", "concepts.link", 1, 8},
                  {"a\taction\t^xa ya\t\t\t\n", "concepts.head", 1, 3},
                  {"a\tobject\t^xa\t\t\t\n", "concepts.head", 1, 3},
                  {"a\tobject\tpa qa ra sa ta ua va\t\t\t\n", "concepts.long_form", 1, 3},
                  {"a\tobject\n", "tsv.too_few", 1, 3}};
    test_models m = test_models_make("concepts-faults");
    char path[640];
    snprintf(path, sizeof path, "%s/concepts", m.dir);
    mkdir(path, 0777);
    for (size_t i = 0; i < sizeof FAULTS / sizeof *FAULTS; i++) {
        khl_error err = {0};
        khl_lexicon *lexicon = NULL;
        test_models_put(&m, "concepts/a.tsv", FAULTS[i].rows);
        khl_status status = khl_lexicon_open_folder(&lexicon, m.dir, &err);
        if (status != KHL_E_MODEL) fail_msg("no %s", FAULTS[i].id);
        assert_string_equal(err.id, FAULTS[i].id);
        assert_int_equal(err.row, FAULTS[i].row);
        assert_int_equal(err.column, FAULTS[i].column);
    }
}

/* "and a half" is read when numbers.tsv has the word. */
static void a_half_belongs_to_its_million(void **state)
{
    (void)state;
    static const struct {
        const char *text, *numbers;
    } ITEMS[] = {{"مليون ونصف", "1500000"},
                 {"20 مليون ونصف", "20500000"},
                 {"مليون ونصف المليون", "1500000"},
                 {"نصف مليون", "500000"},
                 {"نصف السكان", ""},
                 {"نصف كلم", "0.5"},
                 {"ثلاثة ونصف", "3"}};
    fixture f = {.models = test_models_make("half")};
    test_models_put(&f.models, "text/numbers.tsv", "نصف\t0.5\tar\nثلاثة\t3\tar\nمليون\t1000000\tar\n");
    assert_int_equal(khl_lexicon_open_folder(&f.lexicon, f.models.dir, NULL), KHL_OK);
    assert_int_equal(khl_text_create(&f.text, f.lexicon, NULL, NULL), KHL_OK);
    for (size_t i = 0; i < sizeof ITEMS / sizeof *ITEMS; i++) {
        khl_analysis a;
        khl_buf out = KHL_BUF_INIT;
        assert_int_equal(khl_text_analyze(f.text, khl_str_from(ITEMS[i].text), NULL, &a, NULL), KHL_OK);
        for (size_t k = 0; k < a.n_features; k++)
            if (a.features[k].kind == KHL_FEATURE_NUMBER) khl_buf_put(&out, a.features[k].name);
        khl_buf_char(&out, '\0');
        assert_string_equal(out.p, ITEMS[i].numbers);
        khl_buf_clear(&out);
        khl_analysis_clear(&a);
    }
    close_rows(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(forms_are_found_with_their_inflections),
                                       cmocka_unit_test(the_written_form_beats_a_shared_stem),
                                       cmocka_unit_test(a_stem_that_is_another_word_is_left_out),
                                       cmocka_unit_test(the_longest_form_wins_and_is_found_whole),
                                       cmocka_unit_test(a_form_goes_over_what_nobody_sees),
                                       cmocka_unit_test(a_form_ends_at_punctuation_numbers_and_places),
                                       cmocka_unit_test(every_person_of_a_plural_verb_is_its_action),
                                       cmocka_unit_test(a_noun_in_waw_is_no_action),
                                       cmocka_unit_test(a_formula_stays_light),
                                       cmocka_unit_test(links_are_sorted_and_not_same_goes_both_ways),
                                       cmocka_unit_test(the_first_link_of_a_concept_is_found),
                                       cmocka_unit_test(a_family_has_one_head),
                                       cmocka_unit_test(a_bad_row_is_refused_with_its_place),
                                       cmocka_unit_test(a_half_belongs_to_its_million)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
