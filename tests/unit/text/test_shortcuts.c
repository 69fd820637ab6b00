/* What was made fast says what the slow way says: the short way of the normaliser, and words remembered from
 * text to text. On every text of the collections, and on random ones. */
#include "models_fixture.h"

#include <dirent.h>

#include "analysis_memory.h"
#include "normalise.h"
#include "random_text.h"

typedef void (*text_fn)(khl_str text);

static bool is_csv(const char *name)
{
    size_t n = strlen(name);
    return n > 4 && strcmp(name + n - 4, ".csv") == 0;
}

static khl_corpus *new_corpus_of(const char *path)
{
    khl_corpus *corpus = NULL;
    khl_error err = {0};
    assert_int_equal(khl_corpus_create(&corpus, &err), KHL_OK);
    assert_int_equal(khl_corpus_read(corpus, path, NULL, &err), KHL_OK);
    return corpus;
}

/* Calls fn with every text of corpora/<folder>; returns how many. */
static size_t each_text_in(const char *folder, text_fn fn)
{
    char path[1024];
    size_t n = 0;
    snprintf(path, sizeof path, KHL_SOURCE_DIR "/corpora/%s", folder);
    DIR *dir = opendir(path);
    for (struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;) {
        if (!is_csv(e->d_name) || strcmp(e->d_name, "lessons.csv") == 0) continue;
        snprintf(path, sizeof path, KHL_SOURCE_DIR "/corpora/%s/%s", folder, e->d_name);
        khl_corpus *corpus = new_corpus_of(path);
        for (size_t i = 0; i < khl_corpus_count(corpus); i++, n++) fn(khl_corpus_at(corpus, i)->text);
        khl_corpus_destroy(corpus);
    }
    if (dir != NULL) closedir(dir);
    return n;
}

static void each_text(text_fn fn)
{
    static const char *const FOLDERS[] = {"khemisset", "khnafif", "letters", "marrakech",        "neighbours",
                                          "tamzgana",  "unseen",  "titles",  "unseen-neighbours"};
    size_t n = 0;
    for (size_t k = 0; k < sizeof FOLDERS / sizeof *FOLDERS; k++) n += each_text_in(FOLDERS[k], fn);
    assert_true(n > 500);
}

static khl_properties *properties;

static void normalise_both_ways(khl_str text)
{
    khl_stream quick = {0}, careful = {0};
    assert_int_equal(khl_normalise(properties, text, &quick, NULL), KHL_OK);
    assert_int_equal(khl_normalise_carefully(properties, text, &careful, NULL), KHL_OK);
    assert_int_equal(quick.n, careful.n);
    assert_int_equal(quick.n_arabic, careful.n_arabic);
    assert_int_equal(quick.n_presentation, careful.n_presentation);
    assert_int_equal(quick.bad_bytes, careful.bad_bytes);
    for (size_t i = 0; i < quick.n; i++) {
        const khl_norm_char *a = &quick.chars[i], *b = &careful.chars[i];
        assert_int_equal(a->key, b->key);
        assert_int_equal(a->clean, b->clean);
        assert_true(a->begin == b->begin && a->end == b->end);
        assert_true(a->class_ == b->class_ && a->capital == b->capital);
    }
    khl_stream_clear(&quick);
    khl_stream_clear(&careful);
}

static void normalise_random_text(khl_str text, bool well_formed)
{
    (void)well_formed;
    normalise_both_ways(text);
}

static void the_short_way_of_the_normaliser_changes_nothing(void **state)
{
    (void)state;
    assert_int_equal(khl_properties_create(&properties, NULL), KHL_OK);
    each_text(normalise_both_ways);
    test_random_rounds(20261126, 20000, 80, normalise_random_text);
    khl_properties_destroy(properties);
}

static void expect_str(khl_str a, khl_str b)
{
    assert_int_equal(a.n, b.n);
    if (a.n > 0) assert_memory_equal(a.p, b.p, a.n);
}

static void expect_feature(const khl_feature *a, const khl_feature *b)
{
    expect_str(a->name, b->name);
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->first_token, b->first_token);
    assert_int_equal(a->n_tokens, b->n_tokens);
    assert_true(a->weight == b->weight);
}

static void assert_same(const khl_analysis *a, const khl_analysis *b)
{
    assert_int_equal(a->n_tokens, b->n_tokens);
    assert_int_equal(a->n_features, b->n_features);
    for (size_t i = 0; i < a->n_tokens; i++) {
        expect_str(a->tokens[i].stem, b->tokens[i].stem);
        expect_str(a->tokens[i].proclitics, b->tokens[i].proclitics);
        assert_int_equal(a->tokens[i].flags, b->tokens[i].flags);
        assert_int_equal(a->tokens[i].lang, b->tokens[i].lang);
    }
    for (size_t i = 0; i < a->n_features; i++) expect_feature(&a->features[i], &b->features[i]);
}

static khl_attested *words_of_corpora;

static void attest(khl_str text)
{
    khl_analysis a;
    assert_int_equal(khl_text_analyze(khl_models_text(fixture_models), text, NULL, &a, NULL), KHL_OK);
    assert_int_equal(khl_attested_add(words_of_corpora, &a, NULL), KHL_OK);
    khl_analysis_clear(&a);
}

/* By an analyser that has read other texts, and by one that has read none. */
static void analyze_both_ways(khl_str text, const khl_attested *attested)
{
    khl_text *fresh = NULL;
    khl_analysis remembered, found;
    assert_int_equal(khl_text_create(&fresh, khl_models_lexicon(fixture_models), NULL, NULL), KHL_OK);
    assert_int_equal(khl_text_analyze(fresh, text, attested, &found, NULL), KHL_OK);
    assert_int_equal(khl_text_analyze(khl_models_text(fixture_models), text, attested, &remembered, NULL),
                     KHL_OK);
    assert_same(&remembered, &found);
    khl_analysis_clear(&remembered);
    khl_analysis_clear(&found);
    khl_text_destroy(fresh);
}

static void analyze_with_and_without(khl_str text)
{
    analyze_both_ways(text, NULL);
    analyze_both_ways(text, words_of_corpora);
}

static void analyze_random_text(khl_str text, bool well_formed)
{
    (void)well_formed;
    analyze_with_and_without(text);
}

static void a_word_that_was_met_before_is_read_the_same(void **state)
{
    (void)state;
    assert_int_equal(khl_attested_create(&words_of_corpora, NULL), KHL_OK);
    each_text(attest);
    each_text(analyze_with_and_without);
    test_random_rounds(7, 200, 60, analyze_random_text);
    khl_attested_destroy(words_of_corpora);
}

/* The words of one collection must not be read by those of another, nor by what the same one had before. */
static void words_of_a_collection_count_as_soon_as_it_has_them(void **state)
{
    (void)state;
    khl_text *text = NULL;
    khl_attested *attested = NULL;
    khl_analysis before, seen, after;
    assert_int_equal(khl_text_create(&text, khl_models_lexicon(fixture_models), NULL, NULL), KHL_OK);
    assert_int_equal(khl_attested_create(&attested, NULL), KHL_OK);
    khl_str bare = {"وزنبوع", sizeof "وزنبوع" - 1}, word = {"زنبوع", sizeof "زنبوع" - 1};
    assert_int_equal(khl_text_analyze(text, bare, attested, &before, NULL), KHL_OK);
    assert_int_equal(before.tokens[0].proclitics.n, 0);
    for (int k = 0; k < 3; k++) {
        assert_int_equal(khl_text_analyze(text, word, attested, &seen, NULL), KHL_OK);
        assert_int_equal(khl_attested_add(attested, &seen, NULL), KHL_OK);
        khl_analysis_clear(&seen);
    }
    assert_int_equal(khl_text_analyze(text, bare, attested, &after, NULL), KHL_OK);
    assert_int_equal(after.tokens[0].proclitics.n, 2);
    khl_analysis_clear(&before);
    khl_analysis_clear(&after);
    khl_attested_destroy(attested);
    khl_text_destroy(text);
}

static size_t n_standing, n_read_again;

/* What was read without the words of the collection, and stands, is what reading it with them gives. */
static void stand_or_read_again(khl_str text)
{
    khl_arena memory = KHL_ARENA_INIT(4096);
    khl_analysis first, again;
    assert_int_equal(khl_text_analyze_in(khl_models_text(fixture_models), text, NULL, &memory, &first, NULL),
                     KHL_OK);
    bool stands = khl_text_stands(&first, words_of_corpora);
    n_standing += stands;
    n_read_again += !stands;
    if (stands) {
        assert_int_equal(
            khl_text_analyze(khl_models_text(fixture_models), text, words_of_corpora, &again, NULL), KHL_OK);
        assert_same(&first, &again);
        khl_analysis_clear(&again);
    }
    khl_arena_clear(&memory);
}

static void stand_or_read_random_text_again(khl_str text, bool well_formed)
{
    (void)well_formed;
    stand_or_read_again(text);
}

static void a_text_whose_questions_are_denied_stands(void **state)
{
    (void)state;
    assert_int_equal(khl_attested_create(&words_of_corpora, NULL), KHL_OK);
    each_text(attest);
    attest(KHL_STR("تعبيد أزقة حي ضجقفة"));
    n_standing = n_read_again = 0;
    stand_or_read_again(KHL_STR("الحفر فضجقفة كثيرة")); /* a name of the collection, behind a letter */
    for (int k = 0; k < 3; k++) attest(KHL_STR("زنبوع"));
    stand_or_read_again(KHL_STR("وزنبوع")); /* a word of the collection behind one */
    assert_true(n_standing == 0 && n_read_again == 2);
    each_text(stand_or_read_again);
    test_random_rounds(9, 200, 60, stand_or_read_random_text_again);
    assert_true(n_standing > 2 * n_read_again); /* or it would not be worth the asking */
    khl_attested_destroy(words_of_corpora);
}

/* More words in one text than are remembered: those behind them are read like those before. */
static void a_text_of_very_many_words_is_read_to_its_end(void **state)
{
    (void)state;
    enum { WORDS = 70000 };
    static const char *const LETTERS[] = {"ب", "ت", "ج", "د", "ر", "س", "ع", "ف", "ق", "م"};
    khl_buf text = KHL_BUF_INIT;
    khl_text *fresh = NULL;
    khl_analysis many, one;
    for (uint32_t k = 0; k < WORDS; k++) {
        for (uint32_t rest = k + 100000; rest > 0; rest /= 10) khl_buf_put_c(&text, LETTERS[rest % 10]);
        khl_buf_char(&text, ' ');
    }
    khl_buf_put_c(&text, "وبالمدارس l'autorisation نقترح إحداث ملعب");
    assert_int_equal(khl_text_create(&fresh, khl_models_lexicon(fixture_models), NULL, NULL), KHL_OK);
    assert_int_equal(khl_text_analyze(fresh, khl_buf_str(&text), NULL, &many, NULL), KHL_OK);
    khl_str end = KHL_STR("وبالمدارس l'autorisation نقترح إحداث ملعب");
    assert_int_equal(khl_text_analyze(fresh, end, NULL, &one, NULL), KHL_OK);
    assert_int_equal(many.n_tokens, WORDS + one.n_tokens);
    for (size_t i = 0; i < one.n_tokens; i++) {
        expect_str(many.tokens[WORDS + i].proclitics, one.tokens[i].proclitics);
        assert_int_equal(many.tokens[WORDS + i].flags, one.tokens[i].flags);
    }
    expect_str(many.features[many.n_features - 1].name, one.features[one.n_features - 1].name);
    expect_str(many.tokens[WORDS].stem, one.tokens[0].stem);
    khl_analysis_clear(&many);
    khl_analysis_clear(&one);
    khl_text_destroy(fresh);
    khl_buf_clear(&text);
}

static khl_text *of_words;

static void analyze_with_and_without_concepts(khl_str text)
{
    khl_analysis all, words;
    size_t n = 0;
    assert_int_equal(khl_text_analyze(khl_models_text(fixture_models), text, NULL, &all, NULL), KHL_OK);
    assert_int_equal(khl_text_analyze(of_words, text, NULL, &words, NULL), KHL_OK);
    for (size_t i = 0; i < all.n_features; i++) {
        if (all.features[i].kind == KHL_FEATURE_CONCEPT) continue;
        assert_true(n < words.n_features);
        expect_feature(&all.features[i], &words.features[n++]);
    }
    assert_int_equal(n, words.n_features);
    khl_analysis_clear(&all);
    khl_analysis_clear(&words);
}

static void without_concepts_all_else_is_found(void **state)
{
    (void)state;
    khl_text_options options = KHL_TEXT_OPTIONS_INIT;
    options.no_concepts = true;
    assert_int_equal(khl_text_create(&of_words, khl_models_lexicon(fixture_models), &options, NULL), KHL_OK);
    each_text(analyze_with_and_without_concepts);
    khl_text_destroy(of_words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_short_way_of_the_normaliser_changes_nothing),
                                       cmocka_unit_test(a_word_that_was_met_before_is_read_the_same),
                                       cmocka_unit_test(words_of_a_collection_count_as_soon_as_it_has_them),
                                       cmocka_unit_test(a_text_whose_questions_are_denied_stands),
                                       cmocka_unit_test(without_concepts_all_else_is_found),
                                       cmocka_unit_test(a_text_of_very_many_words_is_read_to_its_end)};
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
