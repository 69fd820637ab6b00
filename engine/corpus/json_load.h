/* Bytes of JSON to values of jansson, for the rooms that read it. */
#ifndef KHL_CORPUS_JSON_LOAD_H
#define KHL_CORPUS_JSON_LOAD_H

#include "khulasa/base.h"

#include <jansson.h>

/* *out is to be given back by json_decref. text is a part of a larger one that begins `base` bytes and
 * line - 1 lines further up. KHL_E_INPUT, with line, column and byte of the first fault, when it is no valid
 * JSON or names a key twice in one object. Cost: linear; jansson holds all of it. */
khl_status khl_json_load(json_t **out, khl_str text, size_t base, uint64_t line, khl_error *err);

#endif
