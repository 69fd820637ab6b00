/* The changes since an earlier version in shortlist.json, one a line. Linear. */
#include "doc_words.h"
#include "json_changes.h"
#include "str.h"

static void put_kinds(khl_json *json, unsigned what)
{
    static const struct {
        unsigned what;
        khl_str name;
    } kinds[] = {{KHL_CHANGE_ADDED, {"added", 5}},
                 {KHL_CHANGE_GONE, {"gone", 4}},
                 {KHL_CHANGE_MERGED, {"merged", 6}},
                 {KHL_CHANGE_SPLIT, {"split", 5}},
                 {KHL_CHANGE_REWORDED, {"reworded", 8}},
                 {KHL_CHANGE_MOVED, {"moved", 5}},
                 {KHL_CHANGE_AUTHORITIES, {"authorities", 11}},
                 {KHL_CHANGE_LEVEL, {"level", 5}},
                 {KHL_CHANGE_SUPPORT, {"support", 7}},
                 {KHL_CHANGE_MEMBERS, {"members", 7}}};
    khl_json_key(json, "kinds");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if ((what & kinds[i].what) != 0) khl_json_text(json, kinds[i].name);
    khl_json_end(json, ']');
}

/* Axes by their names: the list of then may have been another one. */
static void put_before(khl_json *json, const khl_earlier *before, const khl_words *words)
{
    khl_json_key(json, "before");
    khl_json_begin(json, '{');
    khl_json_put_text(json, "number", before->number);
    khl_json_put_text(json, "axis", khl_doc_name(&before->axis, words));
    khl_json_put_text(json, "title", before->title);
    khl_json_put_text(json, "text", before->text);
    khl_json_put_integer(json, "support", before->support);
    khl_json_key(json, "authorities");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < before->n_authorities; i++) khl_json_text(json, before->authorities[i].id);
    khl_json_end(json, ']');
    khl_json_put_text_or_null(json, "level", before->level);
    khl_json_end(json, '}');
}

static void put_ways(khl_json *json, const khl_change *change)
{
    khl_json_key(json, "from");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < change->n_from; i++) khl_json_text(json, change->from[i]->id);
    khl_json_end(json, ']');
    khl_json_key(json, "into");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < change->n_into; i++) khl_json_text(json, change->into[i]->id);
    khl_json_end(json, ']');
    khl_json_put_texts(json, "joined", change->joined, change->n_joined);
    khl_json_put_texts(json, "left", change->left, change->n_left);
    khl_json_put_texts(json, "edited", change->edited, change->n_edited);
}

static void put_change(khl_json *json, const khl_change *change, const khl_words *words)
{
    khl_json_begin(json, '{');
    khl_json_put_text(json, "id", change->entry != NULL ? change->entry->id : change->before->id);
    khl_json_put_text_or_null(json, "number", change->entry != NULL ? change->entry->number : KHL_STR(""));
    put_kinds(json, change->what);
    if (change->before != NULL)
        put_before(json, change->before, words);
    else
        khl_json_put_null(json, "before");
    put_ways(json, change);
    khl_json_end(json, '}');
}

void khl_json_changes(khl_json *json, const khl_shortlist *list, const khl_words *words)
{
    if (!list->compared) return;
    khl_json_raw(json, ",\n\"changes\":[");
    for (size_t i = 0; i < list->n_changes && khl_json_ease(json); i++) {
        khl_json_raw(json, i > 0 ? ",\n" : "\n");
        put_change(json, &list->changes[i], words);
    }
    khl_json_raw(json, "\n],\n\"retired\":");
    khl_json_begin(json, '[');
    for (size_t i = 0; i < list->n_retired && khl_json_ease(json); i++) khl_json_text(json, list->retired[i]);
    khl_json_end(json, ']');
}
