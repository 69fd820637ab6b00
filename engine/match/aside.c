/* Setting places aside: what the spaces of a collection of several cities are made of. */
#include "aside.h"

#include "buf.h"
#include "error.h"
#include "slots.h"

bool khl_cities_differ(const uint32_t *city, size_t n)
{
    uint32_t first = KHL_CITY_UNKNOWN;
    for (size_t i = 0; i < n && city != NULL; i++) {
        if (city[i] == KHL_CITY_UNKNOWN) continue;
        if (first == KHL_CITY_UNKNOWN) first = city[i];
        if (city[i] != first) return true;
    }
    return false;
}

static bool is_aside(const khl_feature *f, khl_places_aside aside)
{
    return f->kind == KHL_FEATURE_PLACE && (aside == KHL_ASIDE_ALL || khl_names_town(f));
}

/* The keys of the tokens that no place set aside covers, with one space between them. Features stand in text
 * order, so one walk serves. */
static void put_key(khl_buf *key, const khl_analysis *a, khl_places_aside aside)
{
    size_t next = 0, end = 0;
    for (size_t t = 0; t < a->n_tokens; t++) {
        for (; next < a->n_features && a->features[next].first_token <= t; next++) {
            const khl_feature *f = &a->features[next];
            size_t reach = (size_t)f->first_token + f->n_tokens;
            if (is_aside(f, aside) && reach > end) end = reach;
        }
        if (t < end || a->tokens[t].key.n == 0) continue;
        if (key->n > 0) khl_buf_char(key, ' ');
        khl_buf_put(key, a->tokens[t].key);
    }
}

static khl_status view(khl_analysis *out, const khl_analysis *a, khl_places_aside aside, khl_buf *key,
                       khl_arena *arena, khl_error *err)
{
    size_t n = 0;
    for (size_t i = 0; i < a->n_features; i++) n += !is_aside(&a->features[i], aside);
    *out = *a;
    if (n == a->n_features) return KHL_OK;
    khl_feature *features = khl_arena_array(arena, n, sizeof *features);
    key->n = 0;
    put_key(key, a, aside);
    out->key = khl_arena_copy(arena, khl_buf_str(key));
    if (features == NULL || !khl_buf_ok(key) || out->key.p == NULL) return khl_fail_memory(err);
    out->features = features;
    out->n_features = 0;
    for (size_t i = 0; i < a->n_features; i++)
        if (!is_aside(&a->features[i], aside)) features[out->n_features++] = a->features[i];
    return KHL_OK;
}

khl_status khl_aside_view(khl_analysis *out, const khl_analysis *analysis, khl_places_aside aside,
                          khl_arena *arena, khl_error *err)
{
    khl_buf key = KHL_BUF_INIT;
    khl_status status = view(out, analysis, aside, &key, arena, err);
    khl_buf_clear(&key);
    return status;
}

khl_status khl_aside_views(khl_analysis **out, const khl_analysis *analyses, size_t n, khl_places_aside aside,
                           khl_arena *arena, khl_error *err)
{
    khl_buf key = KHL_BUF_INIT;
    *out = khl_arena_array(arena, n, sizeof **out);
    if (*out == NULL) return khl_fail_memory(err);
    khl_status status = KHL_OK;
    for (size_t i = 0; i < n && status == KHL_OK; i++)
        status = view(&(*out)[i], &analyses[i], aside, &key, arena, err);
    khl_buf_clear(&key);
    return status;
}
