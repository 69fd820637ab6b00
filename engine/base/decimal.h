/* Numbers in digits, for documents that are full of them; always of the "C" locale. */
#ifndef KHL_BASE_DECIMAL_H
#define KHL_BASE_DECIMAL_H

#include "buf.h"

enum { KHL_DECIMAL_BYTES = 48 };

/* The digits of value, within text. */
khl_str khl_decimal(uint64_t value, char text[KHL_DECIMAL_BYTES]);

/* Rounded half away from zero to `decimals` (1 to 9), without zeros at the end but for the first: 0.5, 12.0,
 * -3.25; never -0.0. |value| < 10^9. */
khl_str khl_decimal_fixed(double value, unsigned decimals, char text[KHL_DECIMAL_BYTES]);

void khl_buf_decimal(khl_buf *buf, uint64_t value);

#endif
