/* What was found for a proposal without what tells who somebody is: copies of its texts, in an arena that the
 * caller forgets with the row. Linear in the texts. */
#include "similar_mask.h"

#include "error.h"

#include <stdlib.h>

typedef struct masking {
    const khl_private_marks *marks;
    khl_arena *arena;
    bool whole; /* memory did not end */
} masking;

static khl_str mask(masking *m, khl_str text)
{
    char *bytes = NULL;
    size_t n = 0;
    khl_private_span span;
    if (!khl_private_next(m->marks->aliases, text, 0, &span)) return text;
    khl_str masked = {NULL, 0};
    if (khl_private_mask(&bytes, &n, m->marks, text, text) == KHL_OK)
        masked = khl_arena_copy(m->arena, (khl_str){bytes, n});
    free(bytes);
    m->whole = m->whole && masked.p != NULL;
    return masked;
}

static const khl_proposal *mask_proposal(masking *m, const khl_proposal *from)
{
    khl_proposal *to = khl_arena_array(m->arena, 1, sizeof *to);
    m->whole = m->whole && to != NULL;
    if (to == NULL) return from;
    *to = *from;
    to->text = mask(m, from->text);
    to->city = mask(m, from->city);
    return to;
}

static khl_str mask_word(masking *m, const khl_str texts[2], khl_str word)
{
    return mask(m, khl_private_word(m->marks, texts, word));
}

static void mask_why(masking *m, khl_why *why, const khl_str texts[2])
{
    khl_why_term *terms = khl_arena_array(m->arena, why->n_terms, sizeof *terms);
    m->whole = m->whole && terms != NULL;
    if (terms == NULL) return;
    for (size_t i = 0; i < why->n_terms; i++)
        terms[i] = (khl_why_term){mask_word(m, texts, why->terms[i].term), why->terms[i].weight};
    for (unsigned s = 0; s < KHL_N_SLOTS; s++) {
        why->slots[s].a = mask_word(m, texts, why->slots[s].a);
        why->slots[s].b = mask_word(m, texts, why->slots[s].b);
    }
    why->terms = terms;
}

khl_status khl_similar_mask(khl_similar_row *out, const khl_similar_row *row, const khl_private_marks *marks,
                            khl_arena *arena, khl_error *err)
{
    masking m = {marks, arena, true};
    khl_similar_match *matches = khl_arena_array(arena, row->n_matches, sizeof *matches);
    if (matches == NULL) return khl_fail_memory(err);
    *out = *row;
    out->proposal = mask_proposal(&m, row->proposal);
    out->matches = matches;
    for (size_t i = 0; i < row->n_matches && m.whole; i++) {
        const khl_str texts[2] = {row->proposal->text, row->matches[i].proposal->text};
        matches[i] = row->matches[i];
        matches[i].proposal = mask_proposal(&m, row->matches[i].proposal);
        mask_why(&m, &matches[i].explanation.why, texts);
    }
    return m.whole ? KHL_OK : khl_fail_memory(err);
}
