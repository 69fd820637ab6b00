/* Tables of text of both directions, for a terminal that orders text by itself.
 *
 * A value keeps its own direction between FSI and PDI; in Arabic a whole line stands between RLI and PDI, so
 * that its columns run from right to left. Values come from outside: what would steer the terminal or its
 * directions is taken out. Widths count the cells of characters, which no font promises for every letter. */
#ifndef KHL_CLI_CELLS_H
#define KHL_CLI_CELLS_H

#include "command.h"

bool khl_cells_right_to_left(const khl_program *program);
void khl_cells_begin(khl_buf *out, const khl_program *program);
void khl_cells_end(khl_buf *out, const khl_program *program);

/* Appends at most `most` cells of a value, with an ellipsis where it is longer; returns the cells it takes.
 */
size_t khl_cells_put(khl_buf *out, khl_str value, size_t most);
size_t khl_cells_count(khl_str value, size_t most);
/* The same with blanks up to a width and two more. */
void khl_cells_pad(khl_buf *out, khl_str value, size_t most, size_t width);

#endif
