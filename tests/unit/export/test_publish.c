/* What others import: proposals for Decidim and the city pack, whatever the texts hold. */
#include "doc_fixture.h"
#include "khulasa/export.h"
#include "sample.h"
#include "str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <csv.h>
#include <jansson.h>

#include <stdlib.h>

enum { MAX_ROWS = 8, MAX_COLUMNS = 4 };

typedef struct table {
    char *cell[MAX_ROWS][MAX_COLUMNS];
    size_t columns[MAX_ROWS], rows;
} table;

static doc_fixture doc;

static void on_field(void *field, size_t n, void *context)
{
    table *t = context;
    assert_true(t->rows < MAX_ROWS && t->columns[t->rows] < MAX_COLUMNS);
    char *copy = calloc(n + 1, 1);
    memcpy(copy, field, n);
    t->cell[t->rows][t->columns[t->rows]++] = copy;
}

static void on_row(int end, void *context)
{
    (void)end;
    ((table *)context)->rows++;
}

static char *written(const khl_shortlist *list, const char *format, const char *lang, size_t *n)
{
    char *bytes = NULL;
    khl_error err = {0};
    assert_int_equal(khl_export(list, format, doc_open(&doc, lang), &bytes, n, &err), KHL_OK);
    doc_close(&doc);
    return bytes;
}

static table read_csv(const khl_shortlist *list, const char *lang)
{
    table t = {.rows = 0};
    struct csv_parser parser;
    size_t n;
    char *bytes = written(list, "decidim", lang, &n);
    assert_memory_equal(bytes, "id;title/", 9); /* no byte order mark */
    assert_int_equal(csv_init(&parser, CSV_STRICT), 0);
    csv_set_delim(&parser, ';');
    csv_set_space_func(&parser, NULL);
    assert_int_equal(csv_parse(&parser, bytes, n, on_field, on_row, &t), n);
    assert_int_equal(csv_fini(&parser, on_field, on_row, &t), 0);
    csv_free(&parser);
    free(bytes);
    return t;
}

static void clear(table *t)
{
    for (size_t r = 0; r < t->rows; r++)
        for (size_t c = 0; c < t->columns[r]; c++) free(t->cell[r][c]);
}

static json_t *read_json(const khl_shortlist *list, const char *format)
{
    size_t n;
    char *bytes = written(list, format, "en", &n);
    assert_int_equal(bytes[n - 1], '\n');
    json_t *root = json_loadb(bytes, n, 0, NULL);
    assert_non_null(root);
    free(bytes);
    return root;
}

static const char *text_in(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    assert_non_null(text);
    return text;
}

static void a_proposal_an_entry(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    table t = read_csv(&s.list, "fr");
    assert_int_equal(t.rows, 4);
    for (size_t r = 0; r < t.rows; r++) assert_int_equal(t.columns[r], 3);
    assert_string_equal(t.cell[0][1], "title/fr");
    assert_string_equal(t.cell[0][2], "body/fr");
    assert_string_equal(t.cell[1][0], "E-0000000001");
    assert_string_equal(t.cell[1][1], "<script>");
    assert_non_null(
        strstr(t.cell[1][2], "Soutenue par 2 associations: =cmd|'/c calc'!A1, \"Quoted\"; & 'so'\n"));
    assert_non_null(strstr(t.cell[1][2], "Axe: Un\n"));
    assert_non_null(strstr(t.cell[1][2], "Niveau: Local\n"));
    assert_non_null(strstr(t.cell[1][2], "1.1 (E-0000000001)"));
    assert_null(strstr(t.cell[3][2], "Soutenue")); /* nobody to name */
    clear(&t);
}

/* Drop one of the apostrophes before a sign of formulas, and the text is there. */
static void formulas_are_guarded(void **state)
{
    (void)state;
    static const struct {
        khl_str title;
        const char *cell;
    } cases[] = {{S("=1+1"), "'=1+1"},
                 {S("+1"), "'+1"},
                 {S("-1"), "'-1"},
                 {S("@a"), "'@a"},
                 {S("'=1"), "''=1"},
                 {S("''@a"), "'''@a"},
                 {S("'plain"), "'plain"},
                 {S("a=b"), "a=b"},
                 {S(" \r\n- list"), "'- list"},
                 {S("\xEF\xBC\x9D"
                    "1"),
                  "'\xEF\xBC\x9D"
                  "1"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sample s;
        sample_init(&s);
        s.entries[0].title = cases[i].title;
        table t = read_csv(&s.list, "ar");
        assert_string_equal(t.cell[1][1], cases[i].cell);
        clear(&t);
        json_t *root = read_json(&s.list, "decidim-json");
        khl_str trimmed = khl_str_trim(cases[i].title);
        const char *title = text_in(json_array_get(root, 0), "title/en");
        assert_true(khl_str_equal(khl_str_from(title), trimmed));
        json_decref(root);
    }
}

/* PostgreSQL takes no NUL, and a page no control that turns what stands beside. */
static void controls_are_shown(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    s.entries[0].text = (khl_str)S("a\0b\x01 \xE2\x80\xAE"
                                   "c\r\nd\xFF");
    table t = read_csv(&s.list, "en");
    assert_int_equal(strncmp(t.cell[1][2],
                             "a\xE2\x90\x80"
                             "b\xE2\x90\x81 c\nd\xEF\xBF\xBD\n\n",
                             17),
                     0);
    clear(&t);
}

static void a_pack_names_nobody(void **state)
{
    (void)state;
    sample s;
    size_t n;
    sample_init(&s);
    sample_cut(&s);
    json_t *root = read_json(&s.list, "pack");
    assert_string_equal(text_in(root, "schema"), "khulasa.pack/1");
    assert_string_equal(text_in(json_object_get(root, "run"), "date"), "2026-09-05");
    json_t *entry = json_array_get(json_object_get(root, "entries"), 0);
    assert_int_equal(json_integer_value(json_object_get(entry, "associations")), 2);
    assert_int_equal(json_integer_value(json_object_get(entry, "demands")), 2);
    assert_string_equal(json_string_value(json_array_get(json_object_get(entry, "cities"), 0)), "Khemisset");
    json_decref(root);
    char *bytes = written(&s.list, "pack", "en", &n), *text = calloc(n + 1, 1);
    memcpy(text, bytes, n);
    assert_null(strstr(text, "Quoted"));
    assert_null(strstr(text, "calc"));
    assert_null(strstr(text, "already"));
    assert_null(strstr(text, "a.csv"));
    assert_null(strstr(text, "2024/16")); /* a member */
    free(text);
    free(bytes);
}

static void of_nothing(void **state)
{
    (void)state;
    khl_shortlist list = {0};
    table t = read_csv(&list, "ar");
    assert_int_equal(t.rows, 1);
    assert_string_equal(t.cell[0][2], "body/ar");
    clear(&t);
    json_t *root = read_json(&list, "decidim-json"), *pack = read_json(&list, "pack");
    assert_int_equal(json_array_size(root), 0);
    assert_int_equal(json_array_size(json_object_get(pack, "entries")), 0);
    json_decref(root);
    json_decref(pack);
}

static void words_are_wanted(void **state)
{
    (void)state;
    sample s;
    char *bytes;
    size_t n;
    sample_init(&s);
    assert_int_equal(khl_export(&s.list, "decidim", NULL, &bytes, &n, NULL), KHL_E_ARGUMENT);
    assert_int_equal(khl_export(&s.list, "xlsx", NULL, &bytes, &n, NULL), KHL_E_ARGUMENT);
    assert_int_equal(khl_export(&s.list, "pack", NULL, &bytes, &n, NULL), KHL_OK);
    free(bytes);
}

/* Read back in tests/cli (condense-xlsx*.case); here, what no input makes. */
static void a_workbook_of_nothing_and_of_anything(void **state)
{
    (void)state;
    khl_shortlist none = {0};
    sample s;
    size_t n, m;
    sample_init(&s);
    sample_cut(&s);
    const khl_shortlist *lists[] = {&none, &s.list};
    for (size_t i = 0; i < 2; i++) {
        char *once = written(lists[i], "xlsx", "ar", &n), *twice = written(lists[i], "xlsx", "ar", &m);
        assert_memory_equal(once, "PK\3\4", 4);
        assert_int_equal(n, m);
        assert_memory_equal(once, twice, n);
        free(once);
        free(twice);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_proposal_an_entry),
                                       cmocka_unit_test(formulas_are_guarded),
                                       cmocka_unit_test(controls_are_shown),
                                       cmocka_unit_test(a_pack_names_nobody),
                                       cmocka_unit_test(of_nothing),
                                       cmocka_unit_test(words_are_wanted),
                                       cmocka_unit_test(a_workbook_of_nothing_and_of_anything)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
