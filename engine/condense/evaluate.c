/* Evaluation: a run, its entries as labels by proposal, and the gold column as labels beside them. */
#include "khulasa/evaluate.h"

#include "account.h"
#include "alloc.h"
#include "error.h"
#include "map.h"
#include "str.h"

typedef struct labels {
    uint32_t *entry; /* [n] entry of each proposal */
    uint32_t *axis;  /* [n] 0-based axis of that entry */
    khl_str *lead;   /* [n] id of its lead authority, borrowed from the models; empty without one */
    khl_str *level;  /* [n] its level */
} labels;

static void labels_clear(labels *l)
{
    free(l->entry);
    free(l->axis);
    free(l->lead);
    free(l->level);
    *l = (labels){0};
}

static khl_status labels_init(labels *l, size_t n, khl_error *err)
{
    *l = (labels){khl_alloc_zero(n, sizeof *l->entry), khl_alloc_zero(n, sizeof *l->axis),
                  khl_alloc_zero(n, sizeof *l->lead), khl_alloc_zero(n, sizeof *l->level)};
    return l->entry && l->axis && l->lead && l->level ? KHL_OK : khl_fail_memory(err);
}

/* Names of the models, which outlive the shortlist. */
static khl_str lasting_id(const khl_authorities *bodies, khl_str id)
{
    for (uint32_t i = 0; i < khl_authorities_count(bodies); i++)
        if (khl_str_equal(khl_authorities_id(bodies, i), id)) return khl_authorities_id(bodies, i);
    return KHL_STR("");
}

static khl_str lasting_level(khl_str name)
{
    unsigned l = 0;
    while (l < KHL_N_LEVELS && !khl_str_equal(khl_level_name((khl_level)l), name)) l++;
    return khl_level_name((khl_level)l);
}

/* An id of the corpus, or the first part of a cut one. */
static uint32_t submission_of(const khl_map *ids, khl_str member)
{
    uint32_t i = khl_map_find(ids, member);
    bool first = i == KHL_MAP_NONE && khl_str_ends(member, KHL_STR("/1"));
    return first ? khl_map_find(ids, khl_submission_id(member)) : i;
}

/* Member ids lead from entries back to proposals; the first part of a cut submission stands for it. */
static khl_status read_labels(labels *out, const khl_corpus *corpus, const khl_models *models,
                              const khl_shortlist *s, khl_error *err)
{
    const khl_authorities *bodies = khl_models_authorities(models);
    size_t n = khl_corpus_count(corpus);
    khl_map ids;
    khl_status status = khl_map_init(&ids, err);
    if (status == KHL_OK) status = labels_init(out, n, err);
    for (size_t i = 0; i < n && status == KHL_OK; i++)
        if (khl_map_put(&ids, khl_corpus_at(corpus, i)->id, NULL, NULL) != KHL_OK)
            status = khl_fail_memory(err);
    for (size_t e = 0; e < s->n_entries && status == KHL_OK; e++) {
        khl_str lead = s->entries[e].n_authorities > 0 ? lasting_id(bodies, s->entries[e].authorities[0].id)
                                                       : KHL_STR("");
        for (size_t m = 0; m < s->entries[e].n_members; m++) {
            uint32_t i = submission_of(&ids, s->entries[e].members[m].id);
            if (i == KHL_MAP_NONE) continue;
            out->entry[i] = (uint32_t)e;
            out->axis[i] = s->entries[e].axis - 1;
            out->lead[i] = lead;
            out->level[i] = lasting_level(s->entries[e].level);
        }
    }
    khl_map_clear(&ids);
    return status;
}

/* The gold value of each proposal, numbered; KHL_MAP_NONE where it has none. */
static khl_status read_gold(uint32_t *gold, const khl_corpus *corpus, const char *column, khl_error *err)
{
    size_t n = khl_corpus_count(corpus);
    khl_map values;
    khl_status status = khl_map_init(&values, err);
    for (size_t i = 0; i < n && status == KHL_OK; i++) {
        khl_str value = khl_str_trim(khl_corpus_cell(corpus, i, column, NULL));
        gold[i] = KHL_MAP_NONE;
        if (value.n > 0 && khl_map_put(&values, value, &gold[i], NULL) != KHL_OK)
            status = khl_fail_memory(err);
    }
    if (status == KHL_OK && values.n == 0)
        status =
            KHL_FAIL(err, KHL_E_INPUT, "evaluate.gold",
                     "no column \"{0}\" with values was found; check the name of the gold column", column);
    khl_map_clear(&values);
    return status;
}

/* Compares the proposals that have a gold value; squeezes gold [n] and l->entry [n] to these. */
static khl_status compare(khl_evaluation *out, const labels *l, uint32_t *gold, size_t n, khl_error *err)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (gold[i] == KHL_MAP_NONE) continue;
        gold[k] = gold[i];
        l->entry[k++] = l->entry[i];
    }
    out->n_proposals = (uint32_t)k;
    khl_status status = khl_agreement_compute(l->entry, gold, k, &out->agreement, err);
    if (status == KHL_OK) status = khl_cluster_sizes(l->entry, k, KHL_EVALUATE_SIZES, out->sizes, err);
    return status;
}

/* The share of the proposals with a value in column whose first value (of a list with '|' between) is that of
 * said [n]; -1 when none has one. */
static double share_right(const khl_corpus *corpus, const char *column, const khl_str *said)
{
    size_t right = 0, n = 0;
    for (size_t i = 0; i < khl_corpus_count(corpus); i++) {
        khl_str value = khl_corpus_cell(corpus, i, column, NULL);
        const char *bar = value.n > 0 ? memchr(value.p, '|', value.n) : NULL;
        khl_str first = khl_str_trim(bar != NULL ? khl_str_part(value, 0, (size_t)(bar - value.p)) : value);
        n += first.n > 0;
        right += first.n > 0 && khl_str_equal(first, said[i]);
    }
    return n > 0 ? (double)right / (double)n : -1;
}

static khl_status run_once(labels *out, const khl_corpus *corpus, const khl_models *models,
                           const khl_condense_options *options, khl_error *err)
{
    khl_shortlist *shortlist = NULL;
    *out = (labels){0};
    khl_status status = khl_condense(&shortlist, corpus, models, options, err);
    if (status == KHL_OK) status = read_labels(out, corpus, models, shortlist, err);
    khl_shortlist_destroy(shortlist);
    return status;
}

/* The axes the submitters gave, numbered as in the axis file; unknown ones are none. */
static khl_status read_given(uint32_t *given, size_t *n_given, const khl_corpus *corpus,
                             const khl_models *models, const khl_condense_options *options, khl_error *err)
{
    khl_axis_model *model = NULL;
    const khl_axes *axes = options->axes != NULL ? options->axes : khl_models_axes(models);
    khl_status status = khl_axis_model_create(
        &model, axes, options->text != NULL ? options->text : khl_models_text(models), err);
    *n_given = 0;
    for (size_t i = 0; i < khl_corpus_count(corpus) && status == KHL_OK; i++) {
        khl_str written = khl_corpus_at(corpus, i)->axis;
        given[i] = KHL_AXIS_NONE;
        if (written.n > 0) status = khl_axis_model_find(model, written, &given[i], err);
        *n_given += given[i] != KHL_AXIS_NONE;
    }
    khl_axis_model_destroy(model);
    return status;
}

/* A second run without axes, where any were given. given [n] is scratch. */
static khl_status measure_axes(khl_evaluation *out, const khl_corpus *corpus, const khl_models *models,
                               const khl_condense_options *options, uint32_t *given, khl_error *err)
{
    khl_condense_options alone = *options;
    labels l = {0};
    size_t n_given, right = 0;
    alone.ignore_axes = true;
    khl_status status = read_given(given, &n_given, corpus, models, options, err);
    if (status != KHL_OK || n_given == 0) return status;
    status = run_once(&l, corpus, models, &alone, err);
    for (size_t i = 0; status == KHL_OK && i < khl_corpus_count(corpus); i++)
        right += given[i] != KHL_AXIS_NONE && given[i] == l.axis[i];
    out->axis_accuracy = (double)right / (double)n_given;
    labels_clear(&l);
    return status;
}

khl_status khl_evaluate(khl_evaluation *out, const khl_corpus *corpus, const khl_models *models,
                        const khl_condense_options *options, const char *gold, khl_error *err)
{
    const khl_condense_options defaults = KHL_CONDENSE_OPTIONS_INIT;
    khl_evaluation result = {.axis_accuracy = -1, .authority_accuracy = -1, .level_accuracy = -1};
    size_t n = khl_corpus_count(corpus);
    labels run = {0};
    if (options == NULL) options = &defaults;
    *out = result;
    uint32_t *scratch = khl_alloc(n, sizeof *scratch);
    khl_status status = scratch != NULL ? KHL_OK : khl_fail_memory(err);
    if (status == KHL_OK) status = read_gold(scratch, corpus, gold, err);
    if (status == KHL_OK) status = run_once(&run, corpus, models, options, err);
    if (status == KHL_OK) result.authority_accuracy = share_right(corpus, "authorities", run.lead);
    if (status == KHL_OK) result.level_accuracy = share_right(corpus, "level", run.level);
    if (status == KHL_OK) status = compare(&result, &run, scratch, n, err);
    if (status == KHL_OK) status = measure_axes(&result, corpus, models, options, scratch, err);
    if (status == KHL_OK) *out = result;
    labels_clear(&run);
    free(scratch);
    return status;
}
