/* Questions to an index: one proposal at a time to a thread, its nearest rows, their texts read, and all
 * judged together by the background's weights, as two texts without a collection are. */
#include "index.h"

#include "alloc.h"
#include "cities.h"
#include "error.h"
#include "matcher.h"

enum { BATCH = 64 };

typedef struct judged {
    uint32_t place; /* among the candidates, from 1 */
    khl_verdict verdict;
    double probability;
} judged;

/* What was found for one question. */
typedef struct answer {
    khl_proposal *found; /* [candidates] */
    khl_similar_match *matches;
    size_t n;
} answer;

/* A row that may be similar. */
typedef struct candidate {
    unsigned segment;
    uint32_t row;
    double score;
} candidate;

/* One thread's memory. */
typedef struct thread {
    khl_weighing question;
    khl_index_row row;
    candidate *best; /* [2 x candidates] */
    size_t n_best;
} thread;

typedef struct asking {
    khl_index *x;
    const khl_corpus *corpus;
    khl_similar_options options;
    size_t n_candidates, first;
    thread *threads; /* [workers] */
    answer answers[BATCH];
} asking;

static int best_first(const void *x, const void *y)
{
    const judged *a = x, *b = y;
    if (a->verdict != b->verdict) return a->verdict > b->verdict ? -1 : 1;
    if (a->probability != b->probability) return a->probability > b->probability ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

/* The question is text 0, its candidates follow. */
static khl_status number_cities(const asking *a, const khl_proposal *question, const khl_proposal *found,
                                size_t n, uint32_t *city, khl_error *err)
{
    khl_cities cities;
    khl_status status =
        khl_cities_init(&cities, khl_models_text(a->x->models), khl_models_lexicon(a->x->models), err);
    if (status == KHL_OK) status = khl_cities_number(&cities, question, &city[0], err);
    for (size_t k = 0; k < n && status == KHL_OK; k++)
        status = khl_cities_number(&cities, &found[k], &city[k + 1], err);
    /* Whose city nobody says is of another one than the index's: the collections are two. */
    if (city[0] == KHL_CITY_UNKNOWN) city[0] = (uint32_t)cities.areas.n;
    for (size_t k = 1; k <= n; k++)
        if (city[k] == KHL_CITY_UNKNOWN) city[k] = (uint32_t)cities.areas.n + 1;
    khl_cities_clear(&cities);
    return status;
}

static khl_status judge_all(const asking *a, const khl_matcher *m, size_t n, answer *out, judged *list,
                            khl_error *err)
{
    const khl_match_model *model = khl_models_match(a->x->models);
    khl_status status = KHL_OK;
    for (uint32_t c = 1; c <= n; c++) {
        double cosine[KHL_N_SPACES], evidence[KHL_N_EVIDENCE];
        khl_matcher_weighted_cosines(m, 0, c, cosine);
        khl_matcher_evidence(m, 0, c, cosine, evidence);
        double p = khl_match_probability(model, evidence);
        list[c - 1] = (judged){c, khl_match_verdict(model, p, khl_matcher_blocked(m, 0, c)), p};
    }
    if (n > 1) qsort(list, n, sizeof *list, best_first);
    khl_index_ended(a->x, KHL_STAGE_JUDGE);
    for (size_t i = 0; i < n && i < a->options.k && status == KHL_OK; i++) {
        out->matches[i].proposal = &out->found[list[i].place - 1];
        status = khl_matcher_explain(m, 0, list[i].place, &out->matches[i].explanation, err);
        if (status == KHL_OK) out->n++;
    }
    return status;
}

static khl_status read_found(const asking *a, const candidate *c, khl_proposal *out, khl_error *err)
{
    khl_doc doc;
    *out = (khl_proposal){.row = 0};
    khl_status status = khl_segment_doc(&a->x->segments[c->segment], c->row, &doc, err);
    if (status != KHL_OK) return status;
    out->id = doc.id;
    out->city = doc.city;
    out->text = doc.text;
    return KHL_OK;
}

/* Reads the candidates and judges them; analyses [n + 1], the first that of the question. */
static khl_status rescore(const asking *a, const khl_proposal *question, const thread *t,
                          khl_analysis *analyses, answer *out, khl_error *err)
{
    khl_matcher *m = NULL;
    khl_matcher_options options = KHL_MATCHER_OPTIONS_INIT;
    size_t n = t->n_best;
    uint32_t *city = khl_alloc(n + 1, sizeof *city);
    judged *list = khl_alloc(n + 1, sizeof *list);
    khl_status status = city != NULL && list != NULL ? KHL_OK : khl_fail_memory(err);
    for (size_t c = 0; c < n && status == KHL_OK; c++) {
        status = read_found(a, &t->best[c], &out->found[c], err);
        if (status == KHL_OK)
            status = khl_text_analyze(khl_models_text(a->x->models), out->found[c].text, a->x->attested,
                                      &analyses[c + 1], err);
    }
    if (status == KHL_OK) status = number_cities(a, question, out->found, n, city, err);
    khl_index_ended(a->x, KHL_STAGE_READ);
    options.background = a->x->background;
    options.pair = true;
    options.city = city;
    options.aside = KHL_ASIDE_ALL;
    const khl_match_model *model = khl_models_match(a->x->models);
    if (status == KHL_OK) status = khl_matcher_create_with(&m, analyses, n + 1, model, &options, err);
    khl_index_ended(a->x, KHL_STAGE_MATCHER);
    if (status == KHL_OK) status = judge_all(a, m, n, out, list, err);
    khl_index_ended(a->x, KHL_STAGE_EXPLAIN);
    khl_matcher_destroy(m);
    free(city);
    free(list);
    return status;
}

static bool is_there(const void *context, uint32_t row)
{
    return !khl_segment_deleted(context, row);
}

static int nearest_first(const void *x, const void *y)
{
    const candidate *a = x, *b = y;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    if (a->segment != b->segment) return a->segment < b->segment ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

/* The nearest of one segment, among the best so far. */
static khl_status search_segment(const asking *a, thread *t, unsigned k, khl_query *q, khl_error *err)
{
    const khl_segment *s = &a->x->segments[k];
    bool full = t->n_best == a->n_candidates;
    khl_status status = khl_index_row_of(s, &t->question, &t->row, err);
    if (status == KHL_OK)
        status = khl_nearest_find(&s->near, q, (khl_rank_row){t->row.col, t->row.val, t->row.n},
                                  full ? t->best[t->n_best - 1].score : 0, s->n_deleted > 0 ? is_there : NULL,
                                  s, err);
    if (status != KHL_OK) return status;
    for (size_t c = 0; c < q->n; c++) t->best[t->n_best++] = (candidate){k, q->heap[c].row, q->heap[c].score};
    qsort(t->best, t->n_best, sizeof *t->best, nearest_first);
    if (t->n_best > a->n_candidates) t->n_best = a->n_candidates;
    return KHL_OK;
}

static khl_status answer_one(const asking *a, size_t slot, unsigned worker, khl_error *err)
{
    const khl_proposal *question = khl_corpus_at(a->corpus, a->first + slot);
    thread *t = &a->threads[worker];
    answer *out = (answer *)&a->answers[slot];
    khl_analysis *analyses = khl_alloc_zero(a->n_candidates + 1, sizeof *analyses);
    out->n = t->n_best = 0;
    if (analyses == NULL) return khl_fail_memory(err);
    khl_status status =
        khl_text_analyze(khl_models_text(a->x->models), question->text, a->x->attested, &analyses[0], err);
    if (status == KHL_OK) status = khl_index_weigh(a->x, &analyses[0], &t->question, err);
    khl_index_ended(a->x, KHL_STAGE_QUESTION);
    for (unsigned k = 0; k < a->x->n_segments && status == KHL_OK; k++)
        status = search_segment(a, t, k, &a->x->queries[worker * a->x->n_segments + k], err);
    if (status == KHL_E_INPUT) khl_error_at(err, a->x->store.path, 0, 0);
    khl_index_ended(a->x, KHL_STAGE_SEARCH);
    if (status == KHL_OK) status = rescore(a, question, t, analyses, out, err);
    for (size_t c = 0; c <= a->n_candidates; c++) khl_analysis_clear(&analyses[c]);
    free(analyses);
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

static khl_status make_queries(asking *a, unsigned workers, khl_error *err)
{
    khl_index *x = a->x;
    size_t n = (size_t)workers * x->n_segments;
    khl_status status = KHL_OK;
    if (x->n_queries == n && x->n_nearest == a->n_candidates) return KHL_OK;
    khl_index_forget_queries(x);
    x->queries = khl_alloc_zero(n, sizeof *x->queries);
    if (x->queries == NULL) return khl_fail_memory(err);
    x->n_queries = n;
    x->n_nearest = a->n_candidates;
    for (size_t q = 0; q < n && status == KHL_OK; q++)
        status = khl_query_init(&x->queries[q], &x->segments[q % x->n_segments].near, a->n_candidates, err);
    return status;
}

static khl_status prepare(asking *a, unsigned workers, khl_error *err)
{
    a->n_candidates = a->options.candidates > a->options.k ? a->options.candidates : a->options.k;
    if (a->n_candidates > a->x->n) a->n_candidates = a->x->n;
    a->threads = khl_alloc_zero(workers, sizeof *a->threads);
    khl_status status = a->threads != NULL ? make_queries(a, workers, err) : khl_fail_memory(err);
    for (unsigned w = 0; w < workers && status == KHL_OK; w++) {
        a->threads[w].best = khl_alloc(2 * a->n_candidates, sizeof(candidate));
        if (a->threads[w].best == NULL) status = khl_fail_memory(err);
    }
    for (size_t slot = 0; slot < BATCH && status == KHL_OK; slot++) {
        a->answers[slot].found = khl_alloc(a->n_candidates, sizeof *a->answers[slot].found);
        a->answers[slot].matches = khl_alloc_zero(a->options.k, sizeof *a->answers[slot].matches);
        if (a->answers[slot].found == NULL || a->answers[slot].matches == NULL) status = khl_fail_memory(err);
    }
    return status;
}

static void clear(asking *a, unsigned workers)
{
    forget(a);
    for (unsigned w = 0; a->threads != NULL && w < workers; w++) {
        khl_weighing_clear(&a->threads[w].question);
        khl_index_row_clear(&a->threads[w].row);
        free(a->threads[w].best);
    }
    free(a->threads);
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
    if (status != KHL_OK) khl_index_forget_queries(index); /* one may have been left in the middle */
    clear(a, khl_pool_size(pool));
    khl_pool_destroy(pool);
    return status;
}
