/* The k nearest rows of a collection to any row, exact, from inverted lists that are read only as far as a
 * row in them can still be among the k.
 *
 * Equal rows are held once, with the numbers of all. Every column of every row is posted, and a list holds
 * its rows by decreasing length up to that column; so at any threshold only the beginning of a list matters,
 * and one set of lists serves all thresholds. A query starts from a high threshold and lowers it step by
 * step: each step reads on where the one before it ended. What is met is added up, and what has not been met
 * of a row is bounded by two lengths (the remaining-score bound of L2AP), so that most rows need not be
 * multiplied; the others are, the most promising first, until k rows have reached the threshold. Where that
 * would cost more than adding up whole lists, those are added up. */
#ifndef KHL_SEARCH_NEAREST_H
#define KHL_SEARCH_NEAREST_H

#include "near_seen.h"
#include "postings.h"

/* Asked before bytes of a mapped file are read for the first time: false when they are damaged. */
typedef struct khl_guard {
    bool (*sound)(const void *context, const void *p, size_t n);
    const void *context;
} khl_guard;

typedef struct khl_near_entry {
    uint32_t col; /* a rank */
    float val;
} khl_near_entry;

/* All arrays are borrowed: from memory, or from a mapped file. With a guard, lists and entries are read
 * behind it; the other arrays must be sound. */
typedef struct khl_nearest {
    const khl_guard *guard;      /* NULL: all is sound */
    uint32_t n_given;            /* rows of the collection */
    uint32_t n_rows, n_cols;     /* distinct rows, by their rarest columns, so that near ones lie together */
    const uint64_t *row_ptr;     /* [n_rows + 1] */
    const khl_near_entry *entry; /* of a row: by column_of */
    const uint32_t *member_of, *member; /* [n_rows + 1], [n_given]: the given rows of each, ascending */
    const uint32_t *column_of;          /* [n_cols] the column as it was given */
    double norm;                        /* of the longest row */
    const uint64_t *begin;              /* [n_cols + 1] lists */
    const uint32_t *row;
    const unsigned char *length, *value;
    const uint32_t *before;
} khl_nearest;

typedef struct khl_near {
    uint32_t row; /* as it was given */
    double score;
} khl_near;

/* A column of the query, and how far its list has been read. */
typedef struct khl_near_list {
    uint64_t at, end, last; /* read so far, to be read in this step, end of the list */
    double length;          /* of the query up to and with this column */
} khl_near_list;

/* One thread's memory for queries. */
typedef struct khl_query {
    float *spread; /* [n_cols] the query by rank, zero between queries */
    khl_near_seen seen;
    float *sums;          /* [n_rows] made when first needed, zero between queries */
    uint32_t *touched;    /* [n_rows] likewise */
    khl_near_list *lists; /* [capacity] */
    khl_near *heap;
    size_t n, k, capacity;
} khl_query;

khl_status khl_query_init(khl_query *query, const khl_nearest *index, size_t k, khl_error *err);
void khl_query_clear(khl_query *query);

/* Given rows that may be found: fn says no to rows that may not. NULL: all may. */
typedef bool (*khl_near_fn)(const void *context, uint32_t row);

/* query->heap [query->n] are then the k rows with the largest products with row that are at least `least` (>
 * 0) and that fn allows, best first, ties by smaller row. row: ranks of the index, ascending. Scores are
 * those of khl_csr_dot. KHL_E_INPUT: the guard said no; KHL_E_MEMORY. */
khl_status khl_nearest_find(const khl_nearest *index, khl_query *query, khl_rank_row row, double least,
                            khl_near_fn fn, const void *context, khl_error *err);

/* The product of a row with spread [n_cols], summed by the columns as they were given; no number where an
 * entry is of no column. */
double khl_near_product(const float *spread, uint32_t n_cols, const khl_near_entry *row, size_t n);

/* Sorts the lists of postings made with least 0 by decreasing length. */
khl_status khl_postings_by_length(khl_postings *lists, uint32_t n_cols, khl_pool *pool, khl_error *err);

#endif
