/* Items, and the decisions that come of them: added, unless the log says the same of the same matter already,
 * or says otherwise since the document was handed out. Cost: the log is indexed once by the proposals it
 * speaks of; a decision then is a walk through what it says of the members of one entry. */
#include "accepting.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

#include <stdio.h>
#include <string.h>

static khl_str keep(khl_accepting *a, khl_str s)
{
    return khl_arena_copy(&a->out->arena, s);
}

khl_status khl_accept_note(khl_accepting *a, const khl_handed_entry *entry, const khl_accept_item *item)
{
    char number[32] = "";
    khl_accepted *out = a->out;
    if (!khl_grow(&out->items, &out->capacity, out->n + 1, sizeof *out->items))
        return khl_fail_memory(a->err);
    khl_accept_item *kept = &out->items[out->n++];
    *kept = *item;
    if (entry != NULL) {
        snprintf(number, sizeof number, "%u.%u", entry->axis, entry->place);
        kept->entry = keep(a, entry->id);
        kept->title = keep(a, entry->title);
    }
    kept->number = keep(a, khl_str_from(number));
    kept->was = keep(a, item->was);
    kept->now = keep(a, item->now);
    kept->sheet = keep(a, item->sheet);
    bool whole = kept->number.p && kept->was.p && kept->now.p && kept->sheet.p;
    return whole && (entry == NULL || (kept->entry.p && kept->title.p)) ? KHL_OK : khl_fail_memory(a->err);
}

static bool is_link(khl_decision_op op)
{
    return op == KHL_OP_MUST_LINK || op == KHL_OP_CANNOT_LINK || op == KHL_OP_RELATED;
}

static bool is_aside(khl_decision_op op)
{
    return op == KHL_OP_SET_ASIDE || op == KHL_OP_RESTORE;
}

static bool same_hash(const unsigned char x[32], const unsigned char y[32])
{
    return memcmp(x, y, 32) == 0;
}

static khl_str hash_key(const unsigned char hash[32])
{
    return (khl_str){(const char *)hash, 32};
}

/* That of the two texts of a link under which it is indexed. */
static const unsigned char *smaller(const khl_decision *d)
{
    return memcmp(d->a, d->b, sizeof d->a) <= 0 ? d->a : d->b;
}

static bool same_pair(const khl_decision *x, const khl_decision *y)
{
    return (same_hash(x->a, y->a) && same_hash(x->b, y->b)) ||
           (same_hash(x->a, y->b) && same_hash(x->b, y->a));
}

/* Whether two decisions are on one matter, of which only the later can hold; old is on a member of the entry
 * of d, or for links and what is set aside on the very proposal. */
static bool same_matter(const khl_decision *old, const khl_decision *d)
{
    if (is_link(d->op)) return is_link(old->op) && same_pair(old, d);
    if (is_aside(d->op)) return is_aside(old->op);
    if (old->op != d->op) return false;
    return d->op != KHL_OP_PRIORITY || (old->value.n > 0) == (d->value.n > 0);
}

static bool says_the_same(const khl_decision *x, const khl_decision *y)
{
    bool same = x->op == y->op && khl_str_equal(x->value, y->value) && x->n_values == y->n_values;
    for (size_t i = 0; same && i < x->n_values; i++) same = khl_str_equal(x->values[i], y->values[i]);
    if (same && x->op == KHL_OP_PRIORITY) same = x->has_b == y->has_b && (!x->has_b || same_hash(x->b, y->b));
    return same;
}

khl_status khl_accept_index_log(khl_accepting *a)
{
    a->earlier = khl_alloc(a->n_before, sizeof *a->earlier);
    a->latest = khl_alloc(a->n_before, sizeof *a->latest);
    if (a->earlier == NULL || a->latest == NULL) return khl_fail_memory(a->err);
    for (uint32_t i = 0; i < a->n_before; i++) {
        const khl_decision *d = khl_decisions_at(a->log, i);
        uint32_t at;
        bool added;
        if (d->revoked || !d->has_a) continue;
        if (khl_map_put(&a->spoken_of, hash_key(is_link(d->op) ? smaller(d) : d->a), &at, &added) != KHL_OK)
            return khl_fail_memory(a->err);
        a->earlier[i] = added ? UINT32_MAX : a->latest[at];
        a->latest[at] = i;
    }
    return KHL_OK;
}

/* The last decision on the matter of d that names a proposal, if it is later than *found. */
static void find_later(const khl_accepting *a, const khl_decision *d, const unsigned char key[32],
                       const khl_decision **found)
{
    uint32_t at = khl_map_find(&a->spoken_of, hash_key(key));
    for (uint32_t i = at != KHL_MAP_NONE ? a->latest[at] : UINT32_MAX; i != UINT32_MAX; i = a->earlier[i]) {
        const khl_decision *old = khl_decisions_at(a->log, i);
        if (!same_matter(old, d)) continue;
        if (*found == NULL || old->n > (*found)->n) *found = old;
        return;
    }
}

/* The decision that holds on a matter before this document; NULL: there is none. */
static const khl_decision *find_old(const khl_accepting *a, const khl_decision *d, uint32_t entry)
{
    const khl_decision *found = NULL;
    const khl_handed_entry *e = &a->handed.entries[entry];
    if (is_link(d->op))
        find_later(a, d, smaller(d), &found);
    else if (is_aside(d->op))
        find_later(a, d, d->a, &found);
    else
        for (uint32_t k = 0; k < e->n_members; k++)
            find_later(a, d, a->handed.members[e->first + k].sha256, &found);
    return found;
}

khl_status khl_accept_decide(khl_accepting *a, khl_decision *d, const khl_handed_member *of,
                             const khl_handed_member *other)
{
    khl_accept_item *item = &a->out->items[a->out->n - 1];
    d->has_a = true;
    memcpy(d->a, of->sha256, sizeof d->a);
    d->a_id = of->id;
    d->entry = a->handed.entries[of->entry].id;
    d->has_b = other != NULL;
    if (other != NULL) memcpy(d->b, other->sha256, sizeof d->b);
    if (other != NULL) d->b_id = other->id;
    d->by = khl_str_from(a->options.by);
    d->t = khl_str_from(a->options.time);
    const khl_decision *old = find_old(a, d, of->entry);
    if (old != NULL && says_the_same(old, d)) {
        item->already = item->n_decisions == 0;
        return KHL_OK;
    }
    if (old != NULL && old->n > a->handed.last && !a->options.overrule) {
        item->what = KHL_ACCEPT_CHANGED_SINCE;
        item->since = old->n;
        return KHL_OK;
    }
    item->already = false;
    item->n_decisions++;
    return khl_decisions_add(a->log, d, a->err);
}
