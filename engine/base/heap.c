/* glibc's allocator and Linux's large pages; elsewhere nothing happens. */
#include "heap.h"

#include "alloc.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#if defined(__linux__) && defined(__GLIBC__)
#include <malloc.h>

/* A block of this size or more is mapped by itself, and given back at once; 32 MiB is where glibc itself ends
 * up when such blocks come and go. HEAD: more than malloc puts before a block. */
enum {
    MAPPED = 32 << 20,
    KEPT = 64 << 20,
    STEP = 1 << 20,
    HEAD = 64,
    OF_PROGRAM = 14 << 20,
    OF_WORKER = 6 << 20
};

/* The only statics of the library: set by a program while it has one thread. */
static bool settled;
static void *hold_of_program;

/* The next `bytes` that this thread's malloc will hand out lie in large pages, which khl_alloc asks for. The
 * block returned fills the space up to the first of these and is never touched. */
static void *ready(size_t bytes)
{
    char *volatile block = khl_alloc(bytes, 1);
    if (block == NULL) return NULL;
    size_t gap = KHL_LARGE_PAGE - (size_t)((uintptr_t)block & (KHL_LARGE_PAGE - 1));
    free(block);
    return malloc(gap - HEAD);
}

void khl_heap_settle(void)
{
    settled =
        mallopt(M_MMAP_THRESHOLD, MAPPED) && mallopt(M_TRIM_THRESHOLD, KEPT) && mallopt(M_TOP_PAD, STEP);
    hold_of_program = settled ? ready(OF_PROGRAM) : NULL;
}

void *khl_heap_enter(void)
{
    return settled ? ready(OF_WORKER) : NULL;
}
#else
void khl_heap_settle(void) {}

void *khl_heap_enter(void)
{
    return NULL;
}
#endif

void khl_heap_leave(void *hold)
{
    free(hold);
}
