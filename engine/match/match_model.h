/* The weights file, read from a folder or from a section of the compiled models. */
#ifndef KHL_MATCH_MODEL_H
#define KHL_MATCH_MODEL_H

#include "khulasa/match.h"
#include "tsv.h"

/* As khl_match_model_read, from an open reader. */
khl_status khl_match_model_parse(khl_match_model *out, khl_tsv *tsv, khl_error *err);

#endif
