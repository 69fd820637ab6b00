/* What the builder of the shortlist is told of each entry, made on all threads: how probably each member is
 * the demand of the representative, and the least probable pair. */
#include "run.h"

#include "alloc.h"
#include "error.h"

/* In an entry of more members the weakest pair is looked for among those with the representative: all pairs
 * of a thousand would be half a million judgements. */
enum { MOST_PAIRED = 256, GRAIN = 8 };

static void try_pair(khl_run *run, khl_draft_entry *e, uint32_t a, uint32_t b)
{
    double p = khl_run_probability(run, a, b);
    if (e->weakest[0] != e->weakest[1] && p >= e->least) return;
    e->least = p;
    e->weakest[0] = a;
    e->weakest[1] = b;
}

static void find_weakest(khl_run *run, khl_draft_entry *e)
{
    e->least = 1;
    e->weakest[0] = e->weakest[1] = 0;
    for (uint32_t i = 0; i < e->n; i++) {
        for (uint32_t j = i + 1; j < e->n; j++) {
            bool wanted = e->n <= MOST_PAIRED || e->members[i] == e->representative ||
                          e->members[j] == e->representative;
            if (wanted) try_pair(run, e, e->members[i], e->members[j]);
        }
    }
}

static khl_status describe_one(khl_run *run, khl_draft_entry *e, khl_arena *arena, khl_error *err)
{
    double *probability = khl_arena_array(arena, e->n, sizeof *probability);
    if (probability == NULL) return khl_fail_memory(err);
    for (uint32_t i = 0; i < e->n; i++)
        probability[i] = e->members[i] == e->representative
                             ? 1.0
                             : khl_run_probability(run, e->representative, e->members[i]);
    e->probability = probability;
    find_weakest(run, e);
    return KHL_OK;
}

static khl_status describe_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    khl_run *run = context;
    khl_status status = KHL_OK;
    for (size_t i = begin; i < end && status == KHL_OK; i++)
        status = describe_one(run, &run->entries[i], &run->arenas[worker], err);
    return status;
}

khl_status khl_run_describe(khl_run *run)
{
    return khl_pool_for(run->pool, run->n_entries, GRAIN, describe_range, run,
                        run->streamed ? run->options.progress : NULL, "describe", run->err);
}
