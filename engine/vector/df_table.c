/* Document frequencies that come from elsewhere than the texts at hand: a map from terms to them.
 *
 * Asking costs one look-up and one logarithm. */
#include "tfidf.h"

#include "alloc.h"
#include "error.h"

#include <math.h>

struct khl_df_table {
    khl_map terms;
    double *df; /* [terms.n] */
    size_t capacity;
    double n_docs;
    double unseen; /* the df of a term that was not added */
};

/* As if one more document held every term, so that a term never met is rare and not impossible. */
static double smoothed(double n_docs, double df)
{
    return log((1.0 + n_docs) / (1.0 + df)) + 1.0;
}

khl_status khl_df_table_create(khl_df_table **out, double n_docs, double unseen, khl_error *err)
{
    *out = NULL;
    if (!(isfinite(n_docs) && unseen >= 0 && unseen <= n_docs))
        return KHL_FAIL(err, KHL_E_ARGUMENT, "vector.df",
                        "a document frequency must lie between 0 and the number of documents");
    khl_df_table *table = khl_alloc_zero(1, sizeof *table);
    if (table == NULL) return khl_fail_memory(err);
    table->n_docs = n_docs;
    table->unseen = unseen;
    khl_status status = khl_map_init(&table->terms, err);
    if (status != KHL_OK)
        free(table);
    else
        *out = table;
    return status;
}

void khl_df_table_destroy(khl_df_table *table)
{
    if (table == NULL) return;
    khl_map_clear(&table->terms);
    free(table->df);
    free(table);
}

khl_status khl_df_table_add(khl_df_table *table, khl_str term, double df, khl_error *err)
{
    uint32_t at;
    bool added;
    if (term.n == 0) return KHL_FAIL(err, KHL_E_ARGUMENT, "vector.empty_term", "a term must not be empty");
    if (!(df >= 0 && df <= table->n_docs))
        return KHL_FAIL(err, KHL_E_ARGUMENT, "vector.df",
                        "a document frequency must lie between 0 and the number of documents");
    if (!khl_grow(&table->df, &table->capacity, table->terms.n + 1, sizeof *table->df) ||
        khl_map_put(&table->terms, term, &at, &added) != KHL_OK)
        return khl_fail_memory(err);
    if (!added) return KHL_FAIL(err, KHL_E_ARGUMENT, "vector.df_twice", "a term stands in the table twice");
    table->df[at] = df;
    return KHL_OK;
}

double khl_df_table_idf(const khl_df_table *table, khl_str term, double more_docs, double more_df)
{
    uint32_t at = khl_map_find(&table->terms, term);
    double df = at != KHL_MAP_NONE ? table->df[at] : table->unseen;
    return smoothed(table->n_docs + more_docs, df + more_df);
}
