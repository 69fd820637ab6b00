/* Which actions of a text are acts, things to be done: "equip the school", and not "school of training". */
#ifndef KHL_TEXT_ACTS_H
#define KHL_TEXT_ACTS_H

#include "cut_view.h"

/* Sets focus[f].act of the features of the view's analysis. Cost: linear. */
void khl_mark_acts(const khl_cut_view *view, khl_focus *focus);

#endif
