/* The sheet of other cities, which is there where a run looked elsewhere and found something: a row for each
 * entry and city. */
#include "doc_words.h"
#include "sheet.h"
#include "str.h"

static const khl_column columns[] = {
    {"entry_number", "doc.entry", KHL_KIND_ID, 7},
    {"entry_id", "doc.sheet.entry_id", KHL_KIND_ID, 14},
    {"title", "doc.sheet.title", KHL_KIND_TEXT, 34},
    {"city", "doc.sheet.city", KHL_KIND_NAMES, 16},
    {"verdict", "doc.elsewhere.verdict", KHL_KIND_ID, 10},
    {"probability", "doc.sheet.probability", KHL_KIND_PERCENT, 9},
    {"demands", "doc.column.demands", KHL_KIND_COUNT, 8},
    {"associations", "doc.sheet.supporters", KHL_KIND_COUNT, 9},
    {"other_id", "doc.elsewhere.id", KHL_KIND_ID, 14},
    {"other_text", "doc.elsewhere.text", KHL_KIND_TEXT, 46},
};
const khl_sheet_kind khl_sheet_elsewhere = {
    "elsewhere", "doc.elsewhere", columns, sizeof columns / sizeof *columns, 2, 10};

static void put_number(khl_sheet *sheet, uint32_t number)
{
    if (number > 0)
        khl_sheet_count(sheet, number);
    else
        khl_sheet_blank(sheet);
}

static void put_row(khl_sheet *sheet, const khl_entry *entry, const khl_elsewhere *other)
{
    if (!khl_sheet_row(sheet)) return;
    khl_sheet_text(sheet, entry->number);
    khl_sheet_text(sheet, entry->id);
    khl_sheet_text(sheet, entry->title);
    khl_sheet_text(sheet, other->city);
    khl_sheet_word(sheet, khl_doc_elsewhere(other));
    khl_sheet_percent(sheet, other->probability);
    put_number(sheet, other->demands);
    put_number(sheet, other->associations);
    khl_sheet_text(sheet, other->id);
    khl_sheet_text(sheet, other->text);
}

void khl_put_elsewhere(khl_book *book)
{
    khl_sheet sheet;
    if (!khl_doc_has_elsewhere(book->list)) return;
    khl_sheet_open(&sheet, book, &khl_sheet_elsewhere);
    for (size_t e = 0; e < book->list->n_entries && khl_book_goes_on(book); e++)
        for (size_t i = 0; i < book->list->entries[e].n_elsewhere; i++)
            put_row(&sheet, &book->list->entries[e], &book->list->entries[e].elsewhere[i]);
    khl_sheet_close(&sheet);
}
