/* The k nearest targets of every query.
 *
 * A task is one block of queries against one group of blocks of targets; it keeps the best candidates of each
 * query in a heap of its own. Groups are few and follow from the sizes alone, so that a handful of queries
 * still gives work to every thread. A second pass merges the groups of a query, sums the scores of what
 * remains anew (khl_csr_dot), sorts and writes: after it nothing depends on tiles, groups or threads. */
#include "alloc.h"
#include "error.h"
#include "product.h"
#include "threads.h"

#include <math.h>
#include <string.h>

#define WANTED_TASKS ((size_t)32)

/* Candidates kept beyond k, so that rounding in the blocks cannot push out a row that belongs. */
#define SLACK ((size_t)8)

#define QUERIES_AT_ONCE ((size_t)64)

typedef struct neighbour {
    float score;
    uint32_t row;
} neighbour;

typedef struct job {
    khl_sides sides;
    khl_worker *workers;
    unsigned n_workers;
    const khl_csr *const *queries, *const *targets;
    const float *weights;
    size_t k, keep; /* wanted; kept per group: at most k + SLACK */
    size_t n_groups;
    neighbour *heaps; /* [n_groups x n_queries x keep] */
    uint32_t *counts; /* [n_groups x n_queries] */
    uint32_t *ids;
    float *scores;
} job;

/* A total order: higher score first, then smaller row. */
static bool better(neighbour a, neighbour b)
{
    return a.score > b.score || (a.score == b.score && a.row < b.row);
}

static int compare_neighbours(const void *left, const void *right)
{
    neighbour a, b;
    memcpy(&a, left, sizeof a);
    memcpy(&b, right, sizeof b);
    return better(a, b) ? -1 : better(b, a) ? 1 : 0;
}

/* Heaps have their worst candidate at the root. */
static void sift_down(neighbour *heap, size_t n, neighbour item)
{
    size_t at = 0;
    for (size_t child; (child = 2 * at + 1) < n; at = child) {
        if (child + 1 < n && better(heap[child], heap[child + 1])) child++;
        if (!better(item, heap[child])) break;
        heap[at] = heap[child];
    }
    heap[at] = item;
}

static void sift_up(neighbour *heap, size_t at, neighbour item)
{
    for (; at > 0 && better(heap[(at - 1) / 2], item); at = (at - 1) / 2) heap[at] = heap[(at - 1) / 2];
    heap[at] = item;
}

static void offer(neighbour *heap, uint32_t *n, size_t keep, neighbour item)
{
    if (*n < keep)
        sift_up(heap, (*n)++, item);
    else if (better(item, heap[0]))
        sift_down(heap, keep, item);
}

/* Offers row i of the worker's tile to the heap of its query. */
static void offer_row(const job *j, khl_worker *w, size_t i, size_t n_cols, uint32_t first, neighbour *heap,
                      uint32_t *n)
{
    double *sums = w->sums;
    for (size_t c = 0; c < n_cols; c++) sums[c] = 0.0;
    for (size_t s = 0; s < j->sides.n_spaces; s++) {
        const float *row = w->similarity[s] + i * w->ld;
        double weight = (double)j->weights[s];
        for (size_t c = 0; c < n_cols; c++) sums[c] += weight * (double)row[c];
    }
    for (size_t c = 0; c < n_cols; c++) {
        if (!(sums[c] > 0.0) || (*n == j->keep && (float)sums[c] < heap[0].score)) continue;
        offer(heap, n, j->keep, (neighbour){(float)sums[c], first + (uint32_t)c});
    }
}

static void do_task(job *j, khl_worker *w, size_t b_query, size_t group)
{
    const khl_sides *sides = &j->sides;
    size_t n_blocks = khl_sides_blocks(sides, sides->n_right);
    size_t begin = n_blocks * group / j->n_groups, end = n_blocks * (group + 1) / j->n_groups;
    size_t first = b_query * sides->tile_rows, n = khl_block_rows(sides, sides->n_left, b_query);
    for (size_t b = begin; b < end; b++) {
        khl_product(w, sides, b_query, b);
        size_t n_cols = khl_block_rows(sides, sides->n_right, b);
        for (size_t i = 0; i < n; i++) {
            size_t place = group * sides->n_left + first + i;
            offer_row(j, w, i, n_cols, (uint32_t)(b * sides->tile_rows), j->heaps + place * j->keep,
                      &j->counts[place]);
        }
    }
}

static khl_status do_tasks(void *context, size_t begin, size_t end, unsigned number, khl_error *err)
{
    (void)err;
    job *j = context;
    for (size_t t = begin; t < end; t++) do_task(j, &j->workers[number], t / j->n_groups, t % j->n_groups);
    return KHL_OK;
}

/* Brings the candidates of all groups together at the front of the first group's heap when there is one
 * group, in scratch otherwise, and returns the best `keep` of them. */
static size_t gather(const job *j, size_t q, neighbour *scratch)
{
    size_t n = 0;
    for (size_t g = 0; g < j->n_groups; g++) {
        size_t place = g * j->sides.n_left + q, count = j->counts[place];
        memcpy(scratch + n, j->heaps + place * j->keep, count * sizeof *scratch);
        n += count;
    }
    if (j->n_groups > 1 && n > j->keep) {
        qsort(scratch, n, sizeof *scratch, compare_neighbours);
        n = j->keep;
    }
    return n;
}

static float exact_score(const job *j, size_t q, uint32_t target)
{
    double sum = 0.0;
    for (size_t s = 0; s < j->sides.n_spaces; s++)
        sum += (double)j->weights[s] * khl_csr_dot(j->queries[s], (uint32_t)q, j->targets[s], target);
    return (float)sum;
}

static void write_query(const job *j, size_t q, neighbour *scratch)
{
    size_t n = gather(j, q, scratch);
    for (size_t c = 0; c < n; c++) scratch[c].score = exact_score(j, q, scratch[c].row);
    qsort(scratch, n, sizeof *scratch, compare_neighbours);
    for (size_t r = 0; r < j->k; r++) {
        bool present = r < n && scratch[r].score > 0.0F;
        j->ids[q * j->k + r] = present ? scratch[r].row : UINT32_MAX;
        j->scores[q * j->k + r] = present ? scratch[r].score : 0.0F;
    }
}

static khl_status write_queries(void *context, size_t begin, size_t end, unsigned number, khl_error *err)
{
    (void)number;
    job *j = context;
    neighbour *scratch = khl_alloc(j->n_groups * j->keep, sizeof *scratch);
    if (scratch == NULL) return khl_fail_memory(err);
    for (size_t q = begin; q < end; q++) write_query(j, q, scratch);
    free(scratch);
    return KHL_OK;
}

static khl_status check_weights(const float *weights, size_t n_spaces, khl_error *err)
{
    for (size_t s = 0; s < n_spaces && s < KHL_SEARCH_MAX_SPACES; s++)
        if (!(weights[s] >= 0.0F) || isinf(weights[s]))
            return KHL_FAIL(err, KHL_E_ARGUMENT, "search.weight", "weights must be finite and not negative");
    return KHL_OK;
}

static khl_status heaps_alloc(job *j, size_t n_blocks, khl_error *err)
{
    size_t n_targets = j->sides.n_right, n_target_blocks = khl_sides_blocks(&j->sides, n_targets), n, cells;
    j->keep = j->k < n_targets && n_targets - j->k > SLACK ? j->k + SLACK : n_targets;
    j->n_groups = n_blocks < WANTED_TASKS ? WANTED_TASKS / n_blocks : 1;
    if (j->n_groups > n_target_blocks) j->n_groups = n_target_blocks;
    if (!khl_mul(j->n_groups, j->sides.n_left, &n) || !khl_mul(n, j->keep, &cells))
        return khl_fail_memory(err);
    j->counts = khl_alloc_zero(n, sizeof *j->counts);
    j->heaps = khl_alloc(cells, sizeof *j->heaps);
    return j->counts != NULL && j->heaps != NULL ? KHL_OK : khl_fail_memory(err);
}

static khl_status run(job *j, const khl_search_options *o, khl_error *err)
{
    khl_pool *pool = NULL;
    size_t n_blocks = khl_sides_blocks(&j->sides, j->sides.n_left), n_tasks;
    khl_status status = heaps_alloc(j, n_blocks, err);
    if (status != KHL_OK) goto done;
    n_tasks = n_blocks * j->n_groups;
    status = khl_workers_create(&j->workers, &j->n_workers, &pool, &j->sides, o, n_tasks, err);
    if (status == KHL_OK) status = khl_pool_for(pool, n_tasks, 1, do_tasks, j, o->progress, "compare", err);
    if (status == KHL_OK)
        status = khl_pool_for(pool, j->sides.n_left, QUERIES_AT_ONCE, write_queries, j, NULL, NULL, err);
done:
    khl_workers_destroy(j->workers, j->n_workers);
    khl_pool_destroy(pool);
    free(j->heaps);
    free(j->counts);
    return status;
}

khl_status khl_search_top_k(const khl_csr *const *queries, const khl_csr *const *targets,
                            const float *weights, size_t n_spaces, size_t k,
                            const khl_search_options *options, uint32_t *ids, float *scores, khl_error *err)
{
    khl_search_options o;
    job j = {
        .queries = queries, .targets = targets, .weights = weights, .k = k, .ids = ids, .scores = scores};
    khl_status status = khl_search_options_check(&o, options, err);
    if (status == KHL_OK) status = check_weights(weights, n_spaces, err);
    if (status == KHL_OK) status = khl_sides_init(&j.sides, queries, targets, n_spaces, &o, err);
    if (status != KHL_OK) return status;
    if (j.sides.n_left > 0 && j.sides.n_right > 0 && k > 0) {
        status = run(&j, &o, err);
    } else {
        for (size_t at = 0; at < j.sides.n_left * k; at++) {
            ids[at] = UINT32_MAX;
            scores[at] = 0.0F;
        }
    }
    khl_sides_clear(&j.sides);
    return status;
}
