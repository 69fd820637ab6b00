/* Splitting the columns of a space and turning its sparse part into inverted lists.
 *
 * Order: check, document frequencies, the choice of columns, the two parts of each side, the lists of the
 * right-hand side. Every step walks the entries once. */
#include "sides.h"

#include "alloc.h"
#include "error.h"

#include <string.h>

#define MAX_TILE_ROWS ((size_t)16384)
#define MAX_STRIP_COLUMNS ((size_t)1 << 20)

/* Fewer dense columns, or fewer rows, than this are not worth making blocks for: up to a few hundred rows
 * inverted lists take under a millisecond (165 x 5,000: 0.5 ms, all dense 1.3), which is less than it takes
 * to open BLAS. */
#define MIN_DENSE_COLUMNS 8u
#define MIN_DENSE_ROWS 256u

/* Where the columns of a space go. place[c] < n_dense: that dense column; up to n_dense + n_sparse: that
 * sparse one; UINT32_MAX: nowhere. */
typedef struct choice {
    uint32_t *place; /* [n_cols] */
    uint32_t n_dense, n_sparse;
} choice;

khl_status khl_search_options_check(khl_search_options *out, const khl_search_options *in, khl_error *err)
{
    static const khl_search_options defaults = KHL_SEARCH_OPTIONS_INIT;
    *out = in != NULL ? *in : defaults;
    if (out->tile_rows == 0 || out->tile_rows > MAX_TILE_ROWS)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "search.tile_rows", "a tile has 1 to 16384 rows");
    if (out->strip_columns == 0 || out->strip_columns > MAX_STRIP_COLUMNS)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "search.strip_columns", "a strip has 1 to 1048576 columns");
    if (!(out->dense_share >= 0.0))
        return KHL_FAIL(err, KHL_E_ARGUMENT, "search.dense_share", "the dense share must not be negative");
    return KHL_OK;
}

static khl_status fail_malformed(khl_error *err)
{
    return KHL_FAIL(err, KHL_E_ARGUMENT, "search.malformed_rows",
                    "sparse rows must have ascending columns within bounds");
}

/* Adds up document frequencies (df is zeroed, [n_cols]) and checks the shape on the way. */
static khl_status count_columns(const khl_csr *rows, uint32_t *df, khl_error *err)
{
    if (rows->n_rows > 0 && rows->row_ptr[0] != 0) return fail_malformed(err);
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        uint64_t begin = rows->row_ptr[r], end = rows->row_ptr[r + 1];
        if (end < begin || end - begin > rows->n_cols) return fail_malformed(err);
        for (uint64_t p = begin; p < end; p++) {
            uint32_t c = rows->col[p];
            if (c >= rows->n_cols || (p > begin && c <= rows->col[p - 1])) return fail_malformed(err);
            df[c]++;
        }
    }
    return KHL_OK;
}

/* Fills the choice from document frequencies; right == NULL when a collection meets itself, and a column then
 * needs two rows of its own to matter. */
static void choose(choice *out, uint32_t n_cols, const uint32_t *left, const uint32_t *right, double cells,
                   bool may_be_dense, double share)
{
    enum { DROPPED, DENSE, SPARSE };
    double least = share * share * cells;
    for (uint32_t c = 0; c < n_cols; c++) {
        uint32_t l = left[c], r = right != NULL ? right[c] : l;
        bool matters = right != NULL ? l > 0 && r > 0 : l > 1;
        bool dense = matters && may_be_dense && (double)l * (double)r >= least;
        out->place[c] = dense ? DENSE : matters ? SPARSE : DROPPED;
        out->n_dense += dense;
        out->n_sparse += matters && !dense;
    }
    if (out->n_dense < MIN_DENSE_COLUMNS && out->n_sparse > 0) {
        out->n_sparse += out->n_dense;
        out->n_dense = 0;
    }
    uint32_t next_dense = 0, next_sparse = out->n_dense;
    for (uint32_t c = 0; c < n_cols; c++) {
        if (out->place[c] == DROPPED)
            out->place[c] = UINT32_MAX;
        else if (out->place[c] == DENSE && out->n_dense > 0)
            out->place[c] = next_dense++;
        else
            out->place[c] = next_sparse++;
    }
}

static khl_status choose_columns(choice *out, const khl_csr *left, const khl_csr *right,
                                 const khl_search_options *options, khl_error *err)
{
    khl_status status = KHL_OK;
    uint32_t n_cols = left->n_cols, *df_right = NULL;
    uint32_t n_right = right != NULL ? right->n_rows : left->n_rows;
    uint32_t *df_left = khl_alloc_zero(n_cols, sizeof *df_left);
    out->place = khl_alloc(n_cols, sizeof *out->place);
    if (right != NULL) df_right = khl_alloc_zero(n_cols, sizeof *df_right);
    if (df_left == NULL || out->place == NULL || (right != NULL && df_right == NULL)) {
        status = khl_fail_memory(err);
        goto done;
    }
    status = count_columns(left, df_left, err);
    if (status == KHL_OK && right != NULL) status = count_columns(right, df_right, err);
    if (status != KHL_OK) goto done;
    bool enough = left->n_rows >= MIN_DENSE_ROWS && n_right >= MIN_DENSE_ROWS;
    choose(out, n_cols, df_left, df_right, (double)left->n_rows * (double)n_right,
           enough || options->dense_share <= 0.0, options->dense_share);
done:
    free(df_left);
    free(df_right);
    return status;
}

static bool part_alloc(khl_csr *part, uint32_t n_rows, uint32_t n_cols, uint64_t nnz)
{
    *part = (khl_csr){.n_rows = n_rows, .n_cols = n_cols};
    part->row_ptr = khl_alloc((size_t)n_rows + 1, sizeof *part->row_ptr);
    part->col = khl_alloc((size_t)nnz, sizeof *part->col);
    part->val = khl_alloc((size_t)nnz, sizeof *part->val);
    if (part->row_ptr == NULL || part->col == NULL || part->val == NULL) return false;
    part->row_ptr[0] = 0;
    return true;
}

/* Copies rows into the dense and the sparse part. */
static khl_status split_rows(khl_side *side, const khl_csr *rows, const choice *columns, khl_error *err)
{
    uint64_t n[2] = {0, 0}, nnz = rows->n_rows > 0 ? rows->row_ptr[rows->n_rows] : 0;
    for (uint64_t p = 0; p < nnz; p++) {
        uint32_t place = columns->place[rows->col[p]];
        if (place != UINT32_MAX) n[place >= columns->n_dense]++;
    }
    if (!part_alloc(&side->dense, rows->n_rows, columns->n_dense, n[0]) ||
        !part_alloc(&side->sparse, rows->n_rows, columns->n_sparse, n[1]))
        return khl_fail_memory(err);
    uint64_t at[2] = {0, 0};
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        for (uint64_t p = rows->row_ptr[r]; p < rows->row_ptr[r + 1]; p++) {
            uint32_t place = columns->place[rows->col[p]];
            if (place == UINT32_MAX) continue;
            bool is_sparse = place >= columns->n_dense;
            khl_csr *part = is_sparse ? &side->sparse : &side->dense;
            uint64_t to = at[is_sparse]++;
            part->col[to] = is_sparse ? place - columns->n_dense : place;
            part->val[to] = rows->val[p];
        }
        side->dense.row_ptr[r + 1] = at[0];
        side->sparse.row_ptr[r + 1] = at[1];
    }
    return KHL_OK;
}

/* Lists of the rows [begin, end). next[] is all 0 before and after; n_cols is the number of distinct columns
 * written so far in all blocks. */
static uint64_t list_block(khl_lists *lists, const khl_csr *rows, uint32_t begin, uint32_t end,
                           uint32_t *next, uint64_t n_cols)
{
    uint64_t base = rows->row_ptr[begin], first = n_cols;
    for (uint64_t p = base; p < rows->row_ptr[end]; p++)
        if (next[rows->col[p]]++ == 0) lists->cols[n_cols++] = rows->col[p];
    uint32_t at = 0;
    for (uint64_t k = first; k < n_cols; k++) {
        uint32_t count = next[lists->cols[k]];
        next[lists->cols[k]] = at;
        at += count;
        lists->ends[k] = at;
    }
    for (uint32_t r = begin; r < end; r++)
        for (uint64_t p = rows->row_ptr[r]; p < rows->row_ptr[r + 1]; p++)
            lists->postings[base + next[rows->col[p]]++] = (khl_posting){r - begin, rows->val[p]};
    for (uint64_t k = first; k < n_cols; k++) next[lists->cols[k]] = 0;
    return n_cols;
}

static khl_status build_lists(khl_side *side, size_t tile_rows, khl_error *err)
{
    khl_status status = KHL_OK;
    khl_lists *lists = &side->lists;
    const khl_csr *rows = &side->sparse;
    uint32_t tile = (uint32_t)tile_rows;
    size_t n_blocks = rows->n_rows / tile + (rows->n_rows % tile != 0);
    size_t nnz = (size_t)rows->row_ptr[rows->n_rows];
    uint32_t *next = khl_alloc_zero(rows->n_cols, sizeof *next);
    lists->first = khl_alloc(n_blocks + 1, sizeof *lists->first);
    lists->cols = khl_alloc(nnz, sizeof *lists->cols);
    lists->ends = khl_alloc(nnz, sizeof *lists->ends);
    lists->postings = khl_alloc(nnz, sizeof *lists->postings);
    if (next == NULL || lists->first == NULL || lists->cols == NULL || lists->ends == NULL ||
        lists->postings == NULL) {
        status = khl_fail_memory(err);
        goto done;
    }
    lists->first[0] = 0;
    for (size_t b = 0; b < n_blocks; b++) {
        uint32_t begin = (uint32_t)(b * tile),
                 end = rows->n_rows - begin > tile ? begin + tile : rows->n_rows;
        if (rows->row_ptr[end] - rows->row_ptr[begin] > UINT32_MAX) {
            status = KHL_FAIL(err, KHL_E_MEMORY, "search.block_too_large",
                              "a block of rows has too many entries; use a smaller tile");
            goto done;
        }
        lists->first[b + 1] = list_block(lists, rows, begin, end, next, lists->first[b]);
    }
done:
    free(next);
    return status;
}

static khl_status init_space(khl_sides *sides, size_t s, const khl_csr *left, const khl_csr *right,
                             const khl_search_options *options, khl_error *err)
{
    choice columns = {0};
    khl_status status = choose_columns(&columns, left, right, options, err);
    if (status == KHL_OK) status = split_rows(&sides->left[s], left, &columns, err);
    if (status == KHL_OK && right != NULL) status = split_rows(&sides->right[s], right, &columns, err);
    khl_side *listed = right != NULL ? &sides->right[s] : &sides->left[s];
    if (status == KHL_OK) status = build_lists(listed, sides->tile_rows, err);
    free(columns.place);
    return status;
}

static khl_status check_shapes(const khl_csr *const *left, const khl_csr *const *right, size_t n_spaces,
                               khl_error *err)
{
    if (n_spaces == 0 || n_spaces > KHL_SEARCH_MAX_SPACES)
        return KHL_FAIL(err, KHL_E_ARGUMENT, "search.spaces", "rows are compared in 1 to 8 spaces");
    for (size_t s = 0; s < n_spaces; s++) {
        if (left[s]->n_rows != left[0]->n_rows || (right != NULL && right[s]->n_rows != right[0]->n_rows))
            return KHL_FAIL(err, KHL_E_ARGUMENT, "search.rows_differ",
                            "every space must have the same number of rows");
        if (right != NULL && left[s]->n_cols != right[s]->n_cols)
            return KHL_FAIL(err, KHL_E_ARGUMENT, "search.columns_differ",
                            "queries and targets must share the columns of a space");
    }
    return KHL_OK;
}

khl_status khl_sides_init(khl_sides *out, const khl_csr *const *left, const khl_csr *const *right,
                          size_t n_spaces, const khl_search_options *options, khl_error *err)
{
    memset(out, 0, sizeof *out);
    khl_status status = check_shapes(left, right, n_spaces, err);
    if (status != KHL_OK) return status;
    out->n_spaces = n_spaces;
    out->tile_rows = options->tile_rows;
    out->same = right == NULL;
    out->n_left = left[0]->n_rows;
    out->n_right = right != NULL ? right[0]->n_rows : out->n_left;
    for (size_t s = 0; s < n_spaces && status == KHL_OK; s++)
        status = init_space(out, s, left[s], right != NULL ? right[s] : NULL, options, err);
    if (status != KHL_OK) khl_sides_clear(out);
    return status;
}

static void side_clear(khl_side *side)
{
    khl_csr_clear(&side->dense);
    khl_csr_clear(&side->sparse);
    free(side->lists.first);
    free(side->lists.cols);
    free(side->lists.ends);
    free(side->lists.postings);
    side->lists = (khl_lists){0};
}

void khl_sides_clear(khl_sides *sides)
{
    for (size_t s = 0; s < KHL_SEARCH_MAX_SPACES; s++) {
        side_clear(&sides->left[s]);
        side_clear(&sides->right[s]);
    }
}
