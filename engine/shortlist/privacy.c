/* What tells who somebody is, out of the texts: done once, where the shortlist is built, so that no writer
 * ever sees it. Ids, hashes, clusters and titles were made of the raw text before.
 *
 * An address or a number is replaced by a mark of its kind (corpus/private_mask.c); a range of the raw text
 * is found again in the kept one; a word of an explanation that comes from such a place is replaced, too.
 * Linear in the text. */
#include "builder.h"

#include "str.h"

#include <stdlib.h>

static bool next_place(const khl_builder *b, khl_str text, size_t from, khl_private_span *out)
{
    return !b->draft->with_persons && khl_private_next(b->draft->marks.aliases, text, from, out);
}

/* The kept form of a part of a text. */
static khl_str keep_masked(khl_builder *b, khl_str text, khl_str part)
{
    char *bytes = NULL;
    size_t n = 0;
    khl_str out = {NULL, 0};
    if (khl_private_mask(&bytes, &n, &b->draft->marks, text, part) == KHL_OK)
        out = khl_builder_keep(b, (khl_str){bytes, n});
    free(bytes);
    return out;
}

khl_str khl_builder_keep_text(khl_builder *b, khl_str text)
{
    khl_private_span place;
    if (!next_place(b, text, 0, &place)) return khl_builder_keep(b, text);
    return keep_masked(b, text, text);
}

khl_str khl_builder_keep_proposal(khl_builder *b, uint32_t number)
{
    khl_str text = khl_draft_proposal(b, number)->text;
    return b->n_private[number] == 0 ? khl_builder_keep(b, text) : khl_builder_keep_text(b, text);
}

void khl_builder_hash(const khl_builder *b, uint32_t number, unsigned char out[32])
{
    khl_str text = khl_draft_proposal(b, number)->text;
    if (b->n_private[number] == 0)
        khl_sha256(text, out);
    else
        khl_private_sha256(b->draft->marks.aliases, text, out);
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
    return at < text.n ? keep_masked(b, text, khl_str_part(text, at, at + part.n))
                       : khl_builder_keep_text(b, part);
}

uint32_t khl_builder_kept_at(const khl_builder *b, khl_str text, uint32_t at, bool is_end)
{
    khl_private_span place;
    size_t kept = at;
    for (size_t from = 0; next_place(b, text, from, &place) && place.begin < at; from = place.end) {
        size_t mark = khl_private_mark(&b->draft->marks, place.kind).n;
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
    for (size_t from = 0; khl_private_next(b->draft->marks.aliases, text, from, &place); from = place.end)
        n++;
    return n;
}

khl_str khl_builder_keep_word(khl_builder *b, const khl_str texts[2], khl_str word)
{
    if (b->draft->with_persons) return khl_builder_keep(b, word);
    return khl_builder_keep_text(b, khl_private_word(&b->draft->marks, texts, word));
}
