/* What entries are told from the texts of their members, which are read once for all of it: the title, the
 * axis (the one given, with a doubt where it looks like a mistake, or the likeliest over the members
 * together), then bodies and level (authorities.c). */
#include "run.h"

#include "alloc.h"
#include "error.h"

#include <math.h>

enum {
    MAX_EXAMPLES = 5000, /* more would cost time and teach little */
    TITLE_WORDS = 14,
    GRAIN = 16
};

/* A given axis is doubted when the program is this sure of another, and gives this one so little. */
static const double SURE = 0.9, UNLIKELY = 0.03;

/* Members vote by the mean of their log-probabilities, times the root of their number: wordings of one demand
 * are no independent witnesses. sum [axes] becomes a distribution; returns the likeliest. */
static khl_status vote(const khl_run *run, const khl_draft_entry *e, const khl_analysis *const *members,
                       double *sum, double *one, uint32_t *best, khl_error *err)
{
    uint32_t n = khl_axes_count(run->axes);
    double total = 0;
    for (uint32_t a = 0; a < n; a++) sum[a] = 0;
    for (uint32_t i = 0; i < e->n; i++) {
        khl_status status = khl_axis_model_score(run->axis_model, members[i], one, err);
        if (status != KHL_OK) return status;
        for (uint32_t a = 0; a < n; a++) sum[a] += log(one[a] + 1e-9) / sqrt((double)e->n);
    }
    *best = 0;
    for (uint32_t a = 1; a < n; a++)
        if (sum[a] > sum[*best]) *best = a;
    double most = sum[*best];
    for (uint32_t a = 0; a < n; a++) total += sum[a] = exp(sum[a] - most);
    for (uint32_t a = 0; a < n; a++) sum[a] /= total;
    return KHL_OK;
}

static uint32_t given_axis(const khl_run *run, const khl_draft_entry *e)
{
    for (uint32_t i = 0; i < e->n; i++)
        if (run->given[e->members[i]] != KHL_AXIS_NONE) return run->given[e->members[i]];
    return KHL_AXIS_NONE;
}

/* One thread's. */
typedef struct scratch {
    double *sum, *one, *body;     /* [axes], [axes], [bodies] */
    const khl_analysis **members; /* [of the largest entry so far] */
    khl_analysis *again;          /* likewise */
    size_t capacity, again_capacity;
    khl_arena *arena;
} scratch;

static khl_status read_members(const khl_run *run, const khl_draft_entry *e, scratch *s, khl_error *err)
{
    if (!khl_grow(&s->members, &s->capacity, e->n, sizeof *s->members) ||
        !khl_grow(&s->again, &s->again_capacity, e->n, sizeof *s->again))
        return khl_fail_memory(err);
    khl_status status = KHL_OK;
    for (uint32_t i = 0; i < e->n; i++) s->again[i] = (khl_analysis){.n_tokens = 0};
    for (uint32_t i = 0; i < e->n && status == KHL_OK; i++)
        status = khl_run_reading(run, e->members[i], &s->members[i], &s->again[i], err);
    return status;
}

static khl_status find_axis(const khl_run *run, khl_draft_entry *e, scratch *s, khl_error *err)
{
    const double *sum = s->sum;
    uint32_t best, given = given_axis(run, e);
    khl_status status = vote(run, e, s->members, s->sum, s->one, &best, err);
    if (status != KHL_OK) return status;
    e->axis_given = given != KHL_AXIS_NONE;
    e->axis = e->axis_given ? given : best;
    e->axis_probability = e->axis_given ? 1 : sum[best];
    e->axis_doubted = e->axis_given && best != given && sum[best] >= SURE && sum[given] <= UNLIKELY;
    e->doubt_axis = best;
    e->doubt_probability = sum[best];
    return KHL_OK;
}

static void forget(khl_analysis *examples, size_t n)
{
    for (size_t k = 0; examples != NULL && k < n; k++) khl_analysis_clear(&examples[k]);
}

/* Where only some proposals name an axis, they are examples for the others; in the order of their ids, so
 * that the order of rows in the input changes nothing. */
static khl_status learn(khl_run *run)
{
    size_t n = 0;
    if (!run->pooled || run->options.axes_model != NULL) return KHL_OK;
    khl_analysis *examples = khl_alloc(run->n < MAX_EXAMPLES ? run->n : MAX_EXAMPLES, sizeof *examples);
    uint32_t *axis = khl_alloc(run->n, sizeof *axis);
    khl_status status = examples && axis ? KHL_OK : khl_fail_memory(run->err);
    for (uint32_t k = 0; status == KHL_OK && k < run->n && n < MAX_EXAMPLES; k++) {
        uint32_t i = run->canonical[k];
        const khl_analysis *a;
        if (run->given[i] == KHL_AXIS_NONE) continue;
        status = khl_run_reading(run, i, &a, &examples[n], run->err);
        if (a != &examples[n]) examples[n] = *a;
        axis[n++] = run->given[i];
    }
    if (status == KHL_OK && n > 0)
        status = khl_axis_model_learn(run->axis_model, examples, axis, n, run->err);
    if (run->streamed) forget(examples, n);
    free(examples);
    free(axis);
    return status;
}

/* A title is bytes of the analysed copy; the same bytes of the proposal live longer. */
static void cut_title(const khl_run *run, khl_draft_entry *e, const khl_analysis *const *members)
{
    khl_str text = khl_corpus_at(run->corpus, e->representative)->text;
    for (uint32_t i = 0; i < e->n; i++) {
        if (e->members[i] != e->representative) continue;
        khl_str title = khl_title_cut(members[i], TITLE_WORDS);
        size_t begin = title.n > 0 ? (size_t)(title.p - members[i]->original.p) : 0;
        if (begin + title.n <= text.n) e->title = (khl_str){text.p + begin, title.n};
    }
}

static khl_status assign_one(const khl_run *run, khl_draft_entry *e, scratch *s, khl_error *err)
{
    khl_status status = read_members(run, e, s, err);
    if (status == KHL_OK) cut_title(run, e, s->members);
    if (status == KHL_OK) status = find_axis(run, e, s, err);
    if (status == KHL_OK) status = khl_run_list_bodies(run, e, s->members, s->body, s->arena, err);
    for (uint32_t i = 0; i < e->n && s->again != NULL; i++) khl_analysis_clear(&s->again[i]);
    return status;
}

static khl_status assign_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    khl_run *run = context;
    uint32_t n = khl_axes_count(run->axes),
             n_bodies = khl_authorities_count(khl_models_authorities(run->models));
    scratch s = {.sum = khl_alloc(2 * (size_t)n + n_bodies, sizeof *s.sum), .arena = &run->arenas[worker]};
    khl_status status = s.sum != NULL ? KHL_OK : khl_fail_memory(err);
    s.one = s.sum != NULL ? s.sum + n : NULL;
    s.body = s.sum != NULL ? s.one + n : NULL;
    for (size_t i = begin; i < end && status == KHL_OK; i++)
        status = assign_one(run, &run->entries[i], &s, err);
    free(s.sum);
    free(s.members);
    free(s.again);
    return status;
}

khl_status khl_run_assign(khl_run *run)
{
    const khl_authorities *bodies = khl_models_authorities(run->models);
    khl_status status = learn(run);
    if (status == KHL_OK && khl_authorities_count(bodies) > 0)
        status = khl_authority_model_create(&run->authority_model, bodies, run->text, run->err);
    if (status != KHL_OK) return status;
    return khl_pool_for(run->pool, run->n_entries, GRAIN, assign_range, run,
                        run->streamed ? run->options.progress : NULL, "assign", run->err);
}
