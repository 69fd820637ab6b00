/* Arena blocks: a header, then the bytes that are handed out from the front. */
#include "arena.h"

#include "alloc.h"

#include <string.h>

struct khl_arena_block {
    khl_arena_block *older;
    size_t capacity, used;
    _Alignas(max_align_t) char bytes[];
};

#define BLOCK_LIMIT ((size_t)16 << 20)

static khl_arena_block *block_create(size_t capacity)
{
    size_t bytes;
    if (!khl_add(capacity, sizeof(khl_arena_block), &bytes)) return NULL;
    khl_arena_block *block = khl_alloc(bytes, 1);
    if (block != NULL) {
        block->capacity = capacity;
        block->used = 0;
    }
    return block;
}

static void *block_take(khl_arena_block *block, size_t n, size_t align)
{
    uintptr_t start = (uintptr_t)(block->bytes + block->used);
    size_t gap = (size_t)(-start & (align - 1));
    if (gap > block->capacity - block->used || n > block->capacity - block->used - gap) return NULL;
    block->used += gap + n;
    return block->bytes + block->used - n;
}

void *khl_arena_take(khl_arena *arena, size_t n, size_t align)
{
    void *p = arena->blocks != NULL ? block_take(arena->blocks, n, align) : NULL;
    if (p == NULL) {
        size_t capacity = arena->block_bytes != 0 ? arena->block_bytes : 4096, need;
        if (!khl_add(n, align, &need)) return NULL;
        khl_arena_block *block = block_create(need > capacity ? need : capacity);
        if (block == NULL) return NULL;
        block->older = arena->blocks;
        arena->blocks = block;
        if (arena->block_bytes < BLOCK_LIMIT) arena->block_bytes = capacity * 2;
        p = block_take(block, n, align);
    }
    arena->used_bytes += n;
    return p;
}

void *khl_arena_array(khl_arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (!khl_mul(count, size, &bytes)) return NULL;
    void *p = khl_arena_take(arena, bytes, _Alignof(max_align_t));
    return p != NULL ? memset(p, 0, bytes) : NULL;
}

khl_str khl_arena_copy(khl_arena *arena, khl_str s)
{
    char *p = khl_arena_take(arena, s.n + 1, 1);
    if (p == NULL) return (khl_str){NULL, 0};
    if (s.n > 0) memcpy(p, s.p, s.n);
    p[s.n] = '\0';
    return (khl_str){p, s.n};
}

void khl_arena_reset(khl_arena *arena)
{
    while (arena->blocks != NULL && arena->blocks->older != NULL) {
        khl_arena_block *older = arena->blocks->older;
        free(arena->blocks);
        arena->blocks = older;
    }
    if (arena->blocks != NULL) arena->blocks->used = 0;
    arena->used_bytes = 0;
}

void khl_arena_clear(khl_arena *arena)
{
    khl_arena_reset(arena);
    free(arena->blocks);
    arena->blocks = NULL;
}
