/* Finding concepts in an analysed text: a walk over its words, longest form first. Cost: one or two look-ups
 * a word, more only behind a word that longer forms begin with. */
#include "concepts.h"

#include "arabic.h"
#include "cut_cues.h"
#include "error.h"
#include "lexicon.h"
#include "parse.h"
#include "word_cache.h"

static bool links_hold(const khl_concepts *c)
{
    for (uint32_t i = 0; i < c->n_links; i++) {
        const khl_concept_row *row = &c->links[i];
        if (row->from >= c->concepts.n_keys || row->to >= c->concepts.n_keys ||
            row->link < KHL_LINK_BROADER || row->link > KHL_LINK_FAMILY)
            return false;
    }
    return true;
}

/* Without a branch: this reads every row whenever a program starts. One on, so that none is 0. */
static bool forms_hold(const khl_concepts *c)
{
    const khl_concept_form *forms = khl_frozen_record(&c->forms, 0);
    uint32_t n = c->concepts.n_keys, bad = 0;
    for (uint32_t i = 0; i < c->forms.n_keys; i++)
        for (unsigned r = 0; r < KHL_FORM_READINGS; r++) bad |= forms[i].concept[r] + 1 > n;
    return bad == 0;
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
    if (status == KHL_OK) status = khl_concept_steps_open(out, pack, err);
    if (status == KHL_OK && !(links_hold(out) && forms_hold(out)))
        status = KHL_FAIL(err, KHL_E_MODEL, "lexicon.reference",
                          "the words of the model file refer to what is not there; build the models anew");
    return status;
}

/* The tokens [first, last] of a form, and its concept; no form reaches token `end`. */
typedef struct match {
    uint32_t concept;
    size_t first, last, end;
    bool inside; /* a longer form */
} match;

static const khl_concept_form *find_form(const khl_concepts *c, const khl_form_key *key)
{
    khl_str form = khl_form_str(key);
    uint32_t at = form.n > 0 ? khl_frozen_find(&c->forms, form) : KHL_FROZEN_NONE;
    return at != KHL_FROZEN_NONE ? khl_frozen_record(&c->forms, at) : NULL;
}

/* One reading of a form as it grows word by word, and how many words it may reach. */
typedef struct reading {
    const khl_concept_form *so_far; /* of the words it has */
    const khl_concept_form *form;   /* the same where it took the word that was looked at; NULL otherwise */
    unsigned words, reach;
} reading;

/* A text being read. */
typedef struct reader {
    const khl_concepts *concepts;
    const khl_analysis *analysis;
    const khl_context *context;
    const khl_concept_start **starts; /* [n_tokens]; NULL where no form begins or goes on */
} reader;

typedef struct growing {
    reading of[KHL_FORM_READINGS];
} growing;

static bool is_open(const reading *r)
{
    return r->words < r->reach;
}

/* That of the word at the head of a clause. */
static const khl_concept_form *find_head(const khl_concepts *c, const khl_token *t, unsigned k,
                                         const khl_concept_start *start)
{
    khl_form_key key;
    const khl_concept_form *word = k == KHL_FORM_WRITTEN ? start->written : start->stems;
    if (word == NULL || (word->marks[k] & KHL_FORM_HEADS) == 0) return NULL;
    khl_form_begin_head(&key);
    if (k == KHL_FORM_WRITTEN)
        khl_form_add_written(&key, t);
    else
        khl_form_add_stem(&key, t);
    return find_form(c, &key);
}

/* The forms that begin with token t, or are it, looked up one by one. */
static void find_start(const khl_concepts *c, const khl_token *t, khl_concept_start *out)
{
    khl_form_key key;
    *out = (khl_concept_start){.stem = t->stem};
    khl_form_begin(&key);
    khl_form_add_written(&key, t);
    out->written = find_form(c, &key);
    khl_form_begin(&key);
    khl_form_add_stem(&key, t);
    out->stems = find_form(c, &key);
    for (unsigned k = 0; k < KHL_FORM_READINGS; k++) out->head[k] = find_head(c, t, k, out);
    for (int bare = 0; bare < 2 && out->verb == NULL; bare++)
        if (khl_form_verb(&key, t, bare != 0)) out->verb = find_form(c, &key);
}

/* The same as it was found before where it was. The stem of a Latin word depends on the text it stands in. */
static const khl_concept_start *recall_start(const reader *r, size_t i)
{
    const khl_token *t = &r->analysis->tokens[i];
    khl_cached_word *word = r->context->parses[i].cached;
    if (word != NULL && word->start != NULL && khl_str_equal(word->start->stem, t->stem)) return word->start;
    khl_arena *memory = word != NULL ? &r->context->cache->arena : r->context->scratch;
    khl_concept_start *start = khl_arena_array(memory, 1, sizeof *start);
    if (start == NULL) return NULL;
    find_start(r->concepts, t, start);
    start->stem = khl_arena_copy(memory, t->stem);
    if (start->stem.p == NULL) return NULL;
    if (word != NULL) word->start = start;
    return start;
}

/* Elisions belong to the word behind them, and no form begins with one. */
static bool may_open(const khl_token *t)
{
    return !khl_is_barrier(t) && t->kind != KHL_TOKEN_ELIS && t->kind != KHL_TOKEN_UNIT;
}

/* Of all tokens that a form may begin with or go on with. Places are none of them: their tokens were changed.
 */
static khl_status recall_starts(reader *r, khl_error *err)
{
    size_t n = r->analysis->n_tokens;
    r->starts = khl_arena_array(r->context->scratch, n, sizeof *r->starts);
    if (r->starts == NULL) return khl_fail_memory(err);
    for (size_t i = 0; i < n; i++) {
        const khl_token *t = &r->analysis->tokens[i];
        if (khl_is_barrier(t) && t->kind != KHL_TOKEN_NUM) continue;
        r->starts[i] = recall_start(r, i);
        if (r->starts[i] == NULL) return khl_fail_memory(err);
    }
    return KHL_OK;
}

/* Both readings with the first word. */
static void begin_form(growing *g, const khl_token *t, const khl_concept_start *start)
{
    const khl_concept_form *forms[KHL_FORM_READINGS] = {start->written, khl_is_unit(t) ? start->stems : NULL};
    for (unsigned k = 0; k < KHL_FORM_READINGS; k++)
        g->of[k] = (reading){forms[k], forms[k], 1, forms[k] != NULL ? forms[k]->words[k] : 0};
}

/* Every beginning of a form has a row: where there is none, no longer form follows. */
static void grow_form(const khl_concepts *c, growing *g, const khl_token *t, const khl_concept_start *next)
{
    const khl_concept_form *words[KHL_FORM_READINGS] = {next->written, next->stems};
    bool unit = khl_is_unit(t);
    for (unsigned k = 0; k < KHL_FORM_READINGS; k++) {
        reading *of = &g->of[k];
        of->form = NULL;
        if (!is_open(of) || (k == KHL_FORM_STEMS && !unit)) continue;
        bool follows = words[k] != NULL && (words[k]->marks[k] & KHL_FORM_FOLLOWS) != 0;
        of->form = of->so_far = follows ? khl_concept_step_on(c, of->so_far, words[k]) : NULL;
        of->reach = of->form != NULL ? of->form->words[k] : 0;
        of->words++;
    }
}

/* The concept of the form as it stands; what is written out wins. */
static bool take_concept(const growing *g, size_t last, match *m)
{
    for (unsigned r = 0; r < KHL_FORM_READINGS; r++) {
        const khl_concept_form *form = g->of[r].form;
        if (form == NULL || form->concept[r] == KHL_FROZEN_NONE) continue;
        m->concept = form->concept[r];
        m->last = last;
        return true;
    }
    return false;
}

/* The longest form that begins at token m->first: as written, over all words, or by stems, over content
 * words. */
static bool longest_form(const reader *r, match *m)
{
    const khl_analysis *a = r->analysis;
    growing g;
    begin_form(&g, &a->tokens[m->first], r->starts[m->first]);
    bool found = take_concept(&g, m->first, m);
    for (size_t i = m->first + 1, end = i + KHL_FORM_MAX_TOKENS; i < m->end && i < end; i++) {
        const khl_token *t = &a->tokens[i];
        if (!is_open(&g.of[KHL_FORM_WRITTEN]) && !is_open(&g.of[KHL_FORM_STEMS])) break;
        bool counts = t->kind == KHL_TOKEN_NUM && is_open(&g.of[KHL_FORM_WRITTEN]); /* every 6 months */
        if ((khl_is_barrier(t) && !counts) || !r->context->parses[i].near) break;
        if (t->kind == KHL_TOKEN_ELIS) continue;
        if (counts) g.of[KHL_FORM_STEMS].reach = 0; /* only a form that is written with the number goes on */
        grow_form(r->concepts, &g, t, r->starts[i]);
        found = take_concept(&g, i, m) || found;
    }
    return found;
}

/* A word that no form begins with may still be a verb of an action, unless the lexicon has it
 * as a noun or adjective. */
static bool action_of_verb(const reader *r, match *m)
{
    const khl_concept_form *form = r->starts[m->first]->verb;
    if (form == NULL || form->concept[KHL_FORM_STEMS] == KHL_FROZEN_NONE) return false;
    if (!khl_is_unit(&r->analysis->tokens[m->first])) return false;
    uint32_t nominal = KHL_WORD_NOUN | KHL_WORD_ADJECTIVE | KHL_WORD_MASDAR;
    if (khl_word_is(r->context->parses[m->first].whole, nominal)) return false;
    m->concept = form->concept[KHL_FORM_STEMS];
    m->last = m->first;
    return true;
}

/* Nothing but whom one asks, as a rule, stands between a request and its act. */
static bool behind_request(const reader *r, size_t i)
{
    enum { REACH = 6 };
    for (size_t k = i; k-- > 0 && i - k <= REACH;) {
        if (!r->context->parses[k + 1].near) return false;
        if ((khl_cue_at(r->analysis, k).roles & KHL_CUE_REQUEST) != 0) return true;
    }
    return false;
}

static bool heads_clause(const reader *r, size_t i)
{
    const khl_token *t = &r->analysis->tokens[i];
    return i == 0 || !r->context->parses[i].near ||
           (t[-1].kind == KHL_TOKEN_NUM && (t[-1].flags & KHL_TOKEN_STOP) != 0) ||
           khl_str_starts(t->proclitics, KHL_STR(KHL_AR_WAW)) || behind_request(r, i);
}

/* A word that is an action only where a clause begins: "transport of the station", and not "city transport".
 */
static bool action_at_head(const reader *r, match *m)
{
    const khl_token *t = &r->analysis->tokens[m->first];
    if (m->inside || !khl_is_unit(t) || (t->flags & KHL_TOKEN_ARTICLE) != 0) return false;
    for (unsigned k = 0; k < KHL_FORM_READINGS; k++) {
        const khl_concept_form *form = r->starts[m->first]->head[k];
        if (form == NULL || form->concept[k] == KHL_FROZEN_NONE || !heads_clause(r, m->first)) continue;
        m->concept = form->concept[k];
        m->last = m->first;
        return true;
    }
    return false;
}

/* As heavy as the heaviest word it covers: a formula does not become content by having a name. f: the first
 * feature that begins at or behind m->first. */
static float covered_weight(const khl_analysis *a, size_t f, const match *m)
{
    float weight = 0;
    for (; f < a->n_features && a->features[f].first_token <= m->last; f++)
        if (a->features[f].weight > weight) weight = a->features[f].weight;
    return weight > 0 ? weight : 1;
}

static khl_feature concept_feature(const khl_concepts *c, const khl_analysis *a, const match *m, float weight)
{
    const khl_concept *concept = khl_frozen_record(&c->concepts, m->concept);
    return (khl_feature){.name = khl_frozen_key(&c->concepts, m->concept),
                         .begin = a->tokens[m->first].begin,
                         .end = a->tokens[m->last].end,
                         .first_token = (uint32_t)m->first,
                         .n_tokens = (uint32_t)(m->last - m->first + 1),
                         .weight = weight,
                         .kind = KHL_FEATURE_CONCEPT,
                         .concept_kind = (uint8_t) concept->kind};
}

static bool find_match(const reader *r, match *m)
{
    bool found = longest_form(r, m);
    if ((!found || m->last == m->first) && action_at_head(r, m)) return true;
    return found || action_of_verb(r, m);
}

/* The list while it is made: features up to f are in it. */
typedef struct listing {
    reader in;
    khl_feature *list;
    size_t n, f;
} listing;

static void add_match(listing *l, const match *m, const match *whole)
{
    if (whole != NULL && m->concept == whole->concept) return;
    khl_feature *added = &l->list[l->n++];
    *added = concept_feature(l->in.concepts, l->in.analysis, m, covered_weight(l->in.analysis, l->f, m));
    added->nested = whole != NULL;
}

/* The longest form that begins with a longer one, ends before it and means something else: "publication" of
 * "publication of the budget". */
static void add_beginning(listing *l, const match *whole)
{
    match part = {0, whole->first, whole->first, whole->last, true};
    while (part.end > part.first && find_match(&l->in, &part)) {
        if (part.concept != whole->concept) {
            add_match(l, &part, whole);
            return;
        }
        part.end = part.last;
        part.last = part.first;
    }
}

/* At token i, inside a longer form or not: the longest form that begins there, and the longest one that ends
 * before it does. */
static void add_matches_at(listing *l, size_t i, match *whole)
{
    bool inside = i < whole->end;
    match m = {0, i, i, inside ? whole->end : l->in.analysis->n_tokens, inside};
    if (!may_open(&l->in.analysis->tokens[i]) || !find_match(&l->in, &m)) return;
    if (inside && i == whole->first) return;
    add_match(l, &m, inside ? whole : NULL);
    if (inside) return;
    *whole = m;
    whole->end = m.last + 1;
    add_beginning(l, whole);
}

khl_status khl_find_concepts(khl_context *context, khl_analysis *a, khl_error *err)
{
    listing l = {.in = {&context->lexicon->concepts, a, context, NULL}};
    bool none = context->no_concepts || l.in.concepts->forms.n_keys == 0;
    size_t n = none ? 0 : a->n_tokens;
    l.list = khl_arena_array(context->scratch, a->n_features + 2 * n + 1, sizeof *l.list);
    khl_status status = l.list != NULL ? KHL_OK : khl_fail_memory(err);
    if (status == KHL_OK && n > 0) status = recall_starts(&l.in, err);
    if (status != KHL_OK) return status;
    match whole = {0, 0, 0, 0, false};
    for (size_t i = 0; i < n; i++) {
        while (l.f < a->n_features && a->features[l.f].first_token < i) l.list[l.n++] = a->features[l.f++];
        add_matches_at(&l, i, &whole);
    }
    while (l.f < a->n_features) l.list[l.n++] = a->features[l.f++];
    khl_feature *kept = khl_arena_take(context->memory, l.n * sizeof *kept, _Alignof(khl_feature));
    if (kept == NULL) return khl_fail_memory(err);
    if (l.n > 0) memcpy(kept, l.list, l.n * sizeof *kept);
    a->features = kept;
    a->n_features = l.n;
    return KHL_OK;
}

uint32_t khl_lexicon_n_links(const khl_lexicon *lexicon)
{
    return lexicon->concepts.n_links;
}

uint32_t khl_concepts_first_link(const khl_concepts *concepts, uint32_t from)
{
    uint32_t low = 0, high = concepts->n_links;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (concepts->links[middle].from < from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Concepts are numbered in the order of their ids, and links sorted by number. */
uint32_t khl_lexicon_first_link(const khl_lexicon *lexicon, khl_str concept)
{
    const khl_concepts *c = &lexicon->concepts;
    uint32_t number = khl_frozen_find(&c->concepts, concept);
    if (number == KHL_FROZEN_NONE) return c->n_links;
    uint32_t first = khl_concepts_first_link(c, number);
    return first < c->n_links && c->links[first].from == number ? first : c->n_links;
}

khl_concept_link khl_lexicon_link_at(const khl_lexicon *lexicon, uint32_t i, khl_str *from, khl_str *to)
{
    const khl_concept_row *row = &lexicon->concepts.links[i];
    *from = khl_frozen_key(&lexicon->concepts.concepts, row->from);
    *to = khl_frozen_key(&lexicon->concepts.concepts, row->to);
    return (khl_concept_link)row->link;
}
