/* Writing HTML so that nothing that came from outside can become markup: literal text of the program is the
 * format, every value goes through an escaping directive.
 *
 *   khl_markup_put(m, "<a href=\"#m-%u\"><bdi>%s</bdi></a> %w", number, member->id, "doc.representative");
 */
#ifndef KHL_EXPORT_MARKUP_H
#define KHL_EXPORT_MARKUP_H

#include "buf.h"
#include "khulasa/export.h"

typedef struct khl_markup {
    khl_buf *out;
    const khl_words *words;
} khl_markup;

/* Directives:  %s  khl_str, escaped, good in element content and in a quoted attribute
 *              %w  const char *, the word of a message id, escaped
 *              %n  const char *, unsigned: the counted phrase of a message id, escaped
 *              %u  unsigned
 *              %f  double, with three decimals
 *              %p  double, a probability in per cent, as its own bidirectional run
 *              %%  a per cent sign
 * Any other letter after % is written as it stands. */
void khl_markup_put(khl_markup *m, const char *format, ...);

/* The text of s for a page: & < > " ' as references; line ends as LF; ill-formed bytes as U+FFFD; other
 * control characters as their control pictures; explicit direction controls (U+202A..202E, U+2066..2069) left
 * out, as each text is isolated by its element and must not reach beyond it. */
void khl_markup_text(khl_buf *out, khl_str s);

#endif
