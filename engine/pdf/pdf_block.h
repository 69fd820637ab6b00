/* Blocks of text: set once, measured, then placed with or without a turn of the page. */
#ifndef KHL_PDF_BLOCK_H
#define KHL_PDF_BLOCK_H

#include "pdf_paper.h"

typedef struct khl_pdf_block {
    PangoLayout *layout;
    double start, width, above; /* above: room over it */
    double trim;                /* taken off the height of its first line */
    khl_pdf_colour colour;
    const char *tag;    /* its structure: "P", "H2", "TD" */
    khl_pdf_place link; /* where it leads */
    bool beside;        /* begins at the height of the block before */
    int next_line;      /* the first that has not been drawn */
} khl_pdf_block;

/* What is put together before it is placed: an entry, a row of a table. */
typedef struct khl_pdf_stack {
    khl_pdf_paper *paper;
    khl_pdf_block *blocks;
    size_t n, capacity;
    const char *row_tag; /* around each row of blocks; NULL: none */
} khl_pdf_stack;

/* How a block differs from a paragraph over the whole width. */
typedef struct khl_pdf_put {
    khl_pdf_style style;
    khl_pdf_run run;
    double start, width, above;
    int most_lines;
    bool beside;
    bool at_end;     /* of its width, not at the start */
    const char *tag; /* NULL: "P" */
    khl_pdf_place link;
    khl_pdf_colour colour; /* KHL_PDF_INK: that of the style */
} khl_pdf_put;

/* Adds a block; width 0 is what is left of the line behind start. Failures are those of the paper. */
void khl_pdf_add(khl_pdf_stack *stack, khl_str text, const khl_pdf_put *put);

/* The height of all rows. */
double khl_pdf_stack_height(const khl_pdf_stack *stack);

/* Where the stack would begin: turns the page when it does not fit on what is left of it but on less than
 * `whole` points, or when not even its beginning does. */
void khl_pdf_make_room(khl_pdf_stack *stack, double whole);

/* Draws the rows from paper->y on, over as many pages as it takes, and empties the stack. */
void khl_pdf_place_stack(khl_pdf_stack *stack);
void khl_pdf_stack_clear(khl_pdf_stack *stack);

/* One paragraph, placed at once. */
void khl_pdf_paragraph(khl_pdf_paper *paper, khl_str text, const khl_pdf_put *put);

#endif
