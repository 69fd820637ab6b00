/* Reading the vocabulary. A file is a table of rows, each handed to a function of its kind; then ids become
 * numbers and what would make gold wrong (a wording of two things, senses of one wording) is refused. */
#include "data.h"

#include "alloc.h"
#include "error.h"
#include "map.h"
#include "str.h"
#include "tsv.h"

#include <stdio.h>

typedef struct reader {
    khl_gen_data *data;
    khl_tsv tsv;
    khl_map wordings; /* of objects */
    khl_error *err;
} reader;

#define PUSH(list)                                                                                           \
    (khl_grow(&(list).p, &(list).capacity, (list).n + 1, sizeof *(list).p) ? &(list).p[(list).n++] : NULL)

static khl_status refuse(const reader *r, uint64_t column, const char *id, const char *text)
{
    return khl_tsv_fail(&r->tsv, column, id, text, NULL, r->err);
}

static khl_status push_form(khl_gen_data *data, khl_forms *out, khl_str form, khl_error *err)
{
    size_t capacity = out->capacity;
    if (!khl_grow(&out->p, &capacity, out->n + 1, sizeof *out->p)) return khl_fail_memory(err);
    out->capacity = (uint32_t)capacity;
    khl_str copy = khl_arena_copy(&data->arena, form);
    if (copy.p == NULL) return khl_fail_memory(err);
    out->p[out->n++] = copy;
    return KHL_OK;
}

/* Field column (from 1), cut at separator; "-" is no form. */
static khl_status take_forms(reader *r, size_t column, char separator, khl_forms *out)
{
    khl_str rest = r->tsv.fields[column - 1];
    khl_status status = KHL_OK;
    if (khl_str_equal(rest, KHL_STR("-"))) return KHL_OK;
    while (status == KHL_OK) {
        const char *bar = memchr(rest.p, separator, rest.n);
        size_t n = bar != NULL ? (size_t)(bar - rest.p) : rest.n;
        if (n == 0)
            return refuse(r, column, "generate.empty", "a wording is empty here; write one, or - for none");
        status = push_form(r->data, out, khl_str_part(rest, 0, n), r->err);
        if (bar == NULL) break;
        rest = khl_str_part(rest, n + 1, rest.n);
    }
    return status;
}

static khl_str take(reader *r, size_t column)
{
    return khl_arena_copy(&r->data->arena, r->tsv.fields[column - 1]);
}

static khl_status take_number(reader *r, size_t column, uint64_t least, uint64_t most, uint32_t *out)
{
    uint64_t value = 0;
    if (!khl_str_to_u64(r->tsv.fields[column - 1], &value) || value < least || value > most)
        return refuse(r, column, "generate.number", "the number here is out of its range");
    *out = (uint32_t)value;
    return KHL_OK;
}

/* One of the n words of names, as its number. */
static khl_status take_word(reader *r, size_t column, const char *const *names, unsigned n, unsigned *out)
{
    for (*out = 0; *out < n; ++*out)
        if (khl_str_equal(r->tsv.fields[column - 1], khl_str_from(names[*out]))) return KHL_OK;
    return refuse(r, column, "generate.word",
                  "this is none of the words that the head of the file allows here");
}

static khl_status row_action(reader *r)
{
    static const char *const STATES[] = {"known", "new"};
    unsigned state = 0;
    khl_gen_action *a = PUSH(r->data->actions);
    if (a == NULL) return khl_fail_memory(r->err);
    *a = (khl_gen_action){.id = take(r, 1)};
    khl_status status = take_word(r, 2, STATES, 2, &state);
    a->counts = state == 1;
    for (unsigned lang = 0; lang < KHL_GEN_LANGS && status == KHL_OK; lang++)
        status = take_forms(r, 3 + lang, '|', &a->forms[lang]);
    return status;
}

static khl_status take_classes(reader *r, size_t column, unsigned *out)
{
    khl_str field = r->tsv.fields[column - 1];
    *out = 0;
    for (size_t i = 0; i < field.n; i++) {
        const char *at = strchr("qds", field.p[i]);
        if (at == NULL && !(field.p[i] == 'w' && field.n == 1))
            return refuse(r, column, "generate.places", "places are letters of q, d and s, or w alone");
        if (at != NULL) *out |= 1u << (at - "qds");
    }
    return KHL_OK;
}

/* No wording of an object may be one of another: both would be the same text with two gold ids. */
static khl_status claim(reader *r, const khl_forms *forms, uint64_t column)
{
    for (uint32_t i = 0; i < forms->n; i++) {
        uint32_t index;
        bool added;
        if (khl_map_put(&r->wordings, forms->p[i], &index, &added) != KHL_OK) return khl_fail_memory(r->err);
        if (!added)
            return refuse(r, column, "generate.twice",
                          "this wording stands twice; one text would have two golds");
    }
    return KHL_OK;
}

static khl_status row_object(reader *r)
{
    static const char *const GENDERS[] = {"m", "f"};
    unsigned gender = 0;
    khl_gen_object *o = PUSH(r->data->objects);
    if (o == NULL) return khl_fail_memory(r->err);
    *o = (khl_gen_object){.id = take(r, 1)};
    khl_status status = take_number(r, 2, 1, KHL_GEN_AXES, &o->axis);
    if (status == KHL_OK) status = take_classes(r, 3, &o->classes);
    if (status == KHL_OK) status = take_word(r, 4, GENDERS, 2, &gender);
    if (status == KHL_OK) status = take_forms(r, 5, ',', &o->fors);
    if (status == KHL_OK) status = take_forms(r, 6, ',', &o->senses);
    o->feminine = gender == 1;
    khl_forms *const FORMS[] = {&o->ar[1], &o->ar[0], &o->ar_many, &o->da, &o->fr[1], &o->fr[0], &o->fr_many};
    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS && status == KHL_OK; i++) {
        status = take_forms(r, 7 + i, '|', FORMS[i]);
        if (status == KHL_OK) status = claim(r, FORMS[i], 7 + i);
    }
    if (status == KHL_OK && o->senses.n == 0)
        status =
            refuse(r, 6, "generate.no_sense", "nothing can be asked of this; name a sense of actions.tsv");
    if (status == KHL_OK && o->ar_many.n > 0 && o->fr_many.n == 0)
        status = refuse(r, 13, "generate.no_plural", "what is counted in Arabic wants a French plural too");
    return status;
}

static khl_status row_beneficiary(reader *r)
{
    khl_gen_data *d = r->data;
    if (d->n_beneficiaries == sizeof d->beneficiaries / sizeof *d->beneficiaries)
        return refuse(r, 1, "generate.beneficiaries", "there are more than 64 beneficiaries; remove some");
    uint32_t at = d->n_beneficiaries++;
    d->beneficiaries[at].id = take(r, 1);
    khl_status status = KHL_OK;
    for (unsigned lang = 0; lang < KHL_GEN_LANGS && status == KHL_OK; lang++)
        status = take_forms(r, 2 + lang, '|', &d->beneficiaries[at].forms[lang]);
    return status;
}

static khl_status row_kind(reader *r)
{
    khl_gen_kind *k = PUSH(r->data->kinds);
    if (k == NULL) return khl_fail_memory(r->err);
    *k = (khl_gen_kind){.ar = take(r, 2), .names = take(r, 4)};
    khl_status status = take_classes(r, 1, &k->class);
    if (status == KHL_OK) status = take_forms(r, 3, '|', &k->fr);
    if (status == KHL_OK) status = take_number(r, 5, 0, 1000, &k->highest);
    return status;
}

static khl_status row_name(reader *r)
{
    khl_gen_name *n = PUSH(r->data->names);
    if (n == NULL) return khl_fail_memory(r->err);
    *n = (khl_gen_name){take(r, 1), take(r, 2), take(r, 3)};
    return KHL_OK;
}

static khl_status row_city(reader *r)
{
    khl_gen_name *n = PUSH(r->data->cities);
    if (n == NULL) return khl_fail_memory(r->err);
    *n = (khl_gen_name){{NULL, 0}, take(r, 1), take(r, 2)};
    return KHL_OK;
}

static khl_status row_commune(reader *r)
{
    khl_gen_name *n = PUSH(r->data->communes);
    if (n == NULL) return khl_fail_memory(r->err);
    *n = (khl_gen_name){take(r, 2), take(r, 1), {NULL, 0}};
    return KHL_OK;
}

static khl_status row_frame(reader *r)
{
    static const char *const USES[] = {"place", "front", "ask", "do", "post", "thanks"};
    static const char *const LANGS[] = {"ar", "da", "fr"};
    unsigned use = 0, lang = 0;
    khl_status status = take_word(r, 1, USES, KHL_GEN_USES, &use);
    if (status == KHL_OK) status = take_word(r, 2, LANGS, KHL_GEN_LANGS, &lang);
    if (status != KHL_OK) return status;
    return push_form(r->data, &r->data->frames[use][lang], r->tsv.fields[2], r->err);
}

static khl_status row_ground(reader *r)
{
    uint32_t axis = 0;
    khl_status status = take_number(r, 1, 1, KHL_GEN_AXES, &axis);
    for (unsigned lang = 0; lang < KHL_GEN_LANGS && status == KHL_OK; lang++)
        status = push_form(r->data, &r->data->grounds[axis][lang], r->tsv.fields[1 + lang], r->err);
    return status;
}

static khl_status row_number(reader *r)
{
    khl_gen_number *n = PUSH(r->data->numbers);
    if (n == NULL) return khl_fail_memory(r->err);
    *n = (khl_gen_number){0, take(r, 2), take(r, 3), take(r, 4), take(r, 5)};
    return take_number(r, 1, KHL_GEN_MANY_FROM, KHL_GEN_MANY_TO, &n->value);
}

static khl_status row_association(reader *r)
{
    static const char *const PARTS[] = {"first", "purpose"};
    unsigned part = 0;
    khl_status status = take_word(r, 1, PARTS, 2, &part);
    if (status != KHL_OK) return status;
    khl_gen_data *d = r->data;
    return push_form(d, part == 0 ? &d->first_words : &d->purposes, r->tsv.fields[1], r->err);
}

static khl_status row_slip(reader *r)
{
    static const char *const KINDS[] = {"hamza", "marbuta", "maqsura", "accent", "neighbour"};
    static const char *const WHERE[] = {"any", "end"};
    unsigned kind = 0, where = 0;
    khl_gen_slip *s = PUSH(r->data->slips);
    if (s == NULL) return khl_fail_memory(r->err);
    *s = (khl_gen_slip){.letter = take(r, 2)};
    khl_status status = take_word(r, 1, KINDS, 5, &kind);
    if (status == KHL_OK) status = take_forms(r, 3, '|', &s->instead);
    if (status == KHL_OK) status = take_word(r, 4, WHERE, 2, &where);
    s->neighbour = kind == 4;
    s->at_end = where == 1;
    return status;
}

static khl_status read_file(reader *r, const char *path, size_t n_fields, khl_status (*row)(reader *))
{
    bool more = true;
    khl_status status = khl_tsv_open(&r->tsv, path, r->err);
    if (status != KHL_OK) return status;
    while (status == KHL_OK) {
        status = khl_tsv_next(&r->tsv, n_fields, &more, r->err);
        if (status != KHL_OK || !more) break;
        status = row(r);
    }
    khl_tsv_close(&r->tsv);
    return status;
}

/* Numbers of the ids in names, found by a function; KHL_E_MODEL when one is not there. */
static khl_status resolve(khl_gen_data *d, const khl_gen_object *o, const khl_forms *ids, bool actions,
                          uint32_t **out, khl_error *err)
{
    *out = khl_arena_array(&d->arena, ids->n + 1, sizeof **out);
    if (*out == NULL) return khl_fail_memory(err);
    for (uint32_t i = 0; i < ids->n; i++) {
        uint32_t k = 0, n = actions ? (uint32_t)d->actions.n : d->n_beneficiaries;
        while (k < n && !khl_str_equal(ids->p[i], actions ? d->actions.p[k].id : d->beneficiaries[k].id)) k++;
        if (k == n)
            return KHL_FAIL(
                err, KHL_E_MODEL, "generate.unknown",
                "objects.tsv: {0} names \"{1}\", which is in neither actions.tsv nor beneficiaries.tsv",
                o->id.p, ids->p[i].p);
        (*out)[i] = k;
    }
    return KHL_OK;
}

static bool share_a_form(const khl_forms *a, const khl_forms *b)
{
    for (uint32_t i = 0; i < a->n; i++)
        for (uint32_t k = 0; k < b->n; k++)
            if (khl_str_equal(a->p[i], b->p[k])) return true;
    return false;
}

static khl_status check_senses(const khl_gen_data *d, const khl_gen_object *o, khl_error *err)
{
    for (uint32_t i = 0; i < o->senses.n; i++) {
        const khl_gen_action *a = &d->actions.p[o->sense[i]];
        if (o->ar[a->counts].n == 0 || o->fr[a->counts].n == 0)
            return KHL_FAIL(err, KHL_E_MODEL, "generate.no_form",
                            "objects.tsv: {0} lacks the form that \"{1}\" wants", o->id.p, a->id.p);
        for (uint32_t k = 0; k < i; k++)
            for (unsigned lang = 0; lang < KHL_GEN_LANGS; lang++)
                if (share_a_form(&a->forms[lang], &d->actions.p[o->sense[k]].forms[lang]))
                    return KHL_FAIL(
                        err, KHL_E_MODEL, "generate.senses",
                        "objects.tsv: two senses of {0} share a wording; one text would have two golds",
                        o->id.p);
    }
    return KHL_OK;
}

static khl_status link_objects(khl_gen_data *d, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t i = 0; i < d->objects.n && status == KHL_OK; i++) {
        khl_gen_object *o = &d->objects.p[i];
        if (i > 0 && o->axis < o[-1].axis)
            return KHL_FAIL(err, KHL_E_MODEL, "generate.order", "objects.tsv: {0} stands behind a later axis",
                            o->id.p);
        for (uint32_t a = o->axis + 1; a <= KHL_GEN_AXES + 1; a++) d->axis_first[a] = (uint32_t)i + 1;
        status = resolve(d, o, &o->senses, true, &o->sense, err);
        if (status == KHL_OK) status = resolve(d, o, &o->fors, false, &o->beneficiary, err);
        if (status == KHL_OK) status = check_senses(d, o, err);
    }
    return status;
}

/* How many names of a class there are, and the first of them. */
static uint32_t names_of(const khl_gen_data *d, khl_str class, uint32_t *first)
{
    uint32_t n = 0;
    for (uint32_t i = (uint32_t)d->names.n; i > 0; i--)
        if (khl_str_equal(d->names.p[i - 1].class, class)) {
            *first = i - 1;
            n++;
        }
    return n;
}

static khl_status link_places(khl_gen_data *d, khl_error *err)
{
    uint32_t first = 0, unused;
    for (size_t i = 0; i < d->kinds.n; i++) {
        khl_gen_kind *k = &d->kinds.p[i];
        k->n_names = names_of(d, k->names, &k->first_name);
        k->n_places = k->n_names * (k->highest > 1 ? k->highest : 1);
        k->first = first;
        first += k->n_places;
        if (k->n_names == 0 || !khl_str_equal(d->names.p[k->first_name + k->n_names - 1].class, k->names))
            return KHL_FAIL(err, KHL_E_MODEL, "generate.names",
                            "kinds.tsv: names.tsv must hold the names of class \"{0}\", one behind the other",
                            k->names.p);
    }
    d->n_cities = (uint32_t)d->cities.n;
    for (size_t i = 0; i < d->communes.n; i++) d->n_cities += names_of(d, d->communes.p[i].class, &unused);
    return KHL_OK;
}

/* Every list that is drawn from must hold something. */
static khl_status check_complete(const khl_gen_data *d, khl_error *err)
{
    bool ok = d->n_cities > 0 && d->numbers.n == KHL_GEN_MANY_TO - KHL_GEN_MANY_FROM + 1 && d->slips.n > 0 &&
              d->first_words.n > 0 && d->purposes.n > 0;
    for (uint32_t a = 1; a <= KHL_GEN_AXES; a++)
        ok = ok && d->axis_first[a + 1] > d->axis_first[a] && d->grounds[a][0].n > 0;
    for (unsigned lang = 0; lang < KHL_GEN_LANGS; lang++)
        for (unsigned use = 0; use < KHL_GEN_USES; use++)
            ok = ok && (d->frames[use][lang].n > 0 || (use == KHL_GEN_PLACE && lang == KHL_GEN_FR) ||
                        (use == KHL_GEN_DO && lang != KHL_GEN_AR));
    if (ok) return KHL_OK;
    return KHL_FAIL(err, KHL_E_MODEL, "generate.incomplete",
                    "the vocabulary lacks a file's rows; compare it with the shipped one");
}

khl_status khl_gen_data_read(khl_gen_data *out, const char *folder, khl_error *err)
{
    static const struct {
        const char *name;
        size_t n_fields;
        khl_status (*row)(reader *);
    } FILES[] = {{"actions", 5, row_action},
                 {"beneficiaries", 4, row_beneficiary},
                 {"objects", 13, row_object},
                 {"kinds", 5, row_kind},
                 {"names", 3, row_name},
                 {"cities", 2, row_city},
                 {"communes", 2, row_commune},
                 {"frames", 3, row_frame},
                 {"grounds", 4, row_ground},
                 {"numbers", 5, row_number},
                 {"associations", 2, row_association},
                 {"spelling", 4, row_slip}};
    *out = (khl_gen_data){.arena = KHL_ARENA_INIT(64 * 1024)};
    reader r = {.data = out, .err = err};
    khl_status status = khl_map_init(&r.wordings, err);
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES && status == KHL_OK; i++) {
        char path[4096];
        int n = snprintf(path, sizeof path, "%s/%s.tsv", folder, FILES[i].name);
        if (n < 0 || (size_t)n >= sizeof path)
            status = KHL_FAIL(err, KHL_E_ARGUMENT, "generate.path", "the path of the vocabulary is too long");
        else
            status = read_file(&r, path, FILES[i].n_fields, FILES[i].row);
    }
    if (status == KHL_OK) status = link_objects(out, err);
    if (status == KHL_OK) status = link_places(out, err);
    if (status == KHL_OK) status = check_complete(out, err);
    khl_map_clear(&r.wordings);
    return status;
}

static void clear_three(khl_forms *forms)
{
    for (unsigned lang = 0; lang < KHL_GEN_LANGS; lang++) free(forms[lang].p);
}

static void clear_object(khl_gen_object *o)
{
    khl_forms *const ALL[] = {&o->fors, &o->senses, &o->ar[0], &o->ar[1],  &o->ar_many,
                              &o->da,   &o->fr[0],  &o->fr[1], &o->fr_many};
    for (size_t i = 0; i < sizeof ALL / sizeof *ALL; i++) free(ALL[i]->p);
}

void khl_gen_data_clear(khl_gen_data *d)
{
    for (size_t i = 0; i < d->actions.n; i++) clear_three(d->actions.p[i].forms);
    for (size_t i = 0; i < d->objects.n; i++) clear_object(&d->objects.p[i]);
    for (size_t i = 0; i < d->kinds.n; i++) free(d->kinds.p[i].fr.p);
    for (size_t i = 0; i < d->slips.n; i++) free(d->slips.p[i].instead.p);
    for (uint32_t i = 0; i < d->n_beneficiaries; i++) clear_three(d->beneficiaries[i].forms);
    for (unsigned use = 0; use < KHL_GEN_USES; use++) clear_three(d->frames[use]);
    for (unsigned axis = 0; axis <= KHL_GEN_AXES; axis++) clear_three(d->grounds[axis]);
    void *const LISTS[] = {d->actions.p,  d->objects.p, d->kinds.p,   d->names.p,       d->cities.p,
                           d->communes.p, d->slips.p,   d->numbers.p, d->first_words.p, d->purposes.p};
    for (size_t i = 0; i < sizeof LISTS / sizeof *LISTS; i++) free(LISTS[i]);
    khl_arena_clear(&d->arena);
    *d = (khl_gen_data){.n_cities = 0};
}
