/* Cuts that the committee decided, by the texts as they were handed in; before any is made. */
#include "run.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

#include <stdio.h>
#include <string.h>

static bool is_cut(khl_decision_op op)
{
    return op == KHL_OP_CUT || op == KHL_OP_JOIN;
}

static khl_status fail_cut(const khl_decision *d, khl_error *err)
{
    char number[16];
    snprintf(number, sizeof number, "%u", d->n);
    return KHL_FAIL(
        err, KHL_E_INPUT, "decisions.cut",
        "decision {0} cuts a text where no letter begins, or leaves a part without words; revoke it", number);
}

/* The part from begin on, without white space around; false when nothing is left, or it begins within a
 * letter. */
static bool part_at(khl_str text, size_t begin, size_t end, khl_text_part *out)
{
    if (begin >= end || end > text.n || ((unsigned char)text.p[begin] & 0xC0) == 0x80) return false;
    khl_str part = khl_str_trim(khl_str_part(text, begin, end));
    *out = (khl_text_part){(uint32_t)(part.p - text.p), (uint32_t)(part.p - text.p + (ptrdiff_t)part.n),
                           KHL_CUT_COMMITTEE};
    return part.n > 0;
}

khl_status khl_run_take_cut(const khl_run *run, size_t i, khl_cut *out, khl_error *err)
{
    if (run->cut_by == NULL || run->cut_by[i] == UINT32_MAX) return KHL_OK;
    const khl_decision *d = khl_decisions_at(run->options.decisions, run->cut_by[i]);
    khl_str text = khl_corpus_at(run->corpus, i)->text;
    khl_cut_clear(out);
    if (d->op == KHL_OP_JOIN) return KHL_OK;
    out->parts = khl_alloc(d->n_at + 1, sizeof *out->parts);
    if (out->parts == NULL) return khl_fail_memory(err);
    out->n_parts = d->n_at + 1;
    for (size_t k = 0; k <= d->n_at; k++)
        if (!part_at(text, k > 0 ? d->at[k - 1] : 0, k < d->n_at ? d->at[k] : text.n, &out->parts[k]))
            return fail_cut(d, err);
    return KHL_OK;
}

/* Of two decisions on one submission the later holds. */
static void note(khl_run *run, khl_replay *replay, size_t i)
{
    size_t n;
    const uint32_t *list = khl_replay_a(replay, i, &n);
    for (size_t k = 0; k < n; k++) run->cut_by[list[k]] = (uint32_t)i;
    run->stale[i] = khl_replay_is_stale(replay, i);
}

khl_status khl_run_decide_cuts(khl_run *run)
{
    const khl_decisions *log = run->options.decisions;
    khl_replay *replay = NULL;
    bool any = false;
    if (log == NULL) return KHL_OK;
    run->stale = khl_arena_array(&run->arena, khl_decisions_count(log), sizeof *run->stale);
    if (run->stale == NULL) return khl_fail_memory(run->err);
    for (size_t i = 0; i < khl_decisions_count(log); i++) any = any || is_cut(khl_decisions_at(log, i)->op);
    if (!any) return KHL_OK;
    run->cut_by = khl_arena_array(&run->arena, run->n, sizeof *run->cut_by);
    khl_status status = run->cut_by != NULL ? khl_replay_create(&replay, log, run->corpus,
                                                                khl_models_aliases(run->models), run->err)
                                            : khl_fail_memory(run->err);
    if (status == KHL_OK) memset(run->cut_by, 0xFF, run->n * sizeof *run->cut_by);
    for (size_t i = 0; i < khl_decisions_count(log) && status == KHL_OK; i++)
        if (khl_replay_holds(replay, i) && is_cut(khl_decisions_at(log, i)->op)) note(run, replay, i);
    khl_replay_destroy(replay);
    return status;
}
