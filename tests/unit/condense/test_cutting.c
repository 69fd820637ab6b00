/* Submissions of several demands through the whole pipeline: parts are compared, the account closes, the rest
 * is as if they were not there. And the committee's mark. */
#include "partition.h"

#define LETTERS KHL_SOURCE_DIR "/corpora/letters/letters.csv"
#define TWO "مطالبنا:\n- بناء ملعب للقرب بحي السلام\n- إصلاح الطريق الرئيسية\n\nوشكرا"

static khl_corpus *read_letters(void)
{
    khl_corpus *corpus = new_corpus();
    khl_error err = {0};
    if (khl_corpus_read(corpus, LETTERS, NULL, &err) != KHL_OK) fail_msg("%s", err.message);
    return corpus;
}

static void parts_are_compared_and_the_account_closes(void **state)
{
    (void)state;
    khl_corpus *corpus = new_corpus();
    add_text(corpus, "K1", "جمعية أ", "", TWO);
    add_text(corpus, "K2", "جمعية ب", "", "إحداث ملعب للقرب بحي السلام");
    khl_shortlist *s = condense(corpus, NULL);
    assert_int_equal(s->received, 2);
    assert_int_equal(s->demands, 3);
    assert_int_equal(s->n_entries, 2);
    assert_int_equal(s->n_aside, 0);
    assert_true(together(s, "K1/1", "K2"));
    assert_false(together(s, "K1/1", "K1/2"));
    assert_str(entry_with(s, KHL_STR("K1/2"))->supporters[0], "جمعية أ");
    assert_int_equal(s->n_cuts, 1);
    assert_str(s->cuts[0].id, "K1");
    assert_str(s->cuts[0].text, TWO);
    assert_str(s->cuts[0].opening, "مطالبنا:");
    assert_str(s->cuts[0].closing, "وشكرا");
    assert_str(s->cuts[0].parts[1].reason, "bullet");
    for (size_t p = 0; p < 2; p++) {
        const khl_shortlist_part *part = &s->cuts[0].parts[p];
        khl_str bytes = khl_str_part(s->cuts[0].text, part->begin, part->end);
        const khl_entry *e = entry_with(s, part->id);
        bool found = false;
        for (size_t m = 0; m < e->n_members; m++)
            found = found ||
                    (khl_str_equal(e->members[m].id, part->id) && khl_str_equal(e->members[m].text, bytes));
        assert_true(found);
    }
    khl_shortlist_destroy(s);
    khl_corpus_destroy(corpus);
}

static void letters_close_for_any_number_of_threads(void **state)
{
    (void)state;
    khl_corpus *corpus = read_letters();
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    char *first = NULL;
    size_t n_first = 0;
    for (unsigned threads = 1; threads <= 4; threads++) {
        options.n_threads = threads;
        khl_shortlist *s = condense(corpus, &options);
        assert_int_equal(s->received, 40);
        assert_in_range(s->n_cuts, 22,
                        25); /* 25 hold several demands; test_letters says how many are found */
        expect_same_json(s, &first, &n_first);
        khl_shortlist_destroy(s);
    }
    free(first);
    khl_corpus_destroy(corpus);
}

static void a_taken_part_id_leaves_the_submission_whole(void **state)
{
    (void)state;
    khl_corpus *corpus = new_corpus();
    add_text(corpus, "K1", "أ", "", TWO);
    add_text(corpus, "K1/2", "ب", "", "توفير النقل المدرسي");
    khl_shortlist *s = condense(corpus, NULL);
    assert_int_equal(s->n_cuts, 0);
    assert_whole(s, corpus);
    khl_shortlist_destroy(s);
    khl_corpus_destroy(corpus);
}

static void parts_out_of_order_are_refused(void **state)
{
    (void)state;
    const khl_corpus_part back[] = {{1, 0, 4}, {0, 0, 4}}, beyond[] = {{0, 0, 100000}}, empty[] = {{0, 4, 4}};
    khl_corpus *corpus = new_corpus(), *cut = NULL;
    add_text(corpus, "a", "", "", "إحداث ملعب");
    add_text(corpus, "b", "", "", "تعبيد الطريق");
    assert_int_equal(khl_corpus_cut(&cut, corpus, back, 2, NULL), KHL_E_ARGUMENT);
    assert_int_equal(khl_corpus_cut(&cut, corpus, beyond, 1, NULL), KHL_E_ARGUMENT);
    assert_int_equal(khl_corpus_cut(&cut, corpus, empty, 1, NULL), KHL_E_ARGUMENT);
    assert_null(cut);
    assert_int_equal(khl_corpus_cut(&cut, corpus, NULL, 0, NULL), KHL_OK);
    assert_int_equal(khl_corpus_count(cut), 2);
    khl_corpus_destroy(cut);
    khl_corpus_destroy(corpus);
}

static void evaluation_counts_a_cut_submission_by_its_first_part(void **state)
{
    (void)state;
    char path[] = "/tmp/khl-cutting-XXXXXX";
    FILE *f = fdopen(mkstemp(path), "wb");
    assert_non_null(f);
    fprintf(f, "id,text,gold\nK1,\"%s\",x\nK2,إحداث ملعب للقرب بحي السلام,x\nK3,إصلاح الطريق الرئيسية,y\n",
            TWO);
    fclose(f);
    const khl_read_options read = {.kind = "csv", .max_file_bytes = 1 << 24, .max_cell_bytes = 1 << 20};
    khl_corpus *corpus = new_corpus();
    khl_evaluation e;
    assert_int_equal(khl_corpus_read(corpus, path, &read, NULL), KHL_OK);
    assert_int_equal(khl_evaluate(&e, corpus, fixture_models, NULL, "gold", NULL), KHL_OK);
    assert_int_equal(e.n_proposals, 3);
    assert_true(e.agreement.f1 == 1);
    remove(path);
    khl_corpus_destroy(corpus);
}

static void add_marked(khl_corpus *corpus, const char *id, const char *association, const char *city,
                       const char *priority, const char *text)
{
    khl_proposal p = {.id = khl_str_from(id),
                      .association = khl_str_from(association),
                      .city = khl_str_from(city),
                      .priority = khl_str_from(priority),
                      .text = khl_str_from(text)};
    assert_int_equal(khl_corpus_add(corpus, &p, NULL), KHL_OK);
}

static uint32_t rank_of(const khl_shortlist *s, const char *id)
{
    return entry_with(s, khl_str_from(id))->priority;
}

/* Mark, associations, cities, first member; a low mark and one that nobody understands raise nothing. */
static void priority_follows_its_rule(void **state)
{
    (void)state;
    khl_corpus *corpus = new_corpus();
    add_marked(corpus, "plain", "أ", "فاس", "", "إحداث مكتبة عمومية بالحي");
    add_marked(corpus, "low", "أ", "فاس", "low", "تنظيم مهرجان للمسرح");
    add_marked(corpus, "odd", "أ", "فاس", "???", "حفر بئر بالدوار");
    add_marked(corpus, "two", "أ", "فاس", "", "تعبيد الطريق المؤدية إلى السوق");
    add_marked(corpus, "two'", "ب", "فاس", "", "تعبيد الطريق المؤدية إلى السوق");
    add_marked(corpus, "cities", "أ", "فاس", "", "توفير حافلات للنقل المدرسي");
    add_marked(corpus, "cities'", "ب", "وجدة", "", "توفير حافلات للنقل المدرسي");
    add_marked(corpus, "medium", "ج", "فاس", "2", "رقمنة الحالة المدنية");
    add_marked(corpus, "high", "ج", "فاس", " High ", "نشر ميزانية الجماعة");
    khl_shortlist *s = condense(corpus, NULL);
    static const char *const ORDER[] = {"high", "medium", "cities", "two", "plain", "low", "odd"};
    for (uint32_t i = 0; i < sizeof ORDER / sizeof *ORDER; i++) assert_int_equal(rank_of(s, ORDER[i]), i + 1);
    assert_int_equal(s->n_entries, 7);
    assert_int_equal(s->n_marks, 3);
    assert_int_equal(s->n_marks_unknown, 1);
    assert_int_equal(entry_with(s, KHL_STR("high"))->mark, 1);
    assert_int_equal(entry_with(s, KHL_STR("plain"))->mark, 0);
    for (size_t i = 1; i < s->n_entries; i++)
        if (s->entries[i].axis == s->entries[i - 1].axis)
            assert_true(s->entries[i].priority > s->entries[i - 1].priority);
    khl_shortlist_destroy(s);
    khl_corpus_destroy(corpus);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_compared_and_the_account_closes),
        cmocka_unit_test(letters_close_for_any_number_of_threads),
        cmocka_unit_test(a_taken_part_id_leaves_the_submission_whole),
        cmocka_unit_test(parts_out_of_order_are_refused),
        cmocka_unit_test(evaluation_counts_a_cut_submission_by_its_first_part),
        cmocka_unit_test(priority_follows_its_rule),
    };
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
