/* Everything an analysis points to lives here (or in the lexicon). */
#ifndef KHL_TEXT_ANALYSIS_MEMORY_H
#define KHL_TEXT_ANALYSIS_MEMORY_H

#include "arena.h"
#include "khulasa/text.h"
#include "questions.h"

struct khl_analysis_memory {
    khl_arena *arena; /* own, or that of whoever keeps many analyses */
    khl_arena own;
    khl_questions questions; /* of khl_text_analyze_in without attested words */
};

/* As khl_text_analyze, with everything the analysis points to taken from memory, where it stays until that is
 * cleared: for many analyses that die together. khl_analysis_clear only forgets it. */
khl_status khl_text_analyze_in(const khl_text *text, khl_str original, const khl_attested *attested,
                               khl_arena *memory, khl_analysis *out, khl_error *err);

/* Whether an analysis that khl_text_analyze_in made without attested words would be the same with these. */
bool khl_text_stands(const khl_analysis *analysis, const khl_attested *attested);

#endif
