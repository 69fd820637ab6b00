/* A query: thresholds from high to low; at each the lists of its columns from rare to frequent, each as far
 * as it matters; bitmaps, products, and a heap of the best k. */
#include "nearest.h"

#include "alloc.h"
#include "error.h"

#include <math.h>
#include <string.h>

/* Shares of the largest product there could be. The last one lets every row that shares a column pass. */
static const double LADDER[] = {0.8, 0.6, 0.45, 0.33, 0.24, 0.17, 0.1, 0.05, 0};
enum { STEPS = sizeof LADDER / sizeof *LADDER };

/* A posting of a step costs about so many times one that is added up; and few postings are not worth it. */
#define DEARER 8
#define MANY 2000

khl_status khl_query_init(khl_query *q, const khl_nearest *index, size_t k, khl_error *err)
{
    *q = (khl_query){.k = k};
    q->stamp = khl_alloc_zero(index->rows.n_rows, sizeof *q->stamp);
    q->spread = khl_alloc_zero(index->rows.n_cols, sizeof *q->spread);
    q->heap = khl_alloc(2 * (k + 1), sizeof *q->heap);
    return q->stamp && q->spread && q->heap ? KHL_OK : khl_fail_memory(err);
}

void khl_query_clear(khl_query *q)
{
    free(q->stamp);
    free(q->spread);
    free(q->sums);
    free(q->touched);
    free(q->lengths);
    free(q->heap);
}

static bool worse(khl_near a, khl_near b)
{
    return a.score != b.score ? a.score < b.score : a.row > b.row;
}

/* The worst of the k stands first. */
static void keep(khl_query *q, khl_near near)
{
    size_t at = q->n;
    if (q->n < q->k) {
        for (q->n++; at > 0 && worse(near, q->heap[(at - 1) / 2]); at = (at - 1) / 2)
            q->heap[at] = q->heap[(at - 1) / 2];
        q->heap[at] = near;
        return;
    }
    if (!worse(q->heap[0], near)) return;
    at = 0;
    for (size_t child; (child = 2 * at + 1) < q->n; at = child) {
        if (child + 1 < q->n && worse(q->heap[child + 1], q->heap[child])) child++;
        if (!worse(q->heap[child], near)) break;
        q->heap[at] = q->heap[child];
    }
    q->heap[at] = near;
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
    double norm; /* of the query */
    uint64_t bits[KHL_BITMAP_MAX_WORDS];
    unsigned char top[KHL_BITMAP_TOPS], need[KHL_BITMAP_CLASSES];
    double least, floor; /* of all, and the threshold of this step */
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

/* Before list c is read. A row beyond the collection would lead anywhere, so a list is trusted only when
 * sound. */
static bool list_is_sound(search *s, uint32_t c)
{
    const khl_nearest *x = s->index;
    uint64_t begin = x->begin[c], n = x->begin[c + 1] - begin;
    return x->guard == NULL ||
           (is_sound(s, x->row + begin, (size_t)n * sizeof *x->row) &&
            is_sound(s, x->length + begin, (size_t)n) && is_sound(s, x->value + begin, (size_t)n));
}

/* What a product must reach to matter now, a little less for rounding. */
static double bar(const search *s)
{
    double least = s->q->n == s->q->k && s->q->heap[0].score > s->floor ? s->q->heap[0].score : s->floor;
    return least * (1 - 1e-9);
}

static void spread(const search *s, bool on)
{
    for (size_t k = 0; k < s->row.n; k++) s->q->spread[s->row.col[k]] = on ? s->row.val[k] : 0;
}

/* Sums tell damage, not malice: what a file says of rows and columns is held against their numbers as well.
 */
static bool row_holds(search *s, khl_rank_row row)
{
    if (s->index->guard == NULL) return true;
    bool holds =
        is_sound(s, row.col, row.n * sizeof *row.col) && is_sound(s, row.val, row.n * sizeof *row.val);
    for (size_t k = 0; k < row.n && holds; k++) holds = row.col[k] < s->index->rows.n_cols;
    s->torn = s->torn || !holds;
    return holds;
}

/* Rows below the floor of the step are kept, too, while there is room: a lower floor would want them, and no
 * row is multiplied twice. */
static void multiply(search *s, uint32_t r)
{
    khl_rank_row other = khl_ranked_row(&s->index->rows, r);
    if (!row_holds(s, other)) return;
    double sum = 0, least = s->q->n == s->q->k ? s->q->heap[0].score : s->least;
    for (size_t k = 0; k < other.n; k++) sum += (double)s->q->spread[other.col[k]] * (double)other.val[k];
    if (sum < least * (1 - 1e-9) - s->norm * s->index->norm * 1e-12) return;
    double score = khl_rank_rows_dot(s->index->column_of, s->row, other);
    if (score >= s->least) keep(s->q, (khl_near){r, score});
}

static bool may_reach(const search *s, uint32_t r)
{
    const uint64_t *bits = s->index->bits + (size_t)r * s->index->words;
    unsigned common = 0;
    for (unsigned w = 0; w < s->index->words; w++)
        common += (unsigned)__builtin_popcountll(s->bits[w] & bits[w]);
    return common >= s->need[s->index->kind[r]];
}

/* One list, as far as its rows are long enough for a query that is `length` long up to this column. */
static void read_list(search *s, uint32_t c, double length)
{
    enum { AHEAD = 12 };
    const khl_nearest *x = s->index;
    uint64_t end = x->begin[c + 1];
    double unit = length * x->norm / 255.0;
    for (uint64_t p = x->begin[c]; p < end && unit * (double)x->length[p] >= bar(s); p++) {
        uint32_t r = x->row[p];
        if (r >= x->rows.n_rows) {
            s->torn = true;
            return;
        }
        if (p + AHEAD < end && x->row[p + AHEAD] < x->rows.n_rows) {
            __builtin_prefetch(&x->bits[(size_t)x->row[p + AHEAD] * x->words]);
            __builtin_prefetch(&s->q->stamp[x->row[p + AHEAD]]);
        }
        if (s->q->stamp[r] == s->q->round || !may_reach(s, r)) continue;
        s->q->stamp[r] = s->q->round;
        if (s->fn == NULL || s->fn(s->context, r)) multiply(s, r);
    }
}

/* Lists from rare to frequent. A row first met in a list shares nothing rarer with the query, so that its
 * product is at most the product of both lengths up to there. */
static void read_lists(search *s)
{
    khl_bitmap_needs(s->top, s->index->top, s->floor / (s->norm * s->index->norm) * (1 - 1e-9), s->need);
    for (size_t k = s->row.n; k-- > 0;) {
        double length = s->q->lengths[k];
        if (length * s->index->norm < bar(s) || !list_is_sound(s, s->row.col[k])) break;
        read_list(s, s->row.col[k], length);
    }
}

/* How much of the lists the next step would read, and how much there is. */
static void weigh_step(const search *s, double *step, double *all)
{
    const khl_nearest *x = s->index;
    double least = s->floor * (1 - 1e-9);
    *step = *all = 0;
    for (size_t k = 0; k < s->row.n; k++) {
        uint64_t low = x->begin[s->row.col[k]], high = x->begin[s->row.col[k] + 1], from = low;
        double unit = s->q->lengths[k] * x->norm / 255.0;
        *all += (double)(high - from);
        while (low < high) {
            uint64_t middle = low + (high - low) / 2;
            if (unit * (double)x->length[middle] >= least)
                low = middle + 1;
            else
                high = middle;
        }
        *step += (double)(low - from);
    }
}

/* Adds up all lists; sums are never too small. Returns how many rows were touched. */
static uint32_t add_up(search *s)
{
    const khl_nearest *x = s->index;
    uint32_t n = 0;
    for (size_t k = 0; k < s->row.n; k++) {
        if (!list_is_sound(s, s->row.col[k])) break;
        float unit = fabsf(s->row.val[k]) * (float)(x->norm / 255.0) * 1.000001F;
        for (uint64_t p = x->begin[s->row.col[k]]; p < x->begin[s->row.col[k] + 1]; p++) {
            if (x->row[p] >= x->rows.n_rows) {
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

/* Bounds on sums are gathered in the same heap as scores; the worst of the k best then says what may be
 * better. */
static double kth_sum(search *s, uint32_t n)
{
    size_t kept = s->q->n;
    khl_near *saved = s->q->heap;
    s->q->n = 0;
    s->q->heap = s->q->heap + s->q->k + 1;
    for (uint32_t t = 0; t < n; t++) {
        uint32_t r = s->q->touched[t];
        if (s->fn == NULL || s->fn(s->context, r)) keep(s->q, (khl_near){r, (double)s->q->sums[r]});
    }
    double worst = s->q->n == s->q->k ? s->q->heap[0].score : 0;
    s->q->heap = saved;
    s->q->n = kept;
    return worst;
}

/* What no step has multiplied yet, down to a sum of `least`. */
static void multiply_sums(search *s, uint32_t n, double least)
{
    khl_query *q = s->q;
    for (uint32_t t = 0; t < n; t++) {
        uint32_t r = q->touched[t];
        double worst = q->n == q->k ? q->heap[0].score : s->least;
        if ((double)q->sums[r] < (least > worst ? least : worst) * (1 - 1e-5) || q->stamp[r] == q->round)
            continue;
        q->stamp[r] = q->round;
        if (s->fn == NULL || s->fn(s->context, r)) multiply(s, r);
    }
}

/* The k largest sums are multiplied first, so that the worst of their products tells which others may be
 * better: no product exceeds its sum. */
static khl_status read_all(search *s, khl_error *err)
{
    khl_query *q = s->q;
    size_t n_rows = s->index->rows.n_rows;
    if (q->sums == NULL) q->sums = khl_alloc_zero(n_rows, sizeof *q->sums);
    if (q->touched == NULL) q->touched = khl_alloc(n_rows, sizeof *q->touched);
    if (q->sums == NULL || q->touched == NULL) return khl_fail_memory(err);
    uint32_t n = add_up(s);
    multiply_sums(s, n, kth_sum(s, n));
    multiply_sums(s, n, 0);
    for (uint32_t t = 0; t < n; t++) q->sums[q->touched[t]] = 0;
    return KHL_OK;
}

static khl_status measure(search *s, khl_error *err)
{
    double square = 0;
    if (!khl_grow(&s->q->lengths, &s->q->capacity, s->row.n + 1, sizeof *s->q->lengths))
        return khl_fail_memory(err);
    for (size_t k = 0; k < s->row.n; k++) {
        square += (double)s->row.val[k] * (double)s->row.val[k];
        s->q->lengths[k] = sqrt(square);
    }
    s->norm = sqrt(square);
    if (s->norm > 0) khl_bitmap_row(s->row, s->index->words, s->norm, s->bits, s->q->weight, s->top);
    return KHL_OK;
}

static void next_round(const search *s)
{
    if (++s->q->round != 0) return;
    memset(s->q->stamp, 0, s->index->rows.n_rows * sizeof *s->q->stamp);
    s->q->round = 1;
}

khl_status khl_nearest_find(const khl_nearest *index, khl_query *q, khl_rank_row row, double least,
                            khl_near_fn fn, const void *context, khl_error *err)
{
    search s = {.index = index, .q = q, .row = row, .least = least, .fn = fn, .context = context};
    khl_status status = measure(&s, err);
    double most = s.norm * index->norm;
    q->n = 0;
    if (status != KHL_OK || !(most > 0) || q->k == 0) return status;
    if (!(least > 0)) s.least = most * 1e-9;
    next_round(&s);
    spread(&s, true);
    for (unsigned step = 0; step < STEPS && !s.torn; step++) {
        s.floor = LADDER[step] * most > s.least ? LADDER[step] * most : s.least;
        double step_cost, all;
        for (size_t k = 0; k < row.n && index->guard != NULL; k++) list_is_sound(&s, row.col[k]);
        if (s.torn) break;
        weigh_step(&s, &step_cost, &all);
        if (step_cost * DEARER > all && all > MANY) {
            status = read_all(&s, err);
            break;
        }
        read_lists(&s);
        if ((q->n == q->k && q->heap[0].score >= s.floor) || s.floor == s.least) break;
    }
    spread(&s, false);
    if (status == KHL_OK && s.torn)
        status = KHL_FAIL(err, KHL_E_INPUT, "store.torn", "the index is damaged or cut off; build it anew");
    if (status != KHL_OK) return status;
    qsort(q->heap, q->n, sizeof *q->heap, best_first);
    return KHL_OK;
}

typedef struct posting {
    uint32_t row;
    unsigned char length, value;
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
        copy[k] = (posting){lists->row[from + k], lists->length[from + k], lists->value[from + k]};
        at[256 - copy[k].length]++;
    }
    for (size_t l = 1; l < 257; l++) at[l] += at[l - 1];
    for (size_t k = 0; k < n; k++) {
        uint64_t place = from + at[255 - copy[k].length]++;
        lists->row[place] = copy[k].row;
        lists->length[place] = copy[k].length;
        lists->value[place] = copy[k].value;
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
