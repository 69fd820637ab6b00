/* What a thread asks with: its memory, and the nearest rows of each segment. */
#include "index.h"

#include "alloc.h"
#include "error.h"

static bool is_there(const void *context, uint32_t row)
{
    return !khl_segment_deleted(context, row);
}

static int nearest_first(const void *x, const void *y)
{
    const khl_candidate *a = x, *b = y;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    if (a->segment != b->segment) return a->segment < b->segment ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

/* The nearest of one segment, among the best so far. */
static khl_status search_segment(const khl_index *x, khl_asker *t, unsigned k, khl_error *err)
{
    const khl_segment *s = &x->segments[k];
    khl_query *q = &t->queries[k];
    bool full = t->n_best == x->n_candidates;
    khl_status status = khl_index_row_of(s, &t->question, &t->row, err);
    if (status == KHL_OK)
        status = khl_nearest_find(&s->near, q, (khl_rank_row){t->row.col, t->row.val, t->row.n},
                                  full ? t->best[t->n_best - 1].score : 0, s->n_deleted > 0 ? is_there : NULL,
                                  s, err);
    if (status != KHL_OK) return status;
    for (size_t c = 0; c < q->n; c++)
        t->best[t->n_best++] = (khl_candidate){k, q->heap[c].row, q->heap[c].score};
    qsort(t->best, t->n_best, sizeof *t->best, nearest_first);
    if (t->n_best > x->n_candidates) t->n_best = x->n_candidates;
    return KHL_OK;
}

khl_status khl_index_search(const khl_index *x, khl_asker *t, const khl_analysis *question, khl_error *err)
{
    t->n_best = 0;
    khl_status status = khl_index_weigh(x, question, &t->question, err);
    khl_index_ended(x, KHL_STAGE_QUESTION);
    for (unsigned k = 0; k < x->n_segments && status == KHL_OK; k++) status = search_segment(x, t, k, err);
    khl_index_ended(x, KHL_STAGE_SEARCH);
    return status;
}

static void clear(khl_asker *t, unsigned n_segments)
{
    for (unsigned k = 0; k < n_segments; k++) khl_query_clear(&t->queries[k]);
    khl_weighing_clear(&t->question);
    khl_index_row_clear(&t->row);
    khl_cities_clear(&t->cities);
    khl_kept_destroy(t->kept);
    free(t->best);
    free(t->judged);
    free(t->city);
}

void khl_index_forget_askers(khl_index *x)
{
    for (size_t w = 0; x->askers != NULL && w < x->n_askers; w++) clear(&x->askers[w], x->n_segments);
    free(x->askers);
    x->askers = NULL;
    x->n_askers = 0;
}

static khl_status init(const khl_index *x, khl_asker *t, khl_error *err)
{
    size_t n = x->n_candidates;
    khl_status status =
        khl_cities_init(&t->cities, khl_models_text(x->models), khl_models_lexicon(x->models), err);
    t->best = khl_alloc(2 * n, sizeof *t->best);
    t->judged = khl_alloc(n, sizeof *t->judged);
    t->city = khl_alloc(n + 1, sizeof *t->city);
    if (status == KHL_OK && (t->best == NULL || t->judged == NULL || t->city == NULL))
        status = khl_fail_memory(err);
    for (unsigned k = 0; k < x->n_segments && status == KHL_OK; k++)
        status = khl_query_init(&t->queries[k], &x->segments[k].near, n, err);
    if (status == KHL_OK && x->keeps)
        status = khl_kept_create(&t->kept, &x->names, khl_models_match(x->models), err);
    return status;
}

khl_status khl_index_make_askers(khl_index *x, size_t n, size_t n_candidates, khl_error *err)
{
    khl_status status = KHL_OK;
    if (x->askers != NULL && x->n_askers == n && x->n_candidates == n_candidates) return KHL_OK;
    khl_index_forget_askers(x);
    x->askers = khl_alloc_zero(n, sizeof *x->askers);
    if (x->askers == NULL) return khl_fail_memory(err);
    x->n_askers = n;
    x->n_candidates = n_candidates;
    for (size_t w = 0; w < n && status == KHL_OK; w++) status = init(x, &x->askers[w], err);
    return status;
}
