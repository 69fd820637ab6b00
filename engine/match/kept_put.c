/* Writing demands for an index. The order in which things are put is the one in which kept_take.c reads them.
 */
#include "kept.h"

#include "alloc.h"
#include "error.h"
#include "kept_code.h"
#include "str.h"

#include <string.h>

/* One demand: its names are numbered by itself first, so that what is put does not depend on others. */
typedef struct demand {
    khl_buf *out;
    const khl_analysis *analysis;
    khl_map own;  /* its names */
    uint32_t *to; /* [own.n] */
    khl_arena arena;
    khl_slots slots;
    khl_units units;
    const khl_unit_made *made; /* [n_made] */
    size_t n_made;
    uint32_t *made_first, *made_next; /* [own.n], [n_made] 1 + what a name's units are made of; 0: no more */
    khl_deeds deeds;
    struct term {
        uint32_t name, tf, elsewhere; /* elsewhere: occurrences that are no places */
        float weight;
    } * terms;
    uint32_t *term_of; /* [places] 1 + term of each name, 0: none yet */
    size_t n_terms, capacity, places;
} demand;

bool khl_kept_carries(const khl_match_model *model)
{
    static const unsigned OTHERS[] = {KHL_EVIDENCE_WORD, KHL_EVIDENCE_NGRAM, KHL_EVIDENCE_PAIR,
                                      KHL_EVIDENCE_SOFT, KHL_EVIDENCE_LSA};
    for (size_t k = 0; k < sizeof OTHERS / sizeof *OTHERS; k++)
        if (model->weight[OTHERS[k]] != 0) return false;
    return true;
}

static void put_number(demand *d, uint32_t number)
{
    khl_kept_put_code(d->out, (uint64_t)number << 1);
}

static void put_name(demand *d, uint32_t name)
{
    if (name == KHL_MAP_NONE)
        put_number(d, 0);
    else
        khl_kept_put_code(d->out, (uint64_t)d->to[name] << 1 | 1);
}

static void put_float(demand *d, float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    put_number(d, bits);
}

static void put_set(demand *d, khl_id_set set)
{
    put_number(d, set.n);
    for (uint32_t k = 0; k < set.n; k++) put_name(d, set.ids[k]);
}

static void put_slots(demand *d)
{
    const khl_slots *s = &d->slots;
    const khl_id_set others[] = {s->towns, s->around, s->numbers, s->periods, s->poles, s->years, s->acts};
    for (unsigned k = 0; k < KHL_N_SLOTS; k++) put_set(d, s->set[k]);
    for (size_t k = 0; k < sizeof others / sizeof *others; k++) put_set(d, others[k]);
    put_number(d, (uint32_t)s->counted | (uint32_t)s->unusual << 1);
    put_number(d, s->n_content);
    put_number(d, s->n_named);
    for (uint32_t k = 0; k < s->n_named; k++) {
        put_name(d, s->named[k].id);
        put_name(d, s->named[k].level);
        put_name(d, s->named[k].sound == KHL_NO_SOUND ? KHL_MAP_NONE : s->named[k].sound);
    }
}

static khl_status chain_made(demand *d, khl_error *err)
{
    d->made_first = khl_arena_array(&d->arena, d->own.n, sizeof *d->made_first);
    d->made_next = khl_arena_array(&d->arena, d->n_made, sizeof *d->made_next);
    if (d->made_first == NULL || d->made_next == NULL) return khl_fail_memory(err);
    for (size_t k = d->n_made; k-- > 0;) {
        d->made_next[k] = d->made_first[d->made[k].name];
        d->made_first[d->made[k].name] = (uint32_t)k + 1;
    }
    return KHL_OK;
}

static const khl_unit_made *made_of(const demand *d, const khl_unit *unit)
{
    uint32_t at = d->made_first[unit->name];
    while (d->made_next[at - 1] != 0 && d->made[at - 1].information != unit->information)
        at = d->made_next[at - 1];
    return &d->made[at - 1];
}

static void put_units(demand *d)
{
    for (unsigned kind = 0; kind < KHL_N_UNITS; kind++) {
        put_number(d, d->units.n[kind]);
        for (uint32_t k = 0; k < d->units.n[kind]; k++) {
            const khl_unit *unit = &d->units.of[kind][k];
            const khl_unit_made *made = made_of(d, unit);
            bool weighed = made->weight != 1, aside = made->focus != 1;
            put_name(d, unit->name);
            put_number(d, unit->parts.n << 2 | (uint32_t)aside << 1 | (uint32_t)weighed);
            if (weighed) put_float(d, made->weight);
            if (aside) put_float(d, made->focus);
            for (uint32_t p = 0; p < unit->parts.n; p++) put_name(d, unit->parts.ids[p]);
        }
    }
    put_set(d, d->units.concepts);
    put_set(d, d->units.sites);
    put_number(d, d->units.n_things);
}

static void put_deeds(demand *d)
{
    put_number(d, d->deeds.n);
    for (uint32_t k = 0; k < d->deeds.n; k++) {
        put_name(d, d->deeds.of[k].act);
        put_name(d, d->deeds.of[k].family);
        put_name(d, d->deeds.of[k].thing);
    }
}

static void put_terms(demand *d)
{
    put_number(d, (uint32_t)d->n_terms);
    for (size_t k = 0; k < d->n_terms; k++) {
        const struct term *t = &d->terms[k];
        bool weighed = t->weight != 1, places = t->elsewhere != t->tf;
        put_name(d, t->name);
        put_number(d, t->tf << 2 | (uint32_t)places << 1 | (uint32_t)weighed);
        if (weighed) put_float(d, t->weight);
        if (places) put_number(d, t->elsewhere);
    }
}

static khl_status term_of(demand *d, const khl_feature *f, struct term **out, khl_error *err)
{
    uint32_t name;
    size_t known = d->places;
    if (khl_map_put(&d->own, f->name, &name, NULL) != KHL_OK ||
        !khl_grow(&d->term_of, &d->places, (size_t)name + 1, sizeof *d->term_of) ||
        !khl_grow(&d->terms, &d->capacity, d->n_terms + 1, sizeof *d->terms))
        return khl_fail_memory(err);
    for (; known < d->places; known++) d->term_of[known] = 0;
    if (d->term_of[name] == 0) {
        d->terms[d->n_terms] = (struct term){name, 0, 0, f->weight};
        d->term_of[name] = (uint32_t)++d->n_terms;
    }
    *out = &d->terms[d->term_of[name] - 1];
    return KHL_OK;
}

static khl_status add_term(void *context, const khl_feature *f, khl_error *err)
{
    struct term *term = NULL;
    khl_status status = term_of(context, f, &term, err);
    if (status != KHL_OK) return status;
    term->tf++;
    term->elsewhere += f->kind != KHL_FEATURE_PLACE;
    if (f->weight < term->weight) term->weight = f->weight;
    return KHL_OK;
}

static khl_status read_demand(demand *d, khl_error *err)
{
    const khl_analysis *a = d->analysis;
    khl_focus *focus = khl_arena_array(&d->arena, a->n_features, sizeof *focus);
    khl_status status = focus != NULL ? khl_text_focus(a, focus, err) : khl_fail_memory(err);
    if (status == KHL_OK) status = khl_slots_fill(&d->slots, a, focus, &d->own, &d->arena, err);
    if (status == KHL_OK) status = khl_deeds_fill(&d->deeds, a, focus, &d->own, &d->arena, err);
    if (status == KHL_OK)
        status = khl_units_fill_bare(&d->units, &d->made, &d->n_made, a, focus, &d->own, &d->arena, err);
    return status == KHL_OK ? khl_matcher_each_concept(a, add_term, d, err) : status;
}

static khl_status number_names(demand *d, khl_map *names, khl_error *err)
{
    d->to = khl_arena_array(&d->arena, d->own.n, sizeof *d->to);
    bool ok = d->to != NULL;
    for (size_t k = 0; k < d->own.n && ok; k++)
        ok = khl_map_put(names, d->own.keys[k], &d->to[k], NULL) == KHL_OK;
    return ok ? KHL_OK : khl_fail_memory(err);
}

khl_status khl_kept_put(khl_buf *out, const khl_analysis *analysis, khl_map *names, khl_error *err)
{
    demand d = {.out = out, .analysis = analysis, .arena = KHL_ARENA_INIT(16384)};
    uint64_t key = khl_hash(analysis->key);
    khl_status status = khl_map_init(&d.own, err);
    if (status == KHL_OK) status = read_demand(&d, err);
    if (status == KHL_OK) status = number_names(&d, names, err);
    if (status == KHL_OK) status = chain_made(&d, err);
    if (status == KHL_OK) {
        put_number(&d, (uint32_t)key);
        put_number(&d, (uint32_t)(key >> 32));
        put_slots(&d);
        put_units(&d);
        put_deeds(&d);
        put_terms(&d);
        if (!khl_buf_ok(out)) status = khl_fail_memory(err);
    }
    khl_map_clear(&d.own);
    khl_arena_clear(&d.arena);
    free(d.terms);
    free(d.term_of);
    return status;
}

khl_status khl_kept_renumber(khl_buf *out, khl_str bytes, const uint32_t *to, khl_error *err)
{
    khl_kept_reader r = {bytes.p, bytes.p + bytes.n, true};
    while (r.at < r.end && r.ok) {
        uint64_t code = khl_kept_take_code(&r);
        khl_kept_put_code(out, code & 1 ? (uint64_t)to[code >> 1] << 1 | 1 : code);
    }
    return khl_buf_ok(out) ? KHL_OK : khl_fail_memory(err);
}
