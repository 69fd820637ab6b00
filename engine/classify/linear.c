/* Scoring with the linear classifier. Cost: a look-up and one row of weights a feature. */
#include "linear.h"

#include "alloc.h"
#include "error.h"

#include <math.h>
#include <string.h>

void khl_linear_add_up(const khl_linear *m, const uint32_t *col, const float *val, size_t n, double *score)
{
    size_t k = m->classes.n;
    memcpy(score, m->bias, k * sizeof *score);
    for (size_t e = 0; e < n; e++)
        for (size_t c = 0; c < k; c++) score[c] += (double)val[e] * (double)m->weights[col[e] * k + c];
}

void khl_linear_softmax(double *score, size_t n, double sharpness)
{
    double most = score[0], sum = 0;
    for (size_t i = 1; i < n; i++) most = fmax(most, score[i]);
    for (size_t i = 0; i < n; i++) sum += score[i] = exp(sharpness * (score[i] - most));
    for (size_t i = 0; i < n; i++) score[i] /= sum;
}

static khl_status score_counts(const khl_linear *m, const khl_counts *counts, double *score, khl_error *err)
{
    const khl_closed *doc = &counts->closed[0];
    size_t n = doc->n_terms, n_terms = counts->terms.n;
    uint32_t *column_of = khl_alloc(n_terms, sizeof *column_of), *col = khl_alloc(n, sizeof *col);
    float *val = khl_alloc(n, sizeof *val);
    khl_status status = column_of && col && val ? KHL_OK : khl_fail_memory(err);
    if (status == KHL_OK) {
        for (size_t k = 0; k < n_terms; k++) column_of[k] = khl_map_find(&m->terms, counts->terms.keys[k]);
        n = khl_linear_row(doc, column_of, &m->terms, m->idf, m->chars, col, val);
        khl_linear_add_up(m, col, val, n, score);
    }
    free(column_of);
    free(col);
    free(val);
    return status;
}

khl_status khl_linear_score(const khl_linear *m, const khl_analysis *analysis, double *probability,
                            khl_error *err)
{
    khl_counts *counts = NULL;
    khl_status status = khl_counts_create(&counts, err);
    if (status == KHL_OK) status = khl_linear_count(counts, analysis, err);
    if (status == KHL_OK) status = score_counts(m, counts, probability, err);
    if (status == KHL_OK) khl_linear_softmax(probability, m->classes.n, m->sharpness);
    khl_counts_destroy(counts);
    return status;
}

uint32_t khl_linear_n_classes(const khl_linear *m)
{
    return (uint32_t)m->classes.n;
}

khl_str khl_linear_class(const khl_linear *m, uint32_t i)
{
    return m->classes.keys[i];
}

void khl_linear_destroy(khl_linear *m)
{
    if (m == NULL) return;
    khl_map_clear(&m->classes);
    khl_map_clear(&m->terms);
    free(m->idf);
    free(m->weights);
    free(m->bias);
    free(m);
}
