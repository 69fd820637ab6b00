/* Seeded random text of the kind that breaks text layers: Arabic with marks, presentation forms, invisibles,
 * Latin with loose accents, digits of several scripts, other scripts, punctuation that numbers and addresses
 * are made of, and, on request, bytes that are not UTF-8. */
#ifndef KHL_TESTS_RANDOM_TEXT_H
#define KHL_TESTS_RANDOM_TEXT_H

#include "buf.h"

/* xorshift64*; seed is not 0. */
static inline uint64_t test_random(uint64_t *seed)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return *seed * 0x2545F4914F6CDD1DU;
}

static inline uint32_t test_random_below(uint64_t *seed, uint32_t n)
{
    return (uint32_t)((test_random(seed) >> 33) % n);
}

static inline uint32_t test_random_char(uint64_t *seed)
{
    static const struct {
        uint32_t first, last, weight;
    } pools[] = {
        {0x0620, 0x064A, 12},  {0x064B, 0x065F, 5},   {0x0671, 0x06D3, 3},   {0x06D4, 0x06ED, 2},
        {0x0750, 0x077F, 1},   {0x0610, 0x061C, 1},   {0x08A0, 0x08FF, 1},   {0x0660, 0x066C, 2},
        {0x06F0, 0x06F9, 1},   {0xFB50, 0xFDFF, 2},   {0xFE70, 0xFEFF, 2},   {0x200B, 0x200F, 2},
        {0x2028, 0x202F, 1},   {0x2060, 0x206F, 1},   {0xFE00, 0xFE0F, 1},   {0x0020, 0x0040, 8},
        {0x0041, 0x005A, 2},   {0x0061, 0x007A, 6},   {0x00A0, 0x024F, 3},   {0x0300, 0x034F, 3},
        {0x1E00, 0x1EFF, 1},   {0x2010, 0x2027, 1},   {0x00B2, 0x00B3, 1},   {0x2D30, 0x2D7F, 2},
        {0x0370, 0x045F, 2},   {0x0900, 0x0970, 2},   {0x0E01, 0x0E4E, 1},   {0x1100, 0x11FF, 1},
        {0xAC00, 0xAC40, 1},   {0x0591, 0x05F4, 1},   {0xFB00, 0xFB4F, 1},   {0xFF00, 0xFFEF, 2},
        {0x09BC, 0x09D7, 1},   {0x0F71, 0x0F84, 1},   {0x2120, 0x2130, 1},   {0x0000, 0x001F, 1},
        {0x1F88, 0x1FFF, 1},   {0x3040, 0x30FF, 1},   {0xF900, 0xFA20, 1},   {0x2F800, 0x2F820, 1},
        {0x1D7CE, 0x1D7FF, 1}, {0x1EE00, 0x1EE3F, 1}, {0x1D15E, 0x1D165, 1}, {0x10FFF0, 0x10FFFF, 1}};
    uint32_t total = 0;
    for (size_t i = 0; i < sizeof pools / sizeof pools[0]; i++) total += pools[i].weight;
    uint32_t at = test_random_below(seed, total);
    for (size_t i = 0;; i++) {
        if (at < pools[i].weight)
            return pools[i].first + test_random_below(seed, pools[i].last - pools[i].first + 1);
        at -= pools[i].weight;
    }
}

/* Appends about n_chars characters; now and then one is doubled or tripled, or a tatweel stands behind it.
 * With bad_bytes, one character in sixteen is a byte that cannot stand where it does. */
static inline void test_random_text(khl_buf *out, uint64_t *seed, uint32_t n_chars, bool bad_bytes)
{
    for (uint32_t i = 0; i < n_chars; i++) {
        uint32_t c = test_random_char(seed), dice = test_random_below(seed, 16);
        if (bad_bytes && dice == 0) {
            khl_buf_char(out, (char)(0x80 + test_random_below(seed, 0x80)));
            continue;
        }
        for (uint32_t k = 0; k < (dice == 1 ? 3U : dice == 2 ? 2U : 1U); k++) khl_buf_utf8(out, c);
        if (dice == 3) khl_buf_utf8(out, 0x0640);
    }
}

/* Whether byte `at` of well-formed text begins a character, or is its end. */
static inline bool test_on_boundary(khl_str text, uint32_t at)
{
    return at == text.n || (at < text.n && ((unsigned char)text.p[at] & 0xC0) != 0x80);
}

/* Calls check on `rounds` random texts of up to max_chars characters, every second one with bad bytes. */
static inline void test_random_rounds(uint64_t seed, int rounds, uint32_t max_chars,
                                      void (*check)(khl_str text, bool well_formed))
{
    for (int round = 0; round < rounds; round++) {
        khl_buf text = KHL_BUF_INIT;
        bool bad = round % 2 == 1;
        test_random_text(&text, &seed, 1 + test_random_below(&seed, max_chars), bad);
        check(khl_buf_str(&text), !bad);
        khl_buf_clear(&text);
    }
}

#endif
