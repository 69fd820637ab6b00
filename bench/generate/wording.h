/* Words for a demand: its base wording, and how a duplicate departs from it, as marks of a list that
 * bench/README.md documents. */
#ifndef KHL_GENERATE_WORDING_H
#define KHL_GENERATE_WORDING_H

#include "demand.h"

/* Appends the text, and its distance from the base wording of the demand. member names the proposal among
 * those of the run; base: the base wording itself. */
void khl_wording_put(khl_buf *text, khl_buf *distance, const khl_run *run, const khl_demand *demand,
                     uint64_t member, bool base);

#endif
