/* An arena: many small allocations that die together. One per document for scratch, one per corpus for text.
 *
 *   khl_arena a = KHL_ARENA_INIT(64 * 1024);
 *   char *p = khl_arena_take(&a, n, 1);          NULL when memory ends: the caller returns KHL_E_MEMORY
 *   khl_arena_reset(&a);                         keeps the first block, forgets the content
 *   khl_arena_clear(&a);                         frees all
 *
 * Blocks double from block_bytes up to 16 MiB; a larger request gets a block of its own. */
#ifndef KHL_BASE_ARENA_H
#define KHL_BASE_ARENA_H

#include "khulasa/base.h"

typedef struct khl_arena_block khl_arena_block;

typedef struct khl_arena {
    khl_arena_block *blocks; /* newest first */
    size_t block_bytes;
    size_t used_bytes; /* handed out since the last reset, for reports */
} khl_arena;

#define KHL_ARENA_INIT(bytes)                                                                                \
    {                                                                                                        \
        NULL, (bytes), 0                                                                                     \
    }

/* align is a power of two, at most 64. n may be 0 (a unique pointer is not promised). */
void *khl_arena_take(khl_arena *arena, size_t n, size_t align);

/* count * size, overflow-checked, zeroed. */
void *khl_arena_array(khl_arena *arena, size_t count, size_t size);

/* A copy with a NUL behind it (not counted in n). On failure p is NULL and n is 0 while s.n was not 0. */
khl_str khl_arena_copy(khl_arena *arena, khl_str s);

void khl_arena_reset(khl_arena *arena);
void khl_arena_clear(khl_arena *arena);

#endif
