/* Files of one folder that appear together or not at all. */
#ifndef KHL_BASE_OUTPUTS_H
#define KHL_BASE_OUTPUTS_H

#include "outfile.h"

typedef struct khl_outputs {
    char *dir;
    khl_outfile **items; /* each where it was made, however many follow */
    size_t n, capacity;
    bool made_dir;
} khl_outputs;

/* Makes the folder, and its parents, when it is missing. */
khl_status khl_outputs_begin(khl_outputs *out, const char *dir, khl_error *err);
/* *file is that of the set until it is cleared. Once open, each may be written, and finished, on a thread of
 * its own. */
khl_status khl_outputs_open(khl_outputs *outputs, const char *name, khl_outfile **file, khl_error *err);
/* One that is at hand already. */
khl_status khl_outputs_add(khl_outputs *outputs, const char *name, khl_str bytes, khl_error *err);
/* Finishes those that are not, then gives all of them their names. */
khl_status khl_outputs_commit(khl_outputs *outputs, khl_error *err);
/* Without commit, nothing is left: no file, and no folder that was made for them. */
void khl_outputs_clear(khl_outputs *outputs);

#endif
