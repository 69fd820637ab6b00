/* Numbers that are no quantities: article 83 of law 113.14, the year 2030. They become entities of their own
 * before quantities are looked for. Cost: a look back over a few tokens for each number. */
#include "parse.h"

#include "str.h"

enum { LOOK_BACK = 8 };

#define REFERENCE_WEIGHT 0.2f /* of the words of a reference: they say on what ground, not what is wanted */

static bool is_digits(const khl_context *context, size_t i)
{
    uint8_t kind = context->tokens[i].kind;
    return kind == KHL_TOKEN_NUM || kind == KHL_TOKEN_DATE;
}

/* May stand between a cue and its number: another reference, "number", "organic", a function word. */
static bool is_link(const khl_context *context, size_t i)
{
    return is_digits(context, i) || (context->tokens[i].flags & KHL_TOKEN_STOP) != 0 ||
           khl_word_is(context->parses[i].word, KHL_WORD_CITATION_LINK);
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
    while (k <= LOOK_BACK && k <= i && !khl_word_is(context->parses[i - k].word, KHL_WORD_CITATION)) {
        if (!is_link(context, i - k)) return false;
        k++;
    }
    if (k > LOOK_BACK || k > i) return false;
    for (; k > 0; k--)
        if ((context->tokens[i - k].flags & KHL_TOKEN_STOP) == 0) make_light(context, i - k);
    return true;
}

static bool is_year(const khl_context *context, size_t i)
{
    uint64_t value;
    khl_str key = context->tokens[i].key;
    if (i == 0 || key.n != 4 || !khl_str_to_u64(key, &value) || value < 1900 || value > 2099) return false;
    return khl_word_is(context->parses[i - 1].word, KHL_WORD_CITATION_YEAR);
}

void khl_find_citations(khl_context *context)
{
    for (size_t i = 0; i < context->n; i++) {
        if (context->tokens[i].kind != KHL_TOKEN_NUM || context->parses[i].owner != 0) continue;
        if (take_reference(context, i))
            khl_entity_add(context, i, 1, KHL_FEATURE_REFERENCE, context->tokens[i].key);
        else if (is_year(context, i))
            khl_entity_add(context, i, 1, KHL_FEATURE_DATE, context->tokens[i].key);
    }
}
