/* The script of a text from outside, for its direction in a document. */
#ifndef KHL_EXPORT_DOC_SCRIPT_H
#define KHL_EXPORT_DOC_SCRIPT_H

#include "khulasa/base.h"

/* Arabic letter (1), Latin (-1), or neither (0): digits belong to no script. */
int khl_doc_script_of(uint32_t c);

/* Of which script are more letters? Not that of the first: "commune" may begin an Arabic sentence. */
int khl_doc_script(khl_str text);

#endif
