/* What a text asks for, against what it only tells: weights of features, and which actions are acts. */
#include "models_fixture.h"

#include "buf.h"

/* The concepts of a text: "name" in focus, "(name)" outside, "name!" an act, "@name" a site. */
static void expect(const char *text, const char *expected)
{
    khl_analysis a;
    khl_buf out = KHL_BUF_INIT;
    assert_int_equal(khl_text_analyze(khl_models_text(fixture_models), khl_str_from(text), NULL, &a, NULL),
                     KHL_OK);
    khl_focus *focus = calloc(a.n_features + 1, sizeof *focus);
    assert_non_null(focus);
    assert_int_equal(khl_text_focus(&a, focus, NULL), KHL_OK);
    for (size_t i = 0; i < a.n_features; i++) {
        const khl_feature *f = &a.features[i];
        assert_true(focus[i].weight > 0 && focus[i].weight <= 1);
        if (f->kind != KHL_FEATURE_CONCEPT || f->nested > 0) continue;
        khl_buf_format(&out, focus[i].weight < 1 ? "%s%s(%.*s)%s" : "%s%s%.*s%s", out.n > 0 ? " " : "",
                       focus[i].site ? "@" : "", (int)f->name.n, f->name.p, focus[i].act ? "!" : "");
    }
    khl_buf_char(&out, '\0');
    if (strcmp(out.p, expected) != 0) fail_msg("%s\n  got  %s\n  want %s", text, out.p, expected);
    khl_buf_clear(&out);
    free(focus);
    khl_analysis_clear(&a);
}

static void nothing_is_in_no_focus(void **state)
{
    (void)state;
    expect("", "");
    expect(" ... !", "");
}

static void acts_stand_at_the_head_of_a_clause(void **state)
{
    (void)state;
    expect("ترميم الملعب", "restore_renovate! sports_field");
    expect("ترميم وتجهيز المدرسة", "restore_renovate! equip! school");
    expect("ترميم الملعب وتجهيز المكتبة", "restore_renovate! sports_field equip! library");
    expect("نطالب بترميم الملعب", "restore_renovate! sports_field");
    expect("المدرسة: ترميم", "school restore_renovate!");
    expect("يصلحو الطريق", "repair! road");
}

/* Whom one asks stands between the request and its act; what one asks for ends the search. */
static void acts_stand_behind_whom_one_asks(void **state)
{
    (void)state;
    expect("نلتمس من الجماعة ترميم الملعب", "commune restore_renovate! sports_field");
    expect("نلتمس ملعب ترميم", "sports_field restore_renovate");
    expect("خاص الطريق تتصلح", "road repair!");
}

/* In Darija those spoken to are told what to do wherever it stands; what is done all the time is a story. */
static void orders_are_acts_wherever_they_stand(void **state)
{
    (void)state;
    expect("المدرسة ديالنا صلحوها", "school repair!");
    expect("المدرسة كيصلحوها", "school repair");
    expect("المدرسة ما تصلحوهاش", "school");
    expect("المدرسة بلا ما يصلحو", "school repair");
}

/* Words that are actions only at the head of a clause. */
static void some_words_act_only_at_the_head(void **state)
{
    (void)state;
    expect("نقل المدرسة", "relocate! school");
    expect("المدرسة: نقل", "school relocate!");
    expect("نطالب بنقل المدرسة", "relocate! school");
    expect("ترميم الملعب ونقل السوق", "restore_renovate! sports_field relocate! market");
    expect("مدرسة نقل", "school transport");
    expect("النقل", "transport");
}

/* "school of training", "the repair", "in order to equip": things and aims. */
static void other_actions_are_no_acts(void **state)
{
    (void)state;
    expect("الملعب ترميم", "sports_field restore_renovate");
    expect("الترميم", "restore_renovate");
    expect("مدرسة لتجهيز", "school equip");
}

/* A town or a value neither acts nor asks: what stands behind it is no clause of its own. */
static void settings_ask_for_nothing(void **state)
{
    (void)state;
    expect("المدينة ترميم", "city restore_renovate");
    expect("الدوار هنا، نطالب بترميم الملعب", "(village) restore_renovate! sports_field");
}

static void grounds_and_story_carry_less(void **state)
{
    (void)state;
    expect("نظرا لحالة الطريق، نطالب بترميم الملعب", "(road) restore_renovate! sports_field");
    expect("الطريق هنا، صلحوا الملعب", "(road) repair! sports_field");
    expect("الطريق هنا، صلحوها", "road repair!");
    expect("ترميم الملعب نظرا لحالة الطريق", "restore_renovate! sports_field (road)");
}

/* A thing behind "in" says where, if another was named before it in the sentence. */
static void sites_say_where(void **state)
{
    (void)state;
    expect("ملعب بالسوق", "sports_field @market");
    expect("مسجد في السوق", "mosque @market");
    expect("مكتبة حدا السوق", "library @market");
    expect("المدرسة", "school");
    expect("بالمدرسة", "school");
    expect("مكتبة المدرسة", "school_library");
    expect("مكتبة. بالمدرسة", "library school");
    expect("مسجد والسوق", "mosque market");
}

/* Behind some acts b- says with what: "supply the school with benches". */
static void with_is_not_where(void **state)
{
    (void)state;
    expect("تجهيز المدرسة بمكتبة", "equip! school library");
    expect("تجهيز المدرسة بمكتبة بالسوق", "equip! school library @market");
    expect("ترميم المدرسة بالسوق", "restore_renovate! school @market");
}

/* A word over and over: what stands behind each must not be walked for each. */
static void long_texts_cost_their_length(void **state)
{
    (void)state;
    enum { TIMES = 60000 };
    static const char ONE[] = "نطالب ";
    char *text = malloc(sizeof ONE * TIMES);
    assert_non_null(text);
    for (size_t i = 0; i < TIMES; i++) memcpy(text + i * (sizeof ONE - 1), ONE, sizeof ONE);
    expect(text, "");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_is_in_no_focus),
                                       cmocka_unit_test(acts_stand_at_the_head_of_a_clause),
                                       cmocka_unit_test(acts_stand_behind_whom_one_asks),
                                       cmocka_unit_test(orders_are_acts_wherever_they_stand),
                                       cmocka_unit_test(some_words_act_only_at_the_head),
                                       cmocka_unit_test(long_texts_cost_their_length),
                                       cmocka_unit_test(other_actions_are_no_acts),
                                       cmocka_unit_test(settings_ask_for_nothing),
                                       cmocka_unit_test(sites_say_where),
                                       cmocka_unit_test(with_is_not_where),
                                       cmocka_unit_test(grounds_and_story_carry_less)};
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
