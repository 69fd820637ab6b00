/* The nearest rows: degenerate input, agreement with sorting everything, ties, threads, arguments. */
#include "search_support.h"

#define NONE UINT32_MAX

typedef struct found {
    uint32_t *ids;
    float *scores;
    size_t n; /* n_queries * k */
} found;

static found found_new(size_t n)
{
    found f = {malloc((n + 1) * sizeof(uint32_t)), malloc((n + 1) * sizeof(float)), n};
    assert_non_null(f.ids);
    assert_non_null(f.scores);
    for (size_t i = 0; i <= n; i++) {
        f.ids[i] = 12345;
        f.scores[i] = -1.0F;
    }
    return f;
}

static void found_free(found *f)
{
    assert_int_equal(f->ids[f->n], 12345); /* nothing was written behind the end */
    free(f->ids);
    free(f->scores);
}

static const float one = 1.0F;

static void no_queries_no_targets_no_places(void **state)
{
    (void)state;
    khl_csr rows = random_rows(5, 9, 1, false), nothing = {.n_cols = 9};
    const khl_csr *some[] = {&rows}, *none[] = {&nothing};
    found f = found_new(15);
    assert_int_equal(khl_search_top_k(none, some, &one, 1, 3, NULL, f.ids, f.scores, NULL), KHL_OK);
    assert_int_equal(khl_search_top_k(some, some, &one, 1, 0, NULL, f.ids, f.scores, NULL), KHL_OK);
    assert_int_equal(f.ids[0], 12345);
    assert_int_equal(khl_search_top_k(some, none, &one, 1, 3, NULL, f.ids, f.scores, NULL), KHL_OK);
    for (size_t i = 0; i < 15; i++) assert_true(f.ids[i] == NONE && f.scores[i] == 0.0F);
    found_free(&f);
    khl_csr_clear(&rows);
}

/* Query 0 is empty, query 1 meets targets 2 and 0, query 2 meets none. */
static void rows_of_score_zero_are_no_neighbours(void **state)
{
    (void)state;
    uint64_t q_ptr[] = {0, 0, 2, 3}, t_ptr[] = {0, 1, 1, 2};
    uint32_t q_col[] = {0, 1, 2}, t_col[] = {1, 0};
    float q_val[] = {0.75F, 0.5F, 1.0F}, t_val[] = {1.0F, 1.0F};
    khl_csr q = {3, 3, q_ptr, q_col, q_val}, t = {3, 3, t_ptr, t_col, t_val};
    const khl_csr *queries[] = {&q}, *targets[] = {&t};
    const uint32_t ids[] = {NONE, NONE, NONE, NONE, 2, 0, NONE, NONE, NONE, NONE, NONE, NONE};
    const float scores[] = {0.0F, 0.0F, 0.0F, 0.0F, 0.75F, 0.5F, 0.0F, 0.0F, 0.0F, 0.0F, 0.0F, 0.0F};
    for (size_t i = 0; i < 3; i++) {
        khl_search_options options = options_of(1, 2, 2, every_share[i]);
        found f = found_new(12);
        assert_int_equal(khl_search_top_k(queries, targets, &one, 1, 4, &options, f.ids, f.scores, NULL),
                         KHL_OK);
        assert_memory_equal(f.ids, ids, sizeof ids);
        assert_memory_equal(f.scores, scores, sizeof scores);
        found_free(&f);
    }
}

/* Negative products exist in signed spaces; they are no neighbours either. */
static void negative_scores_are_no_neighbours(void **state)
{
    (void)state;
    uint64_t ptr[] = {0, 1, 2};
    uint32_t col[] = {0, 0};
    float val[] = {1.0F, -1.0F};
    khl_csr m = {2, 1, ptr, col, val};
    const khl_csr *rows[] = {&m};
    found f = found_new(4);
    assert_int_equal(khl_search_top_k(rows, rows, &one, 1, 2, NULL, f.ids, f.scores, NULL), KHL_OK);
    assert_true(f.ids[0] == 0 && f.ids[1] == NONE && f.ids[2] == 1 && f.ids[3] == NONE);
    found_free(&f);
}

typedef struct scored {
    float score;
    uint32_t row;
} scored;

static int best_first(const void *left, const void *right)
{
    scored a, b;
    memcpy(&a, left, sizeof a);
    memcpy(&b, right, sizeof b);
    if (a.score != b.score) return a.score > b.score ? -1 : 1;
    return (a.row > b.row) - (a.row < b.row);
}

static void brute_force(const khl_csr *const *queries, const khl_csr *const *targets, const float *weights,
                        size_t n_spaces, size_t k, found *out)
{
    uint32_t n = targets[0]->n_rows;
    scored *all = malloc(n * sizeof *all);
    assert_non_null(all);
    for (uint32_t q = 0; q < queries[0]->n_rows; q++) {
        for (uint32_t t = 0; t < n; t++) {
            double sum = 0.0;
            for (size_t s = 0; s < n_spaces; s++)
                sum += (double)weights[s] * khl_csr_dot(queries[s], q, targets[s], t);
            all[t] = (scored){(float)sum, t};
        }
        qsort(all, n, sizeof *all, best_first);
        for (size_t r = 0; r < k; r++) {
            bool present = r < n && all[r].score > 0.0F;
            out->ids[q * k + r] = present ? all[r].row : NONE;
            out->scores[q * k + r] = present ? all[r].score : 0.0F;
        }
    }
    free(all);
}

static void check_sorted(const khl_csr *const *queries, const khl_csr *const *targets, const float *weights,
                         size_t n_spaces, size_t k, const khl_search_options *options)
{
    size_t n = queries[0]->n_rows * k;
    found got = found_new(n), want = found_new(n);
    brute_force(queries, targets, weights, n_spaces, k, &want);
    assert_int_equal(
        khl_search_top_k(queries, targets, weights, n_spaces, k, options, got.ids, got.scores, NULL), KHL_OK);
    assert_memory_equal(got.ids, want.ids, n * sizeof *got.ids);
    assert_memory_equal(got.scores, want.scores, n * sizeof *got.scores);
    found_free(&got);
    found_free(&want);
}

static void agrees_with_sorting_everything(void **state)
{
    (void)state;
    khl_csr qa = random_rows(37, 120, 21, false), qb = random_rows(37, 60, 22, false);
    khl_csr ta = random_rows(90, 120, 23, false), tb = random_rows(90, 60, 24, false);
    const khl_csr *queries[] = {&qa, &qb}, *targets[] = {&ta, &tb};
    const float weights[] = {0.7F, 0.3F}, second_off[] = {1.0F, 0.0F};
    const size_t tiles[] = {1, 7, 256}, ks[] = {1, 5, 90, 200};
    for (size_t t = 0; t < 3; t++)
        for (size_t d = 0; d < 3; d++)
            for (size_t k = 0; k < 4; k++) {
                khl_search_options options = options_of(1, tiles[t], 16, every_share[d]);
                check_sorted(queries, targets, weights, 2, ks[k], &options);
                check_sorted(queries, targets, second_off, 2, ks[k], &options);
                check_sorted(targets, queries, weights, 2, ks[k], &options);
            }
    khl_csr_clear(&qa);
    khl_csr_clear(&qb);
    khl_csr_clear(&ta);
    khl_csr_clear(&tb);
}

/* A few queries against many blocks of targets: the groups of a query must come together as one. */
static void few_queries_many_targets_any_threads(void **state)
{
    (void)state;
    khl_csr q = random_rows(20, 150, 31, false), t = random_rows(500, 150, 32, false);
    const khl_csr *queries[] = {&q}, *targets[] = {&t};
    for (unsigned threads = 1; threads <= 4; threads++)
        for (size_t d = 0; d < 3; d++) {
            khl_search_options options = options_of(threads, 8, 64, every_share[d]);
            check_sorted(queries, targets, &one, 1, 6, &options);
        }
    khl_csr_clear(&q);
    khl_csr_clear(&t);
}

/* Twelve times the same four rows, in tiles that cut them differently. */
static void equal_scores_go_to_the_smaller_row(void **state)
{
    (void)state;
    khl_csr q = random_rows(4, 40, 41, false);
    uint64_t ptr[49], nnz = q.row_ptr[4];
    uint32_t *col = calloc(12 * nnz, sizeof *col);
    float *val = calloc(12 * nnz, sizeof *val);
    assert_true(col != NULL && val != NULL);
    ptr[0] = 0;
    for (size_t copy = 0; copy < 12; copy++) {
        memcpy(col + copy * nnz, q.col, nnz * sizeof *col);
        memcpy(val + copy * nnz, q.val, nnz * sizeof *val);
        for (size_t r = 0; r < 4; r++) ptr[copy * 4 + r + 1] = copy * nnz + q.row_ptr[r + 1];
    }
    khl_csr t = {48, 40, ptr, col, val};
    const khl_csr *queries[] = {&q}, *targets[] = {&t};
    for (size_t tile = 3; tile <= 50; tile += 9)
        for (size_t d = 0; d < 3; d++) {
            khl_search_options options = options_of(1, tile, 16, every_share[d]);
            found f = found_new(20);
            assert_int_equal(khl_search_top_k(queries, targets, &one, 1, 5, &options, f.ids, f.scores, NULL),
                             KHL_OK);
            for (uint32_t r = 0; r < 4; r++)
                for (uint32_t k = 0; k < 5; k++) assert_int_equal(f.ids[r * 5 + k], 4 * k + r);
            found_free(&f);
        }
    free(col);
    free(val);
    khl_csr_clear(&q);
}

static void refuse(const khl_csr *const *queries, const khl_csr *const *targets, const float *weights,
                   size_t n_spaces, const char *id)
{
    khl_error err = {0};
    found f = found_new(100);
    assert_int_equal(khl_search_top_k(queries, targets, weights, n_spaces, 2, NULL, f.ids, f.scores, &err),
                     KHL_E_ARGUMENT);
    assert_string_equal(err.id, id);
    found_free(&f);
}

static void what_does_not_match_is_refused(void **state)
{
    (void)state;
    khl_csr a = random_rows(5, 9, 1, false), b = random_rows(6, 9, 1, false), c = random_rows(5, 8, 1, false);
    const khl_csr *good[] = {&a, &a}, *rows[] = {&a, &b}, *cols[] = {&a, &c};
    const float weights[] = {1.0F, 1.0F}, negative[] = {1.0F, -1.0F}, nan[] = {NAN, 1.0F},
                infinite[] = {1.0F, INFINITY};
    refuse(rows, good, weights, 2, "search.rows_differ");
    refuse(good, rows, weights, 2, "search.rows_differ");
    refuse(good, cols, weights, 2, "search.columns_differ");
    refuse(good, good, weights, 0, "search.spaces");
    refuse(good, good, negative, 2, "search.weight");
    refuse(good, good, nan, 2, "search.weight");
    refuse(good, good, infinite, 2, "search.weight");
    khl_csr_clear(&a);
    khl_csr_clear(&b);
    khl_csr_clear(&c);
}

static bool refuse_to_go_on(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)stage;
    (void)done;
    (void)total;
    ++*(size_t *)context;
    return false;
}

static void progress_can_cancel(void **state)
{
    (void)state;
    khl_csr a = random_rows(50, 9, 1, false);
    const khl_csr *rows[] = {&a};
    size_t calls = 0;
    khl_progress progress = {refuse_to_go_on, &calls};
    khl_search_options options = options_of(1, 5, 4, 0.1);
    options.progress = &progress;
    found f = found_new(100);
    assert_int_equal(khl_search_top_k(rows, rows, &one, 1, 2, &options, f.ids, f.scores, NULL),
                     KHL_E_CANCELLED);
    assert_int_equal(calls, 1);
    found_free(&f);
    khl_csr_clear(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_queries_no_targets_no_places),
        cmocka_unit_test(rows_of_score_zero_are_no_neighbours),
        cmocka_unit_test(negative_scores_are_no_neighbours),
        cmocka_unit_test(agrees_with_sorting_everything),
        cmocka_unit_test(few_queries_many_targets_any_threads),
        cmocka_unit_test(equal_scores_go_to_the_smaller_row),
        cmocka_unit_test(what_does_not_match_is_refused),
        cmocka_unit_test(progress_can_cancel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
