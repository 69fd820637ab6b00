/* Sheets of an OpenDocument spreadsheet (OpenDocument 1.3 part 3): one walk over content.xml. Rows and cells
 * that are repeated are written once with a number, a million of them when they are blank. */
#include "error.h"
#include "office.h"
#include "office_number.h"
#include "office_xml.h"
#include "str.h"

#include <string.h>

typedef struct walk {
    khl_book *book;
    khl_buf text, shown;
    uint32_t row, column, rows_repeated; /* of the row and cell at hand */
    uint32_t cell_repeated, rows_spanned;
    size_t first_cell; /* of the sheet's cells, those of the row begin here */
    unsigned aside;    /* levels within a comment, a shape or a table of changes */
    unsigned paragraphs;
    bool in_table, in_cell, in_paragraph;
} walk;

static bool stands_aside(const char *name)
{
    return khl_xml_is(name, "annotation") || khl_xml_is(name, "shapes") ||
           khl_xml_is(name, "tracked-changes");
}

static khl_status start_table(walk *w, const char **atts, khl_error *err)
{
    const char *name = khl_xml_attribute(atts, "name");
    w->row = 0;
    w->in_table = true;
    return khl_book_add_sheet(w->book, khl_str_from(name != NULL ? name : ""), false, err);
}

static void start_row(walk *w, const char **atts)
{
    w->column = 0;
    w->rows_repeated = khl_xml_number(atts, "number-rows-repeated", 1, KHL_BOOK_ROWS);
    w->first_cell = w->book->sheets[w->book->n_sheets - 1].n_cells;
}

/* Numbers and dates by their values; everything else as it is shown. */
static void start_cell(walk *w, const char **atts)
{
    const char *type = khl_xml_attribute(atts, "value-type"), *value = khl_xml_attribute(atts, "value");
    const char *date = khl_xml_attribute(atts, "date-value");
    double number;
    w->in_cell = true;
    w->paragraphs = 0;
    w->text.n = w->shown.n = 0;
    w->cell_repeated = khl_xml_number(atts, "number-columns-repeated", 1, KHL_BOOK_COLUMNS);
    w->rows_spanned = khl_xml_number(atts, "number-rows-spanned", 1, KHL_BOOK_ROWS);
    if (type != NULL && strcmp(type, "float") == 0 && value != NULL &&
        khl_str_to_f64(khl_str_from(value), &number))
        khl_number_put(&w->shown, number);
    if (type != NULL && strcmp(type, "date") == 0 && date != NULL)
        for (; *date != '\0'; date++) khl_buf_char(&w->shown, *date == 'T' ? ' ' : *date);
}

static void start_in_cell(walk *w, const char *name, const char **atts)
{
    if (khl_xml_is(name, "p") || khl_xml_is(name, "h")) {
        if (w->paragraphs++ > 0) khl_buf_char(&w->text, '\n');
        w->in_paragraph = true;
    } else if (khl_xml_is(name, "s")) {
        for (uint32_t n = khl_xml_number(atts, "c", 1, 1024); n > 0; n--) khl_buf_char(&w->text, ' ');
    } else if (khl_xml_is(name, "tab")) {
        khl_buf_char(&w->text, '\t');
    } else if (khl_xml_is(name, "line-break")) {
        khl_buf_char(&w->text, '\n');
    }
}

static khl_status on_start(void *context, const char *name, const char **atts, khl_error *err)
{
    walk *w = context;
    if (w->aside > 0 || stands_aside(name)) {
        w->aside++;
        return KHL_OK;
    }
    if (khl_xml_is(name, "table") && !w->in_table) return start_table(w, atts, err);
    if (!w->in_table) return KHL_OK;
    if (w->in_cell)
        start_in_cell(w, name, atts);
    else if (khl_xml_is(name, "table-row"))
        start_row(w, atts);
    else if (khl_xml_is(name, "table-cell") || khl_xml_is(name, "covered-table-cell"))
        start_cell(w, atts);
    return KHL_OK;
}

static khl_status on_text(void *context, khl_str text, khl_error *err)
{
    walk *w = context;
    (void)err;
    if (w->aside == 0 && w->in_cell && w->in_paragraph) khl_buf_put(&w->text, text);
    return KHL_OK;
}

static khl_status end_cell(walk *w, khl_error *err)
{
    khl_str text = khl_buf_str(w->shown.n > 0 ? &w->shown : &w->text);
    khl_status status = KHL_OK;
    w->in_cell = false;
    if (!khl_buf_ok(&w->text) || !khl_buf_ok(&w->shown)) return khl_fail_memory(err);
    if (khl_str_trim(text).n > 0) {
        khl_str kept = khl_arena_copy(&w->book->arena, text);
        if (kept.p == NULL) return khl_fail_memory(err);
        for (uint32_t i = 0; i < w->cell_repeated && status == KHL_OK; i++)
            status = khl_book_put(w->book, w->row, w->column + i, kept, err);
        khl_book_merge merge = {w->row, w->row + w->rows_spanned - 1, w->column, w->column};
        if (status == KHL_OK) status = khl_book_merge_cells(w->book, merge, err);
    }
    w->column += w->cell_repeated;
    return status;
}

static khl_status end_row(walk *w, khl_error *err)
{
    const khl_sheet *sheet = &w->book->sheets[w->book->n_sheets - 1];
    size_t end = sheet->n_cells;
    khl_status status = KHL_OK;
    for (uint32_t more = 1; more < w->rows_repeated && end > w->first_cell && status == KHL_OK; more++)
        for (size_t i = w->first_cell; i < end && status == KHL_OK; i++) {
            const khl_book_cell copy = w->book->sheets[w->book->n_sheets - 1].cells[i];
            status = khl_book_put(w->book, w->row + more, copy.column, copy.text, err);
        }
    w->row = w->row < KHL_BOOK_ROWS ? w->row + w->rows_repeated : w->row;
    return status;
}

static khl_status on_end(void *context, const char *name, khl_error *err)
{
    walk *w = context;
    if (w->aside > 0) {
        w->aside--;
        return KHL_OK;
    }
    if (khl_xml_is(name, "p") || khl_xml_is(name, "h")) w->in_paragraph = false;
    if (khl_xml_is(name, "table") && !w->in_cell) w->in_table = false;
    if (khl_xml_is(name, "table-cell") || khl_xml_is(name, "covered-table-cell"))
        return w->in_cell ? end_cell(w, err) : KHL_OK;
    return khl_xml_is(name, "table-row") && w->in_table && !w->in_cell ? end_row(w, err) : KHL_OK;
}

khl_status khl_read_ods(khl_book *book, khl_package *package, khl_error *err)
{
    static const char CONTENT[] = "content.xml";
    static const khl_xml_handlers HANDLERS = {on_start, on_end, on_text};
    khl_buf member = KHL_BUF_INIT;
    walk w = {.book = book, .text = KHL_BUF_INIT, .shown = KHL_BUF_INIT};
    khl_status status = khl_archive_read(&package->archive, CONTENT, &member, err);
    if (status == KHL_OK) status = khl_xml_parse(khl_buf_str(&member), &HANDLERS, &w, CONTENT, err);
    khl_buf_clear(&member);
    khl_buf_clear(&w.text);
    khl_buf_clear(&w.shown);
    return status;
}
