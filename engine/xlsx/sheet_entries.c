/* The sheets of the entries: the entries themselves, and the same by the bodies they are for. */
#include "by_authority.h"
#include "doc_words.h"
#include "sheet.h"
#include "str.h"

static const khl_column entry_columns[] = {
    {"entry_number", "doc.sheet.number", KHL_KIND_ID, 6},
    {"entry_id", "doc.sheet.entry_id", KHL_KIND_ID, 13},
    {"axis", "doc.axis", KHL_KIND_NAMES, 17},
    {"title", "doc.sheet.title", KHL_KIND_TEXT, 24},
    {"text", "doc.sheet.text", KHL_KIND_TEXT, 46},
    {"level", "doc.level", KHL_KIND_ID, 9},
    {"lead_authority", "doc.sheet.lead", KHL_KIND_NAMES, 16},
    {"support", "doc.sheet.support", KHL_KIND_COUNT, 8},
    {"supporters", "doc.sheet.supporters", KHL_KIND_NAMES, 24},
    {"authorities", "doc.sheet.concerned", KHL_KIND_NAMES, 30},
    {"cities", "doc.cities", KHL_KIND_NAMES, 24},
    {"members", "doc.sheet.members_of", KHL_KIND_NAMES, 18},
    {"related", "doc.related", KHL_KIND_ID, 14},
    {"priority", "doc.priority", KHL_KIND_COUNT, 9},
    {"axis_source", "doc.sheet.axis_source", KHL_KIND_NAMES, 26},
    {"decided", "doc.decided", KHL_KIND_NAMES, 20},
    {"note", "doc.note", KHL_KIND_TEXT, 30},
};
const khl_sheet_kind khl_sheet_entries = {
    "entries", "doc.sheet.entries", entry_columns, sizeof entry_columns / sizeof *entry_columns, 2, 9};

static const khl_column authority_columns[] = {
    {"authority", "doc.authorities", KHL_KIND_NAMES, 34},
    {"authority_level", "doc.level", KHL_KIND_ID, 10},
    {"role", "doc.sheet.role", KHL_KIND_ID, 12},
    {"entry_number", "doc.entry", KHL_KIND_ID, 7},
    {"entry_id", "doc.sheet.entry_id", KHL_KIND_ID, 14},
    {"title", "doc.sheet.title", KHL_KIND_TEXT, 56},
    {"support", "doc.sheet.support", KHL_KIND_COUNT, 9},
    {"authority_id", "doc.sheet.authority_id", KHL_KIND_ID, 20},
};
const khl_sheet_kind khl_sheet_authorities = {"authorities",
                                              "doc.sheet.authorities",
                                              authority_columns,
                                              sizeof authority_columns / sizeof *authority_columns,
                                              1,
                                              7};

static khl_str axis_name(const khl_book *book, uint32_t axis)
{
    return khl_doc_name(&book->list->axes[axis - 1].name, book->words);
}

static void put_level(khl_sheet *sheet, khl_str level)
{
    khl_sheet_text(sheet,
                   level.n > 0 ? khl_doc_word_of(sheet->book->words, "doc.level.", level, level) : level);
}

static khl_str lead_name(const khl_book *book, const khl_entry *entry)
{
    return entry->n_authorities > 0 ? khl_doc_name(&entry->authorities[0].name, book->words) : KHL_STR("");
}

/* Those beside the one that leads. */
static void put_others(khl_sheet *sheet, const khl_entry *entry)
{
    const khl_book *book = sheet->book;
    sheet->book->more.n = 0;
    for (size_t i = 1; i < entry->n_authorities; i++)
        khl_sheet_item(sheet, i - 1, khl_doc_name(&entry->authorities[i].name, book->words), true);
    khl_sheet_text(sheet, khl_buf_str(&book->more));
}

static void put_members(khl_sheet *sheet, const khl_entry *entry)
{
    sheet->book->more.n = 0;
    for (size_t i = 0; i < entry->n_members; i++) khl_sheet_item(sheet, i, entry->members[i].id, false);
    khl_sheet_text(sheet, khl_buf_str(&sheet->book->more));
}

/* Nothing where the submitters gave the axis and nobody doubts it. */
static void put_axis_source(khl_sheet *sheet, const khl_entry *entry)
{
    khl_buf *text = &sheet->book->more;
    text->n = 0;
    if (!entry->axis_given) {
        khl_buf_put(text, khl_doc_word(sheet->book->words, "doc.axis.assigned"));
    } else if (entry->doubt_axis != 0) {
        khl_buf_put(text, khl_doc_word(sheet->book->words, "doc.axis.doubt"));
        khl_buf_char(text, ' ');
        khl_buf_put(text, axis_name(sheet->book, entry->doubt_axis));
    }
    khl_sheet_text(sheet, khl_buf_str(text));
}

static void put_decided(khl_sheet *sheet, const khl_entry *entry)
{
    khl_buf *text = &sheet->book->more;
    text->n = 0;
    khl_doc_decided(text, sheet->book->words, entry);
    khl_sheet_text(sheet, khl_buf_str(text));
}

static void put_entry(khl_sheet *sheet, const khl_entry *entry)
{
    if (!khl_sheet_row(sheet)) return;
    khl_sheet_text(sheet, entry->number);
    khl_sheet_text(sheet, entry->id);
    khl_sheet_text(sheet, axis_name(sheet->book, entry->axis));
    khl_sheet_text(sheet, entry->title);
    khl_sheet_text(sheet, entry->text);
    put_level(sheet, entry->level);
    khl_sheet_text(sheet, lead_name(sheet->book, entry));
    khl_sheet_count(sheet, (uint32_t)entry->n_supporters);
    khl_sheet_list(sheet, entry->supporters, entry->n_supporters, true);
    put_others(sheet, entry);
    khl_sheet_list(sheet, entry->cities, entry->n_cities, false);
    put_members(sheet, entry);
    khl_sheet_list(sheet, entry->related, entry->n_related, true);
    khl_sheet_count(sheet, entry->priority);
    put_axis_source(sheet, entry);
    put_decided(sheet, entry);
    khl_sheet_text(sheet, entry->note);
}

void khl_put_entries(khl_book *book)
{
    khl_sheet sheet;
    khl_sheet_open(&sheet, book, &khl_sheet_entries);
    for (size_t i = 0; i < book->list->n_entries && khl_book_goes_on(book); i++)
        put_entry(&sheet, &book->list->entries[i]);
    khl_sheet_close(&sheet);
}

static void put_concern(khl_sheet *sheet, const khl_concern *c)
{
    if (!khl_sheet_row(sheet)) return;
    khl_sheet_text(sheet, khl_doc_name(&c->authority->name, sheet->book->words));
    put_level(sheet, c->authority->level);
    khl_sheet_word(sheet, c->authority->lead ? "doc.lead" : "doc.sheet.to_be_heard");
    khl_sheet_text(sheet, c->entry->number);
    khl_sheet_text(sheet, c->entry->id);
    khl_sheet_text(sheet, c->entry->title);
    khl_sheet_count(sheet, (uint32_t)c->entry->n_supporters);
    khl_sheet_text(sheet, c->authority->id);
}

void khl_put_authorities(khl_book *book)
{
    khl_sheet sheet;
    khl_by_authority by;
    khl_status status = khl_by_authority_make(&by, book->list, book->err);
    if (book->status == KHL_OK) book->status = status;
    khl_sheet_open(&sheet, book, &khl_sheet_authorities);
    for (size_t i = 0; i < by.n_concerns && khl_book_goes_on(book); i++) put_concern(&sheet, &by.concerns[i]);
    khl_sheet_close(&sheet);
    khl_by_authority_clear(&by);
}
