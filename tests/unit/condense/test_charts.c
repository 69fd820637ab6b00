/* What is drawn of a result: trees and map hold the entries, and depend on nothing but texts and ids. */
#include "partition.h"

static khl_shortlist *condense_khemisset(bool axes, unsigned threads, uint64_t *seed)
{
    khl_corpus *all = read_proposals(), *corpus = new_corpus();
    uint32_t n = (uint32_t)khl_corpus_count(all), *order = seed != NULL ? shuffled(n, seed) : NULL;
    for (uint32_t i = 0; i < n; i++) {
        khl_proposal p = *khl_corpus_at(all, order != NULL ? order[i] : i);
        if (!axes) p.axis = (khl_str){NULL, 0};
        assert_int_equal(khl_corpus_add(corpus, &p, NULL), KHL_OK);
    }
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    options.n_threads = threads;
    khl_shortlist *s = condense(corpus, &options);
    assert_whole(s, corpus);
    khl_corpus_destroy(all);
    khl_corpus_destroy(corpus);
    free(order);
    return s;
}

static const khl_shortlist_point *point_of(const khl_shortlist *s, const khl_entry *entry)
{
    for (size_t i = 0; i < s->n_points; i++)
        if (&s->entries[s->points[i].entry] == entry) return &s->points[i];
    fail_msg("%.*s is not on the map", (int)entry->id.n, entry->id.p);
    return NULL;
}

static void assert_same_map(const khl_shortlist *a, const khl_shortlist *b)
{
    assert_int_equal(a->n_points, b->n_points);
    assert_true(a->points_kept == b->points_kept);
    for (size_t i = 0; i < a->n_points; i++) {
        const khl_shortlist_point *p = &a->points[i];
        const khl_shortlist_point *q = point_of(b, entry_with(b, a->entries[p->entry].members[0].id));
        assert_true(p->x == q->x && p->y == q->y);
        assert_int_equal(p->n_nearest, q->n_nearest);
        for (uint32_t k = 0; k < p->n_nearest; k++)
            assert_true(khl_str_equal(a->entries[p->nearest[k]].members[0].id,
                                      b->entries[q->nearest[k]].members[0].id));
    }
}

/* Of equal heights; the order of leaves is that of the document, in which rows decide between equals. */
static void assert_same_joins(const khl_shortlist *a, const khl_shortlist *b)
{
    assert_int_equal(a->n_trees, b->n_trees);
    for (size_t t = 0; t < a->n_trees; t++) {
        assert_int_equal(a->trees[t].n_leaves, b->trees[t].n_leaves);
        assert_int_equal(a->trees[t].n_joins, b->trees[t].n_joins);
        for (size_t k = 0; k < a->trees[t].n_joins; k++)
            assert_true(a->trees[t].joins[k].probability == b->trees[t].joins[k].probability);
    }
}

static void neither_threads_nor_rows_move_a_point(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (unsigned axes = 0; axes < 2; axes++) {
        khl_shortlist *first = condense_khemisset(axes == 1, 1, NULL);
        for (unsigned round = 0; round < 4; round++) {
            khl_shortlist *s = condense_khemisset(axes == 1, round + 1, round > 1 ? &seed : NULL);
            assert_same_map(first, s);
            assert_same_joins(first, s);
            khl_shortlist_destroy(s);
        }
        khl_shortlist_destroy(first);
    }
}

/* The entry that all leaves below a node belong to; n_entries where there are several. */
static size_t entry_below(const khl_shortlist *s, const khl_shortlist_tree *tree, uint32_t node)
{
    if (node < tree->n_leaves) return tree->leaves[node].entry;
    const khl_shortlist_join *join = &tree->joins[node - tree->n_leaves];
    size_t a = entry_below(s, tree, join->a), b = entry_below(s, tree, join->b);
    return a == b ? a : s->n_entries;
}

/* All that met at the threshold or above it is one entry, and every entry is what met there. */
static void trees_lead_to_the_entries(void **state)
{
    (void)state;
    for (unsigned axes = 0; axes < 2; axes++) {
        khl_shortlist *s = condense_khemisset(axes == 1, 2, NULL);
        size_t n_leaves = 0, within = 0, between = 0;
        assert_int_equal(s->n_trees, 8);
        for (size_t t = 0; t < s->n_trees; t++) {
            const khl_shortlist_tree *tree = &s->trees[t];
            assert_int_equal(tree->axis, t + 1);
            n_leaves += tree->n_leaves;
            for (size_t k = 0; k < tree->n_joins; k++) {
                bool one = entry_below(s, tree, (uint32_t)(tree->n_leaves + k)) < s->n_entries;
                assert_true(one == (tree->joins[k].probability >= s->joined_from));
                within += one;
                between += !one;
            }
        }
        assert_int_equal(n_leaves, s->demands);
        assert_int_equal(within, s->demands - s->n_entries);
        assert_true(between > 8);
        khl_shortlist_destroy(s);
    }
}

/* Branches do not cross: what is below a node stands in one run of rows, and a stands before b. */
static uint32_t run_of(const khl_shortlist_tree *tree, uint32_t node, uint32_t *first)
{
    *first = node;
    if (node < tree->n_leaves) return 1;
    const khl_shortlist_join *join = &tree->joins[node - tree->n_leaves];
    uint32_t first_b, n_a = run_of(tree, join->a, first), n_b = run_of(tree, join->b, &first_b);
    assert_int_equal(first_b, *first + n_a);
    return n_a + n_b;
}

static void branches_do_not_cross(void **state)
{
    (void)state;
    khl_shortlist *s = condense_khemisset(true, 2, NULL);
    for (size_t t = 0; t < s->n_trees; t++) {
        const khl_shortlist_tree *tree = &s->trees[t];
        uint32_t first;
        assert_str(s->entries[tree->leaves[0].entry].number,
                   (char[]){(char)('0' + tree->axis), '.', '1', '\0'});
        for (size_t k = 0; k < tree->n_joins; k++) run_of(tree, (uint32_t)(tree->n_leaves + k), &first);
    }
    khl_shortlist_destroy(s);
}

/* Two things are asked for, each in three ways and on two axes: the map keeps them apart. */
static void near_points_say_the_same(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {
        "إصلاح الطريق الرابطة بين الدوار والمدينة", "تعبيد الطريق الرابطة بين دوار آخر والمدينة",
        "إنارة الطريق الرابطة بين الدواوير",        "إحداث مكتبة عمومية للأطفال",
        "تزويد المكتبة العمومية بالكتب للأطفال",    "توسيع المكتبة العمومية للأطفال"};
    khl_corpus *corpus = new_corpus();
    for (unsigned i = 0; i < 6; i++)
        add_text(corpus, (char[]){'p', (char)('0' + i), '\0'}, "", i % 2 == 0 ? "1" : "7", TEXTS[i]);
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    options.probability = 0.999;
    khl_shortlist *s = condense(corpus, &options);
    assert_int_equal(s->n_points, 6);
    for (size_t i = 0; i < s->n_points; i++) {
        const khl_shortlist_point *p = &s->points[i];
        char own = s->entries[p->entry].members[0].id.p[1];
        for (uint32_t k = 0; k < 2; k++) {
            char other = s->entries[p->nearest[k]].members[0].id.p[1];
            assert_true((own < '3') == (other < '3'));
        }
    }
    assert_true(s->points_kept == 1);
    khl_shortlist_destroy(s);
    khl_corpus_destroy(corpus);
}

/* Entries that say the same on every axis, and entries that share no word: all get places of their own. */
static void equal_and_strange_entries_are_placed(void **state)
{
    (void)state;
    static const char *const STRANGE[] = {"ملعب",  "مكتبة",   "مستشفى", "طريق",
                                          "إنارة", "ميزانية", "سوق",    "مدرسة"};
    for (unsigned round = 0; round < 2; round++) {
        khl_corpus *corpus = new_corpus();
        for (unsigned i = 0; i < 8; i++)
            add_text(corpus, (char[]){'p', (char)('1' + i), '\0'}, "", (char[]){(char)('1' + i), '\0'},
                     round == 0 ? "إحداث ملعب القرب" : STRANGE[i]);
        khl_shortlist *s = condense(corpus, NULL);
        assert_whole(s, corpus);
        assert_int_equal(s->n_points, 8);
        for (size_t i = 0; i < 8; i++) {
            if (round == 0) assert_int_equal(s->points[i].n_nearest, KHL_POINT_NEAREST);
            for (size_t j = 0; j < i; j++)
                assert_true(s->points[i].x != s->points[j].x || s->points[i].y != s->points[j].y);
        }
        khl_shortlist_destroy(s);
        khl_corpus_destroy(corpus);
    }
}

static void few_entries_and_streamed_runs_have_no_map(void **state)
{
    (void)state;
    khl_corpus *corpus = new_corpus();
    add_text(corpus, "a", "", "1", "إحداث ملعب");
    add_text(corpus, "b", "", "1", "تعبيد الطريق");
    khl_shortlist *s = condense(corpus, NULL);
    assert_int_equal(s->n_points, 0);
    assert_int_equal(s->n_trees, 1);
    assert_int_equal(s->trees[0].n_leaves, 2);
    khl_shortlist_destroy(s);
    khl_corpus_destroy(corpus);
    corpus = read_proposals();
    khl_condense_options options = KHL_CONDENSE_OPTIONS_INIT;
    options.most_kept = 10;
    s = condense(corpus, &options);
    assert_int_equal(s->n_points, 0);
    assert_int_equal(s->n_trees, 0);
    khl_shortlist_destroy(s);
    khl_corpus_destroy(corpus);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(neither_threads_nor_rows_move_a_point),
                                       cmocka_unit_test(trees_lead_to_the_entries),
                                       cmocka_unit_test(branches_do_not_cross),
                                       cmocka_unit_test(near_points_say_the_same),
                                       cmocka_unit_test(equal_and_strange_entries_are_placed),
                                       cmocka_unit_test(few_entries_and_streamed_runs_have_no_map)};
    return cmocka_run_group_tests(tests, models_setup, models_teardown);
}
