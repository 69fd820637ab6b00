/* The nearest rows from lists: agreement with multiplying every pair, ties, labels, thresholds, threads. */
#include "search_support.h"

typedef struct near {
    uint32_t *ids;
    double *scores;
} near;

static khl_csr copy_of(const khl_csr *m)
{
    size_t nnz = (size_t)m->row_ptr[m->n_rows];
    khl_csr out = {m->n_rows, m->n_cols, malloc(((size_t)m->n_rows + 1) * sizeof *out.row_ptr),
                   malloc((nnz + 1) * sizeof *out.col), malloc((nnz + 1) * sizeof *out.val)};
    assert_true(out.row_ptr && out.col && out.val);
    memcpy(out.row_ptr, m->row_ptr, ((size_t)m->n_rows + 1) * sizeof *out.row_ptr);
    memcpy(out.col, m->col, nnz * sizeof *out.col);
    memcpy(out.val, m->val, nnz * sizeof *out.val);
    return out;
}

static near room_for(size_t n)
{
    near f = {calloc(n + 1, sizeof *f.ids), calloc(n + 1, sizeof *f.scores)};
    assert_true(f.ids != NULL && f.scores != NULL);
    return f;
}

static void forget(near *f)
{
    free(f->ids);
    free(f->scores);
}

/* The best of all others by trying each. */
static near tried(const khl_csr *rows, size_t k, double least, const uint32_t *label)
{
    near f = room_for(rows->n_rows * k);
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        uint32_t *ids = f.ids + r * k;
        double *scores = f.scores + r * k;
        for (size_t place = 0; place < k; place++) ids[place] = UINT32_MAX;
        for (uint32_t o = 0; o < rows->n_rows; o++) {
            double score = khl_csr_dot(rows, r, rows, o);
            if (o == r || (label != NULL && label[o] == label[r]) || !(score >= least && score > 0)) continue;
            size_t at = k;
            while (at > 0 && (ids[at - 1] == UINT32_MAX || scores[at - 1] < score)) at--;
            if (at == k) continue;
            memmove(ids + at + 1, ids + at, (k - at - 1) * sizeof *ids);
            memmove(scores + at + 1, scores + at, (k - at - 1) * sizeof *scores);
            ids[at] = o;
            scores[at] = score;
        }
    }
    return f;
}

static void assert_exact(const khl_csr *rows, size_t k, const khl_near_options *options)
{
    near is = room_for(rows->n_rows * k), should = tried(rows, k, options->least, options->label);
    khl_csr own = copy_of(rows);
    khl_error err = {0};
    assert_int_equal(khl_search_near(&own, k, options, is.ids, is.scores, &err), KHL_OK);
    assert_null(own.row_ptr);
    assert_memory_equal(is.ids, should.ids, rows->n_rows * k * sizeof *is.ids);
    assert_memory_equal(is.scores, should.scores, rows->n_rows * k * sizeof *is.scores);
    forget(&is);
    forget(&should);
}

/* Rows that repeat one another tie; rows of every length; k beyond the number of rows. */
static void lists_find_what_trying_finds(void **state)
{
    static const uint32_t columns[] = {5, 40, 600};
    static const size_t ks[] = {1, 3, 10, 200};
    (void)state;
    for (size_t c = 0; c < 3; c++) {
        khl_csr rows = random_rows(160, columns[c], 31 + c, c == 1);
        for (size_t k = 0; k < 4; k++) {
            khl_near_options options = KHL_NEAR_OPTIONS_INIT;
            options.n_threads = 1 + (unsigned)(k % 3);
            assert_exact(&rows, ks[k], &options);
            options.least = 0.4;
            assert_exact(&rows, ks[k], &options);
        }
        khl_csr_clear(&rows);
    }
}

/* Long lists of rows that are not very near: there adding up is chosen. */
static void lonely_rows_find_theirs_too(void **state)
{
    (void)state;
    khl_csr rows = random_rows(2600, 90, 5, false);
    khl_near_options options = KHL_NEAR_OPTIONS_INIT;
    for (size_t k = 1; k <= 21; k += 10) assert_exact(&rows, k, &options);
    khl_csr_clear(&rows);
    rows = random_rows(2600, 90, 6, true);
    assert_exact(&rows, 4, &options);
    khl_csr_clear(&rows);
}

static void rows_of_one_label_are_no_neighbours(void **state)
{
    (void)state;
    khl_csr rows = random_rows(160, 40, 77, false);
    uint32_t label[160];
    for (uint32_t r = 0; r < 160; r++) label[r] = r % 11 == 10 ? r / 11 : (r + 1) % 11 == 10 ? r / 11 : r % 5;
    khl_near_options options = KHL_NEAR_OPTIONS_INIT;
    options.label = label;
    assert_exact(&rows, 6, &options);
    khl_csr_clear(&rows);
}

static void lengths_may_differ(void **state)
{
    (void)state;
    khl_csr rows = random_rows(120, 50, 13, false);
    for (uint32_t r = 0; r < rows.n_rows; r++)
        for (uint64_t p = rows.row_ptr[r]; p < rows.row_ptr[r + 1]; p++) rows.val[p] *= (float)(1 + r % 7);
    khl_near_options options = KHL_NEAR_OPTIONS_INIT;
    assert_exact(&rows, 5, &options);
    khl_csr_clear(&rows);
}

static void nothing_to_find_is_said_so(void **state)
{
    (void)state;
    uint64_t ptr[] = {0, 0, 1, 2};
    uint32_t col[] = {0, 1};
    float val[] = {1, 1};
    khl_csr rows = {3, 2, ptr, col, val};
    khl_near_options options = KHL_NEAR_OPTIONS_INIT;
    assert_exact(&rows, 2, &options);
    assert_exact(&rows, 0, &options);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_find_what_trying_finds),        cmocka_unit_test(lonely_rows_find_theirs_too),
        cmocka_unit_test(rows_of_one_label_are_no_neighbours), cmocka_unit_test(lengths_may_differ),
        cmocka_unit_test(nothing_to_find_is_said_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
