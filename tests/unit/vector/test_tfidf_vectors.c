/* Agreement with scikit-learn to 1e-6 over tests/vectors/tfidf.tsv: every column, idf and cell, nothing more.
 */
#include "vector_support.h"

#include "tsv.h"

#include <math.h>
#include <stdlib.h>

#define MAX_TEXTS 16
#define TOLERANCE 1e-6

typedef struct recorded {
    khl_str docs[MAX_TEXTS], queries[MAX_TEXTS];
    size_t n_docs, n_queries;
    khl_tfidf *tfidf; /* of the current set */
    khl_csr rows, more;
    uint32_t next_term;
    uint64_t cells, query_cells, cells_wanted, query_cells_wanted;
    size_t n_sets;
} recorded;

static double number(khl_str s)
{
    double value;
    assert_true(khl_str_to_f64(s, &value));
    return value;
}

static khl_str with_spaces(khl_str s, char *to)
{
    assert_true(s.n < 64);
    for (size_t i = 0; i < s.n; i++) to[i] = s.p[i];
    for (size_t i = 0; i < s.n; i++)
        if (to[i] == '_') to[i] = ' ';
    return (khl_str){to, s.n};
}

static khl_counts *count(const khl_str *texts, size_t n, unsigned n_min, unsigned n_max)
{
    khl_counts *counts = counts_new();
    for (size_t i = 0; i < n; i++) {
        if (n_min == 0) {
            add_document(counts, texts[i]);
            continue;
        }
        assert_int_equal(khl_counts_add_ngrams(counts, texts[i], n_min, n_max, NULL), KHL_OK);
        assert_int_equal(khl_counts_end(counts, NULL), KHL_OK);
    }
    return counts;
}

/* Everything that was recorded for the set has been seen, and nothing else is there. */
static void end_set(recorded *r)
{
    if (r->tfidf == NULL) return;
    assert_int_equal(r->next_term, khl_tfidf_n_terms(r->tfidf));
    assert_int_equal(r->cells, r->cells_wanted);
    assert_int_equal(r->query_cells, r->query_cells_wanted);
    assert_int_equal(r->rows.row_ptr[r->n_docs], r->cells_wanted);
    assert_int_equal(r->more.row_ptr[r->n_queries], r->query_cells_wanted);
    khl_csr_clear(&r->rows);
    khl_csr_clear(&r->more);
    khl_tfidf_destroy(r->tfidf);
    r->tfidf = NULL;
}

static void begin_set(recorded *r, const khl_str *f)
{
    end_set(r);
    khl_tfidf_options options = {number(f[2]) > 0.0, number(f[3]) > 0.0, number(f[4]) > 0.0,
                                 (uint32_t)number(f[5]), number(f[6]), NULL};
    unsigned n_min = (unsigned)number(f[7]), n_max = (unsigned)number(f[8]);
    khl_counts *docs = count(r->docs, r->n_docs, n_min, n_max);
    khl_counts *queries = count(r->queries, r->n_queries, n_min, n_max);
    r->tfidf = fit(docs, &options);
    r->rows = rows_of(r->tfidf, docs);
    r->more = rows_of(r->tfidf, queries);
    khl_counts_destroy(docs);
    khl_counts_destroy(queries);
    assert_int_equal(khl_tfidf_n_terms(r->tfidf), (uint32_t)number(f[9]));
    r->cells_wanted = (uint64_t)number(f[10]);
    r->query_cells_wanted = (uint64_t)number(f[11]);
    r->next_term = 0;
    r->cells = r->query_cells = 0;
    r->n_sets++;
}

static void check_term(recorded *r, const khl_str *f)
{
    char text[64];
    uint32_t c = r->next_term++;
    assert_true(c < khl_tfidf_n_terms(r->tfidf));
    assert_true(khl_str_equal(khl_tfidf_term(r->tfidf, c), with_spaces(f[1], text)));
    assert_true(fabs(khl_tfidf_idf(r->tfidf, c) - number(f[2])) < 1e-9);
}

static void check_cell(const recorded *r, const khl_csr *rows, const khl_str *f)
{
    char text[64];
    uint32_t row = (uint32_t)number(f[1]);
    assert_true(row < rows->n_rows);
    double got = cell(r->tfidf, rows, row, with_spaces(f[2], text)), want = number(f[3]);
    assert_true(fabs(got - want) < TOLERANCE);
}

static void check_line(recorded *r, const khl_str *f)
{
    if (khl_str_equal(f[0], KHL_STR("doc"))) {
        assert_true(r->n_docs < MAX_TEXTS);
        r->docs[r->n_docs++] = f[1];
    } else if (khl_str_equal(f[0], KHL_STR("query"))) {
        assert_true(r->n_queries < MAX_TEXTS);
        r->queries[r->n_queries++] = f[1];
    } else if (khl_str_equal(f[0], KHL_STR("set"))) {
        begin_set(r, f);
    } else if (khl_str_equal(f[0], KHL_STR("term"))) {
        check_term(r, f);
    } else if (khl_str_equal(f[0], KHL_STR("cell"))) {
        check_cell(r, &r->rows, f);
        r->cells++;
    } else {
        assert_true(khl_str_equal(f[0], KHL_STR("query_cell")));
        check_cell(r, &r->more, f);
        r->query_cells++;
    }
}

static void agrees_with_scikit_learn(void **state)
{
    (void)state;
    khl_tsv tsv;
    khl_error err = {0};
    recorded r = {0};
    bool more = true;
    assert_int_equal(khl_tsv_open(&tsv, KHL_SOURCE_DIR "/tests/vectors/tfidf.tsv", &err), KHL_OK);
    for (;;) {
        assert_int_equal(khl_tsv_next(&tsv, 2, &more, &err), KHL_OK);
        if (!more) break;
        check_line(&r, tsv.fields);
    }
    end_set(&r);
    assert_int_equal(r.n_docs, 8);
    assert_int_equal(r.n_sets, 9);
    khl_tsv_close(&tsv);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(agrees_with_scikit_learn)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
