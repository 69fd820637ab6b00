/* A letter of ours as paragraphs with marks: which bytes of each stand within the content control or the
 * bookmark of an entry, of a part of one, of an axis, or of the annexes. Which of them make an entry is not
 * asked here. */
#ifndef KHL_OFFICE_EDITED_LETTER_H
#define KHL_OFFICE_EDITED_LETTER_H

#include "edited.h"
#include "office_package.h"

/* What a mark stands for: a part (KHL_EDITED_TITLE ... KHL_EDITED_AUTHORITIES), or one of these. */
enum { KHL_MARK_NONE = -1, KHL_MARK_ENTRY = KHL_N_EDITED, KHL_MARK_AXIS, KHL_MARK_ANNEX };

typedef struct khl_letter_mark {
    int what;
    khl_str id;    /* of the entry */
    uint32_t axis; /* of KHL_MARK_AXIS, from 1 */
} khl_letter_mark;

typedef struct khl_letter_range {
    khl_letter_mark mark;
    bool control; /* else a bookmark */
    uint32_t
        instance; /* of the control or bookmark: one that goes over several paragraphs has a range in each */
    size_t begin, end; /* bytes of the paragraph */
} khl_letter_range;

typedef enum khl_letter_style {
    KHL_LETTER_PLAIN,
    KHL_LETTER_AXIS,
    KHL_LETTER_ENTRY,
    KHL_LETTER_STATEMENT
} khl_letter_style;

typedef struct khl_letter_paragraph {
    khl_str text;
    uint32_t number; /* from 1, those of tables counted */
    khl_letter_style style;
    size_t first, n; /* of khl_letter.ranges */
} khl_letter_paragraph;

typedef struct khl_letter {
    khl_arena arena;
    khl_letter_paragraph *paragraphs; /* [n_paragraphs], without those that are empty, as they are once all
                                         tracked changes are accepted */
    khl_letter_range *ranges;
    size_t n_paragraphs, paragraphs_capacity, n_ranges, ranges_capacity;
} khl_letter;

/* To be cleared after a failure, too. Linear in the document. */
khl_status khl_letter_read(khl_letter *out, khl_package *package, khl_error *err);
void khl_letter_clear(khl_letter *letter);

#endif
