/* What every reader makes of a file: named columns and rows of cells, raw.
 *
 * Blank cells of no bytes are not stored; the cells of a row stand in the order of arrival. */
#ifndef KHL_CORPUS_TABLE_H
#define KHL_CORPUS_TABLE_H

#include "arena.h"
#include "map.h"

#define KHL_TABLE_MAX_COLUMNS 16384u
#define KHL_TABLE_MAX_CELL ((size_t)1 << 30)

typedef struct khl_cell {
    const char *p; /* in the table's arena, NUL behind it */
    uint32_t n, column;
} khl_cell;

typedef struct khl_table_row {
    size_t first_cell;
    uint32_t n_cells;   /* stored */
    uint32_t n_columns; /* as they stood in the file; 0 where the kind of file has no such notion */
    uint32_t row;       /* 1-based, for people: see khl_proposal.row */
} khl_table_row;

typedef struct khl_table {
    khl_arena arena;
    khl_str *headers; /* [n_headers]: raw, trimmed */
    khl_cell *cells;
    khl_table_row *rows;
    size_t n_headers, headers_capacity;
    size_t n_cells, cells_capacity;
    size_t n_rows, rows_capacity;
    char separator;
    bool is_city_pack; /* its file says so: see read_pack.c */
    bool is_shortlist; /* see read_shortlist.c */
    bool is_masked;    /* a shortlist whose texts have marks in private places */
} khl_table;

void khl_table_init(khl_table *table);
void khl_table_clear(khl_table *table);

/* All copy what they are given; KHL_E_MEMORY. Cells added since the last row belong to the next row. */
khl_status khl_table_header(khl_table *table, khl_str name);
khl_status khl_table_cell(khl_table *table, uint32_t column, khl_str value);
khl_status khl_table_row_end(khl_table *table, uint32_t n_columns, uint32_t row);

/* Forgets the cells added since the last row. */
void khl_table_row_drop(khl_table *table);

/* For rows made anew from those of another table: a cell whose bytes stay where they are, KHL_E_MEMORY; and
 * the rows of `from` in place of those of table, which keeps its headers and its bytes. */
khl_status khl_table_put(khl_table *table, khl_cell cell);
void khl_table_take_rows(khl_table *table, khl_table *from);

/* The first cell of that column; empty when there is none. */
khl_str khl_table_find(const khl_table *table, const khl_table_row *row, uint32_t column);

#endif
