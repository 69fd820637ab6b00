/* Does the account close?
 *
 * khl_account_count counts members and submissions from the lists; khl_shortlist_check compares them with the
 * totals the shortlist claims, after it has looked at ids, entries and references one by one, so that the
 * message names the culprit rather than a sum. Writers rely on what is checked here. Linear in members, pairs
 * and references. */
#include "account.h"

#include "buf.h"
#include "error.h"
#include "map.h"
#include "str.h"

#include <stdio.h>

#define ARG_BYTES 128

khl_str khl_submission_id(khl_str id)
{
    size_t digits = 0;
    while (digits < id.n && id.p[id.n - 1 - digits] >= '0' && id.p[id.n - 1 - digits] <= '9') digits++;
    if (digits == 0 || id.n < digits + 2) return id;
    size_t slash = id.n - digits - 1;
    if (id.p[slash] != '/' || id.p[slash + 1] == '0') return id;
    return khl_str_part(id, 0, slash);
}

/* Notes the submission of a row. Two rows are parts of one submission when id, file and row agree: ids such
 * as "2024/15" are whole ids of different rows, and must not be taken for parts. */
static khl_status note(khl_map *map, khl_buf *key, khl_str id, khl_str file, uint32_t row, bool *added)
{
    key->n = 0;
    khl_buf_put(key, khl_submission_id(id));
    khl_buf_char(key, '\0');
    khl_buf_put(key, file);
    khl_buf_char(key, '\0');
    khl_buf_format(key, "%u", (unsigned)row);
    uint32_t number;
    if (!khl_buf_ok(key)) return KHL_E_MEMORY;
    return khl_map_put(map, khl_buf_str(key), &number, added);
}

static khl_status count_members(khl_account *out, const khl_shortlist *list, khl_map *seen, khl_buf *key)
{
    for (size_t e = 0; e < list->n_entries; e++) {
        for (size_t m = 0; m < list->entries[e].n_members; m++) {
            const khl_member *member = &list->entries[e].members[m];
            bool added;
            khl_status status = note(seen, key, member->id, member->file, member->row, &added);
            if (status != KHL_OK) return status;
            out->members++;
            out->submissions += added;
        }
    }
    return KHL_OK;
}

/* A whole record counts by itself even when its id repeats another one: that is why it was set aside. */
static khl_status count_aside(khl_account *out, const khl_shortlist *list, khl_map *seen, khl_buf *key)
{
    for (size_t i = 0; i < list->n_aside; i++) {
        const khl_shortlist_aside *aside = &list->aside[i];
        bool added = true;
        if (khl_submission_id(aside->id).n != aside->id.n) {
            khl_status status = note(seen, key, aside->id, aside->file, aside->row, &added);
            if (status != KHL_OK) return status;
        }
        if (added)
            out->aside++;
        else
            out->aside_parts++;
    }
    return KHL_OK;
}

khl_status khl_account_count(khl_account *out, const khl_shortlist *shortlist, khl_error *err)
{
    khl_buf key = KHL_BUF_INIT;
    khl_map seen;
    *out = (khl_account){0};
    khl_status status = khl_map_init(&seen, err);
    if (status != KHL_OK) return status;
    status = count_members(out, shortlist, &seen, &key);
    if (status == KHL_OK) status = count_aside(out, shortlist, &seen, &key);
    if (status != KHL_OK) status = khl_fail_memory(err);
    khl_buf_clear(&key);
    khl_map_clear(&seen);
    return status;
}

/* A failure that names one id or place. */
static khl_status broken(khl_error *err, const char *id, const char *text, khl_str name)
{
    char arg[ARG_BYTES];
    size_t n = name.n < sizeof arg ? name.n : sizeof arg - 1;
    if (n > 0) memcpy(arg, name.p, n);
    arg[n] = '\0';
    return KHL_FAIL(err, KHL_E_ACCOUNT, id, text, arg);
}

static khl_status broken_sum(khl_error *err, const char *id, const char *text, uint32_t claimed, size_t found)
{
    char a[32], b[32];
    snprintf(a, sizeof a, "%u", (unsigned)claimed);
    snprintf(b, sizeof b, "%zu", found);
    return KHL_FAIL(err, KHL_E_ACCOUNT, id, text, a, b);
}

/* Puts an id that must be new; *known tells when it is not. */
static khl_status put_new(khl_map *map, khl_str id, bool *known)
{
    uint32_t number;
    bool added = false;
    khl_status status = khl_map_put(map, id, &number, &added);
    *known = status == KHL_OK && !added;
    return status;
}

static khl_status check_members(const khl_entry *entry, khl_map *members, khl_error *err)
{
    if (entry->n_members == 0)
        return broken(err, "shortlist.empty_entry", "entry {0} has no member", entry->id);
    for (size_t m = 0; m < entry->n_members; m++) {
        const khl_member *member = &entry->members[m];
        bool known;
        if (member->id.n == 0)
            return broken(err, "shortlist.no_id", "a member of entry {0} has no id", entry->id);
        if (member->representative != (m == 0))
            return broken(err, "shortlist.representative",
                          "entry {0} must have its one representative as first member", entry->id);
        if (put_new(members, member->id, &known) != KHL_OK) return khl_fail_memory(err);
        if (known)
            return broken(err, "shortlist.member_twice", "proposal {0} stands in the shortlist twice",
                          member->id);
    }
    return KHL_OK;
}

static khl_status check_entries(const khl_shortlist *list, khl_map *entries, khl_map *members, khl_error *err)
{
    uint32_t axis = 1;
    for (size_t e = 0; e < list->n_entries; e++) {
        const khl_entry *entry = &list->entries[e];
        bool known;
        if (put_new(entries, entry->id, &known) != KHL_OK) return khl_fail_memory(err);
        if (known || entry->id.n == 0)
            return broken(err, "shortlist.entry_twice", "entry id \"{0}\" is empty or used twice", entry->id);
        if (entry->axis < 1 || entry->axis > list->n_axes)
            return broken(err, "shortlist.no_axis", "entry {0} is on no known axis", entry->id);
        if (entry->axis < axis)
            return broken(err, "shortlist.order", "entry {0} does not stand with its axis", entry->id);
        if (e > 0 && entry->axis == axis && entry->priority < list->entries[e - 1].priority)
            return broken(err, "shortlist.priority", "entry {0} does not stand by its priority", entry->id);
        axis = entry->axis;
        khl_status status = check_members(entry, members, err);
        if (status != KHL_OK) return status;
    }
    return KHL_OK;
}

static khl_status check_references(const khl_shortlist *list, const khl_map *entries, const khl_map *members,
                                   khl_error *err)
{
    for (size_t e = 0; e < list->n_entries; e++) {
        const khl_entry *entry = &list->entries[e];
        for (size_t r = 0; r < entry->n_related; r++)
            if (khl_map_find(entries, entry->related[r]) == KHL_MAP_NONE)
                return broken(err, "shortlist.related", "an entry names {0}, which does not exist",
                              entry->related[r]);
        for (size_t w = 0; w < 2; w++)
            if (entry->weakest[w].n > 0 && khl_map_find(members, entry->weakest[w]) == KHL_MAP_NONE)
                return broken(err, "shortlist.weakest", "the weakest pair names {0}, which is no member",
                              entry->weakest[w]);
    }
    for (size_t i = 0; i < list->n_review; i++) {
        const khl_review_pair *pair = &list->review[i];
        bool a = khl_map_find(members, pair->a) != KHL_MAP_NONE;
        if (!a || khl_map_find(members, pair->b) == KHL_MAP_NONE)
            return broken(err, "shortlist.review", "the review queue names {0}, which is no member",
                          a ? pair->b : pair->a);
    }
    return KHL_OK;
}

/* Parts are members, or were set aside, and lie in the whole one behind the other. */
static khl_status check_cuts(const khl_shortlist *list, const khl_map *known, khl_error *err)
{
    for (size_t c = 0; c < list->n_cuts; c++) {
        const khl_shortlist_cut *cut = &list->cuts[c];
        uint32_t at = 0;
        for (size_t p = 0; p < cut->n_parts; p++) {
            const khl_shortlist_part *part = &cut->parts[p];
            bool within = part->begin >= at && part->begin < part->end && part->end <= cut->text.n;
            if (!within || khl_map_find(known, part->id) == KHL_MAP_NONE ||
                !khl_str_equal(khl_submission_id(part->id), cut->id))
                return broken(err, "shortlist.part",
                              "{0} is no part of the submission it is said to come from", part->id);
            at = part->end;
        }
        if (cut->n_parts < 2)
            return broken(err, "shortlist.cut", "{0} is said to be cut and has fewer than two parts",
                          cut->id);
    }
    return KHL_OK;
}

/* Adds their ids to those of the members; they may repeat one, which is why they stand here. */
static khl_status check_aside(const khl_shortlist *list, khl_map *known, khl_error *err)
{
    for (size_t i = 0; i < list->n_aside; i++) {
        if (list->aside[i].id.n == 0 || list->aside[i].reason.n == 0)
            return broken(err, "shortlist.no_reason", "\"{0}\" is set aside without an id or a reason",
                          list->aside[i].id);
        if (khl_map_put(known, list->aside[i].id, NULL, NULL) != KHL_OK) return khl_fail_memory(err);
    }
    return KHL_OK;
}

/* Entries are in axis order by now, so one walk counts them all. */
static khl_status check_axes(const khl_shortlist *list, khl_error *err)
{
    size_t e = 0;
    for (size_t a = 0; a < list->n_axes; a++) {
        size_t n_entries = 0, n_members = 0;
        for (; e < list->n_entries && list->entries[e].axis == a + 1; e++) {
            n_entries++;
            n_members += list->entries[e].n_members;
        }
        if (list->axes[a].n_entries != n_entries)
            return broken_sum(err, "shortlist.axis_entries", "an axis claims {0} entries and holds {1}",
                              list->axes[a].n_entries, n_entries);
        if (list->axes[a].n_members != n_members)
            return broken_sum(err, "shortlist.axis_members", "an axis claims {0} members and holds {1}",
                              list->axes[a].n_members, n_members);
    }
    return KHL_OK;
}

static khl_status check_totals(const khl_shortlist *list, khl_error *err)
{
    khl_account account;
    khl_status status = khl_account_count(&account, list, err);
    if (status != KHL_OK) return status;
    if (list->demands != account.members)
        return broken_sum(err, "shortlist.demands", "{0} demands are claimed and the entries hold {1}",
                          list->demands, account.members);
    size_t found = (size_t)account.submissions + account.aside;
    if (list->received != found)
        return broken_sum(err, "shortlist.not_closed",
                          "{0} proposals were received, but entries and set aside hold {1}", list->received,
                          found);
    return KHL_OK;
}

khl_status khl_shortlist_check(const khl_shortlist *shortlist, khl_error *err)
{
    khl_map entries = {0}, members = {0};
    khl_status status = khl_map_init(&entries, err);
    if (status == KHL_OK) status = khl_map_init(&members, err);
    if (status == KHL_OK) status = check_entries(shortlist, &entries, &members, err);
    if (status == KHL_OK) status = check_references(shortlist, &entries, &members, err);
    if (status == KHL_OK) status = check_aside(shortlist, &members, err);
    if (status == KHL_OK) status = check_cuts(shortlist, &members, err);
    if (status == KHL_OK) status = check_axes(shortlist, err);
    if (status == KHL_OK) status = check_totals(shortlist, err);
    if (status == KHL_OK) status = khl_charts_check(shortlist, err);
    khl_map_clear(&entries);
    khl_map_clear(&members);
    return status;
}
