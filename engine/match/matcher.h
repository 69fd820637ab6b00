/* What the files of this room share: the collection as the matcher holds it. */
#ifndef KHL_MATCH_MATCHER_H
#define KHL_MATCH_MATCHER_H

#include "khulasa/match.h"
#include "aside.h"
#include "background.h"
#include "deeds.h"
#include "links.h"
#include "slots.h"
#include "soft.h"
#include "threads.h"
#include "units.h"

/* Where a matcher that keeps no analyses gets one: *out is the caller's to clear. Called from any thread. */
typedef struct khl_analysis_source {
    khl_status (*read)(void *context, size_t i, khl_analysis *out, khl_error *err);
    void *context;
} khl_analysis_source;

struct khl_matcher {
    const khl_match_model *model;
    const khl_analysis *analyses; /* [n]; NULL: none is kept, they are read from source */
    khl_analysis_source source;
    const khl_lexicon *lexicon;
    bool cities_differ;
    uint64_t *keys;              /* [n] hashes of the folded texts where no analyses are kept */
    khl_matcher_options options; /* city is borrowed while the matcher is made */
    khl_analysis *seen;          /* [n] what the spaces are made of, NULL: analyses */
    size_t n;
    khl_tfidf *tfidf[KHL_N_SPACES];
    khl_csr rows[KHL_N_SPACES]; /* n rows each */
    khl_focus **focus;          /* [n] of its features, see khl_text_focus */
    khl_slots *slots;           /* [n] */
    khl_deeds *deeds;           /* [n] */
    khl_units *units;           /* [n] */
    khl_map names;              /* of slot values and units */
    khl_links links;            /* between those that are concepts */
    khl_kin kin;                /* likewise */
    khl_soft soft;              /* near spellings of the word space; empty: not asked for */
    float *lsa;                 /* [n x n_lsa_dims] of the concept space, NULL: not asked for */
    uint32_t n_lsa_dims;
    uint32_t *neighbours; /* [n x KHL_NEIGHBOURS] or NULL */
    khl_arena arena;
};

/* khl_matcher_create_with on the threads of a pool, which may be NULL: spaces and slots do not know of one
 * another, so the result is the same to the bit. */
khl_status khl_matcher_create_on(khl_matcher **out, const khl_analysis *analyses, size_t n,
                                 const khl_match_model *model, const khl_matcher_options *options,
                                 khl_pool *pool, khl_error *err);

/* The same without keeping analyses: they are read from source, twice here and again for explanations, so
 * source must outlive the matcher. progress may be NULL; stage "analyse". */
khl_status khl_matcher_create_stream(khl_matcher **out, const khl_analysis_source *source, size_t n,
                                     const khl_match_model *model, const khl_matcher_options *options,
                                     khl_pool *pool, const khl_progress *progress, khl_error *err);

/* matcher.c, for matcher_stream.c: an empty matcher; whether a space is to have entries; links, kin and what
 * is made of the spaces, once slots and units are there. */
khl_status khl_matcher_begin(khl_matcher **out, size_t n, const khl_match_model *model,
                             const khl_matcher_options *options, khl_error *err);
bool khl_matcher_has_entries(const khl_matcher *matcher, unsigned space);
bool khl_matcher_weighs_words(const khl_matcher *matcher);
khl_status khl_matcher_end(khl_matcher *matcher, khl_error *err);

/* As khl_slots_agree, but a broader concept on the other side is no conflict, and no agreement either. */
int khl_slot_answer(const khl_matcher *matcher, const khl_slots *a, const khl_slots *b, unsigned slot);

/* Demand i will soon be compared: what is known of it is fetched from memory meanwhile. The second wants what
 * the first has fetched, some comparisons later. */
void khl_matcher_expect(const khl_matcher *matcher, uint32_t i);
void khl_matcher_expect_soon(const khl_matcher *matcher, uint32_t i);

/* As khl_matcher_cosines, but 0 in spaces the model makes nothing of: enough for a probability. */
void khl_matcher_weighted_cosines(const khl_matcher *matcher, uint32_t i, uint32_t j,
                                  double cosine[KHL_N_SPACES]);

/* Rows of unit length for the demands members [n], in the coordinates of units: see demand_rows.c. Free with
 * khl_csr_clear. */
khl_status khl_matcher_demand_rows(khl_csr *out, const khl_matcher *matcher, const uint32_t *members,
                                   uint32_t n, khl_error *err);

/* Adds the terms of one demand in a space (KHL_SPACE_*) to the open document of counts. */
khl_status khl_matcher_add_terms(khl_counts *counts, const khl_analysis *analysis, unsigned space,
                                 khl_error *err);

/* An explanation without why, but for what is blocked (khl_matcher_blocked). */
khl_status khl_explain_briefly(khl_explanation *out, khl_verdict verdict, double probability,
                               unsigned blocked, khl_error *err);

/* Calls fn for each term of a demand in the concept space, in text order, as often as it occurs. */
typedef khl_status (*khl_feature_fn)(void *context, const khl_feature *feature, khl_error *err);
khl_status khl_matcher_each_concept(const khl_analysis *analysis, khl_feature_fn fn, void *context,
                                    khl_error *err);

#endif
