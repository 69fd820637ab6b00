/* What a demand says, unit by unit: the concepts and the words that no concept covers, each with the
 * information it carries. Two demands are compared by the information they share and by what only one of them
 * says, kind by kind: sharing "library" and "Tiflet" says more than a cosine, and "for girls" on one side
 * only says against. */
#ifndef KHL_MATCH_UNITS_H
#define KHL_MATCH_UNITS_H

#include "khulasa/vector.h"
#include "kin.h"

enum {
    KHL_UNIT_OBJECT,
    KHL_UNIT_ACTION,
    KHL_UNIT_BENEFICIARY,
    KHL_UNIT_AUTHORITY,
    KHL_UNIT_FRAME,
    KHL_UNIT_WORD,
    KHL_N_UNITS
};

/* The evidence of each kind: shared, and behind it less and more. */
extern const unsigned khl_unit_shared[KHL_N_UNITS];

typedef struct khl_unit {
    uint32_t name;
    float information; /* idf * weight / 3, so that a rare word has about 2, times focus */
    khl_id_set parts;  /* concepts inside a longer form: "publication of the budget" */
} khl_unit;

typedef struct khl_units {
    khl_unit *of[KHL_N_UNITS]; /* ascending names, each once */
    uint32_t n[KHL_N_UNITS];
    khl_id_set concepts; /* all, those inside longer forms too */
    khl_id_set sites;    /* things that say where */
    uint32_t n_things;   /* objects asked for: in focus, and not only saying where */
} khl_units;

/* The information of a unit; idf: in the concept space, KHL_UNKNOWN_IDF where it has no such term. */
#define KHL_UNKNOWN_IDF 5.5
float khl_unit_information(double idf, float weight, float focus);

/* What it is made of beside the idf. */
typedef struct khl_unit_made {
    uint32_t name;
    float information, weight, focus;
} khl_unit_made;

/* Fills *out from an analysis; what is out of focus [n_features] (khl_text_focus) carries less. space gives
 * the idf of concepts and words; unknown ones weigh as the rarest.
 */
khl_status khl_units_fill(khl_units *out, const khl_analysis *analysis, const khl_focus *focus,
                          const khl_tfidf *space, khl_map *names, khl_arena *arena, khl_error *err);
/* The same without a space, all weighing as the rarest; made [n_made], in arena, says of what: a unit is
 * found there by its name and information. */
khl_status khl_units_fill_bare(khl_units *out, const khl_unit_made **made, size_t *n_made,
                               const khl_analysis *analysis, const khl_focus *focus, khl_map *names,
                               khl_arena *arena, khl_error *err);

/* Information of one kind that both demands give, that the one with less to say alone gives, and the other.
 */
typedef struct khl_shares {
    double shared, less, more;
} khl_shares;
khl_shares khl_units_compare(const khl_units *a, const khl_units *b, unsigned kind, const khl_kin *kin);

#endif
