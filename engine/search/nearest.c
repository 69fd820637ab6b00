/* A query: thresholds from high to low; at each the lists of its columns from rare to frequent, each as far
 * as it matters; products of what may reach the threshold, and a heap of the best k. */
#include "nearest.h"

#include "alloc.h"
#include "error.h"

#include <math.h>
#include <string.h>

/* Steps of the threshold, as shares of the largest product there could be; the last one is nothing. */
#define FIRST 0.97
#define STEP 0.04
#define SMALL 0.05

/* A posting of a step costs about so many times one that is added up; and few postings are not worth it. */
#define DEARER 8
#define MANY 2000

khl_status khl_query_init(khl_query *q, const khl_nearest *index, size_t k, khl_error *err)
{
    *q = (khl_query){.k = k};
    q->spread = khl_alloc_zero(index->n_cols, sizeof *q->spread);
    q->heap = khl_alloc(2 * (k + 1), sizeof *q->heap);
    return q->spread && q->heap ? KHL_OK : khl_fail_memory(err);
}

void khl_query_clear(khl_query *q)
{
    khl_near_seen_clear(&q->seen);
    free(q->spread);
    free(q->sums);
    free(q->touched);
    free(q->lists);
    free(q->heap);
}

static bool worse(khl_near a, khl_near b)
{
    return a.score != b.score ? a.score < b.score : a.row > b.row;
}

/* The worst of the k stands first. False: it is worse than all of them. */
static bool keep(khl_query *q, khl_near near)
{
    size_t at = q->n;
    if (q->n < q->k) {
        for (q->n++; at > 0 && worse(near, q->heap[(at - 1) / 2]); at = (at - 1) / 2)
            q->heap[at] = q->heap[(at - 1) / 2];
        q->heap[at] = near;
        return true;
    }
    if (!worse(q->heap[0], near)) return false;
    at = 0;
    for (size_t child; (child = 2 * at + 1) < q->n; at = child) {
        if (child + 1 < q->n && worse(q->heap[child + 1], q->heap[child])) child++;
        if (!worse(q->heap[child], near)) break;
        q->heap[at] = q->heap[child];
    }
    q->heap[at] = near;
    return true;
}

static int best_first(const void *x, const void *y)
{
    const khl_near *a = x, *b = y;
    return worse(*a, *b) ? 1 : worse(*b, *a) ? -1 : 0;
}

typedef struct search {
    const khl_nearest *index;
    khl_query *q;
    khl_rank_row row;
    double norm;  /* of the query */
    double least; /* of all */
    double slack; /* what rounding may take from a sum, as a share */
    khl_near_fn fn;
    const void *context;
    bool torn; /* the guard said no */
} search;

static bool is_sound(search *s, const void *p, size_t n)
{
    const khl_guard *guard = s->index->guard;
    if (guard == NULL || guard->sound(guard->context, p, n)) return true;
    s->torn = true;
    return false;
}

/* A row beyond the collection would lead anywhere, so a list is trusted only when sound. */
static bool part_is_sound(search *s, uint64_t begin, uint64_t end)
{
    const khl_nearest *x = s->index;
    size_t n = (size_t)(end - begin);
    return x->guard == NULL || n == 0 ||
           (is_sound(s, x->row + begin, n * sizeof *x->row) && is_sound(s, x->length + begin, n) &&
            is_sound(s, x->value + begin, n) && is_sound(s, x->before + begin, n * sizeof *x->before));
}

static bool is_full(const search *s)
{
    return s->q->n == s->q->k;
}

/* A score below it is no longer wanted. */
static double bar(const search *s)
{
    return is_full(s) && s->q->heap[0].score > s->least ? s->q->heap[0].score : s->least;
}

static void spread(const search *s, bool on)
{
    for (size_t k = 0; k < s->row.n; k++) s->q->spread[s->row.col[k]] = on ? s->row.val[k] : 0;
}

/* The product. Sums tell damage, not malice: what a file says of columns is held against their number as
 * well.
 */
static double product_with(search *s, uint32_t r)
{
    const khl_nearest *x = s->index;
    const khl_near_entry *row = x->entry + x->row_ptr[r];
    size_t n = (size_t)(x->row_ptr[r + 1] - x->row_ptr[r]);
    if (!is_sound(s, row, n * sizeof *row)) return 0;
    double sum = khl_near_product(s->q->spread, x->n_cols, row, n);
    if (isnan(sum)) s->torn = true;
    return s->torn ? 0 : sum;
}

/* Equal rows have one score, so that the first one that is not kept ends them. */
static void multiply(search *s, uint32_t r)
{
    const khl_nearest *x = s->index;
    double score = product_with(s, r);
    if (score < bar(s)) return;
    for (uint32_t m = x->member_of[r]; m < x->member_of[r + 1]; m++) {
        khl_near near = {x->member[m], score};
        if (is_full(s) && !worse(s->q->heap[0], near)) return;
        if (s->fn == NULL || s->fn(s->context, near.row)) keep(s->q, near);
    }
}

/* From `low` on lengths times unit fall; the first one below `needed`, or `last`. Steps double from where the
 * list was read to, as what is looked for is near, and a list is longer than what caches hold of it. */
static uint64_t first_shorter(const unsigned char *length, uint64_t low, uint64_t last, double unit,
                              double needed)
{
    uint64_t high = low, step = 16;
    while (high < last && unit * (double)length[high] >= needed) {
        low = high + 1;
        high += step;
        step *= 2;
    }
    if (high > last) high = last;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (unit * (double)length[middle] >= needed)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* How far each list is to be read for rows whose product may reach `floor`: a row that shares nothing rarer
 * with the query than this column has at most the product of both lengths up to there. Returns how much is
 * read by then. */
static double plan_step(search *s, double floor)
{
    const khl_nearest *x = s->index;
    double sum = 0, needed = floor * (1 - 1e-9);
    for (size_t k = 0; k < s->row.n; k++) {
        khl_near_list *list = &s->q->lists[k];
        double unit = list->length * x->norm / 255.0;
        list->end = first_shorter(x->length, list->at, list->last, unit, needed);
        sum += (double)(list->end - x->begin[s->row.col[k]]);
    }
    return sum;
}

/* How long the row is before the column, in units of 1 / 255 of the longest; never too small. */
static float length_before(unsigned length, unsigned value)
{
    float square = (float)(length * length), last = (float)((value - (value > 0)) * (value - (value > 0)));
    return square > last ? sqrtf(square - last) : 0;
}

/* The squares of the query's columns before one, by their bits, so that those a row may have are summed four
 * bits at a time. */
typedef struct rest {
    float of[8][16];
} rest;

static void measure_rest(const search *s, size_t k, rest *out)
{
    float bit[32] = {0};
    for (size_t j = 0; j < k; j++)
        bit[khl_postings_bit(s->row.col[j])] += s->row.val[j] * s->row.val[j] * 1.000001F;
    for (unsigned n = 0; n < 8; n++)
        for (unsigned set = 0; set < 16; set++) {
            float *sum = &out->of[n][set];
            *sum = 0;
            for (unsigned b = 0; b < 4; b++) *sum += set >> b & 1 ? bit[4 * n + b] : 0;
        }
}

static float square_of(const rest *r, uint32_t before)
{
    float sum = 0;
    for (unsigned n = 0; n < 8; n++) sum += r->of[n][before >> 4 * n & 15];
    return sum;
}

/* Adds up what a list says of its rows. Lists are read from rare to frequent and never further than those
 * before them, so that the bound of a row falls with each list that it is met in: what is before the column
 * is at most the length of the row there, times that of the query in the columns that the row may have. */
static void read_list(search *s, size_t k)
{
    const khl_nearest *x = s->index;
    khl_near_list *list = &s->q->lists[k];
    float norm = (float)(x->norm / 255.0) * 1.000001F, unit = fabsf(s->row.val[k]) * norm;
    rest before;
    if (list->at == list->end) return;
    measure_rest(s, k, &before);
    for (uint64_t p = list->at; p < list->end; p++) {
        if (x->row[p] >= x->n_rows) {
            s->torn = true;
            return;
        }
        khl_near_met *met = khl_near_seen_row(&s->q->seen, x->row[p]);
        met->sum += unit * (float)x->value[p];
        met->most = met->sum +
                    norm * sqrtf(square_of(&before, x->before[p])) * length_before(x->length[p], x->value[p]);
    }
    list->at = list->end;
}

static khl_status read_lists(search *s, khl_error *err)
{
    khl_near_list *lists = s->q->lists;
    size_t more = 0;
    for (size_t k = 0; k < s->row.n; k++) more += (size_t)(lists[k].end - lists[k].at);
    khl_status status = khl_near_seen_reserve(&s->q->seen, more, err);
    for (size_t k = s->row.n; k-- > 0 && status == KHL_OK && !s->torn;)
        if (part_is_sound(s, lists[k].at, lists[k].end)) read_list(s, k);
    return status;
}

/* The rows that can reach the floor, or whatever the best of them raise it to. */
static void multiply_met(search *s, double floor)
{
    enum { AHEAD = 8 };
    const khl_nearest *x = s->index;
    const khl_near_seen *seen = &s->q->seen;
    uint32_t n = khl_near_seen_choose(&s->q->seen, floor * s->slack, s->norm * x->norm);
    for (uint32_t k = 0; k < n; k++) __builtin_prefetch(&x->row_ptr[seen->met[seen->ordered[k]].row]);
    for (uint32_t k = 0; k < n && !s->torn; k++) {
        const khl_near_met *met = &seen->met[seen->ordered[k]];
        if (k + AHEAD < n) {
            const khl_near_entry *soon = x->entry + x->row_ptr[seen->met[seen->ordered[k + AHEAD]].row];
            __builtin_prefetch(soon);
            __builtin_prefetch(soon + 8);
            __builtin_prefetch(soon + 16);
        }
        if ((double)met->most >= bar(s) * s->slack) multiply(s, met->row);
    }
}

/* Adds up all lists; sums are never too small. Returns how many rows were touched. */
static uint32_t add_up(search *s)
{
    const khl_nearest *x = s->index;
    uint32_t n = 0;
    for (size_t k = 0; k < s->row.n; k++) {
        uint64_t begin = x->begin[s->row.col[k]], end = x->begin[s->row.col[k] + 1];
        if (!part_is_sound(s, begin, end)) break;
        float unit = fabsf(s->row.val[k]) * (float)(x->norm / 255.0) * 1.000001F;
        for (uint64_t p = begin; p < end; p++) {
            if (x->row[p] >= x->n_rows) {
                s->torn = true;
                break;
            }
            float *sum = &s->q->sums[x->row[p]];
            if (*sum == 0) s->q->touched[n++] = x->row[p];
            *sum += unit * (float)x->value[p];
        }
    }
    return n;
}

static bool may_be_found(const search *s, uint32_t r)
{
    const khl_nearest *x = s->index;
    if (s->fn == NULL) return true;
    for (uint32_t m = x->member_of[r]; m < x->member_of[r + 1]; m++)
        if (s->fn(s->context, x->member[m])) return true;
    return false;
}

/* Bounds on sums are gathered in the same heap as scores; the worst of the k best then says what may be
 * better. */
static double kth_sum(search *s, uint32_t n)
{
    khl_near *saved = s->q->heap;
    s->q->n = 0;
    s->q->heap = s->q->heap + s->q->k + 1;
    for (uint32_t t = 0; t < n; t++) {
        khl_near near = {s->q->touched[t], (double)s->q->sums[s->q->touched[t]]};
        if (is_full(s) && !worse(s->q->heap[0], near)) continue;
        if (may_be_found(s, near.row)) keep(s->q, near);
    }
    double worst = is_full(s) ? s->q->heap[0].score : 0;
    s->q->heap = saved;
    s->q->n = 0;
    return worst;
}

/* The rows with a sum of `least` at the least; they are not multiplied again. */
static void multiply_sums(search *s, uint32_t n, double least)
{
    for (uint32_t t = 0; t < n && !s->torn; t++) {
        float *sum = &s->q->sums[s->q->touched[t]];
        double worst = bar(s);
        if (*sum < 0 || (double)*sum < (least > worst ? least : worst) * s->slack) continue;
        *sum = -1;
        multiply(s, s->q->touched[t]);
    }
}

/* The k largest sums are multiplied first, so that the worst of their products tells which others may be
 * better: no product exceeds its sum. */
static khl_status read_all(search *s, khl_error *err)
{
    khl_query *q = s->q;
    size_t n_rows = s->index->n_rows;
    if (q->sums == NULL) q->sums = khl_alloc_zero(n_rows, sizeof *q->sums);
    if (q->touched == NULL) q->touched = khl_alloc(n_rows, sizeof *q->touched);
    if (q->sums == NULL || q->touched == NULL) return khl_fail_memory(err);
    uint32_t n = add_up(s);
    multiply_sums(s, n, kth_sum(s, n));
    multiply_sums(s, n, 0);
    for (uint32_t t = 0; t < n; t++) q->sums[q->touched[t]] = 0;
    return KHL_OK;
}

/* Lengths of the query, its lists, and how much there is in them. */
static khl_status begin(search *s, double *all, khl_error *err)
{
    const khl_nearest *x = s->index;
    double square = 0;
    *all = 0;
    s->q->n = 0;
    if (!khl_grow(&s->q->lists, &s->q->capacity, s->row.n + 1, sizeof *s->q->lists))
        return khl_fail_memory(err);
    for (size_t k = 0; k < s->row.n; k++) {
        uint64_t first = x->begin[s->row.col[k]], last = x->begin[s->row.col[k] + 1];
        square += (double)s->row.val[k] * (double)s->row.val[k];
        s->q->lists[k] = (khl_near_list){first, first, last, sqrt(square)};
        *all += (double)(last - first);
    }
    s->norm = sqrt(square);
    s->slack = 1 - 1e-5 - (double)s->row.n * 1.2e-7;
    return KHL_OK;
}

/* Down to where k rows have reached the threshold. Lengths are read to plan a step, so they must be sound. */
static khl_status descend(search *s, double all, khl_error *err)
{
    double most = s->norm * s->index->norm, floor = INFINITY;
    khl_status status = KHL_OK;
    for (double share = FIRST; status == KHL_OK && !s->torn; share = share > SMALL ? share - STEP : 0) {
        if ((is_full(s) && s->q->heap[0].score >= floor) || floor <= s->least) break;
        floor = share * most > bar(s) ? share * most : bar(s);
        if (plan_step(s, floor) * DEARER > all && all > MANY) return read_all(s, err);
        status = read_lists(s, err);
        if (status == KHL_OK && !s->torn) multiply_met(s, floor);
    }
    return status;
}

khl_status khl_nearest_find(const khl_nearest *index, khl_query *q, khl_rank_row row, double least,
                            khl_near_fn fn, const void *context, khl_error *err)
{
    search s = {.index = index, .q = q, .row = row, .fn = fn, .context = context};
    double all;
    khl_status status = begin(&s, &all, err);
    double most = s.norm * index->norm;
    if (status != KHL_OK || !(most > 0) || q->k == 0) return status;
    s.least = least > 0 ? least : most * 1e-9;
    for (size_t k = 0; k < row.n; k++)
        if (index->guard != NULL)
            is_sound(&s, index->length + q->lists[k].at, (size_t)(q->lists[k].last - q->lists[k].at));
    spread(&s, true);
    if (!s.torn) status = descend(&s, all, err);
    spread(&s, false);
    khl_near_seen_forget(&q->seen);
    if (status == KHL_OK && s.torn)
        status = KHL_FAIL(err, KHL_E_INPUT, "store.torn", "the index is damaged or cut off; build it anew");
    if (status != KHL_OK) return status;
    qsort(q->heap, q->n, sizeof *q->heap, best_first);
    return KHL_OK;
}

typedef struct posting {
    uint32_t row;
    unsigned char length, value;
    uint32_t before;
} posting;

typedef struct sorting {
    khl_postings *lists;
    posting *copies; /* [workers x longest] of a list */
} sorting;

/* A counting sort; rows of one length stay in ascending order. */
static void sort_list(khl_postings *lists, uint64_t from, size_t n, posting *copy)
{
    size_t at[257] = {0};
    for (size_t k = 0; k < n; k++) {
        copy[k] = (posting){lists->row[from + k], lists->length[from + k], lists->value[from + k],
                            lists->before[from + k]};
        at[256 - copy[k].length]++;
    }
    for (size_t l = 1; l < 257; l++) at[l] += at[l - 1];
    for (size_t k = 0; k < n; k++) {
        uint64_t place = from + at[255 - copy[k].length]++;
        lists->row[place] = copy[k].row;
        lists->length[place] = copy[k].length;
        lists->value[place] = copy[k].value;
        lists->before[place] = copy[k].before;
    }
}

static khl_status sort_lists(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    const sorting *job = context;
    const khl_postings *lists = job->lists;
    (void)err;
    for (size_t c = begin; c < end; c++) {
        size_t n = (size_t)(lists->begin[c + 1] - lists->begin[c]);
        if (n > 1) sort_list(job->lists, lists->begin[c], n, job->copies + (size_t)worker * lists->longest);
    }
    return KHL_OK;
}

khl_status khl_postings_by_length(khl_postings *lists, uint32_t n_cols, khl_pool *pool, khl_error *err)
{
    enum { GRAIN = 256 };
    sorting job = {lists, khl_alloc((size_t)khl_pool_size(pool) * lists->longest, sizeof *job.copies)};
    if (job.copies == NULL) return khl_fail_memory(err);
    khl_status status = khl_pool_for(pool, n_cols, GRAIN, sort_lists, &job, NULL, NULL, err);
    free(job.copies);
    return status;
}
