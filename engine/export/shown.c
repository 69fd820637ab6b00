/* Texts from outside as documents show them. One pass, no memory of its own. */
#include "shown.h"

#include "utf8.h"

#define CONTROL_PICTURES 0x2400u
#define PICTURE_OF_DELETE 0x2421u

static bool steers_direction(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

uint32_t khl_shown(uint32_t c)
{
    if (c == '\t' || c == '\n') return c;
    if (c < 0x20) return CONTROL_PICTURES + c;
    if (c == 0x7F) return PICTURE_OF_DELETE;
    if (c > 0x7F && c < 0xA0) return KHL_REPLACEMENT;
    if ((c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF)) return KHL_REPLACEMENT;
    return steers_direction(c) ? KHL_LEFT_OUT : c;
}

uint32_t khl_shown_next(khl_str s, size_t *at)
{
    bool bad = false;
    uint32_t c = khl_utf8_next(s, at, &bad);
    if (c != '\r') return khl_shown(c);
    if (*at < s.n && s.p[*at] == '\n') ++*at;
    return '\n';
}

void khl_shown_text(khl_buf *out, khl_str s)
{
    for (size_t at = 0; at < s.n;) {
        uint32_t c = khl_shown_next(s, &at);
        if (c != KHL_LEFT_OUT) khl_buf_utf8(out, c);
    }
}
