/* shortlist.csv read back by libcsv: all ids, all columns, and texts as they were once the guard is dropped.
 */
#include "khulasa/export.h"
#include "sample.h"
#include "str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <csv.h>

#include <stdlib.h>

enum { MAX_ROWS = 32, MAX_COLUMNS = 32, CELL = 256 };

typedef struct table {
    char cell[MAX_ROWS][MAX_COLUMNS][CELL];
    size_t bytes[MAX_ROWS][MAX_COLUMNS], columns[MAX_ROWS], rows;
} table;

static table parsed;

static void on_field(void *field, size_t n, void *context)
{
    table *t = context;
    size_t column = t->columns[t->rows]++;
    assert_true(t->rows < MAX_ROWS && column < MAX_COLUMNS && n < CELL);
    memcpy(t->cell[t->rows][column], field, n);
    t->bytes[t->rows][column] = n;
}

static void on_row(int end, void *context)
{
    (void)end;
    ((table *)context)->rows++;
}

static void parse(const khl_shortlist *list)
{
    struct csv_parser parser;
    char *bytes;
    size_t n;
    memset(&parsed, 0, sizeof parsed);
    assert_int_equal(khl_export(list, "csv", NULL, &bytes, &n, NULL), KHL_OK);
    assert_memory_equal(bytes,
                        "\xEF\xBB\xBF"
                        "entry_number;entry_id;",
                        25);
    assert_memory_equal(bytes + n - 2, "\r\n", 2);
    assert_int_equal(csv_init(&parser, CSV_STRICT), 0);
    csv_set_delim(&parser, ';');
    csv_set_space_func(&parser, NULL);
    assert_int_equal(csv_parse(&parser, bytes + 3, n - 3, on_field, on_row, &parsed), n - 3);
    assert_int_equal(csv_fini(&parser, on_field, on_row, &parsed), 0);
    csv_free(&parser);
    free(bytes);
}

static size_t column_of(const char *name)
{
    for (size_t i = 0; i < parsed.columns[0]; i++)
        if (strcmp(parsed.cell[0][i], name) == 0) return i;
    fail_msg("no column %s", name);
    return 0;
}

/* The rule of khulasa/export.h: drop one leading apostrophe. */
static khl_str read_back(size_t row, const char *name)
{
    size_t column = column_of(name);
    khl_str s = {parsed.cell[row][column], parsed.bytes[row][column]};
    return s.n > 0 && s.p[0] == '\'' ? khl_str_part(s, 1, s.n) : s;
}

static void equals(khl_str found, khl_str wanted)
{
    assert_int_equal(found.n, wanted.n);
    if (wanted.n > 0) assert_memory_equal(found.p, wanted.p, wanted.n);
}

static void only_a_header(void **state)
{
    (void)state;
    khl_shortlist list = {0};
    parse(&list);
    assert_int_equal(parsed.rows, 1);
    assert_int_equal(parsed.columns[0], 23);
}

static void every_id_in_full_rows(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    parse(&s.list);
    assert_int_equal(parsed.rows, 1 + SAMPLE_MEMBERS + 1);
    for (size_t row = 0; row < parsed.rows; row++) assert_int_equal(parsed.columns[row], 23);
    for (size_t i = 0; i < SAMPLE_MEMBERS; i++) equals(read_back(i + 1, "member_id"), s.members[i].id);
    equals(read_back(6, "member_id"), KHL_STR("K3"));
    equals(read_back(6, "set_aside_reason"), KHL_STR("empty-text"));
    equals(read_back(6, "entry_id"), KHL_STR(""));
    equals(read_back(6, "source_row"), KHL_STR("4"));
    equals(read_back(6, "member_text"), KHL_STR(" "));
    equals(read_back(1, "set_aside_reason"), KHL_STR(""));
}

static void values(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    parse(&s.list);
    equals(read_back(2, "entry_id"), KHL_STR("E-0000000001"));
    equals(read_back(2, "axis_number"), KHL_STR("1"));
    equals(read_back(2, "axis"), s.axes[0].name.ar);
    equals(read_back(2, "support"), KHL_STR("2"));
    equals(read_back(2, "lead_authority"), KHL_STR("commune"));
    equals(read_back(2, "authorities"), KHL_STR("Commune \"<b>\""));
    equals(read_back(2, "level"), KHL_STR("local"));
    equals(read_back(2, "member_probability"), KHL_STR("0.8765"));
    equals(read_back(1, "representative"), KHL_STR("1"));
    equals(read_back(2, "representative"), KHL_STR("0"));
    equals(read_back(1, "member_date"), KHL_STR("2026-01-02"));
    equals(read_back(4, "source_file"), KHL_STR("b.csv"));
}

static void texts_are_guarded_and_come_back(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    parse(&s.list);
    for (size_t i = 0; i < SAMPLE_MEMBERS; i++) {
        equals(read_back(i + 1, "member_text"), s.members[i].text);
        equals(read_back(i + 1, "member_association"), s.members[i].association);
    }
    for (size_t row = 1; row < parsed.rows; row++)
        for (size_t column = 0; column < parsed.columns[row]; column++) {
            char first = parsed.cell[row][column][0];
            assert_true(first == '\0' || strchr("=+-@\t\r\n", first) == NULL);
        }
    assert_string_equal(parsed.cell[3][column_of("member_association")], "''already");
}

static void every_start_that_is_a_formula(void **state)
{
    (void)state;
    static const khl_str starts[] = {S("=1"),
                                     S("+1"),
                                     S("-1"),
                                     S("@1"),
                                     S("\t1"),
                                     S("\r1"),
                                     S("\n1"),
                                     S("'1"),
                                     S("''"),
                                     S("\xEF\xBC\x9D"
                                       "1"),
                                     S("\xEF\xBC\x8B"),
                                     S("\xEF\xBC\x8D"),
                                     S("\xEF\xBC\xA0")};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        sample s;
        sample_init(&s);
        s.members[4].text = starts[i];
        parse(&s.list);
        assert_int_equal(parsed.cell[5][column_of("member_text")][0], '\'');
        equals(read_back(5, "member_text"), starts[i]);
    }
}

static void plain_text_is_left_alone(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    s.members[4].text = (khl_str)S("a=b 'c' +d");
    parse(&s.list);
    assert_string_equal(parsed.cell[5][column_of("member_text")], "a=b 'c' +d");
}

/* A formula has the id of its submission and a reason of its own; entries have their priority. */
static void formulas_and_priorities(void **state)
{
    (void)state;
    sample s;
    sample_init(&s);
    sample_cut(&s);
    parse(&s.list);
    assert_int_equal(parsed.rows, 1 + SAMPLE_MEMBERS + 2);
    equals(read_back(7, "member_id"), KHL_STR("K2"));
    equals(read_back(7, "set_aside_reason"), KHL_STR("formula-opening"));
    equals(read_back(7, "member_text"), s.cut.opening);
    equals(read_back(7, "priority"), KHL_STR(""));
    equals(read_back(1, "priority"), KHL_STR("1"));
    equals(read_back(3, "priority"), KHL_STR("2"));
}

/* In every row of the entry while it is short, else where it is looked for first, and nowhere cut. */
static void a_long_list_stands_once(void **state)
{
    (void)state;
    khl_str names[9];
    for (size_t i = 0; i < 9; i++) names[i] = (khl_str)S("Jeunes");
    for (size_t n = 8; n <= 9; n++) {
        sample s;
        sample_init(&s);
        s.entries[0].supporters = names;
        s.entries[0].n_supporters = n;
        parse(&s.list);
        assert_int_equal(read_back(1, "supporters").n, n * 6 + (n - 1) * 3);
        assert_int_equal(read_back(2, "supporters").n, n == 8 ? n * 6 + (n - 1) * 3 : 0);
        equals(read_back(2, "support"), n == 8 ? KHL_STR("8") : KHL_STR("9"));
        equals(read_back(2, "cities"), s.cities[0]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(only_a_header),
                                       cmocka_unit_test(every_id_in_full_rows),
                                       cmocka_unit_test(values),
                                       cmocka_unit_test(formulas_and_priorities),
                                       cmocka_unit_test(a_long_list_stands_once),
                                       cmocka_unit_test(texts_are_guarded_and_come_back),
                                       cmocka_unit_test(every_start_that_is_a_formula),
                                       cmocka_unit_test(plain_text_is_left_alone)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
