/* Words of a line to glyphs with their characters: khl_pdf_line takes the line apart (pdf_atoms.c), gathers
 * the glyphs of each word with a cluster of text each, and shows them; a word of several fonts in pieces. */
#include "pdf_line.h"

#include "alloc.h"
#include "error.h"

#include <hb.h>
#include <pango/pangocairo.h>
#include <string.h>

static const khl_str RIGHT_TO_LEFT_MARK = {"\xE2\x80\x8F", 3};

static bool put_glyph(khl_pdf_pen *pen, unsigned long glyph, double x, double y)
{
    if (!khl_grow(&pen->glyphs, &pen->glyphs_capacity, pen->n_glyphs + 1, sizeof *pen->glyphs)) return false;
    pen->glyphs[pen->n_glyphs++] = (cairo_glyph_t){glyph, x, y};
    return true;
}

/* The last n_glyphs glyphs stand for text. */
static bool put_cluster(khl_pdf_pen *pen, khl_str text, int n_glyphs)
{
    if (!khl_grow(&pen->clusters, &pen->clusters_capacity, pen->n_clusters + 1, sizeof *pen->clusters) ||
        !khl_grow(&pen->text, &pen->text_capacity, pen->n_text + text.n, 1))
        return false;
    if (text.n > 0) memcpy(pen->text + pen->n_text, text.p, text.n);
    pen->n_text += text.n;
    pen->clusters[pen->n_clusters++] = (cairo_text_cluster_t){(int)text.n, n_glyphs};
    return true;
}

/* Is there a glyph for c that shows nothing and takes no room? Some fonts draw even a space of no width. */
static bool is_empty(hb_font_t *font, hb_codepoint_t c, hb_codepoint_t *glyph)
{
    hb_glyph_extents_t ink;
    return hb_font_get_nominal_glyph(font, c, glyph) && hb_font_get_glyph_h_advance(font, *glyph) == 0 &&
           hb_font_get_glyph_extents(font, *glyph, &ink) && ink.width == 0 && ink.height == 0;
}

/* One for marks and another for characters, so that a reader who knows one text for a glyph reads the right
 * one; 0 when the font has none. */
static hb_codepoint_t empty_glyph(PangoFont *font, bool for_mark)
{
    static const hb_codepoint_t candidates[] = {0x200B, 0xFEFF, 0x2060, 0x200B};
    hb_font_t *hb = pango_font_get_hb_font(font);
    for (size_t i = for_mark ? 0 : 1; i < sizeof candidates / sizeof *candidates; i++) {
        hb_codepoint_t glyph;
        if (is_empty(hb, candidates[i], &glyph)) return glyph;
    }
    return 0;
}

/* Text without a shape. Without an empty glyph it is left out: a mark of direction, or a vowel sign. */
static bool put_unseen(khl_pdf_pen *pen, PangoFont *font, khl_str text, double x, double y)
{
    bool for_mark = text.p == RIGHT_TO_LEFT_MARK.p;
    hb_codepoint_t glyph = empty_glyph(font, for_mark);
    return glyph == 0 || (put_glyph(pen, glyph, x, y) && put_cluster(pen, text, 1));
}

static bool is_base(const PangoGlyphInfo *glyph)
{
    return glyph->geometry.width != 0;
}

/* A glyph that no font has: an empty box in the room that Pango left for it. */
static void draw_box(cairo_t *cr, const PangoGlyphInfo *glyph, double x, double y)
{
    double width = pango_units_to_double(glyph->geometry.width);
    if (width <= 2) return;
    cairo_new_path(cr);
    cairo_rectangle(cr, x + 1, y - width, width - 2, width);
    cairo_set_line_width(cr, 0.5);
    cairo_stroke(cr);
}

static void draw_shape(cairo_t *cr, const cairo_glyph_t *glyph)
{
    cairo_new_path(cr);
    cairo_glyph_path(cr, glyph, 1);
    cairo_fill(cr);
}

/* Puts the glyphs that carry text and draws the others; says how many it put. all: even signs carry it. */
static bool put_shapes(khl_pdf_pen *pen, cairo_t *cr, const khl_pdf_atom *atom, double x, double y, bool all,
                       int *n)
{
    double at = x;
    *n = 0;
    for (int i = 0; i < atom->n_glyphs; i++) {
        const PangoGlyphInfo *info = &atom->glyphs[i];
        cairo_glyph_t glyph = {info->glyph, at + pango_units_to_double(info->geometry.x_offset),
                               y + pango_units_to_double(info->geometry.y_offset)};
        at += pango_units_to_double(info->geometry.width);
        if (info->glyph == PANGO_GLYPH_EMPTY) continue;
        if (info->glyph & PANGO_GLYPH_UNKNOWN_FLAG) {
            draw_box(cr, info, glyph.x, y);
        } else if (all || is_base(info)) {
            if (!put_glyph(pen, glyph.index, glyph.x, glyph.y)) return false;
            ++*n;
        } else {
            draw_shape(cr, &glyph);
        }
    }
    return true;
}

/* The characters of text from the last to the first, each unseen. */
static bool put_spelling(khl_pdf_pen *pen, PangoFont *font, khl_str text, double x, double y)
{
    for (const char *end = text.p + text.n; end > text.p;) {
        const char *begin = g_utf8_prev_char(end);
        if (!put_unseen(pen, font, (khl_str){begin, (size_t)(end - begin)}, x, y)) return false;
        end = begin;
    }
    return true;
}

static int count_bases(const khl_pdf_atom *atom)
{
    int n = 0;
    for (int i = 0; i < atom->n_glyphs; i++) n += is_base(&atom->glyphs[i]);
    return n;
}

/* From right to left: the first character on the glyph, and before it, at its left edge, the others. What has
 * no glyph that could carry text is spelt out whole. */
static bool put_atom(khl_pdf_pen *pen, cairo_t *cr, const khl_pdf_atom *atom, double x, double y)
{
    bool spelt = !atom->rightwards, all = !spelt || count_bases(atom) == 0;
    size_t first = spelt ? (size_t)(g_utf8_next_char(atom->text.p) - atom->text.p) : atom->text.n;
    khl_str rest = {atom->text.p + first, atom->text.n - first};
    int n;
    if (atom->mark && !put_unseen(pen, atom->font, RIGHT_TO_LEFT_MARK, x, y)) return false;
    if (!put_spelling(pen, atom->font, rest, x, y) || !put_shapes(pen, cr, atom, x, y, all, &n)) return false;
    khl_str text = {atom->text.p, first};
    return n > 0 ? put_cluster(pen, text, n) : put_spelling(pen, atom->font, text, x, y);
}

/* Shows what was gathered. */
static void show(khl_pdf_pen *pen, cairo_t *cr)
{
    if (pen->n_clusters > 0)
        cairo_show_text_glyphs(cr, pen->text, (int)pen->n_text, pen->glyphs, (int)pen->n_glyphs,
                               pen->clusters, (int)pen->n_clusters, 0);
    pen->n_glyphs = pen->n_clusters = pen->n_text = 0;
}

static void use_font(khl_pdf_pen *pen, cairo_t *cr, PangoFont *font)
{
    if (pen->font == font) return;
    show(pen, cr);
    pen->font = font;
    cairo_set_scaled_font(cr, pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font)));
}

khl_status khl_pdf_line(khl_pdf_pen *pen, cairo_t *cr, PangoLayoutLine *line, double x, double y,
                        khl_error *err)
{
    size_t n_words = 0;
    khl_status status = khl_pdf_atoms_take(&pen->atoms, line, err);
    if (status == KHL_OK)
        status = khl_pdf_spans(&pen->words, &pen->words_capacity, &n_words, &pen->atoms, err);
    pen->font = NULL;
    for (size_t w = 0; w < n_words && status == KHL_OK; w++) {
        for (size_t i = pen->words[w].begin; i < pen->words[w].end && status == KHL_OK; i++) {
            const khl_pdf_atom *atom = &pen->atoms.p[i];
            use_font(pen, cr, atom->font);
            if (!put_atom(pen, cr, atom, x + atom->x, y + atom->y)) status = khl_fail_memory(err);
        }
    }
    show(pen, cr);
    return status;
}

void khl_pdf_pen_clear(khl_pdf_pen *pen)
{
    free(pen->atoms.p);
    free(pen->words);
    free(pen->glyphs);
    free(pen->clusters);
    free(pen->text);
    *pen = (khl_pdf_pen){0};
}
