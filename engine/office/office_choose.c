/* Which sheet, and which of its rows is the header. A row is the header when its cells name a column for the
 * text or the title; the first few rows of a sheet are often a title and the name of who made it. */
#include "error.h"
#include "columns.h"
#include "map.h"
#include "office.h"
#include "readers.h"
#include "str.h"

#include <stdio.h>

/* Rows that are looked at for a header. */
enum { MOST_ABOVE = 40 };

#define INDEX KHL_STR("_index")
#define PARENT KHL_STR("_parent_index")

/* The cells [begin, end) of one row. */
typedef struct band {
    size_t begin, end;
} band;

static bool next_band(const khl_sheet *sheet, band *b)
{
    b->begin = b->end;
    while (b->end < sheet->n_cells && sheet->cells[b->end].row == sheet->cells[b->begin].row) b->end++;
    return b->begin < b->end;
}

static khl_status put_headers(khl_table *table, const khl_sheet *sheet, band row, uint32_t n_columns,
                              khl_error *err)
{
    size_t at = row.begin;
    for (uint32_t c = 0; c < n_columns; c++) {
        bool named = at < row.end && sheet->cells[at].column == c;
        khl_str name = named ? sheet->cells[at].text : (khl_str){"", 0};
        if (khl_table_header(table, name) != KHL_OK) return khl_fail_memory(err);
        while (at < row.end && sheet->cells[at].column == c) at++;
    }
    return KHL_OK;
}

static bool names_text(const khl_sheet *sheet, band row, const khl_read_options *options)
{
    khl_table table;
    khl_columns columns;
    khl_table_init(&table);
    bool known = put_headers(&table, sheet, row, sheet->cells[row.end - 1].column + 1, NULL) == KHL_OK &&
                 khl_columns_find(&columns, &table, options, NULL) == KHL_OK;
    khl_table_clear(&table);
    return known;
}

static bool has_cell(const khl_sheet *sheet, band row, khl_str text)
{
    for (size_t i = row.begin; i < row.end; i++)
        if (khl_str_equal(khl_str_trim(sheet->cells[i].text), text)) return true;
    return false;
}

static uint32_t column_of(const khl_sheet *sheet, band row, khl_str text)
{
    for (size_t i = row.begin; i < row.end; i++)
        if (khl_str_equal(khl_str_trim(sheet->cells[i].text), text)) return sheet->cells[i].column;
    return UINT32_MAX;
}

/* A sheet, and the row of its header. */
typedef struct choice {
    const khl_sheet *sheet;
    band header;
} choice;

static bool find_header(const khl_sheet *sheet, const khl_read_options *options, band *out)
{
    band row = {0, 0};
    for (int i = 0; i < MOST_ABOVE && next_band(sheet, &row); i++) {
        if (!names_text(sheet, row, options)) continue;
        *out = row;
        return true;
    }
    return false;
}

/* The first row, for a sheet whose columns nobody knows: what is wrong with it is then said. */
static choice take_first_row(const khl_sheet *sheet)
{
    choice c = {sheet, {0, 0}};
    next_band(sheet, &c.header);
    return c;
}

static khl_status choose_by_name(const khl_book *book, const khl_office_task *task, choice *out,
                                 khl_error *err)
{
    khl_str name = khl_str_trim(khl_str_from(task->options->sheet));
    khl_buf known = KHL_BUF_INIT;
    for (size_t i = 0; i < book->n_sheets; i++) {
        if (khl_str_equal(khl_str_trim(book->sheets[i].name), name)) {
            *out = take_first_row(&book->sheets[i]);
            find_header(out->sheet, task->options, &out->header);
            khl_buf_clear(&known);
            return KHL_OK;
        }
        if (known.n > 0) khl_buf_put_c(&known, ", ");
        khl_buf_put(&known, book->sheets[i].name);
    }
    khl_buf_char(&known, '\0');
    khl_status status = !khl_buf_ok(&known) ? khl_fail_memory(err)
                                            : KHL_FAIL(err, KHL_E_INPUT, "office.no_sheet",
                                                       "no sheet is named {0}; the sheets are: {1}",
                                                       task->options->sheet, known.p);
    khl_buf_clear(&known);
    return status;
}

/* The sheet of the answers that a sheet of repeated ones belongs to. */
static bool find_parent(const khl_book *book, const choice *child, choice *out)
{
    if (!has_cell(child->sheet, child->header, PARENT)) return false;
    for (size_t i = 0; i < book->n_sheets; i++) {
        choice c = take_first_row(&book->sheets[i]);
        if (c.sheet == child->sheet || c.header.begin == c.header.end) continue;
        if (!has_cell(c.sheet, c.header, INDEX) || has_cell(c.sheet, c.header, PARENT)) continue;
        *out = c;
        return true;
    }
    return false;
}

static khl_status choose(const khl_book *book, const khl_office_task *task, choice *out, khl_error *err)
{
    choice first = {NULL, {0, 0}}, found = {NULL, {0, 0}}, parent;
    for (size_t i = 0; i < book->n_sheets; i++) {
        choice c = take_first_row(&book->sheets[i]);
        if (c.sheet->hidden || c.sheet->n_cells == 0) continue;
        if (first.sheet == NULL) first = c;
        if (!find_header(c.sheet, task->options, &c.header)) continue;
        if (found.sheet == NULL || (find_parent(book, &c, &parent) && parent.sheet == found.sheet))
            found = c;
        else if (!find_parent(book, &found, &parent) || parent.sheet != c.sheet)
            return KHL_FAIL(err, KHL_E_INPUT, "office.two_sheets",
                            "the sheets {0} and {1} could both be meant; name one with --sheet",
                            found.sheet->name.p, c.sheet->name.p);
    }
    *out = found.sheet != NULL ? found : first;
    return KHL_OK;
}

/* The rows of the parent by their _index, and where its columns stand in the table. */
typedef struct joining {
    choice parent;
    khl_map rows;
    band *bands;          /* [rows.n] */
    uint32_t *column;     /* [KHL_BOOK_COLUMNS] of the table; UINT32_MAX: not taken */
    uint32_t child_index; /* column of _parent_index */
} joining;

static khl_status index_parent(joining *j, khl_arena *arena, khl_error *err)
{
    uint32_t key = column_of(j->parent.sheet, j->parent.header, INDEX);
    j->bands = khl_arena_array(arena, j->parent.sheet->n_cells + 1, sizeof *j->bands);
    if (j->bands == NULL) return khl_fail_memory(err);
    for (band row = j->parent.header; next_band(j->parent.sheet, &row);) {
        for (size_t i = row.begin; i < row.end; i++) {
            uint32_t number;
            bool added;
            if (j->parent.sheet->cells[i].column != key) continue;
            if (khl_map_put(&j->rows, khl_str_trim(j->parent.sheet->cells[i].text), &number, &added) !=
                KHL_OK)
                return khl_fail_memory(err);
            if (added) j->bands[number] = row;
        }
    }
    return KHL_OK;
}

static khl_status add_parent_headers(joining *j, khl_table *table, khl_error *err)
{
    const khl_sheet *sheet = j->parent.sheet;
    j->column = khl_arena_array(&table->arena, KHL_BOOK_COLUMNS, sizeof *j->column);
    if (j->column == NULL) return khl_fail_memory(err);
    for (uint32_t c = 0; c < KHL_BOOK_COLUMNS; c++) j->column[c] = UINT32_MAX;
    size_t own = table->n_headers;
    for (size_t i = j->parent.header.begin; i < j->parent.header.end; i++) {
        khl_str name = khl_str_trim(sheet->cells[i].text);
        bool known = false;
        for (size_t h = 0; h < own; h++) known = known || khl_str_equal(table->headers[h], name);
        if (known) continue;
        j->column[sheet->cells[i].column] = (uint32_t)table->n_headers;
        if (khl_table_header(table, name) != KHL_OK) return khl_fail_memory(err);
    }
    return KHL_OK;
}

static khl_status join_begin(joining *j, const khl_book *book, const choice *child, khl_table *table,
                             khl_error *err)
{
    if (!find_parent(book, child, &j->parent)) return KHL_OK;
    j->child_index = column_of(child->sheet, child->header, PARENT);
    khl_status status = khl_map_init(&j->rows, err);
    if (status == KHL_OK) status = index_parent(j, &table->arena, err);
    return status == KHL_OK ? add_parent_headers(j, table, err) : status;
}

static khl_status put_parent(const joining *j, khl_table *table, khl_str key, khl_error *err)
{
    uint32_t number = khl_map_find(&j->rows, khl_str_trim(key));
    if (number == KHL_MAP_NONE) return KHL_OK;
    for (size_t i = j->bands[number].begin; i < j->bands[number].end; i++) {
        const khl_book_cell *cell = &j->parent.sheet->cells[i];
        uint32_t column = j->column[cell->column];
        if (column != UINT32_MAX && khl_table_cell(table, column, cell->text) != KHL_OK)
            return khl_fail_memory(err);
    }
    return KHL_OK;
}

static khl_status put_row(khl_table *table, const choice *c, band row, const joining *j, size_t max_cell,
                          khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t i = row.begin; i < row.end && status == KHL_OK; i++) {
        const khl_book_cell *cell = &c->sheet->cells[i];
        if (cell->text.n > max_cell)
            return khl_fail_long_cell(err, max_cell, cell->row + 1, cell->column + 1);
        if (khl_table_cell(table, cell->column, cell->text) != KHL_OK) return khl_fail_memory(err);
        if (j->parent.sheet != NULL && cell->column == j->child_index)
            status = put_parent(j, table, cell->text, err);
    }
    if (status != KHL_OK) return status;
    status = khl_table_row_end(table, 0, c->sheet->cells[row.begin].row + 1);
    return status == KHL_OK ? KHL_OK : khl_fail_memory(err);
}

static uint32_t count_columns(const choice *c)
{
    uint32_t n = 0;
    for (size_t i = c->header.begin; i < c->sheet->n_cells; i++)
        if (c->sheet->cells[i].column >= n) n = c->sheet->cells[i].column + 1;
    return n;
}

/* The column of the table with that name, new when there is none. */
static khl_status column_named(khl_table *table, khl_str name, uint32_t *out, khl_error *err)
{
    name = khl_str_trim(name);
    for (*out = 0; *out < table->n_headers; ++*out)
        if (khl_str_equal(table->headers[*out], name)) return KHL_OK;
    return khl_table_header(table, name) == KHL_OK ? KHL_OK : khl_fail_memory(err);
}

/* Cells beyond the header stay out: a letter's table has none. */
static khl_status gather_sheet(khl_table *table, const khl_sheet *sheet, band header, size_t max_cell,
                               khl_error *err)
{
    uint32_t columns[KHL_TABLE_MAX_COLUMNS / 64];
    size_t n = sheet->cells[header.end - 1].column + (size_t)1;
    khl_status status = n <= sizeof columns / sizeof *columns ? KHL_OK : KHL_E_INPUT;
    for (size_t c = 0; c < n && status == KHL_OK; c++) columns[c] = UINT32_MAX;
    for (size_t i = header.begin; i < header.end && status == KHL_OK; i++)
        status = column_named(table, sheet->cells[i].text, &columns[sheet->cells[i].column], err);
    for (band row = header; status == KHL_OK && next_band(sheet, &row);) {
        for (size_t i = row.begin; i < row.end && status == KHL_OK; i++) {
            const khl_book_cell *cell = &sheet->cells[i];
            if (cell->text.n > max_cell)
                return khl_fail_long_cell(err, max_cell, cell->row + 1, cell->column + 1);
            if (cell->column < n && columns[cell->column] != UINT32_MAX &&
                khl_table_cell(table, columns[cell->column], cell->text) != KHL_OK)
                status = khl_fail_memory(err);
        }
        if (status == KHL_OK && khl_table_row_end(table, 0, sheet->cells[row.begin].row + 1) != KHL_OK)
            status = khl_fail_memory(err);
    }
    return status;
}

khl_status khl_book_gather(const khl_book *book, const khl_office_task *task, khl_table *table, bool *found,
                           khl_error *err)
{
    khl_status status = KHL_OK;
    *found = false;
    for (size_t i = 0; i < book->n_sheets && status == KHL_OK; i++) {
        band header;
        if (!find_header(&book->sheets[i], task->options, &header)) continue;
        *found = true;
        status = gather_sheet(table, &book->sheets[i], header, task->options->max_cell_bytes, err);
    }
    return status;
}

khl_status khl_book_choose(const khl_book *book, khl_office_task *task, khl_table *table, khl_error *err)
{
    choice c = {NULL, {0, 0}};
    joining j = {.parent = {NULL, {0, 0}}};
    khl_status status =
        task->options->sheet != NULL ? choose_by_name(book, task, &c, err) : choose(book, task, &c, err);
    if (status != KHL_OK || c.sheet == NULL || c.sheet->n_cells == 0) return status;
    status = put_headers(table, c.sheet, c.header, count_columns(&c), err);
    if (status == KHL_OK) status = join_begin(&j, book, &c, table, err);
    for (band row = c.header; status == KHL_OK && next_band(c.sheet, &row);)
        status = put_row(table, &c, row, &j, task->options->max_cell_bytes, err);
    task->joined = j.parent.sheet != NULL;
    khl_map_clear(&j.rows);
    return status;
}
