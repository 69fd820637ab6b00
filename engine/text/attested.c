/* Counting the words of a collection. Counts only add up, so the order of texts does not matter. */
#include "attested.h"

#include <stdatomic.h>

#include "alloc.h"
#include "arabic.h"
#include "error.h"
#include "frozen.h"
#include "map.h"
#include "str.h"

struct khl_attested {
    khl_map map;
    khl_map names;                      /* of places that no gazetteer lists, as their features are called */
    khl_frozen kept_counts, kept_names; /* instead of the maps, when it was opened from a file */
    uint32_t *counts;                   /* [map.n] */
    size_t capacity;
    uint64_t version;
};

static uint64_t next_version(void)
{
    static atomic_uint_fast64_t last = 1;
    return atomic_fetch_add_explicit(&last, 1, memory_order_relaxed) + 1;
}

uint64_t khl_attested_version(const khl_attested *attested)
{
    return attested != NULL ? attested->version : 1;
}

khl_status khl_attested_create(khl_attested **out, khl_error *err)
{
    *out = NULL;
    khl_attested *attested = khl_alloc_zero(1, sizeof *attested);
    if (attested == NULL) return khl_fail_memory(err);
    attested->version = next_version();
    khl_status status = khl_map_init(&attested->map, err);
    if (status == KHL_OK) status = khl_map_init(&attested->names, err);
    if (status == KHL_OK)
        *out = attested;
    else
        khl_attested_destroy(attested);
    return status;
}

void khl_attested_destroy(khl_attested *attested)
{
    if (attested == NULL) return;
    khl_map_clear(&attested->map);
    khl_map_clear(&attested->names);
    free(attested->counts);
    free(attested);
}

static khl_status count(khl_attested *attested, khl_str key, uint32_t times, khl_error *err)
{
    bool added = false;
    uint32_t number;
    if (!khl_grow(&attested->counts, &attested->capacity, attested->map.n + 1, sizeof *attested->counts) ||
        khl_map_put(&attested->map, key, &number, &added) != KHL_OK)
        return khl_fail_memory(err);
    if (added) attested->counts[number] = 0;
    uint32_t room = UINT32_MAX - attested->counts[number];
    attested->counts[number] += times < room ? times : room;
    return KHL_OK;
}

static khl_status add_names(khl_attested *attested, const khl_analysis *analysis, khl_error *err)
{
    for (size_t i = 0; i < analysis->n_features; i++) {
        const khl_feature *f = &analysis->features[i];
        bool named =
            khl_str_starts(f->name, KHL_STR("district:")) || khl_str_starts(f->name, KHL_STR("town:"));
        if (f->kind != KHL_FEATURE_PLACE || !named) continue;
        if (khl_map_put(&attested->names, f->name, NULL, NULL) != KHL_OK) return khl_fail_memory(err);
    }
    return KHL_OK;
}

khl_status khl_attested_add(khl_attested *attested, const khl_analysis *analysis, khl_error *err)
{
    khl_status status = KHL_OK;
    attested->version = next_version();
    for (size_t i = 0; i < analysis->n_tokens && status == KHL_OK; i++) {
        const khl_token *token = &analysis->tokens[i];
        if (token->kind != KHL_TOKEN_ARAB) continue;
        khl_str key = token->key;
        if (khl_str_equal(token->proclitics, KHL_STR(KHL_AR_ARTICLE)))
            key = khl_str_behind(key, token->proclitics.n);
        else if (token->proclitics.n > 0)
            continue;
        if (khl_letters(key) >= 3) status = count(attested, key, 1, err);
    }
    return status == KHL_OK ? add_names(attested, analysis, err) : status;
}

khl_status khl_attested_merge(khl_attested *into, const khl_attested *from, khl_error *err)
{
    khl_status status = KHL_OK;
    into->version = next_version();
    for (size_t k = 0; k < from->map.n && status == KHL_OK; k++)
        status = count(into, from->map.keys[k], from->counts[k], err);
    for (size_t k = 0; k < from->names.n && status == KHL_OK; k++)
        if (khl_map_put(&into->names, from->names.keys[k], NULL, NULL) != KHL_OK)
            status = khl_fail_memory(err);
    return status;
}

uint32_t khl_attested_count(const khl_attested *attested, khl_str key)
{
    if (attested == NULL) return 0;
    uint32_t kept = khl_frozen_find(&attested->kept_counts, key);
    if (kept != KHL_FROZEN_NONE) {
        uint32_t times;
        memcpy(&times, khl_frozen_record(&attested->kept_counts, kept), sizeof times);
        return times;
    }
    uint32_t number = khl_map_find(&attested->map, key);
    return number == KHL_MAP_NONE ? 0 : attested->counts[number];
}

bool khl_attested_is_name(const khl_attested *attested, khl_str key)
{
    return attested != NULL && (khl_map_find(&attested->names, key) != KHL_MAP_NONE ||
                                khl_frozen_find(&attested->kept_names, key) != KHL_FROZEN_NONE);
}

khl_status khl_attested_freeze(const khl_attested *attested, khl_buf *counts, khl_buf *names, khl_error *err)
{
    khl_status status = khl_frozen_write(counts, attested->map.keys, attested->counts, attested->map.n,
                                         sizeof *attested->counts, err);
    uint32_t *ones = khl_alloc_zero(attested->names.n, sizeof *ones);
    if (ones == NULL) return khl_fail_memory(err);
    if (status == KHL_OK)
        status = khl_frozen_write(names, attested->names.keys, ones, attested->names.n, sizeof *ones, err);
    free(ones);
    return status;
}

khl_status khl_attested_open(khl_attested **out, khl_str counts, khl_str names, khl_error *err)
{
    khl_status status = khl_attested_create(out, err);
    if (status == KHL_OK) status = khl_frozen_open(&(*out)->kept_counts, counts, sizeof(uint32_t), err);
    if (status == KHL_OK) status = khl_frozen_open(&(*out)->kept_names, names, sizeof(uint32_t), err);
    if (status == KHL_OK) return KHL_OK;
    khl_attested_destroy(*out);
    *out = NULL;
    return status;
}
