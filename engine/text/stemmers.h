/* libstemmer behind a small door: one pair of stemmers per analysis in flight, made when first needed. */
#ifndef KHL_TEXT_STEMMERS_H
#define KHL_TEXT_STEMMERS_H

#include "arena.h"
#include "buf.h"
#include "normalise.h"

struct sb_stemmer;

/* Not for two threads at once; start from {0}. */
typedef struct khl_stemmers {
    struct sb_stemmer *french, *arabic;
    const khl_properties *properties;
    khl_buf folded;
} khl_stemmers;

void khl_stemmers_clear(khl_stemmers *stemmers);

/* The French (Arabic) Snowball stem of a clean word, folded to a key; copied to memory. The key itself when
 * nothing is left. Source: snowballstem.org, algorithms "french" and "arabic". */
khl_status khl_stem_french(khl_stemmers *stemmers, khl_str clean, khl_str key, khl_arena *memory,
                           khl_str *stem, khl_error *err);
khl_status khl_stem_snowball_arabic(khl_stemmers *stemmers, khl_str clean, khl_str key, khl_arena *memory,
                                    khl_str *stem, khl_error *err);

#endif
