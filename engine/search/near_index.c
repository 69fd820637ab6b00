/* Sections of a store: "near-shape" and one for each array. */
#include "near_index.h"

#include "alloc.h"
#include "error.h"

#include <stdio.h>
#include <string.h>

typedef struct shape {
    uint32_t n_given, n_rows, n_cols, zero;
    uint64_t nnz;
    double norm;
} shape;

/* The rows as they were taken give way to entries. */
static khl_status make(khl_near_arrays *out, khl_csr *rows, khl_pool *pool, khl_error *err)
{
    khl_status status = khl_ranked_take(&out->ranked, rows, 0, pool, err);
    if (status == KHL_OK) status = khl_near_rows_order(out, err);
    if (status == KHL_OK) status = khl_postings_make(&out->lists, &out->ranked, 0, pool, err);
    if (status == KHL_OK) status = khl_postings_by_length(&out->lists, out->ranked.rows.n_cols, pool, err);
    if (status == KHL_OK) status = khl_near_rows_entries(out, pool, err);
    if (status != KHL_OK) return status;
    out->row_ptr = out->ranked.rows.row_ptr;
    out->ranked.rows.row_ptr = NULL;
    free(out->ranked.rows.col);
    free(out->ranked.rows.val);
    out->ranked.rows.col = NULL;
    out->ranked.rows.val = NULL;
    return KHL_OK;
}

khl_status khl_near_arrays_make(khl_near_arrays *out, khl_csr *rows, khl_pool *pool, khl_error *err)
{
    *out = (khl_near_arrays){.ranked = {.norm = 0}};
    khl_status status = make(out, rows, pool, err);
    if (status != KHL_OK) {
        khl_near_arrays_clear(out);
        return status;
    }
    out->index = (khl_nearest){.n_given = out->ranked.n_given,
                               .n_rows = out->ranked.rows.n_rows,
                               .n_cols = out->ranked.rows.n_cols,
                               .row_ptr = out->row_ptr,
                               .entry = out->entries,
                               .member_of = out->member_of,
                               .member = out->member,
                               .column_of = out->ranked.column_of,
                               .norm = out->ranked.norm,
                               .begin = out->lists.begin,
                               .row = out->lists.row,
                               .length = out->lists.length,
                               .value = out->lists.value,
                               .before = out->lists.before};
    return KHL_OK;
}

void khl_near_arrays_clear(khl_near_arrays *arrays)
{
    khl_ranked_clear(&arrays->ranked);
    khl_postings_clear(&arrays->lists);
    free(arrays->row_ptr);
    free(arrays->entries);
    free(arrays->member_of);
    free(arrays->member);
    *arrays = (khl_near_arrays){.index = {.norm = 0}};
}

typedef struct section {
    const char *name;
    const void **array;
    size_t count, size;
    bool small; /* summed at opening */
} section;

enum { N_SECTIONS = 10 };

/* The arrays of an index of that shape, one behind the other. */
static void list_sections(khl_nearest *x, uint64_t nnz, section out[N_SECTIONS])
{
    size_t rows = x->n_rows, cols = x->n_cols, n = (size_t)nnz;
    const section all[N_SECTIONS] = {
        {"near-row_ptr", (const void **)&x->row_ptr, rows + 1, sizeof(uint64_t), true},
        {"near-entry", (const void **)&x->entry, n, sizeof(khl_near_entry), false},
        {"near-member_of", (const void **)&x->member_of, rows + 1, sizeof(uint32_t), true},
        {"near-member", (const void **)&x->member, x->n_given, sizeof(uint32_t), true},
        {"near-column_of", (const void **)&x->column_of, cols, sizeof(uint32_t), true},
        {"near-begin", (const void **)&x->begin, cols + 1, sizeof(uint64_t), true},
        {"near-row", (const void **)&x->row, n, sizeof(uint32_t), false},
        {"near-length", (const void **)&x->length, n, 1, false},
        {"near-value", (const void **)&x->value, n, 1, false},
        {"near-before", (const void **)&x->before, n, sizeof(uint32_t), false},
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
    uint64_t nnz = x.row_ptr[x.n_rows];
    shape head = {x.n_given, x.n_rows, x.n_cols, 0, nnz, x.norm};
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

/* What offsets and members lead to must be there. */
static bool holds(const khl_nearest *x, uint64_t nnz)
{
    if (!ascends(x->row_ptr, x->n_rows, nnz) || !ascends(x->begin, x->n_cols, nnz)) return false;
    for (uint32_t r = 0; r < x->n_rows; r++)
        if (x->member_of[r] > x->member_of[r + 1]) return false;
    for (uint32_t m = 0; m < x->n_given; m++)
        if (x->member[m] >= x->n_given) return false;
    return x->member_of[0] == 0 && x->member_of[x->n_rows] == x->n_given;
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
    if (!(head.norm >= 0)) return khl_store_fail(store, err);
    *out = (khl_nearest){.guard = guard,
                         .n_given = head.n_given,
                         .n_rows = head.n_rows,
                         .n_cols = head.n_cols,
                         .norm = head.norm};
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
