/* Rows of similar as they may be shown. */
#ifndef KHL_CLI_SIMILAR_MASK_H
#define KHL_CLI_SIMILAR_MASK_H

#include "arena.h"
#include "khulasa/similar.h"

/* row with marks for what is private in texts, cities and explanations. *out borrows from row and arena. */
khl_status khl_similar_mask(khl_similar_row *out, const khl_similar_row *row, const khl_private_marks *marks,
                            khl_arena *arena, khl_error *err);

#endif
