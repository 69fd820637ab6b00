khl_unit_test(vector test_blas.c test_counts.c test_csr.c test_lsa.c test_matrix_market.c test_ngrams.c test_tfidf.c test_tfidf_vectors.c)
