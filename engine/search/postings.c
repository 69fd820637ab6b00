/* Two walks over the rows: counting, then filling. Each walker has rows and counters of its own, so a list
 * holds its rows in ascending order whatever the number of threads. */
#include "postings.h"

#include "alloc.h"
#include "error.h"

#include <math.h>

/* More walkers than this would cost more in counters than they save. */
enum { MAX_WALKERS = 8 };

typedef struct walk {
    khl_postings *lists;
    const khl_ranked *ranked;
    double least;
    uint32_t n_walkers;
    uint64_t *at; /* [n_walkers x n_cols]: counted, then the next free place */
    bool filling;
} walk;

static unsigned char rounded_up(double square, double norm)
{
    double share = ceil(sqrt(square) / norm * 255.0 + 1e-6);
    return (unsigned char)(share < 255.0 ? share : 255.0);
}

/* The products of what is before an entry with any row stay below `least` until both bounds have reached it.
 */
static void walk_row(const walk *w, uint32_t r, uint64_t *at)
{
    const khl_csr *rows = &w->ranked->rows;
    double norm = w->ranked->norm, needed = w->least / norm * (1 - 1e-9), square = 0, largest = 0;
    bool posted = false;
    uint32_t before = 0;
    for (uint64_t p = rows->row_ptr[r]; p < rows->row_ptr[r + 1]; p++) {
        double value = (double)rows->val[p];
        square += value * value;
        if (!posted) {
            largest += fabs(value) * (double)w->ranked->longest[rows->col[p]];
            posted = square >= needed * needed && largest >= w->least * (1 - 1e-9);
            if (!posted) continue;
        }
        uint64_t place = at[rows->col[p]]++;
        if (!w->filling) continue;
        w->lists->row[place] = r;
        w->lists->length[place] = rounded_up(square, norm);
        if (w->lists->value == NULL) continue;
        w->lists->value[place] = rounded_up(value * value, norm);
        w->lists->before[place] = before;
        before |= (uint32_t)1 << khl_postings_bit(rows->col[p]);
    }
}

static khl_status walk_rows(void *context, size_t begin, size_t end, unsigned worker, khl_error *err)
{
    const walk *w = context;
    uint64_t n = w->ranked->rows.n_rows;
    (void)worker;
    (void)err;
    for (size_t k = begin; k < end; k++) {
        uint64_t *at = w->at + k * w->ranked->rows.n_cols;
        uint32_t from = (uint32_t)(n * k / w->n_walkers), to = (uint32_t)(n * (k + 1) / w->n_walkers);
        for (uint32_t r = from; r < to; r++) walk_row(w, r, at);
    }
    return KHL_OK;
}

/* Counts become places: list after list, and in a list walker after walker. */
static void lay_out(walk *w)
{
    uint64_t next = 0;
    for (uint32_t c = 0; c < w->ranked->rows.n_cols; c++) {
        w->lists->begin[c] = next;
        for (uint32_t k = 0; k < w->n_walkers; k++) {
            uint64_t *at = &w->at[(size_t)k * w->ranked->rows.n_cols + c], count = *at;
            *at = next;
            next += count;
        }
        uint64_t n = next - w->lists->begin[c];
        if (n > w->lists->longest) w->lists->longest = (uint32_t)n;
    }
    w->lists->begin[w->ranked->rows.n_cols] = next;
}

khl_status khl_postings_make(khl_postings *out, const khl_ranked *ranked, double least, khl_pool *pool,
                             khl_error *err)
{
    uint32_t n_cols = ranked->rows.n_cols, n = khl_pool_size(pool);
    *out = (khl_postings){0};
    walk w = {out, ranked, least, n < MAX_WALKERS ? n : MAX_WALKERS, NULL, false};
    w.at = khl_alloc_zero((size_t)n_cols * w.n_walkers, sizeof *w.at);
    out->begin = khl_alloc((size_t)n_cols + 1, sizeof *out->begin);
    khl_status status = w.at && out->begin ? KHL_OK : khl_fail_memory(err);
    if (status == KHL_OK) status = khl_pool_for(pool, w.n_walkers, 1, walk_rows, &w, NULL, NULL, err);
    if (status == KHL_OK) {
        lay_out(&w);
        out->row = khl_alloc((size_t)out->begin[n_cols], sizeof *out->row);
        out->length = khl_alloc((size_t)out->begin[n_cols], sizeof *out->length);
        if (!(least > 0)) out->value = khl_alloc((size_t)out->begin[n_cols], sizeof *out->value);
        if (!(least > 0)) out->before = khl_alloc((size_t)out->begin[n_cols], sizeof *out->before);
        bool ok = out->row && out->length && (least > 0 || (out->value && out->before));
        if (!ok) status = khl_fail_memory(err);
    }
    w.filling = true;
    if (status == KHL_OK) status = khl_pool_for(pool, w.n_walkers, 1, walk_rows, &w, NULL, NULL, err);
    free(w.at);
    if (status != KHL_OK) khl_postings_clear(out);
    return status;
}

void khl_postings_clear(khl_postings *lists)
{
    free(lists->begin);
    free(lists->row);
    free(lists->length);
    free(lists->value);
    free(lists->before);
    *lists = (khl_postings){0};
}
