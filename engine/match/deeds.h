/* Deeds: what is to be done to what. "Equip the clinic of the school" has one, (provide, clinic); two demands
 * that name one thing are two where it is to be built in one and repaired in the other. */
#ifndef KHL_MATCH_DEEDS_H
#define KHL_MATCH_DEEDS_H

#include "kin.h"

typedef struct khl_deed {
    uint32_t act,
        family; /* what is to be done, KHL_MAP_NONE where it goes without saying; the head of its family */
    uint32_t thing;
} khl_deed;

typedef struct khl_deeds {
    const khl_deed *of;
    uint32_t n;
} khl_deeds;

/* An act goes with the thing behind it, and acts that stand together share theirs; an act at the end takes
 * the first thing of the text. Where nothing is said to be done, the first thing is to be provided. Ids are
 * those of names. Cost: linear. */
khl_status khl_deeds_fill(khl_deeds *out, const khl_analysis *analysis, const khl_focus *focus,
                          khl_map *names, khl_arena *arena, khl_error *err);

typedef enum khl_deed_answer {
    KHL_DEEDS_UNKNOWN,
    KHL_DEEDS_AGREE, /* some act of one family, or kin of it, on the same thing, or on kin of that */
    /* all acts on the same thing are by the lexicon not the same, or opposite: build, repair */
    KHL_DEEDS_CONFLICT,
    KHL_DEEDS_OTHER_THING /* no thing of one is one of the other, whatever is to be done */
} khl_deed_answer;
khl_deed_answer khl_deeds_compare(const khl_deeds *a, const khl_deeds *b, const khl_kin *kin,
                                  const khl_links *links);

#endif
