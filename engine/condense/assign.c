/* The axis of each entry: the one given, with a doubt where it looks like a mistake, or the likeliest over
 * its members together. */
#include "run.h"

#include "alloc.h"
#include "error.h"

#include <math.h>

enum {
    MAX_EXAMPLES = 5000, /* more would cost time and teach little */
    GRAIN = 16
};

/* A given axis is doubted when the program is this sure of another, and gives this one so little. */
static const double SURE = 0.9, UNLIKELY = 0.03;

/* Members vote by the mean of their log-probabilities, times the root of their number: wordings of one demand
 * are no independent witnesses. sum [axes] becomes a distribution; returns the likeliest. */
static khl_status vote(const khl_run *run, const khl_draft_entry *e, double *sum, double *one, uint32_t *best,
                       khl_error *err)
{
    uint32_t n = khl_axes_count(run->axes);
    double total = 0;
    for (uint32_t a = 0; a < n; a++) sum[a] = 0;
    for (uint32_t i = 0; i < e->n; i++) {
        const khl_analysis *wording;
        khl_analysis again;
        khl_status status = khl_run_reading(run, e->members[i], &wording, &again, err);
        if (status == KHL_OK) status = khl_axis_model_score(run->axis_model, wording, one, err);
        khl_analysis_clear(&again);
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

static khl_status assign_one(const khl_run *run, khl_draft_entry *e, double *sum, double *one, khl_error *err)
{
    uint32_t best, given = given_axis(run, e);
    khl_status status = vote(run, e, sum, one, &best, err);
    if (status != KHL_OK) return status;
    e->axis_given = given != KHL_AXIS_NONE;
    e->axis = e->axis_given ? given : best;
    e->axis_probability = e->axis_given ? 1 : sum[best];
    e->axis_doubted = e->axis_given && best != given && sum[best] >= SURE && sum[given] <= UNLIKELY;
    e->doubt_axis = best;
    e->doubt_probability = sum[best];
    return KHL_OK;
}

static void forget(khl_analysis *examples, size_t n)
{
    for (size_t k = 0; examples != NULL && k < n; k++) khl_analysis_clear(&examples[k]);
}

/* Where only some proposals name an axis, they are examples for the others; in the order of their ids, so
 * that the order of rows in the input changes nothing. */
static khl_status learn(khl_run *run)
{
    size_t n = 0;
    if (!run->pooled || run->options.axes_model != NULL) return KHL_OK;
    khl_analysis *examples = khl_alloc(run->n < MAX_EXAMPLES ? run->n : MAX_EXAMPLES, sizeof *examples);
    uint32_t *axis = khl_alloc(run->n, sizeof *axis);
    khl_status status = examples && axis ? KHL_OK : khl_fail_memory(run->err);
    for (uint32_t k = 0; status == KHL_OK && k < run->n && n < MAX_EXAMPLES; k++) {
        uint32_t i = run->canonical[k];
        const khl_analysis *a;
        if (run->given[i] == KHL_AXIS_NONE) continue;
        status = khl_run_reading(run, i, &a, &examples[n], run->err);
        if (a != &examples[n]) examples[n] = *a;
        axis[n++] = run->given[i];
    }
    if (status == KHL_OK && n > 0)
        status = khl_axis_model_learn(run->axis_model, examples, axis, n, run->err);
    if (run->streamed) forget(examples, n);
    free(examples);
    free(axis);
    return status;
}

static khl_status assign_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    khl_run *run = context;
    uint32_t n = khl_axes_count(run->axes);
    double *sum = khl_alloc(n, 2 * sizeof *sum);
    khl_status status = sum != NULL ? KHL_OK : khl_fail_memory(err);
    (void)worker;
    for (size_t i = begin; i < end && status == KHL_OK; i++)
        status = assign_one(run, &run->entries[i], sum, sum + n, err);
    free(sum);
    return status;
}

khl_status khl_run_assign(khl_run *run)
{
    khl_status status = learn(run);
    if (status != KHL_OK) return status;
    return khl_pool_for(run->pool, run->n_entries, GRAIN, assign_range, run, NULL, NULL, run->err);
}
