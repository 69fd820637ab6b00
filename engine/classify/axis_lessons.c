/* Lessons are records: a head, and the bytes of a name behind it. Those of an axis end with a record of its
 * end.
 *
 * Names and keywords are small documents. What stands in one of them counts for its axis: a concept over a
 * whole keyword in full, a word or concept that is only part of one in part; and the concepts that are
 * broader. */
#include "axis_lessons.h"

#include "alloc.h"
#include "axis_terms.h"
#include "broader.h"
#include "error.h"
#include "lexicon.h"
#include "str.h"

static const float OF_DESCRIPTION = 0.5F;

/* What a record says of its axis: it is called so; a term stands in a keyword; a term stands in its document.
 */
enum { NAME = 'n', TERM = 't', WRITTEN = 'd', END = 'e' };

typedef struct head {
    uint8_t is, kind;
    uint16_t n_bytes;
    float weight;
} head;

typedef struct reader {
    const khl_text *text;
    khl_buf *out;
    khl_error *err;
} reader;

static void put(reader *r, uint8_t is, uint8_t kind, khl_str name, float weight)
{
    size_t n = name.n < UINT16_MAX ? name.n : UINT16_MAX;
    head h = {is, kind, (uint16_t)n, weight};
    khl_buf_put(r->out, (khl_str){(const char *)&h, sizeof h});
    khl_buf_put(r->out, (khl_str){name.p, n});
}

khl_status khl_axis_fold_name(const khl_text *text, khl_str s, khl_buf *key, khl_error *err)
{
    static const khl_str WAW = {"\xd9\x88", 2};
    khl_analysis a;
    khl_status status = khl_text_analyze(text, s, NULL, &a, err);
    if (status != KHL_OK) return status;
    for (size_t i = 0; i < a.n_tokens; i++) {
        if (i > 0 && !khl_str_equal(a.tokens[i - 1].key, WAW)) khl_buf_char(key, ' ');
        khl_buf_put(key, a.tokens[i].key);
    }
    khl_analysis_clear(&a);
    return khl_buf_ok(key) ? KHL_OK : khl_fail_memory(err);
}

/* A name of signs alone must not be met by other signs. */
static khl_status read_name(reader *r, khl_str name)
{
    khl_buf key = KHL_BUF_INIT;
    khl_status status = khl_axis_fold_name(r->text, name, &key, r->err);
    if (status == KHL_OK && key.n > 0) put(r, NAME, 0, khl_buf_str(&key), 0);
    khl_buf_clear(&key);
    return status;
}

static void put_concept(reader *r, const khl_lexicon *lexicon, khl_str id, float weight)
{
    const khl_concepts *concepts = &lexicon->concepts;
    uint32_t concept = khl_frozen_find(&concepts->concepts, id), broader;
    put(r, TERM, KHL_AXIS_CONCEPT, id, weight);
    if (concept == KHL_FROZEN_NONE) return;
    uint32_t at = khl_concepts_first_link(concepts, concept);
    while ((broader = khl_next_broader(concepts, concept, &at)) != KHL_FROZEN_NONE)
        put(r, TERM, KHL_AXIS_CONCEPT, khl_frozen_key(&concepts->concepts, broader), weight);
}

static void put_features(reader *r, const khl_analysis *a, float weight)
{
    size_t n_words = 0;
    for (size_t i = 0; i < a->n_features; i++) n_words += khl_axis_is_word(&a->features[i]);
    for (size_t i = 0; i < a->n_features; i++) {
        const khl_feature *f = &a->features[i];
        float part = n_words > 1 ? weight / (float)n_words : weight;
        if (f->kind == KHL_FEATURE_CONCEPT)
            put_concept(r, a->lexicon, f->name, f->n_tokens >= a->n_tokens ? weight : part);
        else if (khl_axis_is_word(f))
            put(r, TERM, KHL_AXIS_WORD, f->name, part);
        if (f->kind == KHL_FEATURE_CONCEPT || khl_axis_is_word(f)) put(r, WRITTEN, 0, f->name, f->weight);
    }
}

static khl_status read_text(reader *r, khl_str s, float weight)
{
    khl_analysis a;
    khl_status status = khl_text_analyze(r->text, s, NULL, &a, r->err);
    if (status != KHL_OK) return status;
    put_features(r, &a, weight);
    khl_analysis_clear(&a);
    return KHL_OK;
}

static khl_status fail_concept(khl_str id, khl_error *err)
{
    char shown[KHL_ERROR_ARG_BYTES];
    size_t n = id.n < sizeof shown ? id.n : sizeof shown - 1;
    if (n > 0) memcpy(shown, id.p, n);
    shown[n] = '\0';
    return KHL_FAIL(
        err, KHL_E_INPUT, "axes.concept",
        "the axes name a concept \"@{0}\" that does not exist; write an id of concepts/, or a word", shown);
}

/* The concept behind "@ID". */
static khl_status read_id(reader *r, khl_str id)
{
    const khl_lexicon *lexicon = khl_text_lexicon(r->text);
    if (khl_frozen_find(&lexicon->concepts.concepts, id) == KHL_FROZEN_NONE) return fail_concept(id, r->err);
    put_concept(r, lexicon, id, 1);
    put(r, WRITTEN, 0, id, 1);
    return KHL_OK;
}

/* Keywords are analysed one by one, so that no pair of neighbours is read as a phrase. */
static khl_status read_keywords(reader *r, khl_str keywords)
{
    khl_status status = KHL_OK;
    while (keywords.n > 0 && status == KHL_OK) {
        const char *bar = memchr(keywords.p, '|', keywords.n);
        size_t n = bar != NULL ? (size_t)(bar - keywords.p) : keywords.n;
        khl_str one = khl_str_trim(khl_str_part(keywords, 0, n));
        bool is_id = khl_str_starts(one, KHL_STR("@"));
        status = is_id ? read_id(r, khl_str_part(one, 1, one.n)) : read_text(r, one, 1);
        keywords = khl_str_part(keywords, bar != NULL ? n + 1 : n, keywords.n);
    }
    return status;
}

static khl_status read_axis(reader *r, const khl_axes *axes, uint32_t i)
{
    const khl_str names[] = {axes->name[i].ar, axes->name[i].fr, axes->name[i].en};
    khl_status status = read_name(r, axes->id[i]);
    for (unsigned k = 0; k < 3 && status == KHL_OK; k++) {
        status = read_name(r, names[k]);
        if (status == KHL_OK) status = read_text(r, names[k], 1);
    }
    if (status == KHL_OK) status = read_text(r, axes->description[i], OF_DESCRIPTION);
    if (status == KHL_OK) status = read_keywords(r, axes->keywords[i]);
    put(r, END, 0, KHL_STR(""), 0);
    return status;
}

khl_status khl_axis_lessons_read(khl_buf *out, const khl_axes *axes, const khl_text *text, khl_error *err)
{
    reader r = {text, out, err};
    khl_status status = KHL_OK;
    for (uint32_t i = 0; i < axes->n && status == KHL_OK; i++) status = read_axis(&r, axes, i);
    return status != KHL_OK || khl_buf_ok(out) ? status : khl_fail_memory(err);
}

/* The first axis of a name keeps it. */
static khl_status learn_name(khl_axis_model *m, khl_str key, uint32_t axis, khl_error *err)
{
    uint32_t number;
    bool added;
    if (khl_map_put(&m->names, key, &number, &added) != KHL_OK ||
        !khl_grow(&m->axis_of_name, &m->names_capacity, m->names.n, sizeof *m->axis_of_name))
        return khl_fail_memory(err);
    if (added) m->axis_of_name[number] = axis;
    return KHL_OK;
}

static khl_status learn_term(khl_axis_model *m, const head *h, khl_str name, uint32_t axis, khl_error *err)
{
    khl_axis_term key;
    uint32_t t;
    bool added;
    size_t need, n = m->axes->n;
    if (khl_map_put(&m->terms, khl_axis_term_of(&key, h->kind, name), &t, &added) != KHL_OK ||
        !khl_mul(m->terms.n, n, &need) ||
        !khl_grow(&m->counts, &m->counts_capacity, need, sizeof *m->counts) ||
        !khl_grow(&m->totals, &m->totals_capacity, m->terms.n, sizeof *m->totals))
        return khl_fail_memory(err);
    for (size_t a = 0; added && a < n; a++) m->counts[t * n + a] = 0;
    if (added) m->totals[t] = 0;
    m->counts[t * n + axis] += h->weight;
    m->totals[t] += h->weight;
    return KHL_OK;
}

static khl_status learn_record(khl_axis_model *m, const head *h, khl_str name, uint32_t *axis, khl_error *err)
{
    switch (h->is) {
    case NAME:
        return learn_name(m, name, *axis, err);
    case TERM:
        return learn_term(m, h, name, *axis, err);
    case WRITTEN:
        return khl_counts_add(m->documents, name, h->weight, err);
    default:
        ++*axis;
        return khl_counts_end(m->documents, err);
    }
}

static khl_status fail_torn(khl_error *err)
{
    return KHL_FAIL(err, KHL_E_MODEL, "axes.torn",
                    "the axes of the models are torn; compile or install the models anew");
}

khl_status khl_axis_lessons_learn(khl_axis_model *m, khl_str lessons, khl_error *err)
{
    uint32_t axis = 0;
    size_t at = 0;
    while (axis < m->axes->n) {
        head h;
        if (lessons.n - at < sizeof h) return fail_torn(err);
        memcpy(&h, lessons.p + at, sizeof h);
        at += sizeof h;
        if (lessons.n - at < h.n_bytes) return fail_torn(err);
        khl_status status = learn_record(m, &h, khl_str_part(lessons, at, at + h.n_bytes), &axis, err);
        if (status != KHL_OK) return status;
        at += h.n_bytes;
    }
    return KHL_OK;
}
