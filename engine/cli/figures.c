/* Lines of figures, for evaluate and train. */
#include "figures.h"

void khl_figures_share(const khl_program *p, const char *id, double value)
{
    printf("%8.4f  ", value);
    khl_say_cell(p, id);
    putchar('\n');
}

void khl_figures_count(const khl_program *p, const char *id, size_t value)
{
    printf("%8zu  ", value);
    khl_say_cell(p, id);
    putchar('\n');
}

void khl_figures_reliability(const khl_program *p, const khl_train_report *report)
{
    putchar('\n');
    khl_say_cell(p, "cli.train.reliability");
    putchar('\n');
    for (unsigned b = 0; b < KHL_TRAIN_BINS; b++) {
        const khl_train_bin *bin = &report->bins[b];
        if (bin->n == 0) continue;
        printf("%8.1f  %8zu  %8.4f  %8.4f\n", (double)b / KHL_TRAIN_BINS, bin->n, bin->probability,
               (double)bin->n_same / (double)bin->n);
    }
}
