/* Cells, rows and the look of sheets. Text is put by worksheet_write_string alone, which makes neither
 * formulas nor links. */
#include "sheet.h"

#include "cell_text.h"
#include "doc_words.h"
#include "error.h"
#include "shown.h"
#include "str.h"
#include "utf8.h"

#include <stdlib.h>

enum { A4 = 9, ANY_WIDTH = 255, HEAD_POINTS = 32, DATE_BYTES = 32, NAME_BYTES = 128, ANSWER_BYTES = 64 };
/* A line of the font of the cells, what lies around the lines, and what a row can be at most. */
#define LINE_POINTS 13.2
#define AROUND_POINTS 4
#define MOST_POINTS 409

enum { ACCENT_TAB = 0x0B5D4C, CAUTION_TAB = 0x8F3A10 };

#define DASH " \xE2\x80\x94 "
#define LEFT_TO_RIGHT "\xE2\x80\x8E" /* behind Arabic, the parts of a date change places */

/* Inches. */
#define MARGIN 0.4
#define MARGIN_OF_TEXT 0.7

/* A word as the library wants it: with a NUL behind it, and no longer than fits. */
static void copy_word(char *out, size_t bytes, khl_str word)
{
    word = khl_utf8_truncate(word, bytes - 1);
    if (word.n > 0) memcpy(out, word.p, word.n);
    out[word.n] = '\0';
}

static khl_str word_of(const khl_book *book, const char *id)
{
    return khl_doc_word(book->words, id);
}

static bool has_choices(const khl_sheet_kind *kind)
{
    for (size_t i = 0; i < kind->n_columns; i++)
        if (kind->columns[i].kind == KHL_KIND_CHOICE) return true;
    return false;
}

/* An ampersand of a date that somebody made up is no command. */
static void put_plain(khl_buf *out, khl_str s)
{
    for (size_t at = 0; at < s.n;) {
        uint32_t c = khl_shown_next(s, &at);
        if (c == '&') khl_buf_char(out, '&');
        if (c != KHL_LEFT_OUT) khl_buf_utf8(out, c);
    }
}

static void put_print_head(khl_sheet *sheet)
{
    khl_book *book = sheet->book;
    khl_buf *text = &book->text;
    text->n = 0;
    khl_buf_put_c(text, "&C&\"Arial,Bold\"&10");
    put_plain(text, word_of(book, "doc.title"));
    khl_buf_put_c(text, DASH);
    put_plain(text, word_of(book, sheet->kind->word));
    if (book->list->date.n > 0) khl_buf_put_c(text, DASH LEFT_TO_RIGHT);
    put_plain(text, khl_utf8_truncate(book->list->date, DATE_BYTES));
    khl_buf_char(text, '\0');
    if (!khl_book_goes_on(book)) return;
    khl_book_took(book, worksheet_set_header(sheet->page, text->p));
    khl_book_took(book, worksheet_set_footer(sheet->page, "&C&8&P / &N"));
}

static void set_page(khl_sheet *sheet)
{
    lxw_worksheet *page = sheet->page;
    worksheet_set_landscape(page);
    worksheet_set_paper(page, A4);
    worksheet_set_margins(page, MARGIN, MARGIN, MARGIN_OF_TEXT, MARGIN_OF_TEXT);
    worksheet_fit_to_pages(page, 1, 0);
    worksheet_gridlines(page, LXW_HIDE_ALL_GRIDLINES);
    worksheet_freeze_panes(page, 1, sheet->kind->frozen);
    worksheet_set_tab_color(page, has_choices(sheet->kind) ? CAUTION_TAB : ACCENT_TAB);
    if (sheet->book->right_to_left) worksheet_right_to_left(page);
    khl_book_took(sheet->book, worksheet_repeat_rows(page, 0, 0));
    put_print_head(sheet);
}

static void put_heads(khl_sheet *sheet)
{
    khl_book *book = sheet->book;
    lxw_row_col_options hidden = {.hidden = LXW_TRUE};
    khl_book_took(book, worksheet_set_row(sheet->page, 0, HEAD_POINTS, NULL));
    for (lxw_col_t i = 0; i < sheet->kind->n_columns; i++) {
        const khl_column *column = &sheet->kind->columns[i];
        bool hide = column->kind == KHL_KIND_HIDDEN;
        khl_str word = hide ? khl_str_from(column->key) : word_of(book, column->word);
        const char *head = khl_cell_text(book, word, ANY_WIDTH);
        if (head == NULL) return;
        khl_book_took(
            book, worksheet_set_column_opt(sheet->page, i, i, column->width, NULL, hide ? &hidden : NULL));
        khl_book_took(book, worksheet_write_string(sheet->page, 0, i, head, book->head));
    }
}

void khl_sheet_open(khl_sheet *sheet, khl_book *book, const khl_sheet_kind *kind)
{
    char name[NAME_BYTES];
    *sheet = (khl_sheet){.book = book, .kind = kind};
    if (!khl_book_goes_on(book)) return;
    copy_word(name, sizeof name, word_of(book, kind->word));
    sheet->page = workbook_add_worksheet(book->workbook, name);
    if (sheet->page == NULL) {
        book->status = khl_fail_memory(book->err);
        return;
    }
    set_page(sheet);
    put_heads(sheet);
}

/* Of the row that is done. */
static void set_height(khl_sheet *sheet)
{
    double points = AROUND_POINTS + LINE_POINTS * sheet->lines;
    if (sheet->row == 0) return;
    khl_book_took(sheet->book, worksheet_set_row(sheet->page, sheet->row,
                                                 points < MOST_POINTS ? points : MOST_POINTS, NULL));
}

bool khl_sheet_row(khl_sheet *sheet)
{
    if (!khl_book_goes_on(sheet->book)) return false;
    set_height(sheet);
    sheet->row++;
    sheet->column = 0;
    sheet->lines = 1;
    return true;
}

void khl_sheet_close(khl_sheet *sheet)
{
    lxw_col_t last = sheet->kind->n_columns, printed = sheet->kind->printed;
    if (!khl_book_goes_on(sheet->book)) return;
    set_height(sheet);
    khl_book_took(sheet->book, worksheet_print_area(sheet->page, 0, 0, sheet->row, (lxw_col_t)(printed - 1)));
    while (last > 1 && sheet->kind->columns[last - 1].kind == KHL_KIND_HIDDEN) last--;
    khl_book_took(sheet->book, worksheet_autofilter(sheet->page, 0, 0, sheet->row, (lxw_col_t)(last - 1)));
}

static khl_kind kind_here(const khl_sheet *sheet)
{
    return sheet->kind->columns[sheet->column].kind;
}

/* An empty text is a cell with its lines all the same. */
static void put_as(khl_sheet *sheet, const char *text, khl_kind kind)
{
    if (text == NULL) return;
    bool from_right = sheet->book->right_to_left;
    unsigned lines = 1;
    if (kind != KHL_KIND_NAMES) from_right = khl_cell_from_right(text, from_right);
    if (kind != KHL_KIND_HIDDEN) lines = khl_cell_lines(text, sheet->kind->columns[sheet->column].width);
    if (lines > sheet->lines) sheet->lines = lines;
    khl_book_took(sheet->book, worksheet_write_string(sheet->page, sheet->row, sheet->column++, text,
                                                      sheet->book->formats[kind][from_right]));
}

static void put(khl_sheet *sheet, const char *text)
{
    put_as(sheet, text, kind_here(sheet));
}

static void put_number(khl_sheet *sheet, double value)
{
    lxw_format *format = sheet->book->formats[kind_here(sheet)][0];
    khl_book_took(sheet->book,
                  worksheet_write_number(sheet->page, sheet->row, sheet->column++, value, format));
}

void khl_sheet_text(khl_sheet *sheet, khl_str s)
{
    put(sheet, khl_cell_text(sheet->book, s, sheet->kind->columns[sheet->column].width));
}

void khl_sheet_piece(khl_sheet *sheet, khl_str s, size_t *at)
{
    put(sheet, khl_cell_piece(sheet->book, s, at));
}

void khl_sheet_exact(khl_sheet *sheet, khl_str s)
{
    put(sheet, khl_cell_exact(sheet->book, s));
}

void khl_sheet_word(khl_sheet *sheet, const char *id)
{
    khl_sheet_text(sheet, word_of(sheet->book, id));
}

void khl_sheet_list(khl_sheet *sheet, const khl_str *items, size_t n, bool lines)
{
    khl_buf *list = &sheet->book->more;
    list->n = 0;
    for (size_t i = 0; i < n; i++) khl_sheet_item(sheet, i, items[i], lines);
    khl_sheet_text(sheet, khl_buf_str(list));
}

void khl_sheet_item(khl_sheet *sheet, size_t i, khl_str item, bool lines)
{
    khl_buf *list = &sheet->book->more;
    if (i > 0 && lines) khl_buf_char(list, '\n');
    if (i > 0 && !lines) khl_doc_separate(list, sheet->book->words, "doc.list_comma", item);
    khl_buf_put(list, item);
}

void khl_sheet_count(khl_sheet *sheet, uint32_t n)
{
    put_number(sheet, n);
}

void khl_sheet_percent(khl_sheet *sheet, double probability)
{
    put_number(sheet, khl_doc_percent(probability) / 100.0);
}

void khl_sheet_blank(khl_sheet *sheet)
{
    put(sheet, "");
}

void khl_sheet_no_choice(khl_sheet *sheet)
{
    put_as(sheet, "", KHL_KIND_TEXT);
}

const char *const khl_answers[KHL_N_ANSWERS] = {"same", "different", "related"};
const char *const khl_answer_words[KHL_N_ANSWERS] = {"doc.answer.same", "doc.answer.different",
                                                     "doc.answer.related"};

/* The texts of the list are copied by the library. */
void khl_sheet_choices(khl_sheet *sheet)
{
    char answers[KHL_N_ANSWERS][ANSWER_BYTES], title[NAME_BYTES], message[2 * NAME_BYTES];
    char *list[KHL_N_ANSWERS + 1] = {NULL};
    lxw_col_t column = 0;
    if (sheet->row == 0 || !khl_book_goes_on(sheet->book)) return;
    while (sheet->kind->columns[column].kind != KHL_KIND_CHOICE) column++;
    for (size_t i = 0; i < KHL_N_ANSWERS; i++) {
        copy_word(answers[i], sizeof answers[i], word_of(sheet->book, khl_answer_words[i]));
        list[i] = answers[i];
    }
    copy_word(title, sizeof title, word_of(sheet->book, "doc.sheet.decision"));
    copy_word(message, sizeof message, word_of(sheet->book, "doc.answer.refused"));
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_LIST,
                                .value_list = list,
                                .error_title = title,
                                .error_message = message};
    khl_book_took(sheet->book,
                  worksheet_data_validation_range(sheet->page, 1, column, sheet->row, column, &rule));
}
