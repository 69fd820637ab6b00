/* Why two texts are, or are not, the same demand, without a collection around them.
 *
 * Terms are weighed by how general civic text uses them (khl_models_background), so a pair is judged by
 * itself: its probability is the same alone and among a hundred thousand others. */
#ifndef KHULASA_COMPARE_H
#define KHULASA_COMPARE_H

#include <khulasa/base.h>
#include <khulasa/match.h>
#include <khulasa/models.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Immutable once made; may be shared by all threads. Borrows the models. */
typedef struct khl_compare khl_compare;
KHL_API khl_status khl_compare_create(khl_compare **out, const khl_models *models, khl_error *err);
KHL_API void khl_compare_destroy(khl_compare *compare);

/* UTF-8 texts of at most 2^31 - 1 bytes each, which may be empty: then they are no demand and the verdict is
 * none. Free *out with khl_explanation_clear. Cost: linear in the texts, about a tenth of a millisecond for
 * two sentences. */
KHL_API khl_status khl_compare_texts(const khl_compare *compare, khl_str a, khl_str b, khl_explanation *out,
                                     khl_error *err);

typedef struct khl_compare_options {
    unsigned n_threads;   /* 0: as many as the process may use; never changes the result */
    size_t max_row_bytes; /* a longer row is refused; default 64 MiB */
} khl_compare_options;
#define KHL_COMPARE_OPTIONS_INIT                                                                             \
    {                                                                                                        \
        0, (size_t)64 << 20                                                                                  \
    }

/* One compared row of a file of pairs; valid during the call only. */
typedef struct khl_compared_pair {
    khl_str id;
    uint64_t row; /* 1-based */
    const khl_explanation *explanation;
} khl_compared_pair;

/* Called from the thread that called khl_compare_pairs. Another status than KHL_OK ends the run. */
typedef khl_status (*khl_compared_fn)(void *context, const khl_compared_pair *pair, khl_error *err);

/* Compares every row of a file ("-": standard input): id TAB text TAB text, UTF-8 with or without mark, no
 * header, no quoting (`"` is a letter), lines ended by LF or CRLF. fn gets the rows in the order of the file.
 * The file is read as it is worked on, some hundred rows at a time, so memory does not grow with it.
 * KHL_E_INPUT, with file, row and column: a row without exactly three fields, without an id, that is not
 * UTF-8 or is too long; fn has by then had the rows above it. KHL_E_IO: cannot be read. options may be NULL.
 */
KHL_API khl_status khl_compare_pairs(const khl_compare *compare, const char *path,
                                     const khl_compare_options *options, khl_compared_fn fn, void *context,
                                     khl_error *err);

#ifdef __cplusplus
}
#endif
#endif
