/* KoboToolbox: groups in headers, columns of the system, choices of several, repeats in a table of their own.
 *
 * A question with several choices comes as a summary "Q", whose labels are parted by blanks and cannot be
 * told apart again, and as columns "Q/label" of 0 and 1, or as one of both. Where there are columns they
 * decide: one tick is the value, several leave it open, and that is noted. Repeats name their parent by its
 * _index; what the parent says of city, association, axis, place and date holds for them. */
#include "platform.h"

#include "error.h"
#include "map.h"
#include "str.h"

#include <stdlib.h>

static bool is_child(const khl_platform_view *view)
{
    return khl_view_has(view, "_parent_index") &&
           (khl_view_has(view, "_parent_table_name") || khl_view_has(view, "_submission__uuid") ||
            khl_view_has(view, "_submission__id"));
}

static bool is_kobo(const khl_platform_view *view)
{
    if (is_child(view)) return true;
    return khl_view_has(view, "_uuid") && (khl_view_has(view, "_submission_time") ||
                                           khl_view_has(view, "_id") || khl_view_has(view, "_index"));
}

/* Tag rows (#hxl) say nothing of values. */
static bool is_tag(khl_str cell)
{
    return cell.n > 1 && cell.p[0] == '#';
}

/* Nothing but 0, 1 and blanks, and a 0 or 1 at least. */
static bool is_ticks(const khl_platform_view *view, uint32_t column)
{
    size_t n = 0;
    for (size_t i = 0; i < view->table->n_rows; i++) {
        khl_str cell = khl_view_cell(view, i, column);
        if (cell.n == 0 || is_tag(cell)) continue;
        if (cell.n != 1 || (cell.p[0] != '0' && cell.p[0] != '1')) return false;
        n++;
    }
    return n > 0;
}

/* The columns of one question. */
typedef struct choices {
    khl_str question; /* folded, with its groups */
    uint32_t summary; /* UINT32_MAX: none */
    uint32_t *columns;
    uint32_t n;
} choices;

static bool is_option_of(khl_str folded, khl_str question)
{
    return folded.n > question.n + 1 && khl_str_starts(folded, question) && folded.p[question.n] == '/';
}

static khl_str group_of(khl_str folded)
{
    size_t n = folded.n;
    while (n > 0 && folded.p[n - 1] != '/') n--;
    return khl_str_part(folded, 0, n > 0 ? n - 1 : 0);
}

/* The question whose first column of ticks is `column`: the longest header that the column is an option of,
 * or the group it stands in. */
static void find_choices(const khl_platform_view *view, uint32_t column, choices *out)
{
    out->summary = UINT32_MAX;
    out->question = group_of(view->folded[column]);
    for (uint32_t i = 0; i < view->table->n_headers; i++) {
        if (!is_option_of(view->folded[column], view->folded[i])) continue;
        if (out->summary != UINT32_MAX && view->folded[i].n <= out->question.n) continue;
        out->summary = i;
        out->question = view->folded[i];
    }
    out->n = 0;
    for (uint32_t i = column; i < view->table->n_headers && out->question.n > 0; i++)
        if (!view->hints.hidden[i] && is_option_of(view->folded[i], out->question) && is_ticks(view, i))
            out->columns[out->n++] = i;
}

static khl_cell *cell_of(const khl_platform_view *view, size_t row, uint32_t column)
{
    const khl_table_row *r = &view->table->rows[row];
    for (uint32_t i = 0; i < r->n_cells; i++)
        if (view->table->cells[r->first_cell + i].column == column)
            return &view->table->cells[r->first_cell + i];
    return NULL;
}

/* What stands behind the question in the header, as written. */
static khl_str label_of(const khl_platform_view *view, const choices *c, uint32_t column)
{
    khl_str header = view->table->headers[column];
    if (c->summary != UINT32_MAX) {
        khl_str question = view->table->headers[c->summary];
        if (khl_str_starts(header, question) && header.n > question.n + 1)
            return khl_trim_white_space(khl_str_part(header, question.n + 1, header.n));
    }
    size_t begin = header.n;
    while (begin > 0 && header.p[begin - 1] != '/') begin--;
    return khl_trim_white_space(khl_str_part(header, begin, header.n));
}

/* The one cell of the row that is to hold the value; others of its column are emptied. */
static void set_value(khl_platform_view *view, const choices *c, size_t row, uint32_t ticked, uint32_t n)
{
    khl_cell *tick = n > 0 ? cell_of(view, row, ticked) : NULL;
    uint32_t target = c->summary != UINT32_MAX ? c->summary : c->columns[0];
    khl_cell *value = cell_of(view, row, target);
    if (value == NULL && n != 1) return;
    if (value == NULL) { /* unanswered in the summary: the tick takes its place */
        value = tick;
        value->column = target;
    }
    khl_str label = n == 1 ? label_of(view, c, ticked) : KHL_STR("");
    value->p = label.p;
    value->n = (uint32_t)label.n;
}

static void settle_row(khl_platform_view *view, const choices *c, size_t row, bool is_axis)
{
    uint32_t n = 0, ticked = 0;
    for (uint32_t k = 0; k < c->n; k++) {
        khl_str cell = khl_view_cell(view, row, c->columns[k]);
        if (is_tag(cell)) return;
        if (cell.n != 1 || cell.p[0] != '1') continue;
        ticked = c->columns[k];
        n++;
    }
    set_value(view, c, row, ticked, n);
    if (is_axis && n > 1) view->source->info.notes |= KHL_NOTE_SEVERAL_AXES;
}

static void settle_choices(khl_platform_view *view, const choices *c)
{
    const khl_aliases *aliases = view->options->aliases;
    bool is_axis = khl_columns_rank(aliases, c->question, KHL_FIELD_AXIS) != 0;
    for (uint32_t k = 0; k < c->n; k++) khl_view_hide(view, c->columns[k]);
    for (int f = 0; f < KHL_N_FIELDS; f++) {
        if (f == KHL_FIELD_ID || khl_columns_rank(aliases, c->question, (khl_field)f) == 0) continue;
        if (view->hints.of[f].n == 0)
            khl_view_hint(view, (khl_field)f, c->summary != UINT32_MAX ? c->summary : c->columns[0]);
        for (size_t i = 0; i < view->table->n_rows; i++) settle_row(view, c, i, is_axis);
        return;
    }
}

static khl_status settle_all_choices(khl_platform_view *view)
{
    choices c;
    c.columns = khl_arena_array(&view->table->arena, view->table->n_headers + 1, sizeof *c.columns);
    if (c.columns == NULL) return khl_fail_memory(view->err);
    for (uint32_t i = 0; i < view->table->n_headers; i++) {
        if (view->hints.hidden[i] || group_of(view->folded[i]).n == 0 || !is_ticks(view, i)) continue;
        find_choices(view, i, &c);
        if (c.n > 1 || (c.n == 1 && c.summary != UINT32_MAX)) settle_choices(view, &c);
    }
    return KHL_OK;
}

static uint32_t source_column(const khl_source *source, const char *folded)
{
    for (uint32_t i = 0; i < source->table.n_headers; i++)
        if (khl_str_equal(source->columns.folded[i], khl_str_from(folded))) return i;
    return UINT32_MAX;
}

static size_t n_parents(const khl_source *source)
{
    return source->n_heads > 0 ? source->n_heads : source->table.n_rows;
}

/* The table read last that parents of repeats may stand in. */
static khl_source *find_parent(const khl_corpus *corpus)
{
    for (size_t i = corpus->n_sources; i-- > 0;) {
        khl_source *source = corpus->sources[i];
        if (khl_str_equal(source->info.platform, khl_str_from(KHL_KOBO.name)) &&
            source_column(source, "_parent_index") == UINT32_MAX &&
            source_column(source, "_index") != UINT32_MAX)
            return source;
    }
    return NULL;
}

/* Repeats and their parents, by _index. */
typedef struct kobo_join {
    khl_platform_view *view;
    khl_source *parent;
    khl_map rows;                                  /* _index -> number */
    uint32_t *row_of;                              /* [rows.n] */
    uint32_t index, id, uuid;                      /* of the parent */
    uint32_t parent_index, parent_id, parent_uuid; /* of the repeats */
    khl_field fields[KHL_N_FIELDS];                /* that are taken from the parent */
    uint32_t columns[KHL_N_FIELDS];                /* where they stand among the repeats' own */
    uint32_t n_fields;
} kobo_join;

static khl_str parent_cell(const kobo_join *j, size_t row, uint32_t column)
{
    if (column == UINT32_MAX) return (khl_str){"", 0};
    return khl_trim_white_space(khl_table_find(&j->parent->table, &j->parent->table.rows[row], column));
}

static khl_status number_parents(kobo_join *j)
{
    size_t n = n_parents(j->parent);
    j->row_of = khl_arena_array(&j->view->table->arena, n + 1, sizeof *j->row_of);
    if (j->row_of == NULL) return KHL_E_MEMORY;
    for (size_t i = 0; i < n; i++) {
        uint32_t number;
        bool added;
        if (khl_map_put(&j->rows, parent_cell(j, i, j->index), &number, &added) != KHL_OK)
            return KHL_E_MEMORY;
        if (added) j->row_of[number] = (uint32_t)i;
    }
    return KHL_OK;
}

static bool agree(khl_str a, khl_str b)
{
    return a.n == 0 || b.n == 0 || khl_str_equal(a, b);
}

/* The parent of a repeat; UINT32_MAX when none has its index, or that one is of another submission. */
static uint32_t parent_of(const kobo_join *j, size_t row)
{
    khl_str index = khl_view_cell(j->view, row, j->parent_index);
    uint32_t number = index.n > 0 ? khl_map_find(&j->rows, index) : KHL_MAP_NONE;
    if (number == KHL_MAP_NONE) return UINT32_MAX;
    uint32_t parent = j->row_of[number];
    khl_str id = khl_view_cell(j->view, row, j->parent_id),
            uuid = khl_view_cell(j->view, row, j->parent_uuid);
    bool same = agree(id, parent_cell(j, parent, j->id)) && agree(uuid, parent_cell(j, parent, j->uuid));
    return same ? parent : UINT32_MAX;
}

/* A repeat with the cells of its parent behind its own. */
static khl_status put_repeat(kobo_join *j, khl_table *to, size_t row)
{
    const khl_table *from = j->view->table;
    const khl_table_row *r = &from->rows[row];
    uint32_t parent = parent_of(j, row);
    khl_status status = KHL_OK;
    if (parent == UINT32_MAX && r->n_cells > 0 && !is_tag(khl_view_cell(j->view, row, j->parent_index)))
        j->view->source->info.notes |= KHL_NOTE_NO_PARENT;
    for (uint32_t i = 0; i < r->n_cells && status == KHL_OK; i++)
        status = khl_table_put(to, from->cells[r->first_cell + i]);
    for (uint32_t k = 0; k < j->n_fields && parent != UINT32_MAX && status == KHL_OK; k++) {
        const khl_source *p = j->parent;
        khl_str value = khl_columns_value(&p->columns, &p->table, &p->table.rows[parent], j->fields[k]);
        if (value.n == 0) continue;
        value = khl_arena_copy(&j->view->table->arena, value);
        if (value.p == NULL) return KHL_E_MEMORY;
        status = khl_table_put(to, (khl_cell){value.p, (uint32_t)value.n, j->columns[k]});
    }
    uint32_t columns = r->n_columns > 0 ? (uint32_t)from->n_headers : 0;
    return status == KHL_OK ? khl_table_row_end(to, columns, r->row) : status;
}

/* Where the value of a field of the parent stands among the columns that are added: one column of the parent
 * may serve two fields. */
static uint32_t added_column(const kobo_join *j, uint32_t k)
{
    for (uint32_t i = 0; i < k; i++)
        if (j->parent->columns.of[j->fields[i]].column[0] == j->parent->columns.of[j->fields[k]].column[0])
            return j->columns[i];
    return (uint32_t)j->view->table->n_headers;
}

/* Columns of the parent for the fields that repeats do not have. */
static khl_status add_columns(kobo_join *j)
{
    static const khl_field FIELDS[] = {KHL_FIELD_CITY,  KHL_FIELD_ASSOCIATION, KHL_FIELD_AXIS,
                                       KHL_FIELD_PLACE, KHL_FIELD_DATE,        KHL_FIELD_PRIORITY,
                                       KHL_FIELD_AUTHOR};
    khl_platform_view *view = j->view;
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++)
        if (j->parent->columns.of[FIELDS[i]].n > 0 && khl_view_field(view, FIELDS[i]) == UINT32_MAX)
            j->fields[j->n_fields++] = FIELDS[i];
    for (uint32_t k = 0; k < j->n_fields; k++) {
        uint32_t column = j->parent->columns.of[j->fields[k]].column[0];
        j->columns[k] = added_column(j, k);
        khl_view_hint(view, j->fields[k], j->columns[k]);
        if (j->columns[k] < view->table->n_headers) continue;
        if (khl_table_header(view->table, j->parent->table.headers[column]) != KHL_OK) return KHL_E_MEMORY;
    }
    view->hints.repeated = true; /* a name of the parent may stand here, too */
    return KHL_OK;
}

/* The arrays of the view have the length of the headers; by now there are more of these. */
static khl_status widen_view(khl_platform_view *view, size_t n_before)
{
    bool *hidden = khl_arena_array(&view->table->arena, view->table->n_headers + 1, sizeof *hidden);
    if (hidden == NULL) return KHL_E_MEMORY;
    memcpy(hidden, view->hints.hidden, n_before * sizeof *hidden);
    view->hints.hidden = hidden;
    return khl_columns_fold(&view->folded, view->table, view->err);
}

static khl_status join_rows(kobo_join *j)
{
    khl_table joined;
    size_t n_before = j->view->table->n_headers;
    khl_status status = number_parents(j);
    if (status == KHL_OK) status = add_columns(j);
    if (status == KHL_OK) status = widen_view(j->view, n_before);
    if (status != KHL_OK) return status;
    khl_table_init(&joined);
    for (size_t i = 0; i < j->view->table->n_rows && status == KHL_OK; i++)
        status = put_repeat(j, &joined, i);
    if (status == KHL_OK)
        khl_table_take_rows(j->view->table, &joined);
    else
        khl_table_clear(&joined);
    return status;
}

static khl_status join_parent(khl_platform_view *view)
{
    khl_source *parent = find_parent(view->corpus);
    view->hints.none[KHL_FIELD_ID] = true;
    if (parent == NULL) {
        if (!view->source->with_parents) view->source->info.notes |= KHL_NOTE_NO_PARENT;
        khl_view_hint(view, KHL_FIELD_DATE, khl_view_column(view, "_submission__submission_time"));
        return KHL_OK;
    }
    kobo_join j = {.view = view,
                   .parent = parent,
                   .index = source_column(parent, "_index"),
                   .id = source_column(parent, "_id"),
                   .uuid = source_column(parent, "_uuid"),
                   .parent_index = khl_view_column(view, "_parent_index"),
                   .parent_id = khl_view_column(view, "_submission__id"),
                   .parent_uuid = khl_view_column(view, "_submission__uuid")};
    khl_status status = khl_map_init(&j.rows, view->err);
    if (status == KHL_OK) status = join_rows(&j);
    khl_map_clear(&j.rows);
    parent->joined = parent->joined || status == KHL_OK;
    return status == KHL_OK ? KHL_OK : khl_fail_memory(view->err);
}

static khl_status apply_kobo(khl_platform_view *view)
{
    khl_status status = settle_all_choices(view);
    if (status != KHL_OK) return status;
    if (is_child(view)) return join_parent(view);
    uint32_t id = khl_view_column(view, "_id");
    khl_view_hint(view, KHL_FIELD_ID, id != UINT32_MAX ? id : khl_view_column(view, "_uuid"));
    khl_view_hint(view, KHL_FIELD_DATE, khl_view_column(view, "_submission_time"));
    return KHL_OK;
}

const khl_platform KHL_KOBO = {"kobotoolbox", is_kobo, apply_kobo};
