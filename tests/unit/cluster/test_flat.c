/* Flat clusters, the target over several linkages, and the medoid. */
#include "cluster_support.h"

/* 0-3 at 1, 1-2 at 2, all at 5; and 4 is kept apart. */
static const khl_merge MERGES[4] = {{0, 3, 2, 1.0f}, {1, 2, 2, 2.0f}, {5, 6, 4, 5.0f}, {4, 7, 5, INFINITY}};

static void assert_cut(float height, const uint32_t *want, uint32_t want_clusters)
{
    uint32_t labels[5], n_clusters;
    assert_int_equal(khl_linkage_cut(MERGES, 5, height, labels, &n_clusters, NULL), KHL_OK);
    assert_memory_equal(labels, want, sizeof labels);
    assert_int_equal(n_clusters, want_clusters);
}

static void nothing_and_one_item_can_be_cut(void **state)
{
    (void)state;
    uint32_t label = 9, n_clusters = 9;
    assert_int_equal(khl_linkage_cut(NULL, 0, 1.0f, NULL, &n_clusters, NULL), KHL_OK);
    assert_int_equal(n_clusters, 0);
    assert_int_equal(khl_linkage_cut(NULL, 1, 1.0f, &label, &n_clusters, NULL), KHL_OK);
    assert_int_equal(label, 0);
    assert_int_equal(n_clusters, 1);
}

static void labels_follow_the_smallest_member(void **state)
{
    (void)state;
    assert_cut(0.5f, (const uint32_t[]){0, 1, 2, 3, 4}, 5);
    assert_cut(1.0f, (const uint32_t[]){0, 1, 2, 0, 3}, 4); /* the height itself is in */
    assert_cut(4.9f, (const uint32_t[]){0, 1, 1, 0, 2}, 3);
    assert_cut(5.0f, (const uint32_t[]){0, 0, 0, 0, 1}, 2);
}

static void what_was_kept_apart_is_never_cut_together(void **state)
{
    (void)state;
    assert_cut(INFINITY, (const uint32_t[]){0, 0, 0, 0, 1}, 2);
    assert_cut(-INFINITY, (const uint32_t[]){0, 1, 2, 3, 4}, 5);
}

static void broken_merges_are_refused(void **state)
{
    (void)state;
    uint32_t labels[3], n_clusters = 9;
    khl_error err = {0};
    khl_merge ahead[2] = {{0, 3, 2, 1.0f}, {1, 2, 2, 1.0f}}, same[2] = {{1, 1, 2, 1.0f}, {0, 3, 3, 2.0f}},
              far[2] = {{0, UINT32_MAX, 2, 1.0f}, {1, 3, 3, 1.0f}},
              nan[2] = {{0, 1, 2, NAN}, {2, 3, 3, 2.0f}};
    assert_int_equal(khl_linkage_cut(ahead, 3, 1.0f, labels, &n_clusters, &err), KHL_E_ARGUMENT);
    assert_string_equal(err.id, "cluster.merges");
    assert_int_equal(n_clusters, 0);
    assert_int_equal(khl_linkage_cut(same, 3, 1.0f, labels, NULL, &err), KHL_E_ARGUMENT);
    assert_int_equal(khl_linkage_cut(far, 3, 1.0f, labels, NULL, &err), KHL_E_ARGUMENT);
    assert_int_equal(khl_linkage_cut(nan, 3, 1.0f, labels, NULL, &err), KHL_E_ARGUMENT);
    assert_int_equal(khl_linkage_cut(MERGES, 5, NAN, labels, NULL, &err), KHL_E_ARGUMENT);
}

static const khl_merge OTHER[3] = {{0, 1, 2, 1.0f}, {2, 4, 3, 3.0f}, {3, 5, 4, 4.0f}};

static void assert_target(uint32_t target, float want_height, uint32_t want_reached, float want_next)
{
    const khl_merge *both[] = {MERGES, NULL, OTHER};
    const uint32_t n_items[] = {5, 1, 4}; /* heights 1 1 2 3 4 5, then inf; 10 items */
    float height, next;
    uint32_t reached;
    assert_int_equal(khl_linkage_target(both, n_items, 3, target, &height, &reached, &next, NULL), KHL_OK);
    assert_true(height == want_height);
    assert_int_equal(reached, want_reached);
    assert_true(next == want_next);
}

static void the_target_is_met_across_linkages(void **state)
{
    (void)state;
    assert_target(7, 2.0f, 7, 3.0f);
    assert_target(5, 4.0f, 5, 5.0f);
    assert_target(8, 1.0f, 8, 2.0f);
    assert_target(10, KHL_HEIGHT_NONE, 10, 1.0f);
}

static void ties_are_not_torn(void **state)
{
    (void)state;
    assert_target(9, KHL_HEIGHT_NONE, 10, 1.0f); /* both merges at 1, or none */
}

static void constraints_keep_the_target_away(void **state)
{
    (void)state;
    assert_target(4, 5.0f, 4, INFINITY);
    assert_target(1, 5.0f, 4, INFINITY);
    assert_target(0, 5.0f, 4, INFINITY);
}

static void more_than_there_is_cannot_be_reached(void **state)
{
    (void)state;
    assert_target(11, KHL_HEIGHT_NONE, 10, 1.0f);
    assert_target(UINT32_MAX, KHL_HEIGHT_NONE, 10, 1.0f);
}

static void cutting_at_the_target_gives_what_was_promised(void **state)
{
    (void)state;
    const khl_merge *both[] = {MERGES, OTHER};
    const uint32_t n_items[] = {5, 4};
    for (uint32_t target = 0; target <= 10; target++) {
        float height, next;
        uint32_t reached, labels[5], first, second;
        assert_int_equal(khl_linkage_target(both, n_items, 2, target, &height, &reached, &next, NULL),
                         KHL_OK);
        assert_int_equal(khl_linkage_cut(MERGES, 5, height, labels, &first, NULL), KHL_OK);
        assert_int_equal(khl_linkage_cut(OTHER, 4, height, labels, &second, NULL), KHL_OK);
        assert_int_equal(first + second, reached);
        assert_true(next > height);
    }
}

static void duplicates_are_kept_apart_when_asked(void **state)
{
    (void)state;
    const khl_merge zero = {0, 1, 2, 0.0f}, *merges[] = {&zero};
    const uint32_t n = 2;
    float height, next;
    uint32_t reached, labels[2], n_clusters;
    assert_int_equal(khl_linkage_target(merges, &n, 1, 2, &height, &reached, &next, NULL), KHL_OK);
    assert_int_equal(khl_linkage_cut(&zero, 2, height, labels, &n_clusters, NULL), KHL_OK);
    assert_int_equal(n_clusters, 2);
}

static void no_linkage_has_no_clusters(void **state)
{
    (void)state;
    float height = 9, next = 9;
    uint32_t reached = 9;
    assert_int_equal(khl_linkage_target(NULL, NULL, 0, 3, &height, &reached, &next, NULL), KHL_OK);
    assert_true(height == KHL_HEIGHT_NONE && reached == 0 && isinf(next));
    const uint32_t many[] = {UINT32_MAX, UINT32_MAX};
    const khl_merge *none[] = {NULL, NULL};
    assert_int_equal(khl_linkage_target(none, many, 2, 3, &height, &reached, &next, NULL), KHL_E_ARGUMENT);
}

/* context: a 6 x 6 table */
static double look_up(void *context, uint32_t i, uint32_t j)
{
    const double *table = context;
    assert_true(i != j && i < 6 && j < 6);
    return table[6 * (i < j ? i : j) + (i < j ? j : i)];
}

static void fill_table(double *table, double value)
{
    for (int k = 0; k < 36; k++) table[k] = value;
}

static void the_medoid_of_little(void **state)
{
    (void)state;
    double table[36];
    fill_table(table, 0.5);
    const uint32_t one[] = {4}, two[] = {2, 5}, lengths[] = {0, 0, 3, 0, 0, 4};
    assert_int_equal(khl_medoid(NULL, 0, NULL, look_up, table), UINT32_MAX);
    assert_int_equal(khl_medoid(one, 1, lengths, look_up, table), 4);
    assert_int_equal(khl_medoid(two, 2, lengths, look_up, table),
                     5); /* similarity cannot tell; longer wins */
    assert_int_equal(khl_medoid(two, 2, NULL, look_up, table), 2);
}

static void the_medoid_is_nearest_to_all(void **state)
{
    (void)state;
    double table[36];
    fill_table(table, 0.1);
    table[6 * 1 + 3] = table[6 * 3 + 4] = 0.9; /* 3 is near to 1 and to 4 */
    table[6 * 0 + 2] = 1.0;                    /* 2 is no member */
    const uint32_t members[] = {0, 1, 3, 4}, lengths[] = {99, 9, 9, 1, 9, 9};
    assert_int_equal(khl_medoid(members, 4, lengths, look_up, table), 3);
}

/* In a ring of five all sums are the same three numbers in turn; added as doubles they differ in the last
 * bit. */
static void equal_sums_tie_in_any_order(void **state)
{
    (void)state;
    double table[36];
    fill_table(table, 0.0);
    for (uint32_t i = 0; i < 5; i++)
        for (uint32_t j = i + 1; j < 5; j++) table[6 * i + j] = (j - i == 1 || j - i == 4) ? 0.1 : 0.7;
    const uint32_t up[] = {0, 1, 2, 3, 4}, down[] = {4, 3, 2, 1, 0}, lengths[] = {5, 5, 5, 8, 8, 5};
    assert_int_equal(khl_medoid(up, 5, NULL, look_up, table), 0);
    assert_int_equal(khl_medoid(down, 5, NULL, look_up, table), 0);
    assert_int_equal(khl_medoid(up, 5, lengths, look_up, table), 3);
    assert_int_equal(khl_medoid(down, 5, lengths, look_up, table), 3);
}

static void wild_similarities_do_no_harm(void **state)
{
    (void)state;
    double table[36];
    fill_table(table, NAN);
    table[6 * 1 + 2] = 1e300;
    table[6 * 0 + 3] = -INFINITY;
    const uint32_t members[] = {0, 1, 2, 3};
    assert_int_equal(khl_medoid(members, 4, NULL, look_up, table), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_and_one_item_can_be_cut),
        cmocka_unit_test(labels_follow_the_smallest_member),
        cmocka_unit_test(what_was_kept_apart_is_never_cut_together),
        cmocka_unit_test(broken_merges_are_refused),
        cmocka_unit_test(the_target_is_met_across_linkages),
        cmocka_unit_test(ties_are_not_torn),
        cmocka_unit_test(constraints_keep_the_target_away),
        cmocka_unit_test(more_than_there_is_cannot_be_reached),
        cmocka_unit_test(cutting_at_the_target_gives_what_was_promised),
        cmocka_unit_test(duplicates_are_kept_apart_when_asked),
        cmocka_unit_test(no_linkage_has_no_clusters),
        cmocka_unit_test(the_medoid_of_little),
        cmocka_unit_test(the_medoid_is_nearest_to_all),
        cmocka_unit_test(equal_sums_tie_in_any_order),
        cmocka_unit_test(wild_similarities_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
