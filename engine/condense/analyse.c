/* Analysis on all threads, twice: the first pass finds the words of the collection, which are evidence for
 * the second when it meets a bare proclitic. */
#include "run.h"

#include "alloc.h"
#include "cities.h"
#include "error.h"
#include "matcher.h"

enum { GRAIN = 16 };

static khl_status analyse_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    khl_run *run = context;
    khl_status status = KHL_OK;
    (void)worker;
    for (size_t i = begin; i < end && status == KHL_OK; i++) {
        const khl_proposal *p = khl_corpus_at(run->corpus, i);
        khl_analysis fresh;
        if (run->attested == NULL && run->analyses[i].memory != NULL) continue; /* read before it was cut */
        status = khl_text_analyze(run->text, p->text, run->attested, &fresh, err);
        if (status != KHL_OK) continue;
        khl_analysis_clear(&run->analyses[i]);
        run->analyses[i] = fresh;
    }
    return status;
}

static khl_status pass(khl_run *run)
{
    return khl_pool_for(run->pool, run->n, GRAIN, analyse_range, run, run->options.progress, "analyse",
                        run->err);
}

/* The attested words are gathered apart and lent only when complete, so that no thread sees them grow. */
static khl_status attest(khl_run *run)
{
    khl_attested *attested = NULL;
    khl_status status = khl_attested_create(&attested, run->err);
    for (size_t i = 0; i < run->n && status == KHL_OK; i++)
        status = khl_attested_add(attested, &run->analyses[i], run->err);
    run->attested = attested;
    return status;
}

/* Whose demand each is: places are no matter between cities (khl_matcher_options). [n], in the arena. */
static khl_status number_cities(khl_run *run, uint32_t **out)
{
    khl_cities cities;
    uint32_t *city = *out = khl_arena_array(&run->arena, run->n, sizeof *city);
    if (city == NULL) return khl_fail_memory(run->err);
    khl_status status = khl_cities_init(&cities, run->text, khl_models_lexicon(run->models), run->err);
    for (size_t i = 0; i < run->n && status == KHL_OK; i++)
        status = khl_cities_number(&cities, khl_corpus_at(run->corpus, i), &city[i], run->err);
    khl_cities_clear(&cities);
    return status;
}

khl_status khl_run_read(khl_run *run)
{
    if (run->analyses == NULL) run->analyses = khl_alloc_zero(run->n, sizeof *run->analyses);
    return run->analyses != NULL ? pass(run) : khl_fail_memory(run->err);
}

khl_status khl_run_analyse(khl_run *run)
{
    khl_matcher_options options = KHL_MATCHER_OPTIONS_INIT;
    uint32_t *city = NULL;
    khl_status status = attest(run);
    if (status == KHL_OK) status = pass(run);
    if (status == KHL_OK) status = number_cities(run, &city);
    khl_background *background = NULL;
    if (status == KHL_OK) status = khl_models_background(&background, run->models, run->err);
    options.city = city;
    options.background = background;
    options.wanted = run->wanted;
    if (status == KHL_OK)
        status = khl_matcher_create_on(&run->matcher, run->analyses, run->n, run->match, &options, run->pool,
                                       run->err);
    khl_background_destroy(background);
    return status;
}
