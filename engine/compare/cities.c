/* Cities by the city column and the gazetteer. Each way of writing a city is analysed once. */
#include "cities.h"

#include "alloc.h"
#include "error.h"
#include "khulasa/match.h"
#include "lexicon.h"
#include "str.h"

#include <stdio.h>

enum { MAX_LEVELS = 8 }; /* a loop in the gazetteer would end there */

khl_status khl_cities_init(khl_cities *cities, const khl_text *text, const khl_lexicon *lexicon,
                           khl_error *err)
{
    *cities = (khl_cities){.text = text, .lexicon = lexicon};
    khl_status status = khl_map_init(&cities->written, err);
    return status == KHL_OK ? khl_map_init(&cities->areas, err) : status;
}

void khl_cities_clear(khl_cities *cities)
{
    khl_map_clear(&cities->written);
    khl_map_clear(&cities->areas);
    free(cities->area);
    cities->area = NULL;
}

/* The highest place around this one that is no region: its province or prefecture, which bears the name of
 * its town where the gazetteer has one row for both. */
static khl_str area_of(const khl_lexicon *lexicon, uint32_t place)
{
    uint32_t around = khl_lexicon_place(lexicon, place)->parent;
    for (unsigned level = 0; around != KHL_FROZEN_NONE && level < MAX_LEVELS; level++) {
        if (khl_lexicon_place(lexicon, around)->kind == KHL_PLACE_REGION) break;
        place = around;
        around = khl_lexicon_place(lexicon, place)->parent;
    }
    return khl_lexicon_place_id(lexicon, place);
}

/* The first place of the gazetteer that the words name, else the words. Borrowed from the analysis. */
static khl_str name_of(const khl_cities *cities, const khl_analysis *a)
{
    for (size_t i = 0; i < a->n_features; i++) {
        if (a->features[i].kind != KHL_FEATURE_PLACE) continue;
        uint32_t place = khl_lexicon_place_find(cities->lexicon, a->features[i].name);
        if (place != KHL_FROZEN_NONE) return area_of(cities->lexicon, place);
    }
    return khl_str_trim(a->key);
}

static khl_status number_new(khl_cities *cities, khl_str city, uint32_t *area, khl_error *err)
{
    khl_analysis a;
    khl_status status = khl_text_analyze(cities->text, city, NULL, &a, err);
    if (status != KHL_OK) return status;
    khl_str name = name_of(cities, &a);
    if (name.n == 0) name = city;
    if (khl_map_put(&cities->areas, name, area, NULL) != KHL_OK) status = khl_fail_memory(err);
    khl_analysis_clear(&a);
    return status;
}

khl_status khl_cities_number(khl_cities *cities, const khl_proposal *proposal, uint32_t *out, khl_error *err)
{
    uint32_t at;
    bool added = false;
    *out = KHL_CITY_UNKNOWN;
    if (proposal->city.n == 0) return KHL_OK;
    if (!khl_grow(&cities->area, &cities->capacity, cities->written.n + 1, sizeof *cities->area) ||
        khl_map_put(&cities->written, proposal->city, &at, &added) != KHL_OK)
        return khl_fail_memory(err);
    khl_status status = added ? number_new(cities, proposal->city, &cities->area[at], err) : KHL_OK;
    if (status == KHL_OK) *out = cities->area[at];
    return status;
}

khl_status khl_cities_number_or_file(khl_cities *cities, const khl_proposal *proposal, unsigned side,
                                     uint32_t *out, khl_error *err)
{
    char name[48]; /* no city is called so */
    khl_status status = khl_cities_number(cities, proposal, out, err);
    if (status != KHL_OK || *out != KHL_CITY_UNKNOWN) return status;
    int n = snprintf(name, sizeof name, "\n%u %u", side, proposal->input);
    return khl_map_put(&cities->areas, (khl_str){name, (size_t)n}, out, NULL) == KHL_OK
               ? KHL_OK
               : khl_fail_memory(err);
}
