/* The parts of the scanner that look further than one run of letters: addresses, numbers and dates.
 *
 * Each looks at chars[at .. n) and answers where what it found ends; `at` itself when it found nothing. */
#ifndef KHL_TEXT_SCAN_H
#define KHL_TEXT_SCAN_H

#include "khulasa/text.h"
#include "normalise.h"

/* A page or mail address that begins at `at`, a Latin letter or digit at the start of a word. Trailing
 * punctuation is left out. Ends at a space, or where a letter or digit does not follow. Cost: linear in the
 * address; at most 320 characters are looked at where there is none. */
size_t khl_scan_address(const khl_norm_char *chars, size_t n, size_t at);

/* A number, percentage or date that begins with the digit at `at` (the first of its run).
 *
 *   20 000   20.000   20,000    thousands: the same separator before exactly three digits, first group not 0
 *   3,5   3.50   1.234,56       decimals; zeros at their end are dropped
 *   20%   20 %                  percentages
 *   05/09/2026   2026-09-05     dates that exist, day first, as 2026-09-05
 *
 * Writes the value to value[0 .. *value_bytes), which needs room for as many bytes as characters are read and
 * two more; any number of digits. */
size_t khl_scan_number(const khl_norm_char *chars, size_t n, size_t at, khl_token_kind *kind, char *value,
                       size_t *value_bytes);

#endif
