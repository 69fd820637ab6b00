/* The vectors of tests/vectors/text-vectors.tsv that need the whole analyser, on the project's own models:
 * token keys (K), languages (L), stems (S), content features (F), offsets (O) and the guard of two texts (C).
 */
#include "text_fixture.h"
#include "vectors.h"

typedef void (*put_fn)(khl_buf *out, const khl_token *token);

static void put_key(khl_buf *out, const khl_token *token)
{
    khl_buf_put(out, token->key);
}

static void put_lang(khl_buf *out, const khl_token *token)
{
    khl_buf_put_c(out, khl_lang_name((khl_lang)token->lang));
}

static void put_stem(khl_buf *out, const khl_token *token)
{
    khl_buf_put(out, token->stem);
}

static void put_range(khl_buf *out, const khl_token *token)
{
    khl_buf_put(out, token->key);
    khl_buf_format(out, "[%u,%u)", token->begin, token->end);
}

static void put_typed(khl_buf *out, const khl_token *token)
{
    khl_buf_put_c(out, khl_token_kind_name((khl_token_kind)token->kind));
    khl_buf_char(out, ':');
    khl_buf_put(out, token->key);
}

static void expect(const test_vector *v, const char *got)
{
    if (strcmp(got, v->expected) != 0) print_error("vector %s, \"%s\":\n", v->id, v->input);
    assert_string_equal(got, v->expected);
}

static void check_tokens(const test_vector *v, put_fn put)
{
    khl_analysis a = analyze(v->input);
    khl_buf out = KHL_BUF_INIT;
    for (size_t i = 0; i < a.n_tokens; i++) {
        if (i > 0) khl_buf_char(&out, '|');
        put(&out, &a.tokens[i]);
    }
    khl_buf_char(&out, '\0');
    expect(v, out.p);
    khl_buf_clear(&out);
    khl_analysis_clear(&a);
}

static unsigned check_level(const char *level, put_fn put)
{
    test_vectors v = test_vectors_read();
    unsigned n = 0;
    for (size_t i = 0; i < v.n; i++) {
        if (strcmp(v.items[i].level, level) != 0) continue;
        n++;
        if (put != NULL) {
            check_tokens(&v.items[i], put);
        } else {
            char *names = feature_names(v.items[i].input, CONTENT);
            expect(&v.items[i], names);
            free(names);
        }
    }
    test_vectors_free(&v);
    return n;
}

static void keys(void **state)
{
    (void)state;
    assert_int_equal(check_level("K", put_key), 14);
}

static void typed_keys(void **state)
{
    (void)state;
    assert_int_equal(check_level("T", put_typed), 12);
}

static void languages(void **state)
{
    (void)state;
    assert_int_equal(check_level("L", put_lang), 2);
}

static void stems(void **state)
{
    (void)state;
    assert_int_equal(check_level("S", put_stem), 24);
}

static void offsets(void **state)
{
    (void)state;
    assert_int_equal(check_level("O", put_range), 6);
}

static void features(void **state)
{
    (void)state;
    assert_int_equal(check_level("F", NULL), 10);
}

/* Is there a feature of one of `kinds` that both texts (have == true), or only one of them, has? */
static bool has_feature(const khl_analysis *a, const khl_feature *f)
{
    for (size_t i = 0; i < a->n_features; i++)
        if (a->features[i].kind == f->kind && khl_str_equal(a->features[i].name, f->name)) return true;
    return false;
}

static void count_features(const khl_analysis *a, const khl_analysis *b, unsigned kinds, size_t *n,
                           size_t *shared)
{
    *n = *shared = 0;
    for (size_t i = 0; i < a->n_features; i++) {
        if ((kinds & (1u << a->features[i].kind)) == 0) continue;
        ++*n;
        *shared += has_feature(b, &a->features[i]);
    }
}

static const char *guard(const khl_analysis *a, const khl_analysis *b)
{
    unsigned figures = 1u << KHL_FEATURE_NUMBER | 1u << KHL_FEATURE_PERCENT;
    size_t n_a, n_b, shared_a, shared_b;
    count_features(a, b, PLACES, &n_a, &shared_a);
    count_features(b, a, PLACES, &n_b, &shared_b);
    if (n_a > 0 && n_b > 0 && shared_a == 0) return "PLACE_MISMATCH";
    count_features(a, b, figures, &n_a, &shared_a);
    count_features(b, a, figures, &n_b, &shared_b);
    return n_a > 0 && n_b > 0 && (shared_a < n_a || shared_b < n_b) ? "NUMBER_MISMATCH" : "";
}

static void guards(void **state)
{
    (void)state;
    test_vectors v = test_vectors_read();
    unsigned n = 0;
    for (size_t i = 0; i < v.n; i++) {
        if (strcmp(v.items[i].level, "C") != 0) continue;
        char *bar = strstr(v.items[i].input, " || ");
        assert_non_null(bar);
        khl_analysis b = analyze(bar + 4);
        *bar = '\0';
        khl_analysis a = analyze(v.items[i].input);
        expect(&v.items[i], guard(&a, &b));
        khl_analysis_clear(&a);
        khl_analysis_clear(&b);
        n++;
    }
    test_vectors_free(&v);
    assert_int_equal(n, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(keys),      cmocka_unit_test(typed_keys),
                                       cmocka_unit_test(languages), cmocka_unit_test(stems),
                                       cmocka_unit_test(offsets),   cmocka_unit_test(features),
                                       cmocka_unit_test(guards)};
    return cmocka_run_group_tests(tests, text_setup, text_teardown);
}
