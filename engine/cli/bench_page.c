/* The page of a benchmark: one file without network. Cover, machine, growth, runs, memory, quality, changes,
 * failures and all figures, in this order; a part without content is left out. */
#include "bench_sheet.h"

#include "error.h"
#include "str.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

static khl_str word_of(const khl_sheet *sheet, const char *id)
{
    const khl_program *p = sheet->bench->program;
    khl_str text = khl_models_message(p->models, p->doc_lang, id);
    return text.n > 0 ? text : khl_str_from(id);
}

static void put_escaped(khl_buf *out, khl_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '&' || c == '<' || c == '>' || c == '"' || c == '\'')
            khl_buf_format(out, "&#%u;", (unsigned)c);
        else if (c >= ' ' || c == '\n')
            khl_buf_char(out, (char)c);
    }
}

/* In the unit that leaves one to three digits before the point. */
static void put_seconds(khl_buf *out, double s)
{
    if (s < 1)
        khl_buf_format(out, "<bdi dir=\"ltr\">%.*f ms</bdi>", s < 0.1 ? 1 : 0, s * 1000);
    else if (s < 120)
        khl_buf_format(out, "<bdi dir=\"ltr\">%.2f s</bdi>", s);
    else
        khl_buf_format(out, "<bdi dir=\"ltr\">%.1f min</bdi>", s / 60);
}

static void put_mib(khl_buf *out, double mib)
{
    if (mib < 1024)
        khl_buf_format(out, "<bdi dir=\"ltr\">%.1f MiB</bdi>", mib);
    else
        khl_buf_format(out, "<bdi dir=\"ltr\">%.2f GiB</bdi>", mib / 1024);
}

void khl_sheet_put(khl_sheet *sheet, const char *format, ...)
{
    khl_buf *out = sheet->out;
    va_list args;
    va_start(args, format);
    for (const char *p = format; *p != '\0'; p++) {
        size_t plain = strcspn(p, "%");
        khl_buf_put(out, (khl_str){p, plain});
        p += plain;
        if (*p == '\0' || *++p == '\0') break;
        if (*p == 's') put_escaped(out, khl_str_from(va_arg(args, const char *)));
        if (*p == 'w') put_escaped(out, word_of(sheet, va_arg(args, const char *)));
        if (*p == 'u') khl_buf_format(out, "%u", va_arg(args, unsigned));
        if (*p == 'f') khl_buf_format(out, "%.1f", va_arg(args, double));
        if (*p == 'q') khl_buf_format(out, "%.3f", va_arg(args, double));
        if (*p == 't') put_seconds(out, va_arg(args, double));
        if (*p == 'm') put_mib(out, va_arg(args, double));
        if (*p == 'x') {
            double x = va_arg(args, double);
            khl_buf_format(out, "%.2f%%", sheet->rtl ? 100 - x : x);
        }
        if (*p == '%') khl_buf_char(out, '%');
    }
    va_end(args);
}

static void put_head(khl_sheet *sheet)
{
    const khl_bench *b = sheet->bench;
    khl_sheet_put(sheet,
                  "<!doctype html>\n<html lang=\"%s\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                  "'unsafe-inline'\">\n"
                  "<title>%w · %s</title>\n<style>\n",
                  b->program->doc_lang, sheet->rtl ? "rtl" : "ltr", "bench.title", b->suites.p[0].name);
    khl_buf_put(sheet->out, (khl_str){(const char *)khl_bench_css, khl_bench_css_bytes});
    khl_sheet_put(sheet, "</style>\n</head>\n<body>\n");
}

static void figure(khl_sheet *sheet, size_t n, const char *id)
{
    khl_sheet_put(sheet, "<li><b>%u</b> <span>%w</span></li>\n", (unsigned)n, id);
}

static size_t count_drops(const khl_bench *b)
{
    size_t n = 0;
    for (size_t i = 0; i < b->changes.n; i++) n += khl_bench_is_drop(&b->changes.p[i]);
    return n;
}

static void put_cover(khl_sheet *sheet)
{
    const khl_bench *b = sheet->bench;
    size_t runs = 0, failed = 0;
    for (size_t i = 0; i < b->cases.n; i++) {
        runs += b->cases.p[i].n_runs;
        failed += b->cases.p[i].failed;
    }
    khl_sheet_put(sheet, "<header class=\"cover\">\n<p class=\"mark\">%w</p>\n<h1>%w</h1>\n", "bench.mark",
                  "bench.title");
    for (size_t i = 0; i < b->suites.n; i++)
        khl_sheet_put(sheet, "<p class=\"suite\"><bdi>%s</bdi></p>\n",
                      b->suites.p[i].title != NULL ? b->suites.p[i].title : b->suites.p[i].name);
    if (b->date != NULL) khl_sheet_put(sheet, "<p class=\"status\"><bdi>%s</bdi></p>\n", b->date);
    khl_sheet_put(sheet, "<ul class=\"figures\">\n");
    figure(sheet, b->cases.n, "bench.cases");
    figure(sheet, runs, "bench.runs");
    figure(sheet, failed, "bench.failed");
    if (b->old != NULL) figure(sheet, count_drops(b), "bench.drops");
    khl_sheet_put(sheet, "</ul>\n</header>\n<main>\n");
}

static void open_part(khl_sheet *sheet, const char *id, const char *title, const char *intro)
{
    khl_sheet_put(sheet, "<section id=\"%s\">\n<h2>%w</h2>\n<p class=\"intro\">%w</p>\n", id, title, intro);
}

static void put_machine(khl_sheet *sheet)
{
    const khl_bench *b = sheet->bench;
    const khl_bench_machine *m = &b->machine;
    khl_sheet_put(sheet, "<section id=\"machine\">\n<h2>%w</h2>\n<dl class=\"facts\">\n", "bench.machine");
    khl_sheet_put(sheet, "<dt>%w</dt><dd><bdi dir=\"ltr\">%s × %u</bdi></dd>\n", "bench.cpu", m->cpu,
                  m->cores);
    khl_sheet_put(sheet, "<dt>%w</dt><dd><bdi dir=\"ltr\">%f GiB</bdi></dd>\n", "bench.memory",
                  m->memory_gib);
    khl_sheet_put(sheet, "<dt>%w</dt><dd><bdi dir=\"ltr\">%s</bdi></dd>\n", "bench.kernel", m->kernel);
    khl_sheet_put(sheet, "<dt>%w</dt><dd><bdi dir=\"ltr\">khulasa %s</bdi></dd>\n", "bench.version",
                  khl_version());
    khl_sheet_put(sheet, "<dt>%w</dt><dd><bdi dir=\"ltr\"><code>%s</code></bdi></dd>\n", "bench.models",
                  khl_models_fingerprint(b->program->models));
    for (size_t s = 0; s < b->suites.n; s++)
        for (size_t i = 0; i < b->suites.p[s].inputs.n; i++) {
            const khl_bench_input *input = &b->suites.p[s].inputs.p[i];
            khl_sheet_put(sheet, "<dt><bdi>%s</bdi></dt><dd>%u %w", input->name, (unsigned)input->size,
                          "bench.proposals");
            if (input->generated)
                khl_sheet_put(sheet, ", %w: %w %u, %w %u", "bench.generated", "bench.cities",
                              (unsigned)input->cities, "bench.seed", (unsigned)input->seed);
            khl_sheet_put(sheet, "</dd>\n");
        }
    khl_sheet_put(sheet, "</dl>\n</section>\n");
}

/* Whether something can be drawn: a command with runs on inputs of two sizes. */
static bool has_growth(const khl_bench *b)
{
    for (size_t i = 0; i < b->cases.n; i++)
        for (size_t k = 0; k < i; k++) {
            const khl_bench_case *x = &b->cases.p[i], *y = &b->cases.p[k];
            if (x->command == y->command && x->config == y->config && x->n_runs > 1 && y->n_runs > 1 &&
                x->input->size != y->input->size)
                return true;
        }
    return false;
}

static void put_growth(khl_sheet *sheet)
{
    const khl_bench *b = sheet->bench;
    if (!has_growth(b)) return;
    open_part(sheet, "growth", "bench.growth", "bench.growth.intro");
    for (size_t s = 0; s < b->suites.n; s++)
        for (size_t k = 0; k < b->suites.p[s].commands.n; k++)
            khl_sheet_growth(sheet, &b->suites.p[s], &b->suites.p[s].commands.p[k]);
    khl_sheet_put(sheet, "</section>\n");
}

/* The suite is named where there are several. */
static void put_name(khl_sheet *sheet, const khl_bench_case *c)
{
    khl_sheet_put(sheet, "<th scope=\"row\">");
    if (sheet->bench->suites.n > 1) khl_sheet_put(sheet, "<small><bdi>%s</bdi></small> ", c->suite->name);
    khl_sheet_put(sheet, "<bdi>%s</bdi> <b><bdi>%s</bdi></b> <small><bdi>%s</bdi></small></th>",
                  c->input->name, c->command->name, c->config->name);
}

/* The farthest that a run is from its median, as a share of it; at least a twentieth, so that noise looks
 * like noise. */
static double farthest(const khl_bench *b)
{
    double most = 0.05;
    for (size_t i = 0; i < b->cases.n; i++) {
        khl_bench_figures f = khl_bench_figures_of(&b->cases.p[i]);
        if (f.median_s <= 0) continue;
        most = fmax(most, fmax(f.most_s / f.median_s - 1, 1 - f.least_s / f.median_s));
    }
    return fmin(most, 1);
}

static void put_runs(khl_sheet *sheet)
{
    const khl_bench *b = sheet->bench;
    double reach = farthest(b);
    open_part(sheet, "runs", "bench.spread", "bench.spread.intro");
    khl_sheet_put(sheet,
                  "<div class=\"scroll\"><table class=\"plot\">\n<thead><tr><th>%w</th><th "
                  "class=\"wide\"><span class=\"scale\">"
                  "<bdi dir=\"ltr\">−%u%%</bdi><i>%w</i><bdi "
                  "dir=\"ltr\">+%u%%</bdi></span></th><th>%w</th><th>%w</th></tr></thead>"
                  "\n<tbody>\n",
                  "bench.case", (unsigned)lround(reach * 100), "bench.median", (unsigned)lround(reach * 100),
                  "bench.median", "bench.cpu_time");
    for (size_t i = 0; i < b->cases.n; i++) {
        const khl_bench_case *c = &b->cases.p[i];
        khl_bench_figures f = khl_bench_figures_of(c);
        if (c->n_runs < 2) continue;
        khl_sheet_put(sheet, "<tr>");
        put_name(sheet, c);
        khl_sheet_strip(sheet, c, reach);
        khl_sheet_put(sheet, "<td>%t</td><td>%t</td></tr>\n", f.median_s, f.cpu_s);
    }
    khl_sheet_put(sheet, "</tbody>\n</table></div>\n</section>\n");
}

static void put_memory(khl_sheet *sheet)
{
    const khl_bench *b = sheet->bench;
    double most = 0;
    for (size_t i = 0; i < b->cases.n; i++) most = fmax(most, khl_bench_figures_of(&b->cases.p[i]).peak_mib);
    open_part(sheet, "memory", "bench.peak", "bench.peak.intro");
    khl_sheet_put(sheet, "<div class=\"scroll\"><table class=\"plot\">\n<tbody>\n");
    for (size_t i = 0; i < b->cases.n; i++) {
        const khl_bench_case *c = &b->cases.p[i];
        double mib = khl_bench_figures_of(c).peak_mib;
        if (c->n_runs == 0) continue;
        khl_sheet_put(sheet, "<tr>");
        put_name(sheet, c);
        khl_sheet_bar(sheet, most > 0 ? mib / most : 0);
        khl_sheet_put(sheet, "<td>%m</td></tr>\n", mib);
    }
    khl_sheet_put(sheet, "</tbody>\n</table></div>\n</section>\n");
}

static void put_quality(khl_sheet *sheet)
{
    const khl_bench *b = sheet->bench;
    bool any = false;
    for (size_t i = 0; i < b->cases.n; i++) any = any || b->cases.p[i].has_quality;
    if (!any) return;
    open_part(sheet, "quality", "bench.quality", "bench.quality.intro");
    khl_sheet_put(
        sheet,
        "<div class=\"scroll\"><table class=\"plot\">\n<thead><tr><th rowspan=\"2\">%w</th><th "
        "colspan=\"3\">%w</th>"
        "<th colspan=\"4\">%w</th></tr>\n<tr><th>P</th><th>R</th><th>F1</th><th>P</th><th>R</th><th>F1</th>"
        "<th class=\"wide\"></th></tr></thead>\n<tbody>\n",
        "bench.case", "bench.pairs", "bench.b_cubed");
    for (size_t i = 0; i < b->cases.n; i++) {
        const khl_bench_case *c = &b->cases.p[i];
        if (!c->has_quality) continue;
        khl_sheet_put(sheet, "<tr>");
        put_name(sheet, c);
        for (unsigned k = 0; k < KHL_BENCH_QUALITIES; k++) khl_sheet_put(sheet, "<td>%q</td>", c->quality[k]);
        khl_sheet_bar(sheet, c->quality[KHL_BENCH_QUALITIES - 1]);
        khl_sheet_put(sheet, "</tr>\n");
    }
    khl_sheet_put(sheet, "</tbody>\n</table></div>\n</section>\n");
}

static void put_ratio(khl_sheet *sheet, double value, double was, double is, bool drop, bool time)
{
    if (value <= 0) {
        khl_sheet_put(sheet, "<td>–</td>");
        return;
    }
    khl_sheet_put(sheet, drop ? "<td class=\"drop\"><b>%q</b> " : "<td><b>%q</b> ", value);
    khl_sheet_put(sheet,
                  time ? "<small><bdi dir=\"ltr\">%t → %t</bdi></small></td>"
                       : "<small><bdi dir=\"ltr\">%m → %m</bdi></small></td>",
                  was, is);
}

static void put_f1(khl_sheet *sheet, double old, double new)
{
    if (old < 0 || new < 0)
        khl_sheet_put(sheet, "<td>–</td>");
    else
        khl_sheet_put(sheet, "<td><bdi dir=\"ltr\">%q → %q</bdi></td>", old, new);
}

static void put_change(khl_sheet *sheet, const khl_bench_change *x)
{
    const char *id = x->fails      ? "cli.bench.fails"
                     : x->only_new ? "cli.bench.only_new"
                     : x->only_old ? "cli.bench.only_old"
                     : x->faster   ? "cli.bench.faster"
                                   : NULL;
    khl_sheet_put(sheet,
                  khl_bench_is_drop(x) ? "<tr class=\"drop\"><th scope=\"row\">▼ <bdi>%s</bdi></th>"
                                       : "<tr><th scope=\"row\"><bdi>%s</bdi></th>",
                  x->name);
    put_ratio(sheet, x->time_ratio, x->old_s, x->new_s, x->slower, true);
    put_ratio(sheet, x->memory_ratio, x->old_mib, x->new_mib, x->larger, false);
    for (unsigned k = 0; k < 2; k++) put_f1(sheet, x->old_f1[k], x->new_f1[k]);
    khl_sheet_put(sheet, "<td>");
    if (x->slower) khl_sheet_put(sheet, "%w ", "cli.bench.slower");
    if (x->larger) khl_sheet_put(sheet, "%w ", "cli.bench.larger");
    if (x->worse) khl_sheet_put(sheet, "%w ", "cli.bench.worse");
    if (id != NULL) khl_sheet_put(sheet, "%w", id);
    khl_sheet_put(sheet, "</td></tr>\n");
}

static void put_changes(khl_sheet *sheet)
{
    const khl_bench *b = sheet->bench;
    if (b->old == NULL) return;
    open_part(sheet, "changes", "bench.changes", "bench.changes.intro");
    khl_sheet_put(sheet, "<div class=\"scroll\"><table>\n<thead><tr>");
    static const char *const TITLES[] = {"bench.case", "bench.time_ratio", "bench.memory_ratio",
                                         "bench.pair_f1", "bench.b_cubed_f1"};
    for (size_t i = 0; i < sizeof TITLES / sizeof *TITLES; i++)
        khl_sheet_put(sheet, "<th>%w</th>", TITLES[i]);
    khl_sheet_put(sheet, "<th></th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < b->changes.n; i++) put_change(sheet, &b->changes.p[i]);
    khl_sheet_put(sheet, "</tbody>\n</table></div>\n</section>\n");
}

static void put_failures(khl_sheet *sheet)
{
    const khl_bench *b = sheet->bench;
    bool any = false;
    for (size_t i = 0; i < b->cases.n; i++) {
        const khl_bench_case *c = &b->cases.p[i];
        if (!c->failed) continue;
        if (!any) open_part(sheet, "failures", "bench.failures", "bench.failures.intro");
        any = true;
        khl_sheet_put(sheet, "<article class=\"failure\"><h3><bdi>%s %s %s</bdi> <small>%w %u</small></h3>\n",
                      c->input->name, c->command->name, c->config->name,
                      c->failure.signal > 0 ? "bench.signal" : "bench.exit_code",
                      (unsigned)(c->failure.signal > 0 ? c->failure.signal : c->failure.exit_code));
        khl_sheet_put(sheet, "<pre dir=\"auto\">%s</pre></article>\n", c->failure_text);
    }
    if (any) khl_sheet_put(sheet, "</section>\n");
}

static void put_all(khl_sheet *sheet)
{
    const khl_bench *b = sheet->bench;
    khl_sheet_put(
        sheet,
        "<section id=\"all\">\n<h2>%w</h2>\n<div "
        "class=\"scroll\"><div class=\"scroll\"><table>\n<thead><tr><th>%w</th><th>%w</th><th>n</th>"
        "<th>%w</th><th>min</th><th>Q1</th><th>Q3</th><th>max</th><th>%w</th></tr></thead>\n<tbody>\n",
        "bench.all", "bench.case", "bench.proposals", "bench.median", "bench.memory");
    for (size_t i = 0; i < b->cases.n; i++) {
        const khl_bench_case *c = &b->cases.p[i];
        khl_bench_figures f = khl_bench_figures_of(c);
        khl_sheet_put(sheet, "<tr>");
        put_name(sheet, c);
        khl_sheet_put(sheet, "<td>%u</td><td>%u</td>", (unsigned)c->input->size, (unsigned)c->n_runs);
        if (c->n_runs > 0)
            khl_sheet_put(sheet, "<td>%t</td><td>%t</td><td>%t</td><td>%t</td><td>%t</td><td>%m</td></tr>\n",
                          f.median_s, f.least_s, f.quarter_s, f.three_quarters_s, f.most_s, f.peak_mib);
        else
            khl_sheet_put(sheet, "<td class=\"drop\" colspan=\"6\">%w</td></tr>\n", "bench.failed_case");
    }
    khl_sheet_put(sheet, "</tbody>\n</table></div>\n</section>\n");
}

khl_status khl_bench_put_page(khl_buf *out, const khl_bench *bench, khl_error *err)
{
    khl_sheet sheet = {out, bench, strcmp(bench->program->doc_lang, "ar") == 0};
    put_head(&sheet);
    put_cover(&sheet);
    put_changes(&sheet);
    put_failures(&sheet);
    put_growth(&sheet);
    put_runs(&sheet);
    put_memory(&sheet);
    put_quality(&sheet);
    put_all(&sheet);
    put_machine(&sheet);
    khl_sheet_put(&sheet, "</main>\n</body>\n</html>\n");
    return khl_buf_ok(out) ? KHL_OK : khl_fail_memory(err);
}
