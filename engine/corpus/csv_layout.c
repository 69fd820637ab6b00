/* Telling a text with line breaks from rows that a stray quote has swallowed.
 *
 * A letter may hold line breaks, commas and numbered lines. Rows hold the same number of separators in each
 * line, none of them followed by a blank, and begin with something of the shape of this row's first cell
 * (K017 and K018 have one shape: letters, digits). One pass over the cell. */
#include "readers.h"

#include "str.h"

#define FIRST_CELL_BYTES 64u

/* Separators in a line; one with a blank behind it is punctuation. */
static size_t count_separators(khl_str line, char separator)
{
    size_t n = 0;
    for (size_t i = 0; i < line.n; i++)
        n += line.p[i] == separator && (separator == '\t' || i + 1 == line.n || line.p[i + 1] != ' ');
    return n;
}

static int byte_class(unsigned char c)
{
    if (c >= '0' && c <= '9') return 1;
    if (c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return 2;
    return 256 + c;
}

/* The class of the run at *at, behind which *at is moved; 0 at the end. */
static int next_run(khl_str s, size_t *at)
{
    if (*at >= s.n) return 0;
    int class = byte_class((unsigned char)s.p[(*at)++]);
    while (class < 256 && *at < s.n && byte_class((unsigned char)s.p[*at]) == class) ++*at;
    return class;
}

static bool same_shape(khl_str a, khl_str b)
{
    size_t i = 0, j = 0;
    for (;;) {
        int class = next_run(a, &i);
        if (class != next_run(b, &j)) return false;
        if (class == 0) return true;
    }
}

static bool has_digit(khl_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9') return true;
    return false;
}

static bool begins_like(khl_str line, khl_str first, char separator)
{
    const char *stop = memchr(line.p, separator, line.n);
    if (stop == NULL || first.n == 0 || first.n > FIRST_CELL_BYTES) return false;
    khl_str cell = {line.p, (size_t)(stop - line.p)};
    return cell.n <= FIRST_CELL_BYTES && same_shape(cell, first);
}

typedef struct lines {
    size_t n;            /* line breaks in the cell */
    size_t inner, whole; /* lines with a break on both sides; those with the separators of a row */
    size_t alike;        /* lines behind the first that begin like the row */
    bool ends_fit;       /* first and last line complete the row in which the quote opened and one more */
} lines;

static lines survey(khl_str cell, khl_str first, uint32_t column, size_t n_columns, char separator)
{
    lines l = {.ends_fit = true};
    for (size_t at = 0;;) {
        const char *end = memchr(cell.p + at, '\n', cell.n - at);
        khl_str line = {cell.p + at, end != NULL ? (size_t)(end - (cell.p + at)) : cell.n - at};
        if (line.n > 0 && line.p[line.n - 1] == '\r') line.n--;
        size_t n = count_separators(line, separator);
        if (at == 0) l.ends_fit = n == n_columns - 1 - column;
        if (at > 0) l.alike += begins_like(line, first, separator);
        if (end == NULL) {
            l.ends_fit = l.ends_fit && n == column;
            return l;
        }
        if (at > 0) {
            l.inner++;
            l.whole += n == n_columns - 1;
        }
        l.n++;
        at = (size_t)(end - cell.p) + 1;
    }
}

size_t khl_csv_swallowed(khl_str cell, khl_str first, uint32_t column, size_t n_columns, char separator)
{
    if (n_columns < 2 || column >= n_columns) return 0;
    lines l = survey(cell, first, column, n_columns, separator);
    if (l.n == 0 || l.whole < l.inner) return 0;
    bool telling = has_digit(first) || n_columns > 2 || l.n > 1;
    bool alike = column > 0 && l.alike == l.n && telling;
    if (alike && (l.ends_fit || l.inner > 0)) return l.n;
    if (n_columns >= 4 && l.inner >= 2) return l.n;
    if (n_columns == 3 && l.inner >= 3) return l.n;
    return 0;
}
