/* The order in which people look for ids. */
#ifndef KHL_EXPORT_NATURAL_H
#define KHL_EXPORT_NATURAL_H

#include "khulasa/base.h"

/* Runs of digits by their value, everything else by bytes: K2 before K10. 0 for "K2" and "K02", too: a caller
 * that wants a total order asks khl_str_compare then. */
int khl_natural_compare(khl_str a, khl_str b);

#endif
