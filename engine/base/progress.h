/* Progress for people: a bar on a terminal, a line now and then otherwise. The caller names the stages in its
 * own language through `label`. */
#ifndef KHL_BASE_PROGRESS_H
#define KHL_BASE_PROGRESS_H

#include <stdio.h>

#include "khulasa/base.h"

typedef struct khl_progress_bar {
    FILE *to;
    bool terminal;
    const char *(*label)(void *context, const char *stage); /* may be NULL: the stage id is shown */
    void *label_context;
    int64_t shown_ns; /* monotonic; only for pacing, never in an output */
    bool line_open;
} khl_progress_bar;

void khl_progress_bar_init(khl_progress_bar *bar, FILE *to);
khl_progress khl_progress_bar_callback(khl_progress_bar *bar);
void khl_progress_bar_finish(khl_progress_bar *bar); /* erases an open bar */

#endif
