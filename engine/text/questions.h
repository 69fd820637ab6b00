/* What the analysis of a text would ask of the words of its collection, noted while there are none: once all
 * texts are read, most need not be read again. */
#ifndef KHL_TEXT_QUESTIONS_H
#define KHL_TEXT_QUESTIONS_H

#include "arena.h"
#include "attested.h"
#include "lexicon.h"

/* Words of which the first, the first two ... may be a name of the collection; from `least` words on, as one
 * of them must be no ordinary word. */
typedef struct khl_known_name {
    khl_str words; /* with one space between */
    uint16_t end[KHL_NAME_MAX_WORDS];
    uint8_t n, least; /* n < least: none of them */
} khl_known_name;

typedef struct khl_questions {
    khl_str *words;        /* [n_words] is it attested often enough? */
    khl_known_name *names; /* [n_names] are they a name? */
    uint32_t n_words, n_names, words_room, names_room;
    bool more; /* others were asked and not noted */
} khl_questions;

/* Copies what is noted to memory. KHL_E_MEMORY. */
khl_status khl_note_words(khl_questions *questions, const khl_str *words, uint32_t n, khl_arena *memory);
khl_status khl_note_name(khl_questions *questions, const khl_known_name *name, khl_arena *memory);

/* How many of the words are a name of the collection behind the prefix "town:" or "district:"; the most that
 * are, or 0. Its key is left in key. */
size_t khl_longest_known(const khl_attested *attested, khl_str prefix, const khl_known_name *name,
                         khl_buf *key);

/* Whether every answer is no. */
bool khl_questions_denied(const khl_questions *questions, const khl_attested *attested);

#endif
