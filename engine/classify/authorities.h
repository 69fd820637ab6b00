/* Who speaks for what, as this room holds it: the bodies, and the rows of concerns.tsv by concept, axis and
 * keyword. */
#ifndef KHL_CLASSIFY_AUTHORITIES_H
#define KHL_CLASSIFY_AUTHORITIES_H

#include "arena.h"
#include "khulasa/classify.h"
#include "map.h"
#include "tsv.h"

#define KHL_MAX_AUTHORITIES 128
#define KHL_CONCERN_NONE UINT32_MAX

/* What one body is owed by a row. */
typedef struct khl_share {
    uint32_t authority;
    float weight;
} khl_share;

/* One row of concerns.tsv. */
typedef struct khl_concern {
    uint32_t first, n_lead, n;       /* shares: those of the lead before those of the bodies to be heard */
    uint32_t beside_first, n_beside; /* concepts, one of which must stand in the text; none: no condition */
    khl_level level;                 /* KHL_LEVEL_NONE: that of the lead */
    float level_weight;
    bool level_for_all; /* it speaks of the demand, not of what its lead decides */
} khl_concern;

/* A row of a concept that asks for another one beside it. */
typedef struct khl_rule {
    uint32_t concern, next; /* the row above it in the file, or KHL_CONCERN_NONE */
} khl_rule;

typedef struct khl_concern_key {
    khl_str text;
    uint32_t concern; /* KHL_CONCERN_NONE: it begins the demand */
} khl_concern_key;

struct khl_authorities {
    const khl_lexicon *lexicon;
    khl_map ids;
    khl_name name[KHL_MAX_AUTHORITIES];
    khl_level level[KHL_MAX_AUTHORITIES];
    khl_share *shares;
    size_t n_shares, shares_capacity;
    khl_concern *concerns;
    size_t n_concerns, concerns_capacity;
    uint32_t *of_concept; /* [concepts of the lexicon] row without a condition, or KHL_CONCERN_NONE */
    uint32_t *rule_of;    /* [concepts of the lexicon] lowest of its rules, or KHL_CONCERN_NONE */
    khl_rule *rules;
    size_t n_rules, rules_capacity;
    uint32_t *beside; /* concepts that rows ask for */
    size_t n_beside, beside_capacity;
    khl_map axes;
    uint32_t *of_axis; /* [axes.n] row */
    size_t axis_capacity;
    khl_concern_key *keywords; /* as written */
    size_t n_keywords, keywords_capacity;
    khl_arena arena;
};

/* From open readers: files, or sections of the compiled models. A concept that is not in the lexicon, or an
 * unknown body, is refused with file, row and column; an axis may be one of the user's own. */
khl_status khl_authorities_parse(khl_authorities **out, khl_tsv *bodies, khl_tsv *concerns,
                                 const khl_lexicon *lexicon, khl_error *err);

#endif
