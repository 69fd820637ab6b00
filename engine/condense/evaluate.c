/* Evaluation: a run, its entries as labels by proposal, and the gold column as labels beside them. */
#include "khulasa/evaluate.h"

#include "alloc.h"
#include "error.h"
#include "map.h"
#include "str.h"

typedef struct labels {
    uint32_t *entry; /* [n] entry of each proposal */
    uint32_t *axis;  /* [n] 0-based axis of that entry */
} labels;

static void labels_clear(labels *l)
{
    free(l->entry);
    free(l->axis);
    *l = (labels){NULL, NULL};
}

/* Member ids lead from entries back to proposals; the first part of a cut submission stands for it. */
static khl_status read_labels(labels *out, const khl_corpus *corpus, const khl_shortlist *s, khl_error *err)
{
    size_t n = khl_corpus_count(corpus);
    khl_map ids;
    *out = (labels){khl_alloc_zero(n, sizeof *out->entry), khl_alloc_zero(n, sizeof *out->axis)};
    khl_status status = khl_map_init(&ids, err);
    if (out->entry == NULL || out->axis == NULL) status = khl_fail_memory(err);
    for (size_t i = 0; i < n && status == KHL_OK; i++)
        if (khl_map_put(&ids, khl_corpus_at(corpus, i)->id, NULL, NULL) != KHL_OK)
            status = khl_fail_memory(err);
    for (size_t e = 0; e < s->n_entries && status == KHL_OK; e++) {
        for (size_t m = 0; m < s->entries[e].n_members; m++) {
            uint32_t i = khl_map_find(&ids, s->entries[e].members[m].id);
            if (i == KHL_MAP_NONE) continue;
            out->entry[i] = (uint32_t)e;
            out->axis[i] = s->entries[e].axis - 1;
        }
    }
    khl_map_clear(&ids);
    return status;
}

/* Compares the proposals that have a gold value. */
static khl_status compare(khl_evaluation *out, const khl_corpus *corpus, const labels *l, const char *gold,
                          khl_error *err)
{
    size_t n = khl_corpus_count(corpus), k = 0;
    khl_map values;
    uint32_t *predicted = khl_alloc(n, sizeof *predicted), *wanted = khl_alloc(n, sizeof *wanted);
    khl_status status = khl_map_init(&values, err);
    if (predicted == NULL || wanted == NULL) status = khl_fail_memory(err);
    for (size_t i = 0; i < n && status == KHL_OK; i++) {
        khl_str value = khl_str_trim(khl_corpus_cell(corpus, i, gold, NULL));
        if (value.n == 0) continue;
        if (khl_map_put(&values, value, &wanted[k], NULL) != KHL_OK) status = khl_fail_memory(err);
        predicted[k++] = l->entry[i];
    }
    if (status == KHL_OK && k == 0)
        status = KHL_FAIL(err, KHL_E_INPUT, "evaluate.gold",
                          "no column {0} with values was found; check the name of the gold column", gold);
    out->n_proposals = (uint32_t)k;
    if (status == KHL_OK) status = khl_agreement_compute(predicted, wanted, k, &out->agreement, err);
    if (status == KHL_OK) status = khl_cluster_sizes(predicted, k, KHL_EVALUATE_SIZES, out->sizes, err);
    khl_map_clear(&values);
    free(predicted);
    free(wanted);
    return status;
}

static khl_status run_once(labels *out, const khl_corpus *corpus, const khl_models *models,
                           const khl_condense_options *options, khl_error *err)
{
    khl_shortlist *shortlist = NULL;
    *out = (labels){NULL, NULL};
    khl_status status = khl_condense(&shortlist, corpus, models, options, err);
    if (status == KHL_OK) status = read_labels(out, corpus, shortlist, err);
    khl_shortlist_destroy(shortlist);
    return status;
}

static khl_status measure_axes(khl_evaluation *out, const khl_corpus *corpus, const khl_models *models,
                               const khl_condense_options *options, const labels *l, khl_error *err)
{
    khl_axis_model *model = NULL;
    const khl_axes *axes = options->axes != NULL ? options->axes : khl_models_axes(models);
    size_t given = 0, right = 0;
    khl_status status = khl_axis_model_create(&model, axes, khl_models_text(models), err);
    for (size_t i = 0; i < khl_corpus_count(corpus) && status == KHL_OK; i++) {
        khl_str written = khl_corpus_at(corpus, i)->axis;
        uint32_t axis = KHL_AXIS_NONE;
        if (written.n > 0) status = khl_axis_model_find(model, written, &axis, err);
        given += axis != KHL_AXIS_NONE;
        right += axis != KHL_AXIS_NONE && axis == l->axis[i];
    }
    out->axis_accuracy = given > 0 ? (double)right / (double)given : -1;
    khl_axis_model_destroy(model);
    return status;
}

khl_status khl_evaluate(khl_evaluation *out, const khl_corpus *corpus, const khl_models *models,
                        const khl_condense_options *options, const char *gold, khl_error *err)
{
    khl_condense_options alone = *options;
    alone.ignore_axes = true;
    labels run = {NULL, NULL}, left_alone = {NULL, NULL};
    *out = (khl_evaluation){.axis_accuracy = -1};
    khl_status status = run_once(&run, corpus, models, options, err);
    if (status == KHL_OK) status = compare(out, corpus, &run, gold, err);
    if (status == KHL_OK) status = run_once(&left_alone, corpus, models, &alone, err);
    if (status == KHL_OK) status = measure_axes(out, corpus, models, options, &left_alone, err);
    labels_clear(&run);
    labels_clear(&left_alone);
    return status;
}
