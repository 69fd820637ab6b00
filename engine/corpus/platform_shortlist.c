/* A shortlist of our own, which says of itself what it is: read_shortlist.c made a table of it, whose columns
 * are these. What was set aside then is set aside for the same reason. */
#include "platform.h"

#include "error.h"
#include "shortlist_file.h"
#include "str.h"

static bool is_shortlist(const khl_platform_view *view)
{
    return view->table->is_shortlist;
}

static khl_status mark_rows(khl_platform_view *view)
{
    static const struct {
        const char *reason;
        unsigned char mark;
    } REASONS[] = {
        {"merged-original", KHL_ROW_MERGED}, {"repeated-id", KHL_ROW_REPEATED}, {"tag-row", KHL_ROW_TAGS}};
    uint32_t column = khl_view_column(view, KHL_SHORTLIST_ASIDE),
             unfinished = khl_view_column(view, KHL_SHORTLIST_UNFINISHED);
    unsigned char *marks = khl_view_marks(view);
    if (marks == NULL) return khl_fail_memory(view->err);
    for (size_t i = 0; i < view->table->n_rows; i++) {
        khl_str reason = khl_view_cell(view, i, column);
        if (khl_view_cell(view, i, unfinished).n > 0) {
            marks[i] |= KHL_ROW_UNFINISHED;
            view->source->info.unfinished++;
        }
        for (size_t k = 0; k < sizeof REASONS / sizeof *REASONS; k++)
            if (khl_str_equal(reason, khl_str_from(REASONS[k].reason))) marks[i] |= REASONS[k].mark;
    }
    return KHL_OK;
}

static khl_status apply_shortlist(khl_platform_view *view)
{
    static const struct {
        khl_field field;
        const char *name;
    } FIELDS[] = {
        {KHL_FIELD_ID, "id"},        {KHL_FIELD_TEXT, "text"}, {KHL_FIELD_TITLE, "title"},
        {KHL_FIELD_CITY, "city"},    {KHL_FIELD_AXIS, "axis"}, {KHL_FIELD_ASSOCIATION, "association"},
        {KHL_FIELD_PLACE, "place"},  {KHL_FIELD_DATE, "date"}, {KHL_FIELD_PRIORITY, "priority"},
        {KHL_FIELD_AUTHOR, "author"}};
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++)
        khl_view_hint(view, FIELDS[i].field, khl_view_column(view, FIELDS[i].name));
    if (view->table->is_masked) view->source->info.notes |= KHL_NOTE_MASKED;
    return mark_rows(view);
}

const khl_platform KHL_SHORTLIST = {"shortlist", is_shortlist, apply_shortlist};
