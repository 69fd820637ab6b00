/* The k nearest rows of a collection to any row, exact, from inverted lists that are read only as far as a
 * row in them can still be among the k.
 *
 * Every column of every row is posted, and a list holds its rows by decreasing length up to that column; so
 * at any threshold only the beginning of a list matters, and one set of lists serves all thresholds. A query
 * starts from a high threshold and lowers it until k rows have reached it; rows that were found raise it
 * again. */
#ifndef KHL_SEARCH_NEAREST_H
#define KHL_SEARCH_NEAREST_H

#include "bitmaps.h"
#include "postings.h"

/* Asked before bytes of a mapped file are read for the first time: false when they are damaged. */
typedef struct khl_guard {
    bool (*sound)(const void *context, const void *p, size_t n);
    const void *context;
} khl_guard;

/* All arrays are borrowed: from memory, or from a mapped file. With a guard, lists and rows are read behind
 * it; the other arrays must be sound. */
typedef struct khl_nearest {
    const khl_guard *guard;    /* NULL: all is sound */
    khl_csr rows;              /* columns are ranks */
    const uint32_t *column_of; /* [n_cols] */
    double norm;               /* of the longest row */
    const uint64_t *begin;     /* [n_cols + 1] lists */
    const uint32_t *row;
    const unsigned char *length, *value;
    unsigned words;
    const uint64_t *bits;
    const unsigned char *kind;
    const unsigned char *top; /* [KHL_BITMAP_CLASSES x KHL_BITMAP_TOPS] */
} khl_nearest;

/* One thread's memory for queries. */
typedef struct khl_query {
    uint32_t *stamp; /* [n_rows] round in which a row was last multiplied */
    uint32_t round;
    float *spread;     /* [n_cols] the query by rank, zero between queries */
    float *sums;       /* [n_rows] made when first needed, zero between queries */
    uint32_t *touched; /* [n_rows] likewise */
    double *lengths;   /* [capacity] of the query up to each entry */
    struct khl_near *heap;
    size_t n, k, capacity;
    double weight[64 * KHL_BITMAP_MAX_WORDS];
} khl_query;

typedef struct khl_near {
    uint32_t row;
    double score;
} khl_near;

khl_status khl_query_init(khl_query *query, const khl_nearest *index, size_t k, khl_error *err);
void khl_query_clear(khl_query *query);

/* Rows that may be found: fn says no to rows that may not. NULL: all may. */
typedef bool (*khl_near_fn)(const void *context, uint32_t row);

/* query->heap [query->n] are then the k rows with the largest products with row that are at least `least` (>
 * 0) and that fn allows, best first, ties by smaller row. row: ranks of the index, ascending. */
/* KHL_E_INPUT: the guard said no; KHL_E_MEMORY. */
khl_status khl_nearest_find(const khl_nearest *index, khl_query *query, khl_rank_row row, double least,
                            khl_near_fn fn, const void *context, khl_error *err);

/* Sorts the lists of postings made with least 0 by decreasing length. */
khl_status khl_postings_by_length(khl_postings *lists, uint32_t n_cols, khl_pool *pool, khl_error *err);

#endif
