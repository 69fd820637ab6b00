/* Reading axis files: the shipped one, a user's own, and what is refused, with its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "outfile.h"
#include "khulasa/classify.h"
#include "str.h"

static const char PATH[] = KHL_BINARY_DIR "/test-axes.tsv";

static khl_status read_text(khl_axes **axes, khl_str text, khl_error *err)
{
    assert_int_equal(khl_file_write(PATH, text, NULL), KHL_OK);
    return khl_axes_read(axes, PATH, err);
}

static void assert_str(khl_str s, const char *expected)
{
    if (!khl_str_equal(s, khl_str_from(expected)))
        fail_msg("\"%.*s\" is not \"%s\"", (int)s.n, s.p, expected);
}

static void refused(const char *text, khl_status code, const char *id, uint64_t row, uint64_t column)
{
    khl_axes *axes = NULL;
    khl_error err = {0};
    assert_int_equal(read_text(&axes, khl_str_from(text), &err), code);
    assert_null(axes);
    assert_string_equal(err.id, id);
    assert_non_null(strstr(err.file, "test-axes.tsv"));
    assert_int_equal(err.row, row);
    assert_int_equal(err.column, column);
}

static void shipped_file(void **state)
{
    (void)state;
    khl_axes *axes = NULL;
    assert_int_equal(khl_axes_read(&axes, KHL_SOURCE_DIR "/models/axes/default.tsv", NULL), KHL_OK);
    assert_int_equal(khl_axes_count(axes), 8);
    assert_str(khl_axes_id(axes, 0), "urban");
    assert_str(khl_axes_id(axes, 7), "organisation");
    for (uint32_t i = 0; i < 8; i++) {
        khl_name name = khl_axes_name(axes, i);
        assert_true(name.ar.n > 0 && name.fr.n > 0 && name.en.n > 0);
    }
    khl_axes_destroy(axes);
    khl_axes_destroy(NULL);
}

static void own_file(void **state)
{
    (void)state;
    khl_axes *axes = NULL;
    khl_error err = {0};
    const char *text =
        "# mine\n\nA\tالماء\tEau\tWater\tبئر|سقي\r\nB\t\tRoutes\n  C  \t\t\tSchools\t\textra\n";
    assert_int_equal(read_text(&axes, khl_str_from(text), &err), KHL_OK);
    assert_int_equal(khl_axes_count(axes), 3);
    assert_str(khl_axes_name(axes, 0).ar, "الماء");
    assert_str(khl_axes_name(axes, 1).ar, "Routes"); /* a missing name borrows another language's */
    assert_str(khl_axes_name(axes, 1).en, "Routes");
    assert_str(khl_axes_id(axes, 2), "C");
    assert_str(khl_axes_name(axes, 2).fr, "Schools");
    khl_axes_destroy(axes);
}

/* Spreadsheets save with a byte order mark; it must not become part of the first id or spoil a comment. */
static void marked_file(void **state)
{
    (void)state;
    khl_axes *axes = NULL;
    assert_int_equal(read_text(&axes, KHL_STR("\xEF\xBB\xBFwater\tx\n"), NULL), KHL_OK);
    assert_str(khl_axes_id(axes, 0), "water");
    khl_axes_destroy(axes);
    assert_int_equal(read_text(&axes, KHL_STR("\xEF\xBB\xBF# note\nwater\tx\n"), NULL), KHL_OK);
    assert_int_equal(khl_axes_count(axes), 1);
    khl_axes_destroy(axes);
}

static void faults_have_a_place(void **state)
{
    (void)state;
    refused("", KHL_E_INPUT, "axes.empty", 0, 0);
    refused("# nothing\n\n", KHL_E_INPUT, "axes.empty", 0, 0);
    refused("a\tx\n\ty\n", KHL_E_MODEL, "axes.nameless", 2, 1);
    refused("a\tx\n\nb\t\t\t\tword\n", KHL_E_MODEL, "axes.nameless", 3, 1);
    refused("a\tx\nb\ty\na\tz\n", KHL_E_MODEL, "axes.twice", 3, 1);
    refused("a\tx\nb\n", KHL_E_MODEL, "tsv.too_few", 2, 2);
    khl_axes *axes = NULL;
    khl_error err = {0};
    assert_int_equal(read_text(&axes, KHL_STR("a\tx\nb\t\xC3\n"), &err), KHL_E_MODEL);
    assert_true(err.has_byte);
    assert_int_equal(err.byte, 6);
    assert_int_equal(khl_axes_read(&axes, KHL_BINARY_DIR "/no-such-axes.tsv", &err), KHL_E_IO);
    assert_null(axes);
}

static void sixty_four_and_no_more(void **state)
{
    (void)state;
    khl_buf text = KHL_BUF_INIT;
    khl_axes *axes = NULL;
    khl_error err = {0};
    for (int i = 0; i < 64; i++) khl_buf_format(&text, "a%d\tname\n", i);
    assert_int_equal(read_text(&axes, khl_buf_str(&text), &err), KHL_OK);
    assert_int_equal(khl_axes_count(axes), 64);
    khl_axes_destroy(axes);
    khl_buf_put_c(&text, "last\tname\n");
    assert_int_equal(read_text(&axes, khl_buf_str(&text), &err), KHL_E_MODEL);
    assert_string_equal(err.id, "axes.too_many");
    assert_int_equal(err.row, 65);
    khl_buf_clear(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(shipped_file), cmocka_unit_test(own_file),
                                       cmocka_unit_test(marked_file), cmocka_unit_test(faults_have_a_place),
                                       cmocka_unit_test(sixty_four_and_no_more)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
