/* What is done to a stream as a whole: elongation, folding to a word, freeing. All linear in its characters.
 */
#include "stream.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

static bool is_squeezed(const khl_norm_char *c)
{
    return c->class_ == KHL_CLASS_ARAB || (c->class_ == KHL_CLASS_LATN && c->key != 'w');
}

/* On the clean level: yeh, hamza on yeh, yeh is no elongation, nor are the three e of a feminine participle.
 */
static bool is_same(const khl_norm_char *a, const khl_norm_char *b)
{
    return a->clean == b->clean && a->class_ == b->class_;
}

/* The first of three equal letters at or behind i, or s->n. */
static size_t find_elongation(const khl_stream *s, size_t i)
{
    for (; i + 2 < s->n; i++) {
        const khl_norm_char *c = &s->chars[i];
        if (is_same(c, c + 1) && is_same(c, c + 2) && is_squeezed(c)) return i;
    }
    return s->n;
}

void khl_stream_squeeze(khl_stream *s)
{
    size_t kept = find_elongation(s, 0);
    for (size_t i = kept; i < s->n;) {
        size_t z = i + 1;
        while (z < s->n && is_same(&s->chars[z], &s->chars[i])) z++;
        s->chars[kept] = s->chars[i];
        s->chars[kept++].end = s->chars[z - 1].end;
        size_t next = find_elongation(s, z);
        memmove(s->chars + kept, s->chars + z, (next - z) * sizeof *s->chars);
        kept += next - z;
        i = next;
    }
    s->n = kept;
}

void khl_stream_clear(khl_stream *stream)
{
    free(stream->chars);
    *stream = (khl_stream){0};
}

static bool inner_apostrophe(const khl_stream *s, size_t i)
{
    return s->chars[i].key == '\'' && i != 0 && i + 1 < s->n && s->chars[i - 1].class_ == KHL_CLASS_LATN &&
           s->chars[i + 1].class_ == KHL_CLASS_LATN;
}

khl_status khl_fold_word(const khl_properties *properties, khl_str word, khl_buf *out, khl_error *err)
{
    khl_stream stream = {0};
    khl_status status = khl_normalise(properties, word, &stream, err);
    bool gap = false;
    size_t start = out->n;
    for (size_t i = 0; status == KHL_OK && i < stream.n; i++) {
        const khl_norm_char *c = &stream.chars[i];
        if (c->class_ == KHL_CLASS_BREAK && !inner_apostrophe(&stream, i)) {
            gap = true;
            continue;
        }
        if (gap && out->n != start) khl_buf_char(out, ' ');
        gap = false;
        khl_buf_utf8(out, c->key);
    }
    khl_stream_clear(&stream);
    if (status == KHL_OK && !khl_buf_ok(out)) status = khl_fail_memory(err);
    return status;
}
