/* Plots as SVG. Time and memory against size are drawn on two logarithmic axes, where a power of the size is
 * a straight line and its exponent the slope; they read from left to right in any language. Strips and bars
 * are cells of tables and run with the page. */
#include "bench_sheet.h"

#include "str.h"

#include <math.h>

enum {
    WIDTH = 560,
    HEIGHT = 340,
    LEFT = 66,
    RIGHT = 16,
    TOP = 14,
    BOTTOM = 40,
    MOST_POINTS = 64,
    COLOURS = 6,
    FAR_APART = 4
};

typedef struct axis {
    double from, to;      /* log10 of the ends */
    double begin, length; /* on the picture; length < 0 runs upwards */
} axis;

typedef struct point {
    double size, value, least, most;
} point;

typedef struct plot {
    khl_sheet *sheet;
    axis x, y;
    bool time;
} plot;

static double on(const axis *a, double value)
{
    return a->begin + (log10(value) - a->from) / (a->to - a->from) * a->length;
}

static bool is_of(const khl_bench_case *c, const khl_bench_command *command, const khl_bench_config *config)
{
    return c->command == command && c->n_runs > 1 && c->input->size > 0 &&
           (config == NULL || c->config == config);
}

/* The cases of a command under a configuration (NULL: all), by size. */
static size_t gather(point *out, const khl_bench *b, const khl_bench_command *command,
                     const khl_bench_config *config, bool time)
{
    size_t n = 0;
    for (size_t i = 0; i < b->cases.n && n < MOST_POINTS; i++) {
        if (!is_of(&b->cases.p[i], command, config)) continue;
        khl_bench_figures f = khl_bench_figures_of(&b->cases.p[i]);
        double size = (double)b->cases.p[i].input->size;
        point p = time ? (point){size, f.median_s, f.least_s, f.most_s}
                       : (point){size, f.peak_mib, f.peak_mib, f.peak_mib};
        if (p.least <= 0) continue;
        size_t k = n++;
        for (; k > 0 && out[k - 1].size > size; k--) out[k] = out[k - 1];
        out[k] = p;
    }
    return n;
}

/* Slope of the straight line through the points, in logarithms. */
static double exponent(const point *p, size_t n)
{
    double sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (size_t i = 0; i < n; i++) {
        double x = log(p[i].size), y = log(p[i].value);
        sx += x;
        sy += y;
        sxx += x * x;
        sxy += x * y;
    }
    double d = (double)n * sxx - sx * sx;
    return d > 0 ? ((double)n * sxy - sx * sy) / d : 0;
}

/* Ends with some air, at least a decade apart. */
static void fit(axis *a, double least, double most)
{
    a->from = log10(least) - 0.08;
    a->to = log10(most) + 0.08;
    if (a->to - a->from >= 1) return;
    double more = (1 - (a->to - a->from)) / 2;
    a->from -= more;
    a->to += more;
}

static void put_tick_label(khl_buf *out, const plot *p, double value, bool is_size)
{
    if (is_size) {
        const char *unit = value >= 1e6 ? "M" : value >= 1e3 ? "k" : "";
        double shown = value >= 1e6 ? value / 1e6 : value >= 1e3 ? value / 1e3 : value;
        khl_buf_format(out, "%.6g%s", shown, unit);
    } else if (p->time) {
        bool small = value < 0.9995;
        khl_buf_format(out, "%.6g %s", small ? value * 1e3 : value, small ? "ms" : "s");
    } else {
        khl_buf_format(out, "%.6g %s", value < 1000 ? value : value / 1000, value < 1000 ? "MiB" : "k MiB");
    }
}

static void put_tick(const plot *p, double value, bool is_size)
{
    khl_buf *out = p->sheet->out;
    double at = on(is_size ? &p->x : &p->y, value);
    if (is_size)
        khl_buf_format(out,
                       "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/><text class=\"tick "
                       "x\" x=\"%.1f\" y=\"%d\">",
                       at, at, TOP, HEIGHT - BOTTOM, at, HEIGHT - BOTTOM + 18);
    else
        khl_buf_format(out,
                       "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text class=\"tick "
                       "y\" x=\"%d\" y=\"%.1f\">",
                       LEFT, WIDTH - RIGHT, at, at, LEFT - 8, at + 4);
    put_tick_label(out, p, value, is_size);
    khl_buf_put_c(out, "</text>");
}

/* Decades; also 2 and 5 times where there are few. */
static void put_ticks(const plot *p, bool is_size)
{
    const axis *a = is_size ? &p->x : &p->y;
    static const double STEPS[] = {1, 2, 5};
    unsigned n_steps = a->to - a->from < 2.2 ? 3 : 1;
    for (int decade = (int)floor(a->from); decade <= (int)ceil(a->to); decade++)
        for (unsigned k = 0; k < n_steps; k++) {
            double value = STEPS[k] * pow(10, decade);
            if (log10(value) >= a->from && log10(value) <= a->to) put_tick(p, value, is_size);
        }
}

/* A line through the medians, and at each the range of the runs. */
static void put_series(const plot *p, const point *points, size_t n, unsigned colour)
{
    khl_buf *out = p->sheet->out;
    khl_buf_format(out, "<g class=\"s%u\"><polyline points=\"", colour % COLOURS);
    for (size_t i = 0; i < n; i++)
        khl_buf_format(out, "%.1f,%.1f ", on(&p->x, points[i].size), on(&p->y, points[i].value));
    khl_buf_put_c(out, "\"/>");
    for (size_t i = 0; i < n; i++) {
        double x = on(&p->x, points[i].size);
        khl_buf_format(out,
                       "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/><circle cx=\"%.1f\" "
                       "cy=\"%.1f\" r=\"4\"/>",
                       x, x, on(&p->y, points[i].least), on(&p->y, points[i].most), x,
                       on(&p->y, points[i].value));
    }
    khl_buf_put_c(out, "</g>\n");
}

/* The exponent is told where sizes differ enough to tell it. */
static void put_key(khl_sheet *sheet, const khl_bench_config *config, const point *points, size_t n,
                    unsigned colour)
{
    khl_sheet_put(sheet, "<span class=\"key s%u\"><bdi>%s</bdi>", colour % COLOURS, config->name);
    if (points[n - 1].size >= FAR_APART * points[0].size)
        khl_buf_format(sheet->out, " <bdi dir=\"ltr\">∝ n<sup>%.2f</sup></bdi>", exponent(points, n));
    khl_sheet_put(sheet, "</span>\n");
}

static void put_plot(khl_sheet *sheet, const khl_bench_suite *suite, const khl_bench_command *command,
                     bool time)
{
    point points[MOST_POINTS];
    plot p = {.sheet = sheet, .time = time};
    size_t n = gather(points, sheet->bench, command, NULL, time);
    double least = points[0].least, most = points[0].most;
    for (size_t i = 0; i < n; i++) {
        least = fmin(least, points[i].least);
        most = fmax(most, points[i].most);
    }
    p.x = (axis){.begin = LEFT, .length = WIDTH - LEFT - RIGHT};
    p.y = (axis){.begin = HEIGHT - BOTTOM, .length = TOP + BOTTOM - HEIGHT};
    fit(&p.x, points[0].size, points[n - 1].size);
    fit(&p.y, least, most);
    khl_sheet_put(sheet,
                  "<figure><h4>%w</h4>\n<svg class=\"growth\" direction=\"ltr\" viewBox=\"0 0 %u %u\" "
                  "role=\"img\"><title>%s</title>\n",
                  time ? "bench.time" : "bench.memory", (unsigned)WIDTH, (unsigned)HEIGHT, command->name);
    put_ticks(&p, true);
    put_ticks(&p, false);
    for (size_t g = 0; g < suite->configs.n; g++) {
        n = gather(points, sheet->bench, command, &suite->configs.p[g], time);
        if (n > 0) put_series(&p, points, n, (unsigned)g);
    }
    khl_sheet_put(sheet, "</svg>\n<figcaption>");
    for (size_t g = 0; g < suite->configs.n; g++) {
        n = gather(points, sheet->bench, command, &suite->configs.p[g], time);
        if (n > 0) put_key(sheet, &suite->configs.p[g], points, n, (unsigned)g);
    }
    khl_sheet_put(sheet, "</figcaption></figure>\n");
}

void khl_sheet_growth(khl_sheet *sheet, const khl_bench_suite *suite, const khl_bench_command *command)
{
    point points[MOST_POINTS];
    size_t n = gather(points, sheet->bench, command, NULL, true);
    if (n < 2 || points[0].size == points[n - 1].size) return;
    khl_sheet_put(sheet, "<h3><bdi>%s</bdi></h3>\n<div class=\"pair\">\n", command->name);
    put_plot(sheet, suite, command, true);
    put_plot(sheet, suite, command, false);
    khl_sheet_put(sheet, "</div>\n");
}

/* Where a run stands on a strip, in per cent. */
static double on_strip(double value, double median, double reach)
{
    double share = (value / median - 1) / reach;
    return 50 + 48 * fmax(-1, fmin(1, share));
}

void khl_sheet_strip(khl_sheet *sheet, const khl_bench_case *c, double reach)
{
    khl_bench_figures f = khl_bench_figures_of(c);
    double from = on_strip(f.quarter_s, f.median_s, reach),
           to = on_strip(f.three_quarters_s, f.median_s, reach);
    khl_sheet_put(sheet,
                  "<td class=\"wide\"><svg class=\"strip\" width=\"100%%\" height=\"22\" "
                  "role=\"img\"><title>%t – %t</title>",
                  f.least_s, f.most_s);
    khl_sheet_put(sheet,
                  "<line class=\"axis\" x1=\"0\" x2=\"100%%\" y1=\"11\" y2=\"11\"/><rect class=\"box\" "
                  "x=\"%x\" y=\"4\" ",
                  sheet->rtl ? to : from);
    khl_buf_format(sheet->out, "width=\"%.2f%%\" height=\"14\"/>", to - from);
    for (size_t i = 0; i < c->n_runs; i++)
        khl_sheet_put(sheet, "<circle cx=\"%x\" cy=\"11\" r=\"3\"/>",
                      on_strip(c->runs[i].wall_s, f.median_s, reach));
    khl_sheet_put(sheet, "<line class=\"median\" x1=\"50%%\" x2=\"50%%\" y1=\"2\" y2=\"20\"/></svg></td>");
}

void khl_sheet_bar(khl_sheet *sheet, double share)
{
    khl_sheet_put(sheet,
                  "<td class=\"wide\"><svg class=\"bar\" width=\"100%%\" height=\"14\" aria-hidden=\"true\">"
                  "<rect class=\"ground\" width=\"100%%\" height=\"14\"/>");
    khl_buf_format(sheet->out,
                   "<rect class=\"value\" x=\"%.2f%%\" width=\"%.2f%%\" height=\"14\"/></svg></td>",
                   sheet->rtl ? 100 - share * 100 : 0.0, share * 100);
}
