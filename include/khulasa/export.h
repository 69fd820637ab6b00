/* Writers: a finished shortlist in, the bytes of a file out. They see finished entries only.
 * Same shortlist and language, same bytes; no clock, no path, no network. */
#ifndef KHULASA_EXPORT_H
#define KHULASA_EXPORT_H

#include <khulasa/base.h>
#include <khulasa/shortlist.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Words of the documents in one language: text of a message id, or the id itself when unknown. Borrowed.
 * The ids are those of models/messages/doc.tsv. */
typedef struct khl_words {
    khl_str (*word)(void *context, const char *id);
    void *context;
    khl_str lang; /* "ar", "fr" or "en" */
} khl_words;

/* *out_bytes bytes at *out, to be freed with free().
 *
 * format  "json": schema khulasa.shortlist/1, keys in the order of the schema, an entry, a pair for review
 * and a cut submission a line, newline at the end. Probabilities have four decimals, terms and evidence six.
 *         "csv":  RFC 4180 with CRLF, but `;` between fields and a UTF-8 byte order mark in front, which is
 *                 what spreadsheets of French and Arabic settings open without asking. One row a member, then
 *                 one a proposal set aside. Columns of the entry are the same in each row of its members, but
 *                 a list of more than 8 supporters or cities stands in that of the representative alone. A
 *                 cell of text that could be taken for a formula (it begins with
 *                 = + - @ TAB CR LF or a full-width form of the first four) or that begins with an apostrophe
 *                 gets an apostrophe in front: to read it back, drop one leading apostrophe.
 *         "html": one page that needs nothing beside it, right to left for Arabic. Characters that steer
 *                 text direction across their own paragraph (U+202A..202E, U+2066..2069) are left out of it
 *                 and control characters are shown as their pictures; JSON and CSV keep the text as it came.
 *         "docx": the document a committee works on, for word processors: cover, account and method,
 *                 figures, contents (a field that shows its pages once it is updated), the axes, annexes A to
 *                 G; right to left for Arabic. Each entry is a content control whose tag is its id; within it
 *                 the tags ID/title, ID/text, ID/level and ID/authorities hold what the committee may change.
 *                 Bookmarks E_..., E_..._title and so on hold the same, for programs that lose controls when
 *                 they save. Characters as in "html". A module, loaded when it is first asked for and packed
 *                 in memory: some seven kilobytes a proposal while it is made, half a one when it is done.
 * words   gives "html" and "docx" their language and the other two the language of the axis names; NULL (not
 *         for "html" and "docx") means Arabic names.
 *
 * KHL_E_ARGUMENT: unknown format, or no words for "html" or "docx". KHL_E_IO: the module of the format, or a
 * library it needs, is not installed. KHL_E_ACCOUNT: khl_shortlist_check refuses the shortlist; nothing is
 * ever written of an account that does not close. Cost: linear, but for sorting ids. */
KHL_API khl_status khl_export(const khl_shortlist *shortlist, const char *format, const khl_words *words,
                              char **out, size_t *out_bytes, khl_error *err);

/* The same bytes, handed to `write` as they are made, some 64 KiB at a time: what a file of gigabytes wants.
 * The memory beside it is that of the look-ups of "html" (some 80 bytes a proposal), and of the parts of
 * "docx". What was written before a failure is to be thrown away by the caller. */
KHL_API khl_status khl_export_to(const khl_shortlist *shortlist, const char *format, const khl_words *words,
                                 khl_write_fn *write, void *context, khl_error *err);

/* The JSON object of one explanation, on one line without a newline: the value of "why" everywhere. To be
 * freed with free(). */
KHL_API khl_status khl_export_why(const khl_why *why, char **out, size_t *out_bytes, khl_error *err);

/* The formats this build can write, NULL-terminated, in the order they are written. Static storage. */
KHL_API const char *const *khl_export_formats(void);

#ifdef __cplusplus
}
#endif
#endif
