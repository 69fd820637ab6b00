/* Annex H: the changes since an earlier version, for each entry a table of what was and what is. Linear in
 * what is shown. */
#include "change_rows.h"
#include "docx.h"
#include "error.h"
#include "str.h"

static const unsigned change_widths[] = {1838, 3900, 3900};
static const khl_docx_table change_table = {"Lined", change_widths, 3, "doc.annex.h", "doc.changes.intro"};

/* A text from outside goes the way of its letters. */
static void put_cell(khl_docx *d, unsigned width, const char *style, khl_str text, bool own)
{
    khl_docx_cell(d, width, 1, NULL);
    if (own && text.n > 0)
        khl_docx_paragraph_of(d, style, text);
    else
        khl_docx_paragraph(d, style);
    khl_docx_run(d, NULL, text);
    khl_docx_paragraph_end(d);
    khl_docx_cell_end(d);
}

static void put_label(khl_docx *d, const char *id)
{
    khl_docx_cell(d, change_widths[0], 1, NULL);
    khl_docx_paragraph(d, "Cell");
    khl_docx_word(d, "Soft", id);
    khl_docx_paragraph_end(d);
    khl_docx_cell_end(d);
}

static void put_table(khl_docx *d, const khl_change_rows *rows)
{
    khl_docx_table_begin(d, &change_table);
    khl_docx_row(d, true);
    khl_docx_cell(d, change_widths[0], 1, NULL);
    khl_docx_line_word(d, "CellHead", "doc.change.what");
    khl_docx_cell_end(d);
    for (size_t i = 0; i < 2; i++) put_cell(d, change_widths[i + 1], "CellHead", rows->heads[i], false);
    khl_docx_row_end(d);
    for (size_t i = 0; i < rows->n; i++) {
        const khl_change_row *row = &rows->rows[i];
        khl_docx_row(d, false);
        put_label(d, row->label);
        put_cell(d, change_widths[1], "Cell", row->before, row->own);
        put_cell(d, change_widths[2], "Cell", row->now, row->own);
        khl_docx_row_end(d);
    }
    khl_docx_table_end(d);
}

/* What is no more has nothing to lead to. */
static void put_change(khl_docx *d, const khl_change *change, const khl_change_rows *rows)
{
    khl_docx_paragraph_of(d, "Heading3", rows->title);
    if (change->entry != NULL) {
        khl_docx_link_entry(d, change->entry);
    } else {
        khl_docx_run(d, "Number", rows->number);
        khl_docx_run_c(d, NULL, " ");
        khl_docx_run(d, NULL, rows->title);
    }
    if (rows->tags.n > 0) khl_docx_run_c(d, "Caution", " \xC2\xB7 ");
    khl_docx_run(d, "Caution", rows->tags);
    khl_docx_paragraph_end(d);
    if (rows->n > 0) put_table(d, rows);
}

static void put_summary(khl_docx *d)
{
    khl_buf sums = KHL_BUF_INIT;
    khl_change_summary(&sums, d->list, d->words);
    khl_docx_paragraph(d, NULL);
    khl_docx_run(d, "Strong", khl_buf_str(&sums));
    khl_docx_paragraph_end(d);
    if (!khl_buf_ok(&sums)) d->status = khl_fail_memory(d->err);
    khl_buf_clear(&sums);
}

void khl_docx_changes(khl_docx *d)
{
    khl_change_rows rows = {.n = 0};
    if (!d->list->compared) return;
    khl_docx_annex(d, 'h', "doc.changes.intro");
    put_summary(d);
    for (size_t i = 0; i < d->list->n_changes && d->status == KHL_OK; i++) {
        if (khl_change_rows_make(&rows, d->list, &d->list->changes[i], d->words) == KHL_OK)
            put_change(d, &d->list->changes[i], &rows);
        else
            d->status = khl_fail_memory(d->err);
    }
    khl_change_rows_clear(&rows);
}
