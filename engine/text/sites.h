/* Which things of a text only say where: "benches in the park", and not "a park". */
#ifndef KHL_TEXT_SITES_H
#define KHL_TEXT_SITES_H

#include "cut_view.h"

/* Sets focus[f].site of the features of the view's analysis. Cost: linear. */
void khl_mark_sites(const khl_cut_view *view, khl_focus *focus);

#endif
