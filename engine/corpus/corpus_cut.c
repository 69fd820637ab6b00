/* A corpus with some proposals replaced by their parts. It lends the tables of the whole one and keeps only
 * the records of its own: proposals, the rows they stand in, and the ids of parts. Linear. */
#include "corpus_parts.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

#include <stdio.h>

enum { ARENA_BYTES = 16 * 1024 };

/* "ID/n" in an arena; p is NULL when memory ends. */
static khl_str part_id(khl_arena *arena, khl_str id, size_t number)
{
    char tail[24];
    int n = snprintf(tail, sizeof tail, "/%zu", number);
    char *p = khl_arena_take(arena, id.n + (size_t)n + 1, 1);
    if (p == NULL) return (khl_str){NULL, 0};
    if (id.n > 0) memcpy(p, id.p, id.n);
    memcpy(p + id.n, tail, (size_t)n + 1);
    return (khl_str){p, id.n + (size_t)n};
}

bool khl_corpus_can_cut(const khl_corpus *corpus, size_t i, size_t n_parts)
{
    khl_arena arena = KHL_ARENA_INIT(256);
    bool can = i < corpus->n_proposals;
    for (size_t k = 1; k <= n_parts && can; k++) {
        khl_str id = part_id(&arena, corpus->proposals[i].id, k);
        can = id.p != NULL && khl_map_find(&corpus->ids, id) == KHL_MAP_NONE;
    }
    khl_arena_clear(&arena);
    return can;
}

static khl_status add_part(khl_corpus *out, const khl_corpus *whole, const khl_corpus_part *part,
                           size_t number, khl_error *err)
{
    khl_proposal *p = &out->proposals[out->n_proposals];
    *p = whole->proposals[part->proposal];
    if (part->begin >= part->end || part->end > p->text.n)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "corpus.part", "a part lies outside the text it is cut from");
    p->id = part_id(&out->arena, p->id, number);
    if (p->id.p == NULL) return khl_fail_memory(err);
    p->title = (khl_str){"", 0};
    p->text = khl_str_part(p->text, part->begin, part->end);
    out->rows[out->n_proposals++] = whole->rows[part->proposal];
    return KHL_OK;
}

static khl_status fill(khl_corpus *out, const khl_corpus *whole, const khl_corpus_part *parts, size_t n,
                       khl_error *err)
{
    khl_status status = KHL_OK;
    size_t k = 0;
    for (size_t i = 0; i < whole->n_proposals && status == KHL_OK; i++) {
        size_t first = k;
        for (; k < n && parts[k].proposal == i && status == KHL_OK; k++)
            status = add_part(out, whole, &parts[k], k - first + 1, err);
        if (k > first) continue;
        out->rows[out->n_proposals] = whole->rows[i];
        out->proposals[out->n_proposals++] = whole->proposals[i];
    }
    if (status == KHL_OK && k < n)
        status = KHL_FAIL(err, KHL_E_ARGUMENT, "corpus.part_order", "the parts do not stand in order");
    return status;
}

/* Room for all records; the tables are lent. */
static khl_status begin(khl_corpus *out, const khl_corpus *whole, size_t n_parts, khl_error *err)
{
    size_t n;
    if (!khl_add(whole->n_proposals, n_parts, &n)) return khl_fail_memory(err);
    out->borrowed = true;
    out->arena = (khl_arena)KHL_ARENA_INIT(ARENA_BYTES);
    out->sources = khl_alloc(whole->n_sources, sizeof *out->sources);
    out->proposals = khl_alloc(n, sizeof *out->proposals);
    out->rows = khl_alloc(n, sizeof *out->rows);
    out->asides = khl_alloc(whole->n_asides, sizeof *out->asides);
    if (!out->sources || !out->proposals || !out->rows || !out->asides) return khl_fail_memory(err);
    for (size_t i = 0; i < whole->n_sources; i++) out->sources[i] = whole->sources[i];
    for (size_t i = 0; i < whole->n_asides; i++) out->asides[i] = whole->asides[i];
    out->n_sources = whole->n_sources;
    out->n_asides = whole->n_asides;
    return KHL_OK;
}

khl_status khl_corpus_cut(khl_corpus **out, const khl_corpus *whole, const khl_corpus_part *parts,
                          size_t n_parts, khl_error *err)
{
    khl_corpus *cut = NULL;
    *out = NULL;
    khl_status status = khl_corpus_create(&cut, err);
    if (status == KHL_OK) status = begin(cut, whole, n_parts, err);
    if (status == KHL_OK) status = fill(cut, whole, parts, n_parts, err);
    if (status == KHL_OK)
        *out = cut;
    else
        khl_corpus_destroy(cut);
    return status;
}
