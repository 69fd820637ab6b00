/* Character n-grams within words, cut as scikit-learn's analyzer='char_wb' cuts them.
 *
 * A word gets one space on either side. For n from n_min upwards every window of n characters is a term; a
 * word that one window covers (its padded length is at most n) gives that one window and no longer ones, so
 * a word shorter than n_min counts once, whole. Characters are code points; an ill-formed byte sequence
 * counts as one character. */
#include "counts.h"

#include "alloc.h"
#include "error.h"
#include "str.h"
#include "utf8.h"

#define MAX_N 256u

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Fills counts->word with " word " and counts->cuts with the offsets of its characters and its end. */
static bool pad(khl_counts *counts, khl_str word, size_t *n_chars)
{
    khl_buf *buf = &counts->word;
    buf->n = 0;
    khl_buf_char(buf, ' ');
    khl_buf_put(buf, word);
    khl_buf_char(buf, ' ');
    if (!khl_buf_ok(buf)) return false;
    khl_str padded = khl_buf_str(buf);
    if (!khl_grow(&counts->cuts, &counts->cuts_capacity, padded.n + 1, sizeof *counts->cuts)) return false;
    size_t n = 0, at = 0;
    bool bad = false;
    while (at < padded.n) {
        counts->cuts[n++] = at;
        khl_utf8_next(padded, &at, &bad);
    }
    counts->cuts[n] = padded.n;
    *n_chars = n;
    return true;
}

static khl_status add_word(khl_counts *counts, khl_str word, unsigned n_min, unsigned n_max, khl_error *err)
{
    size_t length;
    if (!pad(counts, word, &length)) {
        khl_buf_clear(&counts->word); /* its failure is sticky; a later call may fare better */
        return khl_fail_memory(err);
    }
    khl_str padded = khl_buf_str(&counts->word);
    khl_status status = KHL_OK;
    for (size_t n = n_min; n <= n_max && status == KHL_OK; n++) {
        size_t window = n < length ? n : length;
        for (size_t at = 0; at + window <= length && status == KHL_OK; at++) {
            khl_str gram = khl_str_part(padded, counts->cuts[at], counts->cuts[at + window]);
            status = khl_counts_add(counts, gram, 1.0F, err);
        }
        if (n >= length) break;
    }
    return status;
}

khl_status khl_counts_add_ngrams(khl_counts *counts, khl_str key, unsigned n_min, unsigned n_max,
                                 khl_error *err)
{
    if (n_min == 0 || n_min > n_max || n_max > MAX_N)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "vector.ngram_range", "n-grams need 1 <= n_min <= n_max <= 256");
    khl_status status = KHL_OK;
    for (size_t at = 0; at < key.n && status == KHL_OK;) {
        size_t begin = at;
        while (at < key.n && !is_space(key.p[at])) at++;
        if (at > begin) status = add_word(counts, khl_str_part(key, begin, at), n_min, n_max, err);
        if (at < key.n) at++;
    }
    return status;
}
