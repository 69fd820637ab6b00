/* Who is one demand, who is apart, and what is set aside, on the proposals as they are compared. */
#include "run.h"

#include "alloc.h"
#include "error.h"

static void set_aside(khl_run *run, size_t i, const khl_decision *d)
{
    size_t n;
    const uint32_t *list = khl_replay_a(run->replay, i, &n);
    for (size_t k = 0; k < n; k++) run->aside[list[k]] = d->op == KHL_OP_SET_ASIDE ? d : NULL;
}

/* At least one proposal must be left. */
static khl_status check_left(khl_run *run)
{
    for (size_t i = 0; i < run->n; i++)
        if (run->aside[i] == NULL) return KHL_OK;
    return KHL_FAIL(run->err, KHL_E_INPUT, "decisions.all_aside",
                    "the decisions set aside every proposal of the input; revoke some of them");
}

khl_status khl_run_decide_links(khl_run *run)
{
    const khl_decisions *log = run->options.decisions;
    if (log == NULL) return KHL_OK;
    khl_status status =
        khl_replay_create(&run->replay, log, run->corpus, khl_models_aliases(run->models), run->err);
    run->aside = khl_arena_array(&run->arena, run->n, sizeof *run->aside);
    if (status == KHL_OK && run->aside == NULL) status = khl_fail_memory(run->err);
    if (status == KHL_OK) status = khl_replay_link(run->replay, run->err);
    for (size_t i = 0; i < khl_decisions_count(log) && status == KHL_OK; i++) {
        const khl_decision *d = khl_decisions_at(log, i);
        if (!khl_replay_holds(run->replay, i)) continue;
        if (d->op == KHL_OP_SET_ASIDE || d->op == KHL_OP_RESTORE) set_aside(run, i, d);
    }
    return status == KHL_OK ? check_left(run) : status;
}

/* The axis that most of a component give, of two the earlier one, so that the order of the input changes
 * nothing. What was set aside has no voice. votes [axes] */
static uint32_t axis_of_component(const khl_run *run, uint32_t root, uint32_t *votes)
{
    uint32_t best = KHL_AXIS_NONE;
    for (uint32_t a = 0; a < khl_axes_count(run->axes); a++) votes[a] = 0;
    for (uint32_t i = root; i != UINT32_MAX; i = khl_replay_next(run->replay, i)) {
        uint32_t axis = run->given[i];
        if (axis == KHL_AXIS_NONE || khl_run_is_aside(run, i)) continue;
        votes[axis]++;
        if (best == KHL_AXIS_NONE || votes[axis] > votes[best] || (votes[axis] == votes[best] && axis < best))
            best = axis;
    }
    return best;
}

khl_status khl_run_decide_given(khl_run *run)
{
    if (run->replay == NULL || khl_replay_must(run->replay)->n == 0) return KHL_OK;
    uint32_t *votes = khl_alloc(khl_axes_count(run->axes), sizeof *votes);
    if (votes == NULL) return khl_fail_memory(run->err);
    for (uint32_t root = 0; root < run->n; root++) {
        uint32_t i = khl_replay_next(run->replay, root);
        if (khl_replay_component(run->replay, root) != root || i == UINT32_MAX) continue;
        uint32_t axis = axis_of_component(run, root, votes);
        if (axis == KHL_AXIS_NONE) continue; /* nobody gives one, or all are set aside */
        run->given[root] = axis;
        for (; i != UINT32_MAX; i = khl_replay_next(run->replay, i)) run->given[i] = axis;
    }
    free(votes);
    return KHL_OK;
}
