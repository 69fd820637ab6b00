/* Partitions by id, and what must hold of every shortlist. */
#ifndef KHL_TESTS_PARTITION_H
#define KHL_TESTS_PARTITION_H

#include "models_fixture.h"

#include "map.h"

/* The entry in which a proposal stands; fails the test when it stands in none. */
static inline const khl_entry *entry_with(const khl_shortlist *s, khl_str id)
{
    for (size_t e = 0; e < s->n_entries; e++)
        for (size_t m = 0; m < s->entries[e].n_members; m++)
            if (khl_str_equal(s->entries[e].members[m].id, id)) return &s->entries[e];
    fail_msg("%.*s is in no entry", (int)id.n, id.p);
    return NULL;
}

static inline bool together(const khl_shortlist *s, const char *a, const char *b)
{
    return entry_with(s, khl_str_from(a)) == entry_with(s, khl_str_from(b));
}

/* Same groups of ids, same representatives. */
static inline void assert_same_partition(const khl_shortlist *a, const khl_shortlist *b)
{
    assert_int_equal(a->n_entries, b->n_entries);
    for (size_t e = 0; e < a->n_entries; e++) {
        const khl_entry *x = &a->entries[e], *y = entry_with(b, x->members[0].id);
        assert_int_equal(x->n_members, y->n_members);
        assert_true(khl_str_equal(x->members[0].id, y->members[0].id));
        assert_true(x->axis == y->axis);
        for (size_t m = 0; m < x->n_members; m++) assert_ptr_equal(entry_with(b, x->members[m].id), y);
    }
}

/* The account closes, and every proposal stands in one entry and once. */
static inline void assert_whole(const khl_shortlist *s, const khl_corpus *corpus)
{
    khl_map seen;
    khl_error err = {0};
    assert_int_equal(khl_map_init(&seen, NULL), KHL_OK);
    if (khl_shortlist_check(s, &err) != KHL_OK) fail_msg("%s", err.message);
    assert_int_equal(s->received, khl_corpus_received(corpus));
    for (size_t e = 0; e < s->n_entries; e++) {
        for (size_t m = 0; m < s->entries[e].n_members; m++) {
            bool added = false;
            assert_int_equal(khl_map_put(&seen, s->entries[e].members[m].id, NULL, &added), KHL_OK);
            assert_true(added);
        }
        assert_true(s->entries[e].title.n > 0);
        assert_true(s->entries[e].axis_probability > 0 && s->entries[e].axis_probability <= 1);
    }
    assert_int_equal(seen.n, khl_corpus_count(corpus));
    for (size_t i = 0; i < khl_corpus_count(corpus); i++)
        assert_true(khl_map_find(&seen, khl_corpus_at(corpus, i)->id) != KHL_MAP_NONE);
    khl_map_clear(&seen);
}

static inline char *json_of(const khl_shortlist *s, size_t *n)
{
    char *bytes = NULL;
    khl_error err = {0};
    if (khl_export(s, "json", NULL, &bytes, n, &err) != KHL_OK) fail_msg("%s", err.message);
    return bytes;
}

/* The bytes of s are those of the first one asked about; *first is NULL before, and freed by the caller. */
static inline void expect_same_json(const khl_shortlist *s, char **first, size_t *n_first)
{
    size_t n = 0;
    char *bytes = json_of(s, &n);
    if (*first == NULL) {
        *first = bytes;
        *n_first = n;
        return;
    }
    assert_int_equal(n, *n_first);
    assert_memory_equal(bytes, *first, n);
    free(bytes);
}

#endif
