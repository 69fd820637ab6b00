/* Analysis on all threads, twice: the first pass finds the words of the collection, which are evidence for
 * the second when it meets a bare proclitic. */
#include "run.h"

#include "alloc.h"
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

khl_status khl_run_read(khl_run *run)
{
    if (run->analyses == NULL) run->analyses = khl_alloc_zero(run->n, sizeof *run->analyses);
    return run->analyses != NULL ? pass(run) : khl_fail_memory(run->err);
}

khl_status khl_run_analyse(khl_run *run)
{
    khl_status status = attest(run);
    if (status == KHL_OK) status = pass(run);
    if (status == KHL_OK)
        status = khl_matcher_create_on(&run->matcher, run->analyses, run->n, khl_models_match(run->models),
                                       run->pool, run->err);
    return status;
}
