/* Analysis on all threads, twice: the first pass finds the words of the collection, which are evidence for
 * the second when it meets a bare proclitic; texts whose questions they do not answer are not read again. A
 * large collection is not kept but read again where it is needed. */
#include "run.h"

#include "alloc.h"
#include "analysis_memory.h"
#include "cities.h"
#include "error.h"
#include "matcher.h"

enum { GRAIN = 16 };

static khl_status analyse_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    khl_run *run = context;
    khl_status status = KHL_OK;
    for (size_t i = begin; i < end && status == KHL_OK; i++) {
        bool read = run->analyses[i].memory != NULL;
        if (read && run->attested == NULL) continue; /* before it was cut */
        if (read && khl_text_stands(&run->analyses[i], run->attested)) continue;
        khl_analysis fresh;
        status = khl_text_analyze_in(run->text, khl_corpus_at(run->corpus, i)->text, run->attested,
                                     &run->arenas[worker], &fresh, err);
        if (status == KHL_OK) run->analyses[i] = fresh;
    }
    return status;
}

/* Both passes have something beside them, item 0, that waits for no text and takes as long as some hundred:
 * the first the model of the axes, the second the background table. */
typedef struct reading {
    khl_run *run;
    khl_background **background; /* NULL: the first pass */
} reading;

static khl_status read_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    const reading *r = context;
    khl_status status = KHL_OK;
    if (begin == 0)
        status = r->background == NULL ? khl_run_make_axis_model(r->run, err)
                                       : khl_models_background(r->background, r->run->models, err);
    if (status != KHL_OK || end == 1) return status;
    return analyse_range(r->run, begin == 0 ? 0 : begin - 1, end - 1, worker, err);
}

static khl_status read_pass(khl_run *run, khl_background **background)
{
    reading r = {run, background};
    size_t n = run->streamed ? 0 : run->n; /* then texts are read again where they are needed */
    return khl_pool_for(run->pool, n + 1, GRAIN, read_range, &r, run->options.progress, "analyse", run->err);
}

khl_status khl_run_reading(const khl_run *run, uint32_t i, const khl_analysis **out, khl_analysis *again,
                           khl_error *err)
{
    *again = (khl_analysis){.n_tokens = 0};
    *out = run->analyses != NULL ? &run->analyses[i] : again;
    if (run->analyses != NULL) return KHL_OK;
    return khl_text_analyze(run->text, khl_corpus_at(run->corpus, i)->text, run->attested, again, err);
}

khl_status khl_run_read_again(void *context, size_t i, khl_analysis *out, khl_error *err)
{
    const khl_run *run = context;
    return khl_text_analyze(run->text, khl_corpus_at(run->corpus, i)->text, run->attested, out, err);
}

static khl_status gather_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    khl_run *run = context;
    khl_status status = KHL_OK;
    for (size_t i = begin; i < end && status == KHL_OK; i++) {
        const khl_analysis *a;
        khl_analysis again;
        status = khl_run_reading(run, (uint32_t)i, &a, &again, err);
        if (status == KHL_OK) status = khl_attested_add(run->words[worker], a, err);
        khl_analysis_clear(&again);
    }
    return status;
}

khl_status khl_run_begin_words(khl_run *run)
{
    unsigned n = khl_pool_size(run->pool);
    run->words = khl_alloc_zero(n, sizeof *run->words);
    khl_status status = run->words != NULL ? KHL_OK : khl_fail_memory(run->err);
    for (unsigned w = 0; w < n && status == KHL_OK; w++)
        status = khl_attested_create(&run->words[w], run->err);
    return status;
}

void khl_run_forget_words(khl_run *run)
{
    for (unsigned w = 0; run->words != NULL && w < khl_pool_size(run->pool); w++)
        khl_attested_destroy(run->words[w]);
    free(run->words);
    run->words = NULL;
}

/* The attested words are gathered apart, by each thread its own, and lent only when complete, so that no
 * thread sees them grow. Cutting a streamed collection has gathered them. */
static khl_status attest(khl_run *run)
{
    khl_attested *whole = NULL;
    bool gathered = run->words != NULL;
    khl_status status = gathered ? KHL_OK : khl_run_begin_words(run);
    if (status == KHL_OK && !gathered)
        status = khl_pool_for(run->pool, run->n, GRAIN, gather_range, run, NULL, NULL, run->err);
    if (status == KHL_OK) status = khl_attested_create(&whole, run->err);
    for (unsigned w = 0; w < khl_pool_size(run->pool) && status == KHL_OK; w++)
        status = khl_attested_merge(whole, run->words[w], run->err);
    khl_run_forget_words(run);
    run->attested = whole;
    return status;
}

/* Places are no matter between cities (khl_matcher_options). */
khl_status khl_run_number_cities(khl_run *run)
{
    khl_cities cities;
    run->city = khl_arena_array(&run->arena, run->n, sizeof *run->city);
    if (run->city == NULL) return khl_fail_memory(run->err);
    khl_status status = khl_cities_init(&cities, run->text, khl_models_lexicon(run->models), run->err);
    for (size_t i = 0; i < run->n && status == KHL_OK; i++)
        status = khl_cities_number(&cities, khl_corpus_at(run->corpus, i), &run->city[i], run->err);
    run->n_cities = (uint32_t)cities.areas.n;
    run->by_city = run->streamed && run->n_cities > 1;
    khl_cities_clear(&cities);
    return status;
}

khl_status khl_run_read(khl_run *run)
{
    if (run->streamed) return KHL_OK;
    if (run->analyses == NULL) run->analyses = khl_alloc_zero(run->n, sizeof *run->analyses);
    if (run->analyses == NULL) return khl_fail_memory(run->err);
    return read_pass(run, NULL);
}

static khl_status make_matcher(khl_run *run, const khl_matcher_options *options)
{
    const khl_analysis_source source = {khl_run_read_again, run};
    if (run->streamed)
        return khl_matcher_create_stream(&run->matcher, &source, run->n, run->match, options, run->pool,
                                         run->options.progress, run->err);
    return khl_matcher_create_on(&run->matcher, run->analyses, run->n, run->match, options, run->pool,
                                 run->err);
}

khl_status khl_run_analyse(khl_run *run)
{
    khl_matcher_options options = KHL_MATCHER_OPTIONS_INIT;
    khl_background *background = NULL;
    khl_status status = attest(run);
    if (status == KHL_OK) status = read_pass(run, &background);
    if (status == KHL_OK) status = khl_run_number_cities(run);
    options.city = run->city;
    options.background = background;
    options.wanted = run->wanted;
    options.ranks_within_cities = run->by_city;
    if (status == KHL_OK) status = make_matcher(run, &options);
    khl_background_destroy(background);
    return status;
}
