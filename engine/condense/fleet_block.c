/* One job: two shards are mapped, their demands made comparable, and each large group joined across them (of
 * one shard, within it). What a pair is judged to be is what khl_run_compare_large finds, to the bit: rows,
 * evidence and order are those of the whole collection. */
#include "fleet.h"

#include "alloc.h"
#include "error.h"
#include "freight.h"
#include "khulasa/search.h"
#include "outfile.h"
#include "str.h"

#include <math.h>
#include <stdio.h>

enum { GRAIN = 512 };

typedef struct block {
    khl_run run;
    khl_pack shared, shard[2];
    const khl_fleet_line *lines[2];
    size_t n_lines[2], n_shards;
    uint32_t *picked[2];   /* [n] lines of groups that both shards hold; NULL: all of the only shard */
    size_t n[2], first[2]; /* demands of a shard, and the number of the first */
    khl_str *demands;      /* [n[0] + n[1]] */
    uint32_t *seats;       /* likewise */
    khl_csr rows;
    size_t begin, middle; /* numbers behind the rows of the group at hand: in one shard, the other */
    size_t base[2];
    khl_fleet_pair *pairs;
    size_t n_pairs, capacity;
    const khl_progress *progress;
    khl_error *err;
} block;

static const khl_fleet_line *line_at(const block *b, size_t s, size_t k)
{
    return &b->lines[s][b->picked[s] != NULL ? b->picked[s][k] : k];
}

/* The lines of one group from *at on. */
static void pick_group(block *b, size_t s, size_t *at)
{
    uint32_t group = b->lines[s][*at].group;
    for (; *at < b->n_lines[s] && b->lines[s][*at].group == group; ++*at)
        b->picked[s][b->n[s]++] = (uint32_t)*at;
}

/* Of two shards only what has someone to meet; of one, all. */
static khl_status pick_lines(block *b)
{
    size_t at[2] = {0, 0};
    if (b->n_shards < 2) {
        b->n[0] = b->n_lines[0];
        return KHL_OK;
    }
    for (size_t s = 0; s < 2; s++) {
        b->picked[s] = khl_alloc(b->n_lines[s], sizeof *b->picked[s]);
        if (b->picked[s] == NULL) return khl_fail_memory(b->err);
    }
    while (at[0] < b->n_lines[0] && at[1] < b->n_lines[1]) {
        uint32_t x = b->lines[0][at[0]].group, y = b->lines[1][at[1]].group;
        if (x == y)
            for (size_t s = 0; s < 2; s++) pick_group(b, s, &at[s]);
        else
            at[y < x]++;
    }
    return KHL_OK;
}

static khl_status list_demands(block *b, size_t s)
{
    khl_status status = KHL_OK;
    for (size_t k = 0; k < b->n[s] && status == KHL_OK; k++) {
        size_t at = b->first[s] + k;
        const khl_fleet_line *line = line_at(b, s, k);
        b->seats[at] = line->seat;
        b->run.given[at] = (uint32_t)line->given;
        status = khl_fleet_demand(&b->demands[at], &b->shard[s], b->lines[s], b->n_lines[s],
                                  (size_t)(line - b->lines[s]), b->err);
    }
    return status;
}

static khl_status open_shard(block *b, const khl_fleet *fleet, size_t s, uint32_t number)
{
    b->n_shards = s + 1;
    return khl_fleet_shard_open(&b->shard[s], fleet, KHL_FLEET_TRAVEL, number, &b->lines[s], &b->n_lines[s],
                                b->err);
}

static khl_status open_files(block *b, const khl_fleet *fleet, khl_fleet_job job)
{
    khl_status status = khl_fleet_pack(&b->shared, fleet, "shared", -1, fleet->shared, b->err);
    if (status == KHL_OK) status = open_shard(b, fleet, 0, job.a);
    if (status == KHL_OK && job.b != job.a) status = open_shard(b, fleet, 1, job.b);
    if (status == KHL_OK) status = pick_lines(b);
    b->first[1] = b->n[0];
    return status;
}

/* A run of which there is no more than judging asks for. */
static khl_status make_comparable(block *b)
{
    khl_run *run = &b->run;
    khl_str settings = khl_pack_section_find(&b->shared, "settings");
    khl_str match = khl_pack_section_find(&b->shared, "match");
    khl_fleet_settings are;
    if (settings.n != sizeof are || match.n != sizeof *run->match) return khl_freight_torn(b->err);
    memcpy(&are, settings.p, sizeof are);
    size_t n = b->n[0] + b->n[1];
    run->match = (const khl_match_model *)(const void *)match.p;
    run->streamed = are.streamed != 0;
    run->given = khl_alloc(n, sizeof *run->given);
    b->demands = khl_alloc(n, sizeof *b->demands);
    b->seats = khl_alloc(n, sizeof *b->seats);
    if (run->given == NULL || b->demands == NULL || b->seats == NULL) return khl_fail_memory(b->err);
    khl_status status = KHL_OK;
    for (size_t s = 0; s < b->n_shards && status == KHL_OK; s++) status = list_demands(b, s);
    const khl_freight freight = {khl_pack_section_find(&b->shared, "shared"), b->demands, n};
    if (status == KHL_OK)
        status = khl_freight_unpack(&run->matcher, &b->rows, &freight, run->match, are.by_city != 0, b->err);
    return status;
}

static uint32_t number_of(const block *b, uint32_t row)
{
    return (uint32_t)(row < b->middle ? b->base[0] + row : b->base[1] + (row - b->middle));
}

static khl_status take_pairs(void *context, const khl_join_pair *pairs, size_t n, khl_error *err)
{
    block *b = context;
    if (!khl_grow(&b->pairs, &b->capacity, b->n_pairs + n, sizeof *b->pairs)) return khl_fail_memory(err);
    for (size_t k = 0; k < n; k++) {
        uint32_t x = number_of(b, pairs[k].i), y = number_of(b, pairs[k].j);
        bool turned = b->seats[x] > b->seats[y];
        b->pairs[b->n_pairs++] = turned ? (khl_fleet_pair){y, x, 1.0F} : (khl_fleet_pair){x, y, 1.0F};
    }
    return KHL_OK;
}

/* The rows of n demands from `first` on, behind what out holds. */
static void append_rows(khl_csr *out, const khl_csr *all, size_t first, size_t n)
{
    uint64_t begin = all->row_ptr[first], nnz = all->row_ptr[first + n] - begin,
             at = out->row_ptr[out->n_rows];
    for (size_t k = 0; k < n; k++)
        out->row_ptr[out->n_rows + k + 1] = at + all->row_ptr[first + k + 1] - begin;
    if (nnz > 0) memcpy(out->col + at, all->col + begin, nnz * sizeof *out->col);
    if (nnz > 0) memcpy(out->val + at, all->val + begin, nnz * sizeof *out->val);
    out->n_rows += (uint32_t)n;
}

static khl_status take_rows(khl_csr *out, const block *b, const size_t n[2])
{
    uint64_t nnz = 0;
    for (size_t s = 0; s < 2; s++)
        if (n[s] > 0) nnz += b->rows.row_ptr[b->base[s] + n[s]] - b->rows.row_ptr[b->base[s]];
    *out = (khl_csr){0, b->rows.n_cols, khl_alloc_zero(n[0] + n[1] + 1, sizeof *out->row_ptr),
                     khl_alloc(nnz, sizeof *out->col), khl_alloc(nnz, sizeof *out->val)};
    if (!out->row_ptr || !out->col || !out->val) return khl_fail_memory(b->err);
    for (size_t s = 0; s < 2; s++)
        if (n[s] > 0) append_rows(out, &b->rows, b->base[s], n[s]);
    return KHL_OK;
}

/* One group: n[s] demands of shard s from base[s] on. */
static khl_status join_group(block *b, const size_t n[2])
{
    khl_csr rows = {0};
    khl_join *join = NULL;
    khl_join_options options = KHL_JOIN_OPTIONS_INIT;
    options.n_threads = khl_pool_size(b->run.pool);
    options.split = b->n_shards == 2 ? (uint32_t)n[0] : 0;
    b->middle = n[0];
    if (n[0] == 0 || (b->n_shards == 2 && n[1] == 0)) return KHL_OK;
    khl_status status = take_rows(&rows, b, n);
    if (status == KHL_OK) status = khl_run_compact(&rows, b->err);
    if (status == KHL_OK)
        status = khl_join_create(&join, &rows, khl_run_least_cosine(&b->run), &options, b->err);
    if (status == KHL_OK) status = khl_join_run(join, b->err);
    if (status == KHL_OK) status = khl_join_each(join, take_pairs, b, b->err);
    khl_join_destroy(join);
    khl_csr_clear(&rows);
    return status;
}

/* Groups in the order of shard 0; seats ascend, so both shards are walked once. */
static khl_status join_all(block *b)
{
    size_t at[2] = {0, 0};
    khl_status status = KHL_OK;
    while (at[0] < b->n[0] && status == KHL_OK) {
        uint32_t group = line_at(b, 0, at[0])->group;
        size_t n[2] = {0, 0};
        while (at[1] < b->n[1] && line_at(b, 1, at[1])->group < group) at[1]++;
        for (size_t s = 0; s < b->n_shards; s++) {
            while (at[s] + n[s] < b->n[s] && line_at(b, s, at[s] + n[s])->group == group) n[s]++;
            b->base[s] = b->first[s] + at[s];
            at[s] += n[s];
        }
        status = join_group(b, n);
        if (status == KHL_OK) status = khl_fleet_tell(b->progress, "join", at[0], b->n[0], b->err);
    }
    return status;
}

static khl_status judge_range(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    block *b = context;
    (void)worker;
    (void)err;
    for (size_t k = begin; k < end; k++) {
        khl_candidate c = {0, 0, 1.0F, false};
        khl_run_judge(&b->run, b->pairs[k].i, b->pairs[k].j, &c);
        float distance = fabsf(c.distance);
        b->pairs[k] = (khl_fleet_pair){b->seats[b->pairs[k].i], b->seats[b->pairs[k].j],
                                       c.apart ? -distance : distance};
    }
    return KHL_OK;
}

static int by_seats(const void *x, const void *y)
{
    const khl_fleet_pair *a = x, *b = y;
    if (a->i != b->i) return a->i < b->i ? -1 : 1;
    return a->j < b->j ? -1 : a->j > b->j;
}

static khl_status write_run(const block *b, const khl_fleet *fleet, uint32_t job)
{
    khl_pack_builder builder = {0};
    khl_buf image = KHL_BUF_INIT, *section = khl_pack_section_new(&builder, "of");
    char path[KHL_FLEET_PATH_BYTES];
    if (section != NULL) khl_buf_format(section, "%s %u", fleet->id, job);
    section = section != NULL ? khl_pack_section_new(&builder, "pairs") : NULL;
    khl_status status = section != NULL ? KHL_OK : khl_fail_memory(b->err);
    if (status == KHL_OK && b->n_pairs > 0)
        khl_buf_put(section, (khl_str){(const char *)b->pairs, b->n_pairs * sizeof *b->pairs});
    if (status == KHL_OK) status = khl_pack_build(&builder, &image, b->err);
    if (status == KHL_OK) status = khl_fleet_path(path, fleet->folder, "runs/", job, ".khr", b->err);
    if (status == KHL_OK) status = khl_file_write(path, khl_buf_str(&image), b->err);
    khl_buf_clear(&image);
    khl_pack_builder_clear(&builder);
    return status;
}

static void close_block(block *b)
{
    khl_matcher_destroy(b->run.matcher);
    khl_csr_clear(&b->rows);
    khl_pool_destroy(b->run.pool);
    free(b->run.given);
    free(b->demands);
    free(b->seats);
    free(b->pairs);
    khl_pack_close(&b->shared);
    for (size_t s = 0; s < 2; s++) {
        free(b->picked[s]);
        khl_pack_close(&b->shard[s]);
    }
}

khl_status khl_fleet_block(const khl_fleet *fleet, uint32_t job, unsigned n_threads,
                           const khl_progress *progress, khl_error *err)
{
    block b = {.progress = progress, .err = err, .run = {.err = err}};
    if (job >= fleet->n_jobs) {
        char jobs[24];
        snprintf(jobs, sizeof jobs, "%zu", fleet->n_jobs);
        return KHL_FAIL(err, KHL_E_ARGUMENT, "fleet.job",
                        "the jobs of this plan are numbered from 0 and {0} in all; see khulasa-fleet jobs",
                        jobs);
    }
    khl_status status = khl_pool_create(&b.run.pool, n_threads, err);
    if (status == KHL_OK) status = open_files(&b, fleet, fleet->jobs[job]);
    if (status == KHL_OK) status = make_comparable(&b);
    if (status == KHL_OK) status = join_all(&b);
    if (status == KHL_OK)
        status = khl_pool_for(b.run.pool, b.n_pairs, GRAIN, judge_range, &b, progress, "compare", err);
    if (status == KHL_OK && b.n_pairs > 1) qsort(b.pairs, b.n_pairs, sizeof *b.pairs, by_seats);
    if (status == KHL_OK) status = write_run(&b, fleet, job);
    close_block(&b);
    return status;
}
