/* What each character is to the normaliser, in one byte, and the folds of letters.
 *
 * The kinds come from ICU (general category, script, normalisation properties); only characters that the text
 * layer treats against their Unicode category are named here. */
#ifndef KHL_TEXT_PROPERTIES_H
#define KHL_TEXT_PROPERTIES_H

#include <stdatomic.h>
#include <unicode/unorm2.h>

#include "normalise.h"

enum {                       /* low bits of a kind */
       KHL_KIND_UNKNOWN,     /* not in the table yet: ask ICU */
       KHL_KIND_BREAK,       /* a sign that stays as it is */
       KHL_KIND_PUNCTUATION, /* has an ASCII form: khl_punctuation */
       KHL_KIND_SPACE,       /* spaces, controls, ligatures that stand for a formula */
       KHL_KIND_DIGIT,
       KHL_KIND_ARAB,
       KHL_KIND_LATN,
       KHL_KIND_TFNG,
       KHL_KIND_OTHER,
       KHL_KIND_INVISIBLE, /* vanishes and extends nothing */
       KHL_KIND_TATWEEL,
       KHL_KIND_ARAB_MARK,     /* vanishes and extends the letter before it */
       KHL_KIND_MARK,          /* every other combining mark */
       KHL_KIND_COMPATIBILITY, /* to be replaced by its NFKC form */
       KHL_KIND_MASK = 0x3F,
       KHL_KIND_UNSTABLE = 0x40, /* its NFC form is another */
       KHL_KIND_ATTACHED = 0x80  /* NFC may join it to what stands before it */
};

enum { KHL_LATIN_TABLE = 0x180, KHL_ARABIC_FIRST = 0x600, KHL_ARABIC_TABLE = 0x200, KHL_LATIN_KEYS = 4 };

typedef struct khl_latin_fold {
    uint32_t lower;
    uint32_t keys[KHL_LATIN_KEYS]; /* ended by 0 when fewer */
} khl_latin_fold;

struct khl_properties {
    const UNormalizer2 *nfc, *nfd;           /* ICU's own, never closed */
    uint16_t arabic_clean[KHL_ARABIC_TABLE]; /* U+0600 to U+07FF */
    uint16_t arabic_key[KHL_ARABIC_TABLE];
    khl_latin_fold latin[KHL_LATIN_TABLE];
    _Atomic uint8_t *kinds; /* [0x10000] each asked for when it first comes, by whichever thread */
};

unsigned khl_kind_ask(const khl_properties *properties, uint32_t c);
static inline unsigned khl_kind_of(const khl_properties *properties, uint32_t c)
{
    unsigned kind =
        c < 0x10000 ? atomic_load_explicit(&properties->kinds[c], memory_order_relaxed) : KHL_KIND_UNKNOWN;
    return kind != KHL_KIND_UNKNOWN ? kind : khl_kind_ask(properties, c);
}

/* The character at text[*at], moving *at behind it; text is well-formed, as ICU's output is. */
static inline uint32_t khl_utf16_next(const UChar *text, int32_t *at)
{
    uint32_t c = text[(*at)++];
    if (c < 0xD800 || c > 0xDBFF) return c;
    return 0x10000 + ((c - 0xD800) << 10) + (text[(*at)++] - 0xDC00u);
}

/* The ASCII form of a sign of kind PUNCTUATION; c itself for others. */
uint32_t khl_punctuation(uint32_t c);

/* The clean form of an Arabic letter, and the key of a clean form. */
uint32_t khl_arabic_clean(const khl_properties *properties, uint32_t c);
uint32_t khl_arabic_key(const khl_properties *properties, uint32_t clean);

/* Lower case and key of a Latin letter beyond ASCII. */
void khl_latin_fold_of(const khl_properties *properties, uint32_t c, khl_latin_fold *out);

#endif
