/* Slips of the pen, by the rules of spelling.tsv. */
#ifndef KHL_GENERATE_MISSPELL_H
#define KHL_GENERATE_MISSPELL_H

#include "buf.h"
#include "data.h"
#include "draw.h"

/* Makes one slip in text, in place; false when no rule fits. keys: slips to neighbouring keys, too. */
bool khl_misspell(khl_buf *text, const khl_gen_data *data, khl_draw *draw, bool keys);

#endif
