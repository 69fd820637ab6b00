/* The paper: pages of A4, what stands at their head and foot, places to go to, and colours. A document is
 * made twice: once without drawing, which finds out on which page everything stands, and then on the paper.
 *
 * Lengths are points. Distances along a line are taken from its start: the right edge of a document that runs
 * from right to left. */
#ifndef KHL_PDF_PAPER_H
#define KHL_PDF_PAPER_H

#include "pdf_line.h"
#include "pdf_type.h"

#include <cairo-pdf.h>

#define KHL_PDF_WIDTH 595.276
#define KHL_PDF_HEIGHT 841.890
#define KHL_PDF_SIDE 62.0
#define KHL_PDF_TOP 74.0
#define KHL_PDF_BOTTOM 70.0
#define KHL_PDF_MEASURE (KHL_PDF_WIDTH - 2 * KHL_PDF_SIDE) /* the width of the text */
#define KHL_PDF_END (KHL_PDF_HEIGHT - KHL_PDF_BOTTOM)      /* where it ends on a page */

typedef struct khl_pdf_paper {
    cairo_t *cr; /* NULL while nothing is drawn */
    cairo_surface_t *surface;
    khl_pdf_type *type;
    khl_pdf_pen pen;
    uint32_t page;       /* 1-based */
    uint32_t n_pages;    /* known when drawing */
    double y;            /* from the top edge of the page */
    khl_str title, part; /* at the head of a page; empty ones are left out */
    const char *group;   /* a tag that is open over pages ("Table"); NULL: none */
    khl_status status;   /* the first failure; everything is a no-op from then on */
    khl_error *err;
} khl_pdf_paper;

/* Ends this page, with head and foot, and begins another. */
void khl_pdf_turn(khl_pdf_paper *paper);

/* Ends the last page. */
void khl_pdf_finish(khl_pdf_paper *paper);

/* The left edge of something `width` wide that begins `start` from the start of the line. */
double khl_pdf_left(const khl_pdf_paper *paper, double start, double width);

/* Has nothing failed? And a failure of memory. */
bool khl_pdf_well(const khl_pdf_paper *paper);
void khl_pdf_fail_memory(khl_pdf_paper *paper);

void khl_pdf_colour_in(khl_pdf_paper *paper, khl_pdf_colour colour);
void khl_pdf_fill(khl_pdf_paper *paper, khl_pdf_colour colour, double start, double y, double width,
                  double height);

/* The line of a layout that `at` stands on; left and top are those of the layout. */
void khl_pdf_draw_line(khl_pdf_paper *paper, PangoLayoutIter *at, double left, double top);

/* Tags of structure around what is drawn; name is a type of PDF ("H1", "P"). Balanced by the caller within a
 * page. A group is closed and opened again where the page turns, so that head and foot stand outside. */
void khl_pdf_tag(khl_pdf_paper *paper, const char *name);
void khl_pdf_untag(khl_pdf_paper *paper, const char *name);
void khl_pdf_group(khl_pdf_paper *paper, const char *name);
void khl_pdf_ungroup(khl_pdf_paper *paper);

/* Places are named by a letter of their kind and a number: entries 'e', axes 'a', parts 'p'. */
typedef struct khl_pdf_place {
    char kind; /* 0: no place */
    uint32_t number;
} khl_pdf_place;

void khl_pdf_here(khl_pdf_paper *paper, khl_pdf_place place, double y);
void khl_pdf_link(khl_pdf_paper *paper, khl_pdf_place place);
void khl_pdf_unlink(khl_pdf_paper *paper, khl_pdf_place place);

/* A line of the outline under `parent` (CAIRO_PDF_OUTLINE_ROOT: at the top); its number. */
int khl_pdf_outline(khl_pdf_paper *paper, int parent, khl_str text, khl_pdf_place place, bool open);

#endif
