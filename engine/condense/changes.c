/* What has changed since an earlier version, told of the finished shortlist: an entry and an earlier one are
 * the same when their ids are (keep_ids.c gave them), proposals by decisions/same_members.c.
 *
 *   begin     who was where, and is where
 *   axes      which axis now is which of then, by their names
 *   earlier   the earlier entries as they are shown, without what is private (earlier.c)
 *   compare   each entry with its earlier one, then those that are no more
 *
 * Texts are compared as they are shown. Cost: two sorts of the proposals, else linear. */
#include "changes.h"

#include "alloc.h"
#include "error.h"
#include "map.h"
#include "same_members.h"
#include "shortlist_memory.h"
#include "str.h"

static khl_status list_present(khl_comparison *c)
{
    khl_shortlist *list = c->list;
    uint32_t n = 0;
    c->members = khl_alloc(list->demands, sizeof *c->members);
    c->earlier_of = khl_alloc(list->demands, sizeof *c->earlier_of);
    if (c->members == NULL || c->earlier_of == NULL) return khl_fail_memory(c->err);
    for (uint32_t e = 0; e < list->n_entries; e++) {
        const khl_entry *entry = &list->entries[e];
        c->first[e] = n;
        for (size_t m = 0; m < entry->n_members; m++) {
            const khl_member *member = &entry->members[m];
            c->members[n++] = (khl_present_member){member->id, member->sha256, e, m == 0};
        }
    }
    const khl_present present = {c->members, n, (uint32_t)list->n_entries};
    return khl_same_members(c->earlier_of, c->previous, &present, c->err);
}

/* Which entry an earlier one is now, and the other way round, by their ids; where each earlier member is now.
 */
static khl_status find_same(khl_comparison *c)
{
    const khl_previous *previous = c->previous;
    khl_map ids = {0};
    khl_status status = khl_map_init(&ids, c->err);
    for (uint32_t i = 0; i < previous->n_entries && status == KHL_OK; i++)
        if (khl_map_put(&ids, previous->entries[i].id, NULL, NULL) != KHL_OK)
            status = khl_fail_memory(c->err);
    for (uint32_t i = 0; i < previous->n_entries; i++) c->now_of[i] = KHL_MAP_NONE;
    for (uint32_t i = 0; i < previous->n_members; i++) c->place_of[i] = KHL_MAP_NONE;
    for (uint32_t e = 0; e < c->list->n_entries && status == KHL_OK; e++) {
        c->old_of[e] = khl_map_find(&ids, c->list->entries[e].id);
        if (c->old_of[e] != KHL_MAP_NONE) c->now_of[c->old_of[e]] = e;
    }
    for (uint32_t j = 0; j < c->list->demands && status == KHL_OK; j++)
        if (c->earlier_of[j] != KHL_MAP_NONE) c->place_of[c->earlier_of[j]] = c->members[j].entry;
    khl_map_clear(&ids);
    return status;
}

static khl_status begin(khl_comparison *c)
{
    size_t n_entries = c->list->n_entries, n_old = c->previous->n_entries;
    size_t most = c->list->demands > c->previous->n_members ? c->list->demands : c->previous->n_members;
    c->first = khl_alloc(n_entries, sizeof *c->first);
    c->old_of = khl_alloc(n_entries, sizeof *c->old_of);
    c->now_of = khl_alloc(n_old, sizeof *c->now_of);
    c->place_of = khl_alloc(c->previous->n_members, sizeof *c->place_of);
    c->found = khl_alloc(most, sizeof *c->found);
    c->ids = khl_alloc(most, sizeof *c->ids);
    if (!c->first || !c->old_of || !c->now_of || !c->place_of || !c->found || !c->ids)
        return khl_fail_memory(c->err);
    khl_status status = list_present(c);
    if (status == KHL_OK) status = find_same(c);
    return status == KHL_OK ? khl_comparison_show_earlier(c) : status;
}

static void end(khl_comparison *c)
{
    free(c->members);
    free(c->earlier_of);
    free(c->first);
    free(c->old_of);
    free(c->now_of);
    free(c->place_of);
    free(c->found);
    free(c->ids);
    free(c->axis_of);
    free(c->changes);
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* The distinct ones of found [n], ascending, but for `own`. */
static size_t distinct_others(khl_comparison *c, size_t n, uint32_t own)
{
    size_t kept = 0;
    if (n > 1) qsort(c->found, n, sizeof *c->found, by_number);
    for (size_t i = 0; i < n; i++)
        if (c->found[i] != own && (kept == 0 || c->found[i] != c->found[kept - 1]))
            c->found[kept++] = c->found[i];
    return kept;
}

/* Other earlier entries that members of entry e were in. */
static khl_status find_from(khl_comparison *c, khl_change *change, uint32_t e)
{
    size_t n = 0;
    for (size_t m = 0; m < change->entry->n_members; m++) {
        uint32_t old = c->earlier_of[c->first[e] + m];
        if (old != KHL_MAP_NONE) c->found[n++] = c->previous->members[old].entry;
    }
    n = distinct_others(c, n, c->old_of[e]);
    const khl_earlier **from = khl_arena_array(c->arena, n, sizeof *from);
    if (from == NULL) return khl_fail_memory(c->err);
    for (size_t i = 0; i < n; i++) from[i] = &c->earlier[c->found[i]];
    change->from = from;
    change->n_from = n;
    if (n + (change->before != NULL) > 1) change->what |= KHL_CHANGE_MERGED;
    return KHL_OK;
}

/* Other entries that members of the earlier entry are in now. */
static khl_status find_into(khl_comparison *c, khl_change *change, uint32_t number)
{
    const khl_previous_entry *old = &c->previous->entries[number];
    size_t n = 0;
    for (uint32_t m = old->first; m < old->first + old->n_members; m++)
        if (c->place_of[m] != KHL_MAP_NONE) c->found[n++] = c->place_of[m];
    n = distinct_others(c, n, c->now_of[number]);
    const khl_entry **into = khl_arena_array(c->arena, n, sizeof *into);
    if (into == NULL) return khl_fail_memory(c->err);
    for (size_t i = 0; i < n; i++) into[i] = &c->list->entries[c->found[i]];
    change->into = into;
    change->n_into = n;
    if (n + (change->entry != NULL) > 1) change->what |= KHL_CHANGE_SPLIT;
    return KHL_OK;
}

/* The ids noted so far, kept in the shortlist. */
static khl_status keep_ids(khl_comparison *c, size_t n, const khl_str **out, size_t *n_out)
{
    khl_str *ids = khl_arena_array(c->arena, n, sizeof *ids);
    *out = ids;
    *n_out = n;
    for (size_t i = 0; ids != NULL && i < n; i++) {
        ids[i] = khl_arena_copy(c->arena, c->ids[i]);
        if (ids[i].p == NULL) return khl_fail_memory(c->err);
    }
    return ids != NULL ? KHL_OK : khl_fail_memory(c->err);
}

static bool was_edited(const khl_previous_member *old, const khl_member *now)
{
    return old->hashed && memcmp(old->sha256, now->sha256, sizeof old->sha256) != 0;
}

/* Members of entry e that are new to it, or have another text. */
static khl_status find_arrivals(khl_comparison *c, khl_change *change, uint32_t e)
{
    const khl_member *members = change->entry->members;
    const uint32_t *earlier = c->earlier_of + c->first[e];
    size_t n = 0, n_edited = 0;
    for (size_t m = 0; m < change->entry->n_members; m++)
        if (earlier[m] == KHL_MAP_NONE || c->previous->members[earlier[m]].entry != c->old_of[e])
            c->ids[n++] = members[m].id;
    khl_status status = keep_ids(c, n, &change->joined, &change->n_joined);
    for (size_t m = 0; m < change->entry->n_members; m++)
        if (earlier[m] != KHL_MAP_NONE && c->previous->members[earlier[m]].entry == c->old_of[e] &&
            was_edited(&c->previous->members[earlier[m]], &members[m]))
            c->ids[n_edited++] = members[m].id;
    return status == KHL_OK ? keep_ids(c, n_edited, &change->edited, &change->n_edited) : status;
}

/* Members of the earlier entry that are elsewhere now, or nowhere. */
static khl_status find_departures(khl_comparison *c, khl_change *change, uint32_t number)
{
    const khl_previous_entry *old = &c->previous->entries[number];
    size_t n = 0;
    for (uint32_t m = old->first; m < old->first + old->n_members; m++)
        if (c->place_of[m] == KHL_MAP_NONE || c->place_of[m] != c->now_of[number])
            c->ids[n++] = c->previous->members[m].id;
    return keep_ids(c, n, &change->left, &change->n_left);
}

static bool names_body(const khl_entry *entry, khl_str id)
{
    for (size_t i = 0; i < entry->n_authorities; i++)
        if (khl_str_equal(entry->authorities[i].id, id)) return true;
    return false;
}

/* Another leads, or others are concerned; in what order these stand says little. */
static bool same_bodies(const khl_entry *now, const khl_earlier *then)
{
    if (now->n_authorities != then->n_authorities) return false;
    for (size_t i = 0; i < then->n_authorities; i++)
        if (!names_body(now, then->authorities[i].id)) return false;
    return then->n_authorities == 0 || khl_str_equal(now->authorities[0].id, then->authorities[0].id);
}

static unsigned compare_facts(const khl_comparison *c, uint32_t e)
{
    const khl_entry *now = &c->list->entries[e];
    const khl_previous_entry *old = &c->previous->entries[c->old_of[e]];
    const khl_earlier *then = &c->earlier[c->old_of[e]];
    unsigned what = 0;
    if (!khl_str_equal(now->title, then->title) || !khl_str_equal(now->text, then->text))
        what |= KHL_CHANGE_REWORDED;
    if (c->axis_of[old->axis - 1] != now->axis) what |= KHL_CHANGE_MOVED;
    if (!same_bodies(now, then)) what |= KHL_CHANGE_AUTHORITIES;
    if (!khl_str_equal(now->level, then->level)) what |= KHL_CHANGE_LEVEL;
    if (now->n_supporters != then->support) what |= KHL_CHANGE_SUPPORT;
    return what;
}

static khl_status add(khl_comparison *c, const khl_change *change)
{
    if (change->what == 0) return KHL_OK;
    if (!khl_grow(&c->changes, &c->capacity, c->n_changes + 1, sizeof *c->changes))
        return khl_fail_memory(c->err);
    c->changes[c->n_changes++] = *change;
    return KHL_OK;
}

static khl_status compare_entry(khl_comparison *c, uint32_t e)
{
    uint32_t old = c->old_of[e];
    khl_change change = {.entry = &c->list->entries[e]};
    khl_status status = KHL_OK;
    if (old == KHL_MAP_NONE) {
        change.what = KHL_CHANGE_ADDED;
        status = find_from(c, &change, e);
        return status == KHL_OK ? add(c, &change) : status;
    }
    change.before = &c->earlier[old];
    change.what = compare_facts(c, e);
    status = find_from(c, &change, e);
    if (status == KHL_OK) status = find_into(c, &change, old);
    if (status == KHL_OK) status = find_arrivals(c, &change, e);
    if (status == KHL_OK) status = find_departures(c, &change, old);
    if (change.n_joined + change.n_left + change.n_edited > 0) change.what |= KHL_CHANGE_MEMBERS;
    return status == KHL_OK ? add(c, &change) : status;
}

/* An earlier entry that is no more; all of whose proposals are in one other entry is told of there. */
static khl_status compare_lost(khl_comparison *c, uint32_t number)
{
    khl_change change = {.before = &c->earlier[number]};
    khl_status status = find_into(c, &change, number);
    if (change.n_into == 0) change.what = KHL_CHANGE_GONE;
    if (status == KHL_OK) status = find_departures(c, &change, number);
    return status == KHL_OK ? add(c, &change) : status;
}

/* Earlier ids that no entry has now. */
static khl_status keep_retired(khl_comparison *c)
{
    const khl_previous *previous = c->previous;
    khl_map ids = {0};
    size_t n = 0;
    khl_str *retired =
        khl_arena_array(c->arena, (size_t)previous->n_retired + previous->n_entries, sizeof *retired);
    khl_status status = retired != NULL ? khl_map_init(&ids, c->err) : khl_fail_memory(c->err);
    for (size_t e = 0; e < c->list->n_entries && status == KHL_OK; e++)
        if (khl_map_put(&ids, c->list->entries[e].id, NULL, NULL) != KHL_OK) status = khl_fail_memory(c->err);
    for (size_t i = 0; i < (size_t)previous->n_retired + previous->n_entries && status == KHL_OK; i++) {
        khl_str id =
            i < previous->n_retired ? previous->retired[i] : previous->entries[i - previous->n_retired].id;
        bool added = false;
        if (khl_map_put(&ids, id, NULL, &added) != KHL_OK) status = khl_fail_memory(c->err);
        if (!added || status != KHL_OK) continue;
        retired[n] = khl_arena_copy(c->arena, id);
        if (retired[n++].p == NULL) status = khl_fail_memory(c->err);
    }
    c->list->retired = retired;
    c->list->n_retired = n;
    khl_map_clear(&ids);
    return status;
}

static khl_status keep_changes(khl_comparison *c)
{
    khl_change *changes = khl_arena_array(c->arena, c->n_changes, sizeof *changes);
    if (changes == NULL) return khl_fail_memory(c->err);
    if (c->n_changes > 0) memcpy(changes, c->changes, c->n_changes * sizeof *changes);
    c->list->changes = changes;
    c->list->n_changes = c->n_changes;
    c->list->compared = true;
    return KHL_OK;
}

khl_status khl_run_note_changes(const khl_run *run, const khl_draft *draft, khl_shortlist *list)
{
    khl_comparison c = {.run = run,
                        .draft = draft,
                        .previous = run->options.previous,
                        .list = list,
                        .arena = &list->memory->arena,
                        .err = run->err};
    khl_status status = begin(&c);
    for (uint32_t e = 0; e < list->n_entries && status == KHL_OK; e++) status = compare_entry(&c, e);
    for (uint32_t i = 0; i < c.previous->n_entries && status == KHL_OK; i++)
        if (c.now_of[i] == KHL_MAP_NONE) status = compare_lost(&c, i);
    if (status == KHL_OK) status = keep_retired(&c);
    if (status == KHL_OK) status = keep_changes(&c);
    end(&c);
    return status;
}
