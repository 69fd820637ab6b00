/* Fitting: document frequencies, the choice of terms, their order, their idf.
 *
 * Terms are sorted bytewise, so a column depends on the set of terms only. V log V comparisons, most of them
 * of the first eight bytes held in one integer. */
#include "tfidf.h"

#include "alloc.h"
#include "counts.h"
#include "error.h"
#include "str.h"

#include <math.h>

typedef struct chosen_term {
    uint64_t head; /* the first eight bytes, big-endian, zero-filled */
    khl_str text;
    float weight;
    uint32_t df;
} chosen_term;

/* The terms of all shares. */
typedef struct vocabulary {
    khl_map own;          /* of several shares */
    const khl_str *terms; /* [n] those of the map, or of the only share */
    size_t n;
    uint32_t *df;   /* [n] closed documents that hold it */
    float *weights; /* [n] the smallest */
    size_t n_docs;
} vocabulary;

static uint64_t head_of(khl_str s)
{
    uint64_t head = 0;
    for (size_t i = 0; i < 8; i++) head = head << 8 | (i < s.n ? (unsigned char)s.p[i] : 0U);
    return head;
}

static int compare_terms(const void *left, const void *right)
{
    const chosen_term *a = left, *b = right;
    if (a->head != b->head) return a->head < b->head ? -1 : 1;
    return khl_str_compare(a->text, b->text);
}

static void vocabulary_clear(vocabulary *v)
{
    khl_map_clear(&v->own);
    free(v->df);
    free(v->weights);
}

/* number[id]: of a term of one share among all; NULL when it is the only share. */
static void add_frequencies(vocabulary *v, const khl_counts *counts, const uint32_t *number)
{
    for (size_t id = 0; id < counts->terms.n; id++) {
        v->df[number != NULL ? number[id] : id] += counts->of[id].df;
        float *weight = &v->weights[number != NULL ? number[id] : id];
        if (counts->weights[id] < *weight) *weight = counts->weights[id];
    }
    v->n_docs += counts->n_docs;
}

static khl_status make_room(vocabulary *v, khl_error *err)
{
    v->df = khl_alloc_zero(v->n, sizeof *v->df);
    v->weights = khl_alloc(v->n, sizeof *v->weights);
    if (v->df == NULL || v->weights == NULL) return khl_fail_memory(err);
    for (size_t t = 0; t < v->n; t++) v->weights[t] = 1.0F;
    return KHL_OK;
}

/* numbers[s][id], to be freed. */
static khl_status number_terms(vocabulary *v, const khl_share *shares, size_t n, uint32_t **numbers,
                               khl_error *err)
{
    khl_status status = khl_map_init(&v->own, err);
    for (size_t s = 0; s < n && status == KHL_OK; s++) {
        const khl_map *terms = &shares[s].counts->terms;
        numbers[s] = khl_alloc(terms->n, sizeof *numbers[s]);
        if (numbers[s] == NULL) return khl_fail_memory(err);
        for (size_t id = 0; id < terms->n; id++)
            if (khl_map_put(&v->own, terms->keys[id], &numbers[s][id], NULL) != KHL_OK)
                return khl_fail_memory(err);
    }
    v->terms = v->own.keys;
    v->n = v->own.n;
    return status;
}

static khl_status gather(vocabulary *v, const khl_share *shares, size_t n, khl_error *err)
{
    if (n == 1) {
        v->terms = shares[0].counts->terms.keys;
        v->n = shares[0].counts->terms.n;
        khl_status status = make_room(v, err);
        if (status == KHL_OK) add_frequencies(v, shares[0].counts, NULL);
        return status;
    }
    uint32_t **numbers = khl_alloc_zero(n, sizeof *numbers);
    khl_status status = numbers != NULL ? number_terms(v, shares, n, numbers, err) : khl_fail_memory(err);
    if (status == KHL_OK) status = make_room(v, err);
    for (size_t s = 0; numbers != NULL && s < n; s++) {
        if (status == KHL_OK) add_frequencies(v, shares[s].counts, numbers[s]);
        free(numbers[s]);
    }
    free(numbers);
    return status;
}

/* The terms that get a column, in their order. df 0 marks terms of a document that was never closed. */
static khl_status choose_terms(chosen_term **out, size_t *n_out, const vocabulary *v,
                               const khl_tfidf_options *options, khl_error *err)
{
    chosen_term *chosen = khl_alloc(v->n, sizeof *chosen);
    if (chosen == NULL) return khl_fail_memory(err);
    double most = options->max_share * (double)v->n_docs;
    size_t n = 0;
    for (size_t t = 0; t < v->n; t++) {
        if (v->df[t] == 0 || v->df[t] < options->min_df || (double)v->df[t] > most) continue;
        chosen[n++] = (chosen_term){head_of(v->terms[t]), v->terms[t], v->weights[t], v->df[t]};
    }
    if (n > 1) qsort(chosen, n, sizeof *chosen, compare_terms);
    *out = chosen;
    *n_out = n;
    return KHL_OK;
}

static double idf_of(uint32_t df, size_t n_docs, bool smooth)
{
    double extra = smooth ? 1.0 : 0.0;
    return log(((double)n_docs + extra) / ((double)df + extra)) + 1.0;
}

/* table is NULL when the idf is that of counts, with those of a prior where there is one. */
static double idf_in(const khl_tfidf *tfidf, const vocabulary *v, const khl_df_table *table,
                     const chosen_term *t)
{
    const khl_df_table *prior = tfidf->options.prior;
    if (table != NULL) return khl_df_table_idf(table, t->text, 0, 0);
    if (prior != NULL) return khl_df_table_idf(prior, t->text, (double)v->n_docs, (double)t->df);
    return idf_of(t->df, v->n_docs, tfidf->options.smooth);
}

static khl_status fill(khl_tfidf *tfidf, const vocabulary *v, const khl_df_table *table, khl_error *err)
{
    chosen_term *chosen = NULL;
    size_t n = 0;
    khl_status status = choose_terms(&chosen, &n, v, &tfidf->options, err);
    if (status != KHL_OK) return status;
    tfidf->facts = khl_alloc(n, sizeof *tfidf->facts);
    if (tfidf->facts == NULL) {
        status = khl_fail_memory(err);
        goto done;
    }
    for (size_t column = 0; column < n; column++) {
        const chosen_term *t = &chosen[column];
        double idf = idf_in(tfidf, v, table, t);
        tfidf->facts[column] = (khl_term_facts){idf, t->weight, t->df};
        if (khl_map_put(&tfidf->terms, t->text, NULL, NULL) != KHL_OK) {
            status = khl_fail_memory(err);
            goto done;
        }
    }
done:
    free(chosen);
    return status;
}

static khl_status create(khl_tfidf **out, const khl_share *shares, size_t n_shares, const khl_df_table *table,
                         const khl_tfidf_options *options, khl_error *err)
{
    *out = NULL;
    if (!(options->max_share > 0.0 && options->max_share <= 1.0))
        return KHL_FAIL(err, KHL_E_ARGUMENT, "vector.max_share",
                        "the largest share of documents must be above 0 and at most 1");
    khl_tfidf *tfidf = khl_alloc_zero(1, sizeof *tfidf);
    if (tfidf == NULL) return khl_fail_memory(err);
    vocabulary v = {.n = 0};
    tfidf->options = *options;
    khl_status status = khl_map_init(&tfidf->terms, err);
    if (status == KHL_OK) status = gather(&v, shares, n_shares, err);
    if (status == KHL_OK) status = fill(tfidf, &v, table, err);
    vocabulary_clear(&v);
    if (status != KHL_OK)
        khl_tfidf_destroy(tfidf);
    else
        *out = tfidf;
    return status;
}

khl_status khl_tfidf_fit_to(khl_tfidf **out, const khl_share *shares, size_t n_shares,
                            const khl_tfidf_options *options, khl_error *err)
{
    static const khl_tfidf_options defaults = KHL_TFIDF_OPTIONS_INIT;
    return create(out, shares, n_shares, NULL, options != NULL ? options : &defaults, err);
}

khl_status khl_tfidf_fit(khl_tfidf **out, const khl_counts *counts, const khl_tfidf_options *options,
                         khl_error *err)
{
    khl_share all = {counts, NULL};
    return khl_tfidf_fit_to(out, &all, 1, options, err);
}

khl_status khl_tfidf_from_table(khl_tfidf **out, const khl_counts *counts, const khl_df_table *table,
                                const khl_tfidf_options *options, khl_error *err)
{
    khl_tfidf_options all = KHL_TFIDF_OPTIONS_INIT;
    if (options != NULL) all = *options;
    all.min_df = 1;
    all.max_share = 1.0;
    khl_share share = {counts, NULL};
    return create(out, &share, 1, table, &all, err);
}

void khl_tfidf_destroy(khl_tfidf *tfidf)
{
    if (tfidf == NULL) return;
    khl_map_clear(&tfidf->terms);
    free(tfidf->facts);
    free(tfidf);
}

uint32_t khl_tfidf_n_terms(const khl_tfidf *tfidf)
{
    return (uint32_t)tfidf->terms.n;
}

khl_str khl_tfidf_term(const khl_tfidf *tfidf, uint32_t column)
{
    return tfidf->terms.keys[column];
}

double khl_tfidf_idf(const khl_tfidf *tfidf, uint32_t column)
{
    return tfidf->facts[column].idf;
}

float khl_tfidf_weight(const khl_tfidf *tfidf, uint32_t column)
{
    return tfidf->facts[column].weight;
}

uint32_t khl_tfidf_df(const khl_tfidf *tfidf, uint32_t column)
{
    return tfidf->facts[column].df;
}

uint32_t khl_tfidf_column(const khl_tfidf *tfidf, khl_str term)
{
    return khl_map_find(&tfidf->terms, term);
}
