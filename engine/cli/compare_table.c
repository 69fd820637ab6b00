/* A judged pair for people: a sentence, the slots side by side, the shared words, the evidence, as aligned
 * lines.
 *
 * A value keeps its own direction between FSI and PDI; in Arabic the whole line stands between RLI and PDI,
 * so that its columns run from right to left. Values come from outside: what would steer the terminal is
 * taken out. */
#include "compare_table.h"

#include "str.h"
#include "cells.h"

#include <math.h>
#include <stdio.h>

#define LRI "\xe2\x81\xa6"
#define PDI "\xe2\x81\xa9"
#define BLOCK "\xe2\x96\x87"

enum { MAX_VALUE = 40, MAX_TERMS = 12, BAR = 16, NUMBER_WIDTH = 8 };

static void put_title(khl_buf *out, const khl_program *p, const char *id, double value)
{
    char number[40]; /* a minus stands behind its number where the line runs from right to left */
    snprintf(number, sizeof number, khl_cells_right_to_left(p) ? LRI "%.3f" PDI : "%.3f", value);
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
    khl_cells_begin(out, p);
    khl_buf_put_c(out, "  ");
    khl_buf_put_c(out, MARKS[slot->agree + 1]);
    khl_buf_put_c(out, "  ");
    khl_cells_pad(out, word(p, "doc.slot.", khl_str_from(name)), MAX_VALUE, width[0]);
    khl_cells_pad(out, slot->a.n > 0 ? slot->a : silent, MAX_VALUE, width[1]);
    khl_cells_pad(out, slot->b.n > 0 ? slot->b : silent, MAX_VALUE, width[2]);
    khl_cells_end(out, p);
}

static void widen(size_t *width, khl_str s)
{
    size_t cells = khl_cells_count(s, MAX_VALUE);
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
    khl_cells_begin(out, p);
    khl_buf_put_c(out, "     ");
    khl_cells_pad(out, (khl_str){"", 0}, MAX_VALUE, width[0]);
    khl_cells_pad(out, first, MAX_VALUE, width[1]);
    khl_cells_pad(out, second, MAX_VALUE, width[2]);
    khl_cells_end(out, p);
    for (size_t s = 0; s < KHL_N_SLOTS; s++) put_slot(out, p, &why->slots[s], SLOTS[s], width);
    khl_say_put(out, p, "cli.compare.marks", NULL, 0);
    khl_buf_char(out, '\n');
}

static void put_number(khl_buf *out, const khl_program *p, bool sign, double value)
{
    char number[32];
    int n = snprintf(number, sizeof number, sign ? "%+.3f" : "%.3f", value);
    for (; n < NUMBER_WIDTH; n++) khl_buf_char(out, ' ');
    if (khl_cells_right_to_left(p)) khl_buf_put_c(out, LRI);
    khl_buf_put_c(out, number);
    if (khl_cells_right_to_left(p)) khl_buf_put_c(out, PDI);
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
        khl_cells_begin(out, p);
        put_number(out, p, false, why->terms[i].weight);
        khl_cells_put(out, without_kind(why->terms[i].term), MAX_VALUE);
        khl_cells_end(out, p);
    }
    if (why->n_terms <= MAX_TERMS) return;
    khl_cells_begin(out, p);
    put_number(out, p, false, rest);
    khl_cells_put(out, khl_say_word(p, "cli.compare.others"), MAX_VALUE);
    khl_cells_end(out, p);
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
        khl_cells_begin(out, p);
        put_number(out, p, true, e->log_odds);
        khl_cells_pad(out, word(p, "doc.evidence.is.", e->name), MAX_VALUE, width);
        put_bar(out, e->log_odds, largest);
        khl_cells_end(out, p);
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
    khl_cells_put(out, id, SIZE_MAX);
    for (size_t i = 0; i < x->why.n_blocked; i++) {
        khl_buf_put_c(out, i == 0 ? "  " : ", ");
        khl_buf_put(out, x->why.blocked[i]);
    }
    khl_buf_char(out, '\n');
}
