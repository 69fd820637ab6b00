/* From the blocks of a letter to a table. Tables that name a column for the text hold the proposals; where
 * there are none, paragraphs do, and a list stays with the line that announces it by a colon, as in plain
 * text. */
#include "docx_walk.h"
#include "error.h"
#include "office.h"
#include "readers.h"
#include "str.h"

static khl_status end_row(khl_table *table, uint32_t number, khl_error *err)
{
    return khl_table_row_end(table, 0, number) == KHL_OK ? KHL_OK : khl_fail_memory(err);
}

static khl_status put(khl_table *table, uint32_t column, khl_str text, uint32_t number, size_t max_cell,
                      khl_error *err)
{
    if (text.n > max_cell) return khl_fail_long_cell(err, max_cell, number, column + 1);
    return khl_table_cell(table, column, text) == KHL_OK ? KHL_OK : khl_fail_memory(err);
}

/* A paragraph that ends in a colon, with the items of a list below it; else the paragraph alone. */
static size_t gather(const khl_docx *d, size_t i, khl_buf *text)
{
    text->n = 0;
    khl_buf_put(text, d->paragraphs[i].text);
    if (!khl_str_ends(d->paragraphs[i].text, KHL_STR(":"))) return i + 1;
    for (i++; i < d->n && d->paragraphs[i].item; i++) {
        khl_buf_put_c(text, "\n- ");
        khl_buf_put(text, d->paragraphs[i].text);
    }
    return i;
}

static khl_status put_paragraphs(khl_table *table, const khl_docx *d, size_t max_cell, khl_error *err)
{
    khl_buf text = KHL_BUF_INIT;
    khl_str section = {"", 0};
    khl_status status = KHL_OK;
    for (size_t i = 0; i < d->n && status == KHL_OK;) {
        const khl_docx_paragraph *p = &d->paragraphs[i];
        if (p->heading) {
            section = p->text;
            i++;
            continue;
        }
        i = gather(d, i, &text);
        if (!khl_buf_ok(&text)) status = khl_fail_memory(err);
        if (status == KHL_OK) status = put(table, 0, khl_buf_str(&text), p->number, max_cell, err);
        if (status == KHL_OK) status = put(table, 1, section, p->number, max_cell, err);
        if (status == KHL_OK) status = end_row(table, p->number, err);
    }
    khl_buf_clear(&text);
    return status;
}

/* Rows of tables whose columns nobody knows: what stands in the cells of a row, in one. */
static khl_status put_plain_rows(khl_table *table, const khl_sheet *sheet, size_t max_cell, khl_error *err)
{
    khl_buf text = KHL_BUF_INIT;
    khl_status status = KHL_OK;
    for (size_t i = 0; i < sheet->n_cells && status == KHL_OK;) {
        uint32_t row = sheet->cells[i].row;
        text.n = 0;
        for (; i < sheet->n_cells && sheet->cells[i].row == row; i++) {
            if (text.n > 0) khl_buf_put_c(&text, " | ");
            khl_buf_put(&text, sheet->cells[i].text);
        }
        if (!khl_buf_ok(&text)) status = khl_fail_memory(err);
        if (status == KHL_OK) status = put(table, 0, khl_buf_str(&text), row + 1, max_cell, err);
        if (status == KHL_OK) status = end_row(table, row + 1, err);
    }
    khl_buf_clear(&text);
    return status;
}

static khl_status put_letter(khl_table *table, const khl_docx *d, size_t max_cell, khl_error *err)
{
    if (d->n == 0 && d->tables.n_cells == 0) return KHL_OK;
    if (khl_table_header(table, KHL_STR("text")) != KHL_OK ||
        khl_table_header(table, KHL_STR("section")) != KHL_OK)
        return khl_fail_memory(err);
    khl_status status = put_paragraphs(table, d, max_cell, err);
    for (size_t i = 0; i < d->tables.n_sheets && status == KHL_OK; i++)
        status = put_plain_rows(table, &d->tables.sheets[i], max_cell, err);
    return status;
}

static khl_status read_letter(khl_table *table, khl_archive *archive, const char *document,
                              const khl_office_task *task, khl_error *err)
{
    khl_docx d;
    bool found = false;
    khl_status status = khl_docx_walk(&d, archive, document, err);
    if (status == KHL_OK) status = khl_book_gather(&d.tables, task, table, &found, err);
    if (status == KHL_OK && !found) status = put_letter(table, &d, task->options->max_cell_bytes, err);
    khl_docx_clear(&d);
    return status;
}

khl_status khl_read_docx(khl_package *package, const khl_office_task *task, khl_table *table, khl_error *err)
{
    return read_letter(table, &package->archive, package->main, task, err);
}
