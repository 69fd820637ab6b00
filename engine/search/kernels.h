/* The innermost loop of the join: one bitmap against many. */
#ifndef KHL_SEARCH_KERNELS_H
#define KHL_SEARCH_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/* Writes to hits [n] the places k < n whose bitmap [words each] has at least need[kind[k]] bits in common
 * with one bitmap, and returns how many. */
typedef size_t (*khl_scan_fn)(const uint64_t *one, const uint64_t *many, const unsigned char *kind,
                              const unsigned char *need, size_t n, uint32_t *hits);

/* The best one for this processor; words is 1, 2, 4 or 8. All give the same answers. */
khl_scan_fn khl_scan_for(unsigned words);
/* The one that any processor can run, for tests. */
khl_scan_fn khl_scan_plain(unsigned words);

#endif
