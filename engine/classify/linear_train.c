/* Training the linear classifier: one squared-hinge machine a class against the others, on TF-IDF rows whose
 * columns are first scaled by how far the class prefers them (Wang and Manning 2012: Baselines and bigrams),
 * and one sharpness of the softmax, fitted on texts that their machines had not seen.
 *
 *   count    features of all texts, once
 *   fit      idf, rows and machines of the texts of a part (all, or all but a fold)
 *   validate by fold: fit without it, score it
 *   sharpen  the sharpness with the least log loss on these scores
 *
 * Classes are dealt to threads; each is fitted by itself, so the result is the same for any number. */
#include "linear.h"

#include "alloc.h"
#include "error.h"
#include "str.h"
#include "threads.h"

#include <math.h>

static const double SMOOTHING = 1.0;         /* of the counts behind the scale of columns */
static const double DEFAULT_SHARPNESS = 4.0; /* where nothing was validated */

typedef struct training {
    const khl_linear_options *options;
    khl_counts *counts;
    khl_pool *pool;
    uint32_t *label; /* [n] class of each counted text */
    uint32_t *fold;  /* [n] */
    uint32_t n;
    khl_map classes;
    double *held_out; /* [n x classes] scores by machines that had not seen the text */
    khl_error *err;
} training;

/* The rows one model is fitted on. */
typedef struct part {
    const training *t;
    khl_linear *model;
    khl_csr rows;
    uint32_t *label; /* [rows.n_rows] */
    uint32_t *df;    /* [n_cols] */
} part;

/* How far class c prefers each column: |log| of the ratio of its shares, 1 on average. */
static void scale_columns(const part *p, uint32_t c, float *scale, uint32_t *in_class)
{
    const khl_csr *rows = &p->rows;
    double sum_in = 0, sum_out = 0, sum = 0;
    for (uint32_t k = 0; k < rows->n_cols; k++) in_class[k] = 0;
    for (uint32_t i = 0; i < rows->n_rows; i++)
        for (uint64_t e = rows->row_ptr[i]; p->label[i] == c && e < rows->row_ptr[i + 1]; e++)
            in_class[rows->col[e]]++;
    for (uint32_t k = 0; k < rows->n_cols; k++) {
        if (p->df[k] == 0) continue;
        sum_in += SMOOTHING + in_class[k];
        sum_out += SMOOTHING + (p->df[k] - in_class[k]);
    }
    uint32_t used = 0;
    for (uint32_t k = 0; k < rows->n_cols; k++) {
        double a = (SMOOTHING + in_class[k]) / sum_in, b = (SMOOTHING + (p->df[k] - in_class[k])) / sum_out;
        scale[k] = p->df[k] > 0 ? (float)fabs(log(a / b)) : 0;
        sum += (double)scale[k];
        used += p->df[k] > 0;
    }
    for (uint32_t k = 0; sum > 0 && k < rows->n_cols; k++) scale[k] = (float)((double)scale[k] * used / sum);
}

static khl_status fit_class(const part *p, uint32_t c, khl_error *err)
{
    const khl_csr *rows = &p->rows;
    size_t n_classes = p->model->classes.n;
    double *w = khl_alloc(rows->n_cols, sizeof *w),
           *alpha = khl_alloc((size_t)rows->n_rows * 2, sizeof *alpha);
    float *scale = khl_alloc(rows->n_cols, sizeof *scale);
    uint32_t *order = khl_alloc((size_t)rows->n_rows + rows->n_cols, sizeof *order);
    signed char *sign = khl_alloc(rows->n_rows, 1);
    khl_status status = w && alpha && scale && order && sign ? KHL_OK : khl_fail_memory(err);
    if (status == KHL_OK) {
        scale_columns(p, c, scale, order);
        for (uint32_t i = 0; i < rows->n_rows; i++) sign[i] = p->label[i] == c ? 1 : -1;
        p->model->bias[c] = khl_svm_fit(w, rows, sign, scale, p->t->options->cost, alpha, order);
        for (uint32_t k = 0; k < rows->n_cols; k++)
            p->model->weights[k * n_classes + c] = (float)(w[k] * (double)scale[k]);
    }
    free(w);
    free(alpha);
    free(scale);
    free(order);
    free(sign);
    return status;
}

static khl_status fit_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    khl_status status = KHL_OK;
    (void)worker;
    for (size_t c = begin; c < end && status == KHL_OK; c++) status = fit_class(context, (uint32_t)c, err);
    return status;
}

/* Document frequencies and idf over the part, smoothed; a term outside of it has neither. */
static void weigh_terms(part *p, uint32_t without)
{
    const khl_counts *counts = p->t->counts;
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->t->n; i++) {
        if (p->t->fold[i] == without) continue;
        n++;
        const uint32_t *code = counts->closed[i].codes;
        for (uint32_t e = 0; e < counts->closed[i].n_terms; e++) {
            khl_count entry;
            code = khl_counts_next(code, &entry);
            p->df[entry.term]++;
        }
    }
    for (size_t k = 0; k < counts->terms.n; k++)
        p->model->idf[k] = (float)(log((1.0 + n) / (1.0 + p->df[k])) + 1);
}

static khl_status build_rows(part *p, uint32_t without, const uint32_t *column_of)
{
    const khl_counts *counts = p->t->counts;
    size_t entries = 0;
    for (size_t i = 0; i < counts->n_docs; i++) entries += counts->closed[i].n_terms;
    khl_csr *rows = &p->rows;
    rows->n_cols = (uint32_t)counts->terms.n;
    rows->row_ptr = khl_alloc_zero((size_t)p->t->n + 1, sizeof *rows->row_ptr);
    rows->col = khl_alloc(entries, sizeof *rows->col);
    rows->val = khl_alloc(entries, sizeof *rows->val);
    p->label = khl_alloc(p->t->n, sizeof *p->label);
    if (!rows->row_ptr || !rows->col || !rows->val || !p->label) return khl_fail_memory(p->t->err);
    for (uint32_t i = 0; i < p->t->n; i++) {
        if (p->t->fold[i] == without) continue;
        uint64_t at = rows->row_ptr[rows->n_rows];
        at += khl_linear_row(&counts->closed[i], column_of, &counts->terms, p->model->idf, p->model->chars,
                             rows->col + at, rows->val + at);
        p->label[rows->n_rows++] = p->t->label[i];
        rows->row_ptr[rows->n_rows] = at;
    }
    return KHL_OK;
}

static khl_status copy_keys(khl_map *out, const khl_map *from, khl_error *err)
{
    khl_status status = khl_map_init(out, err);
    for (size_t k = 0; k < from->n && status == KHL_OK; k++)
        if (khl_map_put(out, from->keys[k], NULL, NULL) != KHL_OK) status = khl_fail_memory(err);
    return status;
}

static khl_status model_begin(khl_linear **out, const training *t)
{
    size_t n;
    khl_linear *m = *out = khl_alloc_zero(1, sizeof *m);
    if (m == NULL || !khl_mul(t->counts->terms.n, t->classes.n, &n)) return khl_fail_memory(t->err);
    m->chars = t->options->chars;
    m->sharpness = DEFAULT_SHARPNESS;
    m->idf = khl_alloc(t->counts->terms.n, sizeof *m->idf);
    m->weights = khl_alloc_zero(n, sizeof *m->weights);
    m->bias = khl_alloc_zero(t->classes.n, sizeof *m->bias);
    if (!m->idf || !m->weights || !m->bias) return khl_fail_memory(t->err);
    khl_status status = copy_keys(&m->classes, &t->classes, t->err);
    return status == KHL_OK ? copy_keys(&m->terms, &t->counts->terms, t->err) : status;
}

/* A model of all texts but those of fold `without`. column_of [terms] is filled. */
static khl_status fit(khl_linear **out, training *t, uint32_t without, uint32_t *column_of)
{
    part p = {.t = t, .df = khl_alloc_zero(t->counts->terms.n, sizeof *p.df)};
    khl_status status = model_begin(out, t);
    p.model = *out;
    if (status == KHL_OK && p.df == NULL) status = khl_fail_memory(t->err);
    if (status == KHL_OK) {
        weigh_terms(&p, without);
        for (size_t k = 0; k < t->counts->terms.n; k++) column_of[k] = p.df[k] > 0 ? (uint32_t)k : UINT32_MAX;
        status = build_rows(&p, without, column_of);
    }
    if (status == KHL_OK) status = khl_pool_for(t->pool, t->classes.n, 1, fit_range, &p, NULL, NULL, t->err);
    khl_csr_clear(&p.rows);
    free(p.label);
    free(p.df);
    if (status == KHL_OK) return KHL_OK;
    khl_linear_destroy(*out);
    *out = NULL;
    return status;
}

static khl_status score_fold(training *t, const khl_linear *model, uint32_t fold, const uint32_t *column_of)
{
    const khl_counts *counts = t->counts;
    khl_status status = KHL_OK;
    for (uint32_t i = 0; i < t->n && status == KHL_OK; i++) {
        if (t->fold[i] != fold) continue;
        size_t n = counts->closed[i].n_terms;
        uint32_t *col = khl_alloc(n, sizeof *col);
        float *val = khl_alloc(n, sizeof *val);
        if (col && val) {
            n = khl_linear_row(&counts->closed[i], column_of, &counts->terms, model->idf, model->chars, col,
                               val);
            khl_linear_add_up(model, col, val, n, t->held_out + i * t->classes.n);
        } else {
            status = khl_fail_memory(t->err);
        }
        free(col);
        free(val);
    }
    return status;
}

static khl_status validate(training *t, uint32_t *column_of)
{
    size_t n;
    khl_status status = KHL_OK;
    if (t->options->n_folds < 2) return KHL_OK;
    if (!khl_mul(t->n, t->classes.n, &n)) return khl_fail_memory(t->err);
    t->held_out = khl_alloc_zero(n, sizeof *t->held_out);
    if (t->held_out == NULL) return khl_fail_memory(t->err);
    for (uint32_t f = 0; f < t->options->n_folds && status == KHL_OK; f++) {
        khl_linear *model = NULL;
        status = fit(&model, t, f, column_of);
        if (status == KHL_OK) status = score_fold(t, model, f, column_of);
        khl_linear_destroy(model);
    }
    return status;
}

/* Log loss of the held-out scores; *right and *gap, when not NULL, get the accuracy and how far confidence is
 * from it over ten bins. */
static double judge(const training *t, double sharpness, double *one, double *right, double *gap)
{
    double loss = 0, n_right = 0, sure[10] = {0}, hit[10] = {0};
    size_t k = t->classes.n;
    for (uint32_t i = 0; i < t->n; i++) {
        size_t best = 0;
        memcpy(one, t->held_out + i * k, k * sizeof *one);
        khl_linear_softmax(one, k, sharpness);
        for (size_t c = 1; c < k; c++)
            if (one[c] > one[best]) best = c;
        unsigned bin = one[best] >= 1 ? 9 : (unsigned)(one[best] * 10);
        sure[bin] += one[best];
        hit[bin] += best == t->label[i];
        n_right += best == t->label[i];
        loss -= log(one[t->label[i]] + 1e-12);
    }
    if (right != NULL) *right = n_right / t->n;
    for (unsigned b = 0; gap != NULL && b < 10; b++) *gap += fabs(sure[b] - hit[b]) / t->n;
    return loss / t->n;
}

/* Golden section on the logarithm, between 0.1 and 100. */
static double sharpen(const training *t, double *one)
{
    const double ratio = 0.6180339887498949;
    double low = log(0.1), high = log(100.0);
    for (unsigned step = 0; step < 30; step++) {
        double a = high - ratio * (high - low), b = low + ratio * (high - low);
        if (judge(t, exp(a), one, NULL, NULL) <= judge(t, exp(b), one, NULL, NULL))
            high = b;
        else
            low = a;
    }
    return exp((low + high) / 2);
}

static khl_status report_on(khl_linear *model, const training *t, khl_linear_report *report)
{
    khl_linear_report r = {
        .n = t->n, .n_classes = t->classes.n, .accuracy = -1, .log_loss = -1, .calibration_error = -1};
    uint32_t *sizes = khl_alloc_zero(t->classes.n, sizeof *sizes);
    double *one = khl_alloc(t->classes.n, sizeof *one);
    khl_status status = sizes && one ? KHL_OK : khl_fail_memory(t->err);
    for (uint32_t i = 0; status == KHL_OK && i < t->n; i++) sizes[t->label[i]]++;
    for (size_t c = 0; status == KHL_OK && c < t->classes.n; c++)
        r.majority = fmax(r.majority, (double)sizes[c] / t->n);
    if (status == KHL_OK && t->held_out != NULL) {
        r.calibration_error = 0;
        model->sharpness = sharpen(t, one);
        r.log_loss = judge(t, model->sharpness, one, &r.accuracy, &r.calibration_error);
    }
    if (report != NULL) *report = r;
    free(sizes);
    free(one);
    return status;
}

/* Texts without a label are passed over; folds follow the groups in order of arrival. */
static khl_status count_texts(training *t, const khl_linear_texts *texts)
{
    khl_map seen;
    khl_status status = khl_map_init(&seen, t->err);
    unsigned folds = t->options->n_folds < 2 ? 1 : t->options->n_folds;
    for (size_t i = 0; i < texts->n && status == KHL_OK; i++) {
        uint32_t group = t->n;
        if (texts->labels[i].n == 0) continue;
        if (khl_map_put(&t->classes, texts->labels[i], &t->label[t->n], NULL) != KHL_OK ||
            (texts->groups != NULL && texts->groups[i].n > 0 &&
             khl_map_put(&seen, texts->groups[i], &group, NULL) != KHL_OK)) {
            status = khl_fail_memory(t->err);
            break;
        }
        t->fold[t->n++] = group % folds;
        status = khl_linear_count(t->counts, &texts->analyses[i], t->err);
    }
    khl_map_clear(&seen);
    if (status == KHL_OK && t->classes.n < 2)
        status = KHL_FAIL(t->err, KHL_E_INPUT, "linear.classes",
                          "training needs texts of at least two classes; check the column of labels");
    if (status == KHL_OK && t->classes.n > KHL_LINEAR_MAX_CLASSES)
        status = KHL_FAIL(t->err, KHL_E_INPUT, "linear.too_many",
                          "the column holds more than 1024 classes; is it the column of labels?");
    return status;
}

static khl_status begin(training *t, size_t n)
{
    t->label = khl_alloc(n, sizeof *t->label);
    t->fold = khl_alloc(n, sizeof *t->fold);
    khl_status status = t->label && t->fold ? KHL_OK : khl_fail_memory(t->err);
    if (status == KHL_OK) status = khl_map_init(&t->classes, t->err);
    if (status == KHL_OK) status = khl_counts_create(&t->counts, t->err);
    return status == KHL_OK ? khl_pool_create(&t->pool, t->options->n_threads, t->err) : status;
}

static void end(training *t)
{
    khl_counts_destroy(t->counts);
    khl_pool_destroy(t->pool);
    khl_map_clear(&t->classes);
    free(t->label);
    free(t->fold);
    free(t->held_out);
}

khl_status khl_linear_train(khl_linear **out, khl_linear_report *report, const khl_linear_texts *texts,
                            const khl_linear_options *options, khl_error *err)
{
    const khl_linear_options defaults = KHL_LINEAR_OPTIONS_INIT;
    training t = {.options = options != NULL ? options : &defaults, .err = err};
    uint32_t *column_of = NULL;
    *out = NULL;
    if (!(t.options->cost > 0 && t.options->chars >= 0) || texts->n > UINT32_MAX / 2)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "linear.options",
                        "the cost must be above 0 and the weight of characters not below");
    khl_status status = begin(&t, texts->n);
    if (status == KHL_OK) status = count_texts(&t, texts);
    if (status == KHL_OK) column_of = khl_alloc(t.counts->terms.n, sizeof *column_of);
    if (status == KHL_OK && column_of == NULL) status = khl_fail_memory(err);
    if (status == KHL_OK) status = validate(&t, column_of);
    if (status == KHL_OK) status = fit(out, &t, UINT32_MAX, column_of);
    if (status == KHL_OK) status = report_on(*out, &t, report);
    free(column_of);
    end(&t);
    if (status == KHL_OK) return KHL_OK;
    khl_linear_destroy(*out);
    *out = NULL;
    return status;
}
