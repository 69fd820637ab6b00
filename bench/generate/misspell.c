/* A slip: every place in the text where a rule fits is found, one is drawn, the letter is changed. Letters
 * that end a word count as such; a neighbouring key is struck inside words of five letters or more only, as
 * elsewhere it could make another word. */
#include "misspell.h"

#include "str.h"
#include "utf8.h"

enum { MOST = 256, LONG_WORD = 5 };

typedef struct spot {
    size_t at;
    const khl_gen_slip *slip;
} spot;

static size_t word_end(khl_str text, size_t from)
{
    while (from < text.n && text.p[from] != ' ') from++;
    return from;
}

static void find_in_word(spot *spots, size_t *n, khl_str text, size_t begin, size_t end,
                         const khl_gen_data *d, bool keys)
{
    bool is_long = khl_utf8_length(khl_str_part(text, begin, end)) >= LONG_WORD;
    for (size_t i = 0; i < d->slips.n; i++) {
        const khl_gen_slip *s = &d->slips.p[i];
        if (s->neighbour && (!keys || !is_long)) continue;
        for (size_t at = begin; at + s->letter.n <= end && *n < MOST; at++) {
            if (memcmp(text.p + at, s->letter.p, s->letter.n) != 0) continue;
            if (s->at_end && at + s->letter.n != end) continue;
            if (s->neighbour && (at == begin || at + s->letter.n == end)) continue;
            spots[(*n)++] = (spot){at, s};
        }
    }
}

static void replace(khl_buf *text, size_t at, size_t n, khl_str by)
{
    khl_buf out = KHL_BUF_INIT;
    khl_str whole = khl_buf_str(text);
    khl_buf_put(&out, khl_str_part(whole, 0, at));
    khl_buf_put(&out, by);
    khl_buf_put(&out, khl_str_part(whole, at + n, whole.n));
    khl_buf_clear(text);
    *text = out;
}

bool khl_misspell(khl_buf *text, const khl_gen_data *data, khl_draw *draw, bool keys)
{
    spot spots[MOST];
    size_t n = 0;
    khl_str whole = khl_buf_str(text);
    for (size_t begin = 0; begin < whole.n;) {
        size_t end = word_end(whole, begin);
        find_in_word(spots, &n, whole, begin, end, data, keys);
        begin = end + 1;
    }
    if (n == 0) return false;
    const spot *s = &spots[khl_draw_below(draw, n)];
    replace(text, s->at, s->slip->letter.n, s->slip->instead.p[khl_draw_below(draw, s->slip->instead.n)]);
    return true;
}
