/* What the module "office" does for this room (engine/office): spreadsheets, letters and PDF to a table. */
#ifndef KHL_CORPUS_OFFICE_READERS_H
#define KHL_CORPUS_OFFICE_READERS_H

#include "khulasa/corpus.h"
#include "table.h"

typedef struct khl_office_task {
    const khl_read_options *options; /* the size of a cell, aliases, columns and sheet named by hand */
    const char *kind;                /* found: "xlsx", "ods", "xls", "docx" or "pdf" */
    bool joined;                     /* found: repeated answers, with those they belong to */
} khl_office_task;

/* The function khl_office_read of the module. table is as khl_table_init left it; on failure it holds
 * anything. Rows are those of the sheet, or paragraphs; n_columns is not told. */
typedef khl_status khl_office_read_fn(khl_table *table, khl_str bytes, khl_office_task *task, khl_error *err);

#endif
