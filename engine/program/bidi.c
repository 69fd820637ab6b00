/* Right-to-left lines on a terminal that orders text by itself, and no harm on one that does not.
 *
 * A line of Arabic is put between RLI and PDI, so that it reads from right to left whatever stands before it
 * ("khulasa: ", the name of an option). In it a Latin word that begins or ends with a sign ("--help",
 * "../a.csv", "INPUT...") is put between LRI and PDI; others, such as "out/shortlist.html", come out right
 * without, and can be copied as they are. Unicode Standard Annex 9. One pass. */
#include "program.h"

#include "str.h"

#define LRI "\xe2\x81\xa6"
#define RLI "\xe2\x81\xa7"
#define PDI "\xe2\x81\xa9"

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_word(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9');
}

static bool is_sign(char c)
{
    return c > ' ' && c < 0x7F && !is_word(c);
}

/* Goes on over one space when Latin goes on behind it. */
static bool goes_on(khl_str s, size_t at)
{
    char next = at + 1 < s.n ? s.p[at + 1] : ' ';
    return is_word(s.p[at]) || is_sign(s.p[at]) || (s.p[at] == ' ' && (is_letter(next) || next == '-'));
}

/* The Latin run that begins at `at`, without the punctuation of the sentence around it. */
static khl_str latin_run(khl_str s, size_t at)
{
    size_t end = at;
    while (end < s.n && goes_on(s, end)) end++;
    while (end > at && strchr(".,:;!?)\" ", s.p[end - 1]) != NULL) {
        if (end - at > 3 && memcmp(s.p + end - 3, "...", 3) == 0) break;
        end--;
    }
    return khl_str_part(s, at, end);
}

static bool wants_isolate(khl_str run)
{
    bool letters = false;
    for (size_t i = 0; i < run.n; i++) letters = letters || is_letter(run.p[i]);
    return letters && !(is_word(run.p[0]) && is_word(run.p[run.n - 1]));
}

static void put_line(khl_buf *out, khl_str line)
{
    khl_buf_put_c(out, RLI);
    for (size_t at = 0; at < line.n;) {
        char c = line.p[at];
        khl_str run = {line.p + at, 1};
        if (is_word(c) || strchr("-./~<[{", c) != NULL) run = latin_run(line, at);
        if (run.n == 0) run.n = 1;
        bool isolate = wants_isolate(run);
        if (isolate) khl_buf_put_c(out, LRI);
        khl_buf_put(out, run);
        if (isolate) khl_buf_put_c(out, PDI);
        at += run.n;
    }
    khl_buf_put_c(out, PDI);
}

void khl_bidi_put(khl_buf *out, khl_str text)
{
    while (text.n > 0) {
        const char *end = memchr(text.p, '\n', text.n);
        size_t n = end != NULL ? (size_t)(end - text.p) : text.n;
        if (n > 0) put_line(out, khl_str_part(text, 0, n));
        if (end != NULL) khl_buf_char(out, '\n');
        text = khl_str_part(text, n + (end != NULL), text.n);
    }
}
