/* Entries of several cities by what the committee decided: cities were condensed by themselves and then
 * linked, so that links across them are settled here. First entries that hold proposals of one component of
 * must-links become one entry; then whoever must not stand with another leaves the entry, together with those
 * that are one with it. Cost: linear, but for a look at the whole entry for each that leaves it. */
#include "run.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

#include <string.h>

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

typedef struct named {
    uint32_t number;
    khl_str id;
} named;

static int by_id(const void *a, const void *b)
{
    const named *x = a, *y = b;
    return khl_str_compare(x->id, y->id);
}

/* Gives an entry its members [n], and what follows from them. */
static khl_status set_members(khl_run *run, khl_draft_entry *e, uint32_t *members, uint32_t n)
{
    named *names = khl_alloc(n, sizeof *names);
    uint32_t *ids = khl_arena_array(&run->arena, n, sizeof *ids);
    if (names == NULL || ids == NULL) {
        free(names);
        return khl_fail_memory(run->err);
    }
    qsort(members, n, sizeof *members, by_number);
    for (uint32_t k = 0; k < n; k++)
        names[k] = (named){members[k], khl_corpus_at(run->corpus, members[k])->id};
    qsort(names, n, sizeof *names, by_id);
    for (uint32_t k = 0; k < n; k++) ids[k] = names[k].number;
    free(names);
    *e = (khl_draft_entry){.members = members, .by_id = ids, .n = n};
    for (uint32_t k = 0; k < n; k++) run->entry_of[members[k]] = (uint32_t)(e - run->entries);
    return khl_run_choose_representative(run, e, run->err);
}

static uint32_t root_of(uint32_t *into, uint32_t e)
{
    while (into[e] != e) e = into[e] = into[into[e]];
    return e;
}

/* Into which entry each goes, that the proposals of a component stand in one; what was set aside stands in
 * none, but those on either side of it are one nevertheless. into [n_entries] */
static void find_united(const khl_run *run, uint32_t *into)
{
    for (uint32_t e = 0; e < run->n_entries; e++) into[e] = e;
    for (uint32_t root = 0; root < run->n; root++) {
        if (khl_replay_component(run->replay, root) != root) continue;
        uint32_t one = UINT32_MAX;
        for (uint32_t i = root; i != UINT32_MAX; i = khl_replay_next(run->replay, i)) {
            if (khl_run_is_aside(run, i)) continue;
            uint32_t e = root_of(into, run->entry_of[i]);
            if (one != UINT32_MAX) into[e > one ? e : one] = e > one ? one : e;
            one = one == UINT32_MAX || e < one ? e : one;
        }
    }
}

/* Members of entries go to those they go into; emptied ones are left, to be dropped. n_of [n_entries] */
static khl_status move_members(khl_run *run, const uint32_t *into, uint32_t *n_of)
{
    uint32_t **lists = khl_alloc_zero(run->n_entries, sizeof *lists);
    khl_status status = lists != NULL ? KHL_OK : khl_fail_memory(run->err);
    for (uint32_t e = 0; e < run->n_entries; e++) n_of[e] = 0;
    for (uint32_t e = 0; e < run->n_entries; e++) n_of[into[e]] += run->entries[e].n;
    for (uint32_t e = 0; e < run->n_entries && status == KHL_OK; e++) { /* into[e] <= e */
        khl_draft_entry *from = &run->entries[e];
        uint32_t to = into[e], n = n_of[to];
        if (to == e) n_of[e] = 0;
        if (to == e && n == from->n) continue;
        if (to == e) lists[e] = khl_arena_array(&run->arena, n, sizeof **lists);
        if (lists[to] == NULL) {
            status = khl_fail_memory(run->err);
            break;
        }
        memcpy(lists[to] + n_of[to], from->members, from->n * sizeof **lists);
        n_of[to] += from->n;
        from->n = 0;
    }
    for (uint32_t e = 0; e < run->n_entries && status == KHL_OK; e++)
        if (lists[e] != NULL) status = set_members(run, &run->entries[e], lists[e], n_of[e]);
    free(lists);
    return status;
}

static khl_status unite(khl_run *run)
{
    uint32_t *into = khl_alloc(run->n_entries, sizeof *into), *n_of = khl_alloc(run->n_entries, sizeof *n_of);
    khl_status status = into && n_of ? KHL_OK : khl_fail_memory(run->err);
    if (status == KHL_OK) find_united(run, into);
    for (uint32_t e = 0; e < run->n_entries && status == KHL_OK; e++) into[e] = root_of(into, e);
    if (status == KHL_OK) status = move_members(run, into, n_of);
    free(into);
    free(n_of);
    return status;
}

/* Proposal i and all that are one with it leave their entry for a new one. */
static khl_status expel(khl_run *run, uint32_t i)
{
    const khl_replay *r = run->replay;
    uint32_t from = run->entry_of[i], root = khl_replay_component(r, i), n = run->entries[from].n, stay = 0,
             go = 0;
    uint32_t *staying = khl_arena_array(&run->arena, n, sizeof *staying),
             *going = khl_arena_array(&run->arena, n, sizeof *going);
    if (!staying || !going ||
        !khl_grow(&run->entries, &run->entries_capacity, run->n_entries + 1, sizeof *run->entries))
        return khl_fail_memory(run->err);
    for (uint32_t k = 0; k < n; k++) {
        uint32_t m = run->entries[from].members[k];
        if (khl_replay_component(r, m) == root)
            going[go++] = m;
        else
            staying[stay++] = m;
    }
    khl_status status = set_members(run, &run->entries[run->n_entries++], going, go);
    return status == KHL_OK ? set_members(run, &run->entries[from], staying, stay) : status;
}

static void drop_empty(khl_run *run)
{
    size_t n = 0;
    for (size_t e = 0; e < run->n_entries; e++) {
        if (run->entries[e].n == 0) continue;
        for (uint32_t k = 0; k < run->entries[e].n; k++)
            run->entry_of[run->entries[e].members[k]] = (uint32_t)n;
        run->entries[n++] = run->entries[e];
    }
    run->n_entries = n;
}

static bool both_stand(const khl_run *run, const khl_decided_pair *p)
{
    return !khl_run_is_aside(run, p->a) && !khl_run_is_aside(run, p->b);
}

khl_status khl_run_settle(khl_run *run)
{
    if (run->replay == NULL || !run->by_city) return KHL_OK;
    const khl_decided_pairs *apart = khl_replay_apart(run->replay);
    khl_status status = khl_replay_must(run->replay)->n > 0 ? unite(run) : KHL_OK;
    for (size_t k = 0; k < apart->n && status == KHL_OK; k++) {
        const khl_decided_pair *p = &apart->items[k];
        if (both_stand(run, p) && run->entry_of[p->a] == run->entry_of[p->b]) status = expel(run, p->b);
    }
    drop_empty(run);
    for (size_t i = 0; i < run->n; i++) /* they were in an entry of their city, which is no longer there */
        if (run->aside[i] != NULL) run->entry_of[i] = UINT32_MAX;
    return status;
}
