/* Linkage of each group, one height for all of them, and the representative of each cluster. */
#include "run.h"

#include "alloc.h"
#include "error.h"

#include <string.h>

enum { GRAIN = 8 };

/* Groups are independent; a matrix is changed by its own linkage only. */
static khl_status link_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    khl_run *run = context;
    khl_status status = KHL_OK;
    (void)worker;
    for (size_t g = begin; g < end && status == KHL_OK; g++) {
        khl_group *group = &run->groups[g];
        if (group->n < 2) continue;
        group->merges = khl_alloc(group->n - 1, sizeof *group->merges);
        if (group->merges == NULL) return khl_fail_memory(err);
        khl_linking linking = {run, group};
        if (group->distance != NULL)
            status = khl_linkage_average(group->distance, group->n, NULL, group->merges, err);
        else
            status = khl_linkage_sparse(group->edges, group->n_edges, group->n, khl_run_farthest_joined(run),
                                        khl_run_distance, &linking, group->merges, err);
    }
    return status;
}

static khl_status link_groups(khl_run *run)
{
    return khl_pool_for(run->pool, run->n_groups, 1, link_range, run, run->options.progress, "cluster",
                        run->err);
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

/* Members of an entry by id, so that ties go by id and never by the order of rows. */
typedef struct wording {
    khl_run *run;
    const uint32_t *members;
} wording;

static double probability_at(void *context, uint32_t i, uint32_t j)
{
    const wording *w = context;
    return khl_run_probability(w->run, w->members[i], w->members[j]);
}

khl_status khl_run_choose_representative(khl_run *run, khl_draft_entry *e, khl_error *err)
{
    wording w = {run, e->by_id};
    uint32_t *places = khl_alloc(e->n, 2 * sizeof *places);
    if (places == NULL) return khl_fail_memory(err);
    uint32_t *lengths = places + e->n;
    for (uint32_t k = 0; k < e->n; k++) {
        size_t bytes = khl_corpus_at(run->corpus, e->by_id[k])->text.n;
        places[k] = k;
        lengths[k] = bytes < UINT32_MAX ? (uint32_t)bytes : UINT32_MAX;
    }
    e->representative = e->by_id[khl_medoid(places, e->n, lengths, probability_at, &w)];
    free(places);
    return KHL_OK;
}

/* The representative of each entry: cost n^2 judgements. */
static khl_status choose_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    khl_run *run = context;
    khl_status status = KHL_OK;
    (void)worker;
    for (size_t i = begin; i < end && status == KHL_OK; i++)
        status = khl_run_choose_representative(run, &run->entries[i], err);
    return status;
}

/* Takes those that were set aside out of a list; returns how many are left. */
static uint32_t leave_out(const khl_run *run, uint32_t *members, uint32_t n)
{
    uint32_t left = 0;
    for (uint32_t k = 0; k < n; k++)
        if (!khl_run_is_aside(run, members[k])) members[left++] = members[k];
    return left;
}

/* An entry of n members by id; own is room for them in the order of their numbers. What was set aside was
 * compared like all else, so that no other entry is made differently without it. */
static void add_entry(khl_run *run, uint32_t *by_id, uint32_t *own, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++) run->entry_of[by_id[k]] = (uint32_t)run->n_entries;
    memcpy(own, by_id, n * sizeof *own);
    uint32_t left = leave_out(run, own, n);
    for (uint32_t k = 0; k < n && left == 0; k++) run->entry_of[by_id[k]] = UINT32_MAX;
    if (left == 0) return;
    leave_out(run, by_id, n);
    qsort(own, left, sizeof *own, by_number);
    run->entries[run->n_entries++] = (khl_draft_entry){.members = own, .by_id = by_id, .n = left};
}

/* Entries of one group from its labels. */
static khl_status add_entries(khl_run *run, const khl_group *g, const uint32_t *labels, uint32_t n_clusters)
{
    uint32_t *begin = khl_arena_array(&run->arena, (size_t)n_clusters + 1, sizeof *begin);
    uint32_t *by_id = khl_arena_array(&run->arena, g->n, sizeof *by_id);
    uint32_t *members = khl_arena_array(&run->arena, g->n, sizeof *members);
    bool grown =
        khl_grow(&run->entries, &run->entries_capacity, run->n_entries + n_clusters, sizeof *run->entries);
    if (!begin || !by_id || !members || !grown) return khl_fail_memory(run->err);
    deal(labels, g->n, n_clusters, begin, by_id);
    for (uint32_t i = 0; i < g->n; i++) by_id[i] = g->members[by_id[i]];
    for (uint32_t c = 0; c < n_clusters; c++)
        add_entry(run, by_id + begin[c], members + begin[c], begin[c + 1] - begin[c]);
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
    run->entry_of = khl_arena_array(&run->arena, run->n, sizeof *run->entry_of);
    if (run->entry_of == NULL) return khl_fail_memory(run->err);
    khl_status status = link_groups(run);
    if (status == KHL_OK) status = choose_height(run, &height);
    for (size_t g = 0; g < run->n_groups && status == KHL_OK; g++)
        if (run->groups[g].n > 0) status = cut_group(run, &run->groups[g], height);
    if (status == KHL_OK) status = khl_run_note_open_edges(run);
    if (run->streamed) {
        khl_run_forget_groups(run);
        khl_alloc_trim();
    }
    if (status != KHL_OK) return status;
    return khl_pool_for(run->pool, run->n_entries, GRAIN, choose_range, run, NULL, NULL, run->err);
}
