/* What a line of set text consists of, from left to right: atoms (a glyph, or a few that share their
 * characters), and words of them. */
#ifndef KHL_PDF_ATOMS_H
#define KHL_PDF_ATOMS_H

#include "khulasa/base.h"

#include <pango/pango.h>

typedef struct khl_pdf_atom {
    PangoFont *font;              /* borrowed from the line */
    const PangoGlyphInfo *glyphs; /* [n_glyphs], from left to right */
    int n_glyphs;
    double x, y;     /* of the first, in points: from the left edge of the line, and below its baseline */
    khl_str text;    /* its characters, in the order of reading */
    size_t offset;   /* of text in that of the layout */
    bool rightwards; /* set from left to right */
    bool space;
    bool mark; /* a right-to-left mark belongs at its left edge */
} khl_pdf_atom;

/* Atoms begin .. end - 1 between two spaces, or one space. */
typedef struct khl_pdf_span {
    size_t begin, end;
    size_t offset; /* of its first character */
} khl_pdf_span;

typedef struct khl_pdf_atoms {
    khl_pdf_atom *p;
    size_t n, capacity;
} khl_pdf_atoms;

/* Takes the line apart. The atoms live as long as the line does. Fails with KHL_E_MEMORY only. */
khl_status khl_pdf_atoms_take(khl_pdf_atoms *atoms, PangoLayoutLine *line, khl_error *err);

/* The words of the atoms in the order of reading, into *words, which grows; their number is *n. */
khl_status khl_pdf_spans(khl_pdf_span **words, size_t *capacity, size_t *n, const khl_pdf_atoms *atoms,
                         khl_error *err);

#endif
