/* Reading authorities.tsv and concerns.tsv: the bodies first, then the rows that name them. Cost: linear. */
#include "authorities.h"

#include "alloc.h"
#include "error.h"
#include "lexicon.h"
#include "str.h"

static const char *const LEVELS[KHL_N_LEVELS] = {"local", "provincial", "regional", "national"};

/* How much a row's level speaks against that of the lead, which has 1: one clear cue decides, a hint only
 * with another. */
static const float CLEAR = 1.2f, HINT = 0.6f;
static const float CONCERNED_SHARE = 0.4f;

khl_str khl_level_name(khl_level level)
{
    return khl_str_from(level < KHL_LEVEL_NONE ? LEVELS[level] : "");
}

static khl_level find_level(khl_str name)
{
    unsigned i = 0;
    while (i < KHL_N_LEVELS && !khl_str_equal(name, khl_str_from(LEVELS[i]))) i++;
    return (khl_level)i;
}

static khl_status fail_at(const khl_tsv *tsv, uint64_t column, const char *id, const char *text,
                          khl_str value, khl_error *err)
{
    char arg[KHL_ERROR_ARG_BYTES];
    size_t n = value.n < sizeof arg ? value.n : sizeof arg - 1;
    if (n > 0) memcpy(arg, value.p, n);
    arg[n] = '\0';
    return khl_tsv_fail(tsv, column, id, text, arg, err);
}

static khl_status add_body(khl_authorities *a, const khl_tsv *tsv, khl_error *err)
{
    const khl_str *f = tsv->fields;
    uint32_t i;
    bool added;
    khl_level level = find_level(f[4]);
    if (a->ids.n == KHL_MAX_AUTHORITIES)
        return khl_tsv_fail(tsv, 1, "authorities.too_many",
                            "at most 128 authorities can be used; remove some of them", NULL, err);
    if (f[0].n == 0 || f[1].n == 0 || f[2].n == 0 || f[3].n == 0)
        return khl_tsv_fail(tsv, 1, "authorities.nameless",
                            "an authority needs an id and three names; complete the row", NULL, err);
    if (level == KHL_LEVEL_NONE)
        return fail_at(tsv, 5, "authorities.level",
                       "\"{0}\" is no level; write local, provincial, regional or national", f[4], err);
    if (khl_map_put(&a->ids, f[0], &i, &added) != KHL_OK) return khl_fail_memory(err);
    if (!added)
        return fail_at(tsv, 1, "authorities.twice", "the id \"{0}\" stands twice; remove one of the rows",
                       f[0], err);
    a->name[i] = (khl_name){khl_arena_copy(&a->arena, f[1]), khl_arena_copy(&a->arena, f[2]),
                            khl_arena_copy(&a->arena, f[3])};
    a->level[i] = level;
    return a->name[i].ar.p && a->name[i].fr.p && a->name[i].en.p ? KHL_OK : khl_fail_memory(err);
}

/* The next item of a list with '|' between; *list loses it. */
static khl_str next_item(khl_str *list)
{
    const char *bar = memchr(list->p, '|', list->n);
    size_t n = bar != NULL ? (size_t)(bar - list->p) : list->n;
    khl_str item = khl_str_trim(khl_str_part(*list, 0, n));
    *list = khl_str_part(*list, bar != NULL ? n + 1 : n, list->n);
    return item;
}

/* The bodies of one column: "commune|province:2". */
static khl_status add_shares(khl_authorities *a, const khl_tsv *tsv, unsigned column, double weight,
                             khl_error *err)
{
    for (khl_str list = tsv->fields[column]; list.n > 0;) {
        khl_str body = next_item(&list);
        const char *colon = memchr(body.p, ':', body.n);
        size_t n = colon != NULL ? (size_t)(colon - body.p) : body.n;
        double own = weight;
        uint32_t i = khl_map_find(&a->ids, khl_str_part(body, 0, n));
        if (i == KHL_MAP_NONE)
            return fail_at(tsv, column + 1, "concerns.body",
                           "no authority has the id \"{0}\"; write one of authorities.tsv", body, err);
        if (colon != NULL &&
            (!khl_str_to_f64(khl_str_part(body, n + 1, body.n), &own) || !(own > 0 && own <= 10)))
            return fail_at(tsv, column + 1, "concerns.weight",
                           "\"{0}\" is no weight from 0 to 10; correct it", body, err);
        if (!khl_grow(&a->shares, &a->shares_capacity, a->n_shares + 1, sizeof *a->shares))
            return khl_fail_memory(err);
        a->shares[a->n_shares++] = (khl_share){i, (float)own};
    }
    return KHL_OK;
}

static khl_status read_level(khl_concern *concern, const khl_tsv *tsv, khl_error *err)
{
    khl_str name = tsv->fields[5];
    bool hint = name.n > 0 && name.p[name.n - 1] == '?';
    concern->level = find_level(hint ? khl_str_part(name, 0, name.n - 1) : name);
    concern->level_weight = hint ? HINT : CLEAR;
    if (name.n > 0 && concern->level == KHL_LEVEL_NONE)
        return fail_at(tsv, 6, "authorities.level",
                       "\"{0}\" is no level; write local, provincial, regional or national", name, err);
    return KHL_OK;
}

static khl_status find_concept(const khl_authorities *a, const khl_tsv *tsv, uint64_t column, khl_str id,
                               uint32_t *out, khl_error *err)
{
    *out = khl_frozen_find(&a->lexicon->concepts.concepts, id);
    if (*out == KHL_FROZEN_NONE)
        return fail_at(tsv, column, "concerns.concept",
                       "no concept has the id \"{0}\"; write one of concepts/", id, err);
    return KHL_OK;
}

/* The concepts of the last column, one of which must stand beside the keys. */
static khl_status add_beside(khl_authorities *a, khl_concern *concern, const khl_tsv *tsv, khl_error *err)
{
    khl_status status = KHL_OK;
    concern->beside_first = (uint32_t)a->n_beside;
    for (khl_str list = tsv->fields[7]; list.n > 0 && status == KHL_OK;) {
        khl_str id = next_item(&list);
        if (!khl_grow(&a->beside, &a->beside_capacity, a->n_beside + 1, sizeof *a->beside))
            return khl_fail_memory(err);
        status = find_concept(a, tsv, 8, id, &a->beside[a->n_beside++], err);
    }
    concern->n_beside = (uint32_t)a->n_beside - concern->beside_first;
    return status;
}

static khl_status add_rule(khl_authorities *a, uint32_t concept, khl_error *err)
{
    if (!khl_grow(&a->rules, &a->rules_capacity, a->n_rules + 1, sizeof *a->rules))
        return khl_fail_memory(err);
    a->rules[a->n_rules] = (khl_rule){(uint32_t)a->n_concerns, a->rule_of[concept]};
    a->rule_of[concept] = (uint32_t)a->n_rules++;
    return KHL_OK;
}

/* A concept has one row without a condition, and any number with one. */
static khl_status add_concept(khl_authorities *a, const khl_tsv *tsv, khl_str key, khl_error *err)
{
    uint32_t i = 0;
    khl_status status = find_concept(a, tsv, 2, key, &i, err);
    if (status != KHL_OK) return status;
    if (tsv->fields[7].n > 0) return add_rule(a, i, err);
    if (a->of_concept[i] != KHL_CONCERN_NONE)
        return fail_at(tsv, 2, "concerns.twice", "\"{0}\" stands in two rows; keep one", key, err);
    a->of_concept[i] = (uint32_t)a->n_concerns;
    return KHL_OK;
}

static khl_status add_axis(khl_authorities *a, const khl_tsv *tsv, khl_str key, khl_error *err)
{
    uint32_t i;
    bool added;
    if (khl_map_put(&a->axes, key, &i, &added) != KHL_OK ||
        !khl_grow(&a->of_axis, &a->axis_capacity, a->axes.n, sizeof *a->of_axis))
        return khl_fail_memory(err);
    if (!added) return fail_at(tsv, 2, "concerns.twice", "\"{0}\" stands in two rows; keep one", key, err);
    a->of_axis[i] = (uint32_t)a->n_concerns;
    return KHL_OK;
}

static khl_status add_keyword(khl_authorities *a, khl_str key, uint32_t concern, khl_error *err)
{
    khl_str kept = khl_arena_copy(&a->arena, key);
    if (kept.p == NULL ||
        !khl_grow(&a->keywords, &a->keywords_capacity, a->n_keywords + 1, sizeof *a->keywords))
        return khl_fail_memory(err);
    a->keywords[a->n_keywords++] = (khl_concern_key){kept, concern};
    return KHL_OK;
}

static khl_status add_keys(khl_authorities *a, const khl_tsv *tsv, khl_error *err)
{
    khl_str source = tsv->fields[0];
    khl_status status = KHL_OK;
    for (khl_str list = tsv->fields[1]; list.n > 0 && status == KHL_OK;) {
        khl_str key = next_item(&list);
        if (khl_str_equal(source, KHL_STR("concept")))
            status = add_concept(a, tsv, key, err);
        else if (khl_str_equal(source, KHL_STR("axis")))
            status = add_axis(a, tsv, key, err);
        else if (khl_str_equal(source, KHL_STR("keyword")))
            status = add_keyword(a, key, (uint32_t)a->n_concerns, err);
        else if (khl_str_equal(source, KHL_STR("ask")))
            status = add_keyword(a, key, KHL_CONCERN_NONE, err);
        else
            status = fail_at(tsv, 1, "concerns.source",
                             "\"{0}\" is no source; write concept, axis, keyword or ask", source, err);
    }
    return status;
}

static khl_status add_concern(khl_authorities *a, const khl_tsv *tsv, khl_error *err)
{
    khl_concern concern = {.first = (uint32_t)a->n_shares};
    double weight = 0;
    khl_str written = khl_str_trim(tsv->fields[4]);
    if (!khl_str_to_f64(written, &weight) || !(weight > 0 && weight <= 10))
        return fail_at(tsv, 5, "concerns.weight", "\"{0}\" is no weight from 0 to 10; correct it", written,
                       err);
    khl_status status = add_keys(a, tsv, err);
    if (status == KHL_OK) status = add_shares(a, tsv, 2, weight, err);
    concern.n_lead = (uint32_t)a->n_shares - concern.first;
    if (status == KHL_OK) status = add_shares(a, tsv, 3, CONCERNED_SHARE * weight, err);
    if (status == KHL_OK) status = read_level(&concern, tsv, err);
    if (status == KHL_OK) status = add_beside(a, &concern, tsv, err);
    if (status != KHL_OK) return status;
    concern.n = (uint32_t)a->n_shares - concern.first;
    concern.level_for_all = weight < 1 || khl_str_equal(tsv->fields[0], KHL_STR("keyword"));
    if (!khl_grow(&a->concerns, &a->concerns_capacity, a->n_concerns + 1, sizeof *a->concerns))
        return khl_fail_memory(err);
    a->concerns[a->n_concerns++] = concern;
    return KHL_OK;
}

static khl_status begin(khl_authorities *a, const khl_lexicon *lexicon, khl_error *err)
{
    uint32_t n = lexicon->concepts.concepts.n_keys;
    a->lexicon = lexicon;
    a->arena.block_bytes = 16384;
    a->of_concept = khl_alloc((size_t)n + 1, sizeof *a->of_concept);
    a->rule_of = khl_alloc((size_t)n + 1, sizeof *a->rule_of);
    if (a->of_concept == NULL || a->rule_of == NULL) return khl_fail_memory(err);
    for (uint32_t i = 0; i < n; i++) a->of_concept[i] = a->rule_of[i] = KHL_CONCERN_NONE;
    khl_status status = khl_map_init(&a->ids, err);
    return status == KHL_OK ? khl_map_init(&a->axes, err) : status;
}

khl_status khl_authorities_parse(khl_authorities **out, khl_tsv *bodies, khl_tsv *concerns,
                                 const khl_lexicon *lexicon, khl_error *err)
{
    *out = NULL;
    khl_authorities *a = khl_alloc_zero(1, sizeof *a);
    if (a == NULL) return khl_fail_memory(err);
    bool more = true;
    khl_status status = begin(a, lexicon, err);
    while (status == KHL_OK && more) {
        status = khl_tsv_next(bodies, 5, &more, err);
        if (status == KHL_OK && more) status = add_body(a, bodies, err);
    }
    for (more = true; status == KHL_OK && more;) {
        status = khl_tsv_next(concerns, 5, &more, err);
        if (status == KHL_OK && more) status = add_concern(a, concerns, err);
    }
    if (status == KHL_OK)
        *out = a;
    else
        khl_authorities_destroy(a);
    return status;
}

khl_status khl_authorities_read(khl_authorities **out, const char *bodies_path, const char *concerns_path,
                                const khl_lexicon *lexicon, khl_error *err)
{
    khl_tsv bodies, concerns;
    *out = NULL;
    khl_status status = khl_tsv_open(&bodies, bodies_path, err);
    if (status != KHL_OK) return status;
    status = khl_tsv_open(&concerns, concerns_path, err);
    if (status == KHL_OK) {
        status = khl_authorities_parse(out, &bodies, &concerns, lexicon, err);
        khl_tsv_close(&concerns);
    }
    khl_tsv_close(&bodies);
    return status;
}

void khl_authorities_destroy(khl_authorities *a)
{
    if (a == NULL) return;
    khl_map_clear(&a->ids);
    khl_map_clear(&a->axes);
    free(a->shares);
    free(a->concerns);
    free(a->of_concept);
    free(a->rule_of);
    free(a->rules);
    free(a->beside);
    free(a->of_axis);
    free(a->keywords);
    khl_arena_clear(&a->arena);
    free(a);
}

uint32_t khl_authorities_count(const khl_authorities *a)
{
    return (uint32_t)a->ids.n;
}
khl_str khl_authorities_id(const khl_authorities *a, uint32_t i)
{
    return a->ids.keys[i];
}
khl_name khl_authorities_name(const khl_authorities *a, uint32_t i)
{
    return a->name[i];
}
khl_level khl_authorities_level(const khl_authorities *a, uint32_t i)
{
    return a->level[i];
}
