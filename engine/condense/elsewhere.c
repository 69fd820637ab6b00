/* Who else demands this: for each entry the nearest demands of other collections, city by city. Called once
 * the entries are described; it writes nothing but their lists, so that entries are what they are without it.
 *
 * The judgement is that of khl_similar_find (compare/others.c): members ask, the nearest fifty of the others
 * are judged for each, places are told apart. What counts is the best pair of any member. All members ask in
 * a collection whose analyses are kept; in a larger one the representative asks for its entry, which finds
 * some five sixths as much (on four pairs of corpora/ 64 of 77 entries; of those judged the same, 39 of 42).
 *
 *   number_cities   of all proposals on both sides, so that no entry finds its own city
 *   khl_others_find candidates of all that ask: n_asked * n_others products
 *   list_range      on all threads: an entry's candidates judged, then counted city by city */
#include "run.h"

#include "alloc.h"
#include "cities.h"
#include "error.h"
#include "others.h"
#include "str.h"

#include <string.h>

enum { CANDIDATES = 50, GRAIN = 4 };

/* A demand of another city that some member met. */
typedef struct meeting {
    uint32_t number, city; /* in the collection of others; as in `searching` */
    bool same;
    double probability;
} meeting;

typedef struct searching {
    khl_run *run;
    const khl_corpus *corpus; /* the others */
    khl_others others;
    uint32_t *own, *city; /* [run->n], [n of corpus] cities, numbered together */
    uint32_t *asked;      /* [n_asked] proposals, entry by entry */
    size_t *begin;        /* [n_entries + 1] -> asked */
} searching;

static khl_status number_cities(searching *s)
{
    khl_run *run = s->run;
    khl_cities cities;
    size_t n_others = khl_corpus_count(s->corpus);
    s->own = khl_alloc(run->n, sizeof *s->own);
    s->city = khl_alloc(n_others, sizeof *s->city);
    if (s->own == NULL || s->city == NULL) return khl_fail_memory(run->err);
    khl_status status = khl_cities_init(&cities, run->text, khl_models_lexicon(run->models), run->err);
    for (size_t i = 0; i < run->n && status == KHL_OK; i++)
        status = khl_cities_number_or_file(&cities, khl_corpus_at(run->corpus, i), 0, &s->own[i], run->err);
    for (size_t i = 0; i < n_others && status == KHL_OK; i++)
        status = khl_cities_number_or_file(&cities, khl_corpus_at(s->corpus, i), 1, &s->city[i], run->err);
    khl_cities_clear(&cities);
    return status;
}

/* All members, or the representative of each entry. */
static khl_status list_asked(searching *s)
{
    const khl_run *run = s->run;
    size_t n = 0;
    s->asked = khl_alloc(run->n, sizeof *s->asked);
    s->begin = khl_alloc(run->n_entries + 1, sizeof *s->begin);
    if (s->asked == NULL || s->begin == NULL) return khl_fail_memory(run->err);
    for (size_t e = 0; e < run->n_entries; e++) {
        const khl_draft_entry *entry = &run->entries[e];
        s->begin[e] = n;
        if (run->streamed) s->asked[n++] = entry->representative;
        for (uint32_t k = 0; k < entry->n && !run->streamed; k++) s->asked[n++] = entry->members[k];
    }
    s->begin[run->n_entries] = n;
    return KHL_OK;
}

/* Each demand once, with the best pair that met it. */
static int by_number(const void *x, const void *y)
{
    const meeting *a = x, *b = y;
    if (a->number != b->number) return a->number < b->number ? -1 : 1;
    if (a->same != b->same) return a->same ? -1 : 1;
    return a->probability > b->probability ? -1 : a->probability < b->probability;
}

/* Sure ones before near ones, likeliest first, ties by their order. */
static int compare_merit(const meeting *a, const meeting *b)
{
    if (a->same != b->same) return a->same ? -1 : 1;
    if (a->probability != b->probability) return a->probability > b->probability ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

static int by_city(const void *x, const void *y)
{
    const meeting *a = x, *b = y;
    if (a->city != b->city) return a->city < b->city ? -1 : 1;
    return compare_merit(a, b);
}

static bool is_own(const searching *s, const khl_draft_entry *entry, uint32_t city)
{
    for (uint32_t k = 0; k < entry->n; k++)
        if (s->own[entry->members[k]] == city) return true;
    return false;
}

/* What the members of an entry met in other cities; *out is the caller's. */
static khl_status meet(const searching *s, size_t e, meeting **out, size_t *n, khl_error *err)
{
    size_t most, first = s->others.collection.n_first, distinct = 0;
    *n = 0;
    if (!khl_mul(s->begin[e + 1] - s->begin[e], s->others.n_candidates, &most)) return khl_fail_memory(err);
    khl_judged *list = khl_alloc(s->others.n_candidates, sizeof *list);
    meeting *all = *out = khl_alloc(most, sizeof *all);
    khl_status status = list != NULL && all != NULL ? KHL_OK : khl_fail_memory(err);
    for (size_t i = s->begin[e]; i < s->begin[e + 1] && status == KHL_OK; i++) {
        size_t judged = khl_others_judge(&s->others, i, list);
        for (size_t k = 0; k < judged && list[k].verdict != KHL_VERDICT_NONE; k++) {
            uint32_t number = list[k].number - (uint32_t)first;
            all[(*n)++] =
                (meeting){number, s->city[number], list[k].verdict == KHL_VERDICT_SAME, list[k].probability};
        }
    }
    free(list);
    if (status != KHL_OK || *n == 0) return status;
    qsort(all, *n, sizeof *all, by_number);
    for (size_t k = 0; k < *n; k++) {
        bool again = distinct > 0 && all[distinct - 1].number == all[k].number;
        if (!again && !is_own(s, &s->run->entries[e], all[k].city)) all[distinct++] = all[k];
    }
    *n = distinct;
    return KHL_OK;
}

static bool is_packed(const searching *s, uint32_t i)
{
    const khl_input *input = khl_corpus_input_at(s->corpus, khl_corpus_at(s->corpus, i)->input);
    return khl_str_equal(input->platform, KHL_STR("city-pack"));
}

/* Proposals of one entry of a pack, of two of its cities; they stand side by side. */
static bool is_one_entry(const searching *s, uint32_t i, uint32_t j)
{
    const khl_proposal *a = khl_corpus_at(s->corpus, i), *b = khl_corpus_at(s->corpus, j);
    return a != NULL && b != NULL && a->input == b->input && a->row == b->row && is_packed(s, i);
}

/* Whether the entry of a pack is of one city only, with what it says of itself; communes of a province are
 * one. */
static bool is_of_one_city(const searching *s, uint32_t i)
{
    for (uint32_t k = i; k > 0 && is_one_entry(s, i, k - 1); k--)
        if (s->city[k - 1] != s->city[i]) return false;
    for (uint32_t k = i + 1; is_one_entry(s, i, k); k++)
        if (s->city[k] != s->city[i]) return false;
    return true;
}

/* A number that a pack has for proposal i; 0 when it does not say it of this city. */
static uint32_t packed_number(const searching *s, uint32_t i, const char *column)
{
    uint64_t value = 0;
    khl_str cell = khl_corpus_cell(s->corpus, i, column, NULL);
    return khl_str_to_u64(cell, &value) && value <= UINT32_MAX && is_of_one_city(s, i) ? (uint32_t)value : 0;
}

/* How many demands and associations stand behind meetings [n] of one city: a proposal is one demand; an entry
 * of a pack says it. Associations of two entries may be the same ones, and then nobody knows how many they
 * are. */
static khl_status count(const searching *s, const meeting *list, size_t n, khl_elsewhere *out, khl_error *err)
{
    khl_map names;
    uint64_t demands = 0;
    bool known = true, packed = false;
    khl_status status = khl_map_init(&names, err);
    for (size_t k = 0; k < n && status == KHL_OK; k++) {
        uint32_t i = list[k].number, one = 1;
        khl_str name = khl_corpus_at(s->corpus, i)->association;
        if (k > 0 && is_one_entry(s, list[k - 1].number, i)) continue;
        if (is_packed(s, i)) {
            one = packed_number(s, i, "demands");
            packed = true;
        } else if (name.n > 0 && khl_map_put(&names, name, NULL, NULL) != KHL_OK) {
            status = khl_fail_memory(err);
        }
        known = known && one > 0;
        demands += one;
        out->found++;
    }
    out->demands = known && demands <= UINT32_MAX ? (uint32_t)demands : 0;
    if (!packed)
        out->associations = (uint32_t)names.n;
    else if (out->found == 1)
        out->associations = packed_number(s, list[0].number, "associations");
    khl_map_clear(&names);
    return status;
}

/* Of one city: the nearest, and how many like it. list is sorted by merit. */
static khl_status describe(const searching *s, const meeting *list, size_t n, khl_elsewhere *out,
                           khl_error *err)
{
    const khl_proposal *p = khl_corpus_at(s->corpus, list[0].number);
    size_t like = 1;
    while (like < n && list[like].same == list[0].same) like++;
    *out = (khl_elsewhere){.city = p->city.n > 0 ? p->city : khl_corpus_input_at(s->corpus, p->input)->name,
                           .id = p->given_id.n > 0 ? p->given_id : p->id,
                           .title = p->title,
                           .text = p->text,
                           .same = list[0].same,
                           .probability = list[0].probability};
    return count(s, list, like, out, err);
}

/* A city while the list of an entry is made; the meetings are sorted by city. */
typedef struct stretch {
    meeting best;
    size_t begin, end;
} stretch;

static int by_merit(const void *x, const void *y)
{
    return compare_merit(&((const stretch *)x)->best, &((const stretch *)y)->best);
}

static khl_status list_cities(searching *s, khl_draft_entry *entry, meeting *list, size_t n, khl_arena *arena,
                              khl_error *err)
{
    stretch *cities = khl_alloc(n, sizeof *cities);
    size_t n_cities = 0;
    if (cities == NULL) return khl_fail_memory(err);
    qsort(list, n, sizeof *list, by_city);
    for (size_t k = 0; k < n; k++) {
        if (k == 0 || list[k].city != list[k - 1].city) cities[n_cities++] = (stretch){list[k], k, k};
        cities[n_cities - 1].end = k + 1;
    }
    qsort(cities, n_cities, sizeof *cities, by_merit);
    khl_elsewhere *out = khl_arena_array(arena, n_cities, sizeof *out);
    khl_status status = out != NULL ? KHL_OK : khl_fail_memory(err);
    for (size_t c = 0; c < n_cities && status == KHL_OK; c++)
        status = describe(s, list + cities[c].begin, cities[c].end - cities[c].begin, &out[c], err);
    entry->elsewhere = out;
    entry->n_elsewhere = n_cities;
    free(cities);
    return status;
}

static khl_status list_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    searching *s = context;
    khl_status status = KHL_OK;
    for (size_t e = begin; e < end && status == KHL_OK; e++) {
        meeting *list = NULL;
        size_t n = 0;
        status = meet(s, e, &list, &n, err);
        if (status == KHL_OK && n > 0)
            status = list_cities(s, &s->run->entries[e], list, n, &s->run->arenas[worker], err);
        free(list);
    }
    return status;
}

static khl_status search(searching *s)
{
    khl_run *run = s->run;
    khl_status status = number_cities(s);
    if (status == KHL_OK) status = list_asked(s);
    if (status != KHL_OK) return status;
    s->others.collection = (khl_collection){.first = run->corpus,
                                            .second = s->corpus,
                                            .models = run->models,
                                            .pool = run->pool,
                                            .progress = run->options.progress,
                                            .asked = s->asked,
                                            .n_asked = s->begin[run->n_entries]};
    status = khl_others_find(&s->others, CANDIDATES, run->err);
    if (status == KHL_OK)
        status = khl_pool_for(run->pool, run->n_entries, GRAIN, list_range, s, run->options.progress,
                              "elsewhere", run->err);
    return status;
}

khl_status khl_run_look_elsewhere(khl_run *run)
{
    searching s = {.run = run, .corpus = run->options.elsewhere};
    if (s.corpus == NULL) return KHL_OK;
    if (khl_corpus_count(s.corpus) == 0)
        return KHL_FAIL(run->err, KHL_E_INPUT, "condense.elsewhere",
                        "the files of other cities hold no proposal that can be used: all are empty or "
                        "without letters");
    khl_status status = search(&s);
    khl_others_clear(&s.others);
    free(s.own);
    free(s.city);
    free(s.asked);
    free(s.begin);
    return status;
}
