/* Sheets grow cell by cell; order and merges are made at the end. */
#include "office_book.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

void khl_book_clear(khl_book *book)
{
    for (size_t i = 0; i < book->n_sheets; i++) {
        free(book->sheets[i].cells);
        free(book->sheets[i].merges);
    }
    free(book->sheets);
    khl_arena_clear(&book->arena);
    *book = (khl_book)KHL_BOOK_INIT;
}

khl_status khl_book_add_sheet(khl_book *book, khl_str name, bool hidden, khl_error *err)
{
    if (!khl_grow(&book->sheets, &book->capacity, book->n_sheets + 1, sizeof *book->sheets))
        return khl_fail_memory(err);
    khl_str copy = khl_arena_copy(&book->arena, name);
    if (copy.p == NULL) return khl_fail_memory(err);
    book->sheets[book->n_sheets++] = (khl_sheet){.name = copy, .hidden = hidden};
    return KHL_OK;
}

static khl_status put_into(khl_book *book, khl_sheet *sheet, khl_book_cell cell, khl_error *err)
{
    if (khl_str_trim(cell.text).n == 0) return KHL_OK;
    if (cell.row >= KHL_BOOK_ROWS || cell.column >= KHL_BOOK_COLUMNS || book->n_cells >= KHL_BOOK_CELLS)
        return KHL_FAIL(err, KHL_E_INPUT, "office.too_large",
                        "the sheet {0} has more cells than are read; save what is wanted of it as CSV",
                        sheet->name.p);
    if (!khl_grow(&sheet->cells, &sheet->cells_capacity, sheet->n_cells + 1, sizeof *sheet->cells))
        return khl_fail_memory(err);
    sheet->cells[sheet->n_cells++] = cell;
    book->n_cells++;
    return KHL_OK;
}

khl_status khl_book_put(khl_book *book, uint32_t row, uint32_t column, khl_str text, khl_error *err)
{
    return put_into(book, &book->sheets[book->n_sheets - 1], (khl_book_cell){row, column, text}, err);
}

khl_status khl_book_put_copy(khl_book *book, uint32_t row, uint32_t column, khl_str text, khl_error *err)
{
    if (khl_str_trim(text).n == 0) return KHL_OK;
    khl_str copy = khl_arena_copy(&book->arena, text);
    return copy.p != NULL ? khl_book_put(book, row, column, copy, err) : khl_fail_memory(err);
}

khl_status khl_book_merge_cells(khl_book *book, khl_book_merge merge, khl_error *err)
{
    khl_sheet *sheet = &book->sheets[book->n_sheets - 1];
    if (merge.last_row <= merge.first_row || merge.last_row >= KHL_BOOK_ROWS) return KHL_OK;
    if (!khl_grow(&sheet->merges, &sheet->merges_capacity, sheet->n_merges + 1, sizeof *sheet->merges))
        return khl_fail_memory(err);
    sheet->merges[sheet->n_merges++] = merge;
    return KHL_OK;
}

static int by_place(const void *x, const void *y)
{
    const khl_book_cell *a = x, *b = y;
    if (a->row != b->row) return a->row < b->row ? -1 : 1;
    return a->column < b->column ? -1 : a->column > b->column;
}

static bool is_sorted(const khl_sheet *sheet)
{
    for (size_t i = 1; i < sheet->n_cells; i++)
        if (by_place(&sheet->cells[i - 1], &sheet->cells[i]) > 0) return false;
    return true;
}

static void sort(khl_sheet *sheet)
{
    if (sheet->n_cells > 1 && !is_sorted(sheet))
        qsort(sheet->cells, sheet->n_cells, sizeof *sheet->cells, by_place);
}

/* The first of n sorted cells that stands at or behind a place; n when there is none. */
static size_t find(const khl_book_cell *cells, size_t n, uint32_t row, uint32_t column)
{
    const khl_book_cell wanted = {.row = row, .column = column};
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_place(&cells[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* An association that is written once beside several proposals is that of each of them. Rows that hold
 * nothing stay empty: a merge down to the end of a sheet makes no rows. n: the cells that are sorted. */
static khl_status spread(khl_book *book, khl_sheet *sheet, size_t n, const khl_book_merge *merge,
                         khl_error *err)
{
    size_t at = find(sheet->cells, n, merge->first_row, merge->first_column);
    if (at == n || sheet->cells[at].row != merge->first_row || sheet->cells[at].column != merge->first_column)
        return KHL_OK;
    khl_str text = sheet->cells[at].text;
    khl_status status = KHL_OK;
    at = find(sheet->cells, n, merge->first_row + 1, 0);
    while (at < n && sheet->cells[at].row <= merge->last_row && status == KHL_OK) {
        uint32_t row = sheet->cells[at].row;
        status = put_into(book, sheet, (khl_book_cell){row, merge->first_column, text}, err);
        at = find(sheet->cells, n, row + 1, 0);
    }
    return status;
}

static khl_status finish_sheet(khl_book *book, khl_sheet *sheet, khl_error *err)
{
    khl_status status = KHL_OK;
    sort(sheet);
    size_t n = sheet->n_cells;
    for (size_t i = 0; i < sheet->n_merges && status == KHL_OK; i++)
        status = spread(book, sheet, n, &sheet->merges[i], err);
    sort(sheet);
    return status;
}

khl_status khl_book_finish(khl_book *book, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t i = 0; i < book->n_sheets && status == KHL_OK; i++)
        status = finish_sheet(book, &book->sheets[i], err);
    return status;
}
