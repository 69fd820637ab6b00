/* All are on the disk before the first is renamed. */
#include "outputs.h"

#include "alloc.h"
#include "error.h"
#include "files.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

khl_status khl_outputs_begin(khl_outputs *out, const char *dir, khl_error *err)
{
    *out = (khl_outputs){0};
    size_t n = strlen(dir) + 1;
    if (!make_dirs(dir, &out->made_dir))
        return khl_fail_system(err, "file.folder", "the folder cannot be made: {0}", dir);
    out->dir = khl_alloc(n, 1);
    if (out->dir == NULL) return khl_fail_memory(err);
    memcpy(out->dir, dir, n);
    return KHL_OK;
}

/* A folder in the place of the file is refused here, before anything is renamed. */
static khl_status check_place(const char *path, khl_error *err)
{
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) return KHL_OK;
    KHL_FAIL(err, KHL_E_IO, "file.folder_in_place",
             "a folder stands in the place of this file; move it away");
    khl_error_at(err, path, 0, 0);
    return KHL_E_IO;
}

static khl_status open_at(khl_outfile *file, const char *dir, const char *name, khl_error *err)
{
    khl_buf path = KHL_BUF_INIT;
    khl_buf_put_c(&path, dir);
    khl_buf_char(&path, '/');
    khl_buf_put_c(&path, name);
    khl_buf_char(&path, '\0');
    khl_status status = khl_buf_ok(&path) ? check_place(path.p, err) : khl_fail_memory(err);
    if (status == KHL_OK) status = khl_outfile_open(file, path.p, err);
    khl_buf_clear(&path);
    return status;
}

khl_status khl_outputs_open(khl_outputs *outputs, const char *name, khl_outfile **file, khl_error *err)
{
    if (!khl_grow(&outputs->items, &outputs->capacity, outputs->n + 1, sizeof *outputs->items))
        return khl_fail_memory(err);
    khl_outfile *item = khl_alloc_zero(1, sizeof *item);
    if (item == NULL) return khl_fail_memory(err);
    khl_status status = open_at(item, outputs->dir, name, err);
    if (status == KHL_OK) {
        outputs->items[outputs->n++] = *file = item;
    } else {
        khl_outfile_clear(item);
        free(item);
    }
    return status;
}

khl_status khl_outputs_add(khl_outputs *outputs, const char *name, khl_str bytes, khl_error *err)
{
    khl_outfile *file;
    khl_status status = khl_outputs_open(outputs, name, &file, err);
    return status == KHL_OK ? khl_outfile_put(file, bytes, err) : status;
}

khl_status khl_outputs_commit(khl_outputs *outputs, khl_error *err)
{
    khl_status status = KHL_OK;
    for (size_t i = 0; i < outputs->n && status == KHL_OK; i++)
        status = khl_outfile_finish(outputs->items[i], err);
    for (size_t i = 0; i < outputs->n && status == KHL_OK; i++)
        status = khl_outfile_place(outputs->items[i], err);
    if (status == KHL_OK) outputs->made_dir = false;
    return status;
}

void khl_outputs_clear(khl_outputs *outputs)
{
    for (size_t i = 0; i < outputs->n; i++) {
        khl_outfile_clear(outputs->items[i]);
        free(outputs->items[i]);
    }
    if (outputs->made_dir) rmdir(outputs->dir);
    free(outputs->items);
    free(outputs->dir);
    *outputs = (khl_outputs){0};
}
