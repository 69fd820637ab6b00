/* Writers: a finished shortlist in, the bytes of a file out. They see finished entries only.
 * Same shortlist and language, same bytes. */
#ifndef KHULASA_EXPORT_H
#define KHULASA_EXPORT_H

#include <khulasa/base.h>
#include <khulasa/shortlist.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Words of the documents in one language: text of a message id, or the id itself when unknown. Borrowed. */
typedef struct khl_words {
    khl_str (*word)(void *context, const char *id);
    void *context;
    khl_str lang; /* "ar", "fr" or "en" */
} khl_words;

/* *out_bytes bytes at *out, to be freed with free(). format: "json", "csv" or "html" (KHL_E_ARGUMENT
 * otherwise). */
KHL_API khl_status khl_export(const khl_shortlist *shortlist, const char *format, const khl_words *words,
                              char **out, size_t *out_bytes, khl_error *err);

/* The formats this build can write, NULL-terminated, in the order they are written. Static storage. */
KHL_API const char *const *khl_export_formats(void);

#ifdef __cplusplus
}
#endif
#endif
