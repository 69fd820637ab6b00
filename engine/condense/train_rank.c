/* What a rank adds: two weights more, learned on validated probabilities, so that the rest of the model knows
 * nothing of them and stays valid for a pair by itself.
 *
 * Log-odds of a pair in its collection: those of the pair, and `collection`, and `rank` times its rank.
 * Newton's method on the two; about five steps of one walk over the pairs. */
#include "training.h"

#include "alloc.h"
#include "error.h"
#include "khulasa/cluster.h"
#include "rank.h"

#include <math.h>

enum { MAX_STEPS = 25 };

/* Ranks of the pairs of one collection, by the probabilities that are validated. */
static khl_status rank_set(const khl_training *t, const khl_training_set *set, double *rank, khl_error *err)
{
    size_t n_pairs = khl_condensed_size(set->n_items), k = 0;
    float *distance = khl_alloc(n_pairs, sizeof *distance);
    uint32_t *nearest = khl_alloc((size_t)set->n_items * KHL_NEIGHBOURS, sizeof *nearest);
    khl_status status = distance != NULL && nearest != NULL ? KHL_OK : khl_fail_memory(err);
    for (size_t i = 0; i < n_pairs && status == KHL_OK; i++) {
        size_t at = set->first + i;
        distance[i] = t->blocked[at] ? INFINITY : (float)(1.0 - t->validated[at]);
    }
    if (status == KHL_OK) khl_rank_nearest(distance, set->n_items, nearest);
    for (uint32_t i = 0; i < set->n_items && status == KHL_OK; i++)
        for (uint32_t j = i + 1; j < set->n_items; j++, k++)
            rank[set->first + k] = t->blocked[set->first + k] ? 0 : khl_rank_of_pair(nearest, i, j);
    free(distance);
    free(nearest);
    return status;
}

static double log_odds(double p)
{
    const double least = 1e-9;
    p = fmin(fmax(p, least), 1 - least);
    return log(p / (1 - p));
}

/* One Newton step on w = {collection, rank}; the length of it. */
static double step(const khl_training *t, const double *rank, double ridge, double w[2])
{
    double g[2] = {-ridge * w[0], -ridge * w[1]}, h[3] = {ridge, 0, ridge};
    for (size_t k = 0; k < t->n_judged; k++) {
        double p = 1.0 / (1.0 + exp(-(log_odds(t->validated[k]) + w[0] + w[1] * rank[k])));
        double d = (t->labels[k] != 0 ? 1.0 : 0.0) - p, v = p * (1 - p);
        g[0] += d;
        g[1] += d * rank[k];
        h[0] += v;
        h[1] += v * rank[k];
        h[2] += v * rank[k] * rank[k];
    }
    double det = h[0] * h[2] - h[1] * h[1];
    double s0 = (g[0] * h[2] - g[1] * h[1]) / det, s1 = (g[1] * h[0] - g[0] * h[1]) / det;
    w[0] += s0;
    w[1] += s1;
    return fmax(fabs(s0), fabs(s1));
}

static void apply(khl_training *t, const double *rank, const double w[2])
{
    for (size_t k = 0; k < t->n_judged; k++)
        t->validated[k] = 1.0 / (1.0 + exp(-(log_odds(t->validated[k]) + w[0] + w[1] * rank[k])));
}

static khl_status ranks_of(const khl_training *t, double **out, khl_error *err)
{
    double *rank = khl_alloc_zero(t->n_judged + 1, sizeof *rank);
    khl_status status = rank != NULL ? KHL_OK : khl_fail_memory(err);
    for (size_t s = 0; s < t->n_sets && status == KHL_OK; s++)
        if (t->sets[s].n_items > 1) status = rank_set(t, &t->sets[s], rank, err);
    *out = rank;
    return status;
}

khl_status khl_training_rank(khl_training *t, double ridge, double w[2], khl_error *err)
{
    double *rank = NULL;
    w[0] = w[1] = 0;
    khl_status status = ranks_of(t, &rank, err);
    for (unsigned k = 0; k < MAX_STEPS && status == KHL_OK; k++)
        if (step(t, rank, ridge, w) < 1e-9) break;
    if (status == KHL_OK && !(isfinite(w[0]) && isfinite(w[1]) && w[1] >= 0)) w[0] = w[1] = 0;
    if (status == KHL_OK) apply(t, rank, w);
    free(rank);
    return status;
}

khl_status khl_training_rank_by(khl_training *t, const khl_match_model *model, khl_error *err)
{
    const double w[2] = {model->weight[KHL_EVIDENCE_COLLECTION], model->weight[KHL_EVIDENCE_RANK]};
    double *rank = NULL;
    khl_status status = ranks_of(t, &rank, err);
    if (status == KHL_OK) apply(t, rank, w);
    free(rank);
    return status;
}
