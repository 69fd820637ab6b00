/* An earlier shortlist.json read back, and what is refused of one that is torn, foreign or changed. */
#include "previous.h"
#include "str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define MEMBER(id, more) "{\"id\":\"" id "\"" more "}"
#define ENTRY_OF(id, axis, members)                                                                          \
    "{\"id\":\"" id "\",\"number\":\"1.1\",\"axis\":" axis ",\"title\":\"t\",\"text\":\"a text\","           \
    "\"support\":2,\"level\":null,\"authorities\":[{\"id\":\"commune\",\"name\":\"Commune\",\"level\":"      \
    "\"local\"}],"                                                                                           \
    "\"members\":[" members "]}"
#define FILE_OF(entries)                                                                                     \
    "{\"schema\":\"khulasa.shortlist/1\",\n\"axes\":[{\"id\":1,\"name\":\"Un\"}],\n\"entries\":[" entries "]}"

static khl_status read_bytes(khl_previous **out, const char *text, size_t n, khl_error *err)
{
    char path[] = "/tmp/khl-previous-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, n), (ssize_t)n);
    close(fd);
    *err = (khl_error){0};
    khl_status status = khl_previous_read(out, path, err);
    assert_int_equal(*out == NULL, status != KHL_OK);
    if (status == KHL_E_INPUT) assert_string_equal(err->file, path);
    unlink(path);
    return status;
}

static void refused(const char *text, const char *id, const char *part, const char *place)
{
    khl_previous *previous;
    khl_error err;
    assert_int_equal(read_bytes(&previous, text, strlen(text), &err), KHL_E_INPUT);
    assert_string_equal(err.id, id);
    if (part != NULL) assert_string_equal(err.args[0], part);
    if (place != NULL) assert_string_equal(err.args[1], place);
}

static void what_is_wanted_is_read(void **state)
{
    (void)state;
    khl_previous *p;
    khl_error err;
    const char *text =
        FILE_OF(ENTRY_OF("E-0123456789", "1",
                         MEMBER("K1", ",\"representative\":true,\"sha256\":\"" HASH "\"") "," MEMBER(
                             "K2", "")) "," ENTRY_OF("E-0123456789-2", "1", MEMBER("K3", "")));
    if (read_bytes(&p, text, strlen(text), &err) != KHL_OK) fail_msg("%s", err.message);
    assert_int_equal(p->n_entries, 2);
    assert_int_equal(p->n_members, 3);
    assert_int_equal(p->entries[0].n_members, 2);
    assert_int_equal(p->entries[1].first, 2);
    assert_true(khl_str_equal(p->entries[0].id, KHL_STR("E-0123456789")));
    assert_true(khl_str_equal(p->entries[0].text, KHL_STR("a text")));
    assert_true(khl_str_equal(p->entries[0].authorities[0].id, KHL_STR("commune")));
    assert_int_equal(p->entries[0].level.n, 0);
    assert_int_equal(p->entries[0].support, 2);
    assert_true(p->members[0].hashed && p->members[0].representative);
    assert_int_equal(p->members[0].sha256[0], 0);
    assert_int_equal(p->members[0].sha256[31], 0xff);
    assert_false(p->members[1].hashed);
    assert_int_equal(p->members[2].entry, 1);
    assert_int_equal(strlen(p->sha256), 64);
    assert_true(khl_str_equal(p->axes[0], KHL_STR("Un")));
    khl_previous_destroy(p);
}

static void foreign_files_are_refused(void **state)
{
    (void)state;
    refused("[]", "previous.schema", NULL, NULL);
    refused("{}", "previous.schema", NULL, NULL);
    refused("{\"schema\":\"khulasa.shortlist/2\"}", "previous.schema", NULL, NULL);
    refused("{\"schema\":1}", "previous.schema", NULL, NULL);
    refused("id,text\nK1,hello\n", "json.syntax", NULL, NULL);
    refused("", "json.syntax", NULL, NULL);
}

/* Wherever it ends too early, it is said where. */
static void torn_files_are_refused(void **state)
{
    (void)state;
    const char *text = FILE_OF(ENTRY_OF("E-0123456789", "1", MEMBER("K1", "")));
    for (size_t n = 1; n < strlen(text); n++) {
        khl_previous *previous;
        khl_error err;
        assert_int_equal(read_bytes(&previous, text, n, &err), KHL_E_INPUT);
        assert_string_equal(err.id, "json.syntax");
        assert_true(err.row >= 1 && err.row <= 3 && err.column >= 1 && err.has_byte && err.byte <= n);
    }
}

static void changed_files_are_refused(void **state)
{
    (void)state;
    const char *const first = "entries[0]";
    refused(FILE_OF("1"), "previous.part", "id", first);
    refused(FILE_OF(ENTRY_OF("E-01234", "1", MEMBER("K1", ""))), "previous.part", "id", first);
    refused(FILE_OF(ENTRY_OF("E-012345678G", "1", MEMBER("K1", ""))), "previous.part", "id", first);
    refused(FILE_OF(ENTRY_OF("E-0123456789-x", "1", MEMBER("K1", ""))), "previous.part", "id", first);
    refused(FILE_OF(ENTRY_OF("E-0123456789", "2", MEMBER("K1", ""))), "previous.part", "axis", first);
    refused(FILE_OF(ENTRY_OF("E-0123456789", "-1", MEMBER("K1", ""))), "previous.part", "axis", first);
    refused(FILE_OF(ENTRY_OF("E-0123456789", "1", "")), "previous.part", "members", first);
    refused(FILE_OF(ENTRY_OF("E-0123456789", "1", "{}")), "previous.part", "id", first);
    refused(FILE_OF(ENTRY_OF("E-0123456789", "1", MEMBER("K1", ",\"sha256\":\"12\""))), "previous.part",
            "sha256", first);
    refused(FILE_OF(ENTRY_OF("E-0123456789", "1", MEMBER("K1", "") "," MEMBER("K1", ""))), "previous.part",
            "members", first);
    refused(FILE_OF(ENTRY_OF("E-0123456789", "1", MEMBER("K1", "")) "," ENTRY_OF("E-0123456789", "1",
                                                                                 MEMBER("K2", ""))),
            "previous.part", "id", "entries[1]");
    refused("{\"schema\":\"khulasa.shortlist/1\",\"axes\":[]}", "previous.part", "entries", "shortlist.json");
    refused("{\"schema\":\"khulasa.shortlist/1\",\"axes\":[],\"retired\":[3],\"entries\":[]}",
            "previous.part", "retired", "shortlist.json");
}

/* One byte is another one: refused, or read, and never more than that. */
static void any_byte_may_be_wrong(void **state)
{
    (void)state;
    static const char WRONG[] = {'"', '}', '0', '-', '\\', (char)0xFF};
    char text[] = FILE_OF(ENTRY_OF("E-0123456789", "1", MEMBER("K1", ",\"sha256\":\"" HASH "\"")));
    for (size_t at = 0; at + 1 < sizeof text; at++) {
        char right = text[at];
        for (size_t w = 0; w < sizeof WRONG; w++) {
            khl_previous *previous;
            khl_error err;
            text[at] = WRONG[w];
            khl_status status = read_bytes(&previous, text, sizeof text - 1, &err);
            assert_true(status == KHL_OK || status == KHL_E_INPUT);
            khl_previous_destroy(previous);
        }
        text[at] = right;
    }
}

static void a_missing_file_is_named(void **state)
{
    (void)state;
    khl_previous *previous;
    khl_error err = {0};
    assert_int_equal(khl_previous_read(&previous, "/nowhere/shortlist.json", &err), KHL_E_IO);
    assert_null(previous);
    khl_previous_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_wanted_is_read), cmocka_unit_test(foreign_files_are_refused),
        cmocka_unit_test(torn_files_are_refused), cmocka_unit_test(changed_files_are_refused),
        cmocka_unit_test(any_byte_may_be_wrong),  cmocka_unit_test(a_missing_file_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
