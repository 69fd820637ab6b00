/* A file that is written bit by bit and appears whole or not at all; or standard output. */
#ifndef KHL_BASE_OUTFILE_H
#define KHL_BASE_OUTFILE_H

#include "buf.h"
#include "khulasa/base.h"

/* Bytes are put into buf; khl_outfile_flush writes them when there are enough. */
typedef struct khl_outfile {
    khl_buf buf;
    char *temporary, *final; /* owned; NULL for standard output */
    int fd;
    bool open;
} khl_outfile;

/* path NULL or "-": standard output. Otherwise the bytes go to a file beside path until it is placed. */
khl_status khl_outfile_open(khl_outfile *out, const char *path, khl_error *err);
/* Writes buf when it holds 64 KiB or more, or when `all`. */
khl_status khl_outfile_flush(khl_outfile *file, bool all, khl_error *err);
/* Writes what is in buf, and bytes behind it, which are not copied. */
khl_status khl_outfile_put(khl_outfile *file, khl_str bytes, khl_error *err);
/* Writes what is left, to the disk, and closes the file. Nothing can be put into it any more. */
khl_status khl_outfile_finish(khl_outfile *file, khl_error *err);
/* Gives a finished file its name. */
khl_status khl_outfile_place(khl_outfile *file, khl_error *err);
/* Both. */
khl_status khl_outfile_commit(khl_outfile *file, khl_error *err);
/* Removes what was not placed; {0} may be cleared, too. */
void khl_outfile_clear(khl_outfile *file);

/* A whole file at once. */
khl_status khl_file_write(const char *path, khl_str bytes, khl_error *err);

#endif
