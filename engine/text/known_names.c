/* Names that stand behind a cue elsewhere in the collection, here without one. At least one word of such a
 * name is no ordinary word, so that "the values of peace" does not become a district. */
#include "parse.h"

#include "error.h"
#include "questions.h"

#include <string.h>

#define LETTER KHL_AR_LETTER_BYTES

/* As it was written or with its proclitics off, then without each letter that may be attached. */
enum { MAX_BEGINNINGS = 5 };

typedef struct beginnings {
    khl_str items[MAX_BEGINNINGS];
    size_t n;
} beginnings;

/* Whether token i can be part of a name that stands without its cue: an Arabic word that is no ordinary one.
 */
static bool is_strange(const khl_context *context, size_t i)
{
    const khl_token *token = &context->tokens[i];
    bool plain = (token->flags & (KHL_TOKEN_STOP | KHL_TOKEN_NEGATION)) == 0 && context->parses[i].owner == 0;
    return plain && token->kind == KHL_TOKEN_ARAB && !context->parses[i].known &&
           !khl_word_is(context->parses[i].word, KHL_WORD_CUE);
}

/* Whether any word that a name beginning at token i may have is strange. */
static bool strange_from(const khl_context *context, size_t i)
{
    for (size_t k = i; k < context->n && k < i + KHL_NAME_MAX_WORDS; k++) {
        bool goes_on = k == i || (context->parses[k].near && context->parses[k].owner == 0);
        if (context->tokens[k].kind != KHL_TOKEN_ARAB || !goes_on) return false;
        if (is_strange(context, k)) return true;
    }
    return false;
}

/* For letters that may be attached the name itself is the evidence. */
static void list_beginnings(const khl_context *context, size_t i, beginnings *out)
{
    static const char *const LETTERS[] = {KHL_AR_WAW, KHL_AR_FEH, KHL_AR_BEH, KHL_AR_LAM};
    const khl_token *token = &context->tokens[i];
    out->n = 0;
    out->items[out->n++] = context->parses[i].rest;
    for (size_t k = 0; k < sizeof LETTERS / sizeof *LETTERS && token->proclitics.n == 0; k++)
        if (khl_str_starts(token->key, khl_str_from(LETTERS[k])) && token->key.n > 3 * LETTER)
            out->items[out->n++] = khl_str_behind(token->key, LETTER);
}

/* The words from `first`, a form of token i, on; they lie in text. */
static void words_from(const khl_context *context, size_t i, khl_str first, khl_known_name *out,
                       khl_buf *text)
{
    *out = (khl_known_name){.least = UINT8_MAX};
    text->n = 0;
    if ((context->tokens[i].flags & KHL_TOKEN_ARTICLE) != 0) khl_buf_put_c(text, KHL_AR_ARTICLE);
    khl_buf_put(text, first);
    for (size_t n = 1; n <= KHL_NAME_MAX_WORDS && text->n <= UINT16_MAX; n++) {
        out->end[out->n++] = (uint16_t)text->n;
        if (out->least == UINT8_MAX && is_strange(context, i + n - 1)) out->least = (uint8_t)n;
        size_t next = i + n;
        if (next >= context->n || context->tokens[next].kind != KHL_TOKEN_ARAB ||
            !context->parses[next].near || context->parses[next].owner != 0)
            break;
        khl_buf_char(text, ' ');
        khl_buf_put(text, context->tokens[next].key);
    }
    out->words = khl_buf_str(text);
}

/* While there is no collection yet, what would be asked is noted. */
static bool note(khl_context *context, size_t i, const beginnings *b, khl_buf *text)
{
    khl_known_name name;
    for (size_t k = 0; k < b->n; k++) {
        words_from(context, i, b->items[k], &name, text);
        if (!khl_buf_ok(text) || khl_note_name(context->questions, &name, context->memory) != KHL_OK)
            return false;
    }
    return true;
}

/* The name of a commune before that of a district. */
static size_t find(const khl_context *context, size_t i, const beginnings *b, khl_buf *text, khl_buf *key)
{
    const khl_str prefixes[] = {KHL_STR("town:"), KHL_STR("district:")};
    khl_known_name name;
    size_t n = 0;
    for (size_t p = 0; p < 2 && n == 0; p++)
        for (size_t k = 0; k < b->n && n == 0; k++) {
            words_from(context, i, b->items[k], &name, text);
            if (khl_buf_ok(text)) n = khl_longest_known(context->attested, prefixes[p], &name, key);
        }
    return n;
}

khl_status khl_find_known_name(khl_context *context, size_t i, size_t *n_tokens, khl_str *name,
                               khl_error *err)
{
    khl_buf text = KHL_BUF_INIT, key = KHL_BUF_INIT;
    beginnings b;
    *n_tokens = 0;
    if ((context->attested == NULL && context->questions == NULL) || !strange_from(context, i)) return KHL_OK;
    list_beginnings(context, i, &b);
    bool ok = true;
    if (context->attested == NULL)
        ok = note(context, i, &b, &text);
    else
        *n_tokens = find(context, i, &b, &text, &key);
    if (*n_tokens > 0) *name = khl_arena_copy(context->memory, khl_buf_str(&key));
    ok = ok && khl_buf_ok(&text) && khl_buf_ok(&key) && (*n_tokens == 0 || name->p != NULL);
    khl_buf_clear(&text);
    khl_buf_clear(&key);
    return ok ? KHL_OK : khl_fail_memory(err);
}
