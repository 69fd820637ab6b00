/* A ZIP container in memory, as office programs write them, held against bombs and strange names. libzip
 * stays in office_archive.c. */
#ifndef KHL_OFFICE_ARCHIVE_H
#define KHL_OFFICE_ARCHIVE_H

#include "buf.h"

typedef struct khl_archive {
    void *zip;
    size_t unpacked; /* bytes read so far, of all members */
} khl_archive;

/* bytes must outlive the archive. KHL_E_INPUT: no ZIP, cut off, protected by a password, a name that is
 * absolute or climbs, too many members. */
khl_status khl_archive_open(khl_archive *out, khl_str bytes, khl_error *err);
void khl_archive_close(khl_archive *archive);

bool khl_archive_has(const khl_archive *archive, const char *name);

/* The whole member, appended to out. KHL_E_INPUT: not there, damaged, or unpacks to more than a document of
 * people does (512 MiB in all, or over 1 MiB and 500 times what is packed). */
khl_status khl_archive_read(khl_archive *archive, const char *name, khl_buf *out, khl_error *err);

#endif
