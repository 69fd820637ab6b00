/* All pairs: degenerate collections, agreement with the plain product, the same bits for any threads. */
#include "search_support.h"

static khl_status count_call(void *context, const khl_tile *tile, khl_error *err)
{
    (void)tile;
    (void)err;
    ++*(size_t *)context;
    return KHL_OK;
}

static void no_rows_make_no_tiles(void **state)
{
    (void)state;
    khl_csr nothing = {0};
    const khl_csr *spaces[] = {&nothing, &nothing};
    size_t calls = 0;
    assert_int_equal(khl_search_all_pairs(spaces, 2, NULL, count_call, &calls, NULL), KHL_OK);
    assert_int_equal(calls, 0);
}

static void one_row_makes_one_tile_without_pairs(void **state)
{
    (void)state;
    khl_csr one = random_rows(1, 5, 3, false);
    const khl_csr *spaces[] = {&one};
    full_matrix m = full_matrix_new(1, 1);
    m.cells[0] = 9.0F;
    assert_int_equal(khl_search_all_pairs(spaces, 1, NULL, keep_tile, &m, NULL), KHL_OK);
    assert_int_equal(m.seen[0], 1);
    assert_true(m.cells[0] == 0.0F);
    full_matrix_free(&m);
    khl_csr_clear(&one);
}

/* Rows without columns, and rows whose every column is alone, have nothing in common. */
static void rows_that_share_nothing_are_zero(void **state)
{
    (void)state;
    uint64_t none[] = {0, 0, 0, 0}, each[] = {0, 1, 2, 3};
    uint32_t col[] = {2, 0, 1};
    float val[] = {1.0F, 1.0F, 1.0F};
    khl_csr empty = {3, 0, none, NULL, NULL}, apart = {3, 3, each, col, val};
    const khl_csr *spaces[] = {&empty, &apart};
    for (size_t tile = 1; tile <= 4; tile++) {
        for (size_t i = 0; i < 3; i++) {
            khl_search_options options = options_of(1, tile, 2, every_share[i]);
            full_matrix m = full_matrix_new(3, 2);
            for (size_t c = 0; c < 18; c++) m.cells[c] = 9.0F;
            assert_int_equal(khl_search_all_pairs(spaces, 2, &options, keep_tile, &m, NULL), KHL_OK);
            for (size_t s = 0; s < 2; s++)
                for (size_t a = 0; a < 3; a++)
                    for (size_t b = a + 1; b < 3; b++) assert_true(m.cells[(s * 3 + a) * 3 + b] == 0.0F);
            full_matrix_free(&m);
        }
    }
}

/* Every pair is there once and agrees; what lies on or below the diagonal of a diagonal tile is 0. */
static void check_against_products(const khl_csr *const *spaces, size_t n_spaces,
                                   const khl_search_options *options)
{
    size_t n = spaces[0]->n_rows;
    full_matrix m = full_matrix_new(n, n_spaces);
    assert_int_equal(khl_search_all_pairs(spaces, n_spaces, options, keep_tile, &m, NULL), KHL_OK);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            bool in_diagonal_tile = i / options->tile_rows == j / options->tile_rows;
            assert_int_equal(m.seen[i * n + j], j > i || in_diagonal_tile ? 1 : 0);
            for (size_t s = 0; s < n_spaces; s++) {
                double got = (double)m.cells[(s * n + i) * n + j], want = 0.0;
                if (j > i) want = khl_csr_dot(spaces[s], (uint32_t)i, spaces[s], (uint32_t)j);
                assert_true(fabs(got - want) <= (j > i ? TOLERANCE : 0.0));
            }
        }
    }
    full_matrix_free(&m);
}

static void agrees_with_the_plain_product(void **state)
{
    (void)state;
    khl_csr words = random_rows(61, 200, 1, false), grams = random_rows(61, 90, 2, true);
    const khl_csr *spaces[] = {&words, &grams};
    const size_t tiles[] = {1, 7, 256}, strips[] = {1, 16, 4096};
    for (size_t t = 0; t < 3; t++)
        for (size_t s = 0; s < 3; s++)
            for (size_t d = 0; d < 3; d++) {
                khl_search_options options = options_of(1, tiles[t], strips[s], every_share[d]);
                check_against_products(spaces, 2, &options);
            }
    khl_csr_clear(&words);
    khl_csr_clear(&grams);
}

static void agrees_over_several_large_tiles(void **state)
{
    (void)state;
    khl_csr rows = random_rows(300, 400, 5, false);
    const khl_csr *spaces[] = {&rows};
    for (size_t d = 0; d < 3; d++) {
        khl_search_options options = options_of(2, 256, 64, every_share[d]);
        check_against_products(spaces, 1, &options);
    }
    khl_csr_clear(&rows);
}

static void defaults_hold_without_options(void **state)
{
    (void)state;
    khl_csr rows = random_rows(40, 60, 8, false);
    const khl_csr *spaces[] = {&rows};
    khl_search_options defaults = KHL_SEARCH_OPTIONS_INIT;
    full_matrix a = full_matrix_new(40, 1), b = full_matrix_new(40, 1);
    assert_int_equal(khl_search_all_pairs(spaces, 1, NULL, keep_tile, &a, NULL), KHL_OK);
    assert_int_equal(khl_search_all_pairs(spaces, 1, &defaults, keep_tile, &b, NULL), KHL_OK);
    assert_memory_equal(a.cells, b.cells, 1600 * sizeof(float));
    full_matrix_free(&a);
    full_matrix_free(&b);
    khl_csr_clear(&rows);
}

static void same_bits_for_any_number_of_threads(void **state)
{
    (void)state;
    enum { N = 150 };
    khl_csr words = random_rows(N, 300, 11, false), grams = random_rows(N, 120, 12, true);
    const khl_csr *spaces[] = {&words, &grams};
    const size_t tiles[] = {7, 64};
    for (size_t t = 0; t < 2; t++)
        for (size_t d = 0; d < 3; d++) {
            full_matrix first = full_matrix_new(N, 2);
            for (unsigned threads = 1; threads <= 4; threads++) {
                khl_search_options options = options_of(threads, tiles[t], 50, every_share[d]);
                full_matrix m = full_matrix_new(N, 2);
                full_matrix *to = threads == 1 ? &first : &m;
                assert_int_equal(khl_search_all_pairs(spaces, 2, &options, keep_tile, to, NULL), KHL_OK);
                assert_memory_equal(to->cells, first.cells, sizeof(float) * 2 * N * N);
                full_matrix_free(&m);
            }
            full_matrix_free(&first);
        }
    khl_csr_clear(&words);
    khl_csr_clear(&grams);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_rows_make_no_tiles),
        cmocka_unit_test(one_row_makes_one_tile_without_pairs),
        cmocka_unit_test(rows_that_share_nothing_are_zero),
        cmocka_unit_test(agrees_with_the_plain_product),
        cmocka_unit_test(agrees_over_several_large_tiles),
        cmocka_unit_test(defaults_hold_without_options),
        cmocka_unit_test(same_bits_for_any_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
