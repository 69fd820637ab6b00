/* Serial dates after ECMA-376 part 1, 18.17.4, with the 29 February 1900 that never was. */
#include "office_number.h"

#include <math.h>
#include <string.h>

void khl_number_put(khl_buf *out, double value)
{
    if (value == floor(value) && fabs(value) < 1e15)
        khl_buf_format(out, "%.0f", value);
    else
        khl_buf_format(out, "%.15g", value);
}

/* Of days since 1970-01-01, by the proleptic Gregorian calendar (Hinnant, days from civil). */
static void put_day(khl_buf *out, int64_t days)
{
    int64_t z = days + 719468, era = z / 146097, of_era = z % 146097;
    int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * of_year + 2) / 153, day = of_year - (153 * month + 2) / 5 + 1;
    month += month < 10 ? 3 : -9;
    khl_buf_format(out, "%04d-%02d-%02d", (int)(year_of_era + era * 400 + (month <= 2)), (int)month,
                   (int)day);
}

bool khl_number_put_date(khl_buf *out, double days, bool since_1904)
{
    enum { EPOCH_1900 = 25569, EPOCH_1904 = 24107, LAST = 2958466, DAY = 86400 };
    if (!(days >= 0 && days < LAST)) return false;
    int64_t day = (int64_t)floor(days), second = (int64_t)llround((days - floor(days)) * DAY);
    if (second == DAY) {
        day++;
        second = 0;
    }
    bool time_alone = days < 1 && !since_1904;
    if (!since_1904 && day > 0 && day < 60) day++; /* before the day that never was */
    if (!time_alone) put_day(out, day - (since_1904 ? EPOCH_1904 : EPOCH_1900));
    if (second == 0 && !time_alone) return true;
    if (!time_alone) khl_buf_char(out, ' ');
    khl_buf_format(out, "%02d:%02d:%02d", (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
    return true;
}

/* Letters of a date outside quotes, escapes and brackets; [h] counts hours. */
static bool has_date_letter(const char *code)
{
    for (const char *at = code; *at != '\0'; at++) {
        if (*at == '"') {
            at = strchr(at + 1, '"');
            if (at == NULL) return false;
        } else if (*at == '\\' || *at == '_' || *at == '*') {
            if (at[1] != '\0') at++;
        } else if (*at == '[') {
            if (at[1] != '\0' && strchr("hHmMsS", at[1]) != NULL && (at[2] == ']' || at[2] == at[1]))
                return true;
            at = strchr(at, ']');
            if (at == NULL) return false;
        } else if (strchr("yYmMdDhHsS", *at) != NULL) {
            return true;
        } else if (*at == ';') {
            return false; /* the second form is of negative numbers */
        }
    }
    return false;
}

bool khl_number_is_date(uint32_t id, const char *code)
{
    if (code != NULL) return strncmp(code, "General", 7) != 0 && has_date_letter(code);
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
           (id >= 50 && id <= 58);
}
