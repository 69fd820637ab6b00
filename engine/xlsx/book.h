/* A workbook while it is made: the library's handle, the formats of its cells, and the texts that are too
 * long for one. Order of calls: khl_book_open, the sheets one after the other (sheet.h), khl_book_finish,
 * khl_book_close.
 *
 * The library keeps a row and no more of a sheet in memory (constant_memory), the rest in files of a folder
 * of our own, which is gone afterwards, come what may. */
#ifndef KHL_XLSX_BOOK_H
#define KHL_XLSX_BOOK_H

#include "khulasa/export.h"
#include "map.h"
#include "sink.h"

#include <xlsxwriter.h>

/* What stands in a column, and so how it looks. */
typedef enum khl_kind {
    KHL_KIND_TEXT,    /* from outside: its direction is that of its first letter */
    KHL_KIND_NAMES,   /* a name or a list, in the direction of the workbook */
    KHL_KIND_ID,      /* as text, with Latin or Arabic letters, in the middle */
    KHL_KIND_COUNT,   /* a whole number */
    KHL_KIND_PERCENT, /* a probability */
    KHL_KIND_CHOICE,  /* for the committee to fill in */
    KHL_KIND_HIDDEN,  /* for programs */
    KHL_N_KINDS
} khl_kind;

enum { KHL_BOOK_PATH_BYTES = 4096 };

typedef struct khl_book {
    const khl_shortlist *list;
    const khl_words *words;
    lxw_workbook *workbook;
    lxw_format *formats[KHL_N_KINDS][2], *head; /* [1]: of a cell that is read from right to left */
    bool right_to_left;
    khl_map long_texts; /* those that no cell holds, numbered */
    khl_buf text, more; /* scratch: a cell, and a text that is put together for one */
    char folder[KHL_BOOK_PATH_BYTES], path[KHL_BOOK_PATH_BYTES]; /* empty: not made */
    uint64_t cell_bytes;                                         /* of the texts that were put */
    khl_error *err;
    khl_status status; /* the first failure; what comes behind it is not written */
} khl_book;

khl_status khl_book_open(khl_book *book, const khl_shortlist *list, const khl_words *words, khl_error *err);

/* May the making go on? Takes what a call of the library returned. */
bool khl_book_took(khl_book *book, lxw_error returned);
bool khl_book_goes_on(khl_book *book);

/* Closes the workbook, sees that it is whole, and hands its bytes over. */
khl_status khl_book_finish(khl_book *book, khl_sink *out);

/* Removes the files. {0} may be closed, too. */
void khl_book_close(khl_book *book);

/* The files of the workbook (book_files.c): its folder and name, in TMPDIR or else /tmp; whether there is
 * room for what closing it writes; their end. */
khl_status khl_book_make_folder(khl_book *book);
khl_status khl_book_check_room(khl_book *book);
void khl_book_remove_files(khl_book *book);

#endif
