/* Slots are read off the features of an analysis: concepts by their kind, places, numbers, negations. */
#include "links.h"

#include "alloc.h"
#include "error.h"
#include "khulasa/match.h"
#include "str.h"

#define LEAST_WEIGHT 0.5f /* formulas and references to laws fill no slot */

static const khl_str DISTRICT = {"district:", 9};

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
        if (f->concept_kind == KHL_CONCEPT_PERIOD && f->nested != 0) return KHL_N_SLOTS; /* weekly market */
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
    case KHL_CONCEPT_PERIOD:
        return KHL_SLOT_QUANTITY;
    default:
        return KHL_N_SLOTS;
    }
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
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

enum { POLE_STEPS = 2 };
enum { YEARS = KHL_N_SLOTS, NUMBERS, PERIODS, ACTS, POLES }; /* read like slots */

bool khl_fills_slot(const khl_feature *f, float focus, unsigned slot)
{
    bool anywhere = slot == KHL_SLOT_PLACE;
    return khl_slot_of(f) == slot && (anywhere || focus >= 1);
}

khl_str khl_family_of(const khl_analysis *a, size_t i)
{
    khl_str name = a->features[i].name, from, to;
    for (uint32_t k = khl_lexicon_first_link(a->lexicon, name); k < khl_lexicon_n_links(a->lexicon); k++) {
        khl_concept_link kind = khl_lexicon_link_at(a->lexicon, k, &from, &to);
        if (!khl_str_equal(from, name)) break;
        if (kind == KHL_LINK_FAMILY) return to;
    }
    return name;
}

/* The concept with an opposite that name is, or is a kind of in a few steps: women, of women farmers. */
static khl_str pole_of(const khl_lexicon *lexicon, khl_str name, unsigned steps)
{
    khl_str from, to, pole = {NULL, 0};
    for (uint32_t k = khl_lexicon_first_link(lexicon, name); k < khl_lexicon_n_links(lexicon) && pole.n == 0;
         k++) {
        khl_concept_link kind = khl_lexicon_link_at(lexicon, k, &from, &to);
        if (!khl_str_equal(from, name)) break;
        if (kind == KHL_LINK_OPPOSITE) pole = from;
        if (kind == KHL_LINK_BROADER && steps > 0) pole = pole_of(lexicon, to, steps - 1);
    }
    return pole;
}

/* What feature i says for a slot, or for the years; empty when it belongs elsewhere. */
static khl_str name_in(const khl_analysis *a, const khl_focus *focus, size_t i, unsigned slot)
{
    if (slot == YEARS) return year_of(&a->features[i]);
    bool period = a->features[i].concept_kind == KHL_CONCEPT_PERIOD;
    if ((slot == NUMBERS && period) || (slot == PERIODS && !period)) return (khl_str){NULL, 0};
    if (slot == ACTS)
        return focus[i].act && khl_fills_slot(&a->features[i], focus[i].weight, KHL_SLOT_ACTION)
                   ? khl_family_of(a, i)
                   : (khl_str){NULL, 0};
    if (slot == POLES)
        return khl_fills_slot(&a->features[i], focus[i].weight, KHL_SLOT_BENEFICIARY)
                   ? pole_of(a->lexicon, a->features[i].name, POLE_STEPS)
                   : (khl_str){NULL, 0};
    if (slot == NUMBERS || slot == PERIODS) slot = KHL_SLOT_QUANTITY;
    return khl_fills_slot(&a->features[i], focus[i].weight, slot) ? a->features[i].name : (khl_str){NULL, 0};
}

khl_id_set khl_id_set_of(uint32_t *ids, size_t n)
{
    enum { FEW = 48 };
    size_t distinct = 0;
    if (n > FEW) qsort(ids, n, sizeof *ids, by_number);
    for (size_t k = 1; k < n && n <= FEW; k++) {
        uint32_t id = ids[k];
        size_t at = k;
        for (; at > 0 && ids[at - 1] > id; at--) ids[at] = ids[at - 1];
        ids[at] = id;
    }
    for (size_t i = 0; i < n; i++)
        if (i == 0 || ids[i] != ids[i - 1]) ids[distinct++] = ids[i];
    return (khl_id_set){ids, (uint32_t)distinct};
}

bool khl_id_set_has(khl_id_set set, uint32_t id)
{
    for (uint32_t i = 0; i < set.n && set.ids[i] <= id; i++)
        if (set.ids[i] == id) return true;
    return false;
}

/* The names of the features of a slot, numbered, sorted, once each. */
static khl_status collect(khl_id_set *out, const khl_analysis *a, const khl_focus *focus, unsigned slot,
                          khl_map *names, khl_arena *arena, khl_error *err)
{
    size_t n = 0;
    *out = (khl_id_set){NULL, 0};
    for (size_t i = 0; i < a->n_features; i++) n += name_in(a, focus, i, slot).n > 0;
    if (n == 0) return KHL_OK;
    uint32_t *ids = khl_arena_array(arena, n, sizeof *ids);
    if (ids == NULL) return khl_fail_memory(err);
    size_t k = 0;
    for (size_t i = 0; i < a->n_features; i++) {
        khl_str name = name_in(a, focus, i, slot);
        if (name.n == 0) continue;
        if (khl_map_put(names, name, &ids[k++], NULL) != KHL_OK) return khl_fail_memory(err);
    }
    *out = khl_id_set_of(ids, n);
    return KHL_OK;
}

khl_status khl_slots_fill(khl_slots *out, const khl_analysis *analysis, const khl_focus *focus,
                          khl_map *names, khl_arena *arena, khl_error *err)
{
    *out = (khl_slots){.city = KHL_CITY_UNKNOWN};
    khl_status status = KHL_OK;
    for (unsigned s = 0; s < KHL_N_SLOTS && status == KHL_OK; s++)
        status = collect(&out->set[s], analysis, focus, s, names, arena, err);
    if (status == KHL_OK) status = collect(&out->years, analysis, focus, YEARS, names, arena, err);
    if (status == KHL_OK) status = collect(&out->acts, analysis, focus, ACTS, names, arena, err);
    uint32_t usual = khl_map_find(names, KHL_STR(KHL_USUAL_ACT));
    out->unusual = out->acts.n > 1 || (out->acts.n == 1 && out->acts.ids[0] != usual);
    if (status == KHL_OK) status = collect(&out->poles, analysis, focus, POLES, names, arena, err);
    if (status == KHL_OK) status = collect(&out->numbers, analysis, focus, NUMBERS, names, arena, err);
    if (status == KHL_OK) status = collect(&out->periods, analysis, focus, PERIODS, names, arena, err);
    uint32_t one = khl_map_find(names, KHL_STR("1"));
    out->counted =
        out->periods.n > 0 || out->numbers.n > 1 || (out->numbers.n == 1 && out->numbers.ids[0] != one);
    if (status == KHL_OK) status = khl_places_fill(out, analysis, names, arena, err);
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

static int places_agree(const khl_slots *a, const khl_slots *b)
{
    khl_place_answer answer = khl_places_compare(a, b);
    return answer == KHL_PLACES_UNKNOWN ? -1 : answer != KHL_PLACES_APART;
}

/* Numbers are compared with numbers and periods with periods: once a month says nothing of three buses. */
static int quantities_agree(const khl_slots *a, const khl_slots *b)
{
    int numbers = khl_id_sets_agree(a->numbers, b->numbers),
        periods = khl_id_sets_agree(a->periods, b->periods);
    if (numbers == 0 || periods == 0) return 0;
    return numbers == 1 || periods == 1 ? 1 : -1;
}

int khl_slots_agree(const khl_slots *a, const khl_slots *b, unsigned slot)
{
    if (slot == KHL_SLOT_PLACE) return places_agree(a, b);
    if (slot == KHL_SLOT_QUANTITY) return quantities_agree(a, b);
    if (slot == KHL_SLOT_NEGATION) return (a->set[slot].n > 0) == (b->set[slot].n > 0) ? 1 : 0;
    return khl_id_sets_agree(a->set[slot], b->set[slot]);
}
