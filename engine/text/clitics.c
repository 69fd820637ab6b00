/* What stands in front of an Arabic word. A closed grammar needs no evidence, because only a noun can follow:
 *     [waw|feh] [beh|kaf] alef lam ...        [waw|feh] lam lam ...
 * A bare waw, feh, beh, lam or kaf is cut only when what is left is a word the lexicon (or the collection)
 * has; so are Darija's dal and ain before the article, and the seen of the future. Protected words are never
 * cut. Cost: one look-up for most words, about ten for one that begins with a bare letter. */
#include "parse.h"

#include "error.h"

#define LETTER KHL_AR_LETTER_BYTES

enum { ARTICLE_BYTES = 2 * LETTER };

static bool starts(khl_str s, const char *prefix)
{
    return khl_str_starts(s, khl_str_from(prefix));
}

/* Single letters. */
static bool starts_with_any(khl_str s, const char *const *letters, size_t n)
{
    for (size_t i = 0; i < n && s.n >= LETTER; i++)
        if (s.p[0] == letters[i][0] && s.p[1] == letters[i][1]) return true;
    return false;
}

static const char *const CONJUNCTIONS[] = {KHL_AR_WAW, KHL_AR_FEH};
static const char *const BEFORE_ARTICLE[] = {KHL_AR_BEH, KHL_AR_KAF};
static const char *const DARIJA[] = {KHL_AR_DAL, KHL_AR_AIN};
static const char *const BARE[] = {KHL_AR_WAW, KHL_AR_FEH, KHL_AR_BEH, KHL_AR_LAM, KHL_AR_KAF};
static const char *const IN[] = {KHL_AR_BEH, KHL_AR_FEH};
static const char *const PERSONS[] = {KHL_AR_YEH, KHL_AR_TEH, KHL_AR_NOON};

bool khl_is_evidence(const khl_word *word)
{
    return khl_word_is(word, KHL_WORD_KNOWN | KHL_WORD_SPELLING | KHL_WORD_STOP | KHL_WORD_NEGATION |
                                 KHL_WORD_PLACE | KHL_WORD_MONTH | KHL_WORD_NUMBER);
}

/* Whether a word of the data begins with these letters by itself. An ambiguous place name says nothing. */
static bool is_protected(const khl_word *word)
{
    if (word == NULL) return false;
    uint32_t protect = KHL_WORD_KNOWN | KHL_WORD_STOP | KHL_WORD_NEGATION | KHL_WORD_BOILERPLATE |
                       KHL_WORD_MONTH | KHL_WORD_NUMBER;
    return (word->flags & protect) != 0 ||
           (word->flags & (KHL_WORD_PLACE | KHL_WORD_AMBIGUOUS)) == KHL_WORD_PLACE;
}

/* "and the district of": read so even where the letters are a listed word too, because lists of districts are
 * what people write. */
static bool hides_cue(const khl_context *context, khl_str word)
{
    return starts(word, KHL_AR_WAW) &&
           khl_word_is(khl_lexicon_find(context->lexicon, khl_str_behind(word, LETTER)),
                       KHL_WORD_CUE_DISTRICT);
}

const khl_word *khl_find_definite(const khl_lexicon *lexicon, khl_str rest)
{
    char definite[KHL_WORD_MAX_BYTES + ARTICLE_BYTES];
    if (rest.n > KHL_WORD_MAX_BYTES) return NULL;
    memcpy(definite, KHL_AR_ARTICLE, ARTICLE_BYTES);
    memcpy(definite + ARTICLE_BYTES, rest.p, rest.n);
    return khl_lexicon_find(lexicon, (khl_str){definite, ARTICLE_BYTES + rest.n});
}

static void split_at(khl_str word, size_t proclitics_end, size_t rest_begin, bool article, khl_split *out)
{
    *out =
        (khl_split){khl_str_part(word, 0, proclitics_end), khl_str_behind(word, rest_begin), NULL, article};
}

/* Is the word, or what its ending was put on, in the lexicon? A feminine ending alone proves little, unless
 * much is left. */
static khl_status has_base(khl_context *context, khl_str word, const khl_word *record,
                           size_t feminine_letters, bool *has)
{
    khl_base base;
    khl_status status = khl_stem_word(context, word, record, &base);
    *has = status == KHL_OK && base.known &&
           (base.flags != 0 || (feminine_letters > 0 && khl_letters(base.stem) >= feminine_letters));
    return status;
}

/* Evidence that rest, cut from word, is a word of its own. */
static khl_status is_word(khl_context *context, khl_str word, khl_str rest, bool *is)
{
    const khl_word *record = khl_lexicon_find(context->lexicon, rest);
    *is = khl_is_evidence(record);
    if (*is || khl_letters(rest) < 3) return KHL_OK;
    uint32_t n = khl_times_attested(context, rest);
    *is = n >= KHL_ATTESTED_ENOUGH && n > khl_times_attested(context, word);
    return *is ? KHL_OK : has_base(context, rest, record, 4, is);
}

/* lam lam: the second is that of the article, or that of the article and of a word in lam at once ("to the
 * committee"): the lexicon's own words in lam decide. */
static khl_status split_lam(khl_context *context, khl_str word, size_t at, khl_split *out)
{
    khl_str with_lam = khl_str_behind(word, at + LETTER);
    const khl_word *record = khl_lexicon_find(context->lexicon, with_lam);
    bool restored = khl_word_is(record, KHL_WORD_KNOWN);
    khl_status status = restored ? KHL_OK : has_base(context, with_lam, record, 4, &restored);
    split_at(word, at + 2 * LETTER, restored ? at + LETTER : at + 2 * LETTER, true, out);
    return status;
}

/* The closed grammar; out->proclitics stays empty when word does not have its shape. */
static khl_status split_closed(khl_context *context, khl_str word, const khl_word *record, khl_split *out)
{
    size_t at = starts_with_any(word, CONJUNCTIONS, 2) ? LETTER : 0;
    khl_str behind = khl_str_behind(word, at);
    if (starts(behind, KHL_AR_LAM KHL_AR_LAM) && khl_letters(behind) >= 4)
        return split_lam(context, word, at, out);
    size_t before = at + (starts_with_any(behind, BEFORE_ARTICLE, 2) ? LETTER : 0);
    behind = khl_str_behind(word, before);
    size_t letters = khl_letters(behind);
    if (!starts(behind, KHL_AR_ARTICLE) || letters < 4) return KHL_OK;
    if (before > 0 && khl_word_is(khl_lexicon_find(context->lexicon, behind), KHL_WORD_STOP)) {
        split_at(word, before, before, false, out); /* "and which": the article is part of the word */
        return KHL_OK;
    }
    bool whole = false;
    khl_status status = letters <= 5 && before > 0 ? has_base(context, word, record, 0, &whole) : KHL_OK;
    if (!whole) split_at(word, before + ARTICLE_BYTES, before + ARTICLE_BYTES, true, out);
    return status;
}

static khl_status split_darija(khl_context *context, khl_str word, khl_split *out)
{
    bool is = false;
    if (!starts_with_any(word, DARIJA, 2)) return KHL_OK;
    khl_str behind = khl_str_behind(word, LETTER);
    if (!starts(behind, KHL_AR_ARTICLE) || khl_letters(behind) < 5) return KHL_OK;
    khl_str rest = khl_str_behind(behind, ARTICLE_BYTES);
    khl_status status = is_word(context, word, rest, &is);
    if (is) split_at(word, LETTER + ARTICLE_BYTES, LETTER + ARTICLE_BYTES, true, out);
    return status;
}

/* The future: seen before a verb of the lexicon. */
static void split_future(khl_context *context, khl_str word, khl_split *out)
{
    khl_str rest = khl_str_behind(word, LETTER);
    if (khl_letters(word) >= 5 && starts_with_any(rest, PERSONS, 3) &&
        khl_word_is(khl_lexicon_find(context->lexicon, rest), KHL_WORD_KNOWN | KHL_WORD_STOP))
        split_at(word, LETTER, LETTER, false, out);
}

static khl_status split_any(khl_context *context, khl_str word, const khl_word *record, unsigned depth,
                            khl_split *out);

/* "in" and the name of a place that is no other word: read so before any ending is. */
static bool is_in_place(const khl_context *context, khl_str word, khl_str rest)
{
    const khl_word *place = starts_with_any(word, IN, 2) ? khl_lexicon_find(context->lexicon, rest) : NULL;
    return place != NULL && (place->flags & (KHL_WORD_PLACE | KHL_WORD_AMBIGUOUS)) == KHL_WORD_PLACE;
}

static khl_status split_bare(khl_context *context, khl_str word, const khl_word *record, unsigned depth,
                             khl_split *out)
{
    bool is = false, whole = false;
    khl_str rest = khl_str_behind(word, LETTER);
    if (is_in_place(context, word, rest)) {
        split_at(word, LETTER, LETTER, false, out);
        return KHL_OK;
    }
    khl_status status = has_base(context, word, record, 0, &whole);
    if (status != KHL_OK || whole) return status;
    status = is_word(context, word, rest, &is);
    if (status != KHL_OK) return status;
    if (is) {
        split_at(word, LETTER, LETTER, false, out);
        return KHL_OK;
    }
    if (depth > 0 || !starts_with_any(word, CONJUNCTIONS, 2)) return KHL_OK;
    khl_split inner;
    status = split_any(context, rest, khl_lexicon_find(context->lexicon, rest), depth + 1, &inner);
    if (status == KHL_OK && inner.proclitics.n > 0) {
        size_t rest_begin = (size_t)(inner.rest.p - word.p);
        split_at(word, LETTER + inner.proclitics.n, rest_begin, inner.article, out);
    }
    return status;
}

static khl_status split_any(khl_context *context, khl_str word, const khl_word *record, unsigned depth,
                            khl_split *out)
{
    *out = (khl_split){.rest = word, .record = record};
    if (word.n < 3 * LETTER || word.n > KHL_WORD_MAX_BYTES) return KHL_OK;
    if (is_protected(record) && !hides_cue(context, word)) return KHL_OK;
    khl_status status = split_closed(context, word, record, out);
    if (status == KHL_OK && out->proclitics.n == 0) status = split_darija(context, word, out);
    if (status != KHL_OK || out->proclitics.n > 0) return status;
    if (starts(word, KHL_AR_SEEN))
        split_future(context, word, out);
    else if (starts_with_any(word, BARE, sizeof BARE / sizeof *BARE))
        status = split_bare(context, word, record, depth, out);
    return status;
}

khl_status khl_split_word(khl_context *context, khl_str word, const khl_word *record, khl_split *out)
{
    khl_status status = split_any(context, word, record, 0, out);
    if (out->proclitics.n > 0) out->record = khl_lexicon_find(context->lexicon, out->rest);
    return status;
}
