/* The order of the entries and their priority: the committee's own mark, then how many associations and
 * cities stand behind an entry, then its size, then its first member, so that no two rank alike. Within an
 * axis entries stand by priority. Cost: two sorts. */
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
    unsigned best = 0;
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
done:
    free(ranks);
    free(places);
    return status;
}
