/* Is this pair the same demand? Evidence, a calibrated probability, a verdict, and why.
 *
 * A khl_matcher looks at one collection of analysed demands: it holds their TF-IDF rows in four spaces
 * (words, character n-grams, word pairs, concepts) and their slots (action, object, place, quantity,
 * beneficiary, negation). Search multiplies the spaces; the matcher turns the cosines of a pair, and its
 * slots, into log-odds. */
#ifndef KHULASA_MATCH_H
#define KHULASA_MATCH_H

#include <khulasa/base.h>
#include <khulasa/text.h>
#include <khulasa/vector.h>
#include <khulasa/why.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { KHL_SPACE_WORD, KHL_SPACE_NGRAM, KHL_SPACE_PAIR, KHL_SPACE_CONCEPT, KHL_N_SPACES };

/* Everything the model weighs. Cosines and containments are in [0, 1]; information is not negative; agreement
 * and conflict are 0 or 1. */
enum {
    KHL_EVIDENCE_BIAS, /* always 1 */
    KHL_EVIDENCE_WORD,
    KHL_EVIDENCE_NGRAM,
    KHL_EVIDENCE_PAIR,
    KHL_EVIDENCE_CONCEPT, /* cosines */
    KHL_EVIDENCE_SOFT,    /* cosine of words, near spellings counted in part (soft TF-IDF) */
    KHL_EVIDENCE_LSA,     /* cosine of concepts in KHL_LSA_DIMS directions of the collection; 0 for two texts
                             alone */
    KHL_EVIDENCE_CONTAINED,  /* share of the lighter demand's concept mass that the heavier one holds */
    KHL_EVIDENCE_CONTAINING, /* the other way round */
    KHL_EVIDENCE_LENGTH,     /* |ln(content words of a / content words of b)| */
    /* Information of one kind, ln(1 + x): shared by both; given by the side with less to add alone; by the
       other alone. Kinds and parts of a thing count for it in part. */
    KHL_EVIDENCE_OBJECT_SHARED,
    KHL_EVIDENCE_OBJECT_LESS,
    KHL_EVIDENCE_OBJECT_MORE,
    KHL_EVIDENCE_ACTION_SHARED,
    KHL_EVIDENCE_ACTION_LESS,
    KHL_EVIDENCE_ACTION_MORE,
    KHL_EVIDENCE_BENEFICIARY_SHARED,
    KHL_EVIDENCE_BENEFICIARY_LESS,
    KHL_EVIDENCE_BENEFICIARY_MORE,
    KHL_EVIDENCE_AUTHORITY_SHARED,
    KHL_EVIDENCE_AUTHORITY_LESS,
    KHL_EVIDENCE_AUTHORITY_MORE,
    KHL_EVIDENCE_FRAME_SHARED,
    KHL_EVIDENCE_FRAME_LESS,
    KHL_EVIDENCE_FRAME_MORE,
    KHL_EVIDENCE_WORDS_SHARED,
    KHL_EVIDENCE_WORDS_LESS,
    KHL_EVIDENCE_WORDS_MORE,
    KHL_EVIDENCE_OBJECT_CONFLICT, /* both name objects, and none of one is met by the other */
    KHL_EVIDENCE_ACTION_CONFLICT, /* both name actions, of different families and none broader */
    KHL_EVIDENCE_ACTION_ALONE,    /* one names acts other than providing, the other names none */
    KHL_EVIDENCE_OBJECT_COUNT,    /* |ln((1 + objects asked for by a) / (1 + those of b))| */
    KHL_EVIDENCE_DEED_CONFLICT,   /* acts on the same thing that the lexicon keeps apart: build, repair */
    KHL_EVIDENCE_SITE_CONFLICT,   /* both say where by things, and by others: in the school, in the market */
    KHL_EVIDENCE_THING_CONFLICT,  /* what is to be done is to be done to other things */
    KHL_EVIDENCE_PLACE_AGREE,     /* a district, street or facility of one name */
    KHL_EVIDENCE_TOWN_AGREE,      /* no more than a town, province or region */
    KHL_EVIDENCE_PLACE_CONFLICT,
    KHL_EVIDENCE_PLACE_ALONE, /* one names a district, street or facility, the other no place but its town */
    KHL_EVIDENCE_QUANTITY_AGREE,
    KHL_EVIDENCE_QUANTITY_CONFLICT,
    KHL_EVIDENCE_QUANTITY_ALONE, /* one says how many or how often, the other does not */
    KHL_EVIDENCE_YEAR_CONFLICT,  /* both name years, and none in common */
    KHL_EVIDENCE_NEGATION_CONFLICT,
    KHL_EVIDENCE_IDENTICAL,  /* the same letters after folding; its weight is not learned */
    KHL_EVIDENCE_NOT_SAME,   /* objects that models/concepts links as easily taken for one another */
    KHL_EVIDENCE_COLLECTION, /* 1 where neighbours are known: what it says for or against a pair to have a
                                rank */
    KHL_EVIDENCE_RANK, /* 1 / the worse of the two ranks, when each is among the nearest of the other; else 0
                        */
    KHL_N_EVIDENCE
};
KHL_API const char *khl_evidence_name(unsigned evidence); /* "word", "place_conflict", ... */

/* +1: may only speak for a pair, -1: only against it, 0: either. Training holds to it, so that no explanation
 * says that agreement speaks against a pair. */
KHL_API int khl_evidence_sign(unsigned evidence);
/* Evidence as a set of bits. */
#define KHL_EVIDENCE_BIT(e) ((uint64_t)1 << (e))
#define KHL_EVIDENCE_ALL (KHL_EVIDENCE_BIT(KHL_N_EVIDENCE) - 1)
/* Without LSA: a pair by itself has none, so that a model that leans on it is not valid there. */
#define KHL_EVIDENCE_USUAL (KHL_EVIDENCE_ALL & ~KHL_EVIDENCE_BIT(KHL_EVIDENCE_LSA))
#define KHL_EVIDENCE_COSINES                                                                                 \
    (KHL_EVIDENCE_BIT(KHL_EVIDENCE_WORD) | KHL_EVIDENCE_BIT(KHL_EVIDENCE_NGRAM) |                            \
     KHL_EVIDENCE_BIT(KHL_EVIDENCE_PAIR) | KHL_EVIDENCE_BIT(KHL_EVIDENCE_CONCEPT))

enum { KHL_LSA_DIMS = 64 };

/* Reads a list with commas between its names: those of evidence, or `words` (word, pair, words_*), `ngrams`,
 * `concepts` (cosine and containments), `slots` (agreements, conflicts, not_same), `all`. The bias is always
 * in the set. KHL_E_ARGUMENT: a name that there is not. */
KHL_API khl_status khl_evidence_parse(uint64_t *out, khl_str list, khl_error *err);

typedef enum khl_verdict { KHL_VERDICT_NONE, KHL_VERDICT_REVIEW, KHL_VERDICT_SAME } khl_verdict;
KHL_API const char *khl_verdict_name(khl_verdict verdict); /* "none", "review", "same" */

/* Logistic weights and thresholds. Plain data; see models/match/README.md for how the shipped ones were made.
 */
typedef struct khl_match_model {
    double weight[KHL_N_EVIDENCE];
    double same;   /* a pair at or above it, and not blocked, is the same demand */
    double review; /* below same and at or above it: a person should look */
    double join;   /* average probability at which clusters are joined */
} khl_match_model;

/* Reads models/match/weights.tsv (name, value; every name exactly once). KHL_E_MODEL with row otherwise. */
KHL_API khl_status khl_match_model_read(khl_match_model *out, const char *path, khl_error *err);

/* How often general civic text uses the terms of each space: the weights of terms for texts that have no
 * collection around them. See models/background/README.md. */
typedef struct khl_background khl_background;

/* Reads models/background/idf.tsv (space, term, documents). KHL_E_MODEL with row and column otherwise. */
KHL_API khl_status khl_background_read(khl_background **out, const char *path, khl_error *err);
KHL_API void khl_background_destroy(khl_background *background);
KHL_API const char *khl_space_name(unsigned space); /* "word", "ngram", "pair", "concept" */

typedef struct khl_matcher khl_matcher;

/* What becomes of places when demands of different cities are compared. */
typedef enum khl_places_aside {
    KHL_ASIDE_TOWNS, /* towns, provinces and regions are no matter between cities; named districts are */
    KHL_ASIDE_ALL    /* no place is */
} khl_places_aside;

#define KHL_CITY_UNKNOWN UINT32_MAX

typedef struct khl_matcher_options {
    const khl_background *background; /* counts beside the collection when terms are weighed; NULL: the
                                         collection alone */
    bool pair;            /* two texts without a collection: the background alone weighs their terms */
    const uint32_t *city; /* [n] whose demand each is: any number, KHL_CITY_UNKNOWN where nobody says. Between
                             two that are known and differ, places set aside neither agree nor conflict. As
                             soon as two differ, those places leave the spaces of all. NULL: one city. Read
                             while the matcher is made. */
    khl_places_aside aside;
    uint64_t wanted; /* a set: evidence to be at hand although the model gives it no weight. What is neither
                        wanted nor weighed may stay 0, and its space without entries: the n-grams are most of
                        the cost. Words and concepts always are. Default: the four cosines. */
    bool ranks_within_cities; /* neighbours are looked for within a city: between two cities that are known
                                 and differ there is no rank to know, as between two collections */
} khl_matcher_options;
#define KHL_MATCHER_OPTIONS_INIT                                                                             \
    {                                                                                                        \
        NULL, false, NULL, KHL_ASIDE_TOWNS, KHL_EVIDENCE_COSINES, false                                      \
    }

/* As khl_matcher_create; options may be NULL; the background must outlive the call only. */
KHL_API khl_status khl_matcher_create_with(khl_matcher **out, const khl_analysis *analyses, size_t n,
                                           const khl_match_model *model, const khl_matcher_options *options,
                                           khl_error *err);

/* analyses [n] and model must outlive the matcher. Cost: linear in the text, V log V in the vocabulary. */
KHL_API khl_status khl_matcher_create(khl_matcher **out, const khl_analysis *analyses, size_t n,
                                      const khl_match_model *model, khl_error *err);
KHL_API void khl_matcher_destroy(khl_matcher *matcher);

/* The nearest of each demand, best first: ids [n x KHL_NEIGHBOURS], UINT32_MAX for none; copied. From then on
 * pairs are judged with their ranks: mutual nearest neighbours are likelier one demand than their likeness
 * alone says. Without neighbours (two texts, two collections) the model is as valid, and says so by other
 * weights. */
#define KHL_NEIGHBOURS 8
KHL_API khl_status khl_matcher_set_neighbours(khl_matcher *matcher, const uint32_t *ids, khl_error *err);

/* The rows of a space, for search. Borrowed. */
KHL_API const khl_csr *khl_matcher_space(const khl_matcher *matcher, unsigned space);

/* Evidence of pair (i, j), given its cosines in the four spaces. Symmetric in i and j. */
KHL_API void khl_matcher_evidence(const khl_matcher *matcher, uint32_t i, uint32_t j,
                                  const double cosine[KHL_N_SPACES], double evidence[KHL_N_EVIDENCE]);

/* 1 / (1 + exp(-sum weight * evidence)). */
KHL_API double khl_match_probability(const khl_match_model *model, const double evidence[KHL_N_EVIDENCE]);

/* Slots in conflict that forbid an automatic merge, as a bit set over KHL_SLOT_*: place; quantity; action
 * where both ask for acts on one thing that models/concepts keeps apart (build, repair); beneficiary where
 * one is for women alone and the other for men; negation where one asks for what the other would undo or
 * forbid (actions that models/concepts links as opposite). A negating word alone forbids nothing: complaints
 * are full of them. */
KHL_API unsigned khl_matcher_blocked(const khl_matcher *matcher, uint32_t i, uint32_t j);

KHL_API khl_verdict khl_match_verdict(const khl_match_model *model, double probability, unsigned blocked);

/* Cosines by the sparse rows themselves (for a single pair). */
KHL_API void khl_matcher_cosines(const khl_matcher *matcher, uint32_t i, uint32_t j,
                                 double cosine[KHL_N_SPACES]);

/* Why: see khl_why. Memory belongs to the explanation. */
typedef struct khl_explanation {
    khl_why why;
    double probability;
    khl_verdict verdict;
    struct khl_explanation_memory *memory;
} khl_explanation;
KHL_API khl_status khl_matcher_explain(const khl_matcher *matcher, uint32_t i, uint32_t j,
                                       khl_explanation *out, khl_error *err);
KHL_API void khl_explanation_clear(khl_explanation *explanation);

/* Ridge-penalised logistic regression by Newton's method (iteratively reweighted least squares; Hastie,
 * Tibshirani, Friedman 2009, section 4.4). rows [n x KHL_N_EVIDENCE], labels [n] 0 or 1; the bias is not
 * penalised. Weights that would have the wrong sign are held at 0: cosines, containments and agreements never
 * count against a pair, conflicts and length never for it. Cost: n * KHL_N_EVIDENCE^2 an iteration, about ten
 * iterations. */
KHL_API khl_status khl_match_train(khl_match_model *out, const double *rows, const unsigned char *labels,
                                   size_t n, double ridge, khl_error *err);

typedef struct khl_match_train_options {
    double ridge;        /* penalty on squared weights; default 1 */
    uint64_t evidence;   /* the set that may weigh; all other weights are held at 0; default the usual */
    const float *shares; /* [n] how much of a pair counts, not negative; NULL: all count fully */
} khl_match_train_options;
#define KHL_MATCH_TRAIN_OPTIONS_INIT                                                                         \
    {                                                                                                        \
        1.0, KHL_EVIDENCE_USUAL, NULL                                                                        \
    }

/* As khl_match_train; options may be NULL. The bias is always free. */
KHL_API khl_status khl_match_train_with(khl_match_model *out, const double *rows, const unsigned char *labels,
                                        size_t n, const khl_match_train_options *options, khl_error *err);

#ifdef __cplusplus
}
#endif
#endif
