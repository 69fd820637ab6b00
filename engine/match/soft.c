/* Near spellings of the words of a collection, found once, and the cosine that counts them. */
#include "soft.h"

#include "alloc.h"
#include "error.h"
#include "str.h"
#include "utf8.h"

#include <string.h>

enum { MOST_LETTERS = 64, PREFIX = 4 }; /* longer words are compared by their beginnings */

#define PREFIX_SHARE 0.1F

typedef struct letters {
    uint32_t of[MOST_LETTERS];
    unsigned n;
} letters;

static letters spell(khl_str word)
{
    letters out = {.n = 0};
    bool bad = false;
    for (size_t at = 0; at < word.n && out.n < MOST_LETTERS;)
        out.of[out.n++] = khl_utf8_next(word, &at, &bad);
    return out;
}

/* Marks the letters of either side that the other has within reach, each once; how many they are. */
static unsigned mark_common(const letters *a, const letters *b, bool *in_a, bool *in_b)
{
    unsigned longest = a->n > b->n ? a->n : b->n, reach = longest / 2 > 0 ? longest / 2 - 1 : 0, n = 0;
    for (unsigned i = 0; i < a->n; i++) {
        unsigned begin = i > reach ? i - reach : 0, end = i + reach + 1 < b->n ? i + reach + 1 : b->n;
        for (unsigned j = begin; j < end && !in_a[i]; j++) {
            if (in_b[j] || a->of[i] != b->of[j]) continue;
            in_a[i] = in_b[j] = true;
            n++;
        }
    }
    return n;
}

/* Marked letters that stand in another order. */
static unsigned count_moved(const letters *a, const letters *b, const bool *in_a, const bool *in_b)
{
    unsigned moved = 0;
    for (unsigned i = 0, j = 0; i < a->n; i++) {
        if (!in_a[i]) continue;
        while (!in_b[j]) j++;
        moved += a->of[i] != b->of[j++];
    }
    return moved;
}

static float likeness(const letters *a, const letters *b)
{
    bool in_a[MOST_LETTERS] = {false}, in_b[MOST_LETTERS] = {false};
    unsigned common = mark_common(a, b, in_a, in_b), prefix = 0;
    if (common == 0) return a->n == 0 && b->n == 0 ? 1 : 0;
    float m = (float)common, moved = (float)count_moved(a, b, in_a, in_b) / 2;
    float jaro = (m / (float)a->n + m / (float)b->n + (m - moved) / m) / 3;
    while (prefix < PREFIX && prefix < a->n && prefix < b->n && a->of[prefix] == b->of[prefix]) prefix++;
    return jaro + (float)prefix * PREFIX_SHARE * (1 - jaro);
}

float khl_jaro_winkler(khl_str a, khl_str b)
{
    letters of_a = spell(a), of_b = spell(b);
    return likeness(&of_a, &of_b);
}

typedef struct found {
    uint32_t from;
    khl_soft_near near;
} found;

typedef struct search {
    found *items;
    size_t n, capacity;
} search;

/* By word, then the nearest. */
static int by_word(const void *x, const void *y)
{
    const found *a = x, *b = y;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    if (a->near.likeness != b->near.likeness) return a->near.likeness > b->near.likeness ? -1 : 1;
    return a->near.column < b->near.column ? -1 : a->near.column > b->near.column;
}

/* Places are kept apart by a letter: their names ("district:...") stay out. */
static bool is_plain(khl_str term)
{
    return memchr(term.p, ':', term.n) == NULL;
}

static bool keep(search *s, uint32_t a, uint32_t b, float value)
{
    if (!khl_grow(&s->items, &s->capacity, s->n + 2, sizeof *s->items)) return false;
    s->items[s->n++] = (found){a, {b, value}};
    s->items[s->n++] = (found){b, {a, value}};
    return true;
}

/* Columns stand in bytewise order of their terms, so those of one first letter stand together. */
static khl_status compare_all(search *s, const khl_tfidf *space, khl_error *err)
{
    uint32_t n = khl_tfidf_n_terms(space);
    letters *words = khl_alloc(n, sizeof *words);
    if (words == NULL) return khl_fail_memory(err);
    bool held = true;
    for (uint32_t c = 0; c < n; c++) {
        khl_str term = khl_tfidf_term(space, c);
        words[c] = is_plain(term) ? spell(term) : (letters){.n = 0};
    }
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = a + 1; b < n && words[a].n > 0 && held; b++) {
            if (words[b].n == 0) continue;
            if (words[b].of[0] != words[a].of[0]) break;
            float value = likeness(&words[a], &words[b]);
            if (value >= KHL_SOFT_LEAST) held = keep(s, a, b, value);
        }
    free(words);
    return held ? KHL_OK : khl_fail_memory(err);
}

static khl_status fill(khl_soft *out, search *s, uint32_t n, khl_error *err)
{
    out->first = khl_alloc_zero((size_t)n + 1, sizeof *out->first);
    out->near = khl_alloc(s->n, sizeof *out->near);
    if (out->first == NULL || out->near == NULL) return khl_fail_memory(err);
    if (s->n > 1) qsort(s->items, s->n, sizeof *s->items, by_word);
    for (size_t k = 0; k < s->n; k++) {
        out->first[s->items[k].from + 1]++;
        out->near[k] = s->items[k].near;
    }
    for (uint32_t c = 0; c < n; c++) out->first[c + 1] += out->first[c];
    return KHL_OK;
}

khl_status khl_soft_build(khl_soft *out, const khl_tfidf *space, khl_error *err)
{
    search s = {NULL, 0, 0};
    *out = (khl_soft){NULL, NULL};
    khl_status status = compare_all(&s, space, err);
    if (status == KHL_OK) status = fill(out, &s, khl_tfidf_n_terms(space), err);
    free(s.items);
    if (status != KHL_OK) khl_soft_clear(out);
    return status;
}

void khl_soft_clear(khl_soft *soft)
{
    free(soft->first);
    free(soft->near);
    *soft = (khl_soft){NULL, NULL};
}

/* The value of a column in a row; 0 when it has none. Rows are short. */
static double value_in(const khl_csr *rows, uint32_t row, uint32_t column)
{
    for (uint64_t k = rows->row_ptr[row]; k < rows->row_ptr[row + 1] && rows->col[k] <= column; k++)
        if (rows->col[k] == column) return (double)rows->val[k];
    return 0;
}

/* Each word of i times the word of j that is nearest to it: itself, or else a near one. */
static double one_way(const khl_soft *soft, const khl_csr *rows, uint32_t i, uint32_t j)
{
    double sum = 0;
    for (uint64_t k = rows->row_ptr[i]; k < rows->row_ptr[i + 1]; k++) {
        uint32_t column = rows->col[k];
        double there = value_in(rows, j, column);
        for (uint64_t n = soft->first[column]; n < soft->first[column + 1] && there == 0; n++)
            there = value_in(rows, j, soft->near[n].column) * (double)soft->near[n].likeness;
        sum += (double)rows->val[k] * there;
    }
    return sum;
}

double khl_soft_cosine(const khl_soft *soft, const khl_csr *rows, uint32_t i, uint32_t j)
{
    double mean = (one_way(soft, rows, i, j) + one_way(soft, rows, j, i)) / 2;
    return mean < 1 ? mean : 1;
}
