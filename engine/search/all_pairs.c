/* All pairs of one collection: the tiles on and above the diagonal, dealt out by the pool.
 *
 * Tiles are numbered column of tiles by column of tiles, so that one worker's next tile mostly meets the
 * block of rows whose lists it has loaded. */
#include "alloc.h"
#include "error.h"
#include "product.h"
#include "threads.h"

#include <math.h>

typedef struct job {
    khl_sides sides;
    khl_worker *workers; /* [pool size] */
    unsigned n_workers;
    khl_tile_fn fn;
    void *context;
} job;

/* Tile t of the upper triangle: t = column * (column + 1) / 2 + row, row <= column. */
static void locate(size_t t, size_t *row, size_t *column)
{
    size_t c = (size_t)((sqrt(8.0 * (double)t + 1.0) - 1.0) / 2.0);
    while (c * (c + 1) / 2 > t) c--;
    while ((c + 1) * (c + 2) / 2 <= t) c++;
    *column = c;
    *row = t - c * (c + 1) / 2;
}

static khl_status do_tiles(void *context, size_t begin, size_t end, unsigned number, khl_error *err)
{
    job *j = context;
    khl_worker *w = &j->workers[number];
    khl_status status = KHL_OK;
    for (size_t t = begin; t < end && status == KHL_OK; t++) {
        size_t b_row, b_col;
        locate(t, &b_row, &b_col);
        khl_product(w, &j->sides, b_row, b_col);
        khl_tile tile = {.row = b_row * j->sides.tile_rows, .col = b_col * j->sides.tile_rows};
        tile.n_rows = khl_block_rows(&j->sides, j->sides.n_left, b_row);
        tile.n_cols = khl_block_rows(&j->sides, j->sides.n_left, b_col);
        tile.ld = w->ld;
        tile.n_spaces = j->sides.n_spaces;
        for (size_t s = 0; s < tile.n_spaces; s++) tile.similarity[s] = w->similarity[s];
        status = j->fn(j->context, &tile, err);
    }
    return status;
}

khl_status khl_search_all_pairs(const khl_csr *const *spaces, size_t n_spaces,
                                const khl_search_options *options, khl_tile_fn fn, void *context,
                                khl_error *err)
{
    khl_search_options o;
    khl_pool *pool = NULL;
    job j = {.fn = fn, .context = context};
    khl_status status = khl_search_options_check(&o, options, err);
    if (status == KHL_OK) status = khl_sides_init(&j.sides, spaces, NULL, n_spaces, &o, err);
    if (status != KHL_OK) return status;
    size_t n = khl_sides_blocks(&j.sides, j.sides.n_left), n_tiles;
    if (n == 0) goto done;
    if (!khl_mul(n, n + 1, &n_tiles)) {
        status = KHL_FAIL(err, KHL_E_MEMORY, "search.too_many_tiles", "too many rows for tiles this small");
        goto done;
    }
    n_tiles /= 2;
    status = khl_workers_create(&j.workers, &j.n_workers, &pool, &j.sides, &o, n_tiles, err);
    if (status == KHL_OK) status = khl_pool_for(pool, n_tiles, 1, do_tiles, &j, o.progress, "compare", err);
done:
    khl_workers_destroy(j.workers, j.n_workers);
    khl_pool_destroy(pool);
    khl_sides_clear(&j.sides);
    return status;
}
