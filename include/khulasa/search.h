/* Similarity of all pairs and the nearest rows of another collection, exact, tile by tile; and the exact
 * threshold join of large collections, without tiles, at the end.
 *
 * Rows are sparse rows (khl_csr, unit-length for cosines) in one or more spaces (words, n-grams, ...).
 * Columns that fill many rows are made dense, block by block and a strip of columns at a time, and multiplied
 * with ssyrk and sgemm; the others, which short texts mostly have, add to the same tiles through inverted
 * lists. Which column goes where follows from its document frequency alone. BLAS runs on one thread (OpenBLAS
 * is set to one thread for the whole process) and the pool deals out tiles, so the result is the same to the
 * bit for any number of threads. Columns that occur in one row only are left out: they cannot add to the
 * similarity of two rows. */
#ifndef KHULASA_SEARCH_H
#define KHULASA_SEARCH_H

#include <khulasa/base.h>
#include <khulasa/vector.h>

#ifdef __cplusplus
extern "C" {
#endif

#define KHL_SEARCH_MAX_SPACES 8

/* The similarities of rows [row, row + n_rows) with rows [col, col + n_cols), one matrix per space, row-major
 * with leading dimension ld. When row == col the tile lies on the diagonal: cells with j > i are filled, the
 * others are 0. Valid during the call only. */
typedef struct khl_tile {
    size_t row, n_rows, col, n_cols, ld;
    size_t n_spaces;
    const float *similarity[KHL_SEARCH_MAX_SPACES]; /* [n_rows x ld] each */
} khl_tile;

/* Called once per tile (also for a tile of one row), from any thread, in any order: each tile must write its
 * own place only. Another status than KHL_OK stops the search and is returned with err. */
typedef khl_status (*khl_tile_fn)(void *context, const khl_tile *tile, khl_error *err);

typedef struct khl_search_options {
    unsigned n_threads;           /* 0: as many as the process may use */
    size_t tile_rows;             /* 1 .. 16384; the result does not depend on it beyond rounding */
    size_t strip_columns;         /* 1 .. 1048576; likewise */
    const khl_progress *progress; /* may be NULL; stage "compare" */
    double dense_share; /* columns in at least this share of the rows are multiplied by BLAS; 0: all,
                           above 1: none; the result does not depend on it beyond rounding */
} khl_search_options;
#define KHL_SEARCH_DENSE_SHARE 0.16
#define KHL_SEARCH_OPTIONS_INIT                                                                              \
    {                                                                                                        \
        0, 256, 4096, NULL, KHL_SEARCH_DENSE_SHARE                                                           \
    }

/* All pairs i < j of n rows: every space must have the same number of rows; options may be NULL. Agrees with
 * khl_csr_dot to 1e-6 for rows of unit length. No rows: no tiles. Fails with KHL_E_ARGUMENT (rows differ in
 * number or are malformed, options out of range), KHL_E_MEMORY, KHL_E_CANCELLED, or as fn does. Cost: n^2 / 2
 * multiply-adds for each dense column and df^2 / 2 for each other one, a space; memory: 24 bytes an entry,
 * and per thread 2 * tile_rows * strip_columns (no more than there are dense columns) + n_spaces *
 * tile_rows^2 floats. */
KHL_API khl_status khl_search_all_pairs(const khl_csr *const *spaces, size_t n_spaces,
                                        const khl_search_options *options, khl_tile_fn fn, void *context,
                                        khl_error *err);

/* For each row of queries, its k best rows of targets by the weighted sum of the spaces' similarities
 * (weights[n_spaces], finite, not negative); queries and targets must share the columns of a space. Best
 * first, ties by smaller row. ids and scores are [n_queries x k], owned by the caller; missing places hold
 * UINT32_MAX and 0. Only rows with a score above 0 are neighbours; a collection searched for its own rows
 * finds each row itself. Scores are summed anew by khl_csr_dot for the rows that remain, so they and their
 * order depend on nothing but the rows; only a tie between more than eight rows at place k is settled by
 * rounding. Errors as above; on failure ids and scores hold nothing of use. Cost: as for all pairs, n_queries
 * x n_targets cells; memory besides: 8 bytes for each of k + 8 candidates a query (up to 32 times that for
 * fewer than 32 tiles of queries). */
KHL_API khl_status khl_search_top_k(const khl_csr *const *queries, const khl_csr *const *targets,
                                    const float *weights, size_t n_spaces, size_t k,
                                    const khl_search_options *options, uint32_t *ids, float *scores,
                                    khl_error *err);

/* Dense rows, such as those of khl_lsa_rows: [n_rows x n_dims], row-major; borrowed. */
typedef struct khl_dense_rows {
    const float *values;
    uint32_t n_rows, n_dims; /* at most KHL_DENSE_MOST_DIMS dimensions */
} khl_dense_rows;
enum { KHL_DENSE_MOST_DIMS = 65536 };

typedef struct khl_dense_options {
    unsigned n_threads;           /* 0: as many as the process may use; never changes the result */
    bool others;                  /* queries are the targets, and no row is a neighbour of itself */
    const khl_progress *progress; /* may be NULL; stage "nearest" */
} khl_dense_options;
#define KHL_DENSE_OPTIONS_INIT                                                                               \
    {                                                                                                        \
        0, false, NULL                                                                                       \
    }

/* For each row of queries, its k rows of targets with the largest products: exact, best first, ties by
 * smaller row. ids and scores are [n_queries x k], the caller's; scores are sums in double precision by
 * ascending dimension; only rows with a product above 0 are neighbours, missing places hold UINT32_MAX and 0.
 * Tiles of 256 x 4096 are multiplied in single precision (sgemm) to find what can be among the k, so that the
 * largest products of rows that LSA made (Halko, Martinsson, Tropp 2011) cost what their multiplication
 * costs. KHL_E_ARGUMENT: other dimensions, or no finite numbers; KHL_E_IO: OpenBLAS is not installed;
 * KHL_E_MEMORY; KHL_E_CANCELLED. options may be NULL. Cost: n_queries * n_targets * n_dims multiply-adds;
 * memory: 4 MiB and 256 lists of a few times k for each thread, longer ones where more rows than that tie. */
KHL_API khl_status khl_search_dense_top_k(const khl_dense_rows *queries, const khl_dense_rows *targets,
                                          size_t k, const khl_dense_options *options, uint32_t *ids,
                                          double *scores, khl_error *err);

/* All pairs of a large collection whose product reaches a threshold: exact, and far from multiplying all.
 *
 * A khl_join takes the rows over, collapses exact repeats, numbers the columns from frequent to rare and
 * posts of each row only what a similar row must share with it. Lists are then joined column by column: two
 * postings meet when the lengths of their rows up to there can reach the threshold and their bitmaps have
 * enough bits in common, and a pair is verified in the list of the rarest column it shares, so once. Where
 * bounds cannot help (long rows, low thresholds) a plain array of sums is faster, and a sample says so.
 * Sources: Bayardo, Ma, Srikant 2007 (index reduction); Anastasiu and Karypis 2014 (L2 bounds); Sandes,
 * Teodoro, Melo 2020 (bitmap filter). The pairs and their scores are the same, to the bit, for any path,
 * number of threads and limit. */
typedef struct khl_join khl_join;

typedef struct khl_join_pair {
    uint32_t i, j; /* rows as they were given, i < j */
    double score;  /* that of khl_csr_dot */
} khl_join_pair;

/* n >= 1 pairs, ascending by (i, j); another status than KHL_OK stops and is returned. */
typedef khl_status (*khl_pairs_fn)(void *context, const khl_join_pair *pairs, size_t n, khl_error *err);

typedef enum khl_join_path { KHL_JOIN_AUTO, KHL_JOIN_PRUNED, KHL_JOIN_PLAIN } khl_join_path;

typedef struct khl_join_options {
    unsigned n_threads; /* 0: as many as the process may use */
    khl_join_path path; /* default: the cheaper one by estimate */
    uint32_t split;     /* rows below it are one collection, the others another, and only pairs between them
                           are wanted; 0: all pairs */
    uint64_t memory_bytes; /* for all of the join, its rows included; pairs beyond it go to sorted runs on
                              disk; 0: no limit */
    const char *folder;    /* of runs; NULL: TMPDIR, else /tmp */
    const khl_progress *progress; /* may be NULL; stages "index" and "join" */
} khl_join_options;
#define KHL_JOIN_OPTIONS_INIT                                                                                \
    {                                                                                                        \
        0, KHL_JOIN_AUTO, 0, 0, NULL, NULL                                                                   \
    }

typedef struct khl_join_report {
    khl_join_path path;     /* that was taken */
    uint32_t n_rows;        /* distinct ones */
    uint64_t n_pairs;       /* between rows as given */
    uint64_t n_met;         /* postings that were compared by length and bitmap */
    uint64_t n_candidates;  /* that were multiplied */
    uint64_t spilled_bytes; /* in runs */
} khl_join_report;

/* Takes the arrays of rows (left empty, on failure too). threshold > 0. KHL_E_ARGUMENT: malformed rows,
 * threshold or split out of range; KHL_E_MEMORY: also when memory_bytes is too small, with what it should be.
 * Memory: the rows, 5 bytes for each posted entry, 8 to 64 bytes a row, and the pairs. options may be NULL.
 */
KHL_API khl_status khl_join_create(khl_join **out, khl_csr *rows, double threshold,
                                   const khl_join_options *options, khl_error *err);
KHL_API khl_status khl_join_run(khl_join *join, khl_error *err);
/* After khl_join_run, as often as wanted. */
KHL_API khl_status khl_join_each(khl_join *join, khl_pairs_fn fn, void *context, khl_error *err);
KHL_API khl_join_report khl_join_reported(const khl_join *join);
KHL_API void khl_join_destroy(khl_join *join);

/* The k nearest of each row among all others, exact, without a threshold or with one. */
typedef struct khl_near_options {
    unsigned n_threads; /* 0: as many as the process may use */
    double least;       /* products below it make no neighbour; 0: any above 0 does */
    const uint32_t
        *label; /* [n_rows] rows of one label are no neighbours (demands of one city); NULL: all may be */
    const khl_progress *progress; /* may be NULL; stage "nearest" */
} khl_near_options;
#define KHL_NEAR_OPTIONS_INIT                                                                                \
    {                                                                                                        \
        0, 0, NULL, NULL                                                                                     \
    }

/* Takes the arrays of rows (left empty, on failure too). ids and scores are [n_rows x k], the caller's: best
 * first, ties by smaller row, missing places UINT32_MAX and 0; scores are those of khl_csr_dot. Inverted
 * lists are read only as far as a row in them can be among the k, from a high threshold down, so near rows
 * are found fast and lonely ones slowly. KHL_E_ARGUMENT: malformed rows. options may be NULL. Memory: 18
 * bytes an entry, 26 while it is made, and 28 a row. */
KHL_API khl_status khl_search_near(khl_csr *rows, size_t k, const khl_near_options *options, uint32_t *ids,
                                   double *scores, khl_error *err);

#ifdef __cplusplus
}
#endif
#endif
