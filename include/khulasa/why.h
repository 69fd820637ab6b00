/* Why two texts are, or are not, the same demand: plain values, filled by match and shown by every writer. */
#ifndef KHULASA_WHY_H
#define KHULASA_WHY_H

#include <khulasa/base.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct khl_slot {
    khl_str a, b;
    int agree;
} khl_slot; /* a, b: the submitters' own words, empty: null; agree: 1, 0, or -1 for null */

enum {
    KHL_SLOT_ACTION,
    KHL_SLOT_OBJECT,
    KHL_SLOT_PLACE,
    KHL_SLOT_QUANTITY,
    KHL_SLOT_BENEFICIARY,
    KHL_SLOT_NEGATION,
    KHL_N_SLOTS
};

typedef struct khl_why_term {
    khl_str term;
    double weight;
} khl_why_term;
typedef struct khl_why_evidence {
    khl_str name;
    double value, log_odds;
} khl_why_evidence;

/* Why two texts are, or are not, the same demand: terms add up to the word cosine, evidence (bias included,
 * what is 0 left out) to the log-odds of the probability. */
typedef struct khl_why {
    khl_slot slots[KHL_N_SLOTS];
    const khl_why_term *terms;
    size_t n_terms;
    const khl_why_evidence *evidence;
    size_t n_evidence;
    const khl_str *blocked; /* names of the slots in conflict that forbid an automatic merge */
    size_t n_blocked;
} khl_why;

#ifdef __cplusplus
}
#endif
#endif
