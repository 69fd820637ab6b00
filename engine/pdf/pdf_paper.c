/* Pages with head and foot, fills, lines of layouts, tags, links and the outline: thin over cairo, and silent
 * while nothing is drawn. */
#include "pdf_paper.h"

#include "buf.h"
#include "error.h"
#include "shown.h"
#include "str.h"

#include <stdio.h>

bool khl_pdf_well(const khl_pdf_paper *paper)
{
    return paper->status == KHL_OK;
}

void khl_pdf_fail_memory(khl_pdf_paper *paper)
{
    if (khl_pdf_well(paper)) paper->status = khl_fail_memory(paper->err);
}

double khl_pdf_left(const khl_pdf_paper *paper, double start, double width)
{
    return paper->type->rtl ? KHL_PDF_WIDTH - KHL_PDF_SIDE - start - width : KHL_PDF_SIDE + start;
}

void khl_pdf_colour_in(khl_pdf_paper *paper, khl_pdf_colour colour)
{
    const double *rgb = khl_pdf_rgb(colour);
    if (paper->cr != NULL) cairo_set_source_rgb(paper->cr, rgb[0], rgb[1], rgb[2]);
}

void khl_pdf_fill(khl_pdf_paper *paper, khl_pdf_colour colour, double start, double y, double width,
                  double height)
{
    if (paper->cr == NULL) return;
    khl_pdf_colour_in(paper, colour);
    cairo_new_path(paper->cr);
    cairo_rectangle(paper->cr, khl_pdf_left(paper, start, width), y, width, height);
    cairo_fill(paper->cr);
}

void khl_pdf_draw_line(khl_pdf_paper *paper, PangoLayoutIter *at, double left, double top)
{
    PangoRectangle logical;
    if (paper->cr == NULL || !khl_pdf_well(paper)) return;
    pango_layout_iter_get_line_extents(at, NULL, &logical);
    paper->status = khl_pdf_line(&paper->pen, paper->cr, pango_layout_iter_get_line_readonly(at),
                                 left + pango_units_to_double(logical.x),
                                 top + pango_units_to_double(pango_layout_iter_get_baseline(at)), paper->err);
}

/* A line of half the width at the start, the middle or the end of the page. */
static void put_line(khl_pdf_paper *paper, khl_str text, double y, PangoAlignment alignment)
{
    PangoLayout *layout =
        khl_pdf_set(paper->type, KHL_PDF_SMALL, KHL_PDF_AS_DOCUMENT, text, KHL_PDF_MEASURE / 2, 1);
    if (layout == NULL) {
        khl_pdf_fail_memory(paper);
        return;
    }
    pango_layout_set_alignment(layout, alignment);
    double left = KHL_PDF_SIDE;
    if (alignment != PANGO_ALIGN_LEFT) left += KHL_PDF_MEASURE / (alignment == PANGO_ALIGN_CENTER ? 4 : 2);
    PangoLayoutIter *at = pango_layout_get_iter(layout);
    khl_pdf_colour_in(paper, KHL_PDF_SOFT);
    khl_pdf_draw_line(paper, at, left, y);
    pango_layout_iter_free(at);
    g_object_unref(layout);
}

/* The cover has neither head nor foot. */
static void put_frame(khl_pdf_paper *paper)
{
    const double head = 36, foot = KHL_PDF_HEIGHT - 56;
    const PangoAlignment start = paper->type->rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
    const PangoAlignment end = paper->type->rtl ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT;
    char number[32];
    int n = snprintf(number, sizeof number, "%u / %u", (unsigned)paper->page, (unsigned)paper->n_pages);
    if (paper->cr == NULL || paper->page == 1) return;
    put_line(paper, paper->title, head, start);
    put_line(paper, paper->part, head, end);
    khl_pdf_fill(paper, KHL_PDF_LINE, 0, head + 24, KHL_PDF_MEASURE, 0.6);
    put_line(paper, (khl_str){number, (size_t)n}, foot, PANGO_ALIGN_CENTER);
}

void khl_pdf_finish(khl_pdf_paper *paper)
{
    if (paper->group != NULL) khl_pdf_untag(paper, paper->group);
    put_frame(paper);
    if (paper->cr != NULL) cairo_show_page(paper->cr);
}

void khl_pdf_turn(khl_pdf_paper *paper)
{
    khl_pdf_finish(paper);
    paper->page++;
    paper->y = KHL_PDF_TOP;
    if (paper->group != NULL) khl_pdf_tag(paper, paper->group);
}

void khl_pdf_tag(khl_pdf_paper *paper, const char *name)
{
    if (paper->cr != NULL) cairo_tag_begin(paper->cr, name, NULL);
}

void khl_pdf_untag(khl_pdf_paper *paper, const char *name)
{
    if (paper->cr != NULL) cairo_tag_end(paper->cr, name);
}

void khl_pdf_group(khl_pdf_paper *paper, const char *name)
{
    paper->group = name;
    khl_pdf_tag(paper, name);
}

void khl_pdf_ungroup(khl_pdf_paper *paper)
{
    khl_pdf_untag(paper, paper->group);
    paper->group = NULL;
}

void khl_pdf_here(khl_pdf_paper *paper, khl_pdf_place place, double y)
{
    char attributes[96];
    if (paper->cr == NULL || place.kind == 0) return;
    snprintf(attributes, sizeof attributes, "name='%c%u' x=0 y=%d internal", place.kind,
             (unsigned)place.number, y > 0 ? (int)y : 0);
    cairo_tag_begin(paper->cr, CAIRO_TAG_DEST, attributes);
    cairo_tag_end(paper->cr, CAIRO_TAG_DEST);
}

static void name_place(char attributes[32], khl_pdf_place place)
{
    snprintf(attributes, 32, "dest='%c%u'", place.kind, (unsigned)place.number);
}

void khl_pdf_link(khl_pdf_paper *paper, khl_pdf_place place)
{
    char attributes[32];
    if (paper->cr == NULL || place.kind == 0) return;
    name_place(attributes, place);
    cairo_tag_begin(paper->cr, CAIRO_TAG_LINK, attributes);
}

void khl_pdf_unlink(khl_pdf_paper *paper, khl_pdf_place place)
{
    if (paper->cr != NULL && place.kind != 0) cairo_tag_end(paper->cr, CAIRO_TAG_LINK);
}

int khl_pdf_outline(khl_pdf_paper *paper, int parent, khl_str text, khl_pdf_place place, bool open)
{
    char attributes[32];
    khl_buf name = KHL_BUF_INIT;
    int number = CAIRO_PDF_OUTLINE_ROOT;
    if (paper->cr == NULL) return number;
    khl_shown_text(&name, text);
    khl_buf_char(&name, '\0');
    name_place(attributes, place);
    if (khl_buf_ok(&name))
        number = cairo_pdf_surface_add_outline(paper->surface, parent, name.p, attributes,
                                               open ? CAIRO_PDF_OUTLINE_FLAG_OPEN : 0);
    else
        khl_pdf_fail_memory(paper);
    khl_buf_clear(&name);
    return number;
}
