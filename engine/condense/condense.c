/* The way of a proposal, in order: read, cut, analyse, group, compare, join, link cities, keep ids, assign,
 * describe, look elsewhere, finish; what a committee decided comes in between, see run.h. */
#include "run.h"

#include "alloc.h"
#include "error.h"

khl_arena *khl_run_new_arenas(const khl_run *run)
{
    khl_arena *arenas = khl_alloc(khl_pool_size(run->pool), sizeof *arenas);
    for (unsigned w = 0; arenas != NULL && w < khl_pool_size(run->pool); w++)
        arenas[w] = (khl_arena)KHL_ARENA_INIT(65536);
    return arenas;
}

void khl_run_clear_arenas(const khl_run *run, khl_arena *arenas)
{
    for (unsigned w = 0; arenas != NULL && w < khl_pool_size(run->pool); w++) khl_arena_clear(&arenas[w]);
    free(arenas);
}

khl_status khl_run_begin(khl_run *run, const khl_corpus *corpus, const khl_models *models,
                         const khl_condense_options *options, khl_error *err)
{
    const khl_condense_options defaults = KHL_CONDENSE_OPTIONS_INIT;
    *run = (khl_run){.corpus = corpus, .models = models, .err = err, .arena = KHL_ARENA_INIT(65536)};
    run->options = options != NULL ? *options : defaults;
    run->text = run->options.text != NULL ? run->options.text : khl_models_text(models);
    run->match = run->options.match != NULL ? run->options.match : khl_models_match(models);
    run->axes = run->options.axes != NULL ? run->options.axes : khl_models_axes(models);
    run->n = khl_corpus_count(corpus);
    double p = run->options.probability;
    if (!(p >= 0 && p < 1))
        return KHL_FAIL(err, KHL_E_ARGUMENT, "condense.probability",
                        "the probability must lie between 0 and 1");
    if (run->n == 0)
        return KHL_FAIL(err, KHL_E_INPUT, "condense.empty",
                        "the input holds no proposal that can be used: all are empty or without letters");
    run->streamed = run->n > run->options.most_kept;
    khl_status status = khl_pool_create(&run->pool, run->options.n_threads, err);
    if (status != KHL_OK) return status;
    run->arenas = khl_run_new_arenas(run);
    return run->arenas != NULL ? KHL_OK : khl_fail_memory(err);
}

void khl_run_forget_groups(khl_run *run)
{
    for (size_t g = 0; g < run->n_groups; g++) {
        free(run->groups[g].distance);
        free(run->groups[g].edges);
        free(run->groups[g].merges);
    }
    free(run->groups);
    run->groups = NULL;
    run->n_groups = run->groups_capacity = 0;
}

void khl_run_end(khl_run *run)
{
    khl_run_end_map(run);
    khl_run_forget_groups(run);
    for (size_t i = 0; run->found != NULL && i < run->n_whole; i++) khl_cut_clear(&run->found[i]);
    free(run->found);
    free(run->analyses);
    khl_corpus_destroy(run->cut);
    free(run->doubtful);
    free(run->entries);
    khl_explanation_clear(&run->latest);
    khl_run_forget_words(run);
    khl_attested_destroy(run->attested);
    khl_replay_destroy(run->replay);
    khl_matcher_destroy(run->matcher);
    khl_axis_model_destroy(run->axis_model);
    khl_authority_model_destroy(run->authority_model);
    khl_run_clear_arenas(run, run->arenas);
    khl_pool_destroy(run->pool);
    khl_arena_clear(&run->arena);
}

khl_status khl_run_prepare(khl_run *run)
{
    khl_status status = khl_run_read(run);
    if (status == KHL_OK) status = khl_run_decide_cuts(run);
    if (status == KHL_OK) status = khl_run_cut(run);
    if (status == KHL_OK) status = khl_run_decide_links(run);
    if (status == KHL_OK) status = khl_run_analyse(run);
    if (status == KHL_OK) status = khl_run_group(run);
    return status;
}

khl_status khl_run_conclude(khl_run *run, khl_shortlist **out)
{
    khl_status status = khl_run_compare(run);
    if (status == KHL_OK) status = khl_run_constrain(run);
    if (status == KHL_OK) status = khl_run_join(run);
    if (status == KHL_OK) status = khl_run_link_cities(run);
    if (status == KHL_OK) status = khl_run_settle(run);
    if (status == KHL_OK) status = khl_run_keep_ids(run);
    if (status == KHL_OK) status = khl_run_assign(run);
    if (status == KHL_OK) status = khl_run_decide(run);
    if (status == KHL_OK) status = khl_run_describe(run);
    if (status == KHL_OK) status = khl_run_look_elsewhere(run);
    if (status == KHL_OK) status = khl_run_finish(run, out);
    return status;
}

khl_status khl_condense(khl_shortlist **out, const khl_corpus *corpus, const khl_models *models,
                        const khl_condense_options *options, khl_error *err)
{
    khl_run run;
    *out = NULL;
    khl_status status = khl_run_begin(&run, corpus, models, options, err);
    if (status == KHL_OK) status = khl_run_prepare(&run);
    if (status == KHL_OK) status = khl_run_conclude(&run, out);
    khl_run_end(&run);
    return status;
}
