/* The nearest elsewhere: as many as asked for, best first, the same for any number of threads, exact. */
#include "models_fixture.h"

#include <math.h>

enum { MAX = 200 };

typedef struct found {
    size_t n;
    size_t n_matches[MAX];
    khl_verdict best[MAX];
    const khl_proposal *first[MAX];
    double probability[MAX][5];
} found;

static khl_status note(void *context, const khl_similar_row *row, khl_error *err)
{
    found *f = context;
    (void)err;
    assert_true(f->n < MAX);
    f->n_matches[f->n] = row->n_matches;
    f->best[f->n] = row->best;
    f->first[f->n] = row->n_matches > 0 ? row->matches[0].proposal : NULL;
    for (size_t k = 0; k < row->n_matches; k++) {
        const khl_explanation *x = &row->matches[k].explanation;
        if (k < 5) f->probability[f->n][k] = x->probability;
        if (k == 0) continue;
        const khl_explanation *before = &row->matches[k - 1].explanation;
        assert_true(before->verdict > x->verdict ||
                    (before->verdict == x->verdict && before->probability >= x->probability));
    }
    assert_int_equal(row->best, row->n_matches > 0 ? row->matches[0].explanation.verdict : KHL_VERDICT_NONE);
    f->n++;
    return KHL_OK;
}

static void add(khl_corpus *corpus, const char *id, const char *city, const char *text)
{
    khl_proposal p = {.id = khl_str_from(id), .city = khl_str_from(city), .text = khl_str_from(text)};
    assert_int_equal(khl_corpus_add(corpus, &p, NULL), KHL_OK);
}

static void find(const khl_corpus *a, const khl_corpus *b, const khl_similar_options *options, found *out)
{
    khl_error err = {.code = KHL_OK};
    *out = (found){.n = 0};
    if (khl_similar_find(a, b, fixture_models, options, note, out, &err) != KHL_OK)
        fail_msg("%s", err.message);
    assert_int_equal(out->n, khl_corpus_count(a));
}

static void each_proposal_finds_itself(void **state)
{
    (void)state;
    static found one, three;
    khl_corpus *corpus = read_proposals();
    khl_similar_options options = KHL_SIMILAR_OPTIONS_INIT;
    options.n_threads = 1;
    find(corpus, corpus, &options, &one);
    options.n_threads = 3;
    find(corpus, corpus, &options, &three);
    size_t itself = 0;
    for (size_t i = 0; i < one.n; i++) {
        assert_int_equal(one.n_matches[i], 5);
        assert_ptr_equal(one.first[i], three.first[i]);
        assert_memory_equal(one.probability[i], three.probability[i], sizeof one.probability[i]);
        itself += one.first[i] == khl_corpus_at(corpus, i);
    }
    assert_true(itself * 100 >= one.n * 95); /* a longer twin may hold all of a short one */
    khl_corpus_destroy(corpus);
}

/* Judging all rows instead of the nearest fifty finds no better match. */
static void candidates_are_enough(void **state)
{
    (void)state;
    static found some, all;
    khl_corpus *corpus = read_proposals();
    khl_similar_options options = KHL_SIMILAR_OPTIONS_INIT;
    find(corpus, corpus, &options, &some);
    options.candidates = khl_corpus_count(corpus);
    find(corpus, corpus, &options, &all);
    for (size_t i = 0; i < some.n; i++) {
        assert_int_equal(some.best[i], all.best[i]);
        assert_ptr_equal(some.first[i], all.first[i]);
    }
    khl_corpus_destroy(corpus);
}

static void places_are_told_apart_between_cities(void **state)
{
    (void)state;
    static found f;
    khl_corpus *a = new_corpus(), *b = new_corpus();
    add(a, "a", "الخميسات", "إصلاح الطريق الرئيسية بحي السلام بالخميسات");
    add(b, "b1", "مراكش", "إصلاح الطريق الرئيسية بحي الفتح بمراكش");
    add(b, "b2", "مراكش", "إحداث مكتبة عمومية");
    find(a, b, NULL, &f);
    assert_int_equal(f.best[0], KHL_VERDICT_SAME);
    assert_str(f.first[0]->id, "b1");
    khl_corpus_destroy(b);
    b = new_corpus();
    add(b, "b1", "تيفلت", "إصلاح الطريق الرئيسية بحي الفتح بتيفلت"); /* of the same province */
    find(a, b, NULL, &f);
    assert_int_not_equal(f.best[0], KHL_VERDICT_SAME);
    khl_corpus_destroy(a);
    khl_corpus_destroy(b);
}

static void as_many_as_there_are(void **state)
{
    (void)state;
    static found f;
    khl_corpus *a = new_corpus(), *b = new_corpus();
    khl_similar_options options = KHL_SIMILAR_OPTIONS_INIT;
    add(a, "a1", "الخميسات", "إحداث ملعب للقرب");
    add(a, "a2", "الخميسات", "zzz qqq");
    add(b, "b1", "مراكش", "إحداث ملعب للقرب");
    find(a, b, &options, &f);
    assert_int_equal(f.n_matches[0], 1);
    assert_int_equal(f.n_matches[1], 0); /* nothing in common */
    assert_int_equal(f.best[1], KHL_VERDICT_NONE);
    options.k = 100;
    find(a, b, &options, &f);
    assert_int_equal(f.n_matches[0], 1);
    khl_corpus_destroy(a);
    khl_corpus_destroy(b);
}

static void sides_must_hold_something(void **state)
{
    (void)state;
    static found f;
    khl_corpus *empty = new_corpus(), *full = new_corpus();
    khl_similar_options options = KHL_SIMILAR_OPTIONS_INIT;
    add(full, "a", "", "إحداث ملعب");
    f.n = 0;
    assert_int_equal(khl_similar_find(empty, full, fixture_models, NULL, note, &f, NULL), KHL_E_INPUT);
    assert_int_equal(khl_similar_find(full, empty, fixture_models, NULL, note, &f, NULL), KHL_E_INPUT);
    options.k = 0;
    assert_int_equal(khl_similar_find(full, full, fixture_models, &options, note, &f, NULL), KHL_E_ARGUMENT);
    assert_int_equal(f.n, 0);
    khl_corpus_destroy(empty);
    khl_corpus_destroy(full);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_proposal_finds_itself),
        cmocka_unit_test(candidates_are_enough),
        cmocka_unit_test(places_are_told_apart_between_cities),
        cmocka_unit_test(as_many_as_there_are),
        cmocka_unit_test(sides_must_hold_something),
    };
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
