/* The log of decisions as a file: what is read, what is refused and where, what is added, what is never lost.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "files.h"
#include "khulasa.h"
#include "outfile.h"
#include "str.h"

#define HASH "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define OTHER "sha256:ff23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static char scratch[64];

static int setup(void **state)
{
    (void)state;
    strcpy(scratch, "/tmp/khl-log-XXXXXX");
    return mkdtemp(scratch) == NULL;
}

static int teardown(void **state)
{
    char command[128];
    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", scratch);
    return system(command);
}

static const char *write_log(const char *text)
{
    static char path[160];
    khl_error err = {0};
    snprintf(path, sizeof path, "%s/log.jsonl", scratch);
    if (khl_file_write(path, khl_str_from(text), &err) != KHL_OK) fail_msg("%s", err.message);
    return path;
}

static khl_decisions *read_log(const char *path)
{
    khl_decisions *log = NULL;
    khl_error err = {0};
    if (khl_decisions_read(&log, path, &err) != KHL_OK)
        fail_msg("line %u: %s", (unsigned)err.row, err.message);
    return log;
}

static void assert_file(const char *path, const char *text)
{
    khl_file file;
    khl_error err = {0};
    if (khl_file_open(&file, path, 1 << 20, &err) != KHL_OK) fail_msg("%s", err.message);
    assert_int_equal(file.bytes.n, strlen(text));
    assert_memory_equal(file.bytes.p, text, file.bytes.n);
    khl_file_close(&file);
}

static void every_key_of_a_line_is_read(void **state)
{
    (void)state;
    khl_decisions *log = read_log(
        write_log("{\"v\":1,\"n\":3,\"t\":\"2026-11-27\",\"by\":\"m3\",\"op\":\"cannot-link\",\"a\":\"" HASH
                  "\",\"b\":\"" OTHER
                  "\",\"a_id\":\"K1\",\"b_id\":\"K2/3\",\"entry\":\"E-0123456789-2\",\"why\":\"w\"}\n"
                  "\n"
                  "{\"v\":1,\"n\":9,\"op\":\"authority\",\"a\":\"" HASH "\",\"value\":[\"commune\",\"x\"]}\n"
                  "{\"v\":1,\"n\":10,\"op\":\"cut\",\"a\":\"" HASH "\",\"at\":[4,19]}"));
    assert_int_equal(khl_decisions_count(log), 3);
    const khl_decision *d = khl_decisions_at(log, 0);
    assert_int_equal(d->n, 3);
    assert_int_equal(d->op, KHL_OP_CANNOT_LINK);
    assert_true(d->has_a && d->has_b);
    assert_int_equal(d->a[0], 0x01);
    assert_int_equal(d->b[0], 0xff);
    assert_int_equal(d->b[31], 0xef);
    assert_true(khl_str_equal(d->a_id, KHL_STR("K1")) && khl_str_equal(d->b_id, KHL_STR("K2/3")));
    assert_true(khl_str_equal(d->entry, KHL_STR("E-0123456789-2")));
    assert_true(khl_str_equal(d->by, KHL_STR("m3")) && khl_str_equal(d->why, KHL_STR("w")));
    d = khl_decisions_at(log, 1);
    assert_int_equal(d->n_values, 2);
    assert_true(khl_str_equal(d->values[1], KHL_STR("x")));
    d = khl_decisions_at(log, 2);
    assert_int_equal(d->n_at, 2);
    assert_int_equal(d->at[1], 19);
    assert_null(khl_decisions_at(log, 3));
    khl_decisions_destroy(log);
}

/* A line that is none is named by its number; blank lines count. */
static void faults_are_named_with_their_line(void **state)
{
    static const struct {
        const char *line, *id;
    } BAD[] = {
        {"{\"v\":1,\"n\":2,\"op\":\"note\"", "decisions.json"},
        {"[1]", "decisions.json"},
        {"{\"v\":1,\"n\":2,\"op\":\"join\",\"a\":\"" HASH "\",\"a\":\"" HASH "\"}", "decisions.json"},
        {"{\"v\":2,\"n\":2,\"op\":\"join\",\"a\":\"" HASH "\"}", "decisions.version"},
        {"{\"n\":2,\"op\":\"join\",\"a\":\"" HASH "\"}", "decisions.key"},
        {"{\"v\":1,\"n\":2,\"op\":\"split\",\"a\":\"" HASH "\"}", "decisions.op"},
        {"{\"v\":1,\"n\":2,\"op\":\"join\"}", "decisions.key"},
        {"{\"v\":1,\"n\":2,\"op\":\"join\",\"a\":\"sha256:12\"}", "decisions.key"},
        {"{\"v\":1,\"n\":2,\"op\":\"join\",\"a\":7}", "decisions.key"},
        {"{\"v\":1,\"n\":2,\"op\":\"must-link\",\"a\":\"" HASH "\"}", "decisions.key"},
        {"{\"v\":1,\"n\":2,\"op\":\"title\",\"a\":\"" HASH "\",\"value\":\"  \"}", "decisions.key"},
        {"{\"v\":1,\"n\":2,\"op\":\"level\",\"a\":\"" HASH "\",\"value\":\"world\"}", "decisions.key"},
        {"{\"v\":1,\"n\":2,\"op\":\"authority\",\"a\":\"" HASH "\",\"value\":\"commune\"}", "decisions.key"},
        {"{\"v\":1,\"n\":2,\"op\":\"cut\",\"a\":\"" HASH "\",\"at\":[9,4]}", "decisions.key"},
        {"{\"v\":1,\"n\":2,\"op\":\"join\",\"a\":\"" HASH "\",\"entry\":\"E-xyz\"}", "decisions.key"},
        {"{\"v\":1,\"n\":1,\"op\":\"join\",\"a\":\"" HASH "\"}", "decisions.number"},
        {"{\"v\":1,\"n\":-4,\"op\":\"join\",\"a\":\"" HASH "\"}", "decisions.key"},
        {"{\"v\":1,\"n\":2,\"op\":\"revoke\",\"of\":2}", "decisions.revoke"},
        {"{\"v\":1,\"n\":2,\"op\":\"revoke\"}", "decisions.key"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        char text[1024];
        khl_decisions *log = NULL;
        khl_error err = {0};
        snprintf(text, sizeof text, "{\"v\":1,\"n\":1,\"op\":\"join\",\"a\":\"" HASH "\"}\n\n%s\n",
                 BAD[i].line);
        assert_int_equal(khl_decisions_read(&log, write_log(text), &err), KHL_E_INPUT);
        assert_null(log);
        assert_string_equal(err.id, BAD[i].id);
        assert_int_equal(err.row, 3);
        assert_non_null(strstr(err.file, "log.jsonl"));
    }
}

static void a_missing_log_is_no_empty_one(void **state)
{
    (void)state;
    khl_decisions *log = NULL;
    khl_error err = {0};
    assert_int_equal(khl_decisions_read(&log, "/nowhere/log.jsonl", &err), KHL_E_IO);
    assert_null(log);
}

static void revoking_leaves_later_ones(void **state)
{
    (void)state;
    khl_decisions *log =
        read_log(write_log("{\"v\":1,\"n\":1,\"op\":\"title\",\"a\":\"" HASH "\",\"value\":\"one\"}\n"
                           "{\"v\":1,\"n\":2,\"op\":\"title\",\"a\":\"" HASH "\",\"value\":\"two\"}\n"
                           "{\"v\":1,\"n\":3,\"op\":\"revoke\",\"of\":1}\n"));
    assert_true(khl_decisions_at(log, 0)->revoked);
    assert_false(khl_decisions_at(log, 1)->revoked);
    assert_false(khl_decisions_at(log, 2)->revoked);
    khl_decisions_destroy(log);
}

/* What this version does not know stays, to the byte. */
static void lines_that_were_read_stand_as_they_were(void **state)
{
    static const char OLD[] =
        "{\"n\":1, \"v\":1,\"future\":{\"x\":[1]},\"op\":\"join\",\"a\":\"" HASH "\"}\n";
    static const char NEW[] =
        "{\"v\":1,\"n\":2,\"t\":\"2026-11-27\",\"by\":\"m \\\"3\\\"\",\"op\":\"title\",\"a\":\"" OTHER
        "\",\"a_id\":\"K1\",\"entry\":\"E-0123456789\",\"value\":\"line\\ntwo\"}\n";
    (void)state;
    const char *path = write_log(OLD);
    khl_decisions *log = read_log(path);
    khl_decision d = {.op = KHL_OP_TITLE,
                      .has_a = true,
                      .a_id = KHL_STR("K1"),
                      .entry = KHL_STR("E-0123456789"),
                      .value = KHL_STR("line\ntwo"),
                      .t = KHL_STR("2026-11-27"),
                      .by = KHL_STR("m \"3\"")};
    for (size_t i = 0; i < 32; i++) d.a[i] = (unsigned char)(i % 8 == 0 ? 0x01 : 0);
    static const unsigned char BYTES[8] = {0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef};
    for (size_t i = 0; i < 32; i++) d.a[i] = BYTES[i % 8];
    d.a[0] = 0xff;
    khl_error err = {0};
    if (khl_decisions_add(log, &d, &err) != KHL_OK) fail_msg("%s", err.message);
    if (khl_decisions_write(log, path, &err) != KHL_OK) fail_msg("%s", err.message);
    char both[1024];
    snprintf(both, sizeof both, "%s%s", OLD, NEW);
    assert_file(path, both);
    khl_decisions *again = read_log(path);
    assert_int_equal(khl_decisions_count(again), 2);
    assert_true(khl_str_equal(khl_decisions_at(again, 1)->value, KHL_STR("line\ntwo")));
    khl_decisions_destroy(again);
    khl_decisions_destroy(log);
}

/* Two people with one log: the second is told, and neither loses a line. */
static void a_log_that_was_changed_meanwhile_is_not_overwritten(void **state)
{
    static const char FIRST[] = "{\"v\":1,\"n\":1,\"op\":\"join\",\"a\":\"" HASH "\"}\n";
    static const char SECOND[] = "{\"v\":1,\"n\":1,\"op\":\"join\",\"a\":\"" HASH "\"}\n"
                                 "{\"v\":1,\"n\":2,\"op\":\"join\",\"a\":\"" OTHER "\"}\n";
    (void)state;
    khl_error err = {0};
    khl_decisions *log = read_log(write_log(FIRST));
    khl_decision d = {.op = KHL_OP_JOIN, .has_a = true};
    assert_int_equal(khl_decisions_add(log, &d, &err), KHL_OK);
    const char *path = write_log(SECOND);
    assert_int_equal(khl_decisions_write(log, path, &err), KHL_E_INPUT);
    assert_string_equal(err.id, "decisions.changed");
    assert_file(path, SECOND);
    khl_decisions_destroy(log);
}

static void what_makes_no_sense_is_not_added(void **state)
{
    (void)state;
    khl_error err = {0};
    khl_decisions *log = NULL;
    assert_int_equal(khl_decisions_create(&log, &err), KHL_OK);
    khl_decision d = {.op = KHL_OP_TITLE, .has_a = true};
    assert_int_equal(khl_decisions_add(log, &d, &err), KHL_E_ARGUMENT);
    assert_int_equal(khl_decisions_count(log), 0);
    d.value = KHL_STR("x");
    assert_int_equal(khl_decisions_add(log, &d, &err), KHL_OK);
    assert_int_equal(khl_decisions_at(log, 0)->n, 1);
    khl_decisions_destroy(log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_of_a_line_is_read),
        cmocka_unit_test(faults_are_named_with_their_line),
        cmocka_unit_test(a_missing_log_is_no_empty_one),
        cmocka_unit_test(revoking_leaves_later_ones),
        cmocka_unit_test(lines_that_were_read_stand_as_they_were),
        cmocka_unit_test(a_log_that_was_changed_meanwhile_is_not_overwritten),
        cmocka_unit_test(what_makes_no_sense_is_not_added),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
