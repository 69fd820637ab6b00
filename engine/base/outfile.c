/* A temporary file beside the final one, synced and renamed at the end. */
#include "outfile.h"

#include "alloc.h"
#include "error.h"
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PORTION = 65536 };

static khl_status fail_write(const khl_outfile *file, khl_error *err)
{
    return khl_fail_system(err, "file.write", "cannot be written: {0}",
                           file->final != NULL ? file->final : "-");
}

khl_status khl_outfile_open(khl_outfile *out, const char *path, khl_error *err)
{
    struct stat st;
    *out = (khl_outfile){.buf = KHL_BUF_INIT, .fd = STDOUT_FILENO};
    if (path == NULL || strcmp(path, "-") == 0) return KHL_OK;
    char suffix[KHL_TEMPORARY_BYTES];
    size_t n = strlen(path);
    khl_temporary_suffix(suffix);
    out->final = khl_alloc(n + 1, 1);
    out->temporary = khl_alloc(n + sizeof suffix, 1);
    if (out->final == NULL || out->temporary == NULL) return khl_fail_memory(err);
    memcpy(out->final, path, n + 1);
    bool exists = stat(path, &st) == 0;
    if (exists && S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        return fail_write(out, err);
    }
    /* A pipe or a device is written as it is: nothing could be renamed over it. */
    bool plain = !exists || S_ISREG(st.st_mode);
    snprintf(out->temporary, n + sizeof suffix, "%s%s", path, plain ? suffix : "");
    out->fd = open(out->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (out->fd < 0) return fail_write(out, err);
    out->open = true;
    if (!plain) {
        free(out->temporary);
        out->temporary = NULL;
    }
    return KHL_OK;
}

static khl_status write_all(const khl_outfile *file, khl_str bytes, khl_error *err)
{
    for (size_t at = 0; at < bytes.n;) {
        ssize_t n = write(file->fd, bytes.p + at, bytes.n - at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return fail_write(file, err);
        at += (size_t)n;
    }
    return KHL_OK;
}

khl_status khl_outfile_flush(khl_outfile *file, bool all, khl_error *err)
{
    if (!khl_buf_ok(&file->buf)) return khl_fail_memory(err);
    if (file->buf.n < PORTION && !all) return KHL_OK;
    khl_status status = write_all(file, khl_buf_str(&file->buf), err);
    if (status == KHL_OK) file->buf.n = 0;
    return status;
}

khl_status khl_outfile_put(khl_outfile *file, khl_str bytes, khl_error *err)
{
    khl_status status = khl_outfile_flush(file, true, err);
    return status == KHL_OK ? write_all(file, bytes, err) : status;
}

/* Pipes and odd file systems cannot sync; that is no fault. */
khl_status khl_outfile_finish(khl_outfile *file, khl_error *err)
{
    khl_status status = khl_outfile_flush(file, true, err);
    if (status != KHL_OK || !file->open) return status;
    bool synced = fsync(file->fd) == 0 || errno == EINVAL || errno == EROFS;
    if (!synced) status = fail_write(file, err);
    file->open = false;
    if (close(file->fd) != 0 && status == KHL_OK) status = fail_write(file, err);
    return status;
}

khl_status khl_outfile_place(khl_outfile *file, khl_error *err)
{
    if (file->temporary == NULL) return KHL_OK;
    if (rename(file->temporary, file->final) != 0)
        return khl_fail_system(err, "file.rename", "cannot be put in its place: {0}", file->final);
    free(file->temporary);
    file->temporary = NULL;
    return KHL_OK;
}

khl_status khl_outfile_commit(khl_outfile *file, khl_error *err)
{
    khl_status status = khl_outfile_finish(file, err);
    return status == KHL_OK ? khl_outfile_place(file, err) : status;
}

void khl_outfile_clear(khl_outfile *file)
{
    if (file->open) close(file->fd);
    if (file->temporary != NULL) unlink(file->temporary);
    khl_buf_clear(&file->buf);
    free(file->temporary);
    free(file->final);
    *file = (khl_outfile){0};
}

khl_status khl_file_write(const char *path, khl_str bytes, khl_error *err)
{
    khl_outfile file;
    khl_status status = khl_outfile_open(&file, path, err);
    if (status == KHL_OK) status = khl_outfile_put(&file, bytes, err);
    if (status == KHL_OK) status = khl_outfile_commit(&file, err);
    khl_outfile_clear(&file);
    return status;
}
