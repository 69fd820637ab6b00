/* The styles: a table of paragraphs, one of characters, and three kinds of tables. Colours are those of the
 * page (export/html/palette.css). Sizes are half points, distances twentieths of a point. */
#include "docx.h"

#include "str.h"

#include <stdio.h>

#define INK "262219"
#define SOFT "675F51"
#define LINE "DDD4C3"
#define ACCENT KHL_DOCX_DARK
#define CAUTION "8F3A10"

enum {
    BOLD = 1,
    KEEP_NEXT = 2,
    NEW_PAGE = 4,
    CENTRED = 8,
    RULE_BELOW = 16,
    SIDE_RULE = 32,
    KEEP_LINES = 64,
    CONTENTS = 128
};

typedef struct paragraph_style {
    const char *id, *name, *colour;
    unsigned size, before, after, line; /* line: of 240 for a single one */
    unsigned left, hanging;
    int outline; /* 0 the highest; -1: text */
    unsigned flags;
} paragraph_style;

static const paragraph_style paragraphs[] = {
    {"Normal", "Normal", INK, 23, 0, 80, 264, 0, 0, -1, 0},
    {"Heading1", "heading 1", ACCENT, 40, 0, 160, 240, 0, 0, 0, BOLD | KEEP_NEXT | NEW_PAGE | RULE_BELOW},
    {"Heading2", "heading 2", INK, 27, 240, 60, 240, 0, 0, 1, BOLD | KEEP_NEXT | KEEP_LINES},
    {"Heading3", "heading 3", ACCENT, 24, 220, 40, 240, 0, 0, 2, BOLD | KEEP_NEXT | KEEP_LINES},
    {"FrontHeading", "Front heading", ACCENT, 36, 0, 160, 240, 0, 0, -1,
     BOLD | KEEP_NEXT | NEW_PAGE | RULE_BELOW},
    {"SubHeading", "Sub heading", ACCENT, 27, 280, 100, 240, 0, 0, -1, BOLD | KEEP_NEXT},
    {"Intro", "Introduction", SOFT, 23, 0, 200, 252, 0, 0, -1, KEEP_NEXT},
    {"Statement", "Statement", INK, 25, 40, 100, 270, 200, 0, -1, SIDE_RULE | KEEP_NEXT},
    {"Fact", "Fact", INK, 20, 0, 30, 240, 2050, 2050, -1, KEEP_LINES | KEEP_NEXT},
    {"FactLast", "Fact, last", INK, 20, 0, 30, 240, 2050, 2050, -1, KEEP_LINES},
    {"Wording", "Wording", INK, 21, 0, 120, 252, 280, 0, -1, 0},
    {"Source", "Source", SOFT, 20, 60, 0, 240, 280, 0, -1, KEEP_NEXT},
    {"ListHead", "List head", SOFT, 20, 40, 0, 240, 0, 0, -1, KEEP_NEXT},
    {"ListLine", "List line", INK, 21, 0, 20, 240, 640, 640, -1, 0},
    {"CoverMark", "Cover mark", SOFT, 26, 2600, 0, 240, 0, 0, -1, CENTRED},
    {"Title", "Title", ACCENT, 76, 120, 120, 240, 0, 0, -1, BOLD | CENTRED},
    {"Subtitle", "Subtitle", INK, 30, 0, 240, 240, 0, 0, -1, CENTRED},
    {"CoverGap", "Cover gap", INK, 12, 1800, 0, 240, 0, 0, -1, 0},
    {"CoverLine", "Cover line", SOFT, 24, 0, 60, 240, 0, 0, -1, CENTRED},
    {"BigFigure", "Big figure", ACCENT, 56, 100, 0, 216, 0, 0, -1, BOLD | CENTRED},
    {"FigureName", "Figure name", SOFT, 21, 0, 120, 240, 0, 0, -1, CENTRED},
    {"Cell", "Cell", INK, 20, 20, 20, 228, 0, 0, -1, 0},
    {"CellHead", "Cell head", ACCENT, 20, 30, 30, 228, 0, 0, -1, BOLD | KEEP_NEXT},
    {"ChartName", "Chart name", INK, 21, 10, 10, 228, 0, 0, -1, KEEP_NEXT},
    {"Bar", "Bar", INK, 12, 0, 0, 240, 0, 0, -1, KEEP_NEXT},
    {"Gap", "Gap", INK, 8, 0, 0, 240, 0, 0, -1, 0},
    {"Small", "Small", SOFT, 18, 0, 40, 240, 0, 0, -1, 0},
    {"TOC1", "toc 1", ACCENT, 23, 160, 20, 240, 620, 620, -1, BOLD | KEEP_NEXT | CONTENTS},
    {"TOC2", "toc 2", INK, 20, 0, 10, 240, 620, 620, -1, CONTENTS},
    {"Header", "header", SOFT, 18, 0, 0, 240, 0, 0, -1, RULE_BELOW},
    {"Footer", "footer", SOFT, 18, 0, 0, 240, 0, 0, -1, CENTRED}};

static const struct {
    const char *id, *name, *colour;
    bool bold;
} characters[] = {{"Strong", "Strong", NULL, true},
                  {"Label", "Label", SOFT, false},
                  {"Soft", "Soft", SOFT, false},
                  {"Caution", "Caution", CAUTION, false},
                  {"Number", "Number", ACCENT, true},
                  {"Figure", "Figure", ACCENT, true},
                  {"Hyperlink", "Hyperlink", ACCENT, false}};

static void rule(khl_xml *x, const char *edge, const char *colour, const char *size, const char *space)
{
    KHL_XML_LEAF(x, edge, "w:val", "single", "w:sz", size, "w:space", space, "w:color", colour);
}

/* A character of an Arabic run takes the size and weight "for complex scripts", so both are said. */
static void run_properties(khl_xml *x, unsigned size, bool bold, const char *colour)
{
    khl_xml_begin(x, "w:rPr");
    if (bold) khl_xml_val(x, "w:b", NULL);
    if (bold) khl_xml_val(x, "w:bCs", NULL);
    if (colour != NULL) khl_xml_val(x, "w:color", colour);
    if (size > 0) khl_xml_val_uint(x, "w:sz", size);
    if (size > 0) khl_xml_val_uint(x, "w:szCs", size);
    khl_xml_end(x);
}

/* Edges are those of the sheet, unlike indents: the side rule stands where lines begin. */
static void borders(khl_docx *d, unsigned flags)
{
    khl_xml *x = &d->x;
    if ((flags & (RULE_BELOW | SIDE_RULE)) == 0) return;
    khl_xml_begin(x, "w:pBdr");
    if ((flags & SIDE_RULE) != 0 && !d->rtl) rule(x, "w:left", ACCENT, "12", "8");
    if ((flags & RULE_BELOW) != 0) rule(x, "w:bottom", LINE, "6", "4");
    if ((flags & SIDE_RULE) != 0 && d->rtl) rule(x, "w:right", ACCENT, "12", "8");
    khl_xml_end(x);
}

static void distances(khl_xml *x, const paragraph_style *style)
{
    char before[16], after[16], line[16], left[16], hanging[16];
    snprintf(before, sizeof before, "%u", style->before);
    snprintf(after, sizeof after, "%u", style->after);
    snprintf(line, sizeof line, "%u", style->line);
    snprintf(left, sizeof left, "%u", style->left);
    snprintf(hanging, sizeof hanging, "%u", style->hanging);
    KHL_XML_LEAF(x, "w:spacing", "w:before", before, "w:after", after, "w:line", line, "w:lineRule", "auto");
    if (style->left > 0) KHL_XML_LEAF(x, "w:ind", "w:left", left, "w:hanging", hanging);
}

static void stops(khl_xml *x, const paragraph_style *style)
{
    if (style->hanging == 0 && (style->flags & CONTENTS) == 0) return;
    char at[16], end[16];
    snprintf(at, sizeof at, "%u", style->left);
    snprintf(end, sizeof end, "%d", KHL_DOCX_WIDTH);
    khl_xml_begin(x, "w:tabs");
    if (style->hanging > 0) KHL_XML_LEAF(x, "w:tab", "w:val", "left", "w:pos", at);
    if ((style->flags & CONTENTS) != 0)
        KHL_XML_LEAF(x, "w:tab", "w:val", "right", "w:leader", "dot", "w:pos", end);
    khl_xml_end(x);
}

static void paragraph_properties(khl_docx *d, const paragraph_style *style)
{
    khl_xml *x = &d->x;
    khl_xml_begin(x, "w:pPr");
    if ((style->flags & KEEP_NEXT) != 0) khl_xml_val(x, "w:keepNext", NULL);
    if ((style->flags & KEEP_LINES) != 0) khl_xml_val(x, "w:keepLines", NULL);
    if ((style->flags & NEW_PAGE) != 0) khl_xml_val(x, "w:pageBreakBefore", NULL);
    borders(d, style->flags);
    stops(x, style);
    if (d->rtl) khl_xml_val(x, "w:bidi", NULL);
    distances(x, style);
    if ((style->flags & CENTRED) != 0) khl_xml_val(x, "w:jc", "center");
    if (style->outline >= 0) khl_xml_val_uint(x, "w:outlineLvl", (unsigned)style->outline);
    khl_xml_end(x);
}

static void begin_style(khl_xml *x, const char *type, const char *id, const char *name, bool standard)
{
    khl_xml_begin(x, "w:style");
    khl_xml_attribute(x, "w:type", type);
    if (standard) khl_xml_attribute(x, "w:default", "1");
    khl_xml_attribute(x, "w:styleId", id);
    khl_xml_val(x, "w:name", name);
}

static void put_paragraph_style(khl_docx *d, const paragraph_style *style)
{
    khl_xml *x = &d->x;
    bool standard = style == paragraphs;
    begin_style(x, "paragraph", style->id, style->name, standard);
    if (!standard) khl_xml_val(x, "w:basedOn", "Normal");
    if (style->outline >= 0) khl_xml_val(x, "w:next", "Normal");
    khl_xml_val(x, "w:qFormat", NULL);
    paragraph_properties(d, style);
    run_properties(x, style->size, (style->flags & BOLD) != 0, style->colour);
    khl_xml_end(x);
}

static void cell_margins(khl_xml *x, const char *sides)
{
    khl_xml_begin(x, "w:tblCellMar");
    KHL_XML_LEAF(x, "w:left", "w:w", sides, "w:type", "dxa");
    KHL_XML_LEAF(x, "w:right", "w:w", sides, "w:type", "dxa");
    khl_xml_end(x);
}

/* Plain: nothing. Lined: a rule under each row, the head shaded. Chart: white between the bars. */
static void put_table_styles(khl_xml *x)
{
    begin_style(x, "table", "Plain", "Plain", true);
    khl_xml_begin(x, "w:tblPr");
    cell_margins(x, "80");
    khl_xml_end(x);
    khl_xml_end(x);
    begin_style(x, "table", "Lined", "Lined", false);
    khl_xml_begin(x, "w:tblPr");
    khl_xml_begin(x, "w:tblBorders");
    rule(x, "w:top", ACCENT, "8", "0");
    rule(x, "w:bottom", LINE, "4", "0");
    rule(x, "w:insideH", LINE, "4", "0");
    khl_xml_end(x);
    cell_margins(x, "80");
    khl_xml_end(x);
    khl_xml_begin(x, "w:tblStylePr");
    khl_xml_attribute(x, "w:type", "firstRow");
    khl_xml_begin(x, "w:tcPr");
    KHL_XML_LEAF(x, "w:shd", "w:val", "clear", "w:color", "auto", "w:fill", KHL_DOCX_TINT);
    khl_xml_end(x);
    khl_xml_end(x);
    khl_xml_end(x);
    begin_style(x, "table", "Chart", "Chart", false);
    khl_xml_begin(x, "w:tblPr");
    khl_xml_begin(x, "w:tblBorders");
    rule(x, "w:top", "FFFFFF", "36", "0");
    rule(x, "w:bottom", "FFFFFF", "36", "0");
    rule(x, "w:insideH", "FFFFFF", "48", "0");
    khl_xml_end(x);
    cell_margins(x, "40");
    khl_xml_end(x);
    khl_xml_end(x);
}

/* Amiri where it is installed; docx_parts.c names what stands in for it. */
static void put_defaults(khl_docx *d)
{
    khl_xml *x = &d->x;
    bool arabic = khl_str_equal(d->words->lang, KHL_STR("ar"));
    const char *latin = arabic ? "Amiri" : "Cambria";
    const char *lang = khl_str_equal(d->words->lang, KHL_STR("en")) ? "en-GB" : "fr-FR";
    khl_xml_begin(x, "w:docDefaults");
    khl_xml_begin(x, "w:rPrDefault");
    khl_xml_begin(x, "w:rPr");
    KHL_XML_LEAF(x, "w:rFonts", "w:ascii", latin, "w:hAnsi", latin, "w:eastAsia", latin, "w:cs", "Amiri");
    KHL_XML_LEAF(x, "w:lang", "w:val", lang, "w:eastAsia", lang, "w:bidi", "ar-MA");
    khl_xml_end(x);
    khl_xml_end(x);
    khl_xml_begin(x, "w:pPrDefault");
    khl_xml_end(x);
    khl_xml_end(x);
}

void khl_docx_styles(khl_docx *d)
{
    khl_xml *x = &d->x;
    khl_xml_begin(x, "w:styles");
    khl_docx_name_spaces(d);
    put_defaults(d);
    for (size_t i = 0; i < sizeof paragraphs / sizeof *paragraphs; i++)
        put_paragraph_style(d, &paragraphs[i]);
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++) {
        begin_style(x, "character", characters[i].id, characters[i].name, false);
        run_properties(x, 0, characters[i].bold, characters[i].colour);
        khl_xml_end(x);
    }
    put_table_styles(x);
    khl_xml_end(x);
}
