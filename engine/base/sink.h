/* Where the bytes of a document go while it is made: into a buffer that is handed on whenever it is full, so
 * that a document of gigabytes takes no memory. */
#ifndef KHL_BASE_SINK_H
#define KHL_BASE_SINK_H

#include "buf.h"
#include "khulasa/base.h"

typedef struct khl_sink {
    khl_buf buf;         /* put bytes here */
    khl_write_fn *write; /* NULL: everything stays in buf */
    void *context;
} khl_sink;

/* Called between two parts of a document: hands buf on when it holds 64 KiB or more, or when `all`. */
khl_status khl_sink_ease(khl_sink *sink, bool all, khl_error *err);

#endif
