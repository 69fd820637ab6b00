/* Building the shortlist: draft entries are put in order, copied into one arena and given ids and numbers.
 *
 *   order    by axis, then by support, then by first member
 *   fill     members, supporters, cities, cohesion, title, id
 *   link     related entries and the review list
 *   close    counts and khl_shortlist_check
 *
 * Cost: linear, but for cohesion, which looks at every pair within an entry. */
#include "build.h"

#include "alloc.h"
#include "error.h"
#include "map.h"
#include "shortlist_memory.h"
#include "str.h"

#include <stdio.h>

enum { TITLE_WORDS = 14, MAX_RELATED = 8 };

typedef struct builder {
    const khl_draft *draft;
    khl_shortlist *out;
    khl_arena *arena;
    khl_entry *entries; /* [n_entries], final order */
    size_t *order;      /* [n_entries] -> draft entry */
    uint32_t *entry_of; /* [n_proposals] -> final entry */
    khl_error *err;
} builder;

static khl_str keep(builder *b, khl_str s)
{
    return khl_arena_copy(b->arena, s);
}

static const khl_proposal *proposal(const builder *b, uint32_t i)
{
    return khl_corpus_at(b->draft->corpus, i);
}

/* Distinct non-empty values of a field over the members, in member order. */
typedef khl_str (*field_fn)(const khl_proposal *p);
static khl_str association_of(const khl_proposal *p)
{
    return p->association;
}
static khl_str city_of(const khl_proposal *p)
{
    return p->city;
}

static khl_status distinct(builder *b, const khl_draft_entry *d, field_fn field, const khl_str **out,
                           size_t *n)
{
    khl_str *values = khl_arena_array(b->arena, d->n, sizeof *values);
    if (values == NULL) return khl_fail_memory(b->err);
    *n = 0;
    for (uint32_t i = 0; i < d->n; i++) {
        khl_str value = field(proposal(b, d->members[i]));
        bool seen = value.n == 0;
        for (size_t k = 0; k < *n && !seen; k++) seen = khl_str_equal(values[k], value);
        if (seen) continue;
        values[*n] = keep(b, value);
        if (values[(*n)++].p == NULL) return khl_fail_memory(b->err);
    }
    *out = values;
    return KHL_OK;
}

static uint32_t support_of(const builder *b, const khl_draft_entry *d)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->n; i++) {
        khl_str name = proposal(b, d->members[i])->association;
        bool seen = name.n == 0;
        for (uint32_t k = 0; k < i && !seen; k++)
            seen = khl_str_equal(proposal(b, d->members[k])->association, name);
        n += !seen;
    }
    return n;
}

typedef struct sort_key {
    uint32_t axis, support, size, first;
    size_t entry;
} sort_key;

static int by_order(const void *x, const void *y)
{
    const sort_key *a = x, *b = y;
    if (a->axis != b->axis) return a->axis < b->axis ? -1 : 1;
    if (a->support != b->support) return a->support > b->support ? -1 : 1;
    if (a->size != b->size) return a->size > b->size ? -1 : 1;
    return a->first < b->first ? -1 : a->first > b->first;
}

static khl_status order_entries(builder *b)
{
    const khl_draft *d = b->draft;
    sort_key *keys = khl_alloc(d->n_entries, sizeof *keys);
    if (keys == NULL) return khl_fail_memory(b->err);
    for (size_t i = 0; i < d->n_entries; i++) {
        const khl_draft_entry *e = &d->entries[i];
        keys[i] = (sort_key){e->axis, support_of(b, e), e->n, e->members[0], i};
    }
    qsort(keys, d->n_entries, sizeof *keys, by_order);
    for (size_t i = 0; i < d->n_entries; i++) b->order[i] = keys[i].entry;
    free(keys);
    return KHL_OK;
}

static khl_status fill_member(builder *b, const khl_draft_entry *d, uint32_t number, khl_member *m)
{
    const khl_proposal *p = proposal(b, number);
    bool representative = number == d->representative;
    *m = (khl_member){.id = keep(b, p->id),
                      .city = keep(b, p->city),
                      .association = keep(b, p->association),
                      .date = keep(b, p->date),
                      .text = keep(b, p->text),
                      .file = keep(b, khl_corpus_input_at(b->draft->corpus, p->input)->name),
                      .row = p->row,
                      .representative = representative};
    m->probability =
        representative ? 1.0 : b->draft->probability(b->draft->context, d->representative, number);
    bool ok = m->id.p && m->city.p && m->association.p && m->date.p && m->text.p && m->file.p;
    return ok ? KHL_OK : khl_fail_memory(b->err);
}

/* The representative first, then the others in input order. */
static khl_status fill_members(builder *b, const khl_draft_entry *d, khl_entry *e)
{
    khl_member *members = khl_arena_array(b->arena, d->n, sizeof *members);
    if (members == NULL) return khl_fail_memory(b->err);
    khl_status status = fill_member(b, d, d->representative, &members[0]);
    size_t k = 1;
    for (uint32_t i = 0; i < d->n && status == KHL_OK; i++)
        if (d->members[i] != d->representative) status = fill_member(b, d, d->members[i], &members[k++]);
    e->members = members;
    e->n_members = d->n;
    return status;
}

/* The least probable pair of members: of all pairs, not of the surviving links. */
static khl_status fill_cohesion(builder *b, const khl_draft_entry *d, khl_entry *e)
{
    uint32_t weakest[2] = {0, 0};
    e->min_pair_probability = 1;
    for (uint32_t i = 0; i < d->n; i++) {
        for (uint32_t j = i + 1; j < d->n; j++) {
            double p = b->draft->probability(b->draft->context, d->members[i], d->members[j]);
            if (weakest[0] != weakest[1] && p >= e->min_pair_probability) continue;
            e->min_pair_probability = p;
            weakest[0] = d->members[i];
            weakest[1] = d->members[j];
        }
    }
    if (d->n < 2) return KHL_OK;
    for (unsigned k = 0; k < 2; k++) {
        e->weakest[k] = keep(b, proposal(b, weakest[k])->id);
        if (e->weakest[k].p == NULL) return khl_fail_memory(b->err);
    }
    return KHL_OK;
}

/* "E-" and ten hex digits of the representative's hash; a second entry of the same text gets "-2", and so on.
 */
static khl_status fill_id(builder *b, const khl_draft_entry *d, size_t at)
{
    char hex[65], id[32];
    khl_sha256_hex(proposal(b, d->representative)->sha256, hex);
    unsigned same = 1;
    for (size_t i = 0; i < at; i++) {
        const khl_str *other = &b->entries[i].id;
        same += other->n >= 12 && memcmp(other->p + 2, hex, 10) == 0;
    }
    if (same == 1)
        snprintf(id, sizeof id, "E-%.10s", hex);
    else
        snprintf(id, sizeof id, "E-%.10s-%u", hex, same);
    b->entries[at].id = keep(b, khl_str_from(id));
    return b->entries[at].id.p != NULL ? KHL_OK : khl_fail_memory(b->err);
}

static khl_status fill_text(builder *b, const khl_draft_entry *d, khl_entry *e)
{
    const khl_proposal *p = proposal(b, d->representative);
    khl_str title =
        p->title.n > 0 ? p->title : khl_title_cut(&b->draft->analyses[d->representative], TITLE_WORDS);
    e->title = keep(b, title);
    e->text = keep(b, p->text);
    return e->title.p != NULL && e->text.p != NULL ? KHL_OK : khl_fail_memory(b->err);
}

static khl_status fill_entry(builder *b, size_t at, uint32_t place_in_axis)
{
    const khl_draft_entry *d = &b->draft->entries[b->order[at]];
    khl_entry *e = &b->entries[at];
    char number[32];
    snprintf(number, sizeof number, "%u.%u", d->axis + 1, place_in_axis);
    e->number = keep(b, khl_str_from(number));
    e->axis = d->axis + 1;
    e->axis_given = d->axis_given;
    e->axis_probability = d->axis_probability;
    for (uint32_t i = 0; i < d->n; i++) b->entry_of[d->members[i]] = (uint32_t)at;
    khl_status status = e->number.p != NULL ? KHL_OK : khl_fail_memory(b->err);
    if (status == KHL_OK) status = fill_id(b, d, at);
    if (status == KHL_OK) status = fill_text(b, d, e);
    if (status == KHL_OK) status = fill_members(b, d, e);
    if (status == KHL_OK) status = fill_cohesion(b, d, e);
    if (status == KHL_OK) status = distinct(b, d, association_of, &e->supporters, &e->n_supporters);
    if (status == KHL_OK) status = distinct(b, d, city_of, &e->cities, &e->n_cities);
    return status;
}

static khl_status fill_entries(builder *b)
{
    const khl_draft *d = b->draft;
    khl_shortlist_axis *axes = khl_arena_array(b->arena, d->n_axes, sizeof *axes);
    if (axes == NULL) return khl_fail_memory(b->err);
    for (size_t a = 0; a < d->n_axes; a++) {
        axes[a] = (khl_shortlist_axis){.id = keep(b, d->axes[a].id)};
        axes[a].name =
            (khl_name){keep(b, d->axes[a].name.ar), keep(b, d->axes[a].name.fr), keep(b, d->axes[a].name.en)};
        if (!axes[a].id.p || !axes[a].name.ar.p || !axes[a].name.fr.p || !axes[a].name.en.p)
            return khl_fail_memory(b->err);
    }
    khl_status status = KHL_OK;
    for (size_t i = 0; i < d->n_entries && status == KHL_OK; i++) {
        khl_shortlist_axis *axis = &axes[d->entries[b->order[i]].axis];
        axis->n_members += d->entries[b->order[i]].n;
        status = fill_entry(b, i, ++axis->n_entries);
    }
    b->out->axes = axes;
    b->out->n_axes = d->n_axes;
    return status;
}

/* Adds one entry's id to another's list, once, up to MAX_RELATED. */
static khl_status relate(builder *b, uint32_t from, uint32_t to)
{
    khl_entry *e = &b->entries[from];
    khl_str *ids = (khl_str *)(uintptr_t)e->related; /* the builder's own array, const for readers */
    if (ids == NULL) {
        ids = khl_arena_array(b->arena, MAX_RELATED, sizeof *ids);
        if (ids == NULL) return khl_fail_memory(b->err);
        e->related = ids;
    }
    for (size_t k = 0; k < e->n_related; k++)
        if (khl_str_equal(ids[k], b->entries[to].id)) return KHL_OK;
    if (e->n_related < MAX_RELATED) ids[e->n_related++] = b->entries[to].id;
    return KHL_OK;
}

static khl_status link_related(builder *b)
{
    khl_status status = KHL_OK;
    for (size_t i = 0; i < b->draft->n_related && status == KHL_OK; i++) {
        uint32_t x = b->entry_of[b->draft->related[i].a], y = b->entry_of[b->draft->related[i].b];
        if (x == y) continue;
        status = relate(b, x, y);
        if (status == KHL_OK) status = relate(b, y, x);
    }
    return status;
}

static khl_status copy_why(builder *b, khl_why *to, const khl_why *from)
{
    *to = *from;
    khl_why_term *terms = khl_arena_array(b->arena, from->n_terms, sizeof *terms);
    khl_why_evidence *evidence = khl_arena_array(b->arena, from->n_evidence, sizeof *evidence);
    khl_str *blocked = khl_arena_array(b->arena, from->n_blocked, sizeof *blocked);
    if (terms == NULL || evidence == NULL || blocked == NULL) return khl_fail_memory(b->err);
    bool ok = true;
    for (size_t i = 0; i < from->n_terms; i++) {
        terms[i] = (khl_why_term){keep(b, from->terms[i].term), from->terms[i].weight};
        ok = ok && terms[i].term.p != NULL;
    }
    for (size_t i = 0; i < from->n_evidence; i++) evidence[i] = from->evidence[i]; /* names are static */
    for (size_t i = 0; i < from->n_blocked; i++) blocked[i] = from->blocked[i];
    for (unsigned s = 0; s < KHL_N_SLOTS; s++) {
        to->slots[s].a = keep(b, from->slots[s].a);
        to->slots[s].b = keep(b, from->slots[s].b);
        ok = ok && to->slots[s].a.p != NULL && to->slots[s].b.p != NULL;
    }
    to->terms = terms;
    to->evidence = evidence;
    to->blocked = blocked;
    return ok ? KHL_OK : khl_fail_memory(b->err);
}

static khl_status fill_review(builder *b)
{
    const khl_draft *d = b->draft;
    khl_review_pair *pairs = khl_arena_array(b->arena, d->n_review, sizeof *pairs);
    if (pairs == NULL) return khl_fail_memory(b->err);
    khl_status status = KHL_OK;
    for (size_t i = 0; i < d->n_review && status == KHL_OK; i++) {
        pairs[i] = (khl_review_pair){.a = keep(b, proposal(b, d->review[i].a)->id),
                                     .b = keep(b, proposal(b, d->review[i].b)->id),
                                     .probability = d->review[i].probability};
        status = pairs[i].a.p && pairs[i].b.p ? copy_why(b, &pairs[i].why, d->review[i].why)
                                              : khl_fail_memory(b->err);
    }
    b->out->review = pairs;
    b->out->n_review = d->n_review;
    return status;
}

static khl_status fill_aside(builder *b)
{
    const khl_corpus *corpus = b->draft->corpus;
    size_t n = khl_corpus_n_aside(corpus);
    khl_shortlist_aside *aside = khl_arena_array(b->arena, n, sizeof *aside);
    if (aside == NULL) return khl_fail_memory(b->err);
    for (size_t i = 0; i < n; i++) {
        const khl_aside *a = khl_corpus_aside_at(corpus, i);
        aside[i] = (khl_shortlist_aside){keep(b, a->id), keep(b, a->reason), keep(b, a->text),
                                         keep(b, khl_corpus_input_at(corpus, a->input)->name), a->row};
        if (!aside[i].id.p || !aside[i].reason.p || !aside[i].text.p || !aside[i].file.p)
            return khl_fail_memory(b->err);
    }
    b->out->aside = aside;
    b->out->n_aside = n;
    return KHL_OK;
}

static khl_status fill_inputs(builder *b)
{
    const khl_corpus *corpus = b->draft->corpus;
    size_t n = khl_corpus_n_inputs(corpus);
    khl_shortlist_input *inputs = khl_arena_array(b->arena, n, sizeof *inputs);
    if (inputs == NULL) return khl_fail_memory(b->err);
    for (size_t i = 0; i < n; i++) {
        const khl_input *in = khl_corpus_input_at(corpus, i);
        inputs[i].file = keep(b, in->name);
        inputs[i].rows = in->rows;
        khl_sha256_hex(in->sha256, inputs[i].sha256);
        if (inputs[i].file.p == NULL) return khl_fail_memory(b->err);
    }
    b->out->inputs = inputs;
    b->out->n_inputs = n;
    return KHL_OK;
}

static khl_status fill_run(builder *b)
{
    const khl_draft *d = b->draft;
    khl_shortlist_option *options = khl_arena_array(b->arena, d->n_options, sizeof *options);
    if (options == NULL) return khl_fail_memory(b->err);
    for (size_t i = 0; i < d->n_options; i++) {
        options[i] = (khl_shortlist_option){keep(b, d->options[i].name), keep(b, d->options[i].value)};
        if (!options[i].name.p || !options[i].value.p) return khl_fail_memory(b->err);
    }
    b->out->options = options;
    b->out->n_options = d->n_options;
    b->out->version = khl_str_from(KHL_VERSION);
    b->out->models = keep(b, khl_str_from(d->models));
    b->out->date = keep(b, khl_str_from(d->date != NULL ? d->date : ""));
    return b->out->models.p && b->out->date.p ? KHL_OK : khl_fail_memory(b->err);
}

static khl_status count_distinct(builder *b, field_fn field, uint32_t *n)
{
    khl_map seen;
    khl_status status = khl_map_init(&seen, b->err);
    for (uint32_t i = 0; i < khl_corpus_count(b->draft->corpus) && status == KHL_OK; i++) {
        khl_str value = field(proposal(b, i));
        if (value.n > 0 && khl_map_put(&seen, value, NULL, NULL) != KHL_OK) status = khl_fail_memory(b->err);
    }
    *n = (uint32_t)seen.n;
    khl_map_clear(&seen);
    return status;
}

static khl_status close_account(builder *b)
{
    khl_shortlist *out = b->out;
    out->received = (uint32_t)khl_corpus_received(b->draft->corpus);
    out->demands = 0;
    for (size_t i = 0; i < out->n_entries; i++) out->demands += (uint32_t)out->entries[i].n_members;
    khl_status status = count_distinct(b, association_of, &out->n_associations);
    if (status == KHL_OK) status = count_distinct(b, city_of, &out->n_cities);
    return status == KHL_OK ? khl_shortlist_check(out, b->err) : status;
}

static khl_status begin(builder *b, const khl_draft *draft)
{
    b->out = khl_alloc_zero(1, sizeof *b->out);
    khl_shortlist_memory *memory = khl_alloc_zero(1, sizeof *memory);
    if (b->out == NULL || memory == NULL) {
        free(memory);
        return khl_fail_memory(b->err);
    }
    b->out->memory = memory;
    b->arena = &memory->arena;
    b->arena->block_bytes = 65536;
    b->entries = khl_arena_array(b->arena, draft->n_entries, sizeof *b->entries);
    b->order = khl_alloc(draft->n_entries, sizeof *b->order);
    b->entry_of = khl_alloc_zero(khl_corpus_count(draft->corpus), sizeof *b->entry_of);
    if (!b->entries || !b->order || !b->entry_of) return khl_fail_memory(b->err);
    b->out->entries = b->entries;
    b->out->n_entries = draft->n_entries;
    return KHL_OK;
}

khl_status khl_shortlist_build(khl_shortlist **out, const khl_draft *draft, khl_error *err)
{
    *out = NULL;
    builder b = {.draft = draft, .err = err};
    khl_status status = begin(&b, draft);
    if (status == KHL_OK) status = order_entries(&b);
    if (status == KHL_OK) status = fill_entries(&b);
    if (status == KHL_OK) status = link_related(&b);
    if (status == KHL_OK) status = fill_review(&b);
    if (status == KHL_OK) status = fill_aside(&b);
    if (status == KHL_OK) status = fill_inputs(&b);
    if (status == KHL_OK) status = fill_run(&b);
    if (status == KHL_OK) status = close_account(&b);
    free(b.order);
    free(b.entry_of);
    if (status == KHL_OK)
        *out = b.out;
    else
        khl_shortlist_destroy(b.out);
    return status;
}

void khl_shortlist_destroy(khl_shortlist *shortlist)
{
    if (shortlist == NULL) return;
    if (shortlist->memory != NULL) khl_arena_clear(&shortlist->memory->arena);
    free(shortlist->memory);
    free(shortlist);
}
