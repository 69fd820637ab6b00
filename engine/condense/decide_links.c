/* Who is one demand, who is apart, and what is set aside, on the proposals as they are compared. */
#include "run.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

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

/* The axis of the proposals of a list: that of the first by id which has one, whatever the order of rows.
 * What was set aside has no voice. */
static uint32_t axis_of(const khl_run *run, const uint32_t *list, size_t n)
{
    uint32_t best = UINT32_MAX;
    for (size_t k = 0; k < n; k++) {
        khl_str id = khl_corpus_at(run->corpus, list[k])->id;
        if (run->given[list[k]] == KHL_AXIS_NONE || khl_run_is_aside(run, list[k])) continue;
        if (best == UINT32_MAX || khl_str_compare(id, khl_corpus_at(run->corpus, best)->id) < 0)
            best = list[k];
    }
    return best != UINT32_MAX ? run->given[best] : KHL_AXIS_NONE;
}

/* The axis that must-link i gives those that are one by it: that of its a, whose entry keeps its id, else
 * that of its b. axis [n], of components by their first proposal */
static void note_axis(const khl_run *run, size_t i, uint32_t *axis)
{
    size_t n_a, n_b;
    const uint32_t *a = khl_replay_a(run->replay, i, &n_a), *b = khl_replay_b(run->replay, i, &n_b);
    if (n_a == 0 || n_b == 0) return;
    uint32_t *of = &axis[khl_replay_component(run->replay, a[0])];
    if (*of == KHL_AXIS_NONE) *of = axis_of(run, a, n_a);
    if (*of == KHL_AXIS_NONE) *of = axis_of(run, b, n_b);
}

/* Those whom must-links make one have one axis: that of the oldest decision among them. */
khl_status khl_run_decide_given(khl_run *run)
{
    if (run->replay == NULL || khl_replay_must(run->replay)->n == 0) return KHL_OK;
    uint32_t *axis = khl_alloc(run->n, sizeof *axis);
    if (axis == NULL) return khl_fail_memory(run->err);
    for (size_t i = 0; i < run->n; i++) axis[i] = KHL_AXIS_NONE;
    for (size_t i = 0; i < khl_decisions_count(run->options.decisions); i++)
        if (khl_replay_holds(run->replay, i) &&
            khl_decisions_at(run->options.decisions, i)->op == KHL_OP_MUST_LINK)
            note_axis(run, i, axis);
    for (uint32_t i = 0; i < run->n; i++) {
        uint32_t root = khl_replay_component(run->replay, i);
        bool is_alone = root == i && khl_replay_next(run->replay, i) == UINT32_MAX;
        if (!is_alone && axis[root] != KHL_AXIS_NONE) run->given[i] = axis[root];
    }
    free(axis);
    return KHL_OK;
}
