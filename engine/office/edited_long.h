/* Texts that the workbook cut in their cells and holds whole, in pieces, on its last sheet. */
#ifndef KHL_OFFICE_EDITED_LONG_H
#define KHL_OFFICE_EDITED_LONG_H

#include "edited_book.h"

typedef struct khl_long_piece {
    uint64_t number, piece;
    khl_str text;
} khl_long_piece;

typedef struct khl_long_texts {
    khl_str mark;           /* what stands before a text that is cut, with {0} for its number */
    khl_long_piece *pieces; /* [n] by number, then piece */
    size_t n, capacity;
    khl_buf whole, scratch[2];
    khl_arena *arena; /* of the texts that are put together */
} khl_long_texts;

/* To be cleared after a failure, too. */
khl_status khl_long_texts_read(khl_long_texts *out, const khl_book *book, const khl_edited_keys *keys,
                               khl_arena *arena, khl_error *err);
void khl_long_texts_clear(khl_long_texts *texts);

/* The whole of a cell's text: itself unless it has the mark. `before`: what was handed out, by which is known
 * whether the cell was edited, or its pieces; p NULL when nobody knows it. What was edited in the cell is
 * followed by what the cell never held. */
khl_status khl_long_texts_whole(khl_long_texts *texts, khl_str cell, khl_str before, khl_str *out,
                                khl_error *err);

#endif
