/* A growing byte buffer with a sticky failure. */
#include "buf.h"

#include "alloc.h"
#include "str.h"
#include "utf8.h"

#include <stdarg.h>
#include <stdio.h>

static bool reserve(khl_buf *buf, size_t more)
{
    size_t need;
    if (!buf->failed && khl_add(buf->n, more, &need) && khl_grow(&buf->p, &buf->capacity, need, 1))
        return true;
    buf->failed = true;
    return false;
}

void khl_buf_put(khl_buf *buf, khl_str s)
{
    if (s.n == 0 || !reserve(buf, s.n)) return;
    memcpy(buf->p + buf->n, s.p, s.n);
    buf->n += s.n;
}

void khl_buf_put_c(khl_buf *buf, const char *c_string)
{
    khl_buf_put(buf, khl_str_from(c_string));
}

void khl_buf_char(khl_buf *buf, char c)
{
    khl_buf_put(buf, (khl_str){&c, 1});
}

void khl_buf_utf8(khl_buf *buf, uint32_t c)
{
    char bytes[4];
    khl_buf_put(buf, (khl_str){bytes, khl_utf8_put(c, bytes)});
}

void khl_buf_format(khl_buf *buf, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof text) {
        buf->failed = true;
        return;
    }
    khl_buf_put(buf, (khl_str){text, (size_t)n});
}

khl_str khl_buf_str(const khl_buf *buf)
{
    return (khl_str){buf->p, buf->n};
}

void khl_buf_fill(khl_buf *buf, khl_str text, const char *const *args, size_t n_args)
{
    for (size_t i = 0; i < text.n; i++) {
        bool slot = text.p[i] == '{' && i + 2 < text.n && text.p[i + 2] == '}' && text.p[i + 1] >= '0';
        size_t k = slot ? (size_t)(text.p[i + 1] - '0') : 0;
        if (slot && k < n_args) {
            khl_buf_put_c(buf, args[k] != NULL ? args[k] : "");
            i += 2;
        } else if (text.p[i] == '\\' && i + 1 < text.n && text.p[i + 1] == 'n') {
            khl_buf_char(buf, '\n');
            i++;
        } else {
            khl_buf_char(buf, text.p[i]);
        }
    }
}

void khl_buf_clear(khl_buf *buf)
{
    free(buf->p);
    *buf = (khl_buf)KHL_BUF_INIT;
}
