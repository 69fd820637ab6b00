/* How a name sounds, for comparing the same name in two scripts or two spellings: consonants by classes. The
 * table of letters is models/places/sounds.tsv. Cost: a few look-ups a letter. */
#include "arabic.h"
#include "lexicon.h"
#include "str.h"

#define LETTER KHL_AR_LETTER_BYTES

enum { MAX_LETTERS_BYTES = 6 }; /* of a row of the table */

static const khl_str BREATH = {"h", 1}; /* the class of h in sounds.tsv */

typedef struct sounding {
    char *out;
    size_t n, room;
} sounding;

static void put(sounding *s, char ch)
{
    bool digit = ch >= '0' && ch <= '9';
    bool doubled = !digit && s->n > 0 && s->out[s->n - 1] == ch;
    if (!doubled && s->n < s->room) s->out[s->n++] = ch;
}

static bool is_digits(khl_str word)
{
    for (size_t i = 0; i < word.n; i++)
        if (word.p[i] < '0' || word.p[i] > '9') return false;
    return true;
}

/* "el" written together with its name; "al" too where a consonant other than l follows, since many names
 * begin with it. */
static bool has_latin_article(khl_str word)
{
    if (word.n < 5 || word.p[1] != 'l' || memchr("aeiouyl", word.p[2], 7) != NULL) return false;
    return word.p[0] == 'e' || word.p[0] == 'a';
}

static khl_str without_article(khl_str word)
{
    if (khl_str_starts(word, KHL_STR(KHL_AR_ARTICLE)) && word.n >= 4 * LETTER)
        return khl_str_behind(word, 2 * LETTER);
    return has_latin_article(word) ? khl_str_behind(word, 2) : word;
}

/* The longest row that fits at the beginning of s; the length of one character when none does. A breath at
 * the end of a word is dropped: Latin letters leave it out or write it behind a t, where it looks like one
 * letter with it. */
static size_t take(const khl_frozen *sounds, khl_str s, sounding *out)
{
    size_t most = s.n < MAX_LETTERS_BYTES ? s.n : MAX_LETTERS_BYTES;
    for (size_t n = most; n > 0; n--) {
        uint32_t row = khl_frozen_find(sounds, khl_str_part(s, 0, n));
        if (row == KHL_FROZEN_NONE) continue;
        const khl_short *value = khl_frozen_record(sounds, row);
        bool silent = n == s.n && khl_str_equal(khl_str_from(value->text), BREATH);
        for (const char *p = value->text; !silent && *p != '\0'; p++) put(out, *p);
        return n;
    }
    size_t n = 1;
    while (n < s.n && ((unsigned char)s.p[n] & 0xC0) == 0x80) n++;
    return n;
}

static void sound_word(const khl_frozen *sounds, khl_str word, sounding *out)
{
    if (is_digits(word)) {
        for (size_t i = 0; i < word.n; i++) put(out, word.p[i]);
        return;
    }
    word = without_article(word);
    for (size_t at = 0; at < word.n;) at += take(sounds, khl_str_behind(word, at), out);
}

size_t khl_lexicon_sound(const khl_lexicon *lexicon, khl_str name, char *out, size_t room)
{
    sounding s = {out, 0, room};
    if (lexicon->sounds.n_keys == 0) return 0;
    for (size_t begin = 0, end; begin < name.n; begin = end + 1) {
        for (end = begin; end < name.n && name.p[end] != ' ' && name.p[end] != '-';) end++;
        sound_word(&lexicon->sounds, khl_str_part(name, begin, end), &s);
    }
    return s.n;
}
