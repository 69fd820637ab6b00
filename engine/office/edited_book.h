/* A workbook of ours by what its hidden sheet says (xlsx/sheet_keys.c): which sheet holds what, wherever and
 * under whatever name it stands now, and which column of it. */
#ifndef KHL_OFFICE_EDITED_BOOK_H
#define KHL_OFFICE_EDITED_BOOK_H

#include "edited.h"
#include "map.h"
#include "office_book.h"

typedef struct khl_edited_keys {
    khl_map names;   /* "column/entries.text" */
    khl_str *values; /* [names.n] */
    size_t capacity;
} khl_edited_keys;

enum { KHL_EDITED_COLUMNS = 8 };

/* A sheet and where the wanted columns of it are; rows are walked from `next` on. */
typedef struct khl_edited_table {
    const khl_sheet *sheet;               /* NULL: it is gone */
    uint32_t columns[KHL_EDITED_COLUMNS]; /* UINT32_MAX: that one is gone */
    size_t next;
} khl_edited_table;

typedef struct khl_edited_row {
    const khl_edited_table *table;
    const khl_book_cell *cells;
    size_t n;
    uint32_t number; /* from 1, the header counted */
} khl_edited_row;

/* What the hidden sheet says, with the baseline put together; *found tells whether there is one. To be
 * cleared after a failure, too. */
khl_status khl_edited_keys_read(khl_edited_keys *out, const khl_book *book, khl_buf *baseline, bool *found,
                                khl_error *err);
void khl_edited_keys_clear(khl_edited_keys *keys);

/* The value of a name; p NULL: there is none. */
khl_str khl_edited_keys_find(const khl_edited_keys *keys, const char *what, const char *name);

/* Finds the sheet by its name, or else by its heads, and in it the columns, ended by NULL. */
khl_status khl_edited_table_find(khl_edited_table *out, const khl_book *book, const khl_edited_keys *keys,
                                 const char *kind, const char *const *columns, khl_error *err);

/* The next row below the header; false behind the last one. */
bool khl_edited_table_next(khl_edited_table *table, khl_edited_row *row);

/* The cell of a wanted column: p NULL when the column is gone, empty when the cell is. */
khl_str khl_edited_cell(const khl_edited_row *row, size_t column);

/* Do two wordings say the same? Memory that ends is a failure of the buffers, which are scratch. */
bool khl_edited_same(khl_str a, khl_str b, khl_buf scratch[2]);

#endif
