/* The axis of each entry: the one given, or the likeliest over its members together. */
#include "run.h"

#include "error.h"

#include <math.h>

/* Members without an axis vote by the product of their probabilities (a sum of logarithms). */
static khl_status vote(khl_run *run, khl_draft_entry *e, double *sum, double *one)
{
    uint32_t n = khl_axes_count(run->axes);
    for (uint32_t a = 0; a < n; a++) sum[a] = 0;
    for (uint32_t i = 0; i < e->n; i++) {
        khl_status status =
            khl_axis_model_score(run->axis_model, &run->analyses[e->members[i]], one, run->err);
        if (status != KHL_OK) return status;
        for (uint32_t a = 0; a < n; a++) sum[a] += log(one[a] + 1e-9);
    }
    double total = 0;
    e->axis = 0;
    for (uint32_t a = 1; a < n; a++)
        if (sum[a] > sum[e->axis]) e->axis = a;
    for (uint32_t a = 0; a < n; a++) total += exp(sum[a] - sum[e->axis]);
    e->axis_probability = 1.0 / total;
    return KHL_OK;
}

static uint32_t given_axis(const khl_run *run, const khl_draft_entry *e)
{
    for (uint32_t i = 0; i < e->n; i++)
        if (run->given[e->members[i]] != KHL_AXIS_NONE) return run->given[e->members[i]];
    return KHL_AXIS_NONE;
}

khl_status khl_run_assign(khl_run *run)
{
    uint32_t n = khl_axes_count(run->axes);
    double *sum = khl_arena_array(&run->arena, n, sizeof *sum),
           *one = khl_arena_array(&run->arena, n, sizeof *one);
    if (sum == NULL || one == NULL) return khl_fail_memory(run->err);
    khl_status status = KHL_OK;
    for (size_t i = 0; i < run->n_entries && status == KHL_OK; i++) {
        khl_draft_entry *e = &run->entries[i];
        uint32_t given = given_axis(run, e);
        e->axis_given = given != KHL_AXIS_NONE;
        e->axis = given;
        e->axis_probability = 1;
        if (!e->axis_given) status = vote(run, e, sum, one);
    }
    return status;
}
