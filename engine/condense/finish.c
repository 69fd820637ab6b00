/* The doubtful pairs, explained and in order of use, and the finished shortlist. */
#include "run.h"

#include "alloc.h"
#include "buf.h"
#include "error.h"
#include "map.h"
#include "previous.h"
#include "str.h"

#include <math.h>
#include <stdio.h>

enum { MAX_RELATED_PAIRS = 100000, MOST_OPTIONS = 8, SINCE_DIGITS = 16, VALUE_BYTES = 32 };

static int by_pair(const void *x, const void *y)
{
    const khl_scored_pair *a = x, *b = y;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

static int by_probability(const void *x, const void *y)
{
    const khl_scored_pair *a = x, *b = y;
    if (a->probability != b->probability) return a->probability > b->probability ? -1 : 1;
    return by_pair(x, y);
}

/* Keeps the pairs that stand in two entries; those within one, or set aside, need no second look here.
 * Threads found them in any order; the sort tells all of them apart. */
static void keep_across(khl_run *run)
{
    size_t n = 0;
    if (run->n_doubtful == 0) return;
    for (size_t i = 0; i < run->n_doubtful; i++) {
        const khl_scored_pair *p = &run->doubtful[i];
        if (run->entry_of[p->a] != run->entry_of[p->b] && !khl_run_is_aside(run, p->a) &&
            !khl_run_is_aside(run, p->b))
            run->doubtful[n++] = *p;
    }
    run->n_doubtful = n;
    qsort(run->doubtful, run->n_doubtful, sizeof *run->doubtful, by_probability);
}

/* The entries of a pair as a key, the smaller number first. */
static void order_entries(const khl_run *run, uint32_t a, uint32_t b, uint32_t both[2])
{
    uint32_t x = run->entry_of[a], y = run->entry_of[b];
    both[0] = x < y ? x : y;
    both[1] = x < y ? y : x;
}

/* Entries between which the committee has decided already. */
static khl_status leave_decided(const khl_run *run, khl_map *seen)
{
    const khl_decided_pairs *apart = run->replay != NULL ? khl_replay_apart(run->replay) : NULL;
    for (size_t k = 0; apart != NULL && k < apart->n; k++) {
        uint32_t both[2];
        order_entries(run, apart->items[k].a, apart->items[k].b, both);
        if (khl_map_put(seen, (khl_str){(const char *)both, sizeof both}, NULL, NULL) != KHL_OK)
            return khl_fail_memory(run->err);
    }
    return KHL_OK;
}

/* One pair for each two entries (the most probable): answering it settles the others. pairs [max]. */
static khl_status pick_review(khl_run *run, khl_draft_pair *pairs, size_t max, size_t *n)
{
    khl_map seen;
    khl_status status = khl_map_init(&seen, run->err);
    if (status == KHL_OK) status = leave_decided(run, &seen);
    *n = 0;
    for (size_t i = 0; i < run->n_doubtful && *n < max && status == KHL_OK; i++) {
        const khl_scored_pair *p = &run->doubtful[i];
        uint32_t both[2];
        bool added = false;
        order_entries(run, p->a, p->b, both);
        if (khl_map_put(&seen, (khl_str){(const char *)both, sizeof both}, NULL, &added) != KHL_OK)
            status = khl_fail_memory(run->err);
        else if (added)
            pairs[(*n)++] = (khl_draft_pair){p->a, p->b, p->probability, NULL};
    }
    khl_map_clear(&seen);
    return status;
}

static khl_status explain_all(khl_run *run, khl_draft_pair *pairs, khl_explanation *why, size_t n)
{
    khl_status status = KHL_OK;
    for (size_t i = 0; i < n && status == KHL_OK; i++) {
        status = khl_matcher_explain(run->matcher, pairs[i].a, pairs[i].b, &why[i], run->err);
        pairs[i].why = &why[i].why;
    }
    return status;
}

/* The weakest pair of an entry, which the shortlist finds and copies. */
static khl_status explain_pair(void *context, uint32_t a, uint32_t b, const khl_why **out, khl_error *err)
{
    khl_run *run = context;
    khl_explanation_clear(&run->latest);
    khl_status status = khl_matcher_explain(run->matcher, a, b, &run->latest, err);
    *out = &run->latest.why;
    return status;
}

static void take_map(void *context, khl_draft_map *out)
{
    khl_run_take_map(context, out);
}

/* Pairs worth a cross-reference: what the committee said belongs together, then those at least half as
 * probable as a merge, likeliest first. */
static khl_draft_pair *all_related(khl_run *run, size_t *n, size_t *n_decided)
{
    const khl_decided_pairs none = {NULL, 0, 0};
    const khl_decided_pairs *decided = run->replay != NULL ? khl_replay_related(run->replay) : &none;
    double least = fmax(run->join / 2, run->match->review);
    size_t n_near = 0;
    while (n_near < run->n_doubtful && n_near < MAX_RELATED_PAIRS &&
           run->doubtful[n_near].probability >= least)
        n_near++;
    *n = 0;
    khl_draft_pair *pairs = khl_arena_array(&run->arena, decided->n + n_near, sizeof *pairs);
    for (size_t i = 0; pairs != NULL && i < decided->n; i++) {
        const khl_decided_pair *p = &decided->items[i];
        if (!khl_run_is_aside(run, p->a) && !khl_run_is_aside(run, p->b))
            pairs[(*n)++] = (khl_draft_pair){p->a, p->b, 1, NULL};
    }
    *n_decided = *n;
    for (size_t i = 0; pairs != NULL && i < n_near; i++)
        pairs[(*n)++] =
            (khl_draft_pair){run->doubtful[i].a, run->doubtful[i].b, run->doubtful[i].probability, NULL};
    return pairs;
}

/* What was set aside, and what the log was. */
static khl_status tell_decisions(khl_run *run, khl_draft *draft)
{
    khl_shortlist_decisions *out = &draft->decisions;
    const khl_decisions *log = run->options.decisions;
    if (run->replay == NULL) return KHL_OK;
    size_t n = khl_decisions_count(log);
    uint32_t *stale = khl_arena_array(&run->arena, n, sizeof *stale);
    khl_draft_aside *aside = khl_arena_array(&run->arena, run->n, sizeof *aside);
    if (stale == NULL || aside == NULL) return khl_fail_memory(run->err);
    *out = (khl_shortlist_decisions){.given = true, .n = (uint32_t)n, .stale = stale};
    if (n > 0) out->last = khl_decisions_at(log, n - 1)->n;
    khl_decisions_sha256(log, out->sha256);
    for (size_t i = 0; i < n; i++) {
        out->n_in_force += khl_replay_holds(run->replay, i);
        if (run->stale[i]) stale[out->n_stale++] = khl_decisions_at(log, i)->n;
    }
    for (uint32_t i = 0; i < run->n; i++)
        if (run->aside[i] != NULL) aside[draft->n_aside++] = (khl_draft_aside){i, run->aside[i]->why};
    draft->aside = aside;
    draft->moves = run->moves;
    draft->n_moves = run->n_moves;
    return KHL_OK;
}

/* Only what changes the result. */
static size_t describe_options(const khl_run *run, khl_shortlist_option options[MOST_OPTIONS],
                               char value[VALUE_BYTES], const khl_buf *elsewhere)
{
    size_t n = 0;
    const char *axes = run->options.axes_name != NULL ? run->options.axes_name : "default";
    options[n++] = (khl_shortlist_option){{"axes", 4}, {axes, strlen(axes)}};
    bool target = run->options.target > 0;
    int len = target ? snprintf(value, VALUE_BYTES, "%u", run->options.target)
                     : snprintf(value, VALUE_BYTES, "%.4f", run->join);
    khl_str name = target ? (khl_str){"target", 6} : (khl_str){"probability", 11};
    options[n++] = (khl_shortlist_option){name, {value, (size_t)len}};
    if (run->options.axes_model != NULL)
        options[n++] = (khl_shortlist_option){{"axes_model", 10}, {"true", 4}};
    if (run->options.ignore_axes) options[n++] = (khl_shortlist_option){{"without_axes", 12}, {"true", 4}};
    const char *match = run->options.match_name;
    if (match != NULL) options[n++] = (khl_shortlist_option){{"match", 5}, {match, strlen(match)}};
    if (run->options.with_persons) options[n++] = (khl_shortlist_option){{"with_persons", 12}, {"true", 4}};
    if (run->options.previous != NULL)
        options[n++] = (khl_shortlist_option){{"since", 5}, {run->options.previous->sha256, SINCE_DIGITS}};
    if (elsewhere->n > 0) options[n++] = (khl_shortlist_option){{"elsewhere", 9}, khl_buf_str(elsewhere)};
    return n;
}

/* "marrakech.pack (1f2e3d4c5b6a), others.csv (...)": names alone do not tell two versions of a file apart. */
static void name_elsewhere(const khl_run *run, khl_buf *out)
{
    enum { SHOWN = 12 };
    const khl_corpus *corpus = run->options.elsewhere;
    char hex[65];
    for (size_t i = 0; corpus != NULL && i < khl_corpus_n_inputs(corpus); i++) {
        const khl_input *input = khl_corpus_input_at(corpus, i);
        khl_sha256_hex(input->sha256, hex);
        if (i > 0) khl_buf_put_c(out, ", ");
        khl_buf_put(out, input->name);
        khl_buf_format(out, " (%.*s)", SHOWN, hex);
    }
}

static khl_status list_axes(khl_run *run, khl_draft *draft)
{
    uint32_t n = khl_axes_count(run->axes);
    khl_shortlist_axis *axes = khl_arena_array(&run->arena, n, sizeof *axes);
    if (axes == NULL) return khl_fail_memory(run->err);
    for (uint32_t i = 0; i < n; i++)
        axes[i] = (khl_shortlist_axis){.id = khl_axes_id(run->axes, i), .name = khl_axes_name(run->axes, i)};
    draft->axes = axes;
    draft->n_axes = n;
    return KHL_OK;
}

static khl_status note_changes(const khl_run *run, const khl_draft *draft, khl_shortlist **out)
{
    if (run->options.previous == NULL) return KHL_OK;
    khl_status status = khl_run_note_changes(run, draft, *out);
    if (status == KHL_OK) return KHL_OK;
    khl_shortlist_destroy(*out);
    *out = NULL;
    return status;
}

khl_status khl_run_finish(khl_run *run, khl_shortlist **out)
{
    char value[VALUE_BYTES];
    khl_shortlist_option options[MOST_OPTIONS];
    khl_buf elsewhere = KHL_BUF_INIT;
    keep_across(run);
    name_elsewhere(run, &elsewhere);
    size_t max = run->options.max_review < run->n_doubtful ? run->options.max_review : run->n_doubtful;
    khl_draft_pair *review = khl_alloc_zero(max, sizeof *review);
    khl_explanation *why = khl_alloc_zero(max, sizeof *why);
    khl_draft draft = {.corpus = run->corpus,
                       .analyses = run->analyses,
                       .entries = run->entries,
                       .n_entries = run->n_entries,
                       .options = options,
                       .n_options = describe_options(run, options, value, &elsewhere),
                       .review = review,
                       .models = khl_models_fingerprint(run->models),
                       .date = run->options.date,
                       .used_ids = run->used_ids,
                       .n_used_ids = run->n_used_ids,
                       .with_persons = run->options.with_persons,
                       .cuts = run->cuts,
                       .n_cuts = run->n_cuts,
                       .probability = khl_run_probability,
                       .explain = run->streamed ? NULL : explain_pair,
                       .map = take_map,
                       .context = run};
    const char *lang = run->options.lang != NULL ? run->options.lang : "ar";
    khl_models_private_marks(&draft.marks, run->models, lang);
    draft.n_axes_unknown = run->n_axes_unknown;
    draft.axis_unknown = run->axis_unknown;
    draft.related = all_related(run, &draft.n_related, &draft.n_decided_related);
    bool whole = review && why && draft.related && khl_buf_ok(&elsewhere);
    khl_status status = whole ? list_axes(run, &draft) : khl_fail_memory(run->err);
    if (status == KHL_OK) status = tell_decisions(run, &draft);
    if (status == KHL_OK) status = pick_review(run, review, max, &draft.n_review);
    if (status == KHL_OK) status = khl_run_begin_map(run);
    if (status == KHL_OK) status = explain_all(run, review, why, draft.n_review);
    if (status == KHL_OK) status = khl_run_grow_trees(run, &draft);
    if (run->streamed) { /* all that it judged is described by now */
        khl_matcher_destroy(run->matcher);
        run->matcher = NULL;
        khl_alloc_trim();
    }
    if (status == KHL_OK) status = khl_shortlist_build(out, &draft, run->err);
    if (status == KHL_OK) status = note_changes(run, &draft, out);
    for (size_t i = 0; why != NULL && i < max; i++) khl_explanation_clear(&why[i]);
    khl_buf_clear(&elsewhere);
    free(review);
    free(why);
    return status;
}
