/* Keys of forms: words as written, stems, and the core of a plural verb of Darija or of a plural imperative.
 */
#include "concept_keys.h"

#include "arabic.h"

bool khl_is_unit(const khl_token *t)
{
    bool word = t->kind == KHL_TOKEN_ARAB || t->kind == KHL_TOKEN_LATN || t->kind == KHL_TOKEN_ACR;
    return word && (t->flags & KHL_TOKEN_STOP) == 0 && t->stem.n > 0;
}

bool khl_is_barrier(const khl_token *t)
{
    return (t->flags & KHL_TOKEN_PLACE) != 0 || t->kind == KHL_TOKEN_NUM || t->kind == KHL_TOKEN_PCT ||
           t->kind == KHL_TOKEN_DATE || t->kind == KHL_TOKEN_URL;
}

static void put(khl_form_key *key, khl_str s)
{
    if (key->full || key->n + s.n > sizeof key->bytes) {
        key->full = true;
        return;
    }
    memcpy(key->bytes + key->n, s.p, s.n);
    key->n += s.n;
}

void khl_form_begin(khl_form_key *key)
{
    key->n = 0;
    key->words = 0;
    key->full = false;
}

void khl_form_begin_head(khl_form_key *key)
{
    khl_form_begin(key);
    put(key, KHL_STR("^"));
}

static void put_word(khl_form_key *key, khl_str word)
{
    if (key->words++ > 0) put(key, KHL_STR(" "));
    put(key, word);
}

/* The key without the clitics in front; where they swallowed a letter (l + l-) the whole of it. */
static khl_str written_word(const khl_token *t)
{
    bool plain = t->proclitics.n > 0 && t->proclitics.n < t->key.n && khl_str_starts(t->key, t->proclitics);
    return plain ? khl_str_behind(t->key, t->proclitics.n) : t->key;
}

void khl_form_add_written(khl_form_key *key, const khl_token *token)
{
    put_word(key, written_word(token));
}

void khl_form_add_stem(khl_form_key *key, const khl_token *token)
{
    put_word(key, token->stem);
}

static bool strip_end(khl_str *s, const char *end)
{
    bool ends = khl_str_ends(*s, khl_str_from(end));
    if (ends) *s = khl_str_without_last(*s, strlen(end));
    return ends;
}

/* An object pronoun behind the waw of a plural verb. A teh marbuta, which the key writes as heh, is none. */
static void strip_pronoun(khl_str *s, khl_str clean)
{
    static const char *const PRONOUNS[] = {KHL_AR_HEH KHL_AR_MEEM, KHL_AR_HEH KHL_AR_ALEF,
                                           KHL_AR_NOON KHL_AR_ALEF, KHL_AR_KAF KHL_AR_MEEM, KHL_AR_HEH};
    if (khl_str_ends(*s, KHL_STR(KHL_AR_HEH)) && !khl_str_ends(clean, KHL_STR(KHL_AR_HEH))) return;
    for (size_t i = 0; i < sizeof PRONOUNS / sizeof *PRONOUNS; i++) {
        khl_str rest = *s;
        if (!strip_end(&rest, PRONOUNS[i])) continue;
        if (khl_str_ends(rest, KHL_STR(KHL_AR_WAW))) *s = rest;
        return;
    }
}

/* A plural verb ends in waw, perhaps with alef. */
static bool strip_plural(khl_str *s)
{
    return strip_end(s, KHL_AR_WAW KHL_AR_ALEF) || strip_end(s, KHL_AR_WAW);
}

static bool strip_begin(khl_str *s, const char *begin)
{
    bool begins = khl_str_starts(*s, khl_str_from(begin));
    if (begins) *s = khl_str_behind(*s, strlen(begin));
    return begins;
}

/* The person with what stands before it ("and", ka- of the present, gha- of the future), or the alef of the
 * imperative. At least two letters stay. True when it was a person. */
static bool strip_person(khl_str *s)
{
    khl_str rest = *s;
    strip_begin(&rest, KHL_AR_WAW);
    if (!strip_begin(&rest, KHL_AR_KAF)) strip_begin(&rest, KHL_AR_GHAIN);
    bool person =
        strip_begin(&rest, KHL_AR_NOON) || strip_begin(&rest, KHL_AR_TEH) || strip_begin(&rest, KHL_AR_YEH);
    if (!person) {
        rest = *s;
        strip_begin(&rest, KHL_AR_ALEF);
    }
    if (khl_letters(rest) < 2) return false;
    *s = rest;
    return person;
}

static bool put_core(khl_form_key *key, khl_str core)
{
    khl_form_begin(key);
    put(key, KHL_STR("~"));
    put(key, core);
    return !key->full;
}

bool khl_form_verb(khl_form_key *key, const khl_token *token, bool bare)
{
    if (token->kind != KHL_TOKEN_ARAB || token->key.n > KHL_WORD_MAX_BYTES) return false;
    if ((token->flags & KHL_TOKEN_ARTICLE) != 0) return false;
    khl_str s = written_word(token);
    if (khl_letters(s) < 3) return false;
    strip_pronoun(&s, token->clean);
    if (bare && khl_letters(s) > 4) strip_begin(&s, KHL_AR_WAW);
    bool plural = strip_plural(&s), person = !bare && strip_person(&s);
    if (bare && plural && khl_letters(s) > 3) strip_begin(&s, KHL_AR_ALEF);
    if (!plural && !(person && khl_letters(s) >= 3)) return false;
    bool weak = khl_str_ends(s, KHL_STR(KHL_AR_YEH)) || khl_str_ends(s, KHL_STR(KHL_AR_ALEF));
    if (weak && khl_letters(s) >= 3) s = khl_str_without_last(s, KHL_AR_LETTER_BYTES);
    return khl_letters(s) >= 2 && put_core(key, s);
}

bool khl_is_spoken_to(const khl_token *token)
{
    if (token->kind != KHL_TOKEN_ARAB || (token->flags & KHL_TOKEN_ARTICLE) != 0) return false;
    khl_str s = written_word(token), rest = s;
    strip_pronoun(&s, token->clean);
    bool present = strip_begin(&rest, KHL_AR_KAF) &&
                   (khl_str_starts(rest, KHL_STR(KHL_AR_YEH)) || khl_str_starts(rest, KHL_STR(KHL_AR_TEH)) ||
                    khl_str_starts(rest, KHL_STR(KHL_AR_NOON)));
    return !present && strip_plural(&s);
}

/* Verbal nouns by their shape, and the letters of them that their verb keeps behind its person. '?' is any
 * letter that stays, '-' any that goes; the last letter of a heh is a teh marbuta. */
static const struct {
    const char *shape, *kept; /* two bytes a letter in shape, one in kept */
} MASDARS[] = {
    {KHL_AR_TEH "??"
                "??" KHL_AR_YEH "??",
     "-++-+"}, /* II:   tafil */
    {KHL_AR_ALEF KHL_AR_SEEN KHL_AR_TEH "??"
                                        "??" KHL_AR_ALEF "??",
     "-++++-+"},                                                   /* X:    istifal */
    {KHL_AR_ALEF "??" KHL_AR_TEH "??" KHL_AR_ALEF "??", "-+++-+"}, /* VIII: iftial */
    {KHL_AR_ALEF "??"
                 "??" KHL_AR_ALEF "??",
     "-++-+"}, /* IV:   ifal */
    {KHL_AR_MEEM "??" KHL_AR_ALEF "??"
                 "??" KHL_AR_HEH,
     "-++++-"}, /* III:  mufaala */
    {"??"
     "??"
     "??",
     "+++"}, /* I:    fal */
};

/* Byte i of a shape stands for byte i of the word; "??" for any letter. */
static bool has_shape(khl_str word, const char *shape)
{
    size_t n = strlen(shape);
    if (word.n != n) return false;
    for (size_t i = 0; i < n; i++)
        if (shape[i] != '?' && shape[i] != word.p[i]) return false;
    return true;
}

bool khl_form_masdar(khl_form_key *key, const khl_token *token)
{
    if (token->kind != KHL_TOKEN_ARAB || (token->flags & KHL_TOKEN_ARTICLE) != 0) return false;
    khl_str word = written_word(token);
    if (khl_str_ends(word, KHL_STR(KHL_AR_WAW))) return false; /* rather a plural */
    for (size_t k = 0; k < sizeof MASDARS / sizeof *MASDARS; k++) {
        char core[16];
        size_t n = 0;
        if (!has_shape(word, MASDARS[k].shape)) continue;
        for (size_t i = 0; MASDARS[k].kept[i] != '\0'; i++) {
            if (MASDARS[k].kept[i] != '+') continue;
            memcpy(core + n, word.p + i * KHL_AR_LETTER_BYTES, KHL_AR_LETTER_BYTES);
            n += KHL_AR_LETTER_BYTES;
        }
        return put_core(key, (khl_str){core, n});
    }
    return false;
}
