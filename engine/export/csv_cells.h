/* Cells of the tables that are written as text: RFC 4180 with a guard. */
#ifndef KHL_EXPORT_CSV_CELLS_H
#define KHL_EXPORT_CSV_CELLS_H

#include "buf.h"

/* Does s begin with a sign that makes a spreadsheet take it for a formula: = + - @ or a full-width form? */
bool khl_csv_is_formula(khl_str s);

/* The text of one cell without its separator, with an apostrophe in front when `guard`, in quotation marks
 * where it needs them. */
void khl_csv_cell(khl_buf *out, khl_str s, bool guard);

#endif
