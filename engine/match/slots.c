/* Slots are read off the features of an analysis: concepts by their kind, places, numbers, negations. */
#include "slots.h"

#include "alloc.h"
#include "error.h"
#include "khulasa/match.h"
#include "str.h"

enum { MAX_LEVELS = 4 };

#define LEAST_WEIGHT 0.5f /* formulas and references to laws fill no slot */

static const khl_str DISTRICT = {"district:", 9};

static bool in_arabic_letters(khl_str name)
{
    return name.n > DISTRICT.n && (unsigned char)name.p[DISTRICT.n] >= 0xD8 &&
           (unsigned char)name.p[DISTRICT.n] <= 0xDB;
}

bool khl_names_town(const khl_feature *f)
{
    return f->kind == KHL_FEATURE_PLACE && !khl_str_starts(f->name, DISTRICT);
}

unsigned khl_slot_of(const khl_feature *f)
{
    if (f->weight < LEAST_WEIGHT) return KHL_N_SLOTS;
    switch (f->kind) {
    case KHL_FEATURE_PLACE:
        return KHL_SLOT_PLACE;
    case KHL_FEATURE_NUMBER:
    case KHL_FEATURE_PERCENT:
        return KHL_SLOT_QUANTITY;
    case KHL_FEATURE_NEGATION:
        return KHL_SLOT_NEGATION;
    case KHL_FEATURE_CONCEPT:
        break;
    default:
        return KHL_N_SLOTS;
    }
    switch (f->concept_kind) {
    case KHL_CONCEPT_ACTION:
        return KHL_SLOT_ACTION;
    case KHL_CONCEPT_OBJECT:
    case KHL_CONCEPT_FACILITY:
        return KHL_SLOT_OBJECT;
    case KHL_CONCEPT_BENEFICIARY:
        return KHL_SLOT_BENEFICIARY;
    default:
        return KHL_N_SLOTS;
    }
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

typedef bool (*feature_test)(const khl_feature *f, unsigned slot);

static bool in_slot(const khl_feature *f, unsigned slot)
{
    return khl_slot_of(f) == slot;
}

static bool is_town(const khl_feature *f, unsigned slot)
{
    return khl_slot_of(f) == slot && khl_names_town(f);
}

/* A date begins with its year; "????-11" has none. */
static khl_str year_of(const khl_feature *f)
{
    bool dated = f->kind == KHL_FEATURE_DATE || f->kind == KHL_FEATURE_NUMBER;
    bool plain = f->kind == KHL_FEATURE_DATE ? f->name.n >= 4 : f->name.n == 4;
    if (!dated || !plain || f->weight < LEAST_WEIGHT) return (khl_str){NULL, 0};
    khl_str year = khl_str_part(f->name, 0, 4);
    bool ours = khl_str_starts(year, KHL_STR("20")) || khl_str_starts(year, KHL_STR("19"));
    return ours && year.p[2] != '?' ? year : (khl_str){NULL, 0};
}

static bool has_year(const khl_feature *f, unsigned slot)
{
    (void)slot;
    return year_of(f).n > 0;
}

static bool is_district(const khl_feature *f, unsigned slot)
{
    return khl_slot_of(f) == slot && khl_str_starts(f->name, DISTRICT) && in_arabic_letters(f->name);
}

/* Sorted, once each, in place. */
static khl_id_set make_set(uint32_t *ids, size_t n)
{
    size_t distinct = 0;
    if (n > 0) qsort(ids, n, sizeof *ids, by_number);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || ids[i] != ids[i - 1]) ids[distinct++] = ids[i];
    return (khl_id_set){ids, (uint32_t)distinct};
}

/* The names of the features that pass, numbered, sorted, once each. */
static khl_status collect(khl_id_set *out, const khl_analysis *a, feature_test test, unsigned slot,
                          khl_map *names, khl_arena *arena, khl_error *err)
{
    size_t n = 0;
    *out = (khl_id_set){NULL, 0};
    for (size_t i = 0; i < a->n_features; i++) n += test(&a->features[i], slot);
    if (n == 0) return KHL_OK;
    uint32_t *ids = khl_arena_array(arena, n, sizeof *ids);
    if (ids == NULL) return khl_fail_memory(err);
    size_t k = 0;
    for (size_t i = 0; i < a->n_features; i++) {
        if (!test(&a->features[i], slot)) continue;
        khl_str name = test == has_year ? year_of(&a->features[i]) : a->features[i].name;
        if (khl_map_put(names, name, &ids[k++], NULL) != KHL_OK) return khl_fail_memory(err);
    }
    *out = make_set(ids, n);
    return KHL_OK;
}

/* The provinces and regions around the towns of a demand. A gazetteer is a few levels deep; a loop in it
 * would end at MAX_LEVELS. */
static khl_status collect_around(khl_id_set *out, const khl_analysis *a, khl_map *names, khl_arena *arena,
                                 khl_error *err)
{
    size_t n = 0, most = 0;
    for (size_t i = 0; i < a->n_features; i++)
        most += is_town(&a->features[i], KHL_SLOT_PLACE) ? MAX_LEVELS : 0;
    *out = (khl_id_set){NULL, 0};
    if (most == 0) return KHL_OK;
    uint32_t *ids = khl_arena_array(arena, most, sizeof *ids);
    if (ids == NULL) return khl_fail_memory(err);
    for (size_t i = 0; i < a->n_features; i++) {
        if (!is_town(&a->features[i], KHL_SLOT_PLACE)) continue;
        khl_str place = khl_lexicon_place_parent(a->lexicon, a->features[i].name);
        for (unsigned level = 0; place.n > 0 && level < MAX_LEVELS; level++) {
            if (khl_map_put(names, place, &ids[n++], NULL) != KHL_OK) return khl_fail_memory(err);
            place = khl_lexicon_place_parent(a->lexicon, place);
        }
    }
    *out = make_set(ids, n);
    return KHL_OK;
}

khl_status khl_slots_fill(khl_slots *out, const khl_analysis *analysis, khl_map *names, khl_arena *arena,
                          khl_error *err)
{
    *out = (khl_slots){.city = KHL_CITY_UNKNOWN};
    khl_status status = KHL_OK;
    for (unsigned s = 0; s < KHL_N_SLOTS && status == KHL_OK; s++)
        status = collect(&out->set[s], analysis, in_slot, s, names, arena, err);
    if (status == KHL_OK) status = collect(&out->towns, analysis, is_town, KHL_SLOT_PLACE, names, arena, err);
    if (status == KHL_OK) status = collect_around(&out->around, analysis, names, arena, err);
    if (status == KHL_OK)
        status = collect(&out->districts, analysis, is_district, KHL_SLOT_PLACE, names, arena, err);
    if (status == KHL_OK) status = collect(&out->years, analysis, has_year, 0, names, arena, err);
    for (size_t i = 0; i < analysis->n_features; i++)
        out->n_content += analysis->features[i].kind == KHL_FEATURE_WORD;
    return status;
}

int khl_id_sets_agree(khl_id_set a, khl_id_set b)
{
    if (a.n == 0 || b.n == 0) return -1;
    for (uint32_t i = 0, j = 0; i < a.n && j < b.n;) {
        if (a.ids[i] == b.ids[j]) return 1;
        if (a.ids[i] < b.ids[j])
            i++;
        else
            j++;
    }
    return 0;
}

/* A town against the province or region it lies in says nothing. */
static int towns_agree(const khl_slots *a, const khl_slots *b)
{
    int answer = khl_id_sets_agree(a->towns, b->towns);
    bool within = khl_id_sets_agree(a->towns, b->around) == 1 || khl_id_sets_agree(a->around, b->towns) == 1;
    return answer == 0 && within ? -1 : answer;
}

/* Towns are compared with towns and districts with districts; a conflict of either is one (the same district
 * name in two towns, two districts of one town). A town against a district says nothing. */
static int places_agree(const khl_slots *a, const khl_slots *b)
{
    bool apart = a->city != KHL_CITY_UNKNOWN && b->city != KHL_CITY_UNKNOWN && a->city != b->city;
    int districts = apart && a->districts_aside ? -1 : khl_id_sets_agree(a->districts, b->districts);
    int towns = apart ? -1 : towns_agree(a, b);
    if (districts == 0 || towns == 0) return 0;
    return districts == 1 || towns == 1 ? 1 : -1;
}

int khl_slots_agree(const khl_slots *a, const khl_slots *b, unsigned slot)
{
    if (slot == KHL_SLOT_PLACE) return places_agree(a, b);
    if (slot == KHL_SLOT_NEGATION) return (a->set[slot].n > 0) == (b->set[slot].n > 0) ? 1 : 0;
    return khl_id_sets_agree(a->set[slot], b->set[slot]);
}
