/* The city pack, which says of itself what it is: read_pack.c made a table of it, whose columns are these.
 * The numbers of demands and associations are no fields; khl_corpus_cell has them. */
#include "platform.h"

static bool is_pack(const khl_platform_view *view)
{
    return view->table->is_city_pack;
}

static khl_status apply_pack(khl_platform_view *view)
{
    for (int f = 0; f < KHL_N_FIELDS; f++) view->hints.none[f] = true;
    static const struct {
        khl_field field;
        const char *name;
    } FIELDS[] = {{KHL_FIELD_ID, "id"},
                  {KHL_FIELD_TEXT, "text"},
                  {KHL_FIELD_TITLE, "title"},
                  {KHL_FIELD_CITY, "city"},
                  {KHL_FIELD_AXIS, "axis"}};
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++) {
        view->hints.none[FIELDS[i].field] = false;
        khl_view_hint(view, FIELDS[i].field, khl_view_column(view, FIELDS[i].name));
    }
    return KHL_OK;
}

const khl_platform KHL_CITY_PACK = {"city-pack", is_pack, apply_pack};
