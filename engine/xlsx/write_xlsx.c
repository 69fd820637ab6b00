/* shortlist.xlsx: the workbook, a sheet for each question that a committee asks of the result. Memory: that
 * of the concordance (some 70 bytes a proposal); time: linear, but for sorting it. */
#include "book.h"
#include "change_rows.h"
#include "error.h"
#include "sheet.h"
#include "writers.h"

#include <stdio.h>

/* The longest sheets are the concordance and the bodies. */
static size_t most_rows(const khl_shortlist *list)
{
    size_t ids = list->n_cuts + list->n_aside, concerns = 0, elsewhere = 0;
    for (size_t i = 0; i < list->n_entries; i++) {
        ids += list->entries[i].n_members;
        concerns += list->entries[i].n_authorities;
        elsewhere += list->entries[i].n_elsewhere;
    }
    if (ids < elsewhere) ids = elsewhere;
    if (ids < 2 * list->n_cuts + list->n_aside) ids = 2 * list->n_cuts + list->n_aside; /* the set aside */
    if (ids < list->n_review) ids = list->n_review;
    if (ids < list->n_changes * KHL_MOST_CHANGE_ROWS) ids = list->n_changes * KHL_MOST_CHANGE_ROWS;
    return ids > concerns ? ids : concerns;
}

static khl_status check_rows(const khl_shortlist *list, khl_error *err)
{
    char rows[24], most[24];
    if (most_rows(list) <= KHL_SHEET_ROWS) return KHL_OK;
    snprintf(rows, sizeof rows, "%zu", most_rows(list));
    snprintf(most, sizeof most, "%d", KHL_SHEET_ROWS);
    return KHL_FAIL(err, KHL_E_ARGUMENT, "xlsx.rows",
                    "a sheet of a workbook holds {1} rows, and {0} are wanted; choose json, csv or html",
                    rows, most);
}

KHL_API khl_status khl_write_xlsx(const khl_shortlist *list, const khl_words *words, khl_sink *out,
                                  khl_error *err)
{
    khl_book book;
    khl_status status = check_rows(list, err);
    if (status != KHL_OK) return status;
    khl_book_open(&book, list, words, err);
    khl_put_entries(&book);
    khl_put_review(&book);
    khl_put_members(&book);
    khl_put_concordance(&book);
    khl_put_aside(&book);
    khl_put_authorities(&book);
    khl_put_elsewhere(&book);
    khl_put_changes(&book);
    khl_put_texts(&book);
    khl_put_keys(&book);
    status = khl_book_finish(&book, out);
    khl_book_close(&book);
    return status;
}
