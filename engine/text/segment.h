/* Step 5 of the text layer: the scanner that cuts a normalised stream into tokens, by script and category and
 * never by UAX-29 alone (the breaker of ICU keeps two Arabic words joined by a full stop, and an elided
 * French word, as one).
 *
 * Fills begin, end, key, clean and kind of each token; lang, flags, stem and proclitics are left for later
 * steps. */
#ifndef KHL_TEXT_SEGMENT_H
#define KHL_TEXT_SEGMENT_H

#include "arena.h"
#include "khulasa/text.h"
#include "normalise.h"
#include "stream.h"

/* French elision, from the lexicon: is `key` (without apostrophe) an elided word such as "l" or "qu"; is
 * `key` (with apostrophe) a whole word such as "aujourd'hui". */
typedef struct khl_elision {
    bool (*prefix)(const void *context, khl_str key);
    bool (*whole)(const void *context, khl_str key);
    const void *context;
} khl_elision;

/* Tokens live in arena; their strings are parts of those that were written of the stream, but for the keys of
 * numbers, dates and acronyms, which lie in arena. */
khl_status khl_segment(const khl_stream *stream, const khl_written *written, const khl_elision *elision,
                       khl_arena *arena, khl_token **tokens, size_t *n_tokens, khl_error *err);

#endif
