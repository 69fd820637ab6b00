/* The content features of a text in order: entities where they were found, stems of content words between
 * them, negations kept beside. Last of the steps. Cost: one pass. */
#include "parse.h"

#include "error.h"

typedef struct listing {
    khl_context *context;
    khl_feature *items; /* [2 * n] room */
    size_t n;
} listing;

static void add(listing *list, size_t i, khl_feature_kind kind, khl_str name, float weight)
{
    const khl_token *token = &list->context->tokens[i];
    if (name.n == 0) return;
    list->items[list->n++] = (khl_feature){.name = name,
                                           .begin = token->begin,
                                           .end = token->end,
                                           .first_token = (uint32_t)i,
                                           .n_tokens = 1,
                                           .weight = weight,
                                           .kind = (uint8_t)kind};
}

/* A negation is content as well when it is an ordinary noun, verb or adjective, such as "ban". */
static bool is_content(const khl_token *token, const khl_parse *parse)
{
    uint32_t parts = KHL_WORD_NOUN | KHL_WORD_ADJECTIVE | KHL_WORD_VERB | KHL_WORD_MASDAR;
    if ((token->flags & KHL_TOKEN_NEGATION) != 0) return khl_word_is(parse->word, parts);
    return (token->flags & KHL_TOKEN_STOP) == 0;
}

static void add_word(listing *list, size_t i)
{
    const khl_token *token = &list->context->tokens[i];
    const khl_parse *parse = &list->context->parses[i];
    if ((token->flags & KHL_TOKEN_NEGATION) != 0) add(list, i, KHL_FEATURE_NEGATION, parse->rest, 1);
    if (is_content(token, parse)) add(list, i, KHL_FEATURE_WORD, token->stem, parse->weight);
}

static void add_token(listing *list, size_t i)
{
    static const uint8_t KINDS[] = {
        [KHL_TOKEN_ARAB] = KHL_FEATURE_WORD,    [KHL_TOKEN_LATN] = KHL_FEATURE_WORD,
        [KHL_TOKEN_TFNG] = KHL_FEATURE_WORD,    [KHL_TOKEN_OTHER] = KHL_FEATURE_WORD,
        [KHL_TOKEN_NUM] = KHL_FEATURE_NUMBER,   [KHL_TOKEN_PCT] = KHL_FEATURE_PERCENT,
        [KHL_TOKEN_DATE] = KHL_FEATURE_DATE,    [KHL_TOKEN_UNIT] = KHL_FEATURE_UNIT,
        [KHL_TOKEN_ACR] = KHL_FEATURE_OTHER,    [KHL_TOKEN_URL] = KHL_FEATURE_OTHER,
        [KHL_TOKEN_ELIS] = KHL_FEATURE_NEGATION};
    const khl_token *token = &list->context->tokens[i];
    bool word = KINDS[token->kind] == KHL_FEATURE_WORD;
    if (token->kind == KHL_TOKEN_NUM && (token->flags & KHL_TOKEN_STOP) != 0) return; /* numbers a line */
    if (word)
        add_word(list, i);
    else if (token->kind != KHL_TOKEN_ELIS)
        add(list, i, (khl_feature_kind)KINDS[token->kind], token->stem, 1);
    else if ((token->flags & KHL_TOKEN_NEGATION) != 0)
        add(list, i, KHL_FEATURE_NEGATION, khl_phrase_word(token), 1);
}

/* Entities of one first token stand one behind the other. */
static void add_entities(listing *list, size_t i)
{
    const khl_context *context = list->context;
    for (size_t e = context->parses[i].owner - 1; e < context->n_entities; e++) {
        if (context->entities[e].first_token != i) break;
        list->items[list->n++] = context->entities[e];
    }
}

khl_status khl_list_features(khl_context *context, khl_analysis *out, khl_error *err)
{
    listing list = {.context = context};
    list.items = khl_arena_array(context->scratch, 2 * context->n + 1, sizeof *list.items);
    if (list.items == NULL) return khl_fail_memory(err);
    for (size_t i = 0; i < context->n; i++) {
        if (context->parses[i].owner == 0)
            add_token(&list, i);
        else if (context->entities[context->parses[i].owner - 1].first_token == i)
            add_entities(&list, i);
    }
    out->features = list.items;
    out->n_features = list.n;
    return KHL_OK;
}
