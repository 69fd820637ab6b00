/* Steps 0 to 4 of the text layer: decode, compose, invisibles, marks, folds; every character keeps the bytes
 * of the original it came from.
 *
 *   khl_properties     once per analyser: what ICU knows of each character, in one byte
 *   khl_normalise      one text to a stream of characters
 *   khl_fold_word      the key of one word of a data file, by the same code
 *
 * Two levels (composition after Unicode UAX #15; the folds are our own):
 *
 *   clean   what a careful typist would have written: composed, keyboard variants of Arabic letters to the
 *           base letter, no marks, no tatweel, ASCII digits and punctuation, Latin in lower case with accents
 *   key     clean, folded for comparison: one alef, no hamza carriers, no teh marbuta, no accents
 *
 * Three or more letters in a row that are equal on the clean level (elongation) are one on both levels, in
 * Arabic and Latin; w is left alone. Normalising a clean string again gives the same two strings.
 *
 * Cost: one table look-up a character in the common case; ICU's normaliser only where a segment needs it.
 * Linear in the text whatever it holds. */
#ifndef KHL_TEXT_NORMALISE_H
#define KHL_TEXT_NORMALISE_H

#include "buf.h"
#include "khulasa/base.h"

typedef enum khl_class {
    KHL_CLASS_BREAK, /* separates: `key` is ' ' for every space, control and separator, the ASCII form of
                        punctuation, or the sign itself where it has none (U+00B2, U+FFFD); `clean` is the
                        same, but '\n' for line ends and '\t' for tabs */
    KHL_CLASS_DIGIT, /* any decimal digit, as ASCII */
    KHL_CLASS_ARAB,
    KHL_CLASS_LATN,
    KHL_CLASS_TFNG,
    KHL_CLASS_OTHER /* letters of other scripts, in lower case, with their marks */
} khl_class;

/* One character of the clean and key streams. One original character may give two (œ: o, e on both levels),
 * which share its bytes, and two originals one (alef + madda). */
typedef struct khl_norm_char {
    uint32_t key, clean; /* code points, never 0 */
    uint32_t begin, end; /* bytes of the original, half open; begin and end never fall from one to the next */
    uint8_t class_;      /* khl_class */
    bool capital;        /* came as a capital letter */
} khl_norm_char;

typedef struct khl_stream {
    khl_norm_char *chars;
    size_t n, capacity;
    uint32_t bad_bytes;                /* ill-formed sequences */
    uint32_t n_arabic, n_presentation; /* Arabic letters, and those of them that came as presentation forms */
} khl_stream;

typedef struct khl_properties khl_properties;

/* Asks ICU for every character of the blocks that matter: about half a millisecond, 80 KiB. Fails with
 * KHL_E_MEMORY, or KHL_E_MODEL when ICU has no normalisation data. */
khl_status khl_properties_create(khl_properties **out, khl_error *err);
void khl_properties_destroy(khl_properties *properties);

/* Refills stream (which keeps its memory from text to text; start from {0}). At most 2^31 - 1 bytes, else
 * KHL_E_ARGUMENT. Any bytes are accepted. */
khl_status khl_normalise(const khl_properties *properties, khl_str original, khl_stream *stream,
                         khl_error *err);
void khl_stream_clear(khl_stream *stream);

/* The same without the short way for common characters: each is judged by all of its kind, and composed by
 * ICU where a mark may follow. The measure of the short way, and slower. */
khl_status khl_normalise_carefully(const khl_properties *properties, khl_str original, khl_stream *stream,
                                   khl_error *err);

/* Appends to out the key of a word or phrase of a data file: words separated by single spaces, nothing else
 * but an apostrophe between two Latin letters (aujourd'hui), so that it equals the key of the token. */
khl_status khl_fold_word(const khl_properties *properties, khl_str word, khl_buf *out, khl_error *err);

#endif
