/* All pairs: errors of the callback, cancelling, progress, and arguments that cannot be used. */
#include "search_support.h"

#include "error.h"

typedef struct stopper {
    size_t fail_at_col; /* the tile of row 0 that fails */
    size_t calls;
} stopper;

static khl_status fail_one_tile(void *context, const khl_tile *tile, khl_error *err)
{
    stopper *s = context;
    s->calls++;
    if (tile->row == 0 && tile->col == s->fail_at_col)
        return KHL_FAIL(err, KHL_E_INPUT, "test.tile", "tile {0} failed", "seven");
    return KHL_OK;
}

static khl_status always_fail(void *context, const khl_tile *tile, khl_error *err)
{
    (void)context;
    (void)tile;
    return KHL_FAIL(err, KHL_E_IO, "test.always", "no");
}

static khl_status accept(void *context, const khl_tile *tile, khl_error *err)
{
    (void)context;
    (void)tile;
    (void)err;
    return KHL_OK;
}

static void error_of_the_callback_comes_back_and_stops(void **state)
{
    (void)state;
    khl_csr rows = random_rows(40, 20, 1, false);
    const khl_csr *spaces[] = {&rows};
    khl_search_options options = options_of(1, 4, 8, 0.1);
    khl_error err = {0};
    stopper s = {.fail_at_col = 8};
    assert_int_equal(khl_search_all_pairs(spaces, 1, &options, fail_one_tile, &s, &err), KHL_E_INPUT);
    assert_string_equal(err.id, "test.tile");
    assert_string_equal(err.args[0], "seven");
    assert_true(s.calls < 55); /* ten blocks make 55 tiles */
    options.n_threads = 3;
    assert_int_equal(khl_search_all_pairs(spaces, 1, &options, always_fail, NULL, &err), KHL_E_IO);
    assert_string_equal(err.id, "test.always");
    assert_int_equal(khl_search_all_pairs(spaces, 1, &options, always_fail, NULL, NULL), KHL_E_IO);
    khl_csr_clear(&rows);
}

typedef struct watch {
    uint64_t calls, stop_after, done, total;
    bool stage_is_compare;
} watch;

static bool step(void *context, const char *stage, uint64_t done, uint64_t total)
{
    watch *w = context;
    w->calls++;
    w->done = done;
    w->total = total;
    w->stage_is_compare = strcmp(stage, "compare") == 0;
    return w->calls < w->stop_after;
}

static void progress_ends_at_the_number_of_tiles(void **state)
{
    (void)state;
    khl_csr rows = random_rows(40, 20, 1, false);
    const khl_csr *spaces[] = {&rows};
    for (unsigned threads = 1; threads <= 2; threads++) {
        watch w = {.stop_after = UINT64_MAX};
        khl_progress progress = {step, &w};
        khl_search_options options = options_of(threads, 4, 8, 0.1);
        options.progress = &progress;
        assert_int_equal(khl_search_all_pairs(spaces, 1, &options, accept, NULL, NULL), KHL_OK);
        assert_true(w.done == 55 && w.total == 55 && w.stage_is_compare);
    }
    khl_csr_clear(&rows);
}

static void progress_can_cancel(void **state)
{
    (void)state;
    khl_csr rows = random_rows(40, 20, 1, false);
    const khl_csr *spaces[] = {&rows};
    watch w = {.stop_after = 3};
    khl_progress progress = {step, &w};
    khl_search_options options = options_of(1, 4, 8, 0.1);
    options.progress = &progress;
    khl_error err = {0};
    stopper s = {.fail_at_col = SIZE_MAX};
    assert_int_equal(khl_search_all_pairs(spaces, 1, &options, fail_one_tile, &s, &err), KHL_E_CANCELLED);
    assert_int_equal(err.code, KHL_E_CANCELLED);
    assert_int_equal(s.calls, 3);
    khl_csr_clear(&rows);
}

static void refuse(const khl_csr *const *spaces, size_t n_spaces, const khl_search_options *options,
                   const char *id)
{
    khl_error err = {0};
    assert_int_equal(khl_search_all_pairs(spaces, n_spaces, options, accept, NULL, &err), KHL_E_ARGUMENT);
    assert_string_equal(err.id, id);
}

static void spaces_that_do_not_match_are_refused(void **state)
{
    (void)state;
    khl_csr a = random_rows(5, 4, 1, false), b = random_rows(6, 4, 1, false);
    const khl_csr *spaces[] = {&a, &b, &a, &a, &a, &a, &a, &a, &a};
    refuse(spaces, 2, NULL, "search.rows_differ");
    refuse(spaces, 0, NULL, "search.spaces");
    refuse(spaces, KHL_SEARCH_MAX_SPACES + 1, NULL, "search.spaces");
    khl_csr_clear(&a);
    khl_csr_clear(&b);
}

static void options_out_of_range_are_refused(void **state)
{
    (void)state;
    khl_csr a = random_rows(5, 4, 1, false);
    const khl_csr *spaces[] = {&a};
    const khl_search_options no_rows = options_of(1, 0, 8, 0.1), huge = options_of(1, SIZE_MAX, 8, 0.1);
    const khl_search_options no_strip = options_of(1, 4, 0, 0.1), wide = options_of(1, 4, SIZE_MAX, 0.1);
    const khl_search_options negative = options_of(1, 4, 8, -0.1), not_a_number = options_of(1, 4, 8, NAN);
    refuse(spaces, 1, &no_rows, "search.tile_rows");
    refuse(spaces, 1, &huge, "search.tile_rows");
    refuse(spaces, 1, &no_strip, "search.strip_columns");
    refuse(spaces, 1, &wide, "search.strip_columns");
    refuse(spaces, 1, &negative, "search.dense_share");
    refuse(spaces, 1, &not_a_number, "search.dense_share");
    khl_csr_clear(&a);
}

static void malformed_rows_are_refused(void **state)
{
    (void)state;
    uint64_t good[] = {0, 2, 3}, starts_late[] = {1, 2, 3}, goes_back[] = {0, 2, 1};
    uint32_t cols[] = {0, 2, 1}, descending[] = {2, 0, 1}, twice[] = {1, 1, 1}, outside[] = {0, 3, 1};
    float val[] = {1.0F, 1.0F, 1.0F};
    const khl_csr bad[] = {{2, 3, starts_late, cols, val}, {2, 3, goes_back, cols, val},
                           {2, 3, good, descending, val},  {2, 3, good, twice, val},
                           {2, 3, good, outside, val},     {2, 1, good, cols, val}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const khl_csr *spaces[] = {&bad[i]};
        refuse(spaces, 1, NULL, "search.malformed_rows");
    }
    const khl_csr fine = {2, 3, good, cols, val};
    const khl_csr *spaces[] = {&fine};
    assert_int_equal(khl_search_all_pairs(spaces, 1, NULL, accept, NULL, NULL), KHL_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(error_of_the_callback_comes_back_and_stops),
        cmocka_unit_test(progress_ends_at_the_number_of_tiles),
        cmocka_unit_test(progress_can_cancel),
        cmocka_unit_test(spaces_that_do_not_match_are_refused),
        cmocka_unit_test(options_out_of_range_are_refused),
        cmocka_unit_test(malformed_rows_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
