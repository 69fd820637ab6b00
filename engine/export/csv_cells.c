/* Cells of text. One pass; runs without a quotation mark go over whole. */
#include "csv_cells.h"

#include "str.h"

bool khl_csv_is_formula(khl_str s)
{
    static const khl_str wide[] = {
        {"\xEF\xBC\x9D", 3}, {"\xEF\xBC\x8B", 3}, {"\xEF\xBC\x8D", 3}, {"\xEF\xBC\xA0", 3}};
    if (s.n == 0) return false;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (khl_str_starts(s, wide[i])) return true;
    return s.p[0] != '\0' && strchr("=+-@", s.p[0]) != NULL;
}

static bool needs_quotes(khl_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '\0' || strchr("\";,\t\r\n", s.p[i]) != NULL) return true;
    return s.n > 0 && (s.p[0] == ' ' || s.p[s.n - 1] == ' ');
}

void khl_csv_cell(khl_buf *out, khl_str s, bool guard)
{
    bool quotes = needs_quotes(s);
    if (quotes) khl_buf_char(out, '"');
    if (guard) khl_buf_char(out, '\'');
    for (size_t at = 0; at < s.n;) {
        const char *mark = quotes ? memchr(s.p + at, '"', s.n - at) : NULL;
        size_t end = mark != NULL ? (size_t)(mark - s.p) + 1 : s.n;
        khl_buf_put(out, khl_str_part(s, at, end));
        if (mark != NULL) khl_buf_char(out, '"');
        at = end;
    }
    if (quotes) khl_buf_char(out, '"');
}
