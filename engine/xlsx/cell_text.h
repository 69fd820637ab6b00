/* Texts as cells hold them. A cell takes 32,767 UTF-16 units, and a row shows some thirty lines; on paper the
 * rest would be missing without a word. A text that is longer has a mark in front that names the place where
 * it can be read whole, a piece a row, on the last sheet; beyond what a cell takes it is cut. */
#ifndef KHL_XLSX_CELL_TEXT_H
#define KHL_XLSX_CELL_TEXT_H

#include "book.h"

enum { KHL_MOST_LINES = 30 };

/* The text of a cell in a column of so many digits, ended by NUL; valid until the next call. NULL when the
 * making does not go on. */
const char *khl_cell_text(khl_book *book, khl_str s, double width);

/* The next piece of a long text, from *at on, which it moves. All pieces together are the text, as it is
 * shown. */
const char *khl_cell_piece(khl_book *book, khl_str s, size_t *at);

/* Every character as it came, so that programs find an id again: what is not shown as it is, is written
 * _xHHHH_ as ECMA-376 has it (22.9.2.19, ST_Xstring). Cut without a mark where no cell would hold it. */
const char *khl_cell_exact(khl_book *book, khl_str s);

/* How many lines a text takes in a column of so many digits, broken at blanks. Programs that show a workbook
 * do not all find heights of rows themselves, and none does on a telephone. An estimate: letters are taken to
 * be as wide as Arial has them on average, by class. */
unsigned khl_cell_lines(const char *text, double width);

/* Is it read from right to left? As its first letter is; `otherwise` when it has none. */
bool khl_cell_from_right(const char *text, bool otherwise);

#endif
