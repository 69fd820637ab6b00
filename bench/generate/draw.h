/* Numbers from a seed, the same on every machine: integers only, and every draw hangs on (seed, stream, item)
 * alone, so that item k is known without those before it. The mixer is SplitMix64 (Steele, Lea and Flood
 * 2014). */
#ifndef KHL_GENERATE_DRAW_H
#define KHL_GENERATE_DRAW_H

#include <stdint.h>

typedef struct khl_draw {
    uint64_t key, n;
} khl_draw;

khl_draw khl_draw_of(uint64_t seed, uint64_t stream, uint64_t item);

/* A number in [0, n), n > 0. The bias is under n / 2^64. */
uint64_t khl_draw_below(khl_draw *draw, uint64_t n);

/* x in [0, n) with a probability in proportion to 1 / (x + flat): Zipf's law, Mandelbrot's form. n, flat > 0,
 * n + flat < 2^62. Cost: about 1.5 attempts. */
uint64_t khl_draw_zipf(khl_draw *draw, uint64_t n, uint64_t flat);

/* The place of item in a shuffle of [0, n) that key names: a Feistel network walked until it stays below n.
 */
uint64_t khl_draw_shuffle(uint64_t key, uint64_t item, uint64_t n);

#endif
