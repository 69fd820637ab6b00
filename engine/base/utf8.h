/* UTF-8, strictly (Unicode 15, table 3-7): no surrogates, no overlong forms, nothing above U+10FFFF. */
#ifndef KHL_BASE_UTF8_H
#define KHL_BASE_UTF8_H

#include "khulasa/base.h"

#define KHL_REPLACEMENT 0xFFFDu

/* Decodes the character at s.p[*at] (at < s.n) and moves *at behind it. A bad byte sequence gives
 * KHL_REPLACEMENT and moves by its maximal ill-formed prefix (1 to 3 bytes); *bad is then set, never cleared.
 */
uint32_t khl_utf8_next(khl_str s, size_t *at, bool *bad);

/* Writes c (a scalar value) to out[0..3] and returns the number of bytes. */
size_t khl_utf8_put(uint32_t c, char out[4]);

/* Offset of the first ill-formed byte, or s.n when the whole of s is well-formed. */
size_t khl_utf8_check(khl_str s);

/* Number of characters (ill-formed prefixes count one each). */
size_t khl_utf8_length(khl_str s);

/* The longest prefix of s of at most max_bytes that does not cut a character. */
khl_str khl_utf8_truncate(khl_str s, size_t max_bytes);

#endif
