/* Finding concepts in an analysed text: a walk over its content words, longest form first. Cost: four
 * look-ups a word. */
#include "concepts.h"

#include "analysis_memory.h"
#include "error.h"
#include "lexicon.h"
#include "str.h"

static bool links_hold(const khl_concepts *c)
{
    for (uint32_t i = 0; i < c->n_links; i++) {
        const khl_concept_row *row = &c->links[i];
        if (row->from >= c->concepts.n_keys || row->to >= c->concepts.n_keys ||
            row->link < KHL_LINK_BROADER || row->link > KHL_LINK_NOT_SAME)
            return false;
    }
    return true;
}

khl_status khl_concepts_open(khl_concepts *out, const khl_pack *pack, khl_error *err)
{
    khl_str concepts = khl_pack_section_find(pack, KHL_SECTION_CONCEPTS);
    khl_str forms = khl_pack_section_find(pack, KHL_SECTION_FORMS);
    khl_str links = khl_pack_section_find(pack, KHL_SECTION_LINKS);
    out->links = (const khl_concept_row *)(const void *)links.p;
    out->n_links = (uint32_t)(links.n / sizeof *out->links);
    khl_status status = khl_frozen_open(&out->concepts, concepts, sizeof(khl_concept), err);
    if (status == KHL_OK) status = khl_frozen_open(&out->forms, forms, sizeof(khl_concept_form), err);
    if (status == KHL_OK && !links_hold(out))
        status = KHL_FAIL(err, KHL_E_MODEL, "lexicon.reference",
                          "the words of the model file refer to what is not there; build the models anew");
    for (uint32_t i = 0; status == KHL_OK && i < out->forms.n_keys; i++) {
        const khl_concept_form *form = khl_frozen_record(&out->forms, i);
        if (form->concept >= out->concepts.n_keys)
            status =
                KHL_FAIL(err, KHL_E_MODEL, "lexicon.reference",
                         "the words of the model file refer to what is not there; build the models anew");
    }
    return status;
}

typedef struct match {
    uint32_t concept;
    size_t last; /* last token of the form */
} match;

static bool look_up(const khl_concepts *c, const khl_form_key *key, size_t last, match *out)
{
    khl_str form = khl_form_str(key);
    uint32_t at = form.n > 0 ? khl_frozen_find(&c->forms, form) : KHL_FROZEN_NONE;
    if (at == KHL_FROZEN_NONE) return false;
    *out = (match){((const khl_concept_form *)khl_frozen_record(&c->forms, at))->concept, last};
    return true;
}

/* The longest form that begins at token first: as written, over all words, or by stems, over content words.
 * Of two that end at the same word the written one wins. */
static bool longest_form(const khl_concepts *c, const khl_analysis *a, size_t first, match *out)
{
    khl_form_key written, stems;
    bool found = false;
    khl_form_begin(&written, true);
    khl_form_begin(&stems, false);
    for (size_t i = first; i < a->n_tokens && !khl_is_barrier(&a->tokens[i]); i++) {
        const khl_token *t = &a->tokens[i];
        if (t->kind == KHL_TOKEN_ELIS) continue;
        khl_form_add_written(&written, t);
        bool unit = khl_is_unit(t);
        if (unit) khl_form_add_stem(&stems, t);
        if ((written.full && stems.full) || stems.words > KHL_FORM_MAX_WORDS) break;
        if (look_up(c, &written, i, out) || (unit && look_up(c, &stems, i, out))) found = true;
        if (written.words >= 2 * KHL_FORM_MAX_WORDS) break;
    }
    return found;
}

/* A word that no form begins with may still be an action in the plural of a verb. */
static bool action_of_verb(const khl_concepts *c, const khl_analysis *a, size_t i, match *out)
{
    khl_form_key key;
    return khl_form_verb(&key, &a->tokens[i]) && look_up(c, &key, i, out);
}

/* As heavy as the heaviest word it covers: a formula does not become content by having a name. */
static float covered_weight(const khl_analysis *a, size_t first, size_t last)
{
    float weight = 0;
    bool any = false;
    for (size_t i = 0; i < a->n_features; i++) {
        const khl_feature *f = &a->features[i];
        if (f->first_token < first || f->first_token > last) continue;
        if (!any || f->weight > weight) weight = f->weight;
        any = true;
    }
    return any ? weight : 1;
}

static khl_feature concept_feature(const khl_concepts *c, const khl_analysis *a, size_t first, match m)
{
    const khl_concept *concept = khl_frozen_record(&c->concepts, m.concept);
    return (khl_feature){.name = khl_frozen_key(&c->concepts, m.concept),
                         .begin = a->tokens[first].begin,
                         .end = a->tokens[m.last].end,
                         .first_token = (uint32_t)first,
                         .n_tokens = (uint32_t)(m.last - first + 1),
                         .weight = covered_weight(a, first, m.last),
                         .kind = KHL_FEATURE_CONCEPT,
                         .concept_kind = (uint8_t) concept->kind};
}

khl_status khl_find_concepts(const khl_concepts *concepts, khl_analysis *a, khl_error *err)
{
    if (concepts->forms.n_keys == 0) return KHL_OK;
    khl_feature *list = khl_arena_array(&a->memory->arena, a->n_features + a->n_tokens + 1, sizeof *list);
    if (list == NULL) return khl_fail_memory(err);
    size_t n = 0, f = 0;
    for (size_t i = 0; i < a->n_tokens;) {
        match m = {0, i};
        bool open = !khl_is_barrier(&a->tokens[i]) && khl_is_unit(&a->tokens[i]);
        bool found = open && (longest_form(concepts, a, i, &m) || action_of_verb(concepts, a, i, &m));
        while (f < a->n_features && a->features[f].first_token < i) list[n++] = a->features[f++];
        if (found) list[n++] = concept_feature(concepts, a, i, m);
        i = m.last + 1;
    }
    while (f < a->n_features) list[n++] = a->features[f++];
    a->features = list;
    a->n_features = n;
    return KHL_OK;
}

uint32_t khl_lexicon_n_links(const khl_lexicon *lexicon)
{
    return lexicon->concepts.n_links;
}

khl_concept_link khl_lexicon_link_at(const khl_lexicon *lexicon, uint32_t i, khl_str *from, khl_str *to)
{
    const khl_concept_row *row = &lexicon->concepts.links[i];
    *from = khl_frozen_key(&lexicon->concepts.concepts, row->from);
    *to = khl_frozen_key(&lexicon->concepts.concepts, row->to);
    return (khl_concept_link)row->link;
}
