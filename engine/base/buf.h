/* A growing byte buffer. Errors are sticky: append freely, ask khl_buf_ok once at the end. */
#ifndef KHL_BASE_BUF_H
#define KHL_BASE_BUF_H

#include "khulasa/base.h"

typedef struct khl_buf {
    char *p;
    size_t n, capacity;
    bool failed; /* memory ended; the content is to be thrown away */
} khl_buf;

#define KHL_BUF_INIT                                                                                         \
    {                                                                                                        \
        NULL, 0, 0, false                                                                                    \
    }

void khl_buf_put(khl_buf *buf, khl_str s);
void khl_buf_put_c(khl_buf *buf, const char *c_string);
void khl_buf_char(khl_buf *buf, char c);
void khl_buf_utf8(khl_buf *buf, uint32_t c);
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void khl_buf_format(khl_buf *buf, const char *format, ...); /* numbers in the "C" locale */
khl_str khl_buf_str(const khl_buf *buf);
static inline bool khl_buf_ok(const khl_buf *buf)
{
    return !buf->failed;
}
/* A message with args [n_args] for its {0} {1} ... (NULL: nothing); "\n" in it is a line break, so that a row
 * of a data file stays one line. */
void khl_buf_fill(khl_buf *buf, khl_str text, const char *const *args, size_t n_args);
void khl_buf_clear(khl_buf *buf);

#endif
