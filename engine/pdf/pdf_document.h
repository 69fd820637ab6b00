/* What the parts of the document share: the shortlist, its words, the look-ups, and the pages on which things
 * stand, found out the first time it is made and printed the second. */
#ifndef KHL_PDF_DOCUMENT_H
#define KHL_PDF_DOCUMENT_H

#include "account.h"
#include "by_authority.h"
#include "khulasa/export.h"
#include "map.h"
#include "pdf_block.h"
#include "sink.h"

/* Parts that are no axes, in their order. */
typedef enum khl_pdf_part {
    KHL_PDF_ACCOUNT,
    KHL_PDF_CONTENTS,
    KHL_PDF_CONCORDANCE,
    KHL_PDF_ASIDE,
    KHL_PDF_AUTHORITIES,
    KHL_PDF_CHANGES,
    KHL_PDF_PARTS
} khl_pdf_part;

typedef struct khl_pdf_document {
    const khl_shortlist *list;
    const khl_words *words;
    khl_account account;
    khl_map entries; /* entry id to number */
    khl_map cities;  /* in order of first mention */
    khl_by_authority by_authority;
    uint32_t *entry_pages; /* [n_entries] */
    uint32_t *axis_pages;  /* [n_axes]; 0: without entries */
    uint32_t part_pages[KHL_PDF_PARTS];
    khl_pdf_type type;
    khl_pdf_paper paper;
    khl_pdf_stack stack; /* empty between two functions */
    khl_buf text;        /* scratch */
} khl_pdf_document;

/* Parts in their order. */
void khl_pdf_cover(khl_pdf_document *doc);
void khl_pdf_account(khl_pdf_document *doc);
void khl_pdf_contents(khl_pdf_document *doc);
void khl_pdf_axes(khl_pdf_document *doc);
khl_status khl_pdf_concordance(khl_pdf_document *doc, khl_error *err);
void khl_pdf_aside(khl_pdf_document *doc);
void khl_pdf_authorities(khl_pdf_document *doc);
khl_status khl_pdf_changes(khl_pdf_document *doc, khl_error *err); /* nothing without an earlier version */

/* Begins a part on a page of its own, with its heading; or only a heading, of a section within a part. */
void khl_pdf_begin_part(khl_pdf_document *doc, khl_pdf_part part, const char *id);
void khl_pdf_heading(khl_pdf_document *doc, const char *id);

/* Text made in doc->text: the empty buffer; a word; a counted word; a text from outside that keeps its
 * direction to itself; such texts with commas between. */
khl_buf *khl_pdf_text(khl_pdf_document *doc);
void khl_pdf_put_word(khl_pdf_document *doc, const char *id);
void khl_pdf_put_count(khl_pdf_document *doc, const char *id, uint32_t n);
void khl_pdf_put_own(khl_pdf_document *doc, khl_str text);
void khl_pdf_put_comma(khl_pdf_document *doc);
void khl_pdf_put_list(khl_pdf_document *doc, const khl_str *items, size_t n);

/* What was made in doc->text, as a block of doc->stack. */
void khl_pdf_add_text(khl_pdf_document *doc, const khl_pdf_put *put);

khl_str khl_pdf_word(const khl_pdf_document *doc, const char *id);
khl_str khl_pdf_axis_name(const khl_pdf_document *doc, uint32_t axis); /* 1-based */

/* YYYY-MM-DD; false for any other. */
bool khl_pdf_read_date(khl_str date, unsigned *year, unsigned *month, unsigned *day);

/* The name of a level, or the level itself when it has none. */
khl_str khl_pdf_level(const khl_pdf_document *doc, khl_str level);

KHL_API khl_status khl_write_pdf(const khl_shortlist *list, const khl_words *words, khl_sink *out,
                                 khl_error *err);

#endif
