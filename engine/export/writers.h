/* The writers of this room, one a format. Each puts a whole document into out and eases it between its parts;
 * the shortlist has passed khl_shortlist_check. */
#ifndef KHL_EXPORT_WRITERS_H
#define KHL_EXPORT_WRITERS_H

#include "khulasa/export.h"
#include "sink.h"

khl_status khl_write_json(const khl_shortlist *list, const khl_words *words, khl_sink *out, khl_error *err);
khl_status khl_write_csv(const khl_shortlist *list, const khl_words *words, khl_sink *out, khl_error *err);
khl_status khl_write_html(const khl_shortlist *list, const khl_words *words, khl_sink *out, khl_error *err);
khl_status khl_write_decidim(const khl_shortlist *list, const khl_words *words, khl_sink *out,
                             khl_error *err);
khl_status khl_write_decidim_json(const khl_shortlist *list, const khl_words *words, khl_sink *out,
                                  khl_error *err);
khl_status khl_write_pack(const khl_shortlist *list, const khl_words *words, khl_sink *out, khl_error *err);
/* In modules of their own. */
KHL_API khl_status khl_write_xlsx(const khl_shortlist *list, const khl_words *words, khl_sink *out,
                                  khl_error *err);
khl_status khl_write_why(const khl_why *why, khl_sink *out, khl_error *err);

#endif
