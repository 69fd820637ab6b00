/* Filling the entries: members, supporters, cities, cohesion, title, id and number, each for one entry; then
 * all of them in order, with the axes counted beside. Cost: linear, but for cohesion (all pairs of members).
 */
#include "builder.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

#include <stdio.h>

enum { TITLE_WORDS = 14 };

static khl_str value_of(const khl_values *v, uint32_t number)
{
    return v->of[number] != KHL_MAP_NONE ? v->kept[v->of[number]] : KHL_STR("");
}

static khl_status list_values(khl_builder *b, khl_values *values, const khl_draft_entry *d,
                              const khl_str **out, size_t *n)
{
    khl_str *list = khl_arena_array(b->arena, khl_values_over(values, d, NULL), sizeof *list);
    if (list == NULL) return khl_fail_memory(b->err);
    *n = khl_values_over(values, d, list);
    *out = list;
    return KHL_OK;
}

khl_status khl_builder_keep_given(khl_builder *b, const khl_proposal *p, const khl_given **out)
{
    *out = NULL;
    if (p->axis.n + p->title.n + p->place.n + p->priority.n == 0) return KHL_OK;
    khl_given *given = khl_arena_array(b->arena, 1, sizeof *given);
    if (given == NULL) return khl_fail_memory(b->err);
    uint32_t axis = khl_map_find(&b->axes.map, p->axis);
    given->axis = axis != KHL_MAP_NONE ? b->axes.kept[axis] : KHL_STR("");
    given->title = khl_builder_keep_text(b, p->title);
    given->place = khl_builder_keep_text(b, p->place);
    given->priority = khl_builder_keep_text(b, p->priority);
    *out = given;
    return given->title.p && given->place.p && given->priority.p ? KHL_OK : khl_fail_memory(b->err);
}

static khl_status fill_member(khl_builder *b, const khl_draft_entry *d, uint32_t at, khl_member *m)
{
    uint32_t number = d->members[at];
    const khl_proposal *p = khl_draft_proposal(b, number);
    bool representative = number == d->representative;
    *m = (khl_member){.id = khl_builder_keep(b, p->id),
                      .city = value_of(&b->cities, number),
                      .association = value_of(&b->associations, number),
                      .date = khl_builder_keep(b, p->date),
                      .text = khl_builder_keep_proposal(b, number),
                      .author = khl_builder_keep(b, b->draft->with_persons ? p->author : KHL_STR("")),
                      .unfinished = p->unfinished,
                      .file = b->inputs[p->input].file,
                      .row = p->row,
                      .input = p->input,
                      .representative = representative};
    khl_builder_hash(b, number, m->sha256);
    if (representative)
        m->probability = 1.0;
    else
        m->probability = d->probability != NULL
                             ? d->probability[at]
                             : b->draft->probability(b->draft->context, d->representative, number);
    if (!m->id.p || !m->date.p || !m->text.p || !m->author.p) return khl_fail_memory(b->err);
    return khl_builder_keep_given(b, p, &m->given);
}

/* The representative first, then the others in input order. */
static khl_status fill_members(khl_builder *b, const khl_draft_entry *d, khl_entry *e)
{
    khl_member *members = khl_arena_array(b->arena, d->n, sizeof *members);
    if (members == NULL) return khl_fail_memory(b->err);
    khl_status status = KHL_OK;
    size_t k = 1;
    for (uint32_t i = 0; i < d->n && status == KHL_OK; i++)
        status = fill_member(b, d, i, d->members[i] == d->representative ? &members[0] : &members[k++]);
    e->members = members;
    e->n_members = d->n;
    return status;
}

/* The least probable pair of members: of all pairs, not of the surviving links. */
static double weakest_pair(const khl_builder *b, const khl_draft_entry *d, uint32_t weakest[2])
{
    double least = 1;
    weakest[0] = weakest[1] = 0;
    for (uint32_t i = 0; i < d->n; i++) {
        for (uint32_t j = i + 1; j < d->n; j++) {
            double p = b->draft->probability(b->draft->context, d->members[i], d->members[j]);
            if (weakest[0] != weakest[1] && p >= least) continue;
            least = p;
            weakest[0] = d->members[i];
            weakest[1] = d->members[j];
        }
    }
    return least;
}

static khl_status fill_cohesion(khl_builder *b, const khl_draft_entry *d, khl_entry *e)
{
    uint32_t weakest[2] = {d->weakest[0], d->weakest[1]};
    e->min_pair_probability = d->probability != NULL ? d->least : weakest_pair(b, d, weakest);
    if (d->n < 2) return KHL_OK;
    const khl_why *why = NULL;
    for (unsigned k = 0; k < 2; k++) {
        e->weakest[k] = khl_builder_keep(b, khl_draft_proposal(b, weakest[k])->id);
        if (e->weakest[k].p == NULL) return khl_fail_memory(b->err);
    }
    if (b->draft->explain == NULL) return KHL_OK;
    khl_status status = b->draft->explain(b->draft->context, weakest[0], weakest[1], &why, b->err);
    return status == KHL_OK ? khl_builder_keep_why(b, &e->weakest_why, why, weakest[0], weakest[1]) : status;
}

/* A submitter's own title as it stands, or one that is cut. */
static khl_str keep_title(khl_builder *b, const khl_draft_entry *d)
{
    const khl_proposal *p = khl_draft_proposal(b, d->representative);
    khl_str title = p->title.n > 0 ? p->title : d->title;
    if (title.n == 0 && b->draft->analyses != NULL)
        title = khl_title_cut(&b->draft->analyses[d->representative], TITLE_WORDS);
    bool plain = p->title.n == 0 && b->n_private[d->representative] == 0;
    return plain ? khl_builder_keep(b, title) : khl_builder_keep_part(b, p->text, title);
}

/* The committee's words, or what the representative says. Members are filled. */
static khl_status fill_text(khl_builder *b, const khl_draft_entry *d, khl_entry *e)
{
    e->title = d->decided_title.n > 0 ? khl_builder_keep_text(b, d->decided_title) : keep_title(b, d);
    e->text = d->decided_text.n > 0 ? khl_builder_keep_text(b, d->decided_text) : e->members[0].text;
    e->note = khl_builder_keep_text(b, d->note);
    return e->title.p && e->text.p && e->note.p ? KHL_OK : khl_fail_memory(b->err);
}

static khl_name keep_name(khl_builder *b, const khl_name *name)
{
    return (khl_name){khl_builder_keep(b, name->ar), khl_builder_keep(b, name->fr),
                      khl_builder_keep(b, name->en)};
}

static bool is_whole(const khl_name *name)
{
    return name->ar.p != NULL && name->fr.p != NULL && name->en.p != NULL;
}

static khl_status fill_authorities(khl_builder *b, const khl_draft_entry *d, khl_entry *e)
{
    khl_authority *list = khl_arena_array(b->arena, d->n_authorities, sizeof *list);
    e->level = khl_builder_keep(b, d->level);
    if (list == NULL || (d->level.n > 0 && e->level.p == NULL)) return khl_fail_memory(b->err);
    for (size_t i = 0; i < d->n_authorities; i++) {
        const khl_authority *from = &d->authorities[i];
        list[i] = *from;
        list[i].id = khl_builder_keep(b, from->id);
        list[i].name = keep_name(b, &from->name);
        list[i].level = khl_builder_keep(b, from->level);
        if (!list[i].id.p || !is_whole(&list[i].name) || !list[i].level.p) return khl_fail_memory(b->err);
    }
    e->authorities = list;
    e->n_authorities = d->n_authorities;
    return KHL_OK;
}

static khl_status fill_elsewhere(khl_builder *b, const khl_draft_entry *d, khl_entry *e)
{
    khl_elsewhere *list = khl_arena_array(b->arena, d->n_elsewhere, sizeof *list);
    if (list == NULL) return khl_fail_memory(b->err);
    for (size_t i = 0; i < d->n_elsewhere; i++) {
        const khl_elsewhere *from = &d->elsewhere[i];
        list[i] = *from;
        list[i].city = khl_builder_keep_text(b, from->city);
        list[i].id = khl_builder_keep(b, from->id);
        list[i].title = khl_builder_keep_part(b, from->text, from->title);
        list[i].text = khl_builder_keep_text(b, from->text);
        if (!list[i].city.p || !list[i].id.p || !list[i].title.p || !list[i].text.p)
            return khl_fail_memory(b->err);
    }
    e->elsewhere = list;
    e->n_elsewhere = d->n_elsewhere;
    return KHL_OK;
}

static khl_status fill_entry(khl_builder *b, size_t at, uint32_t place_in_axis)
{
    const khl_draft_entry *d = &b->draft->entries[b->order[at]];
    khl_entry *e = &b->entries[at];
    char number[32];
    snprintf(number, sizeof number, "%u.%u", d->axis + 1, place_in_axis);
    e->number = khl_builder_keep(b, khl_str_from(number));
    e->id = b->ids[b->order[at]];
    e->axis = d->axis + 1;
    e->priority = b->priority[b->order[at]];
    e->mark = khl_entry_mark(b, d);
    e->decided = d->decided;
    e->axis_given = d->axis_given;
    e->axis_probability = d->axis_probability;
    e->doubt_axis = d->axis_doubted ? d->doubt_axis + 1 : 0;
    e->doubt_probability = d->axis_doubted ? d->doubt_probability : 0;
    for (uint32_t i = 0; i < d->n; i++) b->entry_of[d->members[i]] = (uint32_t)at;
    khl_status status = e->number.p != NULL ? KHL_OK : khl_fail_memory(b->err);
    if (status == KHL_OK) status = fill_members(b, d, e);
    if (status == KHL_OK) status = fill_text(b, d, e);
    if (status == KHL_OK) status = fill_cohesion(b, d, e);
    if (status == KHL_OK) status = fill_authorities(b, d, e);
    if (status == KHL_OK) status = fill_elsewhere(b, d, e);
    if (status == KHL_OK) status = list_values(b, &b->associations, d, &e->supporters, &e->n_supporters);
    if (status == KHL_OK) status = list_values(b, &b->cities, d, &e->cities, &e->n_cities);
    return status;
}

static khl_status copy_axes(khl_builder *b, khl_shortlist_axis *axes)
{
    const khl_draft *d = b->draft;
    for (size_t a = 0; a < d->n_axes; a++) {
        axes[a] = (khl_shortlist_axis){.id = khl_builder_keep(b, d->axes[a].id)};
        axes[a].name = keep_name(b, &d->axes[a].name);
        if (!axes[a].id.p || !is_whole(&axes[a].name)) return khl_fail_memory(b->err);
    }
    return KHL_OK;
}

khl_status khl_build_entries(khl_builder *b)
{
    const khl_draft *d = b->draft;
    khl_shortlist_axis *axes = khl_arena_array(b->arena, d->n_axes, sizeof *axes);
    if (axes == NULL) return khl_fail_memory(b->err);
    khl_status status = copy_axes(b, axes);
    for (size_t i = 0; i < d->n_entries && status == KHL_OK; i++) {
        const khl_draft_entry *entry = &d->entries[b->order[i]];
        axes[entry->axis].n_members += entry->n;
        status = fill_entry(b, i, ++axes[entry->axis].n_entries);
    }
    b->out->axes = axes;
    b->out->n_axes = d->n_axes;
    return status;
}
