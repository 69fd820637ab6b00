/* The parts of an Excel workbook beside its sheets (ECMA-376 part 1, SpreadsheetML). */
#ifndef KHL_OFFICE_XLSX_PARTS_H
#define KHL_OFFICE_XLSX_PARTS_H

#include "arena.h"
#include "office_archive.h"

typedef struct khl_xlsx_sheet {
    khl_str name;
    char *member; /* in the archive */
    bool hidden;
} khl_xlsx_sheet;

typedef struct khl_xlsx {
    khl_archive *archive;
    khl_arena arena;
    khl_buf member; /* the part that was read last */
    khl_xlsx_sheet *sheets;
    khl_str *strings;  /* [n_strings] shared ones, in arena */
    bool *date_styles; /* [n_styles] cell formats that show a date */
    size_t n_sheets, sheets_capacity, n_strings, strings_capacity, n_styles, styles_capacity;
    bool since_1904;
} khl_xlsx;

/* Sheets, styles and shared strings. To be cleared after a failure, too. */
khl_status khl_xlsx_open(khl_xlsx *out, khl_archive *archive, const char *workbook, khl_error *err);
void khl_xlsx_clear(khl_xlsx *xlsx);

/* Text of a cell or a shared string as Excel escapes it (_x000D_), unescaped in place. */
khl_str khl_xlsx_unescape(char *p, size_t n);

#endif
