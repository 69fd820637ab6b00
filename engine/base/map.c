/* Open addressing with linear probing; a slot holds the upper half of the hash, so most misses touch no key.
 */
#include "map.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

struct khl_map_slot {
    uint32_t hash_high;
    uint32_t number; /* key number + 1; 0 when empty */
};

khl_status khl_map_init(khl_map *map, khl_error *err)
{
    *map = (khl_map){.capacity = 64, .arena = KHL_ARENA_INIT(4096)};
    map->slots = khl_alloc_zero(map->capacity, sizeof *map->slots);
    if (map->slots == NULL) {
        map->capacity = 0;
        return khl_fail_memory(err);
    }
    return KHL_OK;
}

void khl_map_clear(khl_map *map)
{
    free(map->slots);
    free(map->keys);
    khl_arena_clear(&map->arena);
    *map = (khl_map){0};
}

/* The slot that holds key, or the empty one where it belongs. */
static struct khl_map_slot *probe(const khl_map *map, khl_str key, uint64_t hash)
{
    size_t mask = map->capacity - 1;
    for (size_t i = (size_t)hash & mask;; i = (i + 1) & mask) {
        struct khl_map_slot *slot = &map->slots[i];
        if (slot->number == 0) return slot;
        if (slot->hash_high == (uint32_t)(hash >> 32) && khl_str_equal(map->keys[slot->number - 1], key))
            return slot;
    }
}

static bool grow(khl_map *map)
{
    khl_map larger = *map;
    if (!khl_mul(map->capacity, 2, &larger.capacity)) return false;
    larger.slots = khl_alloc_zero(larger.capacity, sizeof *larger.slots);
    if (larger.slots == NULL) return false;
    size_t mask = larger.capacity - 1;
    for (size_t k = 0; k < map->n; k++) {
        uint64_t hash = khl_hash(map->keys[k]);
        size_t i = (size_t)hash & mask;
        while (larger.slots[i].number != 0) i = (i + 1) & mask;
        larger.slots[i] = (struct khl_map_slot){(uint32_t)(hash >> 32), (uint32_t)k + 1};
    }
    free(map->slots);
    map->slots = larger.slots;
    map->capacity = larger.capacity;
    return true;
}

khl_status khl_map_put(khl_map *map, khl_str key, uint32_t *index, bool *added)
{
    uint64_t hash = khl_hash(key);
    struct khl_map_slot *slot = probe(map, key, hash);
    if (added != NULL) *added = slot->number == 0;
    if (slot->number == 0) {
        if (map->n >= KHL_MAP_NONE - 1) return KHL_E_MEMORY;
        if ((map->n + 1) * 10 > map->capacity * 7) {
            if (!grow(map)) return KHL_E_MEMORY;
            slot = probe(map, key, hash);
        }
        if (!khl_grow(&map->keys, &map->keys_capacity, map->n + 1, sizeof *map->keys)) return KHL_E_MEMORY;
        khl_str copy = khl_arena_copy(&map->arena, key);
        if (copy.p == NULL) return KHL_E_MEMORY;
        map->keys[map->n++] = copy;
        *slot = (struct khl_map_slot){(uint32_t)(hash >> 32), (uint32_t)map->n};
    }
    if (index != NULL) *index = slot->number - 1;
    return KHL_OK;
}

uint32_t khl_map_find_hashed(const khl_map *map, khl_str key, uint64_t hash)
{
    if (map->capacity == 0) return KHL_MAP_NONE;
    uint32_t number = probe(map, key, hash)->number;
    return number != 0 ? number - 1 : KHL_MAP_NONE;
}

uint32_t khl_map_find(const khl_map *map, khl_str key)
{
    return khl_map_find_hashed(map, key, khl_hash(key));
}

void khl_map_foresee_slot(const khl_map *map, uint64_t hash)
{
    if (map->capacity > 0) __builtin_prefetch(&map->slots[(size_t)hash & (map->capacity - 1)]);
}

void khl_map_foresee_key(const khl_map *map, uint64_t hash)
{
    uint32_t number = map->capacity > 0 ? map->slots[(size_t)hash & (map->capacity - 1)].number : 0;
    if (number != 0) __builtin_prefetch(map->keys[number - 1].p);
}
