/* Average linkage (UPGMA), closest pair first.
 *
 * Each row keeps its nearest later slot; the closest pair of all is the smallest row minimum. A merge can
 * only raise distances (an average is never below both of its parts, and neither is its rounding, because the
 * sum is taken in double), so a row whose nearest slot went away keeps its old minimum as a lower bound and
 * is scanned again only when that bound comes first. This does the merges of the textbook method literally,
 * one by one in order of (distance, smaller first member, larger first member), ties and rounding included; a
 * nearest-neighbour chain does them in another order and so rounds otherwise.
 *
 * Order of calls: check, start, constrain, then pick and merge until nothing finite is left, then the
 * merges that only cannot-links forbid. Cost: n^2 / 2 distances read at the start, two rows and two columns a
 * merge, and rescans, which are contiguous. Dead slots are squeezed out in place whenever they are a quarter
 * of the matrix, so late merges work on a small one. No memory of order n^2. */
#include "linkage.h"

#include "alloc.h"
#include "error.h"

#include <math.h>
#include <string.h>

#define LANES 16

/* The smallest of n distances, those of dead slots apart; +inf when there are none. Lanes let the compiler
 * use vector minima. */
static float smallest(const float *restrict row, const float *restrict dead, size_t n)
{
    float lane[LANES];
    for (size_t k = 0; k < LANES; k++) lane[k] = INFINITY;
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        for (size_t k = 0; k < LANES; k++) {
            float x = row[i + k] + dead[i + k];
            lane[k] = x < lane[k] ? x : lane[k];
        }
    float best = INFINITY;
    for (; i < n; i++) best = row[i] + dead[i] < best ? row[i] + dead[i] : best;
    for (size_t k = 0; k < LANES; k++) best = lane[k] < best ? lane[k] : best;
    return best;
}

/* Where value first stands among live slots; n when it does not. */
static size_t find_first(const float *row, const float *dead, size_t n, float value)
{
    size_t i = 0;
    while (i < n && !(row[i] + dead[i] == value)) i++;
    return i;
}

static void scan_row(khl_linkage *linkage, uint32_t a)
{
    const float *row = linkage->distances + khl_row_begin(linkage->n_slots, a), *dead = linkage->dead + a + 1;
    size_t n = linkage->n_slots - 1 - a;
    float best = smallest(row, dead, n);
    linkage->bound[a] = best;
    linkage->nearest[a] = isinf(best) ? KHL_SLOT_UNKNOWN : (uint32_t)(a + 1 + find_first(row, dead, n, best));
}

static void scan_all(khl_linkage *linkage)
{
    for (uint32_t a = 0; a < linkage->n_slots; a++)
        if (linkage->size[a] != 0) scan_row(linkage, a);
}

void khl_linkage_join(khl_linkage *linkage, uint32_t a, uint32_t b, float height)
{
    uint32_t first = linkage->id[a], second = linkage->id[b], size = linkage->size[a] + linkage->size[b];
    linkage->merges[linkage->n_merges] =
        (khl_merge){first < second ? first : second, first < second ? second : first, size, height + 0.0f};
    linkage->id[a] = linkage->n_items + linkage->n_merges++;
    linkage->size[a] = size;
    linkage->size[b] = 0;
    linkage->dead[b] = INFINITY;
    linkage->n_alive--;
}

/* The products are exact (24 bits by 32), so only the sum, the quotient and the float round: the result is
 * never outside [min, max] of x and y. +inf stays +inf. */
typedef struct weights {
    double x, y, sum;
} weights;

static inline float average(weights w, float x, float y)
{
    return (float)((w.x * (double)x + w.y * (double)y) / w.sum);
}

/* The cells of a column lie in rows far apart: each is asked for some rows ahead, or the loop would wait for
 * memory at each. step is the way from the cell at `at` to that of the next row, one less from row to row. */
#if defined(__GNUC__)
#define AHEAD ((size_t)24)
static inline void prefetch(const float *d, size_t at, size_t step, uint32_t rows_left)
{
    if (rows_left > AHEAD) __builtin_prefetch(d + at + AHEAD * step - AHEAD * (AHEAD - 1) / 2);
}
#else
static inline void prefetch(const float *d, size_t at, size_t step, uint32_t rows_left)
{
    (void)d, (void)at, (void)step, (void)rows_left;
}
#endif

/* Slots before a hold both distances in their own row. */
static void update_before(khl_linkage *linkage, uint32_t a, uint32_t b, weights w)
{
    float *d = linkage->distances;
    size_t at = a - 1, gap = b - a, step = linkage->n_slots - 2;
    for (uint32_t c = 0; c < a; c++, at += step--) {
        prefetch(d, at, step, a - c);
        prefetch(d, at + gap, step, a - c);
        if (linkage->size[c] == 0) continue;
        float joined = average(w, d[at], d[at + gap]);
        d[at] = joined;
        uint32_t nearest = linkage->nearest[c];
        if (nearest == KHL_SLOT_UNKNOWN) continue;
        if (joined == linkage->bound[c]) /* still at the minimum, and perhaps nearer to the front */
            linkage->nearest[c] = a < nearest ? a : nearest;
        else if (nearest == a || nearest == b)
            linkage->nearest[c] = KHL_SLOT_UNKNOWN;
    }
}

/* Slots between hold their distance to b in their own row, that to a in row a. */
static void update_between(khl_linkage *linkage, uint32_t a, uint32_t b, weights w)
{
    float *d = linkage->distances, *row = d + khl_row_begin(linkage->n_slots, a);
    size_t at = khl_row_begin(linkage->n_slots, (size_t)a + 1) + (b - a - 2);
    size_t step = (size_t)linkage->n_slots - a - 3;
    for (uint32_t c = a + 1; c < b; c++, at += step--) {
        prefetch(d, at, step, b - c);
        if (linkage->size[c] == 0) continue;
        row[c - a - 1] = average(w, row[c - a - 1], d[at]);
        if (linkage->nearest[c] == b) linkage->nearest[c] = KHL_SLOT_UNKNOWN;
    }
}

/* Slots behind b: two rows side by side, dead or not. */
static void update_behind(float *restrict row_a, const float *restrict row_b, size_t n, weights w)
{
    for (size_t i = 0; i < n; i++) row_a[i] = average(w, row_a[i], row_b[i]);
}

static void merge_slots(khl_linkage *linkage, uint32_t a, uint32_t b)
{
    size_t n = linkage->n_slots;
    weights w = {linkage->size[a], linkage->size[b], (double)linkage->size[a] + (double)linkage->size[b]};
    khl_linkage_join(linkage, a, b, linkage->bound[a]);
    if (a > 0) update_before(linkage, a, b, w);
    update_between(linkage, a, b, w);
    update_behind(linkage->distances + khl_row_begin(n, a) + (b - a),
                  linkage->distances + khl_row_begin(n, b), n - 1 - b, w);
    scan_row(linkage, a);
}

/* The live slots move to the front, in order; every cell moves to a smaller place, so no copy is needed.
 * alive [n_slots] is scratch. */
static void pack(khl_linkage *linkage, uint32_t *alive)
{
    uint32_t m = 0, n = linkage->n_slots;
    float *to = linkage->distances;
    for (uint32_t c = 0; c < n; c++)
        if (linkage->size[c] != 0) alive[m++] = c;
    for (uint32_t i = 0; i < m; i++) {
        const float *row = linkage->distances + khl_row_begin(n, alive[i]);
        uint32_t next = alive[i] + 1;
        for (uint32_t j = i + 1; j < m; j++) *to++ = row[alive[j] - next];
    }
    for (uint32_t i = 0; i < m; i++) {
        uint32_t c = alive[i];
        linkage->size[i] = linkage->size[c];
        linkage->id[i] = linkage->id[c];
        linkage->dead[i] = 0.0f;
        linkage->bound[i] = linkage->bound[c];
        linkage->nearest[i] = linkage->nearest[c];
    }
    for (uint32_t i = 0; i < m; i++) {
        if (linkage->nearest[i] == KHL_SLOT_UNKNOWN) continue;
        uint32_t low = i, high = m;
        while (high - low > 1) {
            uint32_t middle = low + (high - low) / 2;
            if (alive[middle] <= linkage->nearest[i])
                low = middle;
            else
                high = middle;
        }
        linkage->nearest[i] = low;
    }
    linkage->n_slots = m;
}

/* Merges until only +inf is left. */
static void merge_finite(khl_linkage *linkage, uint32_t *scratch)
{
    while (linkage->n_alive > 1) {
        float best = smallest(linkage->bound, linkage->dead, linkage->n_slots);
        if (isinf(best)) return;
        uint32_t a = (uint32_t)find_first(linkage->bound, linkage->dead, linkage->n_slots, best);
        if (linkage->nearest[a] == KHL_SLOT_UNKNOWN) {
            scan_row(linkage, a);
            continue;
        }
        merge_slots(linkage, a, linkage->nearest[a]);
        if (linkage->n_alive < linkage->n_slots - linkage->n_slots / 4) pack(linkage, scratch);
    }
}

/* What cannot-links keep apart is joined last, at +inf, in order of smallest member. */
static void merge_infinite(khl_linkage *linkage)
{
    uint32_t first = 0;
    while (linkage->n_alive > 1 && linkage->size[first] == 0) first++;
    for (uint32_t b = first + 1; linkage->n_alive > 1; b++)
        if (linkage->size[b] != 0) khl_linkage_join(linkage, first, b, INFINITY);
}

static bool start(khl_linkage *linkage)
{
    size_t n = linkage->n_items;
    linkage->size = khl_alloc(n, sizeof *linkage->size);
    linkage->id = khl_alloc(n, sizeof *linkage->id);
    linkage->bound = khl_alloc(n, sizeof *linkage->bound);
    linkage->nearest = khl_alloc(n, sizeof *linkage->nearest);
    linkage->dead = khl_alloc(n, sizeof *linkage->dead);
    if (linkage->size == NULL || linkage->id == NULL || linkage->bound == NULL || linkage->nearest == NULL ||
        linkage->dead == NULL)
        return false;
    for (uint32_t i = 0; i < linkage->n_items; i++) {
        linkage->size[i] = 1;
        linkage->id[i] = i;
        linkage->bound[i] = INFINITY;
        linkage->nearest[i] = KHL_SLOT_UNKNOWN;
        linkage->dead[i] = 0.0f;
    }
    return true;
}

khl_status khl_linkage_average(float *distances, uint32_t n, const khl_linkage_options *options,
                               khl_merge *merges, khl_error *err)
{
    if (n > UINT32_MAX / 2)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "cluster.too_many_items",
                        "too many items to cluster; give fewer at once");
    khl_status status = khl_linkage_check(distances, n, err);
    if (status != KHL_OK) return status;
    khl_linkage linkage = {
        .distances = distances, .n_slots = n, .n_alive = n, .n_items = n, .merges = merges};
    uint32_t *scratch = khl_alloc(n, sizeof *scratch);
    if (scratch == NULL || !start(&linkage)) {
        status = khl_fail_memory(err);
        goto done;
    }
    if (options != NULL) status = khl_linkage_constrain(&linkage, options, err);
    if (status != KHL_OK) goto done;
    if (linkage.n_alive < n) pack(&linkage, scratch);
    if (linkage.n_alive > 1) scan_all(&linkage);
    merge_finite(&linkage, scratch);
    merge_infinite(&linkage);
done:
    free(scratch);
    free(linkage.size);
    free(linkage.id);
    free(linkage.bound);
    free(linkage.nearest);
    free(linkage.dead);
    return status;
}
