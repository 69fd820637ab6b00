/* Short hands for the tests of this room. */
#ifndef KHL_TEST_VECTOR_SUPPORT_H
#define KHL_TEST_VECTOR_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "khulasa/vector.h"
#include "str.h"

static inline khl_counts *counts_new(void)
{
    khl_counts *counts = NULL;
    assert_int_equal(khl_counts_create(&counts, NULL), KHL_OK);
    return counts;
}

/* One document of terms separated by single spaces. */
static inline void add_document(khl_counts *counts, khl_str text)
{
    for (size_t at = 0; at < text.n;) {
        size_t begin = at;
        while (at < text.n && text.p[at] != ' ') at++;
        if (at > begin)
            assert_int_equal(khl_counts_add(counts, khl_str_part(text, begin, at), 1.0F, NULL), KHL_OK);
        at++;
    }
    assert_int_equal(khl_counts_end(counts, NULL), KHL_OK);
}

static inline void add_documents(khl_counts *counts, size_t n, const char *const *texts)
{
    for (size_t i = 0; i < n; i++) add_document(counts, khl_str_from(texts[i]));
}

static inline khl_tfidf *fit(const khl_counts *counts, const khl_tfidf_options *options)
{
    khl_tfidf *tfidf = NULL;
    assert_int_equal(khl_tfidf_fit(&tfidf, counts, options, NULL), KHL_OK);
    return tfidf;
}

static inline khl_csr rows_of(const khl_tfidf *tfidf, const khl_counts *counts)
{
    khl_csr rows;
    assert_int_equal(khl_tfidf_rows(tfidf, counts, &rows, NULL), KHL_OK);
    return rows;
}

/* The value at (row, term); 0 when there is none. */
static inline double cell(const khl_tfidf *tfidf, const khl_csr *rows, uint32_t row, khl_str term)
{
    uint32_t column = khl_tfidf_column(tfidf, term);
    for (uint64_t p = rows->row_ptr[row]; p < rows->row_ptr[row + 1]; p++)
        if (rows->col[p] == column) return (double)rows->val[p];
    return 0.0;
}

#endif
