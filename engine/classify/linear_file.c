/* The linear classifier as reviewable text: one row a class, a feature, a weight; the strongest features of a
 * class first. A space in a feature is written as U+2423, so that the edges of words can be seen.
 *
 *   setting  chars | sharpness   VALUE
 *   class    NAME     BIAS
 *   idf      KIND     FEATURE    IDF
 *   weight   CLASS    KIND       FEATURE   WEIGHT
 *
 * Weights below a thousandth of the largest of their class are left out. Cost: n log n. */
#include "linear.h"

#include "alloc.h"
#include "buf.h"
#include "error.h"
#include "files.h"
#include "str.h"
#include "tsv.h"

#include <math.h>
#include <stdio.h>

static const char *const KINDS[KHL_LINEAR_KINDS] = {"chars", "word", "pair", "concept", "broader"};
static const khl_str SPACE_SIGN = {"\xE2\x90\xA3", 3};
static const double LEAST_SHARE = 0.001;

static void put_feature(khl_buf *out, khl_str term)
{
    unsigned kind = khl_linear_kind(term);
    khl_buf_put_c(out, KINDS[kind]);
    khl_buf_char(out, '\t');
    for (size_t i = kind == KHL_LINEAR_CHARS ? 0 : 1; i < term.n; i++) {
        char c = term.p[i];
        if (c == ' ')
            khl_buf_put(out, SPACE_SIGN);
        else
            khl_buf_char(out, c >= 0 && c < 0x20 ? '?' : c);
    }
}

typedef struct ranked {
    uint32_t term;
    float weight;
} ranked;

static int by_weight(const void *x, const void *y)
{
    const ranked *a = x, *b = y;
    float p = fabsf(a->weight), q = fabsf(b->weight);
    if (p != q) return p > q ? -1 : 1;
    return a->term < b->term ? -1 : a->term > b->term;
}

static khl_status put_class(khl_buf *out, const khl_linear *m, size_t c, khl_error *err)
{
    size_t n = 0, k = m->classes.n;
    float most = 0;
    ranked *list = khl_alloc(m->terms.n, sizeof *list);
    if (list == NULL) return khl_fail_memory(err);
    for (size_t t = 0; t < m->terms.n; t++) most = fmaxf(most, fabsf(m->weights[t * k + c]));
    for (size_t t = 0; t < m->terms.n; t++)
        if (fabsf(m->weights[t * k + c]) > (float)LEAST_SHARE * most)
            list[n++] = (ranked){(uint32_t)t, m->weights[t * k + c]};
    qsort(list, n, sizeof *list, by_weight);
    for (size_t i = 0; i < n; i++) {
        khl_buf_put_c(out, "weight\t");
        khl_buf_put(out, m->classes.keys[c]);
        khl_buf_char(out, '\t');
        put_feature(out, m->terms.keys[list[i].term]);
        khl_buf_format(out, "\t%.5g\n", (double)list[i].weight);
    }
    free(list);
    return KHL_OK;
}

khl_status khl_linear_write(const khl_linear *m, char **bytes, size_t *n_bytes, khl_error *err)
{
    khl_buf out = KHL_BUF_INIT;
    khl_status status = KHL_OK;
    khl_buf_put_c(
        &out, "# A linear classifier of texts, made by khulasa train axes: settings; classes and their bias; "
              "features "
              "and their\n# idf; weights by class, the strongest first. A space in a feature is written ");
    khl_buf_put(&out, SPACE_SIGN);
    khl_buf_put_c(&out, ".\n");
    khl_buf_format(&out, "setting\tchars\t%.6g\nsetting\tsharpness\t%.6g\n", m->chars, m->sharpness);
    for (size_t c = 0; c < m->classes.n; c++) {
        khl_buf_put_c(&out, "class\t");
        khl_buf_put(&out, m->classes.keys[c]);
        khl_buf_format(&out, "\t%.6g\n", m->bias[c]);
    }
    for (size_t t = 0; t < m->terms.n; t++) {
        khl_buf_put_c(&out, "idf\t");
        put_feature(&out, m->terms.keys[t]);
        khl_buf_format(&out, "\t%.6g\n", (double)m->idf[t]);
    }
    for (size_t c = 0; c < m->classes.n && status == KHL_OK; c++) status = put_class(&out, m, c, err);
    if (status == KHL_OK && !khl_buf_ok(&out)) status = khl_fail_memory(err);
    if (status != KHL_OK) {
        khl_buf_clear(&out);
        return status;
    }
    *bytes = out.p;
    *n_bytes = out.n;
    return KHL_OK;
}

typedef struct reader {
    khl_linear *m;
    khl_buf term; /* scratch */
    size_t idf_capacity, weights_capacity, bias_capacity;
    khl_error *err;
} reader;

static khl_status fail(const reader *r, const khl_tsv *tsv, uint64_t column)
{
    return khl_tsv_fail(tsv, column, "linear.row",
                        "this row is not one of a classifier; train it anew with khulasa train axes", NULL,
                        r->err);
}

static bool read_number(khl_str s, double *value)
{
    return khl_str_to_f64(s, value) && isfinite(*value);
}

/* The feature in two columns, as it stands in memory. False for an unknown kind. */
static bool read_feature(reader *r, khl_str kind, khl_str written)
{
    unsigned k = 0;
    while (k < KHL_LINEAR_KINDS && !khl_str_equal(kind, khl_str_from(KINDS[k]))) k++;
    if (k == KHL_LINEAR_KINDS || written.n == 0) return false;
    r->term.n = 0;
    if (k != KHL_LINEAR_CHARS) khl_buf_char(&r->term, (char)k);
    while (written.n > 0) {
        bool space = khl_str_starts(written, SPACE_SIGN);
        khl_buf_char(&r->term, space ? ' ' : written.p[0]);
        written = khl_str_part(written, space ? SPACE_SIGN.n : 1, written.n);
    }
    return khl_buf_ok(&r->term);
}

static khl_status read_setting(reader *r, const khl_tsv *tsv)
{
    double value;
    if (!read_number(tsv->fields[2], &value) || !(value >= 0)) return fail(r, tsv, 3);
    if (khl_str_equal(tsv->fields[1], KHL_STR("chars")))
        r->m->chars = value;
    else if (khl_str_equal(tsv->fields[1], KHL_STR("sharpness")))
        r->m->sharpness = value;
    else
        return fail(r, tsv, 2);
    return KHL_OK;
}

/* Classes stand before all features, so that a row of weights has its width. */
static khl_status read_class(reader *r, const khl_tsv *tsv)
{
    double value;
    uint32_t c;
    bool added;
    if (tsv->fields[1].n == 0 || r->m->terms.n > 0 || r->m->classes.n == KHL_LINEAR_MAX_CLASSES)
        return fail(r, tsv, 2);
    if (!read_number(tsv->fields[2], &value)) return fail(r, tsv, 3);
    if (khl_map_put(&r->m->classes, tsv->fields[1], &c, &added) != KHL_OK ||
        !khl_grow(&r->m->bias, &r->bias_capacity, r->m->classes.n, sizeof *r->m->bias))
        return khl_fail_memory(r->err);
    r->m->bias[c] = value;
    return added ? KHL_OK : fail(r, tsv, 2);
}

static khl_status read_idf(reader *r, const khl_tsv *tsv)
{
    double value;
    uint32_t t;
    bool added;
    size_t k = r->m->classes.n, need, before = r->weights_capacity;
    if (k == 0 || !read_feature(r, tsv->fields[1], tsv->fields[2])) return fail(r, tsv, 2);
    if (!read_number(tsv->fields[3], &value)) return fail(r, tsv, 4);
    if (khl_map_put(&r->m->terms, khl_buf_str(&r->term), &t, &added) != KHL_OK ||
        !khl_mul(r->m->terms.n, k, &need) ||
        !khl_grow(&r->m->idf, &r->idf_capacity, r->m->terms.n, sizeof *r->m->idf) ||
        !khl_grow(&r->m->weights, &r->weights_capacity, need, sizeof *r->m->weights))
        return khl_fail_memory(r->err);
    for (size_t i = before; i < r->weights_capacity; i++) r->m->weights[i] = 0;
    if (added) r->m->idf[t] = (float)value;
    return KHL_OK;
}

static khl_status read_weight(reader *r, const khl_tsv *tsv)
{
    double value;
    uint32_t c = khl_map_find(&r->m->classes, tsv->fields[1]);
    if (c == KHL_MAP_NONE) return fail(r, tsv, 2);
    uint32_t t = read_feature(r, tsv->fields[2], tsv->fields[3])
                     ? khl_map_find(&r->m->terms, khl_buf_str(&r->term))
                     : KHL_MAP_NONE;
    if (t == KHL_MAP_NONE) return fail(r, tsv, 4);
    if (!read_number(tsv->fields[4], &value)) return fail(r, tsv, 5);
    r->m->weights[t * r->m->classes.n + c] = (float)value;
    return KHL_OK;
}

static khl_status read_row(reader *r, const khl_tsv *tsv)
{
    khl_str kind = tsv->fields[0];
    if (khl_str_equal(kind, KHL_STR("weight"))) return read_weight(r, tsv);
    if (khl_str_equal(kind, KHL_STR("idf"))) return read_idf(r, tsv);
    if (khl_str_equal(kind, KHL_STR("class"))) return read_class(r, tsv);
    if (khl_str_equal(kind, KHL_STR("setting"))) return read_setting(r, tsv);
    return fail(r, tsv, 1);
}

khl_status khl_linear_read(khl_linear **out, const char *path, khl_error *err)
{
    khl_tsv tsv;
    bool more = true;
    *out = NULL;
    khl_status status = khl_tsv_open(&tsv, path, err);
    if (status != KHL_OK) return status;
    reader r = {.m = khl_alloc_zero(1, sizeof *r.m), .term = KHL_BUF_INIT, .err = err};
    status = r.m != NULL ? khl_map_init(&r.m->classes, err) : khl_fail_memory(err);
    if (status == KHL_OK) status = khl_map_init(&r.m->terms, err);
    while (status == KHL_OK && more) {
        status = khl_tsv_next(&tsv, 3, &more, err);
        if (status == KHL_OK && more) status = read_row(&r, &tsv);
    }
    if (status == KHL_OK && (r.m->classes.n < 2 || r.m->terms.n == 0)) status = fail(&r, &tsv, 1);
    khl_buf_clear(&r.term);
    khl_tsv_close(&tsv);
    if (status == KHL_OK)
        *out = r.m;
    else
        khl_linear_destroy(r.m);
    return status;
}
