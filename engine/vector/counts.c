/* Counting terms, one document after another: create, then (add | add_ngrams)* end for each document.
 *
 * A term's place in the open document is remembered beside the term, so an occurrence costs one look-up and
 * one increment, and nothing is sorted here. 4 bytes an entry, 8 of what occurs more than once, 16 a
 * document, and about 40 beside the text of each term. */
#include "counts.h"

#include "alloc.h"
#include "error.h"

khl_status khl_counts_create(khl_counts **out, khl_error *err)
{
    *out = NULL;
    khl_counts *counts = khl_alloc_zero(1, sizeof *counts);
    if (counts == NULL) return khl_fail_memory(err);
    khl_status status = khl_map_init(&counts->terms, err);
    counts->codes = (khl_arena)KHL_ARENA_INIT(4096);
    if (status != KHL_OK)
        free(counts);
    else
        *out = counts;
    return status;
}

void khl_counts_destroy(khl_counts *counts)
{
    if (counts == NULL) return;
    khl_map_clear(&counts->terms);
    khl_buf_clear(&counts->word);
    free(counts->weights);
    free(counts->of);
    free(counts->open);
    free(counts->closed);
    khl_arena_clear(&counts->codes);
    free(counts->cuts);
    khl_map_clear(&counts->words);
    free(counts->gram_ends);
    free(counts->grams);
    free(counts);
}

/* Room first, so that nothing can fail between the map and the arrays. */
khl_status khl_counts_number(khl_counts *counts, khl_str term, float weight, uint32_t *id)
{
    size_t need = counts->terms.n + 1;
    bool added;
    if (need >= KHL_COUNT_OFTEN ||
        !khl_grow(&counts->weights, &counts->weights_capacity, need, sizeof *counts->weights) ||
        !khl_grow(&counts->of, &counts->of_capacity, need, sizeof *counts->of) ||
        khl_map_put(&counts->terms, term, id, &added) != KHL_OK)
        return KHL_E_MEMORY;
    if (added) {
        counts->weights[*id] = weight;
        counts->of[*id] = (khl_counted){0, 0};
    } else if (weight < counts->weights[*id]) {
        counts->weights[*id] = weight;
    }
    return KHL_OK;
}

khl_status khl_counts_add(khl_counts *counts, khl_str term, float weight, khl_error *err)
{
    if (term.n == 0) return KHL_FAIL(err, KHL_E_ARGUMENT, "vector.empty_term", "a term must not be empty");
    if (!(weight > 0.0F && weight <= 1.0F))
        return KHL_FAIL(err, KHL_E_ARGUMENT, "vector.term_weight",
                        "the weight of a term must be above 0 and at most 1");
    uint32_t id;
    if (!khl_grow(&counts->open, &counts->open_capacity, counts->n_open + 1, sizeof *counts->open) ||
        khl_counts_number(counts, term, weight, &id) != KHL_OK)
        return khl_fail_memory(err);
    khl_counts_occur(counts, id);
    return KHL_OK;
}

khl_status khl_counts_end(khl_counts *counts, khl_error *err)
{
    if (counts->n_docs >= UINT32_MAX - 1)
        return KHL_FAIL(err, KHL_E_MEMORY, "vector.too_many_documents",
                        "more documents than can be numbered");
    size_t n_codes = counts->n_open;
    for (size_t e = 0; e < counts->n_open; e++) n_codes += counts->open[e].tf > 1;
    uint32_t *code = khl_arena_take(&counts->codes, n_codes * sizeof *code, _Alignof(uint32_t));
    if (code == NULL ||
        !khl_grow(&counts->closed, &counts->closed_capacity, counts->n_docs + 1, sizeof *counts->closed))
        return khl_fail_memory(err);
    counts->closed[counts->n_docs++] = (khl_closed){code, (uint32_t)counts->n_open};
    for (size_t e = 0; e < counts->n_open; e++) {
        const khl_count *entry = &counts->open[e];
        khl_counted *of = &counts->of[entry->term];
        of->place = 0;
        of->df++;
        *code++ = entry->tf > 1 ? entry->term | KHL_COUNT_OFTEN : entry->term;
        if (entry->tf > 1) *code++ = entry->tf;
    }
    counts->n_open = 0;
    return KHL_OK;
}
