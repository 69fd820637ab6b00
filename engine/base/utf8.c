/* Strict UTF-8 (Unicode 15, table 3-7). */
#include "utf8.h"

typedef struct lead {
    unsigned length, low, high;
} lead; /* length 0: never a first byte */

/* The range of the second byte depends on the first: that is where overlong forms and surrogates are refused.
 */
static lead lead_of(unsigned char c)
{
    if (c < 0x80) return (lead){1, 0, 0};
    if (c < 0xC2) return (lead){0, 0, 0};
    if (c < 0xE0) return (lead){2, 0x80, 0xBF};
    if (c == 0xE0) return (lead){3, 0xA0, 0xBF};
    if (c == 0xED) return (lead){3, 0x80, 0x9F};
    if (c < 0xF0) return (lead){3, 0x80, 0xBF};
    if (c == 0xF0) return (lead){4, 0x90, 0xBF};
    if (c < 0xF4) return (lead){4, 0x80, 0xBF};
    if (c == 0xF4) return (lead){4, 0x80, 0x8F};
    return (lead){0, 0, 0};
}

uint32_t khl_utf8_next(khl_str s, size_t *at, bool *bad)
{
    size_t i = *at;
    unsigned char first = (unsigned char)s.p[i++];
    lead l = lead_of(first);
    if (l.length == 1) {
        *at = i;
        return first;
    }
    uint32_t c = l.length == 0 ? 0 : first & (0x7Fu >> l.length);
    unsigned low = l.low, high = l.high;
    for (unsigned k = 1; k < l.length; k++) {
        unsigned char next = i < s.n ? (unsigned char)s.p[i] : 0;
        if (next < low || next > high) {
            *at = i;
            *bad = true;
            return KHL_REPLACEMENT;
        }
        c = c << 6 | (next & 0x3Fu);
        low = 0x80;
        high = 0xBF;
        i++;
    }
    *at = i;
    if (l.length != 0) return c;
    *bad = true;
    return KHL_REPLACEMENT;
}

size_t khl_utf8_put(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, c >>= 6) out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)((0xF00u >> n & 0xFFu) | c);
    return n;
}

size_t khl_utf8_check(khl_str s)
{
    bool bad = false;
    for (size_t at = 0; at < s.n;) {
        size_t begin = at;
        if ((unsigned char)s.p[at] < 0x80) {
            at++;
            continue;
        }
        khl_utf8_next(s, &at, &bad);
        if (bad) return begin;
    }
    return s.n;
}

size_t khl_utf8_length(khl_str s)
{
    size_t n = 0;
    bool bad = false;
    for (size_t at = 0; at < s.n; n++) khl_utf8_next(s, &at, &bad);
    return n;
}

khl_str khl_utf8_truncate(khl_str s, size_t max_bytes)
{
    if (s.n <= max_bytes) return s;
    size_t n = max_bytes;
    while (n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80) n--;
    return (khl_str){s.p, n};
}
