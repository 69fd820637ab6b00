/* A part of shortlist.json that is there only when an earlier version was given. */
#ifndef KHL_EXPORT_JSON_CHANGES_H
#define KHL_EXPORT_JSON_CHANGES_H

#include "json_out.h"
#include "khulasa/export.h"

/* "changes" and "retired", with a comma before them; nothing without an earlier version. */
void khl_json_changes(khl_json *json, const khl_shortlist *list, const khl_words *words);

#endif
