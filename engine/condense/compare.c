/* All pairs of each group: search multiplies, match judges, and each pair's distance goes to its own cell. */
#include "run.h"

#include "alloc.h"
#include "error.h"
#include "khulasa/search.h"

#include <math.h>
#include <pthread.h>

typedef struct comparison {
    khl_run *run;
    khl_group *group;
    pthread_mutex_t lock; /* of run->doubtful */
} comparison;

static khl_status note_doubtful(comparison *c, uint32_t a, uint32_t b, double p, khl_error *err)
{
    khl_run *run = c->run;
    pthread_mutex_lock(&c->lock);
    bool ok = khl_grow(&run->doubtful, &run->doubtful_capacity, run->n_doubtful + 1, sizeof *run->doubtful);
    if (ok)
        run->doubtful[run->n_doubtful++] = a < b ? (khl_scored_pair){a, b, p} : (khl_scored_pair){b, a, p};
    pthread_mutex_unlock(&c->lock);
    return ok ? KHL_OK : khl_fail_memory(err);
}

static double probability_of(const khl_run *run, uint32_t a, uint32_t b, const double cosine[KHL_N_SPACES])
{
    double evidence[KHL_N_EVIDENCE];
    khl_matcher_evidence(run->matcher, a, b, cosine, evidence);
    return khl_match_probability(run->match, evidence);
}

/* +inf keeps two apart for good: different given axes, or a place or number that contradicts. */
static float distance_of(const khl_run *run, uint32_t a, uint32_t b, double p)
{
    uint32_t x = run->given[a], y = run->given[b];
    if (x != KHL_AXIS_NONE && y != KHL_AXIS_NONE && x != y) return INFINITY;
    if (khl_matcher_blocked(run->matcher, a, b) != 0) return INFINITY;
    return (float)(1.0 - p);
}

static khl_status judge_pair(comparison *c, const khl_tile *tile, size_t i, size_t j, khl_error *err)
{
    khl_group *g = c->group;
    size_t at = (i - tile->row) * tile->ld + (j - tile->col);
    double cosine[KHL_N_SPACES];
    for (unsigned s = 0; s < KHL_N_SPACES; s++) cosine[s] = (double)tile->similarity[s][at];
    uint32_t a = g->members[i], b = g->members[j];
    double p = probability_of(c->run, a, b, cosine);
    g->distance[khl_condensed(g->n, i, j)] = distance_of(c->run, a, b, p);
    return p >= c->run->match->review ? note_doubtful(c, a, b, p, err) : KHL_OK;
}

static khl_status judge_tile(void *context, const khl_tile *tile, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t i = tile->row; i < tile->row + tile->n_rows; i++) {
        size_t j = tile->row == tile->col ? i + 1 : tile->col;
        for (; j < tile->col + tile->n_cols && status == KHL_OK; j++)
            status = judge_pair(context, tile, i, j, err);
    }
    return status;
}

/* The rows of a group, in its order. */
static khl_status take_rows(const khl_run *run, const khl_group *g, unsigned space, khl_csr *out)
{
    const khl_csr *all = khl_matcher_space(run->matcher, space);
    uint64_t nnz = 0;
    for (uint32_t i = 0; i < g->n; i++) nnz += all->row_ptr[g->members[i] + 1] - all->row_ptr[g->members[i]];
    *out = (khl_csr){g->n, all->n_cols, khl_alloc((size_t)g->n + 1, sizeof *out->row_ptr),
                     khl_alloc((size_t)nnz, sizeof *out->col), khl_alloc((size_t)nnz, sizeof *out->val)};
    if (!out->row_ptr || !out->col || !out->val) return khl_fail_memory(run->err);
    uint64_t at = 0;
    for (uint32_t i = 0; i < g->n; i++) {
        out->row_ptr[i] = at;
        for (uint64_t k = all->row_ptr[g->members[i]]; k < all->row_ptr[g->members[i] + 1]; k++, at++) {
            out->col[at] = all->col[k];
            out->val[at] = all->val[k];
        }
    }
    out->row_ptr[g->n] = at;
    return KHL_OK;
}

static khl_status compare_group(khl_run *run, khl_group *g)
{
    khl_csr rows[KHL_N_SPACES] = {{0}};
    const khl_csr *spaces[KHL_N_SPACES];
    khl_search_options options = KHL_SEARCH_OPTIONS_INIT;
    comparison c = {.run = run, .group = g};
    options.n_threads = khl_pool_size(run->pool);
    options.progress = run->options.progress;
    pthread_mutex_init(&c.lock, NULL);
    khl_status status = KHL_OK;
    for (unsigned s = 0; s < KHL_N_SPACES && status == KHL_OK; s++) {
        status = take_rows(run, g, s, &rows[s]);
        spaces[s] = &rows[s];
    }
    g->distance = khl_alloc(khl_condensed_size(g->n), sizeof *g->distance);
    if (status == KHL_OK && g->distance == NULL) status = khl_fail_memory(run->err);
    if (status == KHL_OK)
        status = khl_search_all_pairs(spaces, KHL_N_SPACES, &options, judge_tile, &c, run->err);
    for (unsigned s = 0; s < KHL_N_SPACES; s++) khl_csr_clear(&rows[s]);
    pthread_mutex_destroy(&c.lock);
    return status;
}

khl_status khl_run_compare(khl_run *run)
{
    khl_status status = KHL_OK;
    for (size_t g = 0; g < run->n_groups && status == KHL_OK; g++)
        if (run->groups[g].n > 1) status = compare_group(run, &run->groups[g]);
    return status;
}

double khl_run_probability(void *context, uint32_t a, uint32_t b)
{
    const khl_run *run = context;
    double cosine[KHL_N_SPACES];
    khl_matcher_cosines(run->matcher, a, b, cosine);
    return probability_of(run, a, b, cosine);
}
