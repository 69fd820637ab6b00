/* Numbers that are no quantities: article 83 of law 113.14, the year 2030, phone numbers. They become
 * entities of their own before quantities are looked for. Cost: a look back over a few tokens for each
 * number. */
#include "parse.h"

#include "str.h"

enum { LOOK_BACK = 8, PHONE_DIGITS = 9, PHONE_PAIRS = 5 };

#define REFERENCE_WEIGHT 0.2f /* of the words of a reference: they say on what ground, not what is wanted */

static bool is_digits(const khl_context *context, size_t i)
{
    uint8_t kind = context->tokens[i].kind;
    return kind == KHL_TOKEN_NUM || kind == KHL_TOKEN_DATE;
}

/* May stand between a cue and its number whatever follows: "number", "organic". */
static bool is_close_link(const khl_context *context, size_t i)
{
    return khl_word_is(context->parses[i].word, KHL_WORD_CITATION_LINK);
}

/* So may another reference or a function word, if nothing is counted by the number. */
static bool is_loose_link(const khl_context *context, size_t i)
{
    return is_digits(context, i) || (context->tokens[i].flags & KHL_TOKEN_STOP) != 0;
}

/* "article 5, 10 buses": a number with a content word behind it. */
static bool counts_something(const khl_context *context, size_t i)
{
    if (i + 1 >= context->n || !context->parses[i + 1].near) return false;
    const khl_token *next = &context->tokens[i + 1];
    return (next->kind == KHL_TOKEN_ARAB || next->kind == KHL_TOKEN_LATN || next->kind == KHL_TOKEN_UNIT) &&
           (next->flags & KHL_TOKEN_STOP) == 0 &&
           !khl_word_is(context->parses[i + 1].word, KHL_WORD_CITATION | KHL_WORD_CITATION_LINK);
}

static void make_light(khl_context *context, size_t i)
{
    context->tokens[i].flags |= KHL_TOKEN_BOILERPLATE;
    if (context->parses[i].weight > REFERENCE_WEIGHT) context->parses[i].weight = REFERENCE_WEIGHT;
}

/* The nearest word before i that is no link, if it is a cue; it and what stands between become light. */
static bool take_reference(khl_context *context, size_t i)
{
    size_t k = 1;
    bool loose = false;
    for (; k <= LOOK_BACK && k <= i && !khl_word_is(context->parses[i - k].word, KHL_WORD_CITATION); k++) {
        if (is_close_link(context, i - k)) continue;
        if (!is_loose_link(context, i - k)) return false;
        loose = true;
    }
    if (k > LOOK_BACK || k > i || (loose && counts_something(context, i))) return false;
    for (; k > 0; k--)
        if ((context->tokens[i - k].flags & KHL_TOKEN_STOP) == 0) make_light(context, i - k);
    return true;
}

/* The second year of 2024-2030. */
static bool ends_span(const khl_context *context, size_t i)
{
    uint32_t owner = context->parses[i - 1].owner, end = context->tokens[i - 1].end;
    if (owner == 0 || context->entities[owner - 1].kind != KHL_FEATURE_DATE || !is_digits(context, i - 1))
        return false;
    khl_str gap = khl_str_part(context->original, end, context->tokens[i].begin);
    return khl_str_equal(gap, KHL_STR("-")) || khl_str_equal(gap, KHL_STR("/"));
}

/* The first year of 2024-2030. */
static bool begins_span(const khl_context *context, size_t i)
{
    if (i + 1 >= context->n || !is_digits(context, i + 1) || context->tokens[i + 1].key.n != 4) return false;
    khl_str gap = khl_str_part(context->original, context->tokens[i].end, context->tokens[i + 1].begin);
    return khl_str_equal(gap, KHL_STR("-")) || khl_str_equal(gap, KHL_STR("/"));
}

static bool is_year(const khl_context *context, size_t i)
{
    uint64_t value;
    khl_str key = context->tokens[i].key;
    if (key.n != 4 || !khl_str_to_u64(key, &value) || value < 1900 || value > 2099) return false;
    if (i > 0 && ends_span(context, i)) return true;
    bool unit = i + 1 < context->n && context->parses[i + 1].near &&
                khl_word_is(context->parses[i + 1].word, KHL_WORD_UNIT);
    bool named = i > 0 && khl_word_is(context->parses[i - 1].word, KHL_WORD_CITATION_YEAR);
    return !unit && (named || begins_span(context, i));
}

/* Digits that begin with a zero: no quantity is written so. */
static bool has_leading_zero(const khl_context *context, size_t i, size_t least)
{
    const khl_token *token = &context->tokens[i];
    khl_str text = khl_str_part(context->original, token->begin, token->end);
    bool zero = khl_str_starts(text, KHL_STR("0")) || khl_str_starts(text, KHL_STR("\xD9\xA0")) ||
                khl_str_starts(text, KHL_STR("\xDB\xB0"));
    return token->kind == KHL_TOKEN_NUM && zero && text.n >= least && memchr(text.p, '.', text.n) == NULL &&
           memchr(text.p, ',', text.n) == NULL;
}

/* A phone number, in one piece or in pairs of digits: how many tokens, 0 when none begins here. */
static size_t phone_length(const khl_context *context, size_t i)
{
    if (has_leading_zero(context, i, PHONE_DIGITS)) return 1;
    if (!has_leading_zero(context, i, 2)) return 0;
    size_t n = 1;
    while (i + n < context->n && n < PHONE_PAIRS && context->tokens[i + n].kind == KHL_TOKEN_NUM &&
           context->tokens[i + n].key.n <= 2 && context->parses[i + n].owner == 0)
        n++;
    return n == PHONE_PAIRS ? n : 0;
}

void khl_find_citations(khl_context *context)
{
    for (size_t i = 0; i < context->n; i++) {
        if (context->tokens[i].kind != KHL_TOKEN_NUM || context->parses[i].owner != 0) continue;
        size_t phone = phone_length(context, i);
        if (phone > 0)
            khl_entity_add(context, i, phone, KHL_FEATURE_REFERENCE, context->tokens[i].key);
        else if (take_reference(context, i))
            khl_entity_add(context, i, 1, KHL_FEATURE_REFERENCE, context->tokens[i].key);
        else if (is_year(context, i))
            khl_entity_add(context, i, 1, KHL_FEATURE_DATE, context->tokens[i].key);
    }
}
