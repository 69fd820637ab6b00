/* The script of a text from outside, for its direction in a document. */
#ifndef KHL_EXPORT_DOC_SCRIPT_H
#define KHL_EXPORT_DOC_SCRIPT_H

#include "khulasa/base.h"

/* Arabic letter (1), Latin (-1), or neither (0): digits belong to no script. */
int khl_doc_script_of(uint32_t c);

/* Of which script are more letters? Not that of the first: "commune" may begin an Arabic sentence. */
int khl_doc_script(khl_str text);

/* Has text a letter that runs against a document from right to left (rtl), or from left to right? */
bool khl_doc_runs_against(khl_str text, bool rtl);

/* Whether a text of one script stays in its order between letters of the other: it begins with a letter and
 * ends with one, or with a digit. A bracket at its end would go to its front. */
bool khl_doc_holds_together(khl_str text);

#endif
