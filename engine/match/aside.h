/* Demands of several cities as the spaces should see them: without the places that are set aside. */
#ifndef KHL_MATCH_ASIDE_H
#define KHL_MATCH_ASIDE_H

#include "arena.h"
#include "khulasa/match.h"

/* Two of city [n] are known and not the same; false for NULL. */
bool khl_cities_differ(const uint32_t *city, size_t n);

/* *out [n]: the analyses without those features, and with keys without their words. Everything lives in arena
 * or belongs to analyses, but for original and tokens, which are as they were. Cost: linear. */
khl_status khl_aside_views(khl_analysis **out, const khl_analysis *analyses, size_t n, khl_places_aside aside,
                           khl_arena *arena, khl_error *err);
/* Of one analysis. */
khl_status khl_aside_view(khl_analysis *out, const khl_analysis *analysis, khl_places_aside aside,
                          khl_arena *arena, khl_error *err);

#endif
