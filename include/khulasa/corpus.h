/* Proposals as they were handed in, and the readers that bring them in.
 *
 * A corpus keeps the raw text of every record, where it stood (file, row) and its SHA-256; nothing is altered
 * and nothing is dropped: a record that cannot be used is *set aside* with a reason, and khl_corpus_received
 * = khl_corpus_count + khl_corpus_n_aside always holds. */
#ifndef KHULASA_CORPUS_H
#define KHULASA_CORPUS_H

#include <khulasa/base.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct khl_corpus khl_corpus;

/* Header names in many languages, opened from the compiled models; may be shared by all threads. */
typedef struct khl_aliases khl_aliases;

/* One usable submission. All strings are borrowed from the corpus; absent fields are empty.
 *
 * id is unique in the corpus, over all inputs. Where the input has no id it is NAME:ROW. An id that stands
 * twice in one file is refused. In another file it is the same submission when text, city and association are
 * the same, and set aside as "repeated-id"; else it is kept as ID~2, ID~3 ... and given_id still holds ID.
 *
 * row counts as a spreadsheet shows it: a quoted line break does not make a row, an empty line does. In JSON
 * it is the number of the record, in JSON Lines that of the line, in plain text and PDF that of the proposal,
 * in a letter (DOCX) that of the paragraph; there the first is 1. */
typedef struct khl_proposal {
    khl_str id;    /* unique; see above */
    khl_str text;  /* raw, byte for byte as decoded to UTF-8 */
    khl_str title; /* raw; when the input has a title and no text, text is the title and title is empty */
    khl_str city, association, axis, place, date; /* raw, outer white space trimmed */
    uint32_t input;                               /* index of the input file, see khl_corpus_input_at */
    uint32_t row;                                 /* 1-based record in that file, the header being row 1 */
    uint32_t axis_column;                         /* 1-based, for messages; 0 when the input has none */
    khl_str priority;                             /* the committee's mark as written, trimmed */
    unsigned mark;                                /* 1 high, 2 medium, 3 low; 0: none, or not understood */
    khl_str given_id;                             /* as submitted, trimmed; empty where the input has none */
} khl_proposal;

/* One submission that cannot be used. reason is a stable id. Set by this header's functions: "empty-text"
 * (nothing, or white space only), "no-letters" (digits, signs, question marks), "repeated-id" (see above),
 * "tag-row" (the row of #tags that KoboToolbox puts below its header). Rows of a table whose cells are all
 * blank are no submissions and not counted. */
typedef struct khl_aside {
    khl_str id, text, reason;
    uint32_t input, row;
} khl_aside;

typedef struct khl_input {
    khl_str file;             /* as named by the caller */
    khl_str name;             /* its base name: what outputs show */
    khl_str kind;             /* as in khl_read_options; "memory" for khl_corpus_add */
    khl_str encoding;         /* "UTF-8", "UTF-8 BOM", "UTF-16LE", "UTF-16BE", "windows-1256" */
    char separator;           /* of CSV and TSV: one of , ; TAB |   0 for one column and other kinds */
    uint32_t rows;            /* records without the header and without blank rows */
    unsigned char sha256[32]; /* of the bytes of the file; zeros for "memory" */
} khl_input;

typedef struct khl_read_options {
    const char *kind; /* NULL: by content and extension; else "csv", "tsv", "json", "jsonl", "txt", "xlsx",
                         "ods", "xls", "docx", "pdf" */
    size_t max_file_bytes; /* default 1 GiB */
    size_t max_cell_bytes; /* default 1 MiB, at most 1 GiB; a longer cell is an error at its row and column */
    const char *const *map; /* "field=header" pairs set by hand, n_map of them; they win over aliases.
                               Fields: id city association axis text title date place
                               priority */
    size_t n_map;
    const khl_aliases *aliases; /* NULL: plain English names only (id, proposal_id, city, text, title ...) */
    const char *sheet; /* of a workbook, by its name; NULL: the only one with a column for the text */
} khl_read_options;
#define KHL_READ_OPTIONS_INIT                                                                                \
    {                                                                                                        \
        NULL, (size_t)1 << 30, (size_t)1 << 20, NULL, 0, NULL, NULL                                          \
    }

KHL_API khl_status khl_corpus_create(khl_corpus **out, khl_error *err);
KHL_API void khl_corpus_destroy(khl_corpus *corpus);

/* Appends all records of one file; options may be NULL. On failure the corpus is as before the call.
 *
 * Encodings: UTF-8 with or without mark, UTF-16 of both orders, windows-1256 when the bytes are no UTF-8 and
 * make Arabic words that way; nothing else is guessed. Tables need a header with a column for the text or the
 * title. A row longer than the header is refused; in a shorter one the missing last cells are empty, but it
 * is refused when the text would be among them, or when it and the rows below look like one row broken at an
 * unquoted line end. A quoted cell that seems to hold whole further rows is refused too.
 * Workbooks (XLSX, ODS, XLS): the sheet that names a column for the text or the title in one of its first
 * rows; two such sheets are refused until one is named. Rows above the header are no records; cells merged
 * over rows are those of each; formulas are what was last shown. A sheet of repeated answers (_parent_index)
 * gets the columns of the answers it belongs to. Letters (DOCX): the rows of tables that name a column for
 * the text, else a record a paragraph, a list staying with the line that announces it by a colon. PDF: its
 * text layer, by the program pdftotext. KHL_E_IO: cannot be read, or the module "office" is not installed;
 * KHL_E_INPUT: refused, with file, row and column (of JSON syntax: line and column), and the byte where there
 * is one; KHL_E_ARGUMENT: unknown kind or field; KHL_E_MEMORY. Cost: linear. */
KHL_API khl_status khl_corpus_read(khl_corpus *corpus, const char *path, const khl_read_options *options,
                                   khl_error *err);

/* Appends one text by hand (embedding, tests): id, text, title, city, association, axis, place, date and
 * priority are read and copied, the rest is set. All such texts make one input of kind "memory", named
 * "memory", whose rows count from 1. What khl_corpus_read would set aside is set aside. KHL_E_INPUT: not
 * UTF-8. */
KHL_API khl_status khl_corpus_add(khl_corpus *corpus, const khl_proposal *proposal, khl_error *err);

/* The _at functions return NULL beyond the last item; what they return is valid until the corpus is changed,
 * the strings in it until it is destroyed. */
KHL_API size_t khl_corpus_count(const khl_corpus *corpus);
KHL_API const khl_proposal *khl_corpus_at(const khl_corpus *corpus, size_t i);
KHL_API size_t khl_corpus_n_aside(const khl_corpus *corpus);
KHL_API const khl_aside *khl_corpus_aside_at(const khl_corpus *corpus, size_t i);
KHL_API size_t khl_corpus_received(const khl_corpus *corpus);
KHL_API size_t khl_corpus_n_inputs(const khl_corpus *corpus);
KHL_API const khl_input *khl_corpus_input_at(const khl_corpus *corpus, size_t i);

/* Any column of the input by its header (exact, then folded): the cell of proposal i, empty when the input
 * has no such column. *found (may be NULL) tells a missing column from an empty cell. */
KHL_API khl_str khl_corpus_cell(const khl_corpus *corpus, size_t i, const char *header, bool *found);

/* A part of proposal `proposal`: bytes of its text. */
typedef struct khl_corpus_part {
    uint32_t proposal, begin, end;
} khl_corpus_part;

/* Whether proposal i can be cut: its parts ID/1 .. ID/n_parts are no ids of other submissions. */
KHL_API bool khl_corpus_can_cut(const khl_corpus *corpus, size_t i, size_t n_parts);

/* A corpus in which some proposals are replaced by their parts: id ID/n, text and hash of the part, no title,
 * everything else that of the whole. parts is sorted, those of one proposal stand together; proposals without
 * parts stay as they are. *out borrows from whole, which must outlive it unchanged, and cannot be added to.
 * What was received and set aside is that of whole. KHL_E_ARGUMENT: parts out of order or out of the text;
 * KHL_E_MEMORY. */
KHL_API khl_status khl_corpus_cut(khl_corpus **out, const khl_corpus *whole, const khl_corpus_part *parts,
                                  size_t n_parts, khl_error *err);

/* SHA-256 (FIPS 180-4) of bytes, and its lower-case hex form (64 digits and a NUL). */
KHL_API void khl_sha256(khl_str bytes, unsigned char out[32]);
KHL_API void khl_sha256_hex(const unsigned char digest[32], char out[65]);

#ifdef __cplusplus
}
#endif
#endif
