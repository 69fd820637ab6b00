/* Overflow-checked heap allocation. Everything that is sized from outside goes through here. */
#ifndef KHL_BASE_ALLOC_H
#define KHL_BASE_ALLOC_H

#include <stdlib.h>

#include "khulasa/base.h"

/* The larger pages of most machines. */
enum { KHL_LARGE_PAGE = 2 << 20 };

/* count * size bytes, in large pages from 4 MiB on where the system has them; NULL on overflow or when memory
 * ends; never NULL for a zero size. */
void *khl_alloc(size_t count, size_t size);
void *khl_alloc_zero(size_t count, size_t size);

/* Grows *items (an array of *capacity items of `size` bytes) so that it holds at least `need`; doubles.
 * Returns false and leaves both as they were when memory ends. */
bool khl_grow(void *items, size_t *capacity, size_t need, size_t size);

/* Gives memory that was freed back to the system, where the allocator keeps it: between the stages of a large
 * run. */
void khl_alloc_trim(void);

/* a * b and a + b; false on overflow. */
bool khl_mul(size_t a, size_t b, size_t *out);
bool khl_add(size_t a, size_t b, size_t *out);

#endif
