/* Writing what proposals say: names get their numbers when all are known, then the demands are written with
 * them, equal ones once. */
#include "index_demands.h"

#include "alloc.h"
#include "background.h"
#include "error.h"
#include "kept_code.h"
#include "str.h"
#include "tfidf.h"

#include <stdio.h>
#include <string.h>

khl_status khl_said_create(khl_said **out, unsigned n, khl_error *err)
{
    khl_status status = KHL_OK;
    *out = khl_alloc_zero(n, sizeof **out);
    if (*out == NULL) return khl_fail_memory(err);
    for (unsigned k = 0; k < n && status == KHL_OK; k++) status = khl_map_init(&(*out)[k].names, err);
    return status;
}

void khl_said_destroy(khl_said *said, unsigned n)
{
    for (unsigned k = 0; said != NULL && k < n; k++) {
        khl_map_clear(&said[k].names);
        khl_buf_clear(&said[k].bytes);
        free(said[k].ends);
        free(said[k].rows);
    }
    free(said);
}

khl_status khl_said_add(khl_said *s, uint32_t row, const khl_analysis *analysis, khl_error *err)
{
    if (!khl_grow(&s->ends, &s->ends_capacity, s->n + 1, sizeof *s->ends) ||
        !khl_grow(&s->rows, &s->rows_capacity, s->n + 1, sizeof *s->rows))
        return khl_fail_memory(err);
    khl_status status = khl_kept_put(&s->bytes, analysis, &s->names, err);
    s->rows[s->n] = row;
    s->ends[s->n] = s->bytes.n;
    s->n += status == KHL_OK;
    return status;
}

/* A name, and how often it stands in demands. */
typedef struct name {
    khl_str key;
    uint64_t count;
    uint32_t number; /* that it gets */
} name;

typedef struct naming {
    khl_map all;
    name *names;   /* [all.n] */
    uint32_t **to; /* [n_said] numbers of the names of each worker: first in `all`, then those they get */
    unsigned n_said;
} naming;

static int by_count(const void *x, const void *y)
{
    const name *a = *(const name *const *)x, *b = *(const name *const *)y;
    if (a->count != b->count) return a->count > b->count ? -1 : 1;
    return khl_str_compare(a->key, b->key);
}

static int by_key(const void *x, const void *y)
{
    const name *a = *(const name *const *)x, *b = *(const name *const *)y;
    return khl_str_compare(a->key, b->key);
}

static void naming_clear(naming *g)
{
    khl_map_clear(&g->all);
    for (unsigned k = 0; g->to != NULL && k < g->n_said; k++) free(g->to[k]);
    free(g->to);
    free(g->names);
}

/* Names of all workers; those the lexicon links are there in any case. */
static khl_status gather_names(naming *g, const khl_said *said, const khl_lexicon *lexicon, khl_error *err)
{
    khl_status status = khl_map_init(&g->all, err);
    g->to = khl_alloc_zero(g->n_said, sizeof *g->to);
    bool ok = status == KHL_OK && g->to != NULL;
    for (unsigned k = 0; k < g->n_said && ok; k++) {
        g->to[k] = khl_alloc(said[k].names.n, sizeof **g->to);
        ok = g->to[k] != NULL;
        for (size_t n = 0; n < said[k].names.n && ok; n++)
            ok = khl_map_put(&g->all, said[k].names.keys[n], &g->to[k][n], NULL) == KHL_OK;
    }
    for (uint32_t i = 0; lexicon != NULL && i < khl_lexicon_n_links(lexicon) && ok; i++) {
        khl_str from, to;
        khl_lexicon_link_at(lexicon, i, &from, &to);
        ok = khl_map_put(&g->all, from, NULL, NULL) == KHL_OK &&
             khl_map_put(&g->all, to, NULL, NULL) == KHL_OK;
    }
    g->names = ok ? khl_alloc_zero(g->all.n, sizeof *g->names) : NULL;
    if (!ok || g->names == NULL) return khl_fail_memory(err);
    for (size_t n = 0; n < g->all.n; n++) g->names[n].key = g->all.keys[n];
    return KHL_OK;
}

static void count_names(naming *g, const khl_said *said)
{
    for (unsigned k = 0; k < g->n_said; k++) {
        khl_kept_reader r = {said[k].bytes.p, said[k].bytes.p + said[k].bytes.n, true};
        while (r.at < r.end && r.ok) {
            uint64_t code = khl_kept_take_code(&r);
            if (code & 1) g->names[g->to[k][code >> 1]].count++;
        }
    }
}

/* The names in an order, to be freed; they get the number of their place. */
static khl_status order_names(naming *g, int (*order)(const void *, const void *), name ***out,
                              khl_error *err)
{
    name **sorted = *out = khl_alloc(g->all.n, sizeof *sorted);
    if (sorted == NULL) return khl_fail_memory(err);
    for (size_t n = 0; n < g->all.n; n++) sorted[n] = &g->names[n];
    if (g->all.n > 1) qsort(sorted, g->all.n, sizeof *sorted, order);
    return KHL_OK;
}

static khl_status add(khl_store_writer *w, unsigned number, const char *what, const void *bytes, size_t n,
                      khl_error *err)
{
    char full[KHL_STORE_NAME_BYTES];
    snprintf(full, sizeof full, "%u.%.16s", number % 100U, what);
    return khl_store_add(w, full, bytes, n, err);
}

static khl_status add_frozen(khl_store_writer *w, const char *what, name *const *names, size_t n,
                             khl_error *err)
{
    khl_buf buf = KHL_BUF_INIT;
    khl_str *keys = khl_alloc(n, sizeof *keys);
    uint32_t *numbers = khl_alloc(n, sizeof *numbers);
    khl_status status = keys != NULL && numbers != NULL ? KHL_OK : khl_fail_memory(err);
    for (size_t k = 0; k < n && status == KHL_OK; k++) {
        keys[k] = names[k]->key;
        numbers[k] = names[k]->number;
    }
    if (status == KHL_OK) status = khl_frozen_write(&buf, keys, numbers, n, sizeof *numbers, err);
    if (status == KHL_OK) status = khl_store_add(w, what, buf.p, buf.n, err);
    khl_buf_clear(&buf);
    free(keys);
    free(numbers);
    return status;
}

static khl_status write_links(khl_store_writer *w, const khl_links *l, const khl_kin *kin, khl_error *err)
{
    size_t n = l->n_names;
    khl_status status = khl_store_add(w, "links-first", l->first, (n + 1) * sizeof *l->first, err);
    if (status == KHL_OK) status = khl_store_add(w, "links-to", l->to, l->first[n] * sizeof *l->to, err);
    if (status == KHL_OK) status = khl_store_add(w, "links-kind", l->kind, l->first[n], err);
    if (status == KHL_OK)
        status = khl_store_add(w, "kin-first", kin->first, (n + 1) * sizeof *kin->first, err);
    return status == KHL_OK ? khl_store_add(w, "kin-of", kin->of, kin->first[n] * sizeof *kin->of, err)
                            : status;
}

/* Links and kin between the names by number. */
static khl_status link_names(khl_store_writer *w, name *const *ranked, size_t n, const khl_lexicon *lexicon,
                             khl_error *err)
{
    khl_map names;
    khl_links links = {0};
    khl_kin kin = {0};
    khl_status status = khl_map_init(&names, err);
    for (size_t k = 0; k < n && status == KHL_OK; k++)
        if (khl_map_put(&names, ranked[k]->key, NULL, NULL) != KHL_OK) status = khl_fail_memory(err);
    if (status == KHL_OK) status = khl_links_build(&links, lexicon, &names, err);
    if (status == KHL_OK) status = khl_kin_build(&kin, lexicon, &names, &links, err);
    if (status == KHL_OK) status = write_links(w, &links, &kin, err);
    khl_links_clear(&links);
    khl_kin_clear(&kin);
    khl_map_clear(&names);
    return status;
}

/* The map of names, and by number the place of each in it and its idf. */
static khl_status write_names(khl_store_writer *w, naming *g, const khl_models *models, khl_error *err)
{
    name **ranked = NULL, **sorted = NULL;
    khl_background *background = NULL;
    size_t n = g->all.n;
    uint32_t *key_of = khl_alloc(n, sizeof *key_of);
    double *idf = khl_alloc(n, sizeof *idf);
    khl_status status = key_of != NULL && idf != NULL ? KHL_OK : khl_fail_memory(err);
    if (status == KHL_OK) status = order_names(g, by_count, &ranked, err);
    if (status == KHL_OK) status = order_names(g, by_key, &sorted, err);
    if (status == KHL_OK) status = khl_models_background(&background, models, err);
    for (size_t k = 0; k < n && status == KHL_OK; k++) {
        ranked[k]->number = (uint32_t)k;
        idf[k] = khl_df_table_idf(background->df[KHL_SPACE_CONCEPT], ranked[k]->key, 0, 0);
    }
    for (size_t k = 0; k < n && status == KHL_OK; k++) key_of[sorted[k]->number] = (uint32_t)k;
    if (status == KHL_OK) status = add_frozen(w, "names", sorted, n, err);
    if (status == KHL_OK) status = khl_store_add(w, "names-key", key_of, n * sizeof *key_of, err);
    if (status == KHL_OK) status = khl_store_add(w, "names-idf", idf, n * sizeof *idf, err);
    if (status == KHL_OK) status = link_names(w, ranked, n, khl_models_lexicon(models), err);
    khl_background_destroy(background);
    free(key_of);
    free(idf);
    free(ranked);
    free(sorted);
    return status;
}

/* Where the demand of a proposal is. */
typedef struct place {
    unsigned said;
    size_t at;
} place;

/* Demands as they are written: equal ones lie in one place. */
typedef struct writing {
    const khl_said *said;
    const naming *naming;
    khl_buf bytes, one; /* all, and the one at hand */
    uint64_t *at;       /* [n_docs] */
    uint64_t *slots;    /* [mask + 1] 1 + offset of a demand, 0: empty */
    size_t mask;
} writing;

static void put_one(writing *w, size_t doc)
{
    size_t slot = (size_t)khl_hash((khl_str){w->one.p, w->one.n}) & w->mask;
    for (; w->slots[slot] != 0; slot = (slot + 1) & w->mask) {
        size_t there = (size_t)w->slots[slot] - 1;
        if (w->bytes.n - there >= w->one.n && memcmp(w->bytes.p + there, w->one.p, w->one.n) == 0) {
            w->at[doc] = there;
            return;
        }
    }
    w->at[doc] = w->bytes.n;
    w->slots[slot] = (uint64_t)w->bytes.n + 1;
    khl_buf_put(&w->bytes, (khl_str){w->one.p, w->one.n});
}

/* Its length, then the demand. */
static khl_status write_one(writing *w, place p, size_t doc, khl_buf *demand, khl_error *err)
{
    const khl_said *s = &w->said[p.said];
    size_t begin = p.at > 0 ? s->ends[p.at - 1] : 0;
    demand->n = w->one.n = 0;
    khl_status status = khl_kept_renumber(demand, (khl_str){s->bytes.p + begin, s->ends[p.at] - begin},
                                          w->naming->to[p.said], err);
    khl_kept_put_code(&w->one, demand->n);
    khl_buf_put(&w->one, khl_buf_str(demand));
    if (status == KHL_OK && khl_buf_ok(&w->one)) put_one(w, doc);
    return status == KHL_OK && khl_buf_ok(&w->one) && khl_buf_ok(&w->bytes) ? KHL_OK : khl_fail_memory(err);
}

static khl_status write_demands(khl_store_writer *w, unsigned number, const khl_said *said, const naming *g,
                                size_t n_docs, khl_error *err)
{
    writing all = {.said = said, .naming = g, .mask = 63};
    khl_buf demand = KHL_BUF_INIT;
    while (all.mask + 1 < 2 * n_docs) all.mask = 2 * all.mask + 1;
    place *places = khl_alloc_zero(n_docs, sizeof *places);
    all.at = khl_alloc(n_docs, sizeof *all.at);
    all.slots = khl_alloc_zero(all.mask + 1, sizeof *all.slots);
    khl_status status = places && all.at && all.slots ? KHL_OK : khl_fail_memory(err);
    for (unsigned k = 0; k < g->n_said && status == KHL_OK; k++)
        for (size_t d = 0; d < said[k].n; d++) places[said[k].rows[d]] = (place){k, d};
    for (size_t d = 0; d < n_docs && status == KHL_OK; d++)
        status = write_one(&all, places[d], d, &demand, err);
    if (status == KHL_OK) status = add(w, number, "demands-at", all.at, n_docs * sizeof *all.at, err);
    if (status == KHL_OK) status = add(w, number, "demands", all.bytes.p, all.bytes.n, err);
    khl_buf_clear(&demand);
    khl_buf_clear(&all.one);
    khl_buf_clear(&all.bytes);
    free(places);
    free(all.at);
    free(all.slots);
    return status;
}

/* From places in `all` to the numbers that names have now. */
static void settle(naming *g, const khl_said *said)
{
    for (unsigned k = 0; k < g->n_said; k++)
        for (size_t n = 0; n < said[k].names.n; n++) g->to[k][n] = g->names[g->to[k][n]].number;
}

khl_status khl_demands_write_fresh(khl_store_writer *w, const khl_said *said, unsigned n_said, size_t n_docs,
                                   const khl_models *models, khl_error *err)
{
    naming g = {.n_said = n_said};
    khl_status status = gather_names(&g, said, khl_models_lexicon(models), err);
    if (status == KHL_OK) count_names(&g, said);
    if (status == KHL_OK) status = write_names(w, &g, models, err);
    if (status == KHL_OK) settle(&g, said);
    if (status == KHL_OK) status = write_demands(w, 0, said, &g, n_docs, err);
    naming_clear(&g);
    return status;
}

/* Names that are known keep their number; the others follow in their order, which is all that is written. */
static khl_status write_new_names(khl_store_writer *w, unsigned number, naming *g,
                                  const khl_kept_names *names, khl_error *err)
{
    name **sorted = NULL;
    char full[KHL_STORE_NAME_BYTES];
    size_t n = 0;
    khl_status status = order_names(g, by_key, &sorted, err);
    for (size_t k = 0; k < g->all.n && status == KHL_OK; k++) {
        uint32_t at = khl_frozen_find(&names->known, sorted[k]->key);
        if (at != KHL_FROZEN_NONE) {
            memcpy(&sorted[k]->number, khl_frozen_record(&names->known, at), sizeof sorted[k]->number);
            continue;
        }
        sorted[k]->number = names->n + (uint32_t)n;
        sorted[n++] = sorted[k];
    }
    snprintf(full, sizeof full, "%u.names", number % 100U);
    if (status == KHL_OK) status = add_frozen(w, full, sorted, n, err);
    free(sorted);
    return status;
}

khl_status khl_demands_write_more(khl_store_writer *w, unsigned number, const khl_said *said, size_t n_docs,
                                  const khl_kept_names *names, khl_error *err)
{
    naming g = {.n_said = 1};
    khl_status status = gather_names(&g, said, NULL, err);
    if (status == KHL_OK) status = write_new_names(w, number, &g, names, err);
    if (status == KHL_OK) settle(&g, said);
    if (status == KHL_OK) status = write_demands(w, number, said, &g, n_docs, err);
    naming_clear(&g);
    return status;
}

/* Ascending from 0 to the number of what follows. */
static bool leads(const uint32_t *first, size_t n, size_t count)
{
    for (size_t k = 0; k < n; k++)
        if (first[k] > first[k + 1]) return false;
    return first[0] == 0 && first[n] == count;
}

static bool numbers_hold(const khl_kept_names *x)
{
    bool holds = true;
    for (uint32_t k = 0; k < x->n && holds; k++) holds = x->key_of[k] < x->n;
    for (uint32_t k = 0; holds && k < x->links.first[x->n]; k++) holds = x->links.to[k] < x->n;
    for (uint32_t k = 0; holds && k < x->kin.first[x->n]; k++) holds = x->kin.of[k].name < x->n;
    return holds;
}

/* The sections as they lie: what is borrowed is never written. */
static khl_status find_numbers(khl_kept_names *x, const khl_store *store, khl_error *err)
{
    khl_str part[7];
    static const char *const NAMES[] = {"names-key",  "names-idf", "links-first", "links-to",
                                        "links-kind", "kin-first", "kin-of"};
    khl_status status = KHL_OK;
    for (unsigned k = 0; k < 7 && status == KHL_OK; k++)
        status = khl_store_whole(store, NAMES[k], &part[k], err);
    if (status != KHL_OK) return status;
    size_t n = x->n, firsts = (n + 1) * sizeof(uint32_t), n_links = part[4].n,
           n_kin = part[6].n / sizeof *x->kin.of;
    if (part[0].n != n * sizeof(uint32_t) || part[1].n != n * sizeof(double) || part[2].n != firsts ||
        part[3].n != n_links * sizeof(uint32_t) || part[5].n != firsts ||
        part[6].n != n_kin * sizeof *x->kin.of)
        return khl_store_fail(store, err);
    x->key_of = (const uint32_t *)(const void *)part[0].p;
    x->idf = (const double *)(const void *)part[1].p;
    x->links = (khl_links){(uint32_t *)(uintptr_t)part[2].p, (uint32_t *)(uintptr_t)part[3].p,
                           (uint8_t *)(uintptr_t)part[4].p, x->n};
    x->kin = (khl_kin){(uint32_t *)(uintptr_t)part[5].p, (khl_relative *)(uintptr_t)part[6].p, x->n};
    bool holds = leads(x->links.first, n, n_links) && leads(x->kin.first, n, n_kin) && numbers_hold(x);
    return holds ? KHL_OK : khl_store_fail(store, err);
}

khl_status khl_demands_open(khl_kept_names *out, bool *there, const khl_store *store,
                            const khl_background *background, khl_error *err)
{
    khl_str part;
    *out = (khl_kept_names){.background = background->df[KHL_SPACE_CONCEPT]};
    *there = khl_store_bytes(store, "names") > 0;
    if (!*there) return KHL_OK;
    khl_status status = khl_store_whole(store, "names", &part, err);
    if (status == KHL_OK) status = khl_frozen_open(&out->known, part, sizeof(uint32_t), err);
    out->n = out->known.n_keys;
    return status == KHL_OK ? find_numbers(out, store, err) : status;
}
