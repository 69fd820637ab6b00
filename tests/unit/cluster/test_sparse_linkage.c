/* Average linkage from edges: the merges that a matrix gives, without one; what is asked for; what is
 * refused. */
#include "cluster_support.h"

typedef struct world {
    const float *d; /* condensed */
    uint32_t n;
    size_t n_asked;
} world;

static float distance_of(void *context, uint32_t i, uint32_t j)
{
    world *w = context;
    w->n_asked++;
    return w->d[khl_condensed(w->n, i, j)];
}

/* Points on a line, some of which must not meet: near ones are near one another, most are far apart. */
static float *line(uint32_t n, double spread, uint64_t seed)
{
    float *d = must_alloc(khl_condensed_size(n), sizeof *d);
    double *x = must_alloc(n, sizeof *x);
    for (uint32_t i = 0; i < n; i++) x[i] = (double)next_random(&seed) / (double)(1 << 24) * spread;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = i + 1; j < n; j++) {
            double gap = fabs(x[i] - x[j]);
            bool apart = next_random(&seed) % 19 == 0;
            d[khl_condensed(n, i, j)] = apart ? INFINITY : (float)(gap < 1 ? gap : 1);
        }
    }
    free(x);
    return d;
}

static khl_edge *edges_within(const float *d, uint32_t n, float most, size_t *n_edges)
{
    khl_edge *edges = must_alloc(khl_condensed_size(n), sizeof *edges);
    *n_edges = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = i + 1; j < n; j++)
            if (d[khl_condensed(n, i, j)] <= most)
                edges[(*n_edges)++] = (khl_edge){i, j, d[khl_condensed(n, i, j)]};
    return edges;
}

static void assert_same_clusters(const float *d, uint32_t n, float most)
{
    size_t n_edges;
    world w = {d, n, 0};
    khl_edge *edges = edges_within(d, n, most, &n_edges);
    float *copy = must_alloc(khl_condensed_size(n), sizeof *copy);
    khl_merge *dense = must_alloc(n, sizeof *dense), *sparse = must_alloc(n, sizeof *sparse);
    uint32_t *a = must_alloc(n, 4), *b = must_alloc(n, 4), n_a, n_b;
    memcpy(copy, d, khl_condensed_size(n) * sizeof *d);
    assert_int_equal(khl_linkage_average(copy, n, NULL, dense, NULL), KHL_OK);
    assert_int_equal(khl_linkage_sparse(edges, n_edges, n, most, distance_of, &w, sparse, NULL), KHL_OK);
    assert_well_formed(sparse, n);
    for (float height = most; height > 0.01F; height /= 2) {
        assert_int_equal(khl_linkage_cut(dense, n, height, a, &n_a, NULL), KHL_OK);
        assert_int_equal(khl_linkage_cut(sparse, n, height, b, &n_b, NULL), KHL_OK);
        assert_int_equal(n_a, n_b);
        assert_memory_equal(a, b, n * sizeof *a);
    }
    for (uint32_t s = 0; s + 1 < n && dense[s].height <= most; s++)
        assert_true(fabsf(dense[s].height - sparse[s].height) < 1e-6F);
    free(edges);
    free(copy);
    free(dense);
    free(sparse);
    free(a);
    free(b);
}

static void edges_give_what_the_matrix_gives(void **state)
{
    (void)state;
    for (uint32_t n = 2; n <= 90; n += 11) {
        for (uint64_t seed = 1; seed <= 6; seed++) {
            float *d = line(n, 1.0 + (double)seed * 3, seed * 100 + n);
            assert_same_clusters(d, n, 0.3F);
            assert_same_clusters(d, n, 0.79F);
            free(d);
        }
    }
}

/* Every pair within reach: ties by the smallest member, as a matrix settles them. */
static void ties_go_by_smallest_member(void **state)
{
    (void)state;
    for (uint32_t n = 2; n <= 30; n++) {
        float *d = levels_matrix(n, 1, 0.5F, n);
        size_t n_edges;
        world w = {d, n, 0};
        khl_edge *edges = edges_within(d, n, 0.5F, &n_edges);
        khl_merge *dense = must_alloc(n, sizeof *dense), *sparse = must_alloc(n, sizeof *sparse);
        assert_int_equal(khl_linkage_sparse(edges, n_edges, n, 0.5F, distance_of, &w, sparse, NULL), KHL_OK);
        assert_int_equal(khl_linkage_average(d, n, NULL, dense, NULL), KHL_OK);
        assert_same_merges(sparse, dense, n);
        assert_int_equal(w.n_asked, 0);
        free(d);
        free(edges);
        free(dense);
        free(sparse);
    }
}

/* 0-1 and 1-2 are near, 0-2 was no edge: it is asked for, and too far for the three to be one. */
static void what_is_missing_is_asked_for(void **state)
{
    (void)state;
    const float d[] = {0.1F, 0.9F, 0.2F};
    khl_edge edges[] = {{0, 1, 0.1F}, {1, 2, 0.2F}};
    world w = {d, 3, 0};
    khl_merge merges[2];
    assert_int_equal(khl_linkage_sparse(edges, 2, 3, 0.5F, distance_of, &w, merges, NULL), KHL_OK);
    assert_int_equal(w.n_asked, 1);
    assert_true(merges[0].height == 0.1F && isinf(merges[1].height));
    assert_int_equal(khl_linkage_sparse(edges, 2, 3, 0.6F, distance_of, &w, merges, NULL), KHL_OK);
    assert_true(fabsf(merges[1].height - 0.55F) < 1e-6F);
}

/* Far clusters are never asked for: the cost is that of the neighbourhoods. */
static void strangers_are_not_asked_for(void **state)
{
    (void)state;
    enum { N = 2000 };
    float *d = line(N, N / 2.0, 4);
    size_t n_edges;
    world w = {d, N, 0};
    khl_edge *edges = edges_within(d, N, 0.5F, &n_edges);
    khl_merge *merges = must_alloc(N, sizeof *merges);
    assert_int_equal(khl_linkage_sparse(edges, n_edges, N, 0.5F, distance_of, &w, merges, NULL), KHL_OK);
    assert_true(w.n_asked < khl_condensed_size(N) / 100);
    free(d);
    free(edges);
    free(merges);
}

static void what_is_no_edge_is_refused(void **state)
{
    (void)state;
    world w = {NULL, 0, 0};
    khl_merge merges[2];
    khl_edge beyond = {0, 3, 0.1F}, itself = {1, 1, 0.1F}, negative = {0, 1, -0.1F}, none = {0, 1, NAN};
    khl_edge twice[] = {{0, 1, 0.1F}, {1, 0, 0.1F}};
    assert_int_equal(khl_linkage_sparse(&beyond, 1, 3, 0.5F, distance_of, &w, merges, NULL), KHL_E_ARGUMENT);
    assert_int_equal(khl_linkage_sparse(&itself, 1, 3, 0.5F, distance_of, &w, merges, NULL), KHL_E_ARGUMENT);
    assert_int_equal(khl_linkage_sparse(&negative, 1, 3, 0.5F, distance_of, &w, merges, NULL),
                     KHL_E_ARGUMENT);
    assert_int_equal(khl_linkage_sparse(&none, 1, 3, 0.5F, distance_of, &w, merges, NULL), KHL_E_ARGUMENT);
    assert_int_equal(khl_linkage_sparse(twice, 2, 3, 0.5F, distance_of, &w, merges, NULL), KHL_E_ARGUMENT);
    assert_int_equal(khl_linkage_sparse(NULL, 0, 0, 0.5F, distance_of, &w, NULL, NULL), KHL_OK);
    assert_int_equal(khl_linkage_sparse(NULL, 0, 3, 0.5F, distance_of, &w, merges, NULL), KHL_OK);
    assert_true(isinf(merges[0].height) && isinf(merges[1].height));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edges_give_what_the_matrix_gives), cmocka_unit_test(ties_go_by_smallest_member),
        cmocka_unit_test(what_is_missing_is_asked_for),     cmocka_unit_test(strangers_are_not_asked_for),
        cmocka_unit_test(what_is_no_edge_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
