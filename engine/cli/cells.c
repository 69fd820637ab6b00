/* Values and lines of tables for a terminal. One pass a value. */
#include "cells.h"

#include "str.h"
#include "utf8.h"

#define FSI "\xe2\x81\xa8"
#define RLI "\xe2\x81\xa7"
#define PDI "\xe2\x81\xa9"
#define ELLIPSIS "\xe2\x80\xa6"

static bool takes_no_cell(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x64B && c <= 0x65F) || c == 0x670 ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F);
}

static bool steers(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F);
}

static bool is_direction(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/* Appends at most `most` cells of a value, with an ellipsis where it is longer; returns the cells it takes.
 */
size_t khl_cells_put(khl_buf *out, khl_str s, size_t most)
{
    size_t cells = 0;
    bool bad = false;
    khl_buf_put_c(out, FSI);
    for (size_t at = 0; at < s.n;) {
        uint32_t c = khl_utf8_next(s, &at, &bad);
        if (is_direction(c)) continue;
        if (!takes_no_cell(c) && cells + 1 >= most && at < s.n) {
            khl_buf_put_c(out, ELLIPSIS);
            cells++;
            break;
        }
        khl_buf_utf8(out, steers(c) ? ' ' : c);
        cells += !takes_no_cell(c);
    }
    khl_buf_put_c(out, PDI);
    return cells;
}

size_t khl_cells_count(khl_str s, size_t most)
{
    khl_buf scratch = KHL_BUF_INIT;
    size_t cells = khl_cells_put(&scratch, s, most);
    khl_buf_clear(&scratch);
    return cells;
}

void khl_cells_pad(khl_buf *out, khl_str s, size_t most, size_t width)
{
    for (size_t n = khl_cells_put(out, s, most); n < width + 2; n++) khl_buf_char(out, ' ');
}

bool khl_cells_right_to_left(const khl_program *p)
{
    return strcmp(p->lang, "ar") == 0;
}

void khl_cells_begin(khl_buf *out, const khl_program *p)
{
    if (khl_cells_right_to_left(p)) khl_buf_put_c(out, RLI);
}

void khl_cells_end(khl_buf *out, const khl_program *p)
{
    while (out->n > 0 && out->p[out->n - 1] == ' ') out->n--;
    if (khl_cells_right_to_left(p)) khl_buf_put_c(out, PDI);
    khl_buf_char(out, '\n');
}
