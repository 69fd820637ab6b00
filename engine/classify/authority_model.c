/* The bodies concerned by a demand, and its level.
 *
 * Every concept of a text, or the nearest broader one that has a row, gives its weight to the bodies of the
 * row; so do keywords and, weakly, the axis. What is named first counts most: a demand begins with what it
 * wants and goes on with where and for whom. A softmax over all bodies turns sums into probabilities, so a
 * text of which nothing is known gives none of them much.
 *
 * Cost: a few look-ups a feature. */
#include "authorities.h"

#include "alloc.h"
#include "broader.h"
#include "buf.h"
#include "error.h"
#include "str.h"

#include <math.h>

enum { LOOK_BACK = 512, MAX_KEYWORD_WORDS = 6, MAX_CLIMB = 8 };
static const double SHARPNESS = 2.5; /* of the softmax */
static const double ENOUGH = 4.0;    /* evidence beyond this adds little */
static const double CLIMB = 0.85;    /* what is left of a weight one step broader */
static const double HINTED = 0.4;    /* of the weight of a row whose level is a hint */
static const double USUAL = 0.1;     /* for the level that the lead acts at */
static const double BY_ORDER[] = {1, 0.45, 0.35, 0.3, 0.25};
enum { N_ORDER = sizeof BY_ORDER / sizeof *BY_ORDER };

struct khl_authority_model {
    const khl_authorities *authorities;
    const khl_text *text;
    khl_map phrases; /* words of a keyword, a space between */
    uint32_t *concern_of_phrase;
    size_t phrases_capacity;
};

/* What a text adds up to. */
typedef struct tally {
    double body[KHL_MAX_AUTHORITIES];
    double level[KHL_N_LEVELS];                    /* said of the demand */
    double own[KHL_MAX_AUTHORITIES][KHL_N_LEVELS]; /* of the rows that the body leads */
    const uint8_t *met; /* [concepts] in the wordings, or broader than one of them */
} tally;

static bool is_word(const khl_feature *f)
{
    return f->kind == KHL_FEATURE_WORD || f->kind == KHL_FEATURE_OTHER;
}

/* Up to MAX_KEYWORD_WORDS words from feature i on; returns the next one to join, or n_features. */
static void join_words(khl_buf *out, const khl_analysis *a, size_t i, size_t *next)
{
    if (out->n > 0) khl_buf_char(out, ' ');
    khl_buf_put(out, a->features[i].name);
    for (i++; i < a->n_features && !is_word(&a->features[i]); i++) {
    }
    *next = i;
}

static khl_status add_phrase(khl_authority_model *m, const khl_concern_key *keyword, khl_error *err)
{
    khl_analysis a;
    khl_buf key = KHL_BUF_INIT;
    uint32_t number;
    bool added;
    khl_status status = khl_text_analyze(m->text, keyword->text, NULL, &a, err);
    if (status != KHL_OK) return status;
    for (size_t i = 0; i < a.n_features;)
        if (is_word(&a.features[i]))
            join_words(&key, &a, i, &i);
        else
            i++;
    if (!khl_buf_ok(&key) ||
        (key.n > 0 && (khl_map_put(&m->phrases, khl_buf_str(&key), &number, &added) != KHL_OK ||
                       !khl_grow(&m->concern_of_phrase, &m->phrases_capacity, m->phrases.n,
                                 sizeof *m->concern_of_phrase))))
        status = khl_fail_memory(err);
    else if (key.n > 0 && added)
        m->concern_of_phrase[number] = keyword->concern;
    khl_buf_clear(&key);
    khl_analysis_clear(&a);
    return status;
}

khl_status khl_authority_model_create(khl_authority_model **out, const khl_authorities *authorities,
                                      const khl_text *text, khl_error *err)
{
    *out = NULL;
    khl_authority_model *m = khl_alloc_zero(1, sizeof *m);
    if (m == NULL) return khl_fail_memory(err);
    m->authorities = authorities;
    m->text = text;
    khl_status status = khl_map_init(&m->phrases, err);
    for (size_t i = 0; i < authorities->n_keywords && status == KHL_OK; i++)
        status = add_phrase(m, &authorities->keywords[i], err);
    if (status == KHL_OK)
        *out = m;
    else
        khl_authority_model_destroy(m);
    return status;
}

void khl_authority_model_destroy(khl_authority_model *m)
{
    if (m == NULL) return;
    khl_map_clear(&m->phrases);
    free(m->concern_of_phrase);
    free(m);
}

/* A row speaks for a level with the weight it gives its leads; a hint, half to their own level. */
static void add_level(const khl_authorities *a, tally *t, const khl_concern *concern, double factor)
{
    const khl_share *leads = &a->shares[concern->first];
    bool none = concern->level == KHL_LEVEL_NONE || concern->level_for_all;
    if (concern->level_for_all && concern->level != KHL_LEVEL_NONE)
        t->level[concern->level] += factor * (double)concern->level_weight;
    for (uint32_t k = 0; k < concern->n_lead; k++) {
        khl_level usual = a->level[leads[k].authority];
        double weight = factor * (double)leads[k].weight;
        double said = none ? 0 : concern->level_weight < 1 ? HINTED : 1;
        t->own[leads[k].authority][usual] += (1 - said) * weight;
        if (said > 0) t->own[leads[k].authority][concern->level] += said * weight;
    }
}

static void add_concern(const khl_authority_model *m, tally *t, uint32_t number, double factor)
{
    const khl_concern *concern = &m->authorities->concerns[number];
    const khl_share *shares = &m->authorities->shares[concern->first];
    for (uint32_t k = 0; k < concern->n; k++)
        t->body[shares[k].authority] += factor * (double)shares[k].weight;
    add_level(m->authorities, t, concern, factor);
}

static bool stands_beside(const khl_authorities *a, const tally *t, const khl_concern *concern)
{
    for (uint32_t k = 0; k < concern->n_beside; k++)
        if (t->met[a->beside[concern->beside_first + k]]) return true;
    return false;
}

/* The row of a concept itself: the lowest whose condition is met, else the one without. */
static uint32_t row_of(const khl_authorities *a, const tally *t, uint32_t concept)
{
    for (uint32_t r = a->rule_of[concept]; r != KHL_CONCERN_NONE; r = a->rules[r].next)
        if (stands_beside(a, t, &a->concerns[a->rules[r].concern])) return a->rules[r].concern;
    return a->of_concept[concept];
}

/* The row of a concept, or of the broader ones, which share its weight. False when there is none. */
static bool add_concept(const khl_authority_model *m, tally *t, uint32_t concept, double factor,
                        unsigned depth)
{
    const khl_concepts *concepts = &m->authorities->lexicon->concepts;
    uint32_t row = row_of(m->authorities, t, concept);
    if (row != KHL_CONCERN_NONE) {
        add_concern(m, t, row, factor);
        return true;
    }
    unsigned n = 0;
    bool found = false;
    uint32_t first = khl_concepts_first_link(concepts, concept), at = first, broader;
    while (khl_next_broader(concepts, concept, &at) != KHL_FROZEN_NONE) n++;
    for (at = first;
         depth < MAX_CLIMB && (broader = khl_next_broader(concepts, concept, &at)) != KHL_FROZEN_NONE;)
        found = add_concept(m, t, broader, factor * CLIMB / n, depth + 1) || found;
    return found;
}

/* Whether the concept of feature i stands in [begin, end), of which only a stretch that no demand exceeds is
 * looked at, so that a text of megabytes costs no more for its length. */
static bool is_met(const khl_analysis *a, size_t i, size_t begin, size_t end)
{
    if (end - begin > LOOK_BACK) begin = end - LOOK_BACK;
    for (size_t k = begin; k < end; k++)
        if (a->features[k].kind == KHL_FEATURE_CONCEPT &&
            khl_str_equal(a->features[k].name, a->features[i].name))
            return true;
    return false;
}

/* A row of little weight says where or for whom, and takes no place in the order. */
static bool takes_place(const khl_authorities *a, const tally *t, uint32_t concept)
{
    uint32_t row = row_of(a, t, concept);
    if (row == KHL_CONCERN_NONE) return true;
    const khl_concern *concern = &a->concerns[row];
    return concern->n > 0 && a->shares[concern->first].weight >= 1.0f;
}

static void add_range(const khl_authority_model *m, tally *t, const khl_analysis *a, size_t begin, size_t end,
                      unsigned *order)
{
    bool known = false; /* somebody is competent for the whole form; then its parts are not asked */
    for (size_t i = begin; i < end; i++) {
        const khl_feature *f = &a->features[i];
        if (f->kind != KHL_FEATURE_CONCEPT || (f->nested != 0 && known)) continue;
        if (f->nested == 0) known = true;
        if (is_met(a, i, begin, i) || (begin == 0 && is_met(a, i, end, a->n_features))) continue;
        uint32_t concept = khl_frozen_find(&m->authorities->lexicon->concepts.concepts, f->name);
        bool added = concept != KHL_FROZEN_NONE && add_concept(m, t, concept, BY_ORDER[*order], 0);
        if (f->nested == 0) known = added;
        if (!added) continue;
        if (!khl_feature_asks(f) && takes_place(m->authorities, t, concept) && *order + 1 < N_ORDER) ++*order;
    }
}

/* What is asked for stands behind the formula that asks (feature `ask`), or else behind the first action;
 * what comes before is reasons. */
static void add_concepts(const khl_authority_model *m, tally *t, const khl_analysis *a, size_t ask)
{
    unsigned order = 0;
    if (ask == a->n_features)
        for (ask = 0; ask < a->n_features; ask++)
            if (!a->features[ask].nested && khl_feature_asks(&a->features[ask])) break;
    add_range(m, t, a, ask, a->n_features, &order);
    if (order > 0) order = N_ORDER - 1; /* reasons do not add up to more than the demand */
    add_range(m, t, a, 0, ask, &order);
}

/* *ask: the first formula that asks, or n_features. */
static khl_status add_keywords(const khl_authority_model *m, tally *t, const khl_analysis *a, size_t *ask,
                               khl_error *err)
{
    khl_buf key = KHL_BUF_INIT;
    *ask = a->n_features;
    for (size_t i = 0; i < a->n_features; i++) {
        if (!is_word(&a->features[i])) continue;
        key.n = 0;
        size_t next = i;
        for (unsigned words = 0; words < MAX_KEYWORD_WORDS && next < a->n_features; words++) {
            join_words(&key, a, next, &next);
            uint32_t phrase = khl_buf_ok(&key) ? khl_map_find(&m->phrases, khl_buf_str(&key)) : KHL_MAP_NONE;
            if (phrase == KHL_MAP_NONE) continue;
            if (m->concern_of_phrase[phrase] != KHL_CONCERN_NONE)
                add_concern(m, t, m->concern_of_phrase[phrase], 1);
            else if (*ask == a->n_features)
                *ask = i;
        }
    }
    bool whole = khl_buf_ok(&key);
    khl_buf_clear(&key);
    return whole ? KHL_OK : khl_fail_memory(err);
}

/* Words of one text are not independent, so what they add up to levels off. */
static void softmax(const double *score, double *probability, uint32_t n)
{
    double sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += probability[i] = exp(SHARPNESS * ENOUGH * (1 - exp(-score[i] / ENOUGH)));
    for (uint32_t i = 0; i < n; i++) probability[i] /= sum;
}

static void mark(const khl_concepts *concepts, uint8_t *met, uint32_t concept)
{
    if (met[concept]) return;
    met[concept] = 1;
    uint32_t at = khl_concepts_first_link(concepts, concept), broader;
    while ((broader = khl_next_broader(concepts, concept, &at)) != KHL_FROZEN_NONE)
        mark(concepts, met, broader);
}

static khl_status mark_all(const khl_authority_model *m, uint8_t **out, const khl_wordings *wordings,
                           khl_error *err)
{
    const khl_concepts *concepts = &m->authorities->lexicon->concepts;
    *out = khl_alloc_zero((size_t)concepts->concepts.n_keys + 1, 1);
    if (*out == NULL) return khl_fail_memory(err);
    for (size_t w = 0; w < wordings->n; w++)
        for (size_t i = 0; i < wordings->analyses[w]->n_features; i++) {
            const khl_feature *f = &wordings->analyses[w]->features[i];
            if (f->kind != KHL_FEATURE_CONCEPT) continue;
            uint32_t concept = khl_frozen_find(&concepts->concepts, f->name);
            if (concept == KHL_FROZEN_NONE) continue;
            if (khl_feature_asks(f))
                (*out)[concept] = 1; /* what is broader than neglect is upkeep, which it does not ask for */
            else
                mark(concepts, *out, concept);
        }
    return KHL_OK;
}

/* The level that most of what makes the likeliest body lead is decided at, unless the text speaks more
 * clearly for another. */
static khl_level pick_level(const khl_authorities *a, const double *probability, const tally *t)
{
    uint32_t lead = 0;
    double sum = USUAL, most = -1;
    khl_level best = KHL_LEVEL_NONE;
    for (uint32_t i = 1; i < a->ids.n; i++)
        if (probability[i] > probability[lead]) lead = i;
    for (unsigned l = 0; l < KHL_N_LEVELS; l++) sum += t->own[lead][l];
    for (unsigned l = 0; l < KHL_N_LEVELS; l++) {
        double usual = l == (unsigned)a->level[lead] ? USUAL : 0;
        double said = (t->own[lead][l] + usual) / sum + t->level[l];
        if (said <= most) continue;
        best = (khl_level)l;
        most = said;
    }
    return best;
}

/* Several wordings count alike, whatever their number. */
static void take_mean(tally *t, uint32_t n_bodies, size_t n)
{
    for (uint32_t i = 0; i < n_bodies; i++) {
        t->body[i] /= (double)n;
        for (unsigned l = 0; l < KHL_N_LEVELS; l++) t->own[i][l] /= (double)n;
    }
    for (unsigned l = 0; l < KHL_N_LEVELS; l++) t->level[l] /= (double)n;
}

khl_status khl_authority_model_score(const khl_authority_model *m, const khl_wordings *wordings,
                                     double *probability, khl_level *level, khl_error *err)
{
    tally t = {.met = NULL};
    uint8_t *met = NULL;
    const khl_authorities *a = m->authorities;
    *level = KHL_LEVEL_NONE;
    if (a->ids.n == 0) return KHL_OK;
    khl_status status = mark_all(m, &met, wordings, err);
    t.met = met;
    for (size_t i = 0; i < wordings->n && status == KHL_OK; i++) {
        size_t ask;
        status = add_keywords(m, &t, wordings->analyses[i], &ask, err);
        if (status == KHL_OK) add_concepts(m, &t, wordings->analyses[i], ask);
    }
    if (status != KHL_OK) goto done;
    if (wordings->n > 1) take_mean(&t, (uint32_t)a->ids.n, wordings->n);
    uint32_t known = khl_map_find(&a->axes, wordings->axis);
    if (known != KHL_MAP_NONE) add_concern(m, &t, a->of_axis[known], 1);
    softmax(t.body, probability, (uint32_t)a->ids.n);
    *level = pick_level(a, probability, &t);
done:
    free(met);
    return status;
}
