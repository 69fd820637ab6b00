/* The sheet of the changes since an earlier version: a row for each thing that is not as it was, so that it
 * can be filtered by what it is. */
#include "change_rows.h"
#include "doc_words.h"
#include "error.h"
#include "sheet.h"
#include "str.h"

static const khl_column change_columns[] = {
    {"entry_number", "doc.entry", KHL_KIND_ID, 7},
    {"number_before", "doc.sheet.number_before", KHL_KIND_ID, 9},
    {"entry_id", "doc.sheet.entry_id", KHL_KIND_ID, 14},
    {"title", "doc.sheet.title", KHL_KIND_TEXT, 30},
    {"kinds", "doc.sheet.changes", KHL_KIND_NAMES, 18},
    {"what", "doc.change.what", KHL_KIND_NAMES, 20},
    {"before", "doc.change.before", KHL_KIND_TEXT, 42},
    {"now", "doc.change.now", KHL_KIND_TEXT, 42},
};
const khl_sheet_kind khl_sheet_changes = {
    "changes", "doc.sheet.changes", change_columns, sizeof change_columns / sizeof *change_columns, 3, 8};

/* row NULL: an entry of which there is no more to say. */
static void put_change_row(khl_sheet *sheet, const khl_change *change, const khl_change_rows *rows,
                           const khl_change_row *row)
{
    const khl_entry *now = change->entry;
    const khl_earlier *then = change->before;
    const khl_str none = KHL_STR("");
    if (!khl_sheet_row(sheet)) return;
    khl_sheet_text(sheet, now != NULL ? now->number : none);
    khl_sheet_text(sheet, then != NULL ? then->number : none);
    khl_sheet_text(sheet, now != NULL ? now->id : then->id);
    khl_sheet_text(sheet, rows->title);
    khl_sheet_text(sheet, rows->tags);
    khl_sheet_text(sheet, row != NULL ? khl_doc_word(sheet->book->words, row->label) : none);
    khl_sheet_text(sheet, row != NULL ? row->before : none);
    khl_sheet_text(sheet, row != NULL ? row->now : none);
}

void khl_put_changes(khl_book *book)
{
    khl_sheet sheet;
    khl_change_rows rows = {.n = 0};
    const khl_shortlist *list = book->list;
    if (!list->compared) return;
    khl_sheet_open(&sheet, book, &khl_sheet_changes);
    for (size_t i = 0; i < list->n_changes && khl_book_goes_on(book); i++) {
        const khl_change *change = &list->changes[i];
        if (khl_change_rows_make(&rows, list, change, book->words) != KHL_OK)
            book->status = khl_fail_memory(book->err);
        for (size_t r = 0; r < rows.n && khl_book_goes_on(book); r++)
            put_change_row(&sheet, change, &rows, &rows.rows[r]);
        if (rows.n == 0 && khl_book_goes_on(book)) put_change_row(&sheet, change, &rows, NULL);
    }
    khl_sheet_close(&sheet);
    khl_change_rows_clear(&rows);
}
