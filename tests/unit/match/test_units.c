/* Units and kin over a small lexicon: what two demands share, what one of them says alone, and which concepts
 * are near one another. */
#include "small_models.h"

#include <math.h>
#include <stdlib.h>

#include "khulasa/text.h"
#include "units.h"

/* place of learning > school > nursery; a tent school is taken for a school by careless readers only, and a
 * closed nursery is the opposite of one. "gestion" is no concept. */
#define ROWS                                                                                                 \
    "learning\tfacility\tétablissement\t\t\t\n"                                                             \
    "school\tfacility\técole\tlearning\t\t\n"                                                               \
    "nursery\tfacility\tcrèche\tschool\t\t\n"                                                               \
    "tent\tfacility\tchapiteau\tschool\tschool\t\n"                                                          \
    "build\taction\tconstruire\t\t\t\n"                                                                      \
    "open\taction\touvrir\tbuild\t\t\n"                                                                      \
    "close\taction\tfermer\topen\t\t\topen\n"                                                                \
    "girls\tbeneficiary\tfilles\t\t\t\n"                                                                     \
    "budget\tobject\tbudget\t\t\t\n"                                                                         \
    "publication\tobject\tpublication\t\t\t\n"                                                               \
    "budget_publication\tobject\tpublication du budget\t\t\t\n"                                              \
    "budget_management\tobject\tgestion du budget\t\t\t\n"

enum { MOST_TEXTS = 2 };
#define RAREST (5.5 / 3) /* the information of a term that no collection is known to hold */

typedef struct fixture {
    khl_lexicon *lexicon;
    khl_text *text;
    khl_tfidf *space;
    khl_analysis analyses[MOST_TEXTS];
    khl_units units[MOST_TEXTS];
    khl_map names;
    khl_arena arena;
    khl_links links;
    khl_kin kin;
} fixture;

static khl_lexicon *open_lexicon(void)
{
    test_models models = test_models_make("units");
    char path[640];
    khl_lexicon *lexicon;
    khl_error err = {0};
    snprintf(path, sizeof path, "%s/concepts", models.dir);
    mkdir(path, 0777);
    test_models_put(&models, "text/citations.tsv", "loi\tcue\n");
    test_models_put(&models, "concepts/a.tsv", ROWS);
    if (khl_lexicon_open_folder(&lexicon, models.dir, &err) != KHL_OK)
        fail_msg("%s: %s, row %u", err.file, err.message, (unsigned)err.row);
    return lexicon;
}

/* The space of a collection that holds `known` in each of its documents, and nothing else. */
static khl_tfidf *space_of(const char *known)
{
    khl_tfidf *space;
    khl_counts *counts;
    const khl_tfidf_options options = KHL_TFIDF_OPTIONS_INIT;
    assert_int_equal(khl_counts_create(&counts, NULL), KHL_OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(khl_counts_add(counts, khl_str_from(known), 1, NULL), KHL_OK);
        assert_int_equal(khl_counts_end(counts, NULL), KHL_OK);
    }
    assert_int_equal(khl_tfidf_fit(&space, counts, &options, NULL), KHL_OK);
    khl_counts_destroy(counts);
    return space;
}

static fixture *open_pair(const char *a, const char *b)
{
    const char *const texts[MOST_TEXTS] = {a, b};
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->arena = (khl_arena)KHL_ARENA_INIT(1024);
    f->lexicon = open_lexicon();
    f->space = space_of("girls");
    assert_int_equal(khl_text_create(&f->text, f->lexicon, NULL, NULL), KHL_OK);
    assert_int_equal(khl_map_init(&f->names, NULL), KHL_OK);
    for (int i = 0; i < MOST_TEXTS; i++) {
        assert_int_equal(khl_text_analyze(f->text, khl_str_from(texts[i]), NULL, &f->analyses[i], NULL),
                         KHL_OK);
        khl_focus *focus = khl_arena_array(&f->arena, f->analyses[i].n_features, sizeof *focus);
        assert_int_equal(khl_text_focus(&f->analyses[i], focus, NULL), KHL_OK);
        assert_int_equal(
            khl_units_fill(&f->units[i], &f->analyses[i], focus, f->space, &f->names, &f->arena, NULL),
            KHL_OK);
    }
    assert_int_equal(khl_links_build(&f->links, f->lexicon, &f->names, NULL), KHL_OK);
    assert_int_equal(khl_kin_build(&f->kin, f->lexicon, &f->names, &f->links, NULL), KHL_OK);
    return f;
}

static void close_pair(fixture *f)
{
    khl_kin_clear(&f->kin);
    khl_links_clear(&f->links);
    khl_map_clear(&f->names);
    khl_arena_clear(&f->arena);
    for (int i = 0; i < MOST_TEXTS; i++) khl_analysis_clear(&f->analyses[i]);
    khl_tfidf_destroy(f->space);
    khl_text_destroy(f->text);
    khl_lexicon_destroy(f->lexicon);
    free(f);
}

static void expect_near(double got, double want)
{
    if (!(fabs(got - want) < 1e-6)) fail_msg("%g, and not %g", got, want);
}

/* Both ways round: sides have no order. */
static void expect_shares(const char *a, const char *b, unsigned kind, double shared, double less,
                          double more)
{
    fixture *f = open_pair(a, b);
    for (int turned = 0; turned < 2; turned++) {
        khl_shares s = khl_units_compare(&f->units[turned], &f->units[1 - turned], kind, &f->kin);
        expect_near(s.shared, shared);
        expect_near(s.less, less);
        expect_near(s.more, more);
    }
    close_pair(f);
}

static void nothing_shares_nothing(void **state)
{
    (void)state;
    fixture *f = open_pair("", " ... !");
    for (unsigned kind = 0; kind < KHL_N_UNITS; kind++) {
        khl_shares s = khl_units_compare(&f->units[0], &f->units[1], kind, &f->kin);
        assert_true(s.shared == 0 && s.less == 0 && s.more == 0);
        assert_int_equal(f->units[0].n[kind], 0);
    }
    assert_int_equal(f->units[0].concepts.n, 0);
    assert_int_equal(f->kin.n_names, 0);
    close_pair(f);
    expect_shares("", "école", KHL_UNIT_OBJECT, 0, 0, RAREST);
}

static void a_demand_shares_all_with_itself(void **state)
{
    (void)state;
    const char *text = "construire école filles trottoir";
    expect_shares(text, text, KHL_UNIT_OBJECT, RAREST, 0, 0);
    expect_shares(text, text, KHL_UNIT_ACTION, RAREST, 0, 0);
    expect_shares(text, text, KHL_UNIT_WORD, RAREST, 0, 0);
    expect_shares(text, text, KHL_UNIT_AUTHORITY, 0, 0, 0);
    expect_shares(text, "école école école", KHL_UNIT_OBJECT, RAREST, 0, 0); /* said thrice, said once */
}

/* A term of every document carries the least that there is; nobody's term the most. */
static void information_follows_the_collection(void **state)
{
    (void)state;
    expect_shares("filles", "filles", KHL_UNIT_BENEFICIARY, 1.0 / 3, 0, 0);
    expect_shares("filles", "école", KHL_UNIT_BENEFICIARY, 0, 0, 1.0 / 3);
}

static void what_one_says_alone_is_told_by_size(void **state)
{
    (void)state;
    expect_shares("école budget", "école", KHL_UNIT_OBJECT, RAREST, 0, RAREST);
    expect_shares("école", "budget", KHL_UNIT_OBJECT, 0, RAREST, RAREST);
    expect_shares("budget publication école", "budget", KHL_UNIT_OBJECT, RAREST, 0, 2 * RAREST);
}

/* Words that a concept covers are said by it. */
static void words_are_what_no_concept_covers(void **state)
{
    (void)state;
    expect_shares("école trottoir", "école chaussée", KHL_UNIT_WORD, 0, RAREST, RAREST);
    expect_shares("école", "école", KHL_UNIT_WORD, 0, 0, 0);
    expect_shares("gestion du budget", "gestion", KHL_UNIT_WORD, 0, 0, RAREST); /* covered on one side only */
}

/* The long form says all of "budget"; "budget" says half of the long form. */
static void a_longer_form_holds_its_parts(void **state)
{
    (void)state;
    fixture *f = open_pair("publication du budget", "budget");
    assert_int_equal(f->units[0].n[KHL_UNIT_OBJECT], 1);
    assert_int_equal(f->units[0].of[KHL_UNIT_OBJECT][0].parts.n, 2);
    assert_int_equal(f->units[0].concepts.n, 3);
    close_pair(f);
    expect_shares("publication du budget", "budget", KHL_UNIT_OBJECT, 0.75 * RAREST, 0, 0.5 * RAREST);
    expect_shares("publication du budget", "budget publication", KHL_UNIT_OBJECT, 1.5 * RAREST, 0, 0);
    /* half, although "budget" is the only part that is a concept */
    expect_shares("gestion du budget", "budget", KHL_UNIT_OBJECT, 0.75 * RAREST, 0, 0.5 * RAREST);
}

static void kin_count_as_far_as_they_are_near(void **state)
{
    (void)state;
    const double parent = (double)KHL_KIN_PARENT, grandparent = (double)KHL_KIN_GRANDPARENT;
    expect_shares("crèche", "école", KHL_UNIT_OBJECT, parent * RAREST, (1 - parent) * RAREST,
                  (1 - parent) * RAREST);
    /* through the school between, which neither names */
    expect_shares("crèche", "établissement", KHL_UNIT_OBJECT, grandparent * RAREST,
                  (1 - grandparent) * RAREST, (1 - grandparent) * RAREST);
    expect_shares("crèche", "budget", KHL_UNIT_OBJECT, 0, RAREST, RAREST);
    expect_shares("crèche", "école établissement", KHL_UNIT_OBJECT,
                  (parent + parent + grandparent) / 2 * RAREST, (1 - parent) * RAREST,
                  (2 - parent - grandparent) * RAREST);
}

/* Where both want a school, a nursery is not met by it. */
static void kin_that_both_name_answers_for_itself(void **state)
{
    (void)state;
    expect_shares("crèche école", "école", KHL_UNIT_OBJECT, RAREST, 0, RAREST);
    expect_shares("crèche établissement", "école établissement", KHL_UNIT_OBJECT,
                  (1 + (double)KHL_KIN_PARENT) * RAREST, (1 - (double)KHL_KIN_PARENT) * RAREST,
                  (1 - (double)KHL_KIN_PARENT) * RAREST);
}

static void what_is_kept_apart_is_no_kin(void **state)
{
    (void)state;
    expect_shares("chapiteau", "école", KHL_UNIT_OBJECT, 0, RAREST, RAREST);
    expect_shares("fermer", "ouvrir", KHL_UNIT_ACTION, 0, RAREST, RAREST);
}

static bool are_kin(const fixture *f, const char *a, const char *b, double nearness)
{
    uint32_t x = khl_map_find(&f->names, khl_str_from(a)), y = khl_map_find(&f->names, khl_str_from(b));
    assert_true(x < f->kin.n_names && y < f->kin.n_names);
    for (uint32_t k = f->kin.first[x]; k < f->kin.first[x + 1]; k++)
        if (f->kin.of[k].name == y) return fabs((double)f->kin.of[k].nearness - nearness) < 1e-6;
    return nearness == 0;
}

static void kin_know_one_another_nearest_first(void **state)
{
    (void)state;
    fixture *f = open_pair("crèche école établissement", "chapiteau construire ouvrir fermer");
    assert_true(are_kin(f, "nursery", "school", 0.9) && are_kin(f, "school", "nursery", 0.9));
    assert_true(are_kin(f, "nursery", "learning", 0.7) && are_kin(f, "learning", "nursery", 0.7));
    assert_true(are_kin(f, "open", "build", 0.9));
    assert_true(are_kin(f, "tent", "school", 0) && are_kin(f, "school", "tent", 0));
    assert_true(are_kin(f, "close", "open", 0) && are_kin(f, "school", "build", 0));
    for (uint32_t x = 0; x < f->kin.n_names; x++)
        for (uint32_t k = f->kin.first[x]; k + 1 < f->kin.first[x + 1]; k++)
            assert_true(f->kin.of[k].nearness >= f->kin.of[k + 1].nearness);
    close_pair(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_shares_nothing),
        cmocka_unit_test(a_demand_shares_all_with_itself),
        cmocka_unit_test(information_follows_the_collection),
        cmocka_unit_test(what_one_says_alone_is_told_by_size),
        cmocka_unit_test(words_are_what_no_concept_covers),
        cmocka_unit_test(a_longer_form_holds_its_parts),
        cmocka_unit_test(kin_count_as_far_as_they_are_near),
        cmocka_unit_test(kin_that_both_name_answers_for_itself),
        cmocka_unit_test(what_is_kept_apart_is_no_kin),
        cmocka_unit_test(kin_know_one_another_nearest_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
