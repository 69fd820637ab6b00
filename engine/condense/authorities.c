/* The bodies concerned by each entry, likeliest first, and its level; after the axes, which are weak
 * evidence. Cost: a few look-ups a feature of every member. */
#include "run.h"

#include "alloc.h"
#include "error.h"

enum { MAX_LISTED = 5, GRAIN = 16 };
static const double LEAST = 0.02;      /* of a body that is listed beside the lead */
static const double ABOVE_FLOOR = 1.5; /* times the probability of a body of which nothing speaks */

typedef struct scratch {
    const khl_authority_model *model;
    double *probability;          /* [bodies] */
    const khl_analysis **members; /* [of the largest entry so far] */
    khl_analysis *again;          /* likewise */
    size_t capacity, again_capacity;
    khl_arena *arena;
} scratch;

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

static khl_status list_bodies(const khl_run *run, khl_draft_entry *e, const scratch *s, khl_error *err)
{
    const khl_authorities *bodies = khl_models_authorities(run->models);
    const double *probability = s->probability;
    uint32_t n = khl_authorities_count(bodies), taken[MAX_LISTED];
    double floor = ABOVE_FLOOR * least_of(probability, n);
    size_t listed = 0;
    while (listed < MAX_LISTED && listed < n) {
        uint32_t i = next_body(probability, n, taken, listed);
        if (listed > 0 && (probability[i] < LEAST || probability[i] < floor)) break;
        taken[listed++] = i;
    }
    khl_authority *list = khl_arena_array(s->arena, listed, sizeof *list);
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

static khl_status read_members(const khl_run *run, const khl_draft_entry *e, scratch *s, khl_error *err)
{
    if (!khl_grow(&s->members, &s->capacity, e->n, sizeof *s->members) ||
        !khl_grow(&s->again, &s->again_capacity, e->n, sizeof *s->again))
        return khl_fail_memory(err);
    khl_status status = KHL_OK;
    for (uint32_t i = 0; i < e->n; i++) s->again[i] = (khl_analysis){.n_tokens = 0};
    for (uint32_t i = 0; i < e->n && status == KHL_OK; i++)
        status = khl_run_reading(run, e->members[i], &s->members[i], &s->again[i], err);
    return status;
}

static khl_status assign_one(const khl_run *run, khl_draft_entry *e, scratch *s, khl_error *err)
{
    khl_level level = KHL_LEVEL_NONE;
    khl_status status = read_members(run, e, s, err);
    khl_wordings wordings = {s->members, e->n, khl_axes_id(run->axes, e->axis)};
    if (status == KHL_OK)
        status = khl_authority_model_score(s->model, &wordings, s->probability, &level, err);
    for (uint32_t i = 0; i < e->n && s->again != NULL; i++) khl_analysis_clear(&s->again[i]);
    if (status == KHL_OK) status = list_bodies(run, e, s, err);
    e->level = khl_level_name(level);
    return status;
}

typedef struct asking {
    khl_run *run;
    khl_authority_model *model;
    uint32_t n_bodies;
} asking;

static khl_status assign_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    const asking *a = context;
    scratch s = {.model = a->model, .arena = &a->run->arenas[worker]};
    s.probability = khl_alloc(a->n_bodies, sizeof *s.probability);
    khl_status status = s.probability != NULL ? KHL_OK : khl_fail_memory(err);
    for (size_t i = begin; i < end && status == KHL_OK; i++)
        status = assign_one(a->run, &a->run->entries[i], &s, err);
    free(s.probability);
    free(s.members);
    free(s.again);
    return status;
}

khl_status khl_run_authorities(khl_run *run)
{
    const khl_authorities *bodies = khl_models_authorities(run->models);
    asking a = {run, NULL, khl_authorities_count(bodies)};
    if (a.n_bodies == 0) return KHL_OK;
    khl_status status = khl_authority_model_create(&a.model, bodies, run->text, run->err);
    if (status == KHL_OK)
        status = khl_pool_for(run->pool, run->n_entries, GRAIN, assign_range, &a, NULL, NULL, run->err);
    khl_authority_model_destroy(a.model);
    return status;
}
