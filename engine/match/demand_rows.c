/* Demands as rows, for finding candidates among many: the cosine of two rows is what both say, as the model
 * weighs it, over what they say at all.
 *
 * The coordinates are units (units.h): concepts, those inside longer forms in part, kin in part, and words
 * that no concept covers. A value is the root of information times the weight its kind has in the model, so
 * that a shared unit adds just that much to the product. On the collections of corpora/ every pair that the
 * model gives a half has a cosine of 0.18 or more, while cosines of words and concepts, which know neither
 * kin nor weights, would need a tenth of all pairs for that. */
#include "matcher.h"

#include "alloc.h"
#include "error.h"

#include <math.h>

/* Kin on one side is met by kin on the other, so each bears a part; a concept with more kin than MOST_KIN is
 * a heading, whose kinds find it. */
#define KIN_SHARE 0.6F
#define PART_SHARE 0.5F
enum { MOST_KIN = 30, LEAST_PARTS = 2 };

typedef struct coordinate {
    uint32_t name;
    float value;
} coordinate;

typedef struct builder {
    const khl_matcher *m;
    coordinate *row; /* of the demand at hand */
    size_t n, capacity;
    khl_csr *out;
    size_t nnz, nnz_capacity, val_capacity;
} builder;

static khl_status put(builder *b, uint32_t name, float value, khl_error *err)
{
    if (!(value > 0)) return KHL_OK;
    if (!khl_grow(&b->row, &b->capacity, b->n + 1, sizeof *b->row)) return khl_fail_memory(err);
    b->row[b->n++] = (coordinate){name, value};
    return KHL_OK;
}

static khl_status put_kin(builder *b, uint32_t name, float value, khl_error *err)
{
    const khl_kin *kin = &b->m->kin;
    if (name >= kin->n_names) return KHL_OK;
    uint32_t begin = kin->first[name], end = kin->first[name + 1];
    khl_status status = KHL_OK;
    for (uint32_t k = begin; k < end && end - begin <= MOST_KIN && status == KHL_OK; k++)
        status = put(b, kin->of[k].name, value * KIN_SHARE * kin->of[k].nearness, err);
    return status;
}

static khl_status put_unit(builder *b, const khl_unit *unit, unsigned kind, khl_error *err)
{
    double mass = (double)unit->information * b->m->model->weight[khl_unit_shared[kind]];
    uint32_t n_parts = unit->parts.n > LEAST_PARTS ? unit->parts.n : LEAST_PARTS;
    float value = mass > 0 ? (float)sqrt(mass) : 0, part = value * sqrtf(PART_SHARE / (float)n_parts);
    khl_status status = put(b, unit->name, value, err);
    if (status == KHL_OK && kind != KHL_UNIT_WORD) status = put_kin(b, unit->name, value, err);
    for (uint32_t p = 0; p < unit->parts.n && status == KHL_OK; p++)
        status = put(b, unit->parts.ids[p], part, err);
    return status;
}

/* Quarters, streets and facilities: a demand at another place is another demand, so near ones are those at
 * the same. */
static khl_status put_places(builder *b, const khl_slots *slots, khl_error *err)
{
    double mass = b->m->model->weight[KHL_EVIDENCE_PLACE_AGREE];
    khl_status status = KHL_OK;
    for (uint32_t k = 0; k < slots->n_named && mass > 0 && status == KHL_OK; k++)
        if (!slots->named[k].contains) status = put(b, slots->named[k].id, (float)sqrt(mass), err);
    return status;
}

static int by_name(const void *x, const void *y)
{
    const coordinate *a = x, *b = y;
    if (a->name != b->name) return a->name < b->name ? -1 : 1;
    return a->value > b->value ? -1 : a->value < b->value;
}

/* Sorts the row, keeps the largest value of each coordinate, and writes it at unit length. */
static khl_status end_row(builder *b, uint32_t r, khl_error *err)
{
    double square = 0;
    size_t n = 0;
    if (b->n > 1) qsort(b->row, b->n, sizeof *b->row, by_name);
    for (size_t k = 0; k < b->n; k++) {
        if (n > 0 && b->row[n - 1].name == b->row[k].name) continue;
        b->row[n++] = b->row[k];
        square += (double)b->row[k].value * (double)b->row[k].value;
    }
    if (!khl_grow(&b->out->col, &b->nnz_capacity, b->nnz + n, sizeof *b->out->col) ||
        !khl_grow(&b->out->val, &b->val_capacity, b->nnz + n, sizeof *b->out->val))
        return khl_fail_memory(err);
    for (size_t k = 0; k < n; k++, b->nnz++) {
        b->out->col[b->nnz] = b->row[k].name;
        b->out->val[b->nnz] = (float)((double)b->row[k].value / sqrt(square));
    }
    b->out->row_ptr[r + 1] = b->nnz;
    b->n = 0;
    return KHL_OK;
}

khl_status khl_matcher_demand_rows(khl_csr *out, const khl_matcher *m, const uint32_t *members, uint32_t n,
                                   khl_error *err)
{
    builder b = {.m = m, .out = out};
    *out = (khl_csr){.n_rows = n, .n_cols = m->links.n_names};
    out->row_ptr = khl_alloc_zero((size_t)n + 1, sizeof *out->row_ptr);
    khl_status status = out->row_ptr != NULL ? KHL_OK : khl_fail_memory(err);
    for (uint32_t r = 0; r < n && status == KHL_OK; r++) {
        const khl_units *units = &m->units[members[r]];
        for (unsigned kind = 0; kind < KHL_N_UNITS; kind++)
            for (uint32_t u = 0; u < units->n[kind] && status == KHL_OK; u++)
                status = put_unit(&b, &units->of[kind][u], kind, err);
        if (status == KHL_OK) status = put_places(&b, &m->slots[members[r]], err);
        if (status == KHL_OK) status = end_row(&b, r, err);
    }
    free(b.row);
    if (status != KHL_OK) khl_csr_clear(out);
    return status;
}
