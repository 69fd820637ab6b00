/* A hash map from byte strings to consecutive numbers, in order of first arrival.
 *
 * Keys are copied into the map's own arena, so callers may pass scratch. Finding costs one hash and about one
 * probe; 12 bytes a slot at a load of at most 0.7 beside the keys. At most 2^32 - 2 keys. */
#ifndef KHL_BASE_MAP_H
#define KHL_BASE_MAP_H

#include "arena.h"

#define KHL_MAP_NONE UINT32_MAX

typedef struct khl_map {
    struct khl_map_slot *slots; /* capacity is a power of two */
    size_t capacity;
    khl_str *keys; /* [n]: keys in order of arrival */
    size_t n, keys_capacity;
    khl_arena arena;
} khl_map;

khl_status khl_map_init(khl_map *map, khl_error *err);
void khl_map_clear(khl_map *map);

/* The number of key, added when new. *added may be NULL. */
khl_status khl_map_put(khl_map *map, khl_str key, uint32_t *index, bool *added);

/* The number of key, or KHL_MAP_NONE. */
uint32_t khl_map_find(const khl_map *map, khl_str key);

/* For many keys in a row: the same with khl_hash(key) at hand, and before that its slot, and after a while
 * the key in it, on their way from memory. */
uint32_t khl_map_find_hashed(const khl_map *map, khl_str key, uint64_t hash);
void khl_map_foresee_slot(const khl_map *map, uint64_t hash);
void khl_map_foresee_key(const khl_map *map, uint64_t hash);

#endif
