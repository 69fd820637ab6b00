/* Deeds are read in one walk over the concepts in focus. */
#include "deeds.h"

#include "error.h"
#include "khulasa/match.h"
#include "str.h"

enum { MOST_TOGETHER = 4 }; /* "repair, equip and open the school" */

typedef struct reading {
    const khl_analysis *analysis;
    const khl_focus *focus;
    khl_map *names;
    khl_deed *deeds; /* [as many as features] */
    uint32_t n;
    khl_deed together[MOST_TOGETHER]; /* acts that wait for their thing, or share one */
    unsigned n_together;
    bool served;    /* those acts have their thing */
    bool acts;      /* some act was read */
    uint32_t first; /* thing of the text; KHL_MAP_NONE */
} reading;

static khl_status put_name(reading *r, khl_str name, uint32_t *out, khl_error *err)
{
    return khl_map_put(r->names, name, out, NULL) == KHL_OK ? KHL_OK : khl_fail_memory(err);
}

static khl_status read_act(reading *r, size_t i, khl_error *err)
{
    khl_deed deed = {0, 0, 0};
    khl_status status = put_name(r, r->analysis->features[i].name, &deed.act, err);
    if (status == KHL_OK) status = put_name(r, khl_family_of(r->analysis, i), &deed.family, err);
    if (r->served) r->n_together = 0;
    r->served = false;
    r->acts = true;
    if (status == KHL_OK && r->n_together < MOST_TOGETHER) r->together[r->n_together++] = deed;
    return status;
}

static void put_deeds(reading *r, uint32_t thing)
{
    for (unsigned k = 0; k < r->n_together; k++)
        r->deeds[r->n++] = (khl_deed){r->together[k].act, r->together[k].family, thing};
}

/* "and": the thing goes with the acts of the one before it. */
static bool is_joined(const khl_analysis *a, const khl_feature *f)
{
    return khl_str_starts(a->tokens[f->first_token].proclitics, KHL_STR("\xd9\x88"));
}

static khl_status read_thing(reading *r, const khl_feature *f, khl_error *err)
{
    uint32_t thing;
    khl_status status = put_name(r, f->name, &thing, err);
    if (status != KHL_OK) return status;
    if (r->first == KHL_MAP_NONE) r->first = thing;
    if (r->served && !is_joined(r->analysis, f)) return KHL_OK;
    put_deeds(r, thing);
    r->served = r->n_together > 0;
    return KHL_OK;
}

/* "Publication of the budget" is a thing that is a deed: to publish it, and the budget. features[top] holds
 * the features up to `end`. */
static khl_status read_inside(reading *r, size_t top, size_t act, size_t end, khl_error *err)
{
    r->n_together = 0;
    khl_status status = read_act(r, act, err);
    for (size_t i = top; i < end && status == KHL_OK; i++) {
        r->served = false;
        if (khl_fills_slot(&r->analysis->features[i], 1, KHL_SLOT_OBJECT))
            status = read_thing(r, &r->analysis->features[i], err);
    }
    return status;
}

/* Behind the words and concepts inside the form of feature i. */
static size_t end_of_form(const khl_analysis *a, size_t i)
{
    size_t end = i + 1, token = a->features[i].first_token + a->features[i].n_tokens;
    bool form = a->features[i].kind == KHL_FEATURE_CONCEPT;
    while (form && end < a->n_features && a->features[end].first_token < token) end++;
    return end;
}

/* A concept with those inside its form. Inside the form of an act stands the act's thing: "provide a
 * doctor".
 * Inside a thing stand its parts, which are no things of the text. */
static khl_status read_concept(reading *r, size_t top, size_t end, khl_error *err)
{
    const khl_feature *features = r->analysis->features;
    float focus = r->focus[top].weight;
    khl_status status = KHL_OK;
    if (!khl_fills_slot(&features[top], focus, KHL_SLOT_OBJECT)) {
        for (size_t i = top; i < end && status == KHL_OK; i++)
            if (r->focus[i].act && khl_fills_slot(&features[i], focus, KHL_SLOT_ACTION))
                status = read_act(r, i, err);
            else if (r->focus[top].act && khl_fills_slot(&features[i], focus, KHL_SLOT_OBJECT))
                status = read_thing(r, &features[i], err);
        return status;
    }
    size_t act = top;
    bool governed = r->n_together > 0 && !r->served;
    while (act < end && !(features[act].concept_kind == KHL_CONCEPT_ACTION &&
                          features[act].first_token == features[top].first_token))
        act++;
    return act < end && !governed ? read_inside(r, top, act, end, err) : read_thing(r, &features[top], err);
}

static khl_status read_all(reading *r, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t i = 0, end; i < r->analysis->n_features && status == KHL_OK; i = end) {
        end = end_of_form(r->analysis, i);
        if (r->analysis->features[i].kind == KHL_FEATURE_CONCEPT) status = read_concept(r, i, end, err);
    }
    return status;
}

/* Acts without a thing behind them, and a thing without an act. */
static khl_status read_rest(reading *r, khl_error *err)
{
    if (r->first == KHL_MAP_NONE || r->served) return KHL_OK;
    if (!r->acts) {
        uint32_t usual;
        khl_status status = put_name(r, KHL_STR(KHL_USUAL_ACT), &usual, err);
        if (status != KHL_OK) return status;
        r->together[0] = (khl_deed){KHL_MAP_NONE, usual, 0};
        r->n_together = 1;
    }
    put_deeds(r, r->first);
    return KHL_OK;
}

khl_status khl_deeds_fill(khl_deeds *out, const khl_analysis *analysis, const khl_focus *focus,
                          khl_map *names, khl_arena *arena, khl_error *err)
{
    reading r = {.analysis = analysis, .focus = focus, .names = names, .first = KHL_MAP_NONE};
    *out = (khl_deeds){NULL, 0};
    r.deeds = khl_arena_array(arena, (analysis->n_features + 1) * MOST_TOGETHER, sizeof *r.deeds);
    khl_status status = r.deeds != NULL ? read_all(&r, err) : khl_fail_memory(err);
    if (status == KHL_OK) status = read_rest(&r, err);
    *out = (khl_deeds){r.deeds, r.n};
    return status;
}

static bool are_kin(const khl_kin *kin, uint32_t a, uint32_t b)
{
    if (a == b) return true;
    for (uint32_t k = a < kin->n_names ? kin->first[a] : 0; a < kin->n_names && k < kin->first[a + 1]; k++)
        if (kin->of[k].name == b) return true;
    return false;
}

static bool agree(const khl_deed *a, const khl_deed *b, const khl_kin *kin)
{
    return a->family == b->family || are_kin(kin, a->act, b->act) || are_kin(kin, a->family, b->family);
}

/* Acts, or families of acts; of what goes without saying nothing follows. */
static bool are_apart(const khl_deed *a, const khl_deed *b, const khl_links *links)
{
    if (a->act == KHL_MAP_NONE || b->act == KHL_MAP_NONE) return false;
    return khl_links_apart(links, a->act, b->act) || khl_links_apart(links, a->family, b->family) ||
           khl_links_apart(links, a->act, b->family) || khl_links_apart(links, a->family, b->act);
}

khl_deed_answer khl_deeds_compare(const khl_deeds *a, const khl_deeds *b, const khl_kin *kin,
                                  const khl_links *links)
{
    unsigned met = 0, apart = 0;
    for (uint32_t i = 0; i < a->n; i++)
        for (uint32_t j = 0; j < b->n; j++) {
            const khl_deed *x = &a->of[i], *y = &b->of[j];
            if (!are_kin(kin, x->thing, y->thing)) continue;
            if (agree(x, y, kin)) return KHL_DEEDS_AGREE;
            apart += are_apart(x, y, links);
            met++;
        }
    if (met == 0 && a->n > 0 && b->n > 0) return KHL_DEEDS_OTHER_THING;
    return met > 0 && apart == met ? KHL_DEEDS_CONFLICT : KHL_DEEDS_UNKNOWN;
}
