/* Steps 0 to 4 of the text layer: decode, compose, invisibles, marks, folds; every character keeps the bytes of the
 * original it came from.
 *
 *   khl_properties     once per analyser: what ICU knows of each character, in one byte
 *   khl_normalise      one text to a stream of characters
 *   khl_fold_word      the key of one word of a data file, by the same code
 *
 * Cost: one table look-up a character in the common case; ICU's normaliser only where a segment needs it. */
#ifndef KHL_TEXT_NORMALISE_H
#define KHL_TEXT_NORMALISE_H

#include "buf.h"
#include "khulasa/base.h"

typedef enum khl_class {
    KHL_CLASS_BREAK, /* space and everything that separates: `key` is ' ' or the ASCII form of the punctuation */
    KHL_CLASS_DIGIT, /* any decimal digit, as ASCII */
    KHL_CLASS_ARAB,
    KHL_CLASS_LATN,
    KHL_CLASS_TFNG,
    KHL_CLASS_OTHER  /* letters of other scripts */
} khl_class;

/* One character of the clean and key streams. One original character may give two key characters (œ: o, e; the
 * second has clean 0), and two originals one (alef + madda). */
typedef struct khl_norm_char {
    uint32_t key, clean; /* code points; 0: none on that level */
    uint32_t begin, end; /* bytes of the original, half open */
    uint8_t class_;      /* khl_class */
} khl_norm_char;

typedef struct khl_stream {
    khl_norm_char *chars;
    size_t n, capacity;
    uint32_t bad_bytes;               /* ill-formed sequences */
    uint32_t n_arabic, n_presentation; /* Arabic letters, and those of them that came as presentation forms */
} khl_stream;

typedef struct khl_properties khl_properties;

khl_status khl_properties_create(khl_properties **out, khl_error *err);
void khl_properties_destroy(khl_properties *properties);

/* Refills stream (which keeps its memory from text to text; start from {0}). */
khl_status khl_normalise(const khl_properties *properties, khl_str original, khl_stream *stream, khl_error *err);
void khl_stream_clear(khl_stream *stream);

/* The key of a word or phrase of a data file: words separated by single spaces, nothing else. */
khl_status khl_fold_word(const khl_properties *properties, khl_str word, khl_buf *out, khl_error *err);

#endif
