/* The bodies concerned by an entry, likeliest first, and its level; after its axis, which is weak evidence.
 * Cost: a few look-ups a feature of every member. */
#include "run.h"

#include "alloc.h"
#include "error.h"

enum { MAX_LISTED = 5 };
static const double LEAST = 0.02;      /* of a body that is listed beside the lead */
static const double ABOVE_FLOOR = 1.5; /* times the probability of a body of which nothing speaks */

static double least_of(const double *probability, uint32_t n)
{
    double least = probability[0];
    for (uint32_t i = 1; i < n; i++)
        if (probability[i] < least) least = probability[i];
    return least;
}

/* The likeliest body that is not in taken [n_taken]; the smallest number when two are alike. */
static uint32_t next_body(const double *probability, uint32_t n, const uint32_t *taken, size_t n_taken)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t i = 0; i < n; i++) {
        bool is_taken = false;
        for (size_t k = 0; k < n_taken; k++) is_taken = is_taken || taken[k] == i;
        if (!is_taken && (best == UINT32_MAX || probability[i] > probability[best])) best = i;
    }
    return best;
}

static khl_status list_bodies(const khl_run *run, khl_draft_entry *e, const double *probability,
                              khl_arena *arena, khl_error *err)
{
    const khl_authorities *bodies = khl_models_authorities(run->models);
    uint32_t n = khl_authorities_count(bodies), taken[MAX_LISTED];
    double floor = ABOVE_FLOOR * least_of(probability, n);
    size_t listed = 0;
    while (listed < MAX_LISTED && listed < n) {
        uint32_t i = next_body(probability, n, taken, listed);
        if (listed > 0 && (probability[i] < LEAST || probability[i] < floor)) break;
        taken[listed++] = i;
    }
    khl_authority *list = khl_arena_array(arena, listed, sizeof *list);
    if (list == NULL) return khl_fail_memory(err);
    for (size_t k = 0; k < listed; k++)
        list[k] = (khl_authority){.id = khl_authorities_id(bodies, taken[k]),
                                  .name = khl_authorities_name(bodies, taken[k]),
                                  .level = khl_level_name(khl_authorities_level(bodies, taken[k])),
                                  .lead = k == 0,
                                  .probability = probability[taken[k]]};
    e->authorities = list;
    e->n_authorities = listed;
    return KHL_OK;
}

khl_status khl_run_list_bodies(const khl_run *run, khl_draft_entry *e, const khl_analysis *const *members,
                               double *probability, khl_arena *arena, khl_error *err)
{
    khl_level level = KHL_LEVEL_NONE;
    khl_wordings wordings = {members, e->n, khl_axes_id(run->axes, e->axis)};
    if (run->authority_model == NULL) return KHL_OK;
    khl_status status = khl_authority_model_score(run->authority_model, &wordings, probability, &level, err);
    e->level = khl_level_name(level);
    return status == KHL_OK ? list_bodies(run, e, probability, arena, err) : status;
}
