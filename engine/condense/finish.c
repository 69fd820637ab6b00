/* The doubtful pairs, explained and in order of use, and the finished shortlist. */
#include "run.h"

#include "alloc.h"
#include "buf.h"
#include "error.h"
#include "map.h"
#include "str.h"

#include <math.h>
#include <stdio.h>

enum { MAX_RELATED_PAIRS = 100000, MOST_OPTIONS = 7, VALUE_BYTES = 32 };

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

/* Keeps the pairs that stand in two entries; those within one need no second look here. Threads found them in
 * any order; the sort tells all of them apart. */
static void keep_across(khl_run *run)
{
    size_t n = 0;
    if (run->n_doubtful == 0) return;
    for (size_t i = 0; i < run->n_doubtful; i++)
        if (run->entry_of[run->doubtful[i].a] != run->entry_of[run->doubtful[i].b])
            run->doubtful[n++] = run->doubtful[i];
    run->n_doubtful = n;
    qsort(run->doubtful, run->n_doubtful, sizeof *run->doubtful, by_probability);
}

/* One pair for each two entries (the most probable): answering it settles the others. pairs [max]. */
static khl_status pick_review(khl_run *run, khl_draft_pair *pairs, size_t max, size_t *n)
{
    khl_map seen;
    khl_status status = khl_map_init(&seen, run->err);
    *n = 0;
    for (size_t i = 0; i < run->n_doubtful && *n < max && status == KHL_OK; i++) {
        const khl_scored_pair *p = &run->doubtful[i];
        uint32_t x = run->entry_of[p->a], y = run->entry_of[p->b];
        uint32_t both[2] = {x < y ? x : y, x < y ? y : x};
        bool added = false;
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

/* Pairs worth a cross-reference: at least half as probable as a merge. They stand likeliest first. */
static khl_draft_pair *all_related(khl_run *run, size_t *n)
{
    double least = fmax(run->join / 2, run->match->review);
    *n = 0;
    while (*n < run->n_doubtful && *n < MAX_RELATED_PAIRS && run->doubtful[*n].probability >= least) ++*n;
    khl_draft_pair *pairs = khl_arena_array(&run->arena, *n, sizeof *pairs);
    for (size_t i = 0; pairs != NULL && i < *n; i++)
        pairs[i] =
            (khl_draft_pair){run->doubtful[i].a, run->doubtful[i].b, run->doubtful[i].probability, NULL};
    return pairs;
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
                       .with_persons = run->options.with_persons,
                       .cuts = run->cuts,
                       .n_cuts = run->n_cuts,
                       .probability = khl_run_probability,
                       .explain = run->streamed ? NULL : explain_pair,
                       .context = run};
    const char *lang = run->options.lang != NULL ? run->options.lang : "ar";
    khl_models_private_marks(&draft.marks, run->models, lang);
    draft.related = all_related(run, &draft.n_related);
    bool whole = review && why && draft.related && khl_buf_ok(&elsewhere);
    khl_status status = whole ? list_axes(run, &draft) : khl_fail_memory(run->err);
    if (status == KHL_OK) status = pick_review(run, review, max, &draft.n_review);
    if (status == KHL_OK) status = explain_all(run, review, why, draft.n_review);
    if (run->streamed) { /* all that it judged is described by now */
        khl_matcher_destroy(run->matcher);
        run->matcher = NULL;
        khl_alloc_trim();
    }
    if (status == KHL_OK) status = khl_shortlist_build(out, &draft, run->err);
    for (size_t i = 0; why != NULL && i < max; i++) khl_explanation_clear(&why[i]);
    khl_buf_clear(&elsewhere);
    free(review);
    free(why);
    return status;
}
