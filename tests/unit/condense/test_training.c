/* Validation of the match model: who judges whom. Pairs are made by hand: one piece of evidence, and labels
 * that follow it or not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "training.h"

enum { M = KHL_N_EVIDENCE, PAIRS = 60, N_FOLDS = 5 };

/* n_sets collections of PAIRS pairs, and behind them as many pairs of lessons when asked. Evidence runs from
 * 0 to 1, and every pair above one half is the same demand. Gold entries go round. */
static khl_training make(size_t n_sets, bool lessons)
{
    size_t n_judged = n_sets * PAIRS;
    khl_training t = {.n = n_judged + (lessons ? PAIRS : 0), .n_judged = n_judged, .n_sets = n_sets};
    assert_int_equal(khl_map_init(&t.gold, NULL), KHL_OK);
    t.rows = calloc(t.n * M, sizeof *t.rows);
    t.labels = calloc(t.n, 1);
    t.blocked = calloc(t.n, 1);
    t.a = calloc(t.n, sizeof *t.a);
    t.b = calloc(t.n, sizeof *t.b);
    t.validated = calloc(t.n, sizeof *t.validated);
    t.shares = calloc(t.n, sizeof *t.shares);
    t.sets = calloc(n_sets, sizeof *t.sets);
    assert_true(t.rows && t.labels && t.blocked && t.a && t.b && t.validated && t.shares && t.sets);
    for (size_t k = 0; k < t.n; k++) {
        double x = (double)(k % PAIRS) / PAIRS;
        t.rows[k * M + KHL_EVIDENCE_BIAS] = 1;
        t.rows[k * M + KHL_EVIDENCE_WORD] = x;
        t.labels[k] = x > 0.5;
        t.a[k] = (uint32_t)(k % 7);
        t.b[k] = (uint32_t)(k % 11);
        t.shares[k] = 1;
        t.validated[k] = -1;
    }
    for (size_t s = 0; s < n_sets; s++) t.sets[s] = (khl_training_set){s * PAIRS, 0};
    return t;
}

static void validate(khl_training *t)
{
    khl_train_options options = KHL_TRAIN_OPTIONS_INIT;
    khl_error err = {0};
    options.n_folds = N_FOLDS;
    if (khl_training_validate(t, &options, &err) != KHL_OK) fail_msg("%s", err.message);
}

static void flip(khl_training *t, size_t first, size_t end)
{
    for (size_t k = first; k < end; k++) t->labels[k] = !t->labels[k];
}

/* How many probabilities of [first, end) differ by more than rounding. */
static size_t changed(const khl_training *t, const double *before, size_t first, size_t end)
{
    size_t n = 0;
    for (size_t k = first; k < end; k++) n += t->validated[k] != before[k];
    return n;
}

static double *keep(const khl_training *t)
{
    double *copy = calloc(t->n, sizeof *copy);
    assert_non_null(copy);
    memcpy(copy, t->validated, t->n * sizeof *copy);
    return copy;
}

/* Whatever the right answers of a collection are, those who judge it do not know; the others learn of them.
 */
static void a_collection_is_judged_by_the_others(void **state)
{
    (void)state;
    khl_training t = make(3, false);
    validate(&t);
    double *before = keep(&t);
    for (size_t k = 0; k < t.n; k++) assert_true(t.validated[k] > 0 && t.validated[k] < 1);
    assert_true(t.validated[PAIRS - 1] > 0.6 && t.validated[0] < 0.4); /* learned from the two others */
    flip(&t, 2 * PAIRS, 3 * PAIRS);
    validate(&t);
    assert_int_equal(changed(&t, before, 2 * PAIRS, 3 * PAIRS), 0);
    assert_int_equal(changed(&t, before, 0, 2 * PAIRS), 2 * PAIRS);
    free(before);
    khl_training_clear(&t);
}

/* Lessons teach every judge, as far as they count, and are judged by none. */
static void lessons_teach_and_are_not_judged(void **state)
{
    (void)state;
    khl_training t = make(2, true);
    validate(&t);
    double *before = keep(&t);
    for (size_t k = t.n_judged; k < t.n; k++) assert_true(t.validated[k] == -1);
    flip(&t, t.n_judged, t.n);
    validate(&t);
    assert_int_equal(changed(&t, before, 0, t.n_judged), t.n_judged);
    for (size_t k = t.n_judged; k < t.n; k++) t.shares[k] = 0;
    validate(&t);
    memcpy(before, t.validated, t.n * sizeof *before);
    flip(&t, t.n_judged, t.n); /* nothing counts, so nothing changes */
    validate(&t);
    assert_int_equal(changed(&t, before, 0, t.n_judged), 0);
    free(before);
    khl_training_clear(&t);
}

/* A pair of one gold entry of a single collection is judged by a model that saw no pair of that entry. */
static void entries_of_a_single_collection_are_judged_unseen(void **state)
{
    (void)state;
    const uint32_t entry = 3;
    khl_training t = make(1, false);
    for (size_t k = 0; k < t.n; k++)
        if (k % 4 == 0) t.a[k] = t.b[k] = entry;
    validate(&t);
    double *before = keep(&t);
    size_t n_others = 0, n_others_changed = 0;
    for (size_t k = 0; k < t.n; k++)
        if (t.a[k] == entry || t.b[k] == entry) flip(&t, k, k + 1);
    validate(&t);
    for (size_t k = 0; k < t.n; k++) {
        bool own = t.a[k] == entry && t.b[k] == entry, touches = t.a[k] == entry || t.b[k] == entry;
        if (own) assert_true(t.validated[k] == before[k]);
        if (touches || t.a[k] % N_FOLDS == entry || t.b[k] % N_FOLDS == entry) continue;
        n_others++;
        n_others_changed += t.validated[k] != before[k];
    }
    assert_true(n_others > 0);
    assert_int_equal(n_others_changed, n_others);
    free(before);
    khl_training_clear(&t);
}

/* A collection without pairs judges nobody and is judged by nobody. */
static void an_empty_collection_changes_nothing(void **state)
{
    (void)state;
    khl_training t = make(3, false), two = make(2, false);
    t.n = t.n_judged = 2 * PAIRS; /* the third has no pair */
    validate(&t);
    validate(&two);
    for (size_t k = 0; k < two.n; k++) assert_true(t.validated[k] == two.validated[k]);
    khl_training_clear(&t);
    khl_training_clear(&two);
}

/* The table of tenths counts every judged pair once, and blocked ones as not the same at all. */
static void tenths_hold_every_pair(void **state)
{
    (void)state;
    khl_training t = make(2, true);
    khl_train_report report = {.n_same = 0};
    khl_match_model model = {{0}, 0, 0, 0};
    size_t n = 0, n_same = 0;
    validate(&t);
    t.validated[0] = 1; /* the upper end belongs to the last tenth */
    t.blocked[1] = 1;
    t.validated[1] = 0.95;
    for (size_t k = 0; k < t.n_judged; k++) report.n_same += t.labels[k];
    assert_int_equal(khl_training_curve(&t, &report, &model, NULL), KHL_OK);
    for (unsigned b = 0; b < KHL_TRAIN_BINS; b++) {
        const khl_train_bin *bin = &report.bins[b];
        n += bin->n;
        n_same += bin->n_same;
        assert_true(bin->n == 0 ||
                    (bin->probability >= b / 10.0 - 1e-9 && bin->probability <= (b + 1) / 10.0 + 1e-9));
    }
    assert_int_equal(n, t.n_judged);
    assert_int_equal(n_same, report.n_same);
    assert_true(report.bins[0].n >= 1 && report.bins[KHL_TRAIN_BINS - 1].n >= 1);
    khl_training_clear(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_collection_is_judged_by_the_others),
        cmocka_unit_test(lessons_teach_and_are_not_judged),
        cmocka_unit_test(entries_of_a_single_collection_are_judged_unseen),
        cmocka_unit_test(an_empty_collection_changes_nothing),
        cmocka_unit_test(tenths_hold_every_pair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
