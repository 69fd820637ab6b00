/* What happens to the distances before the first merge: they are checked, must-linked items become one
 * cluster, cannot-linked pairs become +inf. Called once each by linkage.c, in this order. */
#include "linkage.h"

#include "alloc.h"
#include "error.h"

#include <math.h>
#include <stdio.h>

/* Fails with two item numbers as arguments. */
static khl_status fail_pair(khl_error *err, khl_status code, const char *id, const char *text, uint32_t a,
                            uint32_t b)
{
    char first[16], second[16];
    snprintf(first, sizeof first, "%lu", (unsigned long)a);
    snprintf(second, sizeof second, "%lu", (unsigned long)b);
    return KHL_FAIL(err, code, id, text, first, second);
}

static bool is_distance(float x)
{
    return x >= 0.0f; /* false for NaN; +inf is a cannot-link */
}

/* Whole rows first, branch-free; the offender is looked for only when there is one. */
khl_status khl_linkage_check(const float *distances, uint32_t n, khl_error *err)
{
    for (uint32_t i = 0; i + 1 < n; i++) {
        const float *row = distances + khl_row_begin(n, i);
        uint32_t length = n - 1 - i;
        int good = 1;
        for (uint32_t k = 0; k < length; k++) good &= is_distance(row[k]);
        for (uint32_t k = 0; !good && k < length; k++)
            if (!is_distance(row[k]))
                return fail_pair(err, KHL_E_ARGUMENT, "cluster.distance",
                                 "the distance of items {0} and {1} is not a number of at least 0", i,
                                 i + 1 + k);
    }
    return KHL_OK;
}

/* Union-find whose root is the smallest member; paths are halved. */
static uint32_t find_root(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

static void unite(uint32_t *parent, uint32_t a, uint32_t b)
{
    a = find_root(parent, a);
    b = find_root(parent, b);
    parent[a > b ? a : b] = a > b ? b : a;
}

static khl_status check_numbers(const khl_pair *pairs, size_t n_pairs, uint32_t n, khl_error *err)
{
    for (size_t i = 0; i < n_pairs; i++)
        if (pairs[i].a >= n || pairs[i].b >= n)
            return fail_pair(err, KHL_E_ARGUMENT, "cluster.link",
                             "a link joins items {0} and {1}, which are not both there", pairs[i].a,
                             pairs[i].b);
    return KHL_OK;
}

/* Fills parent [n] with the groups of the must-links, and checks the cannot-links against them. */
static khl_status group(uint32_t *parent, uint32_t n, const khl_linkage_options *options, khl_error *err)
{
    khl_status status = check_numbers(options->must_link, options->n_must_link, n, err);
    if (status == KHL_OK) status = check_numbers(options->cannot_link, options->n_cannot_link, n, err);
    if (status != KHL_OK) return status;
    for (uint32_t i = 0; i < n; i++) parent[i] = i;
    for (size_t i = 0; i < options->n_must_link; i++)
        unite(parent, options->must_link[i].a, options->must_link[i].b);
    for (size_t i = 0; i < options->n_cannot_link; i++) {
        khl_pair pair = options->cannot_link[i];
        if (find_root(parent, pair.a) == find_root(parent, pair.b))
            return fail_pair(
                err, KHL_E_CONFLICT, "cluster.conflict",
                "items {0} and {1} must be kept apart and must be together; revoke one of the two", pair.a,
                pair.b);
    }
    return KHL_OK;
}

/* The average over all pairs of two groups, ascending. next [n] chains the members of each. */
static float group_average(const khl_linkage *linkage, const uint32_t *next, uint32_t a, uint32_t b)
{
    double sum = 0.0, count = 0.0;
    for (uint32_t i = a; i != KHL_SLOT_UNKNOWN; i = next[i])
        for (uint32_t j = b; j != KHL_SLOT_UNKNOWN; j = next[j], count += 1.0)
            sum += (double)linkage->distances[khl_condensed(linkage->n_slots, i, j)];
    return (float)(sum / count);
}

/* Distances between groups replace those between their first members, which nobody else reads. */
static void average_groups(khl_linkage *linkage, const uint32_t *parent, const uint32_t *next)
{
    uint32_t n = linkage->n_slots;
    for (uint32_t a = 0; a < n; a++) {
        if (parent[a] != a) continue;
        for (uint32_t b = a + 1; b < n; b++) {
            if (parent[b] != b || (next[a] == KHL_SLOT_UNKNOWN && next[b] == KHL_SLOT_UNKNOWN)) continue;
            linkage->distances[khl_condensed(n, a, b)] = group_average(linkage, next, a, b);
        }
    }
}

/* next[i]: the next larger member of i's group. last [n] is scratch. */
static void chain_members(uint32_t *parent, uint32_t *next, uint32_t *last, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t root = parent[i] = find_root(parent, i);
        next[i] = KHL_SLOT_UNKNOWN;
        if (root != i) next[last[root]] = i;
        last[root] = i;
    }
}

static void join_groups(khl_linkage *linkage, const uint32_t *parent, const uint32_t *next)
{
    for (uint32_t a = 0; a < linkage->n_slots; a++)
        for (uint32_t i = next[a]; parent[a] == a && i != KHL_SLOT_UNKNOWN; i = next[i])
            khl_linkage_join(linkage, a, i, 0.0f);
}

khl_status khl_linkage_constrain(khl_linkage *linkage, const khl_linkage_options *options, khl_error *err)
{
    uint32_t n = linkage->n_slots;
    uint32_t *parent = khl_alloc(n, sizeof *parent), *next = khl_alloc(n, sizeof *next),
             *last = khl_alloc(n, sizeof *last);
    khl_status status = KHL_OK;
    if (parent == NULL || next == NULL || last == NULL) {
        status = khl_fail_memory(err);
        goto done;
    }
    status = group(parent, n, options, err);
    if (status != KHL_OK) goto done;
    if (options->n_must_link > 0) {
        chain_members(parent, next, last, n);
        average_groups(linkage, parent, next);
        join_groups(linkage, parent, next);
    }
    for (size_t i = 0; i < options->n_cannot_link; i++) {
        uint32_t a = find_root(parent, options->cannot_link[i].a),
                 b = find_root(parent, options->cannot_link[i].b);
        linkage->distances[khl_condensed(n, a, b)] = INFINITY;
    }
done:
    free(parent);
    free(next);
    free(last);
    return status;
}
