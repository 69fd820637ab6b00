/* Decidim: proposals with localised title and body, as its serializers write them in CSV and JSON.
 *
 * Cells that began with = + - @ were given an apostrophe by the CSV exporter: it is taken off there and
 * nowhere else. Originals of a merge or a split stay in the export as withdrawn, and would count twice: they
 * are known by the addresses in related_proposals, in either direction. */
#include "platform.h"

#include "error.h"
#include "map.h"
#include "str.h"

#include <jansson.h>

/* Columns whose last part would be taken for a field of the proposal itself. */
static const char *const FOREIGN[] = {
    "participatory_space/", "component/",    "answer/", "original_proposal/", "attachments/",
    "meeting_urls",         "endorsements/", "likes/",  "author/id",          "author/url"};

/* The column of a field with a language behind it; lang may be NULL for any. */
static uint32_t localised(const khl_platform_view *view, khl_field field, const char *lang)
{
    for (uint32_t i = 0; i < view->table->n_headers; i++) {
        khl_str folded = view->folded[i];
        if (!khl_columns_is_localised(folded)) continue;
        if (lang != NULL && !khl_str_ends(folded, khl_str_from(lang))) continue;
        khl_str stem = khl_str_part(folded, 0, folded.n - 3);
        if (memchr(stem.p, '/', stem.n) != NULL) continue;
        if (khl_columns_rank(view->options->aliases, stem, field) != 0) return i;
    }
    return UINT32_MAX;
}

static bool is_decidim(const khl_platform_view *view)
{
    if (localised(view, KHL_FIELD_TITLE, NULL) != UINT32_MAX &&
        localised(view, KHL_FIELD_TEXT, NULL) != UINT32_MAX)
        return true;
    return khl_view_has(view, "body") && khl_view_has(view, "component/id") &&
           khl_view_column_begins(view, "participatory_space/") != UINT32_MAX;
}

static void strip_guards(khl_table *table)
{
    for (size_t i = 0; i < table->n_cells; i++) {
        khl_cell *cell = &table->cells[i];
        if (cell->n < 2 || cell->p[0] != '\'' || cell->p[1] == '\0' || strchr("=+-@", cell->p[1]) == NULL)
            continue;
        cell->p++;
        cell->n--;
    }
}

static void hide_foreign(khl_platform_view *view)
{
    for (uint32_t i = 0; i < view->table->n_headers; i++)
        for (size_t k = 0; k < sizeof FOREIGN / sizeof *FOREIGN; k++)
            if (khl_str_starts(view->folded[i], khl_str_from(FOREIGN[k]))) khl_view_hide(view, i);
}

static bool is_true(khl_str cell)
{
    return khl_str_equal(cell, KHL_STR("true")) || khl_str_equal(cell, KHL_STR("1")) ||
           khl_str_equal(cell, KHL_STR("withdrawn"));
}

/* What relations are followed by. */
typedef struct relations {
    khl_platform_view *view;
    uint32_t url, id, related, withdrawn, state;
    khl_map live; /* addresses of proposals that stand */
    khl_map kept; /* addresses that those name as related */
} relations;

/* Addresses in a list "a, b", one at *at after the other. */
static bool next_address(khl_str list, size_t *at, khl_str *out)
{
    while (*at < list.n) {
        size_t begin = *at, end = begin;
        while (end < list.n && list.p[end] != ',') end++;
        *at = end + 1;
        *out = khl_trim_white_space(khl_str_part(list, begin, end));
        if (out->n > 0) return true;
    }
    return false;
}

/* What two ways of writing an address agree on: the digits at its end are the id of the proposal. */
static khl_str number_of(khl_str address)
{
    size_t end = address.n;
    while (end > 0 && address.p[end - 1] == '/') end--;
    size_t begin = end;
    while (begin > 0 && address.p[begin - 1] >= '0' && address.p[begin - 1] <= '9') begin--;
    return khl_str_part(address, begin, end);
}

static khl_str own_number(const relations *r, size_t row)
{
    khl_str id = r->id != UINT32_MAX ? khl_view_cell(r->view, row, r->id) : KHL_STR("");
    if (id.n > 0 || r->url == UINT32_MAX) return id;
    return number_of(khl_view_cell(r->view, row, r->url));
}

static bool is_withdrawn(const relations *r, size_t row)
{
    return (r->withdrawn != UINT32_MAX && is_true(khl_view_cell(r->view, row, r->withdrawn))) ||
           (r->state != UINT32_MAX &&
            khl_str_equal(khl_view_cell(r->view, row, r->state), KHL_STR("withdrawn")));
}

static khl_status put_related(relations *r, size_t row)
{
    khl_str list = khl_view_cell(r->view, row, r->related), address;
    for (size_t at = 0; next_address(list, &at, &address);)
        if (khl_map_put(&r->kept, number_of(address), NULL, NULL) != KHL_OK) return KHL_E_MEMORY;
    return KHL_OK;
}

static khl_status note_live(relations *r)
{
    khl_status status = KHL_OK;
    for (size_t i = 0; i < r->view->table->n_rows && status == KHL_OK; i++) {
        if (is_withdrawn(r, i)) continue;
        status = khl_map_put(&r->live, own_number(r, i), NULL, NULL);
        if (status == KHL_OK) status = put_related(r, i);
    }
    return status;
}

static bool lives_on(const relations *r, size_t row)
{
    khl_str list = khl_view_cell(r->view, row, r->related), address, own = own_number(r, row);
    if (own.n > 0 && khl_map_find(&r->kept, own) != KHL_MAP_NONE) return true;
    for (size_t at = 0; next_address(list, &at, &address);) {
        khl_str number = number_of(address);
        if (number.n > 0 && khl_map_find(&r->live, number) != KHL_MAP_NONE) return true;
    }
    return false;
}

static khl_status mark_merged(relations *r)
{
    unsigned char *marks = khl_view_marks(r->view);
    khl_status status = marks != NULL ? khl_map_init(&r->live, r->view->err) : KHL_E_MEMORY;
    if (status == KHL_OK) status = khl_map_init(&r->kept, r->view->err);
    if (status == KHL_OK) status = note_live(r);
    for (size_t i = 0; i < r->view->table->n_rows && status == KHL_OK; i++)
        if (is_withdrawn(r, i) && lives_on(r, i)) marks[i] |= KHL_ROW_MERGED;
    khl_map_clear(&r->live);
    khl_map_clear(&r->kept);
    return status == KHL_OK ? KHL_OK : khl_fail_memory(r->view->err);
}

static khl_status follow_relations(khl_platform_view *view)
{
    relations r = {.view = view,
                   .url = khl_view_column(view, "url"),
                   .id = khl_view_field(view, KHL_FIELD_ID),
                   .related = khl_view_column(view, "related_proposals"),
                   .withdrawn = khl_view_column(view, "withdrawn"),
                   .state = khl_view_column(view, "state")};
    bool told = r.withdrawn != UINT32_MAX || r.state != UINT32_MAX;
    return told && r.related != UINT32_MAX ? mark_merged(&r) : KHL_OK;
}

/* The name of a list of one taxonomy, in Arabic or else the first language; nothing of several. */
static khl_str one_name(const json_t *list)
{
    json_t *only = json_array_size(list) == 1 ? json_array_get(list, 0) : NULL;
    if (json_is_array(only) && json_array_size(only) == 1) only = json_array_get(only, 0);
    json_t *name = json_is_object(only) ? json_object_get(only, "ar") : only;
    if (name == NULL && only != NULL) name = json_object_iter_value(json_object_iter(only));
    const char *text = json_string_value(name);
    return khl_str_from(text != NULL ? text : "");
}

/* In JSON the names of taxonomies come as [{"ar": ...}]. */
static khl_status settle_taxonomies(khl_platform_view *view)
{
    uint32_t column = khl_view_column(view, "taxonomies/name");
    khl_table *table = view->table;
    if (column == UINT32_MAX) return KHL_OK;
    if (khl_view_field(view, KHL_FIELD_AXIS) == UINT32_MAX) khl_view_hint(view, KHL_FIELD_AXIS, column);
    for (size_t i = 0; i < table->n_cells; i++) {
        khl_cell *cell = &table->cells[i];
        json_t *list =
            cell->column == column && cell->p[0] == '[' ? json_loadb(cell->p, cell->n, 0, NULL) : NULL;
        if (list == NULL) continue;
        khl_str name = khl_arena_copy(&table->arena, one_name(list));
        json_decref(list);
        if (name.p == NULL) return khl_fail_memory(view->err);
        *cell = (khl_cell){name.p, (uint32_t)name.n, column};
    }
    return KHL_OK;
}

static khl_status apply_decidim(khl_platform_view *view)
{
    hide_foreign(view);
    if (!view->is_json) {
        strip_guards(view->table);
        if (localised(view, KHL_FIELD_TITLE, NULL) != UINT32_MAX &&
            localised(view, KHL_FIELD_TITLE, "/ar") == UINT32_MAX)
            view->source->info.notes |= KHL_NOTE_NO_ARABIC_TITLE;
    }
    khl_status status = settle_taxonomies(view);
    return status == KHL_OK ? follow_relations(view) : status;
}

const khl_platform KHL_DECIDIM = {"decidim", is_decidim, apply_decidim};
