/* The axis of a text from the names, keywords and descriptions of the axes: naive-Bayes evidence.
 *
 * A word or concept of a text that stands in c of the m keywords that hold it (axis_lessons.c) adds log((c +
 * S) / (m + n S)) to an axis: the share of the axis among its keywords, smoothed, so that what many keywords
 * hold says more than what one does. Concepts count more than words, and what is asked for (behind the first
 * action) more than reasons and places. The parts of a longer form speak, too: a "weekly market" is a market.
 * The cosine with each axis is a second opinion (axis_cosine.c); a classifier learnt from examples adds its
 * own log-probabilities, trusted by their number. A softmax makes probabilities of the sums.
 *
 * Cost: a look-up and n additions a feature. */
#include "axis_model.h"

#include "alloc.h"
#include "axis_terms.h"
#include "broader.h"
#include "error.h"
#include "str.h"

#include <math.h>

static const double SMOOTHING = 0.2, SHARPNESS = 0.9, OF_EVIDENCE = 0.6;
static const double OF_WORD = .6, OF_CONCEPT = 1, OF_BROADER = .4, OF_ACTION = 0.5, OF_BENEFICIARY = 0.4;
static const double OF_PART = 0.25,
                    OF_SAME = 0.5; /* of a word within a concept of several words, or of one */
static const double LATER = .9;    /* what the next thing named counts beside the one before it */
enum { LOOK_BACK = 512, MAX_LATER = 5 };

static void add_term(const khl_axis_model *m, double *score, int kind, khl_str name, double weight)
{
    khl_axis_term key;
    size_t n = m->axes->n;
    uint32_t t = khl_map_find(&m->terms, khl_axis_term_of(&key, kind, name));
    if (t == KHL_MAP_NONE) return;
    double total = (double)m->totals[t] + (double)n * SMOOTHING;
    for (size_t a = 0; a < n; a++)
        score[a] += OF_EVIDENCE * weight * log(((double)m->counts[t * n + a] + SMOOTHING) / total);
}

static void add_concept(const khl_axis_model *m, double *score, const khl_lexicon *lexicon,
                        const khl_feature *f, double order)
{
    const khl_concepts *concepts = &lexicon->concepts;
    uint32_t concept = khl_frozen_find(&concepts->concepts, f->name), broader;
    double weight = khl_feature_asks(f)                          ? OF_ACTION
                    : f->concept_kind == KHL_CONCEPT_BENEFICIARY ? OF_BENEFICIARY
                                                                 : OF_CONCEPT;
    add_term(m, score, KHL_AXIS_CONCEPT, f->name, weight * order);
    if (concept == KHL_FROZEN_NONE) return;
    uint32_t at = khl_concepts_first_link(concepts, concept);
    while ((broader = khl_next_broader(concepts, concept, &at)) != KHL_FROZEN_NONE)
        add_term(m, score, KHL_AXIS_CONCEPT, khl_frozen_key(&concepts->concepts, broader),
                 OF_BROADER * order);
}

/* Within a stretch that no demand exceeds, so that a text of megabytes costs no more for its length. */
static bool met_before(const khl_analysis *a, size_t i)
{
    const khl_feature *f = &a->features[i];
    for (size_t k = i > LOOK_BACK ? i - LOOK_BACK : 0; k < i; k++)
        if (a->features[k].kind == f->kind && khl_str_equal(a->features[k].name, f->name)) return true;
    return false;
}

/* What a word says beside the concept that it is part of: "school transport" is not about transport. */
static double beside_concept(const khl_feature *concept, const khl_feature *word)
{
    if (concept == NULL || word->first_token >= concept->first_token + concept->n_tokens) return 1;
    return concept->n_tokens > 1 ? OF_PART : OF_SAME;
}

static void add_range(const khl_axis_model *m, double *score, const khl_analysis *a, size_t begin, size_t end,
                      unsigned *named)
{
    const khl_feature *concept = NULL;
    for (size_t i = begin; i < end; i++) {
        const khl_feature *f = &a->features[i];
        if (f->kind == KHL_FEATURE_CONCEPT) concept = f;
        if (met_before(a, i)) continue;
        double order = pow(LATER, *named < MAX_LATER ? *named : MAX_LATER);
        if (f->kind == KHL_FEATURE_CONCEPT) {
            add_concept(m, score, a->lexicon, f, order);
            *named += !khl_feature_asks(f) && f->concept_kind != KHL_CONCEPT_BENEFICIARY;
        } else if (khl_axis_is_word(f)) {
            add_term(m, score, KHL_AXIS_WORD, f->name,
                     OF_WORD * (double)f->weight * order * beside_concept(concept, f));
        }
    }
}

/* From the first action on, then what stands before it. */
static void add_features(const khl_axis_model *m, double *score, const khl_analysis *a)
{
    size_t action = 0;
    unsigned named = 0;
    while (action < a->n_features && !khl_feature_asks(&a->features[action])) action++;
    if (action == a->n_features) action = 0;
    add_range(m, score, a, action, a->n_features, &named);
    add_range(m, score, a, 0, action, &named);
}

/* Log-probabilities of the classifier; an axis that it does not know gets what is left to chance. */
static khl_status add_classifier(const khl_axis_model *m, double *score, const khl_analysis *a,
                                 khl_error *err)
{
    uint32_t n = khl_linear_n_classes(m->classifier);
    double mine[KHL_MAX_AXES];
    double *p = khl_alloc(n, sizeof *p);
    khl_status status = p != NULL ? khl_linear_score(m->classifier, a, p, err) : khl_fail_memory(err);
    for (uint32_t i = 0; i < m->axes->n; i++) mine[i] = 1.0 / m->axes->n;
    for (uint32_t c = 0; status == KHL_OK && c < n && c < KHL_MAX_AXES; c++)
        if (m->axis_of_class[c] != KHL_AXIS_NONE) mine[m->axis_of_class[c]] = p[c];
    for (uint32_t i = 0; status == KHL_OK && i < m->axes->n; i++) score[i] += m->trust * log(mine[i] + 1e-4);
    free(p);
    return status;
}

static void softmax(double *score, uint32_t n)
{
    double most = score[0], sum = 0;
    for (uint32_t i = 1; i < n; i++) most = fmax(most, score[i]);
    for (uint32_t i = 0; i < n; i++) sum += score[i] = exp(SHARPNESS * (score[i] - most));
    for (uint32_t i = 0; i < n; i++) score[i] /= sum;
}

khl_status khl_axis_model_score(const khl_axis_model *m, const khl_analysis *analysis, double *probability,
                                khl_error *err)
{
    khl_status status = KHL_OK;
    for (uint32_t i = 0; i < m->axes->n; i++) probability[i] = 0;
    add_features(m, probability, analysis);
    status = khl_axis_cosine_add(m, probability, analysis, err);
    if (status == KHL_OK && m->classifier != NULL) status = add_classifier(m, probability, analysis, err);
    softmax(probability, m->axes->n);
    return status;
}
