/* The keys a form is stored and looked up under; see concepts.h. */
#ifndef KHL_TEXT_CONCEPT_KEYS_H
#define KHL_TEXT_CONCEPT_KEYS_H

#include "khulasa/text.h"

#define KHL_FORM_MAX_WORDS 6u
#define KHL_FORM_MAX_WRITTEN 12u /* words of a form with its function words */
#define KHL_FORM_MAX_TOKENS 16u  /* looked at behind its first, elisions included */
#define KHL_FORM_MAX_BYTES 256u

/* A key as it grows word by word; full is set once it does not fit. */
typedef struct khl_form_key {
    char bytes[KHL_FORM_MAX_BYTES];
    size_t n;
    unsigned words;
    bool full;
} khl_form_key;

/* A content word: what stem keys are made of. */
bool khl_is_unit(const khl_token *token);

/* What ends a form: numbers, addresses, and places, whose words are names. */
bool khl_is_barrier(const khl_token *token);

void khl_form_begin(khl_form_key *key);
void khl_form_begin_head(khl_form_key *key); /* of a form that counts only at the head of a clause */
void khl_form_add_written(khl_form_key *key, const khl_token *token);
void khl_form_add_stem(khl_form_key *key, const khl_token *token);

/* The "~" key of one word; false when it does not look like a verb in the plural, or in the singular with a
 * person in front. bare: no person stands in
 * front, though the verb may begin with the letter of one. */
bool khl_form_verb(khl_form_key *key, const khl_token *token, bool bare);

/* A verb in the plural that is not of the present ("kaydirou"): mostly an order or a wish. */
bool khl_is_spoken_to(const khl_token *token);

/* The "~" key of the verb that a verbal noun belongs to, by its shape; false when it has none of the regular
 * ones. */
bool khl_form_masdar(khl_form_key *key, const khl_token *token);

static inline khl_str khl_form_str(const khl_form_key *key)
{
    return (khl_str){key->bytes, key->full ? 0 : key->n};
}

#endif
