/* The folder in which a workbook is made. The library writes each part of it to a temporary file and all of
 * them to a file that it wants named; nobody else shall find either, and nothing shall be left. */
#include "book.h"

#include "error.h"
#include "files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define NAME "/shortlist.xlsx"
#define PATTERN "/khulasa-XXXXXX"

static const char *parent(void)
{
    const char *named = getenv("TMPDIR");
    return named != NULL && *named != '\0' ? named : "/tmp";
}

static khl_status fail_folder(khl_book *book)
{
    return khl_fail_system(
        book->err, "xlsx.folder",
        "no folder can be made for the parts of the workbook ({0}); name another in TMPDIR", parent());
}

khl_status khl_book_make_folder(khl_book *book)
{
    int n = snprintf(book->folder, sizeof book->folder, "%s" PATTERN, parent());
    bool fits = n > 0 && (size_t)n + sizeof NAME <= sizeof book->folder;
    if (!fits) errno = ENAMETOOLONG;
    if (!fits || mkdtemp(book->folder) == NULL) {
        book->folder[0] = '\0';
        return fail_folder(book);
    }
    memcpy(book->path, book->folder, (size_t)n);
    memcpy(book->path + n, NAME, sizeof NAME);
    return KHL_OK;
}

/* The library copies every part once more when it packs them, and where there is no room it says so on
 * standard error, or nothing at all. Markup is at most four times the text of usual cells; a package is
 * smaller than that. */
khl_status khl_book_check_room(khl_book *book)
{
    enum { COPIES = 5, LEAST_BYTES = 1 << 18 };
    struct statvfs disk;
    if (statvfs(book->folder, &disk) != 0) return KHL_OK; /* then the package is looked at */
    uint64_t room = (uint64_t)disk.f_bavail * disk.f_frsize;
    if (room / COPIES >= book->cell_bytes && room >= LEAST_BYTES) return KHL_OK;
    errno = ENOSPC;
    return fail_folder(book);
}

void khl_book_remove_files(khl_book *book)
{
    if (book->path[0] != '\0') unlink(book->path);
    if (book->folder[0] != '\0') rmdir(book->folder);
    book->path[0] = book->folder[0] = '\0';
}
