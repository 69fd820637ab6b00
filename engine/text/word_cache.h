/* What the look-ups find of a word as it is written, whatever stands around it, remembered from one text to
 * the next: words come again, so in the long run a word costs one look-up. A cache belongs to one analysis at
 * a time and needs no lock. It never changes an answer. */
#ifndef KHL_TEXT_WORD_CACHE_H
#define KHL_TEXT_WORD_CACHE_H

#include "concepts.h"
#include "parse.h"
#include "str.h"

struct khl_cached_word {
    khl_token token; /* as the look-ups leave it; strings lie in the cache or in the lexicon */
    khl_parse parse;
    uint64_t version; /* of the attested words it rests on; 0: it asked none */
    khl_str *asked;   /* [n_asked] which ones, none of them attested twice; NULL: ask anew */
    uint32_t n_asked;
    bool opens_place;               /* a listed name may begin with it */
    khl_str french;                 /* its French stem; p is NULL until somebody asks */
    const khl_concept_start *start; /* of concepts, with the stem start->stem; NULL until somebody asks */
};

enum {
    KHL_CACHE_UNLEARNED = -1, /* version of a word that is new */
    KHL_CACHE_ASKED = 16      /* most words it may ask for and be believed without looking it up again */
};

typedef struct khl_word_cache {
    struct khl_cache_slot *slots; /* [capacity] */
    size_t capacity, n;
    khl_arena arena;
} khl_word_cache;

#define KHL_WORD_CACHE_INIT                                                                                  \
    {                                                                                                        \
        NULL, 0, 0, KHL_ARENA_INIT(65536)                                                                    \
    }

/* Before each text: a cache that has grown large is emptied. */
void khl_word_cache_begin(khl_word_cache *cache);

/* Whether one text has brought more words than are worth remembering: the others are to be looked up. */
bool khl_word_cache_is_full(const khl_word_cache *cache);

/* The word with the kind, key and clean form of token, perhaps new; NULL when memory ends. Valid until the
 * next khl_word_cache_begin. */
khl_cached_word *khl_word_cache_find(khl_word_cache *cache, const khl_token *token, uint64_t hash);

/* All words of a text are looked for, one behind the other. Its hash; then, before the word is asked for, its
 * slot and after a while the word itself on their way from memory. */
static inline uint64_t khl_word_cache_hash(const khl_token *token)
{
    return khl_hash(token->clean);
}
void khl_word_cache_foresee_slot(const khl_word_cache *cache, uint64_t hash);
void khl_word_cache_foresee_word(const khl_word_cache *cache, uint64_t hash);

void khl_word_cache_clear(khl_word_cache *cache);

#endif
