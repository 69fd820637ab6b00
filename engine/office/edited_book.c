/* The keys are read once; a sheet is found by a look at the heads of its first rows. */
#include "edited_book.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

#include <stdio.h>

#define NONE UINT32_MAX

enum { HEAD_ROWS = 20, NAME_BYTES = 96, PATH_BYTES = 128 };

khl_str khl_edited_keys_find(const khl_edited_keys *keys, const char *what, const char *name)
{
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s/%s", what, name);
    uint32_t i = khl_map_find(&keys->names, khl_str_from(path));
    return i != KHL_MAP_NONE ? keys->values[i] : (khl_str){NULL, 0};
}

static khl_status put_key(khl_edited_keys *keys, const khl_str cells[3], khl_error *err)
{
    uint32_t i;
    khl_buf name = KHL_BUF_INIT;
    khl_buf_put(&name, cells[0]);
    khl_buf_char(&name, '/');
    khl_buf_put(&name, cells[1]);
    bool put = khl_buf_ok(&name) && khl_map_put(&keys->names, khl_buf_str(&name), &i, NULL) == KHL_OK &&
               khl_grow(&keys->values, &keys->capacity, keys->names.n, sizeof *keys->values);
    khl_buf_clear(&name);
    if (!put) return khl_fail_memory(err);
    keys->values[i] = cells[2];
    return KHL_OK;
}

/* The sheet that begins with its schema. */
static const khl_sheet *find_keys(const khl_book *book)
{
    for (size_t i = 0; i < book->n_sheets; i++) {
        const khl_sheet *s = &book->sheets[i];
        if (s->n_cells > 1 && s->cells[0].column == 0 && khl_str_equal(s->cells[0].text, KHL_STR("schema")) &&
            s->cells[1].row == s->cells[0].row && s->cells[1].column == 1 &&
            khl_str_starts(s->cells[1].text, KHL_STR("khulasa.workbook/")))
            return s;
    }
    return NULL;
}

khl_status khl_edited_keys_read(khl_edited_keys *out, const khl_book *book, khl_buf *baseline, bool *found,
                                khl_error *err)
{
    const khl_sheet *sheet = find_keys(book);
    *out = (khl_edited_keys){.values = NULL};
    *found = sheet != NULL;
    khl_status status = khl_map_init(&out->names, err);
    for (size_t i = 0; *found && i < sheet->n_cells && status == KHL_OK;) {
        khl_str cells[3] = {{"", 0}, {"", 0}, {"", 0}};
        uint32_t row = sheet->cells[i].row;
        for (; i < sheet->n_cells && sheet->cells[i].row == row; i++)
            if (sheet->cells[i].column < 3) cells[sheet->cells[i].column] = sheet->cells[i].text;
        if (khl_str_equal(cells[0], KHL_STR("baseline")))
            khl_buf_put(baseline, cells[2]);
        else
            status = put_key(out, cells, err);
    }
    return status;
}

void khl_edited_keys_clear(khl_edited_keys *keys)
{
    khl_map_clear(&keys->names);
    free(keys->values);
}

bool khl_edited_same(khl_str a, khl_str b, khl_buf scratch[2])
{
    scratch[0].n = scratch[1].n = 0;
    khl_edited_fold(&scratch[0], a);
    khl_edited_fold(&scratch[1], b);
    return khl_str_equal(khl_buf_str(&scratch[0]), khl_buf_str(&scratch[1]));
}

typedef struct search {
    const khl_edited_keys *keys;
    const char *kind;
    khl_buf *scratch; /* [2] */
} search;

/* Where a row begins among the cells of a sheet, for the cell behind `at`. */
static size_t end_of_row(const khl_sheet *sheet, size_t at)
{
    uint32_t row = sheet->cells[at].row;
    while (at < sheet->n_cells && sheet->cells[at].row == row) at++;
    return at;
}

/* How many heads of the kind stand among the cells. */
static size_t count_heads(const search *s, const khl_sheet *sheet, size_t begin, size_t end, size_t *of)
{
    char prefix[NAME_BYTES];
    int n = snprintf(prefix, sizeof prefix, "column/%s.", s->kind);
    size_t found = 0;
    *of = 0;
    for (size_t k = 0; k < s->keys->names.n; k++) {
        bool here = false;
        if (!khl_str_starts(s->keys->names.keys[k], (khl_str){prefix, (size_t)n})) continue;
        ++*of;
        for (size_t i = begin; i < end && !here; i++)
            here = khl_edited_same(sheet->cells[i].text, s->keys->values[k], s->scratch);
        found += here;
    }
    return found;
}

/* The row of the heads: that of most heads among the first rows. */
static size_t find_heads(const search *s, const khl_sheet *sheet, size_t *begin, size_t *end, size_t *of)
{
    size_t most = 0;
    *begin = *end = *of = 0;
    for (size_t i = 0, rows = 0; i < sheet->n_cells && rows < HEAD_ROWS; rows++) {
        size_t next = end_of_row(sheet, i), n = count_heads(s, sheet, i, next, of);
        if (n > most) {
            most = n;
            *begin = i;
            *end = next;
        }
        i = next;
    }
    return most;
}

/* By its name, if it still has it; or else the one with most heads of the kind, if it has most of them. */
static const khl_sheet *find_sheet(const search *s, const khl_book *book)
{
    khl_str name = khl_edited_keys_find(s->keys, "sheet", s->kind);
    const khl_sheet *found = NULL;
    size_t begin, end, of, most = 0;
    for (size_t i = 0; name.p != NULL && i < book->n_sheets; i++)
        if (khl_edited_same(book->sheets[i].name, name, s->scratch)) return &book->sheets[i];
    for (size_t i = 0; name.p != NULL && i < book->n_sheets; i++) {
        size_t n = find_heads(s, &book->sheets[i], &begin, &end, &of);
        if (n <= most || 2 * n <= of) continue;
        most = n;
        found = &book->sheets[i];
    }
    return found;
}

static uint32_t find_column(const search *s, const khl_edited_table *t, const char *column, size_t begin)
{
    char path[NAME_BYTES];
    snprintf(path, sizeof path, "%s.%s", s->kind, column);
    khl_str head = khl_edited_keys_find(s->keys, "column", path);
    for (size_t i = begin; head.p != NULL && i < t->next; i++)
        if (khl_edited_same(t->sheet->cells[i].text, head, s->scratch)) return t->sheet->cells[i].column;
    return NONE;
}

khl_status khl_edited_table_find(khl_edited_table *out, const khl_book *book, const khl_edited_keys *keys,
                                 const char *kind, const char *const *columns, khl_error *err)
{
    khl_buf scratch[2] = {KHL_BUF_INIT, KHL_BUF_INIT};
    search s = {keys, kind, scratch};
    size_t begin = 0, of;
    *out = (khl_edited_table){.sheet = find_sheet(&s, book)};
    if (out->sheet != NULL) find_heads(&s, out->sheet, &begin, &out->next, &of);
    for (size_t i = 0; i < KHL_EDITED_COLUMNS && columns[i] != NULL; i++)
        out->columns[i] = out->sheet != NULL ? find_column(&s, out, columns[i], begin) : NONE;
    bool ok = khl_buf_ok(&scratch[0]) && khl_buf_ok(&scratch[1]);
    khl_buf_clear(&scratch[0]);
    khl_buf_clear(&scratch[1]);
    return ok ? KHL_OK : khl_fail_memory(err);
}

bool khl_edited_table_next(khl_edited_table *table, khl_edited_row *row)
{
    const khl_sheet *sheet = table->sheet;
    if (sheet == NULL || table->next >= sheet->n_cells) return false;
    size_t begin = table->next;
    table->next = end_of_row(sheet, begin);
    *row = (khl_edited_row){table, sheet->cells + begin, table->next - begin, sheet->cells[begin].row + 1};
    return true;
}

khl_str khl_edited_cell(const khl_edited_row *row, size_t column)
{
    uint32_t wanted = row->table->columns[column];
    for (size_t i = 0; i < row->n && wanted != NONE; i++)
        if (row->cells[i].column == wanted) return row->cells[i].text;
    return (khl_str){wanted != NONE ? "" : NULL, 0};
}
