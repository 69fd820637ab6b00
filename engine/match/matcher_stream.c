/* A matcher over analyses that are not kept: each text is read twice, first for the terms of all, then for
 * what it asks. Reading and counting are shared by the threads; slots and units are numbered in one order,
 * batch by batch, so that nothing depends on threads. About a kilobyte a demand stays, where an analysis
 * would take seven. */
#include "matcher.h"

#include "alloc.h"
#include "error.h"
#include "shares.h"
#include "str.h"

enum { GRAIN = 32, BATCH = 4096 };

typedef struct tally {
    khl_counts *counts[KHL_N_SPACES];
    uint32_t *rows;
    size_t n_rows, capacity;
    khl_arena arena;
    char pad[64];
} tally;

typedef struct stream {
    khl_matcher *m;
    const khl_analysis_source *source;
    khl_pool *pool;
    bool aside; /* cities differ */
    bool entries[KHL_N_SPACES];
    tally *tallies;      /* [workers] */
    khl_analysis *batch; /* [BATCH] */
    size_t first;        /* demand that the batch begins with */
    khl_error *err;
} stream;

static khl_status count(const stream *s, tally *t, const khl_analysis *a, uint32_t row, khl_error *err)
{
    khl_analysis seen = *a;
    khl_status status = KHL_OK;
    khl_arena_reset(&t->arena);
    if (s->aside) status = khl_aside_view(&seen, a, s->m->options.aside, &t->arena, err);
    if (status == KHL_OK && !khl_grow(&t->rows, &t->capacity, t->n_rows + 1, sizeof *t->rows))
        status = khl_fail_memory(err);
    if (status != KHL_OK) return status;
    t->rows[t->n_rows++] = row;
    for (unsigned space = 0; space < KHL_N_SPACES && status == KHL_OK; space++) {
        if (s->entries[space]) status = khl_matcher_add_terms(t->counts[space], &seen, space, err);
        if (status == KHL_OK) status = khl_counts_end(t->counts[space], err);
    }
    return status;
}

static khl_status count_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    stream *s = context;
    khl_status status = KHL_OK;
    for (size_t i = begin; i < end && status == KHL_OK; i++) {
        khl_analysis a;
        status = s->source->read(s->source->context, i, &a, err);
        if (status != KHL_OK) break;
        status = count(s, &s->tallies[worker], &a, (uint32_t)i, err);
        khl_analysis_clear(&a);
    }
    return status;
}

static khl_status fit_space(stream *s, unsigned space, khl_share *shares, unsigned n)
{
    khl_matcher *m = s->m;
    const khl_background *background = m->options.background;
    khl_tfidf_options options = KHL_TFIDF_OPTIONS_INIT;
    if (background != NULL) options.prior = background->df[space];
    for (unsigned w = 0; w < n; w++) shares[w] = (khl_share){s->tallies[w].counts[space], s->tallies[w].rows};
    khl_status status = khl_tfidf_fit_to(&m->tfidf[space], shares, n, &options, s->err);
    bool rows = space != KHL_SPACE_WORD || khl_matcher_weighs_words(m); /* else made for explanations alone */
    if (status == KHL_OK && rows)
        status = khl_tfidf_rows_of(m->tfidf[space], shares, n, s->pool, &m->rows[space], s->err);
    for (unsigned w = 0; w < n; w++) {
        khl_counts_destroy(s->tallies[w].counts[space]);
        s->tallies[w].counts[space] = NULL;
    }
    return status;
}

static khl_status build_spaces(stream *s, const khl_progress *progress)
{
    unsigned n = khl_pool_size(s->pool);
    khl_share *shares = khl_alloc(n, sizeof *shares);
    s->tallies = khl_alloc_zero(n, sizeof *s->tallies);
    khl_status status = shares != NULL && s->tallies != NULL ? KHL_OK : khl_fail_memory(s->err);
    for (unsigned w = 0; w < n && status == KHL_OK; w++) {
        s->tallies[w].arena = (khl_arena)KHL_ARENA_INIT(16384);
        for (unsigned space = 0; space < KHL_N_SPACES && status == KHL_OK; space++)
            status = khl_counts_create(&s->tallies[w].counts[space], s->err);
    }
    if (status == KHL_OK)
        status = khl_pool_for(s->pool, s->m->n, GRAIN, count_range, s, progress, "analyse", s->err);
    for (unsigned space = 0; space < KHL_N_SPACES && status == KHL_OK; space++)
        status = fit_space(s, space, shares, n);
    for (unsigned w = 0; s->tallies != NULL && w < n; w++) {
        for (unsigned space = 0; space < KHL_N_SPACES; space++)
            khl_counts_destroy(s->tallies[w].counts[space]);
        free(s->tallies[w].rows);
        khl_arena_clear(&s->tallies[w].arena);
    }
    free(s->tallies);
    free(shares);
    return status;
}

static khl_status read_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    stream *s = context;
    khl_status status = KHL_OK;
    (void)worker;
    for (size_t k = begin; k < end && status == KHL_OK; k++)
        status = s->source->read(s->source->context, s->first + k, &s->batch[k], err);
    return status;
}

/* Names of places are borrowed from the analysis, which goes. */
static khl_status keep_names(khl_slots *slots, khl_arena *arena, khl_error *err)
{
    for (uint32_t k = 0; k < slots->n_named; k++) {
        khl_str name = khl_arena_copy(arena, slots->named[k].name);
        if (name.p == NULL) return khl_fail_memory(err);
        slots->named[k].name = name;
    }
    return KHL_OK;
}

static khl_status fill_one(khl_matcher *m, size_t i, const khl_analysis *a, khl_arena *scratch,
                           khl_error *err)
{
    khl_focus *focus = khl_arena_array(scratch, a->n_features, sizeof *focus);
    if (focus == NULL) return khl_fail_memory(err);
    khl_status status = khl_text_focus(a, focus, err);
    if (status == KHL_OK) status = khl_slots_fill(&m->slots[i], a, focus, &m->names, &m->arena, err);
    if (status == KHL_OK) status = keep_names(&m->slots[i], &m->arena, err);
    if (status == KHL_OK) status = khl_deeds_fill(&m->deeds[i], a, focus, &m->names, &m->arena, err);
    if (status == KHL_OK)
        status =
            khl_units_fill(&m->units[i], a, focus, m->tfidf[KHL_SPACE_CONCEPT], &m->names, &m->arena, err);
    m->keys[i] = khl_hash(a->key);
    return status;
}

static khl_status fill_batch(stream *s, size_t n, khl_arena *scratch)
{
    khl_status status = khl_pool_for(s->pool, n, GRAIN, read_range, s, NULL, NULL, s->err);
    for (size_t k = 0; k < n; k++) {
        if (status == KHL_OK) status = fill_one(s->m, s->first + k, &s->batch[k], scratch, s->err);
        s->m->lexicon = s->batch[k].lexicon != NULL ? s->batch[k].lexicon : s->m->lexicon;
        khl_analysis_clear(&s->batch[k]);
        khl_arena_reset(scratch);
    }
    return status;
}

static khl_status fill_all(stream *s, const khl_progress *progress)
{
    khl_matcher *m = s->m;
    khl_arena scratch = KHL_ARENA_INIT(16384);
    m->slots = khl_alloc_zero(m->n, sizeof *m->slots);
    m->units = khl_alloc_zero(m->n, sizeof *m->units);
    m->keys = khl_alloc(m->n, sizeof *m->keys);
    m->deeds = khl_arena_array(&m->arena, m->n, sizeof *m->deeds);
    s->batch = khl_alloc_zero(BATCH, sizeof *s->batch);
    bool ok = m->slots && m->units && m->keys && m->deeds && s->batch;
    khl_status status = ok ? KHL_OK : khl_fail_memory(s->err);
    for (s->first = 0; s->first < m->n && status == KHL_OK; s->first += BATCH) {
        size_t left = m->n - s->first;
        status = fill_batch(s, left < BATCH ? left : BATCH, &scratch);
        if (status == KHL_OK && progress != NULL && progress->step != NULL &&
            !progress->step(progress->context, "analyse", s->first, m->n))
            status = KHL_FAIL(s->err, KHL_E_CANCELLED, "cancelled", "stopped on request");
    }
    if (status == KHL_OK) status = khl_slots_mark_containers(m->slots, m->n, m->names.n, s->err);
    free(s->batch);
    khl_arena_clear(&scratch);
    return status;
}

khl_status khl_matcher_create_stream(khl_matcher **out, const khl_analysis_source *source, size_t n,
                                     const khl_match_model *model, const khl_matcher_options *options,
                                     khl_pool *pool, const khl_progress *progress, khl_error *err)
{
    khl_matcher *m = NULL;
    khl_status status = khl_matcher_begin(&m, n, model, options, err);
    stream s = {.m = m, .source = source, .pool = pool, .err = err};
    *out = NULL;
    if (status == KHL_OK) {
        m->source = *source;
        s.aside = m->cities_differ = khl_cities_differ(m->options.city, n);
        for (unsigned space = 0; space < KHL_N_SPACES; space++)
            s.entries[space] = khl_matcher_has_entries(m, space);
        status = build_spaces(&s, progress);
    }
    khl_alloc_trim();
    if (status == KHL_OK) status = fill_all(&s, progress);
    if (status == KHL_OK) status = khl_matcher_end(m, err);
    if (status == KHL_OK)
        *out = m;
    else
        khl_matcher_destroy(m);
    return status;
}
