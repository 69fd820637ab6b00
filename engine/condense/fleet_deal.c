/* Dealing the demands that travel into shards. A group meets only itself, so a whole group in one shard is
 * read by one block; only a group that would be more than its share of the demands or of the pairs is dealt
 * over several shards, by length, and their pairs are blocks of their own. The largest groups come first,
 * each to where the least is. Cost: a sort of the groups, and for each a look at all shards. */
#include "fleet.h"

#include "alloc.h"
#include "error.h"

#include <math.h>

typedef struct group {
    khl_fleet_seat *seats; /* [n] */
    size_t n;
} group;

typedef struct hand {
    double load; /* pairs that its demands are in */
    size_t n;    /* demands */
    bool taken;  /* by the group at hand */
} hand;

typedef struct dealing {
    group *groups; /* [n_groups] */
    size_t n_groups;
    hand *hands;      /* [n_shards] */
    uint32_t *chosen; /* [n_shards] by the group at hand */
    uint32_t n_shards;
    size_t most;       /* demands of a shard, where all have as many */
    double most_pairs; /* of a block, likewise */
    double *met;       /* [n_shards x n_shards] */
} dealing;

static int largest_first(const void *x, const void *y)
{
    const group *a = x, *b = y;
    if (a->n != b->n) return a->n > b->n ? -1 : 1;
    return a->seats < b->seats ? -1 : a->seats > b->seats;
}

static int longest_first(const void *x, const void *y)
{
    const khl_fleet_seat *a = *(const khl_fleet_seat *const *)x, *b = *(const khl_fleet_seat *const *)y;
    if (a->bytes != b->bytes) return a->bytes > b->bytes ? -1 : 1;
    return a->seat < b->seat ? -1 : a->seat > b->seat;
}

static khl_status list_groups(dealing *d, khl_fleet_seat *seats, size_t n, khl_error *err)
{
    double pairs = 0;
    size_t capacity = 0;
    for (size_t k = 0; k < n; k++) {
        if (k == 0 || seats[k - 1].group != seats[k].group) {
            if (!khl_grow(&d->groups, &capacity, d->n_groups + 1, sizeof *d->groups))
                return khl_fail_memory(err);
            d->groups[d->n_groups++] = (group){seats + k, 0};
        }
        d->groups[d->n_groups - 1].n++;
    }
    for (size_t g = 0; g < d->n_groups; g++) pairs += (double)d->groups[g].n * (double)d->groups[g].n / 2;
    if (d->n_groups > 1) qsort(d->groups, d->n_groups, sizeof *d->groups, largest_first);
    d->most = (n + d->n_shards - 1) / d->n_shards;
    d->most_pairs = pairs / d->n_shards;
    return KHL_OK;
}

static uint32_t count_parts(const dealing *d, size_t n)
{
    double by_demands = ceil((double)n / (double)d->most), by_pairs = ceil((double)n / sqrt(d->most_pairs));
    double parts = by_demands > by_pairs ? by_demands : by_pairs;
    return parts < d->n_shards ? (uint32_t)parts : d->n_shards;
}

/* The least loaded shard that does not become twice as large as the mean; there is one, for the smallest does
 * not. */
static uint32_t choose(dealing *d, size_t n)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t s = 0; s < d->n_shards; s++) {
        const hand *h = &d->hands[s];
        if (h->taken || h->n + n > 2 * d->most) continue;
        if (best == UINT32_MAX || h->load < d->hands[best].load) best = s;
    }
    for (uint32_t s = 0; best == UINT32_MAX && s < d->n_shards; s++)
        if (!d->hands[s].taken) best = s;
    d->hands[best].taken = true;
    return best;
}

static size_t part_of(const group *g, uint32_t parts, uint32_t k)
{
    return g->n / parts + (k < g->n % parts);
}

/* What the group adds to shards and blocks. */
static void count_in(dealing *d, const group *g, uint32_t parts)
{
    for (uint32_t k = 0; k < parts; k++) {
        uint32_t s = d->chosen[k];
        double n = (double)part_of(g, parts, k);
        d->hands[s].n += part_of(g, parts, k);
        d->hands[s].load += n * (double)g->n;
        d->hands[s].taken = false;
        d->met[(size_t)s * d->n_shards + s] += n * (n - 1) / 2;
        for (uint32_t l = 0; l < k; l++) {
            uint32_t o = d->chosen[l], a = s < o ? s : o, b = s < o ? o : s;
            d->met[(size_t)a * d->n_shards + b] += n * (double)part_of(g, parts, l);
        }
    }
}

static khl_status deal_group(dealing *d, const group *g, khl_error *err)
{
    uint32_t parts = count_parts(d, g->n);
    for (uint32_t k = 0; k < parts; k++) d->chosen[k] = choose(d, part_of(g, parts, k));
    count_in(d, g, parts);
    khl_fleet_seat **order = khl_alloc(g->n, sizeof *order);
    if (order == NULL) return khl_fail_memory(err);
    for (size_t k = 0; k < g->n; k++) order[k] = &g->seats[k];
    if (parts > 1) qsort(order, g->n, sizeof *order, longest_first);
    for (size_t k = 0; k < g->n; k++) order[k]->shard = d->chosen[k % parts];
    free(order);
    return KHL_OK;
}

khl_status khl_fleet_deal(khl_fleet_seat *seats, size_t n, uint32_t n_shards, double *met, khl_error *err)
{
    dealing d = {.n_shards = n_shards, .met = met};
    d.hands = khl_alloc_zero(n_shards, sizeof *d.hands);
    d.chosen = khl_alloc(n_shards, sizeof *d.chosen);
    bool ok = d.hands != NULL && d.chosen != NULL;
    khl_status status = ok ? list_groups(&d, seats, n, err) : khl_fail_memory(err);
    for (size_t g = 0; g < d.n_groups && status == KHL_OK; g++) status = deal_group(&d, &d.groups[g], err);
    free(d.groups);
    free(d.hands);
    free(d.chosen);
    return status;
}
