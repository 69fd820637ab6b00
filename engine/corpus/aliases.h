/* Which header names mean which field: data of models/corpus/aliases.tsv, folded and frozen into the compiled
 * models, and a few plain English names that hold without them. */
#ifndef KHL_CORPUS_ALIASES_H
#define KHL_CORPUS_ALIASES_H

#include "buf.h"
#include "khulasa/corpus.h"
#include "pack.h"

typedef enum khl_field {
    KHL_FIELD_ID,
    KHL_FIELD_CITY,
    KHL_FIELD_ASSOCIATION,
    KHL_FIELD_AXIS,
    KHL_FIELD_TEXT,
    KHL_FIELD_TITLE,
    KHL_FIELD_DATE,
    KHL_FIELD_PLACE,
    KHL_FIELD_PRIORITY,
    KHL_FIELD_AUTHOR, /* a person: kept out of outputs unless asked for */
    KHL_N_FIELDS
} khl_field;

const char *khl_field_name(khl_field field); /* "id", "city" ... as written in the data and in --map */
bool khl_field_parse(khl_str name, khl_field *field);

/* Appends header without what does not tell headers apart: NFKD and lower case, marks, tatweel, bidi
 * controls,
 * '*' and ':' dropped, teh marbuta as heh, alef maksura as yeh, runs of white space as one space, outer ones
 * gone. Numerals stay. Ill-formed UTF-8 becomes U+FFFD. Errors stick to out. */
void khl_header_fold(khl_buf *out, khl_str header);

/* Section "corpus.aliases": folded alias -> u32 rank[KHL_N_FIELDS], 0: not that field, 1: the best name for
 * it. Reads models_dir/corpus/aliases.tsv, rows `field TAB alias`, best first. KHL_E_MODEL with file and row,
 * KHL_E_IO. */
khl_status khl_aliases_compile(const char *models_dir, khl_pack_builder *builder, khl_error *err);

/* Borrows from pack, which must outlive it. KHL_E_MODEL when the section is missing or torn. */
khl_status khl_aliases_open(khl_aliases **out, const khl_pack *pack, khl_error *err);
void khl_aliases_destroy(khl_aliases *aliases);

/* Section "corpus.marks": what a committee writes in the priority column -> level. Reads
 * models_dir/corpus/marks.tsv, rows `level TAB mark`. */
khl_status khl_marks_compile(const char *models_dir, khl_pack_builder *builder, khl_error *err);

/* Section "corpus.private": words before a telephone or an identity number -> khl_private_kind. Reads
 * models_dir/corpus/private.tsv, rows `phone|identity TAB words`. */
khl_status khl_private_compile(const char *models_dir, khl_pack_builder *builder, khl_error *err);

/* The level of a mark: 1 high, 2 medium, 3 low; 0 when it says nothing or is not known. Numbers are levels,
 * those above 3 being low. aliases may be NULL: numbers and the English words only. KHL_E_MEMORY. */
khl_status khl_marks_level(const khl_aliases *aliases, khl_str mark, unsigned *level, khl_error *err);

/* Rank of a folded header for a field, 1 the best, 0 none; aliases may be NULL. */
uint32_t khl_aliases_rank(const khl_aliases *aliases, khl_str folded, khl_field field);

/* The best names known for a field, joined by ", ", for messages. */
void khl_aliases_known(const khl_aliases *aliases, khl_field field, khl_buf *out);

#endif
