/* A stream as a whole: the last step of khl_normalise, and the strings it stands for. */
#ifndef KHL_TEXT_STREAM_H
#define KHL_TEXT_STREAM_H

#include "arena.h"
#include "normalise.h"

/* Three or more equal Arabic or Latin letters (equal on the clean level, where letters that only the key
 * makes alike still differ; w is left alone) become the first of them, which then has the bytes of all. Cost:
 * one pass. */
void khl_stream_squeeze(khl_stream *stream);

/* The two strings of a stream, each with a NUL behind it. Character i of the stream has the bytes
 * [key_at[i], key_at[i + 1]) of the key and those of clean_at of the clean string. */
typedef struct khl_written {
    khl_str key, clean;
    const uint32_t *key_at, *clean_at; /* [n + 1] */
    size_t n_runs;                     /* how often the class changes: no more tokens begin */
} khl_written;

/* The strings lie in memory, the places in scratch. Fails with KHL_E_MEMORY. Cost: two passes. */
khl_status khl_stream_write(const khl_stream *stream, khl_arena *memory, khl_arena *scratch, khl_written *out,
                            khl_error *err);

#endif
