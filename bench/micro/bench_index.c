/* bench_index MODELS INDEX CSV EVERY [ROUNDS]: questions to an index of one segment, one at a time on one
 * thread: every EVERYth proposal of CSV, which may be what the index was made of or any other.
 * bench_index --ask MODELS INDEX CSV: all of CSV once to warm up and once more; for each question a line with
 * its seconds and the ids of the ten nearest as they were judged, tabs between (bench/peers/trigrams.py).
 *
 * The first prints p50 and p99 of the whole question and of each of its stages; of the search alone beside
 * two unpruned scans of the same rows for as many nearest (all postings of the question's columns added up,
 * then the ten largest looked for among all rows, or among those that were touched); and of the whole
 * question beside one that would find its candidates by the faster scan. All questions are asked in one way,
 * then in the next, so that no question finds the caches as it left them, ROUNDS times (3), and its fastest
 * time counts. The nearest of the search are held against those of the scan; one that differs ends the run.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "binary_rows.h"
#include "index.h"
#include "khulasa/corpus.h"
#include "khulasa/index.h"

enum { K = 10, DENSE = KHL_N_STAGES, TOUCHED, WHOLE, FOUND, N_TIMES };

static const char *const NAMES[N_TIMES] = {
    [KHL_STAGE_QUESTION] = "  question analysed",
    [KHL_STAGE_SEARCH] = "  search within it",
    [KHL_STAGE_READ] = "  candidates read",
    [KHL_STAGE_MATCHER] = "  candidates made ready",
    [KHL_STAGE_JUDGE] = "  judged",
    [KHL_STAGE_EXPLAIN] = "  explained",
    [DENSE] = "scan, all rows looked at",
    [TOUCHED] = "scan, touched rows looked at",
    [WHOLE] = "whole question",
    [FOUND] = "search alone",
};

typedef struct scan {
    uint32_t n_rows;
    const khl_nearest *index;
    uint64_t *begin;                    /* [n_cols + 1] of lists of all rows, equal ones too */
    uint32_t *row, *touched, *distinct; /* of each row, its number among the distinct ones */
    float *value, *sums;
} scan;

typedef struct near {
    uint32_t row;
    float sum;
} near;

typedef struct bench {
    khl_index *index;
    scan scan;
    khl_query query;
    khl_weighing weighing;
    khl_index_row row; /* of the question at hand, in the columns of the index */
    double (*times)[N_TIMES];
    double *stage, last; /* times of the question at hand; when its last stage ended */
} bench;

static void fail(const khl_error *err)
{
    fprintf(stderr, "bench_index: %s\n", err->message);
    exit(1);
}

static void *room(size_t n, size_t size)
{
    void *p = calloc(n + 1, size);
    if (p == NULL) fail(&(khl_error){.message = "no memory"});
    return p;
}

static void number_rows(scan *s)
{
    const khl_nearest *x = s->index;
    for (uint32_t d = 0; d < x->n_rows; d++)
        for (uint32_t m = x->member_of[d]; m < x->member_of[d + 1]; m++) s->distinct[x->member[m]] = d;
}

/* Walks over all rows: counts the entries of columns, then fills the lists. */
static void walk(scan *s, uint64_t *next, bool filling)
{
    const khl_nearest *x = s->index;
    for (uint32_t i = 0; i < s->n_rows; i++)
        for (uint64_t k = x->row_ptr[s->distinct[i]]; k < x->row_ptr[s->distinct[i] + 1]; k++) {
            uint64_t at = next[x->entry[k].col + !filling]++;
            if (!filling) continue;
            s->row[at] = i;
            s->value[at] = x->entry[k].val;
        }
}

static void invert(scan *s, const khl_nearest *x)
{
    s->index = x;
    s->n_rows = x->n_given;
    s->begin = room((size_t)x->n_cols + 2, sizeof *s->begin);
    s->sums = room(s->n_rows, sizeof *s->sums);
    s->touched = room(s->n_rows, sizeof *s->touched);
    s->distinct = room(s->n_rows, sizeof *s->distinct);
    number_rows(s);
    uint64_t *next = s->begin + 1;
    walk(s, next, false);
    for (uint32_t c = 1; c <= x->n_cols; c++) next[c] += next[c - 1];
    s->row = room(next[x->n_cols], sizeof *s->row);
    s->value = room(next[x->n_cols], sizeof *s->value);
    walk(s, next, true);
}

static void keep(near best[K], near one)
{
    unsigned at = K - 1;
    for (; at > 0 && best[at - 1].sum < one.sum; at--) best[at] = best[at - 1];
    best[at] = one;
}

/* The ten largest sums; those of rows never touched are 0. */
static void scan_all(scan *s, khl_rank_row q, near best[K])
{
    memset(best, 0, K * sizeof *best);
    for (size_t k = 0; k < q.n; k++)
        for (uint64_t p = s->begin[q.col[k]]; p < s->begin[q.col[k] + 1]; p++)
            s->sums[s->row[p]] += q.val[k] * s->value[p];
    for (uint32_t i = 0; i < s->n_rows; i++) {
        if (s->sums[i] > best[K - 1].sum) keep(best, (near){i, s->sums[i]});
        s->sums[i] = 0;
    }
}

static void scan_touched(scan *s, khl_rank_row q, near best[K])
{
    uint32_t n = 0;
    memset(best, 0, K * sizeof *best);
    for (size_t k = 0; k < q.n; k++)
        for (uint64_t p = s->begin[q.col[k]]; p < s->begin[q.col[k] + 1]; p++) {
            float *sum = &s->sums[s->row[p]];
            if (*sum == 0) s->touched[n++] = s->row[p];
            *sum += q.val[k] * s->value[p];
        }
    for (uint32_t t = 0; t < n; t++) {
        float *sum = &s->sums[s->touched[t]];
        if (*sum > best[K - 1].sum) keep(best, (near){s->touched[t], *sum});
        *sum = 0;
    }
}

static int by_score(const void *x, const void *y)
{
    const khl_near *a = x, *b = y;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

/* By the columns of the row, one by one. */
static double product(const scan *s, khl_rank_row q, uint32_t i)
{
    const khl_nearest *x = s->index;
    double sum = 0;
    for (uint64_t k = x->row_ptr[s->distinct[i]]; k < x->row_ptr[s->distinct[i] + 1]; k++)
        for (size_t j = 0; j < q.n; j++)
            if (q.col[j] == x->entry[k].col) sum += (double)q.val[j] * (double)x->entry[k].val;
    return sum;
}

/* Ends the run where the query did not find what the scan finds: rows near the tenth sum are multiplied in
 * full. */
static void check(bench *b, khl_rank_row q)
{
    scan *s = &b->scan;
    near best[K];
    size_t n = 0;
    khl_near *exact = room(s->n_rows, sizeof *exact);
    scan_all(s, q, best);
    for (size_t k = 0; k < q.n; k++)
        for (uint64_t p = s->begin[q.col[k]]; p < s->begin[q.col[k] + 1]; p++)
            s->sums[s->row[p]] += q.val[k] * s->value[p];
    for (uint32_t i = 0; i < s->n_rows; i++) {
        if (s->sums[i] > 0 && s->sums[i] >= best[K - 1].sum - 1e-4F)
            exact[n++] = (khl_near){i, product(s, q, i)};
        s->sums[i] = 0;
    }
    qsort(exact, n, sizeof *exact, by_score);
    bool same = b->query.n == (n < K ? n : K);
    for (size_t k = 0; k < b->query.n && same; k++)
        same = exact[k].row == b->query.heap[k].row && exact[k].score == b->query.heap[k].score;
    free(exact);
    if (!same) fail(&(khl_error){.message = "the search did not find what the scan finds"});
}

static void stage_ended(void *context, khl_index_stage stage)
{
    bench *b = context;
    double now = seconds_now();
    b->stage[stage] += now - b->last;
    b->last = now;
}

static khl_status print_ids(void *context, const khl_similar_row *row, khl_error *err)
{
    (void)err;
    for (size_t k = 0; k < row->n_matches && *(bool *)context; k++)
        printf("\t%.*s", (int)row->matches[k].proposal->id.n, row->matches[k].proposal->id.p);
    return KHL_OK;
}

/* The whole question; seconds. */
static double ask_whole(bench *b, const khl_proposal *p, double times[N_TIMES], bool print)
{
    khl_error err = {0};
    khl_corpus *one = NULL;
    khl_similar_options options = KHL_SIMILAR_OPTIONS_INIT;
    options.k = options.candidates = K;
    options.n_threads = 1;
    options.brief = true;
    if (khl_corpus_create(&one, &err) != KHL_OK || khl_corpus_add(one, p, &err) != KHL_OK) fail(&err);
    b->stage = times;
    double begin = b->last = seconds_now();
    if (khl_index_find(b->index, one, &options, print_ids, &print, &err) != KHL_OK) fail(&err);
    double end = seconds_now();
    khl_corpus_destroy(one);
    return end - begin;
}

static void weigh(bench *b, khl_str text)
{
    khl_error err = {0};
    khl_analysis a;
    if (khl_text_analyze(khl_models_text(b->index->models), text, b->index->attested, &a, &err) != KHL_OK ||
        khl_index_weigh(b->index, &a, &b->weighing, &err) != KHL_OK ||
        khl_index_row_of(&b->index->segments[0], &b->weighing, &b->row, &err) != KHL_OK)
        fail(&err);
    khl_analysis_clear(&a);
}

static void time_question(bench *b, const khl_proposal *p, double times[N_TIMES], unsigned what)
{
    khl_error err = {0};
    near best[K];
    khl_rank_row q = {b->row.col, b->row.val, b->row.n};
    if (what == WHOLE) {
        times[what] = ask_whole(b, p, times, false);
        return;
    }
    double begin = seconds_now();
    if (what == DENSE)
        scan_all(&b->scan, q, best);
    else if (what == TOUCHED)
        scan_touched(&b->scan, q, best);
    else if (khl_nearest_find(&b->index->segments[0].near, &b->query, q, 0, NULL, NULL, &err) != KHL_OK)
        fail(&err);
    times[what] = seconds_now() - begin;
}

/* One way of asking after the other, so that each finds the caches as its own kind leaves them. */
static void ask_all(bench *b, const khl_corpus *corpus, size_t every, size_t n, bool first)
{
    static const unsigned WAYS[] = {WHOLE, FOUND, DENSE, TOUCHED};
    for (unsigned way = 0; way < 4; way++)
        for (size_t i = 0; i < n; i++) {
            const khl_proposal *p = khl_corpus_at(corpus, i * every);
            double times[N_TIMES] = {0};
            if (WAYS[way] != WHOLE) weigh(b, p->text);
            time_question(b, p, times, WAYS[way]);
            if (first && WAYS[way] == FOUND) check(b, (khl_rank_row){b->row.col, b->row.val, b->row.n});
            for (unsigned t = 0; t < N_TIMES; t++)
                if (times[t] > 0 && (first || times[t] < b->times[i][t])) b->times[i][t] = times[t];
        }
}

static int ascending(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return a < b ? -1 : a > b;
}

static void report(const char *name, double *times, size_t n)
{
    qsort(times, n, sizeof *times, ascending);
    printf("%-30s p50 %8.1f us   p99 %8.1f us\n", name, times[n / 2] * 1e6, times[n * 99 / 100] * 1e6);
}

static void report_all(const bench *b, size_t n)
{
    static const unsigned ORDER[] = {WHOLE,
                                     KHL_STAGE_QUESTION,
                                     KHL_STAGE_SEARCH,
                                     KHL_STAGE_READ,
                                     KHL_STAGE_MATCHER,
                                     KHL_STAGE_JUDGE,
                                     KHL_STAGE_EXPLAIN,
                                     FOUND,
                                     DENSE,
                                     TOUCHED};
    double *times = room(n, sizeof *times);
    for (unsigned t = 0; t < N_TIMES; t++) {
        for (size_t i = 0; i < n; i++) times[i] = b->times[i][ORDER[t]];
        report(NAMES[ORDER[t]], times, n);
    }
    for (size_t i = 0; i < n; i++) times[i] = fmin(b->times[i][DENSE], b->times[i][TOUCHED]);
    report("scan, the better of the two", times, n);
    for (size_t i = 0; i < n; i++) times[i] += b->times[i][WHOLE] - b->times[i][KHL_STAGE_SEARCH];
    report("whole question by that scan", times, n);
    free(times);
}

static void open_index(bench *b, const char *path, const khl_models *models)
{
    khl_error err = {0};
    if (khl_index_open(&b->index, path, models, &err) != KHL_OK) fail(&err);
    b->index->ended = stage_ended;
    b->index->watcher = b;
}

static void open_scan(bench *b)
{
    khl_error err = {0};
    const khl_segment *only = &b->index->segments[0];
    if (b->index->n_segments > 1 || only->n_deleted > 0)
        fail(&(khl_error){.message = "the index has grown; merge it first"});
    printf("%zu proposals, %u distinct rows, %llu entries\n", b->index->n, only->near.n_rows,
           (unsigned long long)only->near.row_ptr[only->near.n_rows]);
    if (khl_query_init(&b->query, &only->near, K, &err) != KHL_OK) fail(&err);
    invert(&b->scan, &only->near);
}

static void print_answers(bench *b, const khl_corpus *corpus)
{
    double times[N_TIMES] = {0};
    for (size_t i = 0; i < khl_corpus_count(corpus); i++)
        ask_whole(b, khl_corpus_at(corpus, i), times, false);
    for (size_t i = 0; i < khl_corpus_count(corpus); i++) {
        printf("%.7f", ask_whole(b, khl_corpus_at(corpus, i), times, false));
        ask_whole(b, khl_corpus_at(corpus, i), times, true);
        printf("\n");
    }
}

static void measure(bench *b, const khl_corpus *corpus, size_t every, int rounds)
{
    size_t n = khl_corpus_count(corpus) / every;
    open_scan(b);
    b->times = room(n, sizeof *b->times);
    for (int round = 0; round < rounds || round == 0; round++) ask_all(b, corpus, every, n, round == 0);
    if (n > 0) report_all(b, n);
    khl_query_clear(&b->query);
}

int main(int argc, char **argv)
{
    bool answers = argc == 5 && strcmp(argv[1], "--ask") == 0;
    char **paths = argv + 1 + answers;
    if (!answers && (argc < 5 || argc > 6 || atoi(argv[4]) < 1)) {
        fputs("usage: bench_index MODELS INDEX CSV EVERY [ROUNDS] | --ask MODELS INDEX CSV\n", stderr);
        return 2;
    }
    khl_error err = {0};
    khl_models *models = NULL;
    khl_corpus *corpus = NULL;
    bench b = {.index = NULL};
    if (khl_models_open(&models, paths[0], &err) != KHL_OK || khl_corpus_create(&corpus, &err) != KHL_OK ||
        khl_corpus_read(corpus, paths[2], NULL, &err) != KHL_OK)
        fail(&err);
    open_index(&b, paths[1], models);
    if (answers)
        print_answers(&b, corpus);
    else
        measure(&b, corpus, (size_t)atoi(argv[4]), argc == 6 ? atoi(argv[5]) : 3);
    khl_weighing_clear(&b.weighing);
    khl_index_row_clear(&b.row);
    khl_index_close(b.index);
    khl_corpus_destroy(corpus);
    khl_models_destroy(models);
    return 0;
}
