/* Numbers of a sheet as people read them there: whole numbers without a point, dates by ISO 8601. */
#ifndef KHL_OFFICE_NUMBER_H
#define KHL_OFFICE_NUMBER_H

#include "buf.h"

/* The number at most 15 digits long, as sheets show it. */
void khl_number_put(khl_buf *out, double value);

/* Days since 1899-12-30 (or 1904-01-01) as 2026-11-27, with a fraction as 2026-11-27 09:30:00, below one day
 * 09:30:00. False, and nothing is put, for what is no date from 1900 to 9999. */
bool khl_number_put_date(khl_buf *out, double days, bool since_1904);

/* Whether a number format of Excel shows a date or a time. id: that of a format that every workbook has;
 * code: the words of another, or NULL. */
bool khl_number_is_date(uint32_t id, const char *code);

#endif
