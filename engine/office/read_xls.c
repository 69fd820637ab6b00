/* Sheets of the Excel of 1997 to 2003, by FreeXL, which reads files and no memory. */
#include "error.h"
#include "office.h"
#include "office_number.h"
#include "office_temporary.h"
#include "str.h"

#include <freexl.h>
#include <stdio.h>

static khl_status fail_damaged(khl_error *err)
{
    return KHL_FAIL(err, KHL_E_INPUT, "office.damaged",
                    "the file is cut off or damaged ({0}); copy it again, or open it and save it anew",
                    "XLS");
}

static khl_status put_value(khl_book *book, uint32_t row, uint32_t column, const FreeXL_CellValue *value,
                            khl_buf *shown, khl_error *err)
{
    shown->n = 0;
    switch (value->type) {
    case FREEXL_CELL_INT:
        khl_number_put(shown, value->value.int_value);
        break;
    case FREEXL_CELL_DOUBLE:
        khl_number_put(shown, value->value.double_value);
        break;
    case FREEXL_CELL_TEXT:
    case FREEXL_CELL_SST_TEXT:
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_DATETIME:
    case FREEXL_CELL_TIME:
        khl_buf_put_c(shown, value->value.text_value);
        break;
    default:
        return KHL_OK;
    }
    if (!khl_buf_ok(shown)) return khl_fail_memory(err);
    return khl_book_put_copy(book, row, column, khl_buf_str(shown), err);
}

static khl_status read_cells(khl_book *book, const void *handle, khl_error *err)
{
    unsigned int n_rows = 0;
    unsigned short n_columns = 0;
    khl_buf shown = KHL_BUF_INIT;
    khl_status status = KHL_OK;
    if (freexl_worksheet_dimensions(handle, &n_rows, &n_columns) != FREEXL_OK) return fail_damaged(err);
    for (unsigned int row = 0; row < n_rows && status == KHL_OK; row++)
        for (unsigned short column = 0; column < n_columns && status == KHL_OK; column++) {
            FreeXL_CellValue value;
            if (freexl_get_cell_value(handle, row, column, &value) != FREEXL_OK)
                status = fail_damaged(err);
            else
                status = put_value(book, row, column, &value, &shown, err);
        }
    khl_buf_clear(&shown);
    return status;
}

static khl_status read_sheets(khl_book *book, const void *handle, khl_error *err)
{
    unsigned int n = 0, password = FREEXL_BIFF_PLAIN;
    khl_status status = KHL_OK;
    freexl_get_info(handle, FREEXL_BIFF_PASSWORD, &password);
    if (password == FREEXL_BIFF_OBFUSCATED)
        return KHL_FAIL(err, KHL_E_INPUT, "office.password",
                        "the file is protected by a password; open it and save it without one");
    if (freexl_get_info(handle, FREEXL_BIFF_SHEET_COUNT, &n) != FREEXL_OK) return fail_damaged(err);
    for (unsigned int i = 0; i < n && status == KHL_OK; i++) {
        const char *name = NULL;
        if (freexl_get_worksheet_name(handle, (unsigned short)i, &name) != FREEXL_OK ||
            freexl_select_active_worksheet(handle, (unsigned short)i) != FREEXL_OK)
            return fail_damaged(err);
        status = khl_book_add_sheet(book, khl_str_from(name != NULL ? name : ""), false, err);
        if (status == KHL_OK) status = read_cells(book, handle, err);
    }
    return status;
}

khl_status khl_read_xls(khl_book *book, khl_str bytes, khl_error *err)
{
    FILE *file;
    const void *handle = NULL;
    char path[64];
    khl_status status = khl_temporary_of(&file, bytes, err);
    if (status != KHL_OK) return status;
    snprintf(path, sizeof path, "/dev/fd/%d", fileno(file));
    status = freexl_open(path, &handle) == FREEXL_OK ? read_sheets(book, handle, err) : fail_damaged(err);
    if (handle != NULL) freexl_close(handle);
    fclose(file);
    return status;
}
