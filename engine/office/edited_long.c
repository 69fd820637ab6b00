/* Pieces are sorted once, and put together where a cell asks for them. */
#include "edited_long.h"

#include "alloc.h"
#include "error.h"
#include "hex.h"
#include "str.h"
#include "utf8.h"

#include <string.h>

/* As xlsx/cell_text.c cuts: UTF-16 units of what stands behind the mark, and what "_x0041_" counts that is no
 * escape. */
enum { CUT_UNITS = 32500 };

static int by_number(const void *x, const void *y)
{
    const khl_long_piece *a = x, *b = y;
    if (a->number != b->number) return a->number < b->number ? -1 : 1;
    return a->piece < b->piece ? -1 : a->piece > b->piece;
}

khl_status khl_long_texts_read(khl_long_texts *out, const khl_book *book, const khl_edited_keys *keys,
                               khl_arena *arena, khl_error *err)
{
    static const char *const COLUMNS[] = {"text_number", "piece", "text", NULL};
    khl_edited_table table;
    khl_edited_row row;
    *out = (khl_long_texts){.arena = arena, .mark = khl_edited_keys_find(keys, "mark", "long")};
    khl_status status = khl_edited_table_find(&table, book, keys, "texts", COLUMNS, err);
    while (status == KHL_OK && khl_edited_table_next(&table, &row)) {
        khl_long_piece p = {.text = khl_edited_cell(&row, 2)};
        if (!khl_str_to_u64(khl_str_trim(khl_edited_cell(&row, 0)), &p.number) ||
            !khl_str_to_u64(khl_str_trim(khl_edited_cell(&row, 1)), &p.piece))
            continue;
        if (!khl_grow(&out->pieces, &out->capacity, out->n + 1, sizeof *out->pieces))
            return khl_fail_memory(err);
        out->pieces[out->n++] = p;
    }
    if (out->n > 1) qsort(out->pieces, out->n, sizeof *out->pieces, by_number);
    return status;
}

void khl_long_texts_clear(khl_long_texts *texts)
{
    free(texts->pieces);
    khl_buf_clear(&texts->whole);
    khl_buf_clear(&texts->scratch[0]);
    khl_buf_clear(&texts->scratch[1]);
}

/* "[long; whole on the sheet of long texts, no. 7]\n" in front: its number, and what stands behind it. */
static bool take_mark(const khl_long_texts *t, khl_str cell, uint64_t *number, khl_str *rest)
{
    size_t at = 0;
    while (at + 3 <= t->mark.n && memcmp(t->mark.p + at, "{0}", 3) != 0) at++;
    if (at + 3 > t->mark.n || !khl_str_starts(cell, khl_str_part(t->mark, 0, at))) return false;
    khl_str behind = khl_str_part(t->mark, at + 3, t->mark.n);
    size_t end = at;
    while (end < cell.n && cell.p[end] >= '0' && cell.p[end] <= '9') end++;
    if (!khl_str_to_u64(khl_str_part(cell, at, end), number)) return false;
    *rest = khl_str_part(cell, end, cell.n);
    if (!khl_str_starts(*rest, behind)) return false;
    *rest = khl_str_part(*rest, behind.n, rest->n);
    if (rest->n > 0 && rest->p[0] == '\r') *rest = khl_str_part(*rest, 1, rest->n);
    if (rest->n > 0 && rest->p[0] == '\n') *rest = khl_str_part(*rest, 1, rest->n);
    return true;
}

static khl_str put_together(khl_long_texts *t, uint64_t number)
{
    size_t low = 0, high = t->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (t->pieces[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    t->whole.n = 0;
    for (; low < t->n && t->pieces[low].number == number; low++) khl_buf_put(&t->whole, t->pieces[low].text);
    return khl_buf_str(&t->whole);
}

/* Where the cell of a text was cut. */
static size_t cut_of(khl_str text)
{
    size_t at = 0, units = 0;
    while (at < text.n) {
        size_t next = at;
        bool escaped = khl_cell_escape(text, at) >= 0;
        units += khl_utf8_next(text, &next, NULL) > 0xFFFF ? 2 : escaped ? KHL_CELL_ESCAPE : 1;
        if (units > CUT_UNITS) return at;
        at = next;
    }
    return text.n;
}

/* Is `cell` what a cell shows of `text`? */
static bool is_cell_of(khl_long_texts *t, khl_str cell, khl_str text)
{
    return text.p != NULL && khl_edited_same(cell, khl_str_part(text, 0, cut_of(text)), t->scratch);
}

khl_status khl_long_texts_whole(khl_long_texts *texts, khl_str cell, khl_str before, khl_str *out,
                                khl_error *err)
{
    uint64_t number;
    khl_str rest, whole;
    *out = cell;
    if (cell.n == 0 || texts->mark.n == 0 || !take_mark(texts, cell, &number, &rest)) return KHL_OK;
    whole = put_together(texts, number);
    if (whole.n == 0)
        whole = is_cell_of(texts, rest, before) ? before : rest; /* the sheet of pieces is gone */
    else if (!is_cell_of(texts, rest, whole) && !is_cell_of(texts, rest, before)) {
        size_t cut = cut_of(before.p != NULL ? before : whole);
        khl_str tail = cut < whole.n ? khl_str_part(whole, cut, whole.n) : KHL_STR("");
        khl_buf joined = KHL_BUF_INIT;
        khl_buf_put(&joined, rest);
        khl_buf_put(&joined, tail);
        *out = khl_arena_copy(texts->arena, khl_buf_str(&joined));
        bool ok = khl_buf_ok(&joined) && out->p != NULL;
        khl_buf_clear(&joined);
        return ok ? KHL_OK : khl_fail_memory(err);
    }
    *out = khl_arena_copy(texts->arena, whole);
    return out->p != NULL && khl_buf_ok(&texts->whole) ? KHL_OK : khl_fail_memory(err);
}
