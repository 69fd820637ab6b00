/* The axis of a text, from the names and keywords of the axes alone.
 *
 * Each axis is one document of a small TF-IDF space over words and concepts: a keyword that several axes
 * share weighs less than one of a single axis. A text scores by cosine; a softmax turns scores into
 * probabilities. */
#include "axes.h"

#include "alloc.h"
#include "buf.h"
#include "error.h"
#include "khulasa/vector.h"
#include "map.h"
#include "str.h"

#include <math.h>

#define SHARPNESS 14.0 /* of the softmax: a lead of 0.1 in cosine makes an axis four times as likely */

struct khl_axis_model {
    const khl_axes *axes;
    const khl_text *text;
    khl_tfidf *tfidf;
    khl_csr rows;  /* [n_axes x terms] */
    khl_map names; /* folded ids and names */
    uint32_t *axis_of_name;
    size_t names_capacity;
};

static bool is_term(const khl_feature *f)
{
    return f->kind == KHL_FEATURE_WORD || f->kind == KHL_FEATURE_CONCEPT || f->kind == KHL_FEATURE_OTHER;
}

static khl_status add_features(khl_counts *counts, const khl_analysis *a, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t i = 0; i < a->n_features && status == KHL_OK; i++)
        if (is_term(&a->features[i]))
            status = khl_counts_add(counts, a->features[i].name, a->features[i].weight, err);
    return status;
}

static khl_status add_text(khl_axis_model *m, khl_counts *counts, khl_str s, khl_error *err)
{
    khl_analysis a;
    khl_status status = khl_text_analyze(m->text, s, NULL, &a, err);
    if (status != KHL_OK) return status;
    status = add_features(counts, &a, err);
    khl_analysis_clear(&a);
    return status;
}

/* Keywords are analysed one by one, so that no pair of neighbours is read as a phrase. */
static khl_status add_keywords(khl_axis_model *m, khl_counts *counts, khl_str keywords, khl_error *err)
{
    khl_status status = KHL_OK;
    while (keywords.n > 0 && status == KHL_OK) {
        const char *bar = memchr(keywords.p, '|', keywords.n);
        size_t n = bar != NULL ? (size_t)(bar - keywords.p) : keywords.n;
        status = add_text(m, counts, khl_str_part(keywords, 0, n), err);
        keywords = khl_str_part(keywords, bar != NULL ? n + 1 : n, keywords.n);
    }
    return status;
}

static khl_status build_rows(khl_axis_model *m, khl_error *err)
{
    khl_counts *counts = NULL;
    khl_status status = khl_counts_create(&counts, err);
    for (uint32_t i = 0; i < m->axes->n && status == KHL_OK; i++) {
        const khl_name *name = &m->axes->name[i];
        status = add_text(m, counts, name->ar, err);
        if (status == KHL_OK) status = add_text(m, counts, name->fr, err);
        if (status == KHL_OK) status = add_text(m, counts, name->en, err);
        if (status == KHL_OK) status = add_keywords(m, counts, m->axes->keywords[i], err);
        if (status == KHL_OK) status = khl_counts_end(counts, err);
    }
    if (status == KHL_OK) status = khl_tfidf_fit(&m->tfidf, counts, NULL, err);
    if (status == KHL_OK) status = khl_tfidf_rows(m->tfidf, counts, &m->rows, err);
    khl_counts_destroy(counts);
    return status;
}

/* The words of a short text, folded, with one space between them and none behind a lone WAW, which is often
 * written apart. So spaces, signs, marks and spelling do not matter. The caller clears *key. */
static khl_status fold_key(const khl_text *text, khl_str s, khl_buf *key, khl_error *err)
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

static khl_status add_name(khl_axis_model *m, khl_str name, uint32_t axis, khl_error *err)
{
    khl_buf key = KHL_BUF_INIT;
    uint32_t number;
    bool added;
    khl_status status = fold_key(m->text, name, &key, err);
    if (status != KHL_OK || key.n == 0) goto done; /* a name of signs alone must not be met by other signs */
    if (khl_map_put(&m->names, khl_buf_str(&key), &number, &added) != KHL_OK ||
        !khl_grow(&m->axis_of_name, &m->names_capacity, m->names.n, sizeof *m->axis_of_name)) {
        status = khl_fail_memory(err);
        goto done;
    }
    if (added) m->axis_of_name[number] = axis;
done:
    khl_buf_clear(&key);
    return status;
}

static khl_status build_names(khl_axis_model *m, khl_error *err)
{
    khl_status status = khl_map_init(&m->names, err);
    for (uint32_t i = 0; i < m->axes->n && status == KHL_OK; i++) {
        const khl_str names[] = {m->axes->id[i], m->axes->name[i].ar, m->axes->name[i].fr,
                                 m->axes->name[i].en};
        for (unsigned k = 0; k < 4 && status == KHL_OK; k++) status = add_name(m, names[k], i, err);
    }
    return status;
}

khl_status khl_axis_model_create(khl_axis_model **out, const khl_axes *axes, const khl_text *text,
                                 khl_error *err)
{
    *out = NULL;
    khl_axis_model *m = khl_alloc_zero(1, sizeof *m);
    if (m == NULL) return khl_fail_memory(err);
    m->axes = axes;
    m->text = text;
    khl_status status = build_names(m, err);
    if (status == KHL_OK) status = build_rows(m, err);
    if (status == KHL_OK)
        *out = m;
    else
        khl_axis_model_destroy(m);
    return status;
}

void khl_axis_model_destroy(khl_axis_model *m)
{
    if (m == NULL) return;
    khl_tfidf_destroy(m->tfidf);
    khl_csr_clear(&m->rows);
    khl_map_clear(&m->names);
    free(m->axis_of_name);
    free(m);
}

/* The one number in a folded text, when there is exactly one. */
static bool only_number(khl_str s, uint64_t *number)
{
    size_t begin = 0, found = 0;
    for (size_t i = 0; i < s.n; i = begin) {
        while (i < s.n && (s.p[i] < '0' || s.p[i] > '9')) i++;
        begin = i;
        while (begin < s.n && s.p[begin] >= '0' && s.p[begin] <= '9') begin++;
        if (begin > i && (++found > 1 || !khl_str_to_u64(khl_str_part(s, i, begin), number))) return false;
    }
    return found == 1;
}

khl_status khl_axis_model_find(const khl_axis_model *m, khl_str given, uint32_t *axis, khl_error *err)
{
    khl_buf key = KHL_BUF_INIT;
    uint64_t number;
    *axis = KHL_AXIS_NONE;
    khl_status status = fold_key(m->text, given, &key, err);
    uint32_t name = status == KHL_OK ? khl_map_find(&m->names, khl_buf_str(&key)) : KHL_MAP_NONE;
    if (name != KHL_MAP_NONE)
        *axis = m->axis_of_name[name];
    else if (status == KHL_OK && only_number(khl_buf_str(&key), &number) && number >= 1 &&
             number <= m->axes->n)
        *axis = (uint32_t)number - 1;
    khl_buf_clear(&key);
    return status;
}

static void softmax(double *score, uint32_t n)
{
    double most = score[0], sum = 0;
    for (uint32_t i = 1; i < n; i++) most = fmax(most, score[i]);
    for (uint32_t i = 0; i < n; i++) sum += score[i] = exp(SHARPNESS * (score[i] - most));
    for (uint32_t i = 0; i < n; i++) score[i] /= sum;
}

khl_status khl_axis_model_score(const khl_axis_model *m, const khl_analysis *analysis, double *probability,
                                khl_error *err)
{
    khl_counts *counts = NULL;
    khl_csr row = {0};
    khl_status status = khl_counts_create(&counts, err);
    if (status == KHL_OK) status = add_features(counts, analysis, err);
    if (status == KHL_OK) status = khl_counts_end(counts, err);
    if (status == KHL_OK) status = khl_tfidf_rows(m->tfidf, counts, &row, err);
    if (status == KHL_OK) {
        for (uint32_t i = 0; i < m->axes->n; i++) probability[i] = khl_csr_dot(&m->rows, i, &row, 0);
        softmax(probability, m->axes->n);
    }
    khl_csr_clear(&row);
    khl_counts_destroy(counts);
    return status;
}
