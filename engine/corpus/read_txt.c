/* Plain text: paragraphs, or lines where there are no paragraphs. One pass to see which, one to read. A list
 * stays with the line that announces it by a colon; bullets that nothing announces are proposals by
 * themselves.
 */
#include "readers.h"

#include "error.h"
#include "str.h"

#include <stdio.h>

/* The line at *at with its end; false behind the last one. */
static bool next_line(khl_str text, size_t *at, khl_str *line)
{
    if (*at >= text.n) return false;
    const char *end = memchr(text.p + *at, '\n', text.n - *at);
    size_t stop = end != NULL ? (size_t)(end - text.p) + 1 : text.n;
    *line = khl_str_part(text, *at, stop);
    *at = stop;
    return true;
}

static bool is_blank(khl_str line)
{
    return khl_str_trim(line).n == 0;
}

/* Whether a blank line stands between two that are not. */
static bool has_paragraphs(khl_str text)
{
    khl_str line;
    bool seen = false, gap = false;
    for (size_t at = 0; next_line(text, &at, &line);) {
        bool blank = is_blank(line);
        if (!blank && gap) return true;
        seen |= !blank;
        gap = seen && blank;
    }
    return false;
}

/* The next paragraph (or line, when by_line) without the line end behind it. */
static bool next_block(khl_str text, size_t *at, bool by_line, khl_str *part)
{
    khl_str line = {NULL, 0};
    do {
        if (!next_line(text, at, &line)) return false;
    } while (is_blank(line));
    size_t begin = *at - line.n, end = *at, next = *at;
    while (!by_line && next_line(text, &next, &line) && !is_blank(line)) end = next;
    *at = end;
    while (end > begin && (text.p[end - 1] == '\n' || text.p[end - 1] == '\r')) end--;
    *part = khl_str_part(text, begin, end);
    return true;
}

/* A bullet, or a number with its sign, in front. */
static bool begins_list(khl_str s)
{
    static const char *const BULLETS[] = {"-",           "*", "\xe2\x80\xa2", "\xe2\x80\x93", "\xe2\x96\xaa",
                                          "\xe2\x9c\x93"};
    size_t digits = 0;
    s = khl_str_trim(s);
    for (size_t i = 0; i < sizeof BULLETS / sizeof *BULLETS; i++)
        if (khl_str_starts(s, khl_str_from(BULLETS[i]))) return true;
    if (s.n > 0 && s.p[0] == '(') s = khl_str_part(s, 1, s.n);
    while (digits < s.n && s.p[digits] >= '0' && s.p[digits] <= '9') digits++;
    return digits > 0 && digits < 3 && digits < s.n && strchr(".)-/", s.p[digits]) != NULL;
}

/* The next block, and the blocks of a list below it when it ends in a colon. */
static bool next_part(khl_str text, size_t *at, bool by_line, khl_str *part)
{
    khl_str more;
    if (!next_block(text, at, by_line, part)) return false;
    bool announces = khl_str_ends(khl_str_trim(*part), KHL_STR(":"));
    for (size_t next = *at; announces && next_block(text, &next, by_line, &more) && begins_list(more);) {
        *part = khl_str_part(text, (size_t)(part->p - text.p), (size_t)(more.p - text.p) + more.n);
        *at = next;
    }
    return true;
}

khl_status khl_read_txt(khl_table *table, khl_str text, size_t max_cell, khl_error *err)
{
    bool by_line = !has_paragraphs(text);
    khl_str part;
    uint32_t row = 0;
    if (khl_table_header(table, KHL_STR("text")) != KHL_OK) return khl_fail_memory(err);
    for (size_t at = 0; next_part(text, &at, by_line, &part);) {
        row++;
        if (part.n > max_cell) return khl_fail_long_cell(err, max_cell, row, 1);
        if (khl_table_cell(table, 0, part) != KHL_OK || khl_table_row_end(table, 1, row) != KHL_OK)
            return khl_fail_memory(err);
    }
    return KHL_OK;
}

void khl_txt_locate(khl_str text, size_t at, uint64_t *row)
{
    bool by_line = !has_paragraphs(text);
    khl_str part;
    *row = 0;
    for (size_t next = 0; next_part(text, &next, by_line, &part);) {
        if ((size_t)(part.p - text.p) > at) break;
        ++*row;
    }
    if (*row == 0) *row = 1;
}

void khl_line_locate(khl_str text, size_t at, uint64_t *line, uint64_t *column)
{
    *line = *column = 1;
    for (size_t i = 0; i < at && i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        *column = c == '\n' ? 1 : *column + ((c & 0xC0) != 0x80);
        *line += c == '\n';
    }
}

khl_status khl_fail_long_cell(khl_error *err, size_t max_cell, uint64_t row, uint64_t column)
{
    char limit[32];
    snprintf(limit, sizeof limit, "%zu", max_cell);
    KHL_FAIL(err, KHL_E_INPUT, "input.long_cell",
             "cell longer than {0} bytes; is a whole document in it, or is a quote missing above?", limit);
    khl_error_at(err, NULL, row, column);
    return KHL_E_INPUT;
}
