/* Shared by the tests of this room: the recorded generator, and average linkage done the slow way. */
#ifndef CLUSTER_SUPPORT_H
#define CLUSTER_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "khulasa/cluster.h"

/* As in tests/vectors/record_cluster.py. */
static inline uint64_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 40;
}

static inline void *must_alloc(size_t count, size_t size)
{
    void *p = calloc(count + 1, size);
    assert_non_null(p);
    return p;
}

/* A matrix whose distances are levels drawn from 1..n_levels, times unit: ties abound when there are few. */
static inline float *levels_matrix(uint32_t n, uint32_t n_levels, float unit, uint64_t seed)
{
    float *d = must_alloc(khl_condensed_size(n), sizeof *d);
    for (size_t k = 0; k < khl_condensed_size(n); k++)
        d[k] = unit * (float)(1 + next_random(&seed) % n_levels);
    return d;
}

/* The textbook method: before each merge all pairs are looked at. Clusters are kept under the place of the
 * member that came first in storage; ids [n] say which item stands at a place, and ties go by ids alone. */
typedef struct greedy {
    uint32_t n;
    double *d;        /* [n x n] */
    uint32_t *size;   /* [n]; 0: gone */
    uint32_t *lowest; /* [n] smallest id inside */
    uint32_t *number; /* [n] as in the output */
} greedy;

static inline int greedy_before(const greedy *g, uint32_t i, uint32_t j, uint32_t k, uint32_t l)
{
    double x = g->d[i * g->n + j], y = g->d[k * g->n + l];
    if (x < y || y < x) return x < y;
    uint32_t a = g->lowest[i], b = g->lowest[j], c = g->lowest[k], e = g->lowest[l], t;
    if (a > b) t = a, a = b, b = t;
    if (c > e) t = c, c = e, e = t;
    return a != c ? a < c : b < e;
}

static inline khl_merge greedy_join(greedy *g, uint32_t i, uint32_t j, uint32_t number)
{
    uint32_t n = g->n, a = g->number[i], b = g->number[j];
    double x = g->size[i], y = g->size[j];
    khl_merge merge = {a < b ? a : b, a < b ? b : a, g->size[i] + g->size[j], (float)g->d[i * n + j]};
    for (uint32_t k = 0; k < n; k++)
        g->d[i * n + k] = g->d[k * n + i] =
            (double)(float)((x * g->d[i * n + k] + y * g->d[j * n + k]) / (x + y));
    g->size[i] += g->size[j];
    g->size[j] = 0;
    if (g->lowest[j] < g->lowest[i]) g->lowest[i] = g->lowest[j];
    g->number[i] = number;
    return merge;
}

/* distances: condensed in order of *place*; ids a permutation of 0..n-1, or NULL for place = id. */
static inline void greedy_linkage(const float *distances, uint32_t n, const uint32_t *ids, khl_merge *merges)
{
    greedy g = {n, must_alloc((size_t)n * n, sizeof(double)), must_alloc(n, 4), must_alloc(n, 4),
                must_alloc(n, 4)};
    for (uint32_t i = 0; i < n; i++) {
        g.size[i] = 1;
        g.lowest[i] = g.number[i] = ids != NULL ? ids[i] : i;
        for (uint32_t j = 0; j < n; j++)
            if (i != j) g.d[i * n + j] = (double)distances[khl_condensed(n, i, j)];
    }
    for (uint32_t s = 0; s + 1 < n; s++) {
        uint32_t first = n, second = n;
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t j = i + 1; j < n; j++)
                if (g.size[i] != 0 && g.size[j] != 0 &&
                    (first == n || greedy_before(&g, i, j, first, second)))
                    first = i, second = j;
        merges[s] = greedy_join(&g, first, second, n + s);
    }
    free(g.d);
    free(g.size);
    free(g.lowest);
    free(g.number);
}

static inline void assert_same_merges(const khl_merge *got, const khl_merge *want, uint32_t n)
{
    for (uint32_t s = 0; s + 1 < n; s++) {
        assert_int_equal(got[s].a, want[s].a);
        assert_int_equal(got[s].b, want[s].b);
        assert_int_equal(got[s].size, want[s].size);
        assert_memory_equal(&got[s].height, &want[s].height, sizeof got[s].height);
    }
}

/* What holds for every linkage: parts before wholes, each used once, sizes that add up, heights that never
 * fall. */
static inline void assert_well_formed(const khl_merge *merges, uint32_t n)
{
    uint32_t *size = must_alloc(2 * (size_t)n, 4);
    for (uint32_t i = 0; i < n; i++) size[i] = 1;
    for (uint32_t s = 0; s + 1 < n; s++) {
        const khl_merge *m = &merges[s];
        assert_true(m->a < m->b && m->b < n + s);
        assert_true(size[m->a] > 0 && size[m->b] > 0);
        assert_int_equal(m->size, size[m->a] + size[m->b]);
        assert_true(s == 0 || m->height >= merges[s - 1].height);
        size[m->a] = size[m->b] = 0;
        size[n + s] = m->size;
    }
    free(size);
}

#endif
