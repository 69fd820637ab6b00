/* The committee's words on entries, over what the program found: titles, texts, axes, bodies, levels, ranks,
 * notes, and the permanent ids that entries had when something was decided of them. Decisions are taken in
 * the order of the log, so that of two on one matter the later holds. Cost: linear in the log. */
#include "run.h"

#include "alloc.h"
#include "error.h"
#include "map.h"
#include "str.h"

#include <stdio.h>

/* The entry of the first of proposals [n] that stands in one; UINT32_MAX: none. */
static uint32_t entry_of_first(const khl_run *run, const uint32_t *proposals, size_t n)
{
    uint32_t entry = UINT32_MAX;
    for (size_t k = 0; k < n && entry == UINT32_MAX; k++) entry = run->entry_of[proposals[k]];
    return entry;
}

/* The entries that decision i speaks of. */
static uint32_t entry_of_a(const khl_run *run, size_t i)
{
    size_t n;
    const uint32_t *list = khl_replay_a(run->replay, i, &n);
    return entry_of_first(run, list, n);
}

static uint32_t entry_of_b(const khl_run *run, size_t i)
{
    size_t n;
    const uint32_t *list = khl_replay_b(run->replay, i, &n);
    return entry_of_first(run, list, n);
}

static khl_status fail_axis(khl_run *run, const khl_decision *d)
{
    char number[16], axis[KHL_ERROR_ARG_BYTES];
    snprintf(number, sizeof number, "%u", d->n);
    snprintf(axis, sizeof axis, "%.*s", (int)(d->value.n < sizeof axis ? d->value.n : sizeof axis - 1),
             d->value.p);
    return KHL_FAIL(
        run->err, KHL_E_INPUT, "decisions.axis",
        "decision {0} names the axis \"{1}\", which is not in the list of axes; revoke it, or add the axis",
        number, axis);
}

static khl_status decide_axis(khl_run *run, khl_draft_entry *e, const khl_decision *d)
{
    uint32_t axis;
    khl_status status = khl_axis_model_find(run->axis_model, d->value, &axis, run->err);
    if (status != KHL_OK) return status;
    if (axis == KHL_AXIS_NONE) return fail_axis(run, d);
    e->axis = axis;
    e->axis_given = true;
    e->axis_probability = 1;
    e->axis_doubted = false;
    return KHL_OK;
}

/* A body of the models by its id, or another by its name, which then tells it from others, too. */
static khl_authority body_of(const khl_run *run, khl_str value)
{
    const khl_authorities *bodies = khl_models_authorities(run->models);
    khl_authority body = {.id = value, .name = {value, value, value}, .level = KHL_STR(""), .probability = 1};
    for (uint32_t i = 0; bodies != NULL && i < khl_authorities_count(bodies); i++) {
        if (!khl_str_equal(khl_authorities_id(bodies, i), value)) continue;
        body.name = khl_authorities_name(bodies, i);
        body.level = khl_level_name(khl_authorities_level(bodies, i));
    }
    return body;
}

static khl_status decide_bodies(khl_run *run, khl_draft_entry *e, const khl_decision *d)
{
    khl_authority *list = khl_arena_array(&run->arena, d->n_values, sizeof *list);
    if (list == NULL) return khl_fail_memory(run->err);
    for (size_t k = 0; k < d->n_values; k++) {
        list[k] = body_of(run, d->values[k]);
        list[k].lead = k == 0;
    }
    e->authorities = list;
    e->n_authorities = d->n_values;
    return KHL_OK;
}

/* A mark, or a place behind another entry. */
static void decide_priority(khl_run *run, uint32_t entry, uint32_t behind, const khl_decision *d)
{
    static const char *const MARKS[] = {"none", "high", "medium", "low"};
    khl_draft_entry *e = &run->entries[entry];
    if (d->value.n > 0) {
        for (unsigned m = 0; m < 4; m++)
            if (khl_str_equal(d->value, khl_str_from(MARKS[m]))) e->mark = m;
        e->unmarked = e->mark == 0;
    } else if (!d->has_b || behind != UINT32_MAX) {
        run->moves[run->n_moves++] = (khl_draft_move){entry, behind};
    }
}

static khl_status decide_entry(khl_run *run, uint32_t entry, uint32_t other, const khl_decision *d)
{
    static const unsigned DECIDED[KHL_N_OPS] = {
        [KHL_OP_MUST_LINK] = KHL_DECIDED_MEMBERS, [KHL_OP_CANNOT_LINK] = KHL_DECIDED_MEMBERS,
        [KHL_OP_RELATED] = KHL_DECIDED_MEMBERS,   [KHL_OP_SET_ASIDE] = KHL_DECIDED_MEMBERS,
        [KHL_OP_TITLE] = KHL_DECIDED_TITLE,       [KHL_OP_TEXT] = KHL_DECIDED_TEXT,
        [KHL_OP_AXIS] = KHL_DECIDED_AXIS,         [KHL_OP_AUTHORITY] = KHL_DECIDED_AUTHORITIES,
        [KHL_OP_LEVEL] = KHL_DECIDED_LEVEL,       [KHL_OP_PRIORITY] = KHL_DECIDED_PRIORITY};
    khl_draft_entry *e = &run->entries[entry];
    e->decided |= DECIDED[d->op];
    switch (d->op) {
    case KHL_OP_TITLE:
        e->decided_title = d->value;
        return KHL_OK;
    case KHL_OP_TEXT:
        e->decided_text = d->value;
        return KHL_OK;
    case KHL_OP_NOTE:
        e->note = d->value;
        return KHL_OK;
    case KHL_OP_LEVEL:
        e->level = d->value;
        return KHL_OK;
    case KHL_OP_AXIS:
        return decide_axis(run, e, d);
    case KHL_OP_AUTHORITY:
        return decide_bodies(run, e, d);
    case KHL_OP_PRIORITY:
        decide_priority(run, entry, other, d);
        return KHL_OK;
    default:
        return KHL_OK;
    }
}

/* The oldest decision on an entry names it; no id goes to two. */
static khl_status claim_id(khl_run *run, khl_draft_entry *e, const khl_decision *d, khl_map *taken)
{
    bool added;
    if (e->id.n > 0 || d->entry.n == 0) return KHL_OK;
    if (khl_map_put(taken, d->entry, NULL, &added) != KHL_OK) return khl_fail_memory(run->err);
    if (added) e->id = d->entry;
    return KHL_OK;
}

/* Ids that entries go on under since an earlier version. */
static khl_status note_taken(const khl_run *run, khl_map *taken)
{
    for (size_t e = 0; e < run->n_entries; e++)
        if (run->entries[e].id.n > 0 && khl_map_put(taken, run->entries[e].id, NULL, NULL) != KHL_OK)
            return khl_fail_memory(run->err);
    return KHL_OK;
}

static bool speaks_of_entry(khl_decision_op op)
{
    return op != KHL_OP_CUT && op != KHL_OP_JOIN && op != KHL_OP_REVOKE;
}

static khl_status take_decision(khl_run *run, size_t i, khl_map *ids)
{
    const khl_decision *d = khl_decisions_at(run->options.decisions, i);
    if (!khl_replay_holds(run->replay, i) || !speaks_of_entry(d->op)) return KHL_OK;
    uint32_t entry = entry_of_a(run, i), other = d->has_b ? entry_of_b(run, i) : UINT32_MAX;
    khl_status status = KHL_OK;
    if (entry != UINT32_MAX) {
        status = decide_entry(run, entry, other, d);
        if (status == KHL_OK) status = claim_id(run, &run->entries[entry], d, ids);
    }
    if (other != UINT32_MAX && d->op != KHL_OP_PRIORITY) /* a link touches the other entry, too */
        run->entries[other].decided |= KHL_DECIDED_MEMBERS;
    run->stale[i] = khl_replay_is_stale(run->replay, i);
    return status;
}

khl_status khl_run_decide(khl_run *run)
{
    khl_map ids;
    if (run->replay == NULL) return KHL_OK;
    size_t n = khl_decisions_count(run->options.decisions);
    run->moves = khl_arena_array(&run->arena, n, sizeof *run->moves);
    khl_status status = khl_map_init(&ids, run->err);
    if (status == KHL_OK && run->moves == NULL) status = khl_fail_memory(run->err);
    if (status == KHL_OK) status = note_taken(run, &ids);
    for (size_t i = 0; i < n && status == KHL_OK; i++) status = take_decision(run, i, &ids);
    khl_map_clear(&ids);
    return status;
}
