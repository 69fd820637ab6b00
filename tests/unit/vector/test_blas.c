/* The BLAS wrappers: which cells they touch, that they add, and that leading dimensions are kept apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "blas.h"

#include <stdlib.h>

#define LD_A 7
#define LD_B 9
#define LD_C 6

static khl_blas blas;

static int open_blas(void **state)
{
    (void)state;
    return khl_blas_open(&blas, NULL) != KHL_OK;
}

/* Small whole numbers: every sum is exact, whatever its order. */
static void fill(float *p, size_t n, int seed)
{
    for (size_t i = 0; i < n; i++) p[i] = (float)((int)((i * 7 + (size_t)seed * 5) % 11) - 5);
}

static void sgemm_adds_a_times_b_transposed(void **state)
{
    (void)state;
    float a[3 * LD_A], b[4 * LD_B], c[3 * LD_C], before[3 * LD_C];
    fill(a, 3 * LD_A, 1);
    fill(b, 4 * LD_B, 2);
    fill(c, 3 * LD_C, 3);
    for (size_t i = 0; i < 3 * LD_C; i++) before[i] = c[i];
    khl_blas_sgemm_block(&blas, c, LD_C, &(khl_block){a, 3, 5, LD_A}, &(khl_block){b, 4, 5, LD_B});
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < LD_C; j++) {
            float want = before[i * LD_C + j];
            for (size_t k = 0; k < 5 && j < 4; k++) want += a[i * LD_A + k] * b[j * LD_B + k];
            assert_true(c[i * LD_C + j] == want);
        }
}

static void ssyrk_adds_above_the_diagonal_only(void **state)
{
    (void)state;
    float a[4 * LD_A], c[4 * LD_C], before[4 * LD_C];
    fill(a, 4 * LD_A, 4);
    fill(c, 4 * LD_C, 5);
    for (size_t i = 0; i < 4 * LD_C; i++) before[i] = c[i];
    khl_blas_ssyrk_block(&blas, c, LD_C, &(khl_block){a, 4, 6, LD_A});
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < LD_C; j++) {
            float want = before[i * LD_C + j];
            for (size_t k = 0; k < 6 && j >= i && j < 4; k++) want += a[i * LD_A + k] * a[j * LD_A + k];
            assert_true(c[i * LD_C + j] == want);
        }
}

static void nothing_to_multiply_changes_nothing(void **state)
{
    (void)state;
    float a[LD_A] = {1.0F}, c[1] = {3.0F};
    khl_blas_ssyrk_block(&blas, c, 1, &(khl_block){a, 1, 0, LD_A});
    khl_blas_sgemm_block(&blas, c, 1, &(khl_block){a, 0, 3, LD_A}, &(khl_block){a, 1, 3, LD_A});
    khl_blas_sgemm_block(&blas, c, 1, &(khl_block){a, 1, 0, LD_A}, &(khl_block){a, 1, 0, LD_A});
    assert_true(c[0] == 3.0F);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_to_multiply_changes_nothing),
        cmocka_unit_test(sgemm_adds_a_times_b_transposed),
        cmocka_unit_test(ssyrk_adds_above_the_diagonal_only),
    };
    return cmocka_run_group_tests(tests, open_blas, NULL);
}
