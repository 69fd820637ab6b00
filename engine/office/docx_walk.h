/* A Word document as blocks: its paragraphs in order, and its tables as sheets of a book. */
#ifndef KHL_OFFICE_DOCX_WALK_H
#define KHL_OFFICE_DOCX_WALK_H

#include "office_archive.h"
#include "office_book.h"

typedef struct khl_docx_paragraph {
    khl_str text;
    uint32_t number; /* 1-based, blank ones and those of tables counted */
    bool item;       /* of a list */
    bool heading;
} khl_docx_paragraph;

typedef struct khl_docx {
    khl_docx_paragraph *paragraphs; /* [n] outside tables, not blank */
    size_t n, capacity;
    khl_book tables; /* the row of a cell is the number of the first paragraph of its row, less one */
} khl_docx;

/* What is inserted by tracked changes is text, what is deleted or moved away is not; comments, notes, fields'
 * codes and the second form of drawings are left out. */
khl_status khl_docx_walk(khl_docx *out, khl_archive *archive, const char *document, khl_error *err);
/* For every walk over a document: is an element no text of it, with all that is within? Puts the character
 * that an element stands for, if it does; tabs only of runs, those of a paragraph's ruler are none. */
bool khl_docx_is_left_out(const char *name);
void khl_docx_put_mark(khl_buf *text, const char *name, bool in_run);

void khl_docx_clear(khl_docx *docx);

#endif
