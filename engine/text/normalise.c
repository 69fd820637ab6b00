/* One text to a stream of characters with their places in the original.
 *
 * Order: khl_normalise alternates between common_run(), which takes the characters that nearly all text is
 * made of, and careful_step(), which takes one of the others: put() dispatches on its kind, put_segment()
 * gathers the marks behind it and composes them first. khl_stream_squeeze() then makes
 * one letter of elongated ones.
 * Cost: a table look-up and an append a character; a segment or a presentation form asks ICU, some 100 ns
 * each. */
#include "normalise.h"

#include <unicode/uchar.h>

#include "alloc.h"
#include "error.h"
#include "properties.h"
#include "stream.h"
#include "str.h"
#include "utf8.h"

/* Marks kept in one segment (Unicode UAX #15, stream-safe text format, allows 30); further ones are loose. */
enum { SEGMENT_MAX = 32 };

typedef struct place {
    uint32_t begin, end;
} place;

typedef struct source_char {
    uint32_t c;
    unsigned kind;
    place at;
    bool any, bad; /* any: false behind the end */
} source_char;

typedef struct normaliser {
    const khl_properties *properties;
    khl_stream *stream;
    khl_str text;
    source_char now, next; /* of the careful path */
    bool after_tatweel, failed;
} normaliser;

/* The character at `begin`, which may be the end. */
static inline source_char read_char(const normaliser *n, size_t begin)
{
    source_char out = {0};
    if (begin >= n->text.n) return out;
    const unsigned char *p = (const unsigned char *)n->text.p + begin;
    size_t end = begin;
    if (p[0] < 0x80) {
        out.c = p[0];
        end += 1;
    } else if (p[0] >= 0xC2 && p[0] < 0xE0 && n->text.n - begin > 1 && (p[1] & 0xC0) == 0x80) {
        out.c = (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
        end += 2;
    } else {
        out.c = khl_utf8_next(n->text, &end, &out.bad);
    }
    out.kind = khl_kind_of(n->properties, out.c);
    out.at = (place){(uint32_t)begin, (uint32_t)end};
    out.any = true;
    return out;
}

static void advance(normaliser *n)
{
    n->now = n->next;
    n->next = read_char(n, n->next.at.end);
}

static khl_norm_char *last_char(const normaliser *n)
{
    return n->stream->n != 0 ? &n->stream->chars[n->stream->n - 1] : NULL;
}

/* Lengthens the letter or digit that ends where `at` begins: invisibles between them keep them apart. */
static void extend(normaliser *n, place at)
{
    khl_norm_char *last = last_char(n);
    if (last != NULL && last->class_ != KHL_CLASS_BREAK && last->end == at.begin) last->end = at.end;
}

static void append_raw(normaliser *n, khl_norm_char made)
{
    khl_stream *s = n->stream;
    if (s->n == s->capacity && !khl_grow(&s->chars, &s->capacity, s->n + 1, sizeof *s->chars)) {
        n->failed = true;
        return;
    }
    s->chars[s->n++] = made;
}

/* A tatweel joins Arabic letters; before anything else it has ended the word. */
static void append(normaliser *n, khl_norm_char made)
{
    if (n->after_tatweel && made.class_ != KHL_CLASS_ARAB && made.class_ != KHL_CLASS_BREAK)
        append_raw(n, (khl_norm_char){' ', ' ', made.begin, made.begin, KHL_CLASS_BREAK, false});
    n->after_tatweel = false;
    append_raw(n, made);
}

static void append_plain(normaliser *n, khl_class class_, uint32_t c, place at)
{
    append(n, (khl_norm_char){c, c, at.begin, at.end, (uint8_t)class_, false});
}

static void put_arabic(normaliser *n, uint32_t c, place at)
{
    uint32_t clean = khl_arabic_clean(n->properties, c), key = khl_arabic_key(n->properties, clean);
    append(n, (khl_norm_char){key, clean, at.begin, at.end, KHL_CLASS_ARAB, false});
    n->stream->n_arabic++;
}

static void put_latin(normaliser *n, uint32_t c, place at)
{
    if (c < 0x80) {
        uint32_t lower = c | 0x20;
        append(n, (khl_norm_char){lower, lower, at.begin, at.end, KHL_CLASS_LATN, lower != c});
        return;
    }
    khl_latin_fold fold;
    khl_latin_fold_of(n->properties, c, &fold);
    bool one = fold.keys[1] == 0; /* else a ligature, which is spelt out on both levels */
    for (size_t i = 0; i < KHL_LATIN_KEYS && fold.keys[i] != 0; i++)
        append(n, (khl_norm_char){fold.keys[i], one ? fold.lower : fold.keys[i], at.begin, at.end,
                                  KHL_CLASS_LATN, fold.lower != c});
}

/* NFC of two characters, or 0. */
static uint32_t compose(const normaliser *n, uint32_t a, uint32_t b)
{
    UChar32 c = unorm2_composePair(n->properties->nfc, (UChar32)a, (UChar32)b);
    return c > 0 ? (uint32_t)c : 0;
}

static void put_other(normaliser *n, uint32_t c, unsigned kind, place at)
{
    uint32_t lower = (uint32_t)u_tolower((UChar32)c);
    khl_norm_char *last = last_char(n);
    uint32_t joined = 0;
    if ((kind & KHL_KIND_ATTACHED) != 0 && last != NULL && last->class_ == KHL_CLASS_OTHER &&
        !n->after_tatweel)
        joined = compose(n, last->key, lower); /* a vowel or final of a Hangul syllable */
    if (joined != 0) {
        last->key = last->clean = joined;
        extend(n, at);
        return;
    }
    append(n, (khl_norm_char){lower, lower, at.begin, at.end, KHL_CLASS_OTHER, lower != c});
}

/* A mark that NFC could not join to a letter within its segment: because the letter came to be by a fold, or
 * because an invisible or a tatweel stood between. */
static void put_loose_mark(normaliser *n, uint32_t c, place at)
{
    khl_norm_char *last = last_char(n);
    if (last == NULL || last->class_ == KHL_CLASS_BREAK) return;
    if (n->after_tatweel && last->class_ != KHL_CLASS_ARAB) return;
    uint32_t joined = 0;
    if (last->class_ == KHL_CLASS_LATN && (joined = compose(n, last->clean, c)) != 0) {
        last->clean = joined;
    } else if (last->class_ == KHL_CLASS_OTHER) {
        joined = compose(n, last->key, c);
        if (joined != 0)
            last->key = last->clean = joined;
        else if (u_getCombiningClass((UChar32)c) == 0)
            append_plain(n, KHL_CLASS_OTHER, c, at); /* a vowel sign */
    }
    extend(n, at);
}

/* The hamza and the madda belong to the spelling; all other Arabic marks do not. */
static void put_arabic_mark(normaliser *n, uint32_t c, place at)
{
    khl_norm_char *last = last_char(n);
    if (c >= 0x0653 && c <= 0x0655 && last != NULL && last->class_ == KHL_CLASS_ARAB) {
        uint32_t joined = compose(n, last->clean, c);
        if (joined != 0) {
            last->clean = khl_arabic_clean(n->properties, joined);
            last->key = khl_arabic_key(n->properties, last->clean);
        }
    }
    extend(n, at);
}

static void put_space(normaliser *n, uint32_t c, place at)
{
    bool line = (c >= 0x0A && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029;
    uint32_t clean = line ? '\n' : c == '\t' ? '\t' : ' ';
    append(n, (khl_norm_char){' ', clean, at.begin, at.end, KHL_CLASS_BREAK, false});
}

static void put(normaliser *n, uint32_t c, unsigned kind, place at);

/* Every part of a presentation form has the bytes of the whole. */
static void put_compatible(normaliser *n, uint32_t c, place at)
{
    UChar from[2], to[32];
    int32_t n_from = 0, i = 0;
    U16_APPEND_UNSAFE(from, n_from, c);
    UErrorCode code = U_ZERO_ERROR;
    int32_t n_to = unorm2_normalize(unorm2_getNFKCInstance(&code), from, n_from, to, 32, &code);
    uint32_t arabic = n->stream->n_arabic;
    while (U_SUCCESS(code) && i < n_to) {
        uint32_t part = khl_utf16_next(to, &i);
        unsigned kind = khl_kind_of(n->properties, part);
        if ((kind & KHL_KIND_MASK) == KHL_KIND_COMPATIBILITY)
            append_plain(n, KHL_CLASS_BREAK, part, at);
        else
            put(n, part, kind, at);
    }
    if (U_FAILURE(code)) append_plain(n, KHL_CLASS_BREAK, c, at);
    n->stream->n_presentation += n->stream->n_arabic - arabic;
}

static void put(normaliser *n, uint32_t c, unsigned kind, place at)
{
    switch (kind & KHL_KIND_MASK) {
    case KHL_KIND_ARAB:
        put_arabic(n, c, at);
        return;
    case KHL_KIND_LATN:
        put_latin(n, c, at);
        return;
    case KHL_KIND_SPACE:
        put_space(n, c, at);
        return;
    case KHL_KIND_DIGIT:
        append_plain(n, KHL_CLASS_DIGIT, '0' + (uint32_t)u_charDigitValue((UChar32)c), at);
        return;
    case KHL_KIND_PUNCTUATION:
        append_plain(n, KHL_CLASS_BREAK, khl_punctuation(c), at);
        return;
    case KHL_KIND_ARAB_MARK:
        put_arabic_mark(n, c, at);
        return;
    case KHL_KIND_MARK:
        put_loose_mark(n, c, at);
        return;
    case KHL_KIND_TATWEEL: {
        const khl_norm_char *last = last_char(n);
        if (last != NULL && last->class_ == KHL_CLASS_ARAB) extend(n, at);
        n->after_tatweel = true;
        return;
    }
    case KHL_KIND_TFNG:
        append_plain(n, KHL_CLASS_TFNG, c, at);
        return;
    case KHL_KIND_OTHER:
        put_other(n, c, kind, at);
        return;
    case KHL_KIND_COMPATIBILITY:
        put_compatible(n, c, at);
        return;
    case KHL_KIND_INVISIBLE:
        return;
    default:
        append_plain(n, KHL_CLASS_BREAK, c, at);
    }
}

/* `base` is the length of the stream before the segment. A mark behind its letter is kept where it is part of
 * the spelling of another script. */
static void put_segment_part(normaliser *n, uint32_t c, size_t base, place at)
{
    unsigned kind = khl_kind_of(n->properties, c);
    bool has_letter = n->stream->n > base && last_char(n)->class_ == KHL_CLASS_OTHER;
    if (has_letter && (kind & KHL_KIND_MASK) == KHL_KIND_MARK)
        append_plain(n, KHL_CLASS_OTHER, c, at);
    else
        put(n, c, kind, at);
}

/* Starts at n->now, takes the marks behind it, and leaves n->now on the last one taken. */
static void put_segment(normaliser *n)
{
    UChar from[2 * SEGMENT_MAX], to[8 * SEGMENT_MAX];
    int32_t n_from = 0, i = 0;
    place at = n->now.at;
    U16_APPEND_UNSAFE(from, n_from, n->now.c);
    for (int taken = 1; taken < SEGMENT_MAX; taken++) {
        if (!n->next.any || (n->next.kind & KHL_KIND_ATTACHED) == 0) break;
        if ((n->next.kind & KHL_KIND_MASK) != KHL_KIND_MARK) break;
        advance(n);
        U16_APPEND_UNSAFE(from, n_from, n->now.c);
        at.end = n->now.at.end;
    }
    UErrorCode code = U_ZERO_ERROR;
    int32_t n_to = unorm2_normalize(n->properties->nfc, from, n_from, to, 8 * SEGMENT_MAX, &code);
    if (U_FAILURE(code)) n->failed = true;
    size_t base = n->stream->n;
    while (!n->failed && i < n_to) {
        uint32_t part = khl_utf16_next(to, &i);
        put_segment_part(n, part, base, at);
    }
}

/* Invisibles and tatweels never begin one: they have no bytes to lend. */
static bool needs_segment(const normaliser *n)
{
    if ((n->now.kind & (KHL_KIND_UNSTABLE | KHL_KIND_ATTACHED)) != 0) return true;
    if ((n->next.kind & KHL_KIND_ATTACHED) == 0) return false;
    return n->now.kind != KHL_KIND_INVISIBLE && n->now.kind != KHL_KIND_TATWEEL;
}

/* One character, or a segment; returns where the next begins. */
static size_t careful_step(normaliser *n, size_t at)
{
    n->now = read_char(n, at);
    n->next = read_char(n, n->now.at.end);
    n->stream->bad_bytes += n->now.bad;
    if (needs_segment(n))
        put_segment(n);
    else
        put(n, n->now.c, n->now.kind, n->now.at);
    return n->now.at.end;
}

/* The characters that nearly all text is made of; false for others, and when there is no room. */
static inline bool put_common(normaliser *n, const source_char *c)
{
    khl_stream *s = n->stream;
    if (s->n == s->capacity) return false;
    khl_norm_char *made = &s->chars[s->n];
    *made = (khl_norm_char){c->c, c->c, c->at.begin, c->at.end, KHL_CLASS_BREAK, false};
    switch (c->kind) {
    case KHL_KIND_ARAB:
        if (c->c - KHL_ARABIC_FIRST >= KHL_ARABIC_TABLE) return false;
        made->clean = n->properties->arabic_clean[c->c - KHL_ARABIC_FIRST];
        made->key = n->properties->arabic_key[made->clean - KHL_ARABIC_FIRST];
        made->class_ = KHL_CLASS_ARAB;
        s->n_arabic++;
        break;
    case KHL_KIND_LATN:
        if (c->c >= KHL_LATIN_TABLE || n->properties->latin[c->c].keys[1] != 0) return false;
        made->clean = n->properties->latin[c->c].lower;
        made->key = n->properties->latin[c->c].keys[0];
        made->class_ = KHL_CLASS_LATN;
        made->capital = made->clean != c->c;
        break;
    case KHL_KIND_BREAK:
        break;
    case KHL_KIND_SPACE:
    case KHL_KIND_DIGIT:
        if (c->c < ' ' || c->c >= 0x7F) return false;
        made->class_ = c->c == ' ' ? KHL_CLASS_BREAK : KHL_CLASS_DIGIT;
        break;
    case KHL_KIND_ARAB_MARK:
        if (c->c >= 0x0653 && c->c <= 0x0655) return false;
        extend(n, c->at);
        return true;
    default:
        return false;
    }
    s->n++;
    return true;
}

/* As far as every character is common and nothing behind it may join it; returns where it stopped. */
static size_t common_run(normaliser *n, size_t at)
{
    if (n->after_tatweel) return at;
    source_char now = read_char(n, at);
    while (now.any) {
        source_char next = read_char(n, now.at.end);
        if ((next.kind & KHL_KIND_ATTACHED) != 0 || now.bad || !put_common(n, &now)) break;
        now = next;
    }
    return now.any ? now.at.begin : n->text.n;
}

static khl_status normalise(const khl_properties *properties, khl_str original, bool common,
                            khl_stream *stream, khl_error *err)
{
    stream->n = 0;
    stream->bad_bytes = stream->n_arabic = stream->n_presentation = 0;
    if (original.n > INT32_MAX)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "text.too_long",
                        "a text has more than 2147483647 bytes; cut it into parts");
    normaliser n = {.properties = properties, .stream = stream, .text = original};
    for (size_t at = 0; at < original.n && !n.failed;) {
        if (common) at = common_run(&n, at);
        if (at < original.n) at = careful_step(&n, at);
    }
    if (n.failed) return khl_fail_memory(err);
    khl_stream_squeeze(stream);
    return KHL_OK;
}

khl_status khl_normalise(const khl_properties *properties, khl_str original, khl_stream *stream,
                         khl_error *err)
{
    return normalise(properties, original, true, stream, err);
}

khl_status khl_normalise_carefully(const khl_properties *properties, khl_str original, khl_stream *stream,
                                   khl_error *err)
{
    return normalise(properties, original, false, stream, err);
}
