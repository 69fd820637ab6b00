/* The readers: UTF-8 text of one file in, a table out. On failure the table holds anything and err has the
 * position but not the file, which the caller puts in. */
#ifndef KHL_CORPUS_READERS_H
#define KHL_CORPUS_READERS_H

#include "table.h"

/* Tables with separators (RFC 4180), read with libcsv in strict mode: cells stay byte for byte. The first row
 * that is not blank is the header. separator 0 means: find it. Blank rows are skipped but counted.
 * KHL_E_INPUT: a quote never closed, a quote inside a bare cell, a quoted cell that swallows rows, a row
 * longer than the header, a cell over max_cell bytes. Linear. */
khl_status khl_read_csv(khl_table *table, khl_str text, char separator, size_t max_cell, khl_error *err);

/* The row and column in which byte `at` of the text stands. */
void khl_csv_locate(khl_str text, size_t at, char separator, uint64_t *row, uint64_t *column);

/* The separator of , ; TAB | under which the first rows are most alike; 0 for a single column. Reads at most
 * 64 rows in 256 KiB. */
char khl_csv_separator(khl_str text);

/* The header row alone, for finding out the kind of a file. */
khl_status khl_csv_header(khl_table *table, khl_str text, char separator, khl_error *err);

/* How many lines the quoted cell swallows when its inner lines look like whole rows of the table; 0 for an
 * honest text with line breaks. first is the row's first cell; column is 0-based, n_columns that of the
 * header. */
size_t khl_csv_swallowed(khl_str cell, khl_str first, uint32_t column, size_t n_columns, char separator);

/* JSON (RFC 8259): an array of objects, or an object with one array of objects in it ("proposals" if there
 * are several), or a city pack (city_pack.h). Nested objects become columns named key/key, arrays of plain
 * values are joined by ", ". KHL_E_INPUT: syntax (row = line, column in characters, byte), a repeated key,
 * over 64 levels, a long string. */
khl_status khl_read_json(khl_table *table, khl_str text, size_t max_cell, khl_error *err);

/* One object a line; blank lines are skipped but counted. */
khl_status khl_read_json_lines(khl_table *table, khl_str text, size_t max_cell, khl_error *err);

/* Whether the first line that is not blank is a whole object and another one follows. */
bool khl_is_json_lines(khl_str text);

/* Plain text: one proposal a paragraph, paragraphs parted by blank lines; where no blank line parts anything,
 * one a line. Lines or paragraphs of a list (bullets, numbers) belong to the one above them that ends in a
 * colon. The single column is named "text". */
khl_status khl_read_txt(khl_table *table, khl_str text, size_t max_cell, khl_error *err);
void khl_txt_locate(khl_str text, size_t at, uint64_t *row);

/* Line and column in characters, both 1-based, of byte `at`. */
void khl_line_locate(khl_str text, size_t at, uint64_t *line, uint64_t *column);

khl_status khl_fail_long_cell(khl_error *err, size_t max_cell, uint64_t row, uint64_t column);

#endif
