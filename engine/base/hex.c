/* One pass, no memory. */
#include "hex.h"

int khl_hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

void khl_hex_write(char *out, const unsigned char *bytes, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
}

bool khl_hex_read(unsigned char *out, size_t n, khl_str digits)
{
    if (digits.n % 2 != 0 || digits.n / 2 != n) return false;
    for (size_t i = 0; i < digits.n; i++) {
        char c = digits.p[i];
        int value = c >= 'A' && c <= 'F' ? -1 : khl_hex_digit(c);
        if (value < 0) return false;
        out[i / 2] = (unsigned char)(i % 2 == 0 ? value << 4 : out[i / 2] | value);
    }
    return true;
}

int khl_cell_escape(khl_str s, size_t at)
{
    int value = 0;
    if (s.n - at < KHL_CELL_ESCAPE || s.p[at] != '_' || s.p[at + 1] != 'x' || s.p[at + 6] != '_') return -1;
    for (size_t i = at + 2; i < at + 6; i++) {
        int digit = khl_hex_digit(s.p[i]);
        if (digit < 0) return -1;
        value = value * 16 + digit;
    }
    return value;
}
