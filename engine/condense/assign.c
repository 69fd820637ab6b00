/* The axis of each entry: the one given, with a doubt where it looks like a mistake, or the likeliest over
 * its members together. */
#include "run.h"

#include "alloc.h"
#include "error.h"

#include <math.h>

enum { MAX_EXAMPLES = 5000 }; /* more would cost time and teach little */

/* A given axis is doubted when the program is this sure of another, and gives this one so little. */
static const double SURE = 0.9, UNLIKELY = 0.03;

/* Members vote by the mean of their log-probabilities, times the root of their number: wordings of one demand
 * are no independent witnesses. sum [axes] becomes a distribution; returns the likeliest. */
static khl_status vote(khl_run *run, const khl_draft_entry *e, double *sum, double *one, uint32_t *best)
{
    uint32_t n = khl_axes_count(run->axes);
    double total = 0;
    for (uint32_t a = 0; a < n; a++) sum[a] = 0;
    for (uint32_t i = 0; i < e->n; i++) {
        khl_status status =
            khl_axis_model_score(run->axis_model, &run->analyses[e->members[i]], one, run->err);
        if (status != KHL_OK) return status;
        for (uint32_t a = 0; a < n; a++) sum[a] += log(one[a] + 1e-9) / sqrt((double)e->n);
    }
    *best = 0;
    for (uint32_t a = 1; a < n; a++)
        if (sum[a] > sum[*best]) *best = a;
    double most = sum[*best];
    for (uint32_t a = 0; a < n; a++) total += sum[a] = exp(sum[a] - most);
    for (uint32_t a = 0; a < n; a++) sum[a] /= total;
    return KHL_OK;
}

static uint32_t given_axis(const khl_run *run, const khl_draft_entry *e)
{
    for (uint32_t i = 0; i < e->n; i++)
        if (run->given[e->members[i]] != KHL_AXIS_NONE) return run->given[e->members[i]];
    return KHL_AXIS_NONE;
}

static khl_status assign_one(khl_run *run, khl_draft_entry *e, double *sum, double *one)
{
    uint32_t best, given = given_axis(run, e);
    khl_status status = vote(run, e, sum, one, &best);
    if (status != KHL_OK) return status;
    e->axis_given = given != KHL_AXIS_NONE;
    e->axis = e->axis_given ? given : best;
    e->axis_probability = e->axis_given ? 1 : sum[best];
    e->axis_doubted = e->axis_given && best != given && sum[best] >= SURE && sum[given] <= UNLIKELY;
    e->doubt_axis = best;
    e->doubt_probability = sum[best];
    return KHL_OK;
}

/* Where only some proposals name an axis, they are examples for the others; in the order of their ids, so
 * that the order of rows in the input changes nothing. */
static khl_status learn(khl_run *run)
{
    size_t n = 0;
    if (!run->pooled || run->options.axes_model != NULL) return KHL_OK;
    khl_analysis *examples = khl_alloc(run->n, sizeof *examples);
    uint32_t *axis = khl_alloc(run->n, sizeof *axis);
    khl_status status = examples && axis ? KHL_OK : khl_fail_memory(run->err);
    for (uint32_t k = 0; status == KHL_OK && k < run->n && n < MAX_EXAMPLES; k++) {
        uint32_t i = run->canonical[k];
        if (run->given[i] == KHL_AXIS_NONE) continue;
        examples[n] = run->analyses[i];
        axis[n++] = run->given[i];
    }
    if (status == KHL_OK && n > 0)
        status = khl_axis_model_learn(run->axis_model, examples, axis, n, run->err);
    free(examples);
    free(axis);
    return status;
}

khl_status khl_run_assign(khl_run *run)
{
    uint32_t n = khl_axes_count(run->axes);
    double *sum = khl_arena_array(&run->arena, n, sizeof *sum),
           *one = khl_arena_array(&run->arena, n, sizeof *one);
    if (sum == NULL || one == NULL) return khl_fail_memory(run->err);
    khl_status status = learn(run);
    for (size_t i = 0; i < run->n_entries && status == KHL_OK; i++)
        status = assign_one(run, &run->entries[i], sum, one);
    return status;
}
