/* The JSON that a document carries, to entries with their members. It was written by this program, so any
 * fault in it has one name: the document was damaged. Cost: linear. */
#include "handed_out.h"

#include "error.h"
#include "hex.h"
#include "str.h"

#include <jansson.h>

static khl_status fail_torn(khl_error *err)
{
    return KHL_FAIL(
        err, KHL_E_INPUT, "accept.torn",
        "what the document carries of its own making is damaged; export it anew and put the changes into "
        "that copy");
}

static khl_status fail_version(khl_error *err)
{
    return KHL_FAIL(
        err, KHL_E_INPUT, "accept.version",
        "the document was made by another version of the program; accept it with that version, or export "
        "it anew");
}

/* A copy; p is NULL when the key holds no text, or memory ends. null is the empty text. */
static khl_str take(khl_handed_out *h, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (json_is_null(value)) return KHL_STR("");
    if (!json_is_string(value)) return (khl_str){NULL, 0};
    return khl_arena_copy(&h->arena, (khl_str){json_string_value(value), json_string_length(value)});
}

static bool take_hash(const json_t *object, unsigned char out[32])
{
    const json_t *value = json_object_get(object, "sha256");
    return khl_hex_read(out, 32, (khl_str){json_string_value(value), json_string_length(value)});
}

static bool take_names(khl_handed_out *h, const json_t *list, khl_handed_name **out, size_t *n)
{
    *n = json_array_size(list);
    *out = khl_arena_array(&h->arena, *n, sizeof **out);
    if (!json_is_array(list) || *out == NULL) return false;
    for (size_t i = 0; i < *n; i++) {
        (*out)[i] = (khl_handed_name){take(h, json_array_get(list, i), "id"),
                                      take(h, json_array_get(list, i), "name")};
        if ((*out)[i].id.p == NULL || (*out)[i].name.p == NULL) return false;
    }
    return true;
}

static bool take_members(khl_handed_out *h, const json_t *list, uint32_t entry)
{
    khl_handed_entry *e = &h->entries[entry];
    e->first = (uint32_t)h->n_members;
    e->n_members = (uint32_t)json_array_size(list);
    for (size_t i = 0; i < e->n_members; i++) {
        khl_handed_member *m = &h->members[h->n_members++];
        uint32_t number;
        bool added;
        m->entry = entry;
        m->id = take(h, json_array_get(list, i), "id");
        if (m->id.p == NULL || !take_hash(json_array_get(list, i), m->sha256)) return false;
        if (khl_map_put(&h->member_ids, m->id, &number, &added) != KHL_OK || !added) return false;
    }
    return e->n_members > 0;
}

static bool take_entry(khl_handed_out *h, const json_t *object, uint32_t at)
{
    khl_handed_entry *e = &h->entries[at];
    khl_handed_name *bodies;
    json_int_t axis = json_integer_value(json_object_get(object, "axis"));
    *e = (khl_handed_entry){.id = take(h, object, "id"),
                            .title = take(h, object, "title"),
                            .text = take(h, object, "text"),
                            .level = take(h, object, "level")};
    if (!e->id.p || !e->title.p || !e->text.p || !e->level.p || axis < 1 || (size_t)axis > h->n_axes)
        return false;
    e->axis = (uint32_t)axis;
    e->place = at > 0 && h->entries[at - 1].axis == e->axis ? h->entries[at - 1].place + 1 : 1;
    uint32_t number;
    bool added;
    if (khl_map_put(&h->entry_ids, e->id, &number, &added) != KHL_OK || !added) return false;
    if (!take_names(h, json_object_get(object, "authorities"), &bodies, &e->n_bodies)) return false;
    e->bodies = bodies;
    return take_members(h, json_object_get(object, "members"), at);
}

static size_t count_members(const json_t *entries)
{
    size_t n = 0;
    for (size_t i = 0; i < json_array_size(entries); i++)
        n += json_array_size(json_object_get(json_array_get(entries, i), "members"));
    return n;
}

static bool take_all(khl_handed_out *h, const json_t *root)
{
    const json_t *entries = json_object_get(root, "entries");
    json_int_t last = json_integer_value(json_object_get(root, "decisions"));
    h->last = last > 0 && last <= (json_int_t)UINT32_MAX ? (uint32_t)last : 0;
    h->n_entries = json_array_size(entries);
    h->entries = khl_arena_array(&h->arena, h->n_entries, sizeof *h->entries);
    h->members = khl_arena_array(&h->arena, count_members(entries), sizeof *h->members);
    if (h->entries == NULL || h->members == NULL || h->n_entries == 0) return false;
    if (!take_names(h, json_object_get(root, "axes"), &h->axes, &h->n_axes)) return false;
    for (uint32_t i = 0; i < h->n_entries; i++)
        if (!take_entry(h, json_array_get(entries, i), i)) return false;
    return true;
}

khl_status khl_handed_out_read(khl_handed_out *out, khl_str json, khl_error *err)
{
    *out = (khl_handed_out){.arena = KHL_ARENA_INIT(65536)};
    khl_status status = khl_map_init(&out->entry_ids, err);
    if (status == KHL_OK) status = khl_map_init(&out->member_ids, err);
    if (status != KHL_OK) return status;
    json_t *root = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, NULL);
    const char *schema = json_string_value(json_object_get(root, "schema"));
    if (schema == NULL)
        status = fail_torn(err);
    else if (strcmp(schema, "khulasa.baseline/1") != 0)
        status = fail_version(err);
    else if (!take_all(out, root))
        status = fail_torn(err);
    json_decref(root);
    return status;
}

void khl_handed_out_clear(khl_handed_out *h)
{
    khl_map_clear(&h->entry_ids);
    khl_map_clear(&h->member_ids);
    khl_arena_clear(&h->arena);
    *h = (khl_handed_out){.last = 0};
}
