/* The hidden sheet "khulasa", by which a program reads back what a committee has edited, whatever the
 * language and wherever columns were moved to. Three columns without a header:
 *
 *   schema    khulasa.workbook/1   version of the program
 *   language  ar
 *   models    their fingerprint
 *   sheet     review               its name in this workbook
 *   column    review.decision      its head in this workbook
 *   answer    same                 its word in this workbook
 *   mark      long                 what stands before a text that is whole on the last sheet
 *   baseline  1                    what was handed out (export/baseline.h), the first piece of it
 *   baseline  2                    ... the next, and so on
 *
 * A pair is known by the hidden columns key_a and key_b of its row (in "members": the representative and the
 * member), whose cells are ids as they came in. */
#include "baseline.h"
#include "cell_text.h"
#include "doc_words.h"
#include "error.h"
#include "sheet.h"
#include "str.h"
#include "utf8.h"

/* No language. */
#define SHEET_NAME "khulasa"

/* Bytes are never fewer than the UTF-16 units, of which a cell holds 32,767. */
enum { PATH_BYTES = 64, COLUMN_WIDTH = 255, PIECE_BYTES = 32000 };

typedef struct keys {
    khl_book *book;
    lxw_worksheet *page;
    lxw_row_t row;
} keys;

static void put_cell(keys *k, lxw_col_t column, const char *text)
{
    if (text != NULL)
        khl_book_took(k->book, worksheet_write_string(k->page, k->row, column, text,
                                                      k->book->formats[KHL_KIND_HIDDEN][0]));
}

static void put(keys *k, lxw_col_t column, khl_str s)
{
    put_cell(k, column, khl_cell_text(k->book, s, COLUMN_WIDTH));
}

static void put_row(keys *k, const char *what, khl_str key, khl_str value)
{
    put(k, 0, khl_str_from(what));
    put(k, 1, key);
    put(k, 2, value);
    k->row++;
}

static void put_kind(keys *k, const khl_sheet_kind *kind)
{
    char path[PATH_BYTES];
    put_row(k, "sheet", khl_str_from(kind->key), khl_doc_word(k->book->words, kind->word));
    for (size_t i = 0; i < kind->n_columns; i++) {
        const khl_column *column = &kind->columns[i];
        khl_str word = khl_str_from(column->key);
        if (column->word != NULL) word = khl_doc_word(k->book->words, column->word);
        snprintf(path, sizeof path, "%s.%s", kind->key, column->key);
        put_row(k, "column", khl_str_from(path), word);
    }
}

/* Not through khl_cell_text, which would mark and cut it as a text that is long to read. No piece begins or
 * ends with a blank, which a program might drop. */
static khl_str next_piece(khl_str s)
{
    khl_str piece = khl_utf8_truncate(s, PIECE_BYTES);
    while (piece.n > 1 && piece.n < s.n && (piece.p[piece.n - 1] == ' ' || s.p[piece.n] == ' '))
        piece = khl_utf8_truncate(s, piece.n - 1);
    return piece;
}

static void put_baseline(keys *k)
{
    khl_book *book = k->book;
    khl_sink json = {.buf = KHL_BUF_INIT};
    char number[24];
    if (!khl_book_goes_on(book)) return;
    book->status = khl_baseline_put(&json, book->list, book->words, book->err);
    if (book->status == KHL_OK && !khl_buf_ok(&json.buf)) book->status = khl_fail_memory(book->err);
    khl_str rest = khl_buf_str(&json.buf);
    for (unsigned i = 1; rest.n > 0 && khl_book_goes_on(book); i++) {
        khl_str piece = next_piece(rest);
        snprintf(number, sizeof number, "%u", i);
        put(k, 0, KHL_STR("baseline"));
        put(k, 1, khl_str_from(number));
        put_cell(k, 2, khl_cell_exact(book, piece));
        k->row++;
        rest = khl_str_part(rest, piece.n, rest.n);
    }
    khl_buf_clear(&json.buf);
}

void khl_put_keys(khl_book *book)
{
    const khl_sheet_kind *kinds[] = {&khl_sheet_entries,
                                     &khl_sheet_review,
                                     &khl_sheet_members,
                                     &khl_sheet_concordance,
                                     &khl_sheet_aside,
                                     &khl_sheet_authorities,
                                     khl_doc_has_elsewhere(book->list) ? &khl_sheet_elsewhere : NULL,
                                     book->list->compared ? &khl_sheet_changes : NULL,
                                     book->long_texts.n > 0 ? &khl_sheet_texts : NULL};
    keys k = {.book = book};
    if (!khl_book_goes_on(book)) return;
    k.page = workbook_add_worksheet(book->workbook, SHEET_NAME);
    if (k.page == NULL) {
        book->status = khl_fail_memory(book->err);
        return;
    }
    worksheet_hide(k.page);
    put_row(&k, "schema", KHL_STR("khulasa.workbook/1"), book->list->version);
    put_row(&k, "language", book->words->lang, KHL_STR(""));
    put_row(&k, "models", book->list->models, KHL_STR(""));
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i] != NULL) put_kind(&k, kinds[i]);
    for (size_t i = 0; i < KHL_N_ANSWERS; i++)
        put_row(&k, "answer", khl_str_from(khl_answers[i]), khl_doc_word(book->words, khl_answer_words[i]));
    put_row(&k, "mark", KHL_STR("long"), khl_doc_word(book->words, "doc.sheet.long"));
    put_baseline(&k);
}
