/* Lines of a file as they read in one encoding or another: what a person needs to choose between them. The
 * first megabyte is looked at. */
#include "khulasa/corpus.h"

#include "buf.h"
#include "error.h"
#include "files.h"
#include "str.h"

#include <unicode/ucnv.h>

enum { LOOKED_AT = 1 << 20, LONGEST_LINE = 400 };

static bool has_upper(khl_str line)
{
    for (size_t i = 0; i < line.n; i++)
        if ((unsigned char)line.p[i] >= 0x80) return true;
    return false;
}

static void put_line(khl_buf *out, khl_str line, UConverter *converter)
{
    const char *at = line.p, *end = line.p + line.n;
    while (at < end) {
        UErrorCode code = U_ZERO_ERROR;
        UChar32 c = ucnv_getNextUChar(converter, &at, end, &code);
        if (code == U_INDEX_OUTOFBOUNDS_ERROR) break;
        khl_buf_utf8(out, U_FAILURE(code) || c < 0 ? 0xFFFD : (uint32_t)c);
    }
    khl_buf_char(out, '\n');
}

static void put_lines(khl_buf *out, khl_str text, size_t n_lines, UConverter *converter)
{
    for (size_t at = 0; at < text.n && n_lines > 0;) {
        const char *end = memchr(text.p + at, '\n', text.n - at);
        size_t stop = end != NULL ? (size_t)(end - text.p) : text.n;
        khl_str line = khl_str_trim(khl_str_part(text, at, stop));
        at = stop + 1;
        if (!has_upper(line)) continue;
        if (line.n > LONGEST_LINE) line.n = LONGEST_LINE;
        put_line(out, line, converter);
        n_lines--;
    }
}

khl_status khl_corpus_sample(const char *path, const char *encoding, size_t n_lines, char **out,
                             size_t *out_bytes, khl_error *err)
{
    khl_file file = {.mapped = false};
    khl_buf lines = KHL_BUF_INIT;
    UErrorCode code = U_ZERO_ERROR;
    *out = NULL;
    *out_bytes = 0;
    UConverter *converter = ucnv_open(encoding, &code);
    if (U_FAILURE(code))
        return KHL_FAIL(err, KHL_E_ARGUMENT, "read.encoding", "there is no encoding \"{0}\"", encoding);
    khl_status status = khl_file_open(&file, path, (size_t)1 << 30, err);
    if (status == KHL_OK) {
        khl_str text = file.bytes;
        if (text.n > LOOKED_AT) text.n = LOOKED_AT;
        put_lines(&lines, text, n_lines, converter);
        khl_buf_char(&lines, '\0');
        if (!khl_buf_ok(&lines)) status = khl_fail_memory(err);
    }
    ucnv_close(converter);
    khl_file_close(&file);
    if (status == KHL_OK) {
        *out = lines.p;
        *out_bytes = lines.n - 1;
        return KHL_OK;
    }
    khl_buf_clear(&lines);
    return status;
}
