/* The language of each token, by word lists, elisions and the shape of Arabizi (digits for letters that Latin
 * lacks). A Latin word of several lists goes with most of the text around it. Cost: one pass over the tokens,
 * twice. */
#include "parse.h"

#define BIT(lang) (1u << (lang))

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

/* Digits that stand for Arabic letters: 2 3 5 7 9. */
static bool is_arabizi_digit(char c)
{
    return c == '2' || c == '3' || c == '5' || c == '7' || c == '9';
}

/* 3eme, 2nd, 1er: a number with its ending, not Arabizi. */
static bool is_ordinal(khl_str key)
{
    static const char *const ENDINGS[] = {"e",  "er",  "re", "ere", "eme", "emes",
                                          "nd", "nde", "rd", "th",  "st"};
    size_t at = 0;
    while (at < key.n && key.p[at] >= '0' && key.p[at] <= '9') at++;
    if (at == 0) return false;
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++)
        if (khl_str_equal(khl_str_behind(key, at), khl_str_from(ENDINGS[i]))) return true;
    return false;
}

/* Letters with single digits among them: 3ndna, wa7d, ta9afa; but not b2b, co2, mp3, covid19, 5km. */
static bool has_arabizi_shape(khl_str key)
{
    size_t letters = 0, digits = 0, run = 0;
    for (size_t i = 0; i < key.n; i++) {
        bool digit = is_arabizi_digit(key.p[i]);
        if (!digit && !is_letter(key.p[i])) return false;
        run = digit ? run + 1 : 0;
        if (run > 1) return false;
        digits += digit;
        letters += !digit;
    }
    if (digits == 0 || is_ordinal(key)) return false;
    char last = key.p[key.n - 1];
    if (!is_letter(last) && last != '7' && last != '9') return false;
    return letters >= 3 || (letters == 2 && !is_letter(key.p[0]));
}

static khl_lang lang_of_arabic(const khl_context *context, size_t i)
{
    const khl_parse *parse = &context->parses[i];
    unsigned langs = parse->whole != NULL ? parse->whole->langs : 0;
    if (langs == 0 && parse->word != NULL) langs = parse->word->langs;
    bool darija = (langs & BIT(KHL_LANG_DARIJA)) != 0 && (langs & BIT(KHL_LANG_AR)) == 0;
    return darija ? KHL_LANG_DARIJA : KHL_LANG_AR;
}

/* The language that a set of one names; KHL_LANG_NONE for others. */
static khl_lang only(unsigned langs)
{
    for (unsigned lang = KHL_LANG_AR; lang <= KHL_LANG_ZGH; lang++)
        if (langs == BIT(lang)) return (khl_lang)lang;
    return KHL_LANG_NONE;
}

static unsigned latin_langs(const khl_parse *parse)
{
    unsigned latin = BIT(KHL_LANG_FR) | BIT(KHL_LANG_ARABIZI) | BIT(KHL_LANG_EN);
    return parse->word != NULL ? parse->word->langs & latin : 0;
}

static khl_lang lang_of_latin(const khl_context *context, size_t i)
{
    const khl_parse *parse = &context->parses[i];
    unsigned langs = latin_langs(parse);
    if (langs != 0) return only(langs);
    if (i > 0 && context->tokens[i - 1].kind == KHL_TOKEN_ELIS && parse->near) return KHL_LANG_FR;
    if (!khl_word_is(parse->word, KHL_WORD_UNIT) && has_arabizi_shape(context->tokens[i].key))
        return KHL_LANG_ARABIZI;
    return KHL_LANG_LATN;
}

static khl_lang lang_of(const khl_context *context, size_t i)
{
    switch ((khl_token_kind)context->tokens[i].kind) {
    case KHL_TOKEN_ARAB:
        return lang_of_arabic(context, i);
    case KHL_TOKEN_LATN:
        return lang_of_latin(context, i);
    case KHL_TOKEN_TFNG:
        return KHL_LANG_ZGH;
    case KHL_TOKEN_ELIS:
        return KHL_LANG_FR;
    default:
        return KHL_LANG_NONE;
    }
}

/* The commonest of langs in the text; French before Arabizi before English when they tie. */
static khl_lang commonest(unsigned langs, const size_t *counts)
{
    static const khl_lang ORDER[] = {KHL_LANG_FR, KHL_LANG_ARABIZI, KHL_LANG_EN};
    khl_lang best = KHL_LANG_LATN;
    for (size_t k = 0; k < sizeof ORDER / sizeof *ORDER; k++) {
        if ((langs & BIT(ORDER[k])) == 0) continue;
        if (best == KHL_LANG_LATN || counts[ORDER[k]] > counts[best]) best = ORDER[k];
    }
    return best;
}

void khl_tell_langs(khl_context *context)
{
    size_t counts[KHL_LANG_ZGH + 1] = {0};
    for (size_t i = 0; i < context->n; i++) {
        khl_lang lang = lang_of(context, i);
        context->tokens[i].lang = (uint8_t)lang;
        counts[lang]++;
    }
    for (size_t i = 0; i < context->n; i++) {
        khl_token *token = &context->tokens[i];
        if (token->kind == KHL_TOKEN_LATN && token->lang == KHL_LANG_NONE)
            token->lang = (uint8_t)commonest(latin_langs(&context->parses[i]), counts);
    }
}
