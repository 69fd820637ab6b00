/* The text layer: from raw UTF-8 to tokens with byte offsets into the original, stems, places, numbers and
 * the content features that similarity is computed on.
 *
 * Two strings stand beside the untouched original: *clean*, what a careful typist would have written, and
 * *key*, folded for comparison. Every token carries the half-open byte range [begin, end) of the original it
 * came from. */
#ifndef KHULASA_TEXT_H
#define KHULASA_TEXT_H

#include <khulasa/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The language data (stop words, lexicon, plurals, places ...), borrowed from a khl_models or compiled from
 * text. */
typedef struct khl_lexicon khl_lexicon;

/* An analyser: immutable once made, shared by all threads. */
typedef struct khl_text khl_text;

typedef enum khl_token_kind {
    KHL_TOKEN_ARAB,  /* a run of Arabic letters */
    KHL_TOKEN_LATN,  /* Latin letters, with digits glued to them */
    KHL_TOKEN_TFNG,  /* Tifinagh */
    KHL_TOKEN_OTHER, /* letters of another script */
    KHL_TOKEN_NUM,   /* key is the value: "20000", "3.5" */
    KHL_TOKEN_PCT,   /* "20%" */
    KHL_TOKEN_DATE,  /* "2026-09-05" */
    KHL_TOKEN_UNIT,  /* "m2" */
    KHL_TOKEN_ACR,   /* ش.م.م as "شمم" */
    KHL_TOKEN_URL,   /* addresses of pages and mail */
    KHL_TOKEN_ELIS   /* l' d' qu' */
} khl_token_kind;

typedef enum khl_lang {
    KHL_LANG_NONE,
    KHL_LANG_AR,
    KHL_LANG_DARIJA,
    KHL_LANG_FR,
    KHL_LANG_ARABIZI,
    KHL_LANG_EN,
    KHL_LANG_LATN, /* Latin script, language not known */
    KHL_LANG_ZGH
} khl_lang;

enum {                                  /* khl_token.flags */
       KHL_TOKEN_STOP = 1u << 0,        /* a function word, the number of a line: no feature */
       KHL_TOKEN_BOILERPLATE = 1u << 1, /* a request formula: a feature of low weight */
       KHL_TOKEN_NEGATION = 1u << 2,    /* لا، بدون، منع, sans ... */
       KHL_TOKEN_ARTICLE = 1u << 3,     /* ال was split off */
       KHL_TOKEN_PLACE = 1u << 4,       /* part of a recognised place */
       KHL_TOKEN_PRONOUN = 1u << 5,     /* a possessive suffix was split off */
       KHL_TOKEN_PLURAL = 1u << 6       /* a plural ending or a broken plural was undone */
};

typedef struct khl_token {
    uint32_t begin, end; /* bytes of the original */
    khl_str key;         /* folded; the value for numbers, dates, percentages and units */
    khl_str clean;
    khl_str proclitics; /* letters split off in front, e.g. "وبال"; empty when none */
    khl_str stem;       /* what features and explanations use; a place id for places; empty for elisions */
    uint8_t kind, lang; /* khl_token_kind, khl_lang */
    uint16_t flags;
} khl_token;

typedef enum khl_feature_kind {
    KHL_FEATURE_WORD, /* a stem */
    KHL_FEATURE_PLACE, /* a gazetteer id ("fes"), "district:السعاده" for a named district, street or facility,
                          or "town:..." for a commune or province that the gazetteer lacks */
    KHL_FEATURE_DATE,      /* "2026-08-15", "????-11" */
    KHL_FEATURE_NUMBER,    /* "3", "20000" */
    KHL_FEATURE_PERCENT,   /* "20%" */
    KHL_FEATURE_UNIT,      /* "m2" */
    KHL_FEATURE_NEGATION,  /* a negating word, kept for the guard */
    KHL_FEATURE_OTHER,     /* acronyms, addresses */
    KHL_FEATURE_REFERENCE, /* a number that cites a text: article 83, law 113.14 */
    KHL_FEATURE_CONCEPT /* a concept id ("create_build") over the tokens of a known form, beside their words
                         */
} khl_feature_kind;

/* What a concept stands for in a demand. */
typedef enum khl_concept_kind {
    KHL_CONCEPT_NONE,
    KHL_CONCEPT_ACTION,
    KHL_CONCEPT_OBJECT,
    KHL_CONCEPT_FACILITY,
    KHL_CONCEPT_BENEFICIARY,
    KHL_CONCEPT_AUTHORITY,
    KHL_CONCEPT_PERIOD, /* how often: every month */
    KHL_CONCEPT_FRAME,  /* how a matter stands, or that something be done about it: no demand of its own */
    KHL_CONCEPT_SETTING /* places in general and values: town, countryside, safety */
} khl_concept_kind;

/* How two concepts are related in models/concepts. */
typedef enum khl_concept_link {
    KHL_LINK_BROADER = 1,  /* the first is a kind or part of the second */
    KHL_LINK_NOT_SAME = 2, /* a careless reader could take one for the other: build against repair */
    KHL_LINK_OPPOSITE = 3, /* one undoes or forbids what the other does: ban against allow */
    KHL_LINK_FAMILY = 4    /* the first is an act of the family that the second heads: equip, of provide */
} khl_concept_link;

/* A content feature, in text order. */
typedef struct khl_feature {
    khl_str name;
    uint32_t begin, end; /* bytes of the original */
    uint32_t first_token, n_tokens;
    float weight;         /* 1, or less for boilerplate */
    uint8_t kind;         /* khl_feature_kind */
    uint8_t concept_kind; /* khl_concept_kind, for KHL_FEATURE_CONCEPT */
    uint8_t nested;       /* 1: a concept inside the form of the concept before it */
    khl_str place_kind;   /* of a place: the kind of the cue it stands behind ("douar", "province"; see
                             models/places/cues.tsv), empty without one. Borrowed from the lexicon. */
} khl_feature;

/* True for a concept that says what is to be done: an action, or the frame of a title. */
static inline bool khl_feature_asks(const khl_feature *feature)
{
    return feature->concept_kind == KHL_CONCEPT_ACTION || feature->concept_kind == KHL_CONCEPT_FRAME;
}

/* What analysis found in one text. Memory belongs to the khl_analysis; khl_analysis_clear frees it. The
 * original text is copied, so the caller's bytes may go. */
typedef struct khl_analysis {
    const khl_lexicon *lexicon; /* that of the analyser; place and concept names are borrowed from it */
    khl_str original, clean, key;
    const khl_token *tokens;
    size_t n_tokens;
    const khl_feature *features;
    size_t n_features;
    uint32_t bad_bytes; /* ill-formed sequences replaced by U+FFFD */
    float
        presentation_share; /* share of Arabic letters that came as presentation forms; > 0.2: a PDF paste */
    struct khl_analysis_memory *memory;
} khl_analysis;

/* Compiles the folders text/ and places/ of a models folder (see models/README.md) to an image that
 * khl_lexicon_open reads in place; used at build time and by --models DIR. */
KHL_API khl_status khl_lexicon_open_folder(khl_lexicon **out, const char *models_dir, khl_error *err);
KHL_API void khl_lexicon_destroy(khl_lexicon *lexicon);

/* The id of the nearest region, or province with a name of its own, that a place lies in (of an
 * arrondissement: its town); empty at the top and for a name that is no place of the gazetteer. Borrowed. */
KHL_API khl_str khl_lexicon_place_parent(const khl_lexicon *lexicon, khl_str place);

/* The id of the row that stands for the province around a place, perhaps the place itself: a province that
 * bears the name of its chief town is listed as that town. Empty for regions and for what is no place.
 * Borrowed. */
KHL_API khl_str khl_lexicon_place_province(const khl_lexicon *lexicon, khl_str place);

/* Whether the row is that of a province or prefecture and of no town. */
KHL_API bool khl_lexicon_place_is_province(const khl_lexicon *lexicon, khl_str place);

/* What kinds of places lie beside one another, by models/places/levels.tsv: "quarter" of a douar, "street" of
 * an avenue; a kind that the table lacks is a level by itself. Borrowed. */
KHL_API khl_str khl_lexicon_place_level(const khl_lexicon *lexicon, khl_str kind);

/* How a folded name sounds, alike for Arabic letters and for French and Darija spellings: its consonants by
 * the classes of models/places/sounds.tsv, without article and weak letters, doubled ones once ("slm" of the
 * Arabic and the Latin spelling of Salam). Writes at most `room` bytes, no NUL, and returns how many. Words
 * stand between blanks or hyphens. */
KHL_API size_t khl_lexicon_sound(const khl_lexicon *lexicon, khl_str name, char *out, size_t room);

/* The links between concepts, sorted, each once: ids are borrowed. The first link from a concept stands
 * before its others; where there is none, khl_lexicon_n_links is returned. */
KHL_API uint32_t khl_lexicon_n_links(const khl_lexicon *lexicon);
KHL_API uint32_t khl_lexicon_first_link(const khl_lexicon *lexicon, khl_str concept);
KHL_API khl_concept_link khl_lexicon_link_at(const khl_lexicon *lexicon, uint32_t i, khl_str *from,
                                             khl_str *to);

/* How Arabic words are stemmed. The two others exist to be measured against. */
typedef enum khl_stemmer {
    KHL_STEMMER_CONSERVATIVE, /* closed grammar of clitics, endings with evidence, table of broken plurals */
    KHL_STEMMER_SNOWBALL,     /* libstemmer "arabic" on the clean word, folded */
    KHL_STEMMER_NONE          /* the key as it stands */
} khl_stemmer;

typedef struct khl_text_options {
    khl_stemmer stemmer;
    bool no_concepts; /* no features of kind concept: for those who only count words, a fifth faster */
} khl_text_options;

#define KHL_TEXT_OPTIONS_INIT                                                                                \
    {                                                                                                        \
        KHL_STEMMER_CONSERVATIVE, false                                                                      \
    }

/* The analyser borrows the lexicon. options may be NULL. Cost: under a millisecond. */
KHL_API khl_status khl_text_create(khl_text **out, const khl_lexicon *lexicon,
                                   const khl_text_options *options, khl_error *err);
KHL_API void khl_text_destroy(khl_text *text);

/* Analyses one text of at most 2^31 - 1 bytes (KHL_E_ARGUMENT beyond). Safe from many threads at once.
 * `attested`, when not NULL, is further evidence for cutting a bare و ف ب ل ك: the words of the collection,
 * made by khl_attested_add over all texts. Cost: linear; see bench/micro. */
typedef struct khl_attested khl_attested;
KHL_API khl_status khl_text_analyze(const khl_text *text, khl_str original, const khl_attested *attested,
                                    khl_analysis *out, khl_error *err);
KHL_API void khl_analysis_clear(khl_analysis *analysis);

/* What a feature is to the demand it stands in. */
typedef struct khl_focus {
    float weight; /* 1 where the text asks, 0.4 in the grounds it gives and the story it tells around that */
    bool act;     /* an action that is asked for: "equip the school", not "school of training" */
    bool site;    /* a thing that only says where: "benches in the park" */
} khl_focus;

/* Fills focus [n_features]. Cost: linear. */
KHL_API khl_status khl_text_focus(const khl_analysis *analysis, khl_focus *focus, khl_error *err);

/* The words that occur by themselves or with ال in a collection. Not for several threads at once. */
KHL_API khl_status khl_attested_create(khl_attested **out, khl_error *err);
KHL_API void khl_attested_destroy(khl_attested *attested);
KHL_API khl_status khl_attested_add(khl_attested *attested, const khl_analysis *analysis, khl_error *err);
/* Adds what another holds: threads gather apart, and the whole does not depend on who gathered what. */
KHL_API khl_status khl_attested_merge(khl_attested *into, const khl_attested *from, khl_error *err);

/* Why a part of a submission begins where it does. */
typedef enum khl_cut_reason {
    KHL_CUT_WHOLE,     /* it does not: the submission is one demand */
    KHL_CUT_BULLET,    /* a line behind a bullet, number, letter or ordinal word */
    KHL_CUT_NUMBER,    /* a number or ordinal word within running text */
    KHL_CUT_LINE,      /* a line or paragraph with a demand of its own */
    KHL_CUT_LIST,      /* three or more demands between semicolons, dashes or slashes */
    KHL_CUT_CONNECTOR, /* "we also demand", or a sentence that asks anew */
    KHL_CUT_ADDITION,  /* "in addition to" before an action with its own object */
    KHL_CUT_COMMITTEE  /* those who read it said so */
} khl_cut_reason;

typedef struct khl_text_part {
    uint32_t begin, end; /* bytes of the original, without the bullet and white space around */
    uint8_t reason;      /* khl_cut_reason */
} khl_text_part;

/* A submission that holds several demands, cut. The formulas in front of and behind them (greeting, who
 * writes, thanks, signature) are ranges too, empty when there are none. Between the ranges stand only bullets
 * and white space. */
typedef struct khl_cut {
    khl_text_part *parts; /* in order; NULL when the text is one demand */
    size_t n_parts;       /* 0, or 2 and more */
    khl_text_part opening, closing;
} khl_cut;

/* Looks for the demands of a text, by its layout first, then by its words (models/text/cut_cues.tsv) and
 * concepts. In doubt it does not cut, nor does it cut a text of over 16384 tokens. KHL_E_MEMORY. Cost: a few
 * look-ups a token; the square of the tokens for a text of nothing but connectors. */
KHL_API khl_status khl_text_cut(khl_cut *out, const khl_analysis *analysis, khl_error *err);
KHL_API void khl_cut_clear(khl_cut *cut);
KHL_API const char *khl_cut_reason_name(khl_cut_reason reason); /* "whole", "bullet", "number" ... */

/* Only the two strings, for ids, look-ups and exact search, in one buffer that the caller frees with free():
 * clean, a NUL, key, a NUL. *out_bytes is the length without the last NUL; neither string holds a NUL. */
KHL_API khl_status khl_text_fold(const khl_text *text, khl_str original, char **out, size_t *out_bytes,
                                 khl_error *err);

KHL_API const char *khl_token_kind_name(khl_token_kind kind);     /* "arab", "latn", "num" ... */
KHL_API const char *khl_lang_name(khl_lang lang);                 /* "ar", "darija", "fr" ... */
KHL_API const char *khl_feature_kind_name(khl_feature_kind kind); /* "word", "place", "number" ... */

#ifdef __cplusplus
}
#endif
#endif
