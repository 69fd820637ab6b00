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
    uint32_t id, df;
} chosen_term;

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

/* In how many closed documents each term occurs: [terms.n], to be freed; NULL when memory ends. */
static uint32_t *document_frequencies(const khl_counts *counts)
{
    uint32_t *df = khl_alloc_zero(counts->terms.n, sizeof *df);
    if (df == NULL) return NULL;
    size_t n = khl_counts_closed(counts);
    for (size_t e = 0; e < n; e++) df[counts->entries[e].term]++;
    return df;
}

/* The terms that get a column, in their order. df 0 marks terms of a document that was never closed. */
static khl_status choose_terms(chosen_term **out, size_t *n_out, const khl_counts *counts,
                               const khl_tfidf_options *options, khl_error *err)
{
    uint32_t *df = document_frequencies(counts);
    chosen_term *chosen = khl_alloc(counts->terms.n, sizeof *chosen);
    if (df == NULL || chosen == NULL) {
        free(df);
        free(chosen);
        return khl_fail_memory(err);
    }
    double most = options->max_share * (double)counts->n_docs;
    size_t n = 0;
    for (size_t id = 0; id < counts->terms.n; id++) {
        if (df[id] == 0 || df[id] < options->min_df || (double)df[id] > most) continue;
        khl_str text = counts->terms.keys[id];
        chosen[n++] = (chosen_term){head_of(text), text, (uint32_t)id, df[id]};
    }
    free(df);
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
static double idf_in(const khl_tfidf *tfidf, const khl_counts *counts, const khl_df_table *table,
                     const chosen_term *t)
{
    const khl_df_table *prior = tfidf->options.prior;
    if (table != NULL) return khl_df_table_idf(table, t->text, 0, 0);
    if (prior != NULL) return khl_df_table_idf(prior, t->text, (double)counts->n_docs, (double)t->df);
    return idf_of(t->df, counts->n_docs, tfidf->options.smooth);
}

static khl_status fill(khl_tfidf *tfidf, const khl_counts *counts, const khl_df_table *table, khl_error *err)
{
    chosen_term *chosen = NULL;
    size_t n = 0;
    khl_status status = choose_terms(&chosen, &n, counts, &tfidf->options, err);
    if (status != KHL_OK) return status;
    tfidf->facts = khl_alloc(n, sizeof *tfidf->facts);
    if (tfidf->facts == NULL) {
        status = khl_fail_memory(err);
        goto done;
    }
    for (size_t column = 0; column < n; column++) {
        const chosen_term *t = &chosen[column];
        double idf = idf_in(tfidf, counts, table, t);
        tfidf->facts[column] = (khl_term_facts){idf, counts->weights[t->id], t->df};
        if (khl_map_put(&tfidf->terms, t->text, NULL, NULL) != KHL_OK) {
            status = khl_fail_memory(err);
            goto done;
        }
    }
done:
    free(chosen);
    return status;
}

static khl_status create(khl_tfidf **out, const khl_counts *counts, const khl_df_table *table,
                         const khl_tfidf_options *options, khl_error *err)
{
    *out = NULL;
    if (!(options->max_share > 0.0 && options->max_share <= 1.0))
        return KHL_FAIL(err, KHL_E_ARGUMENT, "vector.max_share",
                        "the largest share of documents must be above 0 and at most 1");
    khl_tfidf *tfidf = khl_alloc_zero(1, sizeof *tfidf);
    if (tfidf == NULL) return khl_fail_memory(err);
    tfidf->options = *options;
    khl_status status = khl_map_init(&tfidf->terms, err);
    if (status == KHL_OK) status = fill(tfidf, counts, table, err);
    if (status != KHL_OK)
        khl_tfidf_destroy(tfidf);
    else
        *out = tfidf;
    return status;
}

khl_status khl_tfidf_fit(khl_tfidf **out, const khl_counts *counts, const khl_tfidf_options *options,
                         khl_error *err)
{
    static const khl_tfidf_options defaults = KHL_TFIDF_OPTIONS_INIT;
    return create(out, counts, NULL, options != NULL ? options : &defaults, err);
}

khl_status khl_tfidf_from_table(khl_tfidf **out, const khl_counts *counts, const khl_df_table *table,
                                const khl_tfidf_options *options, khl_error *err)
{
    khl_tfidf_options all = KHL_TFIDF_OPTIONS_INIT;
    if (options != NULL) all = *options;
    all.min_df = 1;
    all.max_share = 1.0;
    return create(out, counts, table, &all, err);
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

uint32_t khl_tfidf_df(const khl_tfidf *tfidf, uint32_t column)
{
    return tfidf->facts[column].df;
}

uint32_t khl_tfidf_column(const khl_tfidf *tfidf, khl_str term)
{
    return khl_map_find(&tfidf->terms, term);
}
