/* The product of one block of rows with another: a tile of similarities per space. */
#ifndef KHL_SEARCH_PRODUCT_H
#define KHL_SEARCH_PRODUCT_H

#include "blas.h"
#include "sides.h"
#include "threads.h"

/* Postings of a column in the block that is loaded: [begin, end) from the block's first posting. */
typedef struct khl_span {
    uint32_t begin, end;
} khl_span;

/* One block of rows made dense, a strip at a time; all 0 between strips. */
typedef struct khl_strip {
    float *values;       /* [tile_rows x ld] */
    uint64_t *from, *to; /* [tile_rows]: the entries of each row that are in it */
} khl_strip;

/* What one thread needs; sized once for the largest tile of the job and used for all its tiles. */
typedef struct khl_worker {
    size_t tile;                              /* rows of a block at most */
    size_t ld;                                /* leading dimension of tiles */
    size_t strip_columns, strip_ld;           /* columns of a strip at most; leading dimension of strips */
    khl_blas blas;                            /* opened when there are dense columns */
    khl_strip left, right;                    /* right is unused on the diagonal */
    float *similarity[KHL_SEARCH_MAX_SPACES]; /* [tile x ld]: the result */
    double *sums;                             /* [ld]: one row while it is summed */
    khl_span *spans[KHL_SEARCH_MAX_SPACES];   /* [sparse columns] */
    size_t loaded;                            /* block whose lists are in spans; SIZE_MAX at first */
} khl_worker;

/* A pool for n_tasks (>= 1) tasks, NULL when the caller's thread is enough, and one worker for each of its
 * threads; both sides must have rows. On failure *pool is still to be destroyed. */
khl_status khl_workers_create(khl_worker **out, unsigned *n_workers, khl_pool **pool, const khl_sides *sides,
                              const khl_search_options *options, size_t n_tasks, khl_error *err);
void khl_workers_destroy(khl_worker *workers, unsigned n_workers);

/* Fills worker->similarity with rows of left block b_left against rows of right block b_right. When a
 * collection is compared with itself and the blocks are the same, only cells j > i are filled and the others
 * are 0. The same blocks give the same bits from any worker. */
void khl_product(khl_worker *worker, const khl_sides *sides, size_t b_left, size_t b_right);

/* Rows of block b of n rows. */
static inline size_t khl_block_rows(const khl_sides *sides, size_t n, size_t b)
{
    size_t begin = b * sides->tile_rows;
    return n - begin < sides->tile_rows ? n - begin : sides->tile_rows;
}

#endif
