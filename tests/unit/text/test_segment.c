/* Step 5: which tokens a text has, and which bytes each of them covers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "random_text.h"
#include "segment.h"
#include "str.h"
#include "vectors.h"

static khl_properties *properties;

static int open_all(void **state)
{
    (void)state;
    return khl_properties_create(&properties, NULL) == KHL_OK ? 0 : -1;
}

static int close_all(void **state)
{
    (void)state;
    khl_properties_destroy(properties);
    return 0;
}

static bool is_in(khl_str key, const char *const *words)
{
    for (; *words != NULL; words++)
        if (khl_str_equal(key, khl_str_from(*words))) return true;
    return false;
}

/* What the lexicon would say. */
static bool elided(const void *context, khl_str key)
{
    (void)context;
    return is_in(key, (const char *const[]){"l", "d", "qu", "jusqu", "n", NULL});
}

static bool whole(const void *context, khl_str key)
{
    (void)context;
    return is_in(key, (const char *const[]){"aujourd'hui", "quelqu'un", NULL});
}

static const khl_elision elision = {elided, whole, NULL};

typedef struct cut {
    khl_stream stream;
    khl_arena arena;
    khl_token *tokens;
    size_t n;
} cut;

static cut cut_text(khl_str text, const khl_elision *rules)
{
    cut c = {.arena = KHL_ARENA_INIT(4096)};
    assert_int_equal(khl_normalise(properties, text, &c.stream, NULL), KHL_OK);
    khl_written strings;
    assert_int_equal(khl_stream_write(&c.stream, &c.arena, &c.arena, &strings, NULL), KHL_OK);
    assert_int_equal(khl_segment(&c.stream, &strings, rules, &c.arena, &c.tokens, &c.n, NULL), KHL_OK);
    return c;
}

static void cut_clear(cut *c)
{
    khl_arena_clear(&c->arena);
    khl_stream_clear(&c->stream);
}

static const char *const kinds[] = {"arab", "latn", "tfng", "othr", "num", "pct",
                                    "date", "unit", "acr",  "url",  "elis"};

/* How a vector file writes tokens: 'K' keys, 'T' kind:key, 'O' key[begin,end), 'N' clean forms; the caller
 * clears. */
static khl_buf written(const cut *c, char level)
{
    khl_buf out = KHL_BUF_INIT;
    for (size_t i = 0; i < c->n; i++) {
        const khl_token *t = &c->tokens[i];
        if (i != 0) khl_buf_char(&out, '|');
        if (level == 'T') khl_buf_format(&out, "%s:", kinds[t->kind]);
        khl_buf_put(&out, level == 'N' ? t->clean : t->key);
        if (level == 'O') khl_buf_format(&out, "[%u,%u)", t->begin, t->end);
    }
    khl_buf_char(&out, '\0');
    return out;
}

static void expect(const char *text, char level, const char *expected)
{
    cut c = cut_text(khl_str_from(text), &elision);
    khl_buf out = written(&c, level);
    assert_string_equal(out.p, expected);
    khl_buf_clear(&out);
    cut_clear(&c);
}

typedef struct row {
    const char *text, *expected;
} row;

static void expect_rows(const row *rows, size_t n, char level)
{
    for (size_t i = 0; i < n; i++) expect(rows[i].text, level, rows[i].expected);
}

#define EXPECT_ROWS(rows, level) expect_rows((rows), sizeof(rows) / sizeof(rows)[0], (level))

static void texts_without_words_have_no_tokens(void **state)
{
    (void)state;
    static const char *const none[] = {"",         " ",      "\n\t ",  ".,;:!?",       "%",
                                       "\xFF\xFE", "\u0640", "\u064E", "\u200F\u202B", "\uFDFA",
                                       "\u00BD",   "\u0301", "@/_-'"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) expect(none[i], 'K', "");
    khl_stream empty = {0};
    khl_arena arena = KHL_ARENA_INIT(64);
    khl_token *tokens = (khl_token *)&empty;
    size_t n = 7;
    khl_written strings;
    assert_int_equal(khl_stream_write(&empty, &arena, &arena, &strings, NULL), KHL_OK);
    assert_int_equal(khl_segment(&empty, &strings, NULL, &arena, &tokens, &n, NULL), KHL_OK);
    assert_null(tokens);
    assert_int_equal(n, 0);
    khl_arena_clear(&arena);
}

static void the_token_vectors_hold(void **state)
{
    (void)state;
    test_vectors v = test_vectors_read();
    int seen = 0;
    for (size_t i = 0; i < v.n; i++) {
        const test_vector *item = &v.items[i];
        if (strlen(item->level) != 1 || strchr("KTO", item->level[0]) == NULL) continue;
        expect(item->input, item->level[0], item->expected);
        seen++;
    }
    assert_int_equal(seen, 32);
    test_vectors_free(&v);
}

static void numbers_are_read_as_moroccans_write_them(void **state)
{
    (void)state;
    static const row rows[] = {
        {"0", "num:0"},
        {"20\u00A0000", "num:20000"},
        {"20\u202F000", "num:20000"},
        {"20,000", "num:20000"},
        {"1 234 567", "num:1234567"},
        {"1.234.567", "num:1234567"},
        {"1 234,56", "num:1234.56"},
        {"1.234,56", "num:1234.56"},
        {"1,234.56", "num:1234.56"},
        {"1.234,567", "num:1234.567"}, /* the second separator is the decimal one */
        {"3.5", "num:3.5"},
        {"3,50", "num:3.5"},
        {"3,00", "num:3"},
        {"0,125", "num:0.125"}, /* no group begins with 0 */
        {"0.500", "num:0.5"},
        {"\u0663\u066B\u0665\u0660\u0660", "num:3.5"}, /* the Arabic decimal mark never groups */
        {"2026 200", "num:2026|num:200"},
        {"20 0000", "num:20|num:0000"},
        {"20.0001", "num:20.0001"},
        {"12 34", "num:12|num:34"},
        {"3\n500", "num:3|num:500"}, /* never across lines or columns */
        {"3\t500", "num:3|num:500"},
        {"3\u2026500", "num:3|num:500"},
        {"3 \u2013 500", "num:3|num:500"},
        {"1.", "num:1"},
        {"1,2,3", "num:1.2|num:3"},
        {"0537", "num:0537"},
        {"12345678901234567890123", "num:12345678901234567890123"},
        {"\u06F1\u06F2\u06F3", "num:123"},
    };
    EXPECT_ROWS(rows, 'T');
}

static void percentages_take_their_sign(void **state)
{
    (void)state;
    static const row rows[] = {
        {"20%", "pct:20%"},
        {"20 %", "pct:20%"},
        {"20\u00A0%", "pct:20%"},
        {"\u0662\u0660\u066A", "pct:20%"},
        {"%20", "pct:20%"}, /* as typed in Arabic text */
        {"3,5%", "pct:3.5%"},
        {"20\n%", "num:20"},
        {"%a", "latn:a"},
        {"%20a", "latn:20a"},
        {"10% 20%", "pct:10%|pct:20%"},
        {"%", ""},
    };
    EXPECT_ROWS(rows, 'T');
    expect("a 20 % b", 'O', "a[0,1)|20%[2,6)|b[7,8)");
    expect("a %20 b", 'O', "a[0,1)|20%[2,5)|b[6,7)");
}

static void dates_exist_and_begin_with_the_day(void **state)
{
    (void)state;
    static const row rows[] = {
        {"5/9/2026", "date:2026-09-05"},
        {"05-09-2026", "date:2026-09-05"},
        {"05.09.2026", "date:2026-09-05"},
        {"2026-09-05", "date:2026-09-05"},
        {"\u0660\u0665/\u0660\u0669/\u0662\u0660\u0662\u0666", "date:2026-09-05"},
        {"29/02/2024", "date:2024-02-29"},
        {"29/02/2026", "num:29|num:02|num:2026"},
        {"29/02/1900", "num:29|num:02|num:1900"},
        {"29/02/2000", "date:2000-02-29"},
        {"31/04/2026", "num:31|num:04|num:2026"},
        {"13/13/2026", "num:13|num:13|num:2026"},
        {"0/1/2026", "num:0|num:1|num:2026"},
        {"05/09/20261", "num:05|num:09|num:20261"},
        {"05/09/26", "num:05|num:09|num:26"},
        {"105/09/2026", "num:105|num:09|num:2026"},
        {"05/2026", "num:05|num:2026"},
    };
    EXPECT_ROWS(rows, 'T');
    expect("(5/9/2026)", 'O', "2026-09-05[1,9)");
}

static void areas_and_volumes_are_units(void **state)
{
    (void)state;
    static const row rows[] = {
        {"200 m2", "num:200|unit:m2"},
        {"200 M\u00B2", "num:200|unit:m2"},
        {"200m2", "num:200|unit:m2"},
        {"200m\u00B3", "num:200|unit:m3"},
        {"1.5 \u06452", "num:1.5|unit:m2"},
        {"200\u0645\u0663", "num:200|unit:m3"},
        {"\u06452", "arab:\u0645|num:2"}, /* no number before it */
        {"200 \u06454", "num:200|arab:\u0645|num:4"},
        {"200 \u064520", "num:200|arab:\u0645|num:20"},
        {"200 \u0645 2", "num:200|arab:\u0645|num:2"},
        {"200 \u06452%", "num:200|arab:\u0645|pct:2%"},
        {"2030\u0645", "num:2030|arab:\u0645"},
        {"200km", "latn:200km"},
        {"m4", "latn:m4"},
    };
    EXPECT_ROWS(rows, 'T');
    expect("200 \u0645\u00B2.", 'O', "200[0,3)|m2[4,8)");
}

static void acronyms_are_single_letters_with_dots(void **state)
{
    (void)state;
    static const row rows[] = {
        {"O.N.E.E.", "acr:onee"},
        {"O.N.E.E", "acr:onee"},
        {"l'O.N.E.E", "elis:l'|acr:onee"},
        {"\u0634.\u0645.\u0645.", "acr:\u0634\u0645\u0645"},
        {"\u0634.\u0645", "acr:\u0634\u0645"},
        {"\u0634.", "arab:\u0634"},
        {"\u0634\u2026\u0645", "arab:\u0634|arab:\u0645"},
        {"\u0634. \u0645", "arab:\u0634|arab:\u0645"},
        {"a.b", "latn:a|latn:b"},
        {"A.Benali", "latn:a|latn:benali"},
        {"A.2", "latn:a|num:2"},
    };
    EXPECT_ROWS(rows, 'T');
    expect("O.N.E.E.", 'O', "onee[0,7)");
}

static void addresses_are_whole_and_lose_the_sentence_around_them(void **state)
{
    (void)state;
    static const row rows[] = {
        {"https://www.rabat.ma/fr?a=1&b=2", "url:https://www.rabat.ma/fr?a=1&b=2"},
        {"(www.rabat.ma).", "url:www.rabat.ma"},
        {"www.rabat.ma\u060C", "url:www.rabat.ma"},
        {"\u0639\u0644\u0649www.rabat.ma", "arab:\u0639\u0644\u064A|url:www.rabat.ma"},
        {"rabat.ma", "url:rabat.ma"},
        {"rabat.ma/a.", "url:rabat.ma/a"},
        {"www.", "latn:www"},
        {"http://", "latn:http"},
        {"rabat.mada", "latn:rabat|latn:mada"},
        {"rabat..ma", "latn:rabat|latn:ma"},
        {"-contact@rabat.ma", "url:contact@rabat.ma"},
        {"a.b_c+d@e-f.co.ma.", "url:a.b_c+d@e-f.co.ma"},
        {"a@b", "latn:a|latn:b"},
        {"a@b.c", "latn:a|latn:b|latn:c"},
        {"@rabat", "latn:rabat"},
        {"20.fr", "url:20.fr"},
        {"Contact@Rabat.MA", "url:contact@rabat.ma"},
    };
    EXPECT_ROWS(rows, 'T');
    expect("(www.rabat.ma).", 'O', "www.rabat.ma[1,13)");
}

static void elided_words_part_and_exceptions_stay(void **state)
{
    (void)state;
    static const row rows[] = {
        {"qu'il", "elis:qu'|latn:il"},
        {"L\u2019\u00C9cole", "elis:l'|latn:ecole"},
        {"quelqu'un", "latn:quelqu'un"},
        {"d'aujourd'hui", "elis:d'|latn:aujourd'hui"},
        {"rock'n'roll", "latn:rock|elis:n'|latn:roll"},
        {"ta3'lim", "latn:ta3|latn:lim"},
        {"'mot'", "latn:mot"},
        {"l'", "latn:l"},
        {"l''a", "latn:l|latn:a"},
    };
    EXPECT_ROWS(rows, 'T');
    expect("L\u2019\u00C9cole", 'O', "l'[0,4)|ecole[4,10)");
    expect("L\u2019\u00C9cole", 'N', "l'|\u00E9cole");
}

static void without_elision_rules_apostrophes_only_part(void **state)
{
    (void)state;
    cut c = cut_text(KHL_STR("l'eau aujourd'hui"), NULL);
    khl_buf out = written(&c, 'T');
    assert_string_equal(out.p, "latn:l|latn:eau|latn:aujourd|latn:hui");
    khl_buf_clear(&out);
    cut_clear(&c);
}

static void scripts_part_without_a_space(void **state)
{
    (void)state;
    static const row rows[] = {
        {"\u0634\u0627\u0631\u0639Mohammed5\u0634",
         "arab:\u0634\u0627\u0631\u0639|latn:mohammed5|arab:\u0634"},
        {"\u2D30\u0628", "tfng:\u2D30|arab:\u0628"},
        {"\u041F\u0443\u0442\u044Ca", "othr:\u043F\u0443\u0442\u044C|latn:a"},
        {"covid19-ab_c/d", "latn:covid19|latn:ab|latn:c|latn:d"},
    };
    EXPECT_ROWS(rows, 'T');
}

static void clean_forms_stand_beside_keys(void **state)
{
    (void)state;
    expect(
        "\u0627\u0644\u0645\u064E\u062F\u0631\u0633\u0640\u0629 \u0623\u06AF\u0627\u062F\u064A\u0631 20 000",
        'N', "\u0627\u0644\u0645\u062F\u0631\u0633\u0629|\u0623\u06AF\u0627\u062F\u064A\u0631|20 000");
}

static void check_tokens(khl_str text, bool well_formed)
{
    cut c = cut_text(text, &elision);
    uint32_t end = 0;
    for (size_t i = 0; i < c.n; i++) {
        const khl_token *t = &c.tokens[i];
        assert_true(t->begin >= end && t->begin < t->end && t->end <= text.n);
        assert_true(t->key.n > 0 && t->clean.n > 0);
        assert_true(t->kind <= KHL_TOKEN_ELIS);
        assert_int_equal(t->stem.n + t->proclitics.n + t->lang + t->flags, 0); /* left for later steps */
        if (well_formed) assert_true(test_on_boundary(text, t->begin) && test_on_boundary(text, t->end));
        end = t->end;
    }
    cut_clear(&c);
}

static void tokens_never_overlap_on_random_text(void **state)
{
    (void)state;
    test_random_rounds(8, 5000, 60, check_tokens);
}

/* Texts made of what numbers, dates, units, addresses and elisions are made of. */
static void tokens_never_overlap_on_random_pieces(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "1", "20",     "000",    "2026",   ".",      ",",      "/",      "-",       " ", "%",
        "'", "m",      "2",      "\u00B2", "\u0645", "l",      "www.",   "http://", "@", "ma",
        "A", "\u0640", "\uFEFB", "\u00DF", "\uFB01", "\u0301", "\u200F", "_",       "\n"};
    uint64_t seed = 5;
    for (int round = 0; round < 8000; round++) {
        khl_buf text = KHL_BUF_INIT;
        for (uint32_t k = test_random_below(&seed, 24); k > 0; k--)
            khl_buf_put_c(&text, pieces[test_random_below(&seed, sizeof pieces / sizeof pieces[0])]);
        check_tokens(khl_buf_str(&text), true);
        khl_buf_clear(&text);
    }
}

/* The key of a word token is what khl_fold_word makes of the bytes it covers: lexicons and texts meet. */
static void a_word_and_its_entry_in_a_lexicon_have_one_key(void **state)
{
    (void)state;
    uint64_t seed = 31;
    int seen = 0;
    for (int round = 0; round < 3000; round++) {
        khl_buf text = KHL_BUF_INIT;
        test_random_text(&text, &seed, 1 + test_random_below(&seed, 20), false);
        cut c = cut_text(khl_buf_str(&text), &elision);
        for (size_t i = 0; i < c.n; i++) {
            const khl_token *t = &c.tokens[i];
            if (t->kind > KHL_TOKEN_TFNG) continue;
            khl_buf key = KHL_BUF_INIT;
            khl_str part = khl_str_part(khl_buf_str(&text), t->begin, t->end);
            assert_int_equal(khl_fold_word(properties, part, &key, NULL), KHL_OK);
            assert_true(khl_str_equal(khl_buf_str(&key), t->key));
            khl_buf_clear(&key);
            seen++;
        }
        cut_clear(&c);
        khl_buf_clear(&text);
    }
    assert_true(seen > 1000);
}

static void every_cut_of_a_text_is_accepted(void **state)
{
    (void)state;
    khl_str text =
        KHL_STR("\u0628\u064020% l\u2019\u00E9cole 1\u00A0234,5 m\u00B2 a@b.ma 5/9/2026 \uFEFB\u0651 O.N.E");
    for (size_t begin = 0; begin < text.n; begin++)
        for (size_t end = begin; end <= text.n; end++) {
            char *part = malloc(end - begin + (size_t)(end == begin));
            assert_non_null(part);
            if (end > begin) memcpy(part, text.p + begin, end - begin);
            check_tokens((khl_str){part, end - begin}, false);
            free(part);
        }
}

/* Where a scanner looks ahead at each place; quadratic work would run into the time limit of the test. */
static void long_runs_of_one_pattern_end(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "a-",     "a.",     "a@",      "a'", "l'",   "1.",   "1 ",
        "%1",     "\u0640", "\u0628.", "A.", "www.", "1/1/", "\u0628\u0640\u064E",
        "e\u0301"};
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        khl_buf text = KHL_BUF_INIT;
        for (int k = 0; k < 50000; k++) khl_buf_put_c(&text, patterns[i]);
        check_tokens(khl_buf_str(&text), true);
        khl_buf_clear(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_without_words_have_no_tokens),
        cmocka_unit_test(the_token_vectors_hold),
        cmocka_unit_test(numbers_are_read_as_moroccans_write_them),
        cmocka_unit_test(percentages_take_their_sign),
        cmocka_unit_test(dates_exist_and_begin_with_the_day),
        cmocka_unit_test(areas_and_volumes_are_units),
        cmocka_unit_test(acronyms_are_single_letters_with_dots),
        cmocka_unit_test(addresses_are_whole_and_lose_the_sentence_around_them),
        cmocka_unit_test(elided_words_part_and_exceptions_stay),
        cmocka_unit_test(without_elision_rules_apostrophes_only_part),
        cmocka_unit_test(scripts_part_without_a_space),
        cmocka_unit_test(clean_forms_stand_beside_keys),
        cmocka_unit_test(tokens_never_overlap_on_random_text),
        cmocka_unit_test(tokens_never_overlap_on_random_pieces),
        cmocka_unit_test(a_word_and_its_entry_in_a_lexicon_have_one_key),
        cmocka_unit_test(every_cut_of_a_text_is_accepted),
        cmocka_unit_test(long_runs_of_one_pattern_end),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
