/* Opening an index, weighing a text as it does, and the row of a question. */
#include "index.h"

#include "alloc.h"
#include "attested.h"
#include "background.h"
#include "counts.h"
#include "error.h"
#include "matcher.h"
#include "str.h"
#include "tfidf.h"

#include <math.h>
#include <stdio.h>

static bool is_sound(const void *context, const void *p, size_t n)
{
    return khl_store_sound(context, p, n);
}

static khl_status open_attested(khl_index *x, khl_error *err)
{
    khl_str counts, names;
    khl_status status = khl_store_whole(&x->store, "attested-counts", &counts, err);
    if (status == KHL_OK) status = khl_store_whole(&x->store, "attested-names", &names, err);
    return status == KHL_OK ? khl_attested_open(&x->attested, counts, names, err) : status;
}

static khl_status open_segments(khl_index *x, khl_error *err)
{
    char shape[KHL_STORE_NAME_BYTES];
    khl_status status = KHL_OK;
    for (unsigned k = 0; k < KHL_INDEX_MAX_SEGMENTS && status == KHL_OK; k++) {
        snprintf(shape, sizeof shape, "%u.near-shape", k);
        if (khl_store_bytes(&x->store, shape) == 0) break;
        status = khl_segment_open(&x->segments[k], &x->store, &x->guard, k, err);
        x->n += x->segments[k].n - x->segments[k].n_deleted;
        x->n_segments++;
    }
    return status != KHL_OK || x->n_segments > 0 ? status : khl_store_fail(&x->store, err);
}

static khl_status check_models(const khl_index *x, khl_error *err)
{
    khl_str id;
    khl_status status = khl_store_whole(&x->store, "models", &id, err);
    if (status != KHL_OK || khl_str_equal(id, khl_str_from(khl_models_fingerprint(x->models)))) return status;
    KHL_FAIL(err, KHL_E_INPUT, "index.models",
             "the index was made with other language data; build it anew, or name those with --models");
    return khl_error_at(err, x->store.path, 0, 0);
}

khl_status khl_index_open(khl_index **out, const char *path, const khl_models *models, khl_error *err)
{
    *out = NULL;
    khl_index *x = khl_alloc_zero(1, sizeof *x);
    if (x == NULL) return khl_fail_memory(err);
    x->models = models;
    khl_status status = khl_store_open(&x->store, path, err);
    x->guard = (khl_guard){is_sound, &x->store};
    if (status == KHL_OK) status = check_models(x, err);
    if (status == KHL_OK) status = open_segments(x, err);
    if (status == KHL_OK) status = open_attested(x, err);
    if (status == KHL_OK) status = khl_models_background(&x->background, models, err);
    if (status == KHL_OK) status = khl_demands_open(&x->names, &x->keeps, &x->store, x->background, err);
    for (unsigned k = 0; k < x->n_segments && status == KHL_OK && x->keeps; k++)
        if (x->segments[k].demands_at == NULL) status = khl_store_fail(&x->store, err);
    if (status != KHL_OK) {
        khl_index_close(x);
        return status;
    }
    *out = x;
    return KHL_OK;
}

void khl_index_close(khl_index *x)
{
    if (x == NULL) return;
    khl_index_forget_askers(x);
    khl_background_destroy(x->background);
    khl_attested_destroy(x->attested);
    khl_store_close(&x->store);
    free(x);
}

size_t khl_index_count(const khl_index *x)
{
    return x->n;
}

unsigned khl_index_n_segments(const khl_index *x)
{
    return x->n_segments;
}

/* The terms of one space, weighed as those of the first segment: a term it lacks has the idf of one in no
 * document of it. */
static khl_status weigh_space(const khl_index *x, unsigned space, khl_weighing *out, khl_error *err)
{
    const khl_segment *first = &x->segments[0];
    const khl_counts *counts = out->counts[space];
    const khl_df_table *prior = x->background->df[KHL_ROWS_SPACE[space]];
    double square = 0;
    const khl_closed *doc = &counts->closed[0];
    const uint32_t *code = doc->codes;
    size_t begin = out->n;
    for (uint32_t e = 0; e < doc->n_terms; e++) {
        khl_count entry;
        code = khl_counts_next(code, &entry);
        khl_str term = counts->terms.keys[entry.term];
        uint32_t tf = entry.tf, at = khl_frozen_find(&first->terms[space], term);
        khl_index_term known = {0, counts->weights[entry.term], 0};
        if (at != KHL_FROZEN_NONE)
            memcpy(&known, khl_frozen_record(&first->terms[space], at), sizeof known);
        else
            known.idf = khl_df_table_idf(prior, term, (double)first->n, 0);
        double value = (tf == 1 ? 1.0 : 1.0 + log((double)tf)) * known.idf * (double)known.weight;
        square += value * value;
        if (!khl_grow(&out->terms, &out->capacity, out->n + 1, sizeof *out->terms))
            return khl_fail_memory(err);
        out->terms[out->n++] = (khl_weighed){term, known.idf, known.weight, (float)value, space};
    }
    double scale = square > 0 ? sqrt(0.5 / square) : 0;
    for (size_t k = begin; k < out->n; k++)
        out->terms[k].value = (float)((double)out->terms[k].value * scale);
    return KHL_OK;
}

khl_status khl_index_weigh(const khl_index *x, const khl_analysis *analysis, khl_weighing *out,
                           khl_error *err)
{
    khl_status status = KHL_OK;
    khl_weighed *terms = out->terms;
    size_t capacity = out->capacity;
    out->terms = NULL;
    khl_weighing_clear(out);
    *out = (khl_weighing){.terms = terms, .capacity = capacity};
    for (unsigned s = 0; s < KHL_ROWS_SPACES && status == KHL_OK; s++) {
        status = khl_counts_create(&out->counts[s], err);
        if (status == KHL_OK)
            status = khl_matcher_add_terms(out->counts[s], analysis, KHL_ROWS_SPACE[s], err);
        if (status == KHL_OK) status = khl_counts_end(out->counts[s], err);
        if (status == KHL_OK) status = weigh_space(x, s, out, err);
    }
    return status;
}

void khl_weighing_clear(khl_weighing *weighing)
{
    for (unsigned s = 0; s < KHL_ROWS_SPACES; s++) khl_counts_destroy(weighing->counts[s]);
    free(weighing->terms);
    *weighing = (khl_weighing){.n = 0};
}

khl_status khl_index_row_add(khl_index_row *row, uint32_t col, float val, khl_error *err)
{
    if (!khl_grow(&row->col, &row->capacity, row->n + 1, sizeof *row->col) ||
        !khl_grow(&row->val, &row->val_capacity, row->n + 1, sizeof *row->val))
        return khl_fail_memory(err);
    row->col[row->n] = col;
    row->val[row->n++] = val;
    return KHL_OK;
}

void khl_index_row_sort(khl_index_row *row)
{
    for (size_t k = 1; k < row->n; k++) {
        uint32_t col = row->col[k];
        float val = row->val[k];
        size_t at = k;
        for (; at > 0 && row->col[at - 1] > col; at--) {
            row->col[at] = row->col[at - 1];
            row->val[at] = row->val[at - 1];
        }
        row->col[at] = col;
        row->val[at] = val;
    }
}

void khl_index_row_clear(khl_index_row *row)
{
    free(row->col);
    free(row->val);
    *row = (khl_index_row){.n = 0};
}

khl_status khl_index_row_of(const khl_segment *segment, const khl_weighing *question, khl_index_row *out,
                            khl_error *err)
{
    khl_status status = KHL_OK;
    out->n = 0;
    for (size_t k = 0; k < question->n && status == KHL_OK; k++) {
        const khl_weighed *t = &question->terms[k];
        uint32_t at = khl_frozen_find(&segment->terms[t->space], t->term);
        khl_index_term known;
        if (at == KHL_FROZEN_NONE) continue;
        memcpy(&known, khl_frozen_record(&segment->terms[t->space], at), sizeof known);
        status = khl_index_row_add(out, known.rank, t->value, err);
    }
    khl_index_row_sort(out);
    return status;
}
