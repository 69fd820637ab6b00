/* The contents: every axis and entry with the page it begins on, then the annexes; each line leads there. */
#include "pdf_document.h"
#include "str.h"

enum { NUMBER = 36, PAGE = 34 };

/* A row of dots between a title and its page. */
static void put_dots(khl_pdf_document *doc, double start, double end, double y)
{
    cairo_t *cr = doc->paper.cr;
    const double dots[] = {0.6, 3.4};
    if (cr == NULL || end <= start) return;
    double left = khl_pdf_left(&doc->paper, start, end - start);
    cairo_save(cr);
    khl_pdf_colour_in(&doc->paper, KHL_PDF_LINE);
    cairo_set_dash(cr, dots, 2, 0);
    cairo_set_line_width(cr, 0.8);
    cairo_move_to(cr, left, y);
    cairo_line_to(cr, left + end - start, y);
    cairo_stroke(cr);
    cairo_restore(cr);
}

/* The width of the first line of the last block but one: the title. */
static double title_width(const khl_pdf_stack *stack)
{
    PangoRectangle logical;
    if (stack->n < 2) return 0;
    PangoLayout *layout = stack->blocks[stack->n - 2].layout;
    pango_layout_line_get_extents(pango_layout_get_line_readonly(layout, 0), NULL, &logical);
    return pango_units_to_double(logical.width);
}

/* number may be empty: then the title stands in its place. title may stand in doc->text. */
static void put_entry_line(khl_pdf_document *doc, khl_pdf_style style, khl_str number, khl_str title,
                           uint32_t page, khl_pdf_place place, double above)
{
    double start = number.n > 0 ? NUMBER : 0, width = KHL_PDF_MEASURE - start - PAGE - 8;
    khl_pdf_stack *stack = &doc->stack;
    if (number.n > 0)
        khl_pdf_add(
            stack, number,
            &(khl_pdf_put){
                .style = KHL_PDF_LABEL, .width = NUMBER, .above = above, .tag = "Lbl", .link = place});
    khl_pdf_add(stack, title,
                &(khl_pdf_put){.style = style,
                               .start = start,
                               .width = width,
                               .above = above,
                               .most_lines = 1,
                               .beside = number.n > 0,
                               .tag = "Reference",
                               .link = place});
    khl_buf_format(khl_pdf_text(doc), "%u", (unsigned)page);
    khl_pdf_add_text(doc, &(khl_pdf_put){.style = KHL_PDF_LABEL,
                                         .start = KHL_PDF_MEASURE - PAGE,
                                         .width = PAGE,
                                         .beside = true,
                                         .at_end = true,
                                         .tag = "Reference",
                                         .link = place});
    khl_pdf_make_room(stack, KHL_PDF_HEIGHT);
    double height = khl_pdf_stack_height(stack);
    if (!khl_pdf_well(&doc->paper)) return;
    double top = doc->paper.y > KHL_PDF_TOP ? doc->paper.y : KHL_PDF_TOP - above;
    put_dots(doc, start + title_width(stack) + 6, KHL_PDF_MEASURE - PAGE + 8, top + height - 7);
    khl_pdf_place_stack(stack);
}

/* An axis stays with its first entry. */
static void put_axis(khl_pdf_document *doc, uint32_t axis)
{
    const double two_lines = 44;
    if (doc->paper.y + two_lines > KHL_PDF_END) khl_pdf_turn(&doc->paper);
    khl_buf_format(khl_pdf_text(doc), "%u. ", (unsigned)axis);
    khl_pdf_put_own(doc, khl_pdf_axis_name(doc, axis));
    put_entry_line(doc, KHL_PDF_STRONG, (khl_str){NULL, 0}, khl_buf_str(&doc->text),
                   doc->axis_pages[axis - 1], (khl_pdf_place){'a', axis}, 8);
}

static void put_part(khl_pdf_document *doc, khl_pdf_part part, const char *id)
{
    put_entry_line(doc, KHL_PDF_STRONG, (khl_str){NULL, 0}, khl_pdf_word(doc, id), doc->part_pages[part],
                   (khl_pdf_place){'p', (uint32_t)part}, 8);
}

void khl_pdf_contents(khl_pdf_document *doc)
{
    const khl_shortlist *list = doc->list;
    uint32_t axis = 0;
    khl_pdf_begin_part(doc, KHL_PDF_CONTENTS, "doc.contents");
    khl_pdf_group(&doc->paper, "TOC");
    doc->stack.row_tag = "TOCI";
    put_part(doc, KHL_PDF_ACCOUNT, "doc.account");
    for (size_t i = 0; i < list->n_entries && khl_pdf_well(&doc->paper); i++) {
        const khl_entry *entry = &list->entries[i];
        if (entry->axis != axis) put_axis(doc, axis = entry->axis);
        put_entry_line(doc, KHL_PDF_FACT, entry->number, entry->title, doc->entry_pages[i],
                       (khl_pdf_place){'e', (uint32_t)i}, 0);
    }
    put_part(doc, KHL_PDF_CONCORDANCE, "doc.concordance");
    if (list->n_aside > 0) put_part(doc, KHL_PDF_ASIDE, "doc.aside");
    if (doc->by_authority.n > 0) put_part(doc, KHL_PDF_AUTHORITIES, "doc.index.authorities");
    if (list->compared) put_part(doc, KHL_PDF_CHANGES, "doc.changes");
    doc->stack.row_tag = NULL;
    khl_pdf_ungroup(&doc->paper);
}
