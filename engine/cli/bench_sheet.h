/* The page of a benchmark, in pieces. Text of the program is the format, every value goes through an escaping
 * directive. */
#ifndef KHL_CLI_BENCH_SHEET_H
#define KHL_CLI_BENCH_SHEET_H

#include "bench.h"

typedef struct khl_sheet {
    khl_buf *out;
    const khl_bench *bench;
    bool rtl;
} khl_sheet;

/* The style sheet, embedded at build time. */
extern const unsigned char khl_bench_css[];
extern const size_t khl_bench_css_bytes;

/* Directives:  %s  const char *, escaped       %w  const char *, the word of a message id, escaped
 *              %u  unsigned                     %f  double, with one decimal       %q  double, with three
 *              %t  double, seconds in the unit that suits                          %m  double, MiB
 *              %x  double, a percentage of the width, mirrored where the page runs from right to left
 *              %%  a per cent sign */
void khl_sheet_put(khl_sheet *sheet, const char *format, ...);

/* bench_plots.c: time and memory against size, for a command of a suite; nothing when there is one size only.
 */
void khl_sheet_growth(khl_sheet *sheet, const khl_bench_suite *suite, const khl_bench_command *command);
/* A cell with the runs of a case around their median, `reach` (0.1: ten per cent) being the width to each
 * side. */
void khl_sheet_strip(khl_sheet *sheet, const khl_bench_case *c, double reach);
/* A cell with a bar, share in [0, 1] of the width. */
void khl_sheet_bar(khl_sheet *sheet, double share);

#endif
