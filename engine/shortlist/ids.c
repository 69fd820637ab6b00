/* Permanent ids of the entries: those they have, and for the others "E-" and ten hex digits of the hash of
 * the representative's text. Of several that would have the same, the second gets "-2", and so on, in the
 * order of the ids of their representatives, so that the order of rows names nobody otherwise; never an id
 * that another entry has, or had. Cost: a hash of each entry, and a sort of them. */
#include "builder.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

#include <stdio.h>
#include <string.h>

enum { DIGITS = 10, SHARED_BYTES = 5, ID_BYTES = 12, ROOM = 32 };

typedef struct unnamed {
    unsigned char digest[32];
    khl_str representative;
    size_t entry; /* of the draft */
} unnamed;

static bool same_digits(const unnamed *x, const unnamed *y)
{
    return memcmp(x->digest, y->digest, SHARED_BYTES) == 0;
}

static int by_digits_and_id(const void *x, const void *y)
{
    const unnamed *a = x, *b = y;
    int order = memcmp(a->digest, b->digest, SHARED_BYTES);
    return order != 0 ? order : khl_str_compare(a->representative, b->representative);
}

/* Ids that entries have, or had in earlier versions. */
static khl_status note_taken(const khl_builder *b, khl_map *taken)
{
    khl_status status = khl_map_init(taken, b->err);
    for (size_t i = 0; i < b->draft->n_entries && status == KHL_OK; i++)
        if (b->draft->entries[i].id.n > 0) status = khl_map_put(taken, b->draft->entries[i].id, NULL, NULL);
    for (size_t i = 0; i < b->draft->n_used_ids && status == KHL_OK; i++)
        status = khl_map_put(taken, b->draft->used_ids[i], NULL, NULL);
    return status == KHL_OK ? KHL_OK : khl_fail_memory(b->err);
}

/* Keeps the ids that there are; returns how many entries have none, which go to list. */
static size_t list_unnamed(khl_builder *b, unnamed *list)
{
    size_t n = 0;
    for (size_t i = 0; i < b->draft->n_entries; i++) {
        const khl_draft_entry *e = &b->draft->entries[i];
        b->ids[i] = e->id.n > 0 ? khl_builder_keep(b, e->id) : KHL_STR("");
        if (e->id.n > 0) continue;
        khl_builder_hash(b, e->representative, list[n].digest);
        list[n].representative = khl_draft_proposal(b, e->representative)->id;
        list[n++].entry = i;
    }
    return n;
}

/* The next free id of those with the digits of u; *number is that of the last one so far, 0 before the first.
 */
static khl_str next_id(khl_builder *b, const unnamed *u, const khl_map *taken, uint32_t *number)
{
    char hex[65], id[ROOM];
    khl_sha256_hex(u->digest, hex);
    snprintf(id, sizeof id, "E-%.*s", DIGITS, hex);
    do {
        if (++*number > 1) snprintf(id + ID_BYTES, ROOM - ID_BYTES, "-%u", *number);
    } while (khl_map_find(taken, khl_str_from(id)) != KHL_MAP_NONE);
    return khl_builder_keep(b, khl_str_from(id));
}

khl_status khl_name_entries(khl_builder *b)
{
    khl_map taken = {0};
    uint32_t number = 0;
    unnamed *list = khl_alloc(b->draft->n_entries, sizeof *list);
    khl_status status = list != NULL ? note_taken(b, &taken) : khl_fail_memory(b->err);
    size_t n = status == KHL_OK ? list_unnamed(b, list) : 0;
    if (n > 1) qsort(list, n, sizeof *list, by_digits_and_id);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && !same_digits(&list[i - 1], &list[i])) number = 0;
        b->ids[list[i].entry] = next_id(b, &list[i], &taken, &number);
    }
    for (size_t i = 0; i < b->draft->n_entries && status == KHL_OK; i++)
        if (b->ids[i].p == NULL) status = khl_fail_memory(b->err);
    khl_map_clear(&taken);
    free(list);
    return status;
}
