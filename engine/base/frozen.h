/* A read-only map from strings to records of fixed size that lives inside a pack section and needs no
 * loading.
 *
 *   u32 n_keys | u32 capacity (power of two) | u32 record_bytes | u32 key_bytes
 *   u32 slot[capacity]                 0 when empty; else 1 + key number in the bits that n_keys needs, the
 *                                      high bits of khl_hash in the others; linear probing
 *   u32 key_end[n_keys + 1]            key i is keys[key_end[i] .. key_end[i + 1])
 *   u8  records[n_keys * record_bytes] padded to 4 bytes
 *   u8  keys[key_bytes]
 *
 * Keys are numbered in bytewise order, so the same content gives the same bytes whatever the order of
 * arrival. */
#ifndef KHL_BASE_FROZEN_H
#define KHL_BASE_FROZEN_H

#include "buf.h"

typedef struct khl_frozen {
    const uint32_t *slots, *key_ends;
    const unsigned char *records;
    const char *keys;
    uint32_t n_keys, capacity, record_bytes, number_mask;
} khl_frozen;

#define KHL_FROZEN_NONE UINT32_MAX

/* Every bound is checked once here; later look-ups trust it. An empty section gives an empty map.
 * record_bytes must be that of the writer. Fails with KHL_E_MODEL. */
khl_status khl_frozen_open(khl_frozen *out, khl_str section, uint32_t record_bytes, khl_error *err);

uint32_t khl_frozen_find(const khl_frozen *map, khl_str key);
khl_str khl_frozen_key(const khl_frozen *map, uint32_t i);
static inline const void *khl_frozen_record(const khl_frozen *map, uint32_t i)
{
    return map->records + (size_t)i * map->record_bytes;
}

/* Writes n keys (distinct; any order) with their records (n x record_bytes) to buf. */
khl_status khl_frozen_write(khl_buf *buf, const khl_str *keys, const void *records, size_t n,
                            uint32_t record_bytes, khl_error *err);

#endif
