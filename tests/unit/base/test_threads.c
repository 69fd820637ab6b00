/* The pool: every item once, the same answer and the same error for any number of threads. */
#include "error.h"
#include "threads.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { N = 10007 };

typedef struct work {
    unsigned char seen[N];
    size_t fail_from;
} work;

static khl_status touch(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    work *w = context;
    (void)worker;
    for (size_t i = begin; i < end; i++) {
        w->seen[i]++;
        if (i < w->fail_from) continue;
        char text[32];
        snprintf(text, sizeof text, "%zu", i);
        return KHL_FAIL(err, KHL_E_INPUT, "test.item", "item {0}", text);
    }
    return KHL_OK;
}

static void every_item_is_done_once(void **state)
{
    (void)state;
    static work w;
    for (unsigned threads = 1; threads <= 4; threads++) {
        khl_pool *pool;
        assert_int_equal(khl_pool_create(&pool, threads, NULL), KHL_OK);
        assert_int_equal(khl_pool_size(pool), threads);
        for (size_t grain = 1; grain < 2 * N; grain *= 7) {
            memset(&w, 0, sizeof w);
            w.fail_from = N;
            assert_int_equal(khl_pool_for(pool, N, grain, touch, &w, NULL, NULL, NULL), KHL_OK);
            for (size_t i = 0; i < N; i++) assert_int_equal(w.seen[i], 1);
        }
        assert_int_equal(khl_pool_for(pool, 0, 1, touch, &w, NULL, NULL, NULL), KHL_OK);
        khl_pool_destroy(pool);
    }
}

static void the_earliest_failure_is_told(void **state)
{
    (void)state;
    static work w;
    for (unsigned threads = 1; threads <= 4; threads++) {
        khl_pool *pool;
        khl_error err;
        assert_int_equal(khl_pool_create(&pool, threads, NULL), KHL_OK);
        for (unsigned round = 0; round < 50; round++) {
            memset(&w, 0, sizeof w);
            w.fail_from = 500;
            assert_int_equal(khl_pool_for(pool, N, 3, touch, &w, NULL, NULL, &err), KHL_E_INPUT);
            assert_string_equal(err.message, "item 500");
        }
        khl_pool_destroy(pool);
    }
}

static bool stop_at_once(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)context, (void)stage, (void)done, (void)total;
    return false;
}

static void the_caller_can_cancel(void **state)
{
    (void)state;
    static work w;
    khl_progress progress = {stop_at_once, NULL};
    for (unsigned threads = 1; threads <= 3; threads++) {
        khl_pool *pool;
        memset(&w, 0, sizeof w);
        w.fail_from = N;
        assert_int_equal(khl_pool_create(&pool, threads, NULL), KHL_OK);
        khl_status status = khl_pool_for(pool, N, 1, touch, &w, &progress, "s", NULL);
        /* helpers may have finished everything before the caller's first report */
        assert_true(status == KHL_E_CANCELLED || (threads > 1 && status == KHL_OK));
        khl_pool_destroy(pool);
    }
}

static void absurd_thread_numbers_are_refused(void **state)
{
    (void)state;
    khl_pool *pool;
    assert_int_equal(khl_pool_create(&pool, 100000, NULL), KHL_E_ARGUMENT);
    assert_null(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_is_done_once),
        cmocka_unit_test(the_earliest_failure_is_told),
        cmocka_unit_test(the_caller_can_cancel),
        cmocka_unit_test(absurd_thread_numbers_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
