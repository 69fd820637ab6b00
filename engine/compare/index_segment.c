/* Opening a segment and reading its proposals. */
#include "index_segment.h"

#include "error.h"

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
    const void *p = NULL;
    khl_status status = sound(s, number, "texts-ends", (size_t)s->n + 1, sizeof *s->text_ends, &p, err);
    s->text_ends = p;
    for (size_t i = 0; status == KHL_OK && i < s->n; i++)
        if (s->text_ends[i] > s->text_ends[i + 1]) return khl_store_fail(s->store, err);
    if (status == KHL_OK) status = section(s, number, "texts", (size_t)s->text_ends[s->n], 1, &p, err);
    s->texts = p;
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
    return status;
}

khl_status khl_segment_doc(const khl_segment *s, uint32_t i, khl_doc *out, khl_error *err)
{
    uint64_t begin = s->text_ends[i], end = s->text_ends[i + 1];
    uint32_t lengths[2] = {0, 0};
    khl_status status = khl_store_need(s->store, s->texts + begin, (size_t)(end - begin), err);
    if (status != KHL_OK) return status;
    if (end - begin < sizeof lengths) return khl_store_fail(s->store, err);
    memcpy(lengths, s->texts + begin, sizeof lengths);
    khl_str rest = {s->texts + begin + sizeof lengths, (size_t)(end - begin) - sizeof lengths};
    if (lengths[0] > rest.n || lengths[1] > rest.n - lengths[0]) return khl_store_fail(s->store, err);
    out->id = (khl_str){rest.p, lengths[0]};
    out->city = (khl_str){rest.p + lengths[0], lengths[1]};
    out->text = (khl_str){out->city.p + lengths[1], rest.n - lengths[0] - lengths[1]};
    return KHL_OK;
}
