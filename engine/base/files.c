/* Whole files in, and what the system says of files that cannot be read or written. */
#include "files.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

khl_status khl_fail_system(khl_error *err, const char *id, const char *text, const char *path)
{
    static const struct {
        int code;
        const char *id, *text;
    } REASONS[] = {
        {ENOENT, "file.missing", "there is no such file or folder; check the name and where it lies"},
        {EISDIR, "file.is_folder", "this is a folder; name a file"},
        {ENOTDIR, "file.not_folder", "a folder is wanted here, and this is a file; choose another name"},
        {EACCES, "file.denied", "access is denied; check who may read and write here"},
        {EPERM, "file.denied", "access is denied; check who may read and write here"},
        {EROFS, "file.denied", "access is denied; check who may read and write here"},
        {ENOSPC, "file.full", "the disk is full; make room or choose another place"},
        {EDQUOT, "file.full", "the disk is full; make room or choose another place"},
        {EFBIG, "file.limit", "the system does not allow a file this large here; choose another place"},
    };
    int code = errno;
    size_t i = 0, n = sizeof REASONS / sizeof *REASONS;
    while (i < n && REASONS[i].code != code) i++;
    if (i < n)
        KHL_FAIL(err, KHL_E_IO, REASONS[i].id, REASONS[i].text);
    else
        KHL_FAIL(err, KHL_E_IO, id, text, strerror(code));
    khl_error_at(err, path, 0, 0);
    return KHL_E_IO;
}

static khl_status fail_too_large(khl_error *err, const char *path, size_t max_bytes)
{
    char limit[32];
    snprintf(limit, sizeof limit, "%zu", max_bytes);
    KHL_FAIL(err, KHL_E_INPUT, "file.too_large",
             "the file is larger than {0} bytes; split it into several files", limit);
    khl_error_at(err, path, 0, 0);
    return KHL_E_INPUT;
}

/* Reads until the end; used for pipes, where the size is not known beforehand. */
static khl_status read_all(int fd, khl_file *out, const char *path, size_t max_bytes, khl_error *err)
{
    khl_buf buf = KHL_BUF_INIT;
    char chunk[65536];
    khl_status status = KHL_OK;
    for (;;) {
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            status = khl_fail_system(err, "file.read", "cannot be read: {0}", path);
            goto done;
        }
        if (n == 0) break;
        khl_buf_put(&buf, (khl_str){chunk, (size_t)n});
        if (buf.n > max_bytes) {
            status = fail_too_large(err, path, max_bytes);
            goto done;
        }
    }
    if (!khl_buf_ok(&buf)) status = khl_fail_memory(err);
done:
    if (status != KHL_OK)
        khl_buf_clear(&buf);
    else
        *out = (khl_file){khl_buf_str(&buf), false};
    return status;
}

khl_status khl_file_open(khl_file *out, const char *path, size_t max_bytes, khl_error *err)
{
    *out = (khl_file){{NULL, 0}, false};
    if (strcmp(path, "-") == 0) return read_all(STDIN_FILENO, out, path, max_bytes, err);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return khl_fail_system(err, "file.open", "cannot be opened: {0}", path);
    struct stat st;
    khl_status status = KHL_OK;
    if (fstat(fd, &st) != 0) {
        status = khl_fail_system(err, "file.open", "cannot be opened: {0}", path);
    } else if (S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        status = khl_fail_system(err, "file.open", "cannot be opened: {0}", path);
    } else if (!S_ISREG(st.st_mode)) {
        status = read_all(fd, out, path, max_bytes, err);
    } else if ((uintmax_t)st.st_size > max_bytes) {
        status = fail_too_large(err, path, max_bytes);
    } else if (st.st_size > 0) {
        void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (p == MAP_FAILED)
            status = khl_fail_system(err, "file.read", "cannot be read: {0}", path);
        else
            *out = (khl_file){{p, (size_t)st.st_size}, true};
    }
    close(fd);
    return status;
}

void khl_file_close(khl_file *file)
{
    if (file->mapped)
        munmap((void *)(uintptr_t)file->bytes.p, file->bytes.n);
    else
        free((void *)(uintptr_t)file->bytes.p);
    *file = (khl_file){{NULL, 0}, false};
}

khl_str khl_path_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return khl_str_from(slash != NULL ? slash + 1 : path);
}
