/* shortlist.json read back: every field, in the order of the schema, whatever the texts hold. */
#include "khulasa/export.h"
#include "sample.h"
#include "str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <jansson.h>

#include <math.h>
#include <stdlib.h>

static json_t *parse(const khl_shortlist *list)
{
    char *bytes;
    size_t n;
    khl_error err = {0};
    assert_int_equal(khl_export(list, "json", NULL, &bytes, &n, &err), KHL_OK);
    assert_true(n > 0 && bytes[n - 1] == '\n');
    json_error_t where;
    json_t *root = json_loadb(bytes, n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &where);
    assert_non_null(root);
    free(bytes);
    return root;
}

static void keys_are(json_t *object, const char *wanted)
{
    char found[512] = "";
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        if (found[0] != '\0') strcat(found, " ");
        strcat(found, key);
    }
    assert_string_equal(found, wanted);
}

static json_t *at(json_t *root, const char *array, size_t i)
{
    json_t *item = json_array_get(json_object_get(root, array), i);
    assert_non_null(item);
    return item;
}

static void text_is(json_t *object, const char *key, khl_str wanted)
{
    json_t *value = json_object_get(object, key);
    assert_true(json_is_string(value));
    assert_int_equal(json_string_length(value), wanted.n);
    assert_memory_equal(json_string_value(value), wanted.p, wanted.n);
}

static void empty_shortlist(void **state)
{
    (void)state;
    khl_shortlist list = {0};
    json_t *root = parse(&list);
    keys_are(root, "schema run account ranking axes entries review cut");
    assert_int_equal(json_array_size(json_object_get(root, "entries")), 0);
    json_decref(root);
}

static void keys_in_order(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    json_t *root = parse(&s.list), *entry = at(root, "entries", 0), *pair = at(root, "review", 0);
    keys_are(root, "schema run account ranking axes entries review cut");
    keys_are(json_object_get(root, "run"), "version models inputs options");
    keys_are(at(json_object_get(root, "run"), "inputs", 0), "file sha256 rows");
    keys_are(json_object_get(root, "account"), "received demands entries set_aside formulas closes");
    keys_are(at(json_object_get(root, "account"), "set_aside", 0), "id reason text file row");
    keys_are(at(root, "axes", 0), "id name entries");
    keys_are(entry,
             "id number axis axis_source axis_probability title text supporters support cities authorities "
             "level members cohesion related priority mark");
    keys_are(json_object_get(root, "ranking"), "rule marks marks_not_understood");
    keys_are(at(entry, "authorities", 0), "id name level lead probability");
    keys_are(at(entry, "members", 0),
             "id city association text probability representative date file row sha256");
    keys_are(json_object_get(entry, "cohesion"), "min_pair_probability weakest why");
    keys_are(pair, "a b probability why");
    keys_are(json_object_get(pair, "why"), "slots terms evidence blocked");
    keys_are(json_object_get(json_object_get(pair, "why"), "slots"),
             "action object place quantity beneficiary negation");
    json_decref(root);
}

/* K2 was cut: its whole text once, its parts in it, and the formulas in the account, which count as nothing.
 */
static void cut_submissions(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    sample_cut(&s);
    json_t *root = parse(&s.list), *cut = at(root, "cut", 0), *account = json_object_get(root, "account");
    keys_are(cut, "id file row text parts");
    text_is(cut, "id", KHL_STR("K2"));
    text_is(cut, "text", s.cut.text);
    keys_are(at(cut, "parts", 1), "id begin end reason");
    text_is(at(cut, "parts", 1), "id", KHL_STR("K2/2"));
    text_is(at(account, "formulas", 0), "id", KHL_STR("K2"));
    text_is(at(account, "formulas", 0), "place", KHL_STR("opening"));
    text_is(at(account, "formulas", 0), "text", s.cut.opening);
    assert_int_equal(json_array_size(json_object_get(account, "formulas")), 1);
    assert_int_equal(json_integer_value(json_object_get(account, "received")), s.list.received);
    json_decref(root);
}

static void texts_come_back_byte_for_byte(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    json_t *root = parse(&s.list);
    size_t k = 0;
    for (size_t e = 0; e < s.list.n_entries; e++)
        for (size_t m = 0; m < s.entries[e].n_members; m++, k++) {
            json_t *member = at(at(root, "entries", e), "members", m);
            text_is(member, "id", s.members[k].id);
            text_is(member, "text", s.members[k].text);
            text_is(member, "association", s.members[k].association);
            assert_int_equal(json_boolean_value(json_object_get(member, "representative")), m == 0);
        }
    assert_int_equal(k, SAMPLE_MEMBERS);
    json_decref(root);
}

static void values(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    json_t *root = parse(&s.list), *one = at(root, "entries", 0), *two = at(root, "entries", 1);
    json_t *options = json_object_get(json_object_get(root, "run"), "options");
    text_is(root, "schema", KHL_STR("khulasa.shortlist/1"));
    text_is(one, "axis_source", KHL_STR("given"));
    text_is(two, "axis_source", KHL_STR("assigned"));
    text_is(one, "level", KHL_STR("local"));
    assert_true(json_is_null(json_object_get(two, "level")));
    assert_int_equal(json_integer_value(json_object_get(one, "support")), 2);
    assert_int_equal(json_integer_value(json_object_get(two, "axis")), 2);
    assert_int_equal(json_integer_value(json_object_get(at(root, "axes", 1), "id")), 2);
    assert_int_equal(json_array_size(json_object_get(json_object_get(one, "cohesion"), "weakest")), 2);
    assert_int_equal(json_array_size(json_object_get(json_object_get(two, "cohesion"), "weakest")), 0);
    keys_are(json_object_get(json_object_get(one, "cohesion"), "why"), "slots terms evidence blocked");
    assert_true(json_is_null(json_object_get(json_object_get(two, "cohesion"), "why")));
    assert_true(json_is_true(json_object_get(json_object_get(root, "account"), "closes")));
    assert_int_equal(json_integer_value(json_object_get(options, "target")), 3);
    assert_float_equal(json_real_value(json_object_get(options, "probability")), 0.65, 0);
    text_is(options, "axes", s.options[2].value);
    json_decref(root);
}

static void numbers_without_noise(void **state)
{
    (void)state;
    sample s;
    char *bytes;
    size_t n;
    sample_init(&s);
    s.entries[1].axis_probability = 0.1 + 0.2;
    s.entries[2].axis_probability = NAN;
    assert_int_equal(khl_export(&s.list, "json", NULL, &bytes, &n, NULL), KHL_OK);
    char *text = calloc(n + 1, 1);
    memcpy(text, bytes, n);
    assert_non_null(strstr(text, "\"probability\":0.8765,"));
    assert_non_null(strstr(text, "\"axis_probability\":0.3,"));
    assert_non_null(strstr(text, "\"axis_probability\":null,"));
    assert_null(strstr(text, "0.30"));
    assert_null(strstr(text, "0.87654"));
    assert_non_null(strstr(text, "\xD8\xA5\xD8\xAD")); /* letters are not escaped */
    free(text);
    free(bytes);
}

static void why_alone(void **state)
{
    (void)state;
    sample s;
    char *bytes;
    size_t n;
    sample_init(&s);
    assert_int_equal(khl_export_why(&s.review[0].why, &bytes, &n, NULL), KHL_OK);
    assert_null(memchr(bytes, '\n', n));
    json_t *why = json_loadb(bytes, n, 0, NULL), *slots = json_object_get(why, "slots");
    json_t *place = json_object_get(slots, "place"), *quantity = json_object_get(slots, "quantity");
    assert_true(json_is_false(json_object_get(place, "agree")));
    assert_true(json_is_true(json_object_get(json_object_get(slots, "action"), "agree")));
    assert_true(json_is_null(json_object_get(quantity, "agree")));
    assert_true(json_is_null(json_object_get(quantity, "b")));
    text_is(quantity, "a", KHL_STR("3"));
    assert_float_equal(json_real_value(json_object_get(at(why, "terms", 0), "weight")), 0.123457, 0);
    assert_float_equal(json_real_value(json_object_get(at(why, "evidence", 1), "log_odds")), -0.333333, 0);
    assert_string_equal(json_string_value(at(why, "blocked", 0)), "place");
    json_decref(why);
    free(bytes);
}

static void ill_formed_text_stays_readable(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    s.members[4].text = (khl_str)S("a\xFF\xC3(\xED\xA0\x80 b");
    json_t *root = parse(&s.list);
    json_t *member = at(at(root, "entries", 2), "members", 1);
    const char *text = json_string_value(json_object_get(member, "text"));
    assert_int_equal(strncmp(text, "a\xEF\xBF\xBD\xEF\xBF\xBD(", 8), 0);
    json_decref(root);
}

static void refusals(void **state)
{
    (void)state;
    sample s;
    char *bytes = (char *)&s;
    size_t n = 7;
    khl_error err = {0};
    sample_init(&s);
    assert_int_equal(khl_export(&s.list, "odt", NULL, &bytes, &n, &err), KHL_E_ARGUMENT);
    assert_string_equal(err.id, "export.format");
    assert_null(bytes);
    assert_int_equal(n, 0);
    assert_int_equal(khl_export(&s.list, "html", NULL, &bytes, &n, &err), KHL_E_ARGUMENT);
    s.list.received++;
    assert_int_equal(khl_export(&s.list, "json", NULL, &bytes, &n, &err), KHL_E_ACCOUNT);
    assert_null(bytes);
}

static void formats(void **state)
{
    (void)state;
    static const char *const wanted[] = {"json", "csv",     "html",         "xlsx", "docx",
                                         "pdf",  "decidim", "decidim-json", "pack"};
    static const char *const endings[] = {"json", "csv",         "html",         "xlsx", "docx",
                                          "pdf",  "decidim.csv", "decidim.json", "pack"};
    const char *const *names = khl_export_formats();
    size_t n = sizeof wanted / sizeof *wanted;
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(names[i], wanted[i]);
        assert_string_equal(khl_export_ending(names[i]), endings[i]);
    }
    assert_null(names[n]);
    assert_null(khl_export_ending("odt"));
}

/* Where a member and what was set aside came from: with the texts, enough to make the input again. */
static void sources(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    json_t *root = parse(&s.list), *member = at(at(root, "entries", 0), "members", 0);
    json_t *second = at(at(root, "entries", 0), "members", 1);
    json_t *aside = at(json_object_get(root, "account"), "set_aside", 0);
    text_is(member, "date", KHL_STR("2026-01-02"));
    text_is(member, "file", KHL_STR("a.csv"));
    assert_int_equal(json_integer_value(json_object_get(member, "row")), 2);
    assert_true(json_is_null(json_object_get(second, "date")));
    text_is(aside, "text", KHL_STR(" "));
    text_is(aside, "file", KHL_STR("a.csv"));
    assert_int_equal(json_integer_value(json_object_get(aside, "row")), 4);
    json_decref(root);
}

static void same_bytes(void **state)
{
    (void)state;
    sample s;
    char *a, *b;
    size_t n, m;
    sample_init(&s);
    assert_int_equal(khl_export(&s.list, "json", NULL, &a, &n, NULL), KHL_OK);
    assert_int_equal(khl_export(&s.list, "json", NULL, &b, &m, NULL), KHL_OK);
    assert_int_equal(n, m);
    assert_memory_equal(a, b, n);
    free(a);
    free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_shortlist), cmocka_unit_test(keys_in_order),
        cmocka_unit_test(cut_submissions), cmocka_unit_test(texts_come_back_byte_for_byte),
        cmocka_unit_test(values),          cmocka_unit_test(numbers_without_noise),
        cmocka_unit_test(why_alone),       cmocka_unit_test(ill_formed_text_stays_readable),
        cmocka_unit_test(refusals),        cmocka_unit_test(formats),
        cmocka_unit_test(sources),

        cmocka_unit_test(same_bytes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
