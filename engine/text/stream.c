/* What is done to a stream as a whole: elongation, writing its strings, folding to a word, freeing. All
 * linear in its characters. */
#include "stream.h"

#include "alloc.h"
#include "error.h"
#include "str.h"
#include "utf8.h"

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

/* Without a branch: scripts change at every other word. */
static inline size_t utf8_bytes(uint32_t c)
{
    return (size_t)1 + (c >= 0x80) + (c >= 0x800) + (c >= 0x10000);
}

static void measure(const khl_stream *stream, khl_written *out)
{
    unsigned before = KHL_CLASS_BREAK;
    for (size_t i = 0; i < stream->n; i++) {
        const khl_norm_char *c = &stream->chars[i];
        out->key.n += utf8_bytes(c->key);
        out->clean.n += utf8_bytes(c->clean);
        out->n_runs += (c->class_ != before && c->class_ != KHL_CLASS_BREAK) || c->key == '%';
        before = c->class_;
    }
}

/* Room for two bytes at least, the second of which may be overwritten. */
static inline size_t write_char(char *p, uint32_t c)
{
    if (c >= 0x800) return khl_utf8_put(c, p);
    bool two = c >= 0x80;
    p[0] = (char)(two ? 0xC0 | c >> 6 : c);
    p[1] = (char)(0x80 | (c & 0x3F));
    return (size_t)1 + two;
}

khl_status khl_stream_write(const khl_stream *stream, khl_arena *memory, khl_arena *scratch, khl_written *out,
                            khl_error *err)
{
    *out = (khl_written){.n_runs = 0};
    measure(stream, out);
    char *key = khl_arena_take(memory, out->key.n + 2, 1),
         *clean = khl_arena_take(memory, out->clean.n + 2, 1);
    size_t places = 2 * (stream->n + 1) * sizeof *out->key_at;
    uint32_t *key_at = khl_arena_take(scratch, places, _Alignof(uint32_t)), *clean_at = NULL;
    if (key == NULL || clean == NULL || key_at == NULL) return khl_fail_memory(err);
    clean_at = key_at + stream->n + 1;
    size_t k = 0, c = 0;
    for (size_t i = 0; i < stream->n; i++) {
        key_at[i] = (uint32_t)k;
        clean_at[i] = (uint32_t)c;
        k += write_char(key + k, stream->chars[i].key);
        c += write_char(clean + c, stream->chars[i].clean);
    }
    key_at[stream->n] = (uint32_t)k;
    clean_at[stream->n] = (uint32_t)c;
    key[k] = clean[c] = '\0';
    out->key.p = key;
    out->clean.p = clean;
    out->key_at = key_at;
    out->clean_at = clean_at;
    return KHL_OK;
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
