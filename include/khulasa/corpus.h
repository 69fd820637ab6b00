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
    khl_str text;  /* raw, byte for byte as decoded to UTF-8; of Consul's descriptions, which are HTML, what
                      they say */
    khl_str title; /* raw; when the input has a title and no text, text is the title and title is empty */
    khl_str city, association, axis, place, date; /* raw, outer white space trimmed */
    uint32_t input;                               /* index of the input file, see khl_corpus_input_at */
    uint32_t row;                                 /* 1-based record in that file, the header being row 1 */
    uint32_t axis_column;                         /* 1-based, for messages; 0 when the input has none */
    khl_str priority;                             /* the committee's mark as written, trimmed */
    unsigned mark;                                /* 1 high, 2 medium, 3 low; 0: none, or not understood */
    khl_str author;   /* a person, trimmed; kept out of outputs unless asked for */
    bool unfinished;  /* LimeSurvey: begun and never sent off */
    khl_str given_id; /* as submitted, trimmed; empty where the input has none */
} khl_proposal;

/* One submission that cannot be used. reason is a stable id. Set by this header's functions: "empty-text"
 * (nothing, or white space only), "no-letters" (digits, signs, question marks), "repeated-id" (see above),
 * "tag-row" (the row of #tags that KoboToolbox puts below its header), "merged-original" (a proposal that was
 * withdrawn on Decidim because it lives on, merged or split, in another row). Rows of a table whose cells are
 * all blank are no submissions and not counted. */
typedef struct khl_aside {
    khl_str id, text, reason;
    uint32_t input, row;
} khl_aside;

typedef struct khl_input {
    khl_str file;     /* as named by the caller */
    khl_str name;     /* its base name: what outputs show */
    khl_str kind;     /* as in khl_read_options; "memory" for khl_corpus_add */
    khl_str encoding; /* "UTF-8", "UTF-8 BOM", "UTF-16LE", "UTF-16BE", "windows-1256", or the one that was
                         named, as registries have it */
    char separator;   /* of CSV and TSV: one of , ; TAB |   0 for one column and other kinds */
    khl_str platform; /* where the table comes from, one of khl_corpus_platforms, or "city-pack", "shortlist";
                      empty: not known */
    unsigned notes;   /* KHL_NOTE_... */
    uint32_t unfinished; /* records that are; see khl_proposal.unfinished */
    uint32_t heads;      /* KoboToolbox: rows that hold no proposal but head those of a table of repeats */
    uint32_t columns;    /* of the table, read or not: see khl_corpus_header */
    uint32_t rows;       /* records without the header and without blank rows */
    unsigned char sha256[32]; /* of the bytes of the file; zeros for "memory" */
} khl_input;

/* What people should know about an input that was read. */
enum {
    KHL_NOTE_TEXT_GUESSED = 1,    /* no name said so: the column with the longest answers is the text */
    KHL_NOTE_NO_ARABIC_TITLE = 2, /* Decidim's CSV has no title/ar: lost if the first proposal had none */
    KHL_NOTE_NO_PARENT = 4,       /* KoboToolbox: repeats whose parent is in no table read before */
    KHL_NOTE_SEVERAL_AXES = 8,    /* KoboToolbox: rows that tick several axes are left without */
    KHL_NOTE_MASKED = 16 /* a shortlist of ours: texts have marks where addresses and numbers stood */
};

typedef struct khl_read_options {
    const char *kind; /* NULL: by content and extension; else "csv", "tsv", "json", "jsonl", "txt", "xlsx",
                         "ods", "xls", "docx", "pdf" */
    size_t max_file_bytes; /* default 1 GiB */
    size_t max_cell_bytes; /* default 1 MiB, at most 1 GiB; a longer cell is an error at its row and column */
    const char *const *map; /* "field=header" pairs set by hand, n_map of them; they win over aliases.
                               Fields: id city association axis text title date place
                               priority author */
    size_t n_map;
    const khl_aliases *aliases; /* NULL: plain English names only (id, proposal_id, city, text, title ...) */
    const char *sheet;    /* of a workbook, by its name; NULL: the only one with a column for the text */
    const char *platform; /* NULL: recognised by the table; else one of khl_corpus_platforms, or "none" */
    const char *encoding; /* of text files: NULL: found out; else a name that ICU knows ("windows-1256",
                             "ISO-8859-6", "UTF-16" ...), by which the bytes must be good. Workbooks, letters
                             and city packs say it themselves */
} khl_read_options;
#define KHL_READ_OPTIONS_INIT                                                                                \
    {                                                                                                        \
        NULL, (size_t)1 << 30, (size_t)1 << 20, NULL, 0, NULL, NULL, NULL, NULL                              \
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
 *
 * City packs (JSON that says to be of the schema khulasa.pack/1): an entry is a proposal of each of its
 * cities, ID, ID~2 ..., of one row; khl_corpus_cell has its "demands" and "associations" over all of them. A
 * newer schema is refused.
 *
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

/* The platforms whose exports are known, NULL-terminated: "google-forms", "kobotoolbox", "limesurvey",
 * "decidim", "consul", "polis". Static storage. */
KHL_API const char *const *khl_corpus_platforms(void);

/* To be asked when all files are read: KHL_E_INPUT when one holds but the heads of a KoboToolbox form whose
 * repeats were never read. */
KHL_API khl_status khl_corpus_settle(const khl_corpus *corpus, khl_error *err);

/* The header of the k-th column that is read as a field ("text", "title" ...) in an input; empty when there
 * is none. A field has several columns where a row takes the first that is not blank. */
KHL_API khl_str khl_corpus_column(const khl_corpus *corpus, size_t input, const char *field, size_t k);

/* The i-th header of an input as written; empty beyond the last. */
KHL_API khl_str khl_corpus_header(const khl_corpus *corpus, size_t input, size_t i);

/* The first lines of a file that have more than ASCII in them, at most n_lines, as they read in an encoding
 * ("windows-1256", "ISO-8859-6", "windows-1252" or another name ICU knows), in UTF-8 and with a line end
 * each: for people to choose. *out is to be freed with free(). KHL_E_IO, KHL_E_ARGUMENT: no such encoding. */
KHL_API khl_status khl_corpus_sample(const char *path, const char *encoding, size_t n_lines, char **out,
                                     size_t *out_bytes, khl_error *err);

/* Appends one text by hand (embedding, tests): id, text, title, city, association, axis, place, date,
 * priority and author are read and copied, the rest is set. All such texts make one input of kind "memory",
 * named "memory", whose rows count from 1. What khl_corpus_read would set aside is set aside. KHL_E_INPUT:
 * not UTF-8. */
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

/* What tells who somebody is, in a text: e-mail addresses, telephone numbers (of Morocco, and international
 * ones that begin with + or 00), national identity numbers (one or two letters and five or six digits behind
 * words that say so). A mark that an earlier run left in the place of one ("[telephone]") is one. Precision
 * comes first: amounts, years, numbers of laws and houses are none of them. */
typedef enum khl_private_kind {
    KHL_PRIVATE_EMAIL,
    KHL_PRIVATE_PHONE,
    KHL_PRIVATE_IDENTITY,
    KHL_N_PRIVATE_KINDS
} khl_private_kind;

typedef struct khl_private_span {
    size_t begin, end; /* bytes of the text */
    khl_private_kind kind;
} khl_private_span;

/* The next one at or behind byte `from`; false when there is none. aliases knows the words that stand before
 * numbers; without (NULL) only numbers that need none are found. Cost: linear. */
KHL_API bool khl_private_next(const khl_aliases *aliases, khl_str text, size_t from, khl_private_span *out);

/* What stands in documents in the place of each kind: khl_models_private_marks has the words of a language.
 */
typedef struct khl_private_marks {
    const khl_aliases *aliases;      /* as for khl_private_next */
    khl_str of[KHL_N_PRIVATE_KINDS]; /* empty: "[...]" */
} khl_private_marks;
KHL_API khl_str khl_private_mark(const khl_private_marks *marks, khl_private_kind kind);

/* A part of a text (bytes of it, or all) with marks in the place of what is private in the text; what reaches
 * over an end of the part counts as a whole. *out is to be freed with free(). KHL_E_MEMORY. Cost: linear. */
KHL_API khl_status khl_private_mask(char **out, size_t *out_bytes, const khl_private_marks *marks,
                                    khl_str text, khl_str part);

/* A word of an explanation of two texts: the mark where it stands within a private place of theirs, else the
 * word. */
KHL_API khl_str khl_private_word(const khl_private_marks *marks, const khl_str texts[2], khl_str word);

/* SHA-256 (FIPS 180-4) of bytes, and its lower-case hex form (64 digits and a NUL). */
KHL_API void khl_sha256(khl_str bytes, unsigned char out[32]);
KHL_API void khl_sha256_hex(const unsigned char digest[32], char out[65]);

/* The hash by which a text is known outside: that of its bytes, with U+FFFC in the place of each address and
 * number. Whoever has the text without them could find a number by trying all there are, if it were hashed.
 */
KHL_API void khl_private_sha256(const khl_aliases *aliases, khl_str text, unsigned char out[32]);

#ifdef __cplusplus
}
#endif
#endif
