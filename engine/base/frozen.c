/* The read-only map inside a pack section. */
#include "frozen.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

typedef struct head {
    uint32_t n_keys, capacity, record_bytes, key_bytes;
} head;

static size_t padded(size_t n)
{
    return (n + 3) & ~(size_t)3;
}

/* The bits of a slot that hold 1 + key number; the others are those of the key's hash, so that most misses
 * read no key. */
static uint32_t number_mask(uint32_t n_keys)
{
    uint32_t mask = 1;
    while (mask < n_keys) mask = mask << 1 | 1;
    return mask;
}

static uint32_t hash_bits(uint64_t hash, uint32_t mask)
{
    return (uint32_t)(hash >> 32) & ~mask;
}

/* At least one slot is empty, or a search for a missing key would not end. */
static bool bounds_hold(const khl_frozen *map, uint32_t key_bytes)
{
    uint32_t n_used = 0, bad = 0;
    for (uint32_t i = 0; i < map->capacity; i++) {
        uint32_t number = map->slots[i] & map->number_mask;
        n_used += number != 0;
        bad |= (uint32_t)(number > map->n_keys) | (uint32_t)(number == 0 && map->slots[i] != 0);
    }
    if (bad != 0 || n_used != map->n_keys) return false;
    if (map->key_ends[0] != 0 || map->key_ends[map->n_keys] != key_bytes) return false;
    for (uint32_t i = 0; i < map->n_keys; i++)
        if (map->key_ends[i] > map->key_ends[i + 1]) return false;
    return true;
}

khl_status khl_frozen_open(khl_frozen *out, khl_str section, uint32_t record_bytes, khl_error *err)
{
    *out = (khl_frozen){.record_bytes = record_bytes};
    if (section.n == 0) return KHL_OK;
    head h = {0};
    if (section.n >= sizeof h) memcpy(&h, section.p, sizeof h);
    size_t records = padded((size_t)h.n_keys * h.record_bytes);
    size_t need = sizeof h + 4 * ((size_t)h.capacity + h.n_keys + 1) + records + h.key_bytes;
    bool shape =
        h.capacity > h.n_keys && (h.capacity & (h.capacity - 1)) == 0 && h.record_bytes == record_bytes;
    if (!shape || section.n < need || ((uintptr_t)section.p & 3) != 0)
        return KHL_FAIL(err, KHL_E_MODEL, "frozen.shape",
                        "a table of the model file does not fit this version; build the models anew");
    khl_frozen map = {.n_keys = h.n_keys, .capacity = h.capacity, .record_bytes = record_bytes};
    map.number_mask = number_mask(h.n_keys);
    map.slots = (const uint32_t *)(const void *)(section.p + sizeof h);
    map.key_ends = map.slots + h.capacity;
    map.records = (const unsigned char *)(map.key_ends + h.n_keys + 1);
    map.keys = (const char *)map.records + records;
    if (!bounds_hold(&map, h.key_bytes))
        return KHL_FAIL(err, KHL_E_MODEL, "frozen.shape",
                        "a table of the model file does not fit this version; build the models anew");
    *out = map;
    return KHL_OK;
}

khl_str khl_frozen_key(const khl_frozen *map, uint32_t i)
{
    return (khl_str){map->keys + map->key_ends[i], map->key_ends[i + 1] - map->key_ends[i]};
}

uint32_t khl_frozen_find(const khl_frozen *map, khl_str key)
{
    if (map->n_keys == 0) return KHL_FROZEN_NONE;
    uint64_t hash = khl_hash(key);
    uint32_t mask = map->capacity - 1, wanted = hash_bits(hash, map->number_mask);
    for (uint32_t i = (uint32_t)hash & mask;; i = (i + 1) & mask) {
        uint32_t slot = map->slots[i], number = slot & map->number_mask;
        if (slot == 0) return KHL_FROZEN_NONE;
        if (slot - number == wanted && khl_str_equal(khl_frozen_key(map, number - 1), key)) return number - 1;
    }
}

typedef struct item {
    khl_str key;
    size_t from;
} item;

static int by_key(const void *a, const void *b)
{
    return khl_str_compare(((const item *)a)->key, ((const item *)b)->key);
}

static void put_u32(khl_buf *buf, uint32_t value)
{
    khl_buf_put(buf, (khl_str){(const char *)&value, sizeof value});
}

static uint32_t capacity_for(size_t n)
{
    uint32_t capacity = 4;
    while ((size_t)capacity * 6 < n * 10) capacity *= 2;
    return capacity;
}

static void put_slots(khl_buf *buf, const item *items, size_t n, uint32_t *slots, uint32_t capacity)
{
    uint32_t mask = number_mask((uint32_t)n);
    for (size_t k = 0; k < n; k++) {
        uint64_t hash = khl_hash(items[k].key);
        uint32_t i = (uint32_t)hash & (capacity - 1);
        while (slots[i] != 0) i = (i + 1) & (capacity - 1);
        slots[i] = hash_bits(hash, mask) | ((uint32_t)k + 1);
    }
    khl_buf_put(buf, (khl_str){(const char *)slots, (size_t)capacity * sizeof *slots});
}

khl_status khl_frozen_write(khl_buf *buf, const khl_str *keys, const void *records, size_t n,
                            uint32_t record_bytes, khl_error *err)
{
    uint32_t capacity = capacity_for(n);
    item *items = khl_alloc(n, sizeof *items);
    uint32_t *slots = khl_alloc_zero(capacity, sizeof *slots);
    khl_status status = KHL_OK;
    if (items == NULL || slots == NULL || n > UINT32_MAX / 4) {
        status = khl_fail_memory(err);
        goto done;
    }
    size_t key_bytes = 0;
    for (size_t i = 0; i < n; i++) {
        items[i] = (item){keys[i], i};
        key_bytes += keys[i].n;
    }
    qsort(items, n, sizeof *items, by_key);
    head h = {(uint32_t)n, capacity, record_bytes, (uint32_t)key_bytes};
    khl_buf_put(buf, (khl_str){(const char *)&h, sizeof h});
    put_slots(buf, items, n, slots, capacity);
    uint32_t end = 0;
    put_u32(buf, end);
    for (size_t i = 0; i < n; i++) put_u32(buf, end += (uint32_t)items[i].key.n);
    for (size_t i = 0; i < n; i++)
        khl_buf_put(buf, (khl_str){(const char *)records + items[i].from * record_bytes, record_bytes});
    for (size_t i = n * record_bytes; i < padded(n * record_bytes); i++) khl_buf_char(buf, '\0');
    for (size_t i = 0; i < n; i++) khl_buf_put(buf, items[i].key);
    if (!khl_buf_ok(buf)) status = khl_fail_memory(err);
done:
    free(items);
    free(slots);
    return status;
}
