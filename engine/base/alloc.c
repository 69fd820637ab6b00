/* Overflow-checked heap allocation. */
#if defined(__linux__)
#define _GNU_SOURCE /* madvise */
#endif

#include "alloc.h"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include <string.h>

enum { WORTH_ADVICE = 4 << 20, MOST_COPIED = 256 << 20 };

#if defined(__linux__)
#include <sys/mman.h>

/* A large block is touched from end to end: a fault for each of its thousands of small pages would take
 * longer than most that is done with it. The system may give it pages of the larger kind. */
static void *advised(void *block, size_t bytes)
{
    if (block == NULL || bytes < WORTH_ADVICE) return block;
    uintptr_t from = ((uintptr_t)block + KHL_LARGE_PAGE - 1) & ~(uintptr_t)(KHL_LARGE_PAGE - 1);
    uintptr_t to = ((uintptr_t)block + bytes) & ~(uintptr_t)(KHL_LARGE_PAGE - 1);
    (void)madvise((void *)from, to - from, MADV_HUGEPAGE);
    return block;
}
#else
static void *advised(void *block, size_t bytes)
{
    (void)bytes;
    return block;
}
#endif

bool khl_mul(size_t a, size_t b, size_t *out)
{
    if (b != 0 && a > SIZE_MAX / b) return false;
    *out = a * b;
    return true;
}

bool khl_add(size_t a, size_t b, size_t *out)
{
    if (a > SIZE_MAX - b) return false;
    *out = a + b;
    return true;
}

void *khl_alloc(size_t count, size_t size)
{
    size_t bytes;
    if (!khl_mul(count, size, &bytes)) return NULL;
    return advised(malloc(bytes != 0 ? bytes : 1), bytes);
}

void *khl_alloc_zero(size_t count, size_t size)
{
    size_t bytes;
    if (!khl_mul(count, size, &bytes)) return NULL;
    return advised(calloc(bytes != 0 ? bytes : 1, 1), bytes);
}

/* What is moved by the system keeps its small pages, and those that are added are small: up to a size,
 * copying into large ones takes less time. Beyond it, memory for both would be too much. */
static void *regrown(void *old, size_t old_bytes, size_t bytes)
{
    if (bytes < WORTH_ADVICE || bytes > MOST_COPIED) return realloc(old, bytes);
    void *grown = khl_alloc(bytes, 1);
    if (grown == NULL) return NULL;
    if (old_bytes > 0) memcpy(grown, old, old_bytes);
    free(old);
    return grown;
}

bool khl_grow(void *items, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity) return true;
    size_t wanted = *capacity < 8 ? 8 : *capacity, bytes;
    while (wanted < need) {
        if (wanted > SIZE_MAX / 2) return false;
        wanted *= 2;
    }
    void *old;
    memcpy(&old, items, sizeof old);
    if (!khl_mul(wanted, size, &bytes)) return false;
    void *grown = regrown(old, *capacity * size, bytes);
    if (grown == NULL) return false;
    memcpy(items, &grown, sizeof grown);
    *capacity = wanted;
    return true;
}

void khl_alloc_trim(void)
{
#if defined(__GLIBC__)
    malloc_trim(0);
#endif
}
