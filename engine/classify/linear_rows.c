/* The features that the linear classifier sees. Words and concepts say what a text is about; characters
 * bridge spellings, dialect and inflection. Cost: linear in the text. */
#include "linear.h"

#include "broader.h"
#include "error.h"
#include "str.h"

#include <math.h>

enum { N_MIN = 2, N_MAX = 5 };

static bool is_term(const khl_feature *f)
{
    return f->kind == KHL_FEATURE_WORD || f->kind == KHL_FEATURE_PLACE || f->kind == KHL_FEATURE_DATE ||
           f->kind == KHL_FEATURE_OTHER;
}

static khl_status add(khl_counts *counts, khl_buf *name, int kind, khl_str a, khl_str b, khl_error *err)
{
    name->n = 0;
    khl_buf_char(name, (char)kind);
    khl_buf_put(name, a);
    if (b.n > 0) {
        khl_buf_char(name, ' ');
        khl_buf_put(name, b);
    }
    if (!khl_buf_ok(name)) return khl_fail_memory(err);
    return khl_counts_add(counts, khl_buf_str(name), 1.0F, err);
}

/* A concept by itself, and among what it is a kind of: a school is met by schools of every kind. */
static khl_status add_concept(khl_counts *counts, khl_buf *name, const khl_lexicon *lexicon, khl_str id,
                              khl_error *err)
{
    const khl_concepts *concepts = &lexicon->concepts;
    uint32_t concept = khl_frozen_find(&concepts->concepts, id), broader;
    khl_status status = add(counts, name, KHL_LINEAR_CONCEPT, id, KHL_STR(""), err);
    if (status == KHL_OK) status = add(counts, name, KHL_LINEAR_BROADER, id, KHL_STR(""), err);
    if (concept == KHL_FROZEN_NONE) return status;
    uint32_t at = khl_concepts_first_link(concepts, concept);
    while (status == KHL_OK && (broader = khl_next_broader(concepts, concept, &at)) != KHL_FROZEN_NONE)
        status = add(counts, name, KHL_LINEAR_BROADER, khl_frozen_key(&concepts->concepts, broader),
                     KHL_STR(""), err);
    return status;
}

khl_status khl_linear_count(khl_counts *counts, const khl_analysis *a, khl_error *err)
{
    khl_buf name = KHL_BUF_INIT;
    khl_str before = KHL_STR("");
    khl_status status = KHL_OK;
    for (size_t i = 0; i < a->n_features && status == KHL_OK; i++) {
        const khl_feature *f = &a->features[i];
        if (f->kind == KHL_FEATURE_CONCEPT) {
            status = add_concept(counts, &name, a->lexicon, f->name, err);
        } else if (is_term(f)) {
            status = add(counts, &name, KHL_LINEAR_WORD, f->name, KHL_STR(""), err);
            if (status == KHL_OK && before.n > 0)
                status = add(counts, &name, KHL_LINEAR_PAIR, before, f->name, err);
            before = f->name;
        }
    }
    if (status == KHL_OK) status = khl_counts_add_ngrams(counts, a->key, N_MIN, N_MAX, err);
    if (status == KHL_OK) status = khl_counts_end(counts, err);
    khl_buf_clear(&name);
    return status;
}

size_t khl_linear_row(const khl_closed *doc, const uint32_t *column_of, const khl_map *terms,
                      const float *idf, double chars, uint32_t *col, float *val)
{
    double square[2] = {0, 0}, scale[2];
    const uint32_t *code = doc->codes;
    size_t kept = 0;
    for (uint32_t e = 0; e < doc->n_terms; e++) {
        khl_count entry;
        code = khl_counts_next(code, &entry);
        uint32_t c = column_of[entry.term];
        if (c == UINT32_MAX) continue;
        double v = (1 + log((double)entry.tf)) * (double)idf[c];
        square[khl_linear_kind(terms->keys[c]) == KHL_LINEAR_CHARS] += v * v;
        col[kept] = c;
        val[kept++] = (float)v;
    }
    double views = (square[0] > 0 ? 1 : 0) + (square[1] > 0 ? chars * chars : 0);
    for (unsigned k = 0; k < 2; k++)
        scale[k] = square[k] > 0 ? (k == 1 ? chars : 1) / sqrt(square[k] * views) : 0;
    for (size_t e = 0; e < kept; e++)
        val[e] = (float)((double)val[e] * scale[khl_linear_kind(terms->keys[col[e]]) == KHL_LINEAR_CHARS]);
    return kept;
}
