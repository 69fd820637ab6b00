/* Entries that stand elsewhere in a letter, or no longer stand in it at all.
 *
 * Within an axis as few as possible are said to have been moved: those that are not in a longest sequence
 * that still stands in the order of the document that was handed out (Schensted 1961). Each of them, in the
 * order of the edited one, goes behind the entry it stands behind there, which gives that order again. Cost:
 * n log n. */
#include "accepting.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

#include <stdio.h>

/* The entries of an axis as they stand now, by their numbers in what was handed out. */
typedef struct sequence {
    uint32_t *entries; /* [n] */
    uint32_t *tail;    /* [n] place in entries of the least end of a rising sequence of each length */
    uint32_t *before;  /* [n] place of the one before in that sequence */
    bool *stays;       /* [n] */
    size_t n;
} sequence;

static void mark_longest(sequence *s)
{
    size_t longest = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        size_t low = 0, high = longest;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (s->entries[s->tail[middle]] < s->entries[i])
                low = middle + 1;
            else
                high = middle;
        }
        s->before[i] = low > 0 ? s->tail[low - 1] : UINT32_MAX;
        s->tail[low] = i;
        longest = low == longest ? longest + 1 : longest;
    }
    for (uint32_t i = longest > 0 ? s->tail[longest - 1] : UINT32_MAX; i != UINT32_MAX; i = s->before[i])
        s->stays[i] = true;
}

static khl_status say_moved(khl_accepting *a, const khl_handed_entry *e, const khl_handed_entry *behind,
                            uint32_t axis)
{
    const khl_edited_entry *edited = &a->edited.entries[a->place_of[e - a->handed.entries]];
    char was[32], now[32] = "";
    snprintf(was, sizeof was, "%u.%u", e->axis, e->place);
    if (behind != NULL) snprintf(now, sizeof now, "%u.%u", behind->axis, behind->place);
    khl_accept_item item = {
        .what = KHL_ACCEPT_PLACE, .was = khl_str_from(was), .now = khl_str_from(now), .place = edited->place};
    if (axis != e->axis) {
        item.what = KHL_ACCEPT_AXIS;
        item.was = a->handed.axes[e->axis - 1].name;
        item.now = a->handed.axes[axis - 1].name;
    }
    return khl_accept_note(a, e, &item);
}

static khl_status move(khl_accepting *a, const khl_handed_entry *e, const khl_handed_entry *behind,
                       uint32_t axis)
{
    khl_status status = say_moved(a, e, behind, axis);
    if (status == KHL_OK && axis != e->axis) {
        khl_decision d = {.op = KHL_OP_AXIS, .value = a->handed.axes[axis - 1].id};
        status = khl_accept_decide(a, &d, khl_accept_speaker(a, e), NULL);
        if (!khl_accept_is_understood(a->out->items[a->out->n - 1].what)) return status;
    }
    khl_decision d = {.op = KHL_OP_PRIORITY};
    if (status != KHL_OK) return status;
    return khl_accept_decide(a, &d, khl_accept_speaker(a, e),
                             behind != NULL ? khl_accept_speaker(a, behind) : NULL);
}

/* One axis. Who came from another one is no part of a sequence. */
static khl_status order_axis(khl_accepting *a, sequence *s, uint32_t axis)
{
    const khl_handed_entry *behind = NULL;
    khl_status status = KHL_OK;
    s->n = 0;
    for (size_t k = 0; k < a->edited.n_entries; k++) {
        uint32_t entry = khl_map_find(&a->handed.entry_ids, a->edited.entries[k].id);
        if (entry == KHL_MAP_NONE || a->place_of[entry] != k) continue;
        if (a->edited.entries[k].axis == axis && a->handed.entries[entry].axis == axis) {
            s->stays[s->n] = false;
            s->entries[s->n++] = entry;
        }
    }
    mark_longest(s);
    size_t next = 0;
    for (size_t k = 0; k < a->edited.n_entries && status == KHL_OK; k++) {
        uint32_t entry = khl_map_find(&a->handed.entry_ids, a->edited.entries[k].id);
        if (entry == KHL_MAP_NONE || a->place_of[entry] != k || a->edited.entries[k].axis != axis) continue;
        bool own = a->handed.entries[entry].axis == axis;
        if (!own || !s->stays[next]) status = move(a, &a->handed.entries[entry], behind, axis);
        next += own;
        behind = &a->handed.entries[entry];
    }
    return status;
}

khl_status khl_accept_order(khl_accepting *a)
{
    size_t n = a->edited.n_entries;
    if (!a->edited.ordered) return KHL_OK;
    sequence s = {khl_alloc(n, sizeof *s.entries), khl_alloc(n, sizeof *s.tail),
                  khl_alloc(n, sizeof *s.before), khl_alloc(n, sizeof *s.stays), 0};
    khl_status status = s.entries && s.tail && s.before && s.stays ? KHL_OK : khl_fail_memory(a->err);
    for (uint32_t axis = 1; axis <= a->handed.n_axes && status == KHL_OK; axis++)
        status = order_axis(a, &s, axis);
    free(s.entries);
    free(s.tail);
    free(s.before);
    free(s.stays);
    return status;
}

static khl_status strike(khl_accepting *a, const khl_handed_entry *e)
{
    khl_accept_item item = {.what = KHL_ACCEPT_STRUCK, .was = e->text};
    khl_status status = khl_accept_note(a, e, &item);
    for (uint32_t k = 0; k < e->n_members && status == KHL_OK; k++) {
        khl_decision d = {.op = KHL_OP_SET_ASIDE};
        status = khl_accept_decide(a, &d, &a->handed.members[e->first + k], NULL);
    }
    return status;
}

/* An excerpt is no list of what is to go: more than half of the entries are never struck at once. */
khl_status khl_accept_struck(khl_accepting *a)
{
    enum { FEW = 3 };
    size_t n = 0;
    char count[24];
    khl_status status = KHL_OK;
    for (size_t i = 0; i < a->handed.n_entries; i++) n += a->place_of[i] == UINT32_MAX;
    if (n > FEW && n * 2 > a->handed.n_entries) {
        snprintf(count, sizeof count, "%zu", n);
        khl_accept_item item = {.what = KHL_ACCEPT_MANY_STRUCK, .now = khl_str_from(count)};
        return khl_accept_note(a, NULL, &item);
    }
    for (size_t i = 0; i < a->handed.n_entries && status == KHL_OK; i++)
        if (a->place_of[i] == UINT32_MAX) status = strike(a, &a->handed.entries[i]);
    return status;
}
