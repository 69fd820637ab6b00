/* Reading demands that another process wrote. Sets stay where they lie; what holds pointers is made anew.
 * Every length is bounded by what is left, and every number by that of the names, so that a foreign file is
 * refused and never followed. Cost: linear; about 1 us a demand. */
#include "freight.h"

#include "alloc.h"
#include "aside.h"
#include "error.h"
#include "tfidf.h"

#include <string.h>

typedef struct cursor {
    const uint32_t *at;
    size_t left; /* words */
    uint32_t n_names;
    khl_arena *arena;
    bool ok, no_memory;
} cursor;

static const uint32_t *take(cursor *c, size_t n)
{
    static const uint32_t NOTHING[1] = {0};
    if (n > c->left) c->ok = false;
    if (!c->ok) return NOTHING;
    const uint32_t *at = c->at;
    c->at += n;
    c->left -= n;
    return at;
}

static uint32_t take_word(cursor *c)
{
    return *take(c, 1);
}

/* A count of things of at least `words` words each. */
static uint32_t take_count(cursor *c, size_t words)
{
    uint32_t n = take_word(c);
    if (n > c->left / words) c->ok = false;
    return c->ok ? n : 0;
}

static uint32_t take_name(cursor *c)
{
    uint32_t name = take_word(c);
    if (name >= c->n_names) c->ok = false;
    return name;
}

static float take_float(cursor *c)
{
    uint32_t word = take_word(c);
    float value;
    memcpy(&value, &word, sizeof value);
    return value;
}

static void *make(cursor *c, size_t n, size_t size)
{
    void *made = n > 0 ? khl_arena_array(c->arena, n, size) : NULL;
    if (n > 0 && made == NULL) c->ok = false, c->no_memory = true;
    return made;
}

static khl_id_set take_set(cursor *c)
{
    uint32_t n = take_count(c, 1);
    khl_id_set set = {take(c, n), n};
    for (uint32_t k = 0; k < n && c->ok; k++) c->ok = set.ids[k] < c->n_names;
    return c->ok ? set : (khl_id_set){NULL, 0};
}

static void take_named(cursor *c, khl_named *out)
{
    *out = (khl_named){.id = take_name(c), .level = take_word(c)};
    out->sound = take_word(c);
    uint32_t flags = take_word(c);
    out->arabic = flags & 1;
    out->town = flags >> 1 & 1;
    out->contains = flags >> 2 & 1;
    const uint32_t *spoken = take(c, sizeof out->spoken / sizeof(uint32_t));
    if (c->ok) memcpy(out->spoken, spoken, sizeof out->spoken);
    if (out->spoken[sizeof out->spoken - 1] != '\0') c->ok = false;
    uint32_t n = take_word(c);
    out->name.p = (const char *)take(c, ((size_t)n + 3) / 4);
    out->name.n = c->ok ? n : 0;
}

static void take_slots(cursor *c, khl_slots *s)
{
    for (unsigned k = 0; k < KHL_N_SLOTS; k++) s->set[k] = take_set(c);
    khl_id_set *const others[] = {&s->towns, &s->around, &s->numbers, &s->periods,
                                  &s->poles, &s->years,  &s->acts};
    for (size_t k = 0; k < sizeof others / sizeof *others; k++) *others[k] = take_set(c);
    uint32_t flags = take_word(c);
    s->counted = flags & 1;
    s->unusual = flags >> 1 & 1;
    s->districts_aside = flags >> 2 & 1;
    s->n_content = take_word(c);
    s->city = take_word(c);
    s->n_named = take_count(c, 5);
    s->named = make(c, s->n_named, sizeof *s->named);
    for (uint32_t k = 0; k < s->n_named && c->ok; k++) take_named(c, &s->named[k]);
}

static void take_units(cursor *c, khl_units *u)
{
    for (unsigned kind = 0; kind < KHL_N_UNITS && c->ok; kind++) {
        u->n[kind] = take_count(c, 3);
        u->of[kind] = make(c, u->n[kind], sizeof **u->of);
        for (uint32_t k = 0; k < u->n[kind] && c->ok; k++) {
            u->of[kind][k].name = take_name(c);
            u->of[kind][k].information = take_float(c);
            u->of[kind][k].parts = take_set(c);
        }
    }
    u->concepts = take_set(c);
    u->sites = take_set(c);
    u->n_things = take_word(c);
}

static void take_deeds(cursor *c, khl_deeds *d)
{
    d->n = take_count(c, 3);
    khl_deed *deeds = make(c, d->n, sizeof *deeds);
    for (uint32_t k = 0; k < d->n && c->ok; k++) {
        deeds[k].act = take_word(c);
        deeds[k].family = take_word(c);
        deeds[k].thing = take_word(c);
        const uint32_t all[] = {deeds[k].act, deeds[k].family, deeds[k].thing};
        for (size_t i = 0; i < 3; i++) c->ok = c->ok && (all[i] < c->n_names || all[i] == KHL_MAP_NONE);
    }
    d->of = deeds;
}

typedef struct growing {
    khl_csr *rows;
    size_t cols, vals; /* capacities */
} growing;

static void take_row(cursor *c, growing *g, size_t r)
{
    khl_csr *rows = g->rows;
    size_t at = rows->row_ptr[r];
    uint32_t n = take_count(c, 2);
    const uint32_t *col = take(c, n), *val = take(c, n);
    for (uint32_t k = 0; k < n && c->ok; k++)
        c->ok = col[k] < rows->n_cols && (k == 0 || col[k - 1] < col[k]);
    if (c->ok && (!khl_grow(&rows->col, &g->cols, at + n, sizeof *rows->col) ||
                  !khl_grow(&rows->val, &g->vals, at + n, sizeof *rows->val)))
        c->ok = false, c->no_memory = true;
    if (c->ok && n > 0) {
        memcpy(rows->col + at, col, n * sizeof *col);
        memcpy(rows->val + at, val, n * sizeof *val);
    }
    rows->row_ptr[r + 1] = at + (c->ok ? n : 0);
}

static void skip_row(cursor *c)
{
    take(c, 2 * (size_t)take_count(c, 2));
}

static bool begin_rows(khl_csr *rows, size_t n, uint32_t n_cols)
{
    *rows = (khl_csr){.n_rows = (uint32_t)n, .n_cols = n_cols};
    rows->row_ptr = khl_alloc_zero(n + 1, sizeof *rows->row_ptr);
    return rows->row_ptr != NULL;
}

/* Ascending from 0, and no further than what follows can hold. */
static const uint32_t *take_firsts(cursor *c, size_t words)
{
    const uint32_t *first = take(c, (size_t)c->n_names + 1);
    bool ok = c->ok && first[0] == 0;
    for (uint32_t k = 0; ok && k < c->n_names; k++) ok = first[k] <= first[k + 1];
    c->ok = ok && first[c->n_names] <= c->left / words;
    return first;
}

static void take_links(cursor *c, khl_links *l)
{
    const uint32_t *first = take_firsts(c, 2);
    uint32_t n = c->ok ? first[c->n_names] : 0;
    const uint32_t *to = take(c, n), *kind = take(c, n);
    l->n_names = c->n_names;
    l->first = khl_alloc((size_t)c->n_names + 1, sizeof *l->first);
    l->to = khl_alloc(n, sizeof *l->to);
    l->kind = khl_alloc(n, sizeof *l->kind);
    if (l->first == NULL || l->to == NULL || l->kind == NULL) c->ok = false, c->no_memory = true;
    if (!c->ok) return;
    memcpy(l->first, first, ((size_t)c->n_names + 1) * sizeof *first);
    for (uint32_t k = 0; k < n && c->ok; k++) {
        l->to[k] = to[k];
        l->kind[k] = (uint8_t)kind[k];
        c->ok = to[k] < c->n_names;
    }
}

static void take_kin(cursor *c, khl_kin *kin)
{
    const uint32_t *first = take_firsts(c, 2);
    uint32_t n = c->ok ? first[c->n_names] : 0;
    kin->n_names = c->n_names;
    kin->first = khl_alloc((size_t)c->n_names + 1, sizeof *kin->first);
    kin->of = khl_alloc(n, sizeof *kin->of);
    if (kin->first == NULL || kin->of == NULL) c->ok = false, c->no_memory = true;
    if (!c->ok) return;
    memcpy(kin->first, first, ((size_t)c->n_names + 1) * sizeof *first);
    for (uint32_t k = 0; k < n && c->ok; k++) {
        kin->of[k].name = take_name(c);
        kin->of[k].nearness = take_float(c);
    }
}

static cursor cursor_of(khl_str bytes, uint32_t n_names, khl_arena *arena)
{
    bool aligned = (uintptr_t)bytes.p % sizeof(uint32_t) == 0 && bytes.n % sizeof(uint32_t) == 0;
    return (cursor){
        (const uint32_t *)(const void *)bytes.p, bytes.n / sizeof(uint32_t), n_names, arena, aligned, false};
}

khl_status khl_freight_torn(khl_error *err)
{
    return KHL_FAIL(err, KHL_E_INPUT, "freight.torn",
                    "the demands in this file are not what a plan writes; plan again");
}

static khl_status verdict(const cursor *c, khl_error *err)
{
    if (c->no_memory) return khl_fail_memory(err);
    if (c->ok && c->left == 0) return KHL_OK;
    return khl_freight_torn(err);
}

/* rows NULL: nobody wants them. */
static khl_status take_demands(khl_matcher *m, khl_csr *rows, const khl_freight *f, khl_error *err)
{
    growing spaces[KHL_N_SPACES], wanted = {rows, 0, 0};
    khl_status status = KHL_OK;
    for (unsigned s = 0; s < KHL_N_SPACES; s++) spaces[s] = (growing){&m->rows[s], 0, 0};
    for (size_t i = 0; i < f->n && status == KHL_OK; i++) {
        cursor c = cursor_of(f->demands[i], m->links.n_names, &m->arena);
        take_slots(&c, &m->slots[i]);
        take_units(&c, &m->units[i]);
        take_deeds(&c, &m->deeds[i]);
        const uint32_t *key = take(&c, 2);
        if (c.ok) memcpy(&m->keys[i], key, sizeof m->keys[i]);
        for (unsigned s = 0; s < KHL_N_SPACES; s++)
            if (m->rows[s].row_ptr != NULL) take_row(&c, &spaces[s], i);
        if (rows != NULL)
            take_row(&c, &wanted, i);
        else
            skip_row(&c);
        status = verdict(&c, err);
    }
    return status;
}

static khl_status begin(khl_matcher *m, khl_csr *rows, const khl_freight *f, khl_error *err)
{
    cursor c = cursor_of(f->shared, 0, &m->arena);
    c.n_names = take_word(&c);
    bool made = rows == NULL || begin_rows(rows, f->n, c.n_names);
    for (unsigned s = 0; s < KHL_N_SPACES; s++) {
        uint32_t n_cols = take_word(&c);
        if (s == KHL_SPACE_CONCEPT || m->model->weight[KHL_EVIDENCE_WORD + s] != 0)
            made = begin_rows(&m->rows[s], f->n, n_cols) && made;
    }
    if (c.n_names > c.left) c.ok = false;
    if (c.ok) take_links(&c, &m->links);
    if (c.ok) take_kin(&c, &m->kin);
    m->slots = khl_alloc_zero(f->n, sizeof *m->slots);
    m->units = khl_alloc_zero(f->n, sizeof *m->units);
    m->keys = khl_alloc_zero(f->n, sizeof *m->keys);
    m->deeds = khl_arena_array(&m->arena, f->n, sizeof *m->deeds);
    made = made && m->slots && m->units && m->keys && m->deeds;
    return made ? verdict(&c, err) : khl_fail_memory(err);
}

static khl_status unpack(khl_matcher **out, khl_csr *rows, const khl_freight *freight,
                         const khl_match_model *model, const khl_matcher_options *options, khl_error *err)
{
    khl_matcher *m = NULL;
    *out = NULL;
    khl_status status = khl_matcher_begin(&m, freight->n, model, options, err);
    if (status == KHL_OK) status = begin(m, rows, freight, err);
    if (status == KHL_OK) status = take_demands(m, rows, freight, err);
    if (status == KHL_OK)
        *out = m;
    else
        khl_matcher_destroy(m);
    return status;
}

khl_status khl_freight_unpack(khl_matcher **out, khl_csr *rows, const khl_freight *freight,
                              const khl_match_model *model, bool ranks_within_cities, khl_error *err)
{
    khl_matcher_options options = KHL_MATCHER_OPTIONS_INIT;
    options.ranks_within_cities = ranks_within_cities;
    *rows = (khl_csr){0};
    khl_status status = unpack(out, rows, freight, model, &options, err);
    if (status != KHL_OK) khl_csr_clear(rows);
    return status;
}

khl_status khl_freight_restore(khl_matcher **out, const khl_freight *freight, khl_str words,
                               const khl_analysis_source *source, const khl_match_model *model,
                               const khl_matcher_options *options, khl_error *err)
{
    khl_matcher *m = NULL;
    *out = NULL;
    khl_status status = unpack(&m, NULL, freight, model, options, err);
    if (status != KHL_OK) return status;
    m->source = *source;
    m->cities_differ = khl_cities_differ(options->city, freight->n);
    m->options.city = NULL;
    status = khl_tfidf_thaw(&m->tfidf[KHL_SPACE_WORD], words, err);
    if (status == KHL_E_MODEL) status = khl_freight_torn(err);
    if (status == KHL_OK)
        *out = m;
    else
        khl_matcher_destroy(m);
    return status;
}
