/* What must not change a result: the order of rows, the number of threads; and what must hold of any subset.
 */
#include "partition.h"

static khl_corpus *take(const khl_corpus *from, const uint32_t *rows, uint32_t n, bool axes)
{
    khl_corpus *corpus = new_corpus();
    for (uint32_t i = 0; i < n; i++) {
        khl_proposal p = *khl_corpus_at(from, rows[i]);
        if (!axes) p.axis = (khl_str){NULL, 0};
        assert_int_equal(khl_corpus_add(corpus, &p, NULL), KHL_OK);
    }
    return corpus;
}

static void order_of_rows(void **state)
{
    (void)state;
    uint64_t seed = 42;
    khl_corpus *all = read_proposals();
    uint32_t n = (uint32_t)khl_corpus_count(all);
    for (unsigned round = 0; round < 6; round++) {
        bool axes = round % 2 == 0;
        uint32_t *order = shuffled(n, &seed), *straight = calloc(n, sizeof *straight);
        for (uint32_t i = 0; i < n; i++) straight[i] = i;
        khl_corpus *a = take(all, straight, n, axes), *b = take(all, order, n, axes);
        khl_shortlist *x = condense(a, NULL), *y = condense(b, NULL);
        assert_same_partition(x, y);
        khl_shortlist_destroy(x);
        khl_shortlist_destroy(y);
        khl_corpus_destroy(a);
        khl_corpus_destroy(b);
        free(order);
        free(straight);
    }
    khl_corpus_destroy(all);
}

/* Doubles everywhere: all that decides is ties. */
static void order_of_equal_rows(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {"إحداث ملعب القرب", "تعبيد الطريق", "إحداث ملعب للقرب"};
    uint64_t seed = 7;
    khl_shortlist *first = NULL;
    for (unsigned round = 0; round < 10; round++) {
        uint32_t *order = shuffled(18, &seed);
        khl_corpus *corpus = new_corpus();
        for (uint32_t i = 0; i < 18; i++) {
            char id[8];
            snprintf(id, sizeof id, "p%02u", (unsigned)order[i]);
            add_text(corpus, id, "", "", TEXTS[order[i] % 3]);
        }
        khl_shortlist *s = condense(corpus, NULL);
        if (first == NULL)
            first = s;
        else
            assert_same_partition(first, s);
        if (s != first) khl_shortlist_destroy(s);
        khl_corpus_destroy(corpus);
        free(order);
    }
    khl_shortlist_destroy(first);
}

static void number_of_threads(void **state)
{
    (void)state;
    khl_corpus *corpus = read_proposals();
    for (unsigned ignore = 0; ignore < 2; ignore++) {
        char *first = NULL;
        size_t n_first = 0;
        for (unsigned threads = 1; threads <= 4; threads *= 2) {
            khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
            options.n_threads = threads;
            options.ignore_axes = ignore != 0;
            khl_shortlist *s = condense(corpus, &options);
            expect_same_json(s, &first, &n_first);
            khl_shortlist_destroy(s);
        }
        free(first);
    }
    khl_corpus_destroy(corpus);
}

/* Random subsets, with axes, without, and with some; by probability and by target. */
static void any_subset_closes(void **state)
{
    (void)state;
    uint64_t seed = 20260905;
    khl_corpus *all = read_proposals();
    uint32_t n = (uint32_t)khl_corpus_count(all);
    for (unsigned round = 0; round < 30; round++) {
        uint32_t *order = shuffled(n, &seed), size = 1 + draw(&seed, round < 10 ? 4 : 60);
        khl_corpus *corpus = new_corpus();
        khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
        for (uint32_t i = 0; i < size; i++) {
            khl_proposal p = *khl_corpus_at(all, order[i]);
            if (round % 3 == 1 || (round % 3 == 2 && draw(&seed, 2) == 0)) p.axis = (khl_str){NULL, 0};
            assert_int_equal(khl_corpus_add(corpus, &p, NULL), KHL_OK);
        }
        options.n_threads = 1 + draw(&seed, 3);
        if (round % 4 == 1) options.target = 1 + draw(&seed, size);
        if (round % 4 == 2) options.probability = 0.05 + 0.1 * draw(&seed, 9);
        khl_shortlist *s = condense(corpus, &options);
        assert_whole(s, corpus);
        assert_int_equal(s->demands, size);
        if (options.target != 0) assert_true(s->n_entries >= options.target);
        for (uint32_t i = 0; i < size; i++) { /* a given axis is the axis of the entry */
            const khl_proposal *p = khl_corpus_at(corpus, i);
            if (p->axis.n == 0) continue;
            const khl_entry *e = entry_with(s, p->id);
            assert_true(e->axis_given && (char)('0' + e->axis) == p->axis.p[0]);
        }
        khl_shortlist_destroy(s);
        khl_corpus_destroy(corpus);
        free(order);
    }
    khl_corpus_destroy(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(order_of_rows), cmocka_unit_test(order_of_equal_rows),
                                       cmocka_unit_test(number_of_threads),
                                       cmocka_unit_test(any_subset_closes)};
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
