/* Beside an earlier result. A drop is what chance does not explain: time by more than a twentieth with ranges
 * that do not meet, memory in the same way (threads make peaks differ), an F1 by more than 0.005, a case
 * that failed and did not before. */
#include "bench.h"

#include "alloc.h"
#include "cells.h"
#include "error.h"
#include "files.h"
#include "str.h"

#include <jansson.h>
#include <stdio.h>
#include <sys/stat.h>

#define SLOWER 1.05
#define LARGER 1.05
#define WORSE 0.005

enum { MOST_COLUMNS = 64 };

/* A case of an earlier result. */
typedef struct earlier {
    khl_str name; /* owned by the arena */
    double median_s, least_s, most_s, mib, f1[2];
    bool failed, seen;
} earlier;

typedef struct khl_bench_old {
    khl_arena arena;
    const char *path;
    KHL_BENCH_LIST(earlier) cases;
} old_result;

static khl_status fail_old(const old_result *old, uint64_t row, khl_error *err)
{
    KHL_FAIL(err, KHL_E_INPUT, "bench.old",
             "this is no result of khulasa bench; name its results.csv, results.json or folder");
    return khl_error_at(err, old->path, row, 0);
}

static khl_status add_old(old_result *old, khl_str *parts, const double *figures, bool failed, khl_error *err)
{
    khl_buf name = KHL_BUF_INIT;
    for (int k = 0; k < 4; k++) {
        if (k > 0) khl_buf_char(&name, ' ');
        khl_buf_put(&name, parts[k]);
    }
    khl_str copy = khl_buf_ok(&name) ? khl_arena_copy(&old->arena, khl_buf_str(&name)) : (khl_str){NULL, 0};
    khl_buf_clear(&name);
    if (copy.p == NULL ||
        !khl_grow(&old->cases.p, &old->cases.capacity, old->cases.n + 1, sizeof *old->cases.p))
        return khl_fail_memory(err);
    old->cases.p[old->cases.n++] = (earlier){
        copy, figures[0], figures[1], figures[2], figures[3], {figures[4], figures[5]}, failed, false};
    return KHL_OK;
}

static khl_status add_json_case(old_result *old, const json_t *item, khl_error *err)
{
    static const char *const PARTS[] = {"suite", "input", "command", "configuration"};
    static const char *const FIGURES[] = {"median_s", "min_s", "max_s", "peak_mib"};
    khl_str parts[4];
    double figures[6];
    const json_t *quality = json_object_get(item, "quality");
    const char *status = json_string_value(json_object_get(item, "status"));
    for (int k = 0; k < 4; k++) {
        parts[k] = khl_str_from(json_string_value(json_object_get(item, PARTS[k])));
        figures[k] = json_number_value(json_object_get(item, FIGURES[k]));
        if (parts[k].n == 0) return fail_old(old, 0, err);
    }
    figures[4] = quality != NULL ? json_number_value(json_object_get(quality, "pair_f1")) : -1;
    figures[5] = quality != NULL ? json_number_value(json_object_get(quality, "b_cubed_f1")) : -1;
    return add_old(old, parts, figures, status != NULL && strcmp(status, "failed") == 0, err);
}

static khl_status read_json(old_result *old, khl_error *err)
{
    json_t *root = json_load_file(old->path, 0, NULL);
    const json_t *cases = json_object_get(root, "cases");
    khl_status status = json_is_array(cases) ? KHL_OK : fail_old(old, 0, err);
    for (size_t i = 0; i < json_array_size(cases) && status == KHL_OK; i++)
        status = add_json_case(old, json_array_get(cases, i), err);
    json_decref(root);
    return status;
}

/* One line of the CSV that bench writes: cells in quotes hold no line end. Returns the number of cells. */
static size_t cut_line(khl_str line, khl_str *cells)
{
    size_t n = 0, begin = 0;
    bool quoted = false;
    for (size_t i = 0; i <= line.n && n < MOST_COLUMNS; i++) {
        if (i < line.n && line.p[i] == '"') quoted = !quoted;
        if (i < line.n && (line.p[i] != ',' || quoted)) continue;
        cells[n++] = khl_str_part(line, begin, i);
        begin = i + 1;
    }
    return n;
}

static size_t column_of(const khl_str *head, size_t n, const char *name)
{
    size_t i = 0;
    while (i < n && !khl_str_equal(head[i], khl_str_from(name))) i++;
    return i;
}

static const char *const CSV_COLUMNS[] = {"suite",    "input",    "command",   "configuration",
                                          "status",   "median_s", "min_s",     "max_s",
                                          "peak_mib", "pair_f1",  "b_cubed_f1"};
enum {
    N_COLUMNS = sizeof CSV_COLUMNS / sizeof *CSV_COLUMNS,
    FIRST_FIGURE = 5,
    N_FIGURES = N_COLUMNS - FIRST_FIGURE
};

static khl_status add_csv_case(old_result *old, const khl_str *cells, const size_t *at, uint64_t row,
                               khl_error *err)
{
    khl_str parts[4];
    double figures[N_FIGURES] = {0, 0, 0, 0, -1, -1};
    for (int k = 0; k < 4; k++) parts[k] = cells[at[k]];
    for (int k = 0; k < N_FIGURES; k++) {
        khl_str cell = cells[at[FIRST_FIGURE + k]];
        if (cell.n > 0 && !khl_str_to_f64(cell, &figures[k])) return fail_old(old, row, err);
    }
    return add_old(old, parts, figures, khl_str_equal(cells[at[4]], KHL_STR("failed")), err);
}

static khl_status read_csv_lines(old_result *old, khl_str bytes, khl_error *err)
{
    khl_str head[MOST_COLUMNS], cells[MOST_COLUMNS], line;
    size_t at[N_COLUMNS], n_head = 0;
    uint64_t row = 0;
    khl_status status = KHL_OK;
    for (size_t from = 0; from < bytes.n && status == KHL_OK; from += line.n + 1) {
        const char *end = memchr(bytes.p + from, '\n', bytes.n - from);
        line = khl_str_part(bytes, from, end != NULL ? (size_t)(end - bytes.p) : bytes.n);
        size_t n = cut_line(khl_str_trim(line), row == 0 ? head : cells);
        if (row++ > 0) {
            status = n == n_head ? add_csv_case(old, cells, at, row, err) : fail_old(old, row, err);
            continue;
        }
        n_head = n;
        for (int k = 0; k < N_COLUMNS && status == KHL_OK; k++)
            if ((at[k] = column_of(head, n, CSV_COLUMNS[k])) == n) status = fail_old(old, 1, err);
    }
    return row > 0 ? status : fail_old(old, 0, err);
}

static khl_status read_csv(old_result *old, khl_error *err)
{
    khl_file file;
    khl_status status = khl_file_open(&file, old->path, (size_t)64 << 20, err);
    if (status != KHL_OK) return status;
    status = read_csv_lines(old, file.bytes, err);
    khl_file_close(&file);
    return status;
}

static khl_status read_old(old_result *old, const char *path, khl_error *err)
{
    struct stat st;
    if (stat(path, &st) != 0) return khl_fail_system(err, "file.open", "cannot be opened: {0}", path);
    khl_buf whole = KHL_BUF_INIT;
    khl_buf_put_c(&whole, path);
    if (S_ISDIR(st.st_mode)) khl_buf_put_c(&whole, "/results.json");
    old->path = khl_buf_ok(&whole) ? khl_arena_copy(&old->arena, khl_buf_str(&whole)).p : NULL;
    khl_buf_clear(&whole);
    if (old->path == NULL) return khl_fail_memory(err);
    if (stat(old->path, &st) != 0)
        return khl_fail_system(err, "file.open", "cannot be opened: {0}", old->path);
    bool csv = khl_str_ends(khl_str_from(old->path), KHL_STR(".csv"));
    return csv ? read_csv(old, err) : read_json(old, err);
}

static double ratio(double new, double old)
{
    return old > 0 && new > 0 ? new / old : 0;
}

static void judge_quality(khl_bench_change *x, const khl_bench_case *c, const earlier *was)
{
    for (unsigned k = 0; k < 2; k++) {
        x->new_f1[k] = c->has_quality ? c->quality[3 * k + 2] : -1;
        x->old_f1[k] = was != NULL ? was->f1[k] : -1;
        x->worse =
            x->worse || (x->old_f1[k] >= 0 && x->new_f1[k] >= 0 && x->new_f1[k] < x->old_f1[k] - WORSE);
    }
}

static void judge(khl_bench_change *x, const khl_bench_case *c, const earlier *was)
{
    khl_bench_figures f = khl_bench_figures_of(c);
    x->new_s = f.median_s;
    x->new_mib = f.peak_mib;
    x->only_new = was == NULL;
    judge_quality(x, c, was);
    if (was == NULL) return;
    x->old_s = was->median_s;
    x->old_mib = was->mib;
    x->fails = c->failed && !was->failed;
    if (c->failed || was->failed) return;
    x->time_ratio = ratio(f.median_s, was->median_s);
    x->memory_ratio = ratio(f.peak_mib, was->mib);
    if (c->command->quality) return; /* that is one run, and has no spread */
    x->slower = x->time_ratio > SLOWER && f.least_s > was->most_s;
    x->faster = x->time_ratio > 0 && x->time_ratio < 1 / SLOWER && f.most_s < was->least_s;
    x->larger = x->memory_ratio > LARGER && f.least_peak_mib > was->mib;
}

static khl_bench_change *add_change(khl_bench *b, khl_str name, khl_error *err)
{
    char *copy = khl_alloc(name.n + 1, 1);
    if (copy == NULL ||
        !khl_grow(&b->changes.p, &b->changes.capacity, b->changes.n + 1, sizeof *b->changes.p)) {
        free(copy);
        khl_fail_memory(err);
        return NULL;
    }
    memcpy(copy, name.p, name.n);
    copy[name.n] = '\0';
    khl_bench_change *x = &b->changes.p[b->changes.n++];
    *x = (khl_bench_change){.name = copy};
    return x;
}

static khl_status compare_case(khl_bench *b, const khl_bench_case *c, old_result *old, khl_error *err)
{
    khl_buf name = KHL_BUF_INIT;
    earlier *was = NULL;
    khl_buf_format(&name, "%s %s %s %s", c->suite->name, c->input->name, c->command->name, c->config->name);
    if (!khl_buf_ok(&name)) return khl_fail_memory(err);
    for (size_t i = 0; i < old->cases.n && was == NULL; i++)
        if (khl_str_equal(old->cases.p[i].name, khl_buf_str(&name))) was = &old->cases.p[i];
    if (was != NULL) was->seen = true;
    khl_bench_change *x = add_change(b, khl_buf_str(&name), err);
    khl_buf_clear(&name);
    if (x == NULL) return KHL_E_MEMORY;
    judge(x, c, was);
    return KHL_OK;
}

void khl_bench_old_destroy(struct khl_bench_old *old)
{
    if (old == NULL) return;
    free(old->cases.p);
    khl_arena_clear(&old->arena);
    free(old);
}

khl_status khl_bench_old_read(struct khl_bench_old **out, const char *path, khl_error *err)
{
    *out = khl_alloc_zero(1, sizeof **out);
    if (*out == NULL) return khl_fail_memory(err);
    (*out)->arena = (khl_arena)KHL_ARENA_INIT(16 * 1024);
    return read_old(*out, path, err);
}

/* What was measured before and is not any more. */
static khl_status add_gone(khl_bench *b, const earlier *was, khl_error *err)
{
    khl_bench_change *x = add_change(b, was->name, err);
    if (x == NULL) return KHL_E_MEMORY;
    x->only_old = true;
    x->old_s = was->median_s;
    x->old_mib = was->mib;
    for (unsigned k = 0; k < 2; k++) x->old_f1[k] = x->new_f1[k] = -1;
    return KHL_OK;
}

khl_status khl_bench_compare(khl_bench *b, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t i = 0; i < b->cases.n && status == KHL_OK; i++)
        status = compare_case(b, &b->cases.p[i], b->old, err);
    for (size_t i = 0; i < b->old->cases.n && status == KHL_OK; i++)
        if (!b->old->cases.p[i].seen) status = add_gone(b, &b->old->cases.p[i], err);
    return status;
}

bool khl_bench_is_drop(const khl_bench_change *x)
{
    return x->slower || x->larger || x->worse || x->fails;
}

static void put_ratio(khl_buf *out, double value)
{
    if (value > 0)
        khl_buf_format(out, "  %7.3f", value);
    else
        khl_buf_put_c(out, "        -");
}

static void put_difference(khl_buf *out, double old, double new)
{
    if (old >= 0 && new >= 0)
        khl_buf_format(out, "  %+7.4f", new - old);
    else
        khl_buf_put_c(out, "        -");
}

static void put_words(khl_buf *out, const khl_program *p, const khl_bench_change *x)
{
    const struct {
        bool is;
        const char *id;
    } WORDS[] = {{x->slower, "cli.bench.slower"},    {x->larger, "cli.bench.larger"},
                 {x->worse, "cli.bench.worse"},      {x->fails, "cli.bench.fails"},
                 {x->faster, "cli.bench.faster"},    {x->only_new, "cli.bench.only_new"},
                 {x->only_old, "cli.bench.only_old"}};
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        if (!WORDS[i].is) continue;
        khl_buf_put_c(out, "  ");
        khl_buf_put(out, khl_say_word(p, WORDS[i].id));
    }
}

void khl_bench_print_changes(const khl_bench *b)
{
    khl_buf out = KHL_BUF_INIT;
    size_t width = 0;
    for (size_t i = 0; i < b->changes.n; i++) {
        size_t n = strlen(b->changes.p[i].name);
        if (n > width) width = n;
    }
    khl_say_put(&out, b->program, "cli.bench.columns", NULL, 0);
    khl_buf_char(&out, '\n');
    for (size_t i = 0; i < b->changes.n; i++) {
        const khl_bench_change *x = &b->changes.p[i];
        khl_cells_begin(&out, b->program);
        khl_cells_pad(&out, khl_str_from(x->name), width + 1, width);
        put_ratio(&out, x->time_ratio);
        put_ratio(&out, x->memory_ratio);
        for (unsigned k = 0; k < 2; k++) put_difference(&out, x->old_f1[k], x->new_f1[k]);
        put_words(&out, b->program, x);
        khl_cells_end(&out, b->program);
    }
    if (khl_buf_ok(&out)) fwrite(out.p, 1, out.n, stdout);
    khl_buf_clear(&out);
}
