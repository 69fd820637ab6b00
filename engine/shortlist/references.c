/* What points across entries: related entries, and the review list with its explanations copied. Entries are
 * filled before. Cost: linear in pairs. */
#include "builder.h"

#include "error.h"
#include "str.h"

enum { MAX_RELATED = 4 }; /* a power of two */

/* Room for one more id. It doubles: the list lies in an arena. */
static khl_status make_room(khl_builder *b, khl_entry *e)
{
    size_t n = e->n_related;
    if (n > 0 && (n < MAX_RELATED || (n & (n - 1)) != 0)) return KHL_OK;
    khl_str *ids = khl_arena_array(b->arena, n > 0 ? 2 * n : MAX_RELATED, sizeof *ids);
    if (ids == NULL) return khl_fail_memory(b->err);
    for (size_t k = 0; k < n; k++) ids[k] = e->related[k];
    e->related = ids;
    return KHL_OK;
}

/* Adds one entry's id to another's list, once: those decided, and up to MAX_RELATED others. */
static khl_status relate(khl_builder *b, uint32_t from, uint32_t to, bool decided)
{
    khl_entry *e = &b->entries[from];
    for (size_t k = 0; k < e->n_related; k++)
        if (khl_str_equal(e->related[k], b->entries[to].id)) return KHL_OK;
    if (!decided && e->n_related >= MAX_RELATED) return KHL_OK;
    khl_status status = make_room(b, e);
    if (status != KHL_OK) return status;
    khl_str *ids = (khl_str *)(uintptr_t)e->related; /* the builder's own array, const for readers */
    ids[e->n_related++] = b->entries[to].id;
    return KHL_OK;
}

static khl_status link_related(khl_builder *b)
{
    khl_status status = KHL_OK;
    for (size_t i = 0; i < b->draft->n_related && status == KHL_OK; i++) {
        uint32_t x = b->entry_of[b->draft->related[i].a], y = b->entry_of[b->draft->related[i].b];
        bool decided = i < b->draft->n_decided_related;
        if (x == y) continue;
        status = relate(b, x, y, decided);
        if (status == KHL_OK) status = relate(b, y, x, decided);
    }
    return status;
}

/* Names of evidence and of blocked slots are static and not copied. */
khl_status khl_builder_keep_why(khl_builder *b, khl_why *to, const khl_why *from, uint32_t x, uint32_t y)
{
    const khl_str texts[2] = {khl_draft_proposal(b, x)->text, khl_draft_proposal(b, y)->text};
    *to = *from;
    khl_why_term *terms = khl_arena_array(b->arena, from->n_terms, sizeof *terms);
    khl_why_evidence *evidence = khl_arena_array(b->arena, from->n_evidence, sizeof *evidence);
    khl_str *blocked = khl_arena_array(b->arena, from->n_blocked, sizeof *blocked);
    if (terms == NULL || evidence == NULL || blocked == NULL) return khl_fail_memory(b->err);
    bool ok = true;
    for (size_t i = 0; i < from->n_terms; i++) {
        terms[i] =
            (khl_why_term){khl_builder_keep_word(b, texts, from->terms[i].term), from->terms[i].weight};
        ok = ok && terms[i].term.p != NULL;
    }
    for (size_t i = 0; i < from->n_evidence; i++) evidence[i] = from->evidence[i];
    for (size_t i = 0; i < from->n_blocked; i++) blocked[i] = from->blocked[i];
    for (unsigned s = 0; s < KHL_N_SLOTS; s++) {
        to->slots[s].a = khl_builder_keep_word(b, texts, from->slots[s].a);
        to->slots[s].b = khl_builder_keep_word(b, texts, from->slots[s].b);
        ok = ok && to->slots[s].a.p != NULL && to->slots[s].b.p != NULL;
    }
    to->terms = terms;
    to->evidence = evidence;
    to->blocked = blocked;
    return ok ? KHL_OK : khl_fail_memory(b->err);
}

static khl_status fill_review(khl_builder *b)
{
    const khl_draft *d = b->draft;
    khl_review_pair *pairs = khl_arena_array(b->arena, d->n_review, sizeof *pairs);
    if (pairs == NULL) return khl_fail_memory(b->err);
    khl_status status = KHL_OK;
    for (size_t i = 0; i < d->n_review && status == KHL_OK; i++) {
        const khl_draft_pair *pair = &d->review[i];
        pairs[i] = (khl_review_pair){.a = khl_builder_keep(b, khl_draft_proposal(b, pair->a)->id),
                                     .b = khl_builder_keep(b, khl_draft_proposal(b, pair->b)->id),
                                     .probability = pair->probability};
        status = pairs[i].a.p && pairs[i].b.p
                     ? khl_builder_keep_why(b, &pairs[i].why, pair->why, pair->a, pair->b)
                     : khl_fail_memory(b->err);
    }
    b->out->review = pairs;
    b->out->n_review = d->n_review;
    return status;
}

khl_status khl_build_links(khl_builder *b)
{
    khl_status status = link_related(b);
    return status == KHL_OK ? fill_review(b) : status;
}
