/* What a piece of HTML says, for cells that platforms fill with it. */
#ifndef KHL_CORPUS_HTML_TEXT_H
#define KHL_CORPUS_HTML_TEXT_H

#include "arena.h"

/* html without tags and comments, the end of a paragraph, line or item as a line end, entities of HTML 4 as
 * their characters, everything else byte for byte. What is no whole tag and no known entity stays. The result
 * is html itself where nothing changes, else a copy in the arena; p is NULL when memory ends. Cost: linear.
 */
khl_str khl_html_text(khl_arena *arena, khl_str html);

#endif
