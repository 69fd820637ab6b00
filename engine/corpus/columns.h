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

/* What is known of a table beyond the names of its columns: by the platform it comes from. */
typedef struct khl_column_hints {
    khl_field_columns of[KHL_N_FIELDS]; /* n > 0: these columns, whatever they are called */
    bool none[KHL_N_FIELDS];            /* no column is that field */
    bool *hidden;                       /* [n_headers] columns that are no field; may be NULL */
    khl_str *names; /* [n_headers] folded, to look up instead of the headers; may be NULL */
    bool repeated;  /* names may stand twice: a row takes the first that is not blank */
} khl_column_hints;

/* The folded headers, in the table's arena. KHL_E_MEMORY. */
khl_status khl_columns_fold(khl_str **out, khl_table *table, khl_error *err);

/* As khl_columns_find, with hints behind what is said by hand and before aliases; hints may be NULL. */
khl_status khl_columns_find_with(khl_columns *out, khl_table *table, const khl_read_options *options,
                                 const khl_column_hints *hints, khl_error *err);

/* The rank of a folded name for a field: as khl_aliases_rank, and behind its last slash or before its
 * language. */
uint32_t khl_columns_rank(const khl_aliases *aliases, khl_str folded, khl_field field);

/* "text/ar": a name with a language of two letters behind it. */
bool khl_columns_is_localised(khl_str folded);

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
