/* Words of the documents: look-ups with a fallback, plural forms, names in the document's language. */
#ifndef KHL_EXPORT_DOC_WORDS_H
#define KHL_EXPORT_DOC_WORDS_H

#include "buf.h"
#include "khulasa/export.h"

/* The text of a message id; the id itself when words is NULL or does not know it. */
khl_str khl_doc_word(const khl_words *words, const char *id);

/* The text of "<prefix><key>", or `otherwise` when there is none: for values that come from other rooms
 * (reasons, levels, option names), which a document must show even when nobody has translated them yet. */
khl_str khl_doc_word_of(const khl_words *words, const char *prefix, khl_str key, khl_str otherwise);

/* Between items of a list: the word `id` and a blank, or a point. Where `next` has letters that run against
 * the document, a mark of the document's direction is with it: between two such names the separator would go
 * their way, and the list with it. */
void khl_doc_separate(khl_buf *out, const khl_words *words, const char *id, khl_str next);
void khl_doc_point(khl_buf *out, const khl_words *words, khl_str next);

/* Cardinal plural category of n: "zero", "one", "two", "few", "many" or "other" (Unicode CLDR, ar fr en;
 * other languages as English). */
const char *khl_doc_plural(khl_str lang, uint32_t n);

/* The message "<id>.<category>" (or "<id>.other") with {0} replaced by n. */
void khl_doc_count(khl_buf *out, const khl_words *words, const char *id, uint32_t n);

/* The name in the language of words (Arabic when NULL), or else in the next one it has: ar, fr, en. */
khl_str khl_doc_name(const khl_name *name, const khl_words *words);

/* YYYY-MM-DD as its day, the name of its month and its year; false, and nothing written, for anything else.
 */
bool khl_doc_date(khl_buf *out, const khl_words *words, khl_str date);

/* What of an entry the committee decided ("title, text"); nothing when that is nothing. */
void khl_doc_decided(khl_buf *out, const khl_words *words, const khl_entry *entry);

/* A probability in per cent. 0 and 100 are kept for 0 and 1 themselves; not-a-number counts as 0. */
unsigned khl_doc_percent(double probability);

/* Whether any entry says what other cities demand. */
bool khl_doc_has_elsewhere(const khl_shortlist *list);

/* What the nearest demand there says, in a line or two: its title, else the begin of its text; *whole: all of
 * it. */
khl_str khl_doc_nearest(const khl_elsewhere *other, bool *whole);

/* The message id of the word for what another city demands: the same, or near. */
const char *khl_doc_elsewhere(const khl_elsewhere *other);

/* A body that leads but is to be confirmed. */
bool khl_doc_lead_unsure(const khl_authority *authority);

/* The message id of the word for a probability of being the same demand. */
const char *khl_doc_band(double probability);

#endif
