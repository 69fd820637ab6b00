/* The space that large collections are joined in. */
#ifndef KHL_CONDENSE_ROWS_H
#define KHL_CONDENSE_ROWS_H

#include "khulasa/vector.h"

/* Words and concepts side by side, so that a product is the mean of the two cosines. */
khl_status khl_join_spaces(khl_csr *out, const khl_csr *words, const khl_csr *concepts, khl_error *err);

#endif
