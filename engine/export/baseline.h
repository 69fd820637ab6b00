/* What a document says when it is handed out, as JSON within it, so that what people change in it can be told
 * from what they left, and from what a later run of the program says otherwise.
 *
 *   {"schema":"khulasa.baseline/1","version":...,"models":...,"lang":"ar","decisions":0,
 *    "axes":[{"id":...,"name":...}],
 *    "entries":[{"id":"E-...","axis":1,"title":...,"text":...,"level":"regional" or null,
 *      "authorities":[{"id":...,"name":...}],"members":[{"id":...,"sha256":...}]}]}
 *
 * Names, titles and texts are those the document shows (shown.h); ids stand as they came in. Members begin
 * with the representative. Every character beyond ASCII, every control, and what a cell of a workbook takes
 * for an escape ("_x000D_") is written \uXXXX, so the text goes unchanged through both formats and programs
 * that save them anew. LibreOffice 7.4 failed to save a letter whose part held the Arabic letters themselves.
 */
#ifndef KHL_EXPORT_BASELINE_H
#define KHL_EXPORT_BASELINE_H

#include "khulasa/export.h"
#include "sink.h"

/* On one line without an end. Cost: linear; some two hundred bytes and its text an entry, a hundred a member.
 */
khl_status khl_baseline_put(khl_sink *out, const khl_shortlist *list, const khl_words *words, khl_error *err);

#endif
