/* Linkage of each group, one height for all of them, and the representative of each cluster. */
#include "run.h"

#include "alloc.h"
#include "error.h"

static bool report(const khl_run *run, size_t done)
{
    const khl_progress *progress = run->options.progress;
    return progress == NULL || progress->step == NULL ||
           progress->step(progress->context, "cluster", done, run->n_groups);
}

static khl_status link_groups(khl_run *run)
{
    khl_status status = KHL_OK;
    for (size_t g = 0; g < run->n_groups && status == KHL_OK; g++) {
        khl_group *group = &run->groups[g];
        if (!report(run, g)) return KHL_FAIL(run->err, KHL_E_CANCELLED, "cancelled", "stopped on request");
        if (group->n < 2) continue;
        group->merges = khl_alloc(group->n - 1, sizeof *group->merges);
        if (group->merges == NULL) return khl_fail_memory(run->err);
        status = khl_linkage_average(group->distance, group->n, NULL, group->merges, run->err);
    }
    return status;
}

/* The height that leaves the number of entries asked for, over all axes together. */
static khl_status height_for_target(khl_run *run, float *height)
{
    const khl_merge **merges = khl_arena_array(&run->arena, run->n_groups, sizeof *merges);
    uint32_t *sizes = khl_arena_array(&run->arena, run->n_groups, sizeof *sizes);
    float next = 0;
    if (merges == NULL || sizes == NULL) return khl_fail_memory(run->err);
    size_t n = 0;
    for (size_t g = 0; g < run->n_groups; g++) {
        if (run->groups[g].n == 0) continue;
        merges[n] = run->groups[g].merges;
        sizes[n++] = run->groups[g].n;
    }
    return khl_linkage_target(merges, sizes, n, run->options.target, height, &run->reached, &next, run->err);
}

static khl_status choose_height(khl_run *run, float *height)
{
    double p = run->options.probability > 0 ? run->options.probability : run->match->join;
    *height = (float)(1.0 - p);
    khl_status status = run->options.target > 0 ? height_for_target(run, height) : KHL_OK;
    run->join = 1.0 - (double)*height;
    return status;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* The places of a group's members, cluster by cluster and ascending: begin[c] .. begin[c + 1] are those of
 * cluster c. begin [n_clusters + 1] holds zeros. */
static void deal(const uint32_t *labels, uint32_t n, uint32_t n_clusters, uint32_t *begin, uint32_t *places)
{
    for (uint32_t i = 0; i < n; i++) begin[labels[i]]++;
    for (uint32_t c = 0; c < n_clusters; c++) begin[c + 1] += begin[c];
    for (uint32_t i = n; i-- > 0;) places[--begin[labels[i]]] = i;
}

/* Places in a group stand for proposals here, so that ties go by id and never by the order of rows. */
typedef struct comparer {
    khl_run *run;
    const khl_group *group;
} comparer;

static double probability_at(void *context, uint32_t i, uint32_t j)
{
    const comparer *c = context;
    return khl_run_probability(c->run, c->group->members[i], c->group->members[j]);
}

/* Bytes of the members of a group, for ties between medoids. */
static uint32_t *text_lengths(khl_run *run, const khl_group *g)
{
    uint32_t *lengths = khl_arena_array(&run->arena, g->n, sizeof *lengths);
    for (uint32_t i = 0; lengths != NULL && i < g->n; i++) {
        size_t bytes = khl_corpus_at(run->corpus, g->members[i])->text.n;
        lengths[i] = bytes < UINT32_MAX ? (uint32_t)bytes : UINT32_MAX;
    }
    return lengths;
}

/* Entries of one group from its labels. */
static khl_status add_entries(khl_run *run, const khl_group *g, const uint32_t *labels, uint32_t n_clusters)
{
    uint32_t *begin = khl_arena_array(&run->arena, (size_t)n_clusters + 1, sizeof *begin);
    uint32_t *places = khl_arena_array(&run->arena, g->n, sizeof *places);
    uint32_t *members = khl_arena_array(&run->arena, g->n, sizeof *members);
    const uint32_t *lengths = text_lengths(run, g);
    if (!begin || !places || !members || !lengths) return khl_fail_memory(run->err);
    comparer compare = {run, g};
    deal(labels, g->n, n_clusters, begin, places);
    for (uint32_t c = 0; c < n_clusters; c++) {
        uint32_t *own = members + begin[c], n = begin[c + 1] - begin[c];
        uint32_t medoid = khl_medoid(places + begin[c], n, lengths, probability_at, &compare);
        for (uint32_t k = 0; k < n; k++) {
            own[k] = g->members[places[begin[c] + k]];
            run->entry_of[own[k]] = (uint32_t)run->n_entries;
        }
        qsort(own, n, sizeof *own, by_number);
        run->entries[run->n_entries++] =
            (khl_draft_entry){.members = own, .n = n, .representative = g->members[medoid]};
    }
    return KHL_OK;
}

static khl_status cut_group(khl_run *run, const khl_group *g, float height)
{
    uint32_t n_clusters = 1;
    uint32_t *labels = khl_arena_array(&run->arena, g->n, sizeof *labels);
    if (labels == NULL) return khl_fail_memory(run->err);
    khl_status status = KHL_OK;
    if (g->n > 1) status = khl_linkage_cut(g->merges, g->n, height, labels, &n_clusters, run->err);
    return status == KHL_OK ? add_entries(run, g, labels, n_clusters) : status;
}

khl_status khl_run_join(khl_run *run)
{
    float height = 0;
    run->entries = khl_arena_array(&run->arena, run->n, sizeof *run->entries);
    run->entry_of = khl_arena_array(&run->arena, run->n, sizeof *run->entry_of);
    if (run->entries == NULL || run->entry_of == NULL) return khl_fail_memory(run->err);
    khl_status status = link_groups(run);
    if (status == KHL_OK) status = choose_height(run, &height);
    for (size_t g = 0; g < run->n_groups && status == KHL_OK; g++)
        if (run->groups[g].n > 0) status = cut_group(run, &run->groups[g], height);
    return status;
}
