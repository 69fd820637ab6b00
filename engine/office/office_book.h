/* A workbook as every reader of this room makes it: sheets of cells of text. Rows and columns count from 0.
 */
#ifndef KHL_OFFICE_BOOK_H
#define KHL_OFFICE_BOOK_H

#include "arena.h"
#include "buf.h"

/* The largest sheets that office programs know, and the cells of a whole book at most. */
enum { KHL_BOOK_ROWS = 1048576, KHL_BOOK_COLUMNS = 16384, KHL_BOOK_CELLS = 1 << 25 };

typedef struct khl_book_cell {
    uint32_t row, column;
    khl_str text; /* borrowed from the book; not empty */
} khl_book_cell;

/* Cells that were merged: the first has the text of all. Inclusive. */
typedef struct khl_book_merge {
    uint32_t first_row, last_row, first_column, last_column;
} khl_book_merge;

typedef struct khl_sheet {
    khl_str name;
    bool hidden;
    khl_book_cell *cells; /* [n_cells] by row, then column, once khl_book_finish was called */
    khl_book_merge *merges;
    size_t n_cells, cells_capacity, n_merges, merges_capacity;
} khl_sheet;

typedef struct khl_book {
    khl_sheet *sheets;
    size_t n_sheets, capacity, n_cells;
    khl_arena arena;
} khl_book;

#define KHL_BOOK_INIT                                                                                        \
    {                                                                                                        \
        NULL, 0, 0, 0, KHL_ARENA_INIT(65536)                                                                 \
    }

void khl_book_clear(khl_book *book);

/* A new sheet, the last one, with a copy of its name. Valid until the next. */
khl_status khl_book_add_sheet(khl_book *book, khl_str name, bool hidden, khl_error *err);

/* To the last sheet; the text is borrowed, or copied into the book. Blank text is no cell. KHL_E_INPUT: more
 * cells than KHL_BOOK_CELLS, or a place beyond the largest sheet. */
khl_status khl_book_put(khl_book *book, uint32_t row, uint32_t column, khl_str text, khl_error *err);
khl_status khl_book_put_copy(khl_book *book, uint32_t row, uint32_t column, khl_str text, khl_error *err);
khl_status khl_book_merge_cells(khl_book *book, khl_book_merge merge, khl_error *err);

/* Sorts the cells of all sheets, and writes what a merge of several rows says into each of them. */
khl_status khl_book_finish(khl_book *book, khl_error *err);

#endif
