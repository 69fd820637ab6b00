/* Matrix Market files: what is read, from where, and every refusal with its line and word. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "khulasa/vector.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BANNER "%%MatrixMarket matrix coordinate real general\n"

static khl_status read_text(const char *text, khl_csr *out, khl_error *err)
{
    char path[] = "/tmp/khulasa-mtx-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    khl_status status = khl_csr_read(out, path, err);
    unlink(path);
    return status;
}

/* Rows out of order, columns out of order, comments, blank lines, CRLF, signs and exponents. */
static void entries_in_any_order_make_rows(void **state)
{
    (void)state;
    khl_csr m;
    khl_error err = {0};
    assert_int_equal(
        read_text(BANNER
                  "% a comment\n\n3 4 5\r\n3 4 -0.125\n1 3 2\n1 1\t1e-2\n% another\n3 1 +7.5\n1 2 0.1\n",
                  &m, &err),
        KHL_OK);
    const uint64_t ptr[] = {0, 3, 3, 5};
    const uint32_t col[] = {0, 1, 2, 0, 3};
    const float val[] = {0.01F, 0.1F, 2.0F, 7.5F, -0.125F};
    assert_int_equal(m.n_rows, 3);
    assert_int_equal(m.n_cols, 4);
    assert_memory_equal(m.row_ptr, ptr, sizeof ptr);
    assert_memory_equal(m.col, col, sizeof col);
    assert_memory_equal(m.val, val, sizeof val);
    khl_csr_clear(&m);
}

static void symmetric_and_pattern(void **state)
{
    (void)state;
    khl_csr m;
    assert_int_equal(
        read_text("%%MatrixMarket MATRIX Coordinate Pattern Symmetric\n3 3 3\n1 1\n3 1\n3 2\n", &m, NULL),
        KHL_OK);
    const uint64_t ptr[] = {0, 2, 3, 5};
    const uint32_t col[] = {0, 2, 2, 0, 1};
    assert_memory_equal(m.row_ptr, ptr, sizeof ptr);
    assert_memory_equal(m.col, col, sizeof col);
    for (int k = 0; k < 5; k++) assert_true(m.val[k] == 1.0F);
    khl_csr_clear(&m);
}

static void an_empty_matrix_is_one(void **state)
{
    (void)state;
    khl_csr m;
    assert_int_equal(read_text(BANNER "0 0 0\n", &m, NULL), KHL_OK);
    assert_int_equal(m.n_rows, 0);
    khl_csr_clear(&m);
    assert_int_equal(read_text(BANNER "2 2 0\n", &m, NULL), KHL_OK);
    assert_int_equal(m.row_ptr[2], 0);
    khl_csr_clear(&m);
}

/* A value read by the short way is the one strtod gives. */
static void decimals_are_read_exactly(void **state)
{
    static const char *const VALUES[] = {"0.3",
                                         "0.1",
                                         "123456789012345",
                                         "1.7976931348623157e10",
                                         "0.123456789012345",
                                         "-5.00000000000001",
                                         "0.30000000000000004",
                                         "00012.5000"};
    (void)state;
    for (size_t k = 0; k < sizeof VALUES / sizeof *VALUES; k++) {
        char text[256];
        khl_csr m;
        snprintf(text, sizeof text, BANNER "1 1 1\n1 1 %s\n", VALUES[k]);
        assert_int_equal(read_text(text, &m, NULL), KHL_OK);
        assert_true(m.val[0] == (float)strtod(VALUES[k], NULL));
        khl_csr_clear(&m);
    }
}

static void refusals_name_line_and_word(void **state)
{
    static const struct {
        const char *text, *id;
        unsigned row, column;
    } CASES[] = {
        {"", "mtx.banner", 0, 1},
        {"id,text\n", "mtx.banner", 1, 1},
        {"%%MatrixMarket matrix array real general\n", "mtx.form", 1, 3},
        {"%%MatrixMarket matrix coordinate complex general\n", "mtx.field", 1, 4},
        {"%%MatrixMarket matrix coordinate real hermitian\n", "mtx.shape", 1, 5},
        {BANNER, "mtx.size", 1, 0},
        {BANNER "3 3\n", "mtx.size", 2, 0},
        {BANNER "3 3 -1\n", "mtx.size", 2, 0},
        {BANNER "99999999999 3 1\n", "mtx.large", 2, 0},
        {"%%MatrixMarket matrix coordinate real symmetric\n2 3 1\n", "mtx.square", 2, 0},
        {BANNER "3 3 1\n4 1 1\n", "mtx.row", 3, 1},
        {BANNER "3 3 1\n0 1 1\n", "mtx.row", 3, 1},
        {BANNER "3 3 1\n1 x 1\n", "mtx.column", 3, 2},
        {BANNER "3 3 1\n1 1 one\n", "mtx.value", 3, 3},
        {BANNER "3 3 1\n1 1 1e99\n", "mtx.value", 3, 3},
        {BANNER "3 3 1\n1 1\n", "mtx.value", 3, 3},
        {BANNER "3 3 1\n1 1 1 1\n", "mtx.words", 3, 0},
        {BANNER "3 3 2\n1 1 1\n", "mtx.short", 3, 0},
        {BANNER "3 3 99999999999999\n1 1 1\n", "mtx.short", 2, 0},
        {BANNER "3 3 1\n1 1 1\n2 2 2\n", "mtx.long", 4, 0},
        {BANNER "3 3 2\n1 1 1\n1 1 2\n", "mtx.twice", 0, 0},
    };
    (void)state;
    for (size_t k = 0; k < sizeof CASES / sizeof *CASES; k++) {
        khl_csr m;
        khl_error err = {0};
        assert_int_equal(read_text(CASES[k].text, &m, &err), KHL_E_INPUT);
        assert_string_equal(err.id, CASES[k].id);
        assert_int_equal(err.row, CASES[k].row);
        assert_int_equal(err.column, CASES[k].column);
        assert_null(m.row_ptr);
    }
}

static void a_missing_file_is_said(void **state)
{
    (void)state;
    khl_csr m;
    khl_error err = {0};
    assert_int_equal(khl_csr_read(&m, "/nowhere/rows.mtx", &err), KHL_E_IO);
    assert_string_equal(err.file, "/nowhere/rows.mtx");
}

static void two_spaces_stand_side_by_side(void **state)
{
    (void)state;
    uint64_t p[] = {0, 1, 1}, q[] = {0, 0, 2};
    uint32_t a_col[] = {2}, b_col[] = {0, 1};
    float a_val[] = {1}, b_val[] = {0.6F, 0.8F};
    khl_csr a = {2, 3, p, a_col, a_val}, b = {2, 2, q, b_col, b_val}, out;
    assert_int_equal(khl_csr_beside(&out, &a, 0.5F, &b, 2.0F, NULL), KHL_OK);
    const uint64_t ptr[] = {0, 1, 3};
    const uint32_t col[] = {2, 3, 4};
    const float val[] = {0.5F, 1.2F, 1.6F};
    assert_int_equal(out.n_cols, 5);
    assert_memory_equal(out.row_ptr, ptr, sizeof ptr);
    assert_memory_equal(out.col, col, sizeof col);
    assert_memory_equal(out.val, val, sizeof val);
    khl_csr_clear(&out);
    b.n_rows = 1;
    assert_int_equal(khl_csr_beside(&out, &a, 1, &b, 1, NULL), KHL_E_ARGUMENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_in_any_order_make_rows), cmocka_unit_test(symmetric_and_pattern),
        cmocka_unit_test(an_empty_matrix_is_one),         cmocka_unit_test(decimals_are_read_exactly),
        cmocka_unit_test(refusals_name_line_and_word),    cmocka_unit_test(a_missing_file_is_said),
        cmocka_unit_test(two_spaces_stand_side_by_side),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
