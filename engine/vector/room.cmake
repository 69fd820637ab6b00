# Counted terms, TF-IDF, sparse rows, and the only place where BLAS is called.
khl_room(vector SOURCES blas.c counts.c csr.c df_table.c lsa.c matrix_market.c ngrams.c tfidf.c tfidf_kept.c tfidf_rows.c USES base PACKAGES khl_openblas_headers)
