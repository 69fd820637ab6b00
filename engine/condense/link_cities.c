/* The same demand in several cities: entries of cities that were condensed by themselves, linked by what is
 * nearest.
 *
 * Each entry stands for itself by its representative. In rounds, every entry is asked for its nearest few of
 * other cities (exact top-k over rows of demands), those pairs are judged, and stars are made: likeliest
 * pairs first, a member joins a centre only by a likely pair with the centre itself, never by a chain, and no
 * star holds two entries of one city, which that city's own condensing told apart. The next round asks the
 * centres. So a demand of 1,500 cities costs some judgements a city and round, not its square. */
#include "run.h"

#include "alloc.h"
#include "error.h"
#include "khulasa/search.h"
#include "matcher.h"

#include <math.h>
#include <string.h>

/* Nearest entries that are looked at, the cosine from which on two are near, and rounds at most. */
enum { NEAREST = 8, MOST_ROUNDS = 12, GRAIN = 64, AHEAD = 3 };

/* One city in so many may be held by both of two stars that are to be one. */
enum { MOST_SHARED = 4 };
#define NEAR 0.45

typedef struct seat {
    uint32_t city, entry;
} seat;

typedef struct star {
    uint32_t entry; /* of the centre */
    seat *seats;    /* [n] what it holds, the centre too, by city */
    size_t n, capacity;
} star;

typedef struct link {
    uint32_t a, b; /* stars, a < b */
    double probability;
} link;

typedef struct linking {
    khl_run *run;
    star *stars;
    size_t n_stars, capacity;
    uint32_t *ids; /* [n_stars x NEAREST] */
    link *links;
    size_t n_links;
} linking;

static uint32_t city_of(const khl_run *run, uint32_t entry)
{
    return run->city[run->entries[entry].representative];
}

static khl_status add_star(linking *l, uint32_t entry)
{
    if (!khl_grow(&l->stars, &l->capacity, l->n_stars + 1, sizeof *l->stars))
        return khl_fail_memory(l->run->err);
    star *s = &l->stars[l->n_stars];
    *s = (star){.entry = entry};
    if (!khl_grow(&s->seats, &s->capacity, 1, sizeof *s->seats)) return khl_fail_memory(l->run->err);
    s->seats[s->n++] = (seat){city_of(l->run, entry), entry};
    l->n_stars++;
    return KHL_OK;
}

static khl_status begin_stars(linking *l)
{
    khl_status status = KHL_OK;
    for (uint32_t e = 0; e < l->run->n_entries && status == KHL_OK; e++) status = add_star(l, e);
    return status;
}

/* Each star's nearest ones. In the first round those of its own city are no neighbours; later a star has
 * several. */
static khl_status find_near(linking *l, bool first)
{
    khl_run *run = l->run;
    size_t n = l->n_stars;
    uint32_t *members = khl_alloc(n, sizeof *members), *labels = khl_alloc(n, sizeof *labels);
    double *scores = khl_alloc(n * NEAREST, sizeof *scores);
    khl_csr rows = {0};
    khl_near_options options = KHL_NEAR_OPTIONS_INIT;
    free(l->ids);
    l->ids = khl_alloc(n * NEAREST, sizeof *l->ids);
    khl_status status = members && labels && scores && l->ids ? KHL_OK : khl_fail_memory(run->err);
    for (size_t k = 0; k < n && status == KHL_OK; k++) {
        members[k] = run->entries[l->stars[k].entry].representative;
        labels[k] = run->city[members[k]];
    }
    options.n_threads = khl_pool_size(run->pool);
    options.least = NEAR;
    options.label = first ? labels : NULL;
    options.progress = run->options.progress;
    if (status == KHL_OK)
        status = khl_matcher_demand_rows(&rows, run->matcher, members, (uint32_t)n, run->err);
    if (status == KHL_OK) status = khl_search_near(&rows, NEAREST, &options, l->ids, scores, run->err);
    khl_csr_clear(&rows);
    free(members);
    free(labels);
    free(scores);
    return status;
}

static int by_stars(const void *x, const void *y)
{
    const link *a = x, *b = y;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

static int likeliest_first(const void *x, const void *y)
{
    const link *a = x, *b = y;
    if (a->probability != b->probability) return a->probability > b->probability ? -1 : 1;
    return by_stars(x, y);
}

/* Each pair of neighbours once. */
static khl_status list_links(linking *l)
{
    size_t n = 0, distinct = 0;
    free(l->links);
    l->links = khl_alloc(l->n_stars * NEAREST, sizeof *l->links);
    if (l->links == NULL) return khl_fail_memory(l->run->err);
    for (uint32_t s = 0; s < l->n_stars; s++) {
        for (size_t k = 0; k < NEAREST; k++) {
            uint32_t o = l->ids[(size_t)s * NEAREST + k];
            if (o != UINT32_MAX) l->links[n++] = s < o ? (link){s, o, 0} : (link){o, s, 0};
        }
    }
    if (n > 1) qsort(l->links, n, sizeof *l->links, by_stars);
    for (size_t k = 0; k < n; k++)
        if (distinct == 0 || by_stars(&l->links[distinct - 1], &l->links[k]) != 0)
            l->links[distinct++] = l->links[k];
    l->n_links = distinct;
    return KHL_OK;
}

static uint32_t speaker(const linking *l, uint32_t s)
{
    return l->run->entries[l->stars[s].entry].representative;
}

static khl_status judge_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    linking *l = context;
    (void)worker;
    (void)err;
    for (size_t k = begin; k < end; k++) {
        uint32_t a = speaker(l, l->links[k].a), b = speaker(l, l->links[k].b);
        if (k + 2 * AHEAD < end) khl_matcher_expect(l->run->matcher, speaker(l, l->links[k + 2 * AHEAD].b));
        if (k + AHEAD < end) khl_matcher_expect_soon(l->run->matcher, speaker(l, l->links[k + AHEAD].b));
        bool apart = khl_run_must_not_meet(l->run, a, b);
        l->links[k].probability = apart ? 0 : khl_run_probability(l->run, a, b);
    }
    return KHL_OK;
}

/* Seats ascend by city in both. */
static size_t count_shared(const star *a, const star *b)
{
    size_t n = 0;
    for (size_t i = 0, j = 0; i < a->n && j < b->n;) {
        uint32_t left = a->seats[i].city, right = b->seats[j].city;
        n += left == right;
        i += left <= right;
        j += right <= left;
    }
    return n;
}

/* Whether entry x rather than y of one city belongs to a star around `centre`. */
static bool fits_better(linking *l, uint32_t centre, uint32_t x, uint32_t y)
{
    khl_run *run = l->run;
    uint32_t c = run->entries[centre].representative, a = run->entries[x].representative,
             b = run->entries[y].representative;
    if (x == centre || y == centre) return x == centre;
    double of_x = khl_run_must_not_meet(run, c, a) ? 0 : khl_run_probability(run, c, a);
    double of_y = khl_run_must_not_meet(run, c, b) ? 0 : khl_run_probability(run, c, b);
    return of_x >= of_y;
}

/* Both as one, by city. Of a city that both hold, what fits the centre less is left to a star of its own. */
static khl_status absorb(linking *l, uint32_t into, uint32_t from)
{
    star a = l->stars[into], b = l->stars[from], both = {.entry = a.entry};
    khl_status status = KHL_OK;
    both.seats = khl_alloc(a.n + b.n, sizeof *both.seats);
    if (both.seats == NULL) return khl_fail_memory(l->run->err);
    both.capacity = a.n + b.n;
    for (size_t i = 0, j = 0; (i < a.n || j < b.n) && status == KHL_OK;) {
        bool left = j == b.n || (i < a.n && a.seats[i].city <= b.seats[j].city);
        bool right = i == a.n || (j < b.n && b.seats[j].city <= a.seats[i].city);
        if (left && right) {
            bool first = fits_better(l, a.entry, a.seats[i].entry, b.seats[j].entry);
            both.seats[both.n++] = first ? a.seats[i] : b.seats[j];
            status = add_star(l, first ? b.seats[j].entry : a.seats[i].entry);
        } else {
            both.seats[both.n++] = left ? a.seats[i] : b.seats[j];
        }
        i += left;
        j += right;
    }
    free(a.seats);
    free(b.seats);
    l->stars[into] = both;
    l->stars[from] = (star){.entry = b.entry};
    return status;
}

/* The one with more demands speaks for both; of equals the first. */
static bool speaks_first(const linking *l, uint32_t a, uint32_t b)
{
    return l->stars[a].n > l->stars[b].n || (l->stars[a].n == l->stars[b].n && a < b);
}

/* Two stars may be one when they hold few cities in common: what a city's own condensing told apart stays
 * apart. */
static bool may_join(const star *a, const star *b)
{
    size_t least = a->n < b->n ? a->n : b->n;
    return count_shared(a, b) * MOST_SHARED <= least - 1;
}

/* Likeliest pairs first: two free stars make one around the greater; a free one joins a centre. */
static khl_status make_stars(linking *l, double least, size_t *n_joined)
{
    enum { FREE, CENTRE, TAKEN };
    unsigned char *state = khl_alloc_zero(l->n_stars, 1);
    if (state == NULL) return khl_fail_memory(l->run->err);
    khl_status status = KHL_OK;
    *n_joined = 0;
    for (size_t k = 0; k < l->n_links && l->links[k].probability >= least && status == KHL_OK; k++) {
        uint32_t centre = l->links[k].a, other = l->links[k].b;
        if (state[other] == CENTRE ||
            (state[centre] == FREE && state[other] == FREE && speaks_first(l, other, centre))) {
            centre = l->links[k].b;
            other = l->links[k].a;
        }
        if (state[other] != FREE || state[centre] == TAKEN || !may_join(&l->stars[centre], &l->stars[other]))
            continue;
        status = absorb(l, centre, other);
        state[centre] = CENTRE;
        state[other] = TAKEN;
        ++*n_joined;
    }
    free(state);
    return status;
}

static void drop_empty(linking *l)
{
    size_t n = 0;
    for (size_t k = 0; k < l->n_stars; k++) {
        if (l->stars[k].n > 0)
            l->stars[n++] = l->stars[k];
        else
            free(l->stars[k].seats);
    }
    l->n_stars = n;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* One entry of all that a star holds, with the centre's representative. */
static khl_status merge_entries(khl_run *run, const star *s, khl_draft_entry *out)
{
    uint32_t n = 0;
    *out = run->entries[s->entry];
    if (s->n == 1) return KHL_OK;
    for (size_t k = 0; k < s->n; k++) n += run->entries[s->seats[k].entry].n;
    uint32_t *members = khl_arena_array(&run->arena, n, sizeof *members);
    if (members == NULL) return khl_fail_memory(run->err);
    n = 0;
    for (size_t k = 0; k < s->n; k++) {
        const khl_draft_entry *e = &run->entries[s->seats[k].entry];
        memcpy(members + n, e->members, e->n * sizeof *members);
        n += e->n;
    }
    qsort(members, n, sizeof *members, by_number);
    out->members = members;
    out->by_id = NULL;
    out->n = n;
    return KHL_OK;
}

static khl_status take_over(linking *l)
{
    khl_run *run = l->run;
    khl_status status = KHL_OK;
    khl_draft_entry *entries = khl_alloc_zero(l->n_stars, sizeof *entries);
    if (entries == NULL) return khl_fail_memory(run->err);
    for (size_t k = 0; k < l->n_stars && status == KHL_OK; k++) {
        status = merge_entries(run, &l->stars[k], &entries[k]);
        for (uint32_t i = 0; i < entries[k].n && status == KHL_OK; i++)
            run->entry_of[entries[k].members[i]] = (uint32_t)k;
    }
    free(run->entries);
    run->entries = entries;
    run->n_entries = run->entries_capacity = l->n_stars;
    return status;
}

static khl_status do_round(linking *l, bool first, double least, size_t *n_joined)
{
    khl_status status = find_near(l, first);
    if (status == KHL_OK) status = list_links(l);
    if (status == KHL_OK)
        status = khl_pool_for(l->run->pool, l->n_links, GRAIN, judge_range, l, NULL, NULL, l->run->err);
    if (status != KHL_OK) return status;
    if (l->n_links > 1) qsort(l->links, l->n_links, sizeof *l->links, likeliest_first);
    status = make_stars(l, least, n_joined);
    drop_empty(l);
    return status;
}

khl_status khl_run_link_cities(khl_run *run)
{
    linking l = {.run = run};
    if (!run->by_city) return KHL_OK;
    double least = fmax(run->match->same, run->join);
    size_t n_joined = 1;
    khl_status status = begin_stars(&l);
    for (unsigned round = 0; round < MOST_ROUNDS && n_joined > 0 && status == KHL_OK; round++)
        status = do_round(&l, round == 0, least, &n_joined);
    if (status == KHL_OK) status = take_over(&l);
    for (size_t k = 0; k < l.n_stars; k++) free(l.stars[k].seats);
    free(l.stars);
    free(l.ids);
    free(l.links);
    return status;
}
