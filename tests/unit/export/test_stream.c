/* Documents handed on as they are made: the same bytes, in portions, and no further than the first failure.
 */
#include "buf.h"
#include "doc_fixture.h"
#include "error.h"
#include "khulasa/export.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { ENTRIES = 3000, MEMBERS = 2, ID_BYTES = 16, PORTION_AT_MOST = 1 << 17 };

/* A shortlist of a few megabytes in every format. */
typedef struct large {
    khl_entry entries[ENTRIES];
    khl_member members[ENTRIES][MEMBERS];
    char ids[ENTRIES][MEMBERS + 2][ID_BYTES];
    khl_shortlist_axis axis;
    khl_shortlist list;
} large;

static const char TEXT[] =
    "a demand with \"marks\"; of some length, so that the file is far longer than one portion "
    "of it, whatever the format: a page, a table or the whole as JSON <of one line each>";

static khl_str id_of(large *l, size_t entry, size_t i, const char *mark)
{
    int n = snprintf(l->ids[entry][i], ID_BYTES, "%s%zu.%zu", mark, entry, i);
    return (khl_str){l->ids[entry][i], (size_t)n};
}

static void put_entry(large *l, size_t e)
{
    for (size_t m = 0; m < MEMBERS; m++)
        l->members[e][m] = (khl_member){.id = id_of(l, e, m, "K"),
                                        .text = khl_str_from(TEXT),
                                        .row = (uint32_t)e,
                                        .probability = 1,
                                        .representative = m == 0};
    l->entries[e] = (khl_entry){.id = id_of(l, e, MEMBERS, "E-"),
                                .number = id_of(l, e, MEMBERS + 1, ""),
                                .axis = 1,
                                .axis_given = true,
                                .title = KHL_STR("a demand"),
                                .text = khl_str_from(TEXT),
                                .members = l->members[e],
                                .n_members = MEMBERS,
                                .min_pair_probability = 0.9,
                                .weakest = {l->members[e][0].id, l->members[e][1].id}};
}

static large *large_new(void)
{
    large *l = calloc(1, sizeof *l);
    assert_non_null(l);
    for (size_t e = 0; e < ENTRIES; e++) put_entry(l, e);
    l->axis = (khl_shortlist_axis){KHL_STR("1"), {KHL_STR("axis"), {0}, {0}}, ENTRIES, ENTRIES * MEMBERS};
    l->list = (khl_shortlist){.version = KHL_STR("0"),
                              .received = ENTRIES * MEMBERS,
                              .demands = ENTRIES * MEMBERS,
                              .axes = &l->axis,
                              .n_axes = 1,
                              .entries = l->entries,
                              .n_entries = ENTRIES};
    return l;
}

/* What was handed on; refuses from call `refuse` on (0: never). */
typedef struct taker {
    khl_buf bytes;
    size_t calls, refuse, largest;
} taker;

static khl_status take(void *context, const char *bytes, size_t n, khl_error *err)
{
    taker *t = context;
    t->calls++;
    if (n > t->largest) t->largest = n;
    if (t->refuse != 0 && t->calls >= t->refuse) return KHL_FAIL(err, KHL_E_IO, "test.full", "no room");
    khl_buf_put(&t->bytes, (khl_str){bytes, n});
    return KHL_OK;
}

/* The formats of this room. Those of modules are packed, and whole before their first byte. */
static void each_format(void (*check)(const large *l, const char *format, const khl_words *words))
{
    static doc_fixture doc;
    large *l = large_new();
    const khl_words *words = doc_open(&doc, "en");
    static const char *const formats[] = {"json", "csv", "html"};
    for (size_t f = 0; f < sizeof formats / sizeof *formats; f++) check(l, formats[f], words);
    doc_close(&doc);
    free(l);
}

static void check_bytes(const large *l, const char *format, const khl_words *words)
{
    taker t = {KHL_BUF_INIT, 0, 0, 0};
    char *whole;
    size_t n;
    assert_int_equal(khl_export(&l->list, format, words, &whole, &n, NULL), KHL_OK);
    assert_int_equal(khl_export_to(&l->list, format, words, take, &t, NULL), KHL_OK);
    assert_int_equal(t.bytes.n, n);
    assert_memory_equal(t.bytes.p, whole, n);
    assert_true(t.largest <= PORTION_AT_MOST && n > 10 * t.largest);
    free(whole);
    khl_buf_clear(&t.bytes);
}

static void portions_are_small_and_make_the_whole(void **state)
{
    (void)state;
    each_format(check_bytes);
}

static void check_refusal(const large *l, const char *format, const khl_words *words)
{
    for (size_t refuse = 1; refuse <= 7; refuse += 3) {
        taker t = {KHL_BUF_INIT, 0, refuse, 0};
        khl_error err = {0};
        assert_int_equal(khl_export_to(&l->list, format, words, take, &t, &err), KHL_E_IO);
        assert_string_equal(err.id, "test.full");
        assert_int_equal(t.calls, refuse); /* asked no more */
        khl_buf_clear(&t.bytes);
    }
}

static void a_refusal_ends_the_writing(void **state)
{
    (void)state;
    each_format(check_refusal);
}

static void what_is_refused_beforehand_writes_nothing(void **state)
{
    (void)state;
    large *l = large_new();
    taker t = {KHL_BUF_INIT, 0, 0, 0};
    l->list.received--;
    assert_int_equal(khl_export_to(&l->list, "json", NULL, take, &t, NULL), KHL_E_ACCOUNT);
    assert_int_equal(t.calls, 0);
    free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(portions_are_small_and_make_the_whole),
                                       cmocka_unit_test(a_refusal_ends_the_writing),
                                       cmocka_unit_test(what_is_refused_beforehand_writes_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
