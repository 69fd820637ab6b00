/* Names that no gazetteer lists, by the grammar of cues: behind "district" and its like any word that is not
 * excluded, behind "school" and its like only name words and words that are not ordinary; so too behind
 * "commune" and its like, where the name is that of a town. A name ends at its
 * cue's span, at punctuation, at a function word, a verb, a preposition or a place of the gazetteer.
 *
 * The key leaves out what writers vary: an article that the list of name words restores, and in Latin letters
 * the article with its assimilated forms (el, ess-, ann- ...), and the blank behind abd. */
#include "parse.h"

#include "error.h"

#define LETTER KHL_AR_LETTER_BYTES
#define DISTRICT "district:"
#define TOWN "town:"

enum { MAX_TOKENS = 2 * KHL_NAME_MAX_WORDS };

static bool is_named(const khl_context *context, size_t i)
{
    const khl_parse *parse = &context->parses[i];
    return khl_word_is(parse->word, KHL_WORD_NAME) || khl_word_is(parse->whole, KHL_WORD_NAME) ||
           khl_word_is(khl_find_definite(context->lexicon, parse->rest), KHL_WORD_NAME);
}

static bool is_excluded(const khl_context *context, size_t i)
{
    return khl_word_is(context->parses[i].word, KHL_WORD_NOT_NAME) ||
           khl_word_is(context->parses[i].whole, KHL_WORD_NOT_NAME);
}

static bool is_listed(const khl_context *context, size_t i)
{
    const khl_word *word = context->parses[i].whole;
    return (word != NULL && (word->flags & (KHL_WORD_PLACE | KHL_WORD_AMBIGUOUS)) == KHL_WORD_PLACE);
}

/* el, al: written apart, part of the word behind it. */
static bool is_particle(const khl_token *token)
{
    static const char *const PARTICLES[] = {"el",  "al", "es", "en", "er", "ez",
                                            "ech", "as", "an", "ar", "az"};
    for (size_t i = 0; i < sizeof PARTICLES / sizeof *PARTICLES; i++)
        if (token->kind == KHL_TOKEN_LATN && khl_str_equal(token->key, khl_str_from(PARTICLES[i])))
            return true;
    return false;
}

/* An adjective without article describes the place and does not name it: so does one that no list has, if it
 * has the ending of relation. */
static bool is_description(const khl_context *context, size_t i)
{
    const khl_token *token = &context->tokens[i];
    const khl_parse *parse = &context->parses[i];
    if (token->kind != KHL_TOKEN_ARAB || (token->flags & KHL_TOKEN_ARTICLE) != 0) return false;
    if (khl_word_is(parse->word, KHL_WORD_ADJECTIVE | KHL_WORD_VERB)) return true;
    return khl_letters(token->key) >= 4 && (khl_str_ends(token->key, KHL_STR(KHL_AR_YEH)) ||
                                            khl_str_ends(token->key, KHL_STR(KHL_AR_YEH KHL_AR_HEH)));
}

/* The present of Darija ("kaykhaf") is no name, unless a list has it: Ketama. */
static bool is_present(const khl_context *context, size_t i)
{
    static const char *const PERSONS[] = {
        KHL_AR_KAF KHL_AR_YEH, KHL_AR_KAF KHL_AR_TEH, KHL_AR_KAF KHL_AR_NOON, "kay", "kat", "kan"};
    const khl_token *token = &context->tokens[i];
    bool verb = false;
    if (token->kind == KHL_TOKEN_LATN && token->lang != KHL_LANG_ARABIZI) return false;
    for (size_t k = 0; k < sizeof PERSONS / sizeof *PERSONS; k++)
        verb = verb || khl_str_starts(token->key, khl_str_from(PERSONS[k]));
    return verb && khl_letters(token->key) >= 5 && !is_listed(context, i) && !is_named(context, i);
}

/* The first half of names like Abd Allah, which are also written as one word. */
static bool is_abd(const khl_context *context, size_t i)
{
    return khl_str_equal(context->parses[i].rest, KHL_STR(KHL_AR_AIN KHL_AR_BEH KHL_AR_DAL));
}

/* Whether token i can be part of a name at all. `joined`: an "and" may be attached to it. */
static bool may_belong(const khl_context *context, size_t i, bool joined)
{
    const khl_token *token = &context->tokens[i];
    if (!context->parses[i].near || context->parses[i].owner != 0) return false;
    if (token->kind != KHL_TOKEN_ARAB && token->kind != KHL_TOKEN_LATN) return false;
    if (khl_is_at_place(context, i)) return false;
    if (is_particle(token)) return true;
    if (khl_word_is(context->parses[i].word, KHL_WORD_CUE) && !is_named(context, i)) return false;
    bool ordinal =
        token->kind == KHL_TOKEN_LATN && khl_is_capital(context, i) && is_named(context, i); /* V */
    if ((token->flags & (KHL_TOKEN_STOP | KHL_TOKEN_NEGATION)) != 0 && !ordinal) return false;
    if ((token->flags & KHL_TOKEN_BOILERPLATE) != 0 && !is_named(context, i)) return false;
    khl_str letters = joined ? khl_str_behind(token->proclitics, LETTER) : token->proclitics;
    if (letters.n > 0 && !khl_str_equal(letters, KHL_STR(KHL_AR_ARTICLE))) return false;
    return !is_excluded(context, i) && !is_present(context, i);
}

/* Behind sidi, ait and the like: a word that may be an ordinary one, even one that begins like a preposition.
 */
static bool completes(const khl_context *context, size_t i)
{
    const khl_token *token = &context->tokens[i];
    const khl_parse *parse = &context->parses[i];
    bool head = khl_word_is(context->parses[i - 1].word, KHL_WORD_NAME_HEAD) ||
                khl_word_is(context->parses[i - 1].whole, KHL_WORD_NAME_HEAD);
    if (!head) return false;
    if (khl_word_is(parse->whole, KHL_WORD_NAME_SECOND) || is_named(context, i)) return true;
    bool with = token->proclitics.n > 0 && (token->flags & KHL_TOKEN_ARTICLE) != 0;
    bool plain = !with || khl_str_equal(token->proclitics, KHL_STR(KHL_AR_ARTICLE));
    return plain && (token->flags & (KHL_TOKEN_STOP | KHL_TOKEN_NEGATION)) == 0 &&
           !khl_word_is(parse->word, KHL_WORD_CUE) && !khl_is_at_place(context, i);
}

/* Whatever stands behind abd, function word or not, and behind the other words that open a name. */
static bool is_second_half(const khl_context *context, size_t i)
{
    const khl_parse *parse = &context->parses[i];
    bool near = context->tokens[i].kind == KHL_TOKEN_ARAB && parse->near && parse->owner == 0;
    return near && (is_abd(context, i - 1) || completes(context, i));
}

static bool may_begin(const khl_context *context, size_t cue, size_t i)
{
    const khl_token *token = &context->tokens[i];
    if (is_named(context, i)) return true;
    /* An Arabic cue with the article is followed by an adjective, not by a name. */
    if ((context->tokens[cue].flags & KHL_TOKEN_ARTICLE) != 0 || is_description(context, i)) return false;
    bool district = khl_word_is(context->parses[cue].word, KHL_WORD_CUE_DISTRICT);
    if (token->kind == KHL_TOKEN_LATN && district && token->lang == KHL_LANG_ARABIZI)
        return true; /* no capitals */
    if (token->kind == KHL_TOKEN_LATN)
        return khl_is_capital(context, i) && (district || !context->parses[i].known);
    if (district)
        return (token->flags & KHL_TOKEN_ARTICLE) != 0 || !context->parses[i].known || is_listed(context, i);
    return !context->parses[i].known && !is_listed(context, i);
}

/* Behind the first word only name words go on, and what an unusual word like "sidi" or "ben" stands before.
 */
static bool may_continue(const khl_context *context, size_t i)
{
    if (is_listed(context, i) && !is_named(context, i)) return false;
    if (is_named(context, i)) return true;
    bool open = is_named(context, i - 1) && (context->tokens[i - 1].flags & KHL_TOKEN_ARTICLE) == 0;
    if (context->tokens[i].kind == KHL_TOKEN_LATN)
        return khl_is_capital(context, i) && !context->parses[i].known &&
               context->tokens[i].lang != KHL_LANG_FR;
    return open && !context->parses[i].known && !is_description(context, i);
}

/* Streets and districts that are named by a day and a month. */
static bool is_day(const khl_context *context, size_t i)
{
    return i + 1 < context->n && context->tokens[i].kind == KHL_TOKEN_NUM && context->tokens[i].key.n <= 2 &&
           context->parses[i].near && context->parses[i + 1].near &&
           khl_word_is(context->parses[i + 1].word, KHL_WORD_MONTH) &&
           context->tokens[i + 1].proclitics.n == 0;
}

/* A number behind the name of a district, part of it ("Massira 2"), unless it counts what follows. */
static bool is_number_of_name(const khl_context *context, size_t i)
{
    if (i >= context->n || !context->parses[i].near || context->parses[i].owner != 0) return false;
    if (context->tokens[i].kind != KHL_TOKEN_NUM || context->tokens[i].key.n > 3) return false;
    if (i + 1 >= context->n || !context->parses[i + 1].near) return true;
    const khl_token *next = &context->tokens[i + 1];
    bool word = next->kind == KHL_TOKEN_ARAB || next->kind == KHL_TOKEN_LATN || next->kind == KHL_TOKEN_UNIT;
    return !word || next->proclitics.n > 0 || (next->flags & KHL_TOKEN_STOP) != 0;
}

/* How many tokens a listed name of several words has that begins at token i; 0: none does. */
static size_t phrase_length(const khl_context *context, size_t i)
{
    size_t n = 0;
    const khl_parse *parse = &context->parses[i];
    khl_str first = khl_phrase_word(&context->tokens[i]);
    return khl_find_phrase(context, i, first, parse->whole, KHL_WORD_NAME, &n) != NULL ? n : 0;
}

/* How many tokens at i the name goes on with; *words grows by those that count against the span of the cue.
 */
static size_t step(const khl_context *context, size_t cue, size_t first, size_t i, bool joined, size_t *words)
{
    bool particle = is_particle(&context->tokens[i]), second = i > first && is_second_half(context, i);
    if (!second && !may_belong(context, i, joined && i == first)) return 0;
    size_t phrase = phrase_length(context, i);
    if (phrase > 0) {
        *words += phrase;
        return phrase;
    }
    bool begins = *words == 0 && may_begin(context, cue, i);
    /* In a list only what is surely a name, so that other things named beside it are not drawn in. */
    if (joined && i == first) begins = is_named(context, i) || !context->parses[i].known;
    if (!particle && !second && !begins && (*words == 0 || !may_continue(context, i))) return 0;
    *words += !particle && !second;
    return 1;
}

static size_t name_length(const khl_context *context, size_t cue, size_t first, bool joined)
{
    size_t n = 0, words = 0, span = context->parses[cue].word->cue_span;
    bool district = khl_word_is(context->parses[cue].word, KHL_WORD_CUE_DISTRICT);
    if (first < context->n && is_day(context, first)) return 2;
    while (words < span && n < MAX_TOKENS && first + n < context->n) {
        size_t more = step(context, cue, first, first + n, joined, &words);
        if (more == 0) break;
        n += more;
    }
    while (n > 0 && is_particle(&context->tokens[first + n - 1])) n--;
    bool one = n > 0 || (context->tokens[cue].flags & KHL_TOKEN_PLURAL) == 0;
    return n + (district && one && is_number_of_name(context, first + n));
}

/* "primary school X": an excluded word between a facility and its name, which must then be a name word or
 * begin with an article in Latin letters. */
static bool has_description_between(const khl_context *context, size_t cue)
{
    if (cue + 2 >= context->n || !khl_word_is(context->parses[cue].word, KHL_WORD_CUE_FACILITY)) return false;
    bool named = is_named(context, cue + 2) ||
                 (is_particle(&context->tokens[cue + 2]) && khl_is_capital(context, cue + 2));
    bool cue_between = khl_word_is(context->parses[cue + 1].word, KHL_WORD_CUE);
    return is_excluded(context, cue + 1) && !cue_between && context->parses[cue + 1].near && named;
}

/* Without the article that a Latin spelling runs together with a sun letter: essalam, annahda. */
static khl_str latin_key(khl_str key)
{
    bool vowel = key.n >= 6 && (key.p[0] == 'a' || key.p[0] == 'e');
    bool twice = vowel && key.p[1] == key.p[2] && memchr("aeiou", key.p[1], 5) == NULL;
    return twice ? khl_str_behind(key, 2) : key;
}

static void put_word(const khl_context *context, size_t i, bool joined, khl_buf *out)
{
    const khl_token *token = &context->tokens[i];
    khl_str key = token->key;
    if (token->kind == KHL_TOKEN_LATN) {
        key = latin_key(key);
    } else if (joined) {
        if ((token->flags & KHL_TOKEN_ARTICLE) != 0) khl_buf_put_c(out, KHL_AR_ARTICLE);
        key = context->parses[i].rest;
    } else if (token->kind == KHL_TOKEN_ARAB && token->proclitics.n == 0 &&
               !khl_word_is(context->parses[i].word, KHL_WORD_NAME) &&
               khl_word_is(khl_find_definite(context->lexicon, key), KHL_WORD_NAME)) {
        khl_buf_put_c(out, KHL_AR_ARTICLE);
    }
    khl_buf_put(out, key);
}

/* A river in front of its name, which says no more than its cue would: the bridge of the river Beht. */
static bool is_river(const khl_context *context, size_t i)
{
    const khl_word *word = context->parses[i].word;
    if (!khl_word_is(word, KHL_WORD_CUE_FACILITY) || word->cue_kind == KHL_FROZEN_NONE) return false;
    khl_str kind = khl_lexicon_word(context->lexicon, word->cue_kind);
    return khl_str_equal(kind, KHL_STR("river")) || khl_str_equal(kind, KHL_STR("lake"));
}

static khl_status make_name(khl_context *context, size_t cue, size_t first, size_t n, bool joined,
                            khl_str *name)
{
    khl_buf key = KHL_BUF_INIT;
    khl_buf_put_c(&key, khl_word_is(context->parses[cue].word, KHL_WORD_CUE_CITY) ? TOWN : DISTRICT);
    size_t bare = key.n;
    for (size_t i = first; i < first + n; i++) {
        if (is_particle(&context->tokens[i]) || (i == first && n > 1 && is_river(context, i))) continue;
        if (key.n > bare && !is_abd(context, i - 1)) khl_buf_char(&key, ' ');
        put_word(context, i, joined && i == first, &key);
    }
    *name = khl_arena_copy(context->memory, khl_buf_str(&key));
    khl_status status = khl_buf_ok(&key) && name->p != NULL ? KHL_OK : KHL_E_MEMORY;
    khl_buf_clear(&key);
    return status;
}

/* Words between a cue and its name: "number" before a number, and French articles before a capital. */
static size_t links_behind(const khl_context *context, size_t cue)
{
    size_t n = 0, at = cue + 1;
    bool facility = khl_word_is(context->parses[cue].word, KHL_WORD_CUE_FACILITY);
    bool number = at < context->n && khl_word_is(context->parses[at].word, KHL_WORD_CITATION_LINK);
    if (number && is_number_of_name(context, at + 1)) return 1;
    if (context->tokens[cue].kind != KHL_TOKEN_LATN) return 0;
    while (n < 2 && at + n < context->n && context->parses[at + n].near &&
           khl_is_link(&context->tokens[at + n]))
        n++;
    if (n == 0 || at + n >= context->n || context->tokens[at + n].kind != KHL_TOKEN_LATN) return 0;
    return khl_is_capital(context, at + n) && (!facility || is_named(context, at + n)) ? n : 0;
}

khl_status khl_find_name(khl_context *context, size_t cue, size_t *first, size_t *n_tokens, khl_str *name)
{
    size_t between = has_description_between(context, cue);
    *first = cue + 1 + (between > 0 ? between : links_behind(context, cue));
    *n_tokens = name_length(context, cue, *first, false);
    return *n_tokens > 0 ? make_name(context, cue, *first, *n_tokens, false, name) : KHL_OK;
}

khl_status khl_find_joined(khl_context *context, size_t cue, size_t at, size_t *first, size_t *n_tokens,
                           khl_str *name)
{
    khl_str waw = KHL_STR(KHL_AR_WAW);
    *n_tokens = 0;
    if ((context->tokens[cue].flags & KHL_TOKEN_PLURAL) == 0 || at >= context->n) return KHL_OK;
    bool joined = khl_str_starts(context->tokens[at].proclitics, waw);
    bool apart = khl_str_equal(context->tokens[at].key, waw) && context->parses[at].near;
    *first = at + apart;
    if ((!joined && !apart) || *first >= context->n || context->tokens[*first].kind != KHL_TOKEN_ARAB)
        return KHL_OK;
    if (apart && !is_named(context, *first) && context->parses[*first].known) return KHL_OK;
    *n_tokens = name_length(context, cue, *first, joined);
    return *n_tokens > 0 ? make_name(context, cue, *first, *n_tokens, joined, name) : KHL_OK;
}
