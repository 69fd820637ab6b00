/* Pairs that were found, kept apart by thread, spilled to sorted runs when memory is short, and read back in
 * order.
 *
 *   khl_pairs_put    from any worker, its own number with it
 *   khl_pairs_close  sorts what is in memory; nothing is put after it
 *   khl_pairs_each   all pairs once, ascending by (i, j), in portions
 *
 * Runs lie in one unnamed file a worker (it vanishes with the process), so a killed run leaves nothing
 * behind. */
#ifndef KHL_SEARCH_PAIRS_H
#define KHL_SEARCH_PAIRS_H

#include "khulasa/search.h"
#include "threads.h"

typedef struct khl_pairs khl_pairs;

/* most_bytes: of memory for pairs, over all workers; SIZE_MAX: no limit. folder: for runs; NULL: TMPDIR or
 * /tmp. */
khl_status khl_pairs_create(khl_pairs **out, unsigned n_workers, size_t most_bytes, const char *folder,
                            khl_error *err);
void khl_pairs_destroy(khl_pairs *pairs);

khl_status khl_pairs_put(khl_pairs *pairs, unsigned worker, khl_join_pair pair, khl_error *err);
khl_status khl_pairs_close(khl_pairs *pairs, khl_pool *pool, khl_error *err);
khl_status khl_pairs_each(khl_pairs *pairs, khl_pairs_fn fn, void *context, khl_error *err);

uint64_t khl_pairs_count(const khl_pairs *pairs);
uint64_t khl_pairs_spilled_bytes(const khl_pairs *pairs);

#endif
