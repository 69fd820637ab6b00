/* A file of pairs, by batches: read some rows, compare them on all threads, hand them on in their order.
 *
 * Each pair writes its own place, so the result does not depend on threads; where a batch ends does not show.
 */
#include "khulasa/compare.h"

#include "alloc.h"
#include "arena.h"
#include "error.h"
#include "pair_file.h"
#include "threads.h"

enum { BATCH_PAIRS = 256, GRAIN = 4 };
#define BATCH_BYTES ((size_t)4 << 20) /* a batch is closed when its texts are longer */

typedef struct batch {
    const khl_compare *compare;
    khl_pair_row rows[BATCH_PAIRS];
    khl_explanation explanations[BATCH_PAIRS];
    size_t n;
    khl_arena arena; /* of the texts */
} batch;

static void batch_reset(batch *b)
{
    for (size_t i = 0; i < b->n; i++) khl_explanation_clear(&b->explanations[i]);
    b->n = 0;
    khl_arena_reset(&b->arena);
}

static khl_status keep(batch *b, const khl_pair_row *row, khl_error *err)
{
    khl_pair_row *own = &b->rows[b->n];
    *own = (khl_pair_row){khl_arena_copy(&b->arena, row->id), khl_arena_copy(&b->arena, row->a),
                          khl_arena_copy(&b->arena, row->b), row->row};
    if (own->id.p == NULL || own->a.p == NULL || own->b.p == NULL) return khl_fail_memory(err);
    b->explanations[b->n++] = (khl_explanation){.memory = NULL};
    return KHL_OK;
}

/* A bad row ends the batch; the rows before it stay in it. */
static khl_status fill(batch *b, khl_pair_file *file, bool *more, khl_error *err)
{
    khl_status status = KHL_OK;
    size_t bytes = 0;
    *more = true;
    while (status == KHL_OK && b->n < BATCH_PAIRS && bytes < BATCH_BYTES) {
        khl_pair_row row;
        status = khl_pair_file_next(file, &row, more, err);
        if (status != KHL_OK || !*more) break;
        bytes += row.a.n + row.b.n;
        status = keep(b, &row, err);
    }
    return status;
}

static khl_status compare_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    batch *b = context;
    khl_status status = KHL_OK;
    (void)worker;
    for (size_t i = begin; i < end && status == KHL_OK; i++)
        status = khl_compare_texts(b->compare, b->rows[i].a, b->rows[i].b, &b->explanations[i], err);
    return status;
}

static khl_status hand_on(const batch *b, khl_compared_fn fn, void *context, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t i = 0; i < b->n && status == KHL_OK; i++) {
        const khl_compared_pair pair = {b->rows[i].id, b->rows[i].row, &b->explanations[i]};
        status = fn(context, &pair, err);
    }
    return status;
}

/* The error of a bad row is kept until the rows above it have been handed on. */
static khl_status run(batch *b, khl_pair_file *file, khl_pool *pool, khl_compared_fn fn, void *context,
                      khl_error *err)
{
    khl_status status = KHL_OK, read = KHL_OK;
    khl_error bad = {.code = KHL_OK};
    bool more = true;
    while (status == KHL_OK && read == KHL_OK && more) {
        batch_reset(b);
        read = fill(b, file, &more, &bad);
        status = khl_pool_for(pool, b->n, GRAIN, compare_range, b, NULL, NULL, err);
        if (status == KHL_OK) status = hand_on(b, fn, context, err);
    }
    if (status != KHL_OK || read == KHL_OK) return status;
    if (err != NULL) *err = bad;
    return read;
}

khl_status khl_compare_pairs(const khl_compare *compare, const char *path, const khl_compare_options *options,
                             khl_compared_fn fn, void *context, khl_error *err)
{
    const khl_compare_options defaults = KHL_COMPARE_OPTIONS_INIT;
    const khl_compare_options *o = options != NULL ? options : &defaults;
    khl_pool *pool = NULL;
    khl_pair_file file = {.fd = -1};
    batch *b = khl_alloc_zero(1, sizeof *b);
    if (b == NULL) return khl_fail_memory(err);
    b->compare = compare;
    b->arena.block_bytes = 1 << 16;
    khl_status status = khl_pool_create(&pool, o->n_threads, err);
    if (status == KHL_OK) status = khl_pair_file_open(&file, path, o->max_row_bytes, err);
    if (status == KHL_OK) status = run(b, &file, pool, fn, context, err);
    khl_pair_file_close(&file);
    khl_pool_destroy(pool);
    batch_reset(b);
    khl_arena_clear(&b->arena);
    free(b);
    return status;
}
