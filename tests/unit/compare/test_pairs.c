/* Files of pairs: order, independence of neighbours and threads, rows that are refused. */
#include "models_fixture.h"

#include "buf.h"
#include "outfile.h"

#include <unistd.h>

static khl_compare *compare;
static char path[64];

static int setup(void **state)
{
    snprintf(path, sizeof path, "pairs-%ld.tsv", (long)getpid());
    return models_setup(state) != 0 || khl_compare_create(&compare, fixture_models, NULL) != KHL_OK;
}

static int teardown(void **state)
{
    unlink(path);
    khl_compare_destroy(compare);
    return models_teardown(state);
}

typedef struct seen {
    size_t n, stop_at;
    double probability[2000];
} seen;

static khl_status note(void *context, const khl_compared_pair *pair, khl_error *err)
{
    seen *s = context;
    char id[32];
    (void)err;
    snprintf(id, sizeof id, "p%zu", s->n);
    assert_str(pair->id, id);
    assert_int_equal(pair->row, s->n + 1);
    s->probability[s->n++] = pair->explanation->probability;
    return s->n == s->stop_at ? KHL_E_CANCELLED : KHL_OK;
}

static khl_status compare_file(khl_str bytes, unsigned n_threads, seen *out, khl_error *err)
{
    khl_compare_options options = KHL_COMPARE_OPTIONS_INIT;
    options.n_threads = n_threads;
    options.max_row_bytes = 100000;
    assert_int_equal(khl_file_write(path, bytes, NULL), KHL_OK);
    return khl_compare_pairs(compare, path, &options, note, out, err);
}

/* Several batches of pairs of proposals. */
static khl_buf many_pairs(size_t n)
{
    khl_corpus *corpus = read_proposals();
    khl_buf buf = KHL_BUF_INIT;
    uint64_t seed = 3;
    for (size_t i = 0; i < n; i++) {
        khl_buf_format(&buf, "p%zu\t", i);
        khl_buf_put(&buf, khl_corpus_at(corpus, draw(&seed, 165))->text);
        khl_buf_char(&buf, '\t');
        khl_buf_put(&buf, khl_corpus_at(corpus, draw(&seed, 165))->text);
        khl_buf_char(&buf, '\n');
    }
    khl_corpus_destroy(corpus);
    assert_true(khl_buf_ok(&buf));
    return buf;
}

static void threads_and_neighbours_change_nothing(void **state)
{
    (void)state;
    enum { N = 700 };
    khl_buf buf = many_pairs(N);
    static seen one, three;
    assert_int_equal(compare_file(khl_buf_str(&buf), 1, &one, NULL), KHL_OK);
    assert_int_equal(compare_file(khl_buf_str(&buf), 3, &three, NULL), KHL_OK);
    assert_int_equal(one.n, N);
    assert_int_equal(three.n, N);
    assert_memory_equal(one.probability, three.probability, N * sizeof *one.probability);
    const char *line = buf.p;
    for (size_t i = 0; i < 50; i++) { /* each alone */
        const char *a = strchr(line, '\t') + 1, *b = strchr(a, '\t') + 1, *end = strchr(b, '\n');
        khl_explanation x;
        assert_int_equal(khl_compare_texts(compare, (khl_str){a, (size_t)(b - a) - 1},
                                           (khl_str){b, (size_t)(end - b)}, &x, NULL),
                         KHL_OK);
        assert_true(x.probability == one.probability[i]);
        khl_explanation_clear(&x);
        line = end + 1;
    }
    khl_buf_clear(&buf);
}

static void a_bad_row_is_told_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *rows, *id;
        uint64_t row, column;
        size_t seen;
    } cases[] = {
        {"p0\ta\tb\np1\ta", "pairs.too_few", 2, 3, 1},
        {"p0\ta\tb\n\np2\ta\tb\n", "pairs.too_few", 2, 2, 1},
        {"p0\ta\tb\tc\n", "pairs.too_many", 1, 4, 0},
        {"p0\ta\tb\n \ta\tb\n", "pairs.no_id", 2, 1, 1},
        {"p0\ta\tb\np1\t\xFF\tb\n", "pairs.utf8", 2, 2, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        khl_error err = {.code = KHL_OK};
        static seen s;
        s = (seen){.n = 0};
        assert_int_equal(compare_file(khl_str_from(cases[i].rows), 2, &s, &err), KHL_E_INPUT);
        assert_string_equal(err.id, cases[i].id);
        assert_string_equal(err.file, path);
        assert_int_equal(err.row, cases[i].row);
        assert_int_equal(err.column, cases[i].column);
        assert_int_equal(s.n, cases[i].seen);
    }
}

static void a_row_beyond_the_limit_is_refused(void **state)
{
    (void)state;
    khl_buf buf = KHL_BUF_INIT;
    khl_error err = {.code = KHL_OK};
    static seen s;
    khl_buf_put_c(&buf, "p0\ta\tb\np1\t");
    for (size_t i = 0; i < 200000; i++) khl_buf_char(&buf, 'a');
    assert_int_equal(compare_file(khl_buf_str(&buf), 1, &s, &err), KHL_E_INPUT);
    assert_string_equal(err.id, "pairs.too_long");
    assert_int_equal(err.row, 2);
    assert_int_equal(s.n, 1);
    khl_buf_clear(&buf);
}

static void the_caller_may_stop(void **state)
{
    (void)state;
    khl_buf buf = many_pairs(600);
    static seen s;
    s.stop_at = 5;
    assert_int_equal(compare_file(khl_buf_str(&buf), 2, &s, NULL), KHL_E_CANCELLED);
    assert_int_equal(s.n, 5);
    khl_buf_clear(&buf);
}

/* Marks, line ends of both kinds, quotation marks, empty texts; no row at all. */
static void rows_are_read_as_they_stand(void **state)
{
    (void)state;
    static seen s;
    const char *rows = "\xEF\xBB\xBFp0\t\"a\t\"b\r\np1\t\t\np2\ta\tb";
    assert_int_equal(compare_file(khl_str_from(rows), 1, &s, NULL), KHL_OK);
    assert_int_equal(s.n, 3);
    s = (seen){.n = 0};
    assert_int_equal(compare_file((khl_str){"", 0}, 1, &s, NULL), KHL_OK);
    assert_int_equal(s.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_and_neighbours_change_nothing),
        cmocka_unit_test(a_bad_row_is_told_with_its_place),
        cmocka_unit_test(a_row_beyond_the_limit_is_refused),
        cmocka_unit_test(the_caller_may_stop),
        cmocka_unit_test(rows_are_read_as_they_stand),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
