/* Training a classifier of proposals on the axes they name, or on any column of labels: analyse all
 * collections, read labels and groups, train, and judge a collection kept apart. */
#include "khulasa/train.h"

#include "alloc.h"
#include "arena.h"
#include "buf.h"
#include "error.h"
#include "str.h"
#include "threads.h"

enum { GRAIN = 64 };

/* The proposals of one or more collections with what is known of them. */
typedef struct texts {
    const khl_proposal **proposals; /* [n] */
    khl_analysis *analyses;         /* [n] */
    khl_str *labels, *groups;       /* [n] */
    size_t n;
    khl_arena arena;
} texts;

typedef struct work {
    texts *t;
    const khl_text *text;
} work;

static void texts_clear(texts *t)
{
    for (size_t i = 0; t->analyses != NULL && i < t->n; i++) khl_analysis_clear(&t->analyses[i]);
    free(t->proposals);
    free(t->analyses);
    free(t->labels);
    free(t->groups);
    khl_arena_clear(&t->arena);
}

static khl_status analyse_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    work *w = context;
    khl_status status = KHL_OK;
    (void)worker;
    for (size_t i = begin; i < end && status == KHL_OK; i++)
        status = khl_text_analyze(w->text, w->t->proposals[i]->text, NULL, &w->t->analyses[i], err);
    return status;
}

static khl_status analyse(texts *t, const khl_text *text, unsigned n_threads, khl_error *err)
{
    khl_pool *pool = NULL;
    work w = {t, text};
    khl_status status = khl_pool_create(&pool, n_threads, err);
    if (status == KHL_OK) status = khl_pool_for(pool, t->n, GRAIN, analyse_range, &w, NULL, NULL, err);
    khl_pool_destroy(pool);
    return status;
}

/* The label as it may stand in a file of rows: without tabs and line ends. */
static khl_status clean_label(texts *t, size_t i, khl_str written, khl_error *err)
{
    khl_str trimmed = khl_str_trim(written);
    char *p = khl_arena_take(&t->arena, trimmed.n + 1, 1);
    if (p == NULL) return khl_fail_memory(err);
    for (size_t k = 0; k < trimmed.n; k++)
        p[k] = trimmed.p[k] >= 0 && trimmed.p[k] < ' ' ? ' ' : trimmed.p[k];
    t->labels[i] = (khl_str){p, trimmed.n};
    return KHL_OK;
}

/* The id of the axis a submitter wrote; empty when there is none, or an unknown one. */
static khl_status label_axis(texts *t, size_t i, const khl_axis_model *finder, const khl_axes *axes,
                             khl_error *err)
{
    uint32_t axis = KHL_AXIS_NONE;
    khl_str written = t->proposals[i]->axis;
    t->labels[i] = KHL_STR("");
    if (written.n == 0) return KHL_OK;
    khl_status status = khl_axis_model_find(finder, written, &axis, err);
    if (status == KHL_OK && axis != KHL_AXIS_NONE) t->labels[i] = khl_axes_id(axes, axis);
    return status;
}

static khl_status keep_group(texts *t, size_t i, size_t corpus, khl_str value, khl_error *err)
{
    khl_buf name = KHL_BUF_INIT;
    value = khl_str_trim(value);
    t->groups[i] = KHL_STR("");
    if (value.n == 0) return KHL_OK;
    khl_buf_format(&name, "%zu ", corpus);
    khl_buf_put(&name, value);
    t->groups[i] = khl_buf_ok(&name) ? khl_arena_copy(&t->arena, khl_buf_str(&name)) : (khl_str){NULL, 0};
    khl_buf_clear(&name);
    return t->groups[i].p != NULL ? KHL_OK : khl_fail_memory(err);
}

static khl_status fill(texts *t, const khl_corpus *const *corpora, size_t n_corpora,
                       const khl_train_axes_options *o, const khl_axis_model *finder, const khl_axes *axes,
                       khl_error *err)
{
    size_t i = 0;
    khl_status status = KHL_OK;
    for (size_t c = 0; c < n_corpora; c++) {
        for (size_t k = 0; k < khl_corpus_count(corpora[c]) && status == KHL_OK; k++, i++) {
            t->proposals[i] = khl_corpus_at(corpora[c], k);
            status = o->column != NULL
                         ? clean_label(t, i, khl_corpus_cell(corpora[c], k, o->column, NULL), err)
                         : label_axis(t, i, finder, axes, err);
            if (status == KHL_OK)
                status = keep_group(
                    t, i, c, o->group ? khl_corpus_cell(corpora[c], k, o->group, NULL) : KHL_STR(""), err);
        }
    }
    return status;
}

static khl_status collect(texts *t, const khl_corpus *const *corpora, size_t n_corpora,
                          const khl_models *models, const khl_train_axes_options *o, khl_error *err)
{
    khl_axis_model *finder = NULL;
    const khl_axes *axes = o->axes != NULL ? o->axes : khl_models_axes(models);
    size_t n = 0;
    for (size_t c = 0; c < n_corpora; c++) n += khl_corpus_count(corpora[c]);
    *t = (texts){.n = n, .arena = KHL_ARENA_INIT(65536)};
    t->proposals = khl_alloc(n, sizeof *t->proposals);
    t->analyses = khl_alloc_zero(n, sizeof *t->analyses);
    t->labels = khl_alloc_zero(n, sizeof *t->labels);
    t->groups = khl_alloc_zero(n, sizeof *t->groups);
    khl_status status = t->proposals && t->analyses && t->labels && t->groups ? KHL_OK : khl_fail_memory(err);
    if (status == KHL_OK) status = khl_axis_model_create(&finder, axes, khl_models_text(models), err);
    if (status == KHL_OK) status = fill(t, corpora, n_corpora, o, finder, axes, err);
    if (status == KHL_OK) status = analyse(t, khl_models_text(models), o->linear.n_threads, err);
    khl_axis_model_destroy(finder);
    return status;
}

static khl_status judge(const khl_linear *model, const texts *t, khl_train_axes_report *report,
                        khl_error *err)
{
    uint32_t n = khl_linear_n_classes(model);
    size_t right = 0;
    double *p = khl_alloc(n, sizeof *p);
    khl_status status = p != NULL ? KHL_OK : khl_fail_memory(err);
    for (size_t i = 0; i < t->n && status == KHL_OK; i++) {
        uint32_t best = 0;
        if (t->labels[i].n == 0) continue;
        status = khl_linear_score(model, &t->analyses[i], p, err);
        for (uint32_t c = 1; status == KHL_OK && c < n; c++)
            if (p[c] > p[best]) best = c;
        report->n_test++;
        right += status == KHL_OK && khl_str_equal(khl_linear_class(model, best), t->labels[i]);
    }
    if (report->n_test > 0) report->test_accuracy = (double)right / (double)report->n_test;
    free(p);
    return status;
}

static khl_status judge_apart(const khl_linear *model, const khl_models *models,
                              const khl_train_axes_options *o, khl_train_axes_report *report, khl_error *err)
{
    texts t;
    const khl_corpus *const one[] = {o->test};
    khl_status status = collect(&t, one, 1, models, o, err);
    if (status == KHL_OK) status = judge(model, &t, report, err);
    texts_clear(&t);
    return status;
}

khl_status khl_train_axes(khl_linear **out, khl_train_axes_report *report, const khl_corpus *const *corpora,
                          size_t n_corpora, const khl_models *models, const khl_train_axes_options *options,
                          khl_error *err)
{
    const khl_train_axes_options defaults = KHL_TRAIN_AXES_OPTIONS_INIT;
    const khl_train_axes_options *o = options != NULL ? options : &defaults;
    khl_train_axes_report r = {.test_accuracy = -1};
    texts t;
    *out = NULL;
    khl_status status = collect(&t, corpora, n_corpora, models, o, err);
    const khl_linear_texts known = {t.analyses, t.labels, o->group != NULL ? t.groups : NULL, t.n};
    if (status == KHL_OK) status = khl_linear_train(out, &r.linear, &known, &o->linear, err);
    if (status == KHL_OK && o->test != NULL) status = judge_apart(*out, models, o, &r, err);
    texts_clear(&t);
    if (status == KHL_OK) {
        if (report != NULL) *report = r;
        return KHL_OK;
    }
    khl_linear_destroy(*out);
    *out = NULL;
    return status;
}
