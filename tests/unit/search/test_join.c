/* The exact join: agreement with multiplying every pair, on every path, for any threads, limit and split;
 * what it refuses. */
#include "search_support.h"

#include "pairs.h"
#include "kernels.h"

typedef struct found {
    khl_join_pair *pairs;
    size_t n, capacity;
} found;

static khl_status keep(void *context, const khl_join_pair *pairs, size_t n, khl_error *err)
{
    found *f = context;
    (void)err;
    assert_true(n > 0);
    if (f->n + n > f->capacity) {
        f->capacity = (f->n + n) * 2;
        f->pairs = realloc(f->pairs, f->capacity * sizeof *f->pairs);
        assert_non_null(f->pairs);
    }
    memcpy(f->pairs + f->n, pairs, n * sizeof *pairs);
    f->n += n;
    return KHL_OK;
}

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

static found joined(const khl_csr *rows, double threshold, const khl_join_options *options,
                    khl_join_report *report)
{
    khl_csr own = copy_of(rows);
    khl_join *join = NULL;
    khl_error err = {0};
    found f = {0};
    assert_int_equal(khl_join_create(&join, &own, threshold, options, &err), KHL_OK);
    assert_null(own.row_ptr); /* taken */
    assert_int_equal(khl_join_run(join, &err), KHL_OK);
    assert_int_equal(khl_join_each(join, keep, &f, &err), KHL_OK);
    if (report != NULL) *report = khl_join_reported(join);
    khl_join_destroy(join);
    return f;
}

/* Every pair multiplied. */
static found multiplied(const khl_csr *rows, double threshold, uint32_t split)
{
    found f = {0};
    for (uint32_t i = 0; i < rows->n_rows; i++) {
        for (uint32_t j = i + 1; j < rows->n_rows; j++) {
            khl_join_pair p = {i, j, khl_csr_dot(rows, i, rows, j)};
            bool across = split == 0 || (i < split && j >= split);
            if (across && p.score >= threshold) keep(&f, &p, 1, NULL);
        }
    }
    return f;
}

static void assert_same(const found *a, const found *b)
{
    assert_int_equal(a->n, b->n);
    for (size_t k = 0; k < a->n; k++) {
        assert_int_equal(a->pairs[k].i, b->pairs[k].i);
        assert_int_equal(a->pairs[k].j, b->pairs[k].j);
        assert_memory_equal(&a->pairs[k].score, &b->pairs[k].score, sizeof(double));
    }
}

static void assert_exact(const khl_csr *rows, double threshold, const khl_join_options *options)
{
    found is = joined(rows, threshold, options, NULL);
    found should = multiplied(rows, threshold, options->split);
    assert_same(&is, &should);
    free(is.pairs);
    free(should.pairs);
}

/* Short and long rows (one to eight words of bitmap), with repeats and empty rows among them. */
static void every_path_finds_what_multiplying_finds(void **state)
{
    static const uint32_t columns[] = {6, 40, 700};
    static const double thresholds[] = {0.05, 0.3, 0.6, 0.9, 1.0};
    (void)state;
    for (size_t c = 0; c < 3; c++) {
        khl_csr rows = random_rows(180, columns[c], 11 + c, false);
        for (size_t t = 0; t < 5; t++) {
            for (int path = KHL_JOIN_AUTO; path <= KHL_JOIN_PLAIN; path++) {
                khl_join_options options = KHL_JOIN_OPTIONS_INIT;
                options.n_threads = 1 + (unsigned)(t % 3);
                options.path = (khl_join_path)path;
                assert_exact(&rows, thresholds[t], &options);
            }
        }
        khl_csr_clear(&rows);
    }
}

/* Negative values make the product smaller than any bound says, never larger. */
static void signs_and_lengths_are_no_matter(void **state)
{
    (void)state;
    khl_csr rows = random_rows(150, 60, 5, true);
    for (uint32_t r = 0; r < rows.n_rows; r++)
        for (uint64_t p = rows.row_ptr[r]; p < rows.row_ptr[r + 1]; p++) rows.val[p] *= (float)(1 + r % 9);
    for (int path = KHL_JOIN_PRUNED; path <= KHL_JOIN_PLAIN; path++) {
        khl_join_options options = KHL_JOIN_OPTIONS_INIT;
        options.path = (khl_join_path)path;
        assert_exact(&rows, 0.5, &options);
        assert_exact(&rows, 12.0, &options);
        assert_exact(&rows, 1e6, &options);
    }
    khl_csr_clear(&rows);
}

static void a_zero_is_no_shared_column(void **state)
{
    (void)state;
    uint64_t ptr[] = {0, 2, 4, 6};
    uint32_t col[] = {0, 1, 0, 1, 0, 1};
    float val[] = {0.0F, 1.0F, 0.6F, 0.8F, 0.0F, 1.0F};
    khl_csr rows = {3, 2, ptr, col, val};
    khl_join_options options = KHL_JOIN_OPTIONS_INIT;
    options.path = KHL_JOIN_PRUNED;
    assert_exact(&rows, 0.5, &options);
}

static void two_collections_join_only_across(void **state)
{
    static const uint32_t splits[] = {1, 70, 179, 180};
    (void)state;
    khl_csr rows = random_rows(180, 40, 3, false);
    for (size_t s = 0; s < 4; s++) {
        for (int path = KHL_JOIN_PRUNED; path <= KHL_JOIN_PLAIN; path++) {
            khl_join_options options = KHL_JOIN_OPTIONS_INIT;
            options.split = splits[s];
            options.path = (khl_join_path)path;
            assert_exact(&rows, 0.4, &options);
        }
    }
    khl_csr_clear(&rows);
}

/* Six texts a thousand times over: each pair of equal rows is found, and none is multiplied twice. */
static void repeats_cost_nothing_but_their_pairs(void **state)
{
    (void)state;
    enum { N = 600, DISTINCT = 6 };
    static uint64_t ptr[N + 1];
    static uint32_t col[N];
    static float val[N];
    for (uint32_t r = 0; r < N; r++) {
        ptr[r + 1] = r + 1;
        col[r] = r % DISTINCT;
        val[r] = 1.0F;
    }
    khl_csr rows = {N, DISTINCT, ptr, col, val};
    khl_join_report report;
    found f = joined(&rows, 0.5, NULL, &report);
    assert_int_equal(report.n_rows, DISTINCT);
    assert_int_equal(report.n_candidates, 0);
    assert_int_equal(f.n, DISTINCT * (N / DISTINCT) * (N / DISTINCT - 1) / 2);
    found should = multiplied(&rows, 0.5, 0);
    assert_same(&f, &should);
    free(f.pairs);
    free(should.pairs);
}

/* The least memory the join accepts, asked for and then given. */
static void short_memory_spills_and_changes_nothing(void **state)
{
    (void)state;
    khl_csr rows = random_rows(900, 8, 21, false);
    khl_join_options options = KHL_JOIN_OPTIONS_INIT;
    khl_join_report report;
    found all = joined(&rows, 0.3, &options, &report);
    assert_int_equal(report.spilled_bytes, 0);
    options.n_threads = 2;
    options.memory_bytes = 3 << 20;
    found spilled = joined(&rows, 0.3, &options, &report);
    assert_true(report.spilled_bytes > 0);
    assert_same(&all, &spilled);
    free(spilled.pairs);
    free(all.pairs);
    khl_csr_clear(&rows);
}

static khl_status create(khl_csr rows, double threshold, const khl_join_options *options, khl_error *err)
{
    khl_csr own = copy_of(&rows);
    khl_join *join = NULL;
    khl_status status = khl_join_create(&join, &own, threshold, options, err);
    assert_null(own.row_ptr);
    if (status != KHL_OK) assert_null(join);
    khl_join_destroy(join);
    return status;
}

static void refusals_say_what_to_do(void **state)
{
    (void)state;
    uint64_t ptr[] = {0, 2, 3};
    uint32_t good[] = {0, 1, 1}, twice[] = {1, 1, 0}, far[] = {0, 7, 1};
    float val[] = {1, 1, 1}, infinite[] = {1, INFINITY, 1};
    khl_join_options options = KHL_JOIN_OPTIONS_INIT;
    khl_error err = {0};
    assert_int_equal(create((khl_csr){2, 2, ptr, good, val}, 0.5, NULL, &err), KHL_OK);
    assert_int_equal(create((khl_csr){2, 2, ptr, good, val}, 0.0, NULL, &err), KHL_E_ARGUMENT);
    assert_int_equal(create((khl_csr){2, 2, ptr, good, val}, (double)NAN, NULL, &err), KHL_E_ARGUMENT);
    assert_int_equal(create((khl_csr){2, 2, ptr, twice, val}, 0.5, NULL, &err), KHL_E_ARGUMENT);
    assert_int_equal(create((khl_csr){2, 2, ptr, far, val}, 0.5, NULL, &err), KHL_E_ARGUMENT);
    assert_int_equal(create((khl_csr){2, 2, ptr, good, infinite}, 0.5, NULL, &err), KHL_E_ARGUMENT);
    options.split = 3;
    assert_int_equal(create((khl_csr){2, 2, ptr, good, val}, 0.5, &options, &err), KHL_E_ARGUMENT);
    options.split = 0;
    options.memory_bytes = 1000;
    assert_int_equal(create((khl_csr){2, 2, ptr, good, val}, 0.5, &options, &err), KHL_E_MEMORY);
    assert_string_equal(err.id, "join.memory");
    assert_true(atoi(err.args[0]) >= 1);
}

static void no_folder_for_runs_is_an_error(void **state)
{
    (void)state;
    khl_csr rows = random_rows(900, 8, 21, false);
    khl_join_options options = KHL_JOIN_OPTIONS_INIT;
    options.memory_bytes = 3 << 20;
    options.folder = "/nowhere/at/all";
    khl_join *join = NULL;
    khl_error err = {0};
    assert_int_equal(khl_join_create(&join, &rows, 0.3, &options, &err), KHL_OK);
    assert_int_equal(khl_join_run(join, &err), KHL_E_IO);
    assert_string_equal(err.file, "/nowhere/at/all");
    khl_join_destroy(join);
}

static void every_kernel_counts_alike(void **state)
{
    (void)state;
    enum { N = 200 };
    uint64_t random = 9, many[N * 8], one[8];
    unsigned char kind[N], need[16];
    uint32_t fast[N], plain[N];
    for (size_t k = 0; k < N * 8; k++) {
        random_unit(&random);
        many[k] = random & (random << 7);
    }
    memcpy(one, many + 80, sizeof one);
    for (size_t k = 0; k < N; k++) kind[k] = (unsigned char)(k % 16);
    for (unsigned k = 0; k < 16; k++) need[k] = (unsigned char)(k * 5);
    for (unsigned words = 1; words <= 8; words *= 2) {
        size_t n = khl_scan_plain(words)(one, many, kind, need, N, plain);
        assert_in_range(n, 1, N - 1);
        assert_int_equal(khl_scan_for(words)(one, many, kind, need, N, fast), n);
        assert_memory_equal(fast, plain, n * sizeof *plain);
        for (size_t k = 0, at = 0; k < N; k++) {
            unsigned common = 0;
            for (unsigned b = 0; b < 64 * words; b++)
                common += (unsigned)((one[b / 64] >> b % 64 & 1) & (many[k * words + b / 64] >> b % 64 & 1));
            assert_int_equal(common >= need[k % 16], at < n && plain[at] == k);
            at += common >= need[k % 16];
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_path_finds_what_multiplying_finds),
        cmocka_unit_test(signs_and_lengths_are_no_matter),
        cmocka_unit_test(a_zero_is_no_shared_column),
        cmocka_unit_test(two_collections_join_only_across),
        cmocka_unit_test(repeats_cost_nothing_but_their_pairs),
        cmocka_unit_test(short_memory_spills_and_changes_nothing),
        cmocka_unit_test(refusals_say_what_to_do),
        cmocka_unit_test(no_folder_for_runs_is_an_error),
        cmocka_unit_test(every_kernel_counts_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
