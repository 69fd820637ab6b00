/* What stands behind an Arabic word, conservatively: possessive pronoun, then the alif of the accusative or
 * one ending of number, then the table of broken plurals, then the feminine heh. A word of the lexicon loses
 * only its heh; at least three letters stay; yeh and yeh-heh are never cut, and a noun whose masculine twin
 * is another word keeps its heh (keep_ta.tsv). Cost: one look-up for a word without endings, up to about five
 * otherwise. */
#include "parse.h"

#include "error.h"

#define LETTER KHL_AR_LETTER_BYTES

static const char *const PRONOUNS[] = {KHL_AR_HEH KHL_AR_MEEM KHL_AR_ALEF,
                                       KHL_AR_KAF KHL_AR_MEEM KHL_AR_ALEF,
                                       KHL_AR_HEH KHL_AR_ALEF,
                                       KHL_AR_HEH KHL_AR_MEEM,
                                       KHL_AR_HEH KHL_AR_NOON,
                                       KHL_AR_KAF KHL_AR_MEEM,
                                       KHL_AR_KAF KHL_AR_NOON,
                                       KHL_AR_NOON KHL_AR_ALEF};

#define FEMININE_PLURAL KHL_AR_ALEF KHL_AR_TEH
#define DUAL KHL_AR_ALEF KHL_AR_NOON
#define PLURAL_OBLIQUE KHL_AR_YEH KHL_AR_NOON
#define PLURAL_DIRECT KHL_AR_WAW KHL_AR_NOON

/* The word under work. */
typedef struct stemming {
    khl_context *context;
    khl_str word;
    const khl_word *record;
    khl_base *out;
    bool failed; /* memory ended */
} stemming;

static void take(stemming *s, khl_str word)
{
    s->word = word;
    s->record = khl_lexicon_find(s->context->lexicon, word);
}

void khl_to_usual(const khl_lexicon *lexicon, khl_str *word, const khl_word **record)
{
    if (*record == NULL || (*record)->variant == KHL_FROZEN_NONE) return;
    uint32_t number = (*record)->variant;
    *word = khl_lexicon_word(lexicon, number);
    *record = khl_frozen_record(&lexicon->words, number);
}

static void to_usual(stemming *s)
{
    khl_to_usual(s->context->lexicon, &s->word, &s->record);
}

/* word without suffix; false unless it ends so and at least three letters stay. */
static bool cut(khl_str word, const char *suffix, khl_str *rest)
{
    khl_str end = khl_str_from(suffix);
    if (!khl_str_ends(word, end)) return false;
    *rest = khl_str_without_last(word, end.n);
    return khl_letters(*rest) >= 3;
}

static bool is_plural(const khl_word *record)
{
    return record != NULL && record->singular != KHL_FROZEN_NONE;
}

static bool is_seen(const stemming *s, khl_str word)
{
    uint32_t words = KHL_WORD_KNOWN | KHL_WORD_SPELLING | KHL_WORD_BOILERPLATE;
    return khl_word_is(khl_lexicon_find(s->context->lexicon, word), words) ||
           khl_times_attested(s->context, word) >= KHL_ATTESTED_ENOUGH;
}

/* rest with heh behind it, if that is a word; false otherwise. */
static bool seen_with_heh(stemming *s, khl_str rest, khl_str *word)
{
    char with[KHL_WORD_MAX_BYTES + LETTER];
    if (rest.n > KHL_WORD_MAX_BYTES) return false;
    memcpy(with, rest.p, rest.n);
    memcpy(with + rest.n, KHL_AR_HEH, LETTER);
    if (!is_seen(s, (khl_str){with, rest.n + LETTER})) return false;
    *word = khl_arena_copy(s->context->memory, (khl_str){with, rest.n + LETTER});
    s->failed = s->failed || word->p == NULL;
    return word->p != NULL;
}

/* The heh of a noun that was written as teh before an ending. */
static bool seen_with_teh_as_heh(stemming *s, khl_str rest, khl_str *word)
{
    return khl_str_ends(rest, KHL_STR(KHL_AR_TEH)) &&
           seen_with_heh(s, khl_str_without_last(rest, LETTER), word);
}

static bool cut_pronoun(stemming *s, const char *pronoun)
{
    khl_str rest, word;
    if (!cut(s->word, pronoun, &rest)) return false;
    if (is_seen(s, rest))
        word = rest;
    else if (seen_with_teh_as_heh(s, rest, &word))
        ;
    else if (khl_str_ends(rest, KHL_STR(FEMININE_PLURAL)))
        word = rest;
    else
        return false;
    take(s, word);
    s->out->flags |= KHL_TOKEN_PRONOUN;
    return true;
}

static void cut_any_pronoun(stemming *s)
{
    khl_str rest, word;
    for (size_t i = 0; i < sizeof PRONOUNS / sizeof *PRONOUNS; i++)
        if (cut_pronoun(s, PRONOUNS[i])) return;
    /* "his" behind a feminine noun; behind a masculine one it looks like the feminine ending and goes as such
     */
    if (cut(s->word, KHL_AR_HEH, &rest) && seen_with_teh_as_heh(s, rest, &word)) {
        take(s, word);
        s->out->flags |= KHL_TOKEN_PRONOUN;
    }
}

static bool cut_number(stemming *s, const char *ending, bool dual, bool masculine)
{
    khl_str rest, word;
    if (!cut(s->word, ending, &rest)) return false;
    if (is_seen(s, rest))
        word = rest;
    else if (dual && seen_with_teh_as_heh(s, rest, &word))
        ;
    else if (masculine && khl_letters(rest) >= 4)
        word = rest;
    else
        return false;
    take(s, word);
    s->out->flags |= KHL_TOKEN_PLURAL;
    return true;
}

static bool cut_feminine_plural(stemming *s, bool needs_singular)
{
    khl_str rest, word;
    if (!cut(s->word, FEMININE_PLURAL, &rest)) return false;
    if (!seen_with_heh(s, rest, &word)) {
        if (needs_singular) return false;
        word = rest;
    }
    take(s, word);
    s->out->flags |= KHL_TOKEN_PLURAL;
    return true;
}

/* The alif of the accusative ("we propose a pitch"), behind a noun of the lexicon; adverbs that are words of
 * their own keep it. */
static bool cut_accusative(stemming *s)
{
    khl_str rest;
    uint32_t nominal = KHL_WORD_NOUN | KHL_WORD_ADJECTIVE | KHL_WORD_MASDAR;
    if (!cut(s->word, KHL_AR_ALEF, &rest)) return false;
    if (!khl_word_is(khl_lexicon_find(s->context->lexicon, rest), nominal)) return false;
    take(s, rest);
    return true;
}

static void cut_endings(stemming *s)
{
    if (khl_word_is(s->record, KHL_WORD_KNOWN)) {
        if (!is_plural(s->record)) cut_feminine_plural(s, true);
        return;
    }
    cut_any_pronoun(s);
    to_usual(s);
    if (khl_word_is(s->record, KHL_WORD_KNOWN) || cut_accusative(s)) return;
    if (cut_feminine_plural(s, false) || cut_number(s, PLURAL_DIRECT, false, true) ||
        cut_number(s, PLURAL_OBLIQUE, true, true))
        return;
    cut_number(s, DUAL, true, false);
}

/* The feminine heh. A base of four letters and more that the lexicon has makes the word known. */
static void cut_heh(stemming *s)
{
    if (!khl_str_ends(s->word, KHL_STR(KHL_AR_HEH)) || khl_word_is(s->record, KHL_WORD_KEEP_TA) ||
        khl_letters(s->word) <= 3)
        return;
    take(s, khl_str_without_last(s->word, LETTER));
    s->out->known = s->out->known || khl_word_is(s->record, KHL_WORD_KNOWN);
}

khl_status khl_stem_word(khl_context *context, khl_str word, const khl_word *record, khl_base *out)
{
    stemming s = {.context = context, .word = word, .record = record, .out = out};
    *out = (khl_base){.stem = word};
    if (word.n > KHL_WORD_MAX_BYTES) return KHL_OK;
    to_usual(&s);
    cut_endings(&s);
    to_usual(&s);
    out->known = khl_word_is(s.record, KHL_WORD_KNOWN | KHL_WORD_SPELLING);
    if (is_plural(s.record)) {
        uint32_t singular = s.record->singular;
        s.word = khl_lexicon_word(context->lexicon, singular);
        s.record = khl_frozen_record(&context->lexicon->words, singular);
        to_usual(&s);
        out->flags |= KHL_TOKEN_PLURAL;
    }
    cut_heh(&s);
    out->stem = s.word;
    return s.failed ? KHL_E_MEMORY : KHL_OK;
}
