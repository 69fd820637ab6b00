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
 *                 Where persons were asked for, there is a last column member_author (and an "author" of
 *                 members in "json", where an answer that was never sent off has "unfinished": true).
 *                 The separator is named here and nowhere in the file: a first line "sep=;" makes
 *                 spreadsheets forget the byte order mark and show Arabic as noise.
 *         "html": one page that needs nothing beside it, right to left for Arabic. Characters that
 *                 steer text direction across their own paragraph (U+202A..202E, U+2066..2069) are left
 *                 out of it and control characters are shown as their pictures; JSON and CSV keep the text
 *                 as it came.
 *         "xlsx": a workbook (a module): sheets for the entries, the doubtful pairs with a
 *                 decision to choose, the members with one, too, the concordance, what was set aside, and
 *                 the bodies; right to left for Arabic. Texts are shown as in "html", always as text and
 *                 never as a formula or a link. A text of more lines than a row can show, or of more than
 *                 32,767 UTF-16 units, which is all a cell may hold, has a mark in front and stands whole
 *                 on a last sheet, in pieces that can be seen and printed; beyond that number it is cut. A
 *                 hidden sheet "khulasa" names sheets, columns and answers for programs, and holds what was
 *                 handed out (engine/xlsx/sheet_keys.c). At most 1,048,575 rows a sheet. The library behind
 * it wants files: they stand in TMPDIR (or /tmp) while the workbook is made. "docx": the document a committee
 * works on (a module), for word processors: cover, account and method, figures, contents (a field that shows
 * its pages once it is updated), the axes, annexes A to G; right to left for Arabic. Each entry is a content
 * control whose tag is its id; within it the tags ID/title, ID/text, ID/level and ID/authorities hold what
 * the committee may change. Bookmarks E_..., E_..._title and so on hold the same, for programs that lose
 * controls when they save. A custom XML part holds what was handed out, as JSON of schema khulasa.baseline/1
 * (engine/export/baseline.h). Characters as in "html". Packed in memory: some seven kilobytes a proposal
 * while it is made, half a one when it is done. "pdf":  the document as it is printed (a module), A4: cover,
 * account, chart and method, contents, the axes, annexes (every proposal, those set aside, entries by
 * authority); outline, links, tags; right to left for Arabic, with the font Scheherazade embedded as a
 * subset. Characters as in "html". Made twice, the first time to count pages. The date of the file is that of
 * the shortlist, when it is YYYY-MM-DD, or none. Pango ends the process when memory does. "decidim",
 * "decidim-json": proposals for Decidim's importer, as CSV (`;`, CRLF, no byte order mark; id, title/LANG,
 * body/LANG) or a JSON array of objects of these keys. LANG is the language of words, and must be the default
 * one of the platform. The supporters, the axis, the bodies, the level and the number of an entry stand at
 * the end of its body. Texts are shown as in "html"; in the CSV, one that begins with apostrophes or none and
 *                 then = + - @ (or a full-width form) gets an apostrophe in front.
 *         "pack": the city pack, JSON of schema khulasa.pack/1, for comparing cities: {"schema",
 *                 "run": {"version", "models", "date"}, "account": {"received", "demands", "entries",
 *                 "set_aside", "associations", "cities"}, "axes": [{"id", "name": {"ar", "fr", "en"},
 *                 "entries", "demands"}], "entries": [{"id", "number", "axis", "title", "text", "cities",
 *                 "demands", "associations", "level", "authorities": [{"id", "level", "lead"}],
 *                 "priority"}]}, an entry a line. demands and associations are counts: nobody is named but
 *                 in the wording an entry kept. Folding the text for comparison is left to the reader, by
 *                 its own version of the rules.
 * words   gives "html", "xlsx", "docx", "pdf" and "decidim" their language and the others the language of the
 * axis names; NULL (not for these) means Arabic names.
 *
 * KHL_E_ARGUMENT: unknown format, no words where they are wanted, or more rows than a sheet holds.
 * KHL_E_ACCOUNT: khl_shortlist_check refuses the shortlist; nothing is ever written of an account that
 * does not close. KHL_E_IO: a module is not there, or there is no room for its files. Cost: linear, but
 * for sorting ids. */
KHL_API khl_status khl_export(const khl_shortlist *shortlist, const char *format, const khl_words *words,
                              char **out, size_t *out_bytes, khl_error *err);

/* The same bytes, handed to `write` as they are made, some 64 KiB at a time: what a file of gigabytes wants.
 * The memory beside it is that of the look-ups of "html" (some 80 bytes a proposal), and of the pages and
 * parts of "pdf" and "docx". What was written before a failure is to be thrown away by the caller. */
KHL_API khl_status khl_export_to(const khl_shortlist *shortlist, const char *format, const khl_words *words,
                                 khl_write_fn *write, void *context, khl_error *err);

/* The JSON object of one explanation, on one line without a newline: the value of "why" everywhere. To be
 * freed with free(). */
KHL_API khl_status khl_export_why(const khl_why *why, char **out, size_t *out_bytes, khl_error *err);

/* How the name of a file of this format ends: the format itself but for "decidim" and "decidim-json", whose
 * importer goes by the endings .csv and .json: "decidim.csv", "decidim.json". NULL when there is no such
 * format. Static storage. */
KHL_API const char *khl_export_ending(const char *format);

/* The formats this build can write, NULL-terminated, in the order they are written. Static storage. */
KHL_API const char *const *khl_export_formats(void);

#ifdef __cplusplus
}
#endif
#endif
