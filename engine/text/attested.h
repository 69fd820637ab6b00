/* The words of a collection that occur by themselves or with the article, with counts: evidence for cutting a
 * bare letter in words that the lexicon does not have. */
#ifndef KHL_TEXT_ATTESTED_H
#define KHL_TEXT_ATTESTED_H

#include "khulasa/text.h"

/* How often key was seen; 0 when attested is NULL. */
uint32_t khl_attested_count(const khl_attested *attested, khl_str key);

#endif
