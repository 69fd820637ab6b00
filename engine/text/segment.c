/* The scanner of step 5: one pass over the stream, a token at a time, by character class.
 *
 * Order: khl_segment takes the memory, then scan() tries at each place an address (where a Latin word
 * begins), a number or date, a run of Latin letters and digits, a run of another script. A token begins only
 * where the class changes, which bounds their number. Cost: linear. */
#include "segment.h"

#include "error.h"
#include "scan.h"
#include "str.h"
#include "utf8.h"

/* Characters of the longest word with an apostrophe that is asked for: keeps the search linear. */
enum { WHOLE_MAX = 32 };
enum { MEEM = 0x0645, SUPERSCRIPT_TWO = 0x00B2, SUPERSCRIPT_THREE = 0x00B3 };

typedef struct scanner {
    const khl_norm_char *chars;
    size_t n;
    const khl_written *written;
    const khl_elision *elision;
    khl_arena *arena;
    char *made; /* where the next key goes that is no part of the written one; NULL before the first */
    khl_token *tokens;
    size_t n_tokens, capacity;
    bool failed; /* memory has ended */
} scanner;

static bool has_class(const scanner *s, size_t i, khl_class class_)
{
    return i < s->n && s->chars[i].class_ == class_;
}

static bool is_sign(const scanner *s, size_t i, uint32_t sign)
{
    return has_class(s, i, KHL_CLASS_BREAK) && s->chars[i].key == sign;
}

static bool touches(const scanner *s, size_t i)
{
    return i > 0 && i < s->n && s->chars[i - 1].end == s->chars[i].begin;
}

static size_t run_end(const scanner *s, size_t i, khl_class class_)
{
    while (has_class(s, i, class_)) i++;
    return i;
}

static bool in_word(const scanner *s, size_t i)
{
    return has_class(s, i, KHL_CLASS_LATN) || has_class(s, i, KHL_CLASS_DIGIT);
}

static size_t word_end(const scanner *s, size_t i)
{
    while (in_word(s, i)) i++;
    return i;
}

static khl_str key_of(const scanner *s, size_t begin, size_t end)
{
    return khl_str_part(s->written->key, s->written->key_at[begin], s->written->key_at[end]);
}

/* Where a key is made that stands nowhere. All of them take at most what is written, and a byte more for each
 * digit (a date of eight characters has ten bytes). */
static char *make_key(scanner *s)
{
    if (s->made == NULL) s->made = khl_arena_take(s->arena, 2 * s->written->key.n + 4, 1);
    s->failed = s->failed || s->made == NULL;
    return s->made;
}

/* Adds the token of chars [begin, end) with the key given. */
static void push(scanner *s, khl_token_kind kind, size_t begin, size_t end, khl_str key)
{
    if (s->n_tokens == s->capacity) return; /* never: see khl_written */
    khl_token *t = &s->tokens[s->n_tokens++];
    t->kind = (uint8_t)kind;
    t->begin = s->chars[begin].begin;
    t->end = s->chars[end - 1].end;
    t->key = key;
    t->clean = khl_str_part(s->written->clean, s->written->clean_at[begin], s->written->clean_at[end]);
}

static size_t push_run(scanner *s, khl_token_kind kind, size_t begin, size_t end)
{
    push(s, kind, begin, end, key_of(s, begin, end));
    return end;
}

/* m2 or m3 for the digit or superscript at i; empty when it is neither. */
static khl_str unit_of(const scanner *s, size_t i)
{
    uint32_t c = i < s->n ? s->chars[i].key : 0;
    if (c == '2' || c == SUPERSCRIPT_TWO) return KHL_STR("m2");
    if (c == '3' || c == SUPERSCRIPT_THREE) return KHL_STR("m3");
    return (khl_str){NULL, 0};
}

/* The letter m before `end`, then a superscript: 1 + its place, or 0. */
static size_t raised_unit_end(const scanner *s, size_t end)
{
    bool raised = has_class(s, end, KHL_CLASS_BREAK) && touches(s, end) && unit_of(s, end).n != 0;
    return raised ? end + 1 : 0;
}

/* Letters with dots between them; at `at` a single letter begins. The end, or `at` when there are fewer than
 * two. Latin ones are capitals. */
static size_t acronym_end(const scanner *s, size_t at, khl_class class_)
{
    size_t z = at;
    for (size_t i = at; has_class(s, i, class_); i += 2) {
        bool latin = class_ == KHL_CLASS_LATN;
        if ((latin && !s->chars[i].capital) || (latin ? word_end(s, i) : run_end(s, i, class_)) != i + 1)
            break;
        z = i + 1;
        bool dot = is_sign(s, z, '.') && s->chars[z].end - s->chars[z].begin == 1;
        if (!dot) break;
    }
    return z > at + 1 ? z : at;
}

static size_t scan_acronym(scanner *s, size_t at, khl_class class_)
{
    size_t z = acronym_end(s, at, class_);
    char *start = z != at ? make_key(s) : NULL;
    if (start == NULL) return at;
    for (size_t i = at; i < z; i += 2) s->made += khl_utf8_put(s->chars[i].key, s->made);
    push(s, KHL_TOKEN_ACR, at, z, (khl_str){start, (size_t)(s->made - start)});
    return z;
}

static size_t scan_number(scanner *s, size_t begin, size_t digits)
{
    khl_token_kind kind;
    khl_str value = {make_key(s), 0};
    if (value.p == NULL) return s->n;
    size_t z = khl_scan_number(s->chars, s->n, digits, &kind, s->made, &value.n);
    s->made += value.n;
    push(s, kind, begin, z, value);
    return z;
}

/* 200m2, 200m and a superscript: the place of m in the word [at, z), or 0. */
static size_t glued_unit(const scanner *s, size_t at, size_t z)
{
    size_t m = run_end(s, at, KHL_CLASS_DIGIT);
    if (m == at || m >= z || s->chars[m].key != 'm') return 0;
    if (z == m + 1) return raised_unit_end(s, z) != 0 ? m : 0;
    return z == m + 2 && unit_of(s, m + 1).n != 0 ? m : 0;
}

static size_t scan_digits(scanner *s, size_t at)
{
    size_t digits = run_end(s, at, KHL_CLASS_DIGIT), z = word_end(s, at), m = glued_unit(s, at, z);
    if (m != 0) {
        push_run(s, KHL_TOKEN_NUM, at, m);
        size_t end = z == m + 1 ? z + 1 : z;
        push(s, KHL_TOKEN_UNIT, m, end, unit_of(s, end - 1));
        return end;
    }
    if (digits != z) return push_run(s, KHL_TOKEN_LATN, at, z);
    return scan_number(s, at, at);
}

/* %20 as it is typed in Arabic text; `at` is the sign. */
static size_t scan_leading_percent(scanner *s, size_t at)
{
    size_t z = run_end(s, at + 1, KHL_CLASS_DIGIT), skipped = at + 1;
    if (z == at + 1 || in_word(s, z) || (at > 0 && in_word(s, at - 1))) return skipped;
    char *start = make_key(s);
    if (start == NULL) return s->n;
    khl_token_kind kind;
    size_t n_bytes = 0;
    z = khl_scan_number(s->chars, s->n, at + 1, &kind, start, &n_bytes);
    if (kind == KHL_TOKEN_DATE) return skipped;
    if (kind == KHL_TOKEN_NUM) start[n_bytes++] = '%';
    s->made += n_bytes;
    push(s, KHL_TOKEN_PCT, at, z, (khl_str){start, n_bytes});
    return z;
}

static bool is_whole(const scanner *s, khl_str key)
{
    return s->elision != NULL && s->elision->whole != NULL && s->elision->whole(s->elision->context, key);
}

static bool is_elided(const scanner *s, khl_str key)
{
    return s->elision != NULL && s->elision->prefix != NULL && s->elision->prefix(s->elision->context, key);
}

static bool inner_apostrophe(const scanner *s, size_t i)
{
    return is_sign(s, i, '\'') && has_class(s, i + 1, KHL_CLASS_LATN);
}

/* aujourd'hui: the whole run of words with apostrophes between them, when it is a word of its own; else `at`.
 */
static size_t scan_whole(scanner *s, size_t at)
{
    size_t z = word_end(s, at);
    while (inner_apostrophe(s, z) && z - at <= WHOLE_MAX) z = word_end(s, z + 1);
    if (z - at > WHOLE_MAX) return at;
    return is_whole(s, key_of(s, at, z)) ? push_run(s, KHL_TOKEN_LATN, at, z) : at;
}

/* The word [at, z) before an apostrophe: l' of l'ecole, which goes on behind it. */
static size_t scan_elided(scanner *s, size_t at, size_t z)
{
    size_t end = scan_whole(s, at);
    if (end != at) return end;
    bool elided = is_elided(s, key_of(s, at, z));
    push_run(s, elided ? KHL_TOKEN_ELIS : KHL_TOKEN_LATN, at, z + (size_t)elided);
    return z + 1;
}

static size_t scan_latin(scanner *s, size_t at)
{
    size_t z = scan_acronym(s, at, KHL_CLASS_LATN);
    if (z != at) return z;
    z = word_end(s, at);
    if (inner_apostrophe(s, z)) return scan_elided(s, at, z);
    if (s->chars[at].key != 'm') return push_run(s, KHL_TOKEN_LATN, at, z);
    if (z == at + 2 && has_class(s, at + 1, KHL_CLASS_DIGIT) && unit_of(s, at + 1).n != 0)
        return push_run(s, KHL_TOKEN_UNIT, at, z);
    size_t raised = z == at + 1 ? raised_unit_end(s, z) : 0;
    if (raised == 0) return push_run(s, KHL_TOKEN_LATN, at, z);
    push(s, KHL_TOKEN_UNIT, at, raised, unit_of(s, z));
    return raised;
}

/* The end of meem and 2 or 3, raised or, behind a number, plain; `at` when they are not there. */
static size_t arabic_unit_end(const scanner *s, size_t at)
{
    size_t z = at + 1;
    if (raised_unit_end(s, z) != 0) return z + 1;
    bool counted = s->n_tokens != 0 && s->tokens[s->n_tokens - 1].kind == KHL_TOKEN_NUM;
    if (!counted || !has_class(s, z, KHL_CLASS_DIGIT) || !touches(s, z) || unit_of(s, z).n == 0) return at;
    if (word_end(s, z) != z + 1) return at;
    bool goes_on = (is_sign(s, z + 1, '.') || is_sign(s, z + 1, ',') || is_sign(s, z + 1, '/')) &&
                   has_class(s, z + 2, KHL_CLASS_DIGIT);
    return goes_on || is_sign(s, z + 1, '%') ? at : z + 1;
}

static size_t scan_arabic(scanner *s, size_t at)
{
    size_t z = run_end(s, at, KHL_CLASS_ARAB);
    if (z != at + 1) return push_run(s, KHL_TOKEN_ARAB, at, z);
    size_t end = scan_acronym(s, at, KHL_CLASS_ARAB);
    if (end != at) return end;
    end = s->chars[at].key == MEEM ? arabic_unit_end(s, at) : at;
    if (end == at) return push_run(s, KHL_TOKEN_ARAB, at, z);
    push(s, KHL_TOKEN_UNIT, at, end, unit_of(s, z));
    return end;
}

static size_t scan_one(scanner *s, size_t at)
{
    khl_class class_ = (khl_class)s->chars[at].class_;
    if (in_word(s, at) && (at == 0 || !in_word(s, at - 1))) {
        size_t z = khl_scan_address(s->chars, s->n, at);
        if (z != at) return push_run(s, KHL_TOKEN_URL, at, z);
    }
    switch (class_) {
    case KHL_CLASS_DIGIT:
        return scan_digits(s, at);
    case KHL_CLASS_LATN:
        return scan_latin(s, at);
    case KHL_CLASS_ARAB:
        return scan_arabic(s, at);
    case KHL_CLASS_TFNG:
        return push_run(s, KHL_TOKEN_TFNG, at, run_end(s, at, class_));
    case KHL_CLASS_OTHER:
        return push_run(s, KHL_TOKEN_OTHER, at, run_end(s, at, class_));
    default:
        return s->chars[at].key == '%' ? scan_leading_percent(s, at) : at + 1;
    }
}

khl_status khl_segment(const khl_stream *stream, const khl_written *written, const khl_elision *elision,
                       khl_arena *arena, khl_token **tokens, size_t *n_tokens, khl_error *err)
{
    scanner s = {.chars = stream->chars,
                 .n = stream->n,
                 .written = written,
                 .elision = elision,
                 .arena = arena,
                 .capacity = written->n_runs};
    *tokens = NULL;
    *n_tokens = 0;
    if (s.capacity == 0) return KHL_OK;
    s.tokens = khl_arena_array(arena, s.capacity, sizeof *s.tokens);
    if (s.tokens == NULL) return khl_fail_memory(err);
    for (size_t i = 0; i < s.n && !s.failed;) i = scan_one(&s, i);
    if (s.failed) return khl_fail_memory(err);
    *tokens = s.tokens;
    *n_tokens = s.n_tokens;
    return KHL_OK;
}
