/* The city pack, as jansson has it. */
#ifndef KHL_CORPUS_CITY_PACK_H
#define KHL_CORPUS_CITY_PACK_H

#include "table.h"

#include <jansson.h>

/* Whether root says of itself that it is one, of whatever version. */
bool khl_is_city_pack(const json_t *root);

/* Its entries as rows, and table->is_city_pack. KHL_E_INPUT: a newer schema, or an entry that is none. */
khl_status khl_read_city_pack(khl_table *table, const json_t *root, khl_error *err);

#endif
