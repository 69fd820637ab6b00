/* Parsed by jansson, entries by id. */
#include "edited_baseline.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

#include <jansson.h>

static khl_status note_entries(khl_baseline *b, const json_t *entries, khl_error *err)
{
    size_t i;
    json_t *entry;
    b->entries = khl_alloc(json_array_size(entries) + 1, sizeof(json_t *));
    if (b->entries == NULL) return khl_fail_memory(err);
    json_array_foreach(entries, i, entry)
    {
        uint32_t number;
        const char *id = json_string_value(json_object_get(entry, "id"));
        if (id == NULL) continue;
        if (khl_map_put(&b->ids, khl_str_from(id), &number, NULL) != KHL_OK) return khl_fail_memory(err);
        b->entries[number] = entry;
    }
    return KHL_OK;
}

khl_status khl_baseline_open(khl_baseline *out, khl_str json, bool *is_one, khl_error *err)
{
    *out = (khl_baseline){.root = NULL};
    khl_status status = khl_map_init(&out->ids, err);
    if (status == KHL_OK && json.n > 0) out->root = json_loadb(json.p, json.n, JSON_ALLOW_NUL, NULL);
    const char *schema = json_string_value(json_object_get(out->root, "schema"));
    const json_t *entries = json_object_get(out->root, "entries");
    *is_one = schema != NULL && strcmp(schema, "khulasa.baseline/1") == 0 && json_is_array(entries);
    return status == KHL_OK && *is_one ? note_entries(out, entries, err) : status;
}

void khl_baseline_clear(khl_baseline *baseline)
{
    json_decref(baseline->root);
    free(baseline->entries);
    khl_map_clear(&baseline->ids);
}

khl_str khl_baseline_find(const khl_baseline *baseline, khl_str id, khl_edited_kind part)
{
    const char *key = part == KHL_EDITED_TITLE ? "title" : part == KHL_EDITED_TEXT ? "text" : NULL;
    uint32_t i = khl_map_find(&baseline->ids, id);
    if (key == NULL || i == KHL_MAP_NONE) return (khl_str){NULL, 0};
    const json_t *value = json_object_get(baseline->entries[i], key);
    return json_is_string(value) ? (khl_str){json_string_value(value), json_string_length(value)}
                                 : (khl_str){NULL, 0};
}
