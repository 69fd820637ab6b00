/* Earlier entries as documents of now show them: names of axes and bodies in all the languages that are
 * known, texts without what is private. Linear. */
#include "changes.h"

#include "alloc.h"
#include "builder.h"
#include "error.h"
#include "str.h"

static bool is_called(const khl_name *axis, khl_str name)
{
    return khl_str_equal(axis->ar, name) || khl_str_equal(axis->fr, name) || khl_str_equal(axis->en, name);
}

static bool was_called(const khl_previous *previous, const khl_name *axis)
{
    for (uint32_t i = 0; i < previous->n_axes; i++)
        if (is_called(axis, previous->axes[i])) return true;
    return false;
}

/* By its name; an axis whose name is new, in the place of one whose name is gone, was renamed. */
static uint32_t find_axis(const khl_comparison *c, uint32_t number)
{
    const khl_shortlist *list = c->list;
    for (uint32_t a = 0; a < list->n_axes; a++)
        if (is_called(&list->axes[a].name, c->previous->axes[number])) return a + 1;
    bool renamed = number < list->n_axes && !was_called(c->previous, &list->axes[number].name);
    return renamed ? number + 1 : 0;
}

static khl_name one_name(khl_str name)
{
    return (khl_name){name, name, name};
}

static khl_name axis_name(const khl_comparison *c, uint32_t number)
{
    uint32_t axis = c->axis_of[number];
    return axis != 0 ? c->list->axes[axis - 1].name : one_name(c->previous->axes[number]);
}

/* By its id, where the models know it. */
static khl_name body_name(const khl_comparison *c, const khl_previous_authority *body)
{
    const khl_authorities *bodies = khl_models_authorities(c->run->models);
    for (uint32_t i = 0; i < khl_authorities_count(bodies); i++)
        if (khl_str_equal(khl_authorities_id(bodies, i), body->id)) return khl_authorities_name(bodies, i);
    return one_name(body->name);
}

static khl_str keep(khl_comparison *c, khl_str s)
{
    khl_str kept = khl_arena_copy(c->arena, s);
    if (kept.p == NULL) khl_fail_memory(c->err);
    return kept;
}

static bool keep_name(khl_comparison *c, khl_name *name)
{
    *name = (khl_name){keep(c, name->ar), keep(c, name->fr), keep(c, name->en)};
    return name->ar.p && name->fr.p && name->en.p;
}

static khl_status show_bodies(khl_comparison *c, const khl_previous_entry *from, khl_earlier *to)
{
    khl_authority *bodies = khl_arena_array(c->arena, from->n_authorities, sizeof *bodies);
    if (bodies == NULL) return khl_fail_memory(c->err);
    for (uint32_t i = 0; i < from->n_authorities; i++) {
        const khl_previous_authority *body = &from->authorities[i];
        bodies[i] = (khl_authority){.id = keep(c, body->id),
                                    .name = body_name(c, body),
                                    .level = keep(c, body->level),
                                    .lead = i == 0};
        if (!bodies[i].id.p || !bodies[i].level.p || !keep_name(c, &bodies[i].name))
            return khl_fail_memory(c->err);
    }
    to->authorities = bodies;
    to->n_authorities = from->n_authorities;
    return KHL_OK;
}

static khl_status show_entry(khl_comparison *c, const khl_previous_entry *from, khl_earlier *to)
{
    khl_builder b = {.draft = c->draft, .arena = c->arena, .err = c->err};
    *to = (khl_earlier){.id = keep(c, from->id),
                        .number = keep(c, from->number),
                        .title = khl_builder_keep_text(&b, from->title),
                        .text = khl_builder_keep_text(&b, from->text),
                        .level = keep(c, from->level),
                        .axis = axis_name(c, from->axis - 1),
                        .support = from->support};
    if (!to->id.p || !to->number.p || !to->title.p || !to->text.p || !to->level.p || !keep_name(c, &to->axis))
        return khl_fail_memory(c->err);
    return show_bodies(c, from, to);
}

khl_status khl_comparison_show_earlier(khl_comparison *c)
{
    const khl_previous *previous = c->previous;
    khl_status status = KHL_OK;
    c->axis_of = khl_alloc(previous->n_axes, sizeof *c->axis_of);
    c->earlier = khl_arena_array(c->arena, previous->n_entries, sizeof *c->earlier);
    if (c->axis_of == NULL || c->earlier == NULL) return khl_fail_memory(c->err);
    for (uint32_t a = 0; a < previous->n_axes; a++) c->axis_of[a] = find_axis(c, a);
    for (uint32_t i = 0; i < previous->n_entries && status == KHL_OK; i++)
        status = show_entry(c, &previous->entries[i], &c->earlier[i]);
    return status;
}
