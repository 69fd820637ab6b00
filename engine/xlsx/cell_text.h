/* Texts as cells hold them. A cell takes 32,767 UTF-16 units; a longer text is cut there with a mark that
 * names the place where it stands whole: a piece a row, on the last sheet. */
#ifndef KHL_XLSX_CELL_TEXT_H
#define KHL_XLSX_CELL_TEXT_H

#include "book.h"

/* The text of a cell, ended by NUL; valid until the next call. NULL when the making does not go on. */
const char *khl_cell_text(khl_book *book, khl_str s);

/* The next piece of a long text, from *at on, which it moves. */
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
