/* Columns of the rows of one group, of the names of a whole collection: few of so many occur, and a join
 * sorts all it is given. Cost: a look at each entry and at a bit of each name. */
#include "run.h"

#include "alloc.h"
#include "error.h"

enum { BITS = 64 };

static uint32_t count_bits(uint64_t word)
{
    word -= word >> 1 & 0x5555555555555555U;
    word = (word & 0x3333333333333333U) + (word >> 2 & 0x3333333333333333U);
    word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0FU;
    return (uint32_t)(word * 0x0101010101010101U >> 56);
}

khl_status khl_run_compact(khl_csr *rows, khl_error *err)
{
    size_t n_words = (size_t)rows->n_cols / BITS + 1;
    uint64_t nnz = rows->n_rows > 0 ? rows->row_ptr[rows->n_rows] : 0;
    uint64_t *occurs = khl_alloc_zero(n_words, sizeof *occurs);
    uint32_t *before = khl_alloc(n_words, sizeof *before); /* columns that occur before a word of bits */
    khl_status status = occurs != NULL && before != NULL ? KHL_OK : khl_fail_memory(err);
    for (uint64_t k = 0; k < nnz && status == KHL_OK; k++)
        occurs[rows->col[k] / BITS] |= UINT64_C(1) << rows->col[k] % BITS;
    uint32_t n = 0;
    for (size_t w = 0; w < n_words && status == KHL_OK; w++) {
        before[w] = n;
        n += count_bits(occurs[w]);
    }
    for (uint64_t k = 0; k < nnz && status == KHL_OK; k++) {
        size_t w = rows->col[k] / BITS;
        uint64_t below = (UINT64_C(1) << rows->col[k] % BITS) - 1;
        rows->col[k] = before[w] + count_bits(occurs[w] & below);
    }
    if (status == KHL_OK) rows->n_cols = n;
    free(occurs);
    free(before);
    return status;
}
