/* Entries of several cities by what the committee decided: cities were condensed by themselves and then
 * linked, so that links across them are settled here. First entries that hold one must-link's proposals
 * become one entry; then whoever must not stand with another leaves the entry, together with those that are
 * one with it. */
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

/* The members of `from` go to `into`; an empty entry is left, to be dropped. */
static khl_status unite(khl_run *run, uint32_t into, uint32_t from)
{
    khl_draft_entry *a = &run->entries[into], *b = &run->entries[from];
    uint32_t n = a->n + b->n, *members = khl_arena_array(&run->arena, n, sizeof *members);
    if (members == NULL) return khl_fail_memory(run->err);
    memcpy(members, a->members, a->n * sizeof *members);
    memcpy(members + a->n, b->members, b->n * sizeof *members);
    b->n = 0;
    return set_members(run, a, members, n);
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
    khl_status status = KHL_OK;
    if (run->replay == NULL || !run->by_city) return KHL_OK;
    const khl_decided_pairs *must = khl_replay_must(run->replay), *apart = khl_replay_apart(run->replay);
    for (size_t k = 0; k < must->n && status == KHL_OK; k++) {
        const khl_decided_pair *p = &must->items[k];
        if (both_stand(run, p) && run->entry_of[p->a] != run->entry_of[p->b])
            status = unite(run, run->entry_of[p->a], run->entry_of[p->b]);
    }
    for (size_t k = 0; k < apart->n && status == KHL_OK; k++) {
        const khl_decided_pair *p = &apart->items[k];
        if (both_stand(run, p) && run->entry_of[p->a] == run->entry_of[p->b]) status = expel(run, p->b);
    }
    drop_empty(run);
    for (size_t i = 0; i < run->n; i++) /* they were in an entry of their city, which is no longer there */
        if (run->aside[i] != NULL) run->entry_of[i] = UINT32_MAX;
    return status;
}
