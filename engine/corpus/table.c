/* Columns, rows and cells of one input; appended to by the readers, then only read. */
#include "table.h"

#include "alloc.h"
#include "str.h"

void khl_table_init(khl_table *table)
{
    *table = (khl_table){.arena = KHL_ARENA_INIT(64 * 1024)};
}

void khl_table_clear(khl_table *table)
{
    free(table->headers);
    free(table->cells);
    free(table->rows);
    khl_arena_clear(&table->arena);
    *table = (khl_table){.arena = KHL_ARENA_INIT(64 * 1024)};
}

khl_status khl_table_header(khl_table *table, khl_str name)
{
    if (!khl_grow(&table->headers, &table->headers_capacity, table->n_headers + 1, sizeof *table->headers))
        return KHL_E_MEMORY;
    khl_str copy = khl_arena_copy(&table->arena, khl_str_trim(name));
    if (copy.p == NULL) return KHL_E_MEMORY;
    table->headers[table->n_headers++] = copy;
    return KHL_OK;
}

khl_status khl_table_cell(khl_table *table, uint32_t column, khl_str value)
{
    if (value.n == 0) return KHL_OK;
    if (value.n > KHL_TABLE_MAX_CELL) return KHL_E_MEMORY;
    if (!khl_grow(&table->cells, &table->cells_capacity, table->n_cells + 1, sizeof *table->cells))
        return KHL_E_MEMORY;
    khl_str copy = khl_arena_copy(&table->arena, value);
    if (copy.p == NULL) return KHL_E_MEMORY;
    table->cells[table->n_cells++] = (khl_cell){copy.p, (uint32_t)copy.n, column};
    return KHL_OK;
}

static size_t row_begin(const khl_table *table)
{
    if (table->n_rows == 0) return 0;
    const khl_table_row *last = &table->rows[table->n_rows - 1];
    return last->first_cell + last->n_cells;
}

khl_status khl_table_row_end(khl_table *table, uint32_t n_columns, uint32_t row)
{
    size_t first = row_begin(table);
    if (table->n_rows >= UINT32_MAX - 1 || table->n_cells - first > UINT32_MAX) return KHL_E_MEMORY;
    if (!khl_grow(&table->rows, &table->rows_capacity, table->n_rows + 1, sizeof *table->rows))
        return KHL_E_MEMORY;
    uint32_t n = (uint32_t)(table->n_cells - first);
    table->rows[table->n_rows++] = (khl_table_row){first, n, n_columns, row};
    return KHL_OK;
}

void khl_table_row_drop(khl_table *table)
{
    table->n_cells = row_begin(table);
}

khl_status khl_table_put(khl_table *table, khl_cell cell)
{
    if (!khl_grow(&table->cells, &table->cells_capacity, table->n_cells + 1, sizeof *table->cells))
        return KHL_E_MEMORY;
    table->cells[table->n_cells++] = cell;
    return KHL_OK;
}

void khl_table_take_rows(khl_table *table, khl_table *from)
{
    free(table->cells);
    free(table->rows);
    table->cells = from->cells;
    table->n_cells = from->n_cells;
    table->cells_capacity = from->cells_capacity;
    table->rows = from->rows;
    table->n_rows = from->n_rows;
    table->rows_capacity = from->rows_capacity;
    from->cells = NULL;
    from->rows = NULL;
    khl_table_clear(from);
}

khl_str khl_table_find(const khl_table *table, const khl_table_row *row, uint32_t column)
{
    for (uint32_t i = 0; i < row->n_cells; i++) {
        const khl_cell *cell = &table->cells[row->first_cell + i];
        if (cell->column == column) return (khl_str){cell->p, cell->n};
    }
    return (khl_str){"", 0};
}
