/* Roads by their numbers, in the words of administrations and as codes: the national road number 6, RN6. Both
 * are known as "rn 6", so that the number is no quantity. The words are those of models/places/roads.tsv.
 * Cost: two look-ups a token. */
#include "parse.h"

#include "buf.h"

/* The code of the class of road that a word names, or nothing. */
static khl_str code_of(const khl_context *context, khl_str word)
{
    const khl_frozen *roads = &context->lexicon->roads;
    uint32_t i = roads->n_keys > 0 && word.n > 0 ? khl_frozen_find(roads, word) : KHL_FROZEN_NONE;
    if (i == KHL_FROZEN_NONE) return (khl_str){"", 0};
    return khl_str_from(((const khl_short *)khl_frozen_record(roads, i))->text);
}

static bool is_road(const khl_context *context, size_t i)
{
    const khl_word *word = context->parses[i].word;
    return khl_word_is(word, KHL_WORD_CUE) && word->cue_kind != KHL_FROZEN_NONE &&
           khl_str_equal(khl_lexicon_word(context->lexicon, word->cue_kind), KHL_STR("road"));
}

static bool is_near(const khl_context *context, size_t i)
{
    return i < context->n && context->parses[i].near && context->parses[i].owner == 0;
}

/* The number behind token i, perhaps behind words for "number"; 0 when there is none. */
static size_t number_behind(const khl_context *context, size_t i)
{
    size_t at = i + 1;
    while (at < i + 3 && at < context->n && khl_word_is(context->parses[at].word, KHL_WORD_CITATION_LINK))
        at++;
    bool number =
        at < context->n && context->tokens[at].kind == KHL_TOKEN_NUM && context->parses[at].owner == 0;
    return number && (at > i + 1 || context->parses[at].near) && context->tokens[at].key.n <= 4 ? at : 0;
}

/* RN6 in one word: the bytes of its letters. */
static size_t letters_of(khl_str key)
{
    size_t n = 0;
    while (n < key.n && key.p[n] >= 'a' && key.p[n] <= 'z') n++;
    for (size_t i = n; i < key.n; i++)
        if (key.p[i] < '0' || key.p[i] > '9') return 0;
    return n < key.n && key.n - n <= 4 ? n : 0;
}

static khl_status make_name(khl_context *context, khl_str code, khl_str number, khl_str *name)
{
    khl_buf key = KHL_BUF_INIT;
    khl_buf_put_c(&key, "district:");
    khl_buf_put(&key, code);
    khl_buf_char(&key, ' ');
    khl_buf_put(&key, number);
    *name = khl_arena_copy(context->memory, khl_buf_str(&key));
    khl_status status = khl_buf_ok(&key) && name->p != NULL ? KHL_OK : KHL_E_MEMORY;
    khl_buf_clear(&key);
    return status;
}

khl_status khl_find_road(khl_context *context, size_t i, size_t *n_tokens, khl_str *name)
{
    khl_str key = context->tokens[i].key;
    size_t letters = context->tokens[i].kind == KHL_TOKEN_LATN ? letters_of(key) : 0;
    khl_str code = code_of(context, khl_str_part(key, 0, letters));
    *n_tokens = 0;
    if (code.n > 0) {
        *n_tokens = 1;
        return make_name(context, code, khl_str_behind(key, letters), name);
    }
    size_t named = is_road(context, i) && is_near(context, i + 1) ? i + 1 : i;
    bool latin = named == i && context->tokens[i].kind == KHL_TOKEN_LATN && key.n == 2; /* RN 6 */
    if (named == i && !latin) return KHL_OK;
    code = code_of(context, context->parses[named].rest.n > 0 ? context->parses[named].rest
                                                              : context->tokens[named].key);
    size_t number = code.n > 0 ? number_behind(context, named) : 0;
    if (number == 0) return KHL_OK;
    *n_tokens = number - i + 1;
    return make_name(context, code, context->tokens[number].key, name);
}
