/* The second opinion on the axis of a text: each axis is one document of a small TF-IDF space over words and
 * concepts, and a text scores by cosine, so that no single word decides a long text. */
#include "axis_model.h"

#include "alloc.h"
#include "axis_terms.h"
#include "error.h"
#include "str.h"

static const double OF_COSINE = 14; /* a lead of 0.1 makes an axis four times as likely */

static bool is_term(const khl_feature *f)
{
    return f->kind == KHL_FEATURE_CONCEPT || khl_axis_is_word(f);
}

khl_status khl_axis_cosine_fit(khl_axis_model *m, khl_error *err)
{
    khl_status status = khl_tfidf_fit(&m->tfidf, m->documents, NULL, err);
    return status == KHL_OK ? khl_tfidf_rows(m->tfidf, m->documents, &m->rows, err) : status;
}

khl_status khl_axis_cosine_add(const khl_axis_model *m, double *score, const khl_analysis *analysis,
                               khl_error *err)
{
    size_t n = analysis->n_features, used = 0;
    uint32_t *columns = khl_alloc(n, sizeof *columns);
    float *values = khl_alloc(n, sizeof *values);
    khl_status status = columns != NULL && values != NULL ? KHL_OK : khl_fail_memory(err);
    for (size_t i = 0; i < n && status == KHL_OK; i++)
        if (is_term(&analysis->features[i]))
            columns[used++] = khl_tfidf_column(m->tfidf, analysis->features[i].name);
    if (status == KHL_OK) used = khl_tfidf_weigh(m->tfidf, columns, used, values);
    uint64_t ends[2] = {0, used};
    khl_csr row = {.n_rows = 1, .n_cols = m->rows.n_cols, .row_ptr = ends, .col = columns, .val = values};
    for (uint32_t i = 0; status == KHL_OK && i < m->axes->n; i++)
        score[i] += OF_COSINE * khl_csr_dot(&m->rows, i, &row, 0);
    free(columns);
    free(values);
    return status;
}
