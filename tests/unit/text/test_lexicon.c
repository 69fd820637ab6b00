/* Compiling and opening language data: what is folded, what is refused and where, and that order does not
 * matter. */
#include "small_models.h"

#include "lexicon.h"

static khl_status compile(const test_models *m, khl_buf *image, khl_error *err)
{
    khl_pack_builder builder = {0};
    *image = (khl_buf)KHL_BUF_INIT;
    khl_status status = khl_lexicon_compile(m->dir, &builder, err);
    if (status == KHL_OK) status = khl_pack_build(&builder, image, err);
    khl_pack_builder_clear(&builder);
    return status;
}

static khl_lexicon *open_models(const test_models *m)
{
    khl_error err = {0};
    khl_lexicon *lexicon = NULL;
    assert_int_equal(khl_lexicon_open_folder(&lexicon, m->dir, &err), KHL_OK);
    return lexicon;
}

static void words_are_found_folded(void **state)
{
    (void)state;
    test_models m = test_models_make("folded");
    khl_lexicon *lexicon = open_models(&m);
    const khl_word *word = khl_lexicon_find(lexicon, KHL_STR("مدرسه"));
    assert_true(khl_word_is(word, KHL_WORD_KNOWN) && khl_word_is(word, KHL_WORD_KEEP_TA));
    assert_null(khl_lexicon_find(lexicon, KHL_STR("مدرسة")));
    word = khl_lexicon_find(lexicon, KHL_STR("مدارس"));
    assert_true(khl_str_equal(khl_lexicon_word(lexicon, word->singular), KHL_STR("مدرسه")));
    word = khl_lexicon_find(lexicon, KHL_STR("مسيول"));
    assert_true(khl_str_equal(khl_lexicon_word(lexicon, word->variant), KHL_STR("مسوول")));
    assert_true(khl_word_is(khl_lexicon_find(lexicon, KHL_STR("aujourd'hui")), KHL_WORD_ELISION_WHOLE));
    assert_null(khl_lexicon_find(lexicon, KHL_STR("")));
    khl_lexicon_destroy(lexicon);
}

static void phrases_announce_themselves_at_their_first_word(void **state)
{
    (void)state;
    test_models m = test_models_make("phrases");
    khl_lexicon *lexicon = open_models(&m);
    assert_int_equal(khl_lexicon_find(lexicon, KHL_STR("متر"))->phrase_words, 2);
    assert_true(khl_word_is(khl_lexicon_find(lexicon, KHL_STR("متر مربع")), KHL_WORD_UNIT));
    assert_int_equal(khl_lexicon_find(lexicon, KHL_STR("fes"))->phrase_words, 2);
    khl_lexicon_destroy(lexicon);
}

static void places_know_their_parent(void **state)
{
    (void)state;
    test_models m = test_models_make("places");
    khl_lexicon *lexicon = open_models(&m);
    const khl_word *word = khl_lexicon_find(lexicon, KHL_STR("fez"));
    assert_true(khl_str_equal(khl_lexicon_place_id(lexicon, word->place), KHL_STR("fes")));
    const khl_place *place = khl_lexicon_place(lexicon, word->place);
    assert_int_equal(place->kind, KHL_PLACE_CITY);
    assert_true(khl_str_equal(khl_lexicon_place_id(lexicon, place->parent), KHL_STR("fes-meknes")));
    assert_int_equal(khl_lexicon_place_find(lexicon, KHL_STR("atlantis")), KHL_FROZEN_NONE);
    khl_lexicon_destroy(lexicon);
}

static void a_town_takes_its_name_before_its_province(void **state)
{
    (void)state;
    test_models m = test_models_make("precedence");
    test_models_put(&m, "places/places.tsv",
                    "a-province\tprovince\t\tتازة\tTaza\t1\t\nz-town\tcity\ta-province\tتازة\tTaza\t\t\n");
    khl_lexicon *lexicon = open_models(&m);
    const khl_word *word = khl_lexicon_find(lexicon, KHL_STR("تازه"));
    assert_true(khl_str_equal(khl_lexicon_place_id(lexicon, word->place), KHL_STR("z-town")));
    assert_false(khl_word_is(word, KHL_WORD_AMBIGUOUS));
    khl_lexicon_destroy(lexicon);
}

static void order_of_rows_does_not_change_the_bytes(void **state)
{
    (void)state;
    test_models m = test_models_make("order");
    khl_buf a, b;
    khl_error err = {0};
    assert_int_equal(compile(&m, &a, &err), KHL_OK);
    test_models_put(&m, "text/lexicon.tsv",
                    "إصلاح\tmasdar\nعمومي\tadj\nمدينة\tn\n# between\nطريق\tn\nمدرسة\tn\n");
    test_models_put(&m, "text/plurals.tsv", "طرق\tطريق\t\nمدارس\tمدرسة\t\n");
    test_models_put(&m, "text/stopwords.tsv", "de\tfr\nو\tar\nمن\tar\nفي\tar\n");
    test_models_put(
        &m, "places/places.tsv",
        "fes-meknes\tregion\t\tفاس مكناس\tFès-Meknès\t\t\nfes\tcity\tfes-meknes\tفاس\tFez|Fès\t\t\n");
    assert_int_equal(compile(&m, &b, &err), KHL_OK);
    assert_int_equal(a.n, b.n);
    assert_memory_equal(a.p, b.p, a.n);
    khl_buf_clear(&a);
    khl_buf_clear(&b);
}

typedef struct fault {
    const char *file, *rows, *id;
    uint64_t row, column;
} fault;

static void a_bad_row_gives_one_positioned_error(void **state)
{
    (void)state;
    static const fault FAULTS[] = {
        {"text/stopwords.tsv", "في\tar\nthe\tklingon\n", "lexicon.choice", 2, 2},
        {"text/stopwords.tsv", "في\tar\n\n# x\nفي\tar\n", "lexicon.duplicate", 4, 1},
        {"text/stopwords.tsv", "في\n", "tsv.too_few", 1, 2},
        {"text/stopwords.tsv", "!!\tar\n", "lexicon.no_word", 1, 1},
        {"text/stopwords.tsv", "a b c d e f g\ten\n", "lexicon.long_phrase", 1, 1},
        {"text/boilerplate.tsv", "نقترح\t7\n", "lexicon.number", 1, 2},
        {"text/boilerplate.tsv", "نقترح\tlow\n", "lexicon.number", 1, 2},
        {"text/lexicon.tsv", "مدرسة\tnoun\n", "lexicon.choice", 1, 2},
        {"text/plurals.tsv", "مدارس\tمدرسة\t\nمدارس\tمدرس\t\n", "lexicon.conflict", 2, 2},
        {"text/plurals.tsv", "مدارس\t\t\n", "lexicon.no_word", 1, 2},
        {"text/months.tsv", "يناير\t13\t0\tar\n", "lexicon.number", 1, 2},
        {"text/months.tsv", "يناير\t0\t0\tar\n", "lexicon.number", 1, 2},
        {"text/months.tsv", "يناير\t1.5\t0\tar\n", "lexicon.number", 1, 2},
        {"text/months.tsv", "يناير\t1\tperhaps\tar\n", "lexicon.number", 1, 3},
        {"text/numbers.tsv", "ثلاثة\t3\tar\nثلاثه\t4\tar\n", "lexicon.conflict", 2, 2},
        {"text/units.tsv", "كلم\tkm\t0\tar\n", "lexicon.number", 1, 3},
        {"text/elision.tsv", "l\tsuffix\n", "lexicon.choice", 1, 2},
        {"places/places.tsv", "fes\tvillage\t\tفاس\tFès\t\t\n", "lexicon.place_kind", 1, 2},
        {"places/places.tsv", "Fès\tcity\t\tفاس\tFès\t\t\n", "lexicon.id", 1, 1},
        {"places/places.tsv", "fes\tcity\tmars\tفاس\tFès\t\t\n", "lexicon.parent", 1, 3},
        {"places/places.tsv", "fes\tcity\tfes\tفاس\tFès\t\t\n", "lexicon.parent", 1, 3},
        {"places/places.tsv", "fes\tcity\t\tفاس\tFès\t\t\nfes\tcity\t\tفاس\tFès\t\t\n", "lexicon.id_twice", 2,
         1},
        {"places/places.tsv", "fes\tcity\t\tفاس\tFès\tyes\t\n", "lexicon.flag", 1, 6},
        {"places/cues.tsv", "مدينة\tar\tgalaxy\t1\tcity\n", "lexicon.cue", 1, 3},
        {"places/cues.tsv", "مدينة\tar\tcity\t9\tcity\n", "lexicon.name_words", 1, 4},
        {"places/not_name.tsv", "\xFF\n", "tsv.utf8", 0, 0}};
    for (size_t i = 0; i < sizeof FAULTS / sizeof *FAULTS; i++) {
        const fault *f = &FAULTS[i];
        test_models m = test_models_make("faults");
        test_models_put(&m, f->file, f->rows);
        khl_error err = {0};
        khl_lexicon *lexicon = (khl_lexicon *)&m;
        assert_int_equal(khl_lexicon_open_folder(&lexicon, m.dir, &err), KHL_E_MODEL);
        assert_null(lexicon);
        assert_string_equal(err.id, f->id);
        assert_non_null(strstr(err.file, f->file));
        assert_int_equal(err.row, f->row);
        assert_int_equal(err.column, f->column);
    }
}

static void a_missing_file_is_named(void **state)
{
    (void)state;
    test_models m = test_models_make("missing");
    test_models_remove(&m, "places/cues.tsv");
    khl_error err = {0};
    khl_lexicon *lexicon = NULL;
    assert_int_equal(khl_lexicon_open_folder(&lexicon, m.dir, &err), KHL_E_MODEL);
    assert_non_null(strstr(err.file, "places/cues.tsv"));
    assert_non_null(strstr(err.message, "places/cues.tsv"));
    assert_int_equal(khl_lexicon_open_folder(&lexicon, "/nowhere/at/all", &err), KHL_E_MODEL);
    assert_null(lexicon);
}

static void a_pack_without_words_is_refused(void **state)
{
    (void)state;
    khl_pack_builder builder = {0};
    khl_buf image = KHL_BUF_INIT;
    khl_error err = {0};
    khl_pack pack;
    khl_lexicon *lexicon = NULL;
    khl_buf_put_c(khl_pack_section_new(&builder, "other"), "x");
    assert_int_equal(khl_pack_build(&builder, &image, &err), KHL_OK);
    assert_int_equal(khl_pack_from_image(&pack, &image, "test", &err), KHL_OK);
    assert_int_equal(khl_lexicon_open(&lexicon, &pack, &err), KHL_E_MODEL);
    assert_null(lexicon);
    khl_pack_close(&pack);
    khl_pack_builder_clear(&builder);
}

/* Records that point outside of the tables must be refused at opening, because look-ups trust them. */
static void a_reference_out_of_bounds_is_refused(void **state)
{
    (void)state;
    khl_pack_builder builder = {0};
    khl_buf image = KHL_BUF_INIT;
    khl_error err = {0};
    khl_pack pack;
    khl_lexicon *lexicon = NULL;
    khl_word word = {.variant = 5,
                     .singular = KHL_FROZEN_NONE,
                     .place = KHL_FROZEN_NONE,
                     .unit = KHL_FROZEN_NONE,
                     .cue_kind = KHL_FROZEN_NONE};
    khl_str key = KHL_STR("a");
    assert_int_equal(khl_frozen_write(khl_pack_section_new(&builder, KHL_SECTION_WORDS), &key, &word, 1,
                                      sizeof word, &err),
                     KHL_OK);
    assert_int_equal(khl_pack_build(&builder, &image, &err), KHL_OK);
    assert_int_equal(khl_pack_from_image(&pack, &image, "test", &err), KHL_OK);
    assert_int_equal(khl_lexicon_open(&lexicon, &pack, &err), KHL_E_MODEL);
    assert_string_equal(err.id, "lexicon.reference");
    khl_pack_close(&pack);
    khl_pack_builder_clear(&builder);
}

static void places_know_what_is_around_them(void **state)
{
    (void)state;
    khl_lexicon *lexicon = NULL;
    assert_int_equal(khl_lexicon_open_folder(&lexicon, KHL_SOURCE_DIR "/models", NULL), KHL_OK);
    static const struct {
        const char *place, *parent, *province;
    } CASES[] = {{"anfa", "casablanca", "casablanca"},
                 {"tiflet", "rabat-sale-kenitra", "khemisset"},
                 {"khemisset", "rabat-sale-kenitra", "khemisset"},
                 {"amizmiz", "al-haouz", "al-haouz"},
                 {"rabat-sale-kenitra", "", ""},
                 {"nowhere", "", ""}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        khl_str place = khl_str_from(CASES[i].place);
        khl_str parent = khl_lexicon_place_parent(lexicon, place);
        khl_str province = khl_lexicon_place_province(lexicon, place);
        if (!khl_str_equal(parent, khl_str_from(CASES[i].parent)) ||
            !khl_str_equal(province, khl_str_from(CASES[i].province)))
            fail_msg("%s", CASES[i].place);
    }
    assert_true(khl_lexicon_place_is_province(lexicon, KHL_STR("al-haouz")));
    assert_false(khl_lexicon_place_is_province(lexicon, KHL_STR("khemisset")));
    assert_true(khl_str_equal(khl_lexicon_place_level(lexicon, KHL_STR("douar")), KHL_STR("quarter")));
    assert_true(khl_str_equal(khl_lexicon_place_level(lexicon, KHL_STR("school")), KHL_STR("school")));
    khl_lexicon_destroy(lexicon);
}

/* Alike in both scripts; short rows that are no letters are refused. */
static void names_sound(void **state)
{
    (void)state;
    static const char *const ALIKE[][3] = {
        {"الفتح", "fath", "ft"},         {"السلام", "salam", "slm"},    {"النهضه", "nahda", "nhd"},
        {"الامل", "amal", "ml"},         {"المسيره", "massira", "msr"}, {"سيدي يوسف", "sidi youssef", "sdsf"},
        {"الرحمه", "errahma", "rhm"},    {"القدس", "alqods", "kds"},    {"الخير", "kheir", "kr"},
        {"العلمي", "alami", "lm"},       {"شالة", "chellah", "cl"},     {"حساين", "7saine", "hsn"},
        {"20 غشت", "20 ghocht", "20gct"}};
    khl_lexicon *lexicon = NULL;
    char out[64];
    assert_int_equal(khl_lexicon_open_folder(&lexicon, KHL_SOURCE_DIR "/models", NULL), KHL_OK);
    for (size_t i = 0; i < sizeof ALIKE / sizeof *ALIKE; i++)
        for (size_t k = 0; k < 2; k++) {
            size_t n = khl_lexicon_sound(lexicon, khl_str_from(ALIKE[i][k]), out, sizeof out);
            if (!khl_str_equal((khl_str){out, n}, khl_str_from(ALIKE[i][2])))
                fail_msg("%s sounds like %.*s, not %s", ALIKE[i][k], (int)n, out, ALIKE[i][2]);
        }
    assert_int_equal(khl_lexicon_sound(lexicon, KHL_STR("salam"), out, 2), 2);
    assert_int_equal(khl_lexicon_sound(lexicon, KHL_STR(""), out, sizeof out), 0);
    khl_lexicon_destroy(lexicon);
    test_models m = test_models_make("sounds");
    test_models_put(&m, "places/sounds.tsv", "س\tS\n");
    khl_error err = {0};
    khl_buf image;
    assert_int_equal(compile(&m, &image, &err), KHL_E_MODEL);
    assert_string_equal(err.id, "lexicon.short");
    assert_int_equal(err.column, 2);
    khl_buf_clear(&image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(words_are_found_folded),
                                       cmocka_unit_test(phrases_announce_themselves_at_their_first_word),
                                       cmocka_unit_test(places_know_their_parent),
                                       cmocka_unit_test(a_town_takes_its_name_before_its_province),
                                       cmocka_unit_test(order_of_rows_does_not_change_the_bytes),
                                       cmocka_unit_test(a_bad_row_gives_one_positioned_error),
                                       cmocka_unit_test(a_missing_file_is_named),
                                       cmocka_unit_test(a_pack_without_words_is_refused),
                                       cmocka_unit_test(places_know_what_is_around_them),
                                       cmocka_unit_test(names_sound),
                                       cmocka_unit_test(a_reference_out_of_bounds_is_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
