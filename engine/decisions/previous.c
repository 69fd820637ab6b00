/* An earlier shortlist.json, read whole: khl_previous_read opens the file, has jansson read it, checks what
 * it is, takes axes, retired ids, entries and members out of it, and lets the rest go. What is missing or of
 * another kind is refused with the entry it stands in: the file is a program's, so that nothing is guessed.
 * Linear. */
#include "previous.h"

#include "alloc.h"
#include "error.h"
#include "files.h"
#include "hex.h"
#include "json_load.h"
#include "khulasa/corpus.h"
#include "map.h"
#include "str.h"

#include <stdio.h>

#define MOST_BYTES ((size_t)1 << 30)
#define SCHEMA "khulasa.shortlist/1"

/* "E-" and ten hex digits, and "-N" behind them: bookmarks and anchors are made of ids. */
enum { ID_BYTES = 12, MOST_ID_BYTES = 24 };

typedef struct previous_reader {
    khl_previous *out;
    const char *place; /* the entry that is read, as the message names it */
    size_t members_capacity;
    khl_map entries, members; /* ids met so far */
    khl_error *err;
} previous_reader;

static khl_status fail_part(const previous_reader *r, const char *key)
{
    return KHL_FAIL(
        r->err, KHL_E_INPUT, "previous.part",
        "\"{0}\" of {1} is not as khulasa writes it; give the shortlist.json of the earlier version "
        "unchanged",
        key, r->place);
}

/* A copy of a text; null is an empty one. */
static khl_status take_text(previous_reader *r, const json_t *object, const char *key, khl_str *out)
{
    const json_t *value = json_object_get(object, key);
    *out = KHL_STR("");
    if (json_is_null(value)) return KHL_OK;
    if (!json_is_string(value)) return fail_part(r, key);
    *out = khl_arena_copy(&r->out->arena, (khl_str){json_string_value(value), json_string_length(value)});
    return out->p != NULL ? KHL_OK : khl_fail_memory(r->err);
}

static khl_status take_number(previous_reader *r, const json_t *object, const char *key, uint32_t *out)
{
    const json_t *value = json_object_get(object, key);
    json_int_t number = json_is_integer(value) ? json_integer_value(value) : -1;
    if (number < 0 || number > UINT32_MAX) return fail_part(r, key);
    *out = (uint32_t)number;
    return KHL_OK;
}

/* An array of fewer than 2^32 things. */
static khl_status take_array(previous_reader *r, const json_t *object, const char *key, const json_t **out)
{
    *out = json_object_get(object, key);
    return json_is_array(*out) && json_array_size(*out) < UINT32_MAX ? KHL_OK : fail_part(r, key);
}

static bool is_entry_id(khl_str id)
{
    size_t hex = 2;
    uint64_t again;
    if (id.n < ID_BYTES || id.n > MOST_ID_BYTES || id.p[0] != 'E' || id.p[1] != '-') return false;
    while (hex < ID_BYTES && memchr("0123456789abcdef", id.p[hex], 16) != NULL) hex++;
    bool plain = id.n == ID_BYTES;
    return hex == ID_BYTES &&
           (plain || (id.p[ID_BYTES] == '-' && khl_str_to_u64(khl_str_part(id, ID_BYTES + 1, id.n), &again)));
}

static khl_status take_new(previous_reader *r, khl_map *met, khl_str id, const char *key)
{
    bool added = false;
    if (id.n == 0) return fail_part(r, key);
    if (khl_map_put(met, id, NULL, &added) != KHL_OK) return khl_fail_memory(r->err);
    return added ? KHL_OK : fail_part(r, key);
}

/* The hash is left out by earlier programs. */
static khl_status take_hash(previous_reader *r, const json_t *object, khl_previous_member *member)
{
    const json_t *value = json_object_get(object, "sha256");
    khl_str hex = {json_string_value(value), json_string_length(value)};
    if (value == NULL) return KHL_OK;
    if (!khl_hex_read(member->sha256, sizeof member->sha256, hex)) return fail_part(r, "sha256");
    member->hashed = true;
    return KHL_OK;
}

static khl_status take_member(previous_reader *r, const json_t *object, uint32_t entry)
{
    khl_previous *out = r->out;
    if (out->n_members == UINT32_MAX ||
        !khl_grow(&out->members, &r->members_capacity, (size_t)out->n_members + 1, sizeof *out->members))
        return khl_fail_memory(r->err);
    khl_previous_member *member = &out->members[out->n_members++];
    *member = (khl_previous_member){.entry = entry};
    member->representative = json_is_true(json_object_get(object, "representative"));
    khl_status status = take_text(r, object, "id", &member->id);
    if (status == KHL_OK) status = take_new(r, &r->members, member->id, "members");
    return status == KHL_OK ? take_hash(r, object, member) : status;
}

static khl_status take_members(previous_reader *r, const json_t *object, uint32_t number)
{
    khl_previous_entry *entry = &r->out->entries[number];
    const json_t *members;
    khl_status status = take_array(r, object, "members", &members);
    entry->first = r->out->n_members;
    for (size_t i = 0; status == KHL_OK && i < json_array_size(members); i++)
        status = take_member(r, json_array_get(members, i), number);
    entry->n_members = r->out->n_members - entry->first;
    return status == KHL_OK && entry->n_members == 0 ? fail_part(r, "members") : status;
}

static khl_status take_authorities(previous_reader *r, const json_t *object, khl_previous_entry *entry)
{
    const json_t *list;
    khl_status status = take_array(r, object, "authorities", &list);
    if (status != KHL_OK) return status;
    size_t n = json_array_size(list);
    khl_previous_authority *bodies = khl_arena_array(&r->out->arena, n, sizeof *bodies);
    if (bodies == NULL) return khl_fail_memory(r->err);
    for (size_t i = 0; i < n && status == KHL_OK; i++) {
        const json_t *body = json_array_get(list, i);
        status = take_text(r, body, "id", &bodies[i].id);
        if (status == KHL_OK) status = take_text(r, body, "name", &bodies[i].name);
        if (status == KHL_OK) status = take_text(r, body, "level", &bodies[i].level);
    }
    entry->authorities = bodies;
    entry->n_authorities = (uint32_t)n;
    return status;
}

static khl_status take_entry(previous_reader *r, const json_t *object, uint32_t number)
{
    khl_previous_entry *entry = &r->out->entries[number];
    khl_status status = take_text(r, object, "id", &entry->id);
    if (status == KHL_OK && !is_entry_id(entry->id)) status = fail_part(r, "id");
    if (status == KHL_OK) status = take_new(r, &r->entries, entry->id, "id");
    if (status == KHL_OK) status = take_text(r, object, "number", &entry->number);
    if (status == KHL_OK) status = take_text(r, object, "title", &entry->title);
    if (status == KHL_OK) status = take_text(r, object, "text", &entry->text);
    if (status == KHL_OK) status = take_text(r, object, "level", &entry->level);
    if (status == KHL_OK) status = take_number(r, object, "axis", &entry->axis);
    if (status == KHL_OK && (entry->axis < 1 || entry->axis > r->out->n_axes)) status = fail_part(r, "axis");
    if (status == KHL_OK) status = take_number(r, object, "support", &entry->support);
    if (status == KHL_OK) status = take_authorities(r, object, entry);
    return status == KHL_OK ? take_members(r, object, number) : status;
}

static khl_status take_entries(previous_reader *r, const json_t *root)
{
    char place[32];
    const json_t *list;
    khl_status status = take_array(r, root, "entries", &list);
    if (status != KHL_OK) return status;
    size_t n = json_array_size(list);
    r->out->entries = khl_arena_array(&r->out->arena, n, sizeof *r->out->entries);
    if (r->out->entries == NULL) return khl_fail_memory(r->err);
    r->place = place;
    for (size_t i = 0; i < n && status == KHL_OK; i++) {
        snprintf(place, sizeof place, "entries[%zu]", i);
        status = take_entry(r, json_array_get(list, i), (uint32_t)i);
    }
    r->out->n_entries = (uint32_t)n;
    return status;
}

static khl_status take_axes(previous_reader *r, const json_t *root)
{
    const json_t *list;
    khl_status status = take_array(r, root, "axes", &list);
    if (status != KHL_OK) return status;
    size_t n = json_array_size(list);
    khl_str *axes = khl_arena_array(&r->out->arena, n, sizeof *axes);
    if (axes == NULL) return khl_fail_memory(r->err);
    for (size_t i = 0; i < n && status == KHL_OK; i++)
        status = take_text(r, json_array_get(list, i), "name", &axes[i]);
    r->out->axes = axes;
    r->out->n_axes = (uint32_t)n;
    return status;
}

/* Only a version that had an earlier one itself names such ids. */
static khl_status take_retired(previous_reader *r, const json_t *root)
{
    const json_t *list;
    if (json_object_get(root, "retired") == NULL) return KHL_OK;
    khl_status status = take_array(r, root, "retired", &list);
    if (status != KHL_OK) return status;
    size_t n = json_array_size(list);
    khl_str *ids = khl_arena_array(&r->out->arena, n, sizeof *ids);
    if (ids == NULL) return khl_fail_memory(r->err);
    for (size_t i = 0; i < n; i++) {
        const json_t *id = json_array_get(list, i);
        ids[i] = khl_arena_copy(&r->out->arena, (khl_str){json_string_value(id), json_string_length(id)});
        if (ids[i].p == NULL || !is_entry_id(ids[i])) return fail_part(r, "retired");
    }
    r->out->retired = ids;
    r->out->n_retired = (uint32_t)n;
    return KHL_OK;
}

static khl_status check_schema(const json_t *root, khl_error *err)
{
    const char *schema = json_string_value(json_object_get(root, "schema"));
    if (schema != NULL && strcmp(schema, SCHEMA) == 0) return KHL_OK;
    return KHL_FAIL(err, KHL_E_INPUT, "previous.schema",
                    "this is no shortlist.json of khulasa (schema {0}); give the one of the earlier version",
                    SCHEMA);
}

static khl_status take_all(khl_previous *out, const json_t *root, khl_error *err)
{
    previous_reader r = {.out = out, .place = "shortlist.json", .err = err};
    khl_status status = check_schema(root, err);
    if (status == KHL_OK) status = khl_map_init(&r.entries, err);
    if (status == KHL_OK) status = khl_map_init(&r.members, err);
    if (status == KHL_OK) status = take_axes(&r, root);
    if (status == KHL_OK) status = take_retired(&r, root);
    if (status == KHL_OK) status = take_entries(&r, root);
    khl_map_clear(&r.entries);
    khl_map_clear(&r.members);
    return status;
}

khl_status khl_previous_read(khl_previous **out, const char *path, khl_error *err)
{
    unsigned char digest[32];
    khl_file file = {.mapped = false};
    json_t *root = NULL;
    *out = NULL;
    khl_previous *previous = khl_alloc_zero(1, sizeof *previous);
    if (previous == NULL) return khl_fail_memory(err);
    previous->arena = (khl_arena)KHL_ARENA_INIT(65536);
    khl_status status = khl_file_open(&file, path, MOST_BYTES, err);
    if (status != KHL_OK) goto done;
    khl_sha256(file.bytes, digest);
    khl_sha256_hex(digest, previous->sha256);
    status = khl_json_load(&root, file.bytes, 0, 1, err);
    if (status == KHL_OK) status = take_all(previous, root, err);
    if (status == KHL_E_INPUT && err != NULL) khl_error_at(err, path, err->row, err->column);
done:
    json_decref(root);
    khl_file_close(&file);
    if (status == KHL_OK)
        *out = previous;
    else
        khl_previous_destroy(previous);
    return status;
}

void khl_previous_destroy(khl_previous *previous)
{
    if (previous == NULL) return;
    free(previous->members);
    khl_arena_clear(&previous->arena);
    free(previous);
}
