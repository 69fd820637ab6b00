/* Font, styles and layouts. khl_pdf_type_open once a document, khl_pdf_set once a paragraph or cell. */
#include "pdf_type.h"

#include "error.h"
#include "shown.h"
#include "str.h"
#include "utf8.h"

#include <fribidi.h>
#include <limits.h>
#include <pango/pangocairo.h>

/* The font under its new and its old name, and what Debian calls its package. Scheherazade keeps all letters
 * of a word on one line, which readers of copied text need; Amiri lets them climb. */
static const char *const families[] = {"Scheherazade New", "Scheherazade"};
static const char PACKAGE[] = "fonts-sil-scheherazade";

/* Lines of this font stand far apart by themselves, for vowel signs; a document with few wants less. */
static const float LEADING = 0.8F;

typedef struct look {
    double points;
    bool bold;
    khl_pdf_colour colour;
} look;

static const look looks[KHL_PDF_STYLES] = {
    [KHL_PDF_BODY] = {14, false, KHL_PDF_INK},     [KHL_PDF_MARK] = {15, false, KHL_PDF_ACCENT},
    [KHL_PDF_COVER] = {44, true, KHL_PDF_INK},     [KHL_PDF_HEAD] = {26, true, KHL_PDF_INK},
    [KHL_PDF_TITLE] = {16, true, KHL_PDF_INK},     [KHL_PDF_NUMBER] = {16, true, KHL_PDF_ACCENT},
    [KHL_PDF_FIGURE] = {28, true, KHL_PDF_ACCENT}, [KHL_PDF_FACT] = {12, false, KHL_PDF_INK},
    [KHL_PDF_LABEL] = {11.5, false, KHL_PDF_SOFT}, [KHL_PDF_STRONG] = {13, true, KHL_PDF_INK},
    [KHL_PDF_SMALL] = {11, false, KHL_PDF_SOFT},
};

static const double colours[][3] = {
    [KHL_PDF_INK] = {0.149, 0.133, 0.098},     [KHL_PDF_SOFT] = {0.404, 0.373, 0.318},
    [KHL_PDF_LINE] = {0.867, 0.831, 0.765},    [KHL_PDF_ACCENT] = {0.043, 0.365, 0.298},
    [KHL_PDF_TINT] = {0.929, 0.953, 0.937},    [KHL_PDF_PALE] = {0.737, 0.827, 0.784},
    [KHL_PDF_CAUTION] = {0.561, 0.227, 0.063},
};

khl_pdf_colour khl_pdf_colour_of(khl_pdf_style style)
{
    return looks[style].colour;
}

const double *khl_pdf_rgb(khl_pdf_colour colour)
{
    return colours[colour];
}

/* No hinting and no rounding: a place rounded to pixels opens a gap that a reader takes for a space. */
static PangoContext *open_context(PangoFontMap *map, PangoDirection direction)
{
    PangoContext *context = pango_font_map_create_context(map);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_base_dir(context, direction);
    pango_context_set_language(context,
                               pango_language_from_string(direction == PANGO_DIRECTION_RTL ? "ar" : "fr"));
    return context;
}

static void open_fonts(khl_pdf_type *type, const char *family)
{
    for (size_t i = 0; i < KHL_PDF_STYLES; i++) {
        PangoFontDescription *font = pango_font_description_new();
        pango_font_description_set_family(font, family);
        pango_font_description_set_absolute_size(font, looks[i].points * PANGO_SCALE);
        pango_font_description_set_weight(font, looks[i].bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        type->fonts[i] = font;
    }
}

khl_status khl_pdf_type_open(khl_pdf_type *type, bool rtl, khl_error *err)
{
    const size_t n = sizeof families / sizeof *families;
    size_t i = 0;
    *type = (khl_pdf_type){.rtl = rtl, .text = KHL_BUF_INIT, .map = pango_cairo_font_map_new()};
    while (i < n && pango_font_map_get_family(type->map, families[i]) == NULL) i++;
    if (i == n)
        return KHL_FAIL(err, KHL_E_IO, "pdf.font", "the font {0} is not installed; install the package {1}",
                        families[n - 1], PACKAGE);
    open_fonts(type, families[i]);
    type->contexts[0] = open_context(type->map, PANGO_DIRECTION_LTR);
    type->contexts[1] = open_context(type->map, PANGO_DIRECTION_RTL);
    return KHL_OK;
}

void khl_pdf_type_clear(khl_pdf_type *type)
{
    for (size_t i = 0; i < KHL_PDF_STYLES; i++) pango_font_description_free(type->fonts[i]);
    g_clear_object(&type->contexts[0]);
    g_clear_object(&type->contexts[1]);
    g_clear_object(&type->map);
    khl_buf_clear(&type->text);
}

/* By most letters and not by the first: "commune" may begin an Arabic sentence. Without any, the document's.
 */
static bool runs_rtl(const khl_pdf_type *type, khl_pdf_run run, khl_str text)
{
    int64_t sum = 0;
    for (size_t at = 0; run == KHL_PDF_AS_TEXT && at < text.n;) {
        bool bad = false;
        FriBidiCharType class = fribidi_get_bidi_type(khl_utf8_next(text, &at, &bad));
        if (FRIBIDI_IS_LETTER(class)) sum += FRIBIDI_IS_RTL(class) ? 1 : -1;
    }
    return sum != 0 ? sum > 0 : type->rtl;
}

static bool is_isolate(khl_str s, size_t at)
{
    return s.n - at >= 3 && memcmp(s.p + at, "\xE2\x81", 2) == 0 && (unsigned char)s.p[at + 2] >= 0xA6 &&
           (unsigned char)s.p[at + 2] <= 0xA9;
}

/* A word of thousands of letters is none, and Pango takes the square of its length to break it: there, a
 * space of no width allows a break now and then. */
enum { LONGEST_WORD = 400 };
static const char BREAK[] = "\xE2\x80\x8B";

static void put_shown(khl_buf *out, khl_str s)
{
    size_t length = 0;
    for (size_t at = 0; at < s.n;) {
        size_t begin = at;
        uint32_t c = khl_shown_next(s, &at);
        length = c == ' ' || c == '\n' ? 0 : length + 1;
        if (length % LONGEST_WORD == LONGEST_WORD - 1) khl_buf_put_c(out, BREAK);
        if (c != KHL_LEFT_OUT)
            khl_buf_utf8(out, c);
        else if (is_isolate(s, begin))
            khl_buf_put(out, khl_str_part(s, begin, at));
    }
}

/* Scheherazade 2 takes a Latin comma behind a letter and before a space for a sign over that letter. Commas
 * are shaped by themselves, which another language than that of their text brings about. */
static void add_commas_apart(PangoAttrList *list, khl_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] != ',') continue;
        PangoAttribute *apart = pango_attr_language_new(pango_language_from_string("und"));
        apart->start_index = (guint)i;
        apart->end_index = (guint)i + 1;
        pango_attr_list_insert(list, apart);
    }
}

/* A word that is broken gets no hyphen: it would be read out with the text. */
static void set_attributes(PangoLayout *layout, khl_str text)
{
    PangoAttrList *list = pango_attr_list_new();
    pango_attr_list_insert(list, pango_attr_insert_hyphens_new(FALSE));
    add_commas_apart(list, text);
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
}

PangoLayout *khl_pdf_set(khl_pdf_type *type, khl_pdf_style style, khl_pdf_run run, khl_str text, double width,
                         int most_lines)
{
    khl_str trimmed = khl_str_trim(text);
    type->text.n = 0;
    put_shown(&type->text, trimmed);
    if (!khl_buf_ok(&type->text) || type->text.n > INT_MAX) return NULL;
    bool rtl = runs_rtl(type, run, trimmed);
    PangoLayout *layout = pango_layout_new(type->contexts[rtl]);
    pango_layout_set_font_description(layout, type->fonts[style]);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_alignment(layout, rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(layout, pango_units_from_double(width));
    pango_layout_set_line_spacing(layout, LEADING);
    pango_layout_set_text(layout, type->text.p != NULL ? type->text.p : "", (int)type->text.n);
    set_attributes(layout, khl_buf_str(&type->text));
    if (most_lines > 0) {
        pango_layout_set_height(layout, -most_lines);
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    }
    return layout;
}
