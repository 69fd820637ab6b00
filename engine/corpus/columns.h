/* Which columns of a table hold which field. */
#ifndef KHL_CORPUS_COLUMNS_H
#define KHL_CORPUS_COLUMNS_H

#include "aliases.h"
#include "table.h"

#define KHL_COLUMNS_PER_FIELD 8u

/* Columns of one field, best first. There is more than one only for localised columns (body/ar, body/fr): a
 * row takes the first that is not blank. */
typedef struct khl_field_columns {
    uint32_t column[KHL_COLUMNS_PER_FIELD];
    uint32_t n;
} khl_field_columns;

typedef struct khl_columns {
    khl_field_columns of[KHL_N_FIELDS];
    khl_str *folded; /* [n_headers], in the table's arena */
} khl_columns;

/* By hand (options->map) first, then by alias; a name that is unknown as a whole is tried behind its last
 * slash (group/question). KHL_E_INPUT at row 1: no column for text or title, or a known header name twice;
 * KHL_E_ARGUMENT: a malformed map. Cost: one look-up per column. */
khl_status khl_columns_find(khl_columns *out, khl_table *table, const khl_read_options *options,
                            khl_error *err);

/* The column of that header, exact before folded; UINT32_MAX when there is none. */
uint32_t khl_columns_lookup(const khl_table *table, const khl_str *folded, khl_str header, khl_error *err);

/* Raw cell of a field in a row. */
khl_str khl_columns_value(const khl_columns *columns, const khl_table *table, const khl_table_row *row,
                          khl_field field);

/* Without outer white space (all of Unicode's). */
khl_str khl_trim_white_space(khl_str s);

#endif
