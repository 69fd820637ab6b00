/* What a collection tells of its own words: those that occur by themselves or with the article, with counts,
 * are evidence for cutting a bare letter in words that the lexicon does not have; the names found behind a
 * cue are known without one in the other texts. */
#ifndef KHL_TEXT_ATTESTED_H
#define KHL_TEXT_ATTESTED_H

#include "buf.h"
#include "khulasa/text.h"

/* Changes with every word that is counted, and is no other collection's; 1 when attested is NULL. */
uint64_t khl_attested_version(const khl_attested *attested);

/* As often as a word must be attested to be evidence. */
enum { KHL_ATTESTED_ENOUGH = 2 };

/* How often key was seen; 0 when attested is NULL. */
uint32_t khl_attested_count(const khl_attested *attested, khl_str key);

/* Whether key, a prefix and words with one space between, stood behind a cue as the name of a district,
 * street or facility ("district:...") or of a town ("town:..."). */
bool khl_attested_is_name(const khl_attested *attested, khl_str key);

/* For a file: counts (key -> u32) and names (key -> nothing) as frozen maps, and reading them in place. */
khl_status khl_attested_freeze(const khl_attested *attested, khl_buf *counts, khl_buf *names, khl_error *err);
khl_status khl_attested_open(khl_attested **out, khl_str counts, khl_str names, khl_error *err);

#endif
