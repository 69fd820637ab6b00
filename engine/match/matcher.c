/* A collection made ready for comparison: four spaces and the slots.
 *
 * Words: stems and places, numbers left to the slots. Pairs: two neighbouring words. Concepts: the concept
 * where a form is known, the word itself where none is, so that unknown words still count. N-grams: three
 * characters inside words of the key. Cost: linear; the n-grams are most of it. */
#include "matcher.h"

#include "alloc.h"
#include "buf.h"
#include "error.h"
#include "str.h"

enum { NGRAM = 3 }; /* 4 and 5 beside it change no figure of evaluate and cost a third of the run */

static bool is_term(const khl_feature *f)
{
    return f->kind == KHL_FEATURE_WORD || f->kind == KHL_FEATURE_PLACE || f->kind == KHL_FEATURE_OTHER;
}

static khl_status add_words(khl_counts *counts, const khl_analysis *a, khl_error *err)
{
    for (size_t i = 0; i < a->n_features; i++) {
        const khl_feature *f = &a->features[i];
        if (!is_term(f)) continue;
        khl_status status = khl_counts_add(counts, f->name, f->weight, err);
        if (status != KHL_OK) return status;
    }
    return KHL_OK;
}

static khl_status add_ngrams(khl_counts *counts, const khl_analysis *a, khl_error *err)
{
    return khl_counts_add_ngrams(counts, a->key, NGRAM, NGRAM, err);
}

static khl_status add_pairs(khl_counts *counts, const khl_analysis *a, khl_error *err)
{
    const khl_feature *last = NULL;
    khl_buf pair = KHL_BUF_INIT;
    khl_status status = KHL_OK;
    for (size_t i = 0; i < a->n_features && status == KHL_OK; i++) {
        const khl_feature *f = &a->features[i];
        if (!is_term(f)) continue;
        if (last != NULL) {
            pair.n = 0;
            khl_buf_put(&pair, last->name);
            khl_buf_char(&pair, ' ');
            khl_buf_put(&pair, f->name);
            float weight = last->weight < f->weight ? last->weight : f->weight;
            status = khl_buf_ok(&pair) ? khl_counts_add(counts, khl_buf_str(&pair), weight, err)
                                       : khl_fail_memory(err);
        }
        last = f;
    }
    khl_buf_clear(&pair);
    return status;
}

/* A walk over the features in step with their words: how far the concepts reach that begin at or before a
 * token. Features stand in text order, so one walk serves a whole text. */
typedef struct reach {
    size_t next; /* feature to be looked at next */
    uint32_t end;
} reach;

/* True when a concept covers the tokens of a word feature. Words are to be asked for in text order. */
static bool covered(reach *r, const khl_analysis *a, const khl_feature *word)
{
    for (; r->next < a->n_features && a->features[r->next].first_token <= word->first_token; r->next++) {
        const khl_feature *f = &a->features[r->next];
        bool further = f->kind == KHL_FEATURE_CONCEPT && f->first_token + f->n_tokens > r->end;
        if (further) r->end = f->first_token + f->n_tokens;
    }
    return r->end >= word->first_token + word->n_tokens;
}

khl_status khl_matcher_each_concept(const khl_analysis *a, khl_feature_fn fn, void *context, khl_error *err)
{
    reach r = {0, 0};
    for (size_t i = 0; i < a->n_features; i++) {
        const khl_feature *f = &a->features[i];
        bool whole = f->kind == KHL_FEATURE_CONCEPT && f->nested == 0;
        bool wanted = whole || (is_term(f) && !covered(&r, a, f));
        khl_status status = wanted ? fn(context, f, err) : KHL_OK;
        if (status != KHL_OK) return status;
    }
    return KHL_OK;
}

static khl_status count_feature(void *counts, const khl_feature *f, khl_error *err)
{
    return khl_counts_add(counts, f->name, f->weight, err);
}

static khl_status add_concepts(khl_counts *counts, const khl_analysis *a, khl_error *err)
{
    return khl_matcher_each_concept(a, count_feature, counts, err);
}

typedef khl_status (*add_fn)(khl_counts *counts, const khl_analysis *a, khl_error *err);
static const add_fn ADD[KHL_N_SPACES] = {add_words, add_ngrams, add_pairs, add_concepts};

khl_status khl_matcher_add_terms(khl_counts *counts, const khl_analysis *analysis, unsigned space,
                                 khl_error *err)
{
    return ADD[space](counts, analysis, err);
}

static bool is_wanted(const khl_matcher *m, unsigned evidence)
{
    return m->model->weight[evidence] != 0 || (m->options.wanted & KHL_EVIDENCE_BIT(evidence)) != 0;
}

/* By the word cosine itself, or by the soft one that is made of its rows. */
bool khl_matcher_weighs_words(const khl_matcher *m)
{
    return m->model->weight[KHL_EVIDENCE_WORD] != 0 || m->model->weight[KHL_EVIDENCE_SOFT] != 0;
}

/* Words show why, and concepts weigh the units. */
bool khl_matcher_has_entries(const khl_matcher *m, unsigned space)
{
    return space == KHL_SPACE_WORD || space == KHL_SPACE_CONCEPT || is_wanted(m, KHL_EVIDENCE_WORD + space);
}

static khl_status build_space(khl_matcher *m, unsigned space, khl_error *err)
{
    khl_counts *counts = NULL;
    bool entries = khl_matcher_has_entries(m, space);
    khl_status status = khl_counts_create(&counts, err);
    for (size_t i = 0; i < m->n && status == KHL_OK; i++) {
        if (entries) status = ADD[space](counts, m->seen != NULL ? &m->seen[i] : &m->analyses[i], err);
        if (status == KHL_OK) status = khl_counts_end(counts, err);
    }
    const khl_background *background = m->options.background;
    khl_tfidf_options options = KHL_TFIDF_OPTIONS_INIT;
    if (background != NULL) options.prior = background->df[space];
    if (status == KHL_OK && background != NULL && m->options.pair)
        status = khl_tfidf_from_table(&m->tfidf[space], counts, background->df[space], NULL, err);
    else if (status == KHL_OK)
        status = khl_tfidf_fit(&m->tfidf[space], counts, &options, err);
    if (status == KHL_OK) status = khl_tfidf_rows(m->tfidf[space], counts, &m->rows[space], err);
    khl_counts_destroy(counts);
    return status;
}

static khl_status focus_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    khl_matcher *m = context;
    khl_status status = KHL_OK;
    (void)worker;
    for (size_t i = begin; i < end && status == KHL_OK; i++)
        status = khl_text_focus(&m->analyses[i], m->focus[i], err);
    return status;
}

/* Where each demand asks, and where it only gives reasons: each by itself, on all threads. */
static khl_status build_focus(khl_matcher *m, khl_pool *pool, khl_error *err)
{
    enum { GRAIN = 8 };
    m->focus = khl_arena_array(&m->arena, m->n, sizeof *m->focus);
    if (m->focus == NULL) return khl_fail_memory(err);
    for (size_t i = 0; i < m->n; i++) {
        m->focus[i] = khl_arena_array(&m->arena, m->analyses[i].n_features, sizeof **m->focus);
        if (m->focus[i] == NULL) return khl_fail_memory(err);
    }
    return khl_pool_for(pool, m->n, GRAIN, focus_range, m, NULL, NULL, err);
}

static khl_status build_slots(khl_matcher *m, khl_error *err)
{
    m->slots = khl_alloc_zero(m->n, sizeof *m->slots);
    if (m->slots == NULL) return khl_fail_memory(err);
    khl_status status = KHL_OK;
    for (size_t i = 0; i < m->n && status == KHL_OK; i++)
        status = khl_slots_fill(&m->slots[i], &m->analyses[i], m->focus[i], &m->names, &m->arena, err);
    m->deeds = khl_arena_array(&m->arena, m->n, sizeof *m->deeds);
    if (m->deeds == NULL) return khl_fail_memory(err);
    for (size_t i = 0; i < m->n && status == KHL_OK; i++)
        status = khl_deeds_fill(&m->deeds[i], &m->analyses[i], m->focus[i], &m->names, &m->arena, err);
    return status == KHL_OK ? khl_slots_mark_containers(m->slots, m->n, m->names.n, err) : status;
}

static void tell_cities(khl_matcher *m)
{
    for (size_t i = 0; i < m->n && m->options.city != NULL; i++) {
        m->slots[i].city = m->options.city[i];
        m->slots[i].districts_aside = m->options.aside == KHL_ASIDE_ALL;
    }
    m->options.city = NULL;
}

/* Units want the idf of the concept space and the numbers of slot values, so they come last. */
static khl_status build_units(khl_matcher *m, khl_error *err)
{
    m->units = khl_alloc_zero(m->n, sizeof *m->units);
    if (m->units == NULL) return khl_fail_memory(err);
    khl_status status = KHL_OK;
    for (size_t i = 0; i < m->n && status == KHL_OK; i++)
        status = khl_units_fill(&m->units[i], &m->analyses[i], m->focus[i], m->tfidf[KHL_SPACE_CONCEPT],
                                &m->names, &m->arena, err);
    return status;
}

/* What is made of the spaces when they are there. */
static khl_status build_derived(khl_matcher *m, khl_error *err)
{
    khl_status status = KHL_OK;
    if (is_wanted(m, KHL_EVIDENCE_SOFT)) status = khl_soft_build(&m->soft, m->tfidf[KHL_SPACE_WORD], err);
    if (status != KHL_OK || !is_wanted(m, KHL_EVIDENCE_LSA) || m->options.pair) return status;
    m->n_lsa_dims = KHL_LSA_DIMS;
    return khl_lsa_rows(&m->lsa, &m->n_lsa_dims, &m->rows[KHL_SPACE_CONCEPT], err);
}

/* The independent parts of a matcher, the longest first. */
static const unsigned PARTS[] = {KHL_N_SPACES, KHL_SPACE_NGRAM, KHL_SPACE_WORD, KHL_SPACE_CONCEPT,
                                 KHL_SPACE_PAIR};
enum { N_PARTS = sizeof PARTS / sizeof *PARTS };

static khl_status build_parts(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    khl_matcher *m = context;
    khl_status status = KHL_OK;
    (void)worker;
    for (size_t i = begin; i < end && status == KHL_OK; i++) {
        if (PARTS[i] < KHL_N_SPACES) {
            status = build_space(m, PARTS[i], err);
        } else {
            status = build_slots(m, err);
        }
    }
    return status;
}

khl_status khl_matcher_begin(khl_matcher **out, size_t n, const khl_match_model *model,
                             const khl_matcher_options *options, khl_error *err)
{
    const khl_matcher_options defaults = KHL_MATCHER_OPTIONS_INIT;
    *out = NULL;
    khl_matcher *m = khl_alloc_zero(1, sizeof *m);
    if (m == NULL) return khl_fail_memory(err);
    *m = (khl_matcher){.model = model, .n = n, .arena = KHL_ARENA_INIT(16384)};
    m->options = options != NULL ? *options : defaults;
    *out = m;
    return khl_map_init(&m->names, err);
}

/* Links and kin want all names. */
khl_status khl_matcher_end(khl_matcher *m, khl_error *err)
{
    tell_cities(m);
    khl_status status = build_derived(m, err);
    if (status != KHL_OK || m->n == 0) return status;
    status = khl_links_build(&m->links, m->lexicon, &m->names, err);
    return status == KHL_OK ? khl_kin_build(&m->kin, m->lexicon, &m->names, &m->links, err) : status;
}

khl_status khl_matcher_create_on(khl_matcher **out, const khl_analysis *analyses, size_t n,
                                 const khl_match_model *model, const khl_matcher_options *options,
                                 khl_pool *pool, khl_error *err)
{
    khl_matcher *m = NULL;
    *out = NULL;
    khl_status status = khl_matcher_begin(&m, n, model, options, err);
    if (status == KHL_OK) {
        m->analyses = analyses;
        m->lexicon = n > 0 ? analyses[0].lexicon : NULL;
        if (khl_cities_differ(m->options.city, n))
            status = khl_aside_views(&m->seen, analyses, n, m->options.aside, &m->arena, err);
    }
    if (status == KHL_OK) status = build_focus(m, pool, err);
    if (status == KHL_OK) status = khl_pool_for(pool, N_PARTS, 1, build_parts, m, NULL, NULL, err);
    if (status == KHL_OK) status = build_units(m, err);
    if (status == KHL_OK) status = khl_matcher_end(m, err);
    if (status != KHL_OK) {
        khl_matcher_destroy(m);
        return status;
    }
    *out = m;
    return KHL_OK;
}

khl_status khl_matcher_create(khl_matcher **out, const khl_analysis *analyses, size_t n,
                              const khl_match_model *model, khl_error *err)
{
    return khl_matcher_create_on(out, analyses, n, model, NULL, NULL, err);
}

khl_status khl_matcher_create_with(khl_matcher **out, const khl_analysis *analyses, size_t n,
                                   const khl_match_model *model, const khl_matcher_options *options,
                                   khl_error *err)
{
    return khl_matcher_create_on(out, analyses, n, model, options, NULL, err);
}

void khl_matcher_destroy(khl_matcher *m)
{
    if (m == NULL) return;
    for (unsigned s = 0; s < KHL_N_SPACES; s++) {
        khl_tfidf_destroy(m->tfidf[s]);
        khl_csr_clear(&m->rows[s]);
    }
    khl_soft_clear(&m->soft);
    free(m->lsa);
    free(m->slots);
    free(m->units);
    free(m->keys);
    khl_links_clear(&m->links);
    khl_kin_clear(&m->kin);
    khl_map_clear(&m->names);
    khl_arena_clear(&m->arena);
    free(m);
}

khl_status khl_matcher_set_neighbours(khl_matcher *m, const uint32_t *ids, khl_error *err)
{
    m->neighbours = khl_arena_array(&m->arena, m->n * KHL_NEIGHBOURS, sizeof *m->neighbours);
    if (m->neighbours == NULL) return khl_fail_memory(err);
    if (m->n > 0) memcpy(m->neighbours, ids, m->n * KHL_NEIGHBOURS * sizeof *ids);
    return KHL_OK;
}

const khl_csr *khl_matcher_space(const khl_matcher *m, unsigned space)
{
    return &m->rows[space];
}

void khl_matcher_weighted_cosines(const khl_matcher *m, uint32_t i, uint32_t j, double cosine[KHL_N_SPACES])
{
    for (unsigned s = 0; s < KHL_N_SPACES; s++)
        cosine[s] =
            m->model->weight[KHL_EVIDENCE_WORD + s] != 0 ? khl_csr_dot(&m->rows[s], i, &m->rows[s], j) : 0;
}

void khl_matcher_cosines(const khl_matcher *m, uint32_t i, uint32_t j, double cosine[KHL_N_SPACES])
{
    for (unsigned s = 0; s < KHL_N_SPACES; s++)
        cosine[s] = m->rows[s].n_rows > 0 ? khl_csr_dot(&m->rows[s], i, &m->rows[s], j) : 0;
}
