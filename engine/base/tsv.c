/* Rows of the project's own data files, split in place. */
#include "tsv.h"

#include "error.h"
#include "str.h"
#include "utf8.h"

#define MAX_BYTES ((size_t)64 << 20)

khl_status khl_tsv_open_bytes(khl_tsv *out, const char *name, khl_str bytes, khl_error *err)
{
    bool marked = khl_str_starts(bytes, KHL_STR("\xEF\xBB\xBF")); /* as editors on Windows save */
    *out = (khl_tsv){.path = name, .bytes = bytes, .at = marked ? 3 : 0};
    size_t bad = khl_utf8_check(bytes);
    if (bad == bytes.n) return KHL_OK;
    KHL_FAIL(err, KHL_E_MODEL, "tsv.utf8", "the file is not valid UTF-8; save it as UTF-8");
    khl_error_at_byte(err, name, bad);
    return KHL_E_MODEL;
}

khl_status khl_tsv_open(khl_tsv *out, const char *path, khl_error *err)
{
    khl_file file;
    khl_status status = khl_file_open(&file, path, MAX_BYTES, err);
    if (status != KHL_OK) return status;
    status = khl_tsv_open_bytes(out, path, file.bytes, err);
    if (status == KHL_OK)
        out->file = file;
    else
        khl_file_close(&file);
    return status;
}

void khl_tsv_close(khl_tsv *tsv)
{
    khl_file_close(&tsv->file);
}

/* The next line without its end; false behind the last one. */
static bool next_line(khl_tsv *tsv, khl_str *line)
{
    khl_str all = tsv->bytes;
    if (tsv->at >= all.n) return false;
    const char *begin = all.p + tsv->at;
    const char *end = memchr(begin, '\n', all.n - tsv->at);
    size_t n = end != NULL ? (size_t)(end - begin) : all.n - tsv->at;
    tsv->at += n + (end != NULL);
    if (n > 0 && begin[n - 1] == '\r') n--;
    *line = (khl_str){begin, n};
    tsv->line++;
    return true;
}

static bool split(khl_tsv *tsv, khl_str line)
{
    tsv->n_fields = 0;
    memset(tsv->fields, 0, sizeof tsv->fields);
    for (;;) {
        if (tsv->n_fields == KHL_TSV_MAX_FIELDS) return false;
        const char *tab = memchr(line.p, '\t', line.n);
        size_t n = tab != NULL ? (size_t)(tab - line.p) : line.n;
        tsv->fields[tsv->n_fields++] = khl_str_trim((khl_str){line.p, n});
        if (tab == NULL) return true;
        line = khl_str_part(line, n + 1, line.n);
    }
}

khl_status khl_tsv_next(khl_tsv *tsv, size_t min_fields, bool *more, khl_error *err)
{
    khl_str line;
    *more = false;
    while (next_line(tsv, &line)) {
        if (khl_str_trim(line).n == 0 || line.p[0] == '#') continue;
        if (!split(tsv, line))
            return khl_tsv_fail(tsv, KHL_TSV_MAX_FIELDS + 1, "tsv.too_many",
                                "the row has more than 16 fields; remove the tabs inside its texts", NULL,
                                err);
        if (tsv->n_fields < min_fields)
            return khl_tsv_fail(tsv, tsv->n_fields + 1, "tsv.too_few",
                                "the row has too few fields; put tabs between them", NULL, err);
        *more = true;
        return KHL_OK;
    }
    return KHL_OK;
}

khl_status khl_tsv_fail(const khl_tsv *tsv, uint64_t column, const char *id, const char *text,
                        const char *arg, khl_error *err)
{
    KHL_FAIL(err, KHL_E_MODEL, id, text, arg);
    khl_error_at(err, tsv->path, tsv->line, column);
    return KHL_E_MODEL;
}
