/* Reading demands that were kept, and numbering their names as those of the question.
 *
 * Every length is bounded by what is left and every number by that of the names, so that a damaged record is
 * refused and never followed. Cost: about a microsecond a demand. */
#include "kept_parts.h"

#include "alloc.h"
#include "error.h"
#include "kept_code.h"
#include "str.h"

#include <string.h>

/* One demand as it is read. */
typedef struct taking {
    khl_kept *k;
    khl_kept_reader r;
    const uint32_t *to;     /* [n_to] numbers of names beyond `known`; NULL: they are read from more */
    uint32_t known, n_to;   /* names below `known` are what they are */
    const khl_frozen *more; /* names beyond it, by key */
    bool no_memory;
} taking;

static uint32_t number_of(taking *t, khl_str name)
{
    const khl_kept_names *names = t->k->names;
    uint32_t at = khl_frozen_find(&names->known, name), number = 0;
    if (at != KHL_FROZEN_NONE) {
        memcpy(&number, khl_frozen_record(&names->known, at), sizeof number);
        if (number < names->n) return number;
        t->r.ok = false;
    } else if (khl_map_put(&t->k->extra, name, &number, NULL) != KHL_OK) {
        t->r.ok = false;
        t->no_memory = true;
    }
    return names->n + number;
}

static uint32_t take_number(taking *t)
{
    uint64_t code = khl_kept_take_code(&t->r);
    if ((code & 1) != 0 || code >> 1 > UINT32_MAX) t->r.ok = false;
    return (uint32_t)(code >> 1);
}

/* A count of things of at least one byte each. */
static uint32_t take_count(taking *t)
{
    uint32_t n = take_number(t);
    if (n > (size_t)(t->r.end - t->r.at)) t->r.ok = false;
    return t->r.ok ? n : 0;
}

/* KHL_MAP_NONE where none was put. */
static uint32_t take_name_or_none(taking *t)
{
    uint64_t code = khl_kept_take_code(&t->r);
    if ((code & 1) == 0) return KHL_MAP_NONE;
    uint64_t name = code >> 1;
    if (name < t->known) return (uint32_t)name;
    name -= t->known;
    if (t->to != NULL && name < t->n_to) return t->to[name];
    if (t->to == NULL && t->more != NULL && name < t->more->n_keys)
        return number_of(t, khl_frozen_key(t->more, (uint32_t)name));
    t->r.ok = false;
    return 0;
}

static uint32_t take_name(taking *t)
{
    uint32_t name = take_name_or_none(t);
    if (name == KHL_MAP_NONE) t->r.ok = false;
    return t->r.ok ? name : 0;
}

static float take_float(taking *t)
{
    uint32_t bits = take_number(t);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void *make(taking *t, size_t n, size_t size)
{
    void *made = n > 0 && t->r.ok ? khl_arena_array(&t->k->m.arena, n, size) : NULL;
    if (n > 0 && t->r.ok && made == NULL) {
        t->no_memory = true;
        t->r.ok = false;
    }
    return made;
}

static khl_id_set take_names(taking *t, uint32_t n)
{
    uint32_t *ids = make(t, n, sizeof *ids);
    for (uint32_t k = 0; k < n && t->r.ok; k++) ids[k] = take_name(t);
    return t->r.ok && n > 0 ? khl_id_set_of(ids, n) : (khl_id_set){NULL, 0};
}

static khl_id_set take_set(taking *t)
{
    return take_names(t, take_count(t));
}

/* The words of a name: empty for none. */
static khl_str text_of(const taking *t, uint32_t name)
{
    const khl_kept_names *names = t->k->names;
    if (name == KHL_MAP_NONE) return (khl_str){NULL, 0};
    if (name >= names->n) return t->k->extra.keys[name - names->n];
    uint32_t key = names->key_of[name];
    return key < names->known.n_keys ? khl_frozen_key(&names->known, key) : (khl_str){NULL, 0};
}

static void take_named(taking *t, khl_slots *s)
{
    s->n_named = take_count(t);
    s->named = make(t, s->n_named, sizeof *s->named);
    for (uint32_t k = 0; k < s->n_named && t->r.ok; k++) {
        khl_named *named = &s->named[k];
        named->id = take_name(t);
        named->level = take_name(t);
        named->sound = take_name_or_none(t);
        if (t->r.ok) khl_named_again(named, text_of(t, named->id), text_of(t, named->sound));
    }
    if (t->r.ok && s->n_named > 1) qsort(s->named, s->n_named, sizeof *s->named, khl_named_compare);
}

static void take_slots(taking *t, khl_slots *s)
{
    khl_id_set *const others[] = {&s->towns, &s->around, &s->numbers, &s->periods,
                                  &s->poles, &s->years,  &s->acts};
    *s = (khl_slots){.city = KHL_CITY_UNKNOWN};
    for (unsigned k = 0; k < KHL_N_SLOTS; k++) s->set[k] = take_set(t);
    for (size_t k = 0; k < sizeof others / sizeof *others; k++) *others[k] = take_set(t);
    uint32_t flags = take_number(t);
    s->counted = flags & 1;
    s->unusual = flags >> 1 & 1;
    s->n_content = take_number(t);
    take_named(t, s);
}

static int by_name(const void *x, const void *y)
{
    const khl_kept_unit *a = x, *b = y;
    return a->unit.name < b->unit.name ? -1 : a->unit.name > b->unit.name;
}

/* Mostly a few, for which a call to compare two costs more than to move them. */
enum { FEW = 48 };

static void sort_units(khl_kept_unit *units, uint32_t n)
{
    if (n > FEW) qsort(units, n, sizeof *units, by_name);
    for (uint32_t k = 1; k < n && n <= FEW; k++) {
        khl_kept_unit unit = units[k];
        uint32_t at = k;
        for (; at > 0 && units[at - 1].unit.name > unit.unit.name; at--) units[at] = units[at - 1];
        units[at] = unit;
    }
}

static void take_unit(taking *t, khl_kept_unit *out)
{
    out->unit.name = take_name(t);
    uint32_t code = take_number(t), n_parts = code >> 2;
    out->weight = code & 1 ? take_float(t) : 1;
    out->focus = code & 2 ? take_float(t) : 1;
    if (n_parts > (size_t)(t->r.end - t->r.at)) t->r.ok = false;
    out->unit.parts = take_names(t, t->r.ok ? n_parts : 0);
}

/* The units of one kind; what they are made of goes behind what is there. */
static khl_unit *take_kind(taking *t, uint32_t *n)
{
    khl_kept *k = t->k;
    *n = take_count(t);
    khl_kept_unit *taken = make(t, *n, sizeof *taken);
    khl_unit *units = make(t, *n, sizeof *units);
    for (uint32_t u = 0; u < *n && t->r.ok; u++) take_unit(t, &taken[u]);
    if (t->r.ok && !khl_grow(&k->made, &k->made_capacity, k->n_made + *n, sizeof *k->made)) {
        t->no_memory = true;
        t->r.ok = false;
    }
    if (!t->r.ok) return NULL;
    sort_units(taken, *n);
    for (uint32_t u = 0; u < *n; u++) {
        units[u] = taken[u].unit;
        k->made[k->n_made][0] = taken[u].weight;
        k->made[k->n_made++][1] = taken[u].focus;
    }
    return units;
}

static void take_units(taking *t, khl_units *u)
{
    for (unsigned kind = 0; kind < KHL_N_UNITS; kind++) u->of[kind] = take_kind(t, &u->n[kind]);
    u->concepts = take_set(t);
    u->sites = take_set(t);
    u->n_things = take_number(t);
}

static void take_deeds(taking *t, khl_deeds *d)
{
    d->n = take_count(t);
    khl_deed *deeds = make(t, d->n, sizeof *deeds);
    for (uint32_t k = 0; k < d->n && t->r.ok; k++) {
        deeds[k].act = take_name_or_none(t);
        deeds[k].family = take_name(t);
        deeds[k].thing = take_name_or_none(t);
    }
    d->of = deeds;
}

static int by_term(const void *x, const void *y)
{
    const khl_kept_term *a = x, *b = y;
    return a->name < b->name ? -1 : a->name > b->name;
}

static void sort_terms(khl_kept_term *terms, uint32_t n)
{
    if (n > FEW) qsort(terms, n, sizeof *terms, by_term);
    for (uint32_t k = 1; k < n && n <= FEW; k++) {
        khl_kept_term term = terms[k];
        uint32_t at = k;
        for (; at > 0 && terms[at - 1].name > term.name; at--) terms[at] = terms[at - 1];
        terms[at] = term;
    }
}

static void take_terms(taking *t)
{
    khl_kept *k = t->k;
    uint32_t n = take_count(t);
    size_t begin = k->n_terms;
    if (t->r.ok && !khl_grow(&k->terms, &k->terms_capacity, begin + n, sizeof *k->terms)) {
        t->no_memory = true;
        t->r.ok = false;
    }
    for (uint32_t at = 0; at < n && t->r.ok; at++) {
        khl_kept_term *term = &k->terms[k->n_terms++];
        term->name = take_name(t);
        uint32_t code = take_number(t);
        term->tf = code >> 2;
        term->weight = code & 1 ? take_float(t) : 1;
        term->elsewhere = code & 2 ? take_number(t) : term->tf;
    }
    if (t->r.ok) sort_terms(k->terms + begin, n);
}

static khl_status take(taking *t, khl_error *err)
{
    khl_matcher *m = &t->k->m;
    size_t i = m->n;
    if (i == t->k->capacity) return khl_fail_memory(err); /* more than there was room asked for */
    uint32_t low = take_number(t), high = take_number(t);
    m->keys[i] = (uint64_t)high << 32 | low;
    take_slots(t, &m->slots[i]);
    take_units(t, &m->units[i]);
    take_deeds(t, &m->deeds[i]);
    take_terms(t);
    if (t->no_memory) return khl_fail_memory(err);
    if (!t->r.ok || t->r.at != t->r.end)
        return KHL_FAIL(err, KHL_E_INPUT, "store.torn", "the index is damaged or cut off; build it anew");
    t->k->term_ends[m->n++] = t->k->n_terms;
    return KHL_OK;
}

khl_status khl_kept_add(khl_kept *k, khl_str bytes, const khl_frozen *more, khl_error *err)
{
    taking t = {.k = k, .r = {bytes.p, bytes.p + bytes.n, true}, .known = k->names->n, .more = more};
    return take(&t, err);
}

khl_status khl_kept_add_text(khl_kept *k, const khl_analysis *analysis, khl_error *err)
{
    khl_map own;
    taking t = {.k = k, .r = {.ok = true}};
    k->bytes.n = 0;
    khl_status status = khl_map_init(&own, err);
    if (status == KHL_OK) status = khl_kept_put(&k->bytes, analysis, &own, err);
    uint32_t *to = khl_arena_array(&k->m.arena, own.n, sizeof *to);
    if (status == KHL_OK && to == NULL) status = khl_fail_memory(err);
    for (size_t n = 0; n < own.n && status == KHL_OK; n++) to[n] = number_of(&t, own.keys[n]);
    t.to = to;
    t.n_to = (uint32_t)own.n;
    t.r.at = k->bytes.p;
    t.r.end = k->bytes.p + k->bytes.n;
    if (status == KHL_OK) status = take(&t, err);
    khl_map_clear(&own);
    return status;
}
