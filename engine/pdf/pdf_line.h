/* A line of set text on the paper, so that what is copied out of it is what was written.
 *
 * A page of PDF holds glyphs at places; readers guess letters, words and their order from them. Drawn as
 * Pango draws it, a third to a half of the Arabic words come out broken. What breaks them, and what is done
 * here (measured with pdftotext over the 165 proposals of Khemisset; see README.md of this room):
 *
 *   - rounded positions open gaps inside a word: contexts round nothing and hint nothing (pdf_type.c);
 *   - the letters of a word are drawn from right to left, so that each begins a new word: letters go on the
 *     paper from left to right, word after word in the order of reading;
 *   - a glyph of several characters (a letter with vowel signs, a ligature) is spelt out the wrong way round:
 *     the first stands on it, each other on a glyph without ink and width at its left edge;
 *   - signs above and below letters move the pen up and back: those without a character of their own are
 *     filled as shapes;
 *   - a number, a Latin word or a comma swallows the space at its left: a right-to-left mark, again without
 *     ink, stands there. */
#ifndef KHL_PDF_LINE_H
#define KHL_PDF_LINE_H

#include "pdf_atoms.h"

#include <cairo.h>

/* Memory for the lines of one document; {0} at first. */
typedef struct khl_pdf_pen {
    khl_pdf_atoms atoms;
    khl_pdf_span *words;
    size_t words_capacity;
    cairo_glyph_t *glyphs;
    cairo_text_cluster_t *clusters;
    char *text;
    size_t glyphs_capacity, clusters_capacity, text_capacity;
    size_t n_glyphs, n_clusters, n_text;
    PangoFont *font; /* of the glyphs gathered */
} khl_pdf_pen;

/* Draws the line with its left edge at x and its baseline at y, in points, in the source of cr. Fails with
 * KHL_E_MEMORY only; errors of cairo stay in cr. Linear in the glyphs. */
khl_status khl_pdf_line(khl_pdf_pen *pen, cairo_t *cr, PangoLayoutLine *line, double x, double y,
                        khl_error *err);
void khl_pdf_pen_clear(khl_pdf_pen *pen);

#endif
