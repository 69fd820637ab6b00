/* Arabic letters of the key stream as UTF-8, by their Unicode names, for the closed grammar of clitics and
 * endings. Words never stand in code: they live in models/. */
#ifndef KHL_TEXT_ARABIC_H
#define KHL_TEXT_ARABIC_H

#include "str.h"

#define KHL_AR_ALEF "\xD8\xA7"
#define KHL_AR_BEH "\xD8\xA8"
#define KHL_AR_TEH "\xD8\xAA"
#define KHL_AR_DAL "\xD8\xAF"
#define KHL_AR_REH "\xD8\xB1"
#define KHL_AR_SEEN "\xD8\xB3"
#define KHL_AR_SHEEN "\xD8\xB4"
#define KHL_AR_AIN "\xD8\xB9"
#define KHL_AR_GHAIN "\xD8\xBA"
#define KHL_AR_FEH "\xD9\x81"
#define KHL_AR_KAF "\xD9\x83"
#define KHL_AR_LAM "\xD9\x84"
#define KHL_AR_MEEM "\xD9\x85"
#define KHL_AR_NOON "\xD9\x86"
#define KHL_AR_HEH "\xD9\x87" /* also every teh marbuta of the key stream */
#define KHL_AR_WAW "\xD9\x88"
#define KHL_AR_YEH "\xD9\x8A"

#define KHL_AR_LETTER_BYTES 2u /* of each letter above */
#define KHL_AR_ARTICLE KHL_AR_ALEF KHL_AR_LAM

/* A word that is looked at letter by letter has at most this many bytes; longer ones are left whole. */
#define KHL_WORD_MAX_BYTES 160u

/* Number of characters of well-formed UTF-8. */
static inline size_t khl_letters(khl_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

static inline khl_str khl_str_behind(khl_str s, size_t n_bytes)
{
    return khl_str_part(s, n_bytes, s.n);
}

static inline khl_str khl_str_without_last(khl_str s, size_t n_bytes)
{
    return khl_str_part(s, 0, s.n - n_bytes);
}

#endif
