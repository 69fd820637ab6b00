/* Numbers as Moroccans write them, percentages, and dates, day first.
 *
 * Order: khl_scan_number tries a date, then reads digits with their thousands and decimals, then looks for a
 * per cent sign. Cost: linear in the digits. */
#include <stdio.h>
#include <string.h>

#include "scan.h"

typedef struct reader {
    const khl_norm_char *chars;
    size_t n;
} reader;

static size_t digits_end(reader r, size_t i)
{
    while (i < r.n && r.chars[i].class_ == KHL_CLASS_DIGIT) i++;
    return i;
}

/* The sign at i when it may stand inside a number: a space that is no line end or tab, a comma, a full stop,
 * but no ellipsis (three bytes). 0 otherwise. */
static uint32_t separator(reader r, size_t i)
{
    if (i >= r.n || r.chars[i].class_ != KHL_CLASS_BREAK || r.chars[i].key != r.chars[i].clean) return 0;
    uint32_t c = r.chars[i].key;
    if (c == '.' && r.chars[i].end - r.chars[i].begin > 2) return 0;
    return c == ' ' || c == ',' || c == '.' ? c : 0;
}

/* U+066B, two bytes folded to a full stop, is always a decimal mark. */
static bool is_decimal_mark(reader r, size_t i)
{
    return r.chars[i].key == '.' && r.chars[i].end - r.chars[i].begin == 2;
}

/* The value of up to four digits. */
static unsigned small_value(reader r, size_t begin, size_t end)
{
    unsigned value = 0;
    for (size_t i = begin; i < end; i++) value = value * 10 + (unsigned)(r.chars[i].key - '0');
    return value;
}

static bool is_date(unsigned year, unsigned month, unsigned day)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12 || day < 1) return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= days[month - 1] + (unsigned)(month == 2 && leap);
}

static bool is_date_sign(reader r, size_t i)
{
    if (i >= r.n || r.chars[i].class_ != KHL_CLASS_BREAK) return false;
    uint32_t c = r.chars[i].key;
    return c == '/' || c == '-' || c == '.';
}

/* d/m/yyyy, or yyyy-m-d. */
static size_t scan_date(reader r, size_t at, char *value, size_t *value_bytes)
{
    size_t first = digits_end(r, at);
    if (!is_date_sign(r, first)) return at;
    size_t second = digits_end(r, first + 1), month_digits = second - first - 1;
    if (month_digits < 1 || month_digits > 2 || !is_date_sign(r, second)) return at;
    size_t third = digits_end(r, second + 1), last_digits = third - second - 1;
    bool year_first = first - at == 4 && last_digits >= 1 && last_digits <= 2 && r.chars[first].key != '.';
    bool day_first = first - at <= 2 && last_digits == 4;
    if (!year_first && !day_first) return at;
    unsigned a = small_value(r, at, first), month = small_value(r, first + 1, second),
             b = small_value(r, second + 1, third);
    unsigned year = year_first ? a : b, day = year_first ? b : a;
    if (!is_date(year, month, day)) return at;
    char text[16];
    (void)snprintf(text, sizeof text, "%04u-%02u-%02u", year % 10000, month % 100, day % 100);
    memcpy(value, text, 10);
    *value_bytes = 10;
    return third;
}

/* Behind a separator; a blank may have been typed twice. */
static size_t behind_separator(reader r, size_t i, uint32_t sep)
{
    bool twice = sep == ' ' && separator(r, i + 1) == ' ';
    return i + 1 + twice;
}

/* The end of the thousands behind the first group, and their separator (0: none). */
static size_t groups_end(reader r, size_t at, size_t end, uint32_t *sep)
{
    *sep = 0;
    if (end - at > 3 || r.chars[at].key == '0') return end;
    for (;;) {
        uint32_t c = separator(r, end);
        if (c == 0 || (*sep != 0 && c != *sep) || is_decimal_mark(r, end)) return end;
        size_t group = behind_separator(r, end, c);
        if (digits_end(r, group) - group != 3) return end;
        *sep = c;
        end = group + 3;
    }
}

static size_t write_digits(reader r, size_t begin, size_t end, char *out)
{
    size_t n = 0;
    for (size_t i = begin; i < end; i++)
        if (r.chars[i].class_ == KHL_CLASS_DIGIT) out[n++] = (char)r.chars[i].key;
    return n;
}

static size_t scan_decimals(reader r, size_t end, uint32_t grouped_by, char *value, size_t *value_bytes)
{
    uint32_t c = separator(r, end);
    if (c == 0 || c == ' ' || c == grouped_by) return end;
    size_t z = digits_end(r, end + 1);
    if (z == end + 1) return end;
    size_t n = *value_bytes;
    value[n++] = '.';
    n += write_digits(r, end + 1, z, value + n);
    while (value[n - 1] == '0') n--;
    *value_bytes = value[n - 1] == '.' ? n - 1 : n;
    return z;
}

size_t khl_scan_number(const khl_norm_char *chars, size_t n, size_t at, khl_token_kind *kind, char *value,
                       size_t *value_bytes)
{
    reader r = {chars, n};
    *kind = KHL_TOKEN_DATE;
    size_t end = scan_date(r, at, value, value_bytes);
    if (end != at) return end;
    *kind = KHL_TOKEN_NUM;
    uint32_t sep;
    end = groups_end(r, at, digits_end(r, at), &sep);
    *value_bytes = write_digits(r, at, end, value);
    end = scan_decimals(r, end, sep, value, value_bytes);
    size_t sign = separator(r, end) == ' ' ? end + 1 : end;
    if (sign >= n || chars[sign].class_ != KHL_CLASS_BREAK || chars[sign].key != '%') return end;
    *kind = KHL_TOKEN_PCT;
    value[(*value_bytes)++] = '%';
    return sign + 1;
}
