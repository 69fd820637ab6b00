/* Tables, and charts made of their cells. */
#include "docx.h"

#include "doc_words.h"
#include "str.h"

#include <stdio.h>

static void attribute_text(khl_docx *d, const char *element, const char *id)
{
    if (id == NULL) return;
    khl_xml_begin(&d->x, element);
    khl_xml_attribute_text(&d->x, "w:val", khl_doc_word(d->words, id));
    khl_xml_end(&d->x);
}

static void width_leaf(khl_docx *d, const char *element, unsigned width)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%u", width);
    KHL_XML_LEAF(&d->x, element, "w:w", digits, "w:type", "dxa");
}

void khl_docx_table_begin(khl_docx *d, const khl_docx_table *table)
{
    unsigned sum = 0;
    for (size_t i = 0; i < table->n; i++) sum += table->widths[i];
    khl_xml_begin(&d->x, "w:tbl");
    khl_xml_begin(&d->x, "w:tblPr");
    khl_xml_val(&d->x, "w:tblStyle", table->style != NULL ? table->style : "Plain");
    if (d->rtl) khl_xml_val(&d->x, "w:bidiVisual", NULL);
    width_leaf(d, "w:tblW", sum);
    KHL_XML_LEAF(&d->x, "w:tblLayout", "w:type", "fixed");
    KHL_XML_LEAF(&d->x, "w:tblLook", "w:val", "0020", "w:firstRow", "1");
    attribute_text(d, "w:tblCaption", table->title);
    attribute_text(d, "w:tblDescription", table->description);
    khl_xml_end(&d->x);
    khl_xml_begin(&d->x, "w:tblGrid");
    for (size_t i = 0; i < table->n; i++) {
        char digits[16];
        snprintf(digits, sizeof digits, "%u", table->widths[i]);
        KHL_XML_LEAF(&d->x, "w:gridCol", "w:w", digits);
    }
    khl_xml_end(&d->x);
}

/* Two tables in a row would be one to Word, so each is followed by a thin paragraph. */
void khl_docx_table_end(khl_docx *d)
{
    khl_xml_end(&d->x);
    khl_docx_paragraph(d, "Gap");
    khl_docx_paragraph_end(d);
}

void khl_docx_row(khl_docx *d, bool header)
{
    khl_xml_begin(&d->x, "w:tr");
    khl_xml_begin(&d->x, "w:trPr");
    khl_xml_val(&d->x, "w:cantSplit", NULL);
    if (header) khl_xml_val(&d->x, "w:tblHeader", NULL);
    khl_xml_end(&d->x);
}

void khl_docx_row_end(khl_docx *d)
{
    khl_xml_end(&d->x);
}

void khl_docx_cell(khl_docx *d, unsigned width, unsigned span, const char *shade)
{
    khl_xml_begin(&d->x, "w:tc");
    khl_xml_begin(&d->x, "w:tcPr");
    width_leaf(d, "w:tcW", width);
    if (span > 1) khl_xml_val_uint(&d->x, "w:gridSpan", span);
    if (shade != NULL) KHL_XML_LEAF(&d->x, "w:shd", "w:val", "clear", "w:color", "auto", "w:fill", shade);
    khl_xml_end(&d->x);
}

void khl_docx_cell_end(khl_docx *d)
{
    khl_xml_end(&d->x);
}

void khl_docx_header(khl_docx *d, const khl_docx_table *table, const char *const *ids)
{
    khl_docx_row(d, true);
    for (size_t i = 0; i < table->n; i++) {
        khl_docx_cell(d, table->widths[i], 1, NULL);
        khl_docx_line_word(d, "CellHead", ids[i]);
        khl_docx_cell_end(d);
    }
    khl_docx_row_end(d);
}

void khl_docx_cell_text(khl_docx *d, unsigned width, khl_str text)
{
    khl_docx_cell(d, width, 1, NULL);
    khl_docx_paragraph(d, "Cell");
    khl_docx_name(d, NULL, text);
    khl_docx_paragraph_end(d);
    khl_docx_cell_end(d);
}

void khl_docx_cell_number(khl_docx *d, unsigned width, uint32_t n)
{
    khl_docx_cell(d, width, 1, NULL);
    khl_docx_paragraph(d, "Cell");
    khl_docx_number(d, NULL, n);
    khl_docx_paragraph_end(d);
    khl_docx_cell_end(d);
}

/* The grid of a chart: a name, a figure, and as many steps as a bar can have. */
enum { NAME_WIDTH = 3238, FIGURE_WIDTH = 1200, STEPS = 50, STEP_WIDTH = 104, COLUMNS = STEPS + 2 };

/* What is not nothing is at least a step. */
static unsigned steps(uint32_t n, uint32_t most)
{
    unsigned k = most > 0 ? (unsigned)(((uint64_t)n * STEPS + most / 2) / most) : 0;
    return n > 0 && k == 0 ? 1 : k;
}

static void bar_cell(khl_docx *d, unsigned span, const char *shade)
{
    if (span == 0) return;
    khl_docx_cell(d, span * STEP_WIDTH, span, shade);
    khl_docx_paragraph(d, "Bar");
    khl_docx_paragraph_end(d);
    khl_docx_cell_end(d);
}

static void put_bar(khl_docx *d, const khl_docx_bar *bar, uint32_t most)
{
    unsigned dark = steps(bar->value, most), pale = steps(bar->of, most);
    if (pale < dark) pale = dark;
    khl_docx_row(d, false);
    khl_docx_cell(d, NAME_WIDTH, 1, NULL);
    khl_docx_paragraph(d, "ChartName");
    khl_docx_run(d, NULL, bar->name);
    khl_docx_paragraph_end(d);
    khl_docx_cell_end(d);
    khl_docx_cell(d, FIGURE_WIDTH, 1, NULL);
    khl_docx_paragraph(d, "ChartName");
    khl_docx_number(d, "Figure", bar->value);
    khl_docx_run_c(d, "Soft", " ");
    khl_docx_word(d, "Soft", "doc.of");
    khl_docx_run_c(d, "Soft", " ");
    khl_docx_number(d, "Soft", bar->of);
    khl_docx_paragraph_end(d);
    khl_docx_cell_end(d);
    bar_cell(d, dark, KHL_DOCX_DARK);
    bar_cell(d, pale - dark, KHL_DOCX_PALE);
    bar_cell(d, STEPS - pale, NULL);
    khl_docx_row_end(d);
}

void khl_docx_chart(khl_docx *d, const khl_docx_bar *bars, size_t n, const char *title,
                    const char *description)
{
    unsigned widths[COLUMNS] = {NAME_WIDTH, FIGURE_WIDTH};
    for (size_t i = 2; i < COLUMNS; i++) widths[i] = STEP_WIDTH;
    uint32_t most = 0;
    for (size_t i = 0; i < n; i++) {
        if (bars[i].value > most) most = bars[i].value;
        if (bars[i].of > most) most = bars[i].of;
    }
    khl_docx_table table = {"Chart", widths, COLUMNS, title, description};
    khl_docx_table_begin(d, &table);
    for (size_t i = 0; i < n; i++) put_bar(d, &bars[i], most);
    khl_docx_table_end(d);
}
