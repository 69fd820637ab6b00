/* Borrowed strings: order, trimming, numbers, hashing. */
#include "str.h"

#include <errno.h>
#include <locale.h>
#include <stdlib.h>

int khl_str_compare(khl_str a, khl_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n == 0 ? 0 : memcmp(a.p, b.p, n);
    if (order != 0) return order;
    return a.n < b.n ? -1 : a.n > b.n;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

khl_str khl_str_trim(khl_str s)
{
    while (s.n > 0 && is_space(s.p[0])) s = khl_str_part(s, 1, s.n);
    while (s.n > 0 && is_space(s.p[s.n - 1])) s.n--;
    return s;
}

bool khl_str_to_u64(khl_str s, uint64_t *out)
{
    uint64_t value = 0;
    if (s.n == 0) return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        uint64_t digit = (uint64_t)(s.p[i] - '0');
        if (value > (UINT64_MAX - digit) / 10) return false;
        value = value * 10 + digit;
    }
    *out = value;
    return true;
}

/* strtod obeys the process locale, so the point is put in as that locale writes it. */
bool khl_str_to_f64(khl_str s, double *out)
{
    char text[64];
    if (s.n == 0 || s.n >= sizeof text) return false;
    memcpy(text, s.p, s.n);
    text[s.n] = '\0';
    if (strspn(text, "+-.0123456789eE") != s.n) return false;
    char *point = strchr(text, '.');
    if (point != NULL) *point = localeconv()->decimal_point[0];
    char *end = NULL;
    errno = 0;
    double value = strtod(text, &end);
    if (end != text + s.n || errno == ERANGE) return false;
    *out = value;
    return true;
}

/* The 128-bit product of a and b, its halves folded together. */
#if defined(__SIZEOF_INT128__)
static uint64_t fold_multiply(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}
#else
static uint64_t fold_multiply(uint64_t a, uint64_t b)
{
    uint64_t a_hi = a >> 32, a_lo = a & UINT32_MAX, b_hi = b >> 32, b_lo = b & UINT32_MAX;
    uint64_t mid = a_hi * b_lo + ((a_lo * b_lo) >> 32);
    uint64_t mid2 = a_lo * b_hi + (mid & UINT32_MAX);
    uint64_t high = a_hi * b_hi + (mid >> 32) + (mid2 >> 32);
    return high ^ (a * b);
}
#endif

/* At most 8 bytes as a little-endian number, on any machine. */
static uint64_t load_le(const char *p, size_t n)
{
    uint64_t value = 0;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    if (n == 8) {
        memcpy(&value, p, 8);
    } else if (n >= 4) { /* two reads that overlap */
        uint32_t low, high;
        memcpy(&low, p, 4);
        memcpy(&high, p + n - 4, 4);
        value = low | (uint64_t)high << (8 * (n - 4));
    } else {
        for (size_t i = 0; i < n; i++) value |= (uint64_t)(unsigned char)p[i] << (8 * i);
    }
#else
    for (size_t i = 0; i < n; i++) value |= (uint64_t)(unsigned char)p[i] << (8 * i);
#endif
    return value;
}

/* Multiply-and-fold over 8-byte words; the constants are the fractional parts of sqrt(2), sqrt(3), sqrt(5).
 */
uint64_t khl_hash(khl_str s)
{
    const uint64_t k0 = 0x6a09e667f3bcc909u, k1 = 0xbb67ae8584caa73bu, k2 = 0x3c6ef372fe94f82bu;
    uint64_t h = k2 ^ (uint64_t)s.n;
    size_t i = 0;
    for (; i + 8 <= s.n; i += 8) h = fold_multiply(h ^ load_le(s.p + i, 8) ^ k0, k1 | 1);
    if (i < s.n) h = fold_multiply(h ^ load_le(s.p + i, s.n - i) ^ k1, k0 | 1);
    h = fold_multiply(h ^ (h >> 29) ^ k0, k2 | 1);
    return h ^ (h >> 32);
}

/* Lane k takes words k, k + 4, k + 8 ...; what is left over goes to the first, as bytes. */
void khl_hash_lanes(khl_str s, uint64_t out[KHL_HASH_LANES])
{
    const uint64_t k0 = 0x6a09e667f3bcc909u, k1 = 0xbb67ae8584caa73bu, k2 = 0x3c6ef372fe94f82bu;
    uint64_t h[KHL_HASH_LANES];
    size_t i = 0;
    for (unsigned k = 0; k < KHL_HASH_LANES; k++) h[k] = k2 ^ (uint64_t)s.n ^ k;
    for (; i + 8 * KHL_HASH_LANES <= s.n; i += 8 * KHL_HASH_LANES)
        for (unsigned k = 0; k < KHL_HASH_LANES; k++)
            h[k] = fold_multiply(h[k] ^ load_le(s.p + i + 8 * k, 8) ^ k0, k1 | 1);
    h[0] ^= khl_hash((khl_str){s.p + i, s.n - i});
    for (unsigned k = 0; k < KHL_HASH_LANES; k++) out[k] = h[k] ^ (h[k] >> 29);
}
