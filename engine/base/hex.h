/* Bytes as hexadecimal digits, and single characters as the formats of office programs write them. */
#ifndef KHL_BASE_HEX_H
#define KHL_BASE_HEX_H

#include "khulasa/base.h"

/* The value of a digit in either case; -1 for any other character. */
int khl_hex_digit(char c);

/* The 2n digits of n bytes, in lower case, without an end. */
void khl_hex_write(char *out, const unsigned char *bytes, size_t n);

/* n bytes from just 2n digits in lower case, as khl_hex_write puts them; false for anything else. */
bool khl_hex_read(unsigned char *out, size_t n, khl_str digits);

/* A cell of a workbook holds "_x000D_" for a character that XML may not, and so for what looks like it: the
 * character that stands so at `at` (< s.n), and -1 where none does. */
enum { KHL_CELL_ESCAPE = 7 }; /* its bytes */
int khl_cell_escape(khl_str s, size_t at);

#endif
