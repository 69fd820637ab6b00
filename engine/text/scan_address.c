/* Addresses of pages and mail, found on the key (lower case, ASCII punctuation).
 *
 * Order: khl_scan_address asks first whether anything but a plain word stands here, then tries a scheme or
 * www, a mail address, a bare domain of a few well-known endings. Mail names and domains are bounded (RFC
 * 5321: 64 and 255), so that no text makes the search quadratic. */
#include "scan.h"

enum { LOCAL_MAX = 64, DOMAIN_MAX = 255 };

static bool is_word(const khl_norm_char *c)
{
    return c->class_ == KHL_CLASS_LATN || c->class_ == KHL_CLASS_DIGIT;
}

/* Signs from space to underscore as a set of bits. */
#define SIGN(c) ((uint64_t)1 << ((c) - ' '))
#define DOMAIN_SIGNS (SIGN('.') | SIGN('-'))
#define LOCAL_SIGNS (DOMAIN_SIGNS | SIGN('_') | SIGN('%') | SIGN('+'))
#define INNER_SIGNS (LOCAL_SIGNS | SIGN('@') | SIGN(':'))
#define SENTENCE_SIGNS                                                                                       \
    (SIGN('.') | SIGN(',') | SIGN(';') | SIGN(':') | SIGN('!') | SIGN('?') | SIGN(')') | SIGN(']') |         \
     SIGN('>') | SIGN('"') | SIGN('\''))

static bool is_one_of(uint32_t key, uint64_t signs)
{
    return key - ' ' < 64 && (signs >> (key - ' ') & 1) != 0;
}

static bool starts(const khl_norm_char *chars, size_t n, size_t at, const char *word, size_t *end)
{
    size_t i = at;
    for (; *word != '\0'; word++, i++)
        if (i >= n || chars[i].key != (unsigned char)*word) return false;
    *end = i;
    return true;
}

/* Up to the next space, without the punctuation of the sentence around it. */
static size_t open_end(const khl_norm_char *chars, size_t n, size_t at)
{
    size_t z = at;
    while (z < n && chars[z].key != ' ') z++;
    while (z > at && chars[z - 1].class_ == KHL_CLASS_BREAK && is_one_of(chars[z - 1].key, SENTENCE_SIGNS))
        z--;
    return z;
}

static size_t scan_scheme(const khl_norm_char *chars, size_t n, size_t at)
{
    static const char *const heads[] = {"http://", "https://", "www."};
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        size_t body;
        if (!starts(chars, n, at, heads[i], &body)) continue;
        size_t z = open_end(chars, n, body);
        return z > body ? z : at;
    }
    return at;
}

/* name@part.part.letters: the longest end at two or more letters behind a dot. */
static size_t scan_mail(const khl_norm_char *chars, size_t n, size_t at)
{
    size_t i = at;
    while (i < n && i - at <= LOCAL_MAX && (is_word(&chars[i]) || is_one_of(chars[i].key, LOCAL_SIGNS))) i++;
    if (i >= n || i - at > LOCAL_MAX || chars[i].key != '@') return at;
    size_t begin = i + 1, best = at, letters = 0;
    bool dotted = false;
    for (i = begin; i < n && (is_word(&chars[i]) || is_one_of(chars[i].key, DOMAIN_SIGNS)); i++) {
        if (i - begin >= DOMAIN_MAX) return at;
        bool letter = chars[i].class_ == KHL_CLASS_LATN;
        if (chars[i].key == '.')
            dotted = i > begin;
        else if (!letter)
            dotted = false;
        letters = letter ? letters + 1 : 0;
        if (dotted && letters >= 2) best = i + 1;
    }
    return best;
}

static bool is_top_level(const khl_norm_char *chars, size_t begin, size_t end)
{
    static const char *const names[] = {"ma", "com", "org", "net", "gov", "fr"};
    if (end - begin < 2 || end - begin > 3) return false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t z;
        if (starts(chars, end, begin, names[i], &z) && z == end) return true;
    }
    return false;
}

/* label.label.ma, then perhaps a path. */
static size_t scan_domain(const khl_norm_char *chars, size_t n, size_t at)
{
    size_t best = at, label = at, i = at;
    for (; i < n && (is_word(&chars[i]) || is_one_of(chars[i].key, DOMAIN_SIGNS)); i++) {
        if (i - at >= DOMAIN_MAX) return at;
        bool inner = label > at && i > label;
        if (inner && !is_word(&chars[i]) && is_top_level(chars, label, i)) best = i;
        if (chars[i].key != '.') continue;
        if (i == label) break; /* an empty label */
        label = i + 1;
    }
    bool word_goes_on = i < n && (chars[i].class_ != KHL_CLASS_BREAK || chars[i].key == '_');
    if (label > at && i > label && !word_goes_on && is_top_level(chars, label, i)) best = i;
    if (best == at || best >= n || chars[best].key != '/') return best;
    return open_end(chars, n, best);
}

size_t khl_scan_address(const khl_norm_char *chars, size_t n, size_t at)
{
    size_t i = at;
    while (i < n && is_word(&chars[i])) i++;
    if (i >= n || !is_one_of(chars[i].key, INNER_SIGNS)) return at;
    size_t z = scan_scheme(chars, n, at);
    /* Inside a.b.c the search from its beginning has found nothing. */
    bool tried = at >= 2 && is_one_of(chars[at - 1].key, DOMAIN_SIGNS) && is_word(&chars[at - 2]);
    if (z != at || tried) return z;
    z = scan_mail(chars, n, at);
    if (z == at) z = scan_domain(chars, n, at);
    return z;
}
