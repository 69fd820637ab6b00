/* Building the shortlist: draft entries are put in order, copied into one arena and given ids and numbers.
 *
 *   begin    memory, and the distinct associations and cities of the corpus
 *   inputs   the files (annex.c)
 *   order    by axis, then by priority (order.c)
 *   ids      those that entries have, and new ones (ids.c)
 *   entries  members, supporters, cities, cohesion, title, id (entries.c)
 *   links    related entries and the review list (references.c)
 *   cuts     submissions that were cut (cuts.c)
 *   run      set aside, options (annex.c)
 *   charts   trees and map (charts.c)
 *   close    counts and khl_shortlist_check
 *
 * Cost: linear, but for cohesion, which looks at every pair within an entry, and a sort of the entries. */
#include "builder.h"

#include "alloc.h"
#include "error.h"
#include "shortlist_memory.h"
#include "str.h"

typedef khl_str (*field_fn)(const khl_proposal *p);

static khl_str association_of(const khl_proposal *p)
{
    return p->association;
}

static khl_str axis_of(const khl_proposal *p)
{
    return p->axis;
}

static khl_str city_of(const khl_proposal *p)
{
    return p->city;
}

/* Numbers the values of a field; empty ones are none. */
static khl_status number_values(khl_builder *b, field_fn field, khl_values *v)
{
    size_t n = khl_corpus_count(b->draft->corpus);
    khl_status status = khl_map_init(&v->map, b->err);
    v->of = khl_alloc(n, sizeof *v->of);
    if (v->of == NULL) return khl_fail_memory(b->err);
    for (uint32_t i = 0; i < n && status == KHL_OK; i++) {
        khl_str value = field(khl_draft_proposal(b, i));
        v->of[i] = KHL_MAP_NONE;
        if (value.n > 0 && khl_map_put(&v->map, value, &v->of[i], NULL) != KHL_OK)
            status = khl_fail_memory(b->err);
    }
    v->kept = khl_arena_array(b->arena, v->map.n, sizeof *v->kept);
    v->seen = khl_alloc_zero(v->map.n, sizeof *v->seen);
    if (status == KHL_OK && (v->kept == NULL || v->seen == NULL)) status = khl_fail_memory(b->err);
    for (size_t k = 0; k < v->map.n && status == KHL_OK; k++) {
        v->kept[k] = khl_builder_keep_text(b, v->map.keys[k]);
        if (v->kept[k].p == NULL) status = khl_fail_memory(b->err);
    }
    return status;
}

static void values_clear(khl_values *v)
{
    khl_map_clear(&v->map);
    free(v->of);
    free(v->seen);
}

uint32_t khl_values_over(khl_values *v, const khl_draft_entry *entry, khl_str *list)
{
    uint32_t n = 0;
    v->round++;
    for (uint32_t i = 0; i < entry->n; i++) {
        uint32_t value = v->of[entry->members[i]];
        if (value == KHL_MAP_NONE || v->seen[value] == v->round) continue;
        v->seen[value] = v->round;
        if (list != NULL) list[n] = v->kept[value];
        n++;
    }
    return n;
}

static khl_status close_account(khl_builder *b)
{
    khl_shortlist *out = b->out;
    out->received = (uint32_t)khl_corpus_received(b->draft->corpus);
    out->demands = 0;
    out->with_persons = b->draft->with_persons;
    out->n_axes_unknown = b->draft->n_axes_unknown;
    out->axis_unknown = khl_builder_keep(b, b->draft->axis_unknown);
    if (out->axis_unknown.p == NULL) return khl_fail_memory(b->err);
    for (size_t i = 0; i < out->n_entries; i++) out->demands += (uint32_t)out->entries[i].n_members;
    for (size_t i = 0; i < khl_corpus_count(b->draft->corpus); i++) {
        const khl_proposal *p = khl_corpus_at(b->draft->corpus, i);
        out->n_private += b->n_private[i] + khl_builder_count_private(b, p->association);
        out->n_marks += p->mark != 0;
        out->n_marks_unknown += p->mark == 0 && p->priority.n > 0;
    }
    out->n_associations = (uint32_t)b->associations.map.n;
    out->n_cities = (uint32_t)b->cities.map.n;
    return khl_shortlist_check(out, b->err);
}

/* Those that entries have already, and those that others had. */
static khl_status count_private(khl_builder *b)
{
    size_t n = khl_corpus_count(b->draft->corpus);
    b->n_private = khl_alloc(n, sizeof *b->n_private);
    for (uint32_t i = 0; b->n_private != NULL && i < n; i++)
        b->n_private[i] = khl_builder_count_private(b, khl_draft_proposal(b, i)->text);
    return b->n_private != NULL ? KHL_OK : khl_fail_memory(b->err);
}

static khl_status begin(khl_builder *b, const khl_draft *draft)
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
    b->priority = khl_alloc(draft->n_entries, sizeof *b->priority);
    b->entry_of = khl_alloc_zero(khl_corpus_count(draft->corpus), sizeof *b->entry_of);
    b->ids = khl_alloc_zero(draft->n_entries, sizeof *b->ids);
    if (!b->entries || !b->order || !b->priority || !b->entry_of || !b->ids) return khl_fail_memory(b->err);
    b->out->entries = b->entries;
    b->out->n_entries = draft->n_entries;
    khl_status status = count_private(b);
    if (status == KHL_OK) status = number_values(b, association_of, &b->associations);
    if (status == KHL_OK) status = number_values(b, city_of, &b->cities);
    if (status == KHL_OK) status = number_values(b, axis_of, &b->axes);
    return status;
}

static void end(khl_builder *b)
{
    values_clear(&b->associations);
    values_clear(&b->cities);
    values_clear(&b->axes);
    free(b->n_private);
    free(b->ids);
    free(b->order);
    free(b->priority);
    free(b->entry_of);
}

khl_status khl_shortlist_build(khl_shortlist **out, const khl_draft *draft, khl_error *err)
{
    *out = NULL;
    khl_builder b = {.draft = draft, .err = err};
    khl_status status = begin(&b, draft);
    if (status == KHL_OK) status = khl_build_inputs(&b);
    if (status == KHL_OK) status = khl_order_entries(&b);
    if (status == KHL_OK) status = khl_name_entries(&b);
    if (status == KHL_OK) status = khl_build_entries(&b);
    if (status == KHL_OK) status = khl_build_links(&b);
    if (status == KHL_OK) status = khl_build_cuts(&b);
    if (status == KHL_OK) status = khl_build_run(&b);
    if (status == KHL_OK) status = khl_build_charts(&b);
    if (status == KHL_OK) status = close_account(&b);
    end(&b);
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
