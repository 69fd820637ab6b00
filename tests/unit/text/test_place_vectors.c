/* Places and quantities of whole sentences, tests/vectors/places.tsv: rows that hold must hold, and all but
 * one in twenty must. */
#include "text_fixture.h"
#include "tsv.h"

enum { ID, TEXT, PLACE, QUANTITY, STATUS, N_FIELDS };

/* With the prefixes of the vectors: "d:" for "district:", "t:" for "town:". */
static void put_short(khl_buf *out, khl_str name)
{
    static const char *const LONG[] = {"district:", "town:"};
    static const char *const SHORT[] = {"d:", "t:"};
    for (size_t i = 0; i < 2; i++) {
        khl_str prefix = khl_str_from(LONG[i]);
        if (!khl_str_starts(name, prefix)) continue;
        khl_buf_put_c(out, SHORT[i]);
        name = khl_str_part(name, prefix.n, name.n);
        break;
    }
    khl_buf_put(out, name);
}

static bool names_are(const khl_analysis *a, unsigned kinds, khl_str want)
{
    khl_buf got = KHL_BUF_INIT;
    for (size_t i = 0; i < a->n_features; i++) {
        if ((kinds & 1u << a->features[i].kind) == 0) continue;
        if (got.n > 0) khl_buf_char(&got, '|');
        put_short(&got, a->features[i].name);
    }
    assert_true(khl_buf_ok(&got));
    bool same = khl_str_equal(khl_buf_str(&got), want);
    if (!same) print_message("got %.*s\n", (int)got.n, got.n > 0 ? got.p : "");
    khl_buf_clear(&got);
    return same;
}

static bool holds(const khl_tsv *row)
{
    khl_analysis a;
    assert_int_equal(khl_text_analyze(fixture_text, row->fields[TEXT], NULL, &a, NULL), KHL_OK);
    bool same = names_are(&a, PLACES, row->fields[PLACE]) &&
                names_are(&a, 1u << KHL_FEATURE_NUMBER | 1u << KHL_FEATURE_PERCENT, row->fields[QUANTITY]);
    khl_analysis_clear(&a);
    return same;
}

static void sentences(void **state)
{
    (void)state;
    khl_tsv row;
    size_t n = 0, n_held = 0;
    bool more = true;
    assert_int_equal(khl_tsv_open(&row, KHL_SOURCE_DIR "/tests/vectors/places.tsv", NULL), KHL_OK);
    while (khl_tsv_next(&row, N_FIELDS, &more, NULL) == KHL_OK && more) {
        bool held = holds(&row), must = khl_str_equal(row.fields[STATUS], KHL_STR("holds"));
        if (must != held)
            fail_msg("%.*s: %s", (int)row.fields[ID].n, row.fields[ID].p,
                     must ? "does not hold" : "holds now; say so in the file");
        n++;
        n_held += held;
    }
    khl_tsv_close(&row);
    assert_true(n >= 120);
    assert_true(n_held * 20 >= n * 19);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sentences)};
    return cmocka_run_group_tests(tests, text_setup, text_teardown);
}
