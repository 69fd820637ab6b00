/* The order of the entries and their priority: the committee's own mark, then how many associations and
 * cities stand behind an entry, then its size, then its first member, so that no two rank alike. Within an
 * axis entries stand by priority, but for those that the committee put elsewhere. Cost: two sorts; moves are
 * made in a list, each in constant time. */
#include "builder.h"

#include "alloc.h"
#include "error.h"

enum { HIGHEST_MARK = 1, MEDIUM_MARK = 2, NO_MARK = 3 }; /* a low mark raises nothing */

typedef struct rank_key {
    uint32_t mark, support, cities, size, first;
    size_t entry;
} rank_key;

typedef struct place_key {
    uint32_t axis, priority;
    size_t entry;
} place_key;

static int by_rank(const void *x, const void *y)
{
    const rank_key *a = x, *b = y;
    if (a->mark != b->mark) return a->mark < b->mark ? -1 : 1;
    if (a->support != b->support) return a->support > b->support ? -1 : 1;
    if (a->cities != b->cities) return a->cities > b->cities ? -1 : 1;
    if (a->size != b->size) return a->size > b->size ? -1 : 1;
    return a->first < b->first ? -1 : a->first > b->first;
}

static int by_place(const void *x, const void *y)
{
    const place_key *a = x, *b = y;
    if (a->axis != b->axis) return a->axis < b->axis ? -1 : 1;
    return a->priority < b->priority ? -1 : a->priority > b->priority;
}

unsigned khl_entry_mark(const khl_builder *b, const khl_draft_entry *entry)
{
    unsigned best = entry->mark;
    if (entry->mark != 0 || entry->unmarked) return best;
    for (uint32_t i = 0; i < entry->n; i++) {
        unsigned mark = khl_draft_proposal(b, entry->members[i])->mark;
        if (mark != 0 && (best == 0 || mark < best)) best = mark;
    }
    return best;
}

static rank_key make_key(khl_builder *b, size_t i)
{
    const khl_draft_entry *e = &b->draft->entries[i];
    unsigned mark = khl_entry_mark(b, e);
    return (rank_key){.mark = mark == HIGHEST_MARK || mark == MEDIUM_MARK ? mark : NO_MARK,
                      .support = khl_values_over(&b->associations, e, NULL),
                      .cities = khl_values_over(&b->cities, e, NULL),
                      .size = e->n,
                      .first = e->members[0],
                      .entry = i};
}

/* The order as a ring of entries, in which an axis is a stretch; number n_entries is where it begins and
 * ends.
 */
typedef struct ring {
    uint32_t *before, *after; /* [n_entries + 1] */
    uint32_t *head;           /* [n_entries] the first entry of the axis of each stretch, by `stretch` */
    uint32_t *stretch;        /* [n_entries] */
} ring;

static void tie(ring *r, uint32_t x, uint32_t y)
{
    r->after[x] = y;
    r->before[y] = x;
}

static void make_ring(const khl_builder *b, ring *r)
{
    uint32_t n = (uint32_t)b->draft->n_entries, last = n, n_stretches = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t entry = (uint32_t)b->order[i];
        if (last == n || b->draft->entries[last].axis != b->draft->entries[entry].axis)
            r->head[n_stretches++] = entry;
        r->stretch[entry] = n_stretches - 1;
        tie(r, last, entry);
        last = entry;
    }
    tie(r, last, n);
}

/* Takes one entry out of the ring and puts it behind another of its axis; one of another axis, meanwhile,
 * moves nothing. */
static void move_entry(ring *r, const khl_draft_move *move)
{
    uint32_t entry = move->entry, *head = &r->head[r->stretch[entry]];
    bool first = move->behind == UINT32_MAX;
    if (first ? entry == *head : move->behind == entry || r->stretch[move->behind] != r->stretch[entry])
        return;
    if (!first && entry == *head) *head = r->after[entry]; /* behind is of the axis, so there is one */
    uint32_t behind = first ? r->before[*head] : move->behind;
    if (first) *head = entry;
    tie(r, r->before[entry], r->after[entry]);
    tie(r, entry, r->after[behind]);
    tie(r, behind, entry);
}

static khl_status move_entries(khl_builder *b)
{
    const khl_draft *d = b->draft;
    size_t n = d->n_entries;
    ring r = {khl_alloc(n + 1, sizeof *r.before), khl_alloc(n + 1, sizeof *r.after),
              khl_alloc(n, sizeof *r.head), khl_alloc(n, sizeof *r.stretch)};
    khl_status status = r.before && r.after && r.head && r.stretch ? KHL_OK : khl_fail_memory(b->err);
    if (status == KHL_OK) {
        make_ring(b, &r);
        for (size_t i = 0; i < d->n_moves; i++) move_entry(&r, &d->moves[i]);
        uint32_t entry = (uint32_t)n;
        for (size_t i = 0; i < n; i++) b->order[i] = entry = r.after[entry];
    }
    free(r.before);
    free(r.after);
    free(r.head);
    free(r.stretch);
    return status;
}

static int by_value(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

/* The ranks that the entries of an axis have among all are dealt out anew, in the order decided. */
static khl_status rank_anew(khl_builder *b)
{
    size_t n = b->draft->n_entries;
    uint32_t *ranks = khl_alloc(n, sizeof *ranks);
    if (ranks == NULL) return khl_fail_memory(b->err);
    for (size_t begin = 0, end; begin < n; begin = end) {
        uint32_t axis = b->draft->entries[b->order[begin]].axis;
        for (end = begin; end < n && b->draft->entries[b->order[end]].axis == axis; end++)
            ranks[end] = b->priority[b->order[end]];
        qsort(ranks + begin, end - begin, sizeof *ranks, by_value);
        for (size_t i = begin; i < end; i++) b->priority[b->order[i]] = ranks[i];
    }
    free(ranks);
    return KHL_OK;
}

khl_status khl_order_entries(khl_builder *b)
{
    const khl_draft *d = b->draft;
    rank_key *ranks = khl_alloc(d->n_entries, sizeof *ranks);
    place_key *places = khl_alloc(d->n_entries, sizeof *places);
    khl_status status = ranks != NULL && places != NULL ? KHL_OK : khl_fail_memory(b->err);
    if (status != KHL_OK) goto done;
    for (size_t i = 0; i < d->n_entries; i++) ranks[i] = make_key(b, i);
    qsort(ranks, d->n_entries, sizeof *ranks, by_rank);
    for (size_t i = 0; i < d->n_entries; i++) {
        size_t entry = ranks[i].entry;
        b->priority[entry] = (uint32_t)i + 1;
        places[i] = (place_key){d->entries[entry].axis, (uint32_t)i + 1, entry};
    }
    qsort(places, d->n_entries, sizeof *places, by_place);
    for (size_t i = 0; i < d->n_entries; i++) b->order[i] = places[i].entry;
    if (d->n_moves > 0) status = move_entries(b);
    if (d->n_moves > 0 && status == KHL_OK) status = rank_anew(b);
done:
    free(ranks);
    free(places);
    return status;
}
