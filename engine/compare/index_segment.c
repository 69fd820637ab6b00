/* Opening a segment and reading its proposals. */
#include "index_segment.h"

#include "error.h"
#include "kept_code.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static khl_status section(const khl_segment *s, unsigned number, const char *name, size_t count, size_t size,
                          const void **out, khl_error *err)
{
    char full[KHL_STORE_NAME_BYTES];
    snprintf(full, sizeof full, "%u.%s", number, name);
    return khl_store_section(s->store, full, count, size, out, err);
}

/* A whole section that is summed now. */
static khl_status sound(const khl_segment *s, unsigned number, const char *name, size_t count, size_t size,
                        const void **out, khl_error *err)
{
    khl_status status = section(s, number, name, count, size, out, err);
    return status == KHL_OK ? khl_store_need(s->store, *out, count * size, err) : status;
}

static khl_status open_terms(khl_segment *s, unsigned number, unsigned space, khl_error *err)
{
    char name[KHL_STORE_NAME_BYTES];
    khl_str part;
    snprintf(name, sizeof name, "%u.terms-%u", number, space);
    khl_status status = khl_store_whole(s->store, name, &part, err);
    if (status == KHL_OK) status = khl_frozen_open(&s->terms[space], part, sizeof(khl_index_term), err);
    for (uint32_t t = 0; status == KHL_OK && t < s->terms[space].n_keys; t++) {
        khl_index_term term;
        memcpy(&term, khl_frozen_record(&s->terms[space], t), sizeof term);
        if (term.rank >= s->near.n_cols || !isfinite(term.idf)) return khl_store_fail(s->store, err);
    }
    return status;
}

static khl_status open_texts(khl_segment *s, unsigned number, khl_error *err)
{
    char name[KHL_STORE_NAME_BYTES];
    const void *p = NULL;
    snprintf(name, sizeof name, "%u.texts", number);
    s->texts.n = khl_store_bytes(s->store, name);
    khl_status status = section(s, number, "texts", s->texts.n, 1, &p, err);
    s->texts.p = p;
    if (status == KHL_OK)
        status = section(s, number, "texts-ends", (size_t)s->n + 1, sizeof *s->text_ends, &p, err);
    s->text_ends = p;
    return status;
}

static khl_status open_deleted(khl_segment *s, unsigned number, khl_error *err)
{
    const void *p = NULL;
    khl_status status = sound(s, number, "deleted", ((size_t)s->n + 7) / 8, 1, &p, err);
    s->deleted = p;
    for (uint32_t i = 0; status == KHL_OK && i < s->n; i++) s->n_deleted += khl_segment_deleted(s, i);
    return status;
}

/* Names are summed now, demands where they are read. */
static khl_status open_demands(khl_segment *s, unsigned number, khl_error *err)
{
    char name[KHL_STORE_NAME_BYTES];
    const void *p = NULL;
    khl_str names = {NULL, 0};
    snprintf(name, sizeof name, "%u.demands", number);
    s->demands.n = khl_store_bytes(s->store, name);
    if (s->demands.n == 0) return KHL_OK;
    khl_status status = section(s, number, "demands", s->demands.n, 1, &p, err);
    s->demands.p = p;
    if (status == KHL_OK) status = section(s, number, "demands-at", s->n, sizeof *s->demands_at, &p, err);
    s->demands_at = p;
    snprintf(name, sizeof name, "%u.names", number);
    if (status == KHL_OK && khl_store_bytes(s->store, name) > 0)
        status = khl_store_whole(s->store, name, &names, err);
    if (status == KHL_OK && khl_frozen_open(&s->names, names, sizeof(uint32_t), err) != KHL_OK)
        status = khl_store_fail(s->store, err);
    return status;
}

khl_status khl_segment_open(khl_segment *out, const khl_store *store, const khl_guard *guard, unsigned number,
                            khl_error *err)
{
    char prefix[KHL_STORE_NAME_BYTES];
    *out = (khl_segment){.store = store, .number = number};
    snprintf(prefix, sizeof prefix, "%u.", number);
    khl_status status = khl_near_index_open(&out->near, store, prefix, guard, err);
    out->n = out->near.n_given;
    for (unsigned s = 0; s < KHL_ROWS_SPACES && status == KHL_OK; s++)
        status = open_terms(out, number, s, err);
    if (status == KHL_OK) status = open_texts(out, number, err);
    if (status == KHL_OK) status = open_deleted(out, number, err);
    if (status == KHL_OK) status = open_demands(out, number, err);
    return status;
}

void khl_segment_foresee(const khl_segment *s, uint32_t i, bool there)
{
    if (!there) {
        __builtin_prefetch(&s->text_ends[i]);
        if (s->demands_at != NULL) __builtin_prefetch(&s->demands_at[i]);
        return;
    }
    if (khl_store_sound(s->store, &s->text_ends[i], 2 * sizeof *s->text_ends) && s->text_ends[i] < s->texts.n)
        __builtin_prefetch(s->texts.p + s->text_ends[i]);
    if (s->demands_at == NULL || !khl_store_sound(s->store, &s->demands_at[i], sizeof *s->demands_at)) return;
    if (s->demands_at[i] >= s->demands.n) return;
    const char *demand = s->demands.p + s->demands_at[i];
    for (unsigned line = 0; line < 4; line++) __builtin_prefetch(demand + (size_t)line * 64);
}

khl_status khl_segment_demand(const khl_segment *s, uint32_t i, khl_str *out, khl_error *err)
{
    khl_status status = khl_store_need(s->store, &s->demands_at[i], sizeof *s->demands_at, err);
    if (status != KHL_OK) return status;
    uint64_t at = s->demands_at[i];
    size_t left = at < s->demands.n ? s->demands.n - (size_t)at : 0, head = left < 5 ? left : 5;
    khl_kept_reader r = {s->demands.p + at, s->demands.p + at + head, true};
    status = khl_store_need(s->store, r.at, head, err);
    if (status != KHL_OK) return status;
    uint64_t n = khl_kept_take_code(&r);
    if (!r.ok || n > left - (size_t)(r.at - (s->demands.p + at))) return khl_store_fail(s->store, err);
    *out = (khl_str){r.at, (size_t)n};
    return khl_store_need(s->store, out->p, out->n, err);
}

khl_status khl_segment_doc(const khl_segment *s, uint32_t i, khl_doc *out, khl_error *err)
{
    uint32_t lengths[3] = {0, 0, 0};
    khl_str *const parts[3] = {&out->id, &out->city, &out->association};
    khl_status status = khl_store_need(s->store, &s->text_ends[i], 2 * sizeof *s->text_ends, err);
    if (status != KHL_OK) return status;
    uint64_t begin = s->text_ends[i], end = s->text_ends[i + 1];
    if (begin > end || end > s->texts.n || end - begin < sizeof lengths) return khl_store_fail(s->store, err);
    status = khl_store_need(s->store, s->texts.p + begin, (size_t)(end - begin), err);
    if (status != KHL_OK) return status;
    memcpy(lengths, s->texts.p + begin, sizeof lengths);
    out->text = (khl_str){s->texts.p + begin + sizeof lengths, (size_t)(end - begin) - sizeof lengths};
    for (unsigned k = 0; k < 3; k++) {
        if (lengths[k] > out->text.n) return khl_store_fail(s->store, err);
        *parts[k] = (khl_str){out->text.p, lengths[k]};
        out->text.p += lengths[k];
        out->text.n -= lengths[k];
    }
    return KHL_OK;
}
