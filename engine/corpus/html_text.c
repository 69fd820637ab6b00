/* Plain text of HTML as editors in web forms write it: paragraphs, lists, accents as entities. No document is
 * built, for such cells are pieces, and what they hold beside paragraphs says nothing. */
#include "html_text.h"

#include "buf.h"
#include "str.h"

/* Bytes. A longer tag is none: text may be full of signs that begin one. */
enum { LONGEST_ENTITY = 10, LONGEST_TAG = 2048 };

/* U+00A0 and on, in order (HTML 4, 24.2.1). */
static const char *const LATIN[] = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",    "copy",
    "ordf",   "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",
    "acute",  "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",   "raquo",  "frac14", "frac12",
    "frac34", "iquest", "Agrave", "Aacute", "Acirc",  "Atilde", "Auml",   "Aring",  "AElig",  "Ccedil",
    "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave", "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde",
    "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",
    "Uuml",   "Yacute", "THORN",  "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",
    "aelig",  "ccedil", "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",
    "eth",    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave",
    "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};

static const struct {
    const char *name;
    uint32_t c;
} OTHERS[] = {
    {"amp", '&'},       {"lt", '<'},        {"gt", '>'},       {"quot", '"'},     {"apos", '\''},
    {"OElig", 0x152},   {"oelig", 0x153},   {"Yuml", 0x178},   {"ensp", 0x2002},  {"emsp", 0x2003},
    {"thinsp", 0x2009}, {"zwnj", 0x200C},   {"zwj", 0x200D},   {"lrm", 0x200E},   {"rlm", 0x200F},
    {"ndash", 0x2013},  {"mdash", 0x2014},  {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"sbquo", 0x201A},
    {"ldquo", 0x201C},  {"rdquo", 0x201D},  {"bdquo", 0x201E}, {"bull", 0x2022},  {"hellip", 0x2026},
    {"lsaquo", 0x2039}, {"rsaquo", 0x203A}, {"euro", 0x20AC},  {"trade", 0x2122}};

/* Tags whose end ends a line; of "br" there is but one. */
static const char *const LINES[] = {"/p",  "/li", "/div", "/tr", "/blockquote", "br", "/h1",
                                    "/h2", "/h3", "/h4",  "/h5", "/h6",         "hr"};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name(khl_str name, const char *wanted)
{
    size_t n = strlen(wanted);
    for (size_t i = 0; i < name.n && i < n; i++) {
        char c = name.p[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
        if (c != wanted[i]) return false;
    }
    return name.n == n;
}

/* The text while it is made. A line end waits for what follows it: there is none at the end, and one that
 * stands in the source is enough. */
typedef struct writing {
    khl_buf text;
    bool line_ended;
    bool no_comment_ends; /* from here on */
} writing;

/* Behind the comment that begins at `at`; `at` when none does, or it never ends. */
static size_t skip_comment(writing *w, khl_str html, size_t at)
{
    if (w->no_comment_ends || !khl_str_starts(khl_str_part(html, at, html.n), KHL_STR("<!--"))) return at;
    for (size_t i = at + 4; i + 3 <= html.n; i++)
        if (memcmp(html.p + i, "-->", 3) == 0) return i + 3;
    w->no_comment_ends = true;
    return at;
}

/* Behind the tag that begins at `at`, with its name, "/" included; `at` when there is no whole one. */
static size_t skip_tag(khl_str html, size_t at, khl_str *name)
{
    size_t i = at + 1;
    char quote = '\0';
    if (i < html.n && html.p[i] == '/') i++;
    if (i >= html.n || !is_letter(html.p[i])) return at;
    while (i < html.n && (is_letter(html.p[i]) || (html.p[i] >= '0' && html.p[i] <= '9'))) i++;
    *name = khl_str_part(html, at + 1, i);
    for (; i < html.n && i - at < LONGEST_TAG; i++) {
        char c = html.p[i];
        if (quote != '\0')
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '>')
            return i + 1;
    }
    return at;
}

static bool ends_line(khl_str name)
{
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++)
        if (is_name(name, LINES[i])) return true;
    return false;
}

/* "#233", "#xE9"; 0 for what is no character. */
static uint32_t numbered(khl_str name)
{
    bool hex = name.n > 2 && (name.p[1] == 'x' || name.p[1] == 'X');
    uint32_t c = 0;
    size_t begin = hex ? 2 : 1;
    for (size_t i = begin; i < name.n; i++) {
        uint32_t digit = (uint32_t)(unsigned char)name.p[i] - '0';
        if (hex && is_letter(name.p[i])) digit = ((uint32_t)(unsigned char)name.p[i] | 0x20) - 'a' + 10;
        if (digit >= (hex ? 16u : 10u)) return 0;
        c = c * (hex ? 16 : 10) + digit;
    }
    return name.n > begin && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF) ? c : 0;
}

static uint32_t named(khl_str name)
{
    for (size_t i = 0; i < sizeof LATIN / sizeof *LATIN; i++)
        if (khl_str_equal(name, khl_str_from(LATIN[i]))) return 0xA0 + (uint32_t)i;
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        if (khl_str_equal(name, khl_str_from(OTHERS[i].name))) return OTHERS[i].c;
    return 0;
}

/* Behind the entity at `at` and its character; `at` when it is none. */
static size_t read_entity(khl_str html, size_t at, uint32_t *c)
{
    size_t end = at + 1;
    while (end < html.n && end - at <= LONGEST_ENTITY && html.p[end] != ';') end++;
    if (end >= html.n || html.p[end] != ';') return at;
    khl_str name = khl_str_part(html, at + 1, end);
    *c = name.n > 1 && name.p[0] == '#' ? numbered(name) : named(name);
    return *c != 0 ? end + 1 : at;
}

static void put(writing *w, khl_str s)
{
    if (w->line_ended && w->text.n > 0 && s.p[0] != '\n' && s.p[0] != '\r') khl_buf_char(&w->text, '\n');
    w->line_ended = false;
    khl_buf_put(&w->text, s);
}

/* A tag, comment or entity at `at`, or one byte; where it ends. */
static size_t take(writing *w, khl_str html, size_t at)
{
    khl_str name;
    uint32_t c;
    size_t end = at;
    if (html.p[at] == '<') end = skip_comment(w, html, at);
    if (end > at) return end;
    if (html.p[at] == '<' && (end = skip_tag(html, at, &name)) > at) {
        w->line_ended = w->line_ended || ends_line(name);
        return end;
    }
    if (html.p[at] == '&' && (end = read_entity(html, at, &c)) > at) {
        put(w, KHL_STR(""));
        khl_buf_utf8(&w->text, c);
        return end;
    }
    put(w, khl_str_part(html, at, at + 1));
    return at + 1;
}

khl_str khl_html_text(khl_arena *arena, khl_str html)
{
    writing w = {.text = KHL_BUF_INIT};
    if (html.n == 0 || (memchr(html.p, '<', html.n) == NULL && memchr(html.p, '&', html.n) == NULL))
        return html;
    for (size_t at = 0; at < html.n;) at = take(&w, html, at);
    khl_str out = {NULL, 0};
    if (khl_buf_ok(&w.text)) out = w.text.n > 0 ? khl_arena_copy(arena, khl_buf_str(&w.text)) : KHL_STR("");
    khl_buf_clear(&w.text);
    return out;
}
