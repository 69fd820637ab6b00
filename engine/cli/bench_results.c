/* Results as data: a row of CSV a case, and JSON with every run. Both say on what machine, with which
 * program, models and seeds; no clock but that of the runs, no path. */
#include "bench.h"

#include "error.h"
#include "str.h"

#include <jansson.h>

static void put_cell(khl_buf *out, const char *s)
{
    khl_buf_char(out, '"');
    for (; *s != '\0'; s++) {
        if (*s == '"') khl_buf_char(out, '"');
        if ((unsigned char)*s >= ' ') khl_buf_char(out, *s);
    }
    khl_buf_char(out, '"');
}

static void put_figures(khl_buf *out, const khl_bench_case *c)
{
    khl_bench_figures f = khl_bench_figures_of(c);
    if (c->n_runs > 0)
        khl_buf_format(out, "%.6f,%.6f,%.6f,%.6f,%.6f,%.6f,%.3f,", f.median_s, f.least_s, f.quarter_s,
                       f.three_quarters_s, f.most_s, f.cpu_s, f.peak_mib);
    else
        khl_buf_put_c(out, ",,,,,,,");
    for (unsigned k = 0; k < KHL_BENCH_QUALITIES; k++) {
        if (c->has_quality) khl_buf_format(out, "%.6f", c->quality[k]);
        khl_buf_char(out, ',');
    }
}

static void put_origin(khl_buf *out, const khl_bench *b, const khl_bench_case *c)
{
    const khl_bench_machine *m = &b->machine;
    if (c->input->generated) khl_buf_format(out, "%llu", (unsigned long long)c->input->seed);
    khl_buf_format(out, ",%s,%s,", khl_version(), khl_models_fingerprint(b->program->models));
    put_cell(out, m->cpu);
    khl_buf_format(out, ",%u,%.1f,", m->cores, m->memory_gib);
    put_cell(out, m->kernel);
    khl_buf_char(out, ',');
    if (b->date != NULL) put_cell(out, b->date);
    khl_buf_char(out, '\n');
}

khl_status khl_bench_put_csv(khl_buf *out, const khl_bench *b)
{
    khl_buf_put_c(
        out,
        "suite,input,size,command,configuration,status,runs,median_s,min_s,q1_s,q3_s,max_s,cpu_s,peak_mib");
    for (unsigned k = 0; k < KHL_BENCH_QUALITIES; k++) khl_buf_format(out, ",%s", KHL_BENCH_QUALITY_NAMES[k]);
    khl_buf_put_c(out, ",seed,version,models,cpu,cores,memory_gib,kernel,date\n");
    for (size_t i = 0; i < b->cases.n; i++) {
        const khl_bench_case *c = &b->cases.p[i];
        khl_buf_format(out, "%s,%s,%llu,%s,%s,%s,%zu,", c->suite->name, c->input->name,
                       (unsigned long long)c->input->size, c->command->name, c->config->name,
                       c->failed ? "failed" : "ok", c->n_runs);
        put_figures(out, c);
        put_origin(out, b, c);
    }
    return khl_buf_ok(out) ? KHL_OK : KHL_E_MEMORY;
}

static json_t *machine_json(const khl_bench *b)
{
    const khl_bench_machine *m = &b->machine;
    return json_pack("{s:s,s:i,s:f,s:s}", "cpu", m->cpu, "cores", (int)m->cores, "memory_gib", m->memory_gib,
                     "kernel", m->kernel);
}

static json_t *runs_json(const khl_bench_case *c)
{
    json_t *runs = json_array();
    for (size_t i = 0; i < c->n_runs; i++) {
        const khl_bench_run *r = &c->runs[i];
        json_array_append_new(runs, json_pack("{s:f,s:f,s:f,s:I}", "wall_s", r->wall_s, "user_s", r->user_s,
                                              "system_s", r->system_s, "peak_kib", (json_int_t)r->peak_kib));
    }
    return runs;
}

static json_t *quality_json(const khl_bench_case *c)
{
    json_t *quality = json_object();
    for (unsigned k = 0; k < KHL_BENCH_QUALITIES; k++)
        json_object_set_new(quality, KHL_BENCH_QUALITY_NAMES[k], json_real(c->quality[k]));
    return quality;
}

static void add_failure(json_t *item, const khl_bench_case *c)
{
    json_object_set_new(item, "exit_code", json_integer(c->failure.exit_code));
    json_object_set_new(item, "signal", json_integer(c->failure.signal));
    json_object_set_new(item, "stderr", json_string(c->failure_text));
}

static json_t *case_json(const khl_bench_case *c)
{
    khl_bench_figures f = khl_bench_figures_of(c);
    json_t *item = json_pack("{s:s,s:s,s:I,s:s,s:s,s:s}", "suite", c->suite->name, "input", c->input->name,
                             "size", (json_int_t)c->input->size, "command", c->command->name, "configuration",
                             c->config->name, "status", c->failed ? "failed" : "ok");
    if (c->input->generated)
        json_object_set_new(item, "generated",
                            json_pack("{s:I,s:I,s:I}", "count", (json_int_t)c->input->count, "cities",
                                      (json_int_t)c->input->cities, "seed", (json_int_t)c->input->seed));
    json_object_set_new(item, "arguments", json_pack("[s,s]", c->command->arguments, c->config->arguments));
    if (c->failed) add_failure(item, c);
    if (c->n_runs > 0)
        json_object_update_new(item,
                               json_pack("{s:f,s:f,s:f,s:f,s:f,s:f,s:f}", "median_s", f.median_s, "min_s",
                                         f.least_s, "q1_s", f.quarter_s, "q3_s", f.three_quarters_s, "max_s",
                                         f.most_s, "cpu_s", f.cpu_s, "peak_mib", f.peak_mib));
    json_object_set_new(item, "runs", runs_json(c));
    if (c->has_quality) json_object_set_new(item, "quality", quality_json(c));
    return item;
}

static json_t *change_json(const khl_bench_change *x)
{
    json_t *drops = json_array();
    if (x->slower) json_array_append_new(drops, json_string("time"));
    if (x->larger) json_array_append_new(drops, json_string("memory"));
    if (x->worse) json_array_append_new(drops, json_string("quality"));
    if (x->fails) json_array_append_new(drops, json_string("failed"));
    json_t *item = json_pack("{s:s,s:f,s:f,s:o}", "case", x->name, "time_ratio", x->time_ratio,
                             "memory_ratio", x->memory_ratio, "drops", drops);
    for (unsigned k = 0; k < 2; k++)
        if (x->old_f1[k] >= 0 && x->new_f1[k] >= 0)
            json_object_set_new(item, KHL_BENCH_QUALITY_NAMES[3 * k + 2],
                                json_real(x->new_f1[k] - x->old_f1[k]));
    return item;
}

static int put_bytes(const char *bytes, size_t n, void *context)
{
    khl_buf_put(context, (khl_str){bytes, n});
    return 0;
}

khl_status khl_bench_put_json(khl_buf *out, const khl_bench *b, khl_error *err)
{
    json_t *cases = json_array(), *changes = json_array();
    for (size_t i = 0; i < b->cases.n; i++) json_array_append_new(cases, case_json(&b->cases.p[i]));
    for (size_t i = 0; i < b->changes.n; i++) json_array_append_new(changes, change_json(&b->changes.p[i]));
    json_t *root =
        json_pack("{s:s,s:s,s:s,s:o,s:o}", "schema", "khulasa.bench/1", "version", khl_version(), "models",
                  khl_models_fingerprint(b->program->models), "machine", machine_json(b), "cases", cases);
    if (b->date != NULL) json_object_set_new(root, "date", json_string(b->date));
    if (b->old != NULL)
        json_object_set_new(root, "changes", changes);
    else
        json_decref(changes);
    bool ok = root != NULL &&
              json_dump_callback(root, put_bytes, out, JSON_INDENT(1) | JSON_REAL_PRECISION(9)) == 0;
    khl_buf_char(out, '\n');
    json_decref(root);
    return ok && khl_buf_ok(out) ? KHL_OK : khl_fail_memory(err);
}
