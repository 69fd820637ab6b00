/* What was found for a proposal, for people: the proposal, then its matches at or above review, best first.
 */
#include "compare_table.h"

#include "str.h"
#include "cells.h"

#include <stdio.h>

enum { VERDICT_WIDTH = 10, TEXT = 64 };

static khl_str verdict_word(const khl_program *p, khl_verdict verdict)
{
    char id[64];
    snprintf(id, sizeof id, "cli.verdict.%s", khl_verdict_name(verdict));
    return khl_say_word(p, id);
}

/* "0.9812  M017  city  text", and what differs where that is why a person must look. */
static void put_match(khl_buf *out, const khl_program *p, const khl_similar_match *match, khl_str verdict)
{
    const khl_why *why = &match->explanation.why;
    khl_cells_begin(out, p);
    khl_buf_put_c(out, "  ");
    khl_cells_pad(out, verdict, VERDICT_WIDTH, VERDICT_WIDTH);
    khl_buf_format(out, "%.4f  ", match->explanation.probability);
    khl_cells_put(out, match->proposal->id, TEXT);
    khl_buf_put_c(out, "  ");
    if (match->proposal->city.n > 0) {
        khl_cells_put(out, match->proposal->city, TEXT);
        khl_buf_put_c(out, "  ");
    }
    khl_cells_put(out, match->proposal->text, TEXT);
    for (size_t i = 0; i < why->n_blocked; i++) {
        char id[64];
        snprintf(id, sizeof id, "doc.slot.%.*s", (int)why->blocked[i].n, why->blocked[i].p);
        khl_buf_put_c(out, i == 0 ? "  \xe2\x89\xa0 " : ", ");
        khl_cells_put(out, khl_say_word(p, id), TEXT);
    }
    khl_cells_end(out, p);
}

static void put_proposal(khl_buf *out, const khl_program *p, const khl_proposal *proposal)
{
    khl_cells_begin(out, p);
    khl_cells_put(out, proposal->id, TEXT);
    khl_buf_put_c(out, "  ");
    khl_cells_put(out, proposal->text, TEXT);
    khl_cells_end(out, p);
}

void khl_put_similar(khl_buf *out, const khl_program *p, const khl_similar_row *row)
{
    put_proposal(out, p, row->proposal);
    size_t i = 0;
    for (; i < row->n_matches && row->matches[i].explanation.verdict != KHL_VERDICT_NONE; i++)
        put_match(out, p, &row->matches[i], verdict_word(p, row->matches[i].explanation.verdict));
    if (i > 0) return;
    khl_cells_begin(out, p);
    khl_buf_put_c(out, "  ");
    khl_cells_put(out, verdict_word(p, KHL_VERDICT_NONE), TEXT);
    khl_cells_end(out, p);
}
