/* The door of the room: checks the shortlist, picks the writer, hands the bytes over. */
#include "error.h"
#include "writers.h"

#include <string.h>

typedef khl_status (*khl_writer)(const khl_shortlist *list, const khl_words *words, khl_buf *out,
                                 khl_error *err);

/* In the order of names below. */
static const khl_writer writers[] = {khl_write_json, khl_write_csv, khl_write_html};
static const char *const names[] = {"json", "csv", "html", NULL};

const char *const *khl_export_formats(void)
{
    return names;
}

static khl_writer find_writer(const char *format)
{
    for (size_t i = 0; names[i] != NULL; i++)
        if (strcmp(names[i], format) == 0) return writers[i];
    return NULL;
}

/* Hands buf over, or frees it when anything failed. */
static khl_status release(khl_buf *buf, khl_status status, char **out, size_t *out_bytes, khl_error *err)
{
    if (status == KHL_OK && !khl_buf_ok(buf)) status = khl_fail_memory(err);
    if (status == KHL_OK) {
        *out = buf->p;
        *out_bytes = buf->n;
    } else {
        khl_buf_clear(buf);
    }
    return status;
}

khl_status khl_export(const khl_shortlist *shortlist, const char *format, const khl_words *words, char **out,
                      size_t *out_bytes, khl_error *err)
{
    khl_buf buf = KHL_BUF_INIT;
    *out = NULL;
    *out_bytes = 0;
    khl_writer write = find_writer(format);
    if (write == NULL)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "export.format",
                        "there is no output format \"{0}\"; see khl_export_formats", format);
    if (write == khl_write_html && words == NULL)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "export.words",
                        "a page needs words in a language; give khl_words");
    khl_status status = khl_shortlist_check(shortlist, err);
    if (status != KHL_OK) return status;
    status = write(shortlist, words, &buf, err);
    return release(&buf, status, out, out_bytes, err);
}

khl_status khl_export_why(const khl_why *why, char **out, size_t *out_bytes, khl_error *err)
{
    khl_buf buf = KHL_BUF_INIT;
    *out = NULL;
    *out_bytes = 0;
    khl_status status = khl_write_why(why, &buf, err);
    return release(&buf, status, out, out_bytes, err);
}
