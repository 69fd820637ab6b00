/* Average linkage without a matrix: only pairs of clusters that can still be joined are known, and what of
 * them is not is asked for.
 *
 * A mean within max_height needs one pair of items within it, so two clusters without such an edge between
 * them are farther apart than that, and need not be known: that holds for items, and merging keeps it. When
 * two clusters become one, its distance to a third is the mean of both; where one of the two is not known,
 * its items are asked pair by pair, so nothing is assumed. A heap of distances with old ones left in gives
 * the next merge. */
#include "khulasa/cluster.h"

#include "alloc.h"
#include "error.h"

#include <math.h>

#define NO_KEY UINT64_MAX
#define NO_ITEM UINT32_MAX

/* Distances between clusters by slot; a slot is that of the smallest item. */
typedef struct table {
    uint64_t *keys;
    float *values;
    size_t n, capacity; /* a power of two */
} table;

typedef struct waiting {
    float distance;
    uint32_t a, b, version_a, version_b;
} waiting;

typedef struct slot {
    uint32_t size, id, version, last; /* items, number in the output, merges so far, last item of its chain */
    uint32_t *near;                   /* slots with a known distance, some of them gone */
    size_t n, capacity;
} slot;

typedef struct linkage {
    table known;
    waiting *heap;
    size_t n_heap, heap_capacity;
    slot *slots;    /* [n] size 0: gone */
    uint32_t *next; /* [n] items of a cluster in a chain */
    uint32_t *seen; /* [n] round in which a slot was met */
    uint32_t n, n_merges, round;
    float max_height;
    khl_distance_fn distance;
    void *context;
    khl_merge *merges;
    khl_error *err;
} linkage;

static uint64_t key_of(uint32_t a, uint32_t b)
{
    return a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
}

static size_t place_of(const table *t, uint64_t key)
{
    uint64_t h = key * 0x9E3779B97F4A7C15u;
    size_t at = (size_t)(h ^ h >> 29) & (t->capacity - 1);
    while (t->keys[at] != NO_KEY && t->keys[at] != key) at = (at + 1) & (t->capacity - 1);
    return at;
}

static bool table_grow(table *t)
{
    table larger = {.capacity = t->capacity > 0 ? t->capacity * 2 : 1024};
    larger.keys = khl_alloc(larger.capacity, sizeof *larger.keys);
    larger.values = khl_alloc(larger.capacity, sizeof *larger.values);
    if (larger.keys == NULL || larger.values == NULL) {
        free(larger.keys);
        free(larger.values);
        return false;
    }
    for (size_t k = 0; k < larger.capacity; k++) larger.keys[k] = NO_KEY;
    for (size_t k = 0; k < t->capacity; k++) {
        if (t->keys[k] == NO_KEY) continue;
        size_t at = place_of(&larger, t->keys[k]);
        larger.keys[at] = t->keys[k];
        larger.values[at] = t->values[k];
    }
    larger.n = t->n;
    free(t->keys);
    free(t->values);
    *t = larger;
    return true;
}

static bool table_put(table *t, uint64_t key, float value)
{
    if (t->n * 5 >= t->capacity * 3 && !table_grow(t)) return false;
    size_t at = place_of(t, key);
    t->n += t->keys[at] == NO_KEY;
    t->keys[at] = key;
    t->values[at] = value;
    return true;
}

/* NAN when the pair is not known. */
static float table_get(const table *t, uint64_t key)
{
    if (t->capacity == 0) return NAN;
    size_t at = place_of(t, key);
    return t->keys[at] == key ? t->values[at] : NAN;
}

static bool sooner(const waiting *x, const waiting *y)
{
    if (x->distance != y->distance) return x->distance < y->distance;
    return x->a != y->a ? x->a < y->a : x->b < y->b;
}

static bool push(linkage *l, uint32_t a, uint32_t b, float distance)
{
    waiting w = {distance, a < b ? a : b, a < b ? b : a, 0, 0};
    w.version_a = l->slots[w.a].version;
    w.version_b = l->slots[w.b].version;
    if (!khl_grow(&l->heap, &l->heap_capacity, l->n_heap + 1, sizeof *l->heap)) return false;
    size_t at = l->n_heap++;
    for (; at > 0 && sooner(&w, &l->heap[(at - 1) / 2]); at = (at - 1) / 2)
        l->heap[at] = l->heap[(at - 1) / 2];
    l->heap[at] = w;
    return true;
}

static waiting pop(linkage *l)
{
    waiting first = l->heap[0], last = l->heap[--l->n_heap];
    size_t at = 0;
    for (size_t child; (child = 2 * at + 1) < l->n_heap; at = child) {
        if (child + 1 < l->n_heap && sooner(&l->heap[child + 1], &l->heap[child])) child++;
        if (!sooner(&l->heap[child], &last)) break;
        l->heap[at] = l->heap[child];
    }
    if (l->n_heap > 0) l->heap[at] = last;
    return first;
}

static bool is_current(const linkage *l, const waiting *w)
{
    return l->slots[w->a].size > 0 && l->slots[w->b].size > 0 && l->slots[w->a].version == w->version_a &&
           l->slots[w->b].version == w->version_b;
}

/* What is known from now on; near enough pairs wait for their turn. */
static bool learn(linkage *l, uint32_t a, uint32_t b, float distance, bool new_to_b)
{
    slot *of_a = &l->slots[a], *of_b = &l->slots[b];
    if (!table_put(&l->known, key_of(a, b), distance)) return false;
    if (!khl_grow(&of_a->near, &of_a->capacity, of_a->n + 1, sizeof *of_a->near)) return false;
    of_a->near[of_a->n++] = b;
    if (new_to_b) {
        if (!khl_grow(&of_b->near, &of_b->capacity, of_b->n + 1, sizeof *of_b->near)) return false;
        of_b->near[of_b->n++] = a;
    }
    return distance > l->max_height || push(l, a, b, distance);
}

/* The mean over all pairs of items, +inf as soon as one is. */
static float ask(const linkage *l, uint32_t a, uint32_t b)
{
    double sum = 0;
    for (uint32_t i = a; i != NO_ITEM; i = l->next[i]) {
        for (uint32_t j = b; j != NO_ITEM; j = l->next[j]) {
            float d = l->distance(l->context, i, j);
            if (isinf(d)) return INFINITY;
            sum += (double)d;
        }
    }
    return (float)(sum / ((double)l->slots[a].size * (double)l->slots[b].size));
}

/* The distance of a third cluster to a and b as one; NAN: farther than max_height, and not worth knowing. */
static float joined_distance(const linkage *l, uint32_t a, uint32_t b, uint32_t c)
{
    float x = table_get(&l->known, key_of(a, c)), y = table_get(&l->known, key_of(b, c));
    if (isinf(x) || isinf(y)) return INFINITY;
    if (isnan(x) && y > l->max_height) return NAN;
    if (isnan(y) && x > l->max_height) return NAN;
    if (isnan(x)) x = ask(l, a, c);
    if (isnan(y)) y = ask(l, b, c);
    double size_a = l->slots[a].size, size_b = l->slots[b].size;
    return (float)((size_a * (double)x + size_b * (double)y) / (size_a + size_b));
}

/* Neighbours of either, each once; those of a stand in its list, those of b come to it. */
static bool update_near(linkage *l, uint32_t a, uint32_t b)
{
    slot *into = &l->slots[a], from = l->slots[b], before = *into;
    into->near = NULL;
    into->n = into->capacity = 0;
    bool ok = true;
    l->round++;
    for (size_t k = 0; k < before.n + from.n && ok; k++) {
        uint32_t c = k < before.n ? before.near[k] : from.near[k - before.n];
        if (c == a || c == b || l->slots[c].size == 0 || l->seen[c] == l->round) continue;
        l->seen[c] = l->round;
        bool knows_a = !isnan(table_get(&l->known, key_of(a, c)));
        float distance = joined_distance(l, a, b, c);
        if (!isnan(distance))
            ok = learn(l, a, c, distance, !knows_a);
        else if (knows_a)
            ok = table_put(&l->known, key_of(a, c), NAN); /* what was known is of the smaller cluster */
    }
    free(before.near);
    return ok;
}

/* A merge is written before sizes change, for update_near weighs by the old ones. */
static bool merge(linkage *l, uint32_t a, uint32_t b, float height)
{
    slot *into = &l->slots[a], *from = &l->slots[b];
    uint32_t first = into->id, second = from->id;
    into->version++;
    if (height < INFINITY && !update_near(l, a, b)) return false;
    l->merges[l->n_merges] = (khl_merge){first < second ? first : second, first < second ? second : first,
                                         into->size + from->size, height + 0.0F};
    into->id = l->n + l->n_merges++;
    into->size += from->size;
    l->next[into->last] = b;
    into->last = from->last;
    from->size = 0;
    free(from->near);
    from->near = NULL;
    return true;
}

static khl_status start(linkage *l, const khl_edge *edges, size_t n_edges)
{
    l->slots = khl_alloc_zero(l->n, sizeof *l->slots);
    l->next = khl_alloc(l->n, sizeof *l->next);
    l->seen = khl_alloc_zero(l->n, sizeof *l->seen);
    if (l->slots == NULL || l->next == NULL || l->seen == NULL) return khl_fail_memory(l->err);
    for (uint32_t i = 0; i < l->n; i++) {
        l->slots[i] = (slot){.size = 1, .id = i, .last = i};
        l->next[i] = NO_ITEM;
    }
    for (size_t k = 0; k < n_edges; k++) {
        const khl_edge *e = &edges[k];
        if (e->i >= l->n || e->j >= l->n || e->i == e->j || !(e->distance >= 0))
            return KHL_FAIL(l->err, KHL_E_ARGUMENT, "cluster.edge",
                            "an edge joins two different items at a distance that is not negative");
        if (!isnan(table_get(&l->known, key_of(e->i, e->j))))
            return KHL_FAIL(l->err, KHL_E_ARGUMENT, "cluster.edge_twice", "an edge is given twice");
        if (!learn(l, e->i, e->j, e->distance, true)) return khl_fail_memory(l->err);
    }
    return KHL_OK;
}

static khl_status merge_all(linkage *l)
{
    while (l->n_heap > 0) {
        waiting w = pop(l);
        if (is_current(l, &w) && !merge(l, w.a, w.b, w.distance)) return khl_fail_memory(l->err);
    }
    for (uint32_t b = 1; b < l->n; b++)
        if (l->slots[b].size > 0 && !merge(l, 0, b, INFINITY)) return khl_fail_memory(l->err);
    return KHL_OK;
}

khl_status khl_linkage_sparse(const khl_edge *edges, size_t n_edges, uint32_t n, float max_height,
                              khl_distance_fn distance, void *context, khl_merge *merges, khl_error *err)
{
    if (n > UINT32_MAX / 2)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "cluster.too_many_items",
                        "too many items to cluster; give fewer at once");
    linkage l = {
        .n = n, .max_height = max_height, .distance = distance, .context = context, .merges = merges};
    l.err = err;
    khl_status status = start(&l, edges, n_edges);
    if (status == KHL_OK && n > 0) status = merge_all(&l);
    for (uint32_t i = 0; l.slots != NULL && i < n; i++) free(l.slots[i].near);
    free(l.slots);
    free(l.next);
    free(l.seen);
    free(l.heap);
    free(l.known.keys);
    free(l.known.values);
    return status;
}
