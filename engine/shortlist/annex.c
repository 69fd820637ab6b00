/* What stands around the entries: the input files, what was set aside, the options of the run. Independent of
 * one another, but inputs come first: members and set-aside rows point to their names. Cost: linear. */
#include "builder.h"

#include "error.h"
#include "str.h"

khl_status khl_build_inputs(khl_builder *b)
{
    const khl_corpus *corpus = b->draft->corpus;
    size_t n = khl_corpus_n_inputs(corpus);
    b->inputs = khl_arena_array(b->arena, n, sizeof *b->inputs);
    if (b->inputs == NULL) return khl_fail_memory(b->err);
    for (size_t i = 0; i < n; i++) {
        const khl_input *in = khl_corpus_input_at(corpus, i);
        b->inputs[i].file = khl_builder_keep(b, in->name);
        b->inputs[i].rows = in->rows;
        khl_sha256_hex(in->sha256, b->inputs[i].sha256);
        if (b->inputs[i].file.p == NULL) return khl_fail_memory(b->err);
    }
    b->out->inputs = b->inputs;
    b->out->n_inputs = n;
    return KHL_OK;
}

/* What the committee set aside: a proposal, or a part of one. */
static khl_status fill_decided(khl_builder *b, const khl_draft_aside *from, khl_shortlist_aside *out)
{
    const khl_proposal *p = khl_draft_proposal(b, from->proposal);
    *out =
        (khl_shortlist_aside){.id = khl_builder_keep(b, p->id),
                              .reason = KHL_STR("committee"),
                              .text = khl_builder_keep_text(b, p->text),
                              .file = b->inputs[p->input].file,
                              .row = p->row,
                              .input = p->input,
                              .why = khl_builder_keep_text(b, from->why),
                              .city = khl_builder_keep_text(b, p->city),
                              .association = khl_builder_keep_text(b, p->association),
                              .date = khl_builder_keep(b, p->date),
                              .author = khl_builder_keep(b, b->draft->with_persons ? p->author : KHL_STR("")),
                              .unfinished = p->unfinished};
    bool whole = out->id.p && out->text.p && out->why.p && out->city.p && out->association.p && out->date.p &&
                 out->author.p;
    return whole ? khl_builder_keep_given(b, p, &out->given) : khl_fail_memory(b->err);
}

static khl_status fill_aside(khl_builder *b)
{
    const khl_corpus *corpus = b->draft->corpus;
    size_t n = khl_corpus_n_aside(corpus), n_decided = b->draft->n_aside;
    khl_shortlist_aside *aside = khl_arena_array(b->arena, n + n_decided, sizeof *aside);
    khl_status status = aside != NULL ? KHL_OK : khl_fail_memory(b->err);
    for (size_t i = 0; i < n_decided && status == KHL_OK; i++)
        status = fill_decided(b, &b->draft->aside[i], &aside[n + i]);
    for (size_t i = 0; i < n && status == KHL_OK; i++) {
        const khl_aside *a = khl_corpus_aside_at(corpus, i);
        aside[i] = (khl_shortlist_aside){.id = khl_builder_keep(b, a->id),
                                         .reason = khl_builder_keep(b, a->reason),
                                         .text = khl_builder_keep_text(b, a->text),
                                         .file = b->inputs[a->input].file,
                                         .row = a->row,
                                         .input = a->input};
        b->out->n_private += khl_builder_count_private(b, a->text);
        if (!aside[i].id.p || !aside[i].reason.p || !aside[i].text.p) status = khl_fail_memory(b->err);
    }
    b->out->aside = aside;
    b->out->n_aside = n + n_decided;
    return status;
}

static khl_status fill_decisions(khl_builder *b)
{
    khl_shortlist_decisions *out = &b->out->decisions;
    *out = b->draft->decisions;
    uint32_t *stale = khl_arena_array(b->arena, out->n_stale, sizeof *stale);
    if (stale == NULL) return khl_fail_memory(b->err);
    for (size_t i = 0; i < out->n_stale; i++) stale[i] = b->draft->decisions.stale[i];
    out->stale = stale;
    return KHL_OK;
}

khl_status khl_build_run(khl_builder *b)
{
    const khl_draft *d = b->draft;
    khl_status status = fill_aside(b);
    if (status == KHL_OK) status = fill_decisions(b);
    if (status != KHL_OK) return status;
    khl_shortlist_option *options = khl_arena_array(b->arena, d->n_options, sizeof *options);
    if (options == NULL) return khl_fail_memory(b->err);
    for (size_t i = 0; i < d->n_options; i++) {
        options[i] = (khl_shortlist_option){khl_builder_keep(b, d->options[i].name),
                                            khl_builder_keep(b, d->options[i].value)};
        if (!options[i].name.p || !options[i].value.p) return khl_fail_memory(b->err);
    }
    b->out->options = options;
    b->out->n_options = d->n_options;
    b->out->version = khl_str_from(KHL_VERSION);
    b->out->models = khl_builder_keep(b, khl_str_from(d->models));
    b->out->date = khl_builder_keep(b, khl_str_from(d->date != NULL ? d->date : ""));
    return b->out->models.p && b->out->date.p ? KHL_OK : khl_fail_memory(b->err);
}
