/* Demands as an index keeps them: what is judged of each, as a few hundred bytes, so that a question is held
 * against them without their texts being read.
 *
 * A name (a concept, a word, a place, a sound) is a number. What a demand says depends in a few things on
 * those it stands beside: the cities, which names they all share, which of its concepts others name by
 * themselves, and the least weight of a term. So terms and parts are kept, and weighed when all are there.
 * Judged so, probabilities are those of khl_matcher_create_with on the texts, with a background and `pair`.
 */
#ifndef KHL_MATCH_KEPT_H
#define KHL_MATCH_KEPT_H

#include "buf.h"
#include "frozen.h"
#include "matcher.h"

/* Whether a model weighs nothing but what is kept. */
bool khl_kept_carries(const khl_match_model *model);

/* Appends a demand. Its names are numbered in names, in the order of the text. A sequence of numbers in seven
 * bits a byte, twice the value and one more where it is a name; terms of a demand that are places are told
 * apart. Cost: as khl_units_fill and khl_slots_fill. */
khl_status khl_kept_put(khl_buf *out, const khl_analysis *analysis, khl_map *names, khl_error *err);

/* The same demand with each name n as to[n]. KHL_E_MEMORY. */
khl_status khl_kept_renumber(khl_buf *out, khl_str demand, const uint32_t *to, khl_error *err);

/* Names, by number; those beyond n are of one question. All borrowed. */
typedef struct khl_kept_names {
    khl_frozen known;       /* records: the u32 number of each key */
    const uint32_t *key_of; /* [n] its place among the keys */
    const double *idf;      /* [n] in the concept space, by the background */
    khl_links links;        /* between all names that the lexicon links, be they in a text or not */
    khl_kin kin;
    const khl_df_table *background; /* idf of the others */
    uint32_t n;
} khl_kept_names;

/* A question and demands that were kept, being made ready; one thread's. */
typedef struct khl_kept khl_kept;
khl_status khl_kept_create(khl_kept **out, const khl_kept_names *names, const khl_match_model *model,
                           khl_error *err);
void khl_kept_destroy(khl_kept *kept);

/* Forgets all demands, for the next question. KHL_E_MEMORY. */
khl_status khl_kept_begin(khl_kept *kept, size_t n_most, khl_error *err);
/* A demand from its text, as the next one. */
khl_status khl_kept_add_text(khl_kept *kept, const khl_analysis *analysis, khl_error *err);
/* A demand that was kept; bytes and more must outlive the judging. Names of names->n and beyond are those of
 * more [by key], which may be NULL. KHL_E_INPUT: this is not what was put. */
khl_status khl_kept_add(khl_kept *kept, khl_str bytes, const khl_frozen *more, khl_error *err);
/* A matcher of all that was added, until the next khl_kept_begin: for khl_matcher_evidence and _blocked, with
 * khl_matcher_weighted_cosines. city [as many as were added]; places of other cities are set aside. */
khl_status khl_kept_ready(const khl_matcher **out, khl_kept *kept, const uint32_t *city, khl_error *err);

#endif
