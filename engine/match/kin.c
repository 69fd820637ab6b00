/* Kin from the broader links of the lexicon: each name climbs to its parents and theirs, and both ends of a
 * kinship learn of it. */
#include "kin.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

typedef struct kinship {
    uint32_t from, to;
    float nearness;
} kinship;

typedef struct kinships {
    kinship *items;
    size_t n, capacity;
} kinships;

/* One entry for each pair, the nearest first. */
static int by_pair(const void *x, const void *y)
{
    const kinship *a = x, *b = y;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    if (a->to != b->to) return a->to < b->to ? -1 : 1;
    return a->nearness > b->nearness ? -1 : a->nearness < b->nearness;
}

static int by_nearness(const void *x, const void *y)
{
    const kinship *a = x, *b = y;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    if (a->nearness != b->nearness) return a->nearness > b->nearness ? -1 : 1;
    return a->to < b->to ? -1 : a->to > b->to;
}

static bool add(kinships *list, uint32_t a, uint32_t b, float nearness)
{
    if (!khl_grow(&list->items, &list->capacity, list->n + 2, sizeof *list->items)) return false;
    list->items[list->n++] = (kinship){a, b, nearness};
    list->items[list->n++] = (kinship){b, a, nearness};
    return true;
}

/* The concepts one step above `name`, and behind each of them those a step further. */
static khl_status climb(kinships *list, const khl_lexicon *lexicon, const khl_map *names,
                        const khl_links *links, uint32_t start, khl_str name, float nearness, khl_error *err)
{
    for (uint32_t i = khl_lexicon_first_link(lexicon, name); i < khl_lexicon_n_links(lexicon); i++) {
        khl_str from, to;
        khl_concept_link kind = khl_lexicon_link_at(lexicon, i, &from, &to);
        if (!khl_str_equal(from, name)) break;
        if (kind != KHL_LINK_BROADER) continue;
        uint32_t end = khl_map_find(names, to);
        bool new_kin = end != KHL_MAP_NONE && end != start && !khl_links_apart(links, start, end);
        if (new_kin && !add(list, start, end, nearness)) return khl_fail_memory(err);
        khl_status status = KHL_OK;
        if (nearness > KHL_KIN_GRANDPARENT)
            status = climb(list, lexicon, names, links, start, to, KHL_KIN_GRANDPARENT, err);
        if (status != KHL_OK) return status;
    }
    return KHL_OK;
}

static size_t keep_nearest(kinship *items, size_t n)
{
    size_t distinct = 0;
    if (n == 0) return 0;
    qsort(items, n, sizeof *items, by_pair);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || items[i].from != items[i - 1].from || items[i].to != items[i - 1].to)
            items[distinct++] = items[i];
    qsort(items, distinct, sizeof *items, by_nearness);
    return distinct;
}

static khl_status fill(khl_kin *out, const kinship *items, size_t n, khl_error *err)
{
    out->first = khl_alloc_zero((size_t)out->n_names + 1, sizeof *out->first);
    out->of = khl_alloc(n, sizeof *out->of);
    if (out->first == NULL || out->of == NULL) return khl_fail_memory(err);
    for (size_t i = 0; i < n; i++) {
        out->first[items[i].from + 1]++;
        out->of[i] = (khl_relative){items[i].to, items[i].nearness};
    }
    for (uint32_t k = 0; k < out->n_names; k++) out->first[k + 1] += out->first[k];
    return KHL_OK;
}

khl_status khl_kin_build(khl_kin *out, const khl_lexicon *lexicon, const khl_map *names,
                         const khl_links *links, khl_error *err)
{
    *out = (khl_kin){.n_names = links->n_names};
    kinships list = {NULL, 0, 0};
    khl_status status = KHL_OK;
    for (uint32_t a = 0; a < links->n_names && status == KHL_OK; a++)
        status = climb(&list, lexicon, names, links, a, names->keys[a], KHL_KIN_PARENT, err);
    if (status == KHL_OK) status = fill(out, list.items, keep_nearest(list.items, list.n), err);
    free(list.items);
    if (status != KHL_OK) khl_kin_clear(out);
    return status;
}

void khl_kin_clear(khl_kin *kin)
{
    free(kin->first);
    free(kin->of);
    *kin = (khl_kin){NULL, NULL, 0};
}
