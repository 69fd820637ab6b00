/* A shortlist.json, as jansson has it: what its run was made of. */
#ifndef KHL_CORPUS_SHORTLIST_FILE_H
#define KHL_CORPUS_SHORTLIST_FILE_H

#include "table.h"

#include <jansson.h>

/* Whether root says of itself that it is one, of whatever version. */
bool khl_is_shortlist(const json_t *root);

/* Its submissions as rows, in the order in which they were handed in, and table->is_shortlist. KHL_E_INPUT:
 * another schema, or a record that is none. */
khl_status khl_read_shortlist(khl_table *table, const json_t *root, khl_error *err);

/* The headers of the columns that say why a row was set aside, and that an answer was never sent off. */
#define KHL_SHORTLIST_ASIDE "set_aside"
#define KHL_SHORTLIST_UNFINISHED "unfinished"

#endif
