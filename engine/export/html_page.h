/* What the parts of the page share: the shortlist, its words, and look-ups from ids to places on the page.
 *
 * Anchors: an entry is "E-...", its own id, so that a link to it outlives the next version of the document;
 * the wording of member i (in order of the page) is m-i, its row of the concordance c-i; the set-aside
 * proposal i is x-i, its row cx-i; axis i is axis-i; the cut submission i is w-i. Proposal ids come from
 * outside and are never anchors. */
#ifndef KHL_EXPORT_HTML_PAGE_H
#define KHL_EXPORT_HTML_PAGE_H

#include "account.h"
#include "map.h"
#include "markup.h"
#include "sink.h"

/* An entry, or a pair of members, below this is pointed out. */
#define KHL_PAGE_LOW_COHESION 0.5

typedef struct khl_page_member {
    const khl_member *member;
    const khl_entry *entry;
} khl_page_member;

typedef struct khl_page {
    const khl_shortlist *list;
    khl_markup m;
    khl_account account;
    khl_map entries;       /* entry id to entry number */
    khl_map members;       /* member id to number in order of the page */
    khl_map cities;        /* in order of first mention */
    khl_map associations;  /* likewise, those with a name */
    khl_page_member *flat; /* [account.members] */
    khl_map parts;         /* ids of parts of cut submissions, numbered */
    uint32_t *letter_of;   /* [parts.n] the cut submission of each */
    khl_str dir;           /* "rtl" or "ltr" */
    khl_sink *sink;        /* m.out is its buffer */
    khl_error *err;
    khl_status status; /* the first failure */
} khl_page;

/* May the page go on? Hands bytes on when there are enough; called in every loop that can be long. */
bool khl_page_ease(khl_page *page);

khl_str khl_page_axis(const khl_page *page, uint32_t axis); /* its name; axis is 1-based */

/* Association, city and source of a member, as run-in text. */
void khl_page_source(khl_page *page, const khl_member *member);

/* An element with a text from outside in it: its direction is its own, and its script is named when it is not
 * that of the page. tag and attributes are literals of the program. */
void khl_page_text(khl_page *page, const char *tag, const char *attributes, khl_str text);

/* Items one after the other, each its own bidirectional run, with the comma of the language between them. */
void khl_page_list(khl_page *page, const khl_str *items, size_t n);

/* For a part of a cut submission: links to the whole and to the other parts; else nothing. */
void khl_page_siblings(khl_page *page, khl_str id);
khl_status khl_page_find_parts(khl_page *page, khl_error *err);

/* Where a probability of being the same demand is shown: a word and the figure. */
void khl_page_probability(khl_page *page, double probability);

/* An explanation, without the two texts. */
void khl_page_why(khl_page *page, const khl_why *why);

/* On the cover, for paper: that not everything is shown; hidden while it is. */
void khl_page_selection(khl_page *page);

/* Sections in order of the page. */
void khl_page_cover(khl_page *page);
void khl_page_account(khl_page *page);
void khl_page_chart(khl_page *page);
void khl_page_find(khl_page *page);
void khl_page_contents(khl_page *page);
void khl_page_axes(khl_page *page);
void khl_page_review(khl_page *page);
khl_status khl_page_map(khl_page *page, khl_error *err);
khl_status khl_page_trees(khl_page *page, khl_error *err);
void khl_page_letters(khl_page *page);
void khl_page_aside(khl_page *page);
khl_status khl_page_concordance(khl_page *page, khl_error *err);
khl_status khl_page_associations(khl_page *page, khl_error *err);
khl_status khl_page_changes(khl_page *page, khl_error *err); /* nothing without an earlier version */
void khl_page_method(khl_page *page);
void khl_page_run(khl_page *page);

#endif
