/* The demands that a question is held against, from none to a matcher of all: room for them, then what each
 * term and part weighs when all are known. */
#include "kept_parts.h"

#include "alloc.h"
#include "error.h"
#include "tfidf.h"

#include <math.h>

khl_status khl_kept_create(khl_kept **out, const khl_kept_names *names, const khl_match_model *model,
                           khl_error *err)
{
    khl_kept *k = *out = khl_alloc_zero(1, sizeof *k);
    if (k == NULL) return khl_fail_memory(err);
    const khl_matcher_options options = KHL_MATCHER_OPTIONS_INIT;
    k->names = names;
    k->m = (khl_matcher){.model = model, .options = options, .arena = KHL_ARENA_INIT(1 << 16)};
    k->m.links = names->links;
    k->m.kin = names->kin;
    k->m.rows[KHL_SPACE_CONCEPT].n_cols = UINT32_MAX;
    return khl_map_init(&k->extra, err);
}

void khl_kept_destroy(khl_kept *k)
{
    if (k == NULL) return;
    khl_map_clear(&k->extra);
    khl_buf_clear(&k->bytes);
    khl_csr_clear(&k->m.rows[KHL_SPACE_CONCEPT]);
    khl_arena_clear(&k->m.arena);
    free(k->m.slots);
    free(k->m.units);
    free(k->m.deeds);
    free(k->m.keys);
    free(k->terms);
    free(k->made);
    free(k->term_ends);
    free(k->shared);
    free(k);
}

/* Arrays for n demands, in place of those for fewer. */
static khl_status make_room(khl_kept *k, size_t n, khl_error *err)
{
    khl_matcher *m = &k->m;
    free(m->slots);
    free(m->units);
    free(m->deeds);
    free(m->keys);
    free(k->term_ends);
    free(m->rows[KHL_SPACE_CONCEPT].row_ptr);
    k->capacity = 0;
    m->slots = khl_alloc(n, sizeof *m->slots);
    m->units = khl_alloc(n, sizeof *m->units);
    m->deeds = khl_alloc(n, sizeof *m->deeds);
    m->keys = khl_alloc(n, sizeof *m->keys);
    k->term_ends = khl_alloc(n, sizeof *k->term_ends);
    m->rows[KHL_SPACE_CONCEPT].row_ptr = khl_alloc_zero(n + 1, sizeof(uint64_t));
    if (!m->slots || !m->units || !m->deeds || !m->keys || !k->term_ends ||
        !m->rows[KHL_SPACE_CONCEPT].row_ptr)
        return khl_fail_memory(err);
    k->capacity = n;
    return KHL_OK;
}

khl_status khl_kept_begin(khl_kept *k, size_t n_most, khl_error *err)
{
    k->m.n = k->n_terms = k->n_made = 0;
    khl_arena_reset(&k->m.arena);
    if (k->extra.n > 0) {
        khl_map_clear(&k->extra);
        khl_status status = khl_map_init(&k->extra, err);
        if (status != KHL_OK) return status;
    }
    return n_most > k->capacity ? make_room(k, n_most, err) : KHL_OK;
}

static khl_shared_term *shared_at(const khl_kept *k, uint32_t name)
{
    size_t at = (name * 0x9E3779B1u >> 7) & k->mask;
    while (k->shared[at].name != KHL_MAP_NONE && k->shared[at].name != name) at = (at + 1) & k->mask;
    return &k->shared[at];
}

static uint32_t count_of(const khl_kept_term *t, bool aside)
{
    return aside ? t->elsewhere : t->tf;
}

/* Which names are terms of any demand, and how little they weigh. */
static khl_status share_terms(khl_kept *k, bool aside, khl_error *err)
{
    size_t n = 64;
    while (n < 2 * k->n_terms) n *= 2;
    if (n > k->mask + 1 || k->shared == NULL) {
        free(k->shared);
        k->shared = khl_alloc(n, sizeof *k->shared);
        if (k->shared == NULL) return khl_fail_memory(err);
        k->mask = n - 1;
    }
    for (size_t at = 0; at <= k->mask; at++) k->shared[at].name = KHL_MAP_NONE;
    for (size_t i = 0; i < k->n_terms; i++) {
        const khl_kept_term *t = &k->terms[i];
        if (count_of(t, aside) == 0) continue;
        khl_shared_term *shared = shared_at(k, t->name);
        if (shared->name == KHL_MAP_NONE) *shared = (khl_shared_term){t->name, t->weight};
        if (t->weight < shared->weight) shared->weight = t->weight;
    }
    return KHL_OK;
}

static double idf_of(const khl_kept *k, uint32_t name)
{
    const khl_kept_names *names = k->names;
    if (name < names->n) return names->idf[name];
    return khl_df_table_idf(names->background, k->extra.keys[name - names->n], 0, 0);
}

static void inform_units(khl_kept *k)
{
    size_t at = 0;
    for (size_t i = 0; i < k->m.n; i++)
        for (unsigned kind = 0; kind < KHL_N_UNITS; kind++)
            for (uint32_t u = 0; u < k->m.units[i].n[kind]; u++) {
                khl_unit *unit = &k->m.units[i].of[kind][u];
                bool known = shared_at(k, unit->name)->name == unit->name;
                double idf = known ? idf_of(k, unit->name) : KHL_UNKNOWN_IDF;
                unit->information = khl_unit_information(idf, k->made[at][0], k->made[at][1]);
                at++;
            }
}

/* As khl_tfidf_rows weighs them, to a last bit of the length. */
static khl_status weigh_rows(khl_kept *k, bool aside, khl_error *err)
{
    khl_csr *rows = &k->m.rows[KHL_SPACE_CONCEPT];
    double *values = khl_arena_array(&k->m.arena, k->n_terms, sizeof *values);
    if (values == NULL || !khl_grow(&rows->col, &k->cols, k->n_terms + 1, sizeof *rows->col) ||
        !khl_grow(&rows->val, &k->vals, k->n_terms + 1, sizeof *rows->val))
        return khl_fail_memory(err);
    uint64_t at = 0;
    for (size_t i = 0; i < k->m.n; i++) {
        uint64_t begin = at;
        double square = 0;
        for (size_t e = i > 0 ? k->term_ends[i - 1] : 0; e < k->term_ends[i]; e++) {
            const khl_kept_term *t = &k->terms[e];
            uint32_t tf = count_of(t, aside);
            if (tf == 0) continue;
            double value = (tf == 1 ? 1.0 : 1.0 + log((double)tf)) * idf_of(k, t->name) *
                           (double)shared_at(k, t->name)->weight;
            square += value * value;
            rows->col[at] = t->name;
            values[at++] = value;
        }
        for (uint64_t e = begin; e < at; e++) rows->val[e] = (float)(values[e] / sqrt(square));
        rows->row_ptr[i + 1] = at;
    }
    rows->n_rows = (uint32_t)k->m.n;
    return KHL_OK;
}

khl_status khl_kept_ready(const khl_matcher **out, khl_kept *k, const uint32_t *city, khl_error *err)
{
    bool aside = khl_cities_differ(city, k->m.n);
    khl_status status = share_terms(k, aside, err);
    for (size_t i = 0; i < k->m.n; i++) {
        k->m.slots[i].city = city[i];
        k->m.slots[i].districts_aside = true;
    }
    if (status == KHL_OK) status = khl_slots_mark_few(k->m.slots, k->m.n, err);
    if (status == KHL_OK) inform_units(k);
    if (status == KHL_OK) status = weigh_rows(k, aside, err);
    *out = &k->m;
    return status;
}
