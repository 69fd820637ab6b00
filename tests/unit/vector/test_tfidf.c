/* Fitting: columns, choice of terms, other documents in a fitted space. Numbers are in test_tfidf_vectors. */
#include "vector_support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const texts[] = {"b a", "a", "c b a a", ""};

static void columns_are_in_bytewise_order(void **state)
{
    (void)state;
    khl_counts *counts = counts_new();
    /* Long common prefixes, a prefix of another term, a zero byte, letters above ASCII. */
    add_documents(counts, 2,
                  (const char *const[]){"\xD8\xB7 abcdefghB abcdefgh abcdefghA", "z abcdefg \xC3\xA9 Z"});
    assert_int_equal(khl_counts_add(counts, (khl_str){"abcdefgh\0", 9}, 1.0F, NULL), KHL_OK);
    assert_int_equal(khl_counts_add(counts, (khl_str){"abc\0", 4}, 1.0F, NULL), KHL_OK);
    assert_int_equal(khl_counts_add(counts, (khl_str){"abc", 3}, 1.0F, NULL), KHL_OK);
    assert_int_equal(khl_counts_end(counts, NULL), KHL_OK);
    const khl_str want[] = {KHL_STR("Z"),         KHL_STR("abc"),       KHL_STR("abc\0"),
                            KHL_STR("abcdefg"),   KHL_STR("abcdefgh"),  KHL_STR("abcdefgh\0"),
                            KHL_STR("abcdefghA"), KHL_STR("abcdefghB"), KHL_STR("z"),
                            KHL_STR("\xC3\xA9"),  KHL_STR("\xD8\xB7")};
    khl_tfidf *tfidf = fit(counts, NULL);
    assert_int_equal(khl_tfidf_n_terms(tfidf), sizeof want / sizeof *want);
    for (uint32_t c = 0; c < sizeof want / sizeof *want; c++) {
        assert_true(khl_str_equal(khl_tfidf_term(tfidf, c), want[c]));
        assert_int_equal(khl_tfidf_column(tfidf, want[c]), c);
    }
    assert_int_equal(khl_tfidf_column(tfidf, KHL_STR("none")), UINT32_MAX);
    khl_tfidf_destroy(tfidf);
    khl_counts_destroy(counts);
}

static void order_of_documents_does_not_matter(void **state)
{
    (void)state;
    khl_counts *one = counts_new(), *two = counts_new();
    for (size_t d = 0; d < 4; d++) {
        add_document(one, khl_str_from(texts[d]));
        add_document(two, khl_str_from(texts[3 - d]));
    }
    khl_tfidf *a = fit(one, NULL), *b = fit(two, NULL);
    khl_csr in_a = rows_of(a, one), in_b = rows_of(b, one);
    size_t nnz = (size_t)in_a.row_ptr[4];
    assert_int_equal(nnz, 6);
    assert_memory_equal(in_a.row_ptr, in_b.row_ptr, 5 * sizeof *in_a.row_ptr);
    assert_memory_equal(in_a.col, in_b.col, nnz * sizeof *in_a.col);
    assert_memory_equal(in_a.val, in_b.val, nnz * sizeof *in_a.val);
    khl_csr_clear(&in_a);
    khl_csr_clear(&in_b);
    khl_tfidf_destroy(a);
    khl_tfidf_destroy(b);
    khl_counts_destroy(one);
    khl_counts_destroy(two);
}

static void rare_and_common_terms_get_no_column(void **state)
{
    (void)state;
    khl_counts *counts = counts_new();
    add_documents(counts, 4, texts); /* df: a 3, b 2, c 1 of 4 */
    const struct {
        uint32_t min_df;
        double max_share;
        const char *left;
    } cases[] = {{0, 1.0, "abc"}, {1, 1.0, "abc"},  {2, 1.0, "ab"}, {2, 0.5, "b"},
                 {1, 0.74, "bc"}, {1, 0.75, "abc"}, {9, 1.0, ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        khl_tfidf_options options = KHL_TFIDF_OPTIONS_INIT;
        options.min_df = cases[i].min_df;
        options.max_share = cases[i].max_share;
        khl_tfidf *tfidf = fit(counts, &options);
        assert_int_equal(khl_tfidf_n_terms(tfidf), strlen(cases[i].left));
        for (uint32_t c = 0; c < khl_tfidf_n_terms(tfidf); c++)
            assert_true(khl_str_equal(khl_tfidf_term(tfidf, c), (khl_str){cases[i].left + c, 1}));
        khl_csr rows = rows_of(tfidf, counts);
        assert_int_equal(rows.n_rows, 4);
        khl_csr_clear(&rows);
        khl_tfidf_destroy(tfidf);
    }
    khl_counts_destroy(counts);
}

static void weight_given_when_fitted_holds_for_others(void **state)
{
    (void)state;
    khl_counts *counts = counts_new(), *others = counts_new();
    assert_int_equal(khl_counts_add(counts, KHL_STR("a"), 0.5F, NULL), KHL_OK);
    assert_int_equal(khl_counts_end(counts, NULL), KHL_OK);
    add_documents(others, 1, (const char *const[]){"a unknown"});
    khl_tfidf_options options = KHL_TFIDF_OPTIONS_INIT;
    options.normalise = false;
    khl_tfidf *tfidf = fit(counts, &options);
    khl_csr rows = rows_of(tfidf, others);
    assert_true(rows.row_ptr[1] == 1);
    assert_true(rows.val[0] == 0.5F); /* tf 1, idf ln(2/2) + 1 */
    khl_csr_clear(&rows);
    khl_tfidf_destroy(tfidf);
    khl_counts_destroy(counts);
    khl_counts_destroy(others);
}

static void rows_have_unit_length_and_ascending_columns(void **state)
{
    (void)state;
    khl_counts *counts = counts_new();
    uint64_t random = 7;
    for (unsigned d = 0; d < 50; d++) {
        for (unsigned t = 0; t < d; t++) {
            random = random * 6364136223846793005U + 1442695040888963407U;
            char term[2] = {(char)('a' + (random >> 40) % 26), (char)('a' + (random >> 50) % 26)};
            assert_int_equal(khl_counts_add(counts, (khl_str){term, 2}, 1.0F, NULL), KHL_OK);
        }
        assert_int_equal(khl_counts_end(counts, NULL), KHL_OK);
    }
    khl_tfidf *tfidf = fit(counts, NULL);
    khl_csr rows = rows_of(tfidf, counts);
    for (uint32_t r = 0; r < rows.n_rows; r++) {
        for (uint64_t p = rows.row_ptr[r] + 1; p < rows.row_ptr[r + 1]; p++)
            assert_true(rows.col[p - 1] < rows.col[p]);
        assert_true(fabs(khl_csr_dot(&rows, r, &rows, r) - (r == 0 ? 0.0 : 1.0)) < 1e-6);
    }
    khl_csr_clear(&rows);
    khl_tfidf_destroy(tfidf);
    khl_counts_destroy(counts);
}

static void share_without_meaning_is_refused(void **state)
{
    (void)state;
    khl_counts *counts = counts_new();
    const double bad[] = {0.0, -1.0, 1.5, NAN};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        khl_tfidf_options options = KHL_TFIDF_OPTIONS_INIT;
        khl_error err = {0};
        khl_tfidf *tfidf = NULL;
        options.max_share = bad[i];
        assert_int_equal(khl_tfidf_fit(&tfidf, counts, &options, &err), KHL_E_ARGUMENT);
        assert_string_equal(err.id, "vector.max_share");
        assert_null(tfidf);
    }
    khl_counts_destroy(counts);
    khl_tfidf_destroy(NULL);
}

static void a_table_weighs_terms_whatever_the_texts(void **state)
{
    (void)state;
    khl_df_table *table;
    khl_counts *counts = counts_new();
    khl_tfidf *tfidf;
    add_documents(counts, 4, texts);
    assert_int_equal(khl_df_table_create(&table, 9, 1, NULL), KHL_OK);
    assert_int_equal(khl_df_table_add(table, KHL_STR("a"), 4, NULL), KHL_OK);
    assert_int_equal(khl_df_table_add(table, KHL_STR("never"), 9, NULL), KHL_OK);
    assert_int_equal(khl_tfidf_from_table(&tfidf, counts, table, NULL, NULL), KHL_OK);
    assert_int_equal(khl_tfidf_n_terms(tfidf), 3);
    assert_true(fabs(khl_tfidf_idf(tfidf, 0) - (log(10.0 / 5) + 1)) < 1e-12);
    assert_true(fabs(khl_tfidf_idf(tfidf, 1) - (log(10.0 / 2) + 1)) < 1e-12);
    assert_true(khl_tfidf_idf(tfidf, 1) == khl_tfidf_idf(tfidf, 2)); /* b and c are not in it */
    khl_tfidf_destroy(tfidf);
    khl_df_table_destroy(table);
    khl_counts_destroy(counts);
}

static void a_table_refuses_what_is_no_frequency(void **state)
{
    (void)state;
    khl_df_table *table;
    assert_int_equal(khl_df_table_create(&table, 3, -1, NULL), KHL_E_ARGUMENT);
    assert_null(table);
    assert_int_equal(khl_df_table_create(&table, 3, 4, NULL), KHL_E_ARGUMENT);
    assert_int_equal(khl_df_table_create(&table, (double)NAN, 0, NULL), KHL_E_ARGUMENT);
    assert_int_equal(khl_df_table_create(&table, 3, 0, NULL), KHL_OK);
    assert_int_equal(khl_df_table_add(table, KHL_STR("a"), 3.5, NULL), KHL_E_ARGUMENT);
    assert_int_equal(khl_df_table_add(table, KHL_STR("a"), -1, NULL), KHL_E_ARGUMENT);
    assert_int_equal(khl_df_table_add(table, KHL_STR("a"), (double)NAN, NULL), KHL_E_ARGUMENT);
    assert_int_equal(khl_df_table_add(table, KHL_STR(""), 1, NULL), KHL_E_ARGUMENT);
    assert_int_equal(khl_df_table_add(table, KHL_STR("a"), 3, NULL), KHL_OK);
    assert_int_equal(khl_df_table_add(table, KHL_STR("a"), 3, NULL), KHL_E_ARGUMENT);
    khl_df_table_destroy(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_weighs_terms_whatever_the_texts),
        cmocka_unit_test(a_table_refuses_what_is_no_frequency),
        cmocka_unit_test(columns_are_in_bytewise_order),
        cmocka_unit_test(order_of_documents_does_not_matter),
        cmocka_unit_test(rare_and_common_terms_get_no_column),
        cmocka_unit_test(weight_given_when_fitted_holds_for_others),
        cmocka_unit_test(rows_have_unit_length_and_ascending_columns),
        cmocka_unit_test(share_without_meaning_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
