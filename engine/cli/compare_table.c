/* A judged pair for people: a sentence, the slots side by side, the shared words, the evidence, as aligned
 * lines.
 *
 * A value keeps its own direction between FSI and PDI; in Arabic the whole line stands between RLI and PDI,
 * so that its columns run from right to left. Values come from outside: what would steer the terminal is
 * taken out. */
#include "compare_table.h"

#include "str.h"
#include "utf8.h"

#include <math.h>
#include <stdio.h>

#define FSI "\xe2\x81\xa8"
#define LRI "\xe2\x81\xa6"
#define RLI "\xe2\x81\xa7"
#define PDI "\xe2\x81\xa9"
#define ELLIPSIS "\xe2\x80\xa6"
#define BLOCK "\xe2\x96\x87"

enum { MAX_VALUE = 40, MAX_TERMS = 12, BAR = 16, NUMBER_WIDTH = 8 };

static bool takes_no_cell(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x64B && c <= 0x65F) || c == 0x670 ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F);
}

static bool steers(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F);
}

static bool is_direction(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/* Appends at most `most` cells of a value, with an ellipsis where it is longer; returns the cells it takes.
 */
static size_t put_value(khl_buf *out, khl_str s, size_t most)
{
    size_t cells = 0;
    bool bad = false;
    khl_buf_put_c(out, FSI);
    for (size_t at = 0; at < s.n;) {
        uint32_t c = khl_utf8_next(s, &at, &bad);
        if (is_direction(c)) continue;
        if (!takes_no_cell(c) && cells + 1 >= most && at < s.n) {
            khl_buf_put_c(out, ELLIPSIS);
            cells++;
            break;
        }
        khl_buf_utf8(out, steers(c) ? ' ' : c);
        cells += !takes_no_cell(c);
    }
    khl_buf_put_c(out, PDI);
    return cells;
}

static size_t cells_of(khl_str s, size_t most)
{
    khl_buf scratch = KHL_BUF_INIT;
    size_t cells = put_value(&scratch, s, most);
    khl_buf_clear(&scratch);
    return cells;
}

static void put_cell(khl_buf *out, khl_str s, size_t width)
{
    for (size_t n = put_value(out, s, MAX_VALUE); n < width + 2; n++) khl_buf_char(out, ' ');
}

static bool is_arabic(const khl_program *p)
{
    return strcmp(p->lang, "ar") == 0;
}

static void begin_line(khl_buf *out, const khl_program *p)
{
    if (is_arabic(p)) khl_buf_put_c(out, RLI);
}

static void end_line(khl_buf *out, const khl_program *p)
{
    while (out->n > 0 && out->p[out->n - 1] == ' ') out->n--;
    if (is_arabic(p)) khl_buf_put_c(out, PDI);
    khl_buf_char(out, '\n');
}

static void put_title(khl_buf *out, const khl_program *p, const char *id, double value)
{
    char number[40]; /* a minus stands behind its number where the line runs from right to left */
    snprintf(number, sizeof number, is_arabic(p) ? LRI "%.3f" PDI : "%.3f", value);
    khl_buf_char(out, '\n');
    khl_say_put(out, p, id, (const char *const[]){number}, 1);
    khl_buf_char(out, '\n');
}

static khl_str word(const khl_program *p, const char *prefix, khl_str name)
{
    char id[96];
    snprintf(id, sizeof id, "%s%.*s", prefix, (int)name.n, name.p);
    return khl_say_word(p, id);
}

/* The names of what blocked, as the program's language has them: "place, quantity". */
static void put_blocked(khl_buf *out, const khl_program *p, const khl_why *why)
{
    for (size_t i = 0; i < why->n_blocked; i++) {
        if (i > 0) {
            khl_buf_put(out, khl_say_word(p, "cli.at.comma"));
            khl_buf_char(out, ' ');
        }
        khl_buf_put(out, word(p, "doc.slot.", why->blocked[i]));
    }
    khl_buf_char(out, '\0'); /* an argument of a message */
}

static void put_verdict(khl_buf *out, const khl_program *p, const khl_explanation *x)
{
    char number[32];
    khl_buf blocked = KHL_BUF_INIT;
    const char *id = x->verdict == KHL_VERDICT_SAME   ? "cli.compare.same"
                     : x->verdict == KHL_VERDICT_NONE ? "cli.compare.none"
                     : x->why.n_blocked > 0           ? "cli.compare.blocked"
                                                      : "cli.compare.review";
    snprintf(number, sizeof number, "%.4f", x->probability);
    put_blocked(&blocked, p, &x->why);
    if (!khl_buf_ok(&blocked))
        out->failed = true;
    else
        khl_say_put(out, p, id, (const char *const[]){number, blocked.p}, 2);
    khl_buf_char(out, '\n');
    khl_buf_clear(&blocked);
}

static const char *const SLOTS[KHL_N_SLOTS] = {"action",   "object",      "place",
                                               "quantity", "beneficiary", "negation"};

static void put_slot(khl_buf *out, const khl_program *p, const khl_slot *slot, const char *name,
                     const size_t width[3])
{
    static const char *const MARKS[] = {" ", "\xe2\x89\xa0", "="};
    const khl_str silent = {"-", 1};
    begin_line(out, p);
    khl_buf_put_c(out, "  ");
    khl_buf_put_c(out, MARKS[slot->agree + 1]);
    khl_buf_put_c(out, "  ");
    put_cell(out, word(p, "doc.slot.", khl_str_from(name)), width[0]);
    put_cell(out, slot->a.n > 0 ? slot->a : silent, width[1]);
    put_cell(out, slot->b.n > 0 ? slot->b : silent, width[2]);
    end_line(out, p);
}

static void widen(size_t *width, khl_str s)
{
    size_t cells = cells_of(s, MAX_VALUE);
    if (cells > *width) *width = cells;
}

static void put_slots(khl_buf *out, const khl_program *p, const khl_why *why)
{
    size_t width[3] = {0, 0, 0};
    khl_str first = khl_say_word(p, "cli.compare.first"), second = khl_say_word(p, "cli.compare.second");
    widen(&width[1], first);
    widen(&width[2], second);
    for (size_t s = 0; s < KHL_N_SLOTS; s++) {
        widen(&width[0], word(p, "doc.slot.", khl_str_from(SLOTS[s])));
        widen(&width[1], why->slots[s].a);
        widen(&width[2], why->slots[s].b);
    }
    khl_buf_char(out, '\n');
    begin_line(out, p);
    khl_buf_put_c(out, "     ");
    put_cell(out, (khl_str){"", 0}, width[0]);
    put_cell(out, first, width[1]);
    put_cell(out, second, width[2]);
    end_line(out, p);
    for (size_t s = 0; s < KHL_N_SLOTS; s++) put_slot(out, p, &why->slots[s], SLOTS[s], width);
    khl_say_put(out, p, "cli.compare.marks", NULL, 0);
    khl_buf_char(out, '\n');
}

static void put_number(khl_buf *out, const khl_program *p, bool sign, double value)
{
    char number[32];
    int n = snprintf(number, sizeof number, sign ? "%+.3f" : "%.3f", value);
    for (; n < NUMBER_WIDTH; n++) khl_buf_char(out, ' ');
    if (is_arabic(p)) khl_buf_put_c(out, LRI);
    khl_buf_put_c(out, number);
    if (is_arabic(p)) khl_buf_put_c(out, PDI);
    khl_buf_put_c(out, "  ");
}

/* The kind of a place is the program's own word, and stands in front of the name. */
static khl_str without_kind(khl_str term)
{
    const khl_str district = KHL_STR("district:");
    return khl_str_starts(term, district) ? khl_str_part(term, district.n, term.n) : term;
}

static void put_terms(khl_buf *out, const khl_program *p, const khl_why *why)
{
    double sum = 0, rest = 0;
    for (size_t i = 0; i < why->n_terms; i++) sum += why->terms[i].weight;
    if (why->n_terms == 0) return;
    put_title(out, p, "cli.compare.terms", sum);
    for (size_t i = 0; i < why->n_terms; i++) {
        if (i >= MAX_TERMS) {
            rest += why->terms[i].weight;
            continue;
        }
        begin_line(out, p);
        put_number(out, p, false, why->terms[i].weight);
        put_value(out, without_kind(why->terms[i].term), MAX_VALUE);
        end_line(out, p);
    }
    if (why->n_terms <= MAX_TERMS) return;
    begin_line(out, p);
    put_number(out, p, false, rest);
    put_value(out, khl_say_word(p, "cli.compare.others"), MAX_VALUE);
    end_line(out, p);
}

static void put_bar(khl_buf *out, double value, double largest)
{
    int cells = largest > 0 ? (int)lround(BAR * fabs(value) / largest) : 0;
    for (int i = 0; i < cells; i++) khl_buf_put_c(out, BLOCK);
}

static void put_evidence(khl_buf *out, const khl_program *p, const khl_why *why)
{
    double sum = 0, largest = 0;
    size_t width = 0;
    for (size_t i = 0; i < why->n_evidence; i++) {
        sum += why->evidence[i].log_odds;
        largest = fmax(largest, fabs(why->evidence[i].log_odds));
        widen(&width, word(p, "doc.evidence.is.", why->evidence[i].name));
    }
    put_title(out, p, "cli.compare.evidence", sum);
    for (size_t i = 0; i < why->n_evidence; i++) {
        const khl_why_evidence *e = &why->evidence[i];
        if (e->log_odds == 0) continue; /* without weight in this model */
        begin_line(out, p);
        put_number(out, p, true, e->log_odds);
        put_cell(out, word(p, "doc.evidence.is.", e->name), width);
        put_bar(out, e->log_odds, largest);
        end_line(out, p);
    }
}

void khl_put_comparison(khl_buf *out, const khl_program *p, const khl_explanation *x)
{
    put_verdict(out, p, x);
    put_slots(out, p, &x->why);
    put_terms(out, p, &x->why);
    put_evidence(out, p, &x->why);
}

void khl_put_pair_row(khl_buf *out, khl_str id, const khl_explanation *x)
{
    khl_buf_format(out, "%-6s  %.4f  ", khl_verdict_name(x->verdict), x->probability);
    put_value(out, id, SIZE_MAX);
    for (size_t i = 0; i < x->why.n_blocked; i++) {
        khl_buf_put_c(out, i == 0 ? "  " : ", ");
        khl_buf_put(out, x->why.blocked[i]);
    }
    khl_buf_char(out, '\n');
}
