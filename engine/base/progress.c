/* The bar on standard error: at most ten times a second on a terminal, every two seconds elsewhere. */
#include "progress.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#define SECOND INT64_C(1000000000)
#define WIDTH 24

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * SECOND + t.tv_nsec;
}

void khl_progress_bar_init(khl_progress_bar *bar, FILE *to)
{
    *bar = (khl_progress_bar){.to = to, .terminal = isatty(fileno(to)) == 1};
    bar->shown_ns = now_ns();
}

static void draw(khl_progress_bar *bar, const char *label, uint64_t done, uint64_t total)
{
    unsigned percent = total != 0 ? (unsigned)(done * 100 / total) : 0;
    if (!bar->terminal) {
        fprintf(bar->to, "%s: %u%%\n", label, percent);
        return;
    }
    char cells[WIDTH * 3 + 1];
    size_t n = 0;
    for (unsigned i = 0; i < WIDTH; i++, n += 3)
        memcpy(cells + n, i * 100 < percent * WIDTH ? "\xe2\x96\x88" : "\xe2\x96\x91", 3);
    cells[n] = '\0';
    fprintf(bar->to, "\r\033[K%s %3u%% %s", cells, percent, label);
    fflush(bar->to);
    bar->line_open = true;
}

static bool step(void *context, const char *stage, uint64_t done, uint64_t total)
{
    khl_progress_bar *bar = context;
    int64_t now = now_ns(), pause = bar->terminal ? SECOND / 10 : 2 * SECOND;
    if (now - bar->shown_ns < pause) return true;
    bar->shown_ns = now;
    const char *label = bar->label != NULL ? bar->label(bar->label_context, stage) : stage;
    draw(bar, label, done, total);
    return true;
}

khl_progress khl_progress_bar_callback(khl_progress_bar *bar)
{
    return (khl_progress){step, bar};
}

void khl_progress_bar_finish(khl_progress_bar *bar)
{
    if (!bar->line_open) return;
    fputs("\r\033[K", bar->to);
    fflush(bar->to);
    bar->line_open = false;
}
