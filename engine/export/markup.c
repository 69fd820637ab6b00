/* Escaping and the little formatter of the page. One pass over the text, no memory of its own but for counted
 * phrases. */
#include "markup.h"

#include "decimal.h"
#include "doc_words.h"
#include "shown.h"
#include "str.h"
#include "utf8.h"

#include <stdarg.h>

static const char *reference(uint32_t c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static void put_shown(khl_buf *out, uint32_t c)
{
    const char *escaped = reference(c);
    if (escaped != NULL)
        khl_buf_put_c(out, escaped);
    else if (c != KHL_LEFT_OUT)
        khl_buf_utf8(out, c);
}

/* Behind the letters at `at` that stand as they are, told by their bytes: most of ASCII, and what has two
 * bytes from U+00C0 to U+07FF, Arabic among it. */
static size_t skip_letters(khl_str s, size_t at)
{
    while (at < s.n) {
        unsigned char c = (unsigned char)s.p[at];
        bool two = c >= 0xC3 && c <= 0xDF && at + 1 < s.n && ((unsigned char)s.p[at + 1] & 0xC0) == 0x80;
        if (!two && (c < 0x20 || c >= 0x7F || reference(c) != NULL)) break;
        at += two ? 2 : 1;
    }
    return at;
}

/* Runs of characters that stand as they are go over whole. */
void khl_markup_text(khl_buf *out, khl_str s)
{
    size_t from = 0;
    for (size_t at = skip_letters(s, 0); at < s.n; at = skip_letters(s, at)) {
        bool bad = false;
        size_t begin = at;
        uint32_t c = khl_utf8_next(s, &at, &bad);
        if (!bad && c != '\r' && reference(c) == NULL && khl_shown(c) == c) continue;
        khl_buf_put(out, khl_str_part(s, from, begin));
        at = begin;
        put_shown(out, khl_shown_next(s, &at));
        from = at;
    }
    khl_buf_put(out, khl_str_part(s, from, s.n));
}

static void put_count(khl_markup *m, const char *id, unsigned n)
{
    khl_buf phrase = KHL_BUF_INIT;
    khl_doc_count(&phrase, m->words, id, n);
    khl_markup_text(m->out, khl_buf_str(&phrase));
    m->out->failed = m->out->failed || phrase.failed;
    khl_buf_clear(&phrase);
}

void khl_markup_put(khl_markup *m, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    for (const char *p = format; *p != '\0'; p++) {
        size_t plain = strcspn(p, "%");
        khl_buf_put(m->out, (khl_str){p, plain});
        p += plain;
        if (*p == '\0' || *++p == '\0') break;
        switch (*p) {
        case 's':
            khl_markup_text(m->out, va_arg(args, khl_str));
            break;
        case 'w':
            khl_markup_text(m->out, khl_doc_word(m->words, va_arg(args, const char *)));
            break;
        case 'u':
            khl_buf_decimal(m->out, va_arg(args, unsigned));
            break;
        case 'f':
            khl_buf_format(m->out, "%.3f", va_arg(args, double));
            break;
        case 'p':
            khl_buf_format(m->out, "<bdi>%u%%</bdi>", khl_doc_percent(va_arg(args, double)));
            break;
        case 'n': {
            const char *id = va_arg(args, const char *);
            put_count(m, id, va_arg(args, unsigned));
            break;
        }
        default:
            khl_buf_char(m->out, *p);
        }
    }
    va_end(args);
}
