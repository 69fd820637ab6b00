/* One pass a cell, two for one that is cut. "_x0041_" in a text is no letter A: its underscore is written
 * _x005F_. */
#include "cell_text.h"

#include "doc_words.h"
#include "hex.h"
#include "shown.h"
#include "str.h"
#include "utf8.h"

#include <stdio.h>

/* Units of a cell at most; of a text that is cut, so that a mark of a few words has room before it; of a
 * piece, in which each line end stands for a line that the widest column has. An escape counts as its seven
 * letters, as the library counts them. */
enum { MOST = 32767, CUT = 32500, PIECE = 2800, PIECE_LINE = 105, NUMBER_BYTES = 16 };

static size_t units_of(uint32_t c)
{
    return c == KHL_LEFT_OUT ? 0 : c > 0xFFFF ? 2 : 1;
}

/* Puts what is shown of s from `at` on, as far as `most` units allow, of which a line end takes `line`, and
 * returns where it stopped. */
static size_t put_shown(khl_buf *out, khl_str s, size_t at, size_t most, size_t line)
{
    for (size_t units = 0; at < s.n;) {
        size_t next = at;
        bool escape = khl_cell_escape(s, at) >= 0;
        uint32_t c = khl_shown_next(s, &next);
        units += escape ? KHL_CELL_ESCAPE : c == '\n' ? line : units_of(c);
        if (units > most) break;
        if (escape)
            khl_buf_put_c(out, "_x005F_");
        else if (c != KHL_LEFT_OUT)
            khl_buf_utf8(out, c);
        at = next;
    }
    return at;
}

static const char *ended(khl_book *book)
{
    khl_buf_char(&book->text, '\0');
    book->cell_bytes += book->text.n;
    return khl_book_goes_on(book) ? book->text.p : NULL;
}

static void put_mark(khl_book *book, khl_str s)
{
    uint32_t number;
    char digits[NUMBER_BYTES];
    if (khl_map_put(&book->long_texts, s, &number, NULL) != KHL_OK) {
        book->text.failed = true;
        return;
    }
    snprintf(digits, sizeof digits, "%u", (unsigned)number + 1);
    const char *args[] = {digits};
    khl_buf_fill(&book->text, khl_doc_word(book->words, "doc.sheet.long"), args, 1);
    khl_buf_char(&book->text, '\n');
}

const char *khl_cell_text(khl_book *book, khl_str s, double width)
{
    book->text.n = 0;
    bool whole = put_shown(&book->text, s, 0, MOST, 1) == s.n;
    const char *text = ended(book);
    if (text == NULL || (whole && khl_cell_lines(text, width) <= KHL_MOST_LINES)) return text;
    book->text.n = 0;
    put_mark(book, s);
    put_shown(&book->text, s, 0, CUT, 1);
    return ended(book);
}

const char *khl_cell_piece(khl_book *book, khl_str s, size_t *at)
{
    book->text.n = 0;
    *at = put_shown(&book->text, s, *at, PIECE, PIECE_LINE);
    return ended(book);
}

const char *khl_cell_exact(khl_book *book, khl_str s)
{
    book->text.n = 0;
    for (size_t at = 0, units = 0; at < s.n;) {
        bool bad = false, escape = khl_cell_escape(s, at) >= 0;
        uint32_t c = khl_utf8_next(s, &at, &bad);
        escape = escape || c == '\t' || c == '\n' || (c <= 0xFFFF && khl_shown(c) != c);
        units += escape ? KHL_CELL_ESCAPE : units_of(c);
        if (units > MOST) break;
        if (escape)
            khl_buf_format(&book->text, "_x%04X_", (unsigned)c);
        else
            khl_buf_utf8(&book->text, c);
    }
    return ended(book);
}

/* What of a column is letters, the rest lies around them. */
#define WITHIN 0.94

/* In digits. Alef and lam, every third letter of an Arabic text, are half as wide as the others. */
static double width_of(uint32_t c)
{
    bool narrow = c == 0x0627 || c == 0x0644 || (c >= 0x0622 && c <= 0x0625 && c != 0x0624);
    if (c >= 0x064B && c <= 0x0652) return 0;
    if (c >= 0x0600 && c <= 0x06FF) return narrow ? 0.55 : 0.97;
    if (c >= 'A' && c <= 'Z') return 1.25;
    if (c < 0x80 && c != 0 && strchr(" fijlrt.,:;'()!-", (int)c) != NULL) return 0.55;
    return 1;
}

unsigned khl_cell_lines(const char *text, double width)
{
    khl_str s = khl_str_from(text);
    double line = 0, word = 0; /* of the whole words of the line, of the word that is read */
    unsigned lines = 1;
    bool bad = false;
    width *= WITHIN;
    for (size_t at = 0; at < s.n;) {
        uint32_t c = khl_utf8_next(s, &at, &bad);
        bool ends = c == ' ' || c == '\n';
        word += c == '\n' ? 0 : width_of(c);
        if (line + word > width && (line > 0 || word > width) && c != ' ') {
            lines++;
            if (line <= 0) word = width_of(c); /* a word that no line holds */
            line = 0;
        }
        if (ends) line += word;
        if (ends) word = 0;
        if (c == '\n') {
            lines++;
            line = 0;
        }
    }
    return lines;
}

/* Of the letters that are met here: those of the scripts from right to left (Hebrew to Arabic, and the
 * presentation forms), and of others the Latin ones. Digits, signs and marks say nothing. */
static int direction_of(uint32_t c)
{
    bool digit = (c >= 0x0660 && c <= 0x0669) || (c >= 0x06F0 && c <= 0x06F9) || (c >= 0x0600 && c <= 0x061A);
    if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c <= 0x24F)) return -1;
    if (digit || (c >= 0x064B && c <= 0x065F)) return 0;
    return (c >= 0x0590 && c <= 0x08FF) || (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFC);
}

bool khl_cell_from_right(const char *text, bool otherwise)
{
    khl_str s = khl_str_from(text);
    bool bad = false;
    for (size_t at = 0; at < s.n;) {
        int direction = direction_of(khl_utf8_next(s, &at, &bad));
        if (direction != 0) return direction > 0;
    }
    return otherwise;
}
