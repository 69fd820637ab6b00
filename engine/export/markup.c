/* Escaping and the little formatter of the page. One pass over the text, no memory of its own but for counted
 * phrases. */
#include "markup.h"

#include "decimal.h"
#include "doc_words.h"
#include "str.h"
#include "utf8.h"

#include <stdarg.h>

#define CONTROL_PICTURES 0x2400u
#define PICTURE_OF_DELETE 0x2421u

static bool steers_direction(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

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

/* The character to show for c: noncharacters and C1 controls are not allowed in a page at all. */
static uint32_t shown(uint32_t c)
{
    if (c == '\t' || c == '\n') return c;
    if (c < 0x20) return CONTROL_PICTURES + c;
    if (c == 0x7F) return PICTURE_OF_DELETE;
    if (c > 0x7F && c < 0xA0) return KHL_REPLACEMENT;
    if ((c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF)) return KHL_REPLACEMENT;
    return c;
}

/* What takes the place of one character that cannot stand as it is. */
static void put_other(khl_buf *out, khl_str s, size_t next, uint32_t c)
{
    if (steers_direction(c)) return;
    if (c == '\r') {
        if (next < s.n && s.p[next] == '\n') return;
        c = '\n';
    }
    const char *escaped = reference(c);
    if (escaped != NULL)
        khl_buf_put_c(out, escaped);
    else
        khl_buf_utf8(out, shown(c));
}

/* Runs of characters that stand as they are go over whole. */
void khl_markup_text(khl_buf *out, khl_str s)
{
    size_t from = 0;
    for (size_t at = 0; at < s.n;) {
        bool bad = false;
        size_t begin = at;
        uint32_t c = khl_utf8_next(s, &at, &bad);
        bool plain = !bad && c != '\r' && reference(c) == NULL && shown(c) == c && !steers_direction(c);
        if (plain) continue;
        khl_buf_put(out, khl_str_part(s, from, begin));
        put_other(out, s, at, c);
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
