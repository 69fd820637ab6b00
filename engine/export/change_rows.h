/* What documents say of the changes since an earlier version: words and rows that all writers show alike. */
#ifndef KHL_EXPORT_CHANGE_ROWS_H
#define KHL_EXPORT_CHANGE_ROWS_H

#include "arena.h"
#include "buf.h"
#include "khulasa/export.h"

/* One thing that is not as it was: the message id of what it is, and how it was and is; either may be empty.
 * own: a text of submitters, which goes its own direction. */
typedef struct khl_change_row {
    const char *label;
    khl_str before, now;
    bool own;
} khl_change_row;

enum { KHL_MOST_CHANGE_ROWS = 12 };

typedef struct khl_change_rows {
    khl_change_row rows[KHL_MOST_CHANGE_ROWS];
    size_t n;
    khl_str number, title; /* of the entry; of the earlier one where there is none now */
    khl_str tags;     /* the kinds that a reader looks for first, with points between them; may be empty */
    khl_str heads[2]; /* over before and now: the word, with the number that the entry had or has */
    khl_arena arena;
} khl_change_rows;

/* Lists are a line each, ids stand between commas. Texts are borrowed from the shortlist and from the arena,
 * which is emptied by the next call; {0} is an empty value. KHL_E_MEMORY is the only failure. */
khl_status khl_change_rows_make(khl_change_rows *out, const khl_shortlist *list, const khl_change *change,
                                const khl_words *words);
void khl_change_rows_clear(khl_change_rows *rows);

/* "New: 3 · Split: 1": how many changes of each kind there are, or that there are none. */
void khl_change_summary(khl_buf *out, const khl_shortlist *list, const khl_words *words);

#endif
