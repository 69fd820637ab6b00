/* What the parts of the document share: the shortlist, its words, look-ups, and the paragraphs, runs and
 * tables that the text is made of.
 *
 * Direction is said in every layer, because Word asks each by itself: the section, the paragraph, the run,
 * the table. A paragraph of the document goes its way (right to left for Arabic); a text from outside goes
 * that of most of its letters. Within either, letters of the other script stand in runs of their own.
 *
 * Content controls: the tag of an entry is its id; within it ID/title, ID/text, ID/level, ID/authorities hold
 * what the committee may change, so that an edited copy can be read back. Bookmarks: E_<hex> on the heading
 * of the entry E-<hex>, so that a link outlives the next version, and E_<hex>_title, _text, _level,
 * _authorities on what the controls hold, because some programs (LibreOffice 7) keep bookmarks and lose
 * controls when they save; axis_<n>; annexes, annex_<letter>. */
#ifndef KHL_DOCX_H
#define KHL_DOCX_H

#include "account.h"
#include "docx_xml.h"
#include "khulasa/export.h"
#include "map.h"

/* Behind figures and heads of tables; the colours of the page. */
#define KHL_DOCX_TINT "E5EEE8"
#define KHL_DOCX_DARK "0B5D4C"
#define KHL_DOCX_PALE "BCD3C8"

enum {
    KHL_DOCX_WIDTH = 9638,   /* of the text, in twentieths of a point: A4 less two centimetres on each side */
    KHL_DOCX_NAME_BYTES = 41 /* of a bookmark, as Word bounds it */
};

/* A member and the entry it is in. */
typedef struct khl_docx_member {
    const khl_member *member;
    const khl_entry *entry;
} khl_docx_member;

typedef struct khl_docx {
    const khl_shortlist *list;
    const khl_words *words;
    bool rtl; /* the document */
    khl_xml x;
    bool para_rtl; /* the paragraph that is open */
    uint32_t n_marks, n_controls;
    khl_account account;
    khl_map entries, cities, associations; /* by id, by name; numbered by first mention */
    khl_docx_member *members;              /* [account.members], in order of entries */
    khl_status status;                     /* the first failure of what is no XML */
    khl_error *err;
} khl_docx;

/* docx_text.c: paragraphs. In style NULL: that of the document's body. `_of` takes the direction of a text.
 */
void khl_docx_paragraph(khl_docx *d, const char *style);
void khl_docx_paragraph_of(khl_docx *d, const char *style, khl_str text);
void khl_docx_paragraph_end(khl_docx *d);

/* Runs in character style, NULL: none. A line end in a text becomes a line break. */
void khl_docx_run(khl_docx *d, const char *style, khl_str text);
void khl_docx_run_c(khl_docx *d, const char *style, const char *text);
void khl_docx_word(khl_docx *d, const char *style, const char *id);
void khl_docx_count(khl_docx *d, const char *style, const char *id, uint32_t n);
void khl_docx_date(khl_docx *d); /* of the shortlist, in words */
void khl_docx_number(khl_docx *d, const char *style, uint32_t n);
void khl_docx_percent(khl_docx *d, const char *style, double share);
void khl_docx_break(khl_docx *d, const char *kind); /* NULL: a line; "page" */
void khl_docx_tab(khl_docx *d);

/* A name from outside, which keeps its order and its brackets in a paragraph of the other direction; and what
 * stands before the next of a list: the word `id`, or a point. */
void khl_docx_name(khl_docx *d, const char *style, khl_str name);
void khl_docx_separate(khl_docx *d, const char *style, const char *id, khl_str next);
void khl_docx_point(khl_docx *d, const char *style, khl_str next);

/* One paragraph of one text, word or heading. */
void khl_docx_line(khl_docx *d, const char *style, khl_str text);
void khl_docx_line_word(khl_docx *d, const char *style, const char *id);

/* The names of the bookmarks of an entry, and of a part of it ("title"). */
void khl_docx_entry_mark(char out[KHL_DOCX_NAME_BYTES], khl_str id);
void khl_docx_part_mark(char out[KHL_DOCX_NAME_BYTES], khl_str id, const char *part);
void khl_docx_bookmark(khl_docx *d, const char *name, uint32_t *number);
void khl_docx_bookmark_end(khl_docx *d, uint32_t number);
void khl_docx_link(khl_docx *d, const char *bookmark);
void khl_docx_link_end(khl_docx *d);
void khl_docx_link_entry(khl_docx *d, const khl_entry *entry); /* its number and title, linked */

/* A field with what it says until it is updated. */
void khl_docx_field(khl_docx *d, const char *style, const char *code, const char *shown);
void khl_docx_field_begin(khl_docx *d, const char *code, bool stale);
void khl_docx_field_end(khl_docx *d);

/* Content controls: begin, content, end. part NULL: the entry itself; else "title", "text"... */
void khl_docx_control(khl_docx *d, khl_str id, const char *part);
void khl_docx_control_content(khl_docx *d);
void khl_docx_control_end(khl_docx *d);

/* docx_table.c: a table of columns [n] in twentieths of a point; its rows are made of cells in order. */
typedef struct khl_docx_table {
    const char *style;      /* NULL: no lines */
    const unsigned *widths; /* [n], in twentieths of a point */
    size_t n;
    const char *title; /* message ids for those who cannot see it; NULL: none */
    const char *description;
} khl_docx_table;

void khl_docx_table_begin(khl_docx *d, const khl_docx_table *table);
void khl_docx_table_end(khl_docx *d);
void khl_docx_row(khl_docx *d, bool header);
void khl_docx_row_end(khl_docx *d);
void khl_docx_cell(khl_docx *d, unsigned width, unsigned span, const char *shade);
void khl_docx_cell_end(khl_docx *d);
void khl_docx_header(khl_docx *d, const khl_docx_table *table, const char *const *ids);
void khl_docx_cell_text(khl_docx *d, unsigned width, khl_str text);
void khl_docx_cell_number(khl_docx *d, unsigned width, uint32_t n);

/* A row of the chart: `value` of `of`, the first dark and the second pale behind it. */
typedef struct khl_docx_bar {
    khl_str name;
    uint32_t value, of;
} khl_docx_bar;

/* Bars as a table: cells are their marks, so the chart needs no picture, prints as sharp as its letters, and
 * is read aloud as the figures it shows. */
void khl_docx_chart(khl_docx *d, const khl_docx_bar *bars, size_t n, const char *title,
                    const char *description);

/* Sections in order of the document. */
void khl_docx_cover(khl_docx *d);
void khl_docx_method(khl_docx *d);
void khl_docx_figures(khl_docx *d);
void khl_docx_contents(khl_docx *d);
void khl_docx_axes(khl_docx *d);
void khl_docx_annexes(khl_docx *d);
void khl_docx_index(khl_docx *d);     /* annexes D to G */
void khl_docx_elsewhere(khl_docx *d); /* behind annex G: what other cities demand */
void khl_docx_changes(khl_docx *d);   /* annex H, where there is an earlier version */
void khl_docx_annex(khl_docx *d, char letter, const char *title);

khl_str khl_docx_level(const khl_docx *d, khl_str level); /* its word; that for "not known" when empty */
khl_str khl_docx_axis(const khl_docx *d, uint32_t axis);

/* docx_parts.c and docx_styles.c: the other parts, each into an open khl_xml. */
void khl_docx_content_types(khl_docx *d);
void khl_docx_package_relations(khl_docx *d);
void khl_docx_document_relations(khl_docx *d);
void khl_docx_properties(khl_docx *d);
void khl_docx_settings(khl_docx *d);
void khl_docx_fonts(khl_docx *d);
void khl_docx_page_header(khl_docx *d);
void khl_docx_page_footer(khl_docx *d);
void khl_docx_styles(khl_docx *d);
void khl_docx_name_spaces(khl_docx *d);

/* docx_baseline.c: what was handed out, by which an edited copy is compared, and what belongs to that part.
 */
#define KHL_DOCX_BASELINE "urn:khulasa:baseline:1" /* its name space */
void khl_docx_baseline(khl_docx *d);
void khl_docx_baseline_properties(khl_docx *d);
void khl_docx_baseline_relations(khl_docx *d);

#endif
