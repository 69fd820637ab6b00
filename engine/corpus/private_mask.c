/* Marks in the place of what tells who somebody is: in texts, in parts of texts, in words of explanations.
 * Linear in the text. */
#include "khulasa/corpus.h"

#include "buf.h"
#include "str.h"

enum { LEAST_WORD = 2 };

khl_str khl_private_mark(const khl_private_marks *marks, khl_private_kind kind)
{
    return marks->of[kind].n > 0 ? marks->of[kind] : KHL_STR("[...]");
}

khl_status khl_private_mask(char **out, size_t *out_bytes, const khl_private_marks *marks, khl_str text,
                            khl_str part)
{
    khl_private_span place;
    khl_buf masked = KHL_BUF_INIT;
    size_t at = part.n > 0 ? (size_t)(part.p - text.p) : 0, begin = at, end = at + part.n;
    for (size_t from = 0; khl_private_next(marks->aliases, text, from, &place) && place.begin < end;
         from = place.end) {
        if (place.end <= begin) continue;
        if (place.begin > at) khl_buf_put(&masked, khl_str_part(text, at, place.begin));
        khl_buf_put(&masked, khl_private_mark(marks, place.kind));
        at = place.end < end ? place.end : end;
    }
    if (at < end) khl_buf_put(&masked, khl_str_part(text, at, end));
    *out = NULL;
    *out_bytes = 0;
    if (!khl_buf_ok(&masked)) {
        khl_buf_clear(&masked);
        return KHL_E_MEMORY;
    }
    *out = masked.p;
    *out_bytes = masked.n;
    return KHL_OK;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Words of explanations are folded: Latin letters are small. */
static bool stands_in(khl_str place, khl_str word)
{
    for (size_t at = 0; at + word.n <= place.n; at++) {
        size_t i = 0;
        while (i < word.n && lower(place.p[at + i]) == lower(word.p[i])) i++;
        if (i == word.n) return true;
    }
    return false;
}

khl_str khl_private_word(const khl_private_marks *marks, const khl_str texts[2], khl_str word)
{
    khl_private_span place;
    for (unsigned k = 0; k < 2 && word.n >= LEAST_WORD; k++)
        for (size_t from = 0; khl_private_next(marks->aliases, texts[k], from, &place); from = place.end)
            if (stands_in(khl_str_part(texts[k], place.begin, place.end), word))
                return khl_private_mark(marks, place.kind);
    return word;
}
