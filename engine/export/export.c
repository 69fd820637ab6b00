/* The door of the room: checks the shortlist, picks the writer, hands the bytes over. */
#include "error.h"
#include "module.h"
#include "writers.h"

#include <string.h>

typedef khl_status (*khl_writer)(const khl_shortlist *list, const khl_words *words, khl_sink *out,
                                 khl_error *err);

/* A writer that stands here, or the function `symbol` of the module with the name of the format. */
typedef struct writing {
    khl_writer write;
    const char *symbol;
    bool wants_words;
    const char *ending; /* NULL: the name of the format */
} writing;

/* In the order of names below. */
static const writing formats[] = {{khl_write_json, NULL, false, NULL},
                                  {khl_write_csv, NULL, false, NULL},
                                  {khl_write_html, NULL, true, NULL},
                                  {NULL, "khl_write_xlsx", true, NULL},
                                  {NULL, "khl_write_docx", true, NULL},
                                  {NULL, "khl_write_pdf", true, NULL},
                                  {khl_write_decidim, NULL, true, "decidim.csv"},
                                  {khl_write_decidim_json, NULL, true, "decidim.json"},
                                  {khl_write_pack, NULL, false, NULL}};
static const char *const names[] = {"json", "csv",     "html",         "xlsx", "docx",
                                    "pdf",  "decidim", "decidim-json", "pack", NULL};

const char *const *khl_export_formats(void)
{
    return names;
}

/* The place of a format in names, or of the NULL at its end. */
static size_t place_of(const char *name)
{
    size_t i = 0;
    while (names[i] != NULL && strcmp(names[i], name) != 0) i++;
    return i;
}

const char *khl_export_ending(const char *format)
{
    size_t i = place_of(format);
    return names[i] != NULL && formats[i].ending != NULL ? formats[i].ending : names[i];
}

static khl_status find_writer(khl_writer *out, const char *name, const khl_words *words, khl_error *err)
{
    size_t i = place_of(name);
    if (names[i] == NULL)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "export.format",
                        "there is no output format \"{0}\"; see khl_export_formats", name);
    if (formats[i].wants_words && words == NULL)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "export.words",
                        "a page needs words in a language; give khl_words");
    *out = formats[i].write;
    if (*out != NULL) return KHL_OK;
    void (*found)(void);
    khl_status status = khl_module_find(name, formats[i].symbol, &found, err);
    if (status == KHL_OK) *out = (khl_writer)found;
    return status;
}

static khl_status write_into(khl_sink *sink, const khl_shortlist *shortlist, const char *format,
                             const khl_words *words, khl_error *err)
{
    khl_writer write = NULL;
    khl_status status = find_writer(&write, format, words, err);
    if (status == KHL_OK) status = khl_shortlist_check(shortlist, err);
    if (status == KHL_OK) status = write(shortlist, words, sink, err);
    return status == KHL_OK ? khl_sink_ease(sink, true, err) : status;
}

/* Hands what the sink kept over, or frees it when anything failed. */
static khl_status release(khl_sink *sink, khl_status status, char **out, size_t *out_bytes)
{
    if (status == KHL_OK) {
        *out = sink->buf.p;
        *out_bytes = sink->buf.n;
    } else {
        khl_buf_clear(&sink->buf);
    }
    return status;
}

khl_status khl_export(const khl_shortlist *shortlist, const char *format, const khl_words *words, char **out,
                      size_t *out_bytes, khl_error *err)
{
    khl_sink sink = {.buf = KHL_BUF_INIT};
    *out = NULL;
    *out_bytes = 0;
    return release(&sink, write_into(&sink, shortlist, format, words, err), out, out_bytes);
}

khl_status khl_export_to(const khl_shortlist *shortlist, const char *format, const khl_words *words,
                         khl_write_fn *write, void *context, khl_error *err)
{
    khl_sink sink = {KHL_BUF_INIT, write, context};
    khl_status status = write_into(&sink, shortlist, format, words, err);
    khl_buf_clear(&sink.buf);
    return status;
}

khl_status khl_export_why(const khl_why *why, char **out, size_t *out_bytes, khl_error *err)
{
    khl_sink sink = {.buf = KHL_BUF_INIT};
    *out = NULL;
    *out_bytes = 0;
    return release(&sink, khl_write_why(why, &sink, err), out, out_bytes);
}
