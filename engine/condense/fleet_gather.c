/* Gathering: runs are merged as groups ask for their pairs, and all else is khl_condense. A heap holds the
 * head of each run, so a pair costs the logarithm of the number of runs. */
#include "fleet.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

#include <math.h>

typedef struct head {
    const khl_fleet_pair *at, *end;
} head;

typedef struct gathering {
    khl_pack *packs; /* [n_packs] */
    head *heap;      /* [n_heads] the least first */
    size_t n_packs, n_heads;
    uint32_t base; /* seats of the groups before `next` */
    size_t next;
} gathering;

static bool before(const head *a, const head *b)
{
    return a->at->i != b->at->i ? a->at->i < b->at->i : a->at->j < b->at->j;
}

static void sift(gathering *g, size_t k)
{
    for (;;) {
        size_t child = 2 * k + 1;
        if (child >= g->n_heads) return;
        if (child + 1 < g->n_heads && before(&g->heap[child + 1], &g->heap[child])) child++;
        if (!before(&g->heap[child], &g->heap[k])) return;
        head h = g->heap[k];
        g->heap[k] = g->heap[child];
        g->heap[child] = h;
        k = child;
    }
}

static void pop(gathering *g)
{
    if (++g->heap[0].at == g->heap[0].end) g->heap[0] = g->heap[--g->n_heads];
    sift(g, 0);
}

static khl_status open_runs(gathering *g, const khl_fleet *fleet, khl_error *err)
{
    g->packs = khl_alloc_zero(fleet->n_jobs, sizeof *g->packs);
    g->heap = khl_alloc_zero(fleet->n_jobs, sizeof *g->heap);
    if (g->packs == NULL || g->heap == NULL) return khl_fail_memory(err);
    khl_status status = KHL_OK;
    for (uint32_t k = 0; k < fleet->n_jobs && status == KHL_OK; k++) {
        const khl_fleet_pair *pairs = NULL;
        size_t n = 0;
        status = khl_fleet_run_open(&g->packs[k], fleet, k, &pairs, &n, err);
        if (status != KHL_OK) break;
        g->n_packs++;
        if (n > 0) g->heap[g->n_heads++] = (head){pairs, pairs + n};
    }
    for (size_t k = g->n_heads; k-- > 0;) sift(g, k);
    return status;
}

/* As khl_candidate_source: groups are asked for in order. */
static khl_status fetch(void *context, const khl_run *run, size_t group, khl_candidate **out, size_t *n)
{
    gathering *g = context;
    size_t capacity = 0;
    for (; g->next < group; g->next++) g->base += run->groups[g->next].n;
    uint32_t end = g->base + run->groups[group].n;
    while (g->n_heads > 0 && g->heap[0].at->i < end) {
        const khl_fleet_pair *p = g->heap[0].at;
        if (p->i < g->base || p->j >= end)
            return KHL_FAIL(run->err, KHL_E_INPUT, "fleet.strange_pair",
                            "a run holds a pair of no group; write the plan and its blocks again");
        if (!khl_grow(out, &capacity, *n + 1, sizeof **out)) return khl_fail_memory(run->err);
        (*out)[(*n)++] =
            (khl_candidate){p->i - g->base, p->j - g->base, fabsf(p->distance), signbit(p->distance) != 0};
        pop(g);
    }
    return KHL_OK;
}

/* A collection that is kept in memory is read as by khl_condense; of a streamed one the plan has all that the
 * texts were read for. */
static khl_status prepare(khl_run *run, const khl_fleet *fleet, khl_fleet_packs *packs)
{
    if (fleet->kept[0] != '\0' && run->streamed) return khl_fleet_restore(run, fleet, packs);
    khl_status status = khl_run_prepare(run);
    return status == KHL_OK ? khl_fleet_check_collection(fleet, run) : status;
}

khl_status khl_fleet_gather(khl_shortlist **out, const khl_fleet *fleet, const khl_corpus *corpus,
                            const khl_models *models, const khl_condense_options *options, khl_error *err)
{
    khl_run run;
    gathering g = {0};
    khl_fleet_packs packs = {0};
    *out = NULL;
    khl_status status = khl_run_begin(&run, corpus, models, options, err);
    if (status == KHL_OK) status = open_runs(&g, fleet, err);
    if (status == KHL_OK) khl_fleet_sweep(fleet->folder);
    if (status == KHL_OK) status = prepare(&run, fleet, &packs);
    run.candidates = (khl_candidate_source){fetch, &g};
    if (status == KHL_OK) status = khl_run_conclude(&run, out);
    khl_run_end(&run);
    for (size_t k = 0; k < g.n_packs; k++) khl_pack_close(&g.packs[k]);
    for (size_t k = 0; k < packs.n; k++) khl_pack_close(&packs.of[k]);
    free(packs.of);
    free(g.packs);
    free(g.heap);
    return status;
}
