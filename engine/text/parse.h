/* Inside the analysis of one text: what the steps hand to one another.
 *
 *   khl_split_word, khl_stem_word   clitics and endings of one Arabic word
 *   khl_parse_words                 both, for every token, with stop words and their like
 *   khl_tell_langs, khl_stem_latin  language of each token, then the stems of Latin words
 *   khl_find_places                 gazetteer and cue grammar
 *   khl_find_dates, khl_find_citations, khl_find_numbers
 *   khl_list_features               content features in text order */
#ifndef KHL_TEXT_PARSE_H
#define KHL_TEXT_PARSE_H

#include "arabic.h"
#include "arena.h"
#include "attested.h"
#include "lexicon.h"
#include "questions.h"
#include "stemmers.h"

/* What is known of one token beside the public fields; lives in scratch. */
typedef struct khl_cached_word khl_cached_word; /* word_cache.h */

typedef struct khl_parse {
    khl_str rest;            /* the key without proclitics; the key itself when none were split off */
    const khl_word *word;    /* the record of rest, or NULL */
    const khl_word *whole;   /* the record of the key, or NULL */
    float weight;            /* of a boilerplate word; 1 for others */
    uint32_t owner;          /* 1 + number of the entity that covers the token; 0: none */
    bool known;              /* an ordinary word: its rest or its base is in the lexicon */
    bool near;               /* nothing but space, an apostrophe or a glued hyphen before it */
    khl_cached_word *cached; /* of Arabic and Latin words; NULL for others */
    uint64_t hash;           /* of the word, for the cache */
} khl_parse;

typedef struct khl_context {
    const khl_lexicon *lexicon;
    const khl_attested *attested; /* may be NULL */
    uint64_t version;             /* of attested */
    khl_cached_word *learning;    /* the word whose look-ups these are */
    khl_questions *questions;     /* what a collection would be asked; NULL: nobody wants to know */
    struct khl_word_cache *cache;
    khl_stemmers *stemmers;
    khl_stemmer stemmer;
    bool no_concepts;
    khl_str original;
    khl_arena *memory;  /* of the analysis: what tokens and features point to */
    khl_arena *scratch; /* of the analysis while it is made */
    khl_token *tokens;
    khl_parse *parses; /* [n] */
    size_t n;
    khl_feature *entities; /* [2 * n] room; several may share a first token */
    size_t n_entities;
} khl_context;

typedef struct khl_split {
    khl_str proclitics, rest;
    const khl_word *record; /* of rest, or NULL */
    bool article;
} khl_split;

typedef struct khl_base {
    khl_str stem;
    uint16_t flags; /* KHL_TOKEN_PRONOUN, KHL_TOKEN_PLURAL */
    bool known;
} khl_base;

/* All strings are borrowed from word, from the lexicon or from context->memory. record is that of word, or
 * NULL. Fail with KHL_E_MEMORY only. */
khl_status khl_split_word(khl_context *context, khl_str word, const khl_word *record, khl_split *out);
khl_status khl_stem_word(khl_context *context, khl_str word, const khl_word *record, khl_base *out);

/* How often the collection has the word; notes that it was asked while a word is learnt. */
uint32_t khl_times_attested(khl_context *context, khl_str word);

/* Replaces word and its record by those of the usual spelling, if it has one. */
void khl_to_usual(const khl_lexicon *lexicon, khl_str *word, const khl_word **record);

/* An ordinary word, a function word, a place, month or number: enough to cut a letter in front of it. */
bool khl_is_evidence(const khl_word *word);

/* Looks up the key with the article in front. */
const khl_word *khl_find_definite(const khl_lexicon *lexicon, khl_str rest);

khl_status khl_parse_words(khl_context *context, khl_error *err);
void khl_tell_langs(khl_context *context);
khl_status khl_stem_latin(khl_context *context, khl_error *err); /* needs the languages */
khl_status khl_find_places(khl_context *context, khl_error *err);
khl_status khl_find_dates(khl_context *context, khl_error *err);
void khl_find_citations(khl_context *context);                     /* behind dates */
khl_status khl_find_numbers(khl_context *context, khl_error *err); /* behind dates */

/* A named district, street or facility, or an unlisted town, behind the cue at token i: how many tokens the
 * name has, and the key of its feature; 0 when there is none. */
khl_status khl_find_name(khl_context *context, size_t cue, size_t *first, size_t *n_tokens, khl_str *name);

/* The next name of a list behind a cue in the plural ("the districts X and Y"): token at is the "and", or has
 * one attached. As above. */
khl_status khl_find_joined(khl_context *context, size_t cue, size_t at, size_t *first, size_t *n_tokens,
                           khl_str *name);

/* A name of the collection that begins at token i without a cue; *n_tokens is 0 when there is none. */
khl_status khl_find_known_name(khl_context *context, size_t i, size_t *n_tokens, khl_str *name,
                               khl_error *err);

/* A road by its number at token i, "road national number 6" or "RN6": how many tokens, and "district:rn 6".
 */
khl_status khl_find_road(khl_context *context, size_t i, size_t *n_tokens, khl_str *name);

/* French words that may stand between a cue and the name. */
bool khl_is_link(const khl_token *token);

/* Whether a listed name may begin with a word, of which token and parse hold what the look-ups found. */
bool khl_opens_place(const khl_context *context, const khl_token *token, const khl_parse *parse);

/* Whether a listed name of several words begins here behind a bare preposition ("in Ait Melloul"). */
bool khl_is_at_place(const khl_context *context, size_t i);

/* Whether the token begins with a capital letter in the original. */
bool khl_is_capital(const khl_context *context, size_t i);

/* Leaves the list in scratch. */
khl_status khl_list_features(khl_context *context, khl_analysis *out, khl_error *err);

/* Whether nothing but blanks, an apostrophe or a glued hyphen stands between two tokens that follow one
 * another. */
bool khl_is_near(khl_str original, const khl_token *before, const khl_token *token);

/* The key of a token as a word of a phrase: without the apostrophe of an elision. */
khl_str khl_phrase_word(const khl_token *token);

/* Adds an entity over tokens [first, first + n) and makes it their owner. */
void khl_entity_add(khl_context *context, size_t first, size_t n, khl_feature_kind kind, khl_str name);

/* The longest phrase of at least two words that begins with `first` (a form of the key of token i, with its
 * record) and goes on with the keys of the tokens behind it, whose record has one of `flags`; *n_words is
 * set. NULL when there is none. */
const khl_word *khl_find_phrase(const khl_context *context, size_t i, khl_str first, const khl_word *record,
                                uint32_t flags, size_t *n_words);

#endif
