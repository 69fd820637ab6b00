/* The parts of one entry, as they are and as they were handed out. */
#include "accepting.h"

#include "error.h"
#include "str.h"

static khl_status decide_value(khl_accepting *a, const khl_handed_entry *e, khl_decision_op op, khl_str value)
{
    khl_decision d = {.op = op, .value = value};
    return khl_accept_decide(a, &d, khl_accept_speaker(a, e), NULL);
}

/* A title or a text. */
static khl_status accept_wording(khl_accepting *a, const khl_handed_entry *e, const khl_edited_part *part,
                                 bool title)
{
    khl_str was = title ? e->title : e->text;
    bool same;
    if (part->text.p == NULL) return KHL_OK;
    khl_status status = khl_accept_are_same(a, part->text, was, &same);
    if (status != KHL_OK || same) return status;
    khl_accept_item item = {.what = title ? KHL_ACCEPT_TITLE : KHL_ACCEPT_TEXT,
                            .was = was,
                            .now = khl_str_trim(part->text),
                            .place = part->place};
    bool empty;
    status = khl_accept_are_same(a, part->text, KHL_STR(""), &empty);
    if (empty) item.what = KHL_ACCEPT_EMPTIED;
    if (status == KHL_OK) status = khl_accept_note(a, e, &item);
    if (status != KHL_OK || empty) return status;
    return decide_value(a, e, title ? KHL_OP_TITLE : KHL_OP_TEXT, item.now);
}

static khl_status accept_level(khl_accepting *a, const khl_handed_entry *e, const khl_edited_part *part)
{
    khl_str level;
    bool known;
    if (part->text.p == NULL) return KHL_OK;
    khl_status status = khl_accept_find_level(a, part->text, &level, &known);
    if (status != KHL_OK || (known && khl_str_equal(level, e->level))) return status;
    bool understood = known && level.n > 0;
    khl_accept_item item = {.what = understood ? KHL_ACCEPT_LEVEL : KHL_ACCEPT_NO_LEVEL,
                            .was = e->level,
                            .now = understood ? level : part->text,
                            .place = part->place};
    status = khl_accept_note(a, e, &item);
    return status == KHL_OK && understood ? decide_value(a, e, KHL_OP_LEVEL, level) : status;
}

/* Whether the names in a list are those that were handed out, in their order. */
static khl_status same_bodies(const khl_accepting *a, const khl_handed_entry *e, khl_str list, bool *same)
{
    khl_str name;
    size_t n = 0;
    khl_status status = KHL_OK;
    *same = true;
    for (size_t at = 0; *same && status == KHL_OK && khl_accept_next_name(list, &at, &name); n++) {
        *same = n < e->n_bodies;
        if (*same) status = khl_accept_are_same(a, name, e->bodies[n].name, same);
    }
    *same = *same && n == e->n_bodies;
    return status;
}

/* As a person would write them. */
static khl_str list_was(khl_accepting *a, const khl_handed_entry *e)
{
    khl_buf names = KHL_BUF_INIT;
    for (size_t i = 0; i < e->n_bodies; i++) {
        if (i > 0) khl_buf_put_c(&names, "; ");
        khl_buf_put(&names, e->bodies[i].name);
    }
    khl_str kept =
        khl_buf_ok(&names) ? khl_arena_copy(&a->out->arena, khl_buf_str(&names)) : (khl_str){NULL, 0};
    khl_buf_clear(&names);
    return kept;
}

static bool is_listed(const khl_str *ids, size_t n, khl_str id)
{
    for (size_t i = 0; i < n; i++)
        if (khl_str_equal(ids[i], id)) return true;
    return false;
}

/* The ids of the names of a list, each once. *unknown: a name that nobody knows; ids [room] are valid without
 * one. */
static khl_status find_bodies(khl_accepting *a, khl_str list, khl_str *ids, size_t *n, khl_str *unknown)
{
    khl_str name, id;
    khl_status status = KHL_OK;
    *n = 0;
    *unknown = KHL_STR("");
    for (size_t at = 0; status == KHL_OK && unknown->n == 0 && khl_accept_next_name(list, &at, &name);) {
        status = khl_accept_find_body(a, name, &id);
        if (status == KHL_OK && id.n == 0 && a->options.new_bodies) id = name;
        if (id.n == 0)
            *unknown = name;
        else if (!is_listed(ids, *n, id))
            ids[(*n)++] = id;
    }
    return status;
}

static size_t count_names(khl_str list)
{
    khl_str name;
    size_t n = 0;
    for (size_t at = 0; khl_accept_next_name(list, &at, &name);) n++;
    return n;
}

static khl_status accept_bodies(khl_accepting *a, const khl_handed_entry *e, const khl_edited_part *part)
{
    bool same;
    if (part->text.p == NULL) return KHL_OK;
    khl_status status = same_bodies(a, e, part->text, &same);
    if (status != KHL_OK || same) return status;
    khl_str unknown, *ids = khl_arena_array(&a->out->arena, count_names(part->text), sizeof *ids);
    khl_accept_item item = {.what = KHL_ACCEPT_AUTHORITIES, .was = list_was(a, e), .place = part->place};
    size_t n;
    if (ids == NULL || item.was.p == NULL) return khl_fail_memory(a->err);
    status = find_bodies(a, part->text, ids, &n, &unknown);
    if (unknown.n > 0) item.what = KHL_ACCEPT_NO_AUTHORITY;
    item.now = unknown.n > 0 ? unknown : part->text;
    if (status == KHL_OK) status = khl_accept_note(a, e, &item);
    if (status != KHL_OK || unknown.n > 0) return status;
    khl_decision d = {.op = KHL_OP_AUTHORITY, .values = ids, .n_values = n};
    return khl_accept_decide(a, &d, khl_accept_speaker(a, e), NULL);
}

/* Of a workbook; a letter says it by where the entry stands. */
static khl_status accept_axis(khl_accepting *a, const khl_handed_entry *e, const khl_edited_part *part)
{
    uint32_t axis;
    if (part->text.p == NULL) return KHL_OK;
    khl_status status = khl_accept_find_axis(a, part->text, &axis);
    if (status != KHL_OK || axis == e->axis) return status;
    khl_accept_item item = {.what = axis != 0 ? KHL_ACCEPT_AXIS : KHL_ACCEPT_NO_AXIS,
                            .was = a->handed.axes[e->axis - 1].name,
                            .now = axis != 0 ? a->handed.axes[axis - 1].name : part->text,
                            .place = part->place};
    status = khl_accept_note(a, e, &item);
    return status == KHL_OK && axis != 0 ? decide_value(a, e, KHL_OP_AXIS, a->handed.axes[axis - 1].id)
                                         : status;
}

/* A part that was handed out in a letter and stands in it no more. A sheet without a column says nothing of
 * it. */
static khl_status note_lost(khl_accepting *a, const khl_handed_entry *e, const khl_edited_entry *edited)
{
    khl_str was[] = {e->title, e->text, e->level, KHL_STR("")};
    khl_status status = KHL_OK;
    if (!a->edited.ordered) return KHL_OK;
    if (edited->parts[KHL_EDITED_AUTHORITIES].text.p == NULL) was[KHL_EDITED_AUTHORITIES] = list_was(a, e);
    for (int kind = KHL_EDITED_TITLE; kind <= KHL_EDITED_AUTHORITIES && status == KHL_OK; kind++) {
        khl_accept_item item = {.what = KHL_ACCEPT_LOST, .was = was[kind], .place = edited->place};
        if (edited->parts[kind].text.p == NULL && was[kind].n > 0) status = khl_accept_note(a, e, &item);
    }
    return status;
}

khl_status khl_accept_entry(khl_accepting *a, const khl_handed_entry *e, const khl_edited_entry *edited)
{
    khl_status status = accept_wording(a, e, &edited->parts[KHL_EDITED_TITLE], true);
    if (status == KHL_OK) status = accept_wording(a, e, &edited->parts[KHL_EDITED_TEXT], false);
    if (status == KHL_OK) status = accept_level(a, e, &edited->parts[KHL_EDITED_LEVEL]);
    if (status == KHL_OK) status = accept_bodies(a, e, &edited->parts[KHL_EDITED_AUTHORITIES]);
    if (status == KHL_OK) status = accept_axis(a, e, &edited->parts[KHL_EDITED_AXIS]);
    return status == KHL_OK ? note_lost(a, e, edited) : status;
}
