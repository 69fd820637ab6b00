/* Ranks within a group: who is nearest, and that nobody is near who is far. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rank.h"

#include <math.h>

enum { N = 3 };

/* Distances of (0,1), (0,2), (1,2). */
static double rank_of(float first, float second, float third, uint32_t i, uint32_t j)
{
    const float distance[N] = {first, second, third};
    uint32_t nearest[N * KHL_NEIGHBOURS];
    khl_rank_nearest(distance, N, nearest);
    return khl_rank_of_pair(nearest, i, j);
}

static void the_worse_rank_of_the_two_counts(void **state)
{
    (void)state;
    assert_true(rank_of(0.1F, 0.5F, 0.6F, 0, 1) == 1);
    assert_true(rank_of(0.1F, 0.5F, 0.6F, 1, 0) == 1);
    assert_true(rank_of(0.1F, 0.5F, 0.6F, 1, 2) == 0.5);
}

/* Among few proposals each has a nearest one; a probability of two in a hundred makes none of it. */
static void who_is_far_is_nobodys_neighbour(void **state)
{
    (void)state;
    assert_true(rank_of(0.98F, 0.99F, 0.99F, 0, 1) == 0);
    assert_true(rank_of(0.9F, 0.99F, 0.99F, 0, 1) == 1);
    assert_true(rank_of(INFINITY, INFINITY, INFINITY, 0, 1) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_worse_rank_of_the_two_counts),
                                       cmocka_unit_test(who_is_far_is_nobodys_neighbour)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
