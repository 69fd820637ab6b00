/* Units of a demand and their comparison. A concept is met on the other side by itself, inside a longer form,
 * by a kind or part of it (as far as it is near), or by the concepts its own form is made of. */
#include "units.h"

#include "alloc.h"
#include "error.h"
#include "khulasa/match.h"
#include "str.h"

enum { LEAST_PARTS = 2 }; /* one part of two is half of what a form says, even when only one has a concept */

#define MOST_IDF ((float)KHL_UNKNOWN_IDF) /* beyond it a collection is large, not a word rare */
#define SCALE 3.0F
#define SITE 0.4F /* what says where carries less than what is asked for */

const unsigned khl_unit_shared[KHL_N_UNITS] = {
    [KHL_UNIT_OBJECT] = KHL_EVIDENCE_OBJECT_SHARED,
    [KHL_UNIT_ACTION] = KHL_EVIDENCE_ACTION_SHARED,
    [KHL_UNIT_BENEFICIARY] = KHL_EVIDENCE_BENEFICIARY_SHARED,
    [KHL_UNIT_AUTHORITY] = KHL_EVIDENCE_AUTHORITY_SHARED,
    [KHL_UNIT_FRAME] = KHL_EVIDENCE_FRAME_SHARED,
    [KHL_UNIT_WORD] = KHL_EVIDENCE_WORDS_SHARED,
};

static unsigned kind_of(const khl_feature *f)
{
    if (f->kind != KHL_FEATURE_CONCEPT) return KHL_UNIT_WORD;
    switch (f->concept_kind) {
    case KHL_CONCEPT_ACTION:
        return KHL_UNIT_ACTION;
    case KHL_CONCEPT_BENEFICIARY:
        return KHL_UNIT_BENEFICIARY;
    case KHL_CONCEPT_AUTHORITY:
        return KHL_UNIT_AUTHORITY;
    case KHL_CONCEPT_FRAME:
    case KHL_CONCEPT_SETTING:
        return KHL_UNIT_FRAME;
    case KHL_CONCEPT_PERIOD:
        return KHL_UNIT_WORD;
    default:
        return KHL_UNIT_OBJECT;
    }
}

static bool is_word(const khl_feature *f)
{
    return f->kind == KHL_FEATURE_WORD || f->kind == KHL_FEATURE_OTHER;
}

static bool is_top(const khl_feature *f)
{
    return f->kind == KHL_FEATURE_CONCEPT && f->nested == 0;
}

/* The level of the name a cue stands before ("school Ibn Rushd"); empty when feature i is no cue. */
static khl_str cue_level(const khl_analysis *a, size_t i)
{
    const khl_feature *f = &a->features[i];
    for (size_t k = i + 1; k < a->n_features && a->features[k].first_token <= f->first_token + f->n_tokens;
         k++) {
        const khl_feature *place = &a->features[k];
        bool behind = place->first_token == f->first_token + f->n_tokens;
        if (place->kind == KHL_FEATURE_PLACE && behind && place->place_kind.n > 0)
            return khl_lexicon_place_level(a->lexicon, place->place_kind);
    }
    return (khl_str){NULL, 0};
}

/* "douar" before the name of one says nothing by itself: the name is compared as a place. */
static bool is_cue_of_quarter(const khl_analysis *a, size_t i)
{
    return a->features[i].n_tokens == 1 && khl_str_equal(cue_level(a, i), KHL_STR("quarter"));
}

/* A walk in text order over what is said: fn for each concept that is not inside another, and for each word
 * no concept covers. */
typedef khl_status (*unit_fn)(void *context, const khl_feature *f, khl_error *err);

static khl_status walk(const khl_analysis *a, unit_fn fn, void *context, khl_error *err)
{
    uint32_t covered = 0; /* tokens before it */
    bool in_act = false;
    khl_status status = KHL_OK;
    for (size_t i = 0; i < a->n_features && status == KHL_OK; i++) {
        const khl_feature *f = &a->features[i];
        uint32_t end = f->first_token + f->n_tokens;
        bool thing_of_act = in_act && f->kind == KHL_FEATURE_CONCEPT && kind_of(f) == KHL_UNIT_OBJECT;
        if (is_top(f)) {
            covered = end > covered ? end : covered;
            in_act = kind_of(f) == KHL_UNIT_ACTION;
        } else if (!thing_of_act && (!is_word(f) || end <= covered)) {
            continue;
        }
        if (is_cue_of_quarter(a, i)) continue;
        status = fn(context, f, err);
    }
    return status;
}

typedef struct filling {
    khl_units *out;
    const khl_analysis *analysis;
    const khl_focus *focus; /* [n_features] */
    const khl_tfidf *space;
    khl_map *names;
    khl_arena *arena;
    uint32_t capacity[KHL_N_UNITS];
    khl_unit_made *made; /* NULL: nobody asks */
    size_t n_made;
} filling;

static bool is_thing(const filling *fill, const khl_feature *f)
{
    size_t i = (size_t)(f - fill->analysis->features);
    return kind_of(f) == KHL_UNIT_OBJECT && fill->focus[i].weight >= 1 && cue_level(fill->analysis, i).n == 0;
}

static khl_status count_unit(void *context, const khl_feature *f, khl_error *err)
{
    filling *fill = context;
    (void)err;
    fill->capacity[kind_of(f)]++;
    return KHL_OK;
}

float khl_unit_information(double idf, float weight, float focus)
{
    float most = (float)idf;
    return (most < MOST_IDF ? most : MOST_IDF) * weight / SCALE * focus;
}

static double idf_of(const khl_tfidf *space, const khl_feature *f)
{
    uint32_t column = space != NULL ? khl_tfidf_column(space, f->name) : UINT32_MAX;
    return column != UINT32_MAX ? khl_tfidf_idf(space, column) : KHL_UNKNOWN_IDF;
}

/* The concepts from feature `from` on that end at token `end` at most, numbered. Features ascend by their
 * first token, so that a long text costs no more than its length. */
static khl_status collect(filling *fill, size_t from, uint32_t end, bool nested_only, khl_id_set *out,
                          khl_error *err)
{
    const khl_analysis *a = fill->analysis;
    size_t n = 0;
    *out = (khl_id_set){NULL, 0};
    for (int pass = 0; pass < 2; pass++) {
        uint32_t *ids = pass == 1 ? khl_arena_array(fill->arena, n, sizeof *ids) : NULL;
        if (pass == 1 && ids == NULL) return khl_fail_memory(err);
        n = 0;
        for (size_t i = from; i < a->n_features && a->features[i].first_token < end; i++) {
            const khl_feature *f = &a->features[i];
            bool wanted = f->kind == KHL_FEATURE_CONCEPT && f->first_token + f->n_tokens <= end &&
                          (f->nested != 0 || !nested_only);
            if (!wanted) continue;
            if (pass == 1 && khl_map_put(fill->names, f->name, &ids[n], NULL) != KHL_OK)
                return khl_fail_memory(err);
            n++;
        }
        if (n == 0) return KHL_OK;
        if (pass == 1) *out = khl_id_set_of(ids, n);
    }
    return KHL_OK;
}

static khl_status collect_sites(filling *fill, khl_error *err)
{
    const khl_analysis *a = fill->analysis;
    size_t n = 0;
    for (size_t i = 0; i < a->n_features; i++) n += fill->focus[i].site;
    uint32_t *ids = khl_arena_array(fill->arena, n, sizeof *ids);
    if (ids == NULL) return khl_fail_memory(err);
    n = 0;
    for (size_t i = 0; i < a->n_features; i++)
        if (fill->focus[i].site && khl_map_put(fill->names, a->features[i].name, &ids[n++], NULL) != KHL_OK)
            return khl_fail_memory(err);
    fill->out->sites = khl_id_set_of(ids, n);
    return KHL_OK;
}

static khl_status add_unit(void *context, const khl_feature *f, khl_error *err)
{
    filling *fill = context;
    unsigned kind = kind_of(f);
    khl_unit *unit = &fill->out->of[kind][fill->out->n[kind]++];
    size_t i = (size_t)(f - fill->analysis->features);
    float focus = fill->focus[i].weight * (fill->focus[i].site ? SITE : 1);
    *unit = (khl_unit){.information = khl_unit_information(idf_of(fill->space, f), f->weight, focus)};
    khl_status status = khl_map_put(fill->names, f->name, &unit->name, NULL);
    if (status != KHL_OK) return khl_fail_memory(err);
    if (fill->made != NULL)
        fill->made[fill->n_made++] = (khl_unit_made){unit->name, unit->information, f->weight, focus};
    if (f->kind == KHL_FEATURE_CONCEPT && f->n_tokens >= 2)
        status = collect(fill, i, f->first_token + f->n_tokens, true, &unit->parts, err);
    fill->out->n_things += is_thing(fill, f);
    return status;
}

static int by_name(const void *x, const void *y)
{
    const khl_unit *a = x, *b = y;
    if (a->name != b->name) return a->name < b->name ? -1 : 1;
    return a->information > b->information ? -1 : a->information < b->information;
}

static uint32_t keep_distinct(khl_unit *units, uint32_t n)
{
    uint32_t distinct = 0;
    if (n > 1) qsort(units, n, sizeof *units, by_name);
    for (uint32_t i = 0; i < n; i++)
        if (i == 0 || units[i].name != units[i - 1].name) units[distinct++] = units[i];
    return distinct;
}

static khl_status fill_units(filling *fill, bool bare, khl_error *err)
{
    khl_units *out = fill->out;
    size_t n = 0;
    *out = (khl_units){.concepts = {NULL, 0}};
    khl_status status = walk(fill->analysis, count_unit, fill, err);
    for (unsigned k = 0; k < KHL_N_UNITS && status == KHL_OK; k++) {
        out->of[k] = khl_arena_array(fill->arena, fill->capacity[k], sizeof *out->of[k]);
        n += fill->capacity[k];
        if (out->of[k] == NULL) status = khl_fail_memory(err);
    }
    if (status == KHL_OK && bare) {
        fill->made = khl_arena_array(fill->arena, n, sizeof *fill->made);
        if (fill->made == NULL) status = khl_fail_memory(err);
    }
    if (status == KHL_OK) status = walk(fill->analysis, add_unit, fill, err);
    for (unsigned k = 0; k < KHL_N_UNITS && status == KHL_OK; k++)
        out->n[k] = keep_distinct(out->of[k], out->n[k]);
    if (status == KHL_OK) status = collect(fill, 0, UINT32_MAX, false, &out->concepts, err);
    if (status == KHL_OK) status = collect_sites(fill, err);
    return status;
}

khl_status khl_units_fill(khl_units *out, const khl_analysis *analysis, const khl_focus *focus,
                          const khl_tfidf *space, khl_map *names, khl_arena *arena, khl_error *err)
{
    filling fill = {out, analysis, focus, space, names, arena, {0}, NULL, 0};
    return fill_units(&fill, false, err);
}

khl_status khl_units_fill_bare(khl_units *out, const khl_unit_made **made, size_t *n_made,
                               const khl_analysis *analysis, const khl_focus *focus, khl_map *names,
                               khl_arena *arena, khl_error *err)
{
    filling fill = {out, analysis, focus, NULL, names, arena, {0}, NULL, 0};
    khl_status status = fill_units(&fill, true, err);
    *made = fill.made;
    *n_made = fill.n_made;
    return status;
}

static bool has_unit(const khl_unit *units, uint32_t n, uint32_t name)
{
    for (uint32_t i = 0; i < n && units[i].name <= name; i++)
        if (units[i].name == name) return true;
    return false;
}

/* How much of a unit the other side says, 0 to 1. Kin that both sides name themselves answers for itself
 * alone: where both want a doctor, a paediatrician is not met by the doctor. */
static double met(const khl_unit *unit, const khl_units *own, const khl_units *other, unsigned kind,
                  const khl_kin *kin)
{
    if (has_unit(other->of[kind], other->n[kind], unit->name)) return 1;
    if (kind == KHL_UNIT_WORD) return 0;
    if (khl_id_set_has(other->concepts, unit->name)) return 1;
    double most = 0, parts = 0;
    bool known = unit->name < kin->n_names;
    for (uint32_t k = known ? kin->first[unit->name] : 0;
         known && k < kin->first[unit->name + 1] && most == 0; k++) {
        uint32_t name = kin->of[k].name;
        bool there = has_unit(other->of[kind], other->n[kind], name);
        if (there && !has_unit(own->of[kind], own->n[kind], name)) most = (double)kin->of[k].nearness;
    }
    for (uint32_t i = 0; i < unit->parts.n; i++) parts += khl_id_set_has(other->concepts, unit->parts.ids[i]);
    parts /= unit->parts.n > LEAST_PARTS ? unit->parts.n : LEAST_PARTS;
    return parts > most ? parts : most;
}

static void tally(const khl_units *a, const khl_units *b, unsigned kind, const khl_kin *kin, double *shared,
                  double *alone)
{
    for (uint32_t i = 0; i < a->n[kind]; i++) {
        double share = met(&a->of[kind][i], a, b, kind, kin),
               information = (double)a->of[kind][i].information;
        *shared += information * share;
        *alone += information * (1 - share);
    }
}

khl_shares khl_units_compare(const khl_units *a, const khl_units *b, unsigned kind, const khl_kin *kin)
{
    double of_a = 0, of_b = 0, only_a = 0, only_b = 0;
    tally(a, b, kind, kin, &of_a, &only_a);
    tally(b, a, kind, kin, &of_b, &only_b);
    return (khl_shares){(of_a + of_b) / 2, only_a < only_b ? only_a : only_b,
                        only_a < only_b ? only_b : only_a};
}
