/* Submissions that were cut, as they are shown: the raw whole once, where its parts lie in it, and the
 * formulas around them. Inputs are filled before. Cost: linear. */
#include "builder.h"

#include "error.h"
#include "str.h"

/* A range of the raw whole, in the text as it is kept. */
static khl_str range_of(const khl_builder *b, const khl_draft_cut *d, khl_str kept, khl_text_part range)
{
    khl_str raw = d->whole->text;
    return khl_str_part(kept, khl_builder_kept_at(b, raw, range.begin, false),
                        khl_builder_kept_at(b, raw, range.end, true));
}

/* Those of the parts are counted with the members. */
static uint32_t count_in(const khl_builder *b, const khl_draft_cut *d, khl_text_part range)
{
    return khl_builder_count_private(b, khl_str_part(d->whole->text, range.begin, range.end));
}

static khl_status fill_parts(khl_builder *b, const khl_draft_cut *d, khl_shortlist_cut *out)
{
    khl_shortlist_part *parts = khl_arena_array(b->arena, d->cut->n_parts, sizeof *parts);
    if (parts == NULL) return khl_fail_memory(b->err);
    for (size_t i = 0; i < d->cut->n_parts; i++) {
        const khl_text_part *p = &d->cut->parts[i];
        parts[i] =
            (khl_shortlist_part){khl_builder_keep(b, khl_draft_proposal(b, d->first + (uint32_t)i)->id),
                                 khl_builder_kept_at(b, d->whole->text, p->begin, false),
                                 khl_builder_kept_at(b, d->whole->text, p->end, true),
                                 khl_str_from(khl_cut_reason_name((khl_cut_reason)p->reason))};
        if (parts[i].id.p == NULL) return khl_fail_memory(b->err);
    }
    out->parts = parts;
    out->n_parts = d->cut->n_parts;
    return KHL_OK;
}

static khl_status fill_cut(khl_builder *b, const khl_draft_cut *d, khl_shortlist_cut *out)
{
    *out = (khl_shortlist_cut){.id = khl_builder_keep(b, d->whole->id),
                               .text = khl_builder_keep_text(b, d->whole->text),
                               .file = b->inputs[d->whole->input].file,
                               .row = d->whole->row,
                               .input = d->whole->input};
    if (out->id.p == NULL || out->text.p == NULL) return khl_fail_memory(b->err);
    khl_status status = khl_builder_keep_given(b, d->whole, &out->given);
    if (status != KHL_OK) return status;
    b->out->n_private += count_in(b, d, d->cut->opening) + count_in(b, d, d->cut->closing);
    out->opening = range_of(b, d, out->text, d->cut->opening);
    out->closing = range_of(b, d, out->text, d->cut->closing);
    return fill_parts(b, d, out);
}

khl_status khl_build_cuts(khl_builder *b)
{
    const khl_draft *d = b->draft;
    khl_shortlist_cut *cuts = khl_arena_array(b->arena, d->n_cuts, sizeof *cuts);
    khl_status status = cuts != NULL ? KHL_OK : khl_fail_memory(b->err);
    for (size_t i = 0; i < d->n_cuts && status == KHL_OK; i++) status = fill_cut(b, &d->cuts[i], &cuts[i]);
    b->out->cuts = cuts;
    b->out->n_cuts = d->n_cuts;
    return status;
}
