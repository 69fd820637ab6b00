/* A sheet of a workbook: a header, then rows from the first to the last, cells from the first to the last.
 *
 *   khl_sheet sheet;
 *   khl_sheet_open(&sheet, book, &khl_sheet_aside);
 *   khl_sheet_row(&sheet);                            a row begins
 *   khl_sheet_text(&sheet, aside->id); ...            its cells, one a column
 *   khl_sheet_close(&sheet);                          filter, frozen header
 *
 * Failures stick to the book; rows are cheap to put into one that has failed. */
#ifndef KHL_XLSX_SHEET_H
#define KHL_XLSX_SHEET_H

#include "book.h"

enum { KHL_SHEET_ROWS = 1048575 }; /* below the header */

/* A column: its name for programs, the message id of its head, what stands in it, its width in digits. */
typedef struct khl_column {
    const char *key, *word;
    khl_kind kind;
    double width;
} khl_column;

/* A sheet: its name for programs and the message id of its name for people; how many of the first columns
 * stay in sight, and how many go on paper, where more would make the letters too small. */
typedef struct khl_sheet_kind {
    const char *key, *word;
    const khl_column *columns;
    unsigned short n_columns, frozen, printed;
} khl_sheet_kind;

typedef struct khl_sheet {
    khl_book *book;
    const khl_sheet_kind *kind;
    lxw_worksheet *page;
    lxw_row_t row; /* of the cells that are put; 0 is the header */
    lxw_col_t column;
    unsigned lines; /* of the highest cell of the row so far */
} khl_sheet;

void khl_sheet_open(khl_sheet *sheet, khl_book *book, const khl_sheet_kind *kind);
bool khl_sheet_row(khl_sheet *sheet); /* false when the making does not go on */
void khl_sheet_close(khl_sheet *sheet);

/* The next cell of the row: a text from outside, an id for programs, a word of the language, a list of names
 * (a line each, or with commas between them), a number, a probability, nothing, or a choice that is open. */
void khl_sheet_text(khl_sheet *sheet, khl_str s);
void khl_sheet_piece(khl_sheet *sheet, khl_str s, size_t *at); /* as much of a long text as a cell holds */
void khl_sheet_exact(khl_sheet *sheet, khl_str s);
void khl_sheet_word(khl_sheet *sheet, const char *id);
void khl_sheet_list(khl_sheet *sheet, const khl_str *items, size_t n, bool lines);
void khl_sheet_count(khl_sheet *sheet, uint32_t n);
void khl_sheet_percent(khl_sheet *sheet, double probability);
void khl_sheet_blank(khl_sheet *sheet);
/* Nothing, in a column of choices where there is none to make. */
void khl_sheet_no_choice(khl_sheet *sheet);

/* Item i of a list that is put together in book->more, which the caller empties first. */
void khl_sheet_item(khl_sheet *sheet, size_t i, khl_str item, bool lines);

/* The answers of the committee, in order, for khl_sheet_choices and for programs. */
enum { KHL_N_ANSWERS = 3 };
extern const char *const khl_answers[KHL_N_ANSWERS];      /* "same", "different", "related" */
extern const char *const khl_answer_words[KHL_N_ANSWERS]; /* their message ids */

/* The first of the columns of choices, in every row so far, takes one of the answers from a list. */
void khl_sheet_choices(khl_sheet *sheet);

/* The kinds, and what fills them. */
extern const khl_sheet_kind khl_sheet_entries, khl_sheet_review, khl_sheet_members, khl_sheet_concordance,
    khl_sheet_aside, khl_sheet_authorities, khl_sheet_elsewhere, khl_sheet_changes, khl_sheet_texts;
void khl_put_entries(khl_book *book);
void khl_put_review(khl_book *book);
void khl_put_members(khl_book *book);
void khl_put_concordance(khl_book *book);
void khl_put_aside(khl_book *book);
void khl_put_authorities(khl_book *book);
void khl_put_elsewhere(khl_book *book); /* none where no entry has any */
void khl_put_changes(khl_book *book);   /* nothing without an earlier version */
void khl_put_texts(khl_book *book);     /* the last that has texts: those that the others cut */
void khl_put_keys(khl_book *book);

#endif
