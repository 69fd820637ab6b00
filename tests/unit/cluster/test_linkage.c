/* Average linkage without constraints: degenerate input, scipy's recorded merges, ties against the slow
 * method, input that is no distance. */
#include "cluster_support.h"

#include "tsv.h"
#include "str.h"

static void no_item_and_one_item_have_no_merge(void **state)
{
    (void)state;
    khl_merge untouched = {7, 7, 7, 7.0f};
    khl_error err = {0};
    assert_int_equal(khl_linkage_average(NULL, 0, NULL, NULL, &err), KHL_OK);
    assert_int_equal(khl_linkage_average(NULL, 1, NULL, &untouched, NULL), KHL_OK);
    assert_int_equal(untouched.a, 7);
}

static void two_items_merge_at_their_distance(void **state)
{
    (void)state;
    float d[1] = {0.25f};
    khl_merge merge;
    assert_int_equal(khl_linkage_average(d, 2, NULL, &merge, NULL), KHL_OK);
    khl_merge want = {0, 1, 2, 0.25f};
    assert_same_merges(&merge, &want, 2);
}

static void three_items_average_the_pair(void **state)
{
    (void)state;
    /* 1 and 2 are nearest; 0 is at 4 and 8 from them */
    float d[3] = {4.0f, 8.0f, 1.0f};
    khl_merge merges[2], want[2] = {{1, 2, 2, 1.0f}, {0, 3, 3, 6.0f}};
    assert_int_equal(khl_linkage_average(d, 3, NULL, merges, NULL), KHL_OK);
    assert_same_merges(merges, want, 3);
}

static void larger_clusters_weigh_by_their_items(void **state)
{
    (void)state;
    /* 0,1 at 1; 2 at 2 from both; then {0,1,2} to 3: (3 + 3 + 9) / 3, not the mean of 3 and 9 */
    float d[6] = {1.0f, 2.0f, 3.0f, 2.0f, 3.0f, 9.0f};
    khl_merge merges[3], want[3] = {{0, 1, 2, 1.0f}, {2, 4, 3, 2.0f}, {3, 5, 4, 5.0f}};
    assert_int_equal(khl_linkage_average(d, 4, NULL, merges, NULL), KHL_OK);
    assert_same_merges(merges, want, 4);
}

static void equal_distances_go_by_smallest_member(void **state)
{
    (void)state;
    for (uint32_t n = 2; n <= 40; n++) {
        float *d = levels_matrix(n, 1, 0.5f, n);
        khl_merge *merges = must_alloc(n, sizeof *merges);
        assert_int_equal(khl_linkage_average(d, n, NULL, merges, NULL), KHL_OK);
        for (uint32_t s = 0; s + 1 < n; s++) {
            assert_int_equal(s == 0 ? merges[s].a : merges[s].b, s == 0 ? 0 : n + s - 1);
            assert_int_equal(s == 0 ? merges[s].b : merges[s].a, s + 1);
            assert_true(merges[s].height == 0.5f);
        }
        free(d);
        free(merges);
    }
}

static void zero_distances_are_distances(void **state)
{
    (void)state;
    float d[3] = {-0.0f, 0.0f, 0.0f};
    khl_merge merges[2], want[2] = {{0, 1, 2, 0.0f}, {2, 3, 3, 0.0f}};
    assert_int_equal(khl_linkage_average(d, 3, NULL, merges, NULL), KHL_OK);
    assert_same_merges(merges, want, 3); /* bytes: no minus zero comes out */
}

static void the_largest_float_stays_finite(void **state)
{
    (void)state;
    float d[6] = {FLT_MAX, FLT_MAX, FLT_MAX, FLT_MAX, FLT_MAX, FLT_MAX};
    khl_merge merges[3];
    assert_int_equal(khl_linkage_average(d, 4, NULL, merges, NULL), KHL_OK);
    assert_true(merges[2].height == FLT_MAX);
}

/* The matrix of one recorded case, clustered. */
static void cluster_recorded(uint32_t n, uint64_t seed, khl_merge *merges)
{
    float *d = must_alloc(khl_condensed_size(n), sizeof *d);
    for (size_t k = 0; k < khl_condensed_size(n); k++)
        d[k] = (float)(next_random(&seed) % 1024 * 16384 + k) / 16777216.0f;
    assert_int_equal(khl_linkage_average(d, n, NULL, merges, NULL), KHL_OK);
    assert_well_formed(merges, n);
    free(d);
}

static uint32_t number_field(const khl_tsv *tsv, size_t field)
{
    uint64_t value;
    assert_true(khl_str_to_u64(tsv->fields[field], &value));
    return (uint32_t)value;
}

static double real_field(const khl_tsv *tsv, size_t field)
{
    double value;
    assert_true(khl_str_to_f64(tsv->fields[field], &value));
    return value;
}

static void compare_cut(const khl_tsv *tsv, const khl_merge *merges, uint32_t n)
{
    uint32_t labels[165], n_clusters;
    assert_int_equal(khl_linkage_cut(merges, n, (float)real_field(tsv, 3), labels, &n_clusters, NULL),
                     KHL_OK);
    assert_int_equal(n_clusters, number_field(tsv, 4));
    khl_str rest = tsv->fields[5];
    for (uint32_t i = 0; i < n; i++) {
        size_t length = 0;
        while (length < rest.n && rest.p[length] != ' ') length++;
        uint64_t want;
        assert_true(khl_str_to_u64(khl_str_part(rest, 0, length), &want));
        assert_int_equal(labels[i], want);
        rest = khl_str_part(rest, length < rest.n ? length + 1 : length, rest.n);
    }
    assert_int_equal(rest.n, 0);
}

static void scipy_agrees(void **state)
{
    (void)state;
    khl_tsv tsv;
    khl_merge merges[164];
    uint32_t n = 0, seed = 0, step = 0, n_merges = 0, n_cuts = 0;
    bool more;
    assert_int_equal(khl_tsv_open(&tsv, KHL_SOURCE_DIR "/tests/vectors/linkage.tsv", NULL), KHL_OK);
    while (khl_tsv_next(&tsv, 6, &more, NULL) == KHL_OK && more) {
        if (n != number_field(&tsv, 1) || seed != number_field(&tsv, 2)) {
            n = number_field(&tsv, 1), seed = number_field(&tsv, 2), step = 0;
            assert_in_range(n, 2, 165);
            cluster_recorded(n, seed, merges);
        }
        if (khl_str_equal(tsv.fields[0], KHL_STR("cut"))) {
            compare_cut(&tsv, merges, n);
            n_cuts++;
            continue;
        }
        assert_true(step + 1 < n);
        assert_int_equal(merges[step].a, number_field(&tsv, 3));
        assert_int_equal(merges[step].b, number_field(&tsv, 4));
        assert_int_equal(merges[step].size, number_field(&tsv, 5));
        assert_true(fabs((double)merges[step].height - real_field(&tsv, 6)) < 1e-6);
        step++, n_merges++;
    }
    khl_tsv_close(&tsv);
    assert_int_equal(n_merges, 1 + 2 + 2 * 9 + 2 * 49 + 2 * 164);
    assert_int_equal(n_cuts, 8 * 3);
}

static void every_merge_is_the_best_of_its_moment(void **state)
{
    (void)state;
    static const uint32_t sizes[] = {3, 4, 5, 8, 13, 33, 90}, levels[] = {1, 2, 3, 7, 1000, 16777216};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (size_t k = 0; k < sizeof levels / sizeof *levels; k++)
            for (uint64_t seed = 1; seed <= (sizes[i] < 10 ? 40u : 3u); seed++) {
                uint32_t n = sizes[i];
                float *d = levels_matrix(n, levels[k], 0.1f, seed * 1000 + n);
                khl_merge *want = must_alloc(n, sizeof *want), *got = must_alloc(n, sizeof *got);
                greedy_linkage(d, n, NULL, want);
                assert_int_equal(khl_linkage_average(d, n, NULL, got, NULL), KHL_OK);
                assert_same_merges(got, want, n);
                assert_well_formed(got, n);
                free(d);
                free(want);
                free(got);
            }
}

static void shuffle(uint32_t *ids, uint32_t n, uint64_t seed)
{
    for (uint32_t i = 0; i < n; i++) ids[i] = i;
    for (uint32_t i = n; i > 1; i--) {
        uint32_t k = (uint32_t)(next_random(&seed) % i), t = ids[i - 1];
        ids[i - 1] = ids[k];
        ids[k] = t;
    }
}

/* The slow method runs on the input as it came, looking at ids only; ours on the canonical order. */
static void the_order_of_the_input_does_not_matter(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        enum { N = 24 };
        uint32_t ids[N];
        shuffle(ids, N, seed);
        float *permuted = levels_matrix(N, 3, 1.0f, seed), *canonical = must_alloc(khl_condensed_size(N), 4);
        for (uint32_t i = 0; i < N; i++)
            for (uint32_t j = i + 1; j < N; j++)
                canonical[khl_condensed(N, ids[i], ids[j])] = permuted[khl_condensed(N, i, j)];
        khl_merge got[N], want[N];
        greedy_linkage(permuted, N, ids, want);
        assert_int_equal(khl_linkage_average(canonical, N, NULL, got, NULL), KHL_OK);
        assert_same_merges(got, want, N);
        free(permuted);
        free(canonical);
    }
}

/* Rows far apart that all wait for one growing cluster: the bounds kept for them are stale at every merge. */
static void a_growing_hub_is_followed(void **state)
{
    (void)state;
    enum { N = 60 };
    float d[N * (N - 1) / 2];
    for (uint32_t i = 0; i < N; i++)
        for (uint32_t j = i + 1; j < N; j++)
            d[khl_condensed(N, i, j)] =
                j == N - 1 ? 0.5f + 0.001f * (float)(N - i) : 0.9f + 0.0001f * (float)((i * 7 + j) % 11);
    khl_merge got[N], want[N];
    greedy_linkage(d, N, NULL, want);
    assert_int_equal(khl_linkage_average(d, N, NULL, got, NULL), KHL_OK);
    assert_same_merges(got, want, N);
}

static void what_is_no_distance_is_refused_with_its_pair(void **state)
{
    (void)state;
    const float bad[] = {NAN, -1.0f, -INFINITY, -FLT_TRUE_MIN};
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        float d[10] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        d[khl_condensed(5, 3, 1)] = bad[k];
        d[khl_condensed(5, 4, 3)] = NAN; /* a later one is not the one named */
        khl_merge merges[4];
        khl_error err = {0};
        assert_int_equal(khl_linkage_average(d, 5, NULL, merges, &err), KHL_E_ARGUMENT);
        assert_string_equal(err.id, "cluster.distance");
        assert_string_equal(err.args[0], "1");
        assert_string_equal(err.args[1], "3");
        assert_int_equal(khl_linkage_average(d, 5, NULL, merges, NULL), KHL_E_ARGUMENT);
    }
}

static void too_many_items_are_refused_unread(void **state)
{
    (void)state;
    khl_error err = {0};
    assert_int_equal(khl_linkage_average(NULL, UINT32_MAX, NULL, NULL, &err), KHL_E_ARGUMENT);
    assert_string_equal(err.id, "cluster.too_many_items");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_item_and_one_item_have_no_merge),
        cmocka_unit_test(two_items_merge_at_their_distance),
        cmocka_unit_test(three_items_average_the_pair),
        cmocka_unit_test(larger_clusters_weigh_by_their_items),
        cmocka_unit_test(equal_distances_go_by_smallest_member),
        cmocka_unit_test(zero_distances_are_distances),
        cmocka_unit_test(the_largest_float_stays_finite),
        cmocka_unit_test(scipy_agrees),
        cmocka_unit_test(every_merge_is_the_best_of_its_moment),
        cmocka_unit_test(the_order_of_the_input_does_not_matter),
        cmocka_unit_test(a_growing_hub_is_followed),
        cmocka_unit_test(what_is_no_distance_is_refused_with_its_pair),
        cmocka_unit_test(too_many_items_are_refused_unread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
