/* The writers of this room, one a format. Each appends a whole document to out; the shortlist has passed
 * khl_shortlist_check. Memory failures of out are sticky and asked for once, by khl_export. */
#ifndef KHL_EXPORT_WRITERS_H
#define KHL_EXPORT_WRITERS_H

#include "buf.h"
#include "khulasa/export.h"

khl_status khl_write_json(const khl_shortlist *list, const khl_words *words, khl_buf *out, khl_error *err);
khl_status khl_write_csv(const khl_shortlist *list, const khl_words *words, khl_buf *out, khl_error *err);
khl_status khl_write_html(const khl_shortlist *list, const khl_words *words, khl_buf *out, khl_error *err);
khl_status khl_write_why(const khl_why *why, khl_buf *out, khl_error *err);

#endif
