/* The second step: submissions of several demands become their parts, which is what is compared from here on.
 * Where nothing is cut, nothing is copied. Wholes whose part ids are taken stay whole. */
#include "run.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

enum { GRAIN = 16 };

/* The words of the parts of a streamed submission: what it was read for as a whole may read otherwise. */
static khl_status add_words_of_parts(khl_run *run, size_t i, khl_attested *words, khl_error *err)
{
    const khl_cut *cut = &run->found[i];
    khl_str whole = khl_corpus_at(run->corpus, i)->text;
    khl_status status = KHL_OK;
    for (size_t p = 0; p < cut->n_parts && status == KHL_OK; p++) {
        khl_analysis part;
        khl_str text = khl_str_part(whole, cut->parts[p].begin, cut->parts[p].end);
        status = khl_text_analyze(run->text, text, NULL, &part, err);
        if (status != KHL_OK) break;
        status = khl_attested_add(words, &part, err);
        khl_analysis_clear(&part);
    }
    return status;
}

/* Of a streamed collection the words are gathered on the way, so that no text is read once more for them. */
static khl_status cut_one(khl_run *run, size_t i, unsigned worker, khl_error *err)
{
    const khl_analysis *a;
    khl_analysis again;
    khl_attested *words = run->streamed ? run->words[worker] : NULL;
    khl_status status = khl_run_reading(run, (uint32_t)i, &a, &again, err);
    if (status == KHL_OK) status = khl_text_cut(&run->found[i], a, err);
    if (status == KHL_OK) status = khl_run_take_cut(run, i, &run->found[i], err);
    size_t n = run->found[i].n_parts;
    if (status == KHL_OK && n > 0 && !khl_corpus_can_cut(run->corpus, i, n)) khl_cut_clear(&run->found[i]);
    bool whole = run->found[i].n_parts == 0;
    if (status == KHL_OK && words != NULL && whole) status = khl_attested_add(words, a, err);
    khl_analysis_clear(&again);
    return status == KHL_OK && words != NULL && !whole ? add_words_of_parts(run, i, words, err) : status;
}

static khl_status cut_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t i = begin; i < end && status == KHL_OK; i++) status = cut_one(context, i, worker, err);
    return status;
}

/* The parts of all cut submissions, and a record of each of these. */
static khl_status list_parts(khl_run *run, khl_corpus_part **parts, size_t *n)
{
    size_t k = 0, next = 0;
    *n = 0;
    for (size_t i = 0; i < run->n; i++) {
        *n += run->found[i].n_parts;
        run->n_cuts += run->found[i].n_parts > 0;
    }
    *parts = khl_arena_array(&run->arena, *n, sizeof **parts);
    run->cuts = khl_arena_array(&run->arena, run->n_cuts, sizeof *run->cuts);
    if (*parts == NULL || run->cuts == NULL) return khl_fail_memory(run->err);
    for (size_t i = 0, c = 0; i < run->n; i++) {
        const khl_cut *cut = &run->found[i];
        if (cut->n_parts > 0)
            run->cuts[c++] = (khl_draft_cut){khl_corpus_at(run->corpus, i), (uint32_t)next, cut};
        for (size_t p = 0; p < cut->n_parts; p++)
            (*parts)[k++] = (khl_corpus_part){(uint32_t)i, cut->parts[p].begin, cut->parts[p].end};
        next += cut->n_parts > 0 ? cut->n_parts : 1;
    }
    return KHL_OK;
}

/* Analyses of what stayed whole move over; those of parts are left to be made. */
static khl_status move_analyses(khl_run *run, size_t n)
{
    khl_analysis *moved = khl_alloc_zero(n, sizeof *moved);
    if (moved == NULL) return khl_fail_memory(run->err);
    for (size_t i = 0, k = 0; i < run->n_whole; i++) {
        size_t n_parts = run->found[i].n_parts;
        if (n_parts == 0) moved[k] = run->analyses[i];
        k += n_parts > 0 ? n_parts : 1;
    }
    free(run->analyses);
    run->analyses = moved;
    run->n = n;
    return KHL_OK;
}

khl_status khl_run_take_parts(khl_run *run)
{
    khl_corpus_part *parts = NULL;
    size_t n_parts = 0;
    khl_status status = list_parts(run, &parts, &n_parts);
    if (status != KHL_OK || run->n_cuts == 0) return status;
    status = khl_corpus_cut(&run->cut, run->corpus, parts, n_parts, run->err);
    if (status == KHL_OK && !run->streamed) status = move_analyses(run, khl_corpus_count(run->cut));
    if (status != KHL_OK) return status;
    run->corpus = run->cut;
    run->n = khl_corpus_count(run->cut);
    return KHL_OK;
}

khl_status khl_run_begin_cuts(khl_run *run)
{
    run->n_whole = run->n;
    run->found = khl_alloc_zero(run->n, sizeof *run->found);
    return run->found != NULL ? KHL_OK : khl_fail_memory(run->err);
}

khl_status khl_run_cut(khl_run *run)
{
    khl_status status = khl_run_begin_cuts(run);
    if (status == KHL_OK && run->streamed) status = khl_run_begin_words(run);
    if (status == KHL_OK)
        status = khl_pool_for(run->pool, run->n, GRAIN, cut_range, run,
                              run->streamed ? run->options.progress : NULL, "cut", run->err);
    if (status == KHL_OK) status = khl_run_take_parts(run);
    return status == KHL_OK && run->n_cuts > 0 ? khl_run_read(run) : status;
}
