/* Character n-grams within words, cut as scikit-learn's analyzer='char_wb' cuts them.
 *
 * A word gets one space on either side. For n from n_min upwards every window of n characters is a term; a
 * word that one window covers (its padded length is at most n) gives that one window and no longer ones, so
 * a word shorter than n_min counts once, whole. Characters are code points; an ill-formed byte sequence
 * counts as one character.
 *
 * Words come again: the terms of a word are remembered, so that in the long run a word costs one look-up and
 * a walk over a few numbers. What is remembered is bounded; words beyond it are cut each time. */
#include "counts.h"

#include "alloc.h"
#include "error.h"
#include "str.h"
#include "utf8.h"

#define MAX_N 256u

/* Words looked up one behind the other. */
enum { TOGETHER = 16 };

/* Words remembered at most, and terms over all of them. */
enum { MOST_WORDS = 1 << 20, MOST_TERMS = 1 << 24 };

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

/* The terms of a word, appended to counts->grams. */
static khl_status cut_word(khl_counts *counts, khl_str word, khl_error *err)
{
    size_t length;
    if (!pad(counts, word, &length)) {
        khl_buf_clear(&counts->word); /* its failure is sticky; a later call may fare better */
        return khl_fail_memory(err);
    }
    khl_str padded = khl_buf_str(&counts->word);
    for (size_t n = counts->n_min; n <= counts->n_max; n++) {
        size_t window = n < length ? n : length;
        for (size_t at = 0; at + window <= length; at++) {
            khl_str gram = khl_str_part(padded, counts->cuts[at], counts->cuts[at + window]);
            uint32_t id;
            if (!khl_grow(&counts->grams, &counts->grams_capacity, counts->n_grams + 1,
                          sizeof *counts->grams) ||
                khl_counts_number(counts, gram, 1.0F, &id) != KHL_OK)
                return khl_fail_memory(err);
            counts->grams[counts->n_grams++] = id;
        }
        if (n >= length) break;
    }
    return KHL_OK;
}

static khl_status count_grams(khl_counts *counts, size_t begin, size_t end, khl_error *err)
{
    if (!khl_grow(&counts->open, &counts->open_capacity, counts->n_open + (end - begin),
                  sizeof *counts->open))
        return khl_fail_memory(err);
    for (size_t k = begin; k < end; k++) khl_counts_occur(counts, counts->grams[k]);
    return KHL_OK;
}

/* Cut now and forgotten. */
static khl_status add_rare(khl_counts *counts, khl_str word, khl_error *err)
{
    size_t before = counts->n_grams;
    khl_status status = cut_word(counts, word, err);
    if (status == KHL_OK) status = count_grams(counts, before, counts->n_grams, err);
    counts->n_grams = before;
    return status;
}

/* gram_ends[i] is where the terms of word i end. */
static khl_status add_word(khl_counts *counts, khl_str word, uint64_t hash, khl_error *err)
{
    uint32_t number = khl_map_find_hashed(&counts->words, word, hash);
    khl_status status = KHL_OK;
    if (number == KHL_MAP_NONE) {
        bool full = counts->words.n >= MOST_WORDS || counts->n_grams >= MOST_TERMS;
        if (full) return add_rare(counts, word, err);
        if (!khl_grow(&counts->gram_ends, &counts->gram_ends_capacity, counts->words.n + 1,
                      sizeof *counts->gram_ends))
            return khl_fail_memory(err);
        size_t before = counts->n_grams;
        status = cut_word(counts, word, err);
        if (status == KHL_OK && khl_map_put(&counts->words, word, &number, NULL) != KHL_OK)
            status = khl_fail_memory(err);
        if (status != KHL_OK) {
            counts->n_grams = before;
            return status;
        }
        counts->gram_ends[number] = counts->n_grams;
    }
    size_t begin = number > 0 ? counts->gram_ends[number - 1] : 0;
    return count_grams(counts, begin, counts->gram_ends[number], err);
}

/* What is remembered is of one range of n. */
static khl_status choose_range(khl_counts *counts, unsigned n_min, unsigned n_max, khl_error *err)
{
    if (counts->n_min == n_min && counts->n_max == n_max) return KHL_OK;
    khl_map_clear(&counts->words);
    counts->n_grams = 0;
    counts->n_min = n_min;
    counts->n_max = n_max;
    return khl_map_init(&counts->words, err);
}

/* The next words of key from *at on, with their hashes; what is remembered of them is sent for. */
static size_t take_words(const khl_counts *counts, khl_str key, size_t *at, khl_str words[TOGETHER],
                         uint64_t hashes[TOGETHER])
{
    size_t n = 0;
    while (n < TOGETHER && *at < key.n) {
        size_t begin = *at;
        while (*at < key.n && !is_space(key.p[*at])) ++*at;
        if (*at > begin) {
            words[n] = khl_str_part(key, begin, *at);
            hashes[n] = khl_hash(words[n]);
            khl_map_foresee_slot(&counts->words, hashes[n++]);
        }
        if (*at < key.n) ++*at;
    }
    return n;
}

khl_status khl_counts_add_ngrams(khl_counts *counts, khl_str key, unsigned n_min, unsigned n_max,
                                 khl_error *err)
{
    if (n_min == 0 || n_min > n_max || n_max > MAX_N)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "vector.ngram_range", "n-grams need 1 <= n_min <= n_max <= 256");
    khl_status status = choose_range(counts, n_min, n_max, err);
    for (size_t at = 0; at < key.n && status == KHL_OK;) {
        khl_str words[TOGETHER];
        uint64_t hashes[TOGETHER];
        size_t n = take_words(counts, key, &at, words, hashes);
        for (size_t k = 0; k < n; k++) khl_map_foresee_key(&counts->words, hashes[k]);
        for (size_t k = 0; k < n && status == KHL_OK; k++)
            status = add_word(counts, words[k], hashes[k], err);
    }
    return status;
}
