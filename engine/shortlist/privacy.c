/* What tells who somebody is, out of the texts: done once, where the shortlist is built, so that no writer
 * ever sees it. Ids, hashes, clusters and titles were made of the raw text before.
 *
 * An address or a number is replaced by a mark of its kind; a range of the raw text is found again in the
 * kept one; a word of an explanation that comes from such a place is replaced, too. Linear in the text. */
#include "builder.h"

#include "buf.h"
#include "str.h"

enum { LEAST_WORD = 2 };

static bool next_place(const khl_builder *b, khl_str text, size_t from, khl_private_span *out)
{
    return !b->draft->with_persons && khl_private_next(b->draft->aliases, text, from, out);
}

static khl_str mark_of(const khl_builder *b, khl_private_kind kind)
{
    khl_str mark = b->draft->private_mark[kind];
    return mark.n > 0 ? mark : KHL_STR("[...]");
}

/* The kept form of bytes [begin, end) of a text. A place that reaches over an end counts as a whole. */
static khl_str keep_range(khl_builder *b, khl_str text, size_t begin, size_t end)
{
    khl_private_span place;
    khl_buf kept = KHL_BUF_INIT;
    size_t at = begin;
    for (size_t from = 0; next_place(b, text, from, &place) && place.begin < end; from = place.end) {
        if (place.end <= begin) continue;
        if (place.begin > at) khl_buf_put(&kept, khl_str_part(text, at, place.begin));
        khl_buf_put(&kept, mark_of(b, place.kind));
        at = place.end < end ? place.end : end;
    }
    if (at < end) khl_buf_put(&kept, khl_str_part(text, at, end));
    khl_str out = khl_buf_ok(&kept) ? khl_builder_keep(b, khl_buf_str(&kept)) : (khl_str){NULL, 0};
    khl_buf_clear(&kept);
    return out;
}

khl_str khl_builder_keep_text(khl_builder *b, khl_str text)
{
    khl_private_span place;
    if (!next_place(b, text, 0, &place)) return khl_builder_keep(b, text);
    return keep_range(b, text, 0, text.n);
}

/* Where part stands in text; text.n when it does not. */
static size_t place_of(khl_str text, khl_str part)
{
    for (size_t at = 0; part.n > 0 && at + part.n <= text.n; at++)
        if (memcmp(text.p + at, part.p, part.n) == 0) return at;
    return text.n;
}

khl_str khl_builder_keep_part(khl_builder *b, khl_str text, khl_str part)
{
    khl_private_span place;
    if (!next_place(b, text, 0, &place)) return khl_builder_keep_text(b, part);
    size_t at = place_of(text, part);
    return at < text.n ? keep_range(b, text, at, at + part.n) : khl_builder_keep_text(b, part);
}

uint32_t khl_builder_kept_at(const khl_builder *b, khl_str text, uint32_t at, bool is_end)
{
    khl_private_span place;
    size_t kept = at;
    for (size_t from = 0; next_place(b, text, from, &place) && place.begin < at; from = place.end) {
        size_t mark = mark_of(b, place.kind).n;
        if (place.end <= at)
            kept = kept + mark - (place.end - place.begin);
        else /* within: the begin or the end of the mark */
            kept = kept - (at - place.begin) + (is_end ? mark : 0);
    }
    return (uint32_t)kept;
}

uint32_t khl_builder_count_private(const khl_builder *b, khl_str text)
{
    khl_private_span place;
    uint32_t n = 0;
    for (size_t from = 0; khl_private_next(b->draft->aliases, text, from, &place); from = place.end) n++;
    return n;
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

khl_str khl_builder_keep_word(khl_builder *b, const khl_str texts[2], khl_str word)
{
    khl_private_span place;
    for (unsigned k = 0; k < 2 && word.n >= LEAST_WORD; k++)
        for (size_t from = 0; next_place(b, texts[k], from, &place); from = place.end)
            if (stands_in(khl_str_part(texts[k], place.begin, place.end), word))
                return khl_builder_keep(b, mark_of(b, place.kind));
    return khl_builder_keep_text(b, word);
}
