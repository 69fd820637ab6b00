/* Sections of a store: "near-shape" and one for each array. */
#include "near_index.h"

#include "alloc.h"
#include "error.h"

#include <stdio.h>
#include <string.h>

/* How the weight of rows is spread is told at this share of the largest product; any share is right. */
#define CLASS_SHARE 0.36

typedef struct shape {
    uint32_t n_rows, n_cols, words, zero;
    uint64_t nnz;
    double norm;
} shape;

khl_status khl_near_arrays_make(khl_near_arrays *out, khl_csr *rows, khl_pool *pool, khl_error *err)
{
    *out = (khl_near_arrays){.ranked = {.norm = 0}};
    khl_status status = khl_ranked_take_all(&out->ranked, rows, pool, err);
    if (status == KHL_OK) status = khl_bitmaps_make(&out->maps, &out->ranked, CLASS_SHARE, pool, err);
    if (status == KHL_OK) status = khl_postings_make(&out->lists, &out->ranked, 0, pool, err);
    if (status == KHL_OK) status = khl_postings_by_length(&out->lists, out->ranked.rows.n_cols, pool, err);
    out->index = (khl_nearest){.rows = out->ranked.rows,
                               .column_of = out->ranked.column_of,
                               .norm = out->ranked.norm,
                               .begin = out->lists.begin,
                               .row = out->lists.row,
                               .length = out->lists.length,
                               .value = out->lists.value,
                               .words = out->maps.words,
                               .bits = out->maps.bits,
                               .kind = out->maps.kind,
                               .top = out->maps.top[0]};
    if (status != KHL_OK) khl_near_arrays_clear(out);
    return status;
}

void khl_near_arrays_clear(khl_near_arrays *arrays)
{
    khl_ranked_clear(&arrays->ranked);
    khl_bitmaps_clear(&arrays->maps);
    khl_postings_clear(&arrays->lists);
    arrays->index = (khl_nearest){.norm = 0};
}

typedef struct section {
    const char *name;
    const void **array;
    size_t count, size;
    bool small; /* summed at opening */
} section;

enum { N_SECTIONS = 11 };

/* The arrays of an index of that shape, one behind the other. */
static void list_sections(khl_nearest *x, uint64_t nnz, section out[N_SECTIONS])
{
    size_t rows = x->rows.n_rows, cols = x->rows.n_cols, n = (size_t)nnz;
    const section all[N_SECTIONS] = {
        {"near-row_ptr", (const void **)&x->rows.row_ptr, rows + 1, sizeof(uint64_t), true},
        {"near-col", (const void **)&x->rows.col, n, sizeof(uint32_t), false},
        {"near-val", (const void **)&x->rows.val, n, sizeof(float), false},
        {"near-column_of", (const void **)&x->column_of, cols, sizeof(uint32_t), true},
        {"near-begin", (const void **)&x->begin, cols + 1, sizeof(uint64_t), true},
        {"near-row", (const void **)&x->row, n, sizeof(uint32_t), false},
        {"near-length", (const void **)&x->length, n, 1, false},
        {"near-value", (const void **)&x->value, n, 1, false},
        {"near-bits", (const void **)&x->bits, rows * x->words, sizeof(uint64_t), true},
        {"near-kind", (const void **)&x->kind, rows, 1, true},
        {"near-top", (const void **)&x->top, KHL_BITMAP_CLASSES * KHL_BITMAP_TOPS, 1, true},
    };
    for (unsigned k = 0; k < N_SECTIONS; k++) out[k] = all[k];
}

static const char *name_of(char out[KHL_STORE_NAME_BYTES], const char *prefix, const char *name)
{
    snprintf(out, KHL_STORE_NAME_BYTES, "%s%s", prefix, name);
    return out;
}

khl_status khl_near_index_write(khl_store_writer *w, const char *prefix, const khl_nearest *index,
                                khl_error *err)
{
    char name[KHL_STORE_NAME_BYTES];
    khl_nearest x = *index;
    uint64_t nnz = x.rows.n_rows > 0 ? x.rows.row_ptr[x.rows.n_rows] : 0;
    shape head = {x.rows.n_rows, x.rows.n_cols, x.words, 0, nnz, x.norm};
    section sections[N_SECTIONS];
    list_sections(&x, nnz, sections);
    khl_status status = khl_store_add(w, name_of(name, prefix, "near-shape"), &head, sizeof head, err);
    for (unsigned k = 0; k < N_SECTIONS && status == KHL_OK; k++)
        status = khl_store_add(w, name_of(name, prefix, sections[k].name), *sections[k].array,
                               sections[k].count * sections[k].size, err);
    return status;
}

static bool ascends(const uint64_t *begin, size_t n, uint64_t last)
{
    for (size_t k = 0; k < n; k++)
        if (begin[k] > begin[k + 1]) return false;
    return begin[0] == 0 && begin[n] == last;
}

/* What offsets and classes lead to must be there. */
static bool holds(const khl_nearest *x, uint64_t nnz)
{
    if (!ascends(x->rows.row_ptr, x->rows.n_rows, nnz) || !ascends(x->begin, x->rows.n_cols, nnz))
        return false;
    for (uint32_t r = 0; r < x->rows.n_rows; r++)
        if (x->kind[r] >= KHL_BITMAP_CLASSES) return false;
    return true;
}

khl_status khl_near_index_open(khl_nearest *out, const khl_store *store, const char *prefix,
                               const khl_guard *guard, khl_error *err)
{
    char name[KHL_STORE_NAME_BYTES];
    const void *p = NULL;
    shape head;
    *out = (khl_nearest){.norm = 0};
    khl_status status =
        khl_store_section(store, name_of(name, prefix, "near-shape"), 1, sizeof head, &p, err);
    if (status == KHL_OK) status = khl_store_need(store, p, sizeof head, err);
    if (status != KHL_OK) return status;
    memcpy(&head, p, sizeof head);
    bool fits = head.words > 0 && head.words <= KHL_BITMAP_MAX_WORDS && (head.words & (head.words - 1)) == 0;
    if (!fits || !(head.norm >= 0)) return khl_store_fail(store, err);
    *out = (khl_nearest){.guard = guard, .norm = head.norm, .words = head.words};
    out->rows.n_rows = head.n_rows;
    out->rows.n_cols = head.n_cols;
    section sections[N_SECTIONS];
    list_sections(out, head.nnz, sections);
    for (unsigned k = 0; k < N_SECTIONS && status == KHL_OK; k++) {
        status = khl_store_section(store, name_of(name, prefix, sections[k].name), sections[k].count,
                                   sections[k].size, sections[k].array, err);
        if (status == KHL_OK && sections[k].small)
            status = khl_store_need(store, *sections[k].array, sections[k].count * sections[k].size, err);
    }
    return status != KHL_OK || holds(out, head.nnz) ? status : khl_store_fail(store, err);
}
