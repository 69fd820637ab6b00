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
        if (row->from >= c->concepts.n_keys || row->to >= c->concepts.n_keys || row->link < KHL_LINK_BROADER ||
            row->link > KHL_LINK_NOT_SAME)
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
                          "the words of the model file refer to what is not there");
    for (uint32_t i = 0; status == KHL_OK && i < out->forms.n_keys; i++) {
        const khl_concept_form *form = khl_frozen_record(&out->forms, i);
        if (form->concept >= out->concepts.n_keys)
            status =
                KHL_FAIL(err, KHL_E_MODEL, "lexicon.reference",
                         "the words of the model file refer to what is not there; build the models anew");
    }
    return status;
}

/* A word that can be part of a form. */
static bool is_unit(const khl_token *t)
{
    bool word = t->kind == KHL_TOKEN_ARAB || t->kind == KHL_TOKEN_LATN || t->kind == KHL_TOKEN_ACR;
    bool function = (t->flags & KHL_TOKEN_STOP) != 0 && (t->flags & KHL_TOKEN_NEGATION) == 0;
    return word && !function && t->stem.n > 0;
}

/* What ends a form: numbers, addresses, and places, whose words are names. */
static bool is_barrier(const khl_token *t)
{
    return (t->flags & KHL_TOKEN_PLACE) != 0 || t->kind == KHL_TOKEN_NUM || t->kind == KHL_TOKEN_PCT ||
           t->kind == KHL_TOKEN_DATE || t->kind == KHL_TOKEN_URL;
}

/* The next unit at or behind token i; n_tokens when a barrier or the end comes first. */
static size_t next_unit(const khl_analysis *a, size_t i)
{
    for (; i < a->n_tokens && !is_barrier(&a->tokens[i]); i++)
        if (is_unit(&a->tokens[i])) return i;
    return a->n_tokens;
}

typedef struct match {
    uint32_t concept;
    size_t last;
} match; /* last token of the form */

static bool longest_form(const khl_concepts *c, const khl_analysis *a, size_t first, match *out)
{
    char form[KHL_FORM_MAX_BYTES];
    size_t n = 0, i = first;
    bool found = false;
    for (unsigned words = 0; words < KHL_FORM_MAX_WORDS && i < a->n_tokens; words++) {
        khl_str stem = a->tokens[i].stem;
        if (n + stem.n + 1 > sizeof form) break;
        if (words > 0) form[n++] = ' ';
        memcpy(form + n, stem.p, stem.n);
        n += stem.n;
        uint32_t at = khl_frozen_find(&c->forms, (khl_str){form, n});
        if (at != KHL_FROZEN_NONE) {
            *out = (match){((const khl_concept_form *)khl_frozen_record(&c->forms, at))->concept, i};
            found = true;
        }
        i = next_unit(a, i + 1);
    }
    return found;
}

static khl_feature concept_feature(const khl_concepts *c, const khl_analysis *a, size_t first, match m)
{
    const khl_concept *concept = khl_frozen_record(&c->concepts, m.concept);
    return (khl_feature){.name = khl_frozen_key(&c->concepts, m.concept),
                         .begin = a->tokens[first].begin,
                         .end = a->tokens[m.last].end,
                         .first_token = (uint32_t)first,
                         .n_tokens = (uint32_t)(m.last - first + 1),
                         .weight = 1,
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
        bool found = is_unit(&a->tokens[i]) && !is_barrier(&a->tokens[i]) && longest_form(concepts, a, i, &m);
        while (f < a->n_features && a->features[f].first_token < i) list[n++] = a->features[f++];
        if (found) list[n++] = concept_feature(concepts, a, i, m);
        i = m.last + 1;
    }
    while (f < a->n_features) list[n++] = a->features[f++];
    a->features = list;
    a->n_features = n;
    return KHL_OK;
}

uint32_t khl_lexicon_n_links(const khl_lexicon *lexicon) { return lexicon->concepts.n_links; }

khl_concept_link khl_lexicon_link_at(const khl_lexicon *lexicon, uint32_t i, khl_str *from, khl_str *to)
{
    const khl_concept_row *row = &lexicon->concepts.links[i];
    *from = khl_frozen_key(&lexicon->concepts.concepts, row->from);
    *to = khl_frozen_key(&lexicon->concepts.concepts, row->to);
    return (khl_concept_link)row->link;
}
