/* The language data as it is used: one frozen map from folded words (and phrases of up to six words) to all
 * that is known of them, and one from place ids to places. Read in place from a pack; nothing is built at
 * opening.
 *
 *   khl_lexicon_compile   models/text and models/places to the sections of a pack
 *   khl_lexicon_open      from a pack that stays open as long as the lexicon
 *   khl_lexicon_find      one look-up tells everything about a word */
#ifndef KHL_TEXT_LEXICON_H
#define KHL_TEXT_LEXICON_H

#include "concepts.h"
#include "frozen.h"
#include "khulasa/text.h"
#include "pack.h"

#define KHL_SECTION_WORDS "text.words"
#define KHL_SECTION_PLACES "text.places"
#define KHL_SECTION_LEVELS "text.levels" /* kinds of places to khl_short */
#define KHL_SECTION_SOUNDS "text.sounds" /* letters to khl_short */
#define KHL_SECTION_ROADS "text.roads"   /* words for classes of roads to khl_short */

#define KHL_PHRASE_MAX_WORDS 6u /* of a listed name, a unit, a formula */
#define KHL_NAME_MAX_WORDS 4u   /* of a name behind a cue */

enum {                              /* khl_word.flags */
       KHL_WORD_KNOWN = 1u << 0,    /* an ordinary word: in the lexicon, the plurals, keep_ta.tsv, or a cue */
       KHL_WORD_STOP = 1u << 1,     /* stopwords.tsv */
       KHL_WORD_NEGATION = 1u << 2, /* negation.tsv */
       KHL_WORD_BOILERPLATE = 1u << 3,
       KHL_WORD_KEEP_TA = 1u << 4,
       KHL_WORD_PLACE = 1u << 5,
       KHL_WORD_AMBIGUOUS = 1u << 6, /* the place name is an ordinary word too */
       KHL_WORD_MONTH = 1u << 7,
       KHL_WORD_MONTH_AMBIGUOUS = 1u << 8,
       KHL_WORD_NUMBER = 1u << 9,
       KHL_WORD_UNIT = 1u << 10,
       KHL_WORD_CUE_CITY = 1u << 11,
       KHL_WORD_CUE_DISTRICT = 1u << 12,
       KHL_WORD_CUE_FACILITY = 1u << 13,
       KHL_WORD_NAME = 1u << 14,     /* name_words.tsv */
       KHL_WORD_NOT_NAME = 1u << 15, /* not_name.tsv */
       KHL_WORD_ELISION_PREFIX = 1u << 16,
       KHL_WORD_ELISION_WHOLE = 1u << 17,
       KHL_WORD_NOUN = 1u << 18, /* parts of speech of lexicon.tsv */
       KHL_WORD_ADJECTIVE = 1u << 19,
       KHL_WORD_VERB = 1u << 20,
       KHL_WORD_MASDAR = 1u << 21,
       KHL_WORD_CITATION = 1u << 23, /* citations.tsv */
       KHL_WORD_CITATION_LINK = 1u << 24,
       KHL_WORD_CITATION_YEAR = 1u << 25,
       KHL_WORD_NAME_HEAD = 1u << 26,   /* takes the next word, whatever it is: sidi, ait, oulad */
       KHL_WORD_NAME_SECOND = 1u << 27, /* a name only behind such a word */
       KHL_WORD_ALONE = 1u << 28,       /* alone.tsv: a place without a cue */
       KHL_WORD_SPELLING = 1u << 22,    /* either side of variants.tsv: a word, but perhaps with endings */
       KHL_WORD_CUE = KHL_WORD_CUE_CITY | KHL_WORD_CUE_DISTRICT | KHL_WORD_CUE_FACILITY
};

/* 44 bytes, every field at most 4 bytes wide (sections are aligned to 4). References are key numbers of the
 * map of words, or of places; KHL_FROZEN_NONE when there is none. */
typedef struct khl_word {
    uint32_t flags;
    uint32_t variant;     /* the usual spelling */
    uint32_t singular;    /* of a plural */
    uint32_t place;       /* number of the place */
    uint32_t unit;        /* name of the unit */
    float value;          /* of a number word */
    float factor;         /* of a unit: how many of `unit` one is */
    float weight;         /* of boilerplate */
    uint8_t langs;        /* bit set, 1 << khl_lang */
    uint8_t month;        /* 1..12 */
    uint8_t phrase_words; /* words of the longest phrase that begins with this word; 0 or 1: none */
    uint8_t cue_span;     /* most words of a name behind this cue */
    uint32_t cue_kind;    /* slug of the cue: "hay", "school" */
    uint32_t alone;       /* the name under which a place without a cue is known */
} khl_word;

typedef enum khl_place_kind {
    KHL_PLACE_REGION,
    KHL_PLACE_PROVINCE,
    KHL_PLACE_PREFECTURE,
    KHL_PLACE_CITY,
    KHL_PLACE_TOWN,
    KHL_PLACE_COMMUNE,
    KHL_PLACE_ARRONDISSEMENT,
    KHL_PLACE_KINDS
} khl_place_kind;

typedef struct khl_place {
    uint32_t parent; /* place number; KHL_FROZEN_NONE at the top */
    uint32_t kind;   /* khl_place_kind */
    uint32_t ambiguous;
} khl_place;

/* A few small letters or none, with NULs behind them. */
typedef struct khl_short {
    char text[16];
} khl_short;

struct khl_lexicon {
    khl_frozen words, places, levels, sounds, roads;
    khl_frozen cut_cues; /* see cut_cues.h */
    khl_concepts concepts;
    khl_pack own; /* when opened from a folder */
    bool owns_pack;
};

/* Reads the folders text/ and places/ of models_dir and adds the sections to builder. The bytes do not depend
 * on the order of rows. Fails with KHL_E_MODEL at the first file, row and column that cannot be used. */
khl_status khl_lexicon_compile(const char *models_dir, khl_pack_builder *builder, khl_error *err);

/* The pack is borrowed. Every reference is checked here, so look-ups need not. Cost: linear in the words,
 * well under a millisecond. Fails with KHL_E_MODEL. */
khl_status khl_lexicon_open(khl_lexicon **out, const khl_pack *pack, khl_error *err);

const khl_lexicon *khl_text_lexicon(const khl_text *text);
/* Does it read by this lexicon, and as the models themselves do: with no option that changes a reading? */
bool khl_text_is_plain(const khl_text *text, const khl_lexicon *lexicon);

/* NULL when the word is not there. Borrowed from the pack. */
static inline const khl_word *khl_lexicon_find(const khl_lexicon *lexicon, khl_str key)
{
    uint32_t i = khl_frozen_find(&lexicon->words, key);
    return i == KHL_FROZEN_NONE ? NULL : (const khl_word *)khl_frozen_record(&lexicon->words, i);
}

static inline bool khl_word_is(const khl_word *word, uint32_t flags)
{
    return word != NULL && (word->flags & flags) != 0;
}

/* The key behind a reference of a record. */
khl_str khl_lexicon_word(const khl_lexicon *lexicon, uint32_t number);
khl_str khl_lexicon_place_id(const khl_lexicon *lexicon, uint32_t number);
const khl_place *khl_lexicon_place(const khl_lexicon *lexicon, uint32_t number);
/* KHL_FROZEN_NONE when there is no such place. */
uint32_t khl_lexicon_place_find(const khl_lexicon *lexicon, khl_str id);

#endif
