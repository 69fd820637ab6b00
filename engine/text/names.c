/* Names that no gazetteer lists, by the grammar of cues: behind "district" and its like any word that is not
 * excluded, behind "school" and its like only name words and words that are not ordinary. A name ends at its
 * cue's span, at punctuation, at a function word, a verb, a preposition or a place of the gazetteer.
 *
 * The key leaves out what writers vary: an article that the list of name words restores, and in Latin letters
 * the article with its assimilated forms (el, ess-, ann- ...), and the blank behind abd. */
#include "parse.h"

#include "error.h"

#define LETTER KHL_AR_LETTER_BYTES
#define DISTRICT "district:"

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

/* The first half of names like Abd Allah, which are also written as one word. */
static bool is_abd(const khl_context *context, size_t i)
{
    return khl_str_equal(context->parses[i].rest, KHL_STR(KHL_AR_AIN KHL_AR_BEH KHL_AR_DAL));
}

/* Whether token i can be part of a name at all. */
static bool may_belong(const khl_context *context, size_t i)
{
    const khl_token *token = &context->tokens[i];
    if (!context->parses[i].near || context->parses[i].owner != 0) return false;
    if (token->kind != KHL_TOKEN_ARAB && token->kind != KHL_TOKEN_LATN) return false;
    if (khl_is_at_place(context, i)) return false;
    if (is_particle(token)) return true;
    if (khl_word_is(context->parses[i].word, KHL_WORD_CUE) && !is_named(context, i)) return false;
    if ((token->flags & (KHL_TOKEN_STOP | KHL_TOKEN_NEGATION)) != 0) return false;
    if ((token->flags & KHL_TOKEN_BOILERPLATE) != 0 && !is_named(context, i)) return false;
    if (token->proclitics.n > 0 && !khl_str_equal(token->proclitics, KHL_STR(KHL_AR_ARTICLE))) return false;
    return !is_excluded(context, i);
}

/* Whatever stands behind abd, function word or not. */
static bool is_second_half(const khl_context *context, size_t i)
{
    return is_abd(context, i - 1) && context->tokens[i].kind == KHL_TOKEN_ARAB && context->parses[i].near &&
           context->parses[i].owner == 0;
}

static bool may_begin(const khl_context *context, size_t cue, size_t i)
{
    const khl_token *token = &context->tokens[i];
    if (is_named(context, i)) return true;
    /* An Arabic cue with the article is followed by an adjective, not by a name. */
    if ((context->tokens[cue].flags & KHL_TOKEN_ARTICLE) != 0 || is_description(context, i)) return false;
    bool district = khl_word_is(context->parses[cue].word, KHL_WORD_CUE_DISTRICT);
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

static size_t name_length(const khl_context *context, size_t cue, size_t first)
{
    size_t n = 0, words = 0, span = context->parses[cue].word->cue_span;
    if (first < context->n && is_day(context, first)) return 2;
    while (words < span && n < MAX_TOKENS && first + n < context->n) {
        size_t i = first + n;
        bool particle = is_particle(&context->tokens[i]), second = n > 0 && is_second_half(context, i);
        if (!second && !may_belong(context, i)) break;
        bool next =
            particle || second || (words == 0 ? may_begin(context, cue, i) : may_continue(context, i));
        if (!next) break;
        n++;
        words += !particle && !second;
    }
    while (n > 0 && is_particle(&context->tokens[first + n - 1])) n--;
    return n;
}

/* "primary school X": an excluded word between a facility and its name, which must then be a name word or
 * begin with an article in Latin letters. */
static bool has_description_between(const khl_context *context, size_t cue)
{
    if (cue + 2 >= context->n || !khl_word_is(context->parses[cue].word, KHL_WORD_CUE_FACILITY)) return false;
    bool named = is_named(context, cue + 2) ||
                 (is_particle(&context->tokens[cue + 2]) && khl_is_capital(context, cue + 2));
    return is_excluded(context, cue + 1) && context->parses[cue + 1].near && named;
}

/* Without the article that a Latin spelling runs together with a sun letter: essalam, annahda. */
static khl_str latin_key(khl_str key)
{
    bool vowel = key.n >= 6 && (key.p[0] == 'a' || key.p[0] == 'e');
    bool twice = vowel && key.p[1] == key.p[2] && memchr("aeiou", key.p[1], 5) == NULL;
    return twice ? khl_str_behind(key, 2) : key;
}

static void put_word(const khl_context *context, size_t i, khl_buf *out)
{
    const khl_token *token = &context->tokens[i];
    khl_str key = token->key;
    if (token->kind == KHL_TOKEN_LATN) {
        key = latin_key(key);
    } else if (token->kind == KHL_TOKEN_ARAB && token->proclitics.n == 0 &&
               !khl_word_is(context->parses[i].word, KHL_WORD_NAME) &&
               khl_word_is(khl_find_definite(context->lexicon, key), KHL_WORD_NAME)) {
        khl_buf_put_c(out, KHL_AR_ARTICLE);
    }
    khl_buf_put(out, key);
}

khl_status khl_find_name(khl_context *context, size_t cue, size_t *first, size_t *n_tokens, khl_str *name)
{
    khl_buf key = KHL_BUF_INIT;
    *first = cue + 1 + has_description_between(context, cue);
    *n_tokens = name_length(context, cue, *first);
    if (*n_tokens == 0) return KHL_OK;
    khl_buf_put_c(&key, DISTRICT);
    for (size_t i = *first; i < *first + *n_tokens; i++) {
        if (is_particle(&context->tokens[i])) continue;
        if (key.n > sizeof DISTRICT - 1 && !is_abd(context, i - 1)) khl_buf_char(&key, ' ');
        put_word(context, i, &key);
    }
    *name = khl_arena_copy(context->memory, khl_buf_str(&key));
    khl_status status = khl_buf_ok(&key) && name->p != NULL ? KHL_OK : KHL_E_MEMORY;
    khl_buf_clear(&key);
    return status;
}
