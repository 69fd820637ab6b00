/* From the last digit to the first. */
#include "decimal.h"

#include <math.h>

static char *put_digits(char *end, uint64_t value)
{
    do {
        *--end = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    return end;
}

khl_str khl_decimal(uint64_t value, char text[KHL_DECIMAL_BYTES])
{
    char *end = text + KHL_DECIMAL_BYTES, *begin = put_digits(end, value);
    return (khl_str){begin, (size_t)(end - begin)};
}

khl_str khl_decimal_fixed(double value, unsigned decimals, char text[KHL_DECIMAL_BYTES])
{
    char *end = text + KHL_DECIMAL_BYTES, *at = end;
    uint64_t scale = 1;
    for (unsigned i = 0; i < decimals; i++) scale *= 10;
    uint64_t scaled = (uint64_t)round(fabs(value) * (double)scale), rest = scaled % scale;
    for (unsigned i = 0; i < decimals; i++, rest /= 10) *--at = (char)('0' + rest % 10);
    while (end - at > 1 && end[-1] == '0') end--;
    *--at = '.';
    at = put_digits(at, scaled / scale);
    if (value < 0 && scaled > 0) *--at = '-';
    return (khl_str){at, (size_t)(end - at)};
}

void khl_buf_decimal(khl_buf *buf, uint64_t value)
{
    char text[KHL_DECIMAL_BYTES];
    khl_buf_put(buf, khl_decimal(value, text));
}
