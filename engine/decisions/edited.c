/* The memory of an edited document, and the form in which its wordings are compared. */
#include "edited.h"

#include "alloc.h"
#include "str.h"
#include "utf8.h"

void khl_edited_clear(khl_edited *edited)
{
    free(edited->entries);
    free(edited->answers);
    free(edited->strays);
    khl_arena_clear(&edited->arena);
    *edited = (khl_edited){.entries = NULL};
}

static bool is_space(uint32_t c)
{
    return (c >= 9 && c <= 13) || c == ' ' || c == 0x85 || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/* Word joiners and marks of order; those that change how letters join stay. */
static bool is_unseen(uint32_t c)
{
    return c == 0x61C || c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF || c == 0xAD;
}

khl_str khl_edited_trim(khl_str text)
{
    size_t begin = text.n, end = text.n;
    for (size_t at = 0; at < text.n;) {
        size_t from = at;
        uint32_t c = khl_utf8_next(text, &at, NULL);
        if (is_space(c) || is_unseen(c)) continue;
        if (begin == text.n) begin = from;
        end = at;
    }
    return khl_str_part(text, begin, end);
}

void khl_edited_fold(khl_buf *out, khl_str text)
{
    size_t at = 0, begin = out->n;
    bool space = false;
    while (at < text.n) {
        size_t from = at;
        uint32_t c = khl_utf8_next(text, &at, NULL);
        if (is_space(c)) space = true;
        if (is_space(c) || is_unseen(c)) continue;
        if (space && out->n > begin) khl_buf_char(out, ' ');
        space = false;
        khl_buf_put(out, (khl_str){text.p + from, at - from});
    }
}
