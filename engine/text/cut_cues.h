/* The words by which a submission is cut: models/text/cut_cues.tsv as a frozen map from folded phrases to
 * roles. */
#ifndef KHL_TEXT_CUT_CUES_H
#define KHL_TEXT_CUT_CUES_H

#include "lexicon_rows.h"

#define KHL_SECTION_CUT_CUES "text.cut_cues"

enum { /* khl_cue.roles; what they mean stands at the head of the file */
       KHL_CUE_REQUEST = 1u << 0,
       KHL_CUE_CONNECTOR = 1u << 1,
       KHL_CUE_ADDITION = 1u << 2,
       KHL_CUE_ORDINAL = 1u << 3,
       KHL_CUE_HEAD = 1u << 4,
       KHL_CUE_DETAIL = 1u << 5,
       KHL_CUE_REASON = 1u << 6,
       KHL_CUE_BACK = 1u << 7,
       KHL_CUE_FIELD = 1u << 8,
       KHL_CUE_GREETING = 1u << 9,
       KHL_CUE_CLOSING = 1u << 10,
       KHL_CUE_AIM = 1u << 11,
       KHL_CUE_ITEM = 1u << 12,
       KHL_CUE_WHERE = 1u << 13,
       KHL_CUE_WITH = 1u << 14
};

typedef struct khl_cue {
    uint32_t roles;
    uint16_t number;       /* of an ordinal */
    uint16_t phrase_words; /* words of the longest phrase that begins with this word */
} khl_cue;

/* What khl_cue_at found at a token. */
typedef struct khl_cue_hit {
    uint32_t roles; /* 0: nothing */
    uint16_t number, n_words;
    bool joined; /* behind an attached "and" */
} khl_cue_hit;

/* Reads text/cut_cues.tsv of dir and adds its section; the words of the compiler are not touched. */
khl_status khl_cut_cues_compile(khl_compiler *compiler, const char *dir, khl_pack_builder *builder,
                                khl_error *err);

/* The longest phrase of the list at token i; the first word also without its attached letters. */
khl_cue_hit khl_cue_at(const khl_analysis *analysis, size_t i);

#endif
