/* Places for the entries on a map, on which near ones say much of the same. A picture for the eye: nothing
 * else is decided by it.
 *
 *   choose    the entries to be placed: all, or those of most members
 *   compare   each entry is the sum of the rows of its first members (demand_rows.c); cosines of all pairs
 *   nearest   the entries nearest by cosine, and how far each pair is to be pulled together
 *   place     t-distributed neighbour embedding (van der Maaten and Hinton 2008) from a fixed start
 *   measure   how many of the nearest stayed near on the plane
 *
 * Of the entries of Khemisset two principal components would show a twelfth of what tells them apart, and
 * keep 42 in a hundred of the nearest near; neighbours that are pulled together keep 71. The same bits for
 * any order of rows, number of threads and machine: sums of rows are in whole numbers, all others run in a
 * fixed order with operations that IEEE 754 rounds exactly, in lanes that a compiler may make vectors of.
 * Cost: the square of the entries placed, some twenty instructions a pair for each of 60 steps; 12 bytes a
 * pair. */
#include "run.h"

#include "alloc.h"
#include "error.h"
#include "matcher.h"

#include <math.h>
#include <string.h>

#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#endif

/* Fewer points are no picture, and more cannot be told apart. */
enum { LEAST_POINTS = 5, MOST_POINTS = 400, MOST_MEMBERS = 8, AMONG = 10 };
enum { LANES = 8, STEPS = 60, EARLY = 15 };

/* Entries of one axis are pulled together twice as strongly: of the three points nearest to each about 64 in
 * a hundred are of its axis then, not 49, and as many of the nearest stay near. FLOOR holds what says nothing
 * that others say. */
#define OWN_AXIS 2.0F
#define FLOOR 0.0005F
#define EXAGGERATION 4.0F
#define LONGEST_STEP 1.0F
#define SCALE 65536.0 /* of the whole numbers that rows are summed in */
#define PADDING 1e9F  /* where lanes without a point stand */

/* A turn by the golden angle: each start stands apart from those before it. */
#define TURN_COS (-0.73736888F)
#define TURN_SIN 0.67549029F

typedef struct khl_mapping {
    khl_run *run;
    khl_side_task task;
    double kept;
    uint32_t n, stride; /* points; the same, filled up to whole lanes */
    khl_draft_point *points;
    int64_t *dot;     /* [n x n] the lower half and the diagonal */
    float *pull;      /* [n x stride] cosines first */
    float *x, *y;     /* [stride] */
    float *vx, *vy;   /* [n] how far each went in the last step */
    float *felt;      /* [n x 4] pull and push, by x and y */
    uint32_t *member; /* [n x MOST_MEMBERS] proposals */
} mapping;

typedef struct sized {
    uint32_t size, entry;
} sized;

static int by_size(const void *x, const void *y)
{
    const sized *a = x, *b = y;
    if (a->size != b->size) return a->size > b->size ? -1 : 1;
    return a->entry < b->entry ? -1 : a->entry > b->entry;
}

static int by_entry(const void *x, const void *y)
{
    const sized *a = x, *b = y;
    return a->entry < b->entry ? -1 : a->entry > b->entry;
}

static khl_status choose(mapping *m)
{
    khl_run *run = m->run;
    sized *all = khl_alloc(run->n_entries, sizeof *all);
    m->points = khl_arena_array(&run->arena, m->n, sizeof *m->points);
    if (all == NULL || m->points == NULL) {
        free(all);
        return khl_fail_memory(run->err);
    }
    for (uint32_t e = 0; e < run->n_entries; e++) all[e] = (sized){run->entries[e].n, e};
    if (m->n < run->n_entries) {
        qsort(all, run->n_entries, sizeof *all, by_size);
        qsort(all, m->n, sizeof *all, by_entry);
    }
    for (uint32_t i = 0; i < m->n; i++) m->points[i].entry = all[i].entry;
    free(all);
    return KHL_OK;
}

/* What an entry says in one column, and the entry before it that says it, too. */
typedef struct posting {
    int64_t value;
    uint32_t point, next;
} posting;

typedef struct columns {
    int64_t *sum;      /* [n_cols] of the entry at hand, else zero */
    uint32_t *touched; /* [n_cols] */
    uint32_t *first;   /* [n_cols] the latest posting */
    posting *postings;
    uint32_t n_touched, n_postings;
} columns;

/* Adds rows begin .. end. */
static void sum_up(columns *c, const khl_csr *rows, uint32_t begin, uint32_t end)
{
    c->n_touched = 0;
    for (uint64_t k = rows->row_ptr[begin]; k < rows->row_ptr[end]; k++) {
        int64_t value = (int64_t)((double)rows->val[k] * SCALE + 0.5);
        if (value <= 0) continue;
        if (c->sum[rows->col[k]] == 0) c->touched[c->n_touched++] = rows->col[k];
        c->sum[rows->col[k]] += value;
    }
}

/* Multiplies entry i with those before it, column by column, and leaves its sums for those behind it. */
static void multiply(mapping *m, columns *c, uint32_t i)
{
    int64_t *dot = m->dot + (size_t)i * m->n;
    for (uint32_t t = 0; t < c->n_touched; t++) {
        uint32_t col = c->touched[t];
        int64_t value = c->sum[col];
        c->sum[col] = 0;
        dot[i] += value * value;
        for (uint32_t p = c->first[col]; p != UINT32_MAX; p = c->postings[p].next)
            dot[c->postings[p].point] += value * c->postings[p].value;
        c->postings[c->n_postings] = (posting){value, i, c->first[col]};
        c->first[col] = c->n_postings++;
    }
}

static uint32_t members_of(const mapping *m, uint32_t i)
{
    uint32_t n = m->run->entries[m->points[i].entry].n;
    return n < MOST_MEMBERS ? n : MOST_MEMBERS;
}

static khl_status multiply_all(mapping *m, const khl_csr *rows)
{
    columns c = {.sum = khl_alloc_zero(rows->n_cols, sizeof *c.sum),
                 .touched = khl_alloc(rows->n_cols, sizeof *c.touched),
                 .first = khl_alloc(rows->n_cols, sizeof *c.first),
                 .postings = khl_alloc((size_t)rows->row_ptr[rows->n_rows], sizeof *c.postings)};
    bool room = c.sum != NULL && c.touched != NULL && c.first != NULL && c.postings != NULL;
    if (room) memset(c.first, 0xff, rows->n_cols * sizeof *c.first);
    for (uint32_t i = 0, row = 0; room && i < m->n; i++) {
        sum_up(&c, rows, row, row + members_of(m, i));
        multiply(m, &c, i);
        row += members_of(m, i);
    }
    free(c.sum);
    free(c.touched);
    free(c.first);
    free(c.postings);
    return room ? KHL_OK : khl_fail_memory(m->run->err);
}

/* Cosines into pull, both halves; 0 beyond. */
static void take_cosines(mapping *m)
{
    for (uint32_t i = 0; i < m->n; i++)
        for (uint32_t j = 0; j < i; j++) {
            const int64_t *dot = m->dot;
            double square = (double)dot[(size_t)i * m->n + i] * (double)dot[(size_t)j * m->n + j];
            double cosine = square > 0 ? (double)dot[(size_t)i * m->n + j] / sqrt(square) : 0;
            m->pull[(size_t)i * m->stride + j] = m->pull[(size_t)j * m->stride + i] = (float)cosine;
        }
}

static khl_status compare(mapping *m)
{
    khl_csr rows;
    uint32_t n_rows = 0;
    for (uint32_t i = 0; i < m->n; i++)
        for (uint32_t k = 0; k < members_of(m, i); k++)
            m->member[n_rows++] = m->run->entries[m->points[i].entry].by_id[k];
    khl_status status = khl_matcher_demand_rows(&rows, m->run->matcher, m->member, n_rows, m->run->err);
    if (status != KHL_OK) return status;
    status = multiply_all(m, &rows);
    if (status == KHL_OK) take_cosines(m);
    khl_csr_clear(&rows);
    return status;
}

/* The first of equally near ones goes before. */
static void find_nearest(mapping *m)
{
    for (uint32_t i = 0; i < m->n; i++) {
        const float *cosine = m->pull + (size_t)i * m->stride;
        khl_draft_point *p = &m->points[i];
        uint32_t best[KHL_POINT_NEAREST];
        for (uint32_t j = 0; j < m->n; j++) {
            if (!(cosine[j] > 0)) continue;
            uint32_t at = p->n_nearest;
            while (at > 0 && cosine[j] > cosine[best[at - 1]]) at--;
            if (at == KHL_POINT_NEAREST) continue;
            if (p->n_nearest < KHL_POINT_NEAREST) p->n_nearest++;
            memmove(best + at + 1, best + at, (p->n_nearest - at - 1) * sizeof *best);
            best[at] = j;
        }
        for (uint32_t k = 0; k < p->n_nearest; k++) p->nearest[k] = best[k]; /* points; see name_nearest */
    }
}

/* From cosines to shares of the pull, which add up to one: their squares, so that the near count. */
static khl_status share_out(mapping *m)
{
    double *sum = khl_alloc_zero(m->n, sizeof *sum);
    if (sum == NULL) return khl_fail_memory(m->run->err);
    for (uint32_t i = 0; i < m->n; i++)
        for (uint32_t j = 0; j < m->n; j++) {
            const khl_draft_entry *entries = m->run->entries;
            bool own = entries[m->points[i].entry].axis == entries[m->points[j].entry].axis;
            float *pull = m->pull + (size_t)i * m->stride + j;
            *pull = i != j ? *pull * *pull * (own ? OWN_AXIS : 1) + FLOOR : 0;
            sum[i] += (double)*pull;
        }
    for (uint32_t i = 0; i < m->n; i++)
        for (uint32_t j = 0; j < i; j++) {
            float *a = m->pull + (size_t)i * m->stride + j, *b = m->pull + (size_t)j * m->stride + i;
            *a = *b = (float)(((double)*a / sum[i] + (double)*b / sum[j]) / (2.0 * m->n));
        }
    free(sum);
    return KHL_OK;
}

static void turn(float at[2])
{
    float x = at[0] * TURN_COS - at[1] * TURN_SIN;
    at[1] = at[0] * TURN_SIN + at[1] * TURN_COS;
    at[0] = x;
}

/* Each axis around a place of its own, its entries around that. */
static void start(mapping *m)
{
    for (uint32_t i = 0; i < m->stride; i++) m->x[i] = m->y[i] = PADDING;
    for (uint32_t i = 0; i < m->n; i++) {
        float axis[2] = {0.4F, 0}, own[2] = {0.1F, 0};
        for (uint32_t k = m->run->entries[m->points[i].entry].axis; k > 0; k--) turn(axis);
        for (uint32_t k = i % 64; k > 0; k--) turn(own);
        m->x[i] = axis[0] + own[0];
        m->y[i] = axis[1] + own[1];
    }
}

static float add_lanes(const float lane[LANES])
{
    float sum = 0;
    for (unsigned l = 0; l < LANES; l++) sum += lane[l];
    return sum;
}

/* What point i feels of all: felt = pull and push; the sum of nearness is returned. */
static float feel(const mapping *m, uint32_t i, float felt[4])
{
    const float *pull = m->pull + (size_t)i * m->stride, x = m->x[i], y = m->y[i];
    float ax[LANES] = {0}, ay[LANES] = {0}, rx[LANES] = {0}, ry[LANES] = {0}, z[LANES] = {0};
    for (uint32_t j = 0; j < m->stride; j += LANES)
        for (unsigned l = 0; l < LANES; l++) {
            float dx = x - m->x[j + l], dy = y - m->y[j + l];
            float q = 1 / (1 + dx * dx + dy * dy), w = pull[j + l] * q, r = q * q;
            ax[l] += w * dx;
            ay[l] += w * dy;
            rx[l] += r * dx;
            ry[l] += r * dy;
            z[l] += q;
        }
    felt[0] = add_lanes(ax);
    felt[1] = add_lanes(ay);
    felt[2] = add_lanes(rx);
    felt[3] = add_lanes(ry);
    return add_lanes(z) - 1; /* without itself */
}

static float step(float momentum, float v, float rate, float force)
{
    float next = momentum * v - rate * force;
    return next > LONGEST_STEP ? LONGEST_STEP : next < -LONGEST_STEP ? -LONGEST_STEP : next;
}

static void move(mapping *m, bool early)
{
    float z = 0, more = early ? EXAGGERATION : 1, momentum = early ? 0.5F : 0.8F;
    float rate = (float)m->n * (early ? 1.0F : 2.0F);
    for (uint32_t i = 0; i < m->n; i++) z += feel(m, i, m->felt + 4 * (size_t)i);
    for (uint32_t i = 0; i < m->n; i++) {
        const float *felt = m->felt + 4 * (size_t)i;
        m->vx[i] = step(momentum, m->vx[i], rate, more * felt[0] - felt[2] / z);
        m->vy[i] = step(momentum, m->vy[i], rate, more * felt[1] - felt[3] / z);
        m->x[i] += m->vx[i];
        m->y[i] += m->vy[i];
    }
}

static float range(const float *v, uint32_t n, float *low)
{
    float high = v[0];
    *low = v[0];
    for (uint32_t i = 1; i < n; i++) {
        if (v[i] < *low) *low = v[i];
        if (v[i] > high) high = v[i];
    }
    return high - *low;
}

/* Onto 0 .. 1 along the longer side, which becomes x. */
static void frame(mapping *m)
{
    float low[2], width = range(m->x, m->n, &low[0]), height = range(m->y, m->n, &low[1]);
    float scale = width > height ? width : height;
    if (!(scale > 0)) scale = 1;
    for (uint32_t i = 0; i < m->n; i++) {
        float x = (m->x[i] - low[0]) / scale, y = (m->y[i] - low[1]) / scale;
        m->points[i].x = width >= height ? x : y;
        m->points[i].y = width >= height ? y : x;
    }
}

static float apart(const mapping *m, uint32_t i, uint32_t j)
{
    float dx = m->x[i] - m->x[j], dy = m->y[i] - m->y[j];
    return dx * dx + dy * dy;
}

/* The share of the nearest that are among the ten nearest points. */
static double measure(const mapping *m)
{
    uint32_t kept = 0, all = 0;
    for (uint32_t i = 0; i < m->n; i++)
        for (uint32_t k = 0; k < m->points[i].n_nearest; k++) {
            uint32_t nearer = 0, other = m->points[i].nearest[k];
            for (uint32_t j = 0; j < m->n; j++) nearer += j != i && apart(m, i, j) < apart(m, i, other);
            kept += nearer < AMONG;
            all++;
        }
    return all > 0 ? (double)kept / all : 0;
}

/* From points to entries. */
static void name_nearest(mapping *m)
{
    for (uint32_t i = 0; i < m->n; i++)
        for (uint32_t k = 0; k < m->points[i].n_nearest; k++)
            m->points[i].nearest[k] = m->points[m->points[i].nearest[k]].entry;
}

static bool reserve(mapping *m)
{
    m->dot = khl_alloc_zero((size_t)m->n * m->n, sizeof *m->dot);
    m->pull = khl_alloc_zero((size_t)m->n * m->stride, sizeof *m->pull);
    m->x = khl_alloc_zero((size_t)m->stride * 8, sizeof *m->x);
    m->member = khl_alloc((size_t)m->n * MOST_MEMBERS, sizeof *m->member);
    if (m->dot == NULL || m->pull == NULL || m->x == NULL || m->member == NULL) return false;
    m->y = m->x + m->stride;
    m->vx = m->y + m->stride;
    m->vy = m->vx + m->stride;
    m->felt = m->vy + m->stride;
    return true;
}

/* What needs no memory and reads nothing that is written meanwhile: goes on beside what builds the shortlist.
 */
static void place(void *context)
{
    mapping *m = context;
    start(m);
    for (unsigned s = 0; s < STEPS; s++) move(m, s < EARLY);
    frame(m);
    m->kept = measure(m);
}

khl_status khl_run_begin_map(khl_run *run)
{
    uint32_t n = run->n_entries < MOST_POINTS ? (uint32_t)run->n_entries : MOST_POINTS;
    if (run->streamed || run->options.without_charts || n < LEAST_POINTS) return KHL_OK;
    mapping *m = run->mapping = khl_alloc_zero(1, sizeof *m);
    if (m == NULL) return khl_fail_memory(run->err);
    *m = (mapping){.run = run, .n = n, .stride = (n + LANES - 1) / LANES * LANES};
    khl_status status = reserve(m) ? choose(m) : khl_fail_memory(run->err);
    if (status == KHL_OK) status = compare(m);
    if (status == KHL_OK) find_nearest(m);
    if (status == KHL_OK) status = share_out(m);
    if (status != KHL_OK) return status;
    bool beside = khl_pool_size(run->pool) > 1 && khl_side_task_start(&m->task, place, m);
    if (!beside) place(m);
    return KHL_OK;
}

void khl_run_take_map(khl_run *run, khl_draft_map *out)
{
    mapping *m = run->mapping;
    if (m == NULL) return;
    khl_side_task_join(&m->task);
    name_nearest(m);
    *out = (khl_draft_map){m->points, m->n, m->kept};
}

void khl_run_end_map(khl_run *run)
{
    mapping *m = run->mapping;
    if (m == NULL) return;
    khl_side_task_join(&m->task);
    free(m->dot);
    free(m->pull);
    free(m->x);
    free(m->member);
    free(m);
    run->mapping = NULL;
}
