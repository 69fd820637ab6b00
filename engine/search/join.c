/* The exact threshold join: take, post, choose the path, deal out the lists.
 *
 *   khl_join_create   ranked.c (take, collapse, renumber), bitmaps.c, postings.c
 *   khl_join_run      estimate, then meet.c list by list, or plain.c block by block; pairs.c keeps what is
 * found khl_join_each     pairs.c reads back in order
 */
#include "alloc.h"
#include "error.h"
#include "meet.h"
#include "plain.h"

#include <math.h>
#include <stdio.h>

/* Nanoseconds a step costs on one core [measured, bench_join, EPYC]: a posting met by length and bitmap, a
 * candidate multiplied, a product added to an array of sums. Only their ratios matter, and only to the time.
 */
#define NS_MET 1.2
#define NS_CANDIDATE 45.0
#define NS_SUM 1.1

/* A task is about a millisecond, so that the last one does not keep a thread waiting. */
#define TASK_COST 1.0e6

typedef struct task {
    uint32_t from, to; /* lists */
    size_t begin, end; /* first postings, when it is a part of one list */
} task;

struct khl_join {
    khl_ranked ranked;
    khl_bitmaps maps;
    khl_postings lists;
    double threshold;
    khl_join_options options;
    khl_pool *pool;
    khl_pairs *pairs;
    khl_desk *desks; /* [workers] */
    task *tasks;
    size_t n_tasks, tasks_capacity;
    double cost; /* of all tasks */
    khl_join_report report;
};

static bool add_task(khl_join *j, task t)
{
    if (!khl_grow(&j->tasks, &j->tasks_capacity, j->n_tasks + 1, sizeof *j->tasks)) return false;
    j->tasks[j->n_tasks++] = t;
    return true;
}

/* A list too long for one task, in parts of equal cost: early postings meet most others. */
static bool split_list(khl_join *j, uint32_t list, size_t firsts, size_t all)
{
    for (size_t begin = 0; begin < firsts;) {
        double width = j->ranked.split != 0 ? (double)(all - firsts) : (double)(all - begin);
        size_t step = (size_t)(TASK_COST / (width + 1)) + 1, left = firsts - begin;
        if (step > left) step = left;
        if (!add_task(j, (task){list, list + 1, begin, begin + step})) return false;
        begin += step;
    }
    return true;
}

static khl_status plan(khl_join *j, khl_error *err)
{
    uint32_t n_cols = j->ranked.rows.n_cols;
    khl_meeting m = {.ranked = &j->ranked, .lists = &j->lists};
    double cost = 0;
    bool ok = true;
    uint32_t from = 0;
    for (uint32_t c = 0; c < n_cols && ok; c++) {
        size_t firsts = khl_meeting_firsts(&m, c), all = (size_t)(j->lists.begin[c + 1] - j->lists.begin[c]);
        double width = j->ranked.split != 0 ? (double)(all - firsts) : ((double)all - 1) / 2;
        double own = (double)firsts * width;
        j->cost += own;
        if (own > 2 * TASK_COST) {
            ok = (from == c || add_task(j, (task){from, c, 0, SIZE_MAX})) && split_list(j, c, firsts, all);
            from = c + 1;
            cost = 0;
        } else if ((cost += own + 32.0 * (double)all) > TASK_COST) {
            ok = add_task(j, (task){from, c + 1, 0, SIZE_MAX});
            from = c + 1;
            cost = 0;
        }
    }
    if (ok && from < n_cols) ok = add_task(j, (task){from, n_cols, 0, SIZE_MAX});
    return ok ? KHL_OK : khl_fail_memory(err);
}

static size_t to_mib(size_t bytes)
{
    return (bytes + ((size_t)1 << 20) - 1) >> 20;
}

/* What is left of the limit for pairs, once all else has what it needs. */
static khl_status divide_memory(khl_join *j, size_t *for_pairs, khl_error *err)
{
    enum { LEAST_FOR_PAIRS = 1 << 20 };
    size_t n_cols = j->ranked.rows.n_cols, n_rows = j->ranked.rows.n_rows, workers = khl_pool_size(j->pool);
    size_t postings = n_rows > 0 ? (size_t)j->ranked.rows.row_ptr[n_rows] * 5 : 0;
    size_t maps = n_rows * (j->maps.words * 8 + 1);
    size_t desks = workers * (n_cols * 4 + (j->lists.longest + 1) * (10 + j->maps.words * 8));
    if (j->lists.begin != NULL) postings = (size_t)j->lists.begin[n_cols] * 5;
    size_t need = khl_ranked_bytes(&j->ranked) + postings + maps + desks + n_cols * 8;
    *for_pairs = SIZE_MAX;
    if (j->options.memory_bytes == 0) return KHL_OK;
    if (need + LEAST_FOR_PAIRS * workers > j->options.memory_bytes) {
        char mib[32];
        snprintf(mib, sizeof mib, "%zu", to_mib(need + LEAST_FOR_PAIRS * workers));
        return KHL_FAIL(err, KHL_E_MEMORY, "join.memory",
                        "this join wants at least {0} MiB; allow it more, or join parts of the input", mib);
    }
    *for_pairs = (size_t)j->options.memory_bytes - need;
    return KHL_OK;
}

static bool reachable(const khl_join *j)
{
    return j->ranked.norm * j->ranked.norm * (1 + 1e-9) >= j->threshold;
}

static khl_status prepare(khl_join *j, khl_csr *rows, khl_error *err)
{
    khl_status status = khl_ranked_take(&j->ranked, rows, j->options.split, j->pool, err);
    if (status != KHL_OK || !reachable(j)) return status;
    double share = j->threshold / (j->ranked.norm * j->ranked.norm) * (1 - 1e-9);
    status = khl_bitmaps_make(&j->maps, &j->ranked, share, j->pool, err);
    size_t for_pairs = SIZE_MAX;
    if (status == KHL_OK) status = divide_memory(j, &for_pairs, err);
    if (status == KHL_OK) status = khl_postings_make(&j->lists, &j->ranked, j->threshold, j->pool, err);
    if (status == KHL_OK) status = divide_memory(j, &for_pairs, err);
    if (status == KHL_OK)
        status = khl_pairs_create(&j->pairs, khl_pool_size(j->pool), for_pairs, j->options.folder, err);
    return status == KHL_OK ? plan(j, err) : status;
}

khl_status khl_join_create(khl_join **out, khl_csr *rows, double threshold, const khl_join_options *options,
                           khl_error *err)
{
    const khl_join_options defaults = KHL_JOIN_OPTIONS_INIT;
    khl_csr taken = *rows;
    *out = NULL;
    *rows = (khl_csr){0};
    khl_join *j = khl_alloc_zero(1, sizeof *j);
    khl_status status = j != NULL ? KHL_OK : khl_fail_memory(err);
    if (status == KHL_OK && !(threshold > 0 && isfinite(threshold)))
        status = KHL_FAIL(err, KHL_E_ARGUMENT, "join.threshold", "the threshold must be a number above 0");
    if (status == KHL_OK) {
        j->threshold = threshold;
        j->options = options != NULL ? *options : defaults;
        status = khl_pool_create(&j->pool, j->options.n_threads, err);
    }
    if (status == KHL_OK) status = prepare(j, &taken, err);
    khl_csr_clear(&taken);
    if (status != KHL_OK) {
        khl_join_destroy(j);
        return status;
    }
    *out = j;
    return KHL_OK;
}

typedef struct dealing {
    khl_join *join;
    khl_meeting meeting;
    size_t stride; /* every stride-th task, from its middle */
} dealing;

static khl_status do_tasks(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    dealing *d = context;
    khl_desk *desk = &d->join->desks[worker];
    khl_status status = KHL_OK;
    for (size_t k = begin; k < end && status == KHL_OK; k++) {
        const task *t = &d->join->tasks[k * d->stride + d->stride / 2];
        for (uint32_t c = t->from; c < t->to && status == KHL_OK; c++) {
            size_t firsts = khl_meeting_firsts(&d->meeting, c);
            size_t last = t->end < firsts ? t->end : firsts;
            if (t->begin < last) status = khl_meet(&d->meeting, desk, c, t->begin, last, worker, err);
        }
    }
    return status;
}

static khl_status make_desks(khl_join *j, const khl_meeting *m, khl_error *err)
{
    unsigned workers = khl_pool_size(j->pool);
    j->desks = khl_alloc_zero(workers, sizeof *j->desks);
    khl_status status = j->desks != NULL ? KHL_OK : khl_fail_memory(err);
    for (unsigned w = 0; w < workers && status == KHL_OK; w++) status = khl_desk_init(&j->desks[w], m, err);
    return status;
}

/* True when a sample of the lists, scanned but not multiplied, promises a dearer join than plain sums. The
 * sample hangs on the rows alone, so the choice is the same for any number of threads. */
static khl_status prefers_plain(khl_join *j, dealing *d, bool *plain, khl_error *err)
{
    enum { SAMPLES = 64 };
    double sums = khl_plain_cost(&j->ranked) * NS_SUM;
    *plain = false;
    if (j->options.path != KHL_JOIN_AUTO || j->cost * NS_MET < 2.0e7) {
        *plain = j->options.path == KHL_JOIN_PLAIN;
        return KHL_OK;
    }
    d->stride = j->n_tasks / SAMPLES > 0 ? j->n_tasks / SAMPLES : 1;
    d->meeting.pairs = NULL;
    size_t n = j->n_tasks / d->stride;
    khl_status status = khl_pool_for(j->pool, n, 1, do_tasks, d, NULL, NULL, err);
    double met = 0, candidates = 0;
    for (unsigned w = 0; w < khl_pool_size(j->pool); w++) {
        met += (double)j->desks[w].n_met;
        candidates += (double)j->desks[w].n_candidates;
        j->desks[w].n_met = j->desks[w].n_candidates = 0;
    }
    double pruned = (met * NS_MET + candidates * NS_CANDIDATE) * (double)j->n_tasks / (double)n;
    *plain = pruned > sums;
    d->stride = 1;
    d->meeting.pairs = j->pairs;
    return status;
}

static khl_status put_all_repeats(khl_join *j, khl_error *err)
{
    khl_status status = KHL_OK;
    if (j->ranked.member == NULL || j->ranked.split != 0) return KHL_OK;
    for (uint32_t r = 0; r < j->ranked.rows.n_rows && status == KHL_OK; r++)
        status = khl_put_repeats(&j->ranked, j->pairs, 0, r, j->threshold, err);
    return status;
}

khl_status khl_join_run(khl_join *j, khl_error *err)
{
    if (j->pairs == NULL) return KHL_OK; /* no pair can reach the threshold */
    khl_meeting m = {&j->ranked, &j->maps, &j->lists, j->threshold, khl_scan_for(j->maps.words), j->pairs};
    dealing d = {j, m, 1};
    bool plain = false;
    khl_status status = make_desks(j, &m, err);
    if (status == KHL_OK) status = prefers_plain(j, &d, &plain, err);
    if (status == KHL_OK && plain)
        status = khl_join_plainly(&j->ranked, j->threshold, j->pairs, j->pool, j->options.progress, err);
    else if (status == KHL_OK)
        status = khl_pool_for(j->pool, j->n_tasks, 1, do_tasks, &d, j->options.progress, "join", err);
    if (status == KHL_OK) status = put_all_repeats(j, err);
    if (status == KHL_OK) status = khl_pairs_close(j->pairs, j->pool, err);
    j->report.path = plain ? KHL_JOIN_PLAIN : KHL_JOIN_PRUNED;
    for (unsigned w = 0; j->desks != NULL && w < khl_pool_size(j->pool); w++) {
        j->report.n_met += j->desks[w].n_met;
        j->report.n_candidates += j->desks[w].n_candidates;
    }
    return status;
}

khl_status khl_join_each(khl_join *j, khl_pairs_fn fn, void *context, khl_error *err)
{
    return j->pairs != NULL ? khl_pairs_each(j->pairs, fn, context, err) : KHL_OK;
}

khl_join_report khl_join_reported(const khl_join *j)
{
    khl_join_report report = j->report;
    report.n_rows = j->ranked.rows.n_rows;
    if (j->pairs == NULL) return report;
    report.n_pairs = khl_pairs_count(j->pairs);
    report.spilled_bytes = khl_pairs_spilled_bytes(j->pairs);
    return report;
}

void khl_join_destroy(khl_join *j)
{
    if (j == NULL) return;
    for (unsigned w = 0; j->desks != NULL && w < khl_pool_size(j->pool); w++) khl_desk_clear(&j->desks[w]);
    free(j->desks);
    free(j->tasks);
    khl_pairs_destroy(j->pairs);
    khl_postings_clear(&j->lists);
    khl_bitmaps_clear(&j->maps);
    khl_ranked_clear(&j->ranked);
    khl_pool_destroy(j->pool);
    free(j);
}
