/* Sparse rows: the product of two rows, and clearing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "khulasa/vector.h"

#include <stdlib.h>

/* [ . 2 . 1 ; . . . . ; 5 . 3 4 ] */
static uint64_t row_ptr[] = {0, 2, 2, 5};
static uint32_t col[] = {1, 3, 0, 2, 3};
static float val[] = {2.0F, 1.0F, 5.0F, 3.0F, 4.0F};
static const khl_csr rows = {3, 4, row_ptr, col, val};

static void empty_row_gives_zero(void **state)
{
    (void)state;
    assert_true(khl_csr_dot(&rows, 1, &rows, 1) == 0.0);
    assert_true(khl_csr_dot(&rows, 1, &rows, 0) == 0.0);
    assert_true(khl_csr_dot(&rows, 2, &rows, 1) == 0.0);
}

static void only_shared_columns_count(void **state)
{
    (void)state;
    assert_true(khl_csr_dot(&rows, 0, &rows, 2) == 4.0);
    assert_true(khl_csr_dot(&rows, 2, &rows, 0) == 4.0);
    assert_true(khl_csr_dot(&rows, 0, &rows, 0) == 5.0);
    assert_true(khl_csr_dot(&rows, 2, &rows, 2) == 50.0);
}

static void sum_is_in_double_precision(void **state)
{
    (void)state;
    uint64_t ptr[] = {0, 3};
    uint32_t c[] = {0, 1, 2};
    float a[] = {4096.0F, 1.0F, 4096.0F}, b[] = {4096.0F, 0.5F, -4096.0F};
    khl_csr left = {1, 3, ptr, c, a}, right = {1, 3, ptr, c, b};
    assert_true(khl_csr_dot(&left, 0, &right, 0) == 0.5); /* a float would have lost the half */
}

static void clear_leaves_an_empty_matrix(void **state)
{
    (void)state;
    khl_csr m = {1, 1, calloc(2, sizeof(uint64_t)), malloc(4), malloc(4)};
    khl_csr_clear(&m);
    assert_null(m.row_ptr);
    assert_int_equal(m.n_rows, 0);
    khl_csr_clear(&m); /* twice is as good as once */
    khl_csr_clear(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_row_gives_zero),
        cmocka_unit_test(only_shared_columns_count),
        cmocka_unit_test(sum_is_in_double_precision),
        cmocka_unit_test(clear_leaves_an_empty_matrix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
