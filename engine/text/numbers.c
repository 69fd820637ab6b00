/* Quantities: digits, number words and both together ("3", three, 20 million), with percent and units. A lone
 * "one" is an article more often than a number and counts only behind its noun, a lone "half" never. Unit
 * factors are applied, so that 5 MDH and five million dirhams give the same features. Cost: one pass. */
#include "parse.h"

#include <math.h>

#include "buf.h"
#include "error.h"

#define LETTER KHL_AR_LETTER_BYTES

/* A number as it is read: `total` of closed groups, `group` below a thousand. */
typedef struct reading {
    double total, group, last;
    size_t n_tokens, n_words;
    bool digits;   /* began with digits */
    bool fraction; /* ends in one */
} reading;

static const khl_word *number_word(const khl_context *context, size_t i)
{
    if (i >= context->n || context->parses[i].owner != 0) return NULL;
    const khl_word *word = context->parses[i].word;
    return khl_word_is(word, KHL_WORD_NUMBER) ? word : NULL;
}

static bool is_waw(khl_str s)
{
    return khl_str_equal(s, KHL_STR(KHL_AR_WAW));
}

/* "and" standing alone between number words. */
static bool is_and(const khl_token *token)
{
    return is_waw(token->key) || khl_str_equal(token->key, KHL_STR("et")) ||
           khl_str_equal(token->key, KHL_STR("and")) || khl_str_equal(token->key, KHL_STR("w")) ||
           khl_str_equal(token->key, KHL_STR("o"));
}

static bool is_multiple(double a, double b)
{
    return fmod(a, b) == 0;
}

/* Adds a word below a hundred to the group, when the two can stand together: 20 and 5, 5 and 20, 100
 * (and) 20. */
static bool add_small(reading *r, double value, bool joined, bool latin)
{
    bool after = r->group >= 20 && is_multiple(r->group, 10) && value < 10 && !is_multiple(r->group, 100);
    bool before = r->group < 10 && value >= 20 && is_multiple(value, 10);
    bool hundreds = is_multiple(r->group, 100);
    bool teen = r->group < 10 && value == 10; /* three ten: thirteen */
    bool french = latin && value >= 10 && value < 20 && (r->group == 60 || r->group == 80);
    if (latin && !joined && r->group == 4 && value == 20)
        r->group = 80;
    else if (joined ? after || before || hundreds || french : latin ? after || hundreds || french : teen)
        r->group += value;
    else
        return false;
    return true;
}

static bool add_large(reading *r, double value, bool joined)
{
    if (joined) {
        r->total += r->group;
        r->group = 0;
        if (value >= r->last && r->last >= 1000) return false;
    }
    r->total += (r->group > 0 ? r->group : 1) * value;
    r->group = 0;
    return true;
}

static bool add_hundred(reading *r, double value, bool joined)
{
    if (joined || r->group == 0)
        r->group += value;
    else if (value == 100 && r->group < 10)
        r->group *= 100;
    else
        return false;
    return true;
}

/* "and a half" behind a million is half a million. */
static bool add_fraction(reading *r, double value, bool joined)
{
    if (!joined || r->group > 0 || r->last < 1000) return false;
    r->total += value * r->last;
    r->fraction = true;
    return true;
}

/* Takes one more word; false leaves the reading as it was. */
static bool take_word(reading *r, const khl_word *word, bool joined, bool latin)
{
    reading before = *r;
    double value = (double)word->value;
    bool taken;
    if (r->fraction || (r->digits && !joined && value < 1000))
        taken = false;
    else if (value < 1)
        taken = add_fraction(r, value, joined);
    else if (value >= 1000)
        taken = add_large(r, value, joined);
    else if (r->digits)
        taken = false;
    else
        taken = value >= 100 ? add_hundred(r, value, joined) : add_small(r, value, joined, latin);
    if (!taken) *r = before;
    r->last = taken && value >= 1 ? value : r->last;
    return taken;
}

/* vingt et un: "un" by itself is an article and no number of the data. */
static bool add_french_one(reading *r, khl_str key)
{
    bool one = khl_str_equal(key, KHL_STR("un")) || khl_str_equal(key, KHL_STR("une"));
    if (!one || r->group < 20 || !is_multiple(r->group, 10) || is_multiple(r->group, 100)) return false;
    r->group += 1;
    return true;
}

static bool begin_number(const khl_context *context, size_t i, reading *r)
{
    *r = (reading){.n_tokens = 1};
    const khl_token *token = &context->tokens[i];
    if (token->kind == KHL_TOKEN_NUM) {
        r->digits = true;
        return khl_str_to_f64(token->key, &r->group);
    }
    const khl_word *word = number_word(context, i);
    if (word == NULL) return false;
    r->n_words = 1;
    r->last = (double)word->value;
    if (r->last >= 1000)
        r->total = r->last;
    else
        r->group = r->last;
    return true;
}

static reading read_number(const khl_context *context, size_t i)
{
    reading r;
    if (!begin_number(context, i, &r)) return (reading){.n_tokens = 0};
    for (size_t at = i + 1; at < context->n && context->parses[at].near; at = i + r.n_tokens) {
        bool apart = is_and(&context->tokens[at]) && at + 1 < context->n && context->parses[at + 1].near;
        const khl_word *word = number_word(context, at + apart);
        khl_str proclitics = context->tokens[at + apart].proclitics;
        bool joined = apart || is_waw(proclitics);
        if (apart && word == NULL && add_french_one(&r, context->tokens[at + 1].key)) {
            r.n_tokens += 2;
            r.n_words++;
            continue;
        }
        if (word != NULL && r.fraction && (double)word->value == r.last) {
            r.n_tokens++; /* "and half of the million" */
            break;
        }
        if (word == NULL || (proclitics.n > 0 && !is_waw(proclitics))) break;
        if (!take_word(&r, word, joined, context->tokens[at + apart].kind == KHL_TOKEN_LATN)) break;
        r.n_tokens += 1 + (size_t)apart;
        r.n_words++;
    }
    return r;
}

/* A number as text: whole ones in full, others with up to six digits. */
static khl_status number_name(khl_context *context, double value, const char *behind, khl_str *out)
{
    khl_buf text = KHL_BUF_INIT;
    bool whole = value == floor(value) && value < 1e15;
    khl_buf_format(&text, whole ? "%.0f%s" : "%.6g%s", value, behind);
    *out = khl_arena_copy(context->memory, khl_buf_str(&text));
    khl_status status = khl_buf_ok(&text) && out->p != NULL ? KHL_OK : KHL_E_MEMORY;
    khl_buf_clear(&text);
    return status;
}

/* Tokens of a percent behind token `at`: "pour cent", "in the hundred", attached or apart; 0 when there is
 * none. */
static size_t percent_length(const khl_context *context, size_t at)
{
    const khl_word *word = at < context->n && context->parses[at].near ? context->parses[at].word : NULL;
    if (at >= context->n || !context->parses[at].near) return 0;
    if (khl_word_is(word, KHL_WORD_UNIT) &&
        khl_str_equal(khl_lexicon_word(context->lexicon, word->unit), KHL_STR("%")))
        return 1;
    khl_str beh = KHL_STR(KHL_AR_BEH);
    bool attached = khl_str_starts(context->tokens[at].proclitics, beh);
    size_t hundred = at + !attached;
    word = number_word(context, hundred);
    if (word == NULL || word->value != 100 || !context->parses[hundred].near) return 0;
    khl_str in = context->tokens[at].key;
    bool apart = khl_str_equal(in, KHL_STR(KHL_AR_FEH KHL_AR_YEH)) || khl_str_equal(in, KHL_STR("pour"));
    return attached ? 1 : apart ? 2 : 0;
}

/* "%" written apart from its number. */
static bool percent_sign_behind(const khl_context *context, size_t i)
{
    khl_str behind = khl_str_behind(context->original, context->tokens[i].end);
    while (khl_str_starts(behind, KHL_STR(" ")) || khl_str_starts(behind, KHL_STR("\xC2\xA0")))
        behind = khl_str_behind(behind, behind.p[0] == ' ' ? 1 : 2);
    return khl_str_starts(behind, KHL_STR("%")) || khl_str_starts(behind, KHL_STR("\xD9\xAA"));
}

/* The unit behind a number; *n its tokens. */
static const khl_word *unit_at(const khl_context *context, size_t i, size_t *n)
{
    if (i >= context->n || !context->parses[i].near || context->parses[i].owner != 0) return NULL;
    const khl_token *token = &context->tokens[i];
    const khl_word *unit =
        khl_find_phrase(context, i, khl_phrase_word(token), context->parses[i].whole, KHL_WORD_UNIT, n);
    if (unit != NULL) return unit;
    *n = 1;
    unit = context->parses[i].whole;
    if (!khl_word_is(unit, KHL_WORD_UNIT)) unit = context->parses[i].word;
    return khl_word_is(unit, KHL_WORD_UNIT) ? unit : NULL;
}

/* "de" between millions and dirhams. */
static bool is_of(const khl_context *context, size_t i)
{
    if (i >= context->n || !context->parses[i].near) return false;
    khl_str word = khl_phrase_word(&context->tokens[i]);
    return khl_str_equal(word, KHL_STR("de")) || khl_str_equal(word, KHL_STR("d"));
}

static khl_status add_unit(khl_context *context, size_t i, size_t n, const khl_word *unit)
{
    khl_str name = khl_arena_copy(context->memory, khl_lexicon_word(context->lexicon, unit->unit));
    if (name.p == NULL) return KHL_E_MEMORY;
    khl_entity_add(context, i, n, KHL_FEATURE_UNIT, name);
    return KHL_OK;
}

/* "a pitch, one of them": behind its noun "one" counts. In Darija it stands before it and is an article. */
static bool one_behind_noun(const khl_context *context, size_t i)
{
    const khl_token *one = &context->tokens[i];
    if (i == 0 || one->kind != KHL_TOKEN_ARAB || one->proclitics.n > 0 || !context->parses[i].near)
        return false;
    const khl_token *noun = one - 1, *next = i + 1 < context->n ? one + 1 : NULL;
    bool article = next != NULL && context->parses[i + 1].near &&
                   khl_str_equal(next->proclitics, KHL_STR(KHL_AR_ARTICLE));
    unsigned bare = KHL_TOKEN_STOP | KHL_TOKEN_ARTICLE | KHL_TOKEN_BOILERPLATE;
    return !article && noun->kind == KHL_TOKEN_ARAB && (noun->flags & bare) == 0 &&
           number_word(context, i - 1) == NULL;
}

/* A number of r->n_tokens at i, and what stands behind it. */
static khl_status add_number(khl_context *context, size_t i, const reading *r)
{
    khl_str name;
    double value = r->total + r->group;
    size_t behind = i + r->n_tokens, n = percent_length(context, behind);
    bool percent = n > 0 || percent_sign_behind(context, behind - 1);
    if (!percent && is_of(context, behind)) behind++;
    const khl_word *unit = percent ? NULL : unit_at(context, behind, &n);
    bool lone = !r->digits && r->n_words == 1;
    if (lone && ((value == 1 && !one_behind_noun(context, i)) || (value < 1 && unit == NULL))) return KHL_OK;
    if (unit != NULL) value *= (double)unit->factor;
    if (number_name(context, value, percent ? "%" : "", &name) != KHL_OK) return KHL_E_MEMORY;
    khl_entity_add(context, i, r->n_tokens + (percent ? n : 0),
                   percent ? KHL_FEATURE_PERCENT : KHL_FEATURE_NUMBER, name);
    return unit != NULL ? add_unit(context, behind, n, unit) : KHL_OK;
}

/* 30km, 200dh: digits with a unit glued to them. */
static khl_status add_glued(khl_context *context, size_t i)
{
    khl_str key = context->tokens[i].key, name;
    size_t at = 0;
    double value = 0;
    while (at < key.n && key.p[at] >= '0' && key.p[at] <= '9') at++;
    if (at == 0 || at == key.n || !khl_str_to_f64(khl_str_part(key, 0, at), &value)) return KHL_OK;
    const khl_word *unit = khl_lexicon_find(context->lexicon, khl_str_behind(key, at));
    if (!khl_word_is(unit, KHL_WORD_UNIT)) return KHL_OK;
    if (number_name(context, value * (double)unit->factor, "", &name) != KHL_OK) return KHL_E_MEMORY;
    khl_entity_add(context, i, 1, KHL_FEATURE_NUMBER, name);
    context->tokens[i].lang = KHL_LANG_NONE;
    return add_unit(context, i, 1, unit);
}

/* Where a line begins, but for signs. */
static bool opens_line(const khl_context *context, size_t i)
{
    if (i == 0) return true;
    uint32_t end = context->tokens[i - 1].end, begin = context->tokens[i].begin;
    return begin > end && memchr(context->original.p + end, '\n', begin - end) != NULL;
}

/* The bytes between token i and the next. */
static khl_str gap_behind(const khl_context *context, size_t i)
{
    uint32_t begin = context->tokens[i].end, end = context->tokens[i + 1].begin;
    return khl_str_part(context->original, begin, end > begin ? end : begin);
}

/* 7, IV: what people number lines with. */
static bool is_ordinal(const khl_context *context, size_t i)
{
    const khl_token *t = &context->tokens[i];
    if (t->kind == KHL_TOKEN_NUM) return t->key.n <= 2;
    bool roman = t->kind == KHL_TOKEN_LATN && t->key.n <= 4 && khl_is_capital(context, i);
    for (size_t k = 0; k < t->key.n && roman; k++) roman = memchr("ivx", t->key.p[k], 3) != NULL;
    return roman;
}

/* "1-" or "2)" in front of a line numbers it, and counts nothing. The sign is glued to it and a word follows,
 * a Latin one behind a space: "2/3", "3-4" and "4-voies" are quantities. */
static bool numbers_line(const khl_context *context, size_t i)
{
    static const char *const SIGNS[] = {"-", ".", ")", ":", "/", "_", "\xE2\x80\x93", "\xC2\xB0"};
    if (i + 1 == context->n || context->parses[i].owner != 0) return false;
    if (!is_ordinal(context, i) || !opens_line(context, i)) return false;
    khl_str gap = gap_behind(context, i);
    bool glued = false;
    for (size_t k = 0; k < sizeof SIGNS / sizeof *SIGNS; k++)
        glued = glued || khl_str_starts(gap, khl_str_from(SIGNS[k]));
    unsigned kind = context->tokens[i + 1].kind;
    bool latin = kind == KHL_TOKEN_LATN || kind == KHL_TOKEN_ELIS;
    return glued && (kind == KHL_TOKEN_ARAB || (latin && memchr(gap.p, ' ', gap.n) != NULL));
}

khl_status khl_find_numbers(khl_context *context, khl_error *err)
{
    for (size_t i = 0; i < context->n;) {
        khl_status status = KHL_OK;
        reading r = {.n_tokens = 0};
        if (numbers_line(context, i)) {
            context->tokens[i].flags |= KHL_TOKEN_STOP;
        } else if (context->parses[i].owner == 0) {
            r = read_number(context, i);
            if (r.n_tokens > 0)
                status = add_number(context, i, &r);
            else if (context->tokens[i].kind == KHL_TOKEN_LATN)
                status = add_glued(context, i);
        }
        if (status != KHL_OK) return khl_fail_memory(err);
        i += r.n_tokens > 0 ? r.n_tokens : 1;
    }
    return KHL_OK;
}
