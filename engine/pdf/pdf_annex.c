/* The annexes: where each proposal went, what was set aside and why, and the entries by authority. */
#include "concordance.h"
#include "doc_words.h"
#include "pdf_document.h"
#include "str.h"

#include <stdlib.h>

enum { ID = 76, ASSOCIATION = 150 };

/* Three cells of a row; the third, which leads somewhere, in doc->text. */
static void put_cells(khl_pdf_document *doc, khl_pdf_style style, const char *tag, khl_str first,
                      khl_str second, khl_pdf_place link)
{
    khl_pdf_put put = {.style = style, .width = ID - 8, .most_lines = 2, .tag = tag};
    khl_pdf_add(&doc->stack, first, &put);
    put.beside = true;
    put.start = ID;
    put.width = ASSOCIATION - 10;
    khl_pdf_add(&doc->stack, second, &put);
    put.start = ID + ASSOCIATION;
    put.width = 0;
    put.most_lines = 1;
    put.link = link;
    khl_pdf_add_text(doc, &put);
    khl_pdf_make_room(&doc->stack, KHL_PDF_HEIGHT);
    khl_pdf_place_stack(&doc->stack);
    khl_pdf_fill(&doc->paper, KHL_PDF_LINE, 0, doc->paper.y + 1, KHL_PDF_MEASURE, 0.4);
    doc->paper.y += 3;
}

static void put_reason(khl_pdf_document *doc, khl_str reason)
{
    khl_buf_put(&doc->text, khl_doc_word_of(doc->words, "doc.reason.", reason, reason));
}

static void put_row(khl_pdf_document *doc, const khl_concordance_row *row)
{
    khl_pdf_text(doc);
    if (row->entry != NULL) {
        khl_pdf_put_own(doc, row->entry->number);
        khl_buf_char(&doc->text, ' ');
        khl_pdf_put_own(doc, row->entry->title);
        put_cells(doc, KHL_PDF_FACT, "TD", row->id, row->member->association,
                  (khl_pdf_place){'e', (uint32_t)(row->entry - doc->list->entries)});
        return;
    }
    khl_pdf_put_word(doc, "doc.set_aside");
    khl_buf_put_c(&doc->text, ": ");
    put_reason(doc, doc->list->aside[row->number].reason);
    put_cells(doc, KHL_PDF_FACT, "TD", row->id, KHL_STR(""), (khl_pdf_place){'p', KHL_PDF_ASIDE});
}

static void begin_table(khl_pdf_document *doc)
{
    khl_pdf_group(&doc->paper, "Table");
    doc->stack.row_tag = "TR";
}

static void end_table(khl_pdf_document *doc)
{
    doc->stack.row_tag = NULL;
    khl_pdf_ungroup(&doc->paper);
}

khl_status khl_pdf_concordance(khl_pdf_document *doc, khl_error *err)
{
    khl_concordance_row *rows;
    size_t n;
    khl_status status = khl_concordance_make(&rows, &n, doc->list, false, err);
    if (status != KHL_OK) return status;
    khl_pdf_begin_part(doc, KHL_PDF_CONCORDANCE, "doc.concordance");
    khl_pdf_paragraph(&doc->paper, khl_pdf_word(doc, "doc.concordance.intro"),
                      &(khl_pdf_put){.style = KHL_PDF_FACT});
    doc->paper.y += 8;
    begin_table(doc);
    khl_pdf_text(doc);
    khl_pdf_put_word(doc, "doc.entry");
    put_cells(doc, KHL_PDF_LABEL, "TH", khl_pdf_word(doc, "doc.column.id"),
              khl_pdf_word(doc, "doc.column.association"), (khl_pdf_place){0, 0});
    for (size_t i = 0; i < n && khl_pdf_well(&doc->paper); i++) put_row(doc, &rows[i]);
    end_table(doc);
    free(rows);
    return KHL_OK;
}

/* "FILE:ROW", kept together from left to right. */
static void add_source(khl_pdf_document *doc, const khl_shortlist_aside *aside)
{
    khl_buf source = KHL_BUF_INIT;
    khl_buf_put(&source, aside->file);
    khl_buf_format(&source, ":%u", (unsigned)aside->row);
    khl_pdf_text(doc);
    khl_pdf_put_own(doc, khl_buf_str(&source));
    if (!khl_buf_ok(&source)) khl_pdf_fail_memory(&doc->paper);
    khl_buf_clear(&source);
    khl_pdf_add_text(doc, &(khl_pdf_put){.style = KHL_PDF_SMALL});
}

static void put_aside(khl_pdf_document *doc, const khl_shortlist_aside *aside)
{
    khl_pdf_text(doc);
    khl_pdf_put_own(doc, aside->id);
    khl_buf_put_c(&doc->text, " \xC2\xB7 ");
    put_reason(doc, aside->reason);
    if (aside->why.n > 0) khl_buf_put_c(&doc->text, " \xC2\xB7 ");
    if (aside->why.n > 0) khl_pdf_put_own(doc, aside->why);
    khl_pdf_add_text(doc, &(khl_pdf_put){.style = KHL_PDF_STRONG, .above = 8});
    if (aside->file.n > 0) add_source(doc, aside);
    if (khl_str_trim(aside->text).n > 0)
        khl_pdf_add(&doc->stack, aside->text, &(khl_pdf_put){.style = KHL_PDF_FACT, .run = KHL_PDF_AS_TEXT});
    khl_pdf_make_room(&doc->stack, 0);
    khl_pdf_place_stack(&doc->stack);
}

void khl_pdf_aside(khl_pdf_document *doc)
{
    const khl_shortlist *list = doc->list;
    if (list->n_aside == 0) return;
    khl_pdf_begin_part(doc, KHL_PDF_ASIDE, "doc.aside");
    khl_pdf_paragraph(&doc->paper, khl_pdf_word(doc, "doc.aside.intro"),
                      &(khl_pdf_put){.style = KHL_PDF_FACT});
    for (size_t i = 0; i < list->n_aside && khl_pdf_well(&doc->paper); i++) put_aside(doc, &list->aside[i]);
}

/* "1.2, 1.5" behind a word. */
static void add_numbers(khl_pdf_document *doc, const khl_concern *concerns, size_t n, const char *id)
{
    const double label = 84;
    if (n == 0) return;
    khl_pdf_text(doc);
    for (size_t i = 0; i < n; i++) {
        if (i > 0) khl_pdf_put_comma(doc);
        khl_pdf_put_own(doc, concerns[i].entry->number);
    }
    khl_pdf_add(&doc->stack, khl_pdf_word(doc, id),
                &(khl_pdf_put){.style = KHL_PDF_LABEL, .width = label - 8});
    khl_pdf_add_text(doc, &(khl_pdf_put){.style = KHL_PDF_FACT, .start = label, .beside = true});
}

static void put_authority(khl_pdf_document *doc, const khl_body *body)
{
    const khl_authority *authority = body->authority;
    khl_pdf_text(doc);
    khl_pdf_put_own(doc, khl_doc_name(&authority->name, doc->words));
    if (authority->level.n > 0) {
        khl_buf_put_c(&doc->text, " \xC2\xB7 ");
        khl_buf_put(&doc->text, khl_pdf_level(doc, authority->level));
    }
    khl_pdf_add_text(doc, &(khl_pdf_put){.style = KHL_PDF_STRONG, .above = 8});
    add_numbers(doc, body->concerns, body->n_lead, "doc.index.leads");
    add_numbers(doc, body->concerns + body->n_lead, body->n - body->n_lead, "doc.index.heard");
    khl_pdf_make_room(&doc->stack, KHL_PDF_HEIGHT / 3);
    khl_pdf_place_stack(&doc->stack);
}

void khl_pdf_authorities(khl_pdf_document *doc)
{
    if (doc->by_authority.n == 0) return;
    khl_pdf_begin_part(doc, KHL_PDF_AUTHORITIES, "doc.index.authorities");
    for (size_t i = 0; i < doc->by_authority.n && khl_pdf_well(&doc->paper); i++)
        put_authority(doc, &doc->by_authority.bodies[i]);
}
