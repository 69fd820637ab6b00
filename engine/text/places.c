/* Places of the gazetteer, of one to six words, with proclitics on the first; an ambiguous name counts only
 * behind a cue or beside another place. Names of districts, streets and facilities behind their cues are read
 * by names.c. Cost: one to five look-ups a token. */
#include "parse.h"

#include "buf.h"
#include "error.h"
#include "word_cache.h"

#define LETTER KHL_AR_LETTER_BYTES

enum { MAX_FORMS = 6, MAX_DEFINITE = 3 };

/* A form of a word under which a place may be listed. */
typedef struct form {
    khl_str text;
    const khl_word *record;
    size_t cut; /* bytes of bare letters cut in front */
    bool bare;  /* without evidence: only a phrase is enough */
} form;

typedef struct forms {
    form items[MAX_FORMS];
    size_t n, n_definite;
    char definite[MAX_DEFINITE][KHL_WORD_MAX_BYTES + 2 * LETTER];
} forms;

/* Forms that begin no listed name are left out. */
static void add_form(forms *f, form one)
{
    if (one.record == NULL || (!khl_word_is(one.record, KHL_WORD_PLACE) && one.record->phrase_words < 2))
        return;
    if (f->n < MAX_FORMS) f->items[f->n++] = one;
}

static void add_definite(const khl_context *context, forms *f, khl_str rest, size_t cut)
{
    if (rest.n > KHL_WORD_MAX_BYTES || f->n_definite == MAX_DEFINITE) return;
    char *text = f->definite[f->n_definite++];
    memcpy(text, KHL_AR_ARTICLE, 2 * LETTER);
    memcpy(text + 2 * LETTER, rest.p, rest.n);
    khl_str definite = {text, 2 * LETTER + rest.n};
    add_form(f, (form){definite, khl_lexicon_find(context->lexicon, definite), cut, false});
}

/* The word as it stood without prepositions, with its article. */
static void add_rest(const khl_context *context, forms *f, const khl_token *token, const khl_parse *parse)
{
    if ((token->flags & KHL_TOKEN_ARTICLE) != 0)
        add_definite(context, f, parse->rest, 0);
    else
        add_form(f, (form){parse->rest, parse->word, 0, false});
}

/* Bare letters in front, without other evidence than the whole phrase: for names of several words. Darija
 * writes the article as a bare lam, so that behind one a name with the article may stand. */
static void add_bare(const khl_context *context, forms *f, khl_str key, bool ordinary)
{
    static const char *const LETTERS[] = {KHL_AR_WAW, KHL_AR_FEH, KHL_AR_BEH, KHL_AR_LAM, KHL_AR_KAF};
    khl_str rest = key;
    for (unsigned depth = 0; depth < 2; depth++) {
        bool cut = false;
        for (size_t k = depth == 0 ? 0 : 2; k < sizeof LETTERS / sizeof *LETTERS && !cut; k++)
            cut = khl_str_starts(rest, khl_str_from(LETTERS[k]));
        if (!cut || rest.n < 3 * LETTER) return;
        bool lam = khl_str_starts(rest, KHL_STR(KHL_AR_LAM));
        rest = khl_str_behind(rest, LETTER);
        if (lam && !ordinary) add_definite(context, f, rest, key.n - rest.n);
        add_form(f, (form){rest, khl_lexicon_find(context->lexicon, rest), key.n - rest.n, true});
    }
}

static void list_forms(const khl_context *context, const khl_token *token, const khl_parse *parse, forms *f)
{
    f->n = f->n_definite = 0;
    add_form(f, (form){khl_phrase_word(token), parse->whole, 0, false});
    if (token->kind != KHL_TOKEN_ARAB) return;
    /* An article alone gives the key again, unless a usual spelling has taken its place. */
    bool same = khl_str_equal(token->proclitics, KHL_STR(KHL_AR_ARTICLE)) &&
                parse->rest.p == token->key.p + token->proclitics.n;
    if (!same && (parse->word != parse->whole || token->proclitics.n > 0)) add_rest(context, f, token, parse);
    if ((token->flags & (KHL_TOKEN_ARTICLE | KHL_TOKEN_STOP)) == 0)
        add_bare(context, f, token->key, khl_word_is(parse->word, KHL_WORD_KNOWN));
}

bool khl_opens_place(const khl_context *context, const khl_token *token, const khl_parse *parse)
{
    forms f;
    list_forms(context, token, parse, &f);
    return f.n > 0;
}

/* A phrase may have made a function word of the token since it was looked up: then it has fewer forms. */
static void find_forms(const khl_context *context, size_t i, forms *f)
{
    const khl_parse *parse = &context->parses[i];
    bool none = parse->cached != NULL && !parse->cached->opens_place && parse->owner == 0;
    f->n = f->n_definite = 0;
    if (!none) list_forms(context, &context->tokens[i], parse, f);
}

bool khl_is_link(const khl_token *token)
{
    return token->lang == KHL_LANG_FR && (token->flags & KHL_TOKEN_STOP) != 0 && token->key.n <= 3;
}

static bool is_city(const khl_context *context, size_t i)
{
    uint32_t owner = context->parses[i].owner;
    return owner != 0 && context->entities[owner - 1].kind == KHL_FEATURE_PLACE &&
           !khl_str_starts(context->entities[owner - 1].name, KHL_STR("district:"));
}

/* Joined to the place before it by an attached or a detached waw. */
static bool joins_place(const khl_context *context, size_t i)
{
    khl_str waw = KHL_STR(KHL_AR_WAW);
    if (khl_str_starts(context->tokens[i].proclitics, waw)) return is_city(context, i - 1);
    return i >= 2 && khl_str_equal(context->tokens[i - 1].key, waw) && is_city(context, i - 2);
}

/* The token of the cue in front of a town, or i itself. */
static size_t city_cue(const khl_context *context, size_t i)
{
    if (i == 0 || !context->parses[i].near) return i;
    size_t j = i - 1;
    for (unsigned links = 0;
         links < 2 && j > 0 && khl_is_link(&context->tokens[j]) && context->parses[j].near; links++)
        j--;
    return khl_word_is(context->parses[j].word, KHL_WORD_CUE_CITY) ? j : i;
}

static bool has_cue(const khl_context *context, size_t i)
{
    if (i == 0 || !context->parses[i].near) return false;
    return joins_place(context, i) || city_cue(context, i) != i;
}

static bool counts(const khl_context *context, size_t i, const khl_word *record)
{
    return khl_word_is(record, KHL_WORD_PLACE) &&
           (!khl_word_is(record, KHL_WORD_AMBIGUOUS) || has_cue(context, i));
}

/* A listed name at a token: its record, its tokens and the form its first word was found under. */
typedef struct listed {
    const khl_word *record; /* NULL: none */
    size_t n;
    const form *first;
} listed;

/* The listed name of several words that begins at token i. */
static listed phrase_at(const khl_context *context, size_t i, const forms *f)
{
    for (size_t k = 0; k < f->n; k++) {
        const form *first = &f->items[k];
        size_t n = 1;
        const khl_word *record = khl_find_phrase(context, i, first->text, first->record, KHL_WORD_PLACE, &n);
        if (record != NULL && counts(context, i, record)) return (listed){record, n, first};
    }
    return (listed){NULL, 1, NULL};
}

/* The listed name of one word at token i. */
static listed place_at(const khl_context *context, size_t i, const forms *f)
{
    bool word = context->tokens[i].kind != KHL_TOKEN_ELIS;
    for (size_t k = 0; k < f->n && word; k++)
        if (!f->items[k].bare && counts(context, i, f->items[k].record))
            return (listed){f->items[k].record, 1, &f->items[k]};
    return (listed){NULL, 1, NULL};
}

bool khl_is_at_place(const khl_context *context, size_t i)
{
    forms f;
    if (context->tokens[i].kind != KHL_TOKEN_ARAB || context->tokens[i].proclitics.n > 0) return false;
    find_forms(context, i, &f);
    listed found = phrase_at(context, i, &f);
    return found.record != NULL && found.first->bare;
}

void khl_entity_add(khl_context *context, size_t first, size_t n, khl_feature_kind kind, khl_str name)
{
    khl_feature *entity = &context->entities[context->n_entities++];
    *entity = (khl_feature){.name = name,
                            .begin = context->tokens[first].begin,
                            .end = context->tokens[first + n - 1].end,
                            .first_token = (uint32_t)first,
                            .n_tokens = (uint32_t)n,
                            .weight = 1,
                            .kind = (uint8_t)kind};
    for (size_t i = first; i < first + n; i++)
        if (context->parses[i].owner == 0) context->parses[i].owner = (uint32_t)context->n_entities;
}

static void add_place(khl_context *context, size_t i, size_t n, khl_str name)
{
    khl_entity_add(context, i, n, KHL_FEATURE_PLACE, name);
    for (size_t j = i; j < i + n; j++) context->tokens[j].flags |= KHL_TOKEN_PLACE;
}

/* The kind of the cue at token i, or nothing. */
static khl_str cue_kind(const khl_context *context, size_t i)
{
    const khl_word *word = context->parses[i].word;
    bool kind = khl_word_is(word, KHL_WORD_CUE) && word->cue_kind != KHL_FROZEN_NONE;
    return kind ? khl_lexicon_word(context->lexicon, word->cue_kind) : (khl_str){"", 0};
}

/* The kind of the place that was found last. */
static void set_kind(khl_context *context, khl_str kind)
{
    context->entities[context->n_entities - 1].place_kind = kind;
}

static khl_status add_listed(khl_context *context, size_t i, const listed *found, khl_error *err)
{
    khl_str id =
        khl_arena_copy(context->memory, khl_lexicon_place_id(context->lexicon, found->record->place));
    if (id.p == NULL) return khl_fail_memory(err);
    size_t cue = city_cue(context, i);
    add_place(context, i, found->n, id);
    if (cue != i) set_kind(context, cue_kind(context, cue));
    for (size_t j = i; j < i + found->n; j++) context->tokens[j].stem = id;
    if (found->first->cut > 0)
        context->tokens[i].proclitics = khl_str_part(context->tokens[i].key, 0, found->first->cut);
    return KHL_OK;
}

static bool is_wordlike(const khl_token *token)
{
    return token->kind == KHL_TOKEN_ARAB || token->kind == KHL_TOKEN_LATN || token->kind == KHL_TOKEN_ELIS;
}

/* Streets of Tiflet, villages of Ait Yadine, the hospital of Settat: behind a cue in the plural, and behind a
 * facility, a listed place says where; behind one street it is the street's name, unless "in" is part of it.
 */
static bool yields_to_place(const khl_context *context, size_t cue)
{
    forms f;
    bool plural = (context->tokens[cue].flags & KHL_TOKEN_PLURAL) != 0;
    bool district = khl_word_is(context->parses[cue].word, KHL_WORD_CUE_DISTRICT);
    if (cue + 1 >= context->n || !context->parses[cue + 1].near) return false;
    if (district && !plural) return khl_is_at_place(context, cue + 1);
    find_forms(context, cue + 1, &f);
    return phrase_at(context, cue + 1, &f).record != NULL || place_at(context, cue + 1, &f).record != NULL;
}

static void take_named(khl_context *context, size_t first, size_t n, khl_str name, khl_str kind, size_t *next)
{
    add_place(context, first, n, name);
    set_kind(context, kind);
    *next = first + n;
}

/* A name behind the cue at i, and those joined to it; *next stays when there is none. */
static khl_status find_named(khl_context *context, size_t i, size_t *next, khl_error *err)
{
    khl_str name, kind = cue_kind(context, i);
    size_t first = i + 1, n = 0;
    khl_status status = khl_find_name(context, i, &first, &n, &name);
    while (status == KHL_OK && n > 0) {
        take_named(context, first, n, name, kind, next);
        status = khl_find_joined(context, i, *next, &first, &n, &name);
    }
    return status == KHL_OK ? KHL_OK : khl_fail_memory(err);
}

/* A road by its number at token i; *next stays when there is none. */
static khl_status find_road(khl_context *context, size_t i, size_t *next, khl_error *err)
{
    khl_str name;
    size_t n = 0;
    if (khl_find_road(context, i, &n, &name) != KHL_OK) return khl_fail_memory(err);
    if (n > 0) take_named(context, i, n, name, KHL_STR("road"), next);
    return KHL_OK;
}

/* A place that needs no cue, under the name by which it is known. */
static khl_status find_alone(khl_context *context, size_t i, const forms *f, size_t *next, khl_error *err)
{
    for (size_t k = 0; k < f->n; k++) {
        size_t n = 1;
        const khl_word *record =
            khl_find_phrase(context, i, f->items[k].text, f->items[k].record, KHL_WORD_ALONE, &n);
        if (record == NULL) continue;
        khl_buf key = KHL_BUF_INIT;
        khl_buf_put_c(&key, "district:");
        khl_buf_put(&key, khl_lexicon_word(context->lexicon, record->alone));
        khl_str name = khl_arena_copy(context->memory, khl_buf_str(&key));
        bool ok = khl_buf_ok(&key) && name.p != NULL;
        khl_buf_clear(&key);
        if (!ok) return khl_fail_memory(err);
        take_named(context, i, n, name, (khl_str){"", 0}, next);
        return KHL_OK;
    }
    return KHL_OK;
}

/* A name that stands behind a cue elsewhere in the collection. */
static khl_status find_known(khl_context *context, size_t i, size_t *next, khl_error *err)
{
    khl_str name;
    size_t n;
    khl_status status = khl_find_known_name(context, i, &n, &name, err);
    if (status != KHL_OK || n == 0) return status;
    add_place(context, i, n, name);
    *next = i + n;
    return KHL_OK;
}

/* What begins at token i, in this order: a listed name of several words, a name behind the cue at i, a listed
 * name of one word. *next is the token to go on with. */
static khl_status find_at(khl_context *context, size_t i, size_t *next, khl_error *err)
{
    forms f;
    khl_status status = KHL_OK;
    *next = i + 1;
    if (context->parses[i].owner != 0 || !is_wordlike(&context->tokens[i])) return KHL_OK;
    find_forms(context, i, &f);
    status = find_road(context, i, next, err);
    if (status == KHL_OK && *next == i + 1) status = find_alone(context, i, &f, next, err);
    if (status != KHL_OK || context->parses[i].owner != 0) return status;
    listed found = phrase_at(context, i, &f);
    bool cue = khl_word_is(context->parses[i].word, KHL_WORD_CUE);
    if (found.record == NULL && cue && !yields_to_place(context, i)) {
        status = find_named(context, i, next, err);
        if (status != KHL_OK || *next > i + 1) return status;
    }
    if (found.record == NULL) found = place_at(context, i, &f);
    if (found.record == NULL) return find_known(context, i, next, err);
    *next = i + found.n;
    return add_listed(context, i, &found, err);
}

khl_status khl_find_places(khl_context *context, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t i = 0; i < context->n && status == KHL_OK;) status = find_at(context, i, &i, err);
    return status;
}
