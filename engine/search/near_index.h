/* The arrays of a khl_nearest, made in memory of rows and written to a store, or found in one. */
#ifndef KHL_SEARCH_NEAR_INDEX_H
#define KHL_SEARCH_NEAR_INDEX_H

#include "nearest.h"
#include "store.h"

/* What owns the arrays that are made in memory. */
typedef struct khl_near_arrays {
    khl_ranked ranked; /* columns; its rows are gone once they are entries */
    khl_postings lists;
    uint64_t *row_ptr;
    khl_near_entry *entries;
    uint32_t *member_of, *member;
    khl_nearest index; /* borrows them */
} khl_near_arrays;

/* Takes the arrays of rows (left empty, on failure too). */
khl_status khl_near_arrays_make(khl_near_arrays *out, khl_csr *rows, khl_pool *pool, khl_error *err);
void khl_near_arrays_clear(khl_near_arrays *arrays);

/* The steps of khl_near_arrays_make that near_rows.c takes: members, and the rows in their order; entries of
 * rows that are in it. */
khl_status khl_near_rows_order(khl_near_arrays *arrays, khl_error *err);
khl_status khl_near_rows_entries(khl_near_arrays *arrays, khl_pool *pool, khl_error *err);

/* Sections PREFIXnear-*; a store may hold several indexes. */
khl_status khl_near_index_write(khl_store_writer *writer, const char *prefix, const khl_nearest *index,
                                khl_error *err);
/* Finds them in a store. Small ones are summed now; lists and rows are guarded by `guard`, which must outlive
 * *out. */
khl_status khl_near_index_open(khl_nearest *out, const khl_store *store, const char *prefix,
                               const khl_guard *guard, khl_error *err);

#endif
