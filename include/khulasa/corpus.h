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

/* One usable submission. All strings are borrowed from the corpus; absent fields are empty. */
typedef struct khl_proposal {
    khl_str id;    /* the submitter's id; FILE:ROW where the input has none; unique in the corpus */
    khl_str text;  /* raw, byte for byte as decoded to UTF-8 */
    khl_str title; /* raw; when the input has a title and no text, text is the title and title is empty */
    khl_str city, association, axis, place, date; /* raw, outer white space trimmed */
    uint32_t input;                               /* index of the input file, see khl_corpus_input_at */
    uint32_t row;                                 /* 1-based record in that file, the header being row 1 */
    unsigned char sha256[32];                     /* of text */
} khl_proposal;

/* One submission that cannot be used. reason is a stable id: "empty-text", "no-letters", "repeated-id",
 * "bad-encoding", "unknown-axis", ... */
typedef struct khl_aside {
    khl_str id, text, reason;
    uint32_t input, row;
} khl_aside;

typedef struct khl_input {
    khl_str file;             /* as named by the caller */
    khl_str name;             /* its base name: what outputs show */
    khl_str kind;             /* "csv", "tsv", "json", "jsonl", "txt" */
    khl_str encoding;         /* "UTF-8", "UTF-8 BOM", "UTF-16LE", "UTF-16BE", "windows-1256" */
    char separator;           /* of CSV; 0 otherwise */
    uint32_t rows;            /* records without the header */
    unsigned char sha256[32]; /* of the file */
} khl_input;

typedef struct khl_read_options {
    const char *kind;       /* NULL: by extension and content; else "csv", "json", "txt" */
    size_t max_file_bytes;  /* default 1 GiB */
    size_t max_cell_bytes;  /* default 1 MiB; a longer cell is an error at its row and column */
    const char *const *map; /* "field=header" pairs set by hand, n_map of them; see fields in civic aliases */
    size_t n_map;
} khl_read_options;
#define KHL_READ_OPTIONS_INIT                                                                                \
    {                                                                                                        \
        NULL, (size_t)1 << 30, (size_t)1 << 20, NULL, 0                                                      \
    }

KHL_API khl_status khl_corpus_create(khl_corpus **out, khl_error *err);
KHL_API void khl_corpus_destroy(khl_corpus *corpus);

/* Appends all records of one file. On failure the corpus is as before the call.
 * KHL_E_IO: cannot be read; KHL_E_INPUT: refused, with file, row and column. Cost: linear in the file. */
KHL_API khl_status khl_corpus_read(khl_corpus *corpus, const char *path, const khl_read_options *options,
                                   khl_error *err);

/* Appends one text by hand (embedding, tests). Strings are copied. */
KHL_API khl_status khl_corpus_add(khl_corpus *corpus, const khl_proposal *proposal, khl_error *err);

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

/* SHA-256 (FIPS 180-4) of bytes, and its lower-case hex form (64 digits and a NUL). */
KHL_API void khl_sha256(khl_str bytes, unsigned char out[32]);
KHL_API void khl_sha256_hex(const unsigned char digest[32], char out[65]);

#ifdef __cplusplus
}
#endif
#endif
