/* Deeds: which act goes with which thing, and when two demands do something else. */
#include "models_fixture.h"

#include "deeds.h"

enum { MOST_TEXTS = 2 };

typedef struct fixture {
    khl_analysis analyses[MOST_TEXTS];
    khl_deeds deeds[MOST_TEXTS];
    khl_map names;
    khl_arena arena;
    khl_links links;
    khl_kin kin;
} fixture;

static void open_pair(fixture *f, const char *a, const char *b)
{
    const char *const texts[MOST_TEXTS] = {a, b};
    *f = (fixture){.arena = KHL_ARENA_INIT(1024)};
    assert_int_equal(khl_map_init(&f->names, NULL), KHL_OK);
    for (int i = 0; i < MOST_TEXTS; i++) {
        assert_int_equal(khl_text_analyze(khl_models_text(fixture_models), khl_str_from(texts[i]), NULL,
                                          &f->analyses[i], NULL),
                         KHL_OK);
        khl_focus *focus = khl_arena_array(&f->arena, f->analyses[i].n_features, sizeof *focus);
        assert_int_equal(khl_text_focus(&f->analyses[i], focus, NULL), KHL_OK);
        assert_int_equal(khl_deeds_fill(&f->deeds[i], &f->analyses[i], focus, &f->names, &f->arena, NULL),
                         KHL_OK);
    }
    const khl_lexicon *lexicon = khl_models_lexicon(fixture_models);
    assert_int_equal(khl_links_build(&f->links, lexicon, &f->names, NULL), KHL_OK);
    assert_int_equal(khl_kin_build(&f->kin, lexicon, &f->names, &f->links, NULL), KHL_OK);
}

static void close_pair(fixture *f)
{
    khl_kin_clear(&f->kin);
    khl_links_clear(&f->links);
    khl_map_clear(&f->names);
    khl_arena_clear(&f->arena);
    for (int i = 0; i < MOST_TEXTS; i++) khl_analysis_clear(&f->analyses[i]);
}

/* Both ways round: sides have no order. */
static void expect(const char *a, const char *b, khl_deed_answer answer)
{
    fixture f;
    open_pair(&f, a, b);
    for (int turned = 0; turned < 2; turned++) {
        khl_deed_answer got = khl_deeds_compare(&f.deeds[turned], &f.deeds[1 - turned], &f.kin, &f.links);
        if (got != answer) fail_msg("%s | %s: %d, and not %d", a, b, (int)got, (int)answer);
    }
    close_pair(&f);
}

static void expect_count(const char *text, uint32_t n)
{
    fixture f;
    open_pair(&f, text, "");
    if (f.deeds[0].n != n) fail_msg("%s: %u deeds, and not %u", text, f.deeds[0].n, n);
    close_pair(&f);
}

static void nothing_is_no_deed(void **state)
{
    (void)state;
    expect_count("", 0);
    expect_count(" ... !", 0);
    expect_count("ترميم", 0);
    expect("", "", KHL_DEEDS_UNKNOWN);
    expect("", "ترميم الملعب", KHL_DEEDS_UNKNOWN);
}

static void acts_take_the_thing_behind_them(void **state)
{
    (void)state;
    expect_count("ترميم الملعب", 1);
    expect_count("ترميم وتجهيز الملعب", 2);   /* both the field */
    expect_count("ترميم الملعب والمكتبة", 2); /* the same to both */
    expect_count("ترميم الملعب بالمدرسة", 1); /* where is no thing */
    expect("الملعب: ترميم", "ترميم الملعب", KHL_DEEDS_AGREE);
    expect("ترميم وتجهيز الملعب", "تجهيز الملعب", KHL_DEEDS_AGREE);
}

/* What the lexicon keeps apart is a conflict, also by the families of the acts. */
static void other_acts_on_one_thing(void **state)
{
    (void)state;
    expect("بناء مركز صحي", "ترميم المركز الصحي", KHL_DEEDS_CONFLICT);
    expect("إصلاح مركز صحي", "ترميم المركز الصحي", KHL_DEEDS_AGREE);
    expect("توفير حاويات", "إزالة الحاويات", KHL_DEEDS_CONFLICT);
    expect("بناء ملعب", "تجهيز الملعب", KHL_DEEDS_AGREE); /* both provide */
}

/* Silence means to provide, and says so little that nothing is in conflict with it. */
static void silence_is_no_conflict(void **state)
{
    (void)state;
    expect("ملعب", "ملعب", KHL_DEEDS_AGREE);
    expect("ملعب", "بناء ملعب", KHL_DEEDS_AGREE);
    expect("ملعب", "ترميم الملعب", KHL_DEEDS_UNKNOWN);
}

/* Darija says one word of making and of mending. */
static void words_of_two_acts_agree_with_both(void **state)
{
    (void)state;
    expect("صاوبو الملعب", "بناء ملعب", KHL_DEEDS_AGREE);
    expect("صاوبو الملعب", "إصلاح الملعب", KHL_DEEDS_AGREE);
}

static void other_things(void **state)
{
    (void)state;
    expect("بناء ملعب", "بناء مسجد", KHL_DEEDS_OTHER_THING);
    expect("توفير حاويات بالملعب", "بناء ملعب", KHL_DEEDS_OTHER_THING);
}

/* A thing that is a deed by its name: to publish the budget. */
static void things_that_are_deeds(void **state)
{
    (void)state;
    expect("نشر ميزانية الجماعة", "نشر الميزانية", KHL_DEEDS_AGREE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_is_no_deed),
                                       cmocka_unit_test(acts_take_the_thing_behind_them),
                                       cmocka_unit_test(other_acts_on_one_thing),
                                       cmocka_unit_test(silence_is_no_conflict),
                                       cmocka_unit_test(words_of_two_acts_agree_with_both),
                                       cmocka_unit_test(other_things),
                                       cmocka_unit_test(things_that_are_deeds)};
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
