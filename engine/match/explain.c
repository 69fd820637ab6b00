/* Why a pair is, or is not, the same demand. Terms add up to the word cosine, evidence to the log-odds. */
#include "alloc.h"
#include "buf.h"
#include "error.h"
#include "map.h"
#include "matcher.h"
#include "str.h"

struct khl_explanation_memory {
    khl_arena arena;
};

static const char *const SLOT_NAMES[KHL_N_SLOTS] = {"action",   "object",      "place",
                                                    "quantity", "beneficiary", "negation"};

static int heavier_first(const void *x, const void *y)
{
    const khl_why_term *a = x, *b = y;
    if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
    return khl_str_compare(a->term, b->term);
}

static khl_status explain_terms(const khl_matcher *m, const khl_csr *rows, uint32_t i, uint32_t j,
                                khl_arena *arena, khl_why *why, khl_error *err)
{
    uint64_t a = rows->row_ptr[i], a_end = rows->row_ptr[i + 1], b = rows->row_ptr[j],
             b_end = rows->row_ptr[j + 1];
    size_t most = (size_t)(a_end - a < b_end - b ? a_end - a : b_end - b), n = 0;
    khl_why_term *terms = khl_arena_array(arena, most, sizeof *terms);
    if (terms == NULL) return khl_fail_memory(err);
    while (a < a_end && b < b_end) {
        if (rows->col[a] < rows->col[b]) {
            a++;
        } else if (rows->col[a] > rows->col[b]) {
            b++;
        } else {
            khl_str term = khl_arena_copy(arena, khl_tfidf_term(m->tfidf[KHL_SPACE_WORD], rows->col[a]));
            if (term.p == NULL) return khl_fail_memory(err);
            terms[n++] = (khl_why_term){term, (double)rows->val[a] * (double)rows->val[b]};
            a++;
            b++;
        }
    }
    qsort(terms, n, sizeof *terms, heavier_first);
    why->terms = terms;
    why->n_terms = n;
    return KHL_OK;
}

/* The values of a slot in the submitter's own words, each once: people know those, and not the ids of
 * concepts. seen is scratch, so that a text of a megabyte costs no more than its length. */
static khl_status put_slot(khl_buf *buf, const khl_analysis *a, const khl_focus *focus, unsigned slot,
                           khl_map *seen, khl_error *err)
{
    for (size_t i = 0; i < a->n_features; i++) {
        const khl_feature *f = &a->features[i];
        bool added = false;
        if (!khl_fills_slot(f, focus[i].weight, slot)) continue;
        if (khl_map_put(seen, f->name, NULL, &added) != KHL_OK) return khl_fail_memory(err);
        if (!added) continue;
        if (buf->n > 0) khl_buf_put_c(buf, ", ");
        khl_buf_put(buf, khl_str_part(a->original, f->begin, f->end));
    }
    return khl_buf_ok(buf) ? KHL_OK : khl_fail_memory(err);
}

static khl_status slot_text(const khl_analysis *a, const khl_focus *focus, unsigned slot, khl_arena *arena,
                            khl_str *out, khl_error *err)
{
    khl_map seen;
    khl_buf buf = KHL_BUF_INIT;
    *out = (khl_str){NULL, 0};
    khl_status status = khl_map_init(&seen, err);
    if (status == KHL_OK) status = put_slot(&buf, a, focus, slot, &seen, err);
    if (status == KHL_OK) {
        *out = khl_arena_copy(arena, khl_buf_str(&buf));
        if (out->p == NULL) status = khl_fail_memory(err);
    }
    khl_map_clear(&seen);
    khl_buf_clear(&buf);
    return status;
}

/* A demand as it was read: that of the matcher, or read again. */
typedef struct reading {
    const khl_analysis *analysis;
    const khl_focus *focus;
    khl_analysis again;
} reading;

static khl_status read_demand(const khl_matcher *m, uint32_t i, khl_arena *arena, reading *out,
                              khl_error *err)
{
    *out = (reading){.again = {.n_tokens = 0}};
    if (m->analyses != NULL) {
        out->analysis = &m->analyses[i];
        out->focus = m->focus[i];
        return KHL_OK;
    }
    khl_status status = m->source.read(m->source.context, i, &out->again, err);
    khl_focus *focus = khl_arena_array(arena, out->again.n_features, sizeof *focus);
    if (status == KHL_OK)
        status = focus != NULL ? khl_text_focus(&out->again, focus, err) : khl_fail_memory(err);
    out->analysis = &out->again;
    out->focus = focus;
    return status;
}

/* The word rows of two texts where those of the collection are not kept. */
static khl_status make_word_rows(const khl_matcher *m, const reading *a, const reading *b, khl_arena *arena,
                                 khl_csr *out, khl_error *err)
{
    const khl_analysis *texts[2] = {a->analysis, b->analysis};
    khl_counts *counts = NULL;
    khl_status status = khl_counts_create(&counts, err);
    for (unsigned t = 0; t < 2 && status == KHL_OK; t++) {
        khl_analysis seen = *texts[t];
        if (m->cities_differ) status = khl_aside_view(&seen, texts[t], m->options.aside, arena, err);
        if (status == KHL_OK) status = khl_matcher_add_terms(counts, &seen, KHL_SPACE_WORD, err);
        if (status == KHL_OK) status = khl_counts_end(counts, err);
    }
    if (status == KHL_OK) status = khl_tfidf_rows(m->tfidf[KHL_SPACE_WORD], counts, out, err);
    khl_counts_destroy(counts);
    return status;
}

/* What is told from the texts: the words of slots, the terms, and the word cosine where no row holds it. */
static khl_status explain_texts(const khl_matcher *m, uint32_t i, uint32_t j, khl_arena *arena, khl_why *why,
                                double *words, khl_error *err)
{
    reading a, b = {.again = {.n_tokens = 0}};
    khl_csr own = {0};
    const khl_csr *rows = &m->rows[KHL_SPACE_WORD];
    khl_status status = read_demand(m, i, arena, &a, err);
    if (status == KHL_OK) status = read_demand(m, j, arena, &b, err);
    for (unsigned s = 0; s < KHL_N_SLOTS && status == KHL_OK; s++) {
        status = slot_text(a.analysis, a.focus, s, arena, &why->slots[s].a, err);
        if (status == KHL_OK) status = slot_text(b.analysis, b.focus, s, arena, &why->slots[s].b, err);
    }
    bool kept = rows->n_rows > 0;
    if (status == KHL_OK && !kept) status = make_word_rows(m, &a, &b, arena, &own, err);
    if (status == KHL_OK)
        status = kept ? explain_terms(m, rows, i, j, arena, why, err)
                      : explain_terms(m, &own, 0, 1, arena, why, err);
    *words = status == KHL_OK && !kept ? khl_csr_dot(&own, 0, &own, 1) : 0;
    khl_csr_clear(&own);
    khl_analysis_clear(&a.again);
    khl_analysis_clear(&b.again);
    return status;
}

static void explain_slots(const khl_matcher *m, uint32_t i, uint32_t j, khl_why *why)
{
    const khl_slots *a = &m->slots[i], *b = &m->slots[j];
    for (unsigned s = 0; s < KHL_N_SLOTS; s++) {
        bool silent = a->set[s].n == 0 && b->set[s].n == 0;
        why->slots[s].agree = silent ? -1 : khl_slot_answer(m, a, b, s);
    }
}

static khl_status explain_evidence(const khl_matcher *m, uint32_t i, uint32_t j, double words,
                                   khl_explanation *out, khl_arena *arena, khl_error *err)
{
    double cosine[KHL_N_SPACES], value[KHL_N_EVIDENCE];
    khl_matcher_cosines(m, i, j, cosine);
    if (m->rows[KHL_SPACE_WORD].n_rows == 0) cosine[KHL_SPACE_WORD] = words;
    khl_matcher_evidence(m, i, j, cosine, value);
    khl_why_evidence *evidence = khl_arena_array(arena, KHL_N_EVIDENCE, sizeof *evidence);
    if (evidence == NULL) return khl_fail_memory(err);
    size_t n = 0;
    for (unsigned e = 0; e < KHL_N_EVIDENCE; e++) {
        if (value[e] == 0) continue; /* absent evidence says nothing and adds nothing */
        double log_odds = m->model->weight[e] * value[e];
        evidence[n++] = (khl_why_evidence){khl_str_from(khl_evidence_name(e)), value[e], log_odds};
    }
    out->why.evidence = evidence;
    out->why.n_evidence = n;
    out->probability = khl_match_probability(m->model, value);
    return KHL_OK;
}

static khl_status explain_blocked(unsigned blocked, khl_arena *arena, khl_why *why, khl_error *err)
{
    khl_str *names = khl_arena_array(arena, KHL_N_SLOTS, sizeof *names);
    if (names == NULL) return khl_fail_memory(err);
    for (unsigned s = 0; s < KHL_N_SLOTS; s++)
        if (blocked & 1u << s) names[why->n_blocked++] = khl_str_from(SLOT_NAMES[s]);
    why->blocked = names;
    return KHL_OK;
}

khl_status khl_explain_briefly(khl_explanation *out, khl_verdict verdict, double probability,
                               unsigned blocked, khl_error *err)
{
    *out = (khl_explanation){.probability = probability, .verdict = verdict};
    if (blocked == 0) return KHL_OK;
    out->memory = khl_alloc_zero(1, sizeof(struct khl_explanation_memory));
    if (out->memory == NULL) return khl_fail_memory(err);
    out->memory->arena.block_bytes = 256;
    khl_status status = explain_blocked(blocked, &out->memory->arena, &out->why, err);
    if (status != KHL_OK) khl_explanation_clear(out);
    return status;
}

khl_status khl_matcher_explain(const khl_matcher *m, uint32_t i, uint32_t j, khl_explanation *out,
                               khl_error *err)
{
    *out = (khl_explanation){.memory = khl_alloc_zero(1, sizeof(struct khl_explanation_memory))};
    if (out->memory == NULL) return khl_fail_memory(err);
    khl_arena *arena = &out->memory->arena;
    arena->block_bytes = 2048;
    unsigned blocked = khl_matcher_blocked(m, i, j);
    double words = 0;
    khl_status status = explain_texts(m, i, j, arena, &out->why, &words, err);
    explain_slots(m, i, j, &out->why);
    if (status == KHL_OK) status = explain_evidence(m, i, j, words, out, arena, err);
    for (unsigned s = KHL_SLOT_BENEFICIARY; s <= KHL_SLOT_NEGATION; s++)
        if (blocked & 1u << s) out->why.slots[s].agree = 0;
    if (status == KHL_OK) status = explain_blocked(blocked, arena, &out->why, err);
    if (status != KHL_OK) {
        khl_explanation_clear(out);
        return status;
    }
    out->verdict = khl_match_verdict(m->model, out->probability, blocked);
    return KHL_OK;
}

void khl_explanation_clear(khl_explanation *explanation)
{
    if (explanation->memory != NULL) khl_arena_clear(&explanation->memory->arena);
    free(explanation->memory);
    *explanation = (khl_explanation){0};
}
