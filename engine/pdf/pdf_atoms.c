/* A line of Pango to atoms and words: runs are walked cluster by cluster in the order of reading and laid
 * down from left to right; then every atom is asked whether it wants a mark at its left. */
#include "pdf_atoms.h"

#include "alloc.h"
#include "error.h"

#include <fribidi.h>
#include <stdlib.h>

/* Strong, and set from right to left. */
static bool is_right_to_left(gunichar c)
{
    FriBidiCharType type = fribidi_get_bidi_type(c);
    return FRIBIDI_IS_STRONG(type) && FRIBIDI_IS_RTL(type);
}

/* Digits, and what readers take for a part of a number: commas, full stops, colons, signs. */
static bool is_of_numbers(gunichar c)
{
    FriBidiCharType type = fribidi_get_bidi_type(c);
    return FRIBIDI_IS_NUMBER(type) || FRIBIDI_IS_NUMBER_SEPARATOR_OR_TERMINATOR(type);
}

static gunichar character(const khl_pdf_atom *atom)
{
    return g_utf8_get_char(atom->text.p);
}

/* Of no use to those who copy the text: marks and brackets of direction, controls, places to
 * break a line. They take no room. */
static bool is_silent(gunichar c)
{
    return c < ' ' || c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

static void take_cluster(khl_pdf_atom *atom, const PangoGlyphItemIter *at, const PangoGlyphItem *run)
{
    int begin = at->start_glyph, end = at->end_glyph;
    if (begin > end) {
        begin = at->end_glyph + 1;
        end = at->start_glyph + 1;
    }
    *atom = (khl_pdf_atom){.font = run->item->analysis.font,
                           .glyphs = run->glyphs->glyphs + begin,
                           .n_glyphs = end - begin,
                           .y = -pango_units_to_double(run->y_offset),
                           .text = {at->text + at->start_index, (size_t)(at->end_index - at->start_index)},
                           .offset = (size_t)at->start_index,
                           .rightwards = run->item->analysis.level % 2 == 0};
    atom->space = atom->text.n == 1 && atom->text.p[0] == ' ';
}

static void turn_round(khl_pdf_atom *atoms, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        khl_pdf_atom kept = atoms[i];
        atoms[i] = atoms[n - 1 - i];
        atoms[n - 1 - i] = kept;
    }
}

/* Sets x of n atoms that stand one after the other from *x on. */
static void set_places(khl_pdf_atom *atoms, size_t n, double *x)
{
    for (size_t i = 0; i < n; i++) {
        atoms[i].x = *x;
        for (int g = 0; g < atoms[i].n_glyphs; g++)
            *x += pango_units_to_double(atoms[i].glyphs[g].geometry.width);
    }
}

static bool take_run(khl_pdf_atoms *atoms, PangoGlyphItem *run, const char *text, double *x)
{
    PangoGlyphItemIter at;
    size_t begin = atoms->n;
    *x += pango_units_to_double(run->start_x_offset);
    for (gboolean more = pango_glyph_item_iter_init_start(&at, run, text); more;
         more = pango_glyph_item_iter_next_cluster(&at)) {
        if (!khl_grow(&atoms->p, &atoms->capacity, atoms->n + 1, sizeof *atoms->p)) return false;
        take_cluster(&atoms->p[atoms->n], &at, run);
        atoms->n += !is_silent(character(&atoms->p[atoms->n]));
    }
    if (run->item->analysis.level % 2 == 1) turn_round(atoms->p + begin, atoms->n - begin);
    set_places(atoms->p + begin, atoms->n - begin, x);
    *x += pango_units_to_double(run->end_x_offset);
    return true;
}

/* Readers who put a line from right to left back into order take what is no letter of that direction for one
 * piece from left to right, with the space beyond it. A mark at the left end of each true piece ends it
 * there. */
static void set_marks(khl_pdf_atoms *atoms)
{
    for (size_t i = 1; i < atoms->n; i++) {
        khl_pdf_atom *atom = &atoms->p[i];
        const khl_pdf_atom *left = atom - 1;
        if (is_right_to_left(character(left)) || atom->space) continue;
        atom->mark = atom->rightwards ? !left->rightwards : is_of_numbers(character(atom));
    }
}

khl_status khl_pdf_atoms_take(khl_pdf_atoms *atoms, PangoLayoutLine *line, khl_error *err)
{
    const char *text = pango_layout_get_text(line->layout);
    double x = 0;
    atoms->n = 0;
    for (GSList *run = line->runs; run != NULL; run = run->next)
        if (!take_run(atoms, run->data, text, &x)) return khl_fail_memory(err);
    if (line->resolved_dir == PANGO_DIRECTION_RTL) set_marks(atoms);
    return KHL_OK;
}

static int by_offset(const void *left, const void *right)
{
    const khl_pdf_span *a = left, *b = right;
    return (a->offset > b->offset) - (a->offset < b->offset);
}

khl_status khl_pdf_spans(khl_pdf_span **words, size_t *capacity, size_t *n, const khl_pdf_atoms *atoms,
                         khl_error *err)
{
    *n = 0;
    for (size_t i = 0, end; i < atoms->n; i = end) {
        if (!khl_grow(words, capacity, *n + 1, sizeof **words)) return khl_fail_memory(err);
        khl_pdf_span *word = &(*words)[(*n)++];
        *word = (khl_pdf_span){i, i + 1, atoms->p[i].offset};
        end = i + 1;
        if (atoms->p[i].space) continue;
        for (; end < atoms->n && !atoms->p[end].space; end++)
            if (atoms->p[end].offset < word->offset) word->offset = atoms->p[end].offset;
        word->end = end;
    }
    if (*n > 1) qsort(*words, *n, sizeof **words, by_offset);
    return KHL_OK;
}
