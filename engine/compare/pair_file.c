/* Reading id TAB text TAB text by blocks. The buffer holds the rest of one block and grows for a long row
 * only. */
#include "pair_file.h"

#include "error.h"
#include "files.h"
#include "str.h"
#include "utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { BLOCK_BYTES = 1 << 16 };

khl_status khl_pair_file_open(khl_pair_file *out, const char *path, size_t max_row_bytes, khl_error *err)
{
    bool piped = strcmp(path, "-") == 0;
    *out = (khl_pair_file){.path = path, .max_row_bytes = max_row_bytes};
    out->fd = piped ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    return out->fd >= 0 ? KHL_OK : khl_fail_system(err, "file.open", "cannot be opened: {0}", path);
}

void khl_pair_file_close(khl_pair_file *file)
{
    if (file->fd > STDIN_FILENO) close(file->fd);
    khl_buf_clear(&file->buf);
    file->fd = -1;
}

/* Moves what is left to the front and reads one more block behind it. */
static khl_status read_block(khl_pair_file *file, khl_error *err)
{
    char block[BLOCK_BYTES];
    khl_buf *buf = &file->buf;
    if (file->at > 0) {
        memmove(buf->p, buf->p + file->at, buf->n - file->at);
        buf->n -= file->at;
        file->scanned -= file->at;
        file->at = 0;
    }
    ssize_t n = read(file->fd, block, sizeof block);
    while (n < 0 && errno == EINTR) n = read(file->fd, block, sizeof block);
    if (n < 0) return khl_fail_system(err, "file.read", "cannot be read: {0}", file->path);
    file->ended = n == 0;
    khl_buf_put(buf, (khl_str){block, (size_t)n});
    return khl_buf_ok(buf) ? KHL_OK : khl_fail_memory(err);
}

static khl_status fail_row(const khl_pair_file *file, uint64_t column, const char *id, const char *text,
                           const char *arg, khl_error *err)
{
    KHL_FAIL(err, KHL_E_INPUT, id, text, arg);
    khl_error_at(err, file->path, file->row, column);
    return KHL_E_INPUT;
}

/* The next line with its end left out; false behind the last one. */
static khl_status next_line(khl_pair_file *file, khl_str *line, bool *more, khl_error *err)
{
    const char *end = NULL;
    khl_status status = KHL_OK;
    for (;;) {
        size_t left = file->buf.n - file->scanned;
        end = left > 0 ? memchr(file->buf.p + file->scanned, '\n', left) : NULL;
        file->scanned = file->buf.n;
        if (end != NULL || file->ended || file->buf.n - file->at > file->max_row_bytes) break;
        status = read_block(file, err);
        if (status != KHL_OK) return status;
    }
    size_t n = end != NULL ? (size_t)(end - file->buf.p) - file->at : file->buf.n - file->at;
    *more = end != NULL || n > 0;
    if (!*more) return KHL_OK;
    file->row++;
    if (n > file->max_row_bytes)
        return fail_row(file, 0, "pairs.too_long",
                        "the row is longer than any pair of texts should be; is this "
                        "file a table of pairs?",
                        NULL, err);
    *line = (khl_str){file->buf.p + file->at, n};
    file->at = file->scanned = file->at + n + (end != NULL);
    return KHL_OK;
}

/* Fills fields [3] and tells how many there are; the rest of a fourth and further ones is left unread. */
static size_t split(khl_str line, khl_str fields[3])
{
    size_t n = 0;
    for (;;) {
        const char *tab = line.n > 0 ? memchr(line.p, '\t', line.n) : NULL;
        size_t bytes = tab != NULL ? (size_t)(tab - line.p) : line.n;
        if (n < 3) fields[n] = (khl_str){line.p, bytes};
        n++;
        if (tab == NULL || n > 3) return n;
        line = khl_str_part(line, bytes + 1, line.n);
    }
}

static khl_status check_row(const khl_pair_file *file, const khl_str fields[3], size_t n, khl_error *err)
{
    char count[24];
    snprintf(count, sizeof count, "%zu", n);
    for (size_t i = 0; i < n && i < 3; i++)
        if (khl_utf8_check(fields[i]) != fields[i].n)
            return fail_row(file, i + 1, "pairs.utf8", "the field is not valid UTF-8; save the file as UTF-8",
                            NULL, err);
    if (n < 3)
        return fail_row(file, n + 1, "pairs.too_few",
                        "the row has {0} of 3 fields; put an id, a text and a text with tabs between them",
                        count, err);
    if (n > 3)
        return fail_row(file, 4, "pairs.too_many",
                        "the row has more than 3 fields; remove the tabs inside its texts", NULL, err);
    if (khl_str_trim(fields[0]).n == 0)
        return fail_row(file, 1, "pairs.no_id", "the row has no id; give each pair one", NULL, err);
    return KHL_OK;
}

khl_status khl_pair_file_next(khl_pair_file *file, khl_pair_row *out, bool *more, khl_error *err)
{
    khl_str line, fields[3] = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
    khl_status status = next_line(file, &line, more, err);
    if (status != KHL_OK || !*more) return status;
    if (line.n > 0 && line.p[line.n - 1] == '\r') line.n--;
    const khl_str mark = KHL_STR("\xEF\xBB\xBF");
    if (file->row == 1 && khl_str_starts(line, mark)) line = khl_str_part(line, mark.n, line.n);
    status = check_row(file, fields, split(line, fields), err);
    if (status == KHL_OK) *out = (khl_pair_row){khl_str_trim(fields[0]), fields[1], fields[2], file->row};
    return status;
}
