/* Questions to an index: one proposal at a time to a thread; its nearest rows are judged together by the
 * background's weights, as two texts without a collection are: from what the index keeps of them, or, where
 * everything is to be explained, from their texts. */
#include "index.h"

#include "alloc.h"
#include "error.h"
#include "matcher.h"

enum { BATCH = 64 };

/* What was found for one question. */
typedef struct answer {
    khl_proposal *found; /* [candidates] */
    khl_similar_match *matches;
    size_t n;
} answer;

typedef struct asking {
    khl_index *x;
    const khl_corpus *corpus;
    khl_similar_options options;
    size_t n_candidates, first;
    answer answers[BATCH];
} asking;

static int best_first(const void *x, const void *y)
{
    const khl_judged *a = x, *b = y;
    if (a->verdict != b->verdict) return a->verdict > b->verdict ? -1 : 1;
    if (a->probability != b->probability) return a->probability > b->probability ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

/* The question is text 0, its candidates follow. */
static khl_status number_cities(khl_asker *t, const khl_proposal *question, const khl_proposal *found,
                                khl_error *err)
{
    khl_status status = khl_cities_number(&t->cities, question, &t->city[0], err);
    for (size_t k = 0; k < t->n_best && status == KHL_OK; k++)
        status = khl_cities_number(&t->cities, &found[k], &t->city[k + 1], err);
    /* Whose city nobody says is of another one than the index's: the collections are two. */
    uint32_t other = (uint32_t)t->cities.areas.n;
    for (size_t k = 0; k <= t->n_best && status == KHL_OK; k++)
        if (t->city[k] == KHL_CITY_UNKNOWN) t->city[k] = k == 0 ? other : other + 1;
    return status;
}

static void judge_all(const asking *a, khl_asker *t, const khl_matcher *m)
{
    const khl_match_model *model = khl_models_match(a->x->models);
    for (uint32_t c = 1; c <= t->n_best; c++) {
        double cosine[KHL_N_SPACES], evidence[KHL_N_EVIDENCE];
        khl_matcher_weighted_cosines(m, 0, c, cosine);
        khl_matcher_evidence(m, 0, c, cosine, evidence);
        double p = khl_match_probability(model, evidence);
        t->judged[c - 1] = (khl_judged){c, khl_match_verdict(model, p, khl_matcher_blocked(m, 0, c)), p};
    }
    if (t->n_best > 1) qsort(t->judged, t->n_best, sizeof *t->judged, best_first);
    khl_index_ended(a->x, KHL_STAGE_JUDGE);
}

/* The best k, with what speaks for them or only with what forbids them. */
static khl_status explain(const asking *a, const khl_asker *t, const khl_matcher *m, bool briefly,
                          answer *out, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t i = 0; i < t->n_best && i < a->options.k && status == KHL_OK; i++) {
        const khl_judged *j = &t->judged[i];
        khl_explanation *why = &out->matches[i].explanation;
        out->matches[i].proposal = &out->found[j->place - 1];
        status = briefly ? khl_explain_briefly(why, j->verdict, j->probability,
                                               khl_matcher_blocked(m, 0, j->place), err)
                         : khl_matcher_explain(m, 0, j->place, why, err);
        out->n += status == KHL_OK;
    }
    khl_index_ended(a->x, KHL_STAGE_EXPLAIN);
    return status;
}

static khl_status read_found(const asking *a, khl_asker *t, const khl_proposal *question, answer *out,
                             khl_error *err)
{
    khl_status status = KHL_OK;
    for (unsigned step = 0; step < 2; step++)
        for (size_t c = 0; c < t->n_best; c++)
            khl_segment_foresee(&a->x->segments[t->best[c].segment], t->best[c].row, step == 1);
    for (size_t c = 0; c < t->n_best && status == KHL_OK; c++) {
        khl_doc doc = {.id = {NULL, 0}};
        status = khl_segment_doc(&a->x->segments[t->best[c].segment], t->best[c].row, &doc, err);
        out->found[c] =
            (khl_proposal){.id = doc.id, .city = doc.city, .association = doc.association, .text = doc.text};
    }
    return status == KHL_OK ? number_cities(t, question, out->found, err) : status;
}

/* By what the index keeps of them. */
static khl_status judge_kept(const asking *a, khl_asker *t, const khl_analysis *question, answer *out,
                             khl_error *err)
{
    const khl_matcher *m = NULL;
    khl_status status = khl_kept_begin(t->kept, t->n_best + 1, err);
    if (status == KHL_OK) status = khl_kept_add_text(t->kept, question, err);
    for (size_t c = 0; c < t->n_best && status == KHL_OK; c++) {
        const khl_segment *s = &a->x->segments[t->best[c].segment];
        khl_str demand;
        status = khl_segment_demand(s, t->best[c].row, &demand, err);
        if (status == KHL_OK) status = khl_kept_add(t->kept, demand, &s->names, err);
    }
    if (status == KHL_OK) status = khl_kept_ready(&m, t->kept, t->city, err);
    khl_index_ended(a->x, KHL_STAGE_MATCHER);
    if (status != KHL_OK) return status;
    judge_all(a, t, m);
    return explain(a, t, m, true, out, err);
}

/* Analyses [n + 1], the first that of the question. */
static khl_status judge_analyses(const asking *a, khl_asker *t, khl_analysis *analyses, answer *out,
                                 khl_error *err)
{
    khl_matcher *m = NULL;
    khl_matcher_options options = KHL_MATCHER_OPTIONS_INIT;
    khl_status status = KHL_OK;
    for (size_t c = 0; c < t->n_best && status == KHL_OK; c++)
        status = khl_text_analyze(khl_models_text(a->x->models), out->found[c].text, a->x->attested,
                                  &analyses[c + 1], err);
    khl_index_ended(a->x, KHL_STAGE_READ);
    options.background = a->x->background;
    options.pair = true;
    options.city = t->city;
    options.aside = KHL_ASIDE_ALL;
    if (status == KHL_OK)
        status = khl_matcher_create_with(&m, analyses, t->n_best + 1, khl_models_match(a->x->models),
                                         &options, err);
    khl_index_ended(a->x, KHL_STAGE_MATCHER);
    if (status == KHL_OK) judge_all(a, t, m);
    if (status == KHL_OK) status = explain(a, t, m, a->options.brief, out, err);
    khl_matcher_destroy(m);
    return status;
}

static khl_status judge_texts(const asking *a, khl_asker *t, const khl_analysis *question, answer *out,
                              khl_error *err)
{
    khl_analysis *analyses = khl_alloc_zero(t->n_best + 1, sizeof *analyses);
    if (analyses == NULL) return khl_fail_memory(err);
    analyses[0] = *question; /* borrowed */
    khl_status status = judge_analyses(a, t, analyses, out, err);
    for (size_t c = 1; c <= t->n_best; c++) khl_analysis_clear(&analyses[c]);
    free(analyses);
    return status;
}

static khl_status answer_one(const asking *a, size_t slot, unsigned worker, khl_error *err)
{
    const khl_proposal *question = khl_corpus_at(a->corpus, a->first + slot);
    khl_asker *t = &a->x->askers[worker];
    answer *out = (answer *)&a->answers[slot];
    khl_analysis analysis;
    out->n = 0;
    khl_status status =
        khl_text_analyze(khl_models_text(a->x->models), question->text, a->x->attested, &analysis, err);
    if (status != KHL_OK) return status;
    status = khl_index_search(a->x, t, &analysis, err);
    if (status == KHL_OK) status = read_found(a, t, question, out, err);
    if (status == KHL_OK && a->options.brief && t->kept != NULL) {
        khl_index_ended(a->x, KHL_STAGE_READ);
        status = judge_kept(a, t, &analysis, out, err);
    } else if (status == KHL_OK) {
        status = judge_texts(a, t, &analysis, out, err);
    }
    if (status == KHL_E_INPUT) khl_error_at(err, a->x->store.path, 0, 0);
    khl_analysis_clear(&analysis);
    return status;
}

static khl_status answer_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t slot = begin; slot < end && status == KHL_OK; slot++)
        status = answer_one(context, slot, worker, err);
    return status;
}

static void forget(asking *a)
{
    for (size_t slot = 0; slot < BATCH; slot++) {
        for (size_t k = 0; k < a->answers[slot].n; k++)
            khl_explanation_clear(&a->answers[slot].matches[k].explanation);
        a->answers[slot].n = 0;
    }
}

static khl_status hand_on(const asking *a, size_t n, khl_similar_fn fn, void *context, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t slot = 0; slot < n && status == KHL_OK; slot++) {
        const answer *found = &a->answers[slot];
        khl_similar_row row = {.proposal = khl_corpus_at(a->corpus, a->first + slot),
                               .best =
                                   found->n > 0 ? found->matches[0].explanation.verdict : KHL_VERDICT_NONE,
                               .matches = found->matches,
                               .n_matches = found->n};
        status = fn(context, &row, err);
    }
    return status;
}

static khl_status prepare(asking *a, unsigned workers, khl_error *err)
{
    a->n_candidates = a->options.candidates > a->options.k ? a->options.candidates : a->options.k;
    if (a->n_candidates > a->x->n) a->n_candidates = a->x->n;
    khl_status status = khl_index_make_askers(a->x, workers, a->n_candidates, err);
    for (size_t slot = 0; slot < BATCH && status == KHL_OK; slot++) {
        a->answers[slot].found = khl_alloc(a->n_candidates, sizeof *a->answers[slot].found);
        a->answers[slot].matches = khl_alloc_zero(a->options.k, sizeof *a->answers[slot].matches);
        if (a->answers[slot].found == NULL || a->answers[slot].matches == NULL) status = khl_fail_memory(err);
    }
    return status;
}

static void clear(asking *a)
{
    forget(a);
    for (size_t slot = 0; slot < BATCH; slot++) {
        free(a->answers[slot].found);
        free(a->answers[slot].matches);
    }
    free(a);
}

khl_status khl_index_find(khl_index *index, const khl_corpus *corpus, const khl_similar_options *options,
                          khl_similar_fn fn, void *context, khl_error *err)
{
    const khl_similar_options defaults = KHL_SIMILAR_OPTIONS_INIT;
    khl_pool *pool = NULL;
    asking *a = khl_alloc_zero(1, sizeof *a);
    if (a == NULL) return khl_fail_memory(err);
    a->x = index;
    a->corpus = corpus;
    a->options = options != NULL ? *options : defaults;
    khl_status status = KHL_OK;
    if (a->options.k == 0)
        status = KHL_FAIL(err, KHL_E_ARGUMENT, "similar.k", "at least one match must be asked for");
    if (a->options.k > index->n) a->options.k = index->n;
    if (status == KHL_OK) status = khl_pool_create(&pool, a->options.n_threads, err);
    if (status == KHL_OK) status = prepare(a, khl_pool_size(pool), err);
    size_t n = khl_corpus_count(corpus);
    for (a->first = 0; a->first < n && status == KHL_OK; a->first += BATCH) {
        size_t size = n - a->first < BATCH ? n - a->first : BATCH;
        status = khl_pool_for(pool, size, 1, answer_range, a, a->options.progress, "compare", err);
        if (status == KHL_OK) status = hand_on(a, size, fn, context, err);
        forget(a);
    }
    if (status != KHL_OK) khl_index_forget_askers(index); /* one may have been left in the middle */
    clear(a);
    khl_pool_destroy(pool);
    return status;
}
