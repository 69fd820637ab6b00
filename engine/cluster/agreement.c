/* Agreement of two partitions, all from the cells of their contingency table: cell (p, g) counts the items
 * that the first puts into cluster p and the second into g. Cells are found by sorting one key an item, so
 * there are at most n of them. Sums run in the order of the cells, which is that of first appearance.
 *
 * Pairs are counted in 64 bits: n < 2^32 items have fewer than 2^63 pairs. */
#include "khulasa/cluster.h"

#include "alloc.h"
#include "dense_labels.h"
#include "error.h"

#include <math.h>

typedef struct cell {
    uint32_t predicted, gold, count;
} cell;

typedef struct table {
    khl_dense_labels predicted, gold;
    cell *cells;
    size_t n_cells, n;
} table;

static void table_clear(table *t)
{
    khl_dense_labels_clear(&t->predicted);
    khl_dense_labels_clear(&t->gold);
    free(t->cells);
    t->cells = NULL;
}

static void count_cells(table *t, const uint64_t *keys)
{
    for (size_t i = 0; i < t->n; i++) {
        if (i == 0 || keys[i] != keys[i - 1])
            t->cells[t->n_cells++] = (cell){(uint32_t)(keys[i] >> 32), (uint32_t)keys[i], 0};
        t->cells[t->n_cells - 1].count++;
    }
}

/* t is cleared by the caller, whatever the status. */
static khl_status table_init(table *t, const uint32_t *predicted, const uint32_t *gold, size_t n,
                             khl_error *err)
{
    *t = (table){.n = n};
    khl_status status = khl_dense_labels_init(&t->predicted, predicted, n, err);
    if (status == KHL_OK) status = khl_dense_labels_init(&t->gold, gold, n, err);
    if (status != KHL_OK) return status;
    uint64_t *keys = khl_alloc(n, sizeof *keys);
    t->cells = khl_alloc(n, sizeof *t->cells);
    if (keys == NULL || t->cells == NULL) {
        free(keys);
        return khl_fail_memory(err);
    }
    for (size_t i = 0; i < n; i++) keys[i] = (uint64_t)t->predicted.of_item[i] << 32 | t->gold.of_item[i];
    khl_sort_u64(keys, n);
    count_cells(t, keys);
    free(keys);
    return KHL_OK;
}

static uint64_t pairs_of(uint64_t size)
{
    return size % 2 == 0 ? size / 2 * (size - 1) : (size - 1) / 2 * size;
}

static uint64_t pairs_within(const khl_dense_labels *labels)
{
    uint64_t pairs = 0;
    for (uint32_t k = 0; k < labels->n_labels; k++) pairs += pairs_of(labels->sizes[k]);
    return pairs;
}

/* part / whole; what is required of nothing is fulfilled. */
static double share(double part, double whole)
{
    return whole > 0.0 ? part / whole : 1.0;
}

static double harmonic_mean(double x, double y)
{
    return x + y > 0.0 ? 2.0 * x * y / (x + y) : 0.0;
}

/* Pairs of items: both partitions join them, only one does, or neither. */
static void score_pairs(const table *t, khl_agreement *out)
{
    uint64_t both = 0, predicted = pairs_within(&t->predicted), gold = pairs_within(&t->gold);
    for (size_t k = 0; k < t->n_cells; k++) both += pairs_of(t->cells[k].count);
    out->precision = share((double)both, (double)predicted);
    out->recall = share((double)both, (double)gold);
    out->f1 = harmonic_mean(out->precision, out->recall);
    double only_predicted = (double)(predicted - both), only_gold = (double)(gold - both),
           joined = (double)both, neither = (double)(pairs_of(t->n) - predicted - (gold - both));
    if (predicted == both && gold == both) {
        out->ari = 1.0;
        return;
    }
    double above = 2.0 * (joined * neither - only_predicted * only_gold);
    double below =
        (joined + only_gold) * (only_gold + neither) + (joined + only_predicted) * (only_predicted + neither);
    out->ari = above / below;
}

/* For each item the share of its cluster that shares its gold cluster, averaged; and the other way round. */
static void score_b_cubed(const table *t, khl_agreement *out)
{
    double precision = 0.0, recall = 0.0;
    for (size_t k = 0; k < t->n_cells; k++) {
        const cell *c = &t->cells[k];
        double square = (double)c->count * (double)c->count;
        precision += square / (double)t->predicted.sizes[c->predicted];
        recall += square / (double)t->gold.sizes[c->gold];
    }
    out->b_cubed_precision = share(precision, (double)t->n);
    out->b_cubed_recall = share(recall, (double)t->n);
    out->b_cubed_f1 = harmonic_mean(out->b_cubed_precision, out->b_cubed_recall);
}

static double entropy(const khl_dense_labels *labels, size_t n)
{
    double sum = 0.0;
    for (uint32_t k = 0; k < labels->n_labels; k++) {
        double p = (double)labels->sizes[k] / (double)n;
        sum -= p * log(p);
    }
    return sum;
}

/* 1 - H(wanted | given) / H(wanted). Rounding may leave the quotient a hair outside [0, 1]. */
static double explained(double conditional, double whole)
{
    return whole > 0.0 ? fmin(1.0, fmax(0.0, 1.0 - conditional / whole)) : 1.0;
}

static void score_entropy(const table *t, khl_agreement *out)
{
    double gold_given_predicted = 0.0, predicted_given_gold = 0.0;
    for (size_t k = 0; k < t->n_cells; k++) {
        const cell *c = &t->cells[k];
        double count = (double)c->count, p = count / (double)t->n;
        gold_given_predicted -= p * log(count / (double)t->predicted.sizes[c->predicted]);
        predicted_given_gold -= p * log(count / (double)t->gold.sizes[c->gold]);
    }
    out->homogeneity = explained(gold_given_predicted, entropy(&t->gold, t->n));
    out->completeness = explained(predicted_given_gold, entropy(&t->predicted, t->n));
    out->v_measure = harmonic_mean(out->homogeneity, out->completeness);
}

khl_status khl_agreement_compute(const uint32_t *predicted, const uint32_t *gold, size_t n,
                                 khl_agreement *out, khl_error *err)
{
    *out = (khl_agreement){0};
    table t;
    khl_status status = table_init(&t, predicted, gold, n, err);
    if (status == KHL_OK) {
        out->n_clusters = t.predicted.n_labels;
        out->n_gold = t.gold.n_labels;
        score_pairs(&t, out);
        score_b_cubed(&t, out);
        score_entropy(&t, out);
    }
    table_clear(&t);
    return status;
}

khl_status khl_cluster_sizes(const uint32_t *labels, size_t n, uint32_t max_size, uint32_t *sizes,
                             khl_error *err)
{
    if (max_size == 0)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "cluster.max_size",
                        "the largest cluster size must be at least 1");
    khl_dense_labels dense;
    khl_status status = khl_dense_labels_init(&dense, labels, n, err);
    if (status != KHL_OK) return status;
    for (size_t s = 0; s <= max_size; s++) sizes[s] = 0;
    for (uint32_t k = 0; k < dense.n_labels; k++)
        sizes[dense.sizes[k] < max_size ? dense.sizes[k] : max_size]++;
    khl_dense_labels_clear(&dense);
    return KHL_OK;
}
