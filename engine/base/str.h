/* Borrowed strings: comparing, slicing, parsing. No allocation here. */
#ifndef KHL_BASE_STR_H
#define KHL_BASE_STR_H

#include <string.h>

#include "khulasa/base.h"

#define KHL_STR(literal) ((khl_str){(literal), sizeof(literal) - 1})

static inline khl_str khl_str_from(const char *c_string)
{
    return (khl_str){c_string, c_string ? strlen(c_string) : 0};
}

static inline khl_str khl_str_part(khl_str s, size_t begin, size_t end)
{
    return (khl_str){s.p + begin, end - begin};
}

static inline bool khl_str_equal(khl_str a, khl_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Bytewise order (that of Unicode code points for UTF-8): <0, 0, >0. */
int khl_str_compare(khl_str a, khl_str b);

/* The first byte is looked at before memcmp is called: most questions end there. */
static inline bool khl_str_starts(khl_str s, khl_str prefix)
{
    return prefix.n == 0 ||
           (s.n >= prefix.n && s.p[0] == prefix.p[0] && memcmp(s.p, prefix.p, prefix.n) == 0);
}

static inline bool khl_str_ends(khl_str s, khl_str suffix)
{
    return suffix.n == 0 || (s.n >= suffix.n && s.p[s.n - 1] == suffix.p[suffix.n - 1] &&
                             memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

/* Without leading and trailing ASCII space, tab, CR, LF. */
khl_str khl_str_trim(khl_str s);

/* Whole-string decimal numbers; false when anything else is in s, or it does not fit. "C" locale always. */
bool khl_str_to_u64(khl_str s, uint64_t *out);
bool khl_str_to_f64(khl_str s, double *out);

/* 64-bit hash: deterministic for the same bytes on every machine; not for untrusted adversaries. */
uint64_t khl_hash(khl_str s);

/* Four hashes of every fourth word, for long inputs: their multiplications overlap. */
enum { KHL_HASH_LANES = 4 };
void khl_hash_lanes(khl_str s, uint64_t out[KHL_HASH_LANES]);

#endif
