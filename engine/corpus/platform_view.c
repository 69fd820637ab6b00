/* What the platforms ask of a table: columns by name, cells, shapes. One look at a cell, or one pass. */
#include "platform.h"

#include "error.h"
#include "str.h"
#include "utf8.h"

enum { LEAST_ANSWER = 24 }; /* bytes: shorter ones are names and choices */

uint32_t khl_view_column(const khl_platform_view *view, const char *folded)
{
    for (uint32_t i = 0; i < view->table->n_headers; i++)
        if (khl_str_equal(view->folded[i], khl_str_from(folded))) return i;
    return UINT32_MAX;
}

uint32_t khl_view_column_begins(const khl_platform_view *view, const char *prefix)
{
    for (uint32_t i = 0; i < view->table->n_headers; i++)
        if (khl_str_starts(view->folded[i], khl_str_from(prefix))) return i;
    return UINT32_MAX;
}

bool khl_view_has(const khl_platform_view *view, const char *folded)
{
    return khl_view_column(view, folded) != UINT32_MAX;
}

khl_str khl_view_cell(const khl_platform_view *view, size_t row, uint32_t column)
{
    return khl_trim_white_space(khl_table_find(view->table, &view->table->rows[row], column));
}

void khl_view_hint(khl_platform_view *view, khl_field field, uint32_t column)
{
    khl_field_columns *columns = &view->hints.of[field];
    if (column != UINT32_MAX && columns->n < KHL_COLUMNS_PER_FIELD) columns->column[columns->n++] = column;
}

void khl_view_hide(khl_platform_view *view, uint32_t column)
{
    if (column != UINT32_MAX) view->hints.hidden[column] = true;
}

unsigned char *khl_view_marks(khl_platform_view *view)
{
    khl_source *source = view->source;
    if (source->marks == NULL)
        source->marks = khl_arena_array(&view->table->arena, view->table->n_rows + 1, 1);
    return source->marks;
}

uint32_t khl_view_field(const khl_platform_view *view, khl_field field)
{
    const khl_column_hints *hints = &view->hints;
    const khl_str *names = hints->names != NULL ? hints->names : view->folded;
    uint32_t best = 0, found = UINT32_MAX;
    if (hints->none[field]) return UINT32_MAX;
    if (hints->of[field].n > 0) return hints->of[field].column[0];
    for (uint32_t i = 0; i < view->table->n_headers; i++) {
        uint32_t rank = hints->hidden[i] ? 0 : khl_columns_rank(view->options->aliases, names[i], field);
        if (rank == 0 || (best != 0 && rank >= best)) continue;
        best = rank;
        found = i;
    }
    return found;
}

/* Named as something else, or as nothing that could be the text. */
static bool is_taken(const khl_platform_view *view, uint32_t column)
{
    const khl_str *names = view->hints.names != NULL ? view->hints.names : view->folded;
    if (view->hints.hidden[column] || khl_str_starts(names[column], KHL_STR("_"))) return true;
    for (int f = 0; f < KHL_N_FIELDS; f++) {
        if (khl_columns_rank(view->options->aliases, names[column], (khl_field)f) != 0) return true;
        for (uint32_t k = 0; k < view->hints.of[f].n; k++)
            if (view->hints.of[f].column[k] == column) return true;
    }
    return false;
}

static size_t mean_length(const khl_platform_view *view, uint32_t column)
{
    size_t sum = 0, filled = 0;
    for (size_t i = 0; i < view->table->n_rows; i++) {
        khl_str cell = khl_view_cell(view, i, column);
        sum += cell.n;
        filled += cell.n > 0;
    }
    return filled > 0 ? sum / filled : 0;
}

void khl_view_guess_text(khl_platform_view *view)
{
    size_t best = 0, second = 0;
    uint32_t found = UINT32_MAX;
    if (khl_view_field(view, KHL_FIELD_TEXT) != UINT32_MAX) return;
    for (uint32_t i = 0; i < view->table->n_headers; i++) {
        size_t mean = is_taken(view, i) ? 0 : mean_length(view, i);
        if (mean > best) {
            second = best;
            best = mean;
            found = i;
        } else if (mean > second) {
            second = mean;
        }
    }
    if (best < LEAST_ANSWER || second * 3 > best * 2) return;
    khl_view_hint(view, KHL_FIELD_TEXT, found);
    view->source->info.notes |= KHL_NOTE_TEXT_GUESSED;
}

/* Reads digits at *at; how many. */
static size_t digits(khl_str s, size_t *at)
{
    size_t begin = *at;
    while (*at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9') ++*at;
    return *at - begin;
}

static bool sign(khl_str s, size_t *at, const char *signs)
{
    if (*at >= s.n || s.p[*at] == '\0' || strchr(signs, s.p[*at]) == NULL) return false;
    ++*at;
    return true;
}

bool khl_is_time_stamp(khl_str cell)
{
    size_t at = 0, first = digits(cell, &at);
    if (first == 0 || !sign(cell, &at, "/-.")) return false;
    size_t second = digits(cell, &at);
    if (second == 0 || second > 2 || !sign(cell, &at, "/-.")) return false;
    size_t third = digits(cell, &at);
    if (!(first == 4 && third > 0 && third <= 2) && !(first <= 2 && third == 4)) return false;
    while (at < cell.n && (cell.p[at] < '0' || cell.p[at] > '9')) at++; /* blanks, "à", "T" */
    size_t hour = digits(cell, &at);
    if (hour == 0 || hour > 2 || !sign(cell, &at, ":")) return false;
    if (digits(cell, &at) != 2 || !sign(cell, &at, ":")) return false;
    return digits(cell, &at) == 2;
}
