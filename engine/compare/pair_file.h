/* Rows of a file of pairs, one at a time, without holding the file. */
#ifndef KHL_COMPARE_PAIR_FILE_H
#define KHL_COMPARE_PAIR_FILE_H

#include "buf.h"
#include "khulasa/base.h"

typedef struct khl_pair_file {
    const char *path;
    int fd;
    khl_buf buf;        /* what has been read and not been given out */
    size_t at, scanned; /* the next row begins there; no line end lies before that */
    size_t max_row_bytes;
    uint64_t row; /* of the row last given out */
    bool ended;
} khl_pair_file;

/* Borrowed from the file until the next call. */
typedef struct khl_pair_row {
    khl_str id, a, b;
    uint64_t row;
} khl_pair_row;

/* path "-": standard input; it must outlive the file. */
khl_status khl_pair_file_open(khl_pair_file *out, const char *path, size_t max_row_bytes, khl_error *err);
void khl_pair_file_close(khl_pair_file *file);

/* *more is false at the end. Errors as khl_compare_pairs says. */
khl_status khl_pair_file_next(khl_pair_file *file, khl_pair_row *out, bool *more, khl_error *err);

#endif
