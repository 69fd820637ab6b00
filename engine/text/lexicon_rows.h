/* Compiling language data, the inside: the table that grows row by row, and the readers of the single files.
 *
 *   khl_compiler_init, then khl_compile_word_rows and khl_compile_place_rows, then the frozen maps are
 * written */
#ifndef KHL_TEXT_LEXICON_ROWS_H
#define KHL_TEXT_LEXICON_ROWS_H

#include "lexicon.h"
#include "map.h"
#include "normalise.h"
#include "tsv.h"

/* Short strings by key, as a section of their own. */
typedef struct khl_short_table {
    khl_map keys;
    khl_short *values; /* [keys.n] */
    size_t capacity;
} khl_short_table;

typedef struct khl_compiler {
    khl_properties *properties;
    khl_map words;     /* folded key -> number by arrival */
    khl_word *records; /* [words.n]; references are numbers by arrival */
    size_t records_capacity;
    khl_map places; /* id -> number by arrival */
    khl_place *place_records;
    size_t places_capacity;
    khl_short_table levels, sounds, roads;
    khl_map seen; /* rows already read, to name duplicates */
    khl_buf scratch, folded;
} khl_compiler;

/* One file: how many fields a row must have and what a row does. */
typedef khl_status (*khl_row_fn)(khl_compiler *compiler, const khl_tsv *row, khl_error *err);
khl_status khl_compile_file(khl_compiler *compiler, const char *dir, const char *name, size_t min_fields,
                            khl_row_fn fn, khl_error *err);

/* Opens one file of the folder; path keeps its name as long as the row is used. KHL_E_MODEL: it lacks. */
khl_status khl_compile_open(khl_tsv *row, khl_buf *path, const char *dir, const char *name, khl_error *err);

/* Leaves the folded key of a word or phrase in compiler->folded. */
khl_status khl_compile_fold(khl_compiler *compiler, khl_str word, khl_error *err);

/* The number of the record for the word in field `column` (0-based) of a row, folded; added when new. */
khl_status khl_compile_word(khl_compiler *compiler, const khl_tsv *row, size_t column, khl_str word,
                            uint32_t *number, khl_error *err);

/* The number of a name that is kept as it is written (units, slugs). */
khl_status khl_compile_name(khl_compiler *compiler, khl_str name, uint32_t *number, khl_error *err);

/* Fails with lexicon.duplicate when fields a and b of a row stood together in this file before. */
khl_status khl_compile_unique(khl_compiler *compiler, const khl_tsv *row, size_t a, size_t b, khl_error *err);

/* to[i]: where key i of the map stands in bytewise order. The caller frees. NULL when memory ends. */
uint32_t *khl_sorted_numbers(const khl_map *map);

/* The readers, in the order in which they must run. */
khl_status khl_compile_word_rows(khl_compiler *compiler, const char *dir, khl_error *err);
khl_status khl_compile_place_rows(khl_compiler *compiler, const char *dir, khl_error *err);

#endif
