/* Everything a shortlist points to lives here. */
#ifndef KHL_SHORTLIST_MEMORY_H
#define KHL_SHORTLIST_MEMORY_H

#include "arena.h"

typedef struct khl_shortlist_memory {
    khl_arena arena;
} khl_shortlist_memory;

#endif
