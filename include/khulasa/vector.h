/* Counted terms, TF-IDF and sparse rows.
 *
 * A khl_counts is filled term by term, document by document; a khl_tfidf is fitted on it and turns it (or the
 * counts of other documents) into rows of unit length. With default options the numbers are those of
 * scikit-learn's TfidfVectorizer(sublinear_tf=True): (1 + ln tf) * (ln((1 + n) / (1 + df)) + 1),
 * L2-normalised, to 1e-6. */
#ifndef KHULASA_VECTOR_H
#define KHULASA_VECTOR_H

#include <khulasa/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Compressed sparse rows. For a 3 x 4 matrix  [ . 2 . 1 ; . . . . ; 5 . . . ]
 *   row_ptr = {0, 2, 2, 3}   col = {1, 3, 0}   val = {2, 1, 5}
 * Columns ascend within a row. */
typedef struct khl_csr {
    uint32_t n_rows, n_cols;
    uint64_t *row_ptr; /* [n_rows + 1] */
    uint32_t *col;     /* [row_ptr[n_rows]], < n_cols */
    float *val;        /* [row_ptr[n_rows]] */
} khl_csr;

/* Frees the arrays and leaves an empty matrix; {0} may be cleared, too. */
KHL_API void khl_csr_clear(khl_csr *rows);

/* Sum over shared columns, in ascending column order, in double precision. */
KHL_API double khl_csr_dot(const khl_csr *a, uint32_t row_a, const khl_csr *b, uint32_t row_b);

/* Reads a sparse matrix in Matrix Market form ("%%MatrixMarket matrix coordinate", real, integer or pattern,
 * general or symmetric); path "-" is standard input. KHL_E_IO, or KHL_E_INPUT with line and word. Free with
 * khl_csr_clear. Cost: the text is read twice; memory is that of the rows. */
KHL_API khl_status khl_csr_read(khl_csr *out, const char *path, khl_error *err);

/* The columns of a beside those of b, scaled: row r is (weight_a * a_r, weight_b * b_r), so that products add
 * up as weight_a^2 and weight_b^2 of theirs. a and b have the same number of rows, else KHL_E_ARGUMENT. Free
 * with khl_csr_clear. */
KHL_API khl_status khl_csr_beside(khl_csr *out, const khl_csr *a, float weight_a, const khl_csr *b,
                                  float weight_b, khl_error *err);

/* Document frequencies known beforehand; see below. */
typedef struct khl_df_table khl_df_table;

typedef struct khl_counts khl_counts;
typedef struct khl_tfidf khl_tfidf;

KHL_API khl_status khl_counts_create(khl_counts **out, khl_error *err);
KHL_API void khl_counts_destroy(khl_counts *counts);

/* One occurrence of a term in the current document. weight in (0, 1] belongs to the term (1 for most; less
 * for boilerplate); the smallest ever given for a term holds. The term is copied; an empty one, or another
 * weight, is KHL_E_ARGUMENT. */
KHL_API khl_status khl_counts_add(khl_counts *counts, khl_str term, float weight, khl_error *err);

/* Character n-grams of every word of key (words are separated by ASCII white space), n_min..n_max characters
 * (code points; 1 <= n_min <= n_max <= 256, else KHL_E_ARGUMENT), each word with one space on either side as
 * its edge: scikit-learn's analyzer='char_wb'. A word that fits into one window counts once. */
KHL_API khl_status khl_counts_add_ngrams(khl_counts *counts, khl_str key, unsigned n_min, unsigned n_max,
                                         khl_error *err);

/* Closes the current document (also an empty one). Terms of a document that is not closed do not count yet.
 */
KHL_API khl_status khl_counts_end(khl_counts *counts, khl_error *err);

typedef struct khl_tfidf_options {
    bool sublinear;   /* 1 + ln tf instead of tf */
    bool smooth;      /* +1 above and below in idf, as if one more document held every term */
    bool normalise;   /* L2 */
    uint32_t min_df;  /* terms in fewer documents get no column */
    double max_share; /* terms in more than this share of the documents get no column; 1 keeps all */
    const khl_df_table
        *prior; /* documents that count beside those fitted on, smoothed; NULL: none. So the
                   terms of five proposals are not all equally common. Borrowed while fitting. */
} khl_tfidf_options;
#define KHL_TFIDF_OPTIONS_INIT                                                                               \
    {                                                                                                        \
        true, true, true, 1, 1.0, NULL                                                                       \
    }

/* Vocabulary, document frequencies and weights of counts. Columns are numbered in bytewise order of their
 * terms, so nothing depends on the order of documents. options may be NULL. No documents, or none whose terms
 * qualify, make a space without columns. KHL_E_ARGUMENT when max_share is not in (0, 1]. Cost: V log V. */
KHL_API khl_status khl_tfidf_fit(khl_tfidf **out, const khl_counts *counts, const khl_tfidf_options *options,
                                 khl_error *err);
KHL_API void khl_tfidf_destroy(khl_tfidf *tfidf);

/* Rows of counts (those fitted on, or others; unknown terms are left out) in the fitted space: tf (or 1 + ln
 * tf) * idf * the weight the term had when fitted, then the length. A row without known terms is empty. Sums
 * run in ascending column order. Free with khl_csr_clear. Cost: one look-up a term, a few writes an entry. */
KHL_API khl_status khl_tfidf_rows(const khl_tfidf *tfidf, const khl_counts *counts, khl_csr *out,
                                  khl_error *err);

/* Document frequencies known beforehand: how many of n_docs documents (which may be estimates, so neither
 * need be whole) hold a term. For texts that have no collection around them. */
typedef struct khl_df_table khl_df_table;
/* unseen: in how many documents a term is taken to be that is never added, in [0, n_docs]. KHL_E_ARGUMENT for
 * a number that is none. */
KHL_API khl_status khl_df_table_create(khl_df_table **out, double n_docs, double unseen, khl_error *err);
KHL_API void khl_df_table_destroy(khl_df_table *table);
/* df in [0, n_docs]; KHL_E_ARGUMENT beyond, for a number that is none, and for a term that is there already.
 */
KHL_API khl_status khl_df_table_add(khl_df_table *table, khl_str term, double df, khl_error *err);

/* A space whose columns are the terms of counts, with the smoothed idf ln((1 + n_docs) / (1 + df)) + 1 of the
 * table; a term that the table lacks has the df of an unseen one. min_df and max_share mean nothing here;
 * options may be NULL. The idf of a term does not depend on counts. Cost: V log V of counts. */
KHL_API khl_status khl_tfidf_from_table(khl_tfidf **out, const khl_counts *counts, const khl_df_table *table,
                                        const khl_tfidf_options *options, khl_error *err);

KHL_API uint32_t khl_tfidf_n_terms(const khl_tfidf *tfidf);
KHL_API khl_str khl_tfidf_term(const khl_tfidf *tfidf, uint32_t column); /* borrowed */
KHL_API double khl_tfidf_idf(const khl_tfidf *tfidf, uint32_t column);
KHL_API float khl_tfidf_weight(const khl_tfidf *tfidf,
                               uint32_t column); /* the smallest it was counted with */
KHL_API uint32_t khl_tfidf_df(const khl_tfidf *tfidf, uint32_t column);
/* The column of a term, UINT32_MAX when it has none. */
KHL_API uint32_t khl_tfidf_column(const khl_tfidf *tfidf, khl_str term);

/* The row of one document by its terms: columns [n], one for each occurrence, UINT32_MAX for a term the space
 * lacks, become the ascending columns of the row, and values [n] theirs, as khl_tfidf_rows would have them.
 * Returns how many. Cost: sorting n numbers. */
KHL_API size_t khl_tfidf_weigh(const khl_tfidf *tfidf, uint32_t *columns, size_t n, float *values);

/* Latent semantic analysis (Deerwester et al. 1990): the rows in the n_dims strongest directions of their
 * matrix, scaled to unit length; a row without entries stays zero. So two texts meet that share no term but
 * the company of their terms. By randomised subspace iteration (Halko, Martinsson, Tropp 2011, algorithm 4.4)
 * with a fixed seed: the same bytes for the same rows. out   [n_rows x n_dims], row-major, to be freed by the
 * caller; *n_dims: asked for, at most the rank in return n_dims in 1..1024, else KHL_E_ARGUMENT. KHL_E_IO:
 * OpenBLAS is not installed. Cost: 10 products of the rows with a dense block of n_dims + 10 columns; memory
 * (n_rows + n_cols) * (n_dims + 10) doubles. */
KHL_API khl_status khl_lsa_rows(float **out, uint32_t *n_dims, const khl_csr *rows, khl_error *err);

#ifdef __cplusplus
}
#endif
#endif
