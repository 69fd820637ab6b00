/* What the files of kept demands share: the demands while they are made ready. */
#ifndef KHL_MATCH_KEPT_PARTS_H
#define KHL_MATCH_KEPT_PARTS_H

#include "kept.h"

typedef struct khl_kept_term {
    uint32_t name, tf, elsewhere;
    float weight;
} khl_kept_term;

/* What the terms of all demands say of a name. */
typedef struct khl_shared_term {
    uint32_t name; /* KHL_MAP_NONE: empty */
    float weight;  /* the least */
} khl_shared_term;

/* A unit with what it is made of, until its information is known. */
typedef struct khl_kept_unit {
    khl_unit unit;
    float weight, focus;
} khl_kept_unit;

struct khl_kept {
    const khl_kept_names *names;
    khl_matcher
        m; /* slots, units, deeds, keys [capacity]; the rows of concepts; links and kin are borrowed */
    khl_map extra; /* names beyond those known; number names->n + k */
    khl_buf bytes; /* of demands that came as texts */
    khl_kept_term *terms;
    size_t n_terms, terms_capacity;
    float (*made)[2]; /* [n_made] weight and focus of each unit, in the order of m.units */
    size_t n_made, made_capacity;
    size_t *term_ends; /* [capacity] of each demand */
    size_t capacity, cols, vals;
    khl_shared_term *shared; /* [mask + 1] */
    size_t mask;
};

#endif
