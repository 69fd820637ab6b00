/* The background table, read from a folder or from a section of the compiled models. */
#ifndef KHL_MATCH_BACKGROUND_H
#define KHL_MATCH_BACKGROUND_H

#include "khulasa/match.h"
#include "tsv.h"

/* Stands in the file for the space at the edge of an n-gram, which a reader of tables would trim. */
#define KHL_BACKGROUND_BLANK "\xE2\x90\xA3"

struct khl_background {
    khl_df_table *df[KHL_N_SPACES];
};

/* As khl_background_read, from an open reader. */
khl_status khl_background_parse(khl_background **out, khl_tsv *tsv, khl_error *err);

#endif
