/* Matching the members of two versions: by the hash of their texts, then by their ids. */
#include "same_members.h"

#include "alloc.h"
#include "error.h"
#include "map.h"
#include "str.h"

typedef struct hashed_member {
    const unsigned char *sha256;
    khl_str id;
    uint32_t number;
} hashed_member;

static int compare_hashes(const hashed_member *a, const hashed_member *b)
{
    return memcmp(a->sha256, b->sha256, 32);
}

/* By text, then by id: a total order, as ids are unique. */
static int compare_hashed(const void *left, const void *right)
{
    const hashed_member *a = left, *b = right;
    int order = compare_hashes(a, b);
    return order != 0 ? order : khl_str_compare(a->id, b->id);
}

typedef struct member_match {
    const khl_previous *previous;
    const khl_present *present;
    hashed_member *old, *now; /* sorted; those without a hash left out */
    size_t n_old, n_now;
    uint32_t *earlier; /* [present->n_members] */
    bool *taken;       /* [previous->n_members] */
} member_match;

static void pair_up(member_match *m, const hashed_member *old, const hashed_member *now)
{
    m->earlier[now->number] = old->number;
    m->taken[old->number] = true;
}

/* Members of one text, old [n_old] and now [n_now], each by id: those of the same id. */
static void pair_ids(member_match *m, const hashed_member *old, size_t n_old, const hashed_member *now,
                     size_t n_now)
{
    for (size_t i = 0, j = 0; i < n_old && j < n_now;) {
        int order = khl_str_compare(old[i].id, now[j].id);
        if (order == 0) pair_up(m, &old[i], &now[j]);
        i += order <= 0;
        j += order >= 0;
    }
}

/* And then the others, in their order. */
static void pair_rest(member_match *m, const hashed_member *old, size_t n_old, const hashed_member *now,
                      size_t n_now)
{
    for (size_t i = 0, j = 0; i < n_old && j < n_now;) {
        bool old_is_free = !m->taken[old[i].number], now_is_free = m->earlier[now[j].number] == KHL_MAP_NONE;
        if (old_is_free && now_is_free) pair_up(m, &old[i], &now[j]);
        i += !old_is_free || now_is_free;
        j += !now_is_free || old_is_free;
    }
}

static size_t run_of(const hashed_member *sorted, size_t begin, size_t n)
{
    size_t end = begin;
    while (end < n && compare_hashes(&sorted[begin], &sorted[end]) == 0) end++;
    return end - begin;
}

static void match_texts(member_match *m)
{
    for (size_t i = 0, j = 0; i < m->n_old && j < m->n_now;) {
        int order = compare_hashes(&m->old[i], &m->now[j]);
        size_t n_old = order <= 0 ? run_of(m->old, i, m->n_old) : 0;
        size_t n_now = order >= 0 ? run_of(m->now, j, m->n_now) : 0;
        if (order == 0) {
            pair_ids(m, m->old + i, n_old, m->now + j, n_now);
            pair_rest(m, m->old + i, n_old, m->now + j, n_now);
        }
        i += n_old;
        j += n_now;
    }
}

static khl_status match_ids(member_match *m, khl_error *err)
{
    khl_map ids = {0};
    khl_status status = khl_map_init(&ids, err);
    for (uint32_t i = 0; i < m->previous->n_members && status == KHL_OK; i++)
        if (khl_map_put(&ids, m->previous->members[i].id, NULL, NULL) != KHL_OK)
            status = khl_fail_memory(err);
    for (uint32_t j = 0; j < m->present->n_members && status == KHL_OK; j++) {
        uint32_t old = khl_map_find(&ids, m->present->members[j].id);
        if (m->earlier[j] != KHL_MAP_NONE || old == KHL_MAP_NONE || m->taken[old]) continue;
        m->earlier[j] = old;
        m->taken[old] = true;
    }
    khl_map_clear(&ids);
    return status;
}

static void list_hashed(member_match *m)
{
    for (uint32_t i = 0; i < m->previous->n_members; i++) {
        const khl_previous_member *member = &m->previous->members[i];
        if (member->hashed) m->old[m->n_old++] = (hashed_member){member->sha256, member->id, i};
    }
    for (uint32_t j = 0; j < m->present->n_members; j++) {
        m->now[m->n_now++] = (hashed_member){m->present->members[j].sha256, m->present->members[j].id, j};
        m->earlier[j] = KHL_MAP_NONE;
    }
    if (m->n_old > 1) qsort(m->old, m->n_old, sizeof *m->old, compare_hashed);
    if (m->n_now > 1) qsort(m->now, m->n_now, sizeof *m->now, compare_hashed);
}

khl_status khl_same_members(uint32_t *earlier, const khl_previous *previous, const khl_present *present,
                            khl_error *err)
{
    member_match m = {.previous = previous, .present = present, .earlier = earlier};
    m.old = khl_alloc(previous->n_members, sizeof *m.old);
    m.now = khl_alloc(present->n_members, sizeof *m.now);
    m.taken = khl_alloc_zero(previous->n_members, sizeof *m.taken);
    khl_status status = m.old && m.now && m.taken ? KHL_OK : khl_fail_memory(err);
    if (status == KHL_OK) {
        list_hashed(&m);
        match_texts(&m);
        status = match_ids(&m, err);
    }
    free(m.old);
    free(m.now);
    free(m.taken);
    return status;
}
