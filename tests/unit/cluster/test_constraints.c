/* Must-link and cannot-link: what they do to merges, and when they contradict one another. */
#include "cluster_support.h"

static khl_status cluster(float *d, uint32_t n, const khl_pair *must, size_t n_must, const khl_pair *cannot,
                          size_t n_cannot, khl_merge *merges, khl_error *err)
{
    khl_linkage_options options = {must, n_must, cannot, n_cannot};
    return khl_linkage_average(d, n, &options, merges, err);
}

static void empty_options_change_nothing(void **state)
{
    (void)state;
    float *a = levels_matrix(20, 4, 0.25f, 9), *b = levels_matrix(20, 4, 0.25f, 9);
    khl_merge with[19], without[19];
    assert_int_equal(khl_linkage_average(a, 20, NULL, without, NULL), KHL_OK);
    assert_int_equal(cluster(b, 20, NULL, 0, NULL, 0, with, NULL), KHL_OK);
    assert_same_merges(with, without, 20);
    free(a);
    free(b);
}

static void a_must_link_comes_first_at_height_zero(void **state)
{
    (void)state;
    float d[3] = {0.125f, 9.0f, 5.0f}; /* 0-1 is nearest, but 0-2 is asked for */
    khl_pair must = {2, 0};
    khl_merge merges[2], want[2] = {{0, 2, 2, 0.0f}, {1, 3, 3, (0.125f + 5.0f) / 2}};
    assert_int_equal(cluster(d, 3, &must, 1, NULL, 0, merges, NULL), KHL_OK);
    assert_same_merges(merges, want, 3);
}

static void must_links_are_transitive_and_groups_come_in_order(void **state)
{
    (void)state;
    float *d = levels_matrix(7, 5, 1.0f, 3);
    khl_pair must[] = {
        {6, 5}, {3, 5}, {4, 1}, {3, 6}, {2, 2}}; /* {3,5,6} {1,4}; twice and self are nothing */
    khl_merge merges[6];
    assert_int_equal(cluster(d, 7, must, 5, NULL, 0, merges, NULL), KHL_OK);
    khl_merge want[] = {{1, 4, 2, 0.0f}, {3, 5, 2, 0.0f}, {6, 8, 3, 0.0f}};
    assert_same_merges(merges, want, 4);
    assert_true(merges[3].height > 0.0f);
    assert_well_formed(merges, 7);
    free(d);
}

static void groups_stand_at_the_average_of_all_their_pairs(void **state)
{
    (void)state;
    float d[10] = {0};
    float between[2][3] = {{1, 2, 3}, {4, 5, 9}};
    for (uint32_t i = 0; i < 2; i++)
        for (uint32_t j = 0; j < 3; j++) d[khl_condensed(5, i, 2 + j)] = between[i][j];
    khl_pair must[] = {{0, 1}, {2, 3}, {3, 4}};
    khl_merge merges[4];
    assert_int_equal(cluster(d, 5, must, 3, NULL, 0, merges, NULL), KHL_OK);
    assert_true(merges[3].height == 4.0f);
    assert_int_equal(merges[3].size, 5);
}

static void linking_everything_leaves_nothing_to_do(void **state)
{
    (void)state;
    float *d = levels_matrix(9, 5, 1.0f, 4);
    khl_pair must[8];
    for (uint32_t i = 0; i < 8; i++) must[i] = (khl_pair){i + 1, i};
    khl_merge merges[8];
    assert_int_equal(cluster(d, 9, must, 8, NULL, 0, merges, NULL), KHL_OK);
    for (int s = 0; s < 8; s++) assert_true(merges[s].height == 0.0f);
    assert_well_formed(merges, 9);
    free(d);
}

/* A linkage under must-links equals the plain one of the group matrix. */
static void must_links_equal_clustering_the_groups(void **state)
{
    (void)state;
    float *d = levels_matrix(12, 6, 0.5f, 77), groups[15];
    khl_pair must[6];
    for (uint32_t i = 0; i < 6; i++) {
        must[i] = (khl_pair){i, i + 6};
        for (uint32_t j = i + 1; j < 6; j++)
            groups[khl_condensed(6, i, j)] =
                (d[khl_condensed(12, i, j)] + d[khl_condensed(12, i, j + 6)] +
                 d[khl_condensed(12, i + 6, j)] + d[khl_condensed(12, i + 6, j + 6)]) /
                4.0f;
    }
    khl_merge got[11], want[5];
    assert_int_equal(cluster(d, 12, must, 6, NULL, 0, got, NULL), KHL_OK);
    assert_int_equal(khl_linkage_average(groups, 6, NULL, want, NULL), KHL_OK);
    for (int s = 0; s < 5; s++) {
        assert_true(got[6 + s].height == want[s].height);
        assert_int_equal(got[6 + s].size, 2 * want[s].size);
        assert_int_equal(got[6 + s].a, want[s].a + 12); /* group i is merge 12 + i, as groups are 0..5 */
        assert_int_equal(got[6 + s].b, want[s].b + 12);
    }
    free(d);
}

static void a_cannot_link_stands_at_the_end_at_infinity(void **state)
{
    (void)state;
    float d[3] = {0.0f, 1.0f, 2.0f};
    khl_pair cannot = {1, 0};
    khl_merge merges[2], want[2] = {{0, 2, 2, 1.0f}, {1, 3, 3, INFINITY}};
    assert_int_equal(cluster(d, 3, NULL, 0, &cannot, 1, merges, NULL), KHL_OK);
    assert_same_merges(merges, want, 3);
}

static void all_apart_still_gives_every_merge(void **state)
{
    (void)state;
    for (uint32_t n = 2; n <= 12; n++) {
        float *d = levels_matrix(n, 2, 1.0f, n);
        khl_pair cannot[66];
        size_t k = 0;
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t j = i + 1; j < n; j++) cannot[k++] = (khl_pair){i, j};
        khl_merge merges[11];
        assert_int_equal(cluster(d, n, NULL, 0, cannot, k, merges, NULL), KHL_OK);
        for (uint32_t s = 0; s + 1 < n; s++) {
            assert_true(isinf(merges[s].height));
            assert_int_equal(s == 0 ? merges[s].b : merges[s].a, s + 1); /* the smallest comes next */
        }
        assert_well_formed(merges, n);
        free(d);
    }
}

/* Random links: whatever comes out, finite merges never bring two ends of a cannot-link together, linked
 * items are together from the start, and a link that is not there would have allowed the +inf merges. */
static void links_hold_in_every_flat_clustering(void **state)
{
    (void)state;
    enum { N = 40 };
    for (uint64_t seed = 1; seed <= 40; seed++) {
        uint64_t random = seed;
        khl_pair must[8], cannot[30];
        for (int i = 0; i < 8; i++) { /* within halves of one parity, so that no conflict arises */
            uint32_t a = (uint32_t)(next_random(&random) % (N / 2)) * 2;
            must[i] = (khl_pair){a, (uint32_t)(next_random(&random) % (N / 2)) * 2};
        }
        for (int i = 0; i < 30; i++) {
            uint32_t a = (uint32_t)(next_random(&random) % (N / 2)) * 2;
            cannot[i] = (khl_pair){a, (uint32_t)(next_random(&random) % (N / 2)) * 2 + 1};
        }
        float *d = levels_matrix(N, 5, 0.2f, seed);
        khl_merge merges[N - 1];
        uint32_t labels[N];
        assert_int_equal(cluster(d, N, must, 8, cannot, 30, merges, NULL), KHL_OK);
        assert_well_formed(merges, N);
        assert_int_equal(khl_linkage_cut(merges, N, INFINITY, labels, NULL, NULL), KHL_OK);
        for (int i = 0; i < 30; i++) assert_int_not_equal(labels[cannot[i].a], labels[cannot[i].b]);
        bool apart[N][N] = {{false}};
        for (int i = 0; i < 30; i++)
            apart[labels[cannot[i].a]][labels[cannot[i].b]] =
                apart[labels[cannot[i].b]][labels[cannot[i].a]] = true;
        uint32_t n_clusters = 0;
        for (int i = 0; i < N; i++) n_clusters = labels[i] + 1 > n_clusters ? labels[i] + 1 : n_clusters;
        for (uint32_t a = 0; a < n_clusters; a++) /* nothing is kept apart without a reason */
            for (uint32_t b = a + 1; b < n_clusters; b++) assert_true(apart[a][b]);
        assert_int_equal(khl_linkage_cut(merges, N, 0.0f, labels, NULL, NULL), KHL_OK);
        for (int i = 0; i < 8; i++) assert_int_equal(labels[must[i].a], labels[must[i].b]);
        free(d);
    }
}

/* The matrix itself may say that two items are to be kept apart. */
static void an_infinite_distance_is_a_cannot_link(void **state)
{
    (void)state;
    enum { N = 30 };
    for (uint64_t seed = 1; seed <= 20; seed++) {
        uint64_t random = seed;
        float *told = levels_matrix(N, 4, 0.3f, seed), *marked = levels_matrix(N, 4, 0.3f, seed);
        khl_pair cannot[40];
        for (int i = 0; i < 40; i++) {
            uint32_t a = (uint32_t)(next_random(&random) % (N - 1));
            cannot[i] = (khl_pair){a, a + 1 + (uint32_t)(next_random(&random) % (N - 1 - a))};
            marked[khl_condensed(N, cannot[i].a, cannot[i].b)] = INFINITY;
        }
        khl_merge want[N - 1], got[N - 1];
        assert_int_equal(cluster(told, N, NULL, 0, cannot, 40, want, NULL), KHL_OK);
        assert_int_equal(khl_linkage_average(marked, N, NULL, got, NULL), KHL_OK);
        assert_same_merges(got, want, N);
        free(told);
        free(marked);
    }
}

static void a_must_link_overrules_an_infinite_distance(void **state)
{
    (void)state;
    float d[3] = {INFINITY, INFINITY, 1.0f}; /* 0 from 1 and from 2 */
    khl_pair must = {0, 1};
    khl_merge merges[2], want[2] = {{0, 1, 2, 0.0f}, {2, 3, 3, INFINITY}};
    assert_int_equal(cluster(d, 3, &must, 1, NULL, 0, merges, NULL), KHL_OK);
    assert_same_merges(merges, want, 3); /* the pair 0-2 still stands apart */
}

static void a_contradiction_names_the_items(void **state)
{
    (void)state;
    float *d = levels_matrix(14, 3, 1.0f, 1), *before = levels_matrix(14, 3, 1.0f, 1);
    khl_pair must[] = {{10, 11}, {12, 11}}, cannot[] = {{0, 1}, {12, 10}};
    khl_merge merges[13];
    khl_error err = {0};
    assert_int_equal(cluster(d, 14, must, 2, cannot, 2, merges, &err), KHL_E_CONFLICT);
    assert_string_equal(err.id, "cluster.conflict");
    assert_string_equal(err.args[0], "12");
    assert_string_equal(err.args[1], "10");
    assert_non_null(strstr(err.message, "12 and 10"));
    assert_memory_equal(d, before,
                        khl_condensed_size(14) * sizeof *d); /* a caller may drop a link and retry */
    assert_int_equal(cluster(d, 14, must, 1, cannot, 2, merges, &err), KHL_OK);
    free(d);
    free(before);
}

static void an_item_cannot_be_kept_from_itself(void **state)
{
    (void)state;
    float d[1] = {1.0f};
    khl_pair cannot = {1, 1};
    khl_merge merge;
    assert_int_equal(cluster(d, 2, NULL, 0, &cannot, 1, &merge, NULL), KHL_E_CONFLICT);
}

static void links_to_items_that_are_not_there_are_refused(void **state)
{
    (void)state;
    float d[3] = {1, 1, 1};
    khl_pair bad = {0, 3};
    khl_merge merges[2];
    khl_error err = {0};
    assert_int_equal(cluster(d, 3, &bad, 1, NULL, 0, merges, &err), KHL_E_ARGUMENT);
    assert_string_equal(err.id, "cluster.link");
    bad = (khl_pair){UINT32_MAX, 0};
    assert_int_equal(cluster(d, 3, NULL, 0, &bad, 1, merges, &err), KHL_E_ARGUMENT);
    assert_int_equal(cluster(NULL, 0, &bad, 1, NULL, 0, NULL, &err), KHL_E_ARGUMENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_options_change_nothing),
        cmocka_unit_test(a_must_link_comes_first_at_height_zero),
        cmocka_unit_test(must_links_are_transitive_and_groups_come_in_order),
        cmocka_unit_test(groups_stand_at_the_average_of_all_their_pairs),
        cmocka_unit_test(linking_everything_leaves_nothing_to_do),
        cmocka_unit_test(must_links_equal_clustering_the_groups),
        cmocka_unit_test(a_cannot_link_stands_at_the_end_at_infinity),
        cmocka_unit_test(all_apart_still_gives_every_merge),
        cmocka_unit_test(links_hold_in_every_flat_clustering),
        cmocka_unit_test(an_infinite_distance_is_a_cannot_link),
        cmocka_unit_test(a_must_link_overrules_an_infinite_distance),
        cmocka_unit_test(a_contradiction_names_the_items),
        cmocka_unit_test(an_item_cannot_be_kept_from_itself),
        cmocka_unit_test(links_to_items_that_are_not_there_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
