/* One list at a time: laid out by length, scanned bitmap against bitmap, hits multiplied.
 *
 * Nothing is accumulated. Every pair that can be similar enough meets in the list of the rarest column it
 * shares, and there alone it counts; what meets again in other lists is turned away by the first look at the
 * rarer ends. So no array of sums is needed, lists are independent tasks, and the order of work changes
 * nothing. */
#include "meet.h"

#include "alloc.h"
#include "error.h"

#include <string.h>

khl_status khl_desk_init(khl_desk *desk, const khl_meeting *meeting, khl_error *err)
{
    size_t n = meeting->lists->longest;
    *desk = (khl_desk){0};
    desk->row = khl_alloc(n, sizeof *desk->row);
    desk->length = khl_alloc(n, sizeof *desk->length);
    desk->kind = khl_alloc(n, sizeof *desk->kind);
    desk->bits = khl_alloc(n * meeting->maps->words, sizeof *desk->bits);
    desk->hits = khl_alloc(n, sizeof *desk->hits);
    desk->spread = khl_alloc_zero(meeting->ranked->rows.n_cols, sizeof *desk->spread);
    bool ok = desk->row && desk->length && desk->kind && desk->bits && desk->hits && desk->spread;
    return ok ? KHL_OK : khl_fail_memory(err);
}

void khl_desk_clear(khl_desk *desk)
{
    free(desk->row);
    free(desk->length);
    free(desk->kind);
    free(desk->bits);
    free(desk->hits);
    free(desk->spread);
}

/* Places of a list by decreasing length, ties in its own order: a counting sort, or an insertion sort where
 * counting 256 lengths would cost more. */
static void sort_lengths(const unsigned char *length, const uint32_t *row, size_t n, uint32_t *out_row,
                         unsigned char *out_length)
{
    enum { SHORT = 48 };
    if (n <= SHORT) {
        for (size_t k = 0; k < n; k++) {
            size_t at = k;
            for (; at > 0 && out_length[at - 1] < length[k]; at--) {
                out_length[at] = out_length[at - 1];
                out_row[at] = out_row[at - 1];
            }
            out_length[at] = length[k];
            out_row[at] = row[k];
        }
        return;
    }
    size_t begin[257] = {0};
    for (size_t k = 0; k < n; k++) begin[256 - length[k]]++;
    for (size_t l = 1; l < 257; l++) begin[l] += begin[l - 1];
    for (size_t k = 0; k < n; k++) {
        size_t at = begin[255 - length[k]]++;
        out_length[at] = length[k];
        out_row[at] = row[k];
    }
}

/* Postings below the split stand first in a list, for its rows ascend. */
static size_t count_left(const khl_meeting *m, uint32_t list)
{
    const khl_postings *lists = m->lists;
    uint64_t low = lists->begin[list], high = lists->begin[list + 1], from = low;
    if (m->ranked->split == 0) return (size_t)(high - low);
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (lists->row[middle] < m->ranked->split)
            low = middle + 1;
        else
            high = middle;
    }
    return (size_t)(low - from);
}

size_t khl_meeting_firsts(const khl_meeting *m, uint32_t list)
{
    size_t n = (size_t)(m->lists->begin[list + 1] - m->lists->begin[list]), left = count_left(m, list);
    return n < 2 || (m->ranked->split != 0 && left == n) ? 0 : left;
}

static void lay_out(const khl_meeting *m, khl_desk *desk, uint32_t list)
{
    uint64_t begin = m->lists->begin[list];
    unsigned words = m->maps->words;
    desk->n = (size_t)(m->lists->begin[list + 1] - begin);
    desk->n_left = count_left(m, list);
    const unsigned char *length = m->lists->length + begin;
    const uint32_t *row = m->lists->row + begin;
    sort_lengths(length, row, desk->n_left, desk->row, desk->length);
    sort_lengths(length + desk->n_left, row + desk->n_left, desk->n - desk->n_left, desk->row + desk->n_left,
                 desk->length + desk->n_left);
    enum { AHEAD = 16 };
    for (size_t k = 0; k < desk->n; k++) {
        if (k + AHEAD < desk->n) {
            __builtin_prefetch(&m->maps->bits[(size_t)desk->row[k + AHEAD] * words]);
            __builtin_prefetch(&m->maps->kind[desk->row[k + AHEAD]]);
        }
        const uint64_t *bits = &m->maps->bits[(size_t)desk->row[k] * words];
        for (unsigned w = 0; w < words; w++) desk->bits[k * words + w] = bits[w];
        desk->kind[k] = m->maps->kind[desk->row[k]];
    }
}

static void spread(const khl_csr *rows, uint32_t r, float *out, bool on)
{
    for (uint64_t p = rows->row_ptr[r]; p < rows->row_ptr[r + 1]; p++)
        out[rows->col[p]] = on ? rows->val[p] : 0;
}

/* The product with the row that is spread out, in rank order, or 0 when a rarer column than `list` is shared:
 * the pair then counts there. */
static double multiply(const khl_csr *rows, uint32_t r, const float *values, uint32_t list)
{
    uint64_t begin = rows->row_ptr[r], p = rows->row_ptr[r + 1];
    double sum = 0;
    for (; p > begin && rows->col[p - 1] > list; p--)
        if (values[rows->col[p - 1]] != 0.0F) return 0;
    for (; p > begin; p--) sum += (double)values[rows->col[p - 1]] * (double)rows->val[p - 1];
    return sum;
}

/* Both read what the next rows need ahead of time: at a million rows each would be a wait for memory. */
static void prefetch_rows(const khl_csr *rows, const khl_desk *desk, size_t offset, size_t n_hits)
{
    for (size_t k = 0; k < n_hits; k++) __builtin_prefetch(&rows->row_ptr[desk->row[offset + desk->hits[k]]]);
    for (size_t k = 0; k < n_hits; k++) {
        uint64_t end = rows->row_ptr[desk->row[offset + desk->hits[k]] + 1];
        if (end == 0) continue;
        __builtin_prefetch(&rows->col[end - 1]);
        __builtin_prefetch(&rows->val[end - 1]);
    }
}

khl_status khl_put_members(const khl_ranked *ranked, khl_pairs *pairs, unsigned worker, uint32_t a,
                           uint32_t b, double score, khl_error *err)
{
    if (ranked->member == NULL)
        return khl_pairs_put(pairs, worker,
                             a < b ? (khl_join_pair){a, b, score} : (khl_join_pair){b, a, score}, err);
    khl_status status = KHL_OK;
    for (uint32_t x = ranked->member_of[a]; x < ranked->member_of[a + 1]; x++) {
        for (uint32_t y = ranked->member_of[b]; y < ranked->member_of[b + 1] && status == KHL_OK; y++) {
            uint32_t i = ranked->member[x], j = ranked->member[y];
            status = khl_pairs_put(pairs, worker,
                                   i < j ? (khl_join_pair){i, j, score} : (khl_join_pair){j, i, score}, err);
        }
    }
    return status;
}

khl_status khl_put_repeats(const khl_ranked *ranked, khl_pairs *pairs, unsigned worker, uint32_t a,
                           double threshold, khl_error *err)
{
    uint32_t begin = ranked->member_of[a], end = ranked->member_of[a + 1];
    khl_status status = KHL_OK;
    if (end - begin < 2) return KHL_OK;
    double score = khl_ranked_dot(ranked, a, a);
    for (uint32_t x = begin; x < end && score >= threshold; x++)
        for (uint32_t y = x + 1; y < end && status == KHL_OK; y++)
            status = khl_pairs_put(pairs, worker,
                                   (khl_join_pair){ranked->member[x], ranked->member[y], score}, err);
    return status;
}

/* Multiplies the hits of posting `first`; those near or above the threshold are summed anew, in fixed order.
 */
static khl_status verify(const khl_meeting *m, khl_desk *desk, uint32_t list, size_t first, size_t offset,
                         size_t n_hits, unsigned worker, khl_error *err)
{
    const khl_csr *rows = &m->ranked->rows;
    uint32_t a = desk->row[first];
    double near =
        m->threshold * (1 - 1e-9) - m->ranked->norm * m->ranked->norm * 1e-12; /* rounding of sums */
    khl_status status = KHL_OK;
    prefetch_rows(rows, desk, offset, n_hits);
    spread(rows, a, desk->spread, true);
    for (size_t k = 0; k < n_hits && status == KHL_OK; k++) {
        uint32_t b = desk->row[offset + desk->hits[k]];
        if (multiply(rows, b, desk->spread, list) < near) continue;
        double score = khl_ranked_dot(m->ranked, a, b);
        if (score >= m->threshold) status = khl_put_members(m->ranked, m->pairs, worker, a, b, score, err);
    }
    spread(rows, a, desk->spread, false);
    return status;
}

khl_status khl_meet(const khl_meeting *m, khl_desk *desk, uint32_t list, size_t begin, size_t end,
                    unsigned worker, khl_error *err)
{
    double norm = m->ranked->norm, least = m->threshold / (norm * norm) * 255.0 * 255.0 * (1 - 1e-9);
    bool apart = m->ranked->split != 0;
    khl_status status = KHL_OK;
    lay_out(m, desk, list);
    size_t cut = desk->n; /* from here on rows are too short for the one at hand, and for all behind it */
    for (size_t i = begin; i < end && status == KHL_OK; i++) {
        size_t from = apart ? desk->n_left : i + 1;
        while (cut > from && desk->length[i] * desk->length[cut - 1] < least) cut--;
        if (cut <= from) break;
        size_t n_hits = m->scan(&desk->bits[i * m->maps->words], &desk->bits[from * m->maps->words],
                                &desk->kind[from], m->maps->need[desk->kind[i]], cut - from, desk->hits);
        desk->n_met += cut - from;
        desk->n_candidates += n_hits;
        if (n_hits > 0 && m->pairs != NULL) status = verify(m, desk, list, i, from, n_hits, worker, err);
    }
    return status;
}
