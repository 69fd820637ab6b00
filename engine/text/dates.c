/* Month names with their day and year to ISO dates: "2026-08-15", "????-11". A month name that is another
 * word too counts only beside a number, a year or the word for month. Cost: one pass. */
#include "parse.h"

#include <stdio.h>

#include "error.h"

/* The Arabic word for month; French and English name months without one. */
#define SHAHR KHL_AR_SHEEN KHL_AR_HEH KHL_AR_REH

enum { DATE_BYTES = 16 };

static bool is_number(const khl_context *context, size_t i)
{
    return i < context->n && context->tokens[i].kind == KHL_TOKEN_NUM && context->parses[i].owner == 0;
}

/* The value of a number token of at most four digits; 0 otherwise. */
static unsigned small_value(const khl_context *context, size_t i)
{
    uint64_t value = 0;
    if (!is_number(context, i) || context->tokens[i].key.n > 4) return 0;
    return khl_str_to_u64(context->tokens[i].key, &value) ? (unsigned)value : 0;
}

static unsigned year_at(const khl_context *context, size_t i)
{
    if (i >= context->n || !context->parses[i].near) return 0;
    unsigned year = small_value(context, i);
    return year >= 1900 && year <= 2099 ? year : 0;
}

/* 1er mars */
static bool is_first(const khl_context *context, size_t i)
{
    return khl_str_equal(context->tokens[i].key, KHL_STR("1er"));
}

static unsigned day_before(const khl_context *context, size_t i)
{
    if (i == 0 || !context->parses[i].near || context->tokens[i].proclitics.n > 0) return 0;
    if (is_first(context, i - 1) && context->parses[i - 1].owner == 0) return 1;
    unsigned day = small_value(context, i - 1);
    return day <= 31 ? day : 0;
}

static bool is_month(const khl_context *context, size_t i)
{
    const khl_parse *parse = &context->parses[i];
    if (!khl_word_is(parse->word, KHL_WORD_MONTH) || parse->owner != 0) return false;
    if (!khl_word_is(parse->word, KHL_WORD_MONTH_AMBIGUOUS)) return true;
    if (i > 0 && parse->near && (is_number(context, i - 1) || is_first(context, i - 1))) return true;
    bool named = i > 0 && khl_str_equal(context->parses[i - 1].rest, KHL_STR(SHAHR));
    return named || year_at(context, i + 1) != 0;
}

static khl_status add_date(khl_context *context, size_t i, khl_error *err)
{
    char text[DATE_BYTES] = "????", rest[DATE_BYTES];
    unsigned day = day_before(context, i), year = year_at(context, i + 1);
    if (year != 0) snprintf(text, sizeof text, "%04u", year);
    if (day != 0)
        snprintf(rest, sizeof rest, "-%02u-%02u", context->parses[i].word->month % 100u, day % 100u);
    else
        snprintf(rest, sizeof rest, "-%02u", context->parses[i].word->month % 100u);
    memcpy(text + 4, rest, strlen(rest) + 1);
    khl_str name = khl_arena_copy(context->memory, khl_str_from(text));
    if (name.p == NULL) return khl_fail_memory(err);
    size_t first = i - (day != 0), last = i + (year != 0);
    khl_entity_add(context, first, last - first + 1, KHL_FEATURE_DATE, name);
    return KHL_OK;
}

khl_status khl_find_dates(khl_context *context, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t i = 0; i < context->n && status == KHL_OK; i++)
        if (is_month(context, i)) status = add_date(context, i, err);
    return status;
}
