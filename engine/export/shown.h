/* What documents show of a text from outside: no character that a file of XML may not hold, none that works
 * on what stands beside the text. JSON and CSV keep texts as they came. */
#ifndef KHL_EXPORT_SHOWN_H
#define KHL_EXPORT_SHOWN_H

#include "buf.h"

/* In the place of a character that is left out. */
#define KHL_LEFT_OUT UINT32_MAX

/* What to show for c: itself; the picture of a control character (TAB and LF stay); U+FFFD for C1 controls
 * and noncharacters; nothing (KHL_LEFT_OUT) for what steers the direction of text beyond its own run
 * (U+202A..202E, U+2066..2069). A caller turns CR into LF first. */
uint32_t khl_shown(uint32_t c);

/* The next character of s to show (at < s.n), and *at behind what it stands for: CR, and CR LF, are LF;
 * ill-formed bytes are U+FFFD. KHL_LEFT_OUT when nothing is shown. */
uint32_t khl_shown_next(khl_str s, size_t *at);

/* All of s as it is shown. */
void khl_shown_text(khl_buf *out, khl_str s);

#endif
