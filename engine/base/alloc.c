/* Overflow-checked heap allocation. */
#include "alloc.h"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include <string.h>

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
    return malloc(bytes != 0 ? bytes : 1);
}

void *khl_alloc_zero(size_t count, size_t size)
{
    size_t bytes;
    if (!khl_mul(count, size, &bytes)) return NULL;
    return calloc(bytes != 0 ? bytes : 1, 1);
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
    void *grown = realloc(old, bytes);
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
