/* Axes from examples: those of the axis file, and proposals whose axis was given, train a classifier whose
 * word is added to that of the keywords. */
#include "axis_model.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

/* Examples at which the classifier is trusted by half. */
static const double HALF_TRUST = 40;
enum { LEAST_EXAMPLES = 4 };

bool khl_axis_has_examples(const khl_axis_model *m)
{
    for (uint32_t i = 0; i < m->axes->n; i++)
        if (m->axes->examples[i].n > 0) return true;
    return false;
}

typedef struct examples {
    khl_analysis *own; /* [n_own] of the axis file, */
    size_t n_own, own_capacity;
    khl_analysis *all; /* [n] and then those given: copies of the values, not owners */
    khl_str *labels;   /* [n] ids of axes */
    size_t n, all_capacity, labels_capacity;
} examples;

static khl_status add(examples *x, const khl_analysis *a, khl_str label, khl_error *err)
{
    if (!khl_grow(&x->all, &x->all_capacity, x->n + 1, sizeof *x->all) ||
        !khl_grow(&x->labels, &x->labels_capacity, x->n + 1, sizeof *x->labels))
        return khl_fail_memory(err);
    x->all[x->n] = *a;
    x->labels[x->n++] = label;
    return KHL_OK;
}

static khl_status add_own(examples *x, const khl_axis_model *m, uint32_t axis, khl_error *err)
{
    khl_str list = m->axes->examples[axis];
    khl_status status = KHL_OK;
    while (list.n > 0 && status == KHL_OK) {
        const char *bar = memchr(list.p, '|', list.n);
        size_t n = bar != NULL ? (size_t)(bar - list.p) : list.n;
        if (!khl_grow(&x->own, &x->own_capacity, x->n_own + 1, sizeof *x->own)) return khl_fail_memory(err);
        status =
            khl_text_analyze(m->text, khl_str_trim(khl_str_part(list, 0, n)), NULL, &x->own[x->n_own], err);
        if (status == KHL_OK) status = add(x, &x->own[x->n_own++], m->axes->id[axis], err);
        list = khl_str_part(list, bar != NULL ? n + 1 : n, list.n);
    }
    return status;
}

static void examples_clear(examples *x)
{
    for (size_t i = 0; i < x->n_own; i++) khl_analysis_clear(&x->own[i]);
    free(x->own);
    free(x->all);
    free(x->labels);
}

static bool are_varied(const examples *x)
{
    for (size_t i = 1; i < x->n; i++)
        if (!khl_str_equal(x->labels[i], x->labels[0])) return x->n >= LEAST_EXAMPLES;
    return false;
}

khl_status khl_axis_model_use(khl_axis_model *m, const khl_linear *classifier, khl_error *err)
{
    uint32_t n = khl_linear_n_classes(classifier), known = 0;
    khl_status status = KHL_OK;
    for (uint32_t c = 0; c < n && c < KHL_MAX_AXES && status == KHL_OK; c++) {
        status = khl_axis_model_find(m, khl_linear_class(classifier, c), &m->axis_of_class[c], err);
        known += status == KHL_OK && m->axis_of_class[c] != KHL_AXIS_NONE;
    }
    if (status == KHL_OK && known == 0)
        return KHL_FAIL(err, KHL_E_INPUT, "axes.classifier",
                        "none of the classes of the model is one of the axes; train it on these axes");
    m->classifier = classifier;
    m->trust = 1;
    return status;
}

khl_status khl_axis_model_learn(khl_axis_model *m, const khl_analysis *analyses, const uint32_t *axis,
                                size_t n, khl_error *err)
{
    examples x = {.n = 0};
    khl_linear *learnt = NULL;
    khl_linear_options options = KHL_LINEAR_OPTIONS_INIT;
    khl_status status = KHL_OK;
    options.n_folds = 0;
    for (uint32_t i = 0; i < m->axes->n && status == KHL_OK; i++) status = add_own(&x, m, i, err);
    for (size_t i = 0; i < n && status == KHL_OK; i++)
        if (axis[i] < m->axes->n) status = add(&x, &analyses[i], m->axes->id[axis[i]], err);
    if (status == KHL_OK && are_varied(&x)) {
        const khl_linear_texts texts = {x.all, x.labels, NULL, x.n};
        status = khl_linear_train(&learnt, NULL, &texts, &options, err);
        if (status == KHL_OK) status = khl_axis_model_use(m, learnt, err);
        if (status == KHL_OK) {
            khl_linear_destroy(m->learnt);
            m->learnt = learnt;
            m->trust = (double)x.n / ((double)x.n + HALF_TRUST);
        } else {
            khl_linear_destroy(learnt);
        }
    }
    examples_clear(&x);
    return status;
}
