/* Opening and finishing a workbook: properties, formats, and the bytes at the end. */
#include "book.h"

#include "doc_words.h"
#include "error.h"
#include "files.h"
#include "package.h"
#include "str.h"

/* The palette of the page (export/html/palette.css). */
enum {
    INK = 0x262219,
    SOFT = 0x675F51,
    LINE = 0xDDD4C3,
    ACCENT = 0x0B5D4C,
    TINT = 0xE5EEE8,
    CHOICE = 0xF7E9DD
};

/* 1980-01-01, as the members of a ZIP file have it. */
#define OLDEST_DAY 3652
#define DAY_S 86400

/* A font that every office has and that holds Arabic and Latin letters of one size. */
#define FONT "Arial"
#define FONT_POINTS 10

enum { READ_FROM_LEFT = 1, READ_FROM_RIGHT = 2 };

/* Number of a built-in format: text, which stays text when a cell is edited. */
enum { FORMAT_TEXT = 49, FORMAT_COUNT = 1, FORMAT_PERCENT = 9 };

bool khl_book_goes_on(khl_book *book)
{
    if (book->status == KHL_OK && (book->text.failed || book->more.failed))
        book->status = khl_fail_memory(book->err);
    return book->status == KHL_OK;
}

bool khl_book_took(khl_book *book, lxw_error returned)
{
    if (returned == LXW_NO_ERROR || book->status != KHL_OK) return book->status == KHL_OK;
    if (returned == LXW_ERROR_MEMORY_MALLOC_FAILED)
        book->status = khl_fail_memory(book->err);
    else
        book->status = KHL_FAIL(book->err, KHL_E_IO, "xlsx.library", "the workbook cannot be made: {0}",
                                lxw_strerror(returned));
    return false;
}

static lxw_format *new_format(khl_book *book, unsigned char number_format)
{
    lxw_format *format = book->workbook != NULL ? workbook_add_format(book->workbook) : NULL;
    if (format == NULL) {
        if (book->status == KHL_OK) book->status = khl_fail_memory(book->err);
        return NULL;
    }
    format_set_font_name(format, FONT);
    format_set_font_size(format, FONT_POINTS);
    format_set_font_color(format, INK);
    format_set_num_format_index(format, number_format);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    format_set_border(format, LXW_BORDER_THIN);
    format_set_border_color(format, LINE);
    return format;
}

/* The reading order is said outright: programs that are left to find it by themselves do not. */
static lxw_format *kind_format(khl_book *book, khl_kind kind, bool right_to_left)
{
    static const unsigned char numbers[KHL_N_KINDS] = {FORMAT_TEXT,    FORMAT_TEXT, FORMAT_TEXT, FORMAT_COUNT,
                                                       FORMAT_PERCENT, FORMAT_TEXT, FORMAT_TEXT};
    lxw_format *format = new_format(book, numbers[kind]);
    if (format == NULL) return NULL;
    format_set_reading_order(format, right_to_left ? READ_FROM_RIGHT : READ_FROM_LEFT);
    if (kind == KHL_KIND_TEXT || kind == KHL_KIND_NAMES)
        format_set_align(format, right_to_left ? LXW_ALIGN_RIGHT : LXW_ALIGN_LEFT);
    else
        format_set_align(format, LXW_ALIGN_CENTER);
    format_set_text_wrap(format);
    if (kind == KHL_KIND_CHOICE) format_set_bg_color(format, CHOICE);
    return format;
}

static void make_head(khl_book *book)
{
    lxw_format *head = book->head = new_format(book, FORMAT_TEXT);
    if (head == NULL) return;
    format_set_bold(head);
    format_set_text_wrap(head);
    format_set_align(head, LXW_ALIGN_CENTER);
    format_set_align(head, LXW_ALIGN_VERTICAL_CENTER);
    format_set_reading_order(head, book->right_to_left ? READ_FROM_RIGHT : READ_FROM_LEFT);
    format_set_font_color(head, ACCENT);
    format_set_bg_color(head, TINT);
    format_set_bottom(head, LXW_BORDER_MEDIUM);
    format_set_bottom_color(head, ACCENT);
}

static void make_formats(khl_book *book)
{
    for (size_t i = 0; i < KHL_N_KINDS; i++)
        for (size_t d = 0; d < 2; d++) book->formats[i][d] = kind_format(book, (khl_kind)i, d == 1);
    make_head(book);
}

/* "2026-09-05" in days since 1970; the oldest day for anything else. (H. Hinnant, days_from_civil.) */
static int64_t days_of(khl_str date)
{
    uint64_t y, m, d;
    if (date.n != 10 || date.p[4] != '-' || date.p[7] != '-' ||
        !khl_str_to_u64(khl_str_part(date, 0, 4), &y) || !khl_str_to_u64(khl_str_part(date, 5, 7), &m) ||
        !khl_str_to_u64(khl_str_part(date, 8, 10), &d) || y < 1980 || m < 1 || m > 12 || d < 1 || d > 31)
        return OLDEST_DAY;
    y -= m <= 2;
    uint64_t era = y / 400, of_era = y - era * 400, month = m > 2 ? m - 3 : m + 9;
    uint64_t of_year = (153 * month + 2) / 5 + d - 1;
    int64_t days = (int64_t)(era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year) - 719468;
    return days < OLDEST_DAY ? OLDEST_DAY : days;
}

/* Without a time the library would ask the clock. */
static void put_properties(khl_book *book)
{
    book->text.n = 0;
    khl_buf_put(&book->text, khl_doc_word(book->words, "doc.title"));
    khl_buf_char(&book->text, '\0');
    if (!khl_book_goes_on(book)) return;
    lxw_doc_properties properties = {.title = book->text.p,
                                     .created = (time_t)(days_of(book->list->date) * DAY_S)};
    khl_book_took(book, workbook_set_properties(book->workbook, &properties));
}

khl_status khl_book_open(khl_book *book, const khl_shortlist *list, const khl_words *words, khl_error *err)
{
    *book = (khl_book){.list = list, .words = words, .text = KHL_BUF_INIT, .more = KHL_BUF_INIT, .err = err};
    book->right_to_left = khl_str_equal(words->lang, KHL_STR("ar"));
    book->status = khl_map_init(&book->long_texts, err);
    if (book->status == KHL_OK) book->status = khl_book_make_folder(book);
    if (book->status != KHL_OK) return book->status;
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = book->folder};
    book->workbook = workbook_new_opt(book->path, &options);
    make_formats(book);
    if (book->status == KHL_OK) put_properties(book);
    return book->status;
}

/* The library frees the workbook, whatever it returns. */
static void close_workbook(khl_book *book)
{
    lxw_workbook *workbook = book->workbook;
    book->workbook = NULL;
    khl_book_took(book, workbook_close(workbook));
}

khl_status khl_book_finish(khl_book *book, khl_sink *out)
{
    enum { PORTION = 1 << 16 };
    khl_file file = {0};
    if (!khl_book_goes_on(book)) return book->status;
    book->status = khl_book_check_room(book);
    if (book->status == KHL_OK) close_workbook(book);
    if (book->status == KHL_OK) book->status = khl_file_open(&file, book->path, SIZE_MAX, book->err);
    if (book->status == KHL_OK) book->status = khl_package_check(file.bytes, book->err);
    for (size_t at = 0; at < file.bytes.n && book->status == KHL_OK; at += PORTION) {
        size_t end = file.bytes.n - at < PORTION ? file.bytes.n : at + PORTION;
        khl_buf_put(&out->buf, khl_str_part(file.bytes, at, end));
        book->status = out->buf.failed ? khl_fail_memory(book->err) : khl_sink_ease(out, false, book->err);
    }
    khl_file_close(&file);
    return book->status;
}

void khl_book_close(khl_book *book)
{
    if (book->workbook != NULL) lxw_workbook_free(book->workbook);
    book->workbook = NULL;
    khl_book_remove_files(book);
    khl_map_clear(&book->long_texts);
    khl_buf_clear(&book->text);
    khl_buf_clear(&book->more);
}
