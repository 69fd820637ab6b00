/* The sheets that account for every id: members of entries, the concordance, what was set aside, and the
 * texts that no cell holds. */
#include "cell_text.h"
#include "concordance.h"
#include "doc_words.h"
#include "sheet.h"
#include "str.h"

#include <stdlib.h>

static const khl_column member_columns[] = {
    {"entry_number", "doc.entry", KHL_KIND_ID, 7},
    {"entry_id", "doc.sheet.entry_id", KHL_KIND_ID, 13},
    {"member_id", "doc.column.id", KHL_KIND_ID, 10},
    {"representative", "doc.representative", KHL_KIND_ID, 9},
    {"association", "doc.column.association", KHL_KIND_TEXT, 19},
    {"city", "doc.sheet.city", KHL_KIND_NAMES, 12},
    {"date", "doc.sheet.date", KHL_KIND_ID, 11},
    {"text", "doc.sheet.wording", KHL_KIND_TEXT, 54},
    {"probability", "doc.sheet.probability", KHL_KIND_PERCENT, 9},
    {"decision", "doc.sheet.decision", KHL_KIND_CHOICE, 12},
    {"comment", "doc.sheet.comment", KHL_KIND_CHOICE, 20},
    {"file", "doc.sheet.file", KHL_KIND_TEXT, 16},
    {"row", "doc.sheet.row", KHL_KIND_COUNT, 7},
    {"key_a", NULL, KHL_KIND_HIDDEN, 12},
    {"key_b", NULL, KHL_KIND_HIDDEN, 12},
};
const khl_sheet_kind khl_sheet_members = {
    "members", "doc.sheet.members", member_columns, sizeof member_columns / sizeof *member_columns, 3, 11};

static const khl_column concordance_columns[] = {
    {"id", "doc.column.id", KHL_KIND_ID, 14},
    {"association", "doc.column.association", KHL_KIND_TEXT, 34},
    {"entry_number", "doc.entry", KHL_KIND_ID, 8},
    {"entry_id", "doc.sheet.entry_id", KHL_KIND_ID, 14},
    {"outcome", "doc.sheet.outcome", KHL_KIND_TEXT, 64},
    {"file", "doc.sheet.file", KHL_KIND_TEXT, 24},
    {"row", "doc.sheet.row", KHL_KIND_COUNT, 8},
};
const khl_sheet_kind khl_sheet_concordance = {"concordance",
                                              "doc.concordance",
                                              concordance_columns,
                                              sizeof concordance_columns / sizeof *concordance_columns,
                                              1,
                                              5};

static const khl_column aside_columns[] = {
    {"id", "doc.column.id", KHL_KIND_ID, 14},         {"reason", "doc.sheet.reason", KHL_KIND_NAMES, 32},
    {"text", "doc.sheet.wording", KHL_KIND_TEXT, 80}, {"file", "doc.sheet.file", KHL_KIND_TEXT, 24},
    {"row", "doc.sheet.row", KHL_KIND_COUNT, 8},      {"why", "doc.note", KHL_KIND_TEXT, 40},
};
const khl_sheet_kind khl_sheet_aside = {
    "aside", "doc.aside", aside_columns, sizeof aside_columns / sizeof *aside_columns, 1, 5};

static const khl_column text_columns[] = {
    {"text_number", "doc.sheet.number", KHL_KIND_COUNT, 8},
    {"piece", "doc.sheet.piece", KHL_KIND_COUNT, 8},
    {"text", "doc.sheet.piece_text", KHL_KIND_TEXT, 130},
};
const khl_sheet_kind khl_sheet_texts = {
    "texts", "doc.sheet.texts", text_columns, sizeof text_columns / sizeof *text_columns, 1, 3};

/* A decision on a member is one on the pair of the representative and it. */
static void put_member(khl_sheet *sheet, const khl_entry *entry, const khl_member *member)
{
    if (!khl_sheet_row(sheet)) return;
    khl_sheet_text(sheet, entry->number);
    khl_sheet_text(sheet, entry->id);
    khl_sheet_text(sheet, member->id);
    khl_sheet_text(sheet, member->representative ? KHL_STR("\xE2\x9C\x93") : KHL_STR("")); /* a check mark */
    khl_sheet_text(sheet, member->association);
    khl_sheet_text(sheet, member->city);
    khl_sheet_text(sheet, member->date);
    khl_sheet_text(sheet, member->text);
    khl_sheet_percent(sheet, member->probability);
    for (size_t i = 0; i < 2; i++) {
        if (member->representative)
            khl_sheet_no_choice(sheet);
        else
            khl_sheet_blank(sheet);
    }
    khl_sheet_text(sheet, member->file);
    khl_sheet_count(sheet, member->row);
    khl_sheet_exact(sheet, member->representative ? KHL_STR("") : entry->members[0].id);
    khl_sheet_exact(sheet, member->id);
}

void khl_put_members(khl_book *book)
{
    khl_sheet sheet;
    khl_sheet_open(&sheet, book, &khl_sheet_members);
    for (size_t i = 0; i < book->list->n_entries; i++) {
        const khl_entry *entry = &book->list->entries[i];
        for (size_t m = 0; m < entry->n_members && khl_book_goes_on(book); m++)
            put_member(&sheet, entry, &entry->members[m]);
    }
    khl_sheet_choices(&sheet);
    khl_sheet_close(&sheet);
}

static khl_str reason_word(const khl_book *book, khl_str reason)
{
    return khl_doc_word_of(book->words, "doc.reason.", reason, reason);
}

/* What became of it, in words, when it is in no entry. */
static khl_str outcome(khl_sheet *sheet, const khl_concordance_row *row)
{
    khl_book *book = sheet->book;
    khl_buf *text = &book->more;
    const khl_shortlist_cut *cut = row->where == KHL_IS_CUT ? &book->list->cuts[row->number] : NULL;
    text->n = 0;
    khl_buf_put(text, khl_doc_word(book->words, cut != NULL ? "doc.parts" : "doc.set_aside"));
    khl_buf_put_c(text, ": ");
    if (cut == NULL) khl_buf_put(text, reason_word(book, book->list->aside[row->number].reason));
    for (size_t i = 0; cut != NULL && i < cut->n_parts; i++)
        khl_sheet_item(sheet, i, cut->parts[i].id, false);
    return khl_buf_str(text);
}

static void put_source(khl_sheet *sheet, khl_str file, uint32_t row)
{
    khl_sheet_text(sheet, file);
    khl_sheet_count(sheet, row);
}

static void put_received(khl_sheet *sheet, const khl_concordance_row *row)
{
    const khl_str none = KHL_STR("");
    const khl_shortlist *list = sheet->book->list;
    const khl_entry *entry = row->entry;
    if (!khl_sheet_row(sheet)) return;
    khl_sheet_text(sheet, row->id);
    khl_sheet_text(sheet, entry != NULL ? row->member->association : none);
    khl_sheet_text(sheet, entry != NULL ? entry->number : none);
    khl_sheet_text(sheet, entry != NULL ? entry->id : none);
    khl_sheet_text(sheet, entry != NULL ? entry->title : outcome(sheet, row));
    if (entry != NULL)
        put_source(sheet, row->member->file, row->member->row);
    else if (row->where == KHL_IS_CUT)
        put_source(sheet, list->cuts[row->number].file, list->cuts[row->number].row);
    else
        put_source(sheet, list->aside[row->number].file, list->aside[row->number].row);
}

void khl_put_concordance(khl_book *book)
{
    khl_sheet sheet;
    khl_concordance_row *rows;
    size_t n = 0;
    khl_status status = khl_concordance_make(&rows, &n, book->list, true, book->err);
    if (book->status == KHL_OK) book->status = status;
    khl_sheet_open(&sheet, book, &khl_sheet_concordance);
    for (size_t i = 0; i < n && khl_book_goes_on(book); i++) put_received(&sheet, &rows[i]);
    khl_sheet_close(&sheet);
    free(rows);
}

static void put_aside(khl_sheet *sheet, const khl_shortlist_aside *aside, khl_str reason)
{
    if (!khl_sheet_row(sheet)) return;
    khl_sheet_text(sheet, aside->id);
    khl_sheet_text(sheet, reason);
    khl_sheet_text(sheet, aside->text);
    khl_sheet_text(sheet, aside->file);
    khl_sheet_count(sheet, aside->row);
    khl_sheet_text(sheet, aside->why);
}

/* The greeting or the end of a cut submission: listed, counted as nothing. */
static void put_formula(khl_sheet *sheet, const khl_shortlist_cut *cut, khl_str text, const char *word)
{
    khl_shortlist_aside formula = {.id = cut->id, .text = text, .file = cut->file, .row = cut->row};
    if (text.n > 0) put_aside(sheet, &formula, khl_doc_word(sheet->book->words, word));
}

void khl_put_aside(khl_book *book)
{
    khl_sheet sheet;
    const khl_shortlist *list = book->list;
    khl_sheet_open(&sheet, book, &khl_sheet_aside);
    for (size_t i = 0; i < list->n_aside && khl_book_goes_on(book); i++)
        put_aside(&sheet, &list->aside[i], reason_word(book, list->aside[i].reason));
    for (size_t i = 0; i < list->n_cuts && khl_book_goes_on(book); i++) {
        put_formula(&sheet, &list->cuts[i], list->cuts[i].opening, "doc.formula.opening");
        put_formula(&sheet, &list->cuts[i], list->cuts[i].closing, "doc.formula.closing");
    }
    khl_sheet_close(&sheet);
}

static void put_pieces(khl_sheet *sheet, uint32_t number, khl_str s)
{
    uint32_t piece = 1;
    for (size_t at = 0; at < s.n && khl_sheet_row(sheet); piece++) {
        khl_sheet_count(sheet, number);
        khl_sheet_count(sheet, piece);
        khl_sheet_piece(sheet, s, &at);
    }
}

void khl_put_texts(khl_book *book)
{
    khl_sheet sheet;
    if (book->long_texts.n == 0) return;
    khl_sheet_open(&sheet, book, &khl_sheet_texts);
    for (uint32_t i = 0; i < book->long_texts.n && khl_book_goes_on(book); i++)
        put_pieces(&sheet, i + 1, book->long_texts.keys[i]);
    khl_sheet_close(&sheet);
}
