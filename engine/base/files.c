/* Whole files in; whole files out, through a temporary name, fsync and rename. */
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

typedef struct khl_output {
    char *temporary, *final; /* paths, owned */
    int fd;                  /* open for syncing until commit; -1 afterwards */
    bool renamed;
} khl_output;

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

/* Makes path and its parents. A parent that exists is fine. */
static bool make_dirs(const char *path, bool *made)
{
    char copy[4096];
    size_t n = strlen(path);
    if (n == 0 || n >= sizeof copy) {
        errno = n == 0 ? ENOENT : ENAMETOOLONG;
        return false;
    }
    memcpy(copy, path, n + 1);
    for (size_t i = 1; i < n; i++) {
        if (copy[i] != '/') continue;
        copy[i] = '\0';
        if (mkdir(copy, 0777) != 0 && errno != EEXIST) return false;
        copy[i] = '/';
    }
    *made = mkdir(copy, 0777) == 0;
    if (*made) return true;
    struct stat st;
    if (errno != EEXIST || stat(copy, &st) != 0) return false;
    if (!S_ISDIR(st.st_mode)) errno = ENOTDIR;
    return S_ISDIR(st.st_mode);
}

static char *join_path(const char *dir, const char *name, const char *suffix)
{
    khl_buf buf = KHL_BUF_INIT;
    khl_buf_put_c(&buf, dir);
    if (dir[0] != '\0') khl_buf_char(&buf, '/');
    khl_buf_put_c(&buf, name);
    khl_buf_put_c(&buf, suffix);
    khl_buf_char(&buf, '\0');
    if (!khl_buf_ok(&buf)) khl_buf_clear(&buf);
    return buf.p;
}

khl_status khl_outputs_begin(khl_outputs *out, const char *dir, khl_error *err)
{
    *out = (khl_outputs){0};
    bool made = false;
    if (!make_dirs(dir, &made))
        return khl_fail_system(err, "file.folder", "the folder cannot be made: {0}", dir);
    out->dir = join_path("", dir, "");
    if (out->dir == NULL) return khl_fail_memory(err);
    out->made_dir = made;
    return KHL_OK;
}

static bool write_all(int fd, khl_str bytes)
{
    for (size_t at = 0; at < bytes.n;) {
        ssize_t n = write(fd, bytes.p + at, bytes.n - at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        at += (size_t)n;
    }
    return true;
}

static khl_status fail_write(khl_error *err, const char *final)
{
    return khl_fail_system(err, "file.write", "cannot be written: {0}", final);
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The written file stays open in *fd, for finish_temporary. On failure nothing is left of it. A folder in the
 * final place is refused here, before anything is renamed. Errors name the final path: people know that one.
 */
static khl_status write_temporary(const char *path, const char *final, khl_str bytes, int *fd, khl_error *err)
{
    if (is_folder(final)) {
        KHL_FAIL(err, KHL_E_IO, "file.folder_in_place",
                 "a folder stands in the place of this file; move it away");
        khl_error_at(err, final, 0, 0);
        return KHL_E_IO;
    }
    *fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (*fd < 0) return fail_write(err, final);
    if (write_all(*fd, bytes)) return KHL_OK;
    khl_status status = fail_write(err, final);
    close(*fd);
    *fd = -1;
    unlink(path);
    return status;
}

/* On the disk, and closed. Pipes and odd file systems cannot sync; that is no fault. */
static khl_status finish_temporary(const char *final, int *fd, khl_error *err)
{
    bool synced = fsync(*fd) == 0 || errno == EINVAL || errno == EROFS;
    khl_status status = synced ? KHL_OK : fail_write(err, final);
    if (close(*fd) != 0 && status == KHL_OK) status = fail_write(err, final);
    *fd = -1;
    return status;
}

khl_status khl_outputs_add(khl_outputs *outputs, const char *name, khl_str bytes, khl_error *err)
{
    char suffix[KHL_TEMPORARY_BYTES];
    khl_temporary_suffix(suffix);
    khl_output item = {join_path(outputs->dir, name, suffix), join_path(outputs->dir, name, ""), -1, false};
    khl_status status = KHL_OK;
    if (item.temporary == NULL || item.final == NULL ||
        !khl_grow(&outputs->items, &outputs->capacity, outputs->n + 1, sizeof item))
        status = khl_fail_memory(err);
    else
        status = write_temporary(item.temporary, item.final, bytes, &item.fd, err);
    if (status == KHL_OK) {
        outputs->items[outputs->n++] = item;
    } else {
        free(item.temporary);
        free(item.final);
    }
    return status;
}

/* All are synced, one behind the other, before the first is renamed: the journal is then written once for
 * all. */
khl_status khl_outputs_commit(khl_outputs *outputs, khl_error *err)
{
    for (size_t i = 0; i < outputs->n; i++) {
        khl_status status = finish_temporary(outputs->items[i].final, &outputs->items[i].fd, err);
        if (status != KHL_OK) return status;
    }
    for (size_t i = 0; i < outputs->n; i++) {
        khl_output *item = &outputs->items[i];
        if (rename(item->temporary, item->final) != 0)
            return khl_fail_system(err, "file.rename", "cannot be put in its place: {0}", item->final);
        item->renamed = true;
    }
    outputs->made_dir = false;
    return KHL_OK;
}

void khl_outputs_clear(khl_outputs *outputs)
{
    for (size_t i = 0; i < outputs->n; i++) {
        if (outputs->items[i].fd >= 0) close(outputs->items[i].fd);
        if (!outputs->items[i].renamed) unlink(outputs->items[i].temporary);
        free(outputs->items[i].temporary);
        free(outputs->items[i].final);
    }
    if (outputs->made_dir) rmdir(outputs->dir);
    free(outputs->items);
    free(outputs->dir);
    *outputs = (khl_outputs){0};
}

khl_status khl_file_write(const char *path, khl_str bytes, khl_error *err)
{
    char suffix[KHL_TEMPORARY_BYTES];
    khl_temporary_suffix(suffix);
    char *temporary = join_path("", path, suffix);
    if (temporary == NULL) return khl_fail_memory(err);
    int fd = -1;
    khl_status status = write_temporary(temporary, path, bytes, &fd, err);
    if (status == KHL_OK) status = finish_temporary(path, &fd, err);
    if (status == KHL_OK && rename(temporary, path) != 0)
        status = khl_fail_system(err, "file.rename", "cannot be put in its place: {0}", path);
    if (status != KHL_OK) unlink(temporary);
    free(temporary);
    return status;
}
