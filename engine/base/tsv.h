/* The project's own data files: UTF-8, fields between tabs, `#` comment lines, blank lines skipped, no
 * quoting. Errors name file, row (line) and column. */
#ifndef KHL_BASE_TSV_H
#define KHL_BASE_TSV_H

#include "files.h"

#define KHL_TSV_MAX_FIELDS 16

typedef struct khl_tsv {
    khl_file file; /* empty when the bytes are the caller's */
    khl_str bytes;
    const char *path;
    size_t at;
    uint64_t line;                      /* of the current row, 1-based */
    khl_str fields[KHL_TSV_MAX_FIELDS]; /* borrowed from the file; missing ones are empty */
    size_t n_fields;
} khl_tsv;

/* Refuses files of over 64 MiB and ill-formed UTF-8. path must outlive the reader. */
khl_status khl_tsv_open(khl_tsv *out, const char *path, khl_error *err);

/* The same over bytes that the caller keeps (a section of the compiled models); name stands in errors. */
khl_status khl_tsv_open_bytes(khl_tsv *out, const char *name, khl_str bytes, khl_error *err);
void khl_tsv_close(khl_tsv *tsv);

/* *more is false at the end. Fails with KHL_E_MODEL when a row has fewer than min_fields or over 16 fields.
 */
khl_status khl_tsv_next(khl_tsv *tsv, size_t min_fields, bool *more, khl_error *err);

/* A positioned KHL_E_MODEL for field `column` (1-based) of the current row. */
khl_status khl_tsv_fail(const khl_tsv *tsv, uint64_t column, const char *id, const char *text,
                        const char *arg, khl_error *err);

#endif
