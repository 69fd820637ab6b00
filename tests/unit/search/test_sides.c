/* Which columns are dropped, dense or sparse, and the inverted lists of the sparse ones. */
#include "search_support.h"

#include "sides.h"

/* Column c occurs in the first df[c] of n rows. */
static khl_csr rows_of_frequencies(uint32_t n, uint32_t n_cols, const uint32_t *df)
{
    khl_csr m = {.n_rows = n, .n_cols = n_cols};
    m.row_ptr = calloc((size_t)n + 1, sizeof *m.row_ptr);
    m.col = calloc((size_t)n * n_cols + 1, sizeof *m.col);
    m.val = calloc((size_t)n * n_cols + 1, sizeof *m.val);
    uint64_t p = 0;
    for (uint32_t r = 0; r < n; r++) {
        for (uint32_t c = 0; c < n_cols; c++) {
            if (r >= df[c]) continue;
            m.col[p] = c;
            m.val[p++] = (float)(c + 1);
        }
        m.row_ptr[r + 1] = p;
    }
    return m;
}

static khl_sides sides_of(const khl_csr *left, const khl_csr *right, double share)
{
    khl_sides sides;
    khl_search_options options = options_of(1, 7, 16, share);
    assert_int_equal(khl_sides_init(&sides, &left, right != NULL ? &right : NULL, 1, &options, NULL), KHL_OK);
    return sides;
}

enum { ENOUGH = 256 }; /* rows that dense blocks are made for */

static void frequency_alone_decides(void **state)
{
    (void)state;
    /* Eight columns in half of the rows or more, one below, one in two rows, one in one, one in none. */
    const uint32_t df[] = {128, 256, 127, 128, 1, 140, 150, 2, 160, 170, 0, 180};
    khl_csr rows = rows_of_frequencies(ENOUGH, 12, df);
    khl_sides sides = sides_of(&rows, NULL, 0.5);
    assert_int_equal(sides.left[0].dense.n_cols, 8);
    assert_int_equal(sides.left[0].sparse.n_cols, 2);
    assert_int_equal(sides.left[0].dense.row_ptr[ENOUGH], 128 + 256 + 128 + 140 + 150 + 160 + 170 + 180);
    assert_int_equal(sides.left[0].sparse.row_ptr[ENOUGH], 127 + 2);
    assert_true(sides.left[0].sparse.val[0] == 3.0F); /* row 0: the columns of df 127 and 2, in their order */
    assert_true(sides.left[0].sparse.val[1] == 8.0F);
    assert_true(sides.left[0].dense.val[2] == 4.0F);
    khl_sides_clear(&sides);
    sides = sides_of(&rows, NULL, 0.51); /* six are left: not worth a block */
    assert_int_equal(sides.left[0].dense.n_cols, 0);
    assert_int_equal(sides.left[0].sparse.n_cols, 10);
    khl_sides_clear(&sides);
    sides = sides_of(&rows, NULL, 0.0);
    assert_int_equal(sides.left[0].dense.n_cols, 10);
    assert_int_equal(sides.left[0].sparse.n_cols, 0);
    khl_sides_clear(&sides);
    khl_csr_clear(&rows);
}

static void few_rows_are_not_made_dense(void **state)
{
    (void)state;
    const uint32_t df[] = {255, 255, 255, 255, 255, 255, 255, 255, 255};
    khl_csr rows = rows_of_frequencies(ENOUGH - 1, 9, df);
    khl_sides sides = sides_of(&rows, NULL, 0.1);
    assert_int_equal(sides.left[0].dense.n_cols, 0);
    khl_sides_clear(&sides);
    khl_csr_clear(&rows);
}

static void column_missing_on_one_side_is_dropped(void **state)
{
    (void)state;
    const uint32_t left_df[] = {5, 0, 1, 3}, right_df[] = {0, 5, 1, 2};
    khl_csr left = rows_of_frequencies(5, 4, left_df), right = rows_of_frequencies(9, 4, right_df);
    khl_sides sides = sides_of(&left, &right, 2.0);
    assert_int_equal(sides.left[0].sparse.n_cols, 2);
    assert_int_equal(sides.left[0].sparse.row_ptr[5], 4);
    assert_int_equal(sides.right[0].sparse.row_ptr[9], 3);
    assert_null(sides.left[0].lists.postings); /* only the right-hand side is listed */
    khl_sides_clear(&sides);
    khl_csr_clear(&left);
    khl_csr_clear(&right);
}

/* Every entry of a block is in the list of its column, once, rows ascending. */
static void lists_hold_every_entry_of_their_block(void **state)
{
    (void)state;
    khl_csr rows = random_rows(30, 40, 4, false);
    khl_sides sides = sides_of(&rows, NULL, 2.0);
    const khl_csr *m = &sides.left[0].sparse;
    const khl_lists *lists = &sides.left[0].lists;
    assert_true(m->row_ptr[30] > 30);
    for (size_t b = 0; b < 5; b++) { /* 7, 7, 7, 7 and 2 rows */
        uint32_t first = (uint32_t)(b * 7), end = b < 4 ? first + 7 : 30, begin = 0;
        for (uint64_t k = lists->first[b]; k < lists->first[b + 1]; k++) {
            for (uint32_t q = begin; q < lists->ends[k]; q++) {
                khl_posting posting = lists->postings[m->row_ptr[first] + q];
                if (q > begin) assert_true(posting.row > lists->postings[m->row_ptr[first] + q - 1].row);
                uint64_t p = m->row_ptr[first + posting.row];
                while (p < m->row_ptr[first + posting.row + 1] && m->col[p] != lists->cols[k]) p++;
                assert_true(p < m->row_ptr[first + posting.row + 1]);
                assert_true(m->val[p] == posting.value);
            }
            assert_true(lists->ends[k] > begin);
            begin = lists->ends[k];
        }
        assert_int_equal(begin, m->row_ptr[end] - m->row_ptr[first]);
    }
    khl_sides_clear(&sides);
    khl_csr_clear(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frequency_alone_decides),
        cmocka_unit_test(few_rows_are_not_made_dense),
        cmocka_unit_test(column_missing_on_one_side_is_dropped),
        cmocka_unit_test(lists_hold_every_entry_of_their_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
