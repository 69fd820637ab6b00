/* From the bytes of a file to UTF-8 text, without guessing silently. */
#ifndef KHL_CORPUS_ENCODING_H
#define KHL_CORPUS_ENCODING_H

#include "buf.h"

typedef struct khl_decoded {
    khl_str text; /* UTF-8 without a byte order mark: a part of the bytes, or of `own` */
    const char
        *encoding; /* "UTF-8", "UTF-8 BOM", "UTF-16LE", "UTF-16BE", "windows-1256"; static; or as named */
    size_t mark;   /* bytes of the mark that stood before the text */
    khl_buf own;
    khl_str named; /* the bytes, where their encoding was named */
} khl_decoded;

/* encoding: NULL, or a name that ICU knows, which then decides. Fails with KHL_E_INPUT: the file is empty, of
 * a foreign kind (a workbook, a PDF ...: the message says what to do), binary, or ill-formed. On an
 * ill-formed file err has the byte, *position is true and out->text is the well-formed part before it, from
 * which the caller finds row and column; *position is false otherwise. out is always to be cleared. Cost:
 * linear; a copy for all but UTF-8. */
khl_status khl_decode(khl_decoded *out, khl_str bytes, const char *encoding, bool *position, khl_error *err);
void khl_decoded_clear(khl_decoded *decoded);

/* The byte of the file from which byte `at` of the text was decoded. */
uint64_t khl_decoded_source_byte(const khl_decoded *decoded, size_t at);

/* encoding_named.c, for the above: whether ICU knows an encoding; decodes by it, *bad as for the others
 * (bytes.n when all is well); the byte of the file. */
bool khl_encoding_is_known(const char *name);
khl_status khl_decode_named(khl_decoded *out, khl_str bytes, const char *name, size_t *bad, khl_error *err);
uint64_t khl_decoded_named_byte(const khl_decoded *decoded, size_t text_byte);

#endif
