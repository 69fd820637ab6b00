/* Exact repeats: one row stands for all that hold the same columns and values.
 *
 * Without this, six distinct texts in sixty thousand rows are two thousand million equal pairs to verify.
 * Rows are found again by a hash and compared byte by byte, so a collision costs time and nothing else.
 * Distinct rows keep the order of their first arrival. Cost: one hash and about one probe a row. */
#include "ranked.h"

#include "alloc.h"
#include "error.h"
#include "str.h"

#include <string.h>

/* Rows are dealt to parts by their hash; each part has a table of its own, so parts are independent tasks. */
enum { PARTS = 16, GRAIN = 1024 };

typedef struct search {
    const khl_csr *rows;
    uint32_t split;
    uint64_t *hash;  /* [n_rows] */
    uint32_t *first; /* [n_rows] the earliest row that a row repeats */
    uint32_t n_distinct[PARTS];
} search;

static khl_str bytes_of(const void *items, uint64_t begin, uint64_t end, size_t size)
{
    return (khl_str){(const char *)items + begin * size, (size_t)(end - begin) * size};
}

static uint64_t hash_row(const khl_csr *rows, uint32_t r)
{
    uint64_t begin = rows->row_ptr[r], end = rows->row_ptr[r + 1];
    uint64_t columns = khl_hash(bytes_of(rows->col, begin, end, sizeof *rows->col));
    return columns * 0x9E3779B97F4A7C15u + khl_hash(bytes_of(rows->val, begin, end, sizeof *rows->val));
}

static bool equal_rows(const khl_csr *rows, uint32_t a, uint32_t b)
{
    uint64_t at = rows->row_ptr[a], bt = rows->row_ptr[b];
    uint64_t a_end = rows->row_ptr[a + 1], b_end = rows->row_ptr[b + 1];
    return a_end - at == b_end - bt &&
           khl_str_equal(bytes_of(rows->col, at, a_end, sizeof *rows->col),
                         bytes_of(rows->col, bt, b_end, sizeof *rows->col)) &&
           khl_str_equal(bytes_of(rows->val, at, a_end, sizeof *rows->val),
                         bytes_of(rows->val, bt, b_end, sizeof *rows->val));
}

static khl_status hash_rows(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    search *s = context;
    (void)worker;
    (void)err;
    for (size_t r = begin; r < end; r++) s->hash[r] = hash_row(s->rows, (uint32_t)r);
    return KHL_OK;
}

static unsigned part_of(uint64_t hash)
{
    return (unsigned)(hash >> 60);
}

/* The earliest row that row r repeats, or r itself when it is new. slots hold 1 + row, 0 when empty; mask +
 * 1, a power of two, of them. Left and right rows of a join of two collections stay apart. */
static uint32_t find(const search *s, uint32_t *slots, size_t mask, uint32_t r)
{
    uint32_t from = r < s->split ? 0 : s->split;
    size_t at = (size_t)s->hash[r] & mask;
    for (; slots[at] != 0; at = (at + 1) & mask) {
        uint32_t other = slots[at] - 1;
        if (s->hash[other] == s->hash[r] && other >= from && equal_rows(s->rows, other, r)) return other;
    }
    slots[at] = r + 1;
    return r;
}

static khl_status find_part(search *s, unsigned part, khl_error *err)
{
    size_t n = 0, capacity = 64;
    for (uint32_t r = 0; r < s->rows->n_rows; r++) n += part_of(s->hash[r]) == part;
    while (capacity < n * 2) capacity *= 2;
    uint32_t *slots = khl_alloc_zero(capacity, sizeof *slots);
    if (slots == NULL) return khl_fail_memory(err);
    for (uint32_t r = 0; r < s->rows->n_rows; r++) {
        if (part_of(s->hash[r]) != part) continue;
        s->first[r] = find(s, slots, capacity - 1, r);
        s->n_distinct[part] += s->first[r] == r;
    }
    free(slots);
    return KHL_OK;
}

static khl_status find_parts(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    khl_status status = KHL_OK;
    (void)worker;
    for (size_t part = begin; part < end && status == KHL_OK; part++)
        status = find_part(context, (unsigned)part, err);
    return status;
}

static khl_status find_repeats(khl_ranked *ranked, uint32_t *first, uint32_t *n_distinct, khl_pool *pool,
                               khl_error *err)
{
    search s = {.rows = &ranked->rows, .split = ranked->split, .first = first};
    s.hash = khl_alloc(s.rows->n_rows, sizeof *s.hash);
    if (s.hash == NULL) return khl_fail_memory(err);
    khl_status status = khl_pool_for(pool, s.rows->n_rows, GRAIN, hash_rows, &s, NULL, NULL, err);
    if (status == KHL_OK) status = khl_pool_for(pool, PARTS, 1, find_parts, &s, NULL, NULL, err);
    for (unsigned part = 0; part < PARTS; part++) *n_distinct += s.n_distinct[part];
    free(s.hash);
    return status;
}

/* Moves the distinct rows together, in place, and turns first[] into the number of the distinct row. */
static void compact(khl_ranked *ranked, uint32_t *first)
{
    khl_csr *rows = &ranked->rows;
    uint32_t next = 0, split = 0;
    uint64_t at = 0;
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        uint64_t begin = rows->row_ptr[r], end = rows->row_ptr[r + 1];
        if (first[r] != r) {
            first[r] = first[first[r]];
            continue;
        }
        split += r < ranked->split;
        first[r] = next;
        memmove(rows->col + at, rows->col + begin, (size_t)(end - begin) * sizeof *rows->col);
        memmove(rows->val + at, rows->val + begin, (size_t)(end - begin) * sizeof *rows->val);
        rows->row_ptr[next++] = at;
        at += end - begin;
    }
    rows->row_ptr[next] = at;
    rows->n_rows = next;
    ranked->split = split;
}

khl_status khl_collapse_repeats(khl_ranked *ranked, khl_pool *pool, khl_error *err)
{
    uint32_t n = ranked->rows.n_rows, n_distinct = 0;
    uint32_t *first = khl_alloc(n, sizeof *first);
    khl_status status = first != NULL ? KHL_OK : khl_fail_memory(err);
    if (status == KHL_OK) status = find_repeats(ranked, first, &n_distinct, pool, err);
    if (status != KHL_OK || n_distinct == n) goto done;
    ranked->member_of = khl_alloc_zero((size_t)n_distinct + 2, sizeof *ranked->member_of);
    ranked->member = khl_alloc(n, sizeof *ranked->member);
    if (ranked->member_of == NULL || ranked->member == NULL) {
        status = khl_fail_memory(err);
        goto done;
    }
    compact(ranked, first);
    /* Counted one place too far on, so that filling leaves each begin where it belongs. */
    uint32_t *begin = ranked->member_of + 1;
    for (uint32_t r = 0; r < n; r++) begin[first[r] + 1]++;
    for (uint32_t d = 1; d <= n_distinct; d++) begin[d] += begin[d - 1];
    for (uint32_t r = 0; r < n; r++) ranked->member[begin[first[r]]++] = r;
    ranked->member_of[0] = 0;
done:
    free(first);
    return status;
}
