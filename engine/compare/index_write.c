/* Writing an index: fresh from a corpus, or more of it by the weights of one that is open. */
#include "index.h"

#include "alloc.h"
#include "attested.h"
#include "error.h"
#include "map.h"
#include "tfidf.h"

#include <string.h>

static khl_status write_head(khl_store_writer *w, const khl_models *models, const khl_attested *attested,
                             khl_error *err)
{
    const char *id = khl_models_fingerprint(models);
    khl_buf counts = KHL_BUF_INIT, names = KHL_BUF_INIT;
    khl_status status = khl_store_add(w, "models", id, strlen(id), err);
    if (status == KHL_OK) status = khl_attested_freeze(attested, &counts, &names, err);
    if (status == KHL_OK) status = khl_store_add(w, "attested-counts", counts.p, counts.n, err);
    if (status == KHL_OK) status = khl_store_add(w, "attested-names", names.p, names.n, err);
    khl_buf_clear(&counts);
    khl_buf_clear(&names);
    return status;
}

static khl_status list_terms(const khl_tfidf *tfidf, khl_segment_terms *out, khl_error *err)
{
    out->n = khl_tfidf_n_terms(tfidf);
    out->keys = khl_alloc(out->n, sizeof *out->keys);
    out->records = khl_alloc(out->n, sizeof *out->records);
    if (out->keys == NULL || out->records == NULL) return khl_fail_memory(err);
    for (uint32_t c = 0; c < out->n; c++) {
        out->keys[c] = khl_tfidf_term(tfidf, c);
        out->records[c] = (khl_index_term){khl_tfidf_idf(tfidf, c), khl_tfidf_weight(tfidf, c), 0};
    }
    return KHL_OK;
}

static void clear_terms(khl_segment_terms terms[KHL_ROWS_SPACES])
{
    for (unsigned s = 0; s < KHL_ROWS_SPACES; s++) {
        free(terms[s].keys);
        free(terms[s].records);
    }
}

khl_status khl_index_write_fresh(khl_store_writer *w, const khl_doc *docs, size_t n, const khl_models *models,
                                 const khl_index_options *options, khl_pool *pool, khl_error *err)
{
    khl_fitted_rows fitted = {.attested = NULL};
    khl_segment_terms terms[KHL_ROWS_SPACES] = {{0}};
    khl_csr rows = {0};
    khl_said *said = NULL;
    unsigned n_said = khl_kept_carries(khl_models_match(models)) ? khl_pool_size(pool) : 0;
    khl_status status = n_said > 0 ? khl_said_create(&said, n_said, err) : KHL_OK;
    if (status == KHL_OK) status = khl_rows_fit(&fitted, docs, n, models, said, options, pool, err);
    if (status == KHL_OK)
        status = khl_rows_beside(&rows, &fitted.rows[KHL_ROWS_WORDS], &fitted.rows[KHL_ROWS_CONCEPTS], err);
    for (unsigned s = 0; s < KHL_ROWS_SPACES && status == KHL_OK; s++)
        status = list_terms(fitted.tfidf[s], &terms[s], err);
    if (status == KHL_OK) status = write_head(w, models, fitted.attested, err);
    if (status == KHL_OK && said != NULL) status = khl_demands_write_fresh(w, said, n_said, n, models, err);
    khl_said_destroy(said, n_said);
    if (status == KHL_OK) status = khl_segment_write(w, 0, &rows, terms, docs, pool, err);
    clear_terms(terms);
    khl_csr_clear(&rows);
    khl_fitted_rows_clear(&fitted);
    return status;
}

/* Rows as they grow, by the columns of terms in order of arrival. */
typedef struct growing {
    khl_map names[KHL_ROWS_SPACES];
    khl_segment_terms terms[KHL_ROWS_SPACES];
    size_t capacity[KHL_ROWS_SPACES];
    khl_index_row *rows; /* [n]; columns of concepts are marked */
    khl_said *said;      /* NULL: the index keeps no demands */
} growing;

#define CONCEPT 0x80000000u /* this many words there are not */

static khl_status number_term(growing *g, const khl_weighed *t, uint32_t *column, khl_error *err)
{
    khl_segment_terms *terms = &g->terms[t->space];
    bool added = false;
    if (khl_map_put(&g->names[t->space], t->term, column, &added) != KHL_OK) return khl_fail_memory(err);
    if (!added) return KHL_OK;
    if (!khl_grow(&terms->records, &g->capacity[t->space], (size_t)terms->n + 1, sizeof *terms->records))
        return khl_fail_memory(err);
    terms->records[terms->n++] = (khl_index_term){t->idf, t->weight, 0};
    return KHL_OK;
}

static khl_status add_row(growing *g, const khl_weighing *w, khl_index_row *row, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t k = 0; k < w->n && status == KHL_OK; k++) {
        uint32_t column = 0;
        status = number_term(g, &w->terms[k], &column, err);
        if (w->terms[k].space == KHL_ROWS_CONCEPTS) column |= CONCEPT;
        if (status == KHL_OK) status = khl_index_row_add(row, column, w->terms[k].value, err);
    }
    khl_index_row_sort(row);
    return status;
}

/* The rows as one matrix: concepts behind the words. */
static khl_status join_rows(const growing *g, size_t n, khl_csr *out, khl_error *err)
{
    uint32_t n_words = g->terms[KHL_ROWS_WORDS].n;
    size_t nnz = 0, at = 0;
    for (size_t i = 0; i < n; i++) nnz += g->rows[i].n;
    *out = (khl_csr){(uint32_t)n, n_words + g->terms[KHL_ROWS_CONCEPTS].n,
                     khl_alloc(n + 1, sizeof *out->row_ptr), khl_alloc(nnz, sizeof *out->col),
                     khl_alloc(nnz, sizeof *out->val)};
    if (!out->row_ptr || !out->col || !out->val) return khl_fail_memory(err);
    for (size_t i = 0; i < n; i++) {
        out->row_ptr[i] = at;
        for (size_t k = 0; k < g->rows[i].n; k++, at++) {
            uint32_t c = g->rows[i].col[k];
            out->col[at] = c & CONCEPT ? n_words + (c & ~CONCEPT) : c;
            out->val[at] = g->rows[i].val[k];
        }
    }
    out->row_ptr[n] = at;
    return KHL_OK;
}

static khl_status grow_rows(growing *g, const khl_index *x, const khl_doc *docs, size_t n,
                            const khl_progress *progress, khl_error *err)
{
    khl_weighing w = {.n = 0};
    khl_status status = KHL_OK;
    for (size_t i = 0; i < n && status == KHL_OK; i++) {
        khl_analysis a;
        status = khl_text_analyze(khl_models_text(x->models), docs[i].text, x->attested, &a, err);
        if (status != KHL_OK) break;
        status = khl_index_weigh(x, &a, &w, err);
        if (status == KHL_OK) status = add_row(g, &w, &g->rows[i], err);
        if (status == KHL_OK && g->said != NULL) status = khl_said_add(g->said, (uint32_t)i, &a, err);
        khl_analysis_clear(&a);
        if (status == KHL_OK && progress != NULL && progress->step != NULL &&
            !progress->step(progress->context, "analyse", i + 1, n))
            status = KHL_FAIL(err, KHL_E_CANCELLED, "cancelled", "stopped on request");
    }
    khl_weighing_clear(&w);
    return status;
}

khl_status khl_index_write_more(khl_store_writer *w, unsigned number, const khl_index *x, const khl_doc *docs,
                                size_t n, const khl_index_options *options, khl_pool *pool, khl_error *err)
{
    growing g = {.rows = khl_alloc_zero(n, sizeof *g.rows)};
    khl_csr rows = {0};
    khl_status status = g.rows != NULL ? KHL_OK : khl_fail_memory(err);
    for (unsigned s = 0; s < KHL_ROWS_SPACES && status == KHL_OK; s++)
        status = khl_map_init(&g.names[s], err);
    if (status == KHL_OK && x->keeps) status = khl_said_create(&g.said, 1, err);
    if (status == KHL_OK) status = grow_rows(&g, x, docs, n, options->progress, err);
    if (status == KHL_OK) status = join_rows(&g, n, &rows, err);
    for (unsigned s = 0; s < KHL_ROWS_SPACES; s++) g.terms[s].keys = g.names[s].keys;
    if (status == KHL_OK) status = khl_segment_write(w, number, &rows, g.terms, docs, pool, err);
    if (status == KHL_OK && x->keeps) status = khl_demands_write_more(w, number, g.said, n, &x->names, err);
    khl_said_destroy(g.said, 1);
    for (size_t i = 0; g.rows != NULL && i < n; i++) khl_index_row_clear(&g.rows[i]);
    for (unsigned s = 0; s < KHL_ROWS_SPACES; s++) {
        khl_map_clear(&g.names[s]);
        free(g.terms[s].records);
    }
    free(g.rows);
    khl_csr_clear(&rows);
    return status;
}

khl_status khl_index_write(const char *path, const khl_corpus *corpus, const khl_models *models,
                           const khl_index_options *options, khl_error *err)
{
    const khl_index_options defaults = KHL_INDEX_OPTIONS_INIT;
    khl_pool *pool = NULL;
    khl_doc *docs = NULL;
    khl_store_writer writer = {.at = 0};
    size_t n = khl_corpus_count(corpus);
    if (options == NULL) options = &defaults;
    if (n == 0)
        return KHL_FAIL(err, KHL_E_INPUT, "condense.empty",
                        "the input holds no proposal that can be used: all are empty or without letters");
    khl_status status = khl_pool_create(&pool, options->n_threads, err);
    if (status == KHL_OK) status = khl_docs_of(&docs, corpus, err);
    if (status == KHL_OK) status = khl_store_begin(&writer, path, err);
    if (status == KHL_OK) status = khl_index_write_fresh(&writer, docs, n, models, options, pool, err);
    if (status == KHL_OK) status = khl_store_commit(&writer, err);
    khl_store_writer_clear(&writer);
    free(docs);
    khl_pool_destroy(pool);
    return status;
}
