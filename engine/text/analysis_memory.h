/* Everything an analysis points to lives here (or in the lexicon). */
#ifndef KHL_TEXT_ANALYSIS_MEMORY_H
#define KHL_TEXT_ANALYSIS_MEMORY_H

#include "arena.h"
#include "khulasa/text.h"

struct khl_analysis_memory {
    khl_arena arena;
};

#endif
