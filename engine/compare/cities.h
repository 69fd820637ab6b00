/* Whose demand each proposal is: cities as numbers, for khl_matcher_options. */
#ifndef KHL_COMPARE_CITIES_H
#define KHL_COMPARE_CITIES_H

#include "khulasa/corpus.h"
#include "khulasa/text.h"
#include "map.h"

typedef struct khl_cities {
    const khl_text *text;
    const khl_lexicon *lexicon;
    khl_map written; /* the city column as it is written */
    uint32_t *area;  /* [written.n] -> areas */
    size_t capacity;
    khl_map areas; /* the province or prefecture of the gazetteer, else the folded words of the column */
} khl_cities;

khl_status khl_cities_init(khl_cities *cities, const khl_text *text, const khl_lexicon *lexicon,
                           khl_error *err);
void khl_cities_clear(khl_cities *cities);

/* The number of a proposal's city, KHL_CITY_UNKNOWN where the column says nothing. A town in either script
 * and another of its province are one number: proposals of two communes of a province stand on one list, and
 * their places matter. */
khl_status khl_cities_number(khl_cities *cities, const khl_proposal *proposal, uint32_t *out, khl_error *err);

/* The same, but where the column says nothing each file is a city of its own. side: of which of several
 * corpora the proposal is, since each numbers its files. */
khl_status khl_cities_number_or_file(khl_cities *cities, const khl_proposal *proposal, unsigned side,
                                     uint32_t *out, khl_error *err);

#endif
