/* What khulasa preview knows of one input, for people and as JSON. */
#ifndef KHL_CLI_PREVIEW_H
#define KHL_CLI_PREVIEW_H

#include "command.h"

enum {
    PREVIEW_ROWS = 10,
    PREVIEW_LINES = 3,
    PREVIEW_REASONS = 16,
    PREVIEW_ENCODINGS = 3,
    PREVIEW_FIELDS = 10
};

typedef struct preview_reason {
    khl_str id;
    size_t n;
} preview_reason;

/* Lines of the file as they read in one encoding. */
typedef struct preview_sample {
    const char *encoding;
    char *lines; /* owned */
    size_t n;
} preview_sample;

typedef struct preview {
    const khl_corpus *corpus; /* NULL when the file was refused */
    size_t input;
    const khl_input *info;
    size_t usable, aside;
    preview_reason reasons[PREVIEW_REASONS]; /* most first */
    size_t n_reasons;
    size_t n_private[KHL_N_PRIVATE_KINDS]; /* in texts, titles and associations, of what is set aside too */
    size_t n_persons;                      /* rows that name one in the column of persons */
    preview_sample samples[PREVIEW_ENCODINGS];
    size_t n_samples; /* 0 where the encoding is no choice */
} preview;

/* Fields in the order in which they are shown, and whether rows show them. */
extern const char *const PREVIEW_FIELD[PREVIEW_FIELDS];

/* Whether a column of the input is read as some field. */
bool preview_is_read(const preview *v, khl_str header);

void khl_put_preview(khl_buf *out, const khl_program *program, const preview *v);
void khl_put_samples(khl_buf *out, const khl_program *program, const preview *v);
khl_status khl_put_preview_json(khl_buf *out, const preview *v, khl_error *err);

#endif
