/* What the readers of edited documents share: filling a khl_edited, and the readers by format. */
#ifndef KHL_OFFICE_EDITED_TAKE_H
#define KHL_OFFICE_EDITED_TAKE_H

#include "edited.h"
#include "office_package.h"

/* The name space of the element that holds the baseline of a letter. */
#define KHL_LETTER_BASELINE "urn:khulasa:baseline:1"

/* "E-" and ten hexadecimal digits, and perhaps "-2". */
bool khl_edited_is_id(khl_str s);

/* A new entry, the last one; parts of it; what is not understood. Texts are copied. */
khl_status khl_edited_add_entry(khl_edited *out, khl_str id, uint32_t place, khl_error *err);
khl_status khl_edited_add_stray(khl_edited *out, int kind, khl_str text, uint32_t place, khl_error *err);

/* Puts a text behind what the part has, on a line of its own. An empty one makes the part one that is there.
 */
khl_status khl_edited_extend(khl_edited *out, khl_edited_part *part, khl_str text, uint32_t place,
                             khl_error *err);

/* Each reads baseline, entries, strays and answers into a value that is empty. Whether the baseline is one,
 * and whether there is an entry at all, is asked by the caller. */
khl_status khl_edited_read_docx(khl_edited *out, khl_package *package, khl_error *err);
khl_status khl_edited_read_xlsx(khl_edited *out, khl_package *package, khl_error *err);

#endif
