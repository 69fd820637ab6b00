/* Explanations add up: terms to the word cosine, evidence to the log-odds of the probability. */
#include "collection.h"

static bool names(const khl_why *why, const char *slot)
{
    for (size_t i = 0; i < why->n_blocked; i++)
        if (khl_str_equal(why->blocked[i], khl_str_from(slot))) return true;
    return false;
}

/* What is said of a slot is what was weighed. */
static void check_slots(const khl_why *why, const double *e)
{
    static const unsigned SLOTS[][2] = {{KHL_SLOT_PLACE, KHL_EVIDENCE_PLACE_CONFLICT},
                                        {KHL_SLOT_QUANTITY, KHL_EVIDENCE_QUANTITY_CONFLICT},
                                        {KHL_SLOT_ACTION, KHL_EVIDENCE_ACTION_CONFLICT}};
    for (size_t k = 0; k < sizeof SLOTS / sizeof *SLOTS; k++) {
        assert_true(e[SLOTS[k][1]] == (why->slots[SLOTS[k][0]].agree == 0));
    }
    int negation = why->slots[KHL_SLOT_NEGATION].agree;
    bool opposite =
        e[KHL_EVIDENCE_NEGATION_CONFLICT] > 0 || names(why, "negation"); /* actions may be opposite too */
    assert_int_equal(opposite, negation == 0);
}

static void check_sums(const collection *c, uint32_t i, uint32_t j)
{
    khl_explanation x;
    double cosine[KHL_N_SPACES], e[KHL_N_EVIDENCE], terms = 0, log_odds = 0;
    assert_int_equal(khl_matcher_explain(c->matcher, i, j, &x, NULL), KHL_OK);
    khl_matcher_cosines(c->matcher, i, j, cosine);
    khl_matcher_evidence(c->matcher, i, j, cosine, e);
    for (size_t t = 0; t < x.why.n_terms; t++) {
        terms += x.why.terms[t].weight;
        if (t > 0) assert_true(x.why.terms[t - 1].weight >= x.why.terms[t].weight);
    }
    assert_true(fabs(terms - cosine[KHL_SPACE_WORD]) < 1e-6);
    size_t k = 0;
    for (unsigned name = 0; name < KHL_N_EVIDENCE; name++) { /* in order, and only what is not 0 */
        if (e[name] == 0) continue;
        assert_true(k < x.why.n_evidence);
        assert_str(x.why.evidence[k].name, khl_evidence_name(name));
        assert_true(x.why.evidence[k].value == e[name]);
        log_odds += x.why.evidence[k++].log_odds;
    }
    assert_int_equal(k, x.why.n_evidence);
    assert_true(fabs(log_odds - log(x.probability / (1 - x.probability))) < 1e-9 * (1 + fabs(log_odds)));
    assert_true(fabs(x.probability - 1 / (1 + exp(-log_odds))) < 1e-9);
    check_slots(&x.why, e);
    unsigned blocked = khl_matcher_blocked(c->matcher, i, j);
    assert_int_equal(x.verdict, khl_match_verdict(khl_models_match(fixture_models), x.probability, blocked));
    assert_int_equal(names(&x.why, "place"), (blocked & 1u << KHL_SLOT_PLACE) != 0);
    assert_int_equal(names(&x.why, "quantity"), (blocked & 1u << KHL_SLOT_QUANTITY) != 0);
    khl_explanation_clear(&x);
}

static void sums(void **state)
{
    (void)state;
    collection c = collect_proposals(30);
    for (uint32_t i = 0; i < c.n; i++)
        for (uint32_t j = i; j < c.n; j++) check_sums(&c, i, j);
    collection_free(&c);
}

static void nothing_in_common(void **state)
{
    (void)state;
    khl_explanation x;
    collection c = pair_of("؟؟", "إحداث ملعب");
    assert_int_equal(khl_matcher_explain(c.matcher, 0, 1, &x, NULL), KHL_OK);
    assert_int_equal(x.why.n_terms, 0);
    assert_int_equal(x.why.n_blocked, 0);
    assert_int_equal(x.verdict, KHL_VERDICT_NONE);
    for (unsigned s = 0; s < KHL_N_SLOTS; s++) assert_int_equal(x.why.slots[s].agree, -1);
    khl_explanation_clear(&x);
    khl_explanation_clear(&x); /* clearing twice does no harm */
    collection_free(&c);
}

/* The explanation keeps nothing of the texts. */
static void outlives_the_collection(void **state)
{
    (void)state;
    khl_explanation x;
    collection c = pair_of("تعبيد أزقة حي السلام", "تعبيد أزقة حي النهضة");
    assert_int_equal(khl_matcher_explain(c.matcher, 0, 1, &x, NULL), KHL_OK);
    collection_free(&c);
    assert_int_equal(x.why.slots[KHL_SLOT_PLACE].agree, 0);
    assert_str(x.why.slots[KHL_SLOT_PLACE].a, "السلام");
    assert_true(x.why.slots[KHL_SLOT_PLACE].b.n > 0);
    assert_true(names(&x.why, "place"));
    assert_false(names(&x.why, "quantity"));
    assert_true(x.verdict != KHL_VERDICT_SAME);
    khl_explanation_clear(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sums), cmocka_unit_test(nothing_in_common),
                                       cmocka_unit_test(outlives_the_collection)};
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
