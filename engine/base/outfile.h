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

/* path NULL or "-": standard output. Otherwise the bytes go to a file beside path until commit renames it. */
khl_status khl_outfile_open(khl_outfile *out, const char *path, khl_error *err);
/* Writes buf when it holds 64 KiB or more, or when `all`. */
khl_status khl_outfile_flush(khl_outfile *file, bool all, khl_error *err);
khl_status khl_outfile_commit(khl_outfile *file, khl_error *err);
/* Removes what was not committed; {0} may be cleared, too. */
void khl_outfile_clear(khl_outfile *file);

#endif
