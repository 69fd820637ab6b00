/* What the look-ups find of each token: proclitics, stem and flags of Arabic words, records of Latin ones,
 * and the phrases among them. First of the steps behind the scanner. Cost: a few look-ups a token. */
#include "parse.h"

#include "error.h"
#include "utf8.h"
#include "word_cache.h"

enum { MAX_PHRASE_BYTES = KHL_PHRASE_MAX_WORDS * (KHL_WORD_MAX_BYTES + 1) };

typedef struct span {
    uint32_t first, last;
} span;

/* Spaces, and what normalisation drops, do not separate the words of a phrase: copied texts are full of them.
 * Line ends do. Sorted. */
static bool is_blank(uint32_t c)
{
    static const span BLANKS[] = {
        {'\t', '\t'},     {' ', ' '},       {'\'', '\''},     {0x00A0, 0x00A0}, {0x00AD, 0x00AD},
        {0x034F, 0x034F}, {0x061C, 0x061C}, {0x0640, 0x0640}, {0x064B, 0x065F}, {0x0670, 0x0670},
        {0x1680, 0x1680}, {0x180E, 0x180E}, {0x2000, 0x200F}, {0x2019, 0x2019}, {0x202A, 0x202F},
        {0x205F, 0x2060}, {0x2066, 0x206F}, {0x3000, 0x3000}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF},
    };
    for (size_t i = 0; i < sizeof BLANKS / sizeof *BLANKS && BLANKS[i].first <= c; i++)
        if (c <= BLANKS[i].last) return true;
    return false;
}

bool khl_is_near(khl_str original, const khl_token *before, const khl_token *token)
{
    if (before->end > token->begin) return true;
    khl_str gap = khl_str_part(original, before->end, token->begin);
    if (khl_str_equal(gap, KHL_STR(" ")) || khl_str_equal(gap, KHL_STR("-"))) return true;
    bool bad = false, blank = true;
    for (size_t at = 0; at < gap.n && blank;) blank = is_blank(khl_utf8_next(gap, &at, &bad));
    return blank && !bad;
}

static void apply_record(khl_token *token, khl_parse *parse, const khl_word *word)
{
    if (word == NULL) return;
    if (khl_word_is(word, KHL_WORD_STOP)) token->flags |= KHL_TOKEN_STOP;
    if (khl_word_is(word, KHL_WORD_NEGATION)) token->flags |= KHL_TOKEN_NEGATION;
    if (khl_word_is(word, KHL_WORD_BOILERPLATE)) {
        token->flags |= KHL_TOKEN_BOILERPLATE;
        parse->weight = word->weight;
    }
}

/* Strings that point into the lexicon are copied: an analysis may outlive it. */
static bool keep(khl_context *context, const khl_token *token, khl_str *s)
{
    if (s->n == 0 || (s->p >= token->key.p && s->p < token->key.p + token->key.n)) return true;
    *s = khl_arena_copy(context->memory, *s);
    return s->p != NULL;
}

static khl_status stem_arabic(khl_context *context, khl_token *token, khl_parse *parse, khl_error *err)
{
    khl_base base = {.stem = parse->rest};
    bool whole = (token->flags & (KHL_TOKEN_STOP | KHL_TOKEN_NEGATION)) != 0 ||
                 khl_word_is(parse->word, KHL_WORD_MONTH);
    if (whole)
        parse->known = true;
    else if (khl_stem_word(context, parse->rest, parse->word, &base) != KHL_OK)
        return khl_fail_memory(err);
    else
        parse->known = base.known || khl_is_evidence(parse->word);
    token->stem = base.stem;
    token->flags |= base.flags;
    if (!keep(context, token, &token->stem)) return khl_fail_memory(err);
    if (whole || context->stemmer == KHL_STEMMER_CONSERVATIVE) return KHL_OK;
    token->stem = token->key;
    if (context->stemmer == KHL_STEMMER_NONE) return KHL_OK;
    return khl_stem_snowball_arabic(context->stemmers, token->clean, token->key, context->memory,
                                    &token->stem, err);
}

static khl_status parse_arabic(khl_context *context, khl_token *token, khl_parse *parse, khl_error *err)
{
    khl_split split;
    khl_str word = token->key;
    const khl_word *record = parse->whole;
    khl_to_usual(context->lexicon, &word, &record);
    if (khl_split_word(context, word, record, &split) != KHL_OK) return khl_fail_memory(err);
    token->proclitics = split.proclitics;
    if (!keep(context, token, &token->proclitics)) return khl_fail_memory(err);
    if (split.article) token->flags |= KHL_TOKEN_ARTICLE;
    parse->rest = split.rest;
    parse->word = split.record;
    apply_record(token, parse, parse->word);
    if (parse->word != parse->whole) apply_record(token, parse, parse->whole);
    if (khl_letters(token->key) == 1) token->flags |= KHL_TOKEN_STOP;
    return stem_arabic(context, token, parse, err);
}

khl_str khl_phrase_word(const khl_token *token)
{
    return token->kind == KHL_TOKEN_ELIS && token->key.n > 0 ? khl_str_without_last(token->key, 1)
                                                             : token->key;
}

/* Once a word is attested as often as makes a difference, or too many are asked for, nothing is noted. */
static void note_asked(khl_context *context, khl_str word, uint32_t times)
{
    khl_cached_word *learning = context->learning;
    learning->version = context->version;
    if (learning->asked == NULL) return;
    bool room = times < KHL_ATTESTED_ENOUGH && learning->n_asked < KHL_CACHE_ASKED;
    khl_str kept = room ? khl_arena_copy(context->memory, word) : (khl_str){NULL, 0};
    if (kept.p != NULL)
        learning->asked[learning->n_asked++] = kept;
    else
        learning->asked = NULL;
}

uint32_t khl_times_attested(khl_context *context, khl_str word)
{
    uint32_t times = khl_attested_count(context->attested, word);
    if (context->learning != NULL) note_asked(context, word, times);
    return times;
}

/* Whether the words of another collection say the same as those it was learnt with: that none is attested. */
static bool still_holds(const khl_context *context, khl_cached_word *word)
{
    if (word->version == 0 || word->version == context->version) return true;
    if (word->version == (uint64_t)KHL_CACHE_UNLEARNED || word->asked == NULL) return false;
    for (uint32_t i = 0; i < word->n_asked; i++)
        if (khl_attested_count(context->attested, word->asked[i]) >= KHL_ATTESTED_ENOUGH) return false;
    word->version = context->version;
    return true;
}

/* What was noted on the stack goes to the cache. */
static bool keep_asked(khl_context *context, khl_cached_word *word)
{
    if (word->asked == NULL) return true;
    size_t bytes = word->n_asked * sizeof *word->asked;
    khl_str *kept = khl_arena_take(&context->cache->arena, bytes, _Alignof(khl_str));
    if (kept == NULL) return false;
    if (bytes > 0) memcpy(kept, word->asked, bytes);
    word->asked = kept;
    return true;
}

/* An Arabic or Latin word by itself; what is found lies in its key, in context->memory or in the lexicon. */
static khl_status look_up(khl_context *context, khl_token *token, khl_parse *parse, khl_error *err)
{
    *parse = (khl_parse){.rest = token->key, .weight = 1, .cached = context->learning};
    parse->whole = khl_lexicon_find(context->lexicon, token->key);
    token->stem = token->key;
    if (token->kind == KHL_TOKEN_ARAB) return parse_arabic(context, token, parse, err);
    parse->word = parse->whole;
    parse->known = khl_is_evidence(parse->word);
    apply_record(token, parse, parse->word);
    if (khl_letters(token->key) == 1) token->flags |= KHL_TOKEN_STOP;
    return KHL_OK;
}

/* Looks the word up for the cache, where all that is found then lies. */
static khl_status learn(khl_context *context, khl_cached_word *word, khl_error *err)
{
    khl_str asked[KHL_CACHE_ASKED];
    khl_context alone = *context;
    khl_token *token = &word->token;
    khl_parse *parse = &word->parse;
    alone.memory = &context->cache->arena;
    alone.learning = word;
    word->version = 0;
    word->asked = asked;
    word->n_asked = 0;
    token->flags = 0;
    khl_status status = look_up(&alone, token, parse, err);
    if (status == KHL_OK && !keep_asked(context, word)) status = khl_fail_memory(err);
    if (status != KHL_OK) {
        word->version = (uint64_t)KHL_CACHE_UNLEARNED;
        return status;
    }
    word->opens_place = khl_opens_place(context, token, parse);
    word->start = NULL;
    return KHL_OK;
}

/* What lies in `from` is found at the same place of `to`. */
static khl_str moved(khl_str s, khl_str from, khl_str to)
{
    bool within = s.p >= from.p && s.p <= from.p + from.n;
    return within ? (khl_str){to.p + (s.p - from.p), s.n} : s;
}

/* What a word asked of the collection, the text asks, too. */
static khl_status pass_on_questions(khl_context *context, const khl_cached_word *word)
{
    khl_questions *q = context->questions;
    if (q == NULL || word->version == 0) return KHL_OK;
    q->more = q->more || word->asked == NULL;
    return q->more ? KHL_OK : khl_note_words(q, word->asked, word->n_asked, context->memory);
}

/* An Arabic or Latin word, looked up now or before. */
static khl_status recall(khl_context *context, khl_token *token, khl_parse *parse, khl_error *err)
{
    if (khl_word_cache_is_full(context->cache)) {
        if (context->questions != NULL) context->questions->more = true;
        return look_up(context, token, parse, err);
    }
    khl_cached_word *word = khl_word_cache_find(context->cache, token, parse->hash);
    if (word == NULL) return khl_fail_memory(err);
    khl_status status = still_holds(context, word) ? KHL_OK : learn(context, word, err);
    if (status != KHL_OK) return status;
    if (pass_on_questions(context, word) != KHL_OK) return khl_fail_memory(err);
    *parse = word->parse;
    parse->rest = moved(parse->rest, word->token.key, token->key);
    token->flags = word->token.flags;
    token->stem = moved(word->token.stem, word->token.key, token->key);
    token->proclitics = moved(word->token.proclitics, word->token.key, token->key);
    return keep(context, token, &token->stem) && keep(context, token, &token->proclitics)
               ? KHL_OK
               : khl_fail_memory(err);
}

static khl_status parse_token(khl_context *context, size_t i, khl_error *err)
{
    khl_token *token = &context->tokens[i];
    khl_parse *parse = &context->parses[i];
    khl_status status = KHL_OK;
    *parse = (khl_parse){.rest = token->key, .weight = 1, .hash = parse->hash};
    token->stem = token->key;
    switch ((khl_token_kind)token->kind) {
    case KHL_TOKEN_ARAB:
    case KHL_TOKEN_LATN:
        status = recall(context, token, parse, err);
        break;
    case KHL_TOKEN_ELIS:
        token->stem = (khl_str){token->key.p, 0};
        parse->whole = khl_lexicon_find(context->lexicon, khl_phrase_word(token));
        apply_record(token, parse, parse->whole);
        token->flags |= KHL_TOKEN_STOP;
        break;
    default:
        break;
    }
    parse->near = i > 0 && khl_is_near(context->original, token - 1, token);
    return status;
}

const khl_word *khl_find_phrase(const khl_context *context, size_t i, khl_str first, const khl_word *record,
                                uint32_t flags, size_t *n_words)
{
    char text[MAX_PHRASE_BYTES];
    size_t ends[KHL_PHRASE_MAX_WORDS + 1], n = 1;
    if (record == NULL || record->phrase_words < 2 || first.n > KHL_WORD_MAX_BYTES) return NULL;
    memcpy(text, first.p, first.n);
    ends[1] = first.n;
    for (size_t j = i + 1; j < context->n && n < record->phrase_words && context->parses[j].near; j++) {
        khl_str word = khl_phrase_word(&context->tokens[j]);
        if (word.n > KHL_WORD_MAX_BYTES) break;
        text[ends[n]] = ' ';
        memcpy(text + ends[n] + 1, word.p, word.n);
        ends[n + 1] = ends[n] + 1 + word.n;
        n++;
    }
    for (; n >= 2; n--) {
        const khl_word *phrase = khl_lexicon_find(context->lexicon, (khl_str){text, ends[n]});
        if (!khl_word_is(phrase, flags)) continue;
        *n_words = n;
        return phrase;
    }
    return NULL;
}

/* Function words, negations and formulas of several words. */
static void mark_phrase(khl_context *context, size_t i)
{
    size_t n = 0;
    const khl_word *phrase =
        khl_find_phrase(context, i, khl_phrase_word(&context->tokens[i]), context->parses[i].whole,
                        KHL_WORD_STOP | KHL_WORD_NEGATION | KHL_WORD_BOILERPLATE, &n);
    if (phrase == NULL) return;
    for (size_t j = i; j < i + n; j++) {
        apply_record(&context->tokens[j], &context->parses[j], phrase);
        if (j == i || !khl_word_is(phrase, KHL_WORD_NEGATION)) continue;
        context->tokens[j].flags =
            (uint16_t)((context->tokens[j].flags & ~KHL_TOKEN_NEGATION) | KHL_TOKEN_STOP);
    }
}

/* What is remembered of the words lies all over memory: it is sent for before it is asked. */
static void foresee_words(khl_context *context)
{
    enum { AHEAD = 4 };
    for (size_t i = 0; i < context->n + AHEAD; i++) {
        if (i < context->n) {
            context->parses[i].hash = khl_word_cache_hash(&context->tokens[i]);
            khl_word_cache_foresee_slot(context->cache, context->parses[i].hash);
        }
        if (i >= AHEAD) khl_word_cache_foresee_word(context->cache, context->parses[i - AHEAD].hash);
    }
}

khl_status khl_parse_words(khl_context *context, khl_error *err)
{
    khl_status status = KHL_OK;
    foresee_words(context);
    for (size_t i = 0; i < context->n && status == KHL_OK; i++) status = parse_token(context, i, err);
    for (size_t i = 0; i < context->n && status == KHL_OK; i++) mark_phrase(context, i);
    return status;
}

static bool has_digit(khl_str key)
{
    for (size_t i = 0; i < key.n; i++)
        if (key.p[i] >= '0' && key.p[i] <= '9') return true;
    return false;
}

/* Remembered too: libstemmer takes as long as all else that is done with a word. */
static khl_status stem_french(khl_context *context, khl_token *token, khl_cached_word *word, khl_error *err)
{
    khl_status status = KHL_OK;
    if (word == NULL)
        return khl_stem_french(context->stemmers, token->clean, token->key, context->memory, &token->stem,
                               err);
    if (word->french.p == NULL)
        status = khl_stem_french(context->stemmers, word->token.clean, word->token.key,
                                 &context->cache->arena, &word->french, err);
    if (status != KHL_OK) {
        word->french.p = NULL;
        return status;
    }
    token->stem = moved(word->french, word->token.key, token->key);
    return keep(context, token, &token->stem) ? KHL_OK : khl_fail_memory(err);
}

khl_status khl_stem_latin(khl_context *context, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t i = 0; i < context->n && status == KHL_OK; i++) {
        khl_token *token = &context->tokens[i];
        if (token->kind != KHL_TOKEN_LATN || (token->flags & (KHL_TOKEN_STOP | KHL_TOKEN_NEGATION)) != 0)
            continue;
        const khl_word *record = context->parses[i].whole;
        khl_to_usual(context->lexicon, &token->stem, &record);
        if (!keep(context, token, &token->stem)) return khl_fail_memory(err);
        bool french = token->lang == KHL_LANG_FR || token->lang == KHL_LANG_LATN;
        bool usual = !khl_str_equal(token->stem, token->key);
        if (!french || usual || has_digit(token->key) || context->stemmer == KHL_STEMMER_NONE) continue;
        status = stem_french(context, token, context->parses[i].cached, err);
    }
    return status;
}

bool khl_is_capital(const khl_context *context, size_t i)
{
    khl_str s = khl_str_behind(context->original, context->tokens[i].begin);
    if (s.n == 0) return false;
    if (s.p[0] >= 'A' && s.p[0] <= 'Z') return true;
    /* U+00C0 to U+00DE: the capitals of Latin-1 */
    return s.n >= 2 && (unsigned char)s.p[0] == 0xC3 && (unsigned char)s.p[1] >= 0x80 &&
           (unsigned char)s.p[1] <= 0x9E;
}
