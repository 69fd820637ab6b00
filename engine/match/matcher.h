/* What the files of this room share: the collection as the matcher holds it. */
#ifndef KHL_MATCH_MATCHER_H
#define KHL_MATCH_MATCHER_H

#include "khulasa/match.h"
#include "links.h"
#include "slots.h"

struct khl_matcher {
    const khl_match_model *model;
    const khl_analysis *analyses; /* [n] */
    size_t n;
    khl_tfidf *tfidf[KHL_N_SPACES];
    khl_csr rows[KHL_N_SPACES]; /* n rows each */
    khl_slots *slots;           /* [n] */
    khl_map names;              /* of slot values */
    khl_links links;            /* between those that are concepts */
    khl_arena arena;
};

/* As khl_slots_agree, but a broader concept on the other side is no conflict, and no agreement either. */
int khl_slot_answer(const khl_matcher *matcher, const khl_slots *a, const khl_slots *b, unsigned slot);

#endif
