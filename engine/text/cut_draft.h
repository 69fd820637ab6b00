/* A cut while it is found: parts one behind the other, and what stands around them. The rules fill it; cut.c
 * tidies it. */
#ifndef KHL_TEXT_CUT_DRAFT_H
#define KHL_TEXT_CUT_DRAFT_H

#include "cut_view.h"

typedef struct khl_cut_piece {
    size_t begin, end; /* bytes */
    uint8_t reason;
} khl_cut_piece;

typedef struct khl_cut_draft {
    khl_cut_piece *pieces; /* room for one a token */
    size_t n;
    size_t opening_end, closing_begin; /* bytes: [0, opening_end) and [closing_begin, text end) */
} khl_cut_draft;

/* Each tries one kind of layout and fills the draft when it finds two parts or more; a draft with fewer
 * counts for nothing. *settled: no other rule may try. */
void khl_cut_bullets(const khl_cut_view *view, khl_cut_draft *draft, bool *settled);
void khl_cut_numbers(const khl_cut_view *view, khl_cut_draft *draft, bool *settled);
void khl_cut_lines(const khl_cut_view *view, khl_cut_draft *draft, bool *settled);
void khl_cut_run(const khl_cut_view *view, khl_cut_draft *draft);
void khl_cut_connectors(const khl_cut_view *view, khl_cut_draft *draft);

/* What the text in front of a list says of the list. */
typedef enum khl_lead {
    KHL_LEAD_NONE,  /* nothing, or nothing that tells */
    KHL_LEAD_LIST,  /* a list of demands follows */
    KHL_LEAD_DETAIL /* what follows belongs to one demand */
} khl_lead;
khl_lead khl_cut_lead(const khl_cut_view *view, size_t begin, size_t end);

/* Where the closing formula begins within tokens [begin, end): at a clause that opens with a greeting or a
 * thanks and asks for nothing; end when there is none. */
size_t khl_cut_closing(const khl_cut_view *view, size_t begin, size_t end);

/* Where the opening formula of running text ends: behind the clauses that open with a greeting. */
size_t khl_cut_opening(const khl_cut_view *view);

#endif
