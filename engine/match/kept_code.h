/* Numbers of 33 bits in seven bits a byte, the lowest first, the highest bit of a byte saying that more
 * follow.
 */
#ifndef KHL_MATCH_KEPT_CODE_H
#define KHL_MATCH_KEPT_CODE_H

#include "buf.h"

typedef struct khl_kept_reader {
    const char *at, *end;
    bool ok; /* false: the bytes ended, or are no such numbers */
} khl_kept_reader;

static inline void khl_kept_put_code(khl_buf *out, uint64_t code)
{
    for (; code >= 128; code >>= 7) khl_buf_char(out, (char)(unsigned char)(code | 128));
    khl_buf_char(out, (char)(unsigned char)code);
}

static inline uint64_t khl_kept_take_code(khl_kept_reader *r)
{
    uint64_t code = 0;
    for (unsigned shift = 0; shift < 35 && r->at < r->end; shift += 7) {
        unsigned char byte = (unsigned char)*r->at++;
        code |= (uint64_t)(byte & 127u) << shift;
        if (byte < 128) return code;
    }
    r->ok = false;
    return 0;
}

#endif
