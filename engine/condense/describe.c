/* What the builder of the shortlist is told of each entry, made on all threads: the title, how probably each
 * member is the demand of the representative, and the least probable pair. */
#include "run.h"

#include "alloc.h"
#include "error.h"

/* In an entry of more members the weakest pair is looked for among those with the representative: all pairs
 * of a thousand would be half a million judgements. */
enum { MOST_PAIRED = 256, TITLE_WORDS = 14, GRAIN = 8 };

/* A title is bytes of the analysed copy; the same bytes of the proposal live longer. */
static khl_status cut_title(const khl_run *run, khl_draft_entry *e, khl_error *err)
{
    const khl_analysis *a;
    khl_analysis again;
    khl_str text = khl_corpus_at(run->corpus, e->representative)->text;
    khl_status status = khl_run_reading(run, e->representative, &a, &again, err);
    if (status == KHL_OK) {
        khl_str title = khl_title_cut(a, TITLE_WORDS);
        size_t begin = title.n > 0 ? (size_t)(title.p - a->original.p) : 0;
        if (begin + title.n <= text.n) e->title = (khl_str){text.p + begin, title.n};
    }
    khl_analysis_clear(&again);
    return status;
}

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
    return cut_title(run, e, err);
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
