/* Evaluation against a gold column. */
#include "partition.h"

#include "khulasa/train.h"

#include <math.h>

static khl_corpus *corpus_of(const char *csv)
{
    char path[] = "/tmp/khl-evaluate-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *f = fdopen(fd, "wb");
    assert_int_equal(fwrite(csv, 1, strlen(csv), f), strlen(csv));
    assert_int_equal(fclose(f), 0);
    const khl_read_options read = {.kind = "csv", .max_file_bytes = 1 << 24, .max_cell_bytes = 1 << 20};
    khl_corpus *corpus = new_corpus();
    khl_error err = {0};
    if (khl_corpus_read(corpus, path, &read, &err) != KHL_OK) fail_msg("%s", err.message);
    remove(path);
    return corpus;
}

static const char SMALL[] =
    "id,text,gold,empty\na,إحداث ملعب القرب,x,\nd,توظيف أطباء,,\nb,إحداث ملعب القرب,x,\n"
    "c,تعبيد الطريق,y,\n";

static void missing_gold_is_refused(void **state)
{
    (void)state;
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    khl_evaluation e;
    khl_error err = {0};
    khl_corpus *corpus = corpus_of(SMALL);
    assert_int_equal(khl_evaluate(&e, corpus, fixture_models, &options, "nowhere", &err), KHL_E_INPUT);
    assert_string_equal(err.id, "evaluate.gold");
    assert_string_equal(err.args[0], "nowhere");
    assert_int_equal(khl_evaluate(&e, corpus, fixture_models, &options, "empty", &err), KHL_E_INPUT);
    assert_int_equal(e.n_proposals, 0);
    khl_corpus_destroy(corpus);
    corpus = new_corpus();
    assert_int_equal(khl_evaluate(&e, corpus, fixture_models, &options, "gold", NULL), KHL_E_INPUT);
    khl_corpus_destroy(corpus);
}

/* Rows without gold do not count, and options may be left out. */
static void small_figures(void **state)
{
    (void)state;
    khl_evaluation e;
    khl_corpus *corpus = corpus_of(SMALL);
    assert_int_equal(khl_evaluate(&e, corpus, fixture_models, NULL, "gold", NULL), KHL_OK);
    assert_int_equal(e.n_proposals, 3);
    assert_true(e.agreement.f1 == 1 && e.agreement.ari == 1);
    assert_int_equal(e.agreement.n_clusters, 2);
    assert_int_equal(e.agreement.n_gold, 2);
    assert_int_equal(e.sizes[1], 1);
    assert_int_equal(e.sizes[2], 1);
    assert_true(e.axis_accuracy == -1); /* no axis was given */
    khl_corpus_destroy(corpus);
}

/* A model without an opinion says one half of every pair: it is as wrong as the share of same pairs is far
 * from it. SMALL has three pairs with gold, one of them the same. */
static void pairs_are_judged(void **state)
{
    (void)state;
    const khl_match_model none = {.weight = {0}};
    khl_train_report r;
    khl_corpus *corpus = corpus_of(SMALL);
    const khl_corpus *list[] = {corpus};
    assert_int_equal(khl_train_judge(&r, list, 1, fixture_models, &none, NULL, NULL), KHL_OK);
    assert_int_equal(r.n_pairs, 3);
    assert_int_equal(r.n_same, 1);
    assert_true(fabs(r.calibration_error - (0.5 - 1.0 / 3)) < 1e-12);
    assert_int_equal(khl_train_judge(&r, list, 1, fixture_models, NULL, NULL, NULL), KHL_OK);
    assert_true(r.average_precision == 1 && r.calibration_error < 0.3);
    khl_train_options nowhere = KHL_TRAIN_OPTIONS_INIT;
    nowhere.gold = "nowhere";
    assert_int_equal(khl_train_judge(&r, list, 1, fixture_models, NULL, &nowhere, NULL), KHL_E_INPUT);
    assert_int_equal(r.n_pairs, 0);
    khl_corpus_destroy(corpus);
}

static void put_cell(FILE *f, khl_str s)
{
    fputc('"', f);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') fputc('"', f);
        fputc(s.p[i], f);
    }
    fputc('"', f);
}

/* The engine's own partition as gold gives 1 in every measure; a spoiled one does not. */
static void own_partition_is_perfect(void **state)
{
    (void)state;
    for (unsigned spoil = 0; spoil < 2; spoil++) {
        char *csv = NULL;
        size_t n = 0;
        FILE *f = open_memstream(&csv, &n);
        khl_corpus *corpus = read_proposals();
        khl_shortlist *s = condense(corpus, NULL);
        fputs("id,text,axis,gold\n", f);
        for (size_t i = 0; i < khl_corpus_count(corpus); i++) {
            const khl_proposal *p = khl_corpus_at(corpus, i);
            put_cell(f, p->id);
            fputc(',', f);
            put_cell(f, p->text);
            fputc(',', f);
            put_cell(f, p->axis);
            fputc(',', f);
            put_cell(f, spoil && i < 20 ? KHL_STR("one heap") : entry_with(s, p->id)->id);
            fputc('\n', f);
        }
        fclose(f);
        khl_shortlist_destroy(s);
        khl_corpus_destroy(corpus);
        corpus = corpus_of(csv);
        free(csv);
        khl_evaluation e;
        assert_int_equal(khl_evaluate(&e, corpus, fixture_models, NULL, "gold", NULL), KHL_OK);
        assert_int_equal(e.n_proposals, 165);
        const khl_agreement *a = &e.agreement;
        bool perfect = a->precision == 1 && a->recall == 1 && a->f1 == 1 && a->b_cubed_f1 == 1 &&
                       a->v_measure == 1 && a->ari == 1 && a->n_clusters == a->n_gold;
        assert_int_equal(perfect, !spoil);
        khl_corpus_destroy(corpus);
    }
}

static void whole_collection(void **state)
{
    (void)state;
    khl_evaluation e;
    khl_corpus *corpus = read_proposals();
    assert_int_equal(khl_evaluate(&e, corpus, fixture_models, NULL, "gold", NULL), KHL_OK);
    assert_int_equal(e.n_proposals, 165);
    uint32_t entries = 0;
    for (unsigned i = 1; i <= KHL_EVALUATE_SIZES; i++) entries += e.sizes[i];
    assert_int_equal(entries, e.agreement.n_clusters);
    assert_true(e.axis_accuracy > 0.5 && e.axis_accuracy <= 1);
    khl_corpus_destroy(corpus);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(missing_gold_is_refused),
                                       cmocka_unit_test(small_figures), cmocka_unit_test(pairs_are_judged),
                                       cmocka_unit_test(own_partition_is_perfect),
                                       cmocka_unit_test(whole_collection)};
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
