/* Files in, files out, model containers, TSV. */
#include "error.h"
#include "files.h"
#include "outputs.h"
#include "frozen.h"
#include "outfile.h"
#include "pack.h"
#include "str.h"
#include "tsv.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char dir[64];

static const char *path(const char *name)
{
    static char text[256];
    snprintf(text, sizeof text, "%s/%s", dir, name);
    return text;
}

static int make_dir(void **state)
{
    (void)state;
    strcpy(dir, "/tmp/khl-base-XXXXXX");
    return mkdtemp(dir) == NULL;
}

static void put(const char *name, khl_str bytes)
{
    assert_int_equal(khl_file_write(path(name), bytes, NULL), KHL_OK);
}

static void a_file_comes_back_as_written(void **state)
{
    (void)state;
    khl_file file;
    put("a", KHL_STR("one\0two"));
    assert_int_equal(khl_file_open(&file, path("a"), 100, NULL), KHL_OK);
    assert_true(khl_str_equal(file.bytes, KHL_STR("one\0two")));
    khl_file_close(&file);
    put("a", KHL_STR("")); /* replaced, and empty files are files */
    assert_int_equal(khl_file_open(&file, path("a"), 100, NULL), KHL_OK);
    assert_int_equal(file.bytes.n, 0);
    khl_file_close(&file);
}

/* Machines that share a folder may run processes of one number. */
static void a_file_that_is_written_bears_host_and_process(void **state)
{
    (void)state;
    char host[256] = "", wanted[400], suffix[KHL_TEMPORARY_BYTES];
    khl_outfile file;
    assert_int_equal(gethostname(host, sizeof host - 1), 0);
    assert_int_equal(khl_outfile_open(&file, path("written"), NULL), KHL_OK);
    khl_temporary_suffix(suffix);
    snprintf(wanted, sizeof wanted, "%s%s", path("written"), suffix);
    assert_int_equal(access(wanted, F_OK), 0);
    if (strlen(host) <= 32 && strchr(host, ' ') == NULL) assert_non_null(strstr(suffix, host));
    snprintf(host, sizeof host, "-%ld", (long)getpid());
    assert_true(khl_str_ends(khl_str_from(suffix), khl_str_from(host)));
    khl_outfile_clear(&file);
    assert_int_not_equal(access(wanted, F_OK), 0);
}

static void what_killed_writers_left_is_swept_and_nothing_else(void **state)
{
    (void)state;
    const struct timespec old[2] = {{1000, 0}, {1000, 0}};
    const char *names[] = {"x.part-elsewhere-7", "y.part-elsewhere-8", "z-partial"};
    for (size_t i = 0; i < 3; i++) put(names[i], KHL_STR("half"));
    assert_int_equal(utimensat(AT_FDCWD, path(names[0]), old, 0), 0);
    assert_int_equal(utimensat(AT_FDCWD, path(names[2]), old, 0), 0);
    assert_int_equal(mkdir(path("folder.part-elsewhere-9"), 0777), 0);
    assert_int_equal(utimensat(AT_FDCWD, path("folder.part-elsewhere-9"), old, 0), 0);
    khl_temporaries_sweep(dir, 3600);
    assert_int_not_equal(access(path(names[0]), F_OK), 0);
    assert_int_equal(access(path(names[1]), F_OK), 0); /* somebody may be writing it */
    assert_int_equal(access(path(names[2]), F_OK), 0);
    assert_int_equal(access(path("folder.part-elsewhere-9"), F_OK), 0);
    khl_temporaries_sweep(path("no such folder"), 0);
}

static void what_cannot_be_read_is_named(void **state)
{
    (void)state;
    khl_file file;
    khl_error err;
    assert_int_equal(khl_file_open(&file, path("missing"), 100, &err), KHL_E_IO);
    assert_string_equal(err.file, path("missing"));
    assert_int_equal(khl_file_open(&file, dir, 100, &err), KHL_E_IO);
    put("big", KHL_STR("0123456789"));
    assert_int_equal(khl_file_open(&file, path("big"), 9, &err), KHL_E_INPUT);
}

static void outputs_appear_together_or_not_at_all(void **state)
{
    (void)state;
    khl_outputs outputs;
    char place[128];
    snprintf(place, sizeof place, "%s/deep/er", dir);
    assert_int_equal(khl_outputs_begin(&outputs, place, NULL), KHL_OK);
    assert_int_equal(khl_outputs_add(&outputs, "x", KHL_STR("1"), NULL), KHL_OK);
    khl_outputs_clear(&outputs);
    assert_int_not_equal(access(place, F_OK), 0); /* nothing left, not even the folder made for it */
    assert_int_equal(khl_outputs_begin(&outputs, place, NULL), KHL_OK);
    assert_int_equal(khl_outputs_add(&outputs, "x", KHL_STR("1"), NULL), KHL_OK);
    assert_int_not_equal(access(path("deep/er/x"), F_OK), 0); /* not before commit */
    assert_int_equal(khl_outputs_add(&outputs, "no/such/folder", KHL_STR("2"), NULL), KHL_E_IO);
    assert_int_equal(khl_outputs_commit(&outputs, NULL), KHL_OK);
    khl_outputs_clear(&outputs);
    assert_int_equal(access(path("deep/er/x"), F_OK), 0);
}

static void a_file_is_no_folder(void **state)
{
    (void)state;
    khl_outputs outputs;
    khl_error err;
    put("plain", KHL_STR("x"));
    assert_int_equal(khl_outputs_begin(&outputs, path("plain"), &err), KHL_E_IO);
    khl_outputs_clear(&outputs);
}

static khl_buf packed(void)
{
    khl_pack_builder builder = {0};
    khl_buf image = KHL_BUF_INIT;
    khl_buf_put_c(khl_pack_section_new(&builder, "first"), "hello");
    khl_buf_put_c(khl_pack_section_new(&builder, "second"), "");
    khl_buf_put_c(khl_pack_section_new(&builder, "third"), "worlds");
    assert_int_equal(khl_pack_build(&builder, &image, NULL), KHL_OK);
    khl_pack_builder_clear(&builder);
    return image;
}

static void a_pack_holds_its_sections(void **state)
{
    (void)state;
    khl_pack pack;
    khl_buf image = packed();
    put("p", khl_buf_str(&image));
    khl_buf_clear(&image);
    assert_int_equal(khl_pack_open(&pack, path("p"), NULL), KHL_OK);
    assert_true(khl_str_equal(khl_pack_section_find(&pack, "third"), KHL_STR("worlds")));
    assert_int_equal(khl_pack_section_find(&pack, "second").n, 0);
    assert_null(khl_pack_section_find(&pack, "fourth").p);
    khl_pack_close(&pack);
}

static void every_torn_pack_is_refused(void **state)
{
    (void)state;
    khl_buf image = packed();
    for (size_t i = 0; i < image.n; i++) {
        khl_buf copy = KHL_BUF_INIT;
        khl_pack pack;
        khl_buf_put(&copy, khl_buf_str(&image));
        copy.p[i] = (char)(copy.p[i] ^ 0x20); /* any byte */
        assert_int_equal(khl_pack_from_image(&pack, &copy, "torn", NULL), KHL_E_MODEL);
        khl_buf_put(&copy, (khl_str){image.p, i}); /* any length */
        assert_int_equal(khl_pack_from_image(&pack, &copy, "short", NULL), KHL_E_MODEL);
    }
    khl_buf_clear(&image);
}

static void a_frozen_map_does_not_depend_on_order(void **state)
{
    (void)state;
    khl_str keys[] = {KHL_STR("b"), KHL_STR(""), KHL_STR("a\xd8\xb5"), KHL_STR("c")};
    khl_str turned[] = {keys[3], keys[2], keys[1], keys[0]};
    uint32_t records[] = {10, 11, 12, 13}, turned_records[] = {13, 12, 11, 10};
    khl_buf one = KHL_BUF_INIT, two = KHL_BUF_INIT;
    khl_frozen map;
    assert_int_equal(khl_frozen_write(&one, keys, records, 4, 4, NULL), KHL_OK);
    assert_int_equal(khl_frozen_write(&two, turned, turned_records, 4, 4, NULL), KHL_OK);
    assert_true(khl_str_equal(khl_buf_str(&one), khl_buf_str(&two)));
    assert_int_equal(khl_frozen_open(&map, khl_buf_str(&one), 4, NULL), KHL_OK);
    for (unsigned i = 0; i < 4; i++) {
        uint32_t at = khl_frozen_find(&map, keys[i]);
        assert_int_not_equal(at, KHL_FROZEN_NONE);
        assert_int_equal(*(const uint32_t *)khl_frozen_record(&map, at), records[i]);
    }
    assert_int_equal(khl_frozen_find(&map, KHL_STR("d")), KHL_FROZEN_NONE);
    assert_int_equal(khl_frozen_open(&map, khl_buf_str(&one), 8, NULL),
                     KHL_E_MODEL); /* another record size */
    for (size_t n = 1; n < one.n; n++)
        assert_int_equal(khl_frozen_open(&map, (khl_str){one.p, n}, 4, NULL), KHL_E_MODEL);
    khl_buf_clear(&one);
    khl_buf_clear(&two);
}

static void an_empty_frozen_map_finds_nothing(void **state)
{
    (void)state;
    khl_buf buf = KHL_BUF_INIT;
    khl_frozen map;
    assert_int_equal(khl_frozen_open(&map, (khl_str){NULL, 0}, 4, NULL), KHL_OK);
    assert_int_equal(khl_frozen_find(&map, KHL_STR("x")), KHL_FROZEN_NONE);
    assert_int_equal(khl_frozen_write(&buf, NULL, NULL, 0, 4, NULL), KHL_OK);
    assert_int_equal(khl_frozen_open(&map, khl_buf_str(&buf), 4, NULL), KHL_OK);
    assert_int_equal(khl_frozen_find(&map, KHL_STR("")), KHL_FROZEN_NONE);
    khl_buf_clear(&buf);
}

static void tsv_rows_come_trimmed_with_their_line(void **state)
{
    (void)state;
    khl_tsv tsv;
    bool more;
    put("t", KHL_STR("# note\n\na\t b \r\nc\n"));
    assert_int_equal(khl_tsv_open(&tsv, path("t"), NULL), KHL_OK);
    assert_int_equal(khl_tsv_next(&tsv, 2, &more, NULL), KHL_OK);
    assert_true(more && tsv.line == 3 && khl_str_equal(tsv.fields[1], KHL_STR("b")));
    khl_error err;
    assert_int_equal(khl_tsv_next(&tsv, 2, &more, &err), KHL_E_MODEL);
    assert_int_equal(err.row, 4);
    khl_tsv_close(&tsv);
    put("t", KHL_STR("ok\n\xff\n"));
    assert_int_equal(khl_tsv_open(&tsv, path("t"), &err), KHL_E_MODEL);
    assert_int_equal(err.byte, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_comes_back_as_written),
        cmocka_unit_test(a_file_that_is_written_bears_host_and_process),
        cmocka_unit_test(what_killed_writers_left_is_swept_and_nothing_else),
        cmocka_unit_test(what_cannot_be_read_is_named),
        cmocka_unit_test(outputs_appear_together_or_not_at_all),
        cmocka_unit_test(a_file_is_no_folder),
        cmocka_unit_test(a_pack_holds_its_sections),
        cmocka_unit_test(every_torn_pack_is_refused),
        cmocka_unit_test(a_frozen_map_does_not_depend_on_order),
        cmocka_unit_test(an_empty_frozen_map_finds_nothing),
        cmocka_unit_test(tsv_rows_come_trimmed_with_their_line),
    };
    return cmocka_run_group_tests(tests, make_dir, NULL);
}
