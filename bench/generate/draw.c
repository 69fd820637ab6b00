/* Draws from a seed. */
#include "draw.h"

#define GOLDEN 0x9E3779B97F4A7C15u

static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

khl_draw khl_draw_of(uint64_t seed, uint64_t stream, uint64_t item)
{
    return (khl_draw){mix(mix(mix(seed + GOLDEN) + stream * GOLDEN) + item * GOLDEN), 0};
}

uint64_t khl_draw_below(khl_draw *draw, uint64_t n)
{
    return mix(draw->key + ++draw->n * GOLDEN) % n;
}

/* The octaves [flat 2^j, flat 2^(j+1)) weigh the same under 1/x; within one, x is kept with the probability
 * flat 2^j / x. Behind the last x that there is, one draws again. */
uint64_t khl_draw_zipf(khl_draw *draw, uint64_t n, uint64_t flat)
{
    unsigned octaves = 0;
    while (flat << octaves < n + flat) octaves++;
    for (;;) {
        uint64_t least = flat << khl_draw_below(draw, octaves);
        uint64_t x = least + khl_draw_below(draw, least);
        if (x < n + flat && khl_draw_below(draw, x) < least) return x - flat;
    }
}

uint64_t khl_draw_shuffle(uint64_t key, uint64_t item, uint64_t n)
{
    unsigned half = 1;
    while (half < 31 && (uint64_t)1 << 2 * half < n) half++;
    uint64_t mask = ((uint64_t)1 << half) - 1;
    do {
        uint64_t left = item >> half, right = item & mask;
        for (uint64_t round = 1; round <= 4; round++) {
            uint64_t next = left ^ (mix(key + round * GOLDEN + right) & mask);
            left = right;
            right = next;
        }
        item = left << half | right;
    } while (item >= n);
    return item;
}
