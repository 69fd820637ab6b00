/* Who is one demand, who is apart, and what is set aside, on the proposals as they are compared. */
#include "run.h"

#include "alloc.h"
#include "error.h"

static khl_status set_aside(khl_run *run, size_t i, const khl_decision *d)
{
    uint32_t *list;
    size_t n;
    khl_status status = khl_replay_a(run->replay, i, &list, &n, run->err);
    for (size_t k = 0; status == KHL_OK && k < n; k++)
        run->aside[list[k]] = d->op == KHL_OP_SET_ASIDE ? d : NULL;
    free(list);
    return status;
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
        if (d->op == KHL_OP_SET_ASIDE || d->op == KHL_OP_RESTORE) status = set_aside(run, i, d);
    }
    return status == KHL_OK ? check_left(run) : status;
}

/* The first of them in the input that has an axis gives it. */
void khl_run_decide_given(khl_run *run)
{
    const khl_decided_pairs *must = run->replay != NULL ? khl_replay_must(run->replay) : NULL;
    for (size_t k = 0; must != NULL && k < must->n; k++) {
        uint32_t root = khl_replay_component(run->replay, must->items[k].a), axis = KHL_AXIS_NONE;
        for (uint32_t i = root; i != UINT32_MAX && axis == KHL_AXIS_NONE; i = khl_replay_next(run->replay, i))
            axis = run->given[i];
        for (uint32_t i = root; i != UINT32_MAX; i = khl_replay_next(run->replay, i)) run->given[i] = axis;
    }
}
