/* The changes since an earlier version: for each entry rows of what was and what is. Linear in what is shown.
 */
#include "change_rows.h"
#include "error.h"
#include "pdf_document.h"
#include "str.h"

enum { LABEL = 88, GAP = 12 };
#define SIDE ((KHL_PDF_MEASURE - LABEL - GAP) / 2)

/* Three cells beside one another, placed, and a line below them. */
static void put_cells(khl_pdf_document *doc, khl_pdf_style style, const khl_str cells[3], bool own)
{
    const char *tag = style == KHL_PDF_LABEL ? "TH" : "TD";
    khl_pdf_put put = {.style = KHL_PDF_LABEL, .width = LABEL - 8, .tag = "TH"};
    khl_pdf_add(&doc->stack, cells[0], &put);
    for (size_t i = 0; i < 2; i++) {
        put = (khl_pdf_put){.style = style,
                            .run = own ? KHL_PDF_AS_TEXT : KHL_PDF_AS_DOCUMENT,
                            .start = LABEL + (double)i * (SIDE + GAP),
                            .width = SIDE,
                            .beside = true,
                            .tag = tag};
        khl_pdf_add(&doc->stack, cells[i + 1], &put);
    }
    khl_pdf_make_room(&doc->stack, KHL_PDF_HEIGHT / 3);
    khl_pdf_place_stack(&doc->stack);
    khl_pdf_fill(&doc->paper, KHL_PDF_LINE, 0, doc->paper.y + 1, KHL_PDF_MEASURE, 0.4);
    doc->paper.y += 3;
}

static void put_table(khl_pdf_document *doc, const khl_change_rows *rows)
{
    const khl_str heads[3] = {khl_pdf_word(doc, "doc.change.what"), rows->heads[0], rows->heads[1]};
    khl_pdf_group(&doc->paper, "Table");
    doc->stack.row_tag = "TR";
    put_cells(doc, KHL_PDF_LABEL, heads, false);
    for (size_t i = 0; i < rows->n && khl_pdf_well(&doc->paper); i++) {
        const khl_change_row *row = &rows->rows[i];
        const khl_str cells[3] = {khl_pdf_word(doc, row->label), row->before, row->now};
        put_cells(doc, KHL_PDF_FACT, cells, row->own);
    }
    doc->stack.row_tag = NULL;
    khl_pdf_ungroup(&doc->paper);
}

/* Its heading stays with the first lines below it. What is no more has nothing to lead to. */
static void put_change(khl_pdf_document *doc, const khl_change *change, const khl_change_rows *rows)
{
    const double room = 110;
    khl_pdf_place link = {0, 0};
    if (change->entry != NULL) link = (khl_pdf_place){'e', (uint32_t)(change->entry - doc->list->entries)};
    if (doc->paper.y + room > KHL_PDF_END) khl_pdf_turn(&doc->paper);
    khl_pdf_text(doc);
    khl_pdf_put_own(doc, rows->number);
    khl_buf_char(&doc->text, ' ');
    khl_pdf_put_own(doc, rows->title);
    khl_pdf_add_text(doc, &(khl_pdf_put){.style = KHL_PDF_STRONG, .above = 12, .tag = "H3", .link = link});
    if (rows->tags.n > 0)
        khl_pdf_add(&doc->stack, rows->tags,
                    &(khl_pdf_put){.style = KHL_PDF_FACT, .colour = KHL_PDF_CAUTION});
    khl_pdf_make_room(&doc->stack, KHL_PDF_HEIGHT / 3);
    khl_pdf_place_stack(&doc->stack);
    if (rows->n > 0) put_table(doc, rows);
}

static void put_summary(khl_pdf_document *doc)
{
    khl_pdf_paragraph(&doc->paper, khl_pdf_word(doc, "doc.changes.intro"),
                      &(khl_pdf_put){.style = KHL_PDF_FACT});
    khl_change_summary(khl_pdf_text(doc), doc->list, doc->words);
    khl_pdf_add_text(doc, &(khl_pdf_put){.style = KHL_PDF_STRONG, .above = 6});
    khl_pdf_make_room(&doc->stack, KHL_PDF_HEIGHT);
    khl_pdf_place_stack(&doc->stack);
}

khl_status khl_pdf_changes(khl_pdf_document *doc, khl_error *err)
{
    const khl_shortlist *list = doc->list;
    khl_status status = KHL_OK;
    khl_change_rows rows = {.n = 0};
    if (!list->compared) return KHL_OK;
    khl_pdf_begin_part(doc, KHL_PDF_CHANGES, "doc.changes");
    put_summary(doc);
    for (size_t i = 0; i < list->n_changes && status == KHL_OK && khl_pdf_well(&doc->paper); i++) {
        status = khl_change_rows_make(&rows, list, &list->changes[i], doc->words);
        if (status == KHL_OK) put_change(doc, &list->changes[i], &rows);
    }
    khl_change_rows_clear(&rows);
    return status == KHL_OK ? doc->paper.status : khl_fail_memory(err);
}
