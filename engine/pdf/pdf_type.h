/* The type of the document: its font, the styles that are used, and texts set in them. */
#ifndef KHL_PDF_TYPE_H
#define KHL_PDF_TYPE_H

#include "buf.h"
#include "khulasa/base.h"

#include <pango/pango.h>

typedef enum khl_pdf_style {
    KHL_PDF_BODY,
    KHL_PDF_MARK,   /* above the title of the cover */
    KHL_PDF_COVER,  /* the title itself */
    KHL_PDF_HEAD,   /* of a part */
    KHL_PDF_TITLE,  /* of an entry */
    KHL_PDF_NUMBER, /* of an entry */
    KHL_PDF_FIGURE, /* large figures of the account */
    KHL_PDF_FACT,
    KHL_PDF_LABEL, /* in front of a fact, above a column */
    KHL_PDF_STRONG,
    KHL_PDF_SMALL, /* running heads, page numbers, sources */
    KHL_PDF_STYLES
} khl_pdf_style;

/* The colours of engine/export/html/palette.css on paper. */
typedef enum khl_pdf_colour {
    KHL_PDF_INK,
    KHL_PDF_SOFT,
    KHL_PDF_LINE,
    KHL_PDF_ACCENT,
    KHL_PDF_TINT,
    KHL_PDF_PALE,
    KHL_PDF_CAUTION
} khl_pdf_colour;

typedef struct khl_pdf_type {
    PangoFontMap *map;         /* of this document alone: writers run beside one another */
    PangoContext *contexts[2]; /* of texts from left to right, and from right to left */
    PangoFontDescription *fonts[KHL_PDF_STYLES];
    bool rtl;     /* the document runs from right to left */
    khl_buf text; /* of the layout that is being made */
} khl_pdf_type;

/* Finds the font; clear it in any case. KHL_E_IO, naming the package to install, when it is not there. */
khl_status khl_pdf_type_open(khl_pdf_type *type, bool rtl, khl_error *err);
void khl_pdf_type_clear(khl_pdf_type *type);

/* How a text runs, and at which side it begins: with the document, or as most of its letters do. */
typedef enum khl_pdf_run { KHL_PDF_AS_DOCUMENT, KHL_PDF_AS_TEXT } khl_pdf_run;

/* A text from anywhere, set in lines of `width` points, to be freed by g_object_unref; NULL when memory ends.
 * Characters are shown as in the html page, but isolates of direction stay: a paragraph ends them, and lists
 * need them. most_lines: what is beyond ends in dots; 0: all is shown. Cost:
 * linear in the text. */
PangoLayout *khl_pdf_set(khl_pdf_type *type, khl_pdf_style style, khl_pdf_run run, khl_str text, double width,
                         int most_lines);

/* The colour of a style, where nothing else is said; red, green and blue of a colour. */
khl_pdf_colour khl_pdf_colour_of(khl_pdf_style style);
const double *khl_pdf_rgb(khl_pdf_colour colour);

#endif
